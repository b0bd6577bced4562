//! A small invented cast: a prime, a subcontractor, a site, people with cards. Rows are written as completed
//! registrations leave them, so that tests of touches need not play a registration first.

use crate::{BASE_URL, MASTER_KEY_HEX, TestApp};
use domain::{
    access::{Actor, Role},
    id::{AccountId, BusinessId, DeviceId, SiteId, TechnicianId},
    time::{Instant, WorkDate},
    touch::{
        TouchKind,
        wire::{Reading, TouchAnswers, TouchItem},
    },
};
use proof::{AesKey, MasterKey, ReadCounter, Uid};
use services::Call;
use std::{
    fmt::Write,
    sync::atomic::{AtomicU32, Ordering},
};
use store::ConnectionTrait;
use uuid::Uuid;

/// The cast.
pub struct Cast {
    /// 元請.
    pub prime: BusinessId,
    /// 一次.
    pub sub: BusinessId,
    /// Has nothing to do with the site.
    pub stranger: BusinessId,
    /// The site; day boundary 00:00.
    pub site: SiteId,
    /// On the roster, with a card.
    pub people: Vec<TechnicianId>,
    /// Registered, with a card, not on the roster.
    pub unrostered: TechnicianId,
    counters: AtomicU32,
}

/// A gate of the cast's site.
pub struct GateOf {
    /// Calls as the device.
    pub call: Call,
}

fn master() -> MasterKey {
    MasterKey::new(1, AesKey::from_hex(MASTER_KEY_HEX).expect("a key"))
}

impl Cast {
    /// The chip of the `at`th person's card.
    pub fn uid(at: usize) -> Uid {
        let last = u8::try_from(at).expect("few people");
        Uid::from_bytes([0x04, 0x10, 0x20, 0x30, 0x40, 0x50, last])
    }
    /// A fresh tap of the `at`th card.
    pub fn tap(&self, at: usize) -> String {
        let counter = self.counters.fetch_add(1, Ordering::Relaxed);
        Self::tap_at(at, counter)
    }
    /// The tap of the `at`th card that answers with `counter`.
    pub fn tap_at(at: usize, counter: u32) -> String {
        let keys = proof::card_keys(&master(), &Self::uid(at));
        let counter = ReadCounter::new(counter).expect("24 bits");
        proof::sun_make::make_encrypted(BASE_URL, &keys.meta, &keys.file, &Self::uid(at), counter)
    }
}

/// A touch of a card as a gate sends it.
#[expect(clippy::disallowed_methods, reason = "a device makes its ids by itself")]
pub fn item(at: Instant, kind: TouchKind, url: String) -> TouchItem {
    let chance = Uuid::new_v4();
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&chance.as_bytes()[..10]);
    let ms = u64::try_from(at.0).expect("after 1970");
    TouchItem {
        id: domain::id::TouchId(uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid()),
        occurred_at: at,
        kind,
        reading: Reading::Card { url, serial: None },
        device_seq: None,
        clock_offset_ms: None,
        clock: None,
        site_id: None,
        trade: None,
        role: None,
        signature: None,
    }
}

impl GateOf {
    /// Sends items and gives the answers.
    pub async fn send(&self, items: &[TouchItem]) -> TouchAnswers {
        let items = items.iter().map(|item| serde_json::to_value(item).expect("json")).collect();
        services::touch::record(&self.call, items).await.expect("answers")
    }
}

/// An id as a literal of the database.
fn blob(app: &TestApp, id: Uuid) -> String {
    if app.db().is_postgres() { format!("'{id}'") } else { format!("x'{}'", id.simple()) }
}

fn admin_account(of: BusinessId) -> Uuid {
    Uuid::from_u128(u128::try_from(of.get()).expect("positive"))
}

/// Adds businesses, each with the account of its admin.
fn businesses(app: &TestApp, sql: &mut String, named: [(BusinessId, &str); 3]) {
    for (id, name) in named {
        let _ = write!(
            sql,
            "INSERT INTO business (id, kind, name, name_kana, search_name, representative, capital_yen, trades, postcode, \
             prefecture, address, phone, mail, valid_until, registered_at, first_id_until) VALUES ({id}, 1, '{name}', 'カナ', '{name}', \
             '代表', 10000000, '[1]', '1350016', 13, '江東区', '0312345678', 'a@example.jp', 20311130, 0, 20311130);"
        );
        let _ = write!(
            sql,
            "INSERT INTO account (id, role, login_id, name, password_hash, business_id, created_at) \
             VALUES ({}, 'business_admin', '{id}', '管理', '', {id}, 0);",
            blob(app, admin_account(id))
        );
    }
}

/// A number in letters, since no name holds a digit; they sort as the digits do.
fn numbered(at: usize) -> String {
    const LETTERS: [char; 10] = ['ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ'];
    at.to_string().bytes().map(|digit| LETTERS[usize::from(digit - b'0')]).collect()
}

