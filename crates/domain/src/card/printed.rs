//! What a card says and what the register says. Invariant: a card says what was registered when it was printed; a card that says
//! something else than the register stays good.
//!
//! Source: 10-registration.md, Cards (what is printed, reissue); that the holder is told is ours.

use super::{CardState, batch::PRINTED};
use crate::{calendar, technician::TechnicianForm, time::Instant};

/// What of somebody is printed on a card.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    fields: Vec<String>,
    photo: Option<String>,
}

impl Printed {
    /// Of what is registered; the photo by its content hash.
    pub fn of(form: &TechnicianForm, photo: Option<&str>) -> Self {
        // The birth date is typed in parts, and in more than one era.
        let birth = calendar::parse(&form.birth()).map(|day| day.to_string()).unwrap_or_default();
        let said = |field: &&str| match *field {
            "birth_date" => birth.clone(),
            field => form.input(field).unwrap_or_default().to_owned(),
        };
        Self { fields: PRINTED.iter().map(said).collect(), photo: photo.map(str::to_owned) }
    }
}

/// Whether a card printed at an instant says something else than the register by now. `said`: what the register said from when
/// on, oldest first; nothing where it never changed.
pub fn shows_old(printed_at: Instant, said: &[(Instant, Printed)]) -> bool {
    let then = said.iter().rev().find(|(from, _)| *from <= printed_at).or_else(|| said.first());
    then.is_some_and(|(_, then)| said.last().is_some_and(|(_, now)| now != then))
}

/// Whether somebody whose cards are in these states, printed or not, holds one that says something else once what is printed
/// changes: one that is in use, or that is being made and was printed.
pub fn is_any_printed(cards: &[(CardState, bool)]) -> bool {
    cards.iter().any(|(state, printed)| match state {
        CardState::Issued => true,
        CardState::Ordered => *printed,
        CardState::Replaced | CardState::Revoked => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(family: &str, photo: Option<&str>) -> Printed {
        let form = TechnicianForm {
            family_name: family.to_owned(),
            address: "江東区".to_owned(),
            ..TechnicianForm::default()
        };
        Printed::of(&form, photo)
    }

    #[test]
    fn a_card_printed_before_a_name_changed_shows_the_old_one() {
        let said = [
            (Instant(10), printed("髙橋", None)),
            (Instant(20), printed("髙橋", None)),
            (Instant(30), printed("白川", None)),
        ];
        for (at, old) in [(5, true), (10, true), (29, true), (30, false), (31, false)] {
            assert_eq!(shows_old(Instant(at), &said), old, "{at}");
        }
        assert!(!shows_old(Instant(5), &said[..2]), "what is not printed changed");
        assert!(!shows_old(Instant(5), &[]), "nothing ever changed");
        let back = [said.as_slice(), &[(Instant(40), printed("髙橋", None))]].concat();
        assert!(!shows_old(Instant(20), &back) && shows_old(Instant(35), &back));
        let photo = [(Instant(10), printed("髙橋", Some("a"))), (Instant(20), printed("髙橋", Some("b")))];
        assert!(shows_old(Instant(15), &photo) && !shows_old(Instant(20), &photo));
    }

    #[test]
    fn a_birth_date_counts_by_its_day_and_not_by_the_era_it_is_typed_in() {
        let born = |era: &str, year: &str, day: &str| {
            let mut form = TechnicianForm::default();
            for (field, value) in [("birth_era", era), ("birth_year", year), ("birth_month", "4"), ("birth_day", day)] {
                assert!(form.set(field, value), "{field}");
            }
            Printed::of(&form, None)
        };
        assert!(born("showa", "60", "1") == born("western", "1985", "1"));
        assert!(born("showa", "60", "1") != born("showa", "60", "2"));
    }

    #[test]
    fn what_is_not_printed_yet_or_out_of_use_shows_nothing_old() {
        for (card, told) in [
            ((CardState::Issued, true), true),
            ((CardState::Issued, false), true),
            ((CardState::Ordered, true), true),
            ((CardState::Ordered, false), false),
            ((CardState::Replaced, true), false),
            ((CardState::Revoked, true), false),
        ] {
            assert_eq!(is_any_printed(&[card]), told, "{card:?}");
        }
        assert!(!is_any_printed(&[]));
    }
}
