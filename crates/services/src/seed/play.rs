//! The demonstration, act by act: firms, people and cards, sites, months of work, what waits today.

use super::{
    DemoLogIn, PASSWORD, cast, changes, claims, counter, ids, levels, office, portrait,
    stage::{Stage, open},
    work::{self, Worker},
};
use crate::{
    Call, Change, Result, application, card, document::Upload, fee, history, notice, recovery, roster, site, structure,
};
use domain::{
    access::{Actor, Role},
    account::{AccountKind, LoginId},
    admin_id::{Duty, Held, IdKind, year_from},
    application::{DeficiencyReason, Verdict},
    card::delivery::Step,
    fee::FeeKind,
    history::{approval::Pick, entry::EntryForm},
    id::{CardId, SiteId, StructureId, TechnicianId},
    level::Level,
    recovery::RecoveryForm,
    roster::RosterForm,
    site::{SectionForm, SiteForm},
    technician::TechnicianForm,
    time::{DAY_MS, HOUR_MS, Instant, WorkDate, YearMonth},
};
use i18n::Lang;
use proof::Uid;
use serde_json::json;
use std::collections::HashMap;
use store::admin_id::AdminId;

/// Where the links of the demonstration's cards lead; only what follows the `?` is verified.
const CARD_URL: &str = "https://cards.example.jp/t";
/// Months of work before this one.
const MONTHS_BACK: i32 = 5;
/// People of whom days are entered by hand, and how many days each.
const ENTERED_PEOPLE: usize = 2;
const ENTERED_DAYS: usize = 2;
/// The place among the people of whoever asks to be let in again.
const LOCKED_OUT: usize = 12;

/// Plays everything up to the caller's now.
pub async fn play(call: &Call) -> Result<Vec<DemoLogIn>> {
    let now = call.now();
    let first = back(now.date().month(), MONTHS_BACK);
    let mut month = first.previous();
    while month <= now.date().month().next() {
        store::partition::make(&call.db, month).await?;
        month = month.next();
    }
    let mut stage = Stage::set(call, WorkDate::from_stored(first.previous().number() * 100 + 6)).await?;
    for firm in &cast::FIRMS {
        stage.register_firm(firm).await?;
    }
    stage.at(WorkDate::from_stored(first.previous().number() * 100 + 13).start().plus_ms(9 * HOUR_MS));
    let desks = counter::open(&stage).await?;
    let mut people = Vec::new();
    for (at, person) in cast::PEOPLE.iter().enumerate() {
        people.push(register(&mut stage, at, person).await?);
    }
    let sites = build(&mut stage, &people, first).await?;
    work::record(&stage, &people, &sites, first.first_day(), now).await?;
    enter_days(&stage, &people, &sites, now).await?;
    approve_past(&stage, &sites, first, now).await?;
    money(&stage, first, now).await?;
    let manager = site_manager(&stage, &sites).await?;
    ids::the_first(&stage).await?;
    ids::below_the_first(&stage, &sites).await?;
    // What waits came in over the last days, the newest this morning or last night.
    stage.at(now.plus_ms(-2 * DAY_MS - 3 * HOUR_MS));
    waiting(&mut stage).await?;
    locked_out(&stage, &people).await?;
    office::work(&stage, &people).await?;
    changes::file(&stage, &people).await?;
    claims::play(&stage, &people).await?;
    stage.at(now.plus_ms(-DAY_MS - 6 * HOUR_MS));
    let at_counters = Box::pin(counter::play(&mut stage, desks)).await?;
    let judging = Box::pin(levels::play(&stage, &people)).await?;
    let mut log_ins = log_ins(&stage, &people, &manager)?;
    log_ins.extend(at_counters);
    log_ins.extend(judging);
    Ok(log_ins)
}

fn back(month: YearMonth, months: i32) -> YearMonth {
    (0..months).fold(month, |month, _| month.previous())
}

/// Registers a person, with the level of an evaluation made elsewhere, and gives out the card.
async fn register(stage: &mut Stage, at: usize, person: &'static cast::Person) -> Result<Worker> {
    let id = stage.apply_person(person).await?;
    let issued = stage.complete(id).await?;
    let technician = issued.technician_id.ok_or(crate::Error::NotFound)?;
    give_level(stage, technician, person.level).await?;
    let last = u8::try_from(at).unwrap_or_default();
    let uid = Uid::from_bytes([0x04, 0x5a, 0x11, 0x20, 0x26, last, 0x80]);
    let card = store::card::of_technician(stage.call.db.read(), technician)
        .await?
        .into_iter()
        .next()
        .ok_or(crate::Error::NotFound)?;
    stage.after_min(240);
    if at == 0 {
        through_the_card_maker(stage, card.id, &uid).await?;
    } else {
        card::issue(&stage.by(&stage.operator), card.id, &uid.to_string(), CARD_URL).await?;
    }
    card::move_on(&stage.by(&stage.operator), card.id, Step::Arrive, None).await?;
    Ok(Worker { id: technician, person, uid })
}