/// Writes the cast: `people` on the roster and one more who is not.
pub async fn cast(app: &TestApp, people: usize) -> Cast {
    let business = |body: i64| BusinessId::from_body(2_000_000_000_000 + body);
    let (prime, sub, stranger) = (business(1), business(2), business(3));
    let site = SiteId::from_body(3_000_000_000_001);
    let technician = |at: usize| TechnicianId::from_body(1_000_000_000_000 + i64::try_from(at).expect("few"));
    let mut sql = String::new();
    businesses(app, &mut sql, [(prime, "港栄建設"), (sub, "北浜架設"), (stranger, "よその工業")]);
    let _ = write!(
        sql,
        "INSERT INTO site (id, name, prime, postcode, prefecture, address, start_date, client_name, public_client, \
         work_kind, boundary_minutes, ask_role, assurance_min, created_at) VALUES ({site}, '湊町三丁目共同住宅', {prime}, \
         '1350016', 13, '江東区', 20260401, '湊町市', true, '新築', 0, false, 5, 0);\
         INSERT INTO wide_month (kind, code, month, stripe, records, records_approved) VALUES (5, 0, 197001, 0, 1, 0);"
    );
    let node = |n: u128| Uuid::from_u128(n);
    for (n, id, tier) in [(1, prime, 0), (2, sub, 1)] {
        let parent = if tier == 0 { "NULL".to_owned() } else { blob(app, node(1)) };
        let _ = write!(
            sql,
            "INSERT INTO structure (id, site_id, business_id, parent, tier, from_date, created_at) \
             VALUES ({}, {site}, {id}, {parent}, {tier}, 20260401, 0);",
            blob(app, node(n))
        );
    }
    for at in 0..=people {
        let (id, given) = (technician(at), format!("健太{}", numbered(at)));
        let _ = write!(
            sql,
            "INSERT INTO technician (id, family_name, given_name, family_kana, given_kana, roman_name, search_name, \
             search_kana, birth_date, sex, nationality, postcode, prefecture, address, phone, mail, trades, main_trade, \
             experience_years, insurance, level, registered_at) VALUES ({id}, '山本', '{given}', 'ヤマモト', 'ケンタ', \
             'YAMAMOTO KENTA', '山本{given}', 'ヤマモトケンタ', 19900402, 'male', 'JP', '1350016', 13, '江東区', '09012345678', \
             '', '[11]', 11, 5, '{{}}', 2, 0);\
             INSERT INTO employment (technician_id, business_id, from_date, main) VALUES ({id}, {sub}, 20200401, true);\
             INSERT INTO card (id, technician_id, uid, key_version, state, level, valid_until, ordered_at, issued_at) \
             VALUES ({}, {id}, {}, 1, 2, 2, 20350402, 0, 0);",
            blob(app, node(100 + at as u128)),
            Cast::uid(at).to_i64()
        );
        if at < people {
            let _ = write!(
                sql,
                "INSERT INTO roster (id, site_id, structure_id, technician_id, trade, role, work_content, hazardous, \
                 from_date, created_at) VALUES ({}, {site}, {}, {id}, 11, 1, '鉄筋組立', false, 20260401, 0);",
                blob(app, node(1_000 + at as u128)),
                blob(app, node(2))
            );
        }
    }
    app.db().writer().execute_unprepared(&sql).await.expect("the cast");
    Cast {
        prime,
        sub,
        stranger,
        site,
        people: (0..people).map(technician).collect(),
        unrostered: technician(people),
        counters: AtomicU32::new(1),
    }
}

impl Cast {
    /// A gate of the site, enrolled by the prime's admin.
    pub fn gate(&self, app: &TestApp) -> GateOf {
        let device = DeviceId(Uuid::from_u128(77));
        GateOf { call: app.by(Actor { sites: vec![self.site], device: Some(device), ..Actor::of(Role::Gate) }) }
    }
    /// The registration of the prime ends, or has ended, on `day`.
    pub async fn prime_until(&self, app: &TestApp, day: WorkDate) {
        let sql = format!("UPDATE business SET valid_until = {} WHERE id = {}", day.number(), self.prime.get());
        app.db().writer().execute_unprepared(&sql).await.expect("the day");
    }
    /// A call by an admin of `business`.
    pub fn admin(&self, app: &TestApp, business: BusinessId) -> Call {
        let account = AccountId(admin_account(business));
        app.by(Actor { business: Some(business), account: Some(account), ..Actor::of(Role::BusinessAdmin) })
    }
    /// A call by a technician.
    pub fn technician(&self, app: &TestApp, id: TechnicianId) -> Call {
        app.by(Actor { technician: Some(id), ..Actor::of(Role::Technician) })
    }
}
