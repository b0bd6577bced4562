//! Direct entry: who enters which days until when, what they come to beside touches, and how an entry ends.

use super::{
    NOVEMBER, approved, code, consistent, day, days, many, numbers, one, record,
    rule::{held, limited, second_tier},
    told, typed, whole,
};
use domain::{
    access::{Actor, Role},
    admin_id::{Duty, IdKind},
    form::Problem,
    history::{
        Approval, WorkRole,
        entry::{EntryForm, EntryMonth},
    },
    id::{BusinessId, SiteId, TechnicianId},
    notice::NoticeKind,
    site::CloseForm,
    touch::{Channel, TouchKind},
    trade::TradeCode,
};
use services::{Call, Error, history, notice, passport, site};
use store::ConnectionTrait;
use testkit::{Cast, both, cast, clock};

/// These days of November, from eight to five, as on the roster.
fn form(who: TechnicianId, of: &[i32]) -> EntryForm {
    EntryForm {
        technician_id: who.to_string(),
        days: of.iter().map(|number| day(*number).to_string()).collect(),
        first_in: "08:00".to_owned(),
        last_out: "17:00".to_owned(),
        ..EntryForm::default()
    }
}

/// The same with 職種, 立場 and a reason.
fn full(who: TechnicianId, of: &[i32]) -> EntryForm {
    EntryForm { trade: "06".to_owned(), role: "foreman".to_owned(), reason: "電池切れ".to_owned(), ..form(who, of) }
}

async fn entered(call: &Call, cast: &Cast, form: &EntryForm) -> u32 {
    history::enter(call, cast.site, form).await.expect("entered")
}

/// Field and problem of each, the code where there is one.
async fn wrong(call: &Call, cast: &Cast, form: &EntryForm) -> Vec<(String, String)> {
    match history::enter(call, cast.site, form).await.expect_err("a refusal") {
        Error::Rejected(why) if !why.fields.is_empty() => {
            let told = why.fields.into_iter().map(|problem| match problem.problem {
                Problem::Refused { code } => (problem.field, code),
                other => (problem.field, format!("{other:?}")),
            });
            told.collect()
        }
        other => vec![(String::new(), code(&other))],
    }
}

fn beside(field: &str, problem: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), problem.to_owned())]
}

async fn month(call: &Call, cast: &Cast, who: TechnicianId) -> EntryMonth {
    history::entry_month(call, cast.site, who, NOVEMBER).await.expect("a month")
}

async fn notices(call: &Call, kind: NoticeKind) -> usize {
    notice::list(call).await.expect("notices").iter().filter(|line| line.kind == kind).count()
}

