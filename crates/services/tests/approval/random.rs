//! Whatever offices and gates do in whatever order, what is kept is what the facts say: touches, entries, lines of the roster
//! and decisions. Except the employer of a record that waits without a line (docs/decisions/0022), which no fact
//! tells.

mod hand;

use super::{
    NOVEMBER, consistent,
    examine::{Said as Differing, differences},
    line, named, numbers, place_of_sub, typed,
};
use domain::{
    access::{Actor, Role},
    history::{
        Approval, DaySet,
        approval::{Decision, Pick, standing},
        entry::made_of,
    },
    id::{DeviceId, RosterId, SiteId, StructureId, TechnicianId},
    site::SiteForm,
    time::{DAY_MS, HOUR_MS, Instant, WorkDate},
    touch::{TouchKind, shift},
};
use services::{Call, Error, history, roster, site, structure};
use std::collections::BTreeSet;
use store::{
    history::{Decided, Paper, Record, RecordKey},
    roster::Entry,
    touch::StoredTouch,
};
use testkit::{Cast, GateOf, TestApp, both, cast, clock};
use uuid::Uuid;

/// Of ten people, those who stand on the roster of the first site to begin with.
const ON_THE_ROSTER: usize = 9;

/// How many acts: `CASES`, for the long runs.
#[expect(clippy::disallowed_methods, reason = "who runs the tests says how long")]
fn acts() -> u64 {
    std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

/// A row of numbers that looks like chance and is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
    fn small(&mut self, limit: u64) -> i32 {
        i32::try_from(self.below(limit)).expect("small")
    }
    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(u64::try_from(all.len()).expect("few"));
        &all[usize::try_from(at).expect("few")]
    }
}

/// A site with a gate and the two places of its tree: the prime's and the subcontractor's.
struct Site {
    id: SiteId,
    gate: GateOf,
    places: [StructureId; 2],
}

struct World {
    app: std::sync::Arc<TestApp>,
    cast: Cast,
    sites: [Site; 2],
    /// Lines that have not been ended.
    lines: Vec<RosterId>,
}

impl World {
    async fn new(app: std::sync::Arc<TestApp>) -> Self {
        let cast = cast(&app, ON_THE_ROSTER).await;
        app.at(20_261_101, "09:00");
        let prime = cast.admin(&app, cast.prime);
        let text = str::to_owned;
        let form = SiteForm {
            name: text("二つ目の現場"),
            prefecture: text("27"),
            address: text("大阪市1-1"),
            start: text("2026-11-01"),
            end: text("2027-12-01"),
            ..SiteForm::default()
        };
        let other = site::create(&prime, &form).await.expect("a site");
        let root = store::structure::of_site(app.db().read(), other).await.expect("a tree")[0].id;
        let sub = structure::add(&prime, other, root, cast.sub).await.expect("a place");
        let gate_of = |id: SiteId, number: u128| {
            let device = Some(DeviceId(Uuid::from_u128(number)));
            GateOf { call: app.by(Actor { sites: vec![id], device, ..Actor::of(Role::Gate) }) }
        };
        let places = [StructureId(Uuid::from_u128(1)), place_of_sub()];
        let sites = [
            Site { id: cast.site, gate: gate_of(cast.site, 77), places },
            Site { id: other, gate: gate_of(other, 78), places: [root, sub] },
        ];
        let lines = (0..ON_THE_ROSTER).map(|at| RosterId(Uuid::from_u128(1_000 + at as u128))).collect();
        Self { app, cast, sites, lines }
    }

    fn prime(&self) -> Call {
        self.cast.admin(&self.app, self.cast.prime)
    }

