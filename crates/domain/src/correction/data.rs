//! What can be put right, and what was typed over it. Invariant: what a form does not send stays as it is registered; an item of
//! a list goes only where it is said that it goes.

use crate::{
    business::{self, BusinessForm, PAGES as BUSINESS_PAGES},
    technician::{INSURANCE_CARD, List, PAGES, Page, Stage, TechnicianForm, parts, place},
};
use serde::{Deserialize, Serialize};

/// Name of the input by which an item is struck out: `schools.k2.out`.
pub const STRUCK_OUT: &str = "out";

/// What the form of registration asks and the office does not put right: what an application carries for itself, what was
/// shown as proof, and the employments an application names. What is put right of employments is all that the register holds
/// of them ([`List::Employments`]).
const LEFT_OUT: [&str; 7] =
    ["identity_kind", "identity", INSURANCE_CARD, "employer_id", "employed_on", "employed_until", "one_stop"];

/// Whether a field of a person's form can be put right. Photo and birth date change in no other way
/// (10-registration.md, Technicians).
pub fn is_put_right(field: &str) -> bool {
    !LEFT_OUT.contains(&field)
}

/// The lists whose items can be put right.
pub fn lists() -> impl Iterator<Item = List> {
    List::ALL.iter().copied().filter(|list| *list != List::Employers)
}

/// Those of them that stand on a page: where an application asks for employers, the employments that are registered.
pub fn lists_of(page: &'static Page) -> impl Iterator<Item = List> {
    page.lists.iter().map(|list| if *list == List::Employers { List::Employments } else { *list })
}

/// The pages of the form with something that can be put right of a person registered so: simply, or in detail.
pub fn pages(stage: Stage) -> impl Iterator<Item = &'static Page> {
    PAGES.iter().filter(move |page| {
        let holds = page.fields.iter().any(|field| is_put_right(field)) || lists_of(page).next().is_some();
        holds && page.group.is_some_and(|group| stage.asks(group))
    })
}

/// The single fields that can be put right of a person, in page order.
pub fn technician_fields(stage: Stage) -> impl Iterator<Item = &'static str> {
    pages(stage).flat_map(|page| page.fields.iter().copied()).filter(|field| is_put_right(field))
}

/// Registered data in the shape of its form; the photo stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "form", rename_all = "snake_case")]
pub enum Data {
    /// Of a person.
    Technician(Box<TechnicianForm>),
    /// Of a business.
    Business(Box<BusinessForm>),
}

impl Data {
    /// The single fields that can be put right, in page order.
    pub fn fields(&self) -> Vec<&'static str> {
        match self {
            Self::Technician(_) => technician_fields(Stage::Change).collect(),
            Self::Business(_) => business::REGISTERED.to_vec(),
        }
    }
    /// What stands in a field or an item of a list; empty for the photo and for an item that is not there.
    pub fn typed(&self, field: &str) -> String {
        match self {
            Self::Technician(form) => form.typed(field),
            Self::Business(form) => form.typed(field),
        }
        .unwrap_or_default()
    }
    /// Names of the items of lists, in page order.
    fn items(&self) -> Vec<String> {
        let Self::Technician(form) = self else { return Vec::new() };
        let of_list = |list: List| form.items(list).into_iter().map(move |item| list.field(item.key()));
        lists().flat_map(of_list).collect()
    }
    /// Names of the fields and items in which two differ, in page order; photo and pictures are the caller's to add.
    pub fn changed(&self, after: &Self) -> Vec<String> {
        let mut names: Vec<String> = self.fields().into_iter().map(str::to_owned).collect();
        for item in self.items().into_iter().chain(after.items()) {
            if !names.contains(&item) {
                names.push(item);
            }
        }
        names.retain(|name| {
            self.typed(name) != after.typed(name) || (name == "chief_number" && self.is_other_chief(after))
        });
        self.in_order(names)
    }
    /// Whether their register said something else of a 登録基幹技能者 of the same number, as after a renewal.
    fn is_other_chief(&self, after: &Self) -> bool {
        matches!((self, after), (Self::Technician(one), Self::Technician(other)) if one.chief != other.chief)
    }
    /// Names of fields and items in page order, items in the order they were added.
    pub fn in_order(&self, mut names: Vec<String>) -> Vec<String> {
        if matches!(self, Self::Technician(_)) {
            let key = |name: &str| parts(name).and_then(|(_, key, _)| key.trim_start_matches('k').parse::<u32>().ok());
            names.sort_by_key(|name| (place(name), key(name)));
        }
        names
    }
    /// What a form sent, as name and text, typed over what is registered. A box that is not ticked is not sent.
    #[must_use]
    pub fn typed_over(&self, sent: &[(String, String)]) -> Self {
        match self {
            Self::Technician(form) => Self::Technician(Box::new(technician_over(form, sent))),
            Self::Business(form) => {
                let mut form = form.as_ref().clone();
                for page in BUSINESS_PAGES {
                    form.take_page(page, sent);
                }
                Self::Business(Box::new(form.without_passwords()))
            }
        }
    }
}

