//! The fields of an application with their verdicts. Invariant: a row is complete without a script: both choices, the
//! reason, and what the applicant will read.

use super::{PictureViewer, VerdictInput, api::NUMBER_VISIBLE, compared, document_page::way_to_pages, words};
use crate::{
    business,
    shell::{Icon, Tag, Tone, icon, lang, t, tw},
    technician,
};
use domain::{
    application::{
        DeficiencyReason, EXPLANATION_CHARS_MAX, ReviewCase, ReviewField, ReviewNote, Verdict, shows_numbers,
    },
    business::PAGES,
    proxy::PAPER,
    technician::pages as technician_pages,
};
use i18n::{msg, number, word};
use leptos::prelude::*;

use msg::application as m;

/// The verdict of a row as it is shown: what was saved, or what was just sent and could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Said {
    good: bool,
    deficient: bool,
    reason: Option<DeficiencyReason>,
    /// What the reviewer explains.
    words: String,
}

fn said(field: &ReviewField, sent: &[VerdictInput]) -> Said {
    if let Some(sent) = sent.iter().find(|sent| sent.field == field.field && !sent.verdict.is_empty()) {
        let reason = DeficiencyReason::from_code(&sent.reason);
        let (good, deficient) = (sent.verdict == "good", sent.verdict == "deficient");
        return Said { good, deficient, reason, words: sent.words.clone() };
    }
    match field.verdict {
        Some(Verdict::Good) => Said { good: true, ..Said::default() },
        Some(Verdict::Deficient(reason)) => {
            Said { good: false, deficient: true, reason: Some(reason), words: field.explanation.clone() }
        }
        None => Said::default(),
    }
}

/// A table per section of the form. `open`: the one who looks may judge.
pub(super) fn tables(case: &ReviewCase, sent: &[VerdictInput], open: bool) -> impl IntoView + use<> {
    match case.kind.stage() {
        Some(stage) => technician_pages(stage)
            .map(|page| {
                let title = t(technician::words::page_title(page));
                table(case, title, |field| page.holds(field), sent, open)
            })
            // Sent with it by whoever files for the person, and on no page of theirs.
            .chain([table(case, t(msg::proxy::CONSENT_PAPER), |field| field == PAPER, sent, open)])
            .collect::<Vec<_>>(),
        None => PAGES
            .iter()
            .map(|page| table(case, t(business::words::page_title(page)), |field| page.holds(field), sent, open))
            .collect(),
    }
}

