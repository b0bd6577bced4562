//! Which records are taken to be looked up, with the boundary of each rule and either side of it.

use super::*;
use crate::time::{HOUR_MS, MINUTE_MS};

const NOW: Instant = Instant(1_795_140_000_000);

fn today() -> WorkDate {
    NOW.date()
}

fn at(hours: i64, minutes: i64) -> Instant {
    today().previous().start().plus_ms(hours * HOUR_MS + minutes * MINUTE_MS)
}

/// Yesterday from eight to five.
fn good() -> SentItem {
    SentItem {
        record_id: "A-1".to_owned(),
        technician_id: TechnicianId::from_body(1),
        site_id: SiteId::from_body(2),
        day: today().previous().to_string(),
        first_in: Some(at(8, 0)),
        last_out: Some(at(17, 0)),
        trade: Some(11),
        role: Some("worker".to_owned()),
        withdrawn: false,
    }
}

fn told(item: &SentItem) -> Option<(&'static str, &'static str)> {
    item.read(NOW).err().map(|fault| (fault.code, fault.field))
}

#[test]
fn each_rule_has_its_code_and_field() {
    for (item, wanted) in [
        (good(), None),
        (SentItem { last_out: None, ..good() }, None),
        (SentItem { record_id: String::new(), ..good() }, Some(("record.id", "record_id"))),
        (SentItem { record_id: "x".repeat(64), ..good() }, None),
        (SentItem { record_id: "x".repeat(65), ..good() }, Some(("record.id", "record_id"))),
        (SentItem { record_id: "A 1".to_owned(), ..good() }, Some(("record.id", "record_id"))),
        (SentItem { record_id: "A\u{0}".to_owned(), ..good() }, Some(("record.id", "record_id"))),
        (SentItem { day: "2026-02-30".to_owned(), ..good() }, Some(("record.malformed", "day"))),
        (SentItem { day: today().to_string(), ..good() }, Some(("record.times", "first_in"))),
        (SentItem { first_in: None, ..good() }, Some(("record.times", "first_in"))),
        (SentItem { first_in: Some(at(0, 0)), ..good() }, None),
        (SentItem { first_in: Some(at(0, 0).plus_ms(-1)), ..good() }, Some(("record.times", "first_in"))),
        (SentItem { last_out: Some(at(8, 0)), ..good() }, Some(("record.times", "last_out"))),
        (SentItem { last_out: Some(at(8, 1)), ..good() }, None),
        (SentItem { trade: None, ..good() }, Some(("record.trade_missing", "trade"))),
        (SentItem { trade: Some(55), ..good() }, None),
        (SentItem { trade: Some(56), ..good() }, Some(("record.trade_unknown", "trade"))),
        (SentItem { role: None, ..good() }, Some(("record.role_missing", "role"))),
        (SentItem { role: Some("chief".to_owned()), ..good() }, Some(("record.role_unknown", "role"))),
    ] {
        assert_eq!(told(&item), wanted, "{item:?}");
    }
}

#[test]
fn what_has_not_come_is_not_recorded_and_no_shift_is_longer_than_a_day() {
    let today = |came: Instant, left: Option<Instant>| SentItem {
        day: today().to_string(),
        first_in: Some(came),
        last_out: left,
        ..good()
    };
    assert_eq!(told(&today(NOW, None)), None);
    assert_eq!(told(&today(NOW.plus_ms(1), None)), Some(("record.not_over", "first_in")));
    assert_eq!(told(&today(NOW.plus_ms(-1), Some(NOW))), None);
    assert_eq!(told(&today(NOW.plus_ms(-1), Some(NOW.plus_ms(1)))), Some(("record.not_over", "last_out")));
    let long = |ms: i64| SentItem { first_in: Some(at(0, 30)), last_out: Some(at(0, 30).plus_ms(ms)), ..good() };
    assert_eq!(told(&long(DAY_MS)), None);
    assert_eq!(told(&long(DAY_MS + 1)), Some(("record.times", "last_out")));
}

#[test]
fn what_is_taken_back_needs_no_times_and_reads_otherwise() {
    let back = SentItem { first_in: None, trade: None, role: None, withdrawn: true, ..good() };
    let back = back.read(NOW).expect("taken back");
    assert_eq!(back.said, None);
    let mut contents = vec![back.content()];
    for item in [
        good(),
        SentItem { first_in: Some(at(8, 1)), ..good() },
        SentItem { last_out: None, ..good() },
        SentItem { trade: Some(12), ..good() },
        SentItem { role: Some("foreman".to_owned()), ..good() },
    ] {
        contents.push(item.read(NOW).expect("a record").content());
    }
    contents.sort();
    let all = contents.len();
    contents.dedup();
    assert_eq!(contents.len(), all, "each says something else");
}

#[test]
fn how_a_record_stands() {
    use EntryKind::{Entered, Refused, TakenBack};
    for (said, ended, approval, wanted) in [
        (Entered, None, Approval::Provisional, SentStatus::Provisional),
        (Entered, None, Approval::Approved, SentStatus::Approved),
        (Entered, Some(Refused), Approval::Provisional, SentStatus::Refused),
        // Somebody else's entry was approved since.
        (Entered, Some(Refused), Approval::Approved, SentStatus::Refused),
        (Entered, Some(TakenBack), Approval::Provisional, SentStatus::TakenBack),
        (TakenBack, None, Approval::Provisional, SentStatus::TakenBack),
        (TakenBack, Some(Entered), Approval::Approved, SentStatus::TakenBack),
    ] {
        assert_eq!(status(said, ended, approval), wanted, "{said:?} {ended:?} {approval:?}");
    }
}

#[test]
fn what_is_asked_for_names_a_site_and_days_in_their_order() {
    let site = SiteId::from_body(2);
    let query = SentQuery {
        site: site.to_string(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-01".to_owned(),
        after: String::new(),
    };
    assert_eq!(query.validate().map(|ask| (ask.site, ask.after)), Ok((site, None)));
    let wrong = |query: SentQuery| -> Vec<String> {
        query.validate().expect_err("problems").into_iter().map(|problem| problem.field).collect()
    };
    assert_eq!(wrong(SentQuery { from: "2026-11-02".to_owned(), ..query.clone() }), ["to"]);
    assert_eq!(wrong(SentQuery { after: "a b".to_owned(), ..query }), ["after"]);
    assert_eq!(wrong(SentQuery::default()), ["site", "from", "to"]);
}
