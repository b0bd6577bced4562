//! Applications at certified registrars' counters: taken on paper, judged by the own head office, sampled by the operator.

use crate::play::{
    Desk, admin, approved, code, detailed_form, fee_of, fields, office as open_office, picture, stranger,
    technician_form, technician_submitted, typed,
};
use domain::{
    access::{Actor, Role},
    application::{ApplicationKind, DeficiencyReason, QueueFilter, State, Verdict},
    counter::{CheckForm, Papers, PersonForm, PostForm},
    form::Problem,
    id::{ApplicationId, RegistrarId},
    notice::NoticeKind,
    proxy::PAPER,
    registrar::{OfficeForm, OfficeKind, RegistrarForm},
    technician::{List, TechnicianForm},
};
use services::{Call, account, application, counter, document, fee, notice, proxy, registrar};
use testkit::{TestApp, both};

/// A body with two people at its field office and two at its head office.
pub struct Body {
    pub id: RegistrarId,
    pub field: Call,
    pub head: Call,
    pub head_2: Call,
}

fn body_form(name: &str, temporary: bool) -> RegistrarForm {
    RegistrarForm {
        name: name.to_owned(),
        prefecture: "17".to_owned(),
        temporary: if temporary { "yes" } else { "no" }.to_owned(),
        from: "2026-11-01".to_owned(),
        until: if temporary { "2026-11-30".to_owned() } else { String::new() },
    }
}

fn office_form(kind: OfficeKind) -> OfficeForm {
    OfficeForm {
        kind: kind.code().to_owned(),
        name: if kind == OfficeKind::Field { "輪島窓口" } else { "本部" }.to_owned(),
        address: "輪島市河井町1-2-3".to_owned(),
        phone: "0768-22-1234".to_owned(),
    }
}

/// A call by whoever logs in with an ID.
pub async fn by_login(app: &TestApp, login_id: &str) -> Call {
    let account = store::account::by_login_id(app.db().read(), login_id).await.unwrap().unwrap();
    app.by(account::actor_of(app.db(), account.id).await.unwrap())
}

pub async fn body(app: &TestApp, operator: &Call, name: &str, temporary: bool) -> Body {
    let id = registrar::enter(operator, &body_form(name, temporary)).await.unwrap();
    let field = registrar::add_office(operator, id, &office_form(OfficeKind::Field)).await.unwrap();
    let head = registrar::add_office(operator, id, &office_form(OfficeKind::Head)).await.unwrap();
    let mut calls = Vec::new();
    for (office, name) in [(field, "窓口 一"), (head, "本部 一"), (head, "本部 二")] {
        let issued = registrar::issue(operator, Some(office), name).await.unwrap();
        calls.push(by_login(app, &issued.login_id).await);
    }
    let [field, head, head_2] = <[Call; 3]>::try_from(calls).ok().unwrap();
    Body { id, field, head, head_2 }
}

/// Somebody at work on an application they file.
pub fn at_work(app: &TestApp, call: &Call, id: ApplicationId) -> Call {
    app.by(Actor { application: Some(id), ..call.actor.clone() })
}

pub fn looked(papers: &[&str]) -> CheckForm {
    CheckForm {
        identity_kind: "drivers_licence".to_owned(),
        papers: papers.iter().map(|paper| (*paper).to_owned()).collect(),
        agrees: "yes".to_owned(),
    }
}

pub const ALL_PAPERS: [&str; 5] = ["application", "photo", "insurance", "mutual_aid", "qualification"];

/// A person without mail and without a mobile phone.
pub fn on_paper() -> TechnicianForm {
    TechnicianForm {
        phone: "0768-22-9999".to_owned(),
        mail: String::new(),
        password: String::new(),
        password_again: String::new(),
        ..detailed_form()
    }
}

async fn entered(app: &TestApp, clerk: &Call) -> ApplicationId {
    let id = counter::start(clerk).await.unwrap();
    let work = at_work(app, clerk, id);
    application::save_technician(&work, id, on_paper()).await.unwrap();
    application::put_photo(&work, id, picture(600, 800)).await.unwrap();
    for field in ["identity", PAPER] {
        application::put_file(&work, id, field, picture(800, 600)).await.unwrap();
    }
    id
}

/// Taken and handed in by a clerk.
pub async fn taken(app: &TestApp, clerk: &Call) -> ApplicationId {
    let id = entered(app, clerk).await;
    counter::check(clerk, id, &looked(&ALL_PAPERS)).await.unwrap();
    application::submit(&at_work(app, clerk, id), id).await.unwrap();
    id
}