#[test]
fn the_prime_and_the_employer_enter_and_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let (who, elsewhere) = (cast.people[0], BusinessId::from_body(2_000_000_000_009));
        let site_admin = |business: BusinessId, site: SiteId| Actor {
            business: Some(business),
            sites: vec![site],
            ..Actor::of(Role::SiteAdmin)
        };
        let prime = cast.admin(&app, cast.prime);
        let reader = Actor { held: Some(held(IdKind::Member, Duty::Reader, None)), ..prime.actor.clone() };
        let partner = Actor { business: Some(cast.prime), ..Actor::of(Role::Partner) };
        for (what, call, told) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("a technician", cast.technician(&app, who), "Role"),
            ("the operator", app.role(Role::Operator), "Role"),
            ("a reviewer", app.role(Role::Reviewer), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
            ("a partner of the prime's", app.by(partner), "Role"),
            ("the register itself", app.system(), "NotYours"),
            ("a business elsewhere", cast.admin(&app, elsewhere), "NotYours"),
            ("who takes no part in the site", cast.admin(&app, cast.stranger), "NotYours"),
            ("a site admin of another site", app.by(site_admin(cast.prime, SiteId::from_body(7))), "NotYours"),
            ("who may only look", app.by(reader), "Duty"),
        ] {
            let refused = history::enter(&call, cast.site, &form(who, &[18])).await.expect_err(what);
            assert_eq!(code(&refused), told, "{what}");
            let refused = history::take_back(&call, cast.site, who, day(18)).await.expect_err(what);
            assert_eq!(code(&refused), told, "{what}");
            let refused = history::refuse(&call, cast.site, who, day(18), "x").await.expect_err(what);
            assert_eq!(code(&refused), told, "{what}");
            let refused = history::entry_month(&call, cast.site, who, NOVEMBER).await.expect_err(what);
            assert_eq!(code(&refused), told, "{what}");
        }
        let nowhere = history::enter(&prime, SiteId::from_body(7), &form(who, &[18])).await.expect_err("no site");
        assert_eq!(code(&nowhere), "not_found");
        let sub = cast.admin(&app, cast.sub);
        assert_eq!(entered(&sub, &cast, &form(who, &[17])).await, 1, "who stands in its place");
        assert_eq!(entered(&sub, &cast, &full(cast.unrostered, &[17])).await, 1, "whom it employs");
        assert_eq!(entered(&app.by(site_admin(cast.prime, cast.site)), &cast, &form(who, &[18, 19])).await, 2);
        let nobody = TechnicianId::from_body(1_000_000_000_099);
        assert_eq!(wrong(&prime, &cast, &form(nobody, &[18])).await, beside("technician_id", "Unknown"));
        consistent(&app).await;
    });
}

#[test]
fn a_tier_above_does_not_enter_the_people_of_those_below() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let below = cast.admin(&app, cast.stranger);
        assert_eq!(wrong(&below, &cast, &form(cast.people[0], &[18])).await, beside("days", "history.not_your_person"));
        let seen = month(&below, &cast, cast.people[0]).await;
        assert!(seen.name.is_none() && seen.days.iter().all(|day| day.record.is_none() && !day.open), "{seen:?}");
        // The person on the roster of the tier below is employed by the subcontractor by the register.
        assert!(month(&cast.admin(&app, cast.sub), &cast, cast.unrostered).await.name.is_some());
        assert_eq!(entered(&below, &cast, &form(cast.unrostered, &[17])).await, 1, "who stands in its own place");
    });
}

#[test]
fn an_entry_alone_is_a_record_and_counts_until_it_is_taken_back() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, sub) = (cast.people[0], cast.admin(&app, cast.sub));
        app.at(20_261_120, "09:00");
        let night = EntryForm { first_in: "22:00".to_owned(), last_out: "05:00".to_owned(), ..form(who, &[18]) };
        entered(&sub, &cast, &night).await;
        entered(&sub, &cast, &full(who, &[16, 17])).await;
        consistent(&app).await;

        let made = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!(
            (made.first_in, made.last_out),
            (Some(clock(20_261_118, "22:00")), Some(clock(20_261_119, "05:00")))
        );
        assert_eq!((made.channel, made.touches, made.approval), (Channel::DirectEntry, 0, Approval::Provisional));
        assert_eq!((made.employer, made.role, made.by_hand), (Some(cast.sub), Some(WorkRole::Worker), true));
        let said = record(&app, &cast, who, 17).await.expect("a record");
        assert_eq!((said.role, said.trade.map(TradeCode::get)), (Some(WorkRole::Foreman), Some(6)));
        let by_hand = "SELECT CAST(SUM(records) AS bigint) FROM wide_month WHERE kind = 3 AND code = 5".to_owned();
        assert_eq!(numbers(&app, by_hand, 1).await, [[3]], "by its channel");
        let charged = format!(
            "SELECT CAST(SUM(records) AS bigint) FROM business_month WHERE part = 0 AND business_id = {}",
            cast.prime
        );
        assert_eq!(numbers(&app, charged.clone(), 1).await, [[3]], "of the prime, as any record");

        let me = cast.technician(&app, who);
        assert_eq!(notices(&me, NoticeKind::HistoryEntered).await, 2, "one an act");
        let detail = passport::record(&me, day(18), cast.site).await.expect("a record");
        let entry = detail.entry.expect("who entered it");
        assert_eq!((detail.channel, entry.by.as_str(), entry.at), (Channel::DirectEntry, "北浜架設", app.call.now()));
        assert_eq!(wrong(&sub, &cast, &full(who, &[18])).await, beside("days", "history.recorded_already"));

        let prime = cast.admin(&app, cast.prime);
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[16])])).await), (1, vec![]), "like any other");
        let stands = history::take_back(&sub, cast.site, who, day(16)).await.expect_err("approved");
        assert_eq!(code(&stands), "history.approved_already");
        assert_eq!(wrong(&prime, &cast, &full(who, &[16])).await, beside("days", "history.recorded_already"));
        history::take_back(&sub, cast.site, who, day(18)).await.expect("taken back");
        assert_eq!(record(&app, &cast, who, 18).await, None);
        let again = history::take_back(&sub, cast.site, who, day(18)).await.expect_err("gone");
        assert!(matches!(again, Error::Conflict("conflict.already_done")), "{again:?}");
        assert_eq!(numbers(&app, charged, 1).await, [[2]]);
        consistent(&app).await;
        entered(&sub, &cast, &form(who, &[18])).await;
        assert!(record(&app, &cast, who, 18).await.is_some(), "and entered anew");
        consistent(&app).await;
    });
}

