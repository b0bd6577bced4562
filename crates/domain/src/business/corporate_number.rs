//! 法人番号: 13 digits, the first a check digit. Invariant: a [`CorporateNumber`] always fits its check digit.
//!
//! Source: 10-registration.md; the rule is the National Tax Agency's: first digit = 9 − (Σ Pₙ·Qₙ mod 9), n counted from
//! the right of the other twelve, Q = 1 for odd n and 2 for even.

use crate::text;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A 法人番号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CorporateNumber(i64);

/// Why a typed 法人番号 was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CorporateNumberFault {
    /// Not 13 digits.
    #[error("not 13 digits")]
    Length,
    /// The first digit does not fit the twelve after it.
    #[error("check digit does not fit")]
    CheckDigit,
}

const BODY: i64 = 1_000_000_000_000;

/// The check digit of the twelve digits after it.
const fn check_digit(body: i64) -> i64 {
    let mut rest = body;
    let mut sum = 0;
    let mut weight = 1;
    while rest > 0 {
        sum += rest % 10 * weight;
        weight = 3 - weight;
        rest /= 10;
    }
    9 - sum % 9
}

impl CorporateNumber {
    /// Takes what a person typed, in any width and grouping. Errors: [`CorporateNumberFault`].
    pub fn parse(typed: &str) -> Result<Self, CorporateNumberFault> {
        let digits = text::digits(typed).filter(|digits| digits.len() == 13).ok_or(CorporateNumberFault::Length)?;
        let number: i64 = digits.parse().map_err(|_| CorporateNumberFault::Length)?;
        if check_digit(number % BODY) == number / BODY {
            Ok(Self(number))
        } else {
            Err(CorporateNumberFault::CheckDigit)
        }
    }
    /// The number with these twelve digits after its check digit; larger bodies are reduced.
    pub const fn from_body(body: i64) -> Self {
        let body = body.rem_euclid(BODY);
        Self(check_digit(body) * BODY + body)
    }
    /// Takes a number the register itself stored.
    pub const fn from_stored(number: i64) -> Self {
        Self(number)
    }
    /// As stored.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:013}", self.0)
    }
}
