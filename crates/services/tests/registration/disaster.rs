//! Disaster exceptions put in force by two persons, and businesses that are relieved of the limit for non-payment.

use crate::play::{Desk, admin, business_form, code, fields, office, stranger};
use domain::{
    access::Role,
    correction::CorrectionState,
    disaster::{proposal::DisasterForm, relief::ReliefState},
    form::Problem,
    id::{DisasterProposalId, ReliefId},
    notice::NoticeKind,
    prefecture::PrefectureCode,
    time::WorkDate,
};
use services::{Call, disaster, disaster::relief, fee, notice};
use store::ConnectionTrait;
use testkit::{TestApp, both};

/// In Tokyo, where the firms of these tests are.
fn form() -> DisasterForm {
    let text = str::to_owned;
    DisasterForm {
        code: text("wangan-2026"),
        name: text("令和8年湾岸豪雨"),
        ground: text("災害救助法"),
        from: text("2026-11-01"),
        prefectures: vec![text("13"), text("12")],
        renewal_due_from: text("2031-11-01"),
        renewal_due_to: text("2031-11-30"),
        renewal_until: text("2032-02-29"),
        payment_until: text("2027-03-31"),
        ..DisasterForm::default()
    }
}

async fn in_force(app: &TestApp, by: &Call, other: &Call) {
    let id = disaster::enter(by, &form()).await.unwrap();
    disaster::approve(other, id).await.unwrap();
    assert_eq!(store::disaster::all(app.db().read()).await.unwrap().len(), 2);
}

#[test]
fn an_exception_is_in_force_once_another_person_approved_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let second = office(&app, Role::Operator, "unei-2").await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let id = disaster::enter(&desk.operator, &form()).await.unwrap();
        assert_eq!(fields(disaster::enter(&second, &form()).await)[0].problem, Problem::Twice, "one waits");
        assert_eq!(code(disaster::approve(&desk.operator, id).await), "correction.two_persons");
        assert_eq!(code(disaster::withdraw(&second, id).await), "correction.not_own");
        let (seen, touched) = disaster::proposal(&second, id).await.unwrap();
        assert_eq!((seen.state, seen.own), (CorrectionState::Waiting, false));
        assert_eq!((touched.businesses, touched.renewals, touched.unpaid, touched.sites), (1, 1, 0, 0));
        assert_eq!(store::disaster::all(app.db().read()).await.unwrap().len(), 1, "Noto alone");
        let admin = admin(&app, &firm).await;
        let until = services::business::registration(&admin).await.unwrap().counts_until;
        assert_eq!(until.number(), 20_311_130);
        disaster::approve(&second, id).await.unwrap();
        assert_eq!(code(disaster::approve(&second, id).await), "conflict.already_done");
        let all = store::disaster::all(app.db().read()).await.unwrap();
        let kept = all.iter().find(|one| one.code == "wangan-2026").unwrap();
        assert_eq!(kept.prefectures, [12, 13].map(PrefectureCode::from_stored));
        assert_eq!((kept.entry, kept.payment_until), (None, Some(WorkDate::from_stored(20_270_331))));
        let until = services::business::registration(&admin).await.unwrap().counts_until;
        assert_eq!(until.number(), 20_320_229, "its renewal is moved");
        assert_eq!(fields(disaster::enter(&second, &form()).await)[0].problem, Problem::Twice, "its word is taken");
    });
}

#[test]
fn refused_and_taken_back_have_no_effect() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let second = office(&app, Role::Operator, "unei-2").await;
        let first = disaster::enter(&desk.operator, &form()).await.unwrap();
        assert_eq!(fields(disaster::refuse(&second, first, "").await)[0].problem, Problem::Missing);
        disaster::refuse(&second, first, "根拠の通知がまだ出ていない").await.unwrap();
        let again = disaster::enter(&desk.operator, &form()).await.unwrap();
        disaster::withdraw(&desk.operator, again).await.unwrap();
        assert_eq!(store::disaster::all(app.db().read()).await.unwrap().len(), 1);
        let (_, entered) = disaster::list(&second).await.unwrap();
        assert_eq!(entered.len(), 2);
        for call in [&desk.reviewer, &stranger(&app, Role::BusinessAdmin), &stranger(&app, Role::Technician)] {
            let nothing = DisasterProposalId(uuid::Uuid::from_u128(5));
            assert_eq!(code(disaster::list(call).await), "forbidden.role");
            assert_eq!(code(disaster::proposal(call, nothing).await), "forbidden.role");
            assert_eq!(code(disaster::enter(call, &form()).await), "forbidden.role");
            assert_eq!(code(disaster::approve(call, nothing).await), "forbidden.role");
            assert_eq!(code(disaster::refuse(call, nothing, "x").await), "forbidden.role");
            assert_eq!(code(disaster::withdraw(call, nothing).await), "forbidden.role");
            assert_eq!(code(disaster::may_enter(call)), "forbidden.role");
            assert_eq!(code(relief::waiting(call, None).await), "forbidden.role");
            assert_eq!(code(relief::grant(call, ReliefId(uuid::Uuid::from_u128(5))).await), "forbidden.role");
        }
        assert_eq!(code(disaster::list(&app.call).await), "forbidden.log_in_first");
    });
}