#[test]
fn touches_and_entries_come_to_the_same_in_either_order() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (first, second) = (cast.people[0], cast.people[1]);
        let (sub, gate) = (cast.admin(&app, cast.sub), cast.gate(&app));
        app.at(20_261_120, "09:00");
        let came = |who| [typed(clock(20_261_118, "07:50"), TouchKind::In, who)];
        gate.send(&came(first)).await;
        entered(&sub, &cast, &full(first, &[18])).await;
        entered(&sub, &cast, &full(second, &[18])).await;
        gate.send(&came(second)).await;
        let (one, other) = (record(&app, &cast, first, 18).await, record(&app, &cast, second, 18).await);
        let (one, other) = (one.expect("a record"), other.expect("a record"));
        assert_eq!((one.times(), one.touches, one.channel), (other.times(), other.touches, other.channel));
        assert_eq!((one.trade, one.role, one.employer), (other.trade, other.role, other.employer));
        let wanted = (Some(clock(20_261_118, "07:50")), Some(clock(20_261_118, "17:00")), None);
        assert_eq!((one.first_in, one.last_out, one.inside_since), wanted, "the in by touch, the out by hand");
        gate.send(&[typed(clock(20_261_118, "16:30"), TouchKind::Out, first)]).await;
        let late = record(&app, &cast, first, 18).await.expect("a record");
        assert_eq!(late.last_out, Some(clock(20_261_118, "16:30")), "a late touch wins");
        assert_eq!(wrong(&sub, &cast, &full(first, &[18])).await, beside("days", "history.recorded_already"));
        history::take_back(&sub, cast.site, second, day(18)).await.expect("taken back");
        let left = record(&app, &cast, second, 18).await.expect("a record");
        assert_eq!((left.last_out, left.touches, left.by_hand), (None, 1, false), "what was touched stays");
        consistent(&app).await;
    });
}

#[test]
fn a_day_touched_without_a_line_keeps_its_employer_through_an_entry() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.unrostered, cast.admin(&app, cast.prime));
        app.at(20_261_120, "09:00");
        cast.gate(&app).send(&[typed(clock(20_261_118, "08:00"), TouchKind::In, who)]).await;
        let right = format!("UPDATE employment SET business_id = {} WHERE technician_id = {who}", cast.stranger);
        app.db().writer().execute_unprepared(&right).await.expect("put right");
        let employer = async || record(&app, &cast, who, 18).await.expect("a record").employer;
        assert_eq!(employer().await, Some(cast.sub), "as it was made");
        entered(&prime, &cast, &full(who, &[18])).await;
        assert_eq!(employer().await, Some(cast.sub), "while the entry stands");
        history::take_back(&prime, cast.site, who, day(18)).await.expect("taken back");
        assert_eq!(employer().await, Some(cast.sub), "and after it");
        consistent(&app).await;
    });
}

