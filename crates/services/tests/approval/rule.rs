//! Who may approve, what may be approved, and what is left by which reason.

use super::{
    NOVEMBER, approved, code, consistent, day, days, line, many, named, one, place_of_sub, settled, told, typed, whole,
};
use domain::{
    access::{Actor, Role},
    admin_id::{Duty, Held, IdKind},
    history::{
        Approval,
        approval::{Decision, Left, Pick, Picks, standing},
    },
    id::{AccountId, BusinessId, SiteId, StructureId, TechnicianId},
    touch::TouchKind,
};
use services::{Call, fee, history, passport, roster, structure};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock};
use uuid::Uuid;

/// The first person works for the subcontractor, who is not on its roster for a subcontractor of it; both on the 18th.
pub async fn second_tier(app: &TestApp, cast: &Cast) -> StructureId {
    app.at(20_261_101, "09:00");
    let sub = cast.admin(app, cast.sub);
    let place = structure::add(&sub, cast.site, place_of_sub(), cast.stranger).await.expect("a place");
    settled(app, cast, place).await;
    roster::add(&sub, cast.site, &line(cast.unrostered, place, "2026-11-01")).await.expect("a line");
    app.at(20_261_118, "18:00");
    let gate = cast.gate(app);
    gate.send(&whole(18, cast.people[0])).await;
    gate.send(&whole(18, cast.unrostered)).await;
    app.at(20_261_119, "09:00");
    place
}

pub fn held(kind: IdKind, duty: Duty, lent_to: Option<&str>) -> Held {
    let (from, until) = (day(1), day(30));
    Held { kind, layer: 1, duty, from, until, lent_to: lent_to.map(str::to_owned) }
}

#[test]
fn the_prime_and_the_tiers_above_approve_and_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let both = many(&[(cast.people[0], &[18]), (cast.unrostered, &[18])]);
        let elsewhere = BusinessId::from_body(2_000_000_000_009);
        let site_admin = |business: BusinessId, site: SiteId| Actor {
            business: Some(business),
            sites: vec![site],
            ..Actor::of(Role::SiteAdmin)
        };
        let prime = cast.admin(&app, cast.prime);
        let reader = Actor { held: Some(held(IdKind::Member, Duty::Reader, None)), ..prime.actor.clone() };
        let ended = Actor {
            held: Some(Held { until: day(18), ..held(IdKind::Site, Duty::Manager, None) }),
            ..site_admin(cast.prime, cast.site)
        };
        let partner = Actor { business: Some(cast.prime), ..Actor::of(Role::Partner) };
        for (what, call, told) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("a technician", cast.technician(&app, cast.people[0]), "Role"),
            ("the operator", app.role(Role::Operator), "Role"),
            ("a reviewer", app.role(Role::Reviewer), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
            ("a partner of the prime's", app.by(partner), "Role"),
            ("a business elsewhere", cast.admin(&app, elsewhere), "NotYours"),
            ("a site admin of another site", app.by(site_admin(cast.prime, SiteId::from_body(7))), "NotYours"),
            ("a site admin of a business elsewhere", app.by(site_admin(elsewhere, cast.site)), "NotYours"),
            ("who may only look", app.by(reader), "Duty"),
            ("an ID that has ended", app.by(ended), "Expired"),
        ] {
            let refused = history::approve(&call, cast.site, NOVEMBER, &both).await.expect_err(what);
            assert_eq!(code(&refused), told, "{what}");
        }
        let nowhere = history::approve(&prime, SiteId::from_body(7), NOVEMBER, &both).await.expect_err("no site");
        assert_eq!(code(&nowhere), "not_found");

        // Of whom a member does not see it is not told either whether they worked.
        let below = cast.admin(&app, cast.stranger);
        assert_eq!(told(&approved(&below, &cast, &both).await), (0, vec![(Left::NotYours, 1), (Left::Gone, 1)]));
        let sub = cast.admin(&app, cast.sub);
        assert_eq!(
            told(&approved(&sub, &cast, &both).await),
            (1, vec![(Left::NotYours, 1)]),
            "those below, not its own"
        );
        assert_eq!(
            told(&approved(&app.by(site_admin(cast.prime, cast.site)), &cast, &both).await),
            (1, vec![(Left::Already, 1)]),
            "the prime's site admin approves what is left"
        );
        let month = |who: TechnicianId| (who, cast.site, NOVEMBER);
        let of_sub = store::history::decisions_of(app.db().read(), month(cast.unrostered)).await.expect("decisions");
        let of_prime = store::history::decisions_of(app.db().read(), month(cast.people[0])).await.expect("decisions");
        assert_eq!((of_sub.len(), of_sub[0].by, of_sub[0].turn), (1, Some(cast.sub), 1));
        assert_eq!((of_prime.len(), of_prime[0].by, of_prime[0].at), (1, Some(cast.prime), app.call.now()));
        consistent(&app).await;
    });
}

