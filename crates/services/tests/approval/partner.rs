//! Whole records of partner systems: who sends which, each answered by itself, sent again, corrected, taken back and read back.

use super::{
    approved, code, consistent, day, many, numbers, record,
    rule::{limited, second_tier},
    told, typed,
};
use domain::{
    access::{Actor, Role},
    history::{
        Approval, WorkRole,
        entry::EntryForm,
        sent::{SentItem, SentOutcome, SentPage, SentQuery, SentStatus},
    },
    id::{BusinessId, PartnerId, SiteId, TechnicianId},
    touch::{Channel, TouchKind},
    trade::TradeCode,
};
use serde_json::{Value, json};
use services::{Call, Error, history};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock};
use uuid::Uuid;

/// A system that sends in the name of a business.
fn system(app: &TestApp, business: BusinessId, number: u128) -> Call {
    let partner = Some(PartnerId(Uuid::from_u128(number)));
    app.by(Actor { partner, business: Some(business), ..Actor::of(Role::Partner) })
}

/// A day of November from eight to five, as a foreman.
fn item(cast: &Cast, id: &str, who: TechnicianId, number: i32) -> SentItem {
    let date = day(number);
    SentItem {
        record_id: id.to_owned(),
        technician_id: who,
        site_id: cast.site,
        day: date.to_string(),
        first_in: Some(clock(date.number(), "08:00")),
        last_out: Some(clock(date.number(), "17:00")),
        trade: Some(6),
        role: Some("foreman".to_owned()),
        withdrawn: false,
    }
}

fn withdrawn(item: SentItem) -> SentItem {
    SentItem { withdrawn: true, first_in: None, last_out: None, trade: None, role: None, ..item }
}

/// The answers in their order: the word, and the code of the reason.
async fn send(call: &Call, items: &[SentItem]) -> Vec<(String, String)> {
    raw(call, items.iter().map(|item| serde_json::to_value(item).expect("json")).collect()).await
}

async fn raw(call: &Call, items: Vec<Value>) -> Vec<(String, String)> {
    let sent = history::send(call, items).await.expect("answers");
    for (at, answer) in (0_u32..).zip(&sent.answers) {
        assert_eq!(answer.index, at);
    }
    sent.answers.into_iter().map(|it| (it.outcome.code().to_owned(), it.code.unwrap_or_default())).collect()
}

fn accepted() -> (String, String) {
    (SentOutcome::Accepted.code().to_owned(), String::new())
}

fn duplicate() -> (String, String) {
    (SentOutcome::Duplicate.code().to_owned(), String::new())
}

fn refused(code: &str) -> (String, String) {
    (SentOutcome::Refused.code().to_owned(), code.to_owned())
}

