//! Who stands above whom on a day, and what that lets a business do. Invariant: what a business may approve or confirm by its
//! place rests on the word of others: it is never above a place only because it has entered one there itself.

use super::{Place, TIER_MAX};
use crate::{
    calendar,
    form::{FieldProblem, Problem},
    id::{BusinessId, StructureId},
    time::WorkDate,
};

/// Whether `acting` may put people on the roster for a place for days from `day` on: the prime for any, an upper tier for
/// those below it, a business for its own, as long as place and business take part.
pub fn may_fill(places: &[Place], acting: BusinessId, place: StructureId, day: WorkDate) -> bool {
    find(places, place).is_some_and(|place| place.lasts_on(day))
        && (is_prime(places, acting) || is_above_or_self(places, acting, place, day))
}

/// Whether `acting` may approve the days of those who work for a place on `day`: the prime of every place and of nobody's
/// (施工体制未登録), an upper tier of those strictly below it on that day, where it and every place from it down to that one
/// has answered and is confirmed; until then they are the prime's alone. Nobody but the prime approves its own people's days
/// (ours).
pub fn may_approve(places: &[Place], acting: BusinessId, place: Option<StructureId>, day: WorkDate) -> bool {
    is_prime(places, acting) || place.is_some_and(|place| is_settled_below(places, acting, place, day))
}

/// Whether a place is strictly below `acting` on `day`, by a way on which everybody has answered and is confirmed, those who
/// have left since too: leaving settles nothing.
fn is_settled_below(places: &[Place], acting: BusinessId, place: StructureId, day: WorkDate) -> bool {
    let steps = above_or_self(places, place).position(|at| at.business == acting);
    steps.filter(|steps| *steps > 0).is_some_and(|steps| {
        above_or_self(places, place).take(steps + 1).all(|at| at.is_settled())
            && is_above_or_self(places, acting, place, day)
    })
}

/// Whether `acting` may confirm a place: the prime any, another only what was entered by a tier below it, whoever stands
/// between by now.
pub fn may_confirm(places: &[Place], acting: BusinessId, place: StructureId, day: WorkDate) -> bool {
    let Some(of) = find(places, place).filter(|of| of.parent.is_some()) else { return false };
    let by = places.iter().filter(|at| Some(at.business) == of.entered_by && at.business != acting);
    // Who came back is judged by where it stands since.
    let entered_by = || by.max_by_key(|at| at.from);
    is_prime(places, acting)
        || (is_above_or_self(places, acting, place, day)
            && entered_by().is_some_and(|by| is_above_or_self(places, acting, by.id, day)))
}

/// Whether `acting` may say on `day` that a place leaves: the business itself while it is there, those above it and the prime
/// also afterwards, to put the day right; nobody that the prime does, or who declined.
pub fn may_end(places: &[Place], acting: BusinessId, place: StructureId, day: WorkDate) -> bool {
    find(places, place).is_some_and(|of| of.parent.is_some() && !of.was_declined())
        && (is_prime(places, acting) || is_above_or_self(places, acting, place, day))
}

/// Whether `acting` may also set a later last day of a place than it has, or none again: the prime, and those above it. The
/// business itself asks them: it is their tree that it would come back into.
pub fn may_prolong(places: &[Place], acting: BusinessId, place: StructureId, day: WorkDate) -> bool {
    find(places, place).is_some_and(|of| of.business != acting) && may_end(places, acting, place, day)
}

/// The day on which the business of a place that it had left came back to the tree: from then on it stands elsewhere. `None` where
/// it did not.
pub fn came_back(places: &[Place], place: &Place) -> Option<WorkDate> {
    let later = places.iter().filter(|at| at.business == place.business && at.from > place.from && !at.was_declined());
    later.map(|at| at.from).min()
}

/// The place that a day of a business counts for: the one it had come to last by then, also after it left it, and before it ever
/// came its first, so that papers can be completed. `None` for who takes part nowhere. That it stood there on the day is not said
/// by this: its `from` and [`Place::lasts_on`] say so.
pub fn place_of(places: &[Place], business: BusinessId, day: WorkDate) -> Option<Place> {
    let of_it = || places.iter().filter(|at| at.business == business && !at.was_declined());
    let by_then = of_it().filter(|at| at.from <= day).max_by_key(|at| at.from);
    by_then.or_else(|| of_it().min_by_key(|at| at.from)).copied()
}