#[test]
fn a_mistyped_time_makes_no_day_of_33_hours() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.people[0], cast.admin(&app, cast.prime));
        app.at(20_261_121, "09:00");
        cast.gate(&app).send(&[typed(clock(20_261_118, "08:00"), TouchKind::In, who)]).await;
        let late = EntryForm { first_in: "20:00".to_owned(), ..full(who, &[18]) };
        entered(&prime, &cast, &late).await;
        let made = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!(
            (made.first_in, made.last_out),
            (Some(clock(20_261_118, "08:00")), Some(clock(20_261_118, "17:00"))),
            "the touched in wins, and the out is of the same day"
        );
        let round = |out: &str| EntryForm { last_out: out.to_owned(), ..full(who, &[17]) };
        assert_eq!(wrong(&prime, &cast, &round("02:01")).await, beside("last_out", "history.too_long"));
        assert_eq!(entered(&prime, &cast, &round("02:00")).await, 1, "eighteen hours");
        consistent(&app).await;
    });
}

#[test]
fn an_approved_entry_stays_when_its_touches_come_or_go() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime, gate) = (cast.people[0], cast.admin(&app, cast.prime), cast.gate(&app));
        app.at(20_261_120, "09:00");
        entered(&prime, &cast, &full(who, &[18])).await;
        assert_eq!(told(&approved(&prime, &cast, &one(&[(who, &[18])])).await), (1, vec![]));
        gate.send(&[typed(clock(20_261_118, "05:00"), TouchKind::Out, who)]).await;
        // The out was the end of the night before: the day is what was entered of it again.
        gate.send(&[typed(clock(20_261_117, "22:00"), TouchKind::In, who)]).await;
        let stands = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((stands.approval, stands.touches), (Approval::Approved, 0));
        assert_eq!(stands.last_out, Some(clock(20_261_118, "17:00")));
        consistent(&app).await;
    });
}

#[test]
fn the_prime_does_not_accept_an_entry_and_says_why() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime, sub) = (cast.people[0], cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        app.at(20_261_120, "09:00");
        entered(&sub, &cast, &form(who, &[18])).await;
        entered(&prime, &cast, &form(who, &[17])).await;
        let shown = month(&prime, &cast, who).await;
        let may: Vec<_> = shown.days.iter().filter_map(|day| day.entry.as_ref()).collect();
        assert_eq!(
            may.iter().map(|entry| (entry.may_take_back, entry.may_refuse)).collect::<Vec<_>>(),
            [(true, false), (false, true)]
        );
        let refuse = async |call: &Call, number: i32, why: &str| {
            history::refuse(call, cast.site, who, day(number), why).await.map_err(|error| code(&error))
        };
        assert_eq!(refuse(&sub, 18, "x").await, Err("NotYours".to_owned()));
        assert_eq!(refuse(&prime, 18, " ").await, Err("form.problems".to_owned()));
        assert_eq!(refuse(&prime, 17, "x").await, Err("history.own_entry".to_owned()));
        let others = history::take_back(&prime, cast.site, who, day(18)).await.expect_err("another's");
        assert_eq!(code(&others), "NotYours");
        // Months later, as approving.
        app.at(20_270_301, "09:00");
        let late = history::take_back(&sub, cast.site, who, day(18)).await.expect_err("its time has gone by");
        assert_eq!(code(&late), "history.entry_passed");
        assert_eq!(refuse(&prime, 18, "この日は休みでした").await, Ok(()));
        assert_eq!(record(&app, &cast, who, 18).await, None);
        assert_eq!(notices(&cast.technician(&app, who), NoticeKind::HistoryRefused).await, 1);
        assert_eq!(notices(&sub, NoticeKind::HistoryRefused).await, 1);
        let events =
            store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 10).await.expect("events");
        let last = events.iter().find(|event| event.process == "history.refuse").expect("an event");
        assert_eq!(last.reason.as_deref(), Some("この日は休みでした"));
        consistent(&app).await;
    });
}

