//! One question group a page. Invariant: the form of a page sends that page's inputs and no others, so that nothing typed
//! elsewhere is lost.

use super::{
    SaveBusiness,
    flow::{self, Draft, PICTURE, file_address, input_of},
    frame::around,
    input, words,
};
use crate::{
    application::{TypingAid, frame, progress, words as application_words},
    shell::{ButtonKind, ErrorSummary, Flash, LinkButton, SubmitButton, icon, lang, provide_problems, t, tw},
    technician::picture,
};
use domain::{
    application::ApplicationKind,
    business::{BusinessForm, BusinessKind, EVIDENCE, Filing, Page},
    fee::{BusinessBand, PriceKind, Yen},
    form::{FieldProblem, counted},
};
use i18n::{msg, number};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{business as m, registration as r};

/// The page of a group. `who`: who is logged in, of a registered business.
pub fn page(draft: &Draft, here: &'static Page, flash: &Flash, check: bool, who: String) -> AnyView {
    let found = if check { draft.problems_on(here) } else { flash.problems.clone() };
    let problems: Vec<FieldProblem> =
        found.into_iter().map(|found| FieldProblem::new(input_of(&found.field), found.problem)).collect();
    let failed = !problems.is_empty();
    provide_problems(problems);
    let label = |field: &&'static str| words::label(field).map(|label| (input_of(field), t(label).to_owned()));
    let labels: Vec<(&'static str, String)> = here.fields.iter().filter_map(label).collect();
    let kind = ApplicationKind::of_filing(draft.filing);
    let deficiencies = application_words::deficiency_list(kind, &draft.deficiencies(|field| here.holds(field)));
    let outcome = frame::outcome(flash);
    let lead = words::lead(here, draft).into_iter().map(|lead| view! { <p>{lead}</p> }).collect_view();
    let (form, back) = (page_form(draft, here), back(draft.filing));
    let inside = view! {
        <ErrorSummary labels chosen=words::CHOSEN />
        {outcome}
        {deficiencies}
        {lead}
        {form}
        <p>{back}</p>
    };
    around(draft, t(words::page_title(here)), failed, who, inside.into_any())
}

/// The page's own inputs; the evidence is sent with what was chosen beside it.
fn page_form(draft: &Draft, here: &'static Page) -> impl IntoView + use<> {
    let filing = draft.filing;
    let (action, enctype) = if here.holds(EVIDENCE) {
        (file_address(filing), "multipart/form-data")
    } else {
        (SaveBusiness::PATH.to_owned(), "application/x-www-form-urlencoded")
    };
    let action = draft.sent_to(&action);
    let evidence = here.holds(EVIDENCE).then(|| {
        let now = draft.evidence.map(|size| (size, file_address(filing)));
        picture::field_of(PICTURE, EVIDENCE, now, draft.is_proof_wanted())
    });
    let fee = here.holds("capital_yen").then(|| fee_so_far(draft)).flatten();
    let fee = fee.map(|yen| tw(m::FEE_NOW, &[("yen", &number::yen(lang(), yen.get()))]));
    let inputs = input::of_page(here, draft);
    view! {
        <form method="post" action=action enctype=enctype class="form" novalidate>
            <input type="hidden" name="filing" value=filing.code() />
            <input type="hidden" name="page" value=here.code />
            {progress::default_button(Some(("then", "next")))}
            {inputs}
            {evidence}
            {fee.map(|fee| view! { <p class="fee-now">{fee}</p> })}
            <div class="form-actions">
                <SubmitButton text=t(r::NEXT) icon=icon::ARROW_FORWARD name="then" value="next" />
                <SubmitButton text=t(r::TO_LIST) kind=ButtonKind::Outline icon=icon::SAVE name="then" value="list" />
            </div>
        </form>
        <TypingAid kana=vec!["name_kana".to_owned()] postcodes=vec!["postcode".to_owned()] filled=t(msg::common::ADDRESS_FILLED).to_owned() />
    }
}

/// The fee of what has been typed; `None` while that cannot be told, and for a change, which is free.
fn fee_so_far(draft: &Draft) -> Option<Yen> {
    if draft.filing == Filing::Change { None } else { fee_of(&draft.form) }
}

fn fee_of(form: &BusinessForm) -> Option<Yen> {
    crate::fee::prices::yen_of(PriceKind::Business(band_of(form)?))
}

/// The line of the price list that what was typed falls under; `None` while that cannot be told.
pub(super) fn band_of(form: &BusinessForm) -> Option<BusinessBand> {
    let kind = BusinessKind::from_code(&form.kind)?;
    let capital = match kind {
        BusinessKind::Corporation => counted("capital_yen", &form.capital_yen)?.1,
        BusinessKind::SoleProprietor | BusinessKind::SelfEmployed => 0,
    };
    Some(BusinessBand::of(kind, Yen(capital)))
}

/// The way back to the list, below a page.
pub(super) fn back(filing: Filing) -> impl IntoView {
    view! { <LinkButton href=flow::list_address(filing) text=t(r::BACK_TO_LIST) kind=ButtonKind::Text /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fee_is_told_as_soon_as_it_can_be() {
        let form = |kind: &str, capital: &str| BusinessForm {
            kind: kind.to_owned(),
            capital_yen: capital.to_owned(),
            ..BusinessForm::default()
        };
        let list = domain::fee::PriceList::parse(include_str!("../../../data/prices.csv")).unwrap();
        let owner = Owner::new();
        owner.set();
        crate::fee::prices::provide(list, domain::time::WorkDate::from_stored(20_261_121));
        for (kind, capital, fee) in [
            ("", "5000000", None),
            ("corporation", "", None),
            ("corporation", "10,000,000", Some(24_000)),
            ("corporation", "９９９９９９９", Some(12_000)),
            ("sole_proprietor", "", Some(6_000)),
            ("self_employed", "", Some(0)),
        ] {
            assert_eq!(fee_of(&form(kind, capital)).map(Yen::get), fee, "{kind} {capital}");
        }
    }
}
