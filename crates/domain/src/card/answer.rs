//! The card maker's answer: which chip each card of a batch has. Invariant: an answer is taken as a whole or not at all, and
//! what is wrong is told for every cell.

use crate::id::CardId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// A row as read: what is absent could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: u32,
    /// Whether it has the two cells it must have.
    pub whole: bool,
    /// The card.
    pub card: Option<CardId>,
    /// The chip's seven bytes as a number.
    pub uid: Option<i64>,
}

/// A card of the batch as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Which.
    pub card: CardId,
    /// Whether it is out of use.
    pub stopped: bool,
    /// The chip it has, where it has one.
    pub uid: Option<i64>,
}

/// Where in a row something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The row itself.
    Row,
    /// `card`.
    Card,
    /// `uid`.
    Uid,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// There is no row at all.
    Empty,
    /// Not the two cells `card,uid`.
    Cells,
    /// No card of this batch.
    CardUnknown,
    /// The card is out of use.
    CardStopped,
    /// The card stands in an earlier row as well.
    CardTwice,
    /// Not 14 hexadecimal digits.
    UidShape,
    /// The chip stands in an earlier row as well.
    UidTwice,
    /// The chip is another card's.
    UidTaken,
    /// The card has another chip already.
    UidDiffers,
}

impl Wrong {
    /// Everything that can be wrong.
    pub const ALL: [Self; 9] = [
        Self::Empty,
        Self::Cells,
        Self::CardUnknown,
        Self::CardStopped,
        Self::CardTwice,
        Self::UidShape,
        Self::UidTwice,
        Self::UidTaken,
        Self::UidDiffers,
    ];
}

/// Something wrong in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Line of the file, from 1; 0 for the file.
    pub line: u32,
    /// Where.
    pub column: Column,
    /// What.
    pub wrong: Wrong,
}

/// What an answer comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Cards that have their chip from now on.
    pub new: Vec<(CardId, i64)>,
    /// Rows that say what is known.
    pub known: u32,
}

/// Judges the rows of an answer. `elsewhere`: of the chips named, those that have a card, with that card. Errors: every
/// fault, in the order of the file.
pub fn judge(rows: &[Row], batch: &[Known], elsewhere: &BTreeMap<i64, CardId>) -> Result<Taken, Vec<Fault>> {
    let mut taken = Taken::default();
    let mut faults = Vec::new();
    let (mut cards, mut chips) = (HashSet::new(), HashSet::new());
    if rows.is_empty() {
        faults.push(Fault { line: 0, column: Column::Row, wrong: Wrong::Empty });
    }
    for row in rows {
        let mut fault = |column, wrong| faults.push(Fault { line: row.line, column, wrong });
        if !row.whole {
            fault(Column::Row, Wrong::Cells);
            continue;
        }
        let known = row.card.and_then(|card| batch.iter().find(|known| known.card == card));
        match known {
            None => fault(Column::Card, Wrong::CardUnknown),
            Some(known) if !cards.insert(known.card) => fault(Column::Card, Wrong::CardTwice),
            Some(known) if known.stopped => fault(Column::Card, Wrong::CardStopped),
            Some(_) => {}
        }
        let Some(uid) = row.uid else {
            fault(Column::Uid, Wrong::UidShape);
            continue;
        };
        let is_new = chips.insert(uid);
        let Some(known) = known else { continue };
        match known.uid {
            _ if !is_new => fault(Column::Uid, Wrong::UidTwice),
            Some(has) if has == uid => taken.known += 1,
            Some(_) => fault(Column::Uid, Wrong::UidDiffers),
            None if elsewhere.get(&uid).is_some_and(|other| *other != known.card) => {
                fault(Column::Uid, Wrong::UidTaken);
            }
            None => taken.new.push((known.card, uid)),
        }
    }
    if faults.is_empty() { Ok(taken) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn card(number: u128) -> CardId {
        CardId(Uuid::from_u128(number))
    }

    fn row(line: u32, of: u128, uid: i64) -> Row {
        Row { line, whole: true, card: Some(card(of)), uid: Some(uid) }
    }

    /// 1 and 2 wait, 3 has chip 30, 4 is stopped; chip 90 is a card's outside.
    fn judged(rows: &[Row]) -> Result<Taken, Vec<Fault>> {
        let known = |number, stopped, uid| Known { card: card(number), stopped, uid };
        let batch = [known(1, false, None), known(2, false, None), known(3, false, Some(30)), known(4, true, None)];
        judge(rows, &batch, &BTreeMap::from([(90, card(9)), (30, card(3))]))
    }

    #[test]
    fn what_fits_is_taken_and_what_is_known_is_known() {
        assert_eq!(
            judged(&[row(2, 1, 10), row(3, 2, 20)]),
            Ok(Taken { new: vec![(card(1), 10), (card(2), 20)], known: 0 })
        );
        assert_eq!(judged(&[row(2, 3, 30), row(3, 1, 10)]), Ok(Taken { new: vec![(card(1), 10)], known: 1 }));
    }

    #[test]
    fn every_fault_is_told_with_its_cell() {
        let broken = Row { line: 5, whole: false, card: None, uid: None };
        let nameless = Row { card: None, ..row(5, 1, 10) };
        let shapeless = Row { uid: None, ..row(5, 1, 10) };
        for (what, rows, column, wrong) in [
            ("no cells", vec![broken], Column::Row, Wrong::Cells),
            ("no card", vec![nameless], Column::Card, Wrong::CardUnknown),
            ("a card of another batch", vec![row(5, 8, 10)], Column::Card, Wrong::CardUnknown),
            ("a stopped card", vec![row(5, 4, 10)], Column::Card, Wrong::CardStopped),
            ("a card twice", vec![row(4, 1, 10), row(5, 1, 11)], Column::Card, Wrong::CardTwice),
            ("no chip", vec![shapeless], Column::Uid, Wrong::UidShape),
            ("a chip twice", vec![row(4, 1, 10), row(5, 2, 10)], Column::Uid, Wrong::UidTwice),
            ("a chip of another card", vec![row(5, 1, 90)], Column::Uid, Wrong::UidTaken),
            ("a chip of a card of the batch", vec![row(5, 1, 30)], Column::Uid, Wrong::UidTaken),
            ("another chip than it has", vec![row(5, 3, 31)], Column::Uid, Wrong::UidDiffers),
        ] {
            assert_eq!(judged(&rows), Err(vec![Fault { line: 5, column, wrong }]), "{what}");
        }
        assert_eq!(judged(&[]), Err(vec![Fault { line: 0, column: Column::Row, wrong: Wrong::Empty }]));
    }

    #[test]
    fn one_wrong_row_lets_none_through() {
        let faults = judged(&[row(2, 1, 10), row(3, 8, 90), row(4, 2, 10)]).unwrap_err();
        let lines: Vec<u32> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [3, 4]);
    }
}
