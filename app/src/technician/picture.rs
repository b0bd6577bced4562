//! A picture beside its field. Invariant: it is sent with everything typed on the page, so that its button loses nothing.

use super::{PhotoPreview, words};
use crate::shell::{ButtonKind, Field, Icon, field::described_by, icon, t, tw};
use domain::application::PhotoInfo;
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::{registration as m, technician as photo};

struct Said {
    label: Msg,
    hint: Msg,
    now: Msg,
    none: Msg,
    send: [Msg; 2],
}

/// What is said of a picture; the photo has words of its own.
fn said(of: &str) -> Said {
    let send = [m::PICTURE_SEND, m::PICTURE_SEND_AGAIN];
    let document = |label, hint| Said { label, hint, now: m::PICTURE_NOW, none: m::PICTURE_NONE, send };
    match of {
        "photo" => Said {
            label: photo::PHOTO,
            hint: photo::PHOTO_HINT,
            now: photo::PHOTO_NOW,
            none: photo::PHOTO_NONE,
            send: [photo::PHOTO_SEND, photo::PHOTO_SEND_AGAIN],
        },
        "identity" => document(m::IDENTITY, m::IDENTITY_HINT),
        "insurance_card" => document(m::INSURANCE_CARD, m::INSURANCE_CARD_HINT),
        domain::proxy::PAPER => document(msg::proxy::CONSENT_PAPER, msg::proxy::CONSENT_PAPER_HINT),
        _ => document(m::CERTIFICATE, m::CERTIFICATE_HINT),
    }
}

/// The file field `name` for the picture `of`, with the one that is there, its size and address.
pub fn field(name: &'static str, of: &str, now: Option<(PhotoInfo, String)>) -> impl IntoView + use<> {
    let said = said(of);
    let send = said.send[usize::from(now.is_some())];
    let (required, is_photo) = (words::is_required_picture(of), of == "photo");
    let class = if is_photo { "photo-now" } else { "document-now" };
    let (now_words, none_words) = (t(said.now), t(said.none));
    let now = match now {
        Some((PhotoInfo { width, height }, address)) => {
            let size = tw(photo::PHOTO_SIZE, &[("width", &width), ("height", &height)]);
            view! {
                <figure class=class>
                    <img src=address alt=now_words />
                    <figcaption>
                        <Icon of=icon::CHECK_CIRCLE_FILL />
                        {now_words}
                        " "
                        {size}
                    </figcaption>
                </figure>
            }
            .into_any()
        }
        None => view! { <p class="hint">{none_words}</p> }.into_any(),
    };
    let described = [described_by(name, true), Some(format!("{name}-send-hint"))].into_iter().flatten();
    let described = described.collect::<Vec<_>>().join(" ");
    view! {
        <Field name=name label=t(said.label) hint=t(said.hint) required=required>
            {now}
            <input
                class="file"
                type="file"
                id=name
                name=name
                accept="image/jpeg,image/png"
                aria-describedby=described
            />
            {is_photo.then(|| view! { <PhotoPreview input="photo".to_owned() /> })}
            <button type="submit" class=ButtonKind::Outline.class() name="then" value="stay">
                <Icon of=icon::PHOTO_CAMERA />
                {t(send)}
            </button>
            <p class="hint" id=format!("{name}-send-hint")>
                {t(photo::PHOTO_SEND_HINT)}
            </p>
        </Field>
    }
}