    /// One of the first `kinds` kinds of acts.
    async fn act(&mut self, chance: &mut Chance, kinds: u64, people: &[TechnicianId], now: Instant) {
        let who = *chance.of(people);
        let at = usize::try_from(chance.below(2)).expect("small");
        match chance.below(kinds) {
            0..12 => self.touch(chance, (who, at), now).await,
            12..14 => self.put_on(chance, (who, at), now).await,
            14 => self.take_off(chance).await,
            15 => self.begin_before(chance, people).await,
            16..18 => self.approve((who, at), true).await,
            18..20 => self.approve((who, at), false).await,
            20 => self.take_back(chance, people).await,
            21..25 => self.enter(chance, (who, at), now).await,
            25..27 => self.end_entry(chance, people).await,
            27..30 => self.move_employer(chance, who, now).await,
            _ => self.send(chance, (who, at), now).await,
        }
    }

    async fn touch(&self, chance: &mut Chance, (who, at): (TechnicianId, usize), now: Instant) {
        let kind = *chance.of(&[TouchKind::In, TouchKind::Out, TouchKind::Unknown, TouchKind::In]);
        let back = i64::from(chance.small(6 * 48)) * HOUR_MS / 2;
        let touch = typed(now.plus_ms(-back), kind, who);
        let touch = if chance.below(3) == 0 { named(touch) } else { touch };
        self.sites[at].gate.send(&[touch]).await;
    }

    /// The `in` of a day of which somebody approved a lone `out` turns up: often that day is then another.
    async fn begin_before(&self, chance: &mut Chance, people: &[TechnicianId]) {
        let mut lone = Vec::new();
        for who in people {
            for (at, site) in self.sites.iter().enumerate() {
                let kept = kept(&self.app, *who, site.id).await;
                let approved = kept.into_iter().filter(|record| record.approval == Approval::Approved);
                let outs = approved.filter(|record| record.first_in.is_none()).filter_map(|record| record.last_out);
                lone.extend(outs.map(|out| (*who, at, out)));
            }
        }
        if lone.is_empty() {
            return;
        }
        let (who, at, out) = *chance.of(&lone);
        self.sites[at].gate.send(&[typed(out.plus_ms(-17 * HOUR_MS), TouchKind::In, who)]).await;
    }

