//! 工区 of an umbrella site: where its gates stand, and so where each touch and day was.

use super::{NOVEMBER, code, consistent, day, own::taken, record, typed};
use domain::{
    access::{Actor, Role},
    history::sheet::{Sheet, SheetFilter, SheetRow},
    id::{DeviceId, SectionId, SiteId, TechnicianId},
    passport::TouchLine,
    site::SectionForm,
    time::YearMonth,
    touch::{
        TouchKind,
        wire::{GateEnrolment, Outcome, TouchItem},
    },
};
use i18n::Lang;
use services::{Call, Error, history, passport, sheet::Kind, site, touch};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, clock, enrolment, signed};
use uuid::Uuid;

const FIRST: &str = "一号団地";
const SECOND: &str = "二号団地";

/// A phone that was enrolled by its prime's admin.
struct Phone {
    id: DeviceId,
    call: Call,
}

async fn phone(app: &TestApp, cast: &Cast, section: Option<SectionId>) -> Result<Phone, Error> {
    enrolled(app, cast, section, None).await
}

/// The same, which says which phone it is.
async fn enrolled(app: &TestApp, cast: &Cast, section: Option<SectionId>, phone: Option<Uuid>) -> Result<Phone, Error> {
    let asked = GateEnrolment { section_id: section, phone, ..enrolment(cast.site, "A門") };
    let given = touch::gate_enrol(&cast.admin(app, cast.prime), &asked).await?;
    let actor = touch::device_actor(&app.by(Actor::public()), &given.token).await?.expect("a device");
    Ok(Phone { id: given.device_id, call: app.by(actor) })
}

impl Phone {
    async fn send(&self, items: Vec<TouchItem>) {
        let items = items.into_iter().map(|one| serde_json::to_value(signed(self.id, one)).expect("json")).collect();
        let answers = touch::record(&self.call, items).await.expect("answers").answers;
        assert!(answers.iter().all(|answer| answer.outcome == Outcome::Accepted), "{answers:?}");
    }
}

/// The site is an umbrella.
async fn umbrella(app: &TestApp, cast: &Cast) {
    let sql = format!("UPDATE site SET umbrella = true WHERE id = {}", cast.site);
    app.db().writer().execute_unprepared(&sql).await.expect("an umbrella");
}

async fn section(app: &TestApp, cast: &Cast, name: &str, from: &str) -> SectionId {
    let form = SectionForm { name: name.to_owned(), address: String::new(), from: from.to_owned() };
    site::add_section(&cast.admin(app, cast.prime), cast.site, &form).await.expect("a section")
}

async fn of_section(call: &Call, cast: &Cast, section: Option<SectionId>, month: YearMonth) -> Sheet {
    let filter = SheetFilter { section, ..SheetFilter::default() };
    history::sheet(call, cast.site, month, &filter, None).await.expect("a sheet")
}

fn people(sheet: &Sheet) -> Vec<TechnicianId> {
    sheet.people.iter().map(|row| row.technician_id).collect()
}

/// Days with the names of their sections.
fn told(row: &SheetRow) -> Vec<(i32, Vec<&str>)> {
    row.sections.iter().map(|at| (at.date.day(), at.sections.iter().map(|one| one.name.as_str()).collect())).collect()
}

fn names(touches: &[TouchLine]) -> Vec<Option<(&str, bool)>> {
    touches.iter().map(|touch| touch.section.as_ref().map(|one| (one.name.as_str(), one.over))).collect()
}