fn query(cast: &Cast, after: &str) -> SentQuery {
    SentQuery {
        site: cast.site.to_string(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        after: after.to_owned(),
    }
}

async fn back(call: &Call, cast: &Cast) -> Vec<(String, SentStatus)> {
    let SentPage { records, next } = history::sent(call, &query(cast, "")).await.expect("a page");
    assert_eq!(next, None);
    records.into_iter().map(|record| (record.record_id, record.status)).collect()
}

#[test]
fn only_a_partner_sends_records_and_only_for_sites_and_people_of_its_business() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let one = || vec![serde_json::to_value(item(&cast, "1", cast.people[0], 18)).expect("json")];
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Partner | Role::System)) {
            let told = if matches!(role, Role::Public | Role::Applicant) { "LogInFirst" } else { "Role" };
            let by = app.by(Actor { business: Some(cast.prime), sites: vec![cast.site], ..Actor::of(role) });
            assert_eq!(code(&history::send(&by, one()).await.expect_err("refused")), told, "{role:?}");
            assert_eq!(code(&history::sent(&by, &query(&cast, "")).await.expect_err("refused")), told, "{role:?}");
        }
        let (own, below) = (cast.people[0], cast.unrostered);
        let (prime, sub) = (system(&app, cast.prime, 1), system(&app, cast.sub, 2));
        let stranger = system(&app, cast.stranger, 3);
        assert_eq!(send(&stranger, &[item(&cast, "1", own, 18)]).await, [refused("record.site_forbidden")]);
        let nowhere = SentItem { site_id: SiteId::from_body(7), ..item(&cast, "1", own, 18) };
        assert_eq!(send(&prime, &[nowhere]).await, [refused("record.site_missing")]);
        let nobody = TechnicianId::from_body(1_000_000_000_099);
        assert_eq!(send(&prime, &[item(&cast, "1", nobody, 18)]).await, [refused("record.technician_unknown")]);
        let sent = [item(&cast, "1", own, 18), item(&cast, "2", below, 18)];
        assert_eq!(send(&sub, &sent).await, [accepted(), accepted()], "its place, and whom it employs");
        assert_eq!(send(&prime, &[item(&cast, "1", own, 17)]).await, [accepted()], "numbers are each partner's own");
        second_tier(&app, &cast).await;
        app.at(20_261_120, "09:00");
        assert_eq!(send(&stranger, &[item(&cast, "9", own, 16)]).await, [refused("record.not_your_person")]);
        assert!(back(&stranger, &cast).await.is_empty());
        assert_eq!(back(&prime, &cast).await, [("1".to_owned(), SentStatus::Provisional)]);
        consistent(&app).await;
    });
}

#[test]
fn each_record_is_answered_by_itself() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "09:00");
        let (who, prime) = (cast.people[0], system(&app, cast.prime, 1));
        let good = |id: &str, number: i32| serde_json::to_value(item(&cast, id, who, number)).expect("json");
        let mut no_trade = good("3", 16);
        no_trade["trade"] = Value::Null;
        let mut large = good("4", 16);
        large["note"] = json!("x".repeat(5_000));
        let items = vec![
            good("1", 18),
            json!({ "nonsense": true }),
            json!("no object"),
            no_trade,
            large,
            good("a b", 16),
            good("5", 21),
            good("1", 18),
            good("1", 16),
            good("2", 17),
        ];
        let wanted = [
            accepted(),
            refused("record.malformed"),
            refused("record.malformed"),
            refused("record.trade_missing"),
            refused("record.malformed"),
            refused("record.id"),
            refused("record.not_over"),
            duplicate(),
            refused("record.other_day"),
            accepted(),
        ];
        assert_eq!(raw(&prime, items).await, wanted);
        let many = history::send(&prime, vec![json!({}); 1_001]).await.expect_err("too many");
        assert_eq!(code(&many), "record.too_many_items");
        let made = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((made.channel, made.touches, made.by_hand), (Channel::PartnerApi, 0, true));
        assert_eq!((made.role, made.trade.map(TradeCode::get)), (Some(WorkRole::Foreman), Some(6)));
        assert_eq!((made.employer, made.approval), (Some(cast.sub), Approval::Provisional));
        let by_channel = "SELECT CAST(SUM(records) AS bigint) FROM wide_month WHERE kind = 3 AND code = 4".to_owned();
        assert_eq!(numbers(&app, by_channel, 1).await, [[2]]);
        consistent(&app).await;
    });
}

