//! 二重登録の候補: what an application may be the double of. Invariant: whoever looks alike is shown to a reviewer before the
//! approval, whether they are registered or have applied only; nobody is merged by a rule.
//!
//! Source: 10-registration.md, Technicians, Duplicates (name, kana, birth, phone; fuzzy on variant characters); which two of
//! them must agree is ours.

use crate::{
    business::{BusinessForm, CorporateNumber},
    calendar,
    technician::TechnicianForm,
    text,
    time::WorkDate,
};

/// By what somebody is known, in common forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Names, in each order in which family and given name may have been taken for one another.
    pub names: Vec<String>,
    /// The same of the kana.
    pub kanas: Vec<String>,
    /// Digits of the phone.
    pub phone: Option<String>,
    /// Birth date.
    pub birth: Option<WorkDate>,
}

/// By what a business is known, in common forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Firm {
    /// Its name.
    pub name: String,
    /// Its 法人番号.
    pub corporate_number: Option<String>,
}

fn both_orders(family: &str, given: &str) -> Vec<String> {
    let orders = [format!("{family}{given}"), format!("{given}{family}")].map(|name| text::search_key(&name));
    orders.into_iter().filter(|name| !name.is_empty()).collect()
}

impl Person {
    /// Of what was typed.
    pub fn of(form: &TechnicianForm) -> Self {
        Self {
            names: both_orders(&form.family_name, &form.given_name),
            kanas: both_orders(&form.family_kana, &form.given_kana),
            phone: text::digits(&form.phone).filter(|phone| !phone.is_empty()),
            birth: calendar::parse(&form.birth()).ok(),
        }
    }
    /// What they have in common with another who may be the same: two of whom a key is equal look alike. Born on one day
    /// with one name, kana or phone; or, where a birth date may be wrong, reached by one phone under one name or kana.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let known = |keys: &mut Vec<String>, with: &str| {
            keys.extend(self.names.iter().map(|name| format!("{with}:name:{name}")));
            keys.extend(self.kanas.iter().map(|kana| format!("{with}:kana:{kana}")));
        };
        if let Some(birth) = self.birth {
            let born = format!("born:{}", birth.number());
            known(&mut keys, &born);
            keys.extend(self.phone.as_ref().map(|phone| format!("{born}:phone:{phone}")));
        }
        if let Some(phone) = &self.phone {
            known(&mut keys, &format!("phone:{phone}"));
        }
        keys
    }
}

impl Firm {
    /// Of what was typed.
    pub fn of(form: &BusinessForm) -> Self {
        Self {
            name: text::search_key(&form.name),
            corporate_number: CorporateNumber::parse(&form.corporate_number).ok().map(|number| number.to_string()),
        }
    }
    /// As [`Person::keys`]: one name, or one 法人番号.
    pub fn keys(&self) -> Vec<String> {
        let name = (!self.name.is_empty()).then(|| format!("firm:name:{}", self.name));
        let number = self.corporate_number.as_ref().map(|number| format!("firm:number:{number}"));
        name.into_iter().chain(number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, kana: &str, phone: &str, birth: i32) -> Person {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Person {
            names: some(name).into_iter().collect(),
            kanas: some(kana).into_iter().collect(),
            phone: some(phone),
            birth: (birth != 0).then(|| WorkDate::from_stored(birth)),
        }
    }

    fn alike(one: &Person, other: &Person) -> bool {
        let keys = one.keys();
        other.keys().iter().any(|key| keys.contains(key))
    }

    #[test]
    fn two_of_what_somebody_is_known_by_make_them_alike_and_one_does_not() {
        let one = person("高橋蓮", "タカハシレン", "09012345678", 19_960_402);
        let rows = [
            (person("高橋蓮", "", "", 19_960_402), true, "name and birth"),
            (person("", "タカハシレン", "", 19_960_402), true, "kana and birth"),
            (person("", "", "09012345678", 19_960_402), true, "phone and birth"),
            (person("高橋蓮", "", "09012345678", 19_960_403), true, "name and phone, another birth date"),
            (person("", "タカハシレン", "09012345678", 0), true, "kana and phone, no birth date"),
            (person("高橋蓮", "タカハシレン", "", 19_960_403), false, "a namesake"),
            (person("別", "ベツ", "09012345678", 19_960_403), false, "another under a phone that is shared"),
            (person("別", "ベツ", "0312345678", 19_960_402), false, "born on one day"),
            (person("", "", "", 0), false, "nothing is known"),
        ];
        for (other, expected, why) in rows {
            assert_eq!(alike(&one, &other), expected, "{why}");
        }
    }

    #[test]
    fn names_are_compared_in_both_orders_and_in_their_common_form() {
        let form = TechnicianForm {
            family_name: "髙橋".to_owned(),
            given_name: "蓮".to_owned(),
            phone: "０９０-1234-5678".to_owned(),
            ..TechnicianForm::default()
        };
        let of = Person::of(&form);
        assert_eq!(of.names, ["高橋蓮", "蓮高橋"]);
        assert_eq!((of.kanas.len(), of.phone.as_deref(), of.birth), (0, Some("09012345678"), None));
        assert_eq!(Person::of(&TechnicianForm::default()).keys(), Vec::<String>::new(), "nothing typed is no double");
    }

    #[test]
    fn businesses_are_alike_by_name_or_number() {
        let firm = |name: &str, number: &str| Firm {
            name: name.to_owned(),
            corporate_number: (!number.is_empty()).then(|| number.to_owned()),
        };
        assert_eq!(firm("港栄建設", "").keys(), ["firm:name:港栄建設"]);
        assert_eq!(firm("", "7000012050002").keys(), ["firm:number:7000012050002"]);
        assert!(firm("", "").keys().is_empty());
    }
}
