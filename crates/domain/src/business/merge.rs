//! What a filing changes of a registration that has changed meanwhile. Invariant: what the filing did not touch stays as it
//! is registered, and parts that belong together come from one side.

use super::BusinessForm;

/// 区分, and what is asked of a corporation alone.
const KIND: &[&str] = &["kind", "corporate_number", "capital_yen"];
const NAME: &[&str] = &["name", "name_kana"];
const REPRESENTATIVE: &[&str] = &["representative_family", "representative_given"];
const LICENCE: &[&str] = &["licence", "licence_authority", "licence_class", "licence_year", "licence_number"];
const PLACE: &[&str] = &["postcode", "prefecture", "address"];
const TRADES: &[&str] = &["trade_1", "trade_2", "trade_3", "trade_4"];

/// The form of a filing that began with `base`, applied to what is registered now. A change may be completed while a
/// renewal waits for its payment; the renewal then writes nothing back that it did not mean to change.
pub fn merged(base: &BusinessForm, filed: &BusinessForm, registered: &BusinessForm) -> BusinessForm {
    let side = |fields: &[&str]| {
        let touched = fields.iter().any(|field| base.typed(field) != filed.typed(field));
        if touched { filed } else { registered }
    };
    let (kind, name, representative) = (side(KIND), side(NAME), side(REPRESENTATIVE));
    let (licence, place, trades) = (side(LICENCE), side(PLACE), side(TRADES));
    BusinessForm {
        kind: kind.kind.clone(),
        corporate_number: kind.corporate_number.clone(),
        capital_yen: kind.capital_yen.clone(),
        name: name.name.clone(),
        name_kana: name.name_kana.clone(),
        representative_family: representative.representative_family.clone(),
        representative_given: representative.representative_given.clone(),
        licence: licence.licence.clone(),
        licence_authority: licence.licence_authority.clone(),
        licence_class: licence.licence_class.clone(),
        licence_year: licence.licence_year.clone(),
        licence_number: licence.licence_number.clone(),
        postcode: place.postcode.clone(),
        prefecture: place.prefecture.clone(),
        address: place.address.clone(),
        phone: side(&["phone"]).phone.clone(),
        mail: side(&["mail"]).mail.clone(),
        trade_1: trades.trade_1.clone(),
        trade_2: trades.trade_2.clone(),
        trade_3: trades.trade_3.clone(),
        trade_4: trades.trade_4.clone(),
        admin_name: side(&["admin_name"]).admin_name.clone(),
        password: String::new(),
        password_again: String::new(),
        consent: filed.consent.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::REVIEWED, *};

    /// A form whose every field says where it comes from.
    fn form(of: &str) -> BusinessForm {
        let fields = REVIEWED.iter().map(|field| ((*field).to_owned(), format!("{of} {field}").into()));
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
        for field in REVIEWED {
            let merged = merged(&base, &with(base.clone(), field, "filed"), &registered);
            assert_eq!(merged.typed(field).as_deref(), Some("filed"), "{field}");
            let part =
                [KIND, NAME, REPRESENTATIVE, LICENCE, PLACE, TRADES].into_iter().find(|part| part.contains(field));
            for other in REVIEWED.iter().filter(|other| *other != field) {
                let side = if part.is_some_and(|part| part.contains(other)) { "base" } else { "registered" };
                assert_eq!(merged.typed(other), Some(format!("{side} {other}")), "{field} moves {other}");
            }
            parts += usize::from(part.is_some_and(|part| part[0] == *field));
        }
        assert_eq!(parts, 6);
    }
}
