//! From touches to working days. Invariant: the answer depends on the set of touches alone, never on their order of
//! arrival, so late, doubled and shuffled uploads come to the same days.
//!
//! The working day is the local date of the shift's first `in`. An `out`, or a touch of unknown kind, joins the same
//! person's open touch at that site if that is at most 18 hours old; the site's day boundary decides only for touches
//! that find none (20-sites-and-history.md). An `in` stays open until 18 hours have passed or the next one comes, so
//! that a second `out` moves the end of the day instead of making another one. Within a shift a touch of unknown kind
//! goes out and in by turn.

use super::TouchKind;
use crate::{
    id::TouchId,
    time::{HOUR_MS, Instant, WorkDate},
};

/// How old an open touch may be for another to join it.
pub const OPEN_MS_MAX: i64 = 18 * HOUR_MS;

/// What the rule looks at in a touch: of one person at one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Corrected time.
    pub at: Instant,
    /// Breaks ties between touches of one millisecond.
    pub id: TouchId,
    /// In, out or unknown.
    pub kind: TouchKind,
}

/// A working day as its touches tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The working day.
    pub date: WorkDate,
    /// First `in` (or the touch that stood for it); `None` for a lone `out`.
    pub first_in: Option<Instant>,
    /// Last `out`; `None` while nobody has touched out.
    pub last_out: Option<Instant>,
    /// Since when the person is inside, as far as the touches of the day tell; `None` after an `out`.
    pub inside_since: Option<Instant>,
    /// The day's earliest touch, which settles what the record is made under.
    pub first_touch: TouchId,
    /// Touches that came to this day.
    pub touches: u32,
}

/// The day a touch falls on that joins no other: the local date, after the site's day boundary has been taken off.
pub fn day_by_boundary(at: Instant, boundary_minutes: i16) -> WorkDate {
    at.plus_ms(-i64::from(boundary_minutes) * crate::time::MINUTE_MS).date()
}

/// Working days from the touches of one person at one site, in any order. Days come back in their order.
///
/// `boundary_minutes`: the site's day boundary in minutes after midnight in Japan (default 0).
pub fn days(touches: &[Moment], boundary_minutes: i16) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for (moment, date, enters) in assigned(touches, boundary_minutes) {
        note(&mut days, date, enters, &moment);
    }
    days.sort_unstable_by_key(|day| day.date);
    days
}

/// The touches that come to the working day `date`, each as what it counts (see [`counts_as`]), from all touches of one
/// person at one site near it.
pub fn touches_of(touches: &[Moment], boundary_minutes: i16, date: WorkDate) -> Vec<(TouchId, TouchKind)> {
    let of_date = assigned(touches, boundary_minutes).into_iter().filter(|(_, day, _)| *day == date);
    of_date.map(|(moment, _, enters)| (moment.id, in_or_out(enters))).collect()
}

/// The working day each of `touches` comes to, all of one person at one site near it, in the order of time.
pub fn days_of(touches: &[Moment], boundary_minutes: i16) -> Vec<(TouchId, WorkDate)> {
    let found = assigned(touches, boundary_minutes).into_iter();
    found.map(|(moment, date, _)| (moment.id, date)).collect()
}

/// What a touch counts as among `touches`, all of one person at one site near it: in or out, by turn where it does not say.
/// What is shown of a touch, at the gate and in the passport, is this. `None` where it is not among them.
pub fn counts_as(touches: &[Moment], id: TouchId) -> Option<TouchKind> {
    // Whether a touch enters does not depend on the site's boundary.
    let found = assigned(touches, 0).into_iter().find(|(moment, _, _)| moment.id == id);
    found.map(|(_, _, enters)| in_or_out(enters))
}

const fn in_or_out(enters: bool) -> TouchKind {
    if enters { TouchKind::In } else { TouchKind::Out }
}