fn recorded() -> PostForm {
    PostForm { tracking: "123-45-67890-1".to_owned(), sent_on: "2026-11-20".to_owned() }
}

pub async fn judged_good(head: &Call, id: ApplicationId) {
    application::claim(head, id).await.unwrap();
    application::save_verdicts_and_rest(head, id, Vec::new()).await.unwrap();
}

/// Taken in an office, its papers arrived at the head, judged and approved there; a fee is asked for.
pub async fn approved_there(app: &TestApp, (field, head): (&Call, &Call)) -> ApplicationId {
    let id = taken(app, field).await;
    counter::arrive(head, id).await.unwrap();
    judged_good(head, id).await;
    application::approve(head, id).await.unwrap();
    id
}

#[test]
fn an_application_on_paper_goes_from_the_counter_to_an_id_and_is_told_by_letter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "北能登建設組合", false).await;
        let id = entered(&app, &body.field).await;
        let work = at_work(&app, &body.field, id);
        // Nobody has looked at the person yet.
        let missing = fields(application::submit(&work, id).await);
        assert_eq!((missing[0].field.as_str(), &missing[0].problem), (counter::CHECK, &Problem::Missing));
        let unsigned = fields(counter::check(&body.field, id, &looked(&["photo"])).await);
        assert_eq!(unsigned[0].field, "papers");

        // What lacks proof is refused, then left out or 「無」; the rest goes on.
        let certificate = typed(&[("name", "型枠支保工の組立て等作業主任者"), ("acquired", "2020-04-01")]);
        application::put_item(&work, id, List::Qualifications, None, &certificate).await.unwrap();
        counter::check(&body.field, id, &looked(&["application", "photo", "mutual_aid", "qualification"]))
            .await
            .unwrap();
        let lacking: Vec<String> = counter::case(&body.field, id).await.unwrap().unproven;
        assert!(lacking.contains(&"health_insurance".to_owned()) && lacking.contains(&"qualifications.k1".to_owned()));
        let refused = fields(application::submit(&work, id).await);
        assert!(refused.iter().any(|problem| problem.problem == Problem::NoProof), "{refused:?}");
        assert_eq!(counter::leave_out(&body.field, id).await.unwrap(), lacking.len());
        let draft = application::technician_draft(&work, id).await.unwrap().form;
        assert_eq!((draft.health_insurance.as_str(), draft.qualifications.len()), ("none", 0));
        assert_eq!((draft.kentaikyo.as_str(), draft.family_name.as_str()), ("joined", "髙橋"));
        application::submit(&work, id).await.unwrap();
        assert_eq!(code(counter::check(&body.field, id, &looked(&ALL_PAPERS)).await), "conflict.state");

        // The own head office has it in its queue; the register's reviewers do not.
        let queue = application::queue(&body.head, QueueFilter::default(), None).await.unwrap().0.rows;
        assert_eq!(queue.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
        assert!(application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap().0.rows.is_empty());
        judged_good(&body.head, id).await;
        assert_eq!(code(application::approve(&body.head, id).await), "counter.papers_awaited");
        assert_eq!(code(counter::arrive(&body.field, id).await), "forbidden.role");
        counter::post(&body.field, id, &recorded()).await.unwrap();
        let papers = counter::case(&body.head, id).await.unwrap().row.papers.unwrap();
        assert!(matches!(papers, Papers::Sent { ref tracking, .. } if tracking == "12345678901"), "{papers:?}");
        counter::arrive(&body.head, id).await.unwrap();
        assert_eq!(code(counter::arrive(&body.head, id).await), "conflict.already_done");
        assert_eq!(code(counter::post(&body.field, id, &recorded()).await), "conflict.state");
        assert!(document::find_file(&body.head, id, PAPER).await.is_ok());
        application::approve(&body.head, id).await.unwrap();
        assert!(counter::case(&body.field, id).await.unwrap().row.fee.unwrap().reference.is_some());
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();

        let person = admin(&app, &done).await;
        assert_eq!(notice::list(&person).await.unwrap()[0].kind, NoticeKind::RegisteredByProxy);
        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        assert!(letters.iter().any(|letter| letter.kind == NoticeKind::RegisteredByProxy), "nothing else reaches them");
        let figures = registrar::find(&desk.operator, body.id).await.unwrap().0.figures;
        assert_eq!((figures.submitted, figures.returned), (1, 0));
    });
}

