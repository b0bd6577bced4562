//! 現場のポスター: a link at a site, fixed on paper or changing on a screen, by which people record their own touches with their
//! own phones. Invariant: opening it records nothing; one page is one touch each way, however often it is pressed.
//!
//! Source: 20-sites-and-history.md (Channels: own phone at the site's tag or poster), 30-cards.md (posters with rotating or fixed
//! code and position: low assurance, the foreman approves).

pub mod code;

use crate::{
    id::{SiteId, TouchId},
    time::{DAY_MS, Instant, WorkDate},
    touch::timing::id_time,
};
use serde::{Deserialize, Serialize};

/// A page that was opened longer ago records nothing (ours): it is of another day.
pub const PAGE_MS_MAX: i64 = DAY_MS / 2;
/// Letters of the secret in a link.
const TOKEN_LETTERS: usize = 32;

/// A poster on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    /// What stands in its link after `/s/`: 32 hex digits.
    pub token: String,
    /// When it was made.
    pub made_at: Instant,
    /// The day on which somebody last came or went by it; absent where nobody has yet.
    pub used_on: Option<WorkDate>,
}

/// A poster on a screen, whose code changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// What stands in the screen's own address after `/screen/`: 32 hex digits. Whoever has it sees the codes.
    pub secret: String,
    /// When it was made.
    pub made_at: Instant,
    /// The same as of [`Poster::used_on`].
    pub used_on: Option<WorkDate>,
}

/// How own phones are let in at a site, for its office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhones {
    /// Name of the site.
    pub name: String,
    /// The prime's name.
    pub prime: String,
    /// The poster on paper.
    pub poster: Option<Poster>,
    /// The poster on a screen.
    pub screen: Option<Screen>,
    /// Whether phones are asked where they are.
    pub asks_position: bool,
    /// Whether the site says where it is, without which nobody is asked.
    pub has_position: bool,
}

/// What a screen shows now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// Name of the site.
    pub name: String,
    /// The prime's name.
    pub prime: String,
    /// What stands in the poster's link after `/s/`.
    pub token: String,
    /// The code of now; none where the site takes nobody more.
    pub code: Option<String>,
}

/// What a poster's link or a site's tag shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The site.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// The prime's name.
    pub prime: String,
    /// The site has ended and takes nobody more; not said to who is inside and goes out still.
    pub ended: bool,
    /// Of a technician who is logged in: whether they are inside here now.
    pub inside: Option<bool>,
    /// The phone is asked where it is, and of its answer only how far from the site that is gets kept.
    pub asks_position: bool,
    /// What lets this page record, of a poster whose code changes; empty of any other.
    pub pass: String,
}

/// Whether a text can be a link's secret at all.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LETTERS && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Whether a touch may still come from the page that made its id.
pub fn is_fresh(id: TouchId, now: Instant) -> bool {
    id_time(id).is_some_and(|made| (0..=PAGE_MS_MAX).contains(&now.since_ms(made)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_795_200_000_000);

    fn made(at: Instant) -> TouchId {
        let ms = u128::try_from(at.0).unwrap();
        TouchId(Uuid::from_u128(ms << 80 | 0x7 << 76 | 0x8 << 60 | 0x1234))
    }

    #[test]
    fn a_page_records_for_half_a_day_and_not_before_it_was_opened() {
        for (ms, fresh) in [(0, true), (PAGE_MS_MAX, true), (PAGE_MS_MAX + 1, false), (-1, false)] {
            assert_eq!(is_fresh(made(NOW.plus_ms(-ms)), NOW), fresh, "{ms}");
        }
        assert!(!is_fresh(TouchId(Uuid::nil()), NOW));
    }

    #[test]
    fn a_token_is_thirty_two_small_hex_digits() {
        let good = "0123456789abcdef".repeat(2);
        assert!(is_token(&good));
        for wrong in ["", &good[1..], &format!("{good}0"), &good.replace('a', "A"), &good.replace('a', "g")] {
            assert!(!is_token(wrong), "{wrong}");
        }
    }
}
