//! Whoever asks beside somebody of the register: document beside photo, what was typed beside what is registered. Invariant:
//! a difference draws the eye and decides nothing.

use crate::application::PictureViewer;
use crate::shell::{Banner, Table, Tag, Tone, lang, t, tw};
use domain::{
    id::TechnicianId,
    recovery::{Candidate, RecoveryCase, grantable_from},
    time::WorkDate,
};
use i18n::{date, msg};
use leptos::prelude::*;

use msg::recovery as m;

/// The document alone, where nobody fits.
pub(super) fn document(case: &RecoveryCase) -> impl IntoView + use<> {
    let address = format!("/operator/recoveries/{}/picture", case.id);
    if !case.has_picture {
        return view! { <p class="hint">{t(m::DOCUMENT_GONE)}</p> }.into_any();
    }
    view! {
        <figure>
            <figcaption>{t(m::DOCUMENT)}</figcaption>
            <PictureViewer src=address alt=t(m::DOCUMENT).to_owned() />
        </figure>
    }
    .into_any()
}

/// One of those it may be.
pub(super) fn candidate(case: &RecoveryCase, one: &Candidate, today: WorkDate) -> impl IntoView + use<> {
    let photo = if one.has_photo {
        view! {
            <figure>
                <figcaption>{t(m::PHOTO)}</figcaption>
                <PictureViewer
                    src=format!("/photo/{}", one.technician_id)
                    alt=tw(msg::common::PHOTO_OF, &[("name", &one.name)])
                />
            </figure>
        }
        .into_any()
    } else {
        view! { <p class="hint">{t(m::PHOTO_NONE)}</p> }.into_any()
    };
    view! {
        <section class="card key-stop" tabindex="-1">
            <h2 class="card-title">{one.name.clone()} " " <span class="num">{one.technician_id.grouped()}</span></h2>
            <div class="recovery-pictures">{document(case)} {photo}</div>
            {table(case, one)}
            {told(one, today)}
        </section>
    }
}

/// Same or different; nothing where nothing was typed.
fn mark(same: Option<bool>) -> impl IntoView {
    match same {
        Some(true) => view! { <Tag tone=Tone::Ok text=t(m::SAME) /> }.into_any(),
        Some(false) => view! { <Tag tone=Tone::Warn text=t(m::DIFFERS) /> }.into_any(),
        None => t(m::NOT_TYPED).into_any(),
    }
}

fn table(case: &RecoveryCase, one: &Candidate) -> impl IntoView + use<> {
    let agreement = one.agreement(case);
    let typed_id = case.technician_id.map(TechnicianId::grouped).unwrap_or_default();
    let rows = [
        (m::ID, typed_id, one.technician_id.grouped(), agreement.id),
        (m::NAME, case.name.clone(), format!("{} {}", one.name, one.kana), agreement.name),
        (m::BIRTH, case.birth_date.map(date::iso).unwrap_or_default(), date::iso(one.birth_date), agreement.birth),
    ];
    let line = |(label, typed, known, same): (i18n::Msg, String, String, Option<bool>)| {
        view! {
            <tr>
                <th scope="row">{t(label)}</th>
                <td data-label=t(m::TYPED)>{typed}</td>
                <td data-label=t(m::REGISTERED)>{known}</td>
                <td data-label=t(m::MARK)>{mark(same)}</td>
            </tr>
        }
    };
    let lines = rows.into_iter().map(line).collect_view();
    let known = [&one.phone, &one.mail].into_iter().filter(|at| !at.is_empty()).cloned().collect::<Vec<_>>();
    let heads = [m::ITEM, m::TYPED, m::REGISTERED, m::MARK].map(|head| t(head).to_owned()).to_vec();
    let (asked, known) = (case.contact.as_str().to_owned(), known.join(" "));
    let caption = tw(m::COMPARE_CAPTION, &[("name", &one.name)]);
    view! {
        <Table caption heads>
            {lines}
            <tr>
                <th scope="row">{t(m::REACHED)}</th>
                <td data-label=t(m::TYPED)>{asked}</td>
                <td data-label=t(m::REGISTERED)>{known}</td>
                <td></td>
            </tr>
        </Table>
    }
}

/// When they were told, from when it may be granted, and what they said to it.
fn told(one: &Candidate, today: WorkDate) -> impl IntoView + use<> {
    let at = |at| date::date_time(lang(), at, today);
    let words = match (one.told_at, grantable_from(one.told_at)) {
        (Some(told), Some(from)) => tw(m::TOLD, &[("at", &at(told)), ("from", &at(from))]),
        _ => t(m::UNREACHED).to_owned(),
    };
    let objected = one.objected_at.map(|said| {
        let words = tw(m::OBJECTED, &[("at", &at(said))]);
        view! { <Banner tone=Tone::Warn>{words}</Banner> }
    });
    view! {
        <p>{words}</p>
        {objected}
    }
}
