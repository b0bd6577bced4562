//! 能力評価分野 by number. Invariant: a number is written with three digits, as the published table prints it
//! (data/level_by_field.csv).

use core::fmt;
use serde::{Deserialize, Serialize};

/// Number of a field, 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldNumber(i16);

impl FieldNumber {
    /// From a number from outside; `None` for anything but 1 to 999. Whether there is such a field, the criteria say.
    pub fn from_number(number: i16) -> Option<Self> {
        (1..=999).contains(&number).then_some(Self(number))
    }
    /// From three digits, `001`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().ok().and_then(Self::from_number) } else { None }
    }
    /// Takes a number the register itself stored.
    pub const fn from_stored(number: i16) -> Self {
        Self(number)
    }
    /// The number.
    pub const fn get(self) -> i16 {
        self.0
    }
}

impl fmt::Display for FieldNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

/// Why a field cannot be judged on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoCriteria {
    /// Nobody has entered criteria of the field.
    #[error("criteria not entered")]
    NotEntered,
    /// What is entered for the day is not whole.
    #[error("the criteria of the day are a draft")]
    Draft,
    /// There are criteria, but none that hold on the day.
    #[error("no criteria hold on the day")]
    NotInForce,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_digits() {
        for (text, number) in [("001", 1), ("042", 42), ("999", 999)] {
            let field = FieldNumber::parse(text).unwrap();
            assert_eq!((field.get(), field.to_string().as_str()), (number, text));
        }
        for wrong in ["", "000", "1", "01", "0001", "+01", "-01", "a01", "００1"] {
            assert_eq!(FieldNumber::parse(wrong), None, "{wrong:?}");
        }
        let numbers = [0, 1, 999, 1000].map(FieldNumber::from_number);
        assert_eq!(numbers.map(|field| field.is_some()), [false, true, true, false]);
    }
}
