//! What a gate and the server sign for each other, as bytes. Invariant: two different touches or receipts never have the
//! same bytes, and the bytes of one are the same on every machine, for ever (`careerup-touch-1` of a touch without
//! a clock of its page, `careerup-touch-2` of one with it, `careerup-receipt-1`).
//!
//! Each field is written as `LENGTH:TEXT,` with its length in bytes (a netstring), one that is absent as `-,`. Signatures
//! are ECDSA over P-256 with SHA-256, `r ‖ s` of 32 bytes each, in hex. Source: 30-cards.md, The gate off line; ours:
//! docs/decisions/0027-gate-keys.md.

use super::{Reading, TouchAnswer, TouchItem};
use crate::{
    id::{DeviceId, TouchId},
    time::Instant,
};
use core::fmt::Write;
use serde::{Deserialize, Serialize};

/// Bytes of a public key: `04 ‖ x ‖ y`.
pub const PUBLIC_KEY_BYTES: usize = 65;
/// Bytes of a signature: `r ‖ s`.
pub const SIGNATURE_BYTES: usize = 64;

/// The server's signature under the answer to one touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of the key it is made with.
    pub key: i16,
    /// When it was made, by the server's clock.
    pub at: Instant,
    /// Over [`receipt_bytes`], 128 hex digits.
    pub signature: String,
}

/// A key by which receipts are verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptKey {
    /// Its version.
    pub key: i16,
    /// The public key, 130 hex digits.
    pub public_key: String,
}

fn field(to: &mut String, text: Option<&str>) {
    // Writing to a String does not fail.
    let _ = match text {
        Some(text) => write!(to, "{}:{text},", text.len()),
        None => write!(to, "-,"),
    };
}

pub(crate) fn fields(of: &[Option<&str>]) -> Vec<u8> {
    let mut bytes = String::new();
    for text in of {
        field(&mut bytes, *text);
    }
    bytes.into_bytes()
}

/// What the device signs of a touch: everything it sends but the signature itself. A touch without a clock of its page has the
/// bytes it always had, so that the queue of a gate of before stays good.
pub fn touch_bytes(device: DeviceId, item: &TouchItem) -> Vec<u8> {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let (by, read, serial) = match &item.reading {
        Reading::Card { url, serial } => ("card", url.as_str(), serial.as_deref()),
        Reading::Serial { serial } => ("serial", "", Some(serial.as_str())),
        Reading::Qr { code } => ("qr", code.as_str(), None),
        Reading::Typed { technician_id } => ("typed", technician_id.as_str(), None),
    };
    let version = if item.clock.is_some() { "careerup-touch-2" } else { "careerup-touch-1" };
    let mut bytes = fields(&[
        Some(version),
        Some(&device.to_string()),
        Some(&item.id.to_string()),
        Some(&item.occurred_at.0.to_string()),
        Some(item.kind.code()),
        Some(by),
        Some(read),
        serial,
        number(item.device_seq).as_deref(),
        number(item.clock_offset_ms).as_deref(),
        number(item.site_id.map(crate::id::SiteId::get)).as_deref(),
        number(item.trade.map(i64::from)).as_deref(),
        item.role.as_deref(),
    ]);
    if let Some(clock) = &item.clock {
        bytes.extend(fields(&[
            Some(&clock.boot.to_string()),
            Some(&clock.origin.0.to_string()),
            Some(&clock.at_ms.to_string()),
            number(clock.server_origin.map(|at| at.0)).as_deref(),
            Some(&clock.gained_ms.to_string()),
        ]));
    }
    bytes
}

/// What the server signs of an answer: for which device and touch, what became of it and why, with which key, when.
pub fn receipt_bytes(device: DeviceId, (id, answer): (TouchId, &TouchAnswer), (key, at): (i16, Instant)) -> Vec<u8> {
    fields(&[
        Some("careerup-receipt-1"),
        Some(&key.to_string()),
        Some(&at.0.to_string()),
        Some(&device.to_string()),
        Some(&id.to_string()),
        Some(answer.outcome.code()),
        answer.code.as_deref(),
    ])
}

/// Bytes as small hex digits.
pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes hex digits stand for; `None` where it is not exactly `N` bytes.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    let digits = text.as_bytes().chunks_exact(2);
    for (byte, pair) in bytes.iter_mut().zip(digits) {
        let half = |at: usize| char::from(*pair.get(at)?).to_digit(16);
        *byte = u8::try_from(half(0)? << 4 | half(1)?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
