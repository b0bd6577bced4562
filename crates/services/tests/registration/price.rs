//! The price list: what is kept is what was published, and only prices to come are added.

use crate::play::{Desk, code, fields, stranger};
use domain::{
    access::Role,
    fee::{PriceForm, PriceKind, PriceList, Yen},
    time::WorkDate,
};
use services::fee;
use testkit::both;

fn typed(from: &str, yen: &str) -> PriceForm {
    let text = str::to_owned;
    PriceForm {
        kind: text("site_usage"),
        from: text(from),
        until: String::new(),
        yen: text(yen),
        reason: text("運営協議会の決定"),
    }
}

#[test]
fn the_register_begins_with_the_published_list() {
    both(|app| async move {
        let kept = fee::prices(&app.call).await.unwrap();
        let published = PriceList::parse(include_str!("../../../../data/prices.csv")).unwrap();
        assert_eq!(kept, published);
    });
}

#[test]
fn a_price_to_come_is_added_with_its_reason_and_nothing_else_moves() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let before = fee::prices(&app.call).await.unwrap();
        fee::add_price(&desk.operator, &typed("2026-11-21", "12")).await.unwrap();
        let after = fee::prices(&app.call).await.unwrap();
        let on = |list: &PriceList, day: i32| list.price(PriceKind::SiteUsage, WorkDate::from_stored(day));
        assert_eq!((on(&after, 20_261_120), on(&after, 20_261_121)), (Some(Yen(10)), Some(Yen(12))));
        assert_eq!(after.rows().len(), before.rows().len() + 1);
        let trail = store::event::of_subject(app.db().read(), "price", "site_usage", 10).await.unwrap();
        assert_eq!(trail.len(), 1);
        assert_eq!(trail[0].reason.as_deref(), Some("運営協議会の決定"));
        assert!(trail[0].old.as_deref().unwrap().contains("10") && trail[0].new.as_deref().unwrap().contains("12"));

        assert_eq!(code(fee::add_price(&desk.operator, &typed("2026-11-21", "13")).await), "conflict.duplicate");
        assert_eq!(fields(fee::add_price(&desk.operator, &typed("2026-11-20", "13")).await)[0].field, "from");
        assert_eq!(fields(fee::add_price(&desk.operator, &PriceForm::default()).await).len(), 4);
        for role in [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let refused = fee::add_price(&stranger(&app, role), &typed("2026-12-01", "1")).await;
            assert!(code(refused).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(fee::prices(&app.call).await.unwrap(), after);
    });
}
