//! Settings that people read as they are written. Invariant: one that is taken fits where it is shown.

use core::{fmt, str::FromStr};

/// 登録番号 of whoever makes out qualified invoices: `T` and the 13 digits of a 法人番号 or of a number given to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerNumber(String);

impl FromStr for IssuerNumber {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('T').filter(|digits| digits.len() == 13);
        match digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(_) => Ok(Self(text.to_owned())),
            None => Err("is not T and 13 digits"),
        }
    }
}

impl fmt::Display for IssuerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands in messages, by LINE too, in one line as people are to read it: where to pay, and whom to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneLine(String);

/// Characters of [`OneLine`]: bank, branch, kind, number and name in two languages, and some to spare; a name, phone and page, too.
const LINE_CHARS_MAX: usize = 200;

impl FromStr for OneLine {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            Err("is empty")
        } else if text.chars().any(char::is_control) {
            Err("has a line break or another control character; write it in one line")
        } else if text.chars().count() > LINE_CHARS_MAX {
            Err("is longer than 200 characters")
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Display for OneLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
