//! A picture beside its field. Invariant: it is sent with everything typed on the page, so that its button loses nothing.

use super::{MaskTool, PhotoPreview, file::COVERED, words};
use crate::application::{document_page::way_to_pages, words::flaw_hint};
use crate::shell::{ButtonKind, Checkbox, Field, Icon, field::described_by, icon, t, tw};
use domain::{
    application::PhotoInfo,
    technician::{INSURANCE_CARD, Stage},
};
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::{registration as m, technician as photo};

struct Said {
    label: Msg,
    hint: Msg,
    now: Msg,
    none: Msg,
    send: [Msg; 2],
    /// What pressing that does.
    sends: Msg,
}

/// What is said of a picture; the photo has words of its own.
fn said(of: &str) -> Said {
    let send = [m::PICTURE_SEND, m::PICTURE_SEND_AGAIN];
    let (now, none, sends) = (m::PICTURE_NOW, m::PICTURE_NONE, photo::PHOTO_SEND_HINT);
    let document = |label, hint| Said { label, hint, now, none, send, sends };
    match of {
        "photo" => Said {
            label: photo::PHOTO,
            hint: photo::PHOTO_HINT,
            now: photo::PHOTO_NOW,
            none: photo::PHOTO_NONE,
            send: [photo::PHOTO_SEND, photo::PHOTO_SEND_AGAIN],
            sends,
        },
        "identity" => document(m::IDENTITY, m::IDENTITY_HINT),
        INSURANCE_CARD => document(m::INSURANCE_CARD, m::INSURANCE_CARD_HINT),
        domain::business::EVIDENCE => document(msg::business::EVIDENCE, msg::business::EVIDENCE_HINT),
        // Nothing else is typed beside it.
        domain::proxy::PAPER => Said {
            sends: msg::proxy::CONSENT_PAPER_SEND_HINT,
            ..document(msg::proxy::CONSENT_PAPER, msg::proxy::CONSENT_PAPER_HINT)
        },
        _ => document(m::CERTIFICATE, m::CERTIFICATE_HINT),
    }
}

/// Whether a PDF is taken for it: not for what must be a picture, and not where a number could hide below a black box.
fn takes_pdf(of: &str) -> bool {
    !matches!(of, "photo" | INSURANCE_CARD)
}

/// The pages of a document that has no page of its own to be looked through: each by its number.
fn pages_below(pages: u32, address: &str) -> Option<impl IntoView + use<>> {
    let link = |number: u32| {
        let of = tw(m::DOCUMENT_PAGE, &[("number", &number), ("pages", &pages)]);
        view! { <li><a href=format!("{address}?page={number}") aria-label=of>{number}</a></li> }
    };
    (pages > 1).then(|| view! { <ol class="document-pages">{(1..=pages).map(link).collect_view()}</ol> })
}

/// The file field `name` for the picture `of`, with the one that is there, its size and address.
pub fn field(stage: Stage, name: &'static str, of: &str, now: Option<(PhotoInfo, String)>) -> impl IntoView + use<> {
    field_of(name, of, now, words::is_required_picture(stage, of))
}

/// The same of a picture that must be sent, or need not.
pub fn field_of(
    name: &'static str,
    of: &str,
    now: Option<(PhotoInfo, String)>,
    required: bool,
) -> impl IntoView + use<> {
    let said = said(of);
    let send = said.send[usize::from(now.is_some())];
    let (is_photo, is_card) = (of == "photo", of == INSURANCE_CARD);
    let class = if is_photo { "photo-now" } else { "document-now" };
    let (now_words, none_words) = (t(said.now), t(said.none));
    let now = match now {
        Some((info, address)) => {
            let PhotoInfo { width, height, pages, .. } = info;
            let size = tw(photo::PHOTO_SIZE, &[("width", &width), ("height", &height)]);
            let way = if address.contains("/file/") {
                way_to_pages(pages, address.replacen("/file/", "/document/", 1)).into_any()
            } else {
                pages_below(pages, &address).into_any()
            };
            view! {
                <figure class=class>
                    <img src=address alt=now_words />
                    <figcaption>
                        <Icon of=icon::CHECK_CIRCLE_FILL />
                        {now_words}
                        " "
                        {size}
                        {way}
                    </figcaption>
                    {flaw_hint(info)}
                </figure>
            }
            .into_any()
        }
        None => view! { <p class="hint">{none_words}</p> }.into_any(),
    };
    let accept = if takes_pdf(of) { "image/jpeg,image/png,application/pdf" } else { "image/jpeg,image/png" };
    let described = [described_by(name, true), Some(format!("{name}-send-hint"))].into_iter().flatten();
    let described = described.collect::<Vec<_>>().join(" ");
    let covered = is_card.then(|| view! { <Checkbox name=COVERED label=t(m::INSURANCE_CARD_COVERED) /> });
    view! {
        <Field name=name label=t(said.label) hint=t(said.hint) required=required>
            {now}
            <input
                class="file"
                type="file"
                id=name
                name=name
                accept=accept
                aria-describedby=described
            />
            {is_card.then(|| view! { <MaskTool input=name.to_owned() /> })}
            {is_photo.then(|| view! { <PhotoPreview input="photo".to_owned() /> })}
            {covered}
            <button type="submit" class=ButtonKind::Outline.class() name="then" value="stay">
                <Icon of=icon::PHOTO_CAMERA />
                {t(send)}
            </button>
            <p class="hint" id=format!("{name}-send-hint")>
                {t(said.sends)}
            </p>
        </Field>
    }
}
