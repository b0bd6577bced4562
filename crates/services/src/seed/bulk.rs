//! Many invented people and records for benchmarks. Invariant: the same numbers and seed give the same rows, and the kept
//! counts are what a recount gives; every log-in has the public password.

use super::{NOT_EMPTY, PASSWORD, only_the_register};
use crate::{Call, Change, Error, Result, account::hash_password};
use chrono::Weekday;
use domain::{
    business, card,
    id::{AccountId, BusinessId, CardId, RosterId, SiteId, StructureId, TechnicianId},
    level::Level,
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
    trade::{self, TradeCode},
};
use serde_json::json;
use store::seed::{self as rows, Firm, Person, Place, Site, Span};

/// Where it is noted that the register holds nothing but such people.
const SETTING: &str = "bulk";
const PEOPLE_PER_FIRM: i64 = 50;
const PEOPLE_PER_SITE: i64 = 200;
/// Records of one transaction, about.
const RECORDS_AT_ONCE: i64 = 250_000;
const PEOPLE_AT_ONCE: i64 = 10_000;

/// 姓, セイ, Latin.
const FAMILIES: [[&str; 3]; 12] = [
    ["佐藤", "サトウ", "SATO"],
    ["鈴木", "スズキ", "SUZUKI"],
    ["田中", "タナカ", "TANAKA"],
    ["渡辺", "ワタナベ", "WATANABE"],
    ["小林", "コバヤシ", "KOBAYASHI"],
    ["山口", "ヤマグチ", "YAMAGUCHI"],
    ["池田", "イケダ", "IKEDA"],
    ["長谷川", "ハセガワ", "HASEGAWA"],
    ["藤原", "フジワラ", "FUJIWARA"],
    ["宮城", "ミヤギ", "MIYAGI"],
    ["遠藤", "エンドウ", "ENDO"],
    ["大野", "オオノ", "ONO"],
];
/// 名, メイ.
const GIVENS: [[&str; 2]; 13] = [
    ["健一", "ケンイチ"],
    ["翔太", "ショウタ"],
    ["美咲", "ミサキ"],
    ["大輝", "ダイキ"],
    ["浩二", "コウジ"],
    ["恵", "メグミ"],
    ["隆", "タカシ"],
    ["誠", "マコト"],
    ["優斗", "ユウト"],
    ["彩", "アヤ"],
    ["勇気", "ユウキ"],
    ["茂", "シゲル"],
    ["香織", "カオリ"],
];

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bulk {
    /// People, numbered without gaps from the first.
    pub technicians: i64,
    /// The first of them; logs in with [`PASSWORD`].
    pub first: TechnicianId,
    /// Firms.
    pub businesses: i64,
    /// The first of them.
    pub first_business: BusinessId,
    /// Open sites.
    pub sites: i64,
    /// History records.
    pub records: i64,
}

/// Makes `technicians` people with cards, log-ins, employers and rosters, and `records` history records of working days up
/// to yesterday, spread evenly over them. For the register itself only.
///
/// Errors: `seed.not_empty` in a register that was not begun so; `Conflict` where the same seed was used before.
pub async fn bulk(call: &Call, technicians: u32, records: u64, seed: u64) -> Result<Bulk> {
    only_the_register(call)?;
    if rows::setting(call.db.read(), SETTING).await?.is_none() {
        if !rows::is_empty(call.db.read()).await? {
            return Err(Error::Conflict(NOT_EMPTY));
        }
        let tx = call.db.begin().await?;
        rows::keep_setting(&tx, SETTING, "begun").await?;
        tx.commit().await?;
    }
    let plan = Plan::new(call, i64::from(technicians.max(1)), i64::try_from(records).unwrap_or(i64::MAX), seed);
    let mut month = plan.days.last().copied().unwrap_or(call.today()).month();
    while month <= call.today().month().next() {
        store::partition::make(&call.db, month).await?;
        month = month.next();
    }
    let hash = hash_password(call, PASSWORD).await?;
    register(call, &plan, &hash).await?;
    let mut made = 0;
    let mut first = 0;
    while first < plan.people {
        let last = (first + plan.people_at_once() - 1).min(plan.people - 1);
        made += record(call, &plan, first, last).await?;
        first = last + 1;
    }
    let tx = call.db.begin().await?;
    rows::count_sites(&tx, plan.site(0).get(), plan.site(plan.sites - 1).get()).await?;
    rows::count_wide(&tx, plan.site(0).get(), plan.site(plan.sites - 1).get()).await?;
    let new = json!({ "technicians": plan.people, "records": made, "seed": seed });
    let subject_id = seed.to_string();
    call.note(
        &tx,
        Change { process: "seed.bulk", subject_kind: "seed", subject_id, new: Some(new), ..Change::default() },
    )
    .await?;
    tx.commit().await?;
    let records = i64::try_from(made).unwrap_or(i64::MAX);
    Ok(Bulk {
        technicians: plan.people,
        first: plan.technician(0),
        businesses: plan.firms,
        first_business: plan.firm(0),
        sites: plan.sites,
        records,
    })
}

