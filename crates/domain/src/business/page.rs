//! The pages of the form: one question group a page. Invariant: every field stands on one page, in the order of
//! [`super::FIELDS`].

/// A page of the form.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// In its address.
    pub code: &'static str,
    /// Its fields in order, by the names problems use; the picture of the evidence is one too.
    pub fields: &'static [&'static str],
}

impl Page {
    /// Whether a field belongs to it.
    pub fn holds(&self, field: &str) -> bool {
        self.fields.contains(&field)
    }
}

const fn of(code: &'static str, fields: &'static [&'static str]) -> Page {
    Page { code, fields }
}

/// All pages in their order.
pub static PAGES: &[Page] = &[
    of("kind", &["kind"]),
    of("name", &["name", "name_kana", "representative_family", "representative_given", "corporate_number"]),
    of("address", &["postcode", "prefecture", "address", "phone"]),
    of(
        "licence",
        &["licence", "licence_authority", "licence_class", "licence_year", "licence_number", "licence_trades"],
    ),
    of("evidence", &["evidence_kind", "evidence"]),
    of("money", &["capital_yen", "sales_yen", "completed_works_yen", "other_business"]),
    of("trade", &["trade_1", "trade_2", "trade_3", "trade_4"]),
    of("admin", &["admin_name", "admin_department", "admin_address", "contact_phone", "contact_fax", "mail"]),
    of("insurance", &["health_insurance", "health_insurance_kind", "pension", "pension_kind", "employment_insurance"]),
    of("retirement", &["kentaikyo", "kentaikyo_number", "chutaikyo", "accident_insurance"]),
    of("code", &["ci_net_code", "certificate_kind", "certificate_number"]),
    of("dealing", &["main_clients", "awards", "memberships"]),
];

/// What is asked at the end, beside the answers: who is registered is asked no password, as there is one.
pub const FINAL: &[&str] = &["password", "password_again", "consent"];

/// A page by its word.
pub fn page(code: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.code == code)
}

/// The page a field stands on.
pub fn page_of(field: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.holds(field))
}

/// Where a field stands: page, then place on it; what is asked at the end last.
pub fn place(field: &str) -> (usize, usize) {
    let within = |fields: &[&str]| fields.iter().position(|known| *known == field).unwrap_or(usize::MAX);
    match PAGES.iter().position(|page| page.holds(field)) {
        Some(at) => (at, within(PAGES[at].fields)),
        None => (PAGES.len(), within(FINAL)),
    }
}
