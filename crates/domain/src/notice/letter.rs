//! 郵送: letters to those nothing else reaches, put together for posting. Invariant: a letter is in one batch at most, so that
//! nobody is written to twice.
//!
//! Source: 10-registration.md, Businesses (undeliverable mail → a letter list for posting).

use super::{DeliveryState, NoticeKind, Reader, Values};
use crate::{
    id::{DeliveryId, LetterBatchId},
    time::Instant,
};
use serde::{Deserialize, Serialize};

/// Letters of a batch at most: a file that a spreadsheet opens and a day's work at the letter box.
pub const BATCH_LETTERS_MAX: u32 = 2_000;

/// A notice that is posted, since no other way reaches its recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    /// Which.
    pub id: DeliveryId,
    /// What.
    pub kind: NoticeKind,
    /// Who reads it: where it leads depends on that.
    pub reader: Reader,
    /// What its words are made with.
    pub values: Values,
    /// BCP 47 code of the language it is to be written in.
    pub lang: String,
    /// Waiting, posted, or come back.
    pub state: DeliveryState,
    /// Since when that is so.
    pub at: Instant,
    /// What stands on the envelope: postcode, address, name, a line each.
    pub envelope: String,
}

/// Letters that are posted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterBatch {
    /// Which.
    pub id: LetterBatchId,
    /// When it was put together.
    pub made_at: Instant,
    /// How many letters it has.
    pub letters: i64,
    /// When it was posted.
    pub posted_at: Option<Instant>,
}

/// What stands on an envelope, apart, for a file from which labels are printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// 郵便番号 with its hyphen; empty where the first line has none.
    pub postcode: String,
    /// Address, its lines put together.
    pub address: String,
    /// Name, with 様.
    pub name: String,
}

impl Envelope {
    /// From its lines: the postcode after 〒, the address, and the name in the last line.
    pub fn of(lines: &str) -> Self {
        let mut lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let postcode = match lines.first().and_then(|line| line.strip_prefix('〒')) {
            Some(postcode) => {
                lines.remove(0);
                postcode.trim().to_owned()
            }
            None => String::new(),
        };
        let name = lines.pop().unwrap_or_default().to_owned();
        Self { postcode, address: lines.join(" "), name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_falls_into_its_parts() {
        for (lines, postcode, address, name) in [
            ("〒135-0016\n東京都江東区東陽1\n髙﨑 蓮 様", "135-0016", "東京都江東区東陽1", "髙﨑 蓮 様"),
            ("〒135-0016\n東京都江東区\n東陽1 305号\n蓮 様\n", "135-0016", "東京都江東区 東陽1 305号", "蓮 様"),
            ("東京都江東区東陽1\n蓮 様", "", "東京都江東区東陽1", "蓮 様"),
            ("〒135-0016\n蓮 様", "135-0016", "", "蓮 様"),
            ("蓮 様", "", "", "蓮 様"),
            ("", "", "", ""),
        ] {
            let text = str::to_owned;
            let wanted = Envelope { postcode: text(postcode), address: text(address), name: text(name) };
            assert_eq!(Envelope::of(lines), wanted, "{lines}");
        }
    }
}
