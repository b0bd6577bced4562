//! Viewer × field: what of a person stands in each thing that is given out, read from the things themselves, so that a
//! field added to one of them shows here first.

use crate::{
    card::{CardReading, CardShown, CardViewer, Standing, what_is_shown},
    history::{
        DaySet, WorkRole,
        approval::Mark,
        day::{DayDetail, DayRecord},
        entry::EntryMonth,
        own::{MONTHS, OwnDays},
        sheet::{DayMark, SheetRow},
    },
    id::{BusinessId, RosterId, StructureId, TechnicianId},
    level::Level,
    passport::{CardFace, Days, EntryLine},
    roster::{Candidate, PersonRow, RosterLine},
    site::{HalfDay, Unlisted},
    time::{Instant, WorkDate},
    touch::{
        Channel, TouchKind,
        wire::{GatePerson, GateUnlisted, Shown},
    },
    trade::TradeCode,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use uuid::Uuid;

const WHO: TechnicianId = TechnicianId::from_stored(69_079_600_617_726);
const DAY: WorkDate = WorkDate::from_stored(20_261_120);

fn face() -> CardFace {
    CardFace {
        technician_id: WHO,
        name: "山本 健太".into(),
        kana: "ヤマモト ケンタ".into(),
        level: Level::Two,
        trades: vec![TradeCode::from_stored(11)],
        valid_until: Some(DAY),
        registered_year: 2024,
        has_photo: true,
    }
}

fn reading(viewer: CardViewer) -> Value {
    let standing = Standing::Good;
    json(&match what_is_shown(viewer) {
        CardShown::Face if viewer == CardViewer::Owner => CardReading::Own { face: face(), standing },
        CardShown::Face => CardReading::Face { face: face(), standing },
        CardShown::Minimal => CardReading::Minimal {
            name: face().name,
            kana: face().kana,
            level: Level::Two,
            trade: TradeCode::from_stored(11),
            standing,
        },
        CardShown::Validity => CardReading::Genuine { standing },
    })
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn on_the_phone() -> GatePerson {
    GatePerson {
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        trade: TradeCode::from_stored(11),
        employer: "北浜架設".into(),
        serial: Some("04102030405060".into()),
        has_photo: true,
        photo: Some("5f0c1d2e3a4b5c6d".into()),
        inside: true,
    }
}

fn after_a_tap() -> Shown {
    Shown {
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        trade: TradeCode::from_stored(11),
        employer: Some("北浜架設".into()),
        has_photo: true,
        kind: TouchKind::In,
        warnings: Vec::new(),
        training: false,
    }
}

fn on_the_roster() -> RosterLine {
    RosterLine {
        id: RosterId(Uuid::nil()),
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        structure_id: StructureId(Uuid::nil()),
        business_id: BusinessId::from_stored(1),
        business: "北浜架設".into(),
        tier: 1,
        trade: TradeCode::from_stored(11),
        role: WorkRole::Worker,
        work_content: Some("足場の組立".into()),
        hazardous: false,
        from: DAY,
        until: Some(DAY),
        inducted: Some(DAY),
        warnings: Vec::new(),
        has_photo: true,
        inside: true,
        insurance_checked: Some(Instant(0)),
    }
}

fn beside_the_roster() -> Unlisted {
    Unlisted { technician_id: WHO, name: face().name, kana: face().kana, since: DAY, days: 1, inside: true }
}

fn half_a_day() -> HalfDay {
    HalfDay {
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        date: DAY,
        first_in: Some(Instant(0)),
        last_out: None,
    }
}

fn in_the_sheet() -> SheetRow {
    SheetRow {
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        business: Some("北浜架設".into()),
        tier: Some(1),
        marks: vec![DayMark { date: DAY, mark: Mark::Waiting, by_hand: true }],
        offered: DaySet::of(DAY),
        alone: DaySet::EMPTY,
        sections: Vec::new(),
        far: DaySet::EMPTY,
    }
}

fn entering() -> EntryMonth {
    EntryMonth {
        site: "港町団地".into(),
        technician_id: WHO,
        name: Some(face().name),
        month: DAY.month(),
        today: DAY,
        last: DAY,
        late: false,
        days: Vec::new(),
    }
}

fn on_a_day() -> DayDetail {
    let record = DayRecord {
        mark: Mark::Waiting,
        first_in: Some(Instant(0)),
        last_out: None,
        prime: "港栄建設".into(),
        first_tier: Some("北浜架設".into()),
        employer: Some("北浜架設".into()),
        tier: Some(1),
        role: Some(WorkRole::Worker),
        work_content: Some("足場の組立".into()),
        trade: Some(TradeCode::from_stored(11)),
        hazardous: Some(false),
        channel: Channel::DirectEntry,
        entry: Some(EntryLine { by: "北浜架設".into(), at: Instant(0) }),
    };
    DayDetail {
        site: "湊町三丁目".into(),
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        date: DAY,
        today: DAY,
        record: Some(record),
        touches: Vec::new(),
        decisions: Vec::new(),
        withdrawal: None,
        refuses: false,
        completes: false,
    }
}

fn inside_unlisted() -> GateUnlisted {
    GateUnlisted { technician_id: WHO, name: face().name, kana: face().kana, serial: Some("04102030405060".into()) }
}

fn own_people() -> Candidate {
    let days = Days { recorded: 1, approved: 1 };
    let person = PersonRow {
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        trade: TradeCode::from_stored(11),
        has_photo: true,
        month: days,
        year: days,
    };
    Candidate { person, warnings: Vec::new() }
}

fn own_days() -> OwnDays {
    OwnDays {
        technician_id: WHO,
        name: face().name,
        kana: face().kana,
        level: Level::Two,
        trade: TradeCode::from_stored(11),
        months: vec![Days { recorded: 1, approved: 1 }; MONTHS],
        sites: 1,
    }
}

/// What is given to whom, the names as in the glossary.
fn columns() -> Vec<(&'static str, Value)> {
    vec![
        ("本人（カード）", reading(CardViewer::Owner)),
        ("所属・上位の事業者（カード）", reading(CardViewer::Superior)),
        ("運営（カード）", reading(CardViewer::Operator)),
        ("ほかの技能者・事業者（カード）", reading(CardViewer::Colleague)),
        ("だれでも（カード）", reading(CardViewer::Nobody)),
        ("ゲートの端末（名簿）", json(&on_the_phone())),
        ("ゲートの端末（名簿にいないが中にいる人）", json(&inside_unlisted())),
        ("ゲートの端末（かざした後）", json(&after_a_tap())),
        ("元請・上位と自社の系列（名簿）", json(&on_the_roster())),
        ("元請・上位と自社の系列（名簿にいない人）", json(&beside_the_roster())),
        ("元請・上位と自社の系列（入退場の欠けた日）", json(&half_a_day())),
        ("元請・上位と自社の系列（就業履歴の表）", json(&in_the_sheet())),
        ("元請・上位と自社の系列（就業履歴の1日）", json(&on_a_day())),
        ("元請と所属事業者（直接入力）", json(&entering())),
        ("所属事業者（自社の人）", json(&own_people())),
        ("所属事業者（自社の人の就業日数）", json(&own_days())),
    ]
}

/// Names of the fields, those of a part beside the others.
fn fields(value: &Value, into: &mut BTreeSet<String>) {
    let Value::Object(map) = value else { return };
    for (name, value) in map {
        match value {
            Value::Object(part) if part.contains_key("recorded") => drop(into.insert(name.clone())),
            Value::Object(_) => fields(value, into),
            _ if name == "result" => {}
            _ => drop(into.insert(name.clone())),
        }
    }
}

/// The page.
pub(super) fn page() -> String {
    let mut rows: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    let columns = columns();
    for (at, (_, value)) in columns.iter().enumerate() {
        let mut found = BTreeSet::new();
        fields(value, &mut found);
        for field in found {
            rows.entry(field).or_insert_with(|| vec![false; columns.len()])[at] = true;
        }
    }
    let mut page = String::from(
        "# 技能者の何が、だれに見えるか\n\n技能者についての項目と、それを受けとる人の表です。渡しているものそのものから作っています。写真は\
         `has_photo` のある人だけが取れます（取るたびに権限を見ます）。生年月日、住所、電話、保険、国籍は、この表のだれにも渡しません\
         （申請の審査をする人だけが申請書で、ログインできない人の申し込みの審査をする人だけがその申し込みで見ます）。連携システムは、送ったタッチの結果のほかは何も受けとりません。ゲートの名簿は、\
         端末を登録した事業者が名簿で見られる人だけです。名簿にいないまま中にいる人も、避難のときに数えられるよう、同じ範囲で渡します。\n\n決まりを変えたときは `UPDATE_SNAPSHOTS=1 cargo test -p domain access` で書きなおします。\n\n| 項目 |",
    );
    for (name, _) in &columns {
        write!(page, " {name} |").unwrap();
    }
    page.push_str("\n| --- |");
    page.push_str(&" :-: |".repeat(columns.len()));
    page.push('\n');
    for (field, seen) in rows {
        write!(page, "| `{field}` |").unwrap();
        for yes in seen {
            page.push_str(if yes { " ○ |" } else { "  |" });
        }
        page.push('\n');
    }
    page
}

#[test]
fn what_nobody_is_to_see_is_in_none_of_them() {
    for (column, value) in columns() {
        let mut found = BTreeSet::new();
        fields(&value, &mut found);
        for secret in ["birth_date", "address", "phone", "mail", "insurance", "nationality", "sex"] {
            assert!(!found.contains(secret), "{column}: {secret}");
        }
    }
}
