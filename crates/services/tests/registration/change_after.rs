//! What became of the register while a change waited, and of whoever was reached before it.

use crate::{
    change::{detailed, filed, firm, judged_good, moved},
    play::{Desk, code, day_work},
};
use domain::{notice::NoticeKind, time::WorkDate};
use services::{application, notice, outside::PostFault, registration};
use testkit::both;

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

#[test]
fn a_change_that_would_undo_a_later_main_employment_is_not_registered() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let (other, third) = (firm(&app, &desk, "北浜架設").await, firm(&app, &desk, "湊鉄筋工業").await);
        let me = detailed(&app, &desk, main).await;
        let (call, id) = filed(&app, &me, &["employer"], |form| {
            form.employer_id = other.to_string();
            "2026-11-10".clone_into(&mut form.employed_on);
        })
        .await;
        application::submit(&call, id).await.unwrap();
        let person = me.actor.technician.unwrap();
        let from = WorkDate::from_stored(20_261_201);
        let begin = domain::technician::EmploymentChange::Begin { business: third, from, until: None, main: true };
        store::technician::change(app.db().writer(), person, begin).await.unwrap();
        application::claim(&desk.reviewer, id).await.unwrap();
        application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
        let refused = application::approve(&desk.reviewer, id).await;
        assert_eq!(code(refused), "application.does_not_fit");
        let found = store::technician::main_employer(app.db().read(), person, from).await.unwrap();
        assert_eq!(found, Some(third), "as it was");
    });
}
