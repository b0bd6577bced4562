//! The fields of the form. Invariant: their names are stable; problems, verdicts and drafts go by them.

/// The form's fields in page order: the birth date is one, `birth_date`, and trades are four.
pub const FIELDS: &[&str] = &[
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "family_roman",
    "given_roman",
    "alias",
    "birth_date",
    "sex",
    "nationality",
    "postcode",
    "prefecture",
    "address",
    "phone",
    "mail",
    "photo",
    "employer_id",
    "trade_1",
    "trade_2",
    "trade_3",
    "trade_4",
    "experience_years",
    "health_insurance",
    "pension",
    "employment_insurance",
    "kentaikyo",
    "chutaikyo",
    "password",
    "password_again",
    "consent",
];

/// The fields a reviewer passes judgment on, in page order: all but passwords and consent.
pub const REVIEWED: &[&str] = FIELDS.split_at(FIELDS.len() - 3).0;

/// The official number of a field (1 to 40, data/technician_fields.csv), where it has one.
pub fn official_number(field: &str) -> Option<u32> {
    let number = match field {
        "family_name" | "given_name" | "family_kana" | "given_kana" | "family_roman" | "given_roman" => 1,
        "alias" => 2,
        "sex" => 3,
        "birth_date" => 4,
        "photo" => 5,
        "postcode" | "prefecture" | "address" => 7,
        "phone" => 8,
        "mail" => 10,
        "employer_id" => 16,
        "health_insurance" => 18,
        "pension" => 20,
        "employment_insurance" => 22,
        "kentaikyo" => 23,
        "chutaikyo" => 25,
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => 29,
        "experience_years" => 31,
        "nationality" => 37,
        _ => return None,
    };
    Some(number)
}

/// Whether a field may not be left empty. Names in Latin capitals are also needed of everybody whose nationality is not
/// Japanese; that depends on the form and is decided by [`super::TechnicianForm::validate`].
pub fn is_required(field: &str) -> bool {
    FIELDS.contains(&field)
        && !matches!(
            field,
            "family_roman" | "given_roman" | "alias" | "mail" | "employer_id" | "trade_2" | "trade_3" | "trade_4"
        )
}