#[test]
fn the_prime_approves_its_own_people_too_and_the_register_everybody() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        let root = StructureId(Uuid::from_u128(1));
        roster::add(&prime, cast.site, &line(cast.unrostered, root, "2026-11-01")).await.expect("a line");
        app.at(20_261_120, "08:00");
        let gate = cast.gate(&app);
        for number in [18, 19] {
            gate.send(&whole(number, cast.unrostered)).await;
        }
        assert_eq!(told(&approved(&prime, &cast, &many(&[(cast.unrostered, &[18])])).await), (1, vec![]), "直用");
        assert_eq!(told(&approved(&app.system(), &cast, &many(&[(cast.unrostered, &[19])])).await), (1, vec![]));
        let decided = store::history::decisions_of(app.db().read(), (cast.unrostered, cast.site, NOVEMBER)).await;
        let by: Vec<_> = decided.expect("decisions").iter().map(|one| (one.turn, one.by)).collect();
        assert_eq!(by, [(1, Some(cast.prime)), (2, None)]);
        consistent(&app).await;
    });
}

#[test]
fn what_is_left_is_told_by_its_reason_and_the_same_again_does_nothing() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, unlisted, gate) = (cast.people[0], cast.unrostered, cast.gate(&app));
        app.at(20_261_120, "12:00");
        gate.send(&[typed(clock(20_261_117, "08:00"), TouchKind::In, who)]).await;
        gate.send(&whole(18, who)).await;
        gate.send(&[typed(clock(20_261_119, "19:00"), TouchKind::In, who)]).await;
        let today = [
            typed(clock(20_261_120, "08:00"), TouchKind::In, who),
            typed(clock(20_261_120, "11:00"), TouchKind::Out, who),
        ];
        gate.send(&today).await;
        gate.send(&whole(18, unlisted)).await;
        gate.send(&whole(17, unlisted).map(named)).await;

        let prime = cast.admin(&app, cast.prime);
        let picks = many(&[(who, &[16, 17, 18, 19, 20]), (unlisted, &[17, 18])]);
        let first = approved(&prime, &cast, &picks).await;
        let left = [Left::Inside, Left::NotOver, Left::Incomplete, Left::Unlisted, Left::Half, Left::Gone];
        assert_eq!(told(&first), (1, left.map(|left| (left, 1)).to_vec()));
        assert_eq!(first.people, 1);
        let again = approved(&prime, &cast, &picks).await;
        assert_eq!((again.records, again.left.get(&Left::Already)), (0, Some(&1)));
        let cells = approved(&prime, &cast, &one(&[(who, &[17, 19, 20]), (unlisted, &[17, 18])])).await;
        let left = [Left::Inside, Left::NotOver, Left::Incomplete];
        assert_eq!(
            told(&cells),
            (2, left.map(|left| (left, 1)).to_vec()),
            "a day without an out, a day without a line"
        );

        let decided =
            store::history::decisions_of(app.db().read(), (who, cast.site, NOVEMBER)).await.expect("decisions");
        assert_eq!(standing(decided.iter().map(|one| (one.kind, one.days))), days(&[17, 18]));
        let said: Vec<_> = decided.iter().map(|one| (one.turn, one.kind, one.days)).collect();
        assert_eq!(said, [(1, Decision::Approved, days(&[18])), (2, Decision::Approved, days(&[17]))]);
        let events =
            store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 10).await.expect("events");
        let acts: Vec<_> = events.iter().filter(|event| event.process == "history.approve").collect();
        assert_eq!(acts.len(), 2, "one an act, none where nothing was approved");
        let news: Vec<_> = acts.iter().map(|event| event.new.as_deref()).collect();
        assert_eq!(
            news,
            [Some(r#"{"month":202611,"people":1,"records":1}"#), Some(r#"{"month":202611,"people":2,"records":2}"#)]
        );
        assert_eq!(
            decided.iter().map(|one| one.event).collect::<Vec<_>>(),
            acts.iter().map(|event| Some(event.id)).collect::<Vec<_>>()
        );
        consistent(&app).await;
    });
}

