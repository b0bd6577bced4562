//! The answers once more, consent, for a registration a password, and handing in. Invariant: every problem stands above the
//! answers as a link to where it is put right.

use super::{
    SubmitBusiness, agreement,
    flow::{self, Draft, file_address, page_address},
    frame::around,
    page::{back, band_of},
    words,
};
use crate::{
    application::{band_words, compared, frame, stood_by, words as application_words},
    fee::prices,
    shell::{
        Banner, ButtonKind, Card, Checkbox, DescriptionList, ErrorSummary, Flash, Icon, NewPassword, Row, Tone, icon,
        lang, provide_problems, t, tw,
    },
    technician::picture_words,
};
use domain::{
    application::{ApplicationKind, STOOD_BY},
    business::{BusinessForm, EVIDENCE, Filing, PAGES, Page, place},
    fee::PriceKind,
    form::{FieldProblem, as_kept},
    proxy::PAPER,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{business as m, registration as r};

/// What is wrong: everything after a try to hand in, with what only the services could find.
fn shown(draft: &Draft, flash: &Flash, check: bool) -> Vec<FieldProblem> {
    if !check {
        return flash.problems.clone();
    }
    let found = &flash.problems;
    let mut all = draft.problems();
    // A password is judged when it is sent and never kept, so what was found then replaces "missing" now.
    all.retain(|problem| found.iter().all(|other| other.field != problem.field));
    all.extend(found.iter().cloned());
    all.sort_by_key(|problem| place(&problem.field));
    all
}

/// The page. `who`: who is logged in, of a registered business.
pub fn page(draft: &Draft, flash: &Flash, check: bool, who: String) -> AnyView {
    let problems = shown(draft, flash, check);
    let failed = !problems.is_empty();
    provide_problems(problems);
    let label = |field: &&'static str| words::label(field).map(|label| (*field, t(label).to_owned()));
    let mut labels: Vec<(&'static str, String)> = domain::business::FIELDS.iter().filter_map(label).collect();
    labels.push((PAPER, t(msg::proxy::CONSENT_PAPER).to_owned()));
    labels.push((STOOD_BY, t(msg::application::STOOD_BY_NAME).to_owned()));
    labels.push((services::counter::CHECK, t(msg::counter::CHECK_LABEL).to_owned()));
    let kind = ApplicationKind::of_filing(draft.filing);
    let deficiencies = application_words::returned_list(kind, &draft.deficiencies(|_| true));
    let sections = PAGES.iter().map(|page| section(draft, page)).collect_view();
    let (outcome, agreement, back) = (frame::outcome(flash), agreed(draft), back(draft.filing));
    let inside = view! {
        <ErrorSummary labels chosen=words::CHOSEN place_of=flow::place_of(draft.filing) />
        {outcome}
        {deficiencies}
        <p>{t(r::CHECK_LEAD)}</p>
        {sections}
        {fee(draft)}
        {agreement}
        <p>{back}</p>
    };
    around(draft, t(r::CHECK_TITLE), failed, who, inside.into_any())
}

/// What a form says in a field, as it will be kept and in words; nothing of what has no text.
fn in_words(form: &BusinessForm, field: &str) -> String {
    form.typed(field).map(|typed| words::shown(field, &as_kept(field, &typed))).unwrap_or_default()
}

/// Label and value of each field of a page that holds something or differs from what is registered, the latter with both.
fn answers(draft: &Draft, page: &Page) -> Vec<Row> {
    let differing = draft.differing();
    let row = |field: &&'static str| {
        let label = t(words::label(field)?);
        if let Some(info) = draft.evidence.filter(|_| *field == EVIDENCE) {
            let alt = tw(r::EVIDENCE_OF, &[("field", &label)]);
            return Some(Row::new(label, picture_words(info)).with_picture(file_address(draft.filing), alt));
        }
        let value = in_words(&draft.form, field);
        if let Some(base) = draft.base.as_ref().filter(|_| differing.contains(field)) {
            return Some(compared::row(label, &in_words(base, field), &value));
        }
        (!value.trim().is_empty()).then(|| Row::new(label, value))
    };
    page.fields.iter().filter_map(row).collect()
}

fn section(draft: &Draft, page: &'static Page) -> impl IntoView + use<> {
    let title = t(words::page_title(page));
    let rows = answers(draft, page);
    let inside = if rows.is_empty() {
        view! { <p class="hint">{t(r::CHECK_NOTHING)}</p> }.into_any()
    } else {
        view! { <DescriptionList rows /> }.into_any()
    };
    let is_lacking = page.holds(EVIDENCE) && draft.evidence.is_none() && draft.is_proof_wanted();
    let lacking = is_lacking.then(|| view! { <Banner tone=Tone::Warn>{t(m::EVIDENCE_LACKING)}</Banner> });
    view! {
        <section class="card answers-of-page changes-of-page">
            <h2 class="card-title">{title}</h2>
            <a href=page_address(draft.filing, page.code) aria-label=tw(r::CHECK_CHANGE_OF, &[("page", &title)])>
                {t(r::CHECK_CHANGE)}
            </a>
            {lacking}
            {inside}
        </section>
    }
}

/// What will be asked for, by what is typed and the price list of today; nothing while that cannot be told, and for a
/// change, which is free.
fn fee_rows(draft: &Draft) -> Option<Vec<Row>> {
    let band = band_of(&draft.form).filter(|_| draft.filing != Filing::Change)?;
    let amount = prices::words_of(PriceKind::Business(band));
    Some(vec![Row::new(t(m::FEE_BAND), band_words(band)), Row::new(t(msg::application::FEE_AMOUNT), amount)])
}

fn fee(draft: &Draft) -> Option<AnyView> {
    let rows = fee_rows(draft)?;
    let hint = tw(m::FEE_HINT, &[("day", &date::day_only(lang(), draft.today))]);
    Some(
        view! {
            <Card title=t(msg::application::FEE_TITLE)>
                <DescriptionList rows />
                <p class="hint">{hint}</p>
            </Card>
        }
        .into_any(),
    )
}

/// How it is agreed to: by whoever fills it in, or by the business for which somebody does.
fn agreed(draft: &Draft) -> AnyView {
    agreement::both(draft).unwrap_or_else(|| agreement(draft).into_any())
}

/// Password where none is there yet, consent and the button.
fn agreement(draft: &Draft) -> impl IntoView + use<> {
    let set = draft.password_set;
    let hint = t(if set { m::PASSWORD_IS_SET } else { m::PASSWORD_HINT });
    let password = (draft.filing == Filing::Registration).then(|| {
        view! {
            <NewPassword hint=hint required=!set />
        }
    });
    let (text, yes, submit): (Option<Msg>, Msg, Msg) = match draft.filing {
        Filing::Registration => (Some(m::CONSENT_TEXT), m::CONSENT_YES, msg::common::SUBMIT_APPLICATION),
        Filing::Renewal if draft.anew => (None, m::FILING_CONSENT, m::ANEW_SUBMIT),
        Filing::Renewal => (None, m::FILING_CONSENT, m::RENEW_SUBMIT),
        Filing::Change => (None, m::FILING_CONSENT, m::CHANGE_SUBMIT),
    };
    let after = if draft.filing == Filing::Change { m::CHANGE_HINT } else { m::SUBMIT_HINT };
    view! {
        <form method="post" action=draft.sent_to(SubmitBusiness::PATH) class="form" novalidate>
            <input type="hidden" name="filing" value=draft.filing.code() />
            {password}
            {text.map(|words| view! { <p>{t(words)}</p> })}
            <Checkbox name="consent" label=t(yes) value=draft.form.consent.clone() />
            {draft.view.as_ref().and_then(stood_by::box_of)}
            <p class="hint">{t(after)}</p>
            <button type="submit" class=ButtonKind::Solid.class()>
                <Icon of=icon::SEND />
                {t(submit)}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{fee::PriceList, time::WorkDate};

    fn said(filing: Filing, capital: &str) -> Option<Vec<String>> {
        let form =
            BusinessForm { kind: "corporation".to_owned(), capital_yen: capital.to_owned(), ..BusinessForm::default() };
        fee_rows(&Draft::typed(filing, form, None)).map(|rows| rows.into_iter().map(|row| row.value).collect())
    }

    #[test]
    fn the_band_and_its_amount_are_said_before_handing_in() {
        let list = PriceList::parse(include_str!("../../../data/prices.csv")).unwrap();
        let owner = Owner::new();
        owner.set();
        prices::provide(list, WorkDate::from_stored(20_261_121));
        for filing in [Filing::Registration, Filing::Renewal] {
            let expected = ["10,000,000円以上 20,000,000円未満", "24,000円"].map(str::to_owned).to_vec();
            assert_eq!(said(filing, "10,000,000"), Some(expected));
            assert_eq!(said(filing, ""), None, "it cannot be told yet");
        }
        assert_eq!(said(Filing::Change, "10,000,000"), None, "a change is free");
    }

    #[test]
    fn what_differs_from_what_is_registered_stands_beside_it_and_is_marked() {
        let text = str::to_owned;
        let base = BusinessForm {
            postcode: text("1350016"),
            address: text("1-2-3 Toyo"),
            phone: text("0312345678"),
            capital_yen: text("50000000"),
            sales_yen: text("90000000"),
            ..BusinessForm::default()
        };
        let form = BusinessForm {
            postcode: text("135-0016"),
            address: text("9-9 Toyo"),
            capital_yen: text("50,000,000"),
            sales_yen: String::new(),
            ..base.clone()
        };
        let rows = |filing: Filing, base: Option<BusinessForm>| {
            let draft = Draft::typed(filing, form.clone(), base);
            let rows = PAGES.iter().flat_map(|page| answers(&draft, page));
            rows.map(|row| (row.label, row.value, row.mark.is_some())).collect::<Vec<_>>()
        };
        Owner::new().with(|| {
            let label = |field: &str| words::label(field).map(t).unwrap_or_default().to_owned();
            let changed = |field: &str, before: &str, after: &str| {
                let row = compared::row(label(field), before, after);
                (row.label, row.value, true)
            };
            let kept = |field: &str, value: &str| (label(field), value.to_owned(), false);
            let (yen, sales) = (words::shown("capital_yen", "50000000"), words::shown("sales_yen", "90000000"));
            for filing in [Filing::Change, Filing::Renewal] {
                let expected = [
                    kept("postcode", "135-0016"),
                    changed("address", "1-2-3 Toyo", "9-9 Toyo"),
                    kept("phone", "0312345678"),
                    kept("capital_yen", &yen),
                    changed("sales_yen", &sales, ""),
                ];
                assert_eq!(rows(filing, Some(base.clone())), expected, "{filing:?}");
            }
            let first = rows(Filing::Registration, None);
            assert!(first.len() == 4 && first.iter().all(|(.., marked)| !marked), "nobody is registered: {first:?}");
        });
    }
}