/// The first card is made as many are: together with what waits, which is itself alone.
async fn through_the_card_maker(stage: &Stage, card: CardId, uid: &Uid) -> Result<()> {
    let desk = stage.by(&stage.operator);
    let batch = card::batch::make(&desk).await?;
    card::batch::send(&desk, batch).await?;
    match card::batch::answer(&desk, batch, format!("{card},{uid}").as_bytes()).await? {
        card::batch::Answered::Taken { new: 1, .. } => Ok(()),
        other => Err(crate::Error::internal(format!("the card maker's answer was not taken: {other:?}"))),
    }
}

async fn give_level(stage: &Stage, id: TechnicianId, level: i16) -> Result<()> {
    let level = Level::from_number(level).unwrap_or(Level::One);
    let tx = stage.call.db.begin().await?;
    store::seed::give_level(&tx, id, level).await?;
    let change = Change {
        process: "seed.level",
        subject_kind: "technician",
        subject_id: id.to_string(),
        new: Some(json!({ "level": level })),
        ..Change::default()
    };
    stage.call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Sites, the tree of firms and the rosters, each made by the firm whose it is.
async fn build(stage: &mut Stage, people: &[Worker], first: YearMonth) -> Result<HashMap<&'static str, SiteId>> {
    let prime = stage.by(&stage.firm(cast::PRIME)?.1);
    let mut sites = HashMap::new();
    for site in &cast::SITES {
        let start = (site.began_months_ago..MONTHS_BACK).fold(first, |month, _| month.next()).first_day();
        stage.at(start.start().plus_ms(-3 * DAY_MS + 10 * HOUR_MS));
        let id = site::create(&prime, &site_form(site, start)).await?;
        sites.insert(site.key, id);
        for name in site.sections {
            let (name, from) = ((*name).to_owned(), start.to_string());
            site::add_section(&prime, id, &SectionForm { name, from, ..SectionForm::default() }).await?;
        }
        let places = tree(stage, site, id).await?;
        for worker in people.iter().filter(|worker| worker.person.site == site.key) {
            let place = places.get(worker.person.firm).copied().ok_or(crate::Error::NotFound)?;
            let by = stage.by(&stage.firm(worker.person.firm)?.1);
            stage.after_min(1);
            roster::add(&by, id, &line(worker, place, start)).await?;
        }
    }
    Ok(sites)
}

async fn tree(stage: &Stage, site: &cast::Site, id: SiteId) -> Result<HashMap<&'static str, StructureId>> {
    let prime = stage.by(&stage.firm(cast::PRIME)?.1);
    let root = store::structure::of_site(stage.call.db.read(), id)
        .await?
        .first()
        .map(|place| place.id)
        .ok_or(crate::Error::NotFound)?;
    let mut places = HashMap::from([(cast::PRIME, root)]);
    for (firm, above) in site.structure {
        let parent = places.get(above).copied().ok_or(crate::Error::NotFound)?;
        // Each tier brings its own subcontractors.
        let by = if *above == cast::PRIME { prime.clone() } else { stage.by(&stage.firm(above)?.1) };
        stage.after_min(5);
        let place = structure::add(&by, id, parent, stage.firm(firm)?.0).await?;
        structure::answer(&stage.by(&stage.firm(firm)?.1), place, true).await?;
        if *above != cast::PRIME {
            structure::confirm(&prime, place).await?;
        }
        places.insert(firm, place);
    }
    Ok(places)
}

fn site_form(site: &cast::Site, start: WorkDate) -> SiteForm {
    let text = str::to_owned;
    let end = (0..14).fold(start.month(), |month, _| month.next()).last_day();
    SiteForm {
        name: text(site.name),
        postcode: text(site.postcode),
        prefecture: text("13"),
        address: text(site.address),
        start: start.to_string(),
        end: end.to_string(),
        client_name: text(site.client),
        public_client: text(site.public),
        work_kind: text(site.kind),
        umbrella: text(if site.sections.is_empty() { "no" } else { "yes" }),
        ..SiteForm::default()
    }
}