#[test]
fn a_record_is_corrected_taken_back_and_known_again() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        let (who, sub) = (cast.people[0], system(&app, cast.sub, 1));
        let first = item(&cast, "A", who, 18);
        let later =
            SentItem { last_out: Some(clock(20_261_118, "18:30")), role: Some("worker".into()), ..first.clone() };
        assert_eq!(send(&sub, &[first.clone(), later.clone()]).await, [accepted(), accepted()], "in one batch");
        assert_eq!(send(&sub, core::slice::from_ref(&later)).await, [duplicate()]);
        let made = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((made.last_out, made.role), (later.last_out, Some(WorkRole::Worker)), "the last word");
        let other = item(&cast, "B", who, 18);
        assert_eq!(send(&sub, std::slice::from_ref(&other)).await, [refused("record.entered_already")]);
        assert_eq!(send(&sub, &[withdrawn(other.clone())]).await, [refused("record.unknown")]);

        assert_eq!(send(&sub, &[withdrawn(first.clone())]).await, [accepted()]);
        assert_eq!(record(&app, &cast, who, 18).await, None);
        assert_eq!(send(&sub, &[withdrawn(first.clone())]).await, [duplicate()]);
        assert_eq!(send(&sub, &[other, first.clone()]).await, [accepted(), refused("record.entered_already")]);
        assert_eq!(
            back(&sub, &cast).await,
            [("A".to_owned(), SentStatus::TakenBack), ("B".to_owned(), SentStatus::Provisional)]
        );

        // The prime does not accept it: the same again stays refused, another word is a new one.
        let prime = cast.admin(&app, cast.prime);
        history::refuse(&prime, cast.site, who, day(18), "その日は休み").await.expect("refused");
        assert_eq!(send(&sub, &[item(&cast, "B", who, 18)]).await, [duplicate()]);
        assert_eq!(back(&sub, &cast).await[1].1, SentStatus::Refused);
        assert_eq!(send(&sub, &[withdrawn(item(&cast, "B", who, 18))]).await, [refused("record.ended")]);
        let short = SentItem { record_id: "B".into(), ..later };
        assert_eq!(send(&sub, std::slice::from_ref(&short)).await, [accepted()]);
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[18])])).await), (1, vec![]));
        assert_eq!(back(&sub, &cast).await[1].1, SentStatus::Approved);
        assert_eq!(send(&sub, &[withdrawn(short)]).await, [refused("record.approved_already")]);
        assert_eq!(send(&sub, &[item(&cast, "B", who, 18)]).await, [refused("record.approved_already")]);
        // The business itself takes back what its system sent.
        assert_eq!(send(&sub, &[item(&cast, "C", who, 17)]).await, [accepted()]);
        history::take_back(&cast.admin(&app, cast.sub), cast.site, who, day(17)).await.expect("taken back");
        assert_eq!(send(&sub, &[item(&cast, "C", who, 17)]).await, [duplicate()]);
        assert_eq!(back(&sub, &cast).await[0], ("C".to_owned(), SentStatus::TakenBack));
        consistent(&app).await;
    });
}

#[test]
fn touches_entries_and_records_come_to_the_same_in_any_order() {
    both(|app| async move {
        let cast = cast(&app, 6).await;
        let (prime, gate) = (system(&app, cast.prime, 1), cast.gate(&app));
        app.at(20_261_120, "09:00");
        let acts = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        let mut made = Vec::new();
        for (who, order) in cast.people.iter().zip(acts) {
            for act in order {
                match act {
                    0 => {
                        gate.send(&[typed(clock(20_261_118, "07:50"), TouchKind::In, *who)]).await;
                    }
                    1 => {
                        gate.send(&[typed(clock(20_261_118, "16:40"), TouchKind::Out, *who)]).await;
                    }
                    _ => {
                        let sent = send(&prime, &[item(&cast, &who.to_string(), *who, 18)]).await;
                        assert_eq!(sent, [accepted()], "{order:?}");
                    }
                }
            }
            let record = record(&app, &cast, *who, 18).await.expect("a record");
            let work = (record.trade, record.role, record.employer, record.roster.is_some());
            made.push((record.times(), record.touches, record.channel, work, record.by_hand));
        }
        assert!(made.windows(2).all(|two| two[0] == two[1]), "{made:?}");
        let times = made[0].0;
        assert_eq!(times.first_in, Some(clock(20_261_118, "07:50")), "touches win");
        assert_eq!(times.last_out, Some(clock(20_261_118, "16:40")));
        assert_eq!(made[0].3.1, Some(WorkRole::Foreman), "what nobody touched is as it was sent");
        // Of a day one word stands: who comes second is told, whichever of the two ways it is.
        let (first, second) = (cast.people[0], cast.people[1]);
        let form = |who: TechnicianId| EntryForm {
            technician_id: who.to_string(),
            days: vec![day(17).to_string()],
            first_in: "08:00".to_owned(),
            last_out: "17:00".to_owned(),
            reason: "応援".to_owned(),
            ..EntryForm::default()
        };
        let office = cast.admin(&app, cast.prime);
        history::enter(&office, cast.site, &form(first)).await.expect("entered");
        assert_eq!(send(&prime, &[item(&cast, "x", first, 17)]).await, [refused("record.entered_already")]);
        assert_eq!(send(&prime, &[item(&cast, "y", second, 17)]).await, [accepted()]);
        let Err(Error::Rejected(why)) = history::enter(&office, cast.site, &form(second)).await else {
            panic!("entered twice")
        };
        assert_eq!(why.fields[0].field, "days");
        consistent(&app).await;
    });
}

