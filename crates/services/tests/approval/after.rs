//! What is done and told after a business has left a site, a person has gone to another branch, or a site was closed.

use super::{
    NOVEMBER, approved, code, consistent, day, days, line, many, own::taken, place_of_sub, record, rule::second_tier,
    told, typed, whole,
};
use domain::{
    history::{
        DaySet,
        approval::{Decision, Mark},
        entry::EntryForm,
        sheet::{Sheet, SheetFilter},
    },
    id::{StructureId, TechnicianId},
    site::CloseForm,
    time::YearMonth,
    touch::{Channel, TouchKind},
    trade::TradeCode,
};
use i18n::Lang;
use services::{Call, history, roster, sheet::Kind, site, structure};
use testkit::{Cast, both, cast, clock};
use uuid::Uuid;

const DECEMBER: YearMonth = YearMonth::from_stored(202_612);

/// A day by hand, with all that is asked where nothing is known.
fn by_hand(who: TechnicianId, number: i32) -> EntryForm {
    EntryForm {
        technician_id: who.to_string(),
        days: vec![day(number).to_string()],
        first_in: "08:00".to_owned(),
        last_out: "17:00".to_owned(),
        trade: "06".to_owned(),
        role: "foreman".to_owned(),
        reason: "電池切れ".to_owned(),
    }
}

async fn sheet(call: &Call, cast: &Cast, month: YearMonth, filter: &SheetFilter) -> Sheet {
    history::sheet(call, cast.site, month, filter, None).await.expect("a sheet")
}

fn names(sheet: &Sheet) -> Vec<TechnicianId> {
    sheet.people.iter().map(|row| row.technician_id).collect()
}

#[test]
fn who_has_left_enters_no_day_after_its_last() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        app.at(20_261_120, "09:00");
        structure::end(&prime, place_of_sub(), "2026-11-10").await.expect("left");
        for who in [cast.people[0], cast.unrostered] {
            let refused = history::enter(&sub, cast.site, &by_hand(who, 11)).await.expect_err("it has left");
            assert_eq!(code(&refused), "form.problems");
            assert_eq!(record(&app, &cast, who, 11).await, None);
            assert_eq!(history::enter(&sub, cast.site, &by_hand(who, 10)).await.expect("its last day"), 1);
            let month = history::entry_month(&sub, cast.site, who, NOVEMBER).await.expect("a month");
            let open = month.days.iter().filter(|day| day.open).map(|day| day.date);
            assert_eq!(open.collect::<DaySet>(), days(&(1..10).collect::<Vec<_>>()));
        }
        assert_eq!(history::enter(&prime, cast.site, &by_hand(cast.people[0], 11)).await.expect("the prime"), 1);
        consistent(&app).await;
    });
}

#[test]
fn approved_days_stay_in_the_table_when_their_line_ends_before_them() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (who, prime, sub) = (cast.people[0], cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        app.at(20_261_120, "09:00");
        cast.gate(&app).send(&whole(18, who)).await;
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[18])])).await), (1, vec![]));
        structure::end(&prime, place_of_sub(), "2026-10-31").await.expect("left");
        let at = |place| SheetFilter { place: Some(place), ..SheetFilter::default() };
        let of = |trade| SheetFilter { trade: TradeCode::from_number(trade), ..SheetFilter::default() };
        for (what, filter, wanted) in [
            ("everybody", SheetFilter::default(), vec![who]),
            ("its company", at(place_of_sub()), vec![who]),
            ("another company", at(StructureId(Uuid::from_u128(1))), vec![]),
            ("its trade", of(11), vec![who]),
            ("another trade", of(6), vec![]),
        ] {
            assert_eq!(names(&sheet(&prime, &cast, NOVEMBER, &filter).await), wanted, "{what}");
        }
        let shown = sheet(&prime, &cast, NOVEMBER, &SheetFilter::default()).await;
        assert_eq!(shown.people[0].on(day(18)), Some(Mark::Approved));
        let file = history::site_file(&prime, cast.site, NOVEMBER, Kind::Csv, Lang::Ja).await.expect("a file");
        let rows: Vec<String> = taken(file).await.into_iter().map(|mut row| row.remove(0)).collect();
        assert_eq!(rows, [who.to_string()], "the file too");
        assert!(names(&sheet(&sub, &cast, NOVEMBER, &SheetFilter::default()).await).is_empty(), "not who has left");
        assert!(names(&sheet(&prime, &cast, DECEMBER, &SheetFilter::default()).await).is_empty(), "nor another month");
        consistent(&app).await;
    });
}

#[test]
fn who_has_left_sees_no_names_of_the_months_after() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        structure::end(&prime, place_of_sub(), "2026-11-18").await.expect("left");
        app.at(20_261_205, "09:00");
        let below = cast.unrostered;
        assert_eq!(names(&sheet(&sub, &cast, NOVEMBER, &SheetFilter::default()).await), [cast.people[0], below]);
        assert!(names(&sheet(&sub, &cast, DECEMBER, &SheetFilter::default()).await).is_empty());
        assert_eq!(names(&sheet(&prime, &cast, DECEMBER, &SheetFilter::default()).await), [below]);
    });
}

