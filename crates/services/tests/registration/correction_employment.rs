//! Employments put right by two persons: days, kinds, what was entered by mistake, what is missing; who is told, what was held.

use crate::{
    change::{detailed, firm},
    play::{Desk, admin, business_form, code, fields, stranger},
};
use domain::{
    access::Role,
    correction::{Data, Manner, Subject},
    form::Problem,
    id::{BusinessId, CorrectionId, TechnicianId},
    notice::{NoticeKind, NoticeLine, Value},
    technician::{EmploymentChange, Engagement, List, TechnicianForm},
    time::WorkDate,
};
use services::{
    Call, Error,
    correction::{self, Proposal},
    employment, notice, registration,
};
use testkit::{TestApp, both};

/// With whom, first and last day, whether it is the main one.
pub type Line = (BusinessId, i32, Option<i32>, bool);

pub struct Play {
    pub desk: Desk,
    pub me: Call,
    pub id: TechnicianId,
    /// The main employer as it is registered, from 2024-04-01, another and a third.
    pub firms: [BusinessId; 3],
}

impl Play {
    pub async fn open(app: &TestApp) -> Self {
        let desk = Desk::open(app).await;
        let mut firms = Vec::new();
        for name in ["港栄建設株式会社", "北浜架設株式会社", "湊鉄筋工業株式会社"] {
            firms.push(firm(app, &desk, name).await);
        }
        let me = detailed(app, &desk, firms[0]).await;
        let id = me.actor.technician.unwrap();
        Self { desk, me, id, firms: firms.try_into().unwrap() }
    }
    async fn known(&self) -> TechnicianForm {
        match correction::registered(&self.desk.reviewer, Subject::Technician(self.id)).await.unwrap().data {
            Data::Technician(form) => *form,
            Data::Business(_) => panic!("a person"),
        }
    }
    async fn enter(&self, form: TechnicianForm) -> Result<CorrectionId, Error> {
        let proposal = Proposal::new(Data::Technician(Box::new(form)), "雇用契約書で確かめた");
        correction::enter(&self.desk.reviewer, Subject::Technician(self.id), &proposal).await
    }
    /// What is registered, changed and entered.
    async fn entered(&self, change: impl FnOnce(&mut TechnicianForm)) -> Result<CorrectionId, Error> {
        let mut form = self.known().await;
        change(&mut form);
        self.enter(form).await
    }
    pub async fn made(&self, change: impl FnOnce(&mut TechnicianForm)) {
        let entered = self.entered(change).await.unwrap();
        correction::approve(&self.desk.operator, entered).await.unwrap();
    }
    pub async fn lines(&self, on: Option<i32>) -> Vec<Line> {
        let seen = registration::view(&self.me, on.map(WorkDate::from_stored)).await.unwrap();
        let line = |of: domain::registration::EmploymentLine| {
            (of.business, of.from.number(), of.until.map(WorkDate::number), of.main)
        };
        seen.employments.into_iter().map(line).collect()
    }
}

pub fn put(form: &mut TechnicianForm, key: &str, values: &[(&str, &str)]) {
    assert!(form.put_item(List::Employments, key, values.iter().copied()));
}

pub fn added(form: &mut TechnicianForm, business: BusinessId, [kind, from, until]: [&str; 3]) {
    let key = form.add_item(List::Employments);
    put(form, &key, &[("business_id", &business.to_string()), ("kind", kind), ("from", from), ("until", until)]);
}

fn spans(line: &NoticeLine, name: &str) -> Vec<(i32, Option<i32>, bool)> {
    let Some(Value::Employments(engaged)) = line.values.get(name) else { panic!("{name}") };
    let span = |of: &Engagement| (of.from.number(), of.until.map(WorkDate::number), of.main);
    engaged.iter().map(span).collect()
}

pub async fn admin_of(app: &TestApp, id: BusinessId) -> Call {
    let issued =
        domain::application::IssuedIds { login_id: id.to_string(), technician_id: None, business_id: Some(id) };
    admin(app, &issued).await
}

async fn told(app: &TestApp, id: BusinessId) -> Vec<NoticeLine> {
    let lines = notice::list(&admin_of(app, id).await).await.unwrap();
    lines.into_iter().filter(|line| line.kind == NoticeKind::EmploymentCorrected).collect()
}

