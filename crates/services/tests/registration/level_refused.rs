//! What is refused of levels, and to whom.

use crate::{
    level::{GLAZING, Shop, as_criteria, body, statement},
    play::{admin, code, fields, picture, stranger, technician_form},
};
use domain::{
    access::Role,
    id::{LevelApplicationId, LevelGrantId, LevelStatementId},
    level::{FieldNumber, Level, application::LevelState, body::BodyForm, judging::JudgeForm},
    technician::TechnicianForm,
};
use services::{document::Upload, fee, level};
use store::ConnectionTrait;
use testkit::both;

const NOBODYS: LevelApplicationId = LevelApplicationId(uuid::Uuid::nil());

#[test]
fn nobody_but_the_person_applies_and_nobody_but_the_body_judges() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        let other =
            shop.desk.technician(&app, TechnicianForm { given_name: "葵".to_owned(), ..technician_form() }).await;
        let other = admin(&app, &other).await;
        let id = shop.applied(Level::Two).await;
        assert_eq!(code(level::withdraw(&other, id).await), "not_found");
        assert_eq!(code(level::change_wanted(&other, id, Level::Three).await), "not_found");
        let sent = level::add_statement(&other, id, &statement(), Upload::Bytes(picture(400, 500))).await;
        assert_eq!(code(sent), "not_found");
        for role in [Role::BusinessAdmin, Role::Reviewer, Role::Operator, Role::Registrar] {
            let call = stranger(&app, role);
            for refused in [
                code(level::apply(&call, GLAZING, Level::Two).await),
                code(level::withdraw(&call, id).await),
                code(level::queue(&call, None).await),
                code(level::case(&call, id).await),
                code(level::judge(&call, id, &JudgeForm::default()).await),
                code(level::second_look(&call, id, (0, true), "").await),
                code(level::grants(&call, None).await),
                code(level::enter_withdrawal(&call, LevelGrantId(uuid::Uuid::nil()), "mistake", "").await),
                code(level::proof_file(&call, id, ("qualification", 1), 1).await),
                code(level::remove_statement(&call, LevelStatementId(uuid::Uuid::nil())).await),
            ] {
                assert_eq!(refused, "forbidden.role", "{role:?}");
            }
        }
        for refused in [
            code(level::own(&app.call).await),
            code(level::field(&app.call, GLAZING).await),
            code(level::withdraw(&app.call, id).await),
            code(level::queue(&app.call, None).await),
            code(level::bodies(&app.call).await),
        ] {
            assert_eq!(refused, "forbidden.log_in_first");
        }
        assert_eq!(code(level::apply(&shop.judge, GLAZING, Level::Two).await), "forbidden.role");
        assert_eq!(code(level::case(&shop.judge, NOBODYS).await), "not_found");
        assert_eq!(code(level::field(&shop.person, FieldNumber::from_stored(999)).await), "not_found");
        let unseated = stranger(&app, Role::Evaluator);
        assert_eq!(code(level::queue(&unseated, None).await), "forbidden.not_yours");
    });
}

#[test]
fn a_body_sees_and_judges_its_own_fields_alone() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        shop.is_ready(&app).await;
        let elsewhere = body(&app, &shop.desk, "配管の団体", "015", 1).await.remove(0);
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let case = level::case(&shop.judge, id).await.unwrap();
        assert!(level::queue(&elsewhere, None).await.unwrap().rows.is_empty());
        assert_eq!(code(level::case(&elsewhere, id).await), "forbidden.not_yours");
        assert_eq!(code(level::judge(&elsewhere, id, &as_criteria(&case)).await), "forbidden.not_yours");
        assert_eq!(code(level::second_look(&elsewhere, id, (1, true), "").await), "forbidden.not_yours");
        assert_eq!(code(level::proof_file(&elsewhere, id, ("qualification", 1), 1).await), "forbidden.not_yours");
        level::judge(&shop.judge, id, &as_criteria(&case)).await.unwrap();
        let grant = level::grants(&shop.judge, None).await.unwrap().rows[0].id;
        assert!(level::grants(&elsewhere, None).await.unwrap().rows.is_empty());
        assert_eq!(code(level::enter_withdrawal(&elsewhere, grant, "mistake", "").await), "forbidden.not_yours");
        assert_eq!(
            code(level::proof_file(&shop.judge, id, ("qualification", 1), 1).await),
            "forbidden.not_yours",
            "decided"
        );

        for (name, fields_typed, wrong) in [("", "012", "name"), ("甲", "", "fields"), ("甲", "041", "fields")] {
            let form = BodyForm { name: name.to_owned(), fields: fields_typed.to_owned() };
            assert_eq!(fields(level::enter_body(&shop.desk.operator, &form).await)[0].field, wrong);
        }
        let taken = BodyForm { name: "甲".to_owned(), fields: "012 033".to_owned() };
        assert_eq!(code(level::enter_body(&shop.desk.operator, &taken).await), "level.field_taken");
        assert_eq!(level::bodies(&shop.desk.operator).await.unwrap().len(), 2, "nothing of it was kept");
        let own = level::bodies(&shop.desk.operator).await.unwrap()[0].id;
        assert_eq!(code(level::set_fields(&shop.desk.operator, own, "015").await), "level.field_taken");
        level::set_fields(&shop.desk.operator, own, "033 012").await.unwrap();
        assert_eq!(code(level::set_fields(&shop.desk.reviewer, own, "012").await), "forbidden.role");
        assert_eq!(fields(level::issue_body(&shop.desk.operator, own, " ").await)[0].field, "staff_name");
        assert_eq!(code(level::issue_body(&shop.judge, own, "甲").await), "forbidden.role");
    });
}