    async fn put_on(&mut self, chance: &mut Chance, (who, at): (TechnicianId, usize), now: Instant) {
        let from = now.plus_ms(-i64::from(chance.small(5)) * DAY_MS).date();
        let place = *chance.of(&self.sites[at].places);
        match roster::add(&self.prime(), self.sites[at].id, &line(who, place, &from.to_string())).await {
            Ok(id) => self.lines.push(id),
            Err(Error::Conflict("conflict.on_roster")) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn take_off(&mut self, chance: &mut Chance) {
        if self.lines.is_empty() {
            return;
        }
        let at = usize::try_from(chance.below(u64::try_from(self.lines.len()).expect("few"))).expect("few");
        match roster::end(&self.prime(), self.lines.swap_remove(at)).await {
            // A line for another place may have ended it.
            Ok(()) | Err(Error::Conflict("conflict.already_done")) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    /// All that waits: by their row, or each by its cell.
    async fn approve(&self, (who, at): (TechnicianId, usize), by_row: bool) {
        let all = DaySet::from_stored(i32::MAX);
        let pick = if by_row { Pick { many: all, ..Pick::default() } } else { Pick { one: all, ..Pick::default() } };
        let site = self.sites[at].id;
        history::approve(&self.prime(), site, NOVEMBER, &[(who, pick)].into()).await.expect("an answer");
    }
}

impl World {
    /// One approval of those that stand.
    async fn take_back(&self, chance: &mut Chance, people: &[TechnicianId]) {
        let mut standing = Vec::new();
        for who in people {
            for site in &self.sites {
                let kept = kept(&self.app, *who, site.id).await;
                let approved = kept.into_iter().filter(|record| record.approval == Approval::Approved);
                standing.extend(approved.map(|record| record.key));
            }
        }
        if standing.is_empty() {
            return;
        }
        let key = *chance.of(&standing);
        let (month, days) = ((key.technician, NOVEMBER), DaySet::of(key.date));
        let done = history::withdraw(&self.prime(), key.site, month, days, "理由").await;
        assert_eq!(done.expect("taken back"), 1);
    }
}

/// Plays acts by chance and looks at everything from time to time; gives what was decided.
async fn play(app: std::sync::Arc<TestApp>, seed: u64, kinds: u64) -> Said {
    let mut world = World::new(app.clone()).await;
    let people: Vec<TechnicianId> = [&world.cast.people[..], &[world.cast.unrostered]].concat();
    let mut chance = Chance(seed);
    let all = acts();
    let mut said = Said::default();
    for act in 0..all {
        let day = 2 + i32::try_from(act * 26 / all).expect("a day of November");
        let now = app.at(20_261_100 + day, "12:00");
        world.act(&mut chance, kinds, &people, now).await;
        if act % 20 == 19 || act + 1 == all {
            consistent(&app).await;
            assert_eq!(differences(&app).await, Vec::<Differing>::new(), "after act {act}");
            said = examine(&world, &people).await;
        }
    }
    nothing_to_make_anew(&app).await;
    said
}

/// What is kept is made anew from facts, and stays as it is.
async fn nothing_to_make_anew(app: &TestApp) {
    let operator = app.role(Role::Operator);
    let before = history::recount(app.db()).await.expect("told").digest;
    let done = history::rebuild(&operator, history::Whose::Everybody, false, |_| {}).await.expect("made anew");
    assert_eq!((done.written, done.removed, done.counts, done.refused), (0, 0, 0, 0));
    let counted = history::count(&operator, false).await.expect("counted");
    assert_eq!((counted.records, counted.after), (done.records, counted.before));
    assert_eq!(history::recount(app.db()).await.expect("told").digest, before, "row by row");
}

#[test]
fn what_is_kept_is_what_the_facts_say() {
    both(|app| async move {
        let said = play(app, 11, 21).await;
        assert!(said.approved > 0 && (acts() < 300 || (said.lapsed > 0 && said.withdrawn > 0)), "{said:?}");
    });
}

#[test]
fn what_is_kept_is_what_touches_and_entries_say() {
    both(|app| async move {
        let said = play(app.clone(), 12, 27).await;
        let entered =
            numbers(&app, "SELECT COUNT(*) FROM history_entry GROUP BY kind ORDER BY kind".to_owned(), 1).await;
        assert!(said.approved > 0 && (acts() < 300 || entered.len() > 1), "{said:?} {entered:?}");
    });
}

#[test]
fn what_is_kept_is_what_touches_entries_and_records_of_partners_say() {
    both(|app| async move {
        let said = play(app.clone(), 14, 36).await;
        let sent = numbers(&app, "SELECT COUNT(*) FROM history_sent".to_owned(), 1).await[0][0];
        assert!(said.approved > 0 && (acts() < 300 || sent > 1), "{said:?} {sent}");
    });
}

#[test]
fn what_is_kept_is_what_the_facts_say_whoever_employs_them() {
    both(|app| async move {
        let said = play(app.clone(), 13, 30).await;
        let moved = numbers(&app, "SELECT CAST(COUNT(*) AS bigint) FROM employment".to_owned(), 1).await[0][0];
        assert!(said.approved > 0 && (acts() < 300 || moved > 15), "{said:?} {moved}");
    });
}

/// How many decisions of a kind there are.
#[derive(Debug, Default)]
struct Said {
    approved: usize,
    withdrawn: usize,
    lapsed: usize,
}

/// Makes every record anew from facts alone and compares; gives what was decided.
async fn examine(world: &World, people: &[TechnicianId]) -> Said {
    let mut said = Said::default();
    for who in people {
        for site in &world.sites {
            let decided = store::history::decisions_of(world.app.db().read(), (*who, site.id, NOVEMBER)).await;
            let decided = decided.expect("decisions");
            for one in &decided {
                match one.kind {
                    Decision::Approved => said.approved += 1,
                    Decision::Withdrawn => said.withdrawn += 1,
                    Decision::Lapsed => said.lapsed += 1,
                }
            }
            let wanted = by_facts(world, *who, site, &decided).await;
            let mut kept = kept(&world.app, *who, site.id).await;
            for (record, wanted) in kept.iter_mut().zip(&wanted) {
                if wanted.roster.is_none() && wanted.approval == Approval::Provisional {
                    record.employer = wanted.employer;
                }
            }
            assert_eq!(kept, wanted, "{who} at {}: {decided:?}", site.id);
        }
    }
    said
}

async fn kept(app: &TestApp, who: TechnicianId, site: SiteId) -> Vec<Record> {
    let mut found = Vec::new();
    for month in [NOVEMBER.previous(), NOVEMBER, NOVEMBER.next()] {
        let rows = store::history::records_of_month(app.db().read(), who, month).await.expect("records");
        found.extend(rows.into_iter().map(|row| row.record).filter(|record| record.key.site == site));
    }
    found.sort_unstable_by_key(|record| record.key);
    found
}

/// The records of a person at a site by touches, entries, roster and decisions.
async fn by_facts(world: &World, who: TechnicianId, site: &Site, decided: &[Decided]) -> Vec<Record> {
    let db = world.app.db().read();
    let (from, until) = (clock(20_261_001, "00:00"), clock(20_261_231, "00:00"));
    let months = (NOVEMBER.previous().previous(), NOVEMBER.next().next());
    let touches = store::touch::kept(db, &[], (&[(who, site.id, from, until)], months)).await.expect("touches").near;
    let long_ago = WorkDate::from_stored(20_200_101);
    let lines = store::roster::overlapping(db, site.id, who, long_ago).await.expect("lines");
    let stand = standing(decided.iter().map(|one| (one.kind, one.days)));
    let said = hand::standing(world, (who, site.id)).await;
    let moments: Vec<_> = touches.iter().map(StoredTouch::moment).collect();
    let by_touch = shift::days(&moments, 0);
    let record = |date: WorkDate| {
        let (day, entry) = (by_touch.iter().find(|day| day.date == date), said.get(&date));
        let first = day.and_then(|day| touches.iter().find(|touch| touch.id == day.first_touch));
        let holding = lines.iter().filter(|line| line.from <= date && line.to.is_none_or(|to| date <= to));
        let approved = stand.contains(date) && date.month() == NOVEMBER;
        let last = decided.iter().rev().find(|one| one.days.contains(date)).filter(|_| approved);
        let work = hand::work(first, entry);
        let paper = last.map_or_else(
            || paper(world, site, work, holding.max_by_key(|line| (line.from, line.id))),
            |decision| decision.paper,
        );
        let times = made_of(day.map(hand::times), entry.map(|entry| entry.span)).expect("something was said");
        let record = Record {
            key: RecordKey { technician: who, date, site: site.id },
            first_in: times.first_in,
            last_out: times.last_out,
            inside_since: times.inside_since,
            employer: None,
            roster: None,
            tier: None,
            trade: None,
            role: None,
            channel: first.map(|first| first.channel).or(entry.map(|entry| entry.channel)).expect("a channel"),
            approval: if approved { Approval::Approved } else { Approval::Provisional },
            touches: day.map_or(0, |day| i16::try_from(day.touches).expect("few")),
            by_hand: entry.is_some(),
        };
        record.with_paper(paper)
    };
    let dates: BTreeSet<WorkDate> = by_touch.iter().map(|day| day.date).chain(said.keys().copied()).collect();
    dates.into_iter().map(record).collect()
}

/// What the roster says, and what was by_touch or entered of the day's work.
fn paper(world: &World, site: &Site, (trade, role): hand::Work, line: Option<&Entry>) -> Paper {
    let of_prime = line.map(|line| line.structure_id == site.places[0]);
    Paper {
        employer: of_prime.map(|of_prime| if of_prime { world.cast.prime } else { world.cast.sub }),
        roster: line.map(|line| line.id),
        tier: of_prime.map(|of_prime| i16::from(!of_prime)),
        trade: trade.or_else(|| line.map(|line| line.trade)),
        role: role.or_else(|| line.map(|line| line.role)),
    }
}
