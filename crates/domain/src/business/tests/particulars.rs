//! Rules of the fields beside who and where the business is, and of the evidence.

use super::*;
use crate::{
    form::FieldProblem,
    technician::{HealthInsuranceKind, PensionKind},
};

fn put(form: &mut BusinessForm, field: &str, typed: &str) {
    assert!(form.set(field, typed), "{field}");
}

#[test]
fn completed_works_are_a_part_of_sales() {
    let of = |sales: &str, works: &str| {
        let (sales, works) = (sales.to_owned(), works.to_owned());
        problems(move |form| (form.sales_yen, form.completed_works_yen) = (sales, works))
    };
    assert_eq!(of("100", "100"), vec![]);
    assert_eq!(of("100", "101"), one("completed_works_yen", Problem::OutOfRange { min: 0, max: 100 }));
    assert_eq!(of("", "101"), vec![], "who does not say the whole may say the part");
    assert_eq!(of("", ""), vec![]);
    assert_eq!(of("0", "0"), vec![]);
    let most = 1_000_000_000_000_000_i64;
    assert_eq!(of(&most.to_string(), ""), vec![]);
    assert_eq!(of(&(most + 1).to_string(), ""), one("sales_yen", Problem::OutOfRange { min: 0, max: most }));
    assert_eq!(of("-1", ""), one("sales_yen", Problem::NotNumber));
}

#[test]
fn licence_trades_are_those_of_the_law() {
    assert_eq!(LicenceTrade::all().count(), 29);
    for trade in LicenceTrade::all() {
        assert_eq!(LicenceTrade::from_code(&trade.code()), Some(trade));
        assert!(trade.name().ends_with("工事業") || trade.name().ends_with("施設工事業"), "{}", trade.name());
    }
    let name = |code: &str| LicenceTrade::from_code(code).map(LicenceTrade::name);
    assert_eq!(
        [name("01"), name("29"), name("00"), name("30"), name("1")],
        [Some("土木工事業"), Some("解体工事業"), None, None, None]
    );
    let of = |codes: &str| problems(|form| codes.clone_into(&mut form.licence_trades));
    assert_eq!(of("29"), vec![]);
    assert_eq!(of(" "), one("licence_trades", Problem::Missing));
    assert_eq!(of("01 30"), one("licence_trades", Problem::NotAChoice));
    let twice = BusinessForm { licence_trades: "12 01 12".to_owned(), ..good() }.validate(TODAY, false).unwrap();
    assert_eq!(BusinessForm::from(&twice).licence_trades, "01 12");
}

#[test]
fn the_kind_of_an_insurance_is_asked_of_whoever_has_joined() {
    for (field, kind) in [("health_insurance", "health_insurance_kind"), ("pension", "pension_kind")] {
        assert_eq!(problems(|form| put(form, kind, "")), one(kind, Problem::Missing));
        for other in ["exempt", "none"] {
            let with = |form: &mut BusinessForm| {
                form.set(field, other);
                form.set(kind, "?");
            };
            assert_eq!(problems(with), vec![], "{field} {other}");
        }
        assert_eq!(problems(|form| put(form, field, "")), one(field, Problem::Missing));
        assert_eq!(problems(|form| put(form, field, "yes")), one(field, Problem::NotAChoice));
    }
    assert_eq!(problems(|form| form.health_insurance_kind = "national".to_owned()), vec![]);
    let elderly = problems(|form| form.health_insurance_kind = "elderly".to_owned());
    assert_eq!(elderly, one("health_insurance_kind", Problem::NotAChoice), "no business is insured as an elder");
    assert_eq!(health_insurance_kinds().len() + 1, HealthInsuranceKind::ALL.len());
    let receiving = problems(|form| form.pension_kind = "receiving".to_owned());
    assert_eq!(receiving, one("pension_kind", Problem::NotAChoice));
    assert_eq!(pension_kinds().len() + 1, PensionKind::ALL.len());
}

#[test]
fn the_number_of_kentaikyo_is_asked_of_whoever_has_joined() {
    let of = |kentaikyo: &str, number: &str| {
        let (kentaikyo, number) = (kentaikyo.to_owned(), number.to_owned());
        problems(move |form| (form.kentaikyo, form.kentaikyo_number) = (kentaikyo, number))
    };
    assert_eq!(of("joined", "1234567890123456"), vec![]);
    assert_eq!(of("joined", "12345678901234567"), one("kentaikyo_number", Problem::TooLong { max: 16 }));
    assert_eq!(of("joined", "A-1"), one("kentaikyo_number", Problem::NotNumber));
    assert_eq!(of("joined", " "), one("kentaikyo_number", Problem::Missing));
    assert_eq!(of("none", "A-1"), vec![], "left over");
}

