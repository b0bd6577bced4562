//! 更新の予約: a business comes to a certified registrar's counter on a half day of its choice. Invariant: no half day takes more
//! than its places, and nobody comes on the day they book.
//!
//! Source: 10-registration.md (Businesses: on the web or at a certified registrar by appointment). Half days, places and the
//! day of notice are ours.

use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{ApplicationId, AppointmentId, BusinessId, OfficeId},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// How far ahead half days are opened, days.
pub const AHEAD_DAYS: u64 = 180;
/// Places of a half day at most.
const PLACES_MAX: i16 = 50;
const REASON_CHARS_MAX: u32 = 500;

/// Half a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// 午前.
    Morning,
    /// 午後.
    Afternoon,
}

impl Half {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Morning, Self::Afternoon];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Morning => 1,
            Self::Afternoon => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|half| half.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Morning => "am",
            Self::Afternoon => "pm",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|half| half.code() == code)
    }
}

/// A half day at an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The day.
    pub on: WorkDate,
    /// Which half.
    pub half: Half,
}

impl Slot {
    /// Whether it can still be booked today: until the day before.
    pub fn may_be_booked(self, today: WorkDate) -> bool {
        self.on > today
    }
    /// As a form sends it: `20261201.am`.
    pub fn code(self) -> String {
        format!("{}.{}", self.on.number(), self.half.code())
    }
    /// From what a form sends.
    pub fn from_code(code: &str) -> Option<Self> {
        let (on, half) = code.split_once('.')?;
        Some(Self { on: WorkDate::from_number(on.parse().ok()?)?, half: Half::from_code(half)? })
    }
}

/// A half day an office opens, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SlotForm {
    /// The day.
    pub day: String,
    /// [`Half::code`].
    pub half: String,
    /// How many may come.
    pub places: String,
}

impl SlotForm {
    /// The half day and its places; none closes what nobody has booked. Errors: every problem.
    pub fn validate(&self, today: WorkDate) -> Result<(Slot, i16), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let on = read.required("day", &self.day, calendar::parse_day);
        if let Ok(day) = on {
            let days = (day.date() - today.date()).num_days();
            if days <= 0 {
                read.note("day", Problem::NotAfterToday);
            } else if days > i64::try_from(AHEAD_DAYS).unwrap_or(i64::MAX) {
                read.note("day", Problem::OutOfRange { min: 1, max: i64::try_from(AHEAD_DAYS).unwrap_or(i64::MAX) });
            }
        }
        let half = read.choice("half", &self.half, Half::from_code);
        let places = read.required("places", &self.places, |raw| reader::small(raw, 0, PLACES_MAX));
        let entry = || Ok((Slot { on: on?, half: half? }, places?));
        let entry = entry();
        read.finish(entry)
    }
}

/// Why an office calls an appointment off, as the business is told. Errors: nothing, or more than 500 characters.
pub fn call_off_reason(typed: &str) -> Result<String, Vec<FieldProblem>> {
    let mut read = Reader::default();
    let reason = read.text("reason", typed, REASON_CHARS_MAX);
    read.finish(reason)
}

/// A half day an office has opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotRow {
    /// Which.
    pub slot: Slot,
    /// How many may come.
    pub places: i16,
    /// How many have booked.
    pub booked: i16,
}

impl SlotRow {
    /// Places left.
    pub const fn left(&self) -> i16 {
        self.places - self.booked
    }
}

/// An office that has half days to book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOffice {
    /// Which.
    pub office: OfficeId,
    /// Body and office.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its phone, digits.
    pub phone: String,
    /// The first day with a place left.
    pub first: WorkDate,
    /// When it was entered, by which lists are ordered.
    pub created_at: Instant,
}

/// An appointment, as both sides see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentRow {
    /// Which.
    pub id: AppointmentId,
    /// Where.
    pub office: OfficeId,
    /// Body and office.
    pub office_name: String,
    /// The office's address.
    pub address: String,
    /// The office's phone, digits.
    pub phone: String,
    /// Who comes.
    pub business: BusinessId,
    /// Its name.
    pub name: String,
    /// When.
    pub slot: Slot,
    /// The application begun at the counter, once they came.
    pub application: Option<ApplicationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

    fn form(day: &str, half: &str, places: &str) -> SlotForm {
        SlotForm { day: day.to_owned(), half: half.to_owned(), places: places.to_owned() }
    }

    fn wrong(form: &SlotForm) -> Vec<String> {
        form.validate(TODAY).unwrap_err().into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_half_day_is_opened_from_tomorrow_on_half_a_year_ahead() {
        let good = form("2026-11-21", "am", "0").validate(TODAY).unwrap();
        assert_eq!(good, (Slot { on: WorkDate::from_stored(20_261_121), half: Half::Morning }, 0));
        assert!(form("2027-05-19", "pm", "50").validate(TODAY).is_ok(), "180 days ahead");
        for (day, half, places, field) in [
            ("2026-11-20", "am", "1", "day"),
            ("2027-05-20", "am", "1", "day"),
            ("", "am", "1", "day"),
            ("2026-11-21", "night", "1", "half"),
            ("2026-11-21", "am", "51", "places"),
            ("2026-11-21", "am", "-1", "places"),
            ("2026-11-21", "am", "", "places"),
        ] {
            assert_eq!(wrong(&form(day, half, places)), [field], "{day} {half} {places}");
        }
        assert_eq!(wrong(&SlotForm::default()), ["day", "half", "places"], "all at once");
    }

    #[test]
    fn an_appointment_is_called_off_with_a_reason() {
        assert_eq!(call_off_reason(" 台風のため "), Ok("台風のため".to_owned()));
        assert!(call_off_reason(" ").is_err() && call_off_reason(&"あ".repeat(501)).is_err());
        assert!(call_off_reason(&"あ".repeat(500)).is_ok());
    }

    #[test]
    fn a_half_day_is_booked_until_the_day_before_and_its_code_leads_back() {
        for (on, good) in [(20_261_119, false), (20_261_120, false), (20_261_121, true)] {
            let slot = Slot { on: WorkDate::from_stored(on), half: Half::Afternoon };
            assert_eq!(slot.may_be_booked(TODAY), good, "{on}");
            assert_eq!(Slot::from_code(&slot.code()), Some(slot));
        }
        for code in ["", "20261121", "20261121.night", "20261399.am", "x.am"] {
            assert_eq!(Slot::from_code(code), None, "{code}");
        }
        for half in Half::ALL {
            assert_eq!(Half::from_stored(half.number()), Some(half));
        }
    }
}
