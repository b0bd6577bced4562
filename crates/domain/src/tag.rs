//! 現場のタグ: a chip that hangs at a site and answers every touch of a phone with a link of its own. Invariant: one that was ended
//! records nothing again, a link records once, and opening it records nothing.
//!
//! Source: 20-sites-and-history.md (own phone at the site's tag), 30-cards.md (a touch for oneself needs the site's tag or poster;
//! replay, assurance).

use crate::{
    form::{FieldProblem, Problem, reader::Reader},
    poster::Place,
    text,
    time::{Instant, MINUTE_MS, WorkDate},
};
use serde::{Deserialize, Serialize};

const PLACE_CHARS_MAX: u32 = 40;
/// Hex digits of a chip's number.
const UID_DIGITS: usize = 14;
/// A link is refused once a later answer of the tag was opened so long ago (ours): it was read before that one, so nobody stands
/// there with it any more. Shorter would refuse whoever was at the tag first and is slow to log in.
pub const OVERTAKEN_MS: i64 = 15 * MINUTE_MS;

/// Most tags a site has in use at once (ours): more than the entrances of the largest.
pub const IN_USE_MAX: i64 = 100;
/// Most tags a site has had in all (ours): each bars its chip from ever being a card's, so nobody may enter any number of them.
pub const ALL_MAX: i64 = 500;

/// How many tags a site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Those in use.
    pub in_use: i64,
    /// Those, and those that were ended.
    pub all: i64,
}

/// Why a site takes no further tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// Too many are in use; one may be ended.
    InUse,
    /// It has had too many.
    All,
}

impl Count {
    /// That there is room for one more. Errors: why there is none; the one that cannot be helped first.
    pub const fn room(self) -> Result<(), Full> {
        if self.all >= ALL_MAX {
            Err(Full::All)
        } else if self.in_use >= IN_USE_MAX {
            Err(Full::InUse)
        } else {
            Ok(())
        }
    }
}

/// Why a tag was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// 紛失.
    Lost,
    /// 破損.
    Broken,
    /// It is needed no more.
    Unused,
}

impl EndReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Lost, Self::Broken, Self::Unused];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Lost => 1,
            Self::Broken => 2,
            Self::Unused => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Broken => "broken",
            Self::Unused => "unused",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// A tag, for its site's office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The chip's number, 14 hex digits.
    pub uid: String,
    /// What its place at the site is called, as typed.
    pub place: String,
    /// When it was entered.
    pub made_at: Instant,
    /// When its keys were handed to whoever writes chips; without them it opens nothing.
    pub keys_at: Option<Instant>,
    /// The day on which somebody last came or went by it; absent where nobody has yet.
    pub used_on: Option<WorkDate>,
    /// When and why it was ended.
    pub ended: Option<(Instant, EndReason)>,
}

/// The tags of a site, for its office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTags {
    /// Name of the site.
    pub name: String,
    /// Those in use first, then the others, each the newest first.
    pub tags: Vec<Tag>,
}

/// A tag to be entered, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TagForm {
    /// The chip's number.
    pub uid: String,
    /// What its place is called.
    pub place: String,
}

impl TagForm {
    /// The chip's number as 14 hex digits in capitals, and the name of the place. Errors: the problems.
    pub fn validate(&self) -> Result<(String, String), Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let uid = read.required("uid", &self.uid, chip);
        let place = read.text("place", &self.place, PLACE_CHARS_MAX);
        let entry = || Ok((uid?, place?));
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

fn chip(raw: &str) -> Result<String, Problem> {
    let between = |c: char| c.is_whitespace() || matches!(c, ':' | '-');
    let digits: String = text::to_ascii_width(raw).chars().filter(|c| !between(*c)).collect();
    let good = digits.len() == UID_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if good { Ok(digits.to_ascii_uppercase()) } else { Err(Problem::NotAChoice) }
}

/// Whether what was opened at `later` overtakes an earlier answer of the same tag.
pub fn is_overtaken(later: Instant, now: Instant) -> bool {
    now.since_ms(later) > OVERTAKEN_MS
}

/// How one answer of a tag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It records once.
    Good,
    /// The tag was ended.
    Ended(EndReason),
    /// A touch has used it.
    Used,
    /// A later answer was opened long ago.
    Overtaken,
}

/// What a tag's link shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagPlace {
    /// The site.
    pub place: Place,
    /// Where at the site the tag hangs.
    pub at: String,
    /// How this answer of it stands.
    pub standing: Standing,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(uid: &str, place: &str) -> TagForm {
        TagForm { uid: uid.to_owned(), place: place.to_owned() }
    }

    #[test]
    fn a_tag_has_a_number_and_a_place() {
        let good = Ok(("04A1B2C3D4E5F6".to_owned(), "正門".to_owned()));
        for uid in ["04A1B2C3D4E5F6", "04:a1:b2:c3:d4:e5:f6", " 04-A1-B2-C3-D4-E5-F6 ", "０４a1b2c3d4e5f6"] {
            assert_eq!(form(uid, "正門").validate(), good, "{uid}");
        }
        let one = |field: &str, problem| Err(vec![FieldProblem::new(field, problem)]);
        for uid in ["04A1B2C3D4E5F", "04A1B2C3D4E5F67", "04A1B2C3D4E5FG"] {
            assert_eq!(form(uid, "正門").validate(), one("uid", Problem::NotAChoice), "{uid}");
        }
        assert_eq!(form("", "正門").validate(), one("uid", Problem::Missing));
        assert_eq!(form("04A1B2C3D4E5F6", " ").validate(), one("place", Problem::Missing));
        assert!(form("04A1B2C3D4E5F6", &"門".repeat(40)).validate().is_ok());
        assert!(form("04A1B2C3D4E5F6", &"門".repeat(41)).validate().is_err());
    }

    #[test]
    fn a_site_has_so_many_tags_and_no_more() {
        for (in_use, all, room) in [
            (0, 0, Ok(())),
            (99, 499, Ok(())),
            (100, 100, Err(Full::InUse)),
            (100, 499, Err(Full::InUse)),
            (0, 500, Err(Full::All)),
            (100, 500, Err(Full::All)),
        ] {
            assert_eq!(Count { in_use, all }.room(), room, "{in_use} of {all}");
        }
    }

    #[test]
    fn an_answer_is_overtaken_after_a_quarter_of_an_hour() {
        let later = Instant(1_795_200_000_000);
        for (ms, overtaken) in [(-1, false), (OVERTAKEN_MS, false), (OVERTAKEN_MS + 1, true)] {
            assert_eq!(is_overtaken(later, later.plus_ms(ms)), overtaken, "{ms}");
        }
    }

    #[test]
    fn reasons_read_back() {
        for reason in EndReason::ALL {
            assert_eq!(EndReason::from_stored(reason.number()), Some(reason));
            assert_eq!(EndReason::from_code(reason.code()), Some(reason));
        }
        assert_eq!((EndReason::from_stored(0), EndReason::from_code("stolen")), (None, None));
    }
}