/// The last day of the tree that a business is shown: that of the last place it has left. `None` while it stands there, and for who
/// never did.
pub fn left_on(places: &[Place], business: BusinessId) -> Option<WorkDate> {
    let mut last = None;
    for place in places.iter().filter(|place| place.business == business) {
        last = last.max(Some(place.until?));
    }
    last
}

/// The last day of a place as typed, `None` where it is to last again: nothing was typed of a place that has one, by who may
/// prolong it; of one whose business came `back` since, a day before that. Errors: the problem, beside `until`.
pub fn last_day(
    typed: &str,
    place: &Place,
    may_prolong: bool,
    back: Option<WorkDate>,
) -> Result<Option<WorkDate>, FieldProblem> {
    let read = match typed.trim() {
        "" if may_prolong && place.until.is_some() && back.is_none() => return Ok(None),
        "" => Err(Problem::Missing),
        typed => calendar::parse_day(typed),
    };
    let checked = match read {
        Ok(day) if back.is_some_and(|back| day >= back) => Err(Problem::AfterItsEnd),
        Ok(day) if day < place.from => Err(Problem::EndBeforeStart),
        Ok(day) if !may_prolong && place.until.is_some_and(|until| day > until) => Err(Problem::AfterItsEnd),
        read => read,
    };
    checked.map(Some).map_err(|problem| FieldProblem::new("until", problem))
}

/// Whether `business` sees what a place does on `day`: it is its own, or one below it on that day.
pub fn sees(places: &[Place], business: BusinessId, place: StructureId, day: WorkDate) -> bool {
    is_above_or_self(places, business, place, day)
}

/// The tree as it stood on `day`: who had entered and not left, under whoever was next above; the prime always.
pub fn as_of(places: &[Place], day: WorkDate) -> Vec<Place> {
    let stood = |place: &Place| place.lasts_on(day) && (place.parent.is_none() || place.from <= day);
    let hung = |place: &Place| {
        let Some(parent) = place.parent else { return Some(*place) };
        let above = above_or_self(places, parent).find(stood)?;
        Some(Place { parent: Some(above.id), ..*place })
    };
    places.iter().filter(|place| stood(place)).filter_map(hung).collect()
}

/// The places of `business` and of everybody below it on `day`; all for the prime, none for who takes no part by then. These
/// are what it sees of a site's roster.
pub fn branch(places: &[Place], business: BusinessId, day: WorkDate) -> Vec<StructureId> {
    places.iter().filter(|place| sees(places, business, place.id, day)).map(|place| place.id).collect()
}

/// 一次: the business of tier 1 above a place on `day`, the place itself included; `None` for the prime's own people.
pub fn first_tier(places: &[Place], place: StructureId, day: WorkDate) -> Option<BusinessId> {
    above_on(places, place, day).find(|at| at.tier == 1).map(|at| at.business)
}

fn is_above_or_self(places: &[Place], business: BusinessId, place: StructureId, day: WorkDate) -> bool {
    above_on(places, place, day).any(|at| at.business == business)
}

/// The way up from a place without those who do not take part on `day`, and without who registered later as the tier that was
/// missing; the place itself is one of them.
fn above_on(places: &[Place], from: StructureId, day: WorkDate) -> impl Iterator<Item = Place> + '_ {
    let mut below: Option<Place> = None;
    above_or_self(places, from).filter(move |at| {
        let came_later = below.is_some_and(|below| below.was_filled_by(at) && day < at.from);
        below = Some(*at);
        at.lasts_on(day) && !came_later
    })
}

pub(super) fn is_prime(places: &[Place], business: BusinessId) -> bool {
    places.iter().any(|place| place.parent.is_none() && place.business == business)
}

pub(super) fn find(places: &[Place], id: StructureId) -> Option<Place> {
    places.iter().copied().find(|place| place.id == id)
}

/// The way up from a place. Bounded, so that a ring in bad data ends too.
pub(super) fn above_or_self(places: &[Place], from: StructureId) -> impl Iterator<Item = Place> + '_ {
    let steps = usize::try_from(TIER_MAX).unwrap_or(0) + 1;
    core::iter::successors(find(places, from), |place| find(places, place.parent?)).take(steps)
}

#[cfg(test)]
mod tests;