#[test]
fn who_employed_somebody_is_put_right_and_old_and_new_are_told() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [old, new, third] = play.firms;
        app.at(20_270_110, "10:00");
        // The first employer was the wrong one; a secondary one is missing.
        let entered = play
            .entered(|form| {
                put(form, "k1", &[("business_id", &new.to_string()), ("from", "2024/5/1")]);
                added(form, third, ["other", "2025-01-01", "2025-12-31"]);
            })
            .await
            .unwrap();
        assert_eq!(play.lines(None).await, [(old, 20_240_401, None, true)], "nothing changes before it is approved");
        assert_eq!(code(correction::approve(&play.desk.reviewer, entered).await), "correction.two_persons");
        let case = correction::case(&play.desk.operator, entered).await.unwrap();
        let seen: Vec<_> = case.changed.iter().map(|one| (one.field.as_str(), one.manner())).collect();
        assert_eq!(seen, [("employments.k1", Manner::Changed), ("employments.k2", Manner::Added)]);
        let parts: Vec<_> = case.changed[0].parts().into_iter().map(|one| (one.field, one.before, one.after)).collect();
        assert_eq!(
            parts,
            [
                ("business_id".to_owned(), old.to_string(), new.to_string()),
                ("from".to_owned(), "2024-04-01".to_owned(), "2024-05-01".to_owned()),
            ]
        );
        assert!(case.past_employments && !case.is_on_card());
        let names: Vec<&str> = case.businesses.values().map(String::as_str).collect();
        assert_eq!(names.len(), 3, "{names:?}");

        correction::approve(&play.desk.operator, entered).await.unwrap();
        assert_eq!(
            play.lines(None).await,
            [(third, 20_250_101, Some(20_251_231), false), (new, 20_240_501, None, true)]
        );
        // What was held before is found on every day before.
        assert_eq!(play.lines(Some(20_270_109)).await, [(old, 20_240_401, None, true)]);
        let changed = &registration::view(&play.me, None).await.unwrap().days[0];
        assert_eq!(changed.day.number(), 20_270_110);
        assert_eq!(changed.fields, ["employments"]);

        let mine = notice::list(&play.me).await.unwrap();
        let made = mine.iter().find(|line| line.kind == NoticeKind::CorrectionMade).unwrap();
        let fields = ["employments.k1", "employments.k2"].map(str::to_owned).to_vec();
        assert_eq!(made.values.get("fields"), Some(&Value::Fields(fields)));
        for (business, before, after) in [
            (old, vec![(20_240_401, None, true)], vec![]),
            (new, vec![], vec![(20_240_501, None, true)]),
            (third, vec![], vec![(20_250_101, Some(20_251_231), false)]),
        ] {
            let told = told(&app, business).await;
            assert_eq!(told.len(), 1, "{business}");
            assert_eq!((spans(&told[0], "before"), spans(&told[0], "after")), (before, after));
        }
        let trail = store::event::of_subject(app.db().read(), "technician", &play.id.to_string(), 50).await.unwrap();
        let noted = trail.iter().find(|event| event.process == "technician.correct").unwrap();
        assert!(
            noted.old.as_ref().unwrap().contains("2024-04-01") && noted.new.as_ref().unwrap().contains("2024-05-01")
        );
        let people = services::roster::my_people(&admin_of(&app, old).await).await.unwrap();
        assert!(people.is_empty(), "whoever did not employ them sees nothing of them");
    });
}

#[test]
fn what_was_entered_by_mistake_goes_out_of_force_and_undoing_gives_back_what_was() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [old, new, _] = play.firms;
        app.at(20_270_110, "10:00");
        play.made(|form| assert!(form.remove_item(List::Employments, "k1"))).await;
        assert_eq!(play.lines(None).await, []);
        assert_eq!(store::technician::employers(app.db().read(), play.id, app.call.today()).await.unwrap(), []);
        app.at(20_270_120, "10:00");
        play.made(|form| added(form, new, ["main", "2024-04-01", ""])).await;
        app.at(20_270_130, "10:00");
        // Twice on a day: what held on no day is kept by none.
        play.made(|form| put(form, "k1", &[("until", "2027-01-31")])).await;
        play.made(|form| {
            form.remove_item(List::Employments, "k1");
            added(form, old, ["main", "2024-04-01", ""]);
        })
        .await;
        assert_eq!(play.lines(None).await, [(old, 20_240_401, None, true)], "as it was at first");
        for (on, expected) in [
            (20_261_120, vec![(old, 20_240_401, None, true)]),
            (20_270_109, vec![(old, 20_240_401, None, true)]),
            (20_270_110, vec![]),
            (20_270_119, vec![]),
            (20_270_120, vec![(new, 20_240_401, None, true)]),
            (20_270_129, vec![(new, 20_240_401, None, true)]),
            (20_270_130, vec![(old, 20_240_401, None, true)]),
        ] {
            assert_eq!(play.lines(Some(on)).await, expected, "{on}");
        }
        let days = registration::view(&play.me, None).await.unwrap().days;
        let days: Vec<i32> = days.iter().map(|day| day.day.number()).collect();
        assert_eq!(days, [20_270_130, 20_270_120, 20_270_110, 20_261_120]);
    });
}

