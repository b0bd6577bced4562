//! Several writers at once: what holds up one holds up no other.

use domain::touch::{
    TouchKind,
    wire::{Outcome, TouchAnswers},
};
use store::ConnectionTrait;
use testkit::{both, cast, item};

fn outcomes(answers: &TouchAnswers) -> Vec<Outcome> {
    answers.answers.iter().map(|answer| answer.outcome).collect()
}

#[test]
fn a_group_that_is_held_up_holds_up_no_other() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        let at = app.at(20_261_120, "07:52");
        let (one, other) = (item(at, TouchKind::In, cast.tap(0)), item(at, TouchKind::In, cast.tap(1)));
        if !app.db().is_postgres() {
            // One writer: whoever holds the database holds all.
            assert_eq!(outcomes(&gate.send(&[one, other]).await), [Outcome::Accepted, Outcome::Accepted]);
            return;
        }
        let holder = app.db().begin().await.expect("a transaction");
        let sql = format!("SELECT pg_advisory_xact_lock({})", cast.people[0].get());
        holder.execute_unprepared(&sql).await.expect("a lock");
        let held = gate.send(std::slice::from_ref(&one));
        let free = async {
            // The one that is held up is on its way by then.
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            let answers = gate.send(std::slice::from_ref(&other)).await;
            holder.rollback().await.expect("the lock is given back");
            answers
        };
        let limit = std::time::Duration::from_secs(20);
        let (held, free) = tokio::time::timeout(limit, async { tokio::join!(held, free) }).await.expect("both answers");
        assert_eq!(outcomes(&free), [Outcome::Accepted], "answered while the other was held up");
        assert_eq!(outcomes(&held), [Outcome::Accepted]);
        let differences = store::history::recount(app.db().read()).await.expect("a recount");
        assert_eq!(differences, Vec::<String>::new(), "kept counts differ from a recount");
    });
}
