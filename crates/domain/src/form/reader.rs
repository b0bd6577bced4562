//! Reads raw fields into typed values. Invariant: every problem is noted, in the order the fields are read, and reading
//! goes on; so one pass finds all there is to put right.

use super::{FieldProblem, Problem};
use crate::{
    account,
    id::{BusinessId, NumberFault},
    prefecture::PrefectureCode,
    text,
    time::WorkDate,
    trade::TradeCode,
};
use core::str::FromStr;
use std::borrow::Cow;

/// The value is not there because a problem was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noted;

/// A value that was read, or nothing and a problem noted.
pub(crate) type Read<T> = Result<T, Noted>;

/// Notes problems while a form is read.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    problems: Vec<FieldProblem>,
}

impl Reader {
    /// Notes a problem.
    pub(crate) fn note(&mut self, field: &str, problem: Problem) {
        self.problems.push(FieldProblem::new(field, problem));
    }

    /// The value, or its problem noted.
    pub(crate) fn take<T>(&mut self, field: &str, value: Result<T, Problem>) -> Read<T> {
        value.map_err(|problem| {
            self.note(field, problem);
            Noted
        })
    }

    /// The entry, if nothing was wrong; else all problems.
    pub(crate) fn finish<T>(self, entry: Read<T>) -> Result<T, Vec<FieldProblem>> {
        match entry {
            Ok(entry) if self.problems.is_empty() => Ok(entry),
            _ => Err(self.problems),
        }
    }

    /// Text that must be there, without spaces around it.
    pub(crate) fn text(&mut self, field: &str, raw: &str, max: u32) -> Read<String> {
        self.take(field, filled(raw).and_then(|text| not_longer(text.into_owned(), max)))
    }

    /// Text that may be left out.
    pub(crate) fn optional_text(&mut self, field: &str, raw: &str, max: u32) -> Read<Option<String>> {
        self.optional(field, raw, |text| not_longer(text.to_owned(), max))
    }

    /// Something that may be left out, read by `read` where it is there.
    pub(crate) fn optional<T>(
        &mut self,
        field: &str,
        raw: &str,
        read: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Read<Option<T>> {
        let text = bare(raw);
        if text.is_empty() { Ok(None) } else { self.take(field, read(&text)).map(Some) }
    }

    /// Something that must be there, read by `read`.
    pub(crate) fn required<T>(
        &mut self,
        field: &str,
        raw: &str,
        read: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Read<T> {
        self.take(field, filled(raw).and_then(|text| read(&text)))
    }

    /// One of the codes `from_code` knows.
    pub(crate) fn choice<T>(&mut self, field: &str, raw: &str, from_code: impl FnOnce(&str) -> Option<T>) -> Read<T> {
        self.required(field, raw, |code| from_code(code).ok_or(Problem::NotAChoice))
    }

    /// 一つから四つの職種: the first must be there, none twice. `fields` and `raw` go together.
    pub(crate) fn trades(&mut self, fields: [&str; 4], raw: [&String; 4]) -> Read<Vec<TradeCode>> {
        let mut trades: Vec<TradeCode> = Vec::new();
        let mut whole = true;
        for (at, (field, raw)) in fields.into_iter().zip(raw).enumerate() {
            let read =
                if at == 0 { self.required(field, raw, trade).map(Some) } else { self.optional(field, raw, trade) };
            match read {
                Ok(Some(trade)) if trades.contains(&trade) => {
                    self.note(field, Problem::Twice);
                    whole = false;
                }
                Ok(Some(trade)) => trades.push(trade),
                Ok(None) => {}
                Err(Noted) => whole = false,
            }
        }
        whole.then_some(trades).ok_or(Noted)
    }

    /// A new password typed twice. Where one `is_set` already and both fields are empty, it is kept.
    pub(crate) fn password(&mut self, password: &str, again: &str, is_set: bool) {
        if is_set && password.is_empty() && again.is_empty() {
            return;
        }
        self.problems.extend(account::check_new_password(password, again));
    }

    /// A box that must be ticked: `yes`.
    pub(crate) fn consent(&mut self, field: &str, raw: &str) {
        if raw != "yes" {
            self.note(field, Problem::NotConfirmed);
        }
    }
}

/// Without spaces around it and without control characters, which nobody types and no database likes.
pub(crate) fn plain(raw: &str) -> String {
    bare(raw).into_owned()
}

/// [`plain`], borrowed where there are no control characters.
pub(crate) fn bare(raw: &str) -> Cow<'_, str> {
    // Beyond ASCII they begin with 0xC2 in UTF-8, and little else does. No byte ends the look at the others, so that many are
    // looked at at once.
    let is_to_look_at = |byte: u8| byte < b' ' || byte == 0x7f || byte == 0xc2;
    if !raw.bytes().fold(false, |found, byte| found | is_to_look_at(byte)) {
        return Cow::Borrowed(raw.trim());
    }
    Cow::Owned(raw.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned())
}

fn filled(raw: &str) -> Result<Cow<'_, str>, Problem> {
    let text = bare(raw);
    if text.is_empty() { Err(Problem::Missing) } else { Ok(text) }
}

/// Errors: `TooLong`.
pub(crate) fn not_longer(text: String, max: u32) -> Result<String, Problem> {
    // Shift_JIS holds 6,355 kanji, and what else a machine was taught lies in its private use area.
    if text.contains(text::is_lost) {
        return Err(Problem::CharacterLost);
    }
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if length > max { Err(Problem::TooLong { max }) } else { Ok(text) }
}