#[test]
fn which_is_the_main_one_and_what_has_ended_are_put_right() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [old, new, _] = play.firms;
        app.at(20_270_110, "10:00");
        play.made(|form| added(form, new, ["other", "2024-06-01", ""])).await;
        play.made(|form| {
            put(form, "k1", &[("kind", "other")]);
            put(form, "k2", &[("kind", "main")]);
        })
        .await;
        assert_eq!(play.lines(None).await, [(new, 20_240_601, None, true), (old, 20_240_401, None, false)]);
        let main = store::technician::main_employer(app.db().read(), play.id, app.call.today()).await.unwrap();
        assert_eq!(main, Some(new));
        assert_eq!(spans(&told(&app, old).await[0], "after"), [(20_240_401, None, false)]);
        app.at(20_270_201, "10:00");
        play.made(|form| put(form, "k1", &[("until", "2025-03-31")])).await;
        // An employment that has ended stands among the rest, and its end is put right.
        app.at(20_270_301, "10:00");
        play.made(|form| put(form, "k1", &[("until", "2025-09-30")])).await;
        let ended = |until| (old, 20_240_401, Some(until), false);
        assert_eq!(play.lines(None).await[1], ended(20_250_930));
        let then = registration::view(&play.me, Some(WorkDate::from_stored(20_270_201))).await.unwrap();
        assert_eq!(then.employments.len(), 1, "it did not cover that day");
        let days = registration::view(&play.me, None).await.unwrap().days;
        assert_eq!(
            (days[0].day.number(), days[0].fields.as_slice()),
            (20_270_301, ["employments".to_owned()].as_slice())
        );
        let told = told(&app, new).await;
        assert_eq!(told.len(), 2, "nobody hears of another's employment: {told:?}");
    });
}

#[test]
fn what_does_not_go_together_is_refused_beside_its_input() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [old, new, third] = play.firms;
        let wrong = async |change: &dyn Fn(&mut TechnicianForm)| {
            let found = fields(play.entered(change).await);
            found.into_iter().map(|one| (one.field, one.problem)).collect::<Vec<_>>()
        };
        let one = |field: &str, problem: Problem| vec![(format!("employments.{field}"), problem)];
        let refused = |code: &str| Problem::Refused { code: code.to_owned() };
        let nobody = BusinessId::from_body(7);
        assert_eq!(
            wrong(&|form| added(form, nobody, ["other", "2025-01-01", ""])).await,
            one("k2.business_id", Problem::Unknown)
        );
        assert_eq!(
            wrong(&|form| put(form, "k1", &[("until", "2024-03-31")])).await,
            one("k1.until", Problem::EndBeforeStart)
        );
        assert_eq!(
            wrong(&|form| added(form, new, ["main", "2025-01-01", ""])).await,
            one("k2.from", refused("employment.two_main"))
        );
        assert_eq!(
            wrong(&|form| added(form, old, ["other", "2025-01-01", ""])).await,
            one("k2.from", refused("employment.overlap"))
        );
        let ahead = wrong(&|form| {
            put(form, "k1", &[("until", "2026-10-31")]);
            added(form, new, ["main", "2026-11-21", ""]);
        })
        .await;
        assert_eq!(ahead, one("k2.from", Problem::InFuture));
        let all = wrong(&|form| {
            form.phone = "1".to_owned();
            put(form, "k1", &[("kind", "x")]);
            added(form, nobody, ["other", "2025-01-01", ""]);
            form.put_item(List::Schools, "k1", [("year", "1919")]);
        })
        .await;
        let named: Vec<&str> = all.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(named, ["phone", "employments.k1.kind", "employments.k2.business_id", "schools.k1.year"]);
        assert_eq!(code(play.entered(|_| {}).await), "correction.nothing");

        // A business that has lapsed employed people before, and takes on nobody after.
        app.at(20_331_201, "10:00");
        let lapsed = one("k2.business_id", refused("employment.lapsed"));
        assert_eq!(wrong(&|form| added(form, third, ["other", "2033-01-01", ""])).await, lapsed);
        assert_eq!(wrong(&|form| added(form, third, ["other", "2032-12-01", ""])).await, lapsed);
        play.made(|form| added(form, third, ["other", "2032-11-30", ""])).await;
        play.made(|form| put(form, "k2", &[("until", "2033-06-30")])).await;
        assert_eq!(play.lines(None).await[0], (third, 20_321_130, Some(20_330_630), false));
        // What began after that by another way is no new beginning, however its day is spelled.
        let from = WorkDate::from_stored(20_330_101);
        let begin = EmploymentChange::Begin { business: new, from, until: None, main: false };
        store::technician::change(app.db().writer(), play.id, begin).await.unwrap();
        play.made(|form| put(form, "k3", &[("from", "2033/1/1"), ("until", "2033-09-30")])).await;
        assert_eq!(play.lines(None).await[0], (new, 20_330_101, Some(20_330_930), false));
        let moved = one("k3.business_id", refused("employment.lapsed"));
        assert_eq!(wrong(&|form| put(form, "k3", &[("from", "2033/1/2")])).await, moved);
    });
}

