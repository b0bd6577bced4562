//! The level asked for together with a first registration.

use crate::{
    detailed::registered,
    level::{GLAZING, as_criteria, body},
    play::{Desk, code, detailed_form},
};
use domain::{
    access::{Actor, Role},
    level::{Level, application::LevelState},
    technician::TechnicianForm,
};
use services::{fee, level};
use testkit::both;

fn together(trade: &str) -> TechnicianForm {
    TechnicianForm { one_stop: "yes".to_owned(), trade_1: trade.to_owned(), ..detailed_form() }
}

#[test]
fn a_first_card_waits_for_the_level_and_comes_when_it_is_decided() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let judge = body(&app, &desk, "硝子工事の団体", "033", 1).await.remove(0);
        let db = app.db().read();
        let id = registered(&app, &desk, together("44")).await;
        let waits = || async { store::technician::detail::find(app.db().read(), id).await.unwrap().level_awaited };
        assert!(waits().await && store::card::of_technician(db, id).await.unwrap().is_empty());
        let person = app.by(Actor { technician: Some(id), ..Actor::of(Role::Technician) });
        let own = level::field(&person, GLAZING).await.unwrap().application.unwrap();
        assert_eq!((own.state, own.wanted), (LevelState::Unpaid, Level::Two));
        let open = fee::unpaid(&desk.operator, "", None).await.unwrap().rows;
        fee::mark_paid(&desk.operator, open[0].id).await.unwrap();
        assert!(store::card::of_technician(db, id).await.unwrap().is_empty(), "paid is not judged");
        let case = level::case(&judge, own.id).await.unwrap();
        assert_eq!(level::judge(&judge, own.id, &as_criteria(&case)).await.unwrap(), LevelState::Refused);
        let cards = store::card::of_technician(db, id).await.unwrap();
        assert_eq!((cards.len(), cards[0].level, waits().await), (1, Level::One, false), "the white one");
    });
}

#[test]
fn a_granted_level_is_the_colour_of_the_first_card() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let judge = body(&app, &desk, "硝子工事の団体", "033", 1).await.remove(0);
        let id = registered(&app, &desk, together("44")).await;
        crate::level::worked(&app, id, (202_306, 33), 1).await;
        crate::level::holds(&app, id, "玉掛け技能講習").await;
        let open = fee::unpaid(&desk.operator, "", None).await.unwrap().rows;
        fee::mark_paid(&desk.operator, open[0].id).await.unwrap();
        let queue = level::queue(&judge, None).await.unwrap();
        let case = level::case(&judge, queue.rows[0].id).await.unwrap();
        assert_eq!(level::judge(&judge, case.row.id, &as_criteria(&case)).await.unwrap(), LevelState::Granted);
        let cards = store::card::of_technician(app.db().read(), id).await.unwrap();
        assert_eq!((cards.len(), cards[0].level), (1, Level::Two));
    });
}

#[test]
fn who_takes_it_back_and_whose_field_nobody_judges_gets_the_white_card() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let _ = body(&app, &desk, "硝子工事の団体", "033", 1).await;
        let db = app.db().read();
        // 06 とび is a draft.
        let nobody = registered(&app, &desk, together("06")).await;
        assert_eq!(store::card::of_technician(db, nobody).await.unwrap().len(), 1);
        let waiting = TechnicianForm { given_name: "葵".to_owned(), ..together("44") };
        let id = registered(&app, &desk, waiting).await;
        let person = app.by(Actor { technician: Some(id), ..Actor::of(Role::Technician) });
        let own = level::field(&person, GLAZING).await.unwrap().application.unwrap();
        level::withdraw(&person, own.id).await.unwrap();
        let cards = store::card::of_technician(db, id).await.unwrap();
        assert_eq!((cards.len(), cards[0].level), (1, Level::One));
        assert_eq!(code(level::withdraw(&person, own.id).await), "conflict.state");
    });
}