/// A person's name of at most `max` characters, as typed. Errors: `CharacterLost`, also for a question mark, which is
/// what a program writes for a letter its encoding does not have; `TooLong`; `NotName`.
pub(crate) fn name(raw: &str, max: u32) -> Result<String, Problem> {
    if raw.contains(['?', '？']) {
        return Err(Problem::CharacterLost);
    }
    let name = not_longer(plain(raw), max)?;
    if text::is_person_name(&name) { Ok(name) } else { Err(Problem::NotName) }
}

/// Katakana of at most `max` characters, made full-width. Errors: `NotKana`, `TooLong`.
pub(crate) fn kana(raw: &str, max: u32) -> Result<String, Problem> {
    let kana = text::to_full_kana(raw);
    if text::is_full_kana(&kana) { not_longer(kana, max) } else { Err(Problem::NotKana) }
}

/// Latin capitals as on a passport. Errors: `NotRoman`, `TooLong`.
pub(crate) fn roman(raw: &str, max: u32) -> Result<String, Problem> {
    let spaced = text::to_ascii_width(raw).split_whitespace().collect::<Vec<_>>().join(" ");
    let capitals = spaced.to_ascii_uppercase();
    let allowed = |c: char| c.is_ascii_uppercase() || matches!(c, ' ' | '-' | '\'' | '.' | ',');
    let latin = capitals.chars().any(|c| c.is_ascii_uppercase()) && capitals.chars().all(allowed);
    if latin { not_longer(capitals, max) } else { Err(Problem::NotRoman) }
}

/// Seven digits. Errors: `NotPostcode`.
pub(crate) fn postcode(raw: &str) -> Result<String, Problem> {
    let number = raw.trim_start_matches('〒');
    text::digits(number).filter(|digits| digits.len() == 7).ok_or(Problem::NotPostcode)
}

/// 10 or 11 digits from 0. Errors: `NotPhone`.
pub(crate) fn phone(raw: &str) -> Result<String, Problem> {
    let number = raw.chars().map(|c| if matches!(c, '(' | ')' | '（' | '）') { '-' } else { c });
    let fits =
        |digits: &String| matches!(digits.len(), 10 | 11) && digits.starts_with('0') && !digits.starts_with("00");
    text::digits_among(number).filter(fits).ok_or(Problem::NotPhone)
}

/// A mail address as it stands on an envelope, not all of RFC 5322. Errors: `NotMail`, `TooLong`.
pub(crate) fn mail(raw: &str) -> Result<String, Problem> {
    let address = text::to_ascii_width(raw);
    let (local, domain) = address.rsplit_once('@').ok_or(Problem::NotMail)?;
    let graphic = |part: &str| part.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
    let label = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let good = !local.is_empty() && graphic(local) && domain.contains('.') && domain.split('.').all(label);
    if good { not_longer(address, 254) } else { Err(Problem::NotMail) }
}

/// A whole number between two bounds, in any width, with or without commas. Errors: `NotNumber`, `OutOfRange`.
pub(crate) fn whole(raw: &str, min: i64, max: i64) -> Result<i64, Problem> {
    let plain = text::in_ascii_width(raw);
    let grouped = plain.contains([',', '、']).then(|| plain.replace([',', '、'], ""));
    let digits = grouped.as_deref().unwrap_or(&plain).trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotNumber);
    }
    match digits.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(Problem::OutOfRange { min, max }),
    }
}

/// A whole number that is stored small. Errors: as [`whole`].
pub(crate) fn small(raw: &str, min: i16, max: i16) -> Result<i16, Problem> {
    let range = Problem::OutOfRange { min: i64::from(min), max: i64::from(max) };
    whole(raw, i64::from(min), i64::from(max)).and_then(|number| i16::try_from(number).map_err(|_| range))
}

/// 都道府県 by code. Errors: `NotAChoice`.
pub(crate) fn prefecture(raw: &str) -> Result<PrefectureCode, Problem> {
    small(raw, 1, 47).ok().and_then(PrefectureCode::from_number).ok_or(Problem::NotAChoice)
}

/// 職種 by code. Errors: `NotAChoice`.
pub(crate) fn trade(raw: &str) -> Result<TradeCode, Problem> {
    small(raw, 1, 99).ok().and_then(TradeCode::from_number).ok_or(Problem::NotAChoice)
}

/// `yes` or `no`. Errors: `NotAChoice`.
pub(crate) fn yes_no(raw: &str) -> Result<bool, Problem> {
    match raw {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Problem::NotAChoice),
    }
}

/// A 14-digit ID. Errors: `IdLength`, `IdCheck`.
pub(crate) fn id<T: FromStr<Err = NumberFault>>(raw: &str) -> Result<T, Problem> {
    raw.parse().map_err(|fault| match fault {
        NumberFault::Length => Problem::IdLength,
        NumberFault::CheckDigit => Problem::IdCheck,
    })
}

/// A 事業者ID. Errors: `IdLength`, `BusinessIdCheck`.
pub(crate) fn business_id(raw: &str) -> Result<BusinessId, Problem> {
    id(raw).map_err(|problem| if problem == Problem::IdCheck { Problem::BusinessIdCheck } else { problem })
}

/// A first and a last day, both typed in one field each.
pub(crate) fn period(reader: &mut Reader, fields: [&str; 2], raw: [&str; 2]) -> Read<(WorkDate, WorkDate)> {
    let first = reader.take(fields[0], crate::calendar::parse_day(&plain(raw[0])));
    let last = reader.take(fields[1], crate::calendar::parse_day(&plain(raw[1])));
    let (first, last) = (first?, last?);
    if last < first {
        reader.note(fields[1], Problem::EndBeforeStart);
        return Err(Noted);
    }
    Ok((first, last))
}

#[cfg(test)]
mod tests;