#[test]
fn an_employment_that_changed_meanwhile_is_not_put_right_over() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [old, ..] = play.firms;
        let moved = |form: &mut TechnicianForm| put(form, "k1", &[("from", "2024-05-01")]);
        let shown = correction::registered(&play.desk.operator, Subject::Technician(play.id)).await.unwrap();
        let entered = play.entered(moved).await.unwrap();
        employment::end(&admin_of(&app, old).await, play.id, "2026-11-30").await.unwrap();
        assert_eq!(code(correction::approve(&play.desk.operator, entered).await), "correction.moved_on");
        assert_eq!(play.lines(None).await, [(old, 20_240_401, Some(20_261_130), true)], "as the business said");
        correction::refuse(&play.desk.operator, entered, "登録が変わった").await.unwrap();
        // Nor from a page that was opened before it changed, though it is of the phone alone that something is typed.
        let Data::Technician(mut form) = shown.data.clone() else { unreachable!() };
        form.set("phone", "09000000009");
        let mut proposal = Proposal::new(Data::Technician(form), "聞いた");
        proposal.seen = Some(shown.mark().unwrap());
        let subject = Subject::Technician(play.id);
        let late = correction::enter(&play.desk.operator, subject, &proposal).await;
        assert_eq!(code(late), "correction.changed_meanwhile");
        assert_eq!(play.lines(None).await, [(old, 20_240_401, Some(20_261_130), true)], "still as the business said");
        play.made(moved).await;
        assert_eq!(play.lines(None).await, [(old, 20_240_501, Some(20_261_130), true)]);
        // The end was told of another row than it is now: whoever would object finds it answered.
        let asked = employment::list(&play.me, None).await.unwrap().rows.remove(0);
        assert_eq!(code(employment::object(&play.me, asked.id).await), "employment.answered");
    });
}

#[test]
fn an_end_that_is_told_is_found_on_the_days_before_as_it_stood() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [old, ..] = play.firms;
        app.at(20_261_210, "09:00");
        employment::end(&admin_of(&app, old).await, play.id, "2026-12-05").await.unwrap();
        assert_eq!(play.lines(Some(20_261_206)).await, [(old, 20_240_401, None, true)], "nobody had said so then");
        app.at(20_261_220, "09:00");
        assert_eq!(play.lines(Some(20_261_210)).await, [], "from that day on it had ended");
        assert_eq!(play.lines(None).await, [(old, 20_240_401, Some(20_261_205), true)]);
    });
}

#[test]
fn nobody_outside_the_office_puts_employments_right() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let mut form = play.known().await;
        put(&mut form, "k1", &[("from", "2024-05-01")]);
        let proposal = Proposal::new(Data::Technician(Box::new(form)), "x");
        let of = Subject::Technician(play.id);
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Registrar, Role::Scrivener] {
            let refused = correction::enter(&stranger(&app, role), of, &proposal).await;
            assert_eq!(code(refused), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(correction::enter(&play.me, of, &proposal).await), "forbidden.role", "not their own either");
        let employer = admin_of(&app, play.firms[0]).await;
        assert_eq!(code(correction::enter(&employer, of, &proposal).await), "forbidden.role");
        assert_eq!(code(correction::enter(&app.call, of, &proposal).await), "forbidden.log_in_first");
        let business = desk_firm(&app, &play.desk).await;
        let data = correction::registered(&play.desk.reviewer, Subject::Business(business)).await.unwrap();
        assert!(data.businesses.is_empty(), "a business has no employer");
    });
}

async fn desk_firm(app: &TestApp, desk: &Desk) -> BusinessId {
    desk.business(app, business_form("浜松架設株式会社")).await.business_id.unwrap()
}
