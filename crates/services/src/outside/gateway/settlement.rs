//! Reading settlement files: `reference,yen,paid_on,channel,transaction` in UTF-8 or Shift_JIS (cp932), with or
//! without a head. Invariant: whatever the bytes, every line that is not empty gives one row; what is another kind of
//! file is told by [`check`] before any row of it is taken in.

use super::SettlementRow;
use crate::{
    error::{Error, Result},
    sheet,
};
use domain::{
    calendar,
    fee::{
        Yen,
        receipt::{PaymentChannel, RowFault, Settlement},
    },
    form::{FieldProblem, Problem},
    text,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A file as it is taken, for people who make one.
pub const EXAMPLE: &str =
    "reference,yen,paid_on,channel,transaction\n123456789015,2500,2026-11-20,convenience_store,T-0001";
/// A day's payments of the whole country are fewer.
pub const BYTES_MAX: usize = 20_000_000;
/// A line longer than this is kept shortened; none of a gateway is.
const LINE_CHARS_MAX: usize = 500;
/// Larger than any invoice.
const YEN_MAX: i64 = 1_000_000_000_000;
const TRANSACTION_CHARS_MAX: usize = 100;
/// The first cell of a head.
const HEAD: &str = "reference";
/// The columns, as a head names them.
const COLUMNS: [&str; 5] = [HEAD, "yen", "paid_on", "channel", "transaction"];
/// What no line begins with, since lines hold no breaks: the head is read like any other line.
const NO_HEAD: &str = "\n";
/// What files begin with that people take for tables: workbooks (a zip archive, or the older kind), PDF, JPEG. Others
/// hold zeros, which no text does.
const OTHER_KINDS: [&[u8]; 4] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xd8\xff"];
/// The input a file comes by.
const FILE: &str = "file";
/// Nothing stands in it.
const EMPTY: &str = "fee.file_empty";
/// No text.
const OTHER_KIND: &str = "fee.file_kind";
/// Text, but its first line is neither the head nor a payment.
const OTHER_COLUMNS: &str = "fee.file_columns";

/// Whether a file is a settlement file at all: text whose first line names the columns or is a payment. One row that
/// does not read among others is no reason to refuse. Errors: beside `file`, `fee.file_empty`, `fee.file_kind`,
/// `fee.file_columns`.
pub(super) fn check(content: &[u8]) -> Result<()> {
    if content.contains(&0) || OTHER_KINDS.iter().any(|kind| content.starts_with(kind)) {
        return Err(refused(OTHER_KIND));
    }
    let all = sheet::lines(content, NO_HEAD);
    let Some((at, first)) = all.first() else { return Err(refused(EMPTY)) };
    let named = sheet::cells(first).unwrap_or_default();
    let is_head = *at == 1 && named.iter().map(|cell| cell.to_ascii_lowercase()).eq(COLUMNS);
    if !is_head && settlement(first).is_err() {
        return Err(refused(OTHER_COLUMNS));
    }
    if is_head && all.len() == 1 { Err(refused(EMPTY)) } else { Ok(()) }
}

/// What is wrong with the file, beside its input.
fn refused(code: &str) -> Error {
    Error::fields(vec![FieldProblem::new(FILE, Problem::Refused { code: code.to_owned() })])
}

/// The rows of a file. Errors: `too_large`.
pub(super) fn read(content: &[u8]) -> Result<Vec<SettlementRow>> {
    if content.len() > BYTES_MAX {
        return Err(Error::rejected("too_large"));
    }
    let mut seen: HashMap<String, u32> = HashMap::new();
    Ok(sheet::lines(content, HEAD).into_iter().map(|(_, line)| row(&line, &mut seen)).collect())
}

fn row(line: &str, seen: &mut HashMap<String, u32>) -> SettlementRow {
    let settlement = settlement(line).ok();
    let key = if let Some(settlement) = &settlement {
        settlement.transaction.clone()
    } else {
        // The same broken line twice in a file is two rows; in the same file again they are the same two.
        let digest = hex::encode(&Sha256::digest(line.as_bytes())[..16]);
        let times = seen.entry(digest.clone()).or_default();
        *times += 1;
        format!("line:{digest}:{times}")
    };
    let kept = line.chars().take(LINE_CHARS_MAX).collect();
    SettlementRow { key, line: kept, settlement }
}

/// What of a line does not read; nothing where it does.
pub(super) fn faults(line: &str) -> Vec<RowFault> {
    settlement(line).err().unwrap_or_default()
}

/// What a line says. Errors: everything of it that does not read, in the order of the columns.
fn settlement(line: &str) -> core::result::Result<Settlement, Vec<RowFault>> {
    let cells = sheet::cells(line).and_then(|cells| <[String; 5]>::try_from(cells).ok());
    let [reference, yen, paid_on, channel, transaction] = cells.ok_or_else(|| vec![RowFault::Cells])?;
    let mut faults = Vec::new();
    let reference = noted(Some(reference).filter(|text| is_short(text)), RowFault::Reference, &mut faults);
    let yen = noted(amount(&yen), RowFault::Yen, &mut faults);
    let paid_on = noted(calendar::parse_day(&paid_on).ok(), RowFault::PaidOn, &mut faults);
    let channel = PaymentChannel::from_code(&channel).filter(|channel| PaymentChannel::TOLD.contains(channel));
    let channel = noted(channel, RowFault::Channel, &mut faults);
    let transaction = noted(Some(transaction).filter(|text| is_key(text)), RowFault::Transaction, &mut faults);
    match (reference, yen, paid_on, channel, transaction) {
        (Some(reference), Some(yen), Some(paid_on), Some(channel), Some(transaction)) => {
            Ok(Settlement { reference, yen, paid_on, channel, transaction })
        }
        _ => Err(faults),
    }
}

/// What was read, with its fault noted where nothing was.
fn noted<T>(read: Option<T>, fault: RowFault, faults: &mut Vec<RowFault>) -> Option<T> {
    if read.is_none() {
        faults.push(fault);
    }
    read
}

fn amount(typed: &str) -> Option<Yen> {
    let yen = text::to_ascii_width(typed).replace(',', "");
    let digits = !yen.is_empty() && yen.bytes().all(|byte| byte.is_ascii_digit());
    let yen: i64 = yen.parse().ok()?;
    (digits && (1..=YEN_MAX).contains(&yen)).then_some(Yen(yen))
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= TRANSACTION_CHARS_MAX
}

/// A key of ours begins with `line:` or holds a `#`; a gateway's own never does, or it could hide a broken row.
fn is_key(text: &str) -> bool {
    !text.is_empty() && is_short(text) && !text.starts_with("line:") && !text.contains('#')
}

#[cfg(test)]
mod tests;