fn line(worker: &Worker, place: StructureId, from: WorkDate) -> RosterForm {
    RosterForm {
        technician_id: worker.id.to_string(),
        structure_id: place.to_string(),
        trade: worker.person.trades[0].to_owned(),
        role: worker.person.role.to_owned(),
        work_content: worker.person.work.to_owned(),
        hazardous: "no".to_owned(),
        from: from.to_string(),
    }
}

/// Two of a firm's people worked last month on days of which nothing was touched: their employer enters them on the first
/// of this one, before the month is approved.
async fn enter_days(
    stage: &Stage,
    people: &[Worker],
    sites: &HashMap<&'static str, SiteId>,
    now: Instant,
) -> Result<()> {
    let id = sites.get("flats").copied().ok_or(crate::Error::NotFound)?;
    let month = now.date().month().previous();
    stage.at(month.next().first_day().start().plus_ms(10 * HOUR_MS).min(now));
    let is_there = |worker: &&Worker| worker.person.firm == "kitahama" && worker.person.site == "flats";
    let of_firm = people.iter().filter(is_there).skip(1);
    let employer = stage.by(&stage.firm("kitahama")?.1);
    for worker in of_firm.take(ENTERED_PEOPLE) {
        let shown = history::entry_month(&employer, id, worker.id, month).await?;
        let free = shown.days.iter().filter(|day| day.open && day.record.is_none());
        let days: Vec<String> = free.take(ENTERED_DAYS).map(|day| day.date.to_string()).collect();
        if days.is_empty() {
            continue;
        }
        let form = EntryForm {
            technician_id: worker.id.to_string(),
            days,
            first_in: "08:00".to_owned(),
            last_out: "17:00".to_owned(),
            trade: worker.person.trades[0].to_owned(),
            role: worker.person.role.to_owned(),
            reason: "ゲートの端末の電池が切れていました".to_owned(),
        };
        history::enter(&employer, id, &form).await?;
    }
    Ok(())
}

/// The prime looks through each month before this one and approves its days one by one, on the day after it has ended.
async fn approve_past(
    stage: &Stage,
    sites: &HashMap<&'static str, SiteId>,
    first: YearMonth,
    now: Instant,
) -> Result<()> {
    let prime = stage.by(&stage.firm(cast::PRIME)?.1);
    let mut month = first;
    while month < now.date().month() {
        stage.at(month.next().first_day().start().plus_ms(DAY_MS + 16 * HOUR_MS).min(now));
        for site in &cast::SITES {
            let id = sites.get(site.key).copied().ok_or(crate::Error::NotFound)?;
            let waiting = store::seed::waiting(stage.call.db.read(), id, month).await?;
            let picked = waiting.into_iter().map(|(who, days)| (who, Pick { one: days, ..Pick::default() }));
            let picked: Vec<_> = picked.collect();
            for part in picked.chunks(history::PEOPLE_AT_ONCE_MAX) {
                history::approve(&prime, id, month, &part.iter().copied().collect()).await?;
            }
        }
        month = month.next();
    }
    Ok(())
}

/// Months of site usage closed and paid, the last one still open; a firm that has not paid for its admin ID; a transfer
/// nobody can place.
async fn money(stage: &Stage, first: YearMonth, now: Instant) -> Result<()> {
    stage.at(first.first_day().start().plus_ms(10 * HOUR_MS));
    let tx = stage.call.db.begin().await?;
    fee::ask_admin_id(&stage.call, &tx, stage.firm("tanabe")?.0).await?;
    tx.commit().await?;
    let operator = stage.by(&stage.operator);
    let mut month = first;
    while month < now.date().month() {
        stage.at(month.next().first_day().start().plus_ms(2 * DAY_MS + 10 * HOUR_MS).min(now));
        fee::close(&operator, month).await?;
        let is_paid = month.next() < now.date().month();
        let asked = fee::unpaid(&operator, "", None).await?.rows.into_iter();
        for row in asked.filter(|row| is_paid && row.kind == FeeKind::SiteUsage) {
            stage.after_min(20 * 24 * 60);
            fee::mark_paid(&operator, row.id).await?;
        }
        month = month.next();
    }
    stage.at(now.plus_ms(-3 * DAY_MS));
    let transfer = format!("ミナトテツキン,11400,{},bank_transfer,B-0417", stage.call.today());
    fee::import(&operator, transfer.as_bytes()).await?;
    Ok(())
}