#[test]
fn what_cannot_be_applied_for_says_why() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        let field = |number| FieldNumber::from_stored(number);
        for (number, wanted, refused) in [
            (2, Level::Two, "level.no_criteria"),
            (4, Level::Two, "level.no_criteria"),
            (15, Level::Two, "level.no_body"),
            (33, Level::One, "level.already"),
            (999, Level::Two, "not_found"),
        ] {
            assert_eq!(code(level::apply(&shop.person, field(number), wanted).await), refused, "{number}");
        }
        let id = shop.applied(Level::Two).await;
        assert_eq!(code(level::apply(&shop.person, GLAZING, Level::Three).await), "level.open");
        assert_eq!(code(level::case(&shop.judge, id).await), "not_found", "not before it is paid");
        let judged = level::judge(&shop.judge, id, &JudgeForm::default()).await;
        assert_eq!(code(judged), "level.unpaid");
        level::change_wanted(&shop.person, id, Level::Three).await.unwrap();
        assert_eq!(code(level::change_wanted(&shop.person, id, Level::One).await), "level.already");
        level::withdraw(&shop.person, id).await.unwrap();
        assert_eq!(code(level::withdraw(&shop.person, id).await), "conflict.state");
        assert_eq!(code(level::judge(&shop.judge, id, &JudgeForm::default()).await), "level.withdrawn");
        assert_eq!(code(level::change_wanted(&shop.person, id, Level::Two).await), "conflict.state");
        let open = fee::unpaid(&shop.desk.operator, "", None).await.unwrap().rows;
        assert!(open.is_empty(), "what is taken back is not asked for");
        assert_eq!(fee::examine(app.db()).await.unwrap().differences, Vec::<String>::new());

        shop.with_card(&app).await;
        let tx = app.db().begin().await.unwrap();
        tx.execute_unprepared("UPDATE card SET valid_until = 20261119").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(code(level::apply(&shop.person, GLAZING, Level::Two).await), "level.card_expired");
        let page = level::field(&shop.person, GLAZING).await.unwrap();
        assert_eq!(page.refused.as_deref(), Some("level.card_expired"));
    });
}

#[test]
fn what_changed_since_its_page_was_shown_is_not_judged() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        shop.is_ready(&app).await;
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let form = as_criteria(&level::case(&shop.judge, id).await.unwrap());
        let file = || Upload::Bytes(picture(400, 500));
        level::add_statement(&shop.person, id, &statement(), file()).await.unwrap();
        assert_eq!(code(level::judge(&shop.judge, id, &form).await), "conflict.state", "a statement came");
        let form = as_criteria(&level::case(&shop.judge, id).await.unwrap());
        let missing = JudgeForm { statements: std::collections::BTreeMap::default(), ..form.clone() };
        assert!(fields(level::judge(&shop.judge, id, &missing).await)[0].field.starts_with("statements["));
        level::withdraw(&shop.person, id).await.unwrap();
        assert_eq!(code(level::judge(&shop.judge, id, &form).await), "level.withdrawn");
        assert_eq!(code(level::add_statement(&shop.person, id, &statement(), file()).await), "conflict.state");
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let form = as_criteria(&level::case(&shop.judge, id).await.unwrap());
        assert_eq!(level::judge(&shop.judge, id, &form).await.unwrap(), LevelState::Granted);
        assert_eq!(code(level::judge(&shop.judge, id, &form).await), "conflict.state", "judged");
        assert_eq!(code(level::second_look(&shop.second, id, (form.moves + 1, true), "").await), "conflict.state");
        assert_eq!(code(level::withdraw(&shop.person, id).await), "conflict.state");
    });
}

#[test]
fn whoever_left_a_body_judges_no_more() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        let operator = &shop.desk.operator;
        let staff = level::bodies(operator).await.unwrap().pop().unwrap().staff;
        let (left, ..) = staff[0];
        assert_eq!((staff.len(), Some(left)), (2, shop.judge.actor.account));
        assert_eq!(code(services::account::disable(&shop.second, left).await), "forbidden.role");
        services::account::disable(operator, left).await.unwrap();
        let staff = level::bodies(operator).await.unwrap().pop().unwrap().staff;
        assert_eq!(staff.iter().map(|(account, ..)| Some(*account)).collect::<Vec<_>>(), [shop.second.actor.account]);
        assert!(services::account::actor_of(app.db(), left).await.is_err());
        services::account::actor_of(app.db(), staff[0].0).await.unwrap();
    });
}
