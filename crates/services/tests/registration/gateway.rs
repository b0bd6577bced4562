//! What the gateway is told: what is still to come, once, and that nothing more is.

use crate::{
    play::{Desk, fee_of},
    settlement::{asked, balanced, row},
};
use domain::fee::{PaymentReference, Yen};
use services::{application, fee};
use testkit::{TestApp, both};

#[test]
fn the_gateway_is_told_once_of_what_is_asked_and_of_what_is_taken_back() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 1);
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 0);
        application::withdraw(&call, id).await.unwrap();
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 1);
        let line = |action: &str, yen: i64| format!("{action},{reference},{yen},2026-12-31,technician_simple");
        assert_eq!(told(&app), [line("ask", 2_500), line("cancel", 0)], "and no name");
    });
}

/// Everything the gateway was told so far, sorted.
fn told(app: &TestApp) -> Vec<String> {
    let mut told = Vec::new();
    for file in std::fs::read_dir(app.gateway_folder()).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        told.extend(text.lines().skip(1).map(str::to_owned));
    }
    told.sort();
    told
}

#[test]
fn the_gateway_asks_for_what_is_still_to_come_and_for_nothing_that_was_paid_elsewhere() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, _, part) = asked(&app, &desk, "一").await;
        let (_, at_the_desk, desk_reference) = asked(&app, &desk, "二").await;
        let (_, _, by_hand) = asked(&app, &desk, "三").await;
        let (_, _, at_the_gateway) = asked(&app, &desk, "四").await;
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 4);
        let rows = [row("", 1_000, "T-1"), row("", 2_500, "T-2"), row(at_the_gateway, 2_500, "T-3")].concat();
        fee::import(&desk.operator, rows.as_bytes()).await.unwrap();
        for held in fee::unmatched(&desk.operator, None).await.unwrap().rows {
            let to = if held.yen == Some(Yen(1_000)) { part } else { by_hand };
            fee::assign(&desk.operator, held.id, &to.to_string(), "名前で確かめた").await.unwrap();
        }
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, at_the_desk).await).await.unwrap();
        // One that was paid before the gateway heard of it is never told.
        let (_, unheard, _) = asked(&app, &desk, "五").await;
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, unheard).await).await.unwrap();
        let before = told(&app);
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 3);
        assert_eq!(fee::announce(&desk.operator).await.unwrap(), 0);
        let new: Vec<String> = told(&app).into_iter().filter(|line| !before.contains(line)).collect();
        let line = |action: &str, reference: PaymentReference, yen: i64| {
            format!("{action},{reference},{yen},2026-12-31,technician_simple")
        };
        let mut expected =
            vec![line("ask", part, 1_500), line("cancel", desk_reference, 0), line("cancel", by_hand, 0)];
        expected.sort();
        assert_eq!(new, expected);
        let trail = store::event::of_subject(app.db().read(), "gateway", "file", 10).await.unwrap();
        let last: serde_json::Value = serde_json::from_str(trail.last().unwrap().new.as_deref().unwrap()).unwrap();
        assert_eq!(last["asked"], serde_json::json!([part.to_string()]), "the event names them");
        let mut cancelled = [desk_reference.to_string(), by_hand.to_string()];
        cancelled.sort();
        let mut named: Vec<&str> =
            last["cancelled"].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
        named.sort_unstable();
        assert_eq!(named, cancelled);
        balanced(&app).await;
    });
}