#[test]
fn a_day_is_entered_until_the_end_of_the_following_month() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.people[0], cast.admin(&app, cast.prime));
        app.at(20_261_120, "12:00");
        assert_eq!(wrong(&prime, &cast, &form(who, &[21])).await, beside("days", "InFuture"));
        assert_eq!(wrong(&prime, &cast, &form(who, &[20])).await, beside("last_out", "history.not_over"));
        cast.gate(&app).send(&[typed(clock(20_261_120, "08:00"), TouchKind::In, who)]).await;
        let morning = EntryForm { last_out: "11:00".to_owned(), ..full(who, &[20]) };
        assert_eq!(wrong(&prime, &cast, &morning).await, beside("days", "history.inside"));
        cast.gate(&app).send(&whole(19, who)).await;
        assert_eq!(wrong(&prime, &cast, &full(who, &[19])).await, beside("days", "history.recorded_already"));
        assert_eq!(
            wrong(&prime, &cast, &form(cast.unrostered, &[18])).await,
            [("trade".to_owned(), "Missing".to_owned()), ("role".to_owned(), "Missing".to_owned())],
            "without a line it is said as what"
        );
        cast.gate(&app).send(&[typed(clock(20_261_117, "08:00"), TouchKind::In, who)]).await;
        let out = EntryForm { first_in: String::new(), ..form(who, &[17]) };
        assert_eq!(wrong(&prime, &cast, &out).await, beside("reason", "Missing"), "where somebody touched");
        assert_eq!(wrong(&prime, &cast, &EntryForm { first_in: String::new(), ..form(who, &[16]) }).await, {
            beside("first_in", "Missing")
        });

        app.at(20_261_231, "23:59");
        assert_eq!(entered(&prime, &cast, &form(who, &[1])).await, 1);
        app.at(20_270_101, "00:00");
        assert_eq!(wrong(&prime, &cast, &form(who, &[2])).await, beside("days", "history.entry_passed"));
        assert!(month(&prime, &cast, who).await.days.iter().all(|day| !day.open));
        consistent(&app).await;
    });
}

#[test]
fn who_owes_does_not_enter_and_a_closed_site_takes_the_days_before() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.people[0], cast.admin(&app, cast.prime));
        limited(&app, &cast).await;
        assert_eq!(wrong(&prime, &cast, &form(who, &[18])).await, beside("", "fee.limited"));
        let paid =
            format!("UPDATE fee_request SET paid_at = 1, received_yen = amount_yen WHERE business_id = {}", cast.prime);
        app.db().writer().execute_unprepared(&paid).await.expect("paid");
        let closing = CloseForm { last_day: "2026-11-18".to_owned(), reason: "完成した".to_owned() };
        site::close(&prime, cast.site, &closing).await.expect("closed");
        cast.prime_until(&app, day(20)).await;
        assert_eq!(wrong(&prime, &cast, &form(who, &[18, 19])).await, beside("days", "history.after_closing"));
        assert_eq!(entered(&prime, &cast, &form(who, &[18])).await, 1, "its last day, by an ended registration too");
        let shown = month(&prime, &cast, who).await;
        assert_eq!(
            shown.days.iter().filter(|day| day.open).map(|day| day.date).collect::<domain::history::DaySet>(),
            { days(&(1..18).collect::<Vec<_>>()) }
        );
        consistent(&app).await;
    });
}