#[test]
fn nothing_and_too_much_are_refused() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        let person = |body: i64| TechnicianId::from_body(1_000_000_000_000 + body);
        let of = |people: i64, pick: Pick| (0..people).map(|at| (person(at), pick)).collect::<Picks>();
        let first = Pick { many: days(&[1]), ..Pick::default() };
        for (picks, wanted) in [
            (Picks::new(), "history.nothing_picked"),
            (of(3, Pick::default()), "history.nothing_picked"),
            (of(101, first), "history.too_many"),
        ] {
            let refused = history::approve(&prime, cast.site, NOVEMBER, &picks).await.expect_err(wanted);
            assert_eq!(code(&refused), wanted);
        }
        let hundred = approved(&prime, &cast, &of(100, first)).await;
        assert_eq!(told(&hundred), (0, vec![(Left::Gone, 100)]));
    });
}

/// Asks the prime for money that was due a month ago.
pub async fn limited(app: &TestApp, cast: &Cast) {
    app.at(20_261_015, "09:00");
    let tx = app.db().begin().await.expect("a transaction");
    fee::ask_admin_id(&app.system(), &tx, cast.prime).await.expect("asked");
    tx.commit().await.expect("a commit");
    app.at(20_261_201, "09:00");
}

#[test]
fn a_closed_site_and_an_ended_registration_stop_nothing_and_what_is_owed_stops_who_owes_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        limited(&app, &cast).await;
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        let both = many(&[(cast.people[0], &[18]), (cast.unrostered, &[18])]);
        let refused = history::approve(&prime, cast.site, NOVEMBER, &both).await.expect_err("it owes");
        assert_eq!(code(&refused), "fee.limited");
        assert_eq!(told(&approved(&sub, &cast, &both).await), (1, vec![(Left::NotYours, 1)]), "an upper tier goes on");
        let sql = format!(
            "UPDATE fee_request SET paid_at = 1, received_yen = amount_yen WHERE business_id = {prime}; \
             UPDATE site SET closed_at = 1, end_date = 20261130 WHERE id = {site}",
            prime = cast.prime,
            site = cast.site
        );
        app.db().writer().execute_unprepared(&sql).await.expect("paid and closed");
        cast.prime_until(&app, day(20)).await;
        assert_eq!(
            told(&approved(&prime, &cast, &both).await),
            (1, vec![(Left::Already, 1)]),
            "papers can be finished"
        );
        consistent(&app).await;
    });
}

#[test]
fn what_is_done_under_a_lent_id_names_the_body_and_counts_as_the_lenders() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let account: Option<AccountId> = cast.admin(&app, cast.prime).actor.account;
        let lent = app.by(Actor {
            account,
            business: Some(cast.prime),
            sites: vec![cast.site],
            held: Some(held(IdKind::Lent, Duty::Manager, Some("湊町建設組合"))),
            ..Actor::of(Role::SiteAdmin)
        });
        assert_eq!(told(&approved(&lent, &cast, &many(&[(cast.people[0], &[18])])).await), (1, vec![]));
        let events =
            store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 10).await.expect("events");
        let act = events.iter().find(|event| event.process == "history.approve").expect("an event");
        assert_eq!((act.lent_to.as_deref(), act.actor_account), (Some("湊町建設組合"), account));
        let decided = store::history::decisions_of(app.db().read(), (cast.people[0], cast.site, NOVEMBER)).await;
        assert_eq!(decided.expect("decisions")[0].by, Some(cast.prime));
    });
}

#[test]
fn an_open_passport_sees_it_at_once() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let person: Call = cast.technician(&app, cast.people[0]);
        let before = passport::now(&person).await.expect("a passport");
        assert_eq!((before.days.month.recorded, before.days.month.approved), (1, 0));
        approved(&cast.admin(&app, cast.prime), &cast, &many(&[(cast.people[0], &[18])])).await;
        let now = passport::now_after(&person, before.version).await.expect("a passport");
        assert!(now.version > before.version);
        assert_eq!((now.days.month.recorded, now.days.month.approved), (1, 1));
        let detail = passport::record(&person, day(18), cast.site).await.expect("a record");
        assert_eq!(detail.line.approval, Approval::Approved);
    });
}