/// Each touch once, in the order of time, with its working day and whether it enters the site.
fn assigned(touches: &[Moment], boundary_minutes: i16) -> Vec<(Moment, WorkDate, bool)> {
    let mut sorted = touches.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by_key(|moment| moment.id);
    let mut open: Option<(Instant, WorkDate)> = None;
    let mut inside = false;
    let mut found = Vec::with_capacity(sorted.len());
    for moment in sorted {
        let joined = open.filter(|(opened, _)| moment.at.since_ms(*opened) <= OPEN_MS_MAX).map(|(_, date)| date);
        let (date, enters) = match (moment.kind, joined) {
            (TouchKind::In, _) | (TouchKind::Unknown, None) => {
                let date = day_by_boundary(moment.at, boundary_minutes);
                open = Some((moment.at, date));
                (date, true)
            }
            (TouchKind::Out, Some(date)) => (date, false),
            (TouchKind::Unknown, Some(date)) => (date, !inside),
            (TouchKind::Out, None) => (day_by_boundary(moment.at, boundary_minutes), false),
        };
        inside = enters;
        found.push((moment, date, enters));
    }
    found
}

fn note(days: &mut Vec<Day>, date: WorkDate, enters: bool, moment: &Moment) {
    let at = days.iter().rposition(|day| day.date == date).unwrap_or_else(|| {
        days.push(Day { date, first_in: None, last_out: None, inside_since: None, first_touch: moment.id, touches: 0 });
        days.len() - 1
    });
    if let Some(day) = days.get_mut(at) {
        day.touches += 1;
        if enters {
            if day.first_in.is_none() {
                // An `out` before the first `in` ended something else; it is no end of this day.
                day.last_out = None;
            }
            day.first_in = day.first_in.or(Some(moment.at));
            day.inside_since = Some(moment.at);
        } else {
            day.last_out = Some(moment.at);
            day.inside_since = None;
        }
    }
}

/// Whether a person whose touches at the site are `touches` is inside at `now`: the last one went in, and that is at most
/// 18 hours ago. Touches after `now` do not count.
pub fn is_inside(touches: &[Moment], now: Instant) -> bool {
    let until: Vec<Moment> = touches.iter().copied().filter(|moment| moment.at <= now).collect();
    // The day a touch comes to plays no part in who is inside, so neither does the site's boundary.
    let last = assigned(&until, 0).last().copied();
    last.is_some_and(|(moment, _, enters)| enters && now.since_ms(moment.at) <= OPEN_MS_MAX)
}

/// Whether a touch of `kind` at `at` ends a shift that was begun before `closed`, by a person whose touches at the site are
/// `touches`: no `in`, and one that joins an open touch of before; of unknown kind only for who is inside, since by turn it
/// would go in again.
pub fn ends_shift_before(touches: &[Moment], closed: Instant, (at, kind): (Instant, TouchKind)) -> bool {
    let mut before: Vec<Moment> = touches.iter().copied().filter(|moment| moment.at < closed.min(at)).collect();
    before.sort_unstable();
    let is_open = |open: Option<Instant>, at: Instant| open.is_some_and(|open| at.since_ms(open) <= OPEN_MS_MAX);
    let opened = before.iter().fold(None, |open, moment| match moment.kind {
        TouchKind::In => Some(moment.at),
        TouchKind::Unknown if !is_open(open, moment.at) => Some(moment.at),
        TouchKind::Unknown | TouchKind::Out => open,
    });
    is_open(opened, at)
        && match kind {
            TouchKind::In => false,
            TouchKind::Out => true,
            TouchKind::Unknown => is_inside(touches, at),
        }
}

/// In or out for the next touch of a person whose earlier touches at the site are `touches`: by turn, within an open
/// shift. This is what a gate shows and sends where nobody pressed a button.
pub fn next_kind(touches: &[Moment], now: Instant) -> TouchKind {
    if is_inside(touches, now) { TouchKind::Out } else { TouchKind::In }
}

#[cfg(test)]
mod tests;