#[test]
fn codes_and_lines_have_their_limits() {
    let of = |field: &'static str, typed: &str| problems(|form| put(form, field, typed));
    assert_eq!(of("ci_net_code", "abc123-000001"), vec![]);
    assert_eq!(of("ci_net_code", "ABC1230000012"), one("ci_net_code", Problem::TooLong { max: 12 }));
    assert_eq!(of("ci_net_code", "あ12"), one("ci_net_code", Problem::NotRoman));
    assert_eq!(of("ci_net_code", "-"), one("ci_net_code", Problem::NotRoman));
    assert_eq!(of("certificate_kind", "商業登記電子証明書"), one("certificate_number", Problem::Missing));
    assert_eq!(of("certificate_number", "77"), one("certificate_kind", Problem::Missing));
    for field in ["main_clients", "awards", "memberships"] {
        let lines = |count: usize| vec!["港湾建設"; count].join("\n\n");
        assert_eq!(of(field, &lines(20)), vec![], "empty lines do not count");
        assert_eq!(of(field, &lines(21)), one(field, Problem::TooManyLines { max: 20 }));
        assert_eq!(of(field, &"港".repeat(100)), vec![]);
        assert_eq!(of(field, &"港".repeat(101)), one(field, Problem::TooLong { max: 100 }));
    }
    assert_eq!(of("admin_department", &"部".repeat(100)), vec![]);
    assert_eq!(of("admin_department", &"部".repeat(101)), one("admin_department", Problem::TooLong { max: 100 }));
    assert_eq!(of("admin_address", &"町".repeat(201)), one("admin_address", Problem::TooLong { max: 200 }));
    assert_eq!(of("contact_phone", "12"), one("contact_phone", Problem::NotPhone));
    assert_eq!(of("contact_fax", "12"), one("contact_fax", Problem::NotPhone));
    assert_eq!(of("other_business", ""), one("other_business", Problem::Missing));
}

#[test]
fn the_document_fits_kind_and_licence() {
    let kinds = |kind: &str, licence: &str| {
        let form = BusinessForm { kind: kind.to_owned(), licence: licence.to_owned(), ..BusinessForm::default() };
        form.evidence_kinds().into_iter().map(EvidenceKind::code).collect::<Vec<_>>()
    };
    for kind in ["", "corporation", "sole_proprietor", "self_employed"] {
        assert_eq!(kinds(kind, "yes"), ["licence_notice"], "{kind}");
    }
    assert_eq!(kinds("corporation", "no"), ["registry_certificate", "business_tax_return", "tax_certificate"]);
    for kind in ["sole_proprietor", "self_employed"] {
        assert_eq!(kinds(kind, "no"), ["income_tax_return", "opening_notice", "tax_certificate"], "{kind}");
    }
    assert_eq!(kinds("", "").len(), EvidenceKind::ALL.len());
    let wrong = problems(|form| form.evidence_kind = "registry_certificate".to_owned());
    assert_eq!(wrong, one("evidence_kind", Problem::NotAChoice), "a licence is shown by its notice");
}

#[test]
fn evidence_is_wanted_where_something_is_to_be_proved() {
    let found = |form: &BusinessForm, filing: Filing, base: Option<&BusinessForm>, has: bool| {
        let problems = form.problems(filing, base, TODAY, true, has);
        problems.into_iter().map(|FieldProblem { field, .. }| field).collect::<Vec<_>>()
    };
    let without = BusinessForm { evidence_kind: String::new(), ..good() };
    for filing in [Filing::Registration, Filing::Renewal] {
        assert_eq!(found(&without, filing, Some(&without), false), ["evidence_kind", "evidence"], "{filing:?}");
        assert_eq!(found(&good(), filing, Some(&good()), true), [""; 0], "{filing:?}");
    }
    let change = |field: &str| {
        let mut form = without.clone();
        form.set(field, if field == "licence_class" { "general" } else { "17" });
        found(&form, Filing::Change, Some(&without), false)
    };
    assert_eq!(found(&without, Filing::Change, Some(&without), false), [""; 0]);
    assert_eq!(found(&without, Filing::Change, Some(&without), true), ["evidence_kind"], "what was sent is named");
    for field in ["licence_number", "licence_trades", "licence_class", "address", "name"] {
        assert_eq!(change(field), ["evidence_kind", "evidence"], "{field}");
    }
    for field in ["sales_yen", "admin_name", "awards", "trade_2"] {
        let proof: Vec<String> = change(field).into_iter().filter(|field| field.starts_with("evidence")).collect();
        assert_eq!(proof, [""; 0], "{field}");
    }
    let otherwise = BusinessForm { postcode: " 1350016".to_owned(), ..without.clone() };
    assert_eq!(
        found(&otherwise, Filing::Change, Some(&without), false),
        [""; 0],
        "the same postcode, written otherwise"
    );
    let moved = BusinessForm { address: "港区芝1".to_owned(), sales_yen: "1".to_owned(), ..otherwise };
    assert_eq!(moved.proved_anew(&without), ["address"], "what a document is asked for, and nothing else that changed");
    let mixed = BusinessForm { name: String::new(), memberships: "x".repeat(101), ..without.clone() };
    assert_eq!(found(&mixed, Filing::Registration, None, false), ["name", "evidence_kind", "evidence", "memberships"]);
}
