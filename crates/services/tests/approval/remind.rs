//! The prime is reminded of what waits after its time, on the first of each month, and of nothing else.

use super::{NOVEMBER, approved, many, whole};
use domain::notice::{NoticeKind, NoticeLine, Value};
use services::{job, notice};
use testkit::{Cast, TestApp, both, cast};

/// The work of a day, and what `business` has been told of waiting until then.
async fn told(app: &TestApp, cast: &Cast, day: i32) -> Vec<NoticeLine> {
    app.at(day, "06:00");
    job::set_day(&app.system()).await.expect("set");
    while job::run_due(&app.system()).await.expect("done") > 0 {}
    let lines = notice::list(&cast.admin(app, cast.prime)).await.expect("notices");
    lines.into_iter().filter(|line| line.kind == NoticeKind::HistoryWaiting).collect()
}

#[test]
fn on_the_first_while_something_waits() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_119, "09:00");
        for who in &cast.people {
            cast.gate(&app).send(&whole(18, *who)).await;
        }
        for (day, times) in [(20_261_201, 0), (20_261_231, 0), (20_270_101, 1), (20_270_102, 1), (20_270_201, 2)] {
            assert_eq!(told(&app, &cast, day).await.len(), times, "{day}");
        }
        let lines = told(&app, &cast, 20_270_202).await;
        let first = &lines[0];
        assert_eq!((&first.values["count"], &first.values["month"]), (&Value::Count(2), &Value::Month(NOVEMBER)));
        let of_sub = notice::list(&cast.admin(&app, cast.sub)).await.expect("notices");
        assert!(of_sub.iter().all(|line| line.kind != NoticeKind::HistoryWaiting), "the prime alone");

        let prime = cast.admin(&app, cast.prime);
        approved(&prime, &cast, &many(&[(cast.people[0], &[18])])).await;
        let latest = |lines: Vec<NoticeLine>| lines.into_iter().max_by_key(|line| line.at).expect("told");
        let march = told(&app, &cast, 20_270_301).await;
        assert_eq!(march.len(), 3);
        assert_eq!(latest(march).values["count"], Value::Count(1), "what is left");
        approved(&prime, &cast, &many(&[(cast.people[1], &[18])])).await;
        assert_eq!(told(&app, &cast, 20_270_401).await.len(), 3, "nothing waits");
    });
}
