//! Large settlement files: kept before they are taken in, each row once, whichever server has the work.

use crate::{
    play::Desk,
    settlement::{asked, balanced, row, state},
};
use domain::{
    application::State,
    fee::receipt::{FileProgress, Imported},
    id::{JobId, SettlementFileId},
};
use services::{Call, fee, job};
use testkit::both;

#[test]
fn a_large_file_is_kept_and_taken_in_by_slices() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let mut file: String = (0..649).map(|at| row("", 700, &format!("T-{at}"))).collect();
        file.push_str(&row(reference, 2_500, "T-last"));
        let brought = fee::bring(&desk.operator, file.as_bytes()).await.unwrap();
        assert_eq!((brought.rows, brought.came.rows, brought.is_done()), (650, 100, false));
        assert_eq!(fee::files(&desk.operator).await.unwrap(), [brought]);
        assert_eq!(state(&call, id).await, State::AwaitingPayment);
        // Two servers at the same file: each row is taken in once.
        let (one, other) = (app.system(), app.system());
        let all = |call: Call| async move { while job::run_due(&call).await.unwrap() > 0 {} };
        tokio::join!(all(one), all(other));
        // One that lost its turn leaves the work for a minute later.
        app.call.clock.set(app.call.now().plus_ms(10 * 60_000));
        all(app.system()).await;
        let done = fee::files(&desk.operator).await.unwrap()[0];
        assert_eq!(done.came, Imported { rows: 650, settled: 1, unmatched: 649, known: 0 });
        assert!(done.is_done());
        assert_eq!(state(&call, id).await, State::Completed);
        assert_eq!(store::fee::file::content(app.db().read(), done.id).await.unwrap(), None);
        assert_eq!(fee::unmatched(&desk.operator, None).await.unwrap().all, 649);
        balanced(&app).await;
    });
}

#[test]
fn a_file_whose_server_died_is_taken_in_by_another() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let file: String = (0..3).map(|at| row("", 700, &format!("T-{at}"))).collect();
        // Nothing but the transaction that keeps the file came to pass.
        let kept = fee::bring(&desk.operator, row("", 700, "T-first").as_bytes()).await.unwrap();
        assert!(kept.is_done(), "a file of one row");
        let id = SettlementFileId(uuid::Uuid::from_u128(5));
        let progress = FileProgress { id, rows: 3, came: Imported::default(), ..kept };
        let tx = app.db().begin().await.unwrap();
        store::fee::file::insert(&tx, &progress, file.as_bytes(), None).await.unwrap();
        let job = store::job::Job {
            id: JobId(uuid::Uuid::from_u128(6)),
            kind: "settlement.import".to_owned(),
            key: format!("settlement.import:{}", progress.id),
            subject: progress.id.to_string(),
            run_at: app.call.now(),
            tries: 0,
            leased_until: app.call.now().plus_ms(60_000),
        };
        store::job::set(&tx, &job).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(job::run_due(&app.system()).await.unwrap(), 0, "it is another's as long as its lease lasts");
        app.call.clock.set(app.call.now().plus_ms(60_000));
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let rows = fee::files(&desk.operator).await.unwrap();
        assert!(rows.iter().all(FileProgress::is_done), "{rows:?}");
        assert_eq!(fee::unmatched(&desk.operator, None).await.unwrap().all, 4);
    });
}
