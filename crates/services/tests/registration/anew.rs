//! Renewal or new registration: what an application was when it was handed in it is on every page, until it is completed and after.

use crate::{
    play::{Desk, admin, applicant, business_form, code, fee_of, self_employed_form},
    renewal::{filed, free, kept, site_form, valid_until},
    scrivener::opened,
};
use domain::{
    access::{Actor, Role},
    admin_id::{Duty, Held, IdKind},
    application::{QueueFilter, State},
    business::{BusinessForm, Filing, HandedIn, Validity},
    id::{ApplicationId, BusinessId},
    notice::NoticeKind,
    proxy::ClientForm,
};
use services::{Call, application, business, counter, fee, notice, proxy, site, structure};
use store::ConnectionTrait;
use testkit::{TestApp, both};

/// As the applicant and as a reviewer read it.
async fn read_as(app: &TestApp, desk: &Desk, id: ApplicationId) -> [bool; 2] {
    let seen = application::view(&applicant(app, id), id).await.unwrap().anew;
    [seen, application::case(&desk.reviewer, id).await.unwrap().anew]
}

/// Begins a further period and hands it in.
async fn handed_in(app: &TestApp, admin: &Call) -> ApplicationId {
    let id = business::start_filing(admin, Filing::Renewal).await.unwrap();
    let call = applicant(app, id);
    let form = application::business_draft(&call, id).await.unwrap().form;
    kept(&call, id, form).await;
    application::submit(&call, id).await.unwrap();
    id
}

#[test]
fn what_an_application_was_when_it_was_handed_in_it_stays_after_completion() {
    // Handed in on, paid on; what it is, the last day that follows and what is told.
    for (filed_on, paid_on, anew, until, told) in [
        (20_310_601, 20_310_610, false, 20_361_130, NoticeKind::Renewed),
        (20_321_130, 20_330_115, false, 20_361_130, NoticeKind::Renewed),
        // So late that the next period would have ended: it is counted from then, and is what was read all the while.
        (20_321_130, 20_370_115, false, 20_420_131, NoticeKind::Renewed),
        (20_321_201, 20_321_210, true, 20_371_231, NoticeKind::RegisteredAnew),
    ] {
        both(move |app| async move {
            let desk = Desk::open(&app).await;
            let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
            let admin = admin(&app, &firm).await;
            app.at(filed_on, "12:00");
            let id = filed(&app, &desk, &admin, Filing::Renewal, |_| {}).await;
            app.at(paid_on, "12:00");
            assert_eq!(business::registration(&admin).await.unwrap().under_way[0].anew, anew, "{filed_on} {paid_on}");
            assert_eq!(read_as(&app, &desk, id).await, [anew; 2], "{filed_on} {paid_on}: until it is paid");
            fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap();
            assert_eq!(read_as(&app, &desk, id).await, [anew; 2], "{filed_on} {paid_on}: completed");
            assert_eq!(valid_until(&app, &firm).await, until, "{filed_on} {paid_on}");
            assert_eq!(notice::list(&admin).await.unwrap()[0].kind, told, "{filed_on} {paid_on}");
        });
    }
}

#[test]
fn what_was_handed_in_before_it_was_kept_is_judged_by_its_day_and_kept_with_its_completion() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        app.at(20_321_201, "12:00");
        let id = filed(&app, &desk, &admin, Filing::Renewal, |_| {}).await;
        let forget = "UPDATE application SET anew = NULL";
        app.db().writer().execute_unprepared(forget).await.unwrap();
        assert_eq!(read_as(&app, &desk, id).await, [true; 2], "the end has not moved yet");
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap();
        assert_eq!(read_as(&app, &desk, id).await, [true; 2]);
        assert_eq!(notice::list(&admin).await.unwrap()[0].kind, NoticeKind::RegisteredAnew);
    });
}

#[test]
fn what_is_taken_back_stays_what_it_was() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = free(&app, &desk, self_employed_form()).await;
        let admin = admin(&app, &firm).await;
        app.at(20_310_601, "12:00");
        let id = business::start_filing(&admin, Filing::Renewal).await.unwrap();
        application::withdraw(&applicant(&app, id), id).await.unwrap();
        app.at(20_321_201, "12:00");
        assert_eq!(read_as(&app, &desk, id).await, [false; 2]);
    });
}