#[test]
fn records_have_the_last_day_of_entries_and_end_with_their_site() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.people[0], system(&app, cast.prime, 1));
        app.at(20_261_231, "23:59");
        assert_eq!(
            send(&prime, &[item(&cast, "1", who, 18), item(&cast, "2", who, 19)]).await,
            [accepted(), accepted()]
        );
        app.at(20_270_101, "00:00");
        assert_eq!(send(&prime, &[item(&cast, "3", who, 17)]).await, [refused("record.passed")]);
        assert_eq!(send(&prime, &[withdrawn(item(&cast, "1", who, 18))]).await, [refused("record.passed")]);
        assert_eq!(send(&prime, &[item(&cast, "1", who, 18)]).await, [duplicate()], "what was recorded stays known");
        app.at(20_261_120, "09:00");
        let closed = format!("UPDATE site SET closed_at = {} WHERE id = {}", clock(20_261_117, "00:00").0, cast.site);
        app.db().writer().execute_unprepared(&closed).await.expect("closed");
        assert_eq!(send(&prime, &[item(&cast, "4", who, 17)]).await, [refused("record.after_closing")]);
        assert_eq!(send(&prime, &[item(&cast, "4", who, 16)]).await, [accepted()], "its last day");
        limited(&app, &cast).await;
        let unpaid = history::send(&prime, Vec::new()).await.expect_err("limited");
        assert_eq!(code(&unpaid), "fee.limited");
        assert_eq!(back(&prime, &cast).await.len(), 3, "who has not paid still reads");
    });
}

#[test]
fn what_was_sent_is_read_back_part_by_part() {
    both(|app| async move {
        let cast = cast(&app, 60).await;
        app.at(20_261_120, "09:00");
        let prime = system(&app, cast.prime, 1);
        let people = cast.people.iter().enumerate();
        let items: Vec<SentItem> = people
            .flat_map(|(at, who)| (1..=9).map(move |number| (format!("{number:02}-{at:03}"), *who, number)))
            .map(|(id, who, number)| item(&cast, &id, who, number))
            .collect();
        let answers = send(&prime, &items).await;
        assert!(answers.iter().all(|answer| *answer == accepted()), "{answers:?}");
        let first = history::sent(&prime, &query(&cast, "")).await.expect("a part");
        assert_eq!(first.records.len(), 500);
        let next = first.next.expect("there is more");
        let second = history::sent(&prime, &query(&cast, &next)).await.expect("a part");
        assert_eq!((second.records.len(), second.next), (40, None));
        let mut seen: Vec<String> =
            first.records.iter().chain(&second.records).map(|it| it.record_id.clone()).collect();
        let before = seen.clone();
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), seen), (540, before), "each once, in their order");
        assert_eq!(first.records[0].first_in, Some(clock(20_261_101, "08:00")));
        let unknown = history::sent(&prime, &query(&cast, "nothing")).await.expect_err("unknown");
        assert_eq!(code(&unknown), "form.problems");
        let another = system(&app, cast.prime, 2);
        assert!(back(&another, &cast).await.is_empty(), "each system its own");
        consistent(&app).await;
    });
}
