//! The fields of the form. Invariant: their names are stable; problems, verdicts and drafts go by them.

/// The form's fields in page order.
pub const FIELDS: &[&str] = &[
    "kind",
    "name",
    "name_kana",
    "representative_family",
    "representative_given",
    "corporate_number",
    "licence",
    "licence_authority",
    "licence_class",
    "licence_year",
    "licence_number",
    "capital_yen",
    "postcode",
    "prefecture",
    "address",
    "phone",
    "mail",
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "admin_name",
    "password",
    "password_again",
    "consent",
];

/// The fields a reviewer passes judgment on, in page order: all but passwords and consent.
pub const REVIEWED: &[&str] = FIELDS.split_at(FIELDS.len() - 3).0;

/// The official number of a field (1 to 33, data/business_fields.csv), where it has one.
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
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => 13,
        "admin_name" => 14,
        "mail" => 19,
        _ => return None,
    };
    Some(number)
}

/// Whether a field may not be left empty whatever the others say. 法人番号 and 資本金 are also needed of a corporation, the
/// parts of a licence where there is one.
pub fn is_required(field: &str) -> bool {
    FIELDS.contains(&field)
        && !matches!(
            field,
            "corporate_number"
                | "licence_authority"
                | "licence_class"
                | "licence_year"
                | "licence_number"
                | "capital_yen"
                | "trade_2"
                | "trade_3"
                | "trade_4"
        )
}