#[test]
fn what_is_empty_goes_back_to_the_field_office_which_sees_its_list() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "北能登建設組合", true).await;
        let id = taken(&app, &body.field).await;
        counter::arrive(&body.head, id).await.unwrap();
        application::claim(&body.head, id).await.unwrap();
        let bad = vec![("address".to_owned(), Verdict::Deficient(DeficiencyReason::AddressIncomplete))];
        application::save_verdicts(&body.head, id, bad).await.unwrap();
        application::return_deficient(&body.head, id).await.unwrap();

        let back = counter::list(&body.field, Some(State::Returned), None).await.unwrap();
        assert_eq!((back.listed.all, back.listed.rows[0].id, back.returned), (1, id, 1));
        let drafts = counter::list(&body.field, Some(State::Draft), None).await.unwrap();
        assert_eq!((drafts.listed.all, drafts.returned), (0, 1), "what came back is counted whatever is shown");
        let case = counter::case(&body.field, id).await.unwrap();
        assert_eq!((case.deficiencies[0].field.as_str(), case.own), ("address", true));
        assert_eq!(counter::returned(&body.field, id).await.unwrap().len(), 1);
        let work = at_work(&app, &body.field, id);
        let mended = TechnicianForm { address: "輪島市河井町1-2-3 103号".to_owned(), ..on_paper() };
        application::save_technician(&work, id, mended).await.unwrap();
        application::submit(&work, id).await.unwrap();
        application::save_verdicts_and_rest(&body.head, id, Vec::new()).await.unwrap();
        application::approve(&body.head, id).await.unwrap();
        let figures = registrar::find(&desk.operator, body.id).await.unwrap().0.figures;
        assert_eq!((figures.submitted, figures.returned), (1, 1), "handed in once, though twice sent");
    });
}

#[test]
fn who_entered_a_case_does_not_judge_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "北能登建設組合", false).await;
        // A head office may have a counter of its own; its papers are there already.
        let id = taken(&app, &body.head).await;
        assert_eq!(counter::case(&body.head, id).await.unwrap().row.papers, Some(Papers::Arrived { at: None }));
        for refused in [
            code(application::claim(&body.head, id).await),
            code(application::case(&body.head, id).await),
            code(application::approve(&body.head, id).await),
        ] {
            assert_eq!(refused, "forbidden.own_entry");
        }
        assert!(!counter::may_judge(&body.head, id).await.unwrap());
        judged_good(&body.head_2, id).await;
        application::approve(&body.head_2, id).await.unwrap();
    });
}

#[test]
fn a_body_sees_and_judges_its_own_cases_and_nobody_elses() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let ours = body(&app, &desk.operator, "北能登建設組合", false).await;
        let theirs = body(&app, &desk.operator, "南房総建設組合", false).await;
        let id = taken(&app, &ours.field).await;
        for who in [&theirs.field, &theirs.head] {
            assert_eq!(code(counter::case(who, id).await), "forbidden.not_yours");
            assert_eq!(code(counter::check(who, id, &looked(&ALL_PAPERS)).await), "not_found");
            assert_eq!(code(counter::post(who, id, &recorded()).await), "not_found");
            assert_eq!(code(counter::leave_out(who, id).await), "not_found");
            assert_eq!(code(document::find_file(who, id, PAPER).await), "forbidden.not_yours");
            assert_eq!(counter::list(who, None, None).await.unwrap().listed.all, 0);
        }
        assert_eq!(code(application::claim(&theirs.head, id).await), "forbidden.not_yours");
        assert_eq!(code(application::claim(&ours.field, id).await), "forbidden.role");
        assert!(application::queue(&theirs.head, QueueFilter::default(), None).await.unwrap().0.rows.is_empty());
        // What was filed online is the register's.
        let (_, online) = technician_submitted(&app, technician_form()).await;
        assert_eq!(code(application::claim(&ours.head, online).await), "forbidden.not_yours");
        assert_eq!(code(application::case(&ours.head, online).await), "forbidden.not_yours");
        assert_eq!(code(counter::case(&ours.head, online).await), "not_found");
        // A counter's application goes on the form signed there, and is a detailed one.
        assert_eq!(code(proxy::invite(&ours.field, id, None).await), "proxy.on_paper");
        assert_eq!(code(proxy::start(&ours.field, domain::technician::Stage::Simple).await), "not_found");
        let draft = counter::start(&ours.field).await.unwrap();
        let work = at_work(&app, &ours.field, draft);
        let simple = application::change_stage(&work, draft, domain::technician::Stage::Simple).await;
        assert_eq!(code(simple), "conflict.state");
        for role in
            [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Operator, Role::Scrivener]
        {
            let who = stranger(&app, role);
            assert!(code(counter::start(&who).await).starts_with("forbidden."), "{role:?}");
            assert!(code(counter::case(&who, id).await).starts_with("forbidden."), "{role:?}");
            assert!(code(counter::check(&who, id, &looked(&ALL_PAPERS)).await).starts_with("forbidden."), "{role:?}");
            assert!(code(counter::look_up(&who, &PersonForm::default()).await).starts_with("forbidden."), "{role:?}");
        }
    });
}