#[test]
fn of_another_branchs_approval_only_its_end_is_told() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.people[0], cast.admin(&app, cast.prime));
        app.at(20_261_101, "09:00");
        let root = StructureId(Uuid::from_u128(1));
        let place = structure::add(&prime, cast.site, root, cast.stranger).await.expect("a place");
        app.at(20_261_119, "09:00");
        cast.gate(&app).send(&whole(18, who)).await;
        let picks = many(&[(who, &[18])]);
        assert_eq!(told(&approved(&prime, &cast, &picks).await), (1, vec![]));
        let of = (who, NOVEMBER);
        history::withdraw(&prime, cast.site, of, days(&[18]), "会社がちがう").await.expect("taken back");
        let to = roster::add(&prime, cast.site, &line(who, place, "2026-11-18")).await;
        to.expect("a line of another branch");
        assert_eq!(told(&approved(&prime, &cast, &picks).await), (1, vec![]));
        let decisions = async |call: Call| {
            let seen = history::day(&call, cast.site, who, day(18)).await.expect("a day");
            let told = seen.decisions.into_iter();
            let told = told.map(|one| {
                let employer = one.approved.and_then(|of| of.employer);
                (one.decision, one.by.is_some(), one.reason, employer)
            });
            told.collect::<Vec<_>>()
        };
        let approval = |of: &str| (Decision::Approved, true, None, Some(of.to_owned()));
        let taken_back = |reason: Option<&str>| (Decision::Withdrawn, true, reason.map(str::to_owned), None);
        assert_eq!(
            decisions(prime.clone()).await,
            [approval("北浜架設"), taken_back(Some("会社がちがう")), approval("よその工業")]
        );
        let under = cast.admin(&app, cast.stranger);
        assert_eq!(
            decisions(under).await,
            [taken_back(None), approval("よその工業")],
            "not for whom it was before, nor why"
        );
    });
}

#[test]
fn days_after_a_site_was_closed_are_no_days_off() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        app.at(20_261_118, "18:00");
        cast.gate(&app).send(&whole(17, cast.people[0])).await;
        let closing = CloseForm { last_day: "2026-11-18".to_owned(), reason: "完成した".to_owned() };
        site::close(&prime, cast.site, &closing).await.expect("closed");
        app.at(20_261_130, "09:00");
        let weeks = history::weeks_off(&prime, cast.site, NOVEMBER).await.expect("weeks").weeks;
        let last = weeks.last().expect("a week");
        assert_eq!(last.monday, day(16), "none after the last day");
        assert_eq!((last.alone.worked, last.alone.off, last.alone.to_come), (1, 2, 0));
    });
}

#[test]
fn who_approves_sees_that_a_day_was_entered_by_hand() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime, sub) = (cast.people[0], cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        app.at(20_261_120, "09:00");
        cast.gate(&app).send(&whole(16, who)).await;
        cast.gate(&app).send(&[typed(clock(20_261_117, "08:00"), TouchKind::In, who)]).await;
        for number in [17, 18] {
            history::enter(&sub, cast.site, &by_hand(who, number)).await.expect("entered");
        }
        let seen = async |number: i32| {
            let record = history::day(&prime, cast.site, who, day(number)).await.expect("a day").record;
            let record = record.expect("a record");
            (record.channel == Channel::DirectEntry, record.entry.map(|entry| entry.by))
        };
        let refuses = async |call: &Call| history::day(call, cast.site, who, day(18)).await.expect("a day").refuses;
        assert_eq!((refuses(&prime).await, refuses(&sub).await), (true, false), "the prime's to refuse");
        let by_sub = Some("北浜架設".to_owned());
        assert_eq!(seen(16).await, (false, None));
        assert_eq!(seen(17).await, (false, by_sub.clone()), "its in is a touch");
        assert_eq!(seen(18).await, (true, by_sub));
        let shown = sheet(&prime, &cast, NOVEMBER, &SheetFilter::default()).await;
        let marked: Vec<(i32, bool)> = shown.people[0].marks.iter().map(|on| (on.date.day(), on.by_hand)).collect();
        assert_eq!(marked, [(16, false), (17, true), (18, true)]);
        let picks = many(&[(who, &[16, 17, 18])]);
        let preview = history::preview(&prime, cast.site, NOVEMBER, &picks).await.expect("a preview");
        assert_eq!((preview.records, preview.by_hand), (3, 2));
        // Once it is taken back nothing of it is shown, and what was touched stays.
        history::take_back(&sub, cast.site, who, day(17)).await.expect("taken back");
        assert_eq!(seen(17).await, (false, None));
    });
}

#[test]
fn a_day_whose_entry_has_ended_did_not_lapse() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime, sub) = (cast.people[0], cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        app.at(20_261_120, "09:00");
        history::enter(&sub, cast.site, &by_hand(who, 18)).await.expect("entered");
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[18])])).await), (1, vec![]));
        let seen = async || history::day(&prime, cast.site, who, day(18)).await.expect("a day");
        assert!(!seen().await.refuses, "it is approved");
        let of = (who, NOVEMBER);
        history::withdraw(&prime, cast.site, of, days(&[18]), "働いていない").await.expect("taken back");
        history::refuse(&prime, cast.site, who, day(18), "働いていない").await.expect("refused");
        let gone = seen().await;
        assert_eq!((gone.record.is_none(), gone.has_lapsed(), gone.refuses), (true, false, false));
        consistent(&app).await;
    });
}