fn technician_over(registered: &TechnicianForm, sent: &[(String, String)]) -> TechnicianForm {
    let mut form = registered.clone();
    let is_sent = |name: &str| sent.iter().any(|(known, _)| known == name);
    for (name, typed) in sent {
        // An employment, or what was shown as proof, is not typed over, however it is sent.
        if is_put_right(name) && name != "consent" {
            form.set(name, typed);
        }
    }
    if is_sent("chief_number") && !is_sent("chief_consent") {
        form.chief_consent.clear();
    }
    let mut struck = Vec::new();
    for (name, typed) in sent {
        let Some((list, key, Some(input))) = parts(name) else { continue };
        if list == List::Employers {
            continue;
        }
        if input == STRUCK_OUT {
            struck.extend((typed == "yes").then_some((list, key)));
        } else if form.typed(&list.field(key)).is_some() || form.add_item_as(list, key) {
            form.put_item(list, key, [(input, typed.as_str())]);
        }
    }
    for (list, key) in struck {
        form.remove_item(list, key);
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::batch::is_printed;

    fn sent(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned())).collect()
    }

    fn two_schools() -> TechnicianForm {
        let mut form = TechnicianForm::default();
        for name in ["港高校", "東陽大学"] {
            let key = form.add_item(List::Schools);
            form.put_item(List::Schools, &key, [("name", name)]);
        }
        form
    }

    #[test]
    fn every_field_of_a_person_is_one_of_the_form_and_a_change_of_it_is_seen() {
        let before = TechnicianForm::default();
        for field in technician_fields(Stage::Change) {
            let mut after = before.clone();
            let input = if field == "birth_date" { "birth_day" } else { field };
            assert_eq!(after.set(input, "1"), field != super::super::PHOTO, "{field}");
            let (old, new) = (Data::Technician(Box::new(before.clone())), Data::Technician(Box::new(after)));
            let expected = if field == super::super::PHOTO { Vec::new() } else { vec![field.to_owned()] };
            assert_eq!(old.changed(&new), expected);
        }
    }

    #[test]
    fn names_the_photo_and_the_birth_date_behind_the_expiry_stand_on_the_card_and_nothing_else() {
        let on_card: Vec<&str> = technician_fields(Stage::Change).filter(|field| is_printed(field)).collect();
        let expected = [
            "family_name",
            "given_name",
            "family_kana",
            "given_kana",
            "family_roman",
            "given_roman",
            "birth_date",
            super::super::PHOTO,
        ];
        assert_eq!(on_card, expected);
        let reached = technician_fields(Stage::Change).filter(|field| super::super::is_contact(field));
        assert_eq!(reached.count(), 2);
    }

    #[test]
    fn whoever_is_registered_simply_has_no_more_put_right_than_was_asked() {
        let of = |stage| technician_fields(stage).collect::<Vec<_>>();
        let (simple, detailed) = (of(Stage::SimpleChange), of(Stage::Change));
        assert!(simple.contains(&"birth_date") && simple.contains(&super::super::PHOTO));
        assert!(!simple.contains(&"accident_insurance") && detailed.contains(&"accident_insurance"));
        assert!(!detailed.contains(&"employer_id") && !detailed.contains(&"identity_kind"));
        let has = |stage, list| pages(stage).any(|page| lists_of(page).any(|one| one == list));
        assert!(has(Stage::SimpleChange, List::Subtrades) && !has(Stage::SimpleChange, List::Schools));
        assert!(has(Stage::SimpleChange, List::Employments), "who is registered simply is employed, too");
        assert!(lists().filter(|list| has(Stage::Change, *list)).count() == List::ALL.len() - 1);
    }

    #[test]
    fn an_item_is_changed_added_and_struck_out_and_what_is_not_sent_stays() {
        let before = Data::Technician(Box::new(two_schools()));
        assert_eq!(before.typed_over(&[]), before);
        let typed = [
            ("schools.k1.name", "湊高校"),
            ("schools.k3.name", "見本塾"),
            ("schools.k2.out", "yes"),
            ("employers.k1.from", "2020-01-01"),
            ("employments.k1.kind", "main"),
            ("employer_id", "1"),
            ("schools.k03.name", "x"),
            ("schools.k900.name", "x"),
            ("phone", "1"),
        ];
        let after = before.typed_over(&sent(&typed));
        assert_eq!(before.changed(&after), ["phone", "employments.k1", "schools.k1", "schools.k2", "schools.k3"]);
        assert_eq!(after.typed("employments.k1"), "business_id=\nkind=main\nfrom=\nuntil=");
        assert_eq!(after.typed("employers.k1"), "", "what an application names is not typed over");
        assert_eq!(after.typed("schools.k1"), "kind=\nname=湊高校\nyear=");
        assert_eq!((after.typed("schools.k2"), after.typed("employer_id")), (String::new(), String::new()));
        let Data::Technician(mut form) = after else { panic!("a person") };
        assert_eq!(form.add_item(List::Schools), "k4", "no key comes twice");
    }

    #[test]
    fn a_tick_that_is_not_sent_is_no_tick_where_it_was_asked() {
        let form = TechnicianForm { chief_consent: "yes".to_owned(), ..TechnicianForm::default() };
        let before = Data::Technician(Box::new(form));
        assert_eq!(before.typed_over(&sent(&[("phone", "")])).typed("chief_consent"), "yes");
        assert_eq!(before.typed_over(&sent(&[("chief_number", "")])).typed("chief_consent"), "");
        let company =
            Data::Business(Box::new(BusinessForm { licence_trades: "01".to_owned(), ..BusinessForm::default() }));
        let ticked = company.typed_over(&sent(&[("licence_trades_05", "yes"), ("awards", "一\r\n二")]));
        assert_eq!((ticked.typed("licence_trades"), ticked.typed("awards")), ("05".to_owned(), "一\n二".to_owned()));
        assert_eq!(company.changed(&ticked), ["licence_trades", "awards"]);
    }
}
