//! The inputs of the business's pages. Invariant: an input's name is the field's name in the domain, its label the one
//! review and status use.

use super::{flow::Draft, words};
use crate::{
    application::choice,
    shell::t,
    technician::{
        input::{DIGITS, Input, KEPT, PLAIN, SHORT_NUMBER, Shape, choices, view},
        words as person,
    },
};
use domain::{
    business::{
        BusinessForm, BusinessKind, EVIDENCE, LicenceClass, LicenceTrade, Page, REGISTERED, health_insurance_kinds,
        is_required, pension_kinds,
    },
    technician::{HealthInsuranceKind, Insurance, MutualAid, PensionKind},
};
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::business as m;

fn shape(name: &str, form: &BusinessForm) -> Shape {
    let yes_no = |yes: Msg, no: Msg| Shape::Rows(choice::of([("yes", yes), ("no", no)]));
    match name {
        "kind" => Shape::Rows(choices(&BusinessKind::ALL, BusinessKind::code, words::kind)),
        "name" => Shape::Text("text", "text", "organization", ""),
        "corporate_number" | "kentaikyo_number" | "capital_yen" | "sales_yen" | "completed_works_yen" => DIGITS,
        "postcode" => Shape::Text("text", "numeric", "postal-code", "short"),
        "prefecture" => Shape::List(choice::prefectures()),
        "address" => Shape::Text("text", "text", "address-line1", ""),
        "phone" => Shape::Text("tel", "tel", "tel", "medium"),
        "contact_phone" | "contact_fax" => Shape::Text("tel", "tel", KEPT, "medium"),
        "licence" => yes_no(m::LICENCE_YES, m::LICENCE_NO),
        "licence_authority" => Shape::List(words::licence_authorities()),
        "licence_class" => Shape::Rows(choices(&LicenceClass::ALL, LicenceClass::code, words::licence_class)),
        "licence_year" | "licence_number" => SHORT_NUMBER,
        "licence_trades" => {
            Shape::Ticks(LicenceTrade::all().map(|trade| (trade.code(), trade.name().to_owned())).collect())
        }
        "evidence_kind" => {
            let kinds = form.evidence_kinds().into_iter();
            Shape::Rows(kinds.map(|kind| (kind.code().to_owned(), t(words::evidence_kind(kind)).to_owned())).collect())
        }
        "other_business" => yes_no(m::OTHER_BUSINESS_YES, m::OTHER_BUSINESS_NO),
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => Shape::List(choice::trades()),
        "admin_name" => Shape::Text("text", "text", "name", ""),
        "mail" => Shape::Text("email", "email", "email", ""),
        "health_insurance" | "pension" | "employment_insurance" => {
            Shape::Rows(choices(&Insurance::ALL, Insurance::code, person::insurance))
        }
        "health_insurance_kind" => {
            Shape::List(choices(&health_insurance_kinds(), HealthInsuranceKind::code, person::health_insurance_kind))
        }
        "pension_kind" => Shape::List(choices(&pension_kinds(), PensionKind::code, person::pension_kind)),
        "kentaikyo" | "chutaikyo" | "accident_insurance" => {
            Shape::Rows(choices(&MutualAid::ALL, MutualAid::code, person::mutual_aid))
        }
        "main_clients" | "awards" | "memberships" => Shape::Lines,
        _ => PLAIN,
    }
}

/// What is chosen before anybody chooses: the one document there is to choose.
fn value(name: &str, form: &BusinessForm, proof: bool) -> String {
    let typed = form.input(name).unwrap_or_default();
    match (name, form.evidence_kinds().as_slice()) {
        ("evidence_kind", [only]) if typed.is_empty() && proof => only.code().to_owned(),
        _ => typed.to_owned(),
    }
}

/// An input of a page; `proof`: whether evidence is wanted.
fn single(name: &'static str, form: &BusinessForm, proof: bool, for_somebody: bool) -> AnyView {
    let Some(label) = words::label(name) else { return ().into_any() };
    let required = is_required(name) || (name == "evidence_kind" && proof);
    view(Input {
        name: name.to_owned(),
        label,
        hint: words::hint(name),
        value: value(name, form, proof),
        required,
        shape: shape(name, form),
        for_somebody,
    })
}

/// The inputs of a page in order; the picture is not among them.
pub fn of_page(page: &'static Page, draft: &Draft) -> AnyView {
    inputs(page.fields, &draft.form, draft.is_proof_wanted(), draft.for_somebody)
}

/// The inputs of what the office may put right of a registered business, in page order.
pub fn registered_inputs(form: &BusinessForm) -> AnyView {
    inputs(REGISTERED, form, false, true)
}

fn inputs(fields: &[&'static str], form: &BusinessForm, proof: bool, for_somebody: bool) -> AnyView {
    let group = |legend: Msg, names: &[&'static str], class: &'static str| {
        let inside = names.iter().map(|name| single(name, form, proof, for_somebody)).collect_view();
        view! {
            <fieldset class=class>
                <legend>{t(legend)}</legend>
                {inside}
            </fieldset>
        }
        .into_any()
    };
    let input = |name: &'static str| match name {
        "representative_family" => {
            Some(group(m::REPRESENTATIVE, &["representative_family", "representative_given"], "pair"))
        }
        "licence_authority" => {
            let parts = ["licence_authority", "licence_class", "licence_year", "licence_number", "licence_trades"];
            Some(group(m::LICENCE_NUMBER_GROUP, &parts, "group"))
        }
        "representative_given" | "licence_class" | "licence_year" | "licence_number" | "licence_trades" | EVIDENCE => {
            None
        }
        name => Some(single(name, form, proof, for_somebody)),
    };
    fields.iter().copied().filter_map(input).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_keep_what_was_typed_on_every_page_of_ones_own_and_nothing_of_somebody_elses() {
        for name in REGISTERED {
            let shape = shape(name, &BusinessForm::default());
            assert_ne!(shape.autocomplete(false), "off", "{name}");
            assert_eq!(shape.autocomplete(true), "off", "{name}");
        }
    }
}
