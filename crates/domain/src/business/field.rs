//! The fields of the form. Invariant: their names are stable; problems, verdicts, drafts and versions go by them.

/// The form's fields in page order.
pub const FIELDS: &[&str] = &[
    "kind",
    "name",
    "name_kana",
    "representative_family",
    "representative_given",
    "corporate_number",
    "postcode",
    "prefecture",
    "address",
    "phone",
    "licence",
    "licence_authority",
    "licence_class",
    "licence_year",
    "licence_number",
    "licence_trades",
    "evidence_kind",
    "evidence",
    "capital_yen",
    "sales_yen",
    "completed_works_yen",
    "other_business",
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "admin_name",
    "admin_department",
    "admin_address",
    "contact_phone",
    "contact_fax",
    "mail",
    "health_insurance",
    "health_insurance_kind",
    "pension",
    "pension_kind",
    "employment_insurance",
    "kentaikyo",
    "kentaikyo_number",
    "chutaikyo",
    "accident_insurance",
    "ci_net_code",
    "certificate_kind",
    "certificate_number",
    "main_clients",
    "awards",
    "memberships",
    "password",
    "password_again",
    "consent",
];

/// The fields a reviewer passes judgment on, in page order: all but passwords and consent.
pub const REVIEWED: &[&str] = FIELDS.split_at(FIELDS.len() - super::FINAL.len()).0;

/// Where `evidence_kind` and `evidence` stand.
const EVIDENCE_AT: usize = 16;

const OF_REGISTER: [&str; REVIEWED.len() - 2] = {
    let mut fields = [""; REVIEWED.len() - 2];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = REVIEWED[if at < EVIDENCE_AT { at } else { at + 2 }];
        at += 1;
    }
    fields
};

/// What the register says of a business, in page order: all that is reviewed but what was shown as evidence of it.
pub const REGISTERED: &[&str] = &OF_REGISTER;

/// The official number of a field (1 to 33, data/business_fields.csv), where it has one. 職種 and the evidence have none.
pub fn official_number(field: &str) -> Option<u32> {
    let number = match field {
        "name" | "name_kana" => 1,
        "licence" => 2,
        "licence_authority" | "licence_class" | "licence_year" | "licence_number" => 3,
        "kind" => 4,
        "corporate_number" => 5,
        "representative_family" | "representative_given" => 6,
        "postcode" | "prefecture" | "address" => 7,
        "phone" => 8,
        "capital_yen" => 9,
        "sales_yen" => 10,
        "completed_works_yen" => 11,
        "other_business" => 12,
        "licence_trades" => 13,
        "admin_name" => 14,
        "admin_address" => 15,
        "admin_department" => 16,
        "contact_phone" => 17,
        "contact_fax" => 18,
        "mail" => 19,
        "health_insurance" => 20,
        "health_insurance_kind" => 21,
        "pension" => 22,
        "pension_kind" => 23,
        "employment_insurance" => 24,
        "kentaikyo" => 25,
        "kentaikyo_number" => 26,
        "chutaikyo" => 27,
        "accident_insurance" => 28,
        "ci_net_code" => 29,
        "certificate_kind" | "certificate_number" => 30,
        "main_clients" => 31,
        "awards" => 32,
        "memberships" => 33,
        _ => return None,
    };
    Some(number)
}

/// Whether a field may not be left empty whatever the others say. 法人番号 and 資本金 are also needed of a corporation, the
/// parts of a licence where there is one, the kind of an insurance and the number of 建退共 of whoever has joined, evidence
/// where something is to be proved ([`super::BusinessForm::problems`]).
pub fn is_required(field: &str) -> bool {
    matches!(
        field,
        "kind"
            | "name"
            | "name_kana"
            | "representative_family"
            | "representative_given"
            | "postcode"
            | "prefecture"
            | "address"
            | "phone"
            | "licence"
            | "other_business"
            | "trade_1"
            | "admin_name"
            | "mail"
            | "health_insurance"
            | "pension"
            | "employment_insurance"
            | "kentaikyo"
            | "chutaikyo"
            | "accident_insurance"
            | "password"
            | "password_again"
            | "consent"
    )
}
