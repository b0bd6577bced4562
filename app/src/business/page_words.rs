//! Words of the form's pages: headings, what is said above and beside fields. Invariant: each page has a heading of its own.

use super::flow::Draft;
use crate::shell::{t, tw};
use domain::business::{EVIDENCE, Filing, Page};
use i18n::{Msg, msg, word::business_field as label};

use msg::business as m;

/// The heading of the list of pages.
pub const fn title(draft: &Draft) -> Msg {
    match draft.filing {
        Filing::Registration => msg::registration::TASKS_TITLE,
        Filing::Renewal if draft.anew => m::ANEW_TITLE,
        Filing::Renewal => m::RENEW_TITLE,
        Filing::Change => m::CHANGE_TITLE,
    }
}

/// The heading of a page.
pub fn page_title(page: &Page) -> Msg {
    match page.code {
        "kind" => m::SECTION_KIND,
        "name" => m::SECTION_BUSINESS,
        "address" => m::SECTION_ADDRESS,
        "licence" => m::SECTION_LICENCE,
        "evidence" => m::SECTION_EVIDENCE,
        "money" => m::SECTION_MONEY,
        "trade" => m::SECTION_TRADE,
        "admin" => m::SECTION_ADMIN,
        "insurance" => m::SECTION_INSURANCE,
        "retirement" => m::SECTION_RETIREMENT,
        "code" => m::SECTION_CODE,
        _ => m::SECTION_DEALING,
    }
}

/// What is said above a page's fields, a paragraph each.
pub fn lead(page: &Page, draft: &Draft) -> Vec<String> {
    let words = match page.code {
        "evidence" if !draft.is_proof_wanted() && page.holds(EVIDENCE) => m::EVIDENCE_NOT_WANTED,
        "evidence" if draft.form.licence == "yes" => m::EVIDENCE_LEAD_LICENCE,
        "evidence" => m::EVIDENCE_LEAD,
        "trade" => m::TRADE_LEAD,
        "insurance" => m::INSURANCE_LEAD,
        "code" => m::CODE_LEAD,
        "dealing" => m::DEALING_LEAD,
        _ => return Vec::new(),
    };
    core::iter::once(t(words).to_owned()).chain(proved_anew(draft).filter(|_| page.holds(EVIDENCE))).collect()
}

/// Which of the changes are the ones a document is asked for.
fn proved_anew(draft: &Draft) -> Option<String> {
    let base = draft.base.as_ref().filter(|_| draft.filing == Filing::Change)?;
    let labels = draft.form.proved_anew(base).into_iter().filter_map(label).map(t);
    let fields = labels.collect::<Vec<_>>().join(t(msg::common::LIST_JOIN));
    (!fields.is_empty()).then(|| tw(m::EVIDENCE_OF_CHANGE, &[("fields", &fields)]))
}

/// What helps to fill a field in.
pub fn hint(field: &str) -> Option<Msg> {
    Some(match field {
        "kind" => m::KIND_SELF_EMPLOYED_HINT,
        "name" => m::NAME_HINT,
        "name_kana" => m::NAME_KANA_HINT,
        "corporate_number" => m::CORPORATE_NUMBER_HINT,
        "postcode" => m::POSTCODE_HINT,
        "address" => m::ADDRESS_HINT,
        "phone" => m::PHONE_HINT,
        "licence" => m::LICENCE_HINT,
        "licence_authority" => m::LICENCE_AUTHORITY_HINT,
        "licence_year" => m::LICENCE_NUMBER_HINT,
        "licence_trades" => m::LICENCE_TRADES_HINT,
        "capital_yen" => m::CAPITAL_YEN_HINT,
        "sales_yen" => m::SALES_YEN_HINT,
        "completed_works_yen" => m::COMPLETED_WORKS_YEN_HINT,
        "admin_name" => m::ADMIN_NAME_HINT,
        "admin_address" => m::ADMIN_ADDRESS_HINT,
        "contact_phone" => m::CONTACT_PHONE_HINT,
        "mail" => m::MAIL_HINT,
        "health_insurance_kind" | "pension_kind" => m::WHERE_JOINED_HINT,
        "kentaikyo_number" => m::KENTAIKYO_NUMBER_HINT,
        "accident_insurance" => m::ACCIDENT_INSURANCE_HINT,
        "ci_net_code" => m::CI_NET_CODE_HINT,
        "certificate_kind" => m::CERTIFICATE_KIND_HINT,
        "main_clients" | "awards" | "memberships" => msg::common::ONE_A_LINE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::business::{BusinessForm, page};
    use leptos::prelude::Owner;

    #[test]
    fn the_page_of_the_evidence_says_why_it_is_asked_and_of_a_change_for_what() {
        let text = str::to_owned;
        let base = BusinessForm { licence: text("yes"), address: text("1-2-3 Toyo"), ..BusinessForm::default() };
        let moved = BusinessForm { address: text("9-9 Toyo"), postcode: text("1350016"), ..base.clone() };
        let grown = BusinessForm { capital_yen: text("50000000"), ..base.clone() };
        let without = BusinessForm { licence: text("no"), ..moved.clone() };
        let here = page("evidence").unwrap();
        let said = |filing: Filing, form: &BusinessForm, base: Option<&BusinessForm>| {
            lead(here, &Draft::typed(filing, form.clone(), base.cloned()))
        };
        Owner::new().with(|| {
            let why = t(m::EVIDENCE_LEAD_LICENCE).to_owned();
            for filing in [Filing::Registration, Filing::Renewal] {
                assert_eq!(said(filing, &moved, Some(&base)), core::slice::from_ref(&why), "{filing:?}");
            }
            let change = said(Filing::Change, &moved, Some(&base));
            let fields = [m::POSTCODE, m::ADDRESS].map(t).join(t(msg::common::LIST_JOIN));
            assert_eq!(change, [why, tw(m::EVIDENCE_OF_CHANGE, &[("fields", &fields)])]);
            assert_eq!(said(Filing::Change, &grown, Some(&base)), [t(m::EVIDENCE_NOT_WANTED).to_owned()]);
            let lost = said(Filing::Change, &without, Some(&base));
            assert!(lost.len() == 2 && lost[0] == t(m::EVIDENCE_LEAD), "{lost:?}");
        });
    }
}