fn table(
    case: &ReviewCase,
    title: &'static str,
    holds: impl Fn(&str) -> bool,
    sent: &[VerdictInput],
    open: bool,
) -> Option<AnyView> {
    let rows: Vec<_> = case
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| holds(&field.field))
        .map(|(at, field)| row(case, at, field, &said(field, sent), open).into_any())
        .collect();
    let caption = tw(m::CASE_FIELDS_CAPTION, &[("section", &title)]);
    (!rows.is_empty()).then(|| {
        view! {
            <section class="review-section">
                <h2>{title}</h2>
                <table class="review-table">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead class="visually-hidden">
                        <tr>
                            <th scope="col">{t(m::CASE_FIELD)}</th>
                            <th scope="col">{t(m::CASE_VALUE)}</th>
                            <th scope="col">{t(m::CASE_VERDICT)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

fn row(case: &ReviewCase, at: usize, field: &ReviewField, said: &Said, open: bool) -> impl IntoView + use<> {
    let label = words::label(case.kind, &field.field);
    let value = if field.field == "photo" {
        case.photo_pixels
            .map(|photo| tw(msg::technician::PHOTO_SIZE, &[("width", &photo.width), ("height", &photo.height)]))
    } else {
        Some(words::shown(case.kind, &field.field, &field.value)).filter(|value| !value.trim().is_empty())
    };
    let shown = match value {
        Some(value) => view! { <strong>{value}</strong> }.into_any(),
        // What was sent is the picture below.
        None if field.has_picture => ().into_any(),
        None if field.differs() => view! { <strong>{t(msg::change::CASE_TAKEN_OUT)}</strong> }.into_any(),
        None => {
            view! { <span class="hint">{t(if field.wanted { m::CASE_EMPTY } else { m::CASE_EMPTY_OPTIONAL })}</span> }
                .into_any()
        }
    };
    let label_of_picture = tw(msg::registration::EVIDENCE_OF, &[("field", &label)]);
    let erase =
        (open && field.has_picture && shows_numbers(&field.field)).then(|| number_visible(&field.field, &label));
    let verdict = if open { judge(at, field, &label, said).into_any() } else { judged(said).into_any() };
    view! {
        <tr class="review-row" id=format!("review-{}", field.field) data-field=field.field.clone() class:bad=said.deficient class:wanted=field.wanted>
            <th scope="row">{label}</th>
            <td>
                {shown}
                {field.has_picture.then(|| picture(case, &field.field, &label_of_picture))}
                {erase}
                {way_to_pages(field.pages, format!("/operator/applications/{}/document/{}", case.id, field.field))}
                {field.before.as_deref().map(|value| compared::beside(field.differs(), &words::shown(case.kind, &field.field, value)))}
                {(!field.flaws.is_empty())
                    .then(|| view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=words::flaws(&field.flaws) /> })}
                {field.note.as_ref().map(note)}
                {field.changed.then(|| view! { <Tag tone=Tone::Info text=t(m::CASE_CHANGED) /> })}
                {field.stood_by.then(|| view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(m::CASE_STOOD_BY) /> })}
            </td>
            <td class="review-verdict">{verdict}</td>
        </tr>
    }
}

/// The one press by which a picture that shows a number is deleted.
fn number_visible(field: &str, label: &str) -> impl IntoView + use<> {
    let hint = format!("number-visible-{field}");
    let described = hint.clone();
    let of = format!("{label} {}", t(m::CASE_NUMBER_VISIBLE));
    view! {
        <span class="number-visible">
            <button
                type="submit"
                class="button outline"
                name="decision"
                value=format!("{NUMBER_VISIBLE}{field}")
                aria-label=of
                aria-describedby=described
            >
                <Icon of=icon::DELETE />
                {t(m::CASE_NUMBER_VISIBLE)}
            </button>
            <span class="hint" id=hint>
                {t(m::CASE_NUMBER_VISIBLE_HINT)}
            </span>
        </span>
    }
}

/// The picture sent for a field, beside it; it opens as large as it is kept.
fn picture(case: &ReviewCase, field: &str, label: &str) -> impl IntoView + use<> {
    let address = format!("/operator/applications/{}/file/{field}", case.id);
    view! { <PictureViewer src=address alt=label.to_owned() /> }
}

fn note(note: &ReviewNote) -> impl IntoView + use<> {
    let words = match note {
        ReviewNote::CommonForm { form } => tw(m::NOTE_COMMON_FORM, &[("form", form)]),
        ReviewNote::Age { years } => tw(m::NOTE_AGE, &[("years", years)]),
        ReviewNote::BusinessName { name } => tw(m::NOTE_BUSINESS_NAME, &[("name", name)]),
        ReviewNote::InRegister { name } => tw(m::NOTE_IN_REGISTER, &[("name", name)]),
        ReviewNote::Fee { amount } => tw(m::NOTE_FEE, &[("yen", &number::yen(lang(), amount.get()))]),
    };
    view! { <span class="review-note">{words}</span> }
}

fn judged(said: &Said) -> AnyView {
    if said.good {
        view! { <Tag tone=Tone::Ok icon=icon::CHECK text=t(m::CASE_GOOD) /> }.into_any()
    } else if let Some(reason) = said.reason {
        view! {
            <Tag tone=Tone::Err icon=icon::CLOSE text=t(m::CASE_DEFICIENT) />
            " "
            {t(word::deficiency(reason))}
            {(!said.words.is_empty()).then(|| view! { <span class="review-note">{said.words.clone()}</span> })}
        }
        .into_any()
    } else {
        ().into_any()
    }
}

/// What the applicant will read for a reason.
fn tell(reason: DeficiencyReason) -> &'static str {
    t(if reason == DeficiencyReason::Other { m::CASE_TELL_WORDS } else { word::deficiency_for_applicant(reason) })
}

/// Where the reviewer explains in words of their own; shown with the reason that wants them.
fn own_words(at: usize, label: &str, typed: String) -> impl IntoView + use<> {
    let id = format!("verdict-{at}-words");
    let of = label.to_owned();
    view! {
        <span class="verdict-words">
            <label for=id.clone()>
                {tw(m::CASE_WORDS, &[("max", &EXPLANATION_CHARS_MAX)])}
                <span class="visually-hidden">" " {of}</span>
            </label>
            <textarea id=id name=format!("verdicts[{at}][words]") rows="3">
                {typed}
            </textarea>
        </span>
    }
}

fn judge(at: usize, field: &ReviewField, label: &str, said: &Said) -> impl IntoView + use<> {
    let name = |part: &str| format!("verdicts[{at}][{part}]");
    let id = |part: &str| format!("verdict-{at}-{part}");
    // What was said before is offered as long as it stands.
    let offered = |reason: &DeficiencyReason| reason.fits_field(&field.field) || said.reason == Some(*reason);
    let option = |reason: DeficiencyReason| {
        let chosen = said.reason == Some(reason);
        view! {
            <option value=reason.code() selected=chosen data-tell=tell(reason)>
                {t(word::deficiency(reason))}
            </option>
        }
    };
    let options = DeficiencyReason::ALL.into_iter().filter(offered).map(option).collect_view();
    let told = said.reason.map(tell).unwrap_or_default();
    let words = own_words(at, label, said.words.clone());
    view! {
        <input type="hidden" name=name("field") value=field.field.clone() />
        <fieldset class="verdict">
            <legend class="visually-hidden">{tw(m::CASE_VERDICT_OF, &[("field", &label)])}</legend>
            <input type="radio" class="verdict-good" id=id("good") name=name("verdict") value="good" checked=said.good />
            <label for=id("good")>
                <Icon of=icon::CHECK />
                {t(m::CASE_GOOD)}
            </label>
            <input
                type="radio"
                class="verdict-deficient"
                id=id("deficient")
                name=name("verdict")
                value="deficient"
                checked=said.deficient
            />
            <label for=id("deficient")>
                <Icon of=icon::CLOSE />
                {t(m::CASE_DEFICIENT)}
            </label>
            <span class="verdict-reason">
                <label for=id("reason") class="visually-hidden">
                    {tw(m::CASE_REASON_OF, &[("field", &label)])}
                </label>
                <select id=id("reason") name=name("reason") aria-describedby=id("tell")>
                    <option value="">{t(m::CASE_REASON_CHOOSE)}</option>
                    {options}
                </select>
                <span class="hint" id=id("tell")>
                    {t(m::CASE_TELL)}
                    <span class="verdict-tell">{told}</span>
                </span>
                {words}
            </span>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_just_sent_wins_over_what_was_saved() {
        let field = |verdict| ReviewField {
            field: "name".to_owned(),
            value: String::new(),
            note: None,
            verdict,
            explanation: String::new(),
            wanted: true,
            has_picture: false,
            flaws: Vec::new(),
            pages: 0,
            changed: false,
            stood_by: false,
            before: None,
        };
        let sent = [VerdictInput {
            field: "name".to_owned(),
            verdict: "deficient".to_owned(),
            words: "書きかけ".to_owned(),
            ..VerdictInput::default()
        }];
        let saved = field(Some(Verdict::Good));
        let deficient = Said { deficient: true, ..Said::default() };
        assert_eq!(said(&saved, &sent), Said { words: "書きかけ".to_owned(), ..deficient.clone() });
        let good = Said { good: true, ..Said::default() };
        assert_eq!(said(&saved, &[]), good);
        let silent = [VerdictInput { field: "name".to_owned(), ..VerdictInput::default() }];
        assert_eq!(said(&saved, &silent), good);
        let other = Some(DeficiencyReason::Other);
        let explained = ReviewField { explanation: "裏面も".to_owned(), ..field(other.map(Verdict::Deficient)) };
        let expected = Said { reason: other, words: "裏面も".to_owned(), ..deficient };
        assert_eq!(said(&explained, &[]), expected);
    }
}
