//! Firms, people, sites and rosters for benchmarks. Invariant: the rows are those a completed registration leaves.

use crate::{
    fault::Result,
    rows::{Cell, Kind, Rows},
    technician::{Insurances, insurance_text, trades_text},
};
use domain::{
    access::Role,
    card::CardState,
    id::{AccountId, BusinessId, CardId, RosterId, SiteId, StructureId, TechnicianId},
    level::Level,
    prefecture::PrefectureCode,
    text::search_key,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use sea_orm::ConnectionTrait;

/// A corporation with its first admin ID.
#[derive(Debug, Clone)]
pub struct Firm {
    /// 事業者ID.
    pub id: BusinessId,
    /// Name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Where.
    pub prefecture: PrefectureCode,
    /// Its log-in.
    pub account: AccountId,
}

/// A technician with employment, card and log-in.
#[derive(Debug, Clone)]
pub struct Person {
    /// 技能者ID.
    pub id: TechnicianId,
    /// 姓, 名, セイ, メイ, Latin capitals.
    pub name: [&'static str; 5],
    /// Birth date.
    pub birth: WorkDate,
    /// Main trade.
    pub trade: TradeCode,
    /// Level.
    pub level: Level,
    /// Where they live.
    pub prefecture: PrefectureCode,
    /// Employer.
    pub employer: BusinessId,
    /// The card.
    pub card: CardId,
    /// Its chip.
    pub uid: i64,
    /// Version of the keys in the chip.
    pub key_version: i32,
    /// Last day the card is good.
    pub valid_until: WorkDate,
    /// The log-in.
    pub account: AccountId,
}

/// A site with its prime.
#[derive(Debug, Clone)]
pub struct Site {
    /// 現場ID.
    pub id: SiteId,
    /// Name.
    pub name: String,
    /// 元請.
    pub prime: BusinessId,
    /// Where.
    pub prefecture: PrefectureCode,
}

/// A person's line on a roster under a business of tier 1.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The line.
    pub id: RosterId,
    /// Who.
    pub technician: TechnicianId,
    /// Where.
    pub site: SiteId,
    /// Under whom.
    pub structure: StructureId,
    /// 職種.
    pub trade: TradeCode,
    /// How many-th of all; kept in `created_at`, from which records are spread.
    pub ordinal: i64,
}

const ACCOUNT: &[(&str, Kind)] = &[
    ("id", Kind::Uuid),
    ("role", Kind::Text),
    ("login_id", Kind::Text),
    ("name", Kind::Text),
    ("password_hash", Kind::Text),
    ("technician_id", Kind::Big),
    ("business_id", Kind::Big),
    ("created_at", Kind::Big),
];

fn role_word(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Adds firms, all with the log-in password of `hash`.
pub async fn firms(
    tx: &impl ConnectionTrait,
    firms: &[Firm],
    hash: &str,
    at: Instant,
    valid_until: WorkDate,
) -> Result<()> {
    let mut rows = Rows::new(&[
        ("id", Kind::Big),
        ("name", Kind::Text),
        ("name_kana", Kind::Text),
        ("search_name", Kind::Text),
        ("prefecture", Kind::Small),
        ("valid_until", Kind::Int),
        ("registered_at", Kind::Big),
    ]);
    let mut accounts = Rows::new(ACCOUNT);
    for firm in firms {
        rows.push(vec![
            firm.id.get().into(),
            firm.name.clone().into(),
            firm.kana.clone().into(),
            search_key(&firm.name).into(),
            firm.prefecture.get().into(),
            valid_until.number().into(),
            at.0.into(),
        ]);
        accounts.push(vec![
            firm.account.0.into(),
            role_word(Role::BusinessAdmin).into(),
            firm.id.to_string().into(),
            firm.name.clone().into(),
            hash.to_owned().into(),
            Cell::Big(None),
            firm.id.get().into(),
            at.0.into(),
        ]);
    }
    let sql = "INSERT INTO business (id, kind, name, name_kana, search_name, representative, capital_yen, trades, postcode, \
        prefecture, address, phone, mail, valid_until, registered_at, first_id_until) SELECT id, 1, name, name_kana, search_name, '代表 太郎', \
        20000000, '[2]', '1350016', prefecture, '東陽1-1-1', '0312345678', 'firm@example.jp', valid_until, registered_at, \
        valid_until FROM k WHERE true";
    rows.execute(tx, sql).await?;
    accounts.insert(tx, "account", "").await?;
    Ok(())
}

/// Adds people, all with the log-in password of `hash`.
pub async fn people(
    tx: &impl ConnectionTrait,
    people: &[Person],
    hash: &str,
    at: Instant,
    since: WorkDate,
) -> Result<()> {
    technicians(tx, people, at).await?;
    let mut employments =
        Rows::new(&[("technician_id", Kind::Big), ("business_id", Kind::Big), ("from_date", Kind::Int)]);
    let mut cards = Rows::new(&[
        ("id", Kind::Uuid),
        ("technician_id", Kind::Big),
        ("uid", Kind::Big),
        ("key_version", Kind::Int),
        ("state", Kind::Small),
        ("level", Kind::Small),
        ("valid_until", Kind::Int),
        ("ordered_at", Kind::Big),
        ("issued_at", Kind::Big),
    ]);
    let mut accounts = Rows::new(ACCOUNT);
    for person in people {
        employments.push(vec![person.id.get().into(), person.employer.get().into(), since.number().into()]);
        cards.push(vec![
            person.card.0.into(),
            person.id.get().into(),
            person.uid.into(),
            person.key_version.into(),
            CardState::Issued.number().into(),
            person.level.number().into(),
            person.valid_until.number().into(),
            at.0.into(),
            at.0.into(),
        ]);
        accounts.push(vec![
            person.account.0.into(),
            role_word(Role::Technician).into(),
            person.id.to_string().into(),
            format!("{} {}", person.name[0], person.name[1]).into(),
            hash.to_owned().into(),
            person.id.get().into(),
            Cell::Big(None),
            at.0.into(),
        ]);
    }
    let sql = "INSERT INTO employment (technician_id, business_id, from_date, main) \
        SELECT technician_id, business_id, from_date, true FROM k WHERE true";
    employments.execute(tx, sql).await?;
    cards.insert(tx, "card", "").await?;
    accounts.insert(tx, "account", "").await?;
    Ok(())
}

async fn technicians(tx: &impl ConnectionTrait, people: &[Person], at: Instant) -> Result<()> {
    let mut rows = Rows::new(&[
        ("id", Kind::Big),
        ("family_name", Kind::Text),
        ("given_name", Kind::Text),
        ("family_kana", Kind::Text),
        ("given_kana", Kind::Text),
        ("roman_name", Kind::Text),
        ("search_name", Kind::Text),
        ("search_kana", Kind::Text),
        ("birth_date", Kind::Int),
        ("prefecture", Kind::Small),
        ("trades", Kind::Text),
        ("main_trade", Kind::Small),
        ("insurance", Kind::Text),
        ("level", Kind::Small),
        ("registered_at", Kind::Big),
    ]);
    let joined = domain::technician::Insurance::Joined;
    let insurance =
        insurance_text(Insurances { health: joined, pension: joined, employment: joined, ..Insurances::default() })?;
    for person in people {
        let [family, given, family_kana, given_kana, roman] = person.name;
        rows.push(vec![
            person.id.get().into(),
            family.to_owned().into(),
            given.to_owned().into(),
            family_kana.to_owned().into(),
            given_kana.to_owned().into(),
            roman.to_owned().into(),
            search_key(&format!("{family}{given}")).into(),
            search_key(&format!("{family_kana}{given_kana}")).into(),
            person.birth.number().into(),
            person.prefecture.get().into(),
            trades_text(&[person.trade]).into(),
            person.trade.get().into(),
            insurance.clone().into(),
            person.level.number().into(),
            at.0.into(),
        ]);
    }
    let names = "id, family_name, given_name, family_kana, given_kana, roman_name, search_name, search_kana, birth_date, \
        prefecture, trades, main_trade, insurance, level, registered_at";
    let sql = format!(
        "INSERT INTO technician ({names}, sex, nationality, postcode, address, phone, mail, experience_years) \
         SELECT {names}, 'unspecified', 'jp', '1350016', '東陽2-3-4', '09012345678', '', 5 FROM k WHERE true"
    );
    rows.execute(tx, &sql).await?;
    Ok(())
}

/// Adds sites, each with its prime at the root of its structure.
pub async fn sites(
    tx: &impl ConnectionTrait,
    sites: &[(Site, StructureId)],
    at: Instant,
    from: WorkDate,
    until: WorkDate,
) -> Result<()> {
    let mut rows = Rows::new(&[
        ("id", Kind::Big),
        ("name", Kind::Text),
        ("prime", Kind::Big),
        ("prefecture", Kind::Small),
        ("root", Kind::Uuid),
    ]);
    for (site, root) in sites {
        rows.push(vec![
            site.id.get().into(),
            site.name.clone().into(),
            site.prime.get().into(),
            site.prefecture.get().into(),
            root.0.into(),
        ]);
    }
    let (at, from, until) = (at.0, from.number(), until.number());
    let sql = format!(
        "INSERT INTO site (id, name, prime, postcode, prefecture, address, start_date, end_date, client_name, public_client, \
         work_kind, boundary_minutes, ask_role, assurance_min, created_at) SELECT id, name, prime, '1350016', prefecture, \
         '湊町1-1', {from}, {until}, '', false, 'building', 0, false, 1, {at} FROM k WHERE true"
    );
    rows.execute(tx, &sql).await?;
    let sql = format!(
        "INSERT INTO structure (id, site_id, business_id, tier, from_date, created_at) \
         SELECT root, id, prime, 0, {from}, {at} FROM k WHERE true"
    );
    rows.execute(tx, &sql).await?;
    Ok(())
}

/// Adds the businesses of tier 1 (place, site, business, root) and the people on their rosters.
pub async fn places(
    tx: &impl ConnectionTrait,
    members: &[(StructureId, SiteId, BusinessId, StructureId)],
    people: &[Place],
    from: WorkDate,
) -> Result<()> {
    let from = from.number();
    let mut rows =
        Rows::new(&[("id", Kind::Uuid), ("site_id", Kind::Big), ("business_id", Kind::Big), ("root", Kind::Uuid)]);
    for (id, site, business, root) in members {
        rows.push(vec![id.0.into(), site.get().into(), business.get().into(), root.0.into()]);
    }
    let sql = format!(
        "INSERT INTO structure (id, site_id, business_id, parent, tier, from_date, created_at) \
         SELECT id, site_id, business_id, root, 1, {from}, 1 FROM k WHERE true"
    );
    rows.execute(tx, &sql).await?;
    let mut rows = Rows::new(&[
        ("id", Kind::Uuid),
        ("site_id", Kind::Big),
        ("structure_id", Kind::Uuid),
        ("technician_id", Kind::Big),
        ("trade", Kind::Small),
        ("created_at", Kind::Big),
    ]);
    for place in people {
        rows.push(vec![
            place.id.0.into(),
            place.site.get().into(),
            place.structure.0.into(),
            place.technician.get().into(),
            place.trade.get().into(),
            place.ordinal.into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO roster (id, site_id, structure_id, technician_id, trade, role, work_content, hazardous, from_date, created_at) \
         SELECT id, site_id, structure_id, technician_id, trade, 1, '躯体の作業', false, {from}, created_at FROM k WHERE true"
    );
    rows.execute(tx, &sql).await?;
    Ok(())
}