#[test]
fn a_touch_is_of_the_section_its_gate_stood_in_then() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (first, second, third) = (cast.people[0], cast.people[1], cast.unrostered);
        let prime = cast.admin(&app, cast.prime);
        let rows = async || {
            let given = history::site_file(&prime, cast.site, NOVEMBER, Kind::Csv, Lang::Ja).await.expect("a file");
            taken(given).await
        };
        app.at(20_261_116, "07:00");
        umbrella(&app, &cast).await;
        let one = section(&app, &cast, FIRST, "2026-11-16").await;
        let two = section(&app, &cast, SECOND, "2026-11-16").await;
        let moving = phone(&app, &cast, Some(one)).await.expect("a gate");
        let standing = phone(&app, &cast, Some(two)).await.expect("a gate");
        let nowhere = phone(&app, &cast, None).await.expect("a gate");
        app.at(20_261_118, "12:00");
        touch::gate_move(&prime, cast.site, moving.id, Some(two)).await.expect("moved");
        app.at(20_261_120, "12:00");
        let at = |number: i32, time: &str, kind, who| typed(clock(day(number).number(), time), kind, who);
        // The later ones first, and all after the gate was moved: what counts is when they were made.
        moving
            .send(vec![
                at(18, "17:00", TouchKind::Out, first),
                at(18, "08:00", TouchKind::In, first),
                at(17, "08:00", TouchKind::In, first),
            ])
            .await;
        standing.send(vec![at(17, "17:00", TouchKind::Out, first)]).await;
        standing.send(vec![at(19, "22:00", TouchKind::In, second), at(20, "05:00", TouchKind::Out, second)]).await;
        nowhere.send(vec![at(19, "08:00", TouchKind::In, third), at(19, "17:00", TouchKind::Out, third)]).await;

        let sheet = of_section(&prime, &cast, None, NOVEMBER).await;
        let mut listed: Vec<&str> = sheet.sections.iter().map(|one| one.name.as_str()).collect();
        listed.sort_unstable();
        assert_eq!(listed, [FIRST, SECOND]);
        assert_eq!(people(&sheet), [first, second, third]);
        assert_eq!(told(&sheet.people[0]), [(17, vec![FIRST, SECOND]), (18, vec![FIRST, SECOND])]);
        assert_eq!(told(&sheet.people[1]), [(19, vec![SECOND])], "a night is of the day it began on");
        assert!(told(&sheet.people[2]).is_empty());
        assert!(record(&app, &cast, first, 17).await.is_some(), "one record, in whatever sections");

        for (section, found) in [(one, vec![first]), (two, vec![first, second]), (SectionId(Uuid::nil()), vec![])] {
            assert_eq!(people(&of_section(&prime, &cast, Some(section), NOVEMBER).await), found, "{section}");
            let october = YearMonth::from_stored(202_610);
            assert!(people(&of_section(&prime, &cast, Some(section), october).await).is_empty());
        }
        let of_sub = of_section(&cast.admin(&app, cast.sub), &cast, Some(one), NOVEMBER).await;
        assert_eq!(people(&of_sub), [first], "its own");
        let detail = history::day(&prime, cast.site, first, day(17)).await.expect("a day");
        assert_eq!(names(&detail.touches), [Some((FIRST, false)), Some((SECOND, false))]);
        let own = passport::record(&cast.technician(&app, first), day(18), cast.site).await.expect("a record");
        assert_eq!(names(&own.touches), [Some((FIRST, false)), Some((SECOND, false))]);
        let unsaid = history::day(&prime, cast.site, third, day(19)).await.expect("a day");
        assert_eq!(names(&unsaid.touches), [None, None]);

        let file = rows().await;
        let last: Vec<&str> = file.iter().map(|row| row.last().map_or("", String::as_str)).collect();
        assert_eq!(last, ["一号団地、二号団地", "一号団地、二号団地", SECOND, ""]);
        let width = file[0].len();
        let sql = "DELETE FROM device_section; DELETE FROM site_section; UPDATE site SET umbrella = false";
        app.db().writer().execute_unprepared(sql).await.expect("no umbrella");
        assert_eq!(rows().await[0].len(), width - 1, "a site without sections has no column for them");
        consistent(&app).await;
    });
}