#[test]
fn outside_its_period_nobody_of_a_body_acts_and_its_cases_are_the_registers() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "臨時の登録機関", true).await;
        let id = taken(&app, &body.field).await;
        app.at(20_261_130, "17:00");
        counter::list(&body.field, None, None).await.unwrap();
        app.at(20_261_201, "08:00");
        for refused in [
            code(counter::list(&body.field, None, None).await),
            code(counter::start(&body.field).await),
            code(counter::case(&body.head, id).await),
            code(application::claim(&body.head, id).await),
            code(application::submit(&at_work(&app, &body.field, id), id).await),
        ] {
            assert_eq!(refused, "forbidden.lapsed");
        }
        let waiting = application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap().0.rows;
        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [id], "nobody is left without a judge");
        approved(&desk.reviewer, id, ApplicationKind::TechnicianDetailed).await;
        app.at(20_261_031, "08:00");
        assert_eq!(code(counter::list(&body.field, None, None).await), "forbidden.lapsed", "not begun");
        app.at(20_261_120, "08:00");
        registrar::end(&desk.operator, body.id).await.unwrap();
        assert_eq!(code(registrar::end(&desk.operator, body.id).await), "conflict.already_done");
        let ended = by_login(&app, "tr0001-01").await;
        assert_eq!(code(counter::list(&ended, None, None).await), "forbidden.lapsed");
    });
}

#[test]
fn the_register_of_bodies_is_the_operators() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = body_form("北能登建設組合", false);
        for role in [Role::Public, Role::Reviewer, Role::Registrar, Role::BusinessAdmin, Role::Technician] {
            let who = stranger(&app, role);
            assert!(code(registrar::enter(&who, &form).await).starts_with("forbidden."), "{role:?}");
            assert!(code(registrar::list(&who, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(registrar::samples(&who, true, None).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(fields(registrar::enter(&desk.operator, &RegistrarForm::default()).await).len(), 4);
        let id = registrar::enter(&desk.operator, &form).await.unwrap();
        let second = registrar::enter(&desk.operator, &body_form("南房総建設組合", false)).await.unwrap();
        let office = registrar::add_office(&desk.operator, id, &office_form(OfficeKind::Field)).await.unwrap();
        assert_eq!(fields(registrar::issue(&desk.operator, Some(office), " ").await)[0].field, "staff_name");
        let both = fields(registrar::issue(&desk.operator, None, " ").await);
        let both: Vec<&str> = both.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(both, ["office", "staff_name"], "all at once");
        assert_eq!(code(registrar::issue(&desk.reviewer, None, " ").await), "forbidden.role", "before anything else");
        let issued = registrar::issue(&desk.operator, Some(office), "窓口 一").await.unwrap();
        assert_eq!(issued.login_id, "tr0001-01");
        let (row, offices, staff) = registrar::find(&desk.operator, id).await.unwrap();
        assert_eq!((row.number, offices.len(), staff[0].name.as_str()), (1, 1, "窓口 一"));
        assert_eq!(registrar::by_number(&desk.operator, 2).await.unwrap(), second);
        assert_eq!(registrar::list(&desk.operator, None).await.unwrap().all, 2);
        // The second factor is asked for as of everybody at a desk.
        let logged = account::log_in(&app.call, &issued.login_id, &issued.password, "198.51.100.7").await.unwrap();
        assert!(matches!(logged, account::LogIn::SecondFactor { enrolled: false, .. }));
        account::disable(&desk.operator, staff[0].id).await.unwrap();
        assert!(registrar::find(&desk.operator, id).await.unwrap().2[0].disabled_at.is_some());
        // A log-in that belongs to no office does nothing.
        let nowhere = open_office(&app, Role::Registrar, "nowhere-1").await;
        assert_eq!(code(counter::list(&nowhere, None, None).await), "forbidden.not_yours");
    });
}
