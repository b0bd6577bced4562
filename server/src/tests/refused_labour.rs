//! What is refused to whom of labour supplied in a disaster.

use super::forms::{Form, form};
use domain::account::AccountKind;

const AGREEMENT: &str = "union=ID&agreed_from=2026-11-01&agreed_until=2027-03-31&payer=x";
const REQUEST: &str = "agreement=ID&site=SITE&from=2026-12-01&until=2027-02-28&trade=06&work=x&people=1";
const PASSING: &str = "request=ID&office=ID&people=1";
const OFFER: &str = "part=ID&technician=PERSON&birth_era=western&birth_year=1990&birth_month=4&birth_day=2";

/// As [`super::forms::FORMS`].
pub const LABOUR: &[Form] = &[
    form("propose_labour", None, AGREEMENT, "auth.log_in_first"),
    form("propose_labour", Some(AccountKind::Technician), AGREEMENT, "auth.forbidden"),
    form("propose_labour", Some(AccountKind::BusinessAdmin), AGREEMENT, "form.problems"),
    form("answer_labour_agreement", None, "agreement=ID&decision=agree", "auth.log_in_first"),
    form("answer_labour_agreement", Some(AccountKind::BusinessAdmin), "agreement=ID&decision=agree", "auth.forbidden"),
    form("keep_labour_contact", None, "mail=a%40example.jp&lang=ja", "auth.log_in_first"),
    form("keep_labour_contact", Some(AccountKind::BusinessAdmin), "mail=a%40example.jp&lang=ja", "auth.forbidden"),
    form("ask_labour", None, REQUEST, "auth.log_in_first"),
    form("ask_labour", Some(AccountKind::Reviewer), REQUEST, "auth.forbidden"),
    form("ask_labour", Some(AccountKind::BusinessAdmin), REQUEST, "form.problems"),
    form("change_labour", None, "request=ID&people=2", "auth.log_in_first"),
    form("change_labour", Some(AccountKind::Technician), "request=ID&people=2", "auth.forbidden"),
    form("change_labour", Some(AccountKind::BusinessAdmin), "request=ID&people=2", "not_found"),
    form("pass_on_labour", None, PASSING, "auth.log_in_first"),
    form("pass_on_labour", Some(AccountKind::BusinessAdmin), PASSING, "auth.forbidden"),
    form("hand_labour_list_on", None, "request=ID", "auth.log_in_first"),
    form("hand_labour_list_on", Some(AccountKind::Reviewer), "request=ID", "auth.forbidden"),
    form("offer_labour", None, OFFER, "auth.log_in_first"),
    form("offer_labour", Some(AccountKind::BusinessAdmin), OFFER, "auth.forbidden"),
    form("withdraw_labour", None, "offer=ID", "auth.log_in_first"),
    form("withdraw_labour", Some(AccountKind::Technician), "offer=ID", "auth.forbidden"),
    form("send_labour_list", None, "part=ID", "auth.log_in_first"),
    form("send_labour_list", Some(AccountKind::BusinessAdmin), "part=ID", "auth.forbidden"),
    form("accept_labour", None, "offer=ID", "auth.log_in_first"),
    form("accept_labour", Some(AccountKind::BusinessAdmin), "offer=ID", "auth.forbidden"),
    form("accept_labour", Some(AccountKind::Technician), "offer=ID", "not_found"),
    form("decline_labour", None, "offer=ID", "auth.log_in_first"),
    form("decline_labour", Some(AccountKind::BusinessAdmin), "offer=ID", "auth.forbidden"),
    form("decline_labour", Some(AccountKind::Technician), "offer=ID", "not_found"),
    form("employ_labour", None, "request=ID", "auth.log_in_first"),
    form("employ_labour", Some(AccountKind::Technician), "request=ID", "auth.forbidden"),
    form("employ_labour", Some(AccountKind::BusinessAdmin), "request=ID", "not_found"),
    form("pay_labour", None, "request=ID&paid_on=2026-11-20&paid=1", "auth.log_in_first"),
    form("pay_labour", Some(AccountKind::Technician), "request=ID&paid_on=2026-11-20&paid=1", "auth.forbidden"),
    form("pay_labour", Some(AccountKind::BusinessAdmin), "request=ID&paid_on=2026-11-20&paid=1", "not_found"),
];