#[test]
fn what_waited_on_a_phone_that_was_enrolled_anew_is_of_the_section_it_was_read_in() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (first, second, prime) = (cast.people[0], cast.people[1], cast.admin(&app, cast.prime));
        let at = |number: i32, time: &str, kind, who| typed(clock(day(number).number(), time), kind, who);
        let same = Some(Uuid::from_u128(77));
        app.at(20_261_116, "07:00");
        umbrella(&app, &cast).await;
        let one = section(&app, &cast, FIRST, "2026-11-16").await;
        let two = section(&app, &cast, SECOND, "2026-11-16").await;
        let before = enrolled(&app, &cast, Some(one), same).await.expect("a gate");
        app.at(20_261_118, "12:00");
        let again = enrolled(&app, &cast, Some(two), same).await.expect("a gate");
        // What it read as the gate of before goes up as the new one.
        again.send(vec![at(17, "08:00", TouchKind::In, first), at(17, "17:00", TouchKind::Out, first)]).await;
        let moved = touch::gate_move(&prime, cast.site, before.id, Some(one)).await;
        assert!(matches!(moved, Err(Error::Conflict(_))), "the phone is another gate now: {moved:?}");
        app.at(20_261_119, "12:00");
        let nowhere = enrolled(&app, &cast, None, same).await.expect("a gate");
        app.at(20_261_120, "12:00");
        nowhere
            .send(vec![
                at(19, "08:00", TouchKind::In, second),
                at(19, "17:00", TouchKind::Out, second),
                at(20, "08:00", TouchKind::In, second),
            ])
            .await;

        let sheet = of_section(&prime, &cast, None, NOVEMBER).await;
        assert_eq!(told(&sheet.people[0]), [(17, vec![FIRST])]);
        assert_eq!(told(&sheet.people[1]), [(19, vec![SECOND])], "and in none since it was said to stand in none");
        for (section, found) in [(one, first), (two, second)] {
            assert_eq!(people(&of_section(&prime, &cast, Some(section), NOVEMBER).await), [found]);
        }
        let detail = history::day(&prime, cast.site, second, day(19)).await.expect("a day");
        assert_eq!(names(&detail.touches), [Some((SECOND, false)), None]);
        let gates = touch::gates_of(&prime, cast.site).await.expect("a list").gates;
        assert_eq!(gates.iter().map(|gate| gate.section).collect::<Vec<_>>(), [None, Some(two), Some(one)]);
        consistent(&app).await;
    });
}

#[test]
fn a_section_that_has_ended_refuses_no_touch_and_is_marked() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, prime) = (cast.people[0], cast.admin(&app, cast.prime));
        app.at(20_261_116, "07:00");
        umbrella(&app, &cast).await;
        let one = section(&app, &cast, FIRST, "2026-11-16").await;
        let gate = phone(&app, &cast, Some(one)).await.expect("a gate");
        app.at(20_261_120, "12:00");
        site::end_section(&prime, cast.site, one, "2026-11-18").await.expect("ended");
        for number in [18, 19] {
            let at = |time, kind| typed(clock(day(number).number(), time), kind, who);
            gate.send(vec![at("08:00", TouchKind::In), at("17:00", TouchKind::Out)]).await;
            let detail = history::day(&prime, cast.site, who, day(number)).await.expect("a day");
            let wanted = Some((FIRST, number > 18));
            assert_eq!(names(&detail.touches), [wanted, wanted]);
        }
        let sheet = of_section(&prime, &cast, Some(one), NOVEMBER).await;
        let over: Vec<bool> = sheet.people[0].sections.iter().map(|at| at.sections[0].over).collect();
        assert_eq!(over, [false, true]);
        let given = history::site_file(&prime, cast.site, NOVEMBER, Kind::Csv, Lang::Ja).await.expect("a file");
        let last: Vec<_> = taken(given).await.into_iter().filter_map(|row| row.last().cloned()).collect();
        assert_eq!(last, ["一号団地", "一号団地（終わった工区）"]);
        let listed = touch::gates_of(&prime, cast.site).await.expect("a list");
        assert_eq!((listed.gates[0].section, listed.sections.len()), (Some(one), 1));
    });
}

