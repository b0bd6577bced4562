//! What a filing changes of a registration that has changed meanwhile. Invariant: what the filing did not touch stays as it
//! is registered, and parts that belong together come from one side.

use super::{BusinessForm, REGISTERED};

/// 区分, and what is asked of a corporation alone.
const KIND: &[&str] = &["kind", "corporate_number", "capital_yen"];
const NAME: &[&str] = &["name", "name_kana"];
const REPRESENTATIVE: &[&str] = &["representative_family", "representative_given"];
const LICENCE: &[&str] =
    &["licence", "licence_authority", "licence_class", "licence_year", "licence_number", "licence_trades"];
const PLACE: &[&str] = &["postcode", "prefecture", "address"];
const TRADES: &[&str] = &["trade_1", "trade_2", "trade_3", "trade_4"];

/// 売上高 and 完成工事高, which is a part of it.
const FIGURES: &[&str] = &["sales_yen", "completed_works_yen"];
const HEALTH: &[&str] = &["health_insurance", "health_insurance_kind"];
const PENSION: &[&str] = &["pension", "pension_kind"];
const KENTAIKYO: &[&str] = &["kentaikyo", "kentaikyo_number"];
const CERTIFICATE: &[&str] = &["certificate_kind", "certificate_number"];

/// Fields that belong together; every other field is a part by itself.
const PARTS: [&[&str]; 11] =
    [KIND, NAME, REPRESENTATIVE, PLACE, LICENCE, FIGURES, TRADES, HEALTH, PENSION, KENTAIKYO, CERTIFICATE];

/// The fields that belong to a part with this one, itself among them.
fn part_of<'a>(field: &'a &'static str) -> &'a [&'static str] {
    PARTS.into_iter().find(|part| part.contains(field)).unwrap_or(core::slice::from_ref(field))
}

/// The form of a filing that began with `base`, applied to what is registered now. A change may be completed while a
/// renewal waits for its payment; the renewal then writes nothing back that it did not mean to change. What was shown as
/// evidence is no part of the register.
pub fn merged(base: &BusinessForm, filed: &BusinessForm, registered: &BusinessForm) -> BusinessForm {
    let mut merged = BusinessForm { consent: filed.consent.clone(), ..BusinessForm::default() };
    for field in REGISTERED {
        let touched = part_of(field).iter().any(|field| base.input(field) != filed.input(field));
        let side = if touched { filed } else { registered };
        merged.set(field, side.input(field).unwrap_or_default());
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form whose every field says where it comes from.
    fn form(of: &str) -> BusinessForm {
        let fields = REGISTERED.iter().map(|field| ((*field).to_owned(), format!("{of} {field}").into()));
        let all: serde_json::Map<String, serde_json::Value> = fields.collect();
        serde_json::from_value(all.into()).unwrap()
    }

    fn with(form: BusinessForm, field: &str, value: &str) -> BusinessForm {
        let mut all = serde_json::to_value(form).unwrap();
        all[field] = value.into();
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn what_was_not_touched_is_as_registered_and_a_register_at_rest_is_as_filed() {
        let (base, filed, registered) = (form("base"), form("filed"), form("registered"));
        assert_eq!(super::super::changed(&merged(&base, &base, &registered), &registered), Vec::<&str>::new());
        assert_eq!(super::super::changed(&merged(&base, &filed, &base), &filed), Vec::<&str>::new());
    }

    #[test]
    fn each_field_belongs_to_one_part_and_carries_the_whole_of_it() {
        let (base, registered) = (form("base"), form("registered"));
        let mut parts = 0;
        for field in REGISTERED {
            let merged = merged(&base, &with(base.clone(), field, "filed"), &registered);
            assert_eq!(merged.typed(field).as_deref(), Some("filed"), "{field}");
            let part = PARTS.into_iter().find(|part| part.contains(field));
            for other in REGISTERED.iter().filter(|other| *other != field) {
                let side = if part.is_some_and(|part| part.contains(other)) { "base" } else { "registered" };
                assert_eq!(merged.typed(other), Some(format!("{side} {other}")), "{field} moves {other}");
            }
            parts += usize::from(part.is_some_and(|part| part[0] == *field));
        }
        assert_eq!(parts, PARTS.len());
    }
}