#[test]
fn who_is_relieved_is_not_limited_through_the_last_day_and_owes_all_the_same() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let second = office(&app, Role::Operator, "unei-2").await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let (id, admin) = (firm.business_id.unwrap(), admin(&app, &firm).await);
        assert!(relief::offers(&admin).await.unwrap().is_empty());
        assert_eq!(code(relief::ask(&admin, "wangan-2026", "x").await), "relief.not_offered");
        in_force(&app, &desk.operator, &second).await;
        let tx = app.db().begin().await.unwrap();
        fee::ask_admin_id(&desk.operator, &tx, id).await.unwrap();
        tx.commit().await.unwrap();
        let owed = fee::account(&admin).await.unwrap().requests.into_iter().find(|one| one.paid_at.is_none()).unwrap();
        let limit = domain::fee::standing::limits_from(owed.due).number();
        assert!(limit < 20_270_331, "{limit}");
        app.at(limit, "09:00");
        assert!(fee::standing(&admin).await.unwrap().is_limited());

        assert_eq!(fields(relief::ask(&admin, "wangan-2026", " ").await)[0].problem, Problem::Missing);
        let asked = relief::ask(&admin, "wangan-2026", "事務所が水に浸かりました").await.unwrap();
        assert_eq!(code(relief::ask(&admin, "wangan-2026", "x").await), "relief.asked");
        assert!(fee::standing(&admin).await.unwrap().is_limited(), "asking alone lifts nothing");
        let waiting = relief::waiting(&desk.operator, None).await.unwrap();
        assert_eq!((waiting.all, waiting.rows[0].id), (1, asked));
        assert_eq!(fields(relief::refuse(&desk.operator, asked, "").await)[0].problem, Problem::Missing);
        relief::refuse(&desk.operator, asked, "書類を見せてください").await.unwrap();
        assert_eq!(relief::offers(&admin).await.unwrap()[0].state, Some(ReliefState::Refused));
        let again = relief::ask(&admin, "wangan-2026", "写真を送りました").await.unwrap();
        relief::grant(&desk.operator, again).await.unwrap();
        assert_eq!(code(relief::grant(&desk.operator, again).await), "conflict.already_done");
        assert_eq!(code(relief::refuse(&desk.operator, again, "x").await), "conflict.already_done");

        for (day, limited) in [(limit, false), (20_270_331, false), (20_270_401, true)] {
            app.at(day, "12:00");
            assert_eq!(fee::standing(&admin).await.unwrap().is_limited(), limited, "{day}");
        }
        let still = fee::account(&admin).await.unwrap().requests;
        assert!(still.iter().any(|one| one.id == owed.id && one.paid_at.is_none()), "the claim stays");
        let told: Vec<NoticeKind> = notice::list(&admin).await.unwrap().into_iter().map(|line| line.kind).collect();
        assert!(told.contains(&NoticeKind::ReliefGranted) && told.contains(&NoticeKind::ReliefRefused), "{told:?}");
        assert_eq!(code(relief::offers(&stranger(&app, Role::Technician)).await), "forbidden.role");
    });
}

#[test]
fn who_is_elsewhere_is_offered_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let second = office(&app, Role::Operator, "unei-2").await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        in_force(&app, &desk.operator, &second).await;
        let admin = admin(&app, &firm).await;
        assert_eq!(relief::offers(&admin).await.unwrap().len(), 1);
        let sql = format!("UPDATE business SET prefecture = 1 WHERE id = {}", firm.business_id.unwrap());
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        assert!(relief::offers(&admin).await.unwrap().is_empty());
        assert_eq!(code(relief::ask(&admin, "wangan-2026", "x").await), "relief.not_offered");
    });
}
