//! What became of the register while a change waited, and of whoever was reached before it.

use crate::{
    change::{detailed, filed, firm, judged_good, moved},
    play::{Desk, code, day_work, fields},
};
use domain::{
    application::State,
    form::Problem,
    id::{ApplicationId, BusinessId, TechnicianId},
    notice::NoticeKind,
    technician::{EmploymentChange, TechnicianForm},
    time::WorkDate,
};
use services::{Call, application, notice, outside::PostFault, registration};
use testkit::{TestApp, both};

#[test]
fn who_was_reached_hears_of_another_contact_there_or_by_letter_and_never_at_the_new_one() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let me = detailed(&app, &desk, main).await;
        let before = registration::view(&me, None).await.unwrap().registered.form;
        let (call, id) = filed(&app, &me, &["contact"], |form| {
            moved(form);
            "somebody@example.org".clone_into(&mut form.mail);
        })
        .await;
        application::submit(&call, id).await.unwrap();
        day_work(&app).await;
        judged_good(&desk, id).await;
        let told = notice::list(&me).await.unwrap();
        assert!(told.iter().any(|line| line.kind == NoticeKind::ContactChanged), "{told:?}");
        let (mails, texts) = (app.mail.sent().len(), app.texts.sent().len());
        // Whatever went to the old contact comes back.
        app.mail.fail(vec![PostFault::Refused("550".to_owned()); 4]);
        app.texts.fail(vec![PostFault::Refused("410".to_owned()); 4]);
        day_work(&app).await;
        assert_eq!((app.mail.sent().len(), app.texts.sent().len()), (mails, texts), "nothing got through");
        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        let of_it: Vec<_> = letters.iter().filter(|letter| letter.kind == NoticeKind::ContactChanged).collect();
        assert_eq!(of_it.len(), 1, "{letters:?}");
        assert!(of_it[0].envelope.contains(&before.address), "{}", of_it[0].envelope);
        assert!(!of_it[0].envelope.contains("港区芝1-2-3"));
    });
}

/// Somebody who fills in a change of their employer.
struct Later {
    me: Call,
    call: Call,
    id: ApplicationId,
    /// Which business employs them meanwhile, from a later day on.
    third: BusinessId,
    from: WorkDate,
}

async fn moving(app: &TestApp, desk: &Desk) -> Later {
    let main = firm(app, desk, "港栄建設株式会社").await;
    let (other, third) = (firm(app, desk, "北浜架設").await, firm(app, desk, "湊鉄筋工業").await);
    let me = detailed(app, desk, main).await;
    let (call, id) = filed(app, &me, &["employer"], |form| {
        form.employer_id = other.to_string();
        "2026-11-10".clone_into(&mut form.employed_on);
    })
    .await;
    Later { me, call, id, third, from: WorkDate::from_stored(20_261_201) }
}

async fn begin(app: &TestApp, person: TechnicianId, (business, from): (BusinessId, WorkDate)) {
    let begin = EmploymentChange::Begin { business, from, until: None, main: true };
    store::technician::change(app.db().writer(), person, begin).await.unwrap();
}

#[test]
fn a_change_that_would_undo_a_later_main_employment_is_not_registered() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let Later { me, call, id, third, from } = moving(&app, &desk).await;
        application::submit(&call, id).await.unwrap();
        let person = me.actor.technician.unwrap();
        begin(&app, person, (third, from)).await;
        application::claim(&desk.reviewer, id).await.unwrap();
        application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
        let refused = application::approve(&desk.reviewer, id).await;
        assert_eq!(code(refused), "application.does_not_fit");
        let found = store::technician::main_employer(app.db().read(), person, from).await.unwrap();
        assert_eq!(found, Some(third), "as it was");
    });
}

#[test]
fn a_change_that_would_undo_a_later_main_employment_is_not_taken_in_either() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let Later { me, call, id, third, from } = moving(&app, &desk).await;
        let person = me.actor.technician.unwrap();
        begin(&app, person, (third, from)).await;
        let said = Problem::Refused { code: "application.later_main".to_owned() };
        let asked = |consent: &str| TechnicianForm { consent: consent.to_owned(), ..TechnicianForm::default() };
        application::save_final(&call, id, &asked("")).await.unwrap();
        let refused = fields(application::submit(&call, id).await);
        let named: Vec<&str> = refused.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["employed_on", "consent"], "in page order");
        assert_eq!(refused[0].problem, said);
        application::save_final(&call, id, &asked("yes")).await.unwrap();
        let refused = fields(application::submit(&call, id).await);
        let found: Vec<_> = refused.into_iter().map(|problem| (problem.field, problem.problem)).collect();
        assert_eq!(found, [("employed_on".to_owned(), said)]);
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Draft, "it stays to be put right");
        // To the day before the later one it undoes nothing.
        let mut form = application::technician_draft(&call, id).await.unwrap().form;
        "2026-11-30".clone_into(&mut form.employed_until);
        application::save_page(&call, id, "employer", &form).await.unwrap();
        application::submit(&call, id).await.unwrap();
        judged_good(&desk, id).await;
        let found = store::technician::main_employer(app.db().read(), person, from).await.unwrap();
        assert_eq!(found, Some(third), "as it was");
    });
}
