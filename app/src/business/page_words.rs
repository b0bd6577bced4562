//! Words of the form's pages: headings, what is said above and beside fields. Invariant: each page has a heading of its own.

use super::flow::Draft;
use crate::shell::t;
use domain::business::{EVIDENCE, Filing, Page};
use i18n::{Msg, msg};

use msg::business as m;

/// The heading of the list of pages.
pub const fn title(filing: Filing) -> Msg {
    match filing {
        Filing::Registration => msg::registration::TASKS_TITLE,
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

/// What is said above a page's fields.
pub fn lead(page: &Page, draft: &Draft) -> Option<&'static str> {
    let words = match page.code {
        "evidence" if !draft.is_proof_wanted() && page.holds(EVIDENCE) => m::EVIDENCE_NOT_WANTED,
        "evidence" if draft.form.licence == "yes" => m::EVIDENCE_LEAD_LICENCE,
        "evidence" => m::EVIDENCE_LEAD,
        "trade" => m::TRADE_LEAD,
        "insurance" => m::INSURANCE_LEAD,
        "code" => m::CODE_LEAD,
        "dealing" => m::DEALING_LEAD,
        _ => return None,
    };
    Some(t(words))
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
