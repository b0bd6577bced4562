//! Whatever is altered is noticed, by the command and by night.

use super::{DAY, differences, logged, touched};
use domain::{access::Role, history::check::Differs, touch::TouchKind};
use services::history;
use store::ConnectionTrait;
use testkit::{TestApp, both, cast};

async fn altered(app: &TestApp, sql: &[&str]) {
    // Whoever alters what is kept takes the guards away first.
    let guards: &[&str] = if app.db().is_postgres() {
        &[
            "ALTER TABLE log_version DISABLE TRIGGER log_version_kept",
            "ALTER TABLE log_checkpoint DISABLE TRIGGER log_checkpoint_kept",
        ]
    } else {
        &[
            "DROP TRIGGER IF EXISTS log_version_kept",
            "DROP TRIGGER IF EXISTS log_version_stays",
            "DROP TRIGGER IF EXISTS log_checkpoint_kept",
            "DROP TRIGGER IF EXISTS log_checkpoint_stays",
        ]
    };
    for sql in guards.iter().chain(sql) {
        app.db().writer().execute_unprepared(sql).await.expect("altered");
    }
}

#[test]
fn whatever_is_altered_is_noticed() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        for at in 0..3 {
            touched(&app, &cast, at, (DAY, "07:50", TouchKind::In)).await;
            logged(&app).await;
        }
        for refused in
            ["UPDATE log_version SET tier = 0", "DELETE FROM log_version", "UPDATE log_checkpoint SET at = 0"]
        {
            assert!(app.db().writer().execute_unprepared(refused).await.is_err(), "{refused}");
        }
        assert_eq!(differences(&app).await, Vec::<String>::new());
        // A version, then a record, then the root and the note of a checkpoint, then a version that is lost.
        altered(&app, &["UPDATE log_version SET touches = 9 WHERE leaf = 1"]).await;
        let found = differences(&app).await;
        let after = ["leaf 1", "checkpoint 2: root", "checkpoint 3: root", "another leaf"];
        assert_eq!(found, after, "the leaf, every root that has it, and its record");
        altered(&app, &["UPDATE log_version SET touches = 1 WHERE leaf = 1"]).await;
        let person = cast.people[2];
        altered(&app, &[&format!("UPDATE history_record SET first_ms = first_ms - 1 WHERE technician_id = {person}")])
            .await;
        assert_eq!(differences(&app).await, ["another leaf"]);
        altered(&app, &[&format!("UPDATE history_record SET first_ms = first_ms + 1 WHERE technician_id = {person}")])
            .await;
        let blob = if app.db().is_postgres() { "decode(repeat('00', 32), 'hex')" } else { "zeroblob(32)" };
        altered(&app, &[&format!("UPDATE log_checkpoint SET root = {blob} WHERE size = 2")]).await;
        let found = differences(&app).await;
        let after =
            ["checkpoint 2: root", "checkpoint 2: note", "checkpoint 2: not after 1", "checkpoint 3: not after 2"];
        assert_eq!(found, after);
        altered(&app, &["UPDATE log_checkpoint SET root = (SELECT root FROM log_checkpoint WHERE size = 3), note = 'x' WHERE size = 2"]).await;
        assert!(differences(&app).await.contains(&"checkpoint 2: note".to_owned()));
        altered(&app, &["DELETE FROM log_version WHERE leaf = 2"]).await;
        let found = differences(&app).await;
        assert!(
            found.contains(&"leaf 2 has no version".to_owned()) && found.contains(&"no leaf".to_owned()),
            "{found:?}"
        );
    });
}

#[test]
fn the_register_looks_at_its_log_by_night() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        for at in 0..2 {
            touched(&app, &cast, at, (DAY, "07:50", TouchKind::In)).await;
        }
        logged(&app).await;
        altered(&app, &["UPDATE log_version SET touches = 9 WHERE leaf = 1"]).await;
        services::job::set_day(&app.system()).await.expect("set");
        services::job::run_due(&app.system()).await.expect("done");
        app.at(20_261_121, "01:30");
        while services::job::run_due(&app.system()).await.expect("done") > 0 {}
        let checked = history::checked(&app.role(Role::Operator)).await.expect("checked");
        let whole = checked.whole.as_ref().expect("a whole round");
        assert_eq!((whole.leaves, whole.differences), (2, 3), "{checked:?}");
        assert!(checked.found.iter().all(|found| found.difference.kind == Differs::Log));
    });
}