#[test]
fn a_prime_reads_of_a_renewal_where_it_was_handed_in_in_time_and_of_a_new_registration_where_it_was_not() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let prime = desk.business(&app, business_form("港栄建設株式会社")).await;
        let in_time = free(&app, &desk, self_employed_form()).await;
        let late = free(&app, &desk, BusinessForm { name: "白石塗装".to_owned(), ..self_employed_form() }).await;
        let [prime, of_in_time, of_late] =
            [admin(&app, &prime).await, admin(&app, &in_time).await, admin(&app, &late).await];
        app.at(20_310_601, "12:00");
        let site = site::create(&prime, &site_form()).await.unwrap();
        let root = site::detail(&prime, site).await.unwrap().structure[0].id;
        for sub in [&in_time, &late] {
            structure::add(&prime, site, root, sub.business_id.unwrap()).await.unwrap();
        }
        handed_in(&app, &of_in_time).await;
        let seen = || async {
            let rows = business::renewals(&prime, None).await.unwrap().rows;
            let of = |id: Option<BusinessId>| {
                rows.iter().find(|row| Some(row.id) == id).map(|row| (row.validity, row.applied, row.anew))
            };
            [of(in_time.business_id).unwrap(), of(late.business_id).unwrap()]
        };
        assert_eq!(seen().await, [(Validity::Renewable, true, false), (Validity::Renewable, false, false)]);
        app.at(20_321_201, "12:00");
        assert_eq!(seen().await, [(Validity::Lapsed, true, false), (Validity::Lapsed, false, false)]);
        handed_in(&app, &of_late).await;
        assert_eq!(seen().await, [(Validity::Lapsed, true, false), (Validity::Lapsed, true, true)]);
        app.db().writer().execute_unprepared("UPDATE application SET anew = NULL").await.unwrap();
        assert_eq!(seen().await, [(Validity::Lapsed, true, false), (Validity::Lapsed, true, true)], "by its day");
    });
}

/// Who acts for a business and may not file for it: a site admin, whoever it lent an ID to, its staff and its readers.
fn others_of(app: &TestApp, business: Option<BusinessId>) -> Vec<Call> {
    let ids = [
        (Role::SiteAdmin, IdKind::Site, Duty::Manager),
        (Role::SiteAdmin, IdKind::Lent, Duty::Manager),
        (Role::BusinessAdmin, IdKind::Member, Duty::Staff),
        (Role::BusinessAdmin, IdKind::Member, Duty::Reader),
    ];
    let today = app.call.today();
    let of = |(role, kind, duty): (Role, IdKind, Duty)| {
        let lent_to = (kind == IdKind::Lent).then(|| "湊町建設組合".to_owned());
        let held = Held { kind, layer: 0, duty, from: today, until: today, lent_to };
        app.by(Actor { business, held: Some(held), ..Actor::of(role) })
    };
    ids.map(of).into()
}

#[test]
fn lists_of_who_files_and_who_reviews_say_what_it_is_and_the_business_is_not_told_to_apply_again() {
    for (on, anew) in [(20_310_601, false), (20_321_201, true)] {
        both(move |app| async move {
            let desk = Desk::open(&app).await;
            let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
            let own = free(&app, &desk, self_employed_form()).await;
            app.at(on, "12:00");
            let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
            let asked = ClientForm {
                filing: Filing::Renewal.code().to_owned(),
                business: firm.business_id.unwrap().to_string(),
                client_phone: "03-1234-5678".to_owned(),
            };
            proxy::start_for_business(&scrivener, &asked).await.unwrap();
            let listed = counter::list(&scrivener, None, None).await.unwrap().listed.rows;
            assert_eq!((listed.len(), listed[0].anew), (1, anew), "{on}: before it is handed in");

            let admin = admin(&app, &own).await;
            assert_eq!(business::handed_in(&admin).await.unwrap(), None);
            handed_in(&app, &admin).await;
            let expected = Some(HandedIn { state: State::Submitted, anew });
            assert_eq!(business::handed_in(&admin).await.unwrap(), expected, "{on}");
            assert_eq!(business::registration(&admin).await.unwrap().handed_in(), expected);
            assert_eq!(business::handed_in(&scrivener).await.unwrap(), None, "who acts for no business");
            for stranger in others_of(&app, own.business_id) {
                assert!(code(business::registration(&stranger).await).starts_with("forbidden."));
                assert_eq!(business::handed_in(&stranger).await.unwrap(), None, "{:?}", stranger.actor);
            }
            let queued = || async {
                let rows = application::queue(&desk.reviewer, QueueFilter::default(), None).await.unwrap().0.rows;
                rows.iter().map(|row| row.anew).collect::<Vec<_>>()
            };
            assert_eq!(queued().await, [anew], "{on}");
            app.db().writer().execute_unprepared("UPDATE application SET anew = NULL").await.unwrap();
            assert_eq!(queued().await, [anew], "{on}: by its day");
        });
    }
}
