//! Reading settlement files: `reference,yen,paid_on,channel,transaction` in UTF-8 or Shift_JIS (cp932), with or without a
//! head. Invariant: whatever the bytes, every line that is not empty gives one row.

use super::SettlementRow;
use crate::{
    error::{Error, Result},
    sheet,
};
use domain::{
    calendar,
    fee::{
        Yen,
        receipt::{PaymentChannel, Settlement},
    },
    text,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A day's payments of the whole country are fewer.
pub const BYTES_MAX: usize = 20_000_000;
/// A line longer than this is kept shortened; none of a gateway is.
const LINE_CHARS_MAX: usize = 500;
/// Larger than any invoice.
const YEN_MAX: i64 = 1_000_000_000_000;
const TRANSACTION_CHARS_MAX: usize = 100;
/// The first cell of a head.
const HEAD: &str = "reference";

/// The rows of a file. Errors: `too_large`.
pub(super) fn read(content: &[u8]) -> Result<Vec<SettlementRow>> {
    if content.len() > BYTES_MAX {
        return Err(Error::rejected("too_large"));
    }
    let mut seen: HashMap<String, u32> = HashMap::new();
    Ok(sheet::lines(content, HEAD).into_iter().map(|(_, line)| row(&line, &mut seen)).collect())
}

fn row(line: &str, seen: &mut HashMap<String, u32>) -> SettlementRow {
    let settlement = settlement(line);
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

fn settlement(line: &str) -> Option<Settlement> {
    let cells = sheet::cells(line)?;
    let [reference, yen, paid_on, channel, transaction] = <[String; 5]>::try_from(cells).ok()?;
    let yen = text::to_ascii_width(&yen).replace(',', "");
    let digits = !yen.is_empty() && yen.bytes().all(|byte| byte.is_ascii_digit());
    let yen: i64 = yen.parse().ok().filter(|yen| digits && (1..=YEN_MAX).contains(yen))?;
    let is_short = |text: &str, max: usize| text.chars().count() <= max;
    // A key of ours begins so; a gateway's own never does, or it could hide a broken row.
    let named = !transaction.is_empty() && is_short(&transaction, TRANSACTION_CHARS_MAX);
    let named = named && !transaction.starts_with("line:") && !transaction.contains('#');
    (named && is_short(&reference, TRANSACTION_CHARS_MAX)).then_some(())?;
    Some(Settlement {
        reference,
        yen: Yen(yen),
        paid_on: calendar::parse_day(&paid_on).ok()?,
        channel: PaymentChannel::from_code(&channel).filter(|channel| *channel != PaymentChannel::Counter)?,
        transaction,
    })
}

#[cfg(test)]
mod tests;