#[test]
fn a_gate_stands_in_a_section_of_its_site_that_lasts() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        app.at(20_261_120, "12:00");
        umbrella(&app, &cast).await;
        let ended = section(&app, &cast, "終わった団地", "2026-11-16").await;
        site::end_section(&prime, cast.site, ended, "2026-11-19").await.expect("ended");
        let coming = section(&app, &cast, "これからの団地", "2026-11-21").await;
        let last = section(&app, &cast, "きょうまでの団地", "2026-11-20").await;
        site::end_section(&prime, cast.site, last, "2026-11-20").await.expect("ends today");
        let lasting = section(&app, &cast, FIRST, "2026-11-20").await;
        let sections = touch::gate_sites(&prime).await.expect("sites").sections;
        let offered: Vec<_> = sections.iter().map(|one| (one.site_id, one.id)).collect();
        assert_eq!(offered.len(), 2, "{offered:?}");
        assert!([last, lasting].iter().all(|id| offered.contains(&(cast.site, *id))), "{offered:?}");

        let unknown = SectionId(Uuid::nil());
        let wrong = [(ended, "gate.section"), (coming, "gate.section"), (unknown, "not_found")];
        for (section, why) in wrong {
            let refused = phone(&app, &cast, Some(section)).await.map(|phone| phone.id);
            assert_eq!(code(&refused.expect_err(why)), why, "{section}");
        }
        let gates = async || touch::gates_of(&prime, cast.site).await.expect("a list").gates;
        assert!(gates().await.is_empty(), "who is refused made no gate");
        let gate = phone(&app, &cast, Some(last)).await.expect("a gate");
        for (section, why) in wrong {
            let refused = touch::gate_move(&prime, cast.site, gate.id, Some(section)).await;
            assert_eq!(code(&refused.expect_err(why)), why, "{section}");
        }
        // As often as one likes in the same moment; the last word holds.
        for section in [Some(lasting), None, Some(last)] {
            touch::gate_move(&prime, cast.site, gate.id, section).await.expect("moved");
            assert_eq!(gates().await[0].section, section);
            let again = touch::gate_move(&prime, cast.site, gate.id, section).await;
            assert!(matches!(again, Err(Error::Conflict("conflict.already_done"))), "{again:?}");
        }
    });
}

#[test]
fn who_may_end_a_gate_may_move_it_and_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        app.at(20_261_120, "12:00");
        umbrella(&app, &cast).await;
        let one = section(&app, &cast, FIRST, "2026-11-20").await;
        let gate = phone(&app, &cast, None).await.expect("a gate");
        for (who, call) in [
            ("a stranger", cast.admin(&app, cast.stranger)),
            ("a technician", cast.technician(&app, cast.people[0])),
            ("a reviewer", app.role(Role::Reviewer)),
            ("the gate itself", gate.call.clone()),
        ] {
            let refused = touch::gate_move(&call, cast.site, gate.id, Some(one)).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{who}: {refused:?}");
        }
        let sub = cast.admin(&app, cast.sub);
        let nowhere = SiteId::from_body(1);
        for (who, refused) in [
            ("not its own", touch::gate_move(&sub, cast.site, gate.id, Some(one)).await),
            ("of another site", touch::gate_move(&prime, nowhere, gate.id, Some(one)).await),
            ("no gate", touch::gate_move(&prime, cast.site, DeviceId(Uuid::nil()), Some(one)).await),
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "{who}: {refused:?}");
        }
        let own = touch::gate_enrol(&sub, &enrolment(cast.site, "東門")).await.expect("a credential").device_id;
        touch::gate_move(&sub, cast.site, own, Some(one)).await.expect("its own");
        touch::gate_move(&prime, cast.site, own, None).await.expect("a gate of its site");
        touch::gate_move(&app.system(), cast.site, own, Some(one)).await.expect("the register");
        let events = store::event::of_subject(app.db().read(), "device", &own.to_string(), 9).await.expect("events");
        assert_eq!(events.iter().filter(|event| event.process == "gate.move").count(), 3);
        touch::gate_revoke(&prime, Some(cast.site), gate.id, "失くした").await.expect("ended");
        let ended = touch::gate_move(&prime, cast.site, gate.id, Some(one)).await;
        assert!(matches!(ended, Err(Error::Conflict(_))), "{ended:?}");
    });
}
