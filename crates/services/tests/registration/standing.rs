//! A business that has not paid: it pays and reads, it writes nothing, and the gate goes on.

use crate::{
    play::{Desk, code},
    settlement::balanced,
};
use domain::{
    access::{Actor, Role},
    admin_id::IdForm,
    fee::{FeeKind, Yen, standing::Standing},
    history::{
        DaySet,
        approval::{Pick, Picks},
    },
    id::{FeeRequestId, StructureId},
    roster::RosterForm,
    site::SiteForm,
    time::YearMonth,
    touch::{TouchKind, wire::Outcome},
};
use services::{Call, admin_id, fee, history, roster, site, structure};
use testkit::{Cast, TestApp, both, cast, clock, item};

/// Asks the cast's prime for an admin ID on `day`.
async fn asked_on(app: &TestApp, cast: &Cast, day: i32) -> FeeRequestId {
    app.at(day, "09:00");
    let tx = app.db().begin().await.unwrap();
    let id = fee::ask_admin_id(&app.system(), &tx, cast.prime).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn site_form() -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text("新しい現場"),
        prefecture: text("13"),
        address: text("江東区1-1"),
        start: text("2026-12-01"),
        end: text("2027-12-01"),
        ..SiteForm::default()
    }
}

/// Every act of writing of a business, each with what it answers.
async fn writes(call: &Call, cast: &Cast) -> Vec<(&'static str, String)> {
    let told = |result: Result<(), services::Error>| match result {
        Ok(()) => "done".to_owned(),
        Err(error) => code::<()>(Err(error)),
    };
    let lines = site::detail(call, cast.site).await.unwrap();
    let root = lines.structure[0].id;
    let place: StructureId = lines.structure[1].id;
    let text = str::to_owned;
    let line = RosterForm {
        technician_id: cast.unrostered.to_string(),
        structure_id: place.to_string(),
        trade: text("11"),
        role: text("worker"),
        work_content: text("鉄筋組立"),
        hazardous: text("no"),
        from: text("2026-11-01"),
    };
    let november = YearMonth::from_stored(202_611);
    let picked: Picks = [(cast.unrostered, Pick { many: DaySet::from_stored(1), ..Pick::default() })].into();
    vec![
        ("site", told(site::create(call, &site_form()).await.map(drop))),
        ("structure", told(structure::add(call, cast.site, root, cast.stranger).await.map(drop))),
        ("roster", told(roster::add(call, cast.site, &line).await.map(drop))),
        ("insurance", told(roster::check_insurance(call, lines.roster[0].id).await)),
        ("reminder", told(services::business::remind(call, cast.sub).await)),
        ("approval", told(history::approve(call, cast.site, november, &picked).await.map(drop))),
        ("end of roster", told(roster::end(call, lines.roster[0].id).await)),
        ("account", told(admin_id::issue(call, &IdForm::of_site("現場代理人", &[cast.site])).await.map(drop))),
    ]
}

#[test]
fn an_admin_id_costs_what_its_year_costs_and_is_booked() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        asked_on(&app, &cast, 20_261_120).await;
        let account = fee::account(&cast.admin(&app, cast.prime)).await.unwrap();
        let [request] = account.requests.as_slice() else { panic!("{account:?}") };
        assert_eq!(
            (request.kind, request.amount, request.due.number()),
            (FeeKind::AdminIdYearly, Yen(11_400), 20_261_231)
        );
        assert!(request.reference.is_some());
        assert_eq!(account.standing, Standing::Good);
        let tx = app.db().begin().await.unwrap();
        let nobody = domain::id::BusinessId::from_body(77);
        assert_eq!(code(fee::ask_admin_id(&app.system(), &tx, nobody).await), "not_found");
        drop(tx);
        app.at(20_200_930, "09:00");
        let tx = app.db().begin().await.unwrap();
        assert_eq!(code(fee::ask_admin_id(&app.system(), &tx, cast.prime).await), "fee.no_price");
        drop(tx);
        balanced(&app).await;
    });
}

#[test]
fn who_has_not_paid_writes_nothing_from_the_month_after_until_it_is_paid() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 2).await);
        let request = asked_on(&app, &cast, 20_261_015).await;
        let admin = cast.admin(&app, cast.prime);
        app.at(20_261_130, "23:59");
        assert_eq!(fee::standing(&admin).await.unwrap(), Standing::Good, "due on the last of November");
        app.at(20_261_201, "00:00");
        let Standing::Limited { since, requests } = fee::standing(&admin).await.unwrap() else { panic!("limited") };
        assert_eq!((since.number(), requests), (20_261_201, vec![request]));
        for (what, told) in writes(&admin, &cast).await {
            assert_eq!(told, "fee.limited", "{what}");
        }
        // The others of the site go on, and the limited one reads.
        let sub = cast.admin(&app, cast.sub);
        assert_eq!(fee::standing(&sub).await.unwrap(), Standing::Good);
        assert!(site::list(&admin).await.is_ok() && roster::my_people(&admin).await.is_ok());
        assert_eq!(fee::account(&admin).await.unwrap().requests.len(), 1);
        let manager =
            app.by(Actor { business: Some(cast.prime), sites: vec![cast.site], ..Actor::of(Role::SiteAdmin) });
        assert!(fee::standing(&manager).await.unwrap().is_limited(), "a site admin is told as well");

        fee::mark_paid(&desk.operator, request).await.unwrap();
        assert_eq!(fee::standing(&admin).await.unwrap(), Standing::Good);
        for (what, told) in writes(&admin, &cast).await {
            // Nothing ends yet, so there is nothing to remind of.
            assert_eq!(told, if what == "reminder" { "business.not_renewable" } else { "done" }, "{what}");
        }
        balanced(&app).await;
    });
}

#[test]
fn the_gate_and_partners_go_on_whatever_is_owed() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        asked_on(&app, &cast, 20_261_015).await;
        let now = app.at(20_261_203, "07:30");
        assert!(fee::standing(&cast.admin(&app, cast.prime)).await.unwrap().is_limited());
        let answers = cast.gate(&app).send(&[item(now, TouchKind::In, cast.tap(0))]).await;
        assert_eq!(answers.answers.iter().map(|answer| answer.outcome).collect::<Vec<_>>(), [Outcome::Accepted]);
        let enrolment = testkit::enrolment(cast.site, "北口");
        let admin = cast.admin(&app, cast.prime);
        assert!(services::touch::gate_enrol(&admin, &enrolment).await.is_ok(), "a new gate too");
        assert!(now >= clock(20_261_201, "00:00"));
    });
}

#[test]
fn a_business_sees_its_own_requests_and_no_others() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        let request = asked_on(&app, &cast, 20_261_015).await;
        let (own, other) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        assert_eq!(fee::invoice(&own, request).await.unwrap().request.amount, Yen(11_400));
        assert_eq!(code(fee::invoice(&other, request).await), "not_found");
        assert_eq!(fee::account(&other).await.unwrap().requests.len(), 0);
        assert!(fee::invoice(&desk.operator, request).await.is_ok());
        assert_eq!(code(fee::account(&desk.operator).await), "forbidden.role");
        for role in [Role::Public, Role::SiteAdmin, Role::Gate, Role::Partner, Role::Reviewer] {
            let call = app.by(Actor { business: Some(cast.prime), ..Actor::of(role) });
            assert!(code(fee::account(&call).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::invoice(&call, request).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(code(fee::invoice(&own, FeeRequestId(uuid::Uuid::nil())).await), "not_found");
    });
}