/// The prime's site manager, for two of the sites.
async fn site_manager(stage: &Stage, sites: &HashMap<&'static str, SiteId>) -> Result<String> {
    let business = stage.firm(cast::PRIME)?.0;
    let login = LoginId::of_kind(business, IdKind::Site, 1).to_string();
    let of = ["flats", "school"].iter().filter_map(|key| sites.get(key).copied()).collect();
    let actor = open(&stage.call, AccountKind::SiteAdmin, &login, "現場代理人 森下 拓也", Some((business, of))).await?;
    let id = actor.account.ok_or_else(|| crate::Error::internal("a log-in without an account"))?;
    let (from, until) = (stage.call.today(), year_from(stage.call.today()));
    let held = Held { kind: IdKind::Site, layer: 0, duty: Duty::Manager, from, until, lent_to: None };
    let tx = stage.call.db.begin().await?;
    store::admin_id::insert(&tx, &AdminId { account: id, business, parent: None, held }).await?;
    tx.commit().await?;
    Ok(login)
}

/// Newcomers whose cards are to be made, and applications at every stage of the desk.
async fn waiting(stage: &mut Stage) -> Result<()> {
    for person in &cast::NEWCOMERS {
        let id = stage.apply_person(person).await?;
        stage.complete(id).await?;
    }
    let mut ids = Vec::new();
    for person in &cast::APPLICANTS {
        // The third has a telephone at home and no mail: what this person must know is posted.
        let form = stage.person_form(person)?;
        let posted = TechnicianForm { mail: String::new(), phone: "03-5550-0117".to_owned(), ..form.clone() };
        ids.push(stage.apply_with(person, if ids.len() == 2 { posted } else { form }).await?);
    }
    stage.apply_firm(&cast::APPLYING_FIRM).await?;
    let [_, _, returned, in_review, to_pay] =
        <[_; 5]>::try_from(ids).map_err(|_| crate::Error::internal("five applicants"))?;
    stage.judge(returned, Some(("photo", Verdict::Deficient(DeficiencyReason::PhotoFaceCovered)))).await?;
    application::return_deficient(&stage.by(&stage.reviewer), returned).await?;
    notice::letter::put_together(&stage.by(&stage.operator)).await?;
    stage.judge(to_pay, None).await?;
    application::approve(&stage.by(&stage.reviewer), to_pay).await?;
    application::claim(&stage.by(&stage.reviewer), in_review).await
}

/// Somebody who has another phone and cannot log in any more.
async fn locked_out(stage: &Stage, people: &[Worker]) -> Result<()> {
    let Some(worker) = people.get(LOCKED_OUT) else { return Ok(()) };
    let [family, given, ..] = worker.person.name;
    let [birth_era, birth_year, birth_month, birth_day] = worker.person.birth.map(str::to_owned);
    let form = RecoveryForm {
        name: format!("{family} {given}"),
        birth_era,
        birth_year,
        birth_month,
        birth_day,
        contact: "080-5550-7001".to_owned(),
        ..RecoveryForm::default()
    };
    // The face of the register's photo: people are drawn in order, from one on.
    let nth = u32::try_from(LOCKED_OUT).unwrap_or_default() + 1;
    let colours = cast::FIRMS.iter().find(|firm| firm.key == worker.person.firm).map_or([0; 2], |firm| firm.colours);
    let document = portrait::draw(nth, colours, worker.person.sex == "female")?;
    let stranger = stage.by(&Actor::public());
    recovery::ask(&stranger, &form, Upload::Bytes(document), Lang::Ja, "198.51.100.20").await.map(drop)
}

fn log_ins(stage: &Stage, people: &[Worker], manager: &str) -> Result<Vec<DemoLogIn>> {
    let log_in = |role: Role, name: &str, login_id: String| DemoLogIn {
        role,
        name: name.to_owned(),
        login_id,
        password: PASSWORD.to_owned(),
        second_factor: role.needs_second_factor(),
    };
    let person =
        |at: usize| people.get(at).map(|worker| log_in(Role::Technician, &worker.full_name(), worker.id.to_string()));
    let mut found: Vec<DemoLogIn> = [3, 6, 21].into_iter().filter_map(person).collect();
    found.push(log_in(Role::SiteAdmin, "港栄建設 現場代理人", manager.to_owned()));
    for firm in ["koei", "kitahama", "minato", "tanabe"] {
        let name = cast::FIRMS.iter().find(|known| known.key == firm).map_or("", |known| known.name);
        found.push(log_in(Role::BusinessAdmin, name, stage.firm(firm)?.0.to_string()));
    }
    found.push(log_in(Role::Reviewer, "審査員", "shinsa".to_owned()));
    found.push(log_in(Role::Operator, "運営", "unei".to_owned()));
    found.push(log_in(Role::Operator, "運営（二人目）", "unei-2".to_owned()));
    Ok(found)
}
