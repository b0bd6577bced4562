//! Whom the table shows where somebody is looked for: by company, trade, state and name, and never beyond the branch.

use super::{NOVEMBER, approved, line, many, named, one, place_of_sub, settled, told, typed, whole};
use domain::{
    history::sheet::{Sheet, SheetFilter, SheetState},
    id::{StructureId, TechnicianId},
    time::YearMonth,
    touch::TouchKind,
    trade::TradeCode,
};
use services::{Call, history, roster, structure};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock};
use uuid::Uuid;

/// The first waits, the second lacks an out; both work for the subcontractor. The third is the subcontractor's without a
/// line. The last works for a company below it in another trade: one day waits, and since yesterday evening it is inside.
async fn month(app: &TestApp, cast: &Cast) -> (StructureId, [TechnicianId; 4]) {
    let [first, second, third] = [0, 1, 2].map(|at| cast.people[at]);
    let last = cast.unrostered;
    let sql = format!(
        "UPDATE roster SET to_date = 20261031 WHERE technician_id = {third}; \
         UPDATE technician SET search_kana = 'ミナトミサキ' WHERE id = {third}"
    );
    app.db().writer().execute_unprepared(&sql).await.expect("off the roster");
    app.at(20_261_101, "09:00");
    let sub = cast.admin(app, cast.sub);
    let below = structure::add(&sub, cast.site, place_of_sub(), cast.stranger).await.expect("a place");
    settled(app, cast, below).await;
    roster::add(&sub, cast.site, &line(last, below, "2026-11-01")).await.expect("a line");
    app.at(20_261_120, "12:00");
    let gate = cast.gate(app);
    gate.send(&whole(17, first)).await;
    gate.send(&[typed(clock(20_261_120, "08:00"), TouchKind::In, first)]).await;
    gate.send(&[typed(clock(20_261_118, "08:00"), TouchKind::In, second)]).await;
    gate.send(&whole(18, third).map(named)).await;
    gate.send(&whole(17, last)).await;
    gate.send(&[typed(clock(20_261_119, "19:00"), TouchKind::In, last)]).await;
    (below, [first, second, third, last])
}

async fn sheet(call: &Call, cast: &Cast, filter: &SheetFilter) -> Sheet {
    history::sheet(call, cast.site, NOVEMBER, filter, None).await.expect("a sheet")
}

/// Which of `people` are shown, by their place among them.
async fn found(call: &Call, cast: &Cast, people: &[TechnicianId], filter: &SheetFilter) -> Vec<usize> {
    let shown = sheet(call, cast, filter).await;
    let mut at: Vec<usize> = shown
        .people
        .iter()
        .map(|row| people.iter().position(|who| *who == row.technician_id).expect("one of them"))
        .collect();
    at.sort_unstable();
    at
}

fn at_place(place: StructureId) -> SheetFilter {
    SheetFilter { place: Some(place), ..SheetFilter::default() }
}

fn of_trade(code: i16) -> SheetFilter {
    SheetFilter { trade: TradeCode::from_number(code), ..SheetFilter::default() }
}

fn in_state(state: SheetState) -> SheetFilter {
    SheetFilter { state: Some(state), ..SheetFilter::default() }
}

fn called(q: &str) -> SheetFilter {
    SheetFilter { q: q.to_owned(), ..SheetFilter::default() }
}

#[test]
fn people_are_found_by_company_trade_state_and_name() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let (below, people) = month(&app, &cast).await;
        let prime = cast.admin(&app, cast.prime);
        let (root, sub) = (StructureId(Uuid::from_u128(1)), place_of_sub());
        let all_of = |state, place, trade: i16| SheetFilter {
            place,
            trade: TradeCode::from_number(trade),
            state: Some(state),
            section: None,
            q: String::new(),
        };
        for (what, filter, wanted) in [
            ("everybody", SheetFilter::default(), vec![0, 1, 2, 3]),
            ("the subcontractor, with who has no line", at_place(sub), vec![0, 1, 2]),
            ("the company below it", at_place(below), vec![3]),
            ("the prime has nobody here", at_place(root), vec![]),
            ("no such place", at_place(StructureId(Uuid::from_u128(9))), vec![]),
            ("11", of_trade(11), vec![0, 1, 2]),
            ("06", of_trade(6), vec![3]),
            ("what waits", in_state(SheetState::Waiting), vec![0, 3]),
            ("what needs a look", in_state(SheetState::Look), vec![1, 2]),
            ("what waits at the subcontractor", all_of(SheetState::Waiting, Some(sub), 11), vec![0]),
            ("a look at the subcontractor", all_of(SheetState::Look, Some(sub), 11), vec![1, 2]),
            ("a look at the company below", all_of(SheetState::Look, Some(below), 6), vec![]),
            ("a look, by trade", all_of(SheetState::Look, None, 6), vec![]),
            ("a part of a name", called("太イ"), vec![1]),
            ("kana, as hiragana", called("みなと"), vec![2]),
            ("an ID with hyphens", called(&hyphens(people[3])), vec![3]),
            ("nobody's name", called("佐藤"), vec![]),
            ("no pattern", called("%"), vec![]),
            ("no pattern either", called("_"), vec![]),
        ] {
            assert_eq!(found(&prime, &cast, &people, &filter).await, wanted, "{what}");
        }
        let named_and_waiting = SheetFilter { q: "ヤマモト".into(), ..in_state(SheetState::Waiting) };
        assert_eq!(found(&prime, &cast, &people, &named_and_waiting).await, [0, 3]);
        let elsewhere = history::sheet(&prime, cast.site, YearMonth::from_stored(202_610), &at_place(sub), None).await;
        assert_eq!(elsewhere.expect("a sheet").people.len(), 3, "the third was on the roster until then");
    });
}

