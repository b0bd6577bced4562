//! 支払番号: what a payer says at a convenience store or writes beside a transfer. Invariant: twelve digits of which the last
//! is a check digit, so that one wrong digit or two neighbours swapped is noticed before any money is booked (ours).

use crate::id::{NumberFault, check_digit};
use crate::text;
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// Eleven digits before the check digit.
const BODY_MAX: i64 = 99_999_999_999;

/// A payment reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaymentReference(i64);

impl PaymentReference {
    /// From its first eleven digits; larger bodies are reduced.
    pub fn from_body(body: i64) -> Self {
        let body = body.rem_euclid(BODY_MAX + 1);
        Self(body * 10 + check_digit(body))
    }
    /// Takes a number the register itself stored.
    pub const fn from_stored(number: i64) -> Self {
        Self(number)
    }
    /// As stored.
    pub const fn get(self) -> i64 {
        self.0
    }
    /// `1234 5678 9012`, for reading aloud.
    pub fn grouped(self) -> String {
        let all = self.to_string();
        format!("{} {} {}", &all[0..4], &all[4..8], &all[8..12])
    }
}

impl fmt::Display for PaymentReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl FromStr for PaymentReference {
    type Err = NumberFault;
    /// In any width and grouping.
    fn from_str(typed: &str) -> Result<Self, NumberFault> {
        let digits = text::digits(typed).filter(|digits| digits.len() == 12).ok_or(NumberFault::Length)?;
        let number: i64 = digits.parse().map_err(|_| NumberFault::Length)?;
        if check_digit(number / 10) == number % 10 { Ok(Self(number)) } else { Err(NumberFault::CheckDigit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_typed_reference_is_taken_in_any_width_and_grouping() {
        let reference = PaymentReference::from_body(20_261_121);
        assert_eq!(reference.to_string().len(), 12);
        assert_eq!(reference.grouped().parse(), Ok(reference));
        assert_eq!(PaymentReference::from_body(BODY_MAX + 1), PaymentReference::from_body(0));
        let wide: String =
            reference.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10)).collect();
        assert_eq!(wide.parse(), Ok(reference));
        for wrong in ["", "12345678901", "1234567890123", "12345678901x"] {
            assert_eq!(wrong.parse::<PaymentReference>(), Err(NumberFault::Length), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_noticed(body in 0..=BODY_MAX, at in 0usize..12, other in 0u8..10) {
            let mut text = PaymentReference::from_body(body).to_string().into_bytes();
            prop_assume!(text[at] != b'0' + other);
            text[at] = b'0' + other;
            let typed = String::from_utf8(text).unwrap();
            prop_assert_eq!(typed.parse::<PaymentReference>(), Err(NumberFault::CheckDigit));
        }
    }
}