/// The qualification that most fields of data/levels ask for.
const QUALIFICATION: &str = "玉掛け技能講習";

/// Gives everybody that [`bulk`] made days and qualifications to be judged by, of up to `months` before this month, without records.
/// How many days. For the register itself only.
pub async fn level_months(call: &Call, months: u32) -> Result<i64> {
    only_the_register(call)?;
    let earlier = core::iter::successors(Some(call.today().month().previous()), |month| Some(month.previous()));
    let months: Vec<_> = earlier.take(usize::try_from(months).unwrap_or(usize::MAX)).collect();
    let tx = call.db.begin().await?;
    let days = rows::level_months(&tx, &months, QUALIFICATION).await?;
    tx.commit().await?;
    Ok(days)
}

/// Numbers and days, decided before anything is written.
struct Plan {
    seed: u64,
    now: Instant,
    key_version: i32,
    people: i64,
    firms: i64,
    sites: i64,
    per_person: i64,
    /// People below this number have one record more.
    extra: i64,
    /// Working days, newest first.
    days: Vec<WorkDate>,
}

/// SplitMix64: spreads a number over all of them.
const fn spread(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

impl Plan {
    fn new(call: &Call, people: i64, records: i64, seed: u64) -> Self {
        let (per_person, extra) = (records / people, records % people);
        let wanted = usize::try_from(per_person + 3).unwrap_or(usize::MAX);
        let days = core::iter::successors(Some(call.today().previous()), |day| Some(day.previous()));
        let days = days.filter(|day| day.weekday() != Weekday::Sun).take(wanted).collect();
        let key_version = call.outside.keys.masters().first().map_or(0, |master| i32::from(master.version));
        let (firms, sites) = (people / PEOPLE_PER_FIRM + 2, people / PEOPLE_PER_SITE + 1);
        Self { seed, now: call.now(), key_version, people, firms, sites, per_person, extra, days }
    }
    fn people_at_once(&self) -> i64 {
        (RECORDS_AT_ONCE / (self.per_person + 1)).clamp(1, PEOPLE_AT_ONCE)
    }
    /// Thirteen digits: room for ten million numbers of each kind and seed, apart from those drawn by chance as a rule.
    fn body(&self, kind: u64, number: i64) -> i64 {
        let block = i64::try_from(spread(self.seed << 3 | kind) % 800_000).unwrap_or_default();
        1_000_000_000_000 + block * 10_000_000 + number
    }
    fn technician(&self, number: i64) -> TechnicianId {
        TechnicianId::from_body(self.body(1, number))
    }
    fn firm(&self, number: i64) -> BusinessId {
        BusinessId::from_body(self.body(2, number))
    }
    fn site(&self, number: i64) -> SiteId {
        SiteId::from_body(self.body(3, number))
    }
    fn uuid(&self, kind: u64, number: i64) -> uuid::Uuid {
        let (high, low) =
            (spread(self.seed ^ kind << 56), spread(self.seed.rotate_left(17) ^ kind << 48 ^ number.cast_unsigned()));
        let ms = u64::try_from(self.now.0).unwrap_or_default();
        let mut tail = [0; 10];
        tail[..2].copy_from_slice(&high.to_be_bytes()[..2]);
        tail[2..].copy_from_slice(&low.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(ms, &tail).into_uuid()
    }
    /// Whose roster a person is on: people of one firm stand together at one site.
    const fn site_of(&self, person: i64) -> i64 {
        person / PEOPLE_PER_SITE % self.sites
    }
    /// The first firm is every site's prime; the others employ fifty each.
    const fn firm_of(&self, person: i64) -> i64 {
        1 + person / PEOPLE_PER_FIRM % (self.firms - 1)
    }
    fn prefecture(&self, number: i64) -> PrefectureCode {
        let code = 1 + i16::try_from(spread(self.seed ^ number.cast_unsigned()) % 47).unwrap_or_default();
        PrefectureCode::from_stored(code)
    }
    fn trade(person: i64) -> TradeCode {
        let at = usize::try_from(person).unwrap_or_default() % trade::ALL.len();
        trade::ALL.get(at).map_or(TradeCode::from_stored(2), |trade| trade.code)
    }
    fn person(&self, number: i64) -> Person {
        let chance = spread(self.seed.rotate_left(7) ^ number.cast_unsigned());
        let part = |shift: u32, of: u64| usize::try_from((chance >> shift) % of).unwrap_or_default();
        let [family, family_kana, roman] = FAMILIES[part(0, 12)];
        let [given, given_kana] = GIVENS[part(8, 13)];
        let years = i32::try_from(part(16, 45)).unwrap_or_default();
        let day = i32::try_from(part(24, 28)).unwrap_or_default() + 1;
        let month = i32::try_from(part(32, 12)).unwrap_or_default() + 1;
        let birth = WorkDate::from_stored((1962 + years) * 10_000 + month * 100 + day);
        Person {
            id: self.technician(number),
            name: [family, given, family_kana, given_kana, roman],
            birth,
            trade: Self::trade(number),
            level: Level::from_number(1 + i16::try_from(part(40, 4)).unwrap_or_default()).unwrap_or(Level::One),
            prefecture: self.prefecture(number),
            employer: self.firm(self.firm_of(number)),
            card: CardId(self.uuid(1, number)),
            uid: 0x04_b0_00_00_00_00_00 + i64::try_from(self.seed % 0x7ff).unwrap_or_default() * 0x1_0000_0000 + number,
            key_version: self.key_version,
            valid_until: card::expiry(birth, self.now.date(), true),
            account: AccountId(self.uuid(2, number)),
        }
    }
    /// First day of employments, sites and rosters: no record is older.
    fn since(&self) -> WorkDate {
        self.days.last().copied().unwrap_or(self.now.date()).month().first_day()
    }
}

async fn register(call: &Call, plan: &Plan, hash: &str) -> Result<()> {
    let firm = |number: i64| Firm {
        id: plan.firm(number),
        name: format!("試験{}号建設株式会社", number + 1),
        kana: "シケンケンセツ".to_owned(),
        prefecture: plan.prefecture(number),
        account: AccountId(plan.uuid(3, number)),
    };
    let firms: Vec<Firm> = (0..plan.firms).map(firm).collect();
    let tx = call.db.begin().await?;
    rows::firms(&tx, &firms, hash, plan.now, business::valid_until(call.today())).await?;
    let root = |number: i64| StructureId(plan.uuid(4, number));
    let site = |number: i64| Site {
        id: plan.site(number),
        name: format!("試験{}号現場", number + 1),
        prime: plan.firm(0),
        prefecture: plan.prefecture(number),
    };
    let sites: Vec<(Site, StructureId)> = (0..plan.sites).map(|number| (site(number), root(number))).collect();
    let until = (0..24).fold(call.today().month(), |month, _| month.next()).last_day();
    rows::sites(&tx, &sites, plan.now, plan.since(), until).await?;
    tx.commit().await?;
    let mut first = 0;
    while first < plan.people {
        let last = (first + PEOPLE_AT_ONCE).min(plan.people);
        let people: Vec<Person> = (first..last).map(|number| plan.person(number)).collect();
        let tx = call.db.begin().await?;
        rows::people(&tx, &people, hash, plan.now, plan.since()).await?;
        enrol(&tx, plan, first..last).await?;
        tx.commit().await?;
        first = last;
    }
    Ok(())
}

/// Puts people on rosters, and their firms into the structure of the site.
async fn enrol(tx: &store::DatabaseTransaction, plan: &Plan, people: core::ops::Range<i64>) -> Result<()> {
    // A firm at a site: every fifty people. `PEOPLE_AT_ONCE` is a multiple, so none is added twice.
    let group = |person: i64| person / PEOPLE_PER_FIRM;
    let member = |person: i64| {
        let site = plan.site_of(person);
        let root = StructureId(plan.uuid(4, site));
        (StructureId(plan.uuid(5, group(person))), plan.site(site), plan.firm(plan.firm_of(person)), root)
    };
    let members: Vec<_> = people.clone().filter(|person| person % PEOPLE_PER_FIRM == 0).map(member).collect();
    let place = |person: i64| Place {
        id: RosterId(plan.uuid(6, person)),
        technician: plan.technician(person),
        site: plan.site(plan.site_of(person)),
        structure: StructureId(plan.uuid(5, group(person))),
        trade: Plan::trade(person),
        ordinal: person,
    };
    let places: Vec<Place> = people.map(place).collect();
    Ok(rows::places(tx, &members, &places, plan.since()).await?)
}

async fn record(call: &Call, plan: &Plan, first: i64, last: i64) -> Result<u64> {
    let span = Span { first, last, first_id: plan.technician(first).get(), last_id: plan.technician(last).get() };
    let tx = call.db.begin().await?;
    let spread = (plan.per_person, plan.extra);
    let made = rows::records(&tx, span, &plan.days, spread, call.today().month()).await?;
    rows::decisions(&tx, span, plan.now).await?;
    rows::technician_counts(&tx, span).await?;
    tx.commit().await.map_err(|error| Error::from(store::Fault::from(error)))?;
    Ok(made)
}