/// As people write it.
fn hyphens(who: TechnicianId) -> String {
    who.grouped().replace(' ', "-")
}

#[test]
fn a_state_is_what_the_signs_say() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let (_, people) = month(&app, &cast).await;
        let prime = cast.admin(&app, cast.prime);
        let agree = async || {
            let all = sheet(&prime, &cast, &SheetFilter::default()).await;
            for state in SheetState::ALL {
                let marked = |who: &TechnicianId| {
                    let row = all.people.iter().find(|row| row.technician_id == *who).expect("a row");
                    row.marks.iter().any(|day| state.is_of(day.mark))
                };
                let wanted: Vec<usize> = (0..people.len()).filter(|at| marked(&people[*at])).collect();
                assert_eq!(found(&prime, &cast, &people, &in_state(state)).await, wanted, "{state:?}");
            }
        };
        agree().await;
        let picks = many(&[(people[0], &[17]), (people[3], &[17])]);
        assert_eq!(told(&approved(&prime, &cast, &picks).await), (2, vec![]));
        assert_eq!(found(&prime, &cast, &people, &in_state(SheetState::Waiting)).await, Vec::<usize>::new());
        agree().await;
        assert_eq!(told(&approved(&prime, &cast, &one(&[(people[2], &[18])])).await), (1, vec![]));
        assert_eq!(found(&prime, &cast, &people, &in_state(SheetState::Look)).await, [1]);
        agree().await;
        // In for more than 18 hours: the out was forgotten.
        app.at(20_261_120, "13:01");
        assert_eq!(found(&prime, &cast, &people, &in_state(SheetState::Look)).await, [1, 3]);
        agree().await;
        app.at(20_261_121, "09:00");
        agree().await;
    });
}

#[test]
fn nobody_is_found_beyond_the_branch() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let (below, people) = month(&app, &cast).await;
        let member = cast.admin(&app, cast.stranger);
        for (what, filter, wanted) in [
            ("everybody", SheetFilter::default(), vec![3]),
            ("the company above", at_place(place_of_sub()), vec![]),
            ("its own place", at_place(below), vec![3]),
            ("another's trade", of_trade(11), vec![]),
            ("what waits", in_state(SheetState::Waiting), vec![3]),
            ("what needs a look", in_state(SheetState::Look), vec![]),
            ("another's name", called("みなと"), vec![]),
            ("another's ID", called(&people[0].to_string()), vec![]),
            ("a name all have", called("山本"), vec![3]),
        ] {
            assert_eq!(found(&member, &cast, &people, &filter).await, wanted, "{what}");
        }
        let places = |sheet: Sheet| sheet.places.into_iter().map(|place| place.id).collect::<Vec<_>>();
        assert_eq!(places(sheet(&member, &cast, &SheetFilter::default()).await), [below], "no other company is named");
        let sub = cast.admin(&app, cast.sub);
        assert_eq!(places(sheet(&sub, &cast, &SheetFilter::default()).await), [place_of_sub(), below]);
        assert_eq!(found(&sub, &cast, &people, &in_state(SheetState::Look)).await, [1, 2]);
    });
}

#[test]
fn what_is_found_is_shown_in_parts_too() {
    both(|app| async move {
        let cast = cast(&app, 101).await;
        app.at(20_261_120, "09:00");
        let prime = cast.admin(&app, cast.prime);
        let filter = SheetFilter { q: "ヤマモト".into(), ..at_place(place_of_sub()) };
        let first = sheet(&prime, &cast, &filter).await;
        assert_eq!((first.people.len(), first.next), (100, Some(cast.people[99])));
        let second = history::sheet(&prime, cast.site, NOVEMBER, &filter, first.next).await.expect("a sheet");
        let rest: Vec<_> = second.people.iter().map(|row| row.technician_id).collect();
        assert_eq!((rest, second.next), (vec![cast.people[100]], None));
    });
}
