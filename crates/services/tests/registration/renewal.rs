//! Renewal and change of a business's registration, what its end limits, and who is told.

use crate::play::{
    Desk, admin, all_good, approved, business_form, business_submitted, code, day_work, fee_of, fields, picture,
    self_employed_form, sole_proprietor_form, stranger, technician_form, technician_submitted,
};
use domain::{
    access::Role,
    admin_id::IdForm,
    application::{ApplicationKind, IssuedIds, State},
    business::{BusinessForm, EVIDENCE, Filing, Validity},
    fee::Yen,
    id::{ApplicationId, BusinessId},
    notice::NoticeKind,
    prefecture::PrefectureCode,
    site::SiteForm,
    time::WorkDate,
};
use services::{Call, application, business, fee, notice, site, structure};
use testkit::{TestApp, both};

fn applicant(app: &TestApp, id: ApplicationId) -> Call {
    crate::play::applicant(app, id)
}

/// Keeps a form with its consent, and the document that shows what it says.
pub async fn kept(call: &Call, id: ApplicationId, form: BusinessForm) {
    let evidence_kind = form.evidence_kinds()[0].code().to_owned();
    let form = BusinessForm { consent: "yes".to_owned(), evidence_kind, ..form };
    application::save_business(call, id, form).await.unwrap();
    application::put_file(call, id, EVIDENCE, picture(400, 500)).await.unwrap();
}

/// Hands a filing in, with changes, and approves it.
pub async fn filed(
    app: &TestApp,
    desk: &Desk,
    admin: &Call,
    filing: Filing,
    change: impl Fn(&mut BusinessForm),
) -> ApplicationId {
    let id = business::start_filing(admin, filing).await.unwrap();
    let call = applicant(app, id);
    let mut form = application::business_draft(&call, id).await.unwrap().form;
    change(&mut form);
    kept(&call, id, form).await;
    application::submit(&call, id).await.unwrap();
    application::claim(&desk.reviewer, id).await.unwrap();
    application::save_verdicts(&desk.reviewer, id, all_good(ApplicationKind::of_filing(filing))).await.unwrap();
    application::approve(&desk.reviewer, id).await.unwrap();
    id
}

/// A 一人親方, registered on approval.
pub async fn free(app: &TestApp, desk: &Desk, form: BusinessForm) -> IssuedIds {
    let (call, id) = business_submitted(app, form).await;
    approved(&desk.reviewer, id, ApplicationKind::Business).await;
    let login_id = application::view(&call, id).await.unwrap().issued_login.unwrap();
    IssuedIds { technician_id: None, business_id: login_id.parse().ok(), login_id }
}

/// The last day of a registration.
pub async fn valid_until(app: &TestApp, issued: &IssuedIds) -> i32 {
    let id = issued.business_id.unwrap();
    store::business::find(app.db().read(), id).await.unwrap().unwrap().valid_until.number()
}

/// A site that is open still when registrations of 2026 have lapsed.
pub fn site_form() -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text("臨海南橋"),
        postcode: text("135-0016"),
        prefecture: text("13"),
        address: text("江東区東陽1"),
        start: text("2031-01-01"),
        end: text("2033-01-01"),
        client_name: text("港区"),
        public_client: text("yes"),
        work_kind: text("civil"),
        day_boundary: text("00:00"),
        ..SiteForm::default()
    }
}

#[test]
fn a_renewal_is_paid_and_counted_from_the_old_end() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        assert_eq!(valid_until(&app, &firm).await, 20_311_130);
        assert_eq!(code(business::start_filing(&admin, Filing::Renewal).await), "business.not_renewable");
        app.at(20_310_530, "12:00");
        assert_eq!(code(business::start_filing(&admin, Filing::Renewal).await), "business.not_renewable");
        app.at(20_310_531, "12:00");
        let id =
            filed(&app, &desk, &admin, Filing::Renewal, |form| "江東区東陽9-9".clone_into(&mut form.address)).await;
        let asked = application::view(&applicant(&app, id), id).await.unwrap();
        assert_eq!((asked.state, asked.fee.unwrap().amount), (State::AwaitingPayment, Yen(48_000)));
        assert_eq!(valid_until(&app, &firm).await, 20_311_130, "not before it is paid");
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        assert_eq!(done.login_id, firm.login_id);
        assert_eq!(valid_until(&app, &firm).await, 20_361_130);
        let now = business::registration(&admin).await.unwrap();
        assert_eq!(now.form.address, "江東区東陽9-9");
        assert!(now.under_way.is_empty());
        assert!(matches!(now.validity, Validity::Good { .. }));
        let told = notice::list(&admin).await.unwrap();
        assert_eq!(told[0].kind, NoticeKind::Renewed);
    });
}

#[test]
fn a_change_is_free_and_what_was_before_is_kept_by_day() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        app.at(20_270_401, "12:00");
        let id = filed(&app, &desk, &admin, Filing::Change, |form| {
            "港栄工業株式会社".clone_into(&mut form.name);
            "30000000".clone_into(&mut form.capital_yen);
        })
        .await;
        assert_eq!(application::view(&applicant(&app, id), id).await.unwrap().state, State::Completed);
        assert!(fee::unpaid(&desk.operator, "", None).await.unwrap().rows.is_empty());
        assert_eq!(valid_until(&app, &firm).await, 20_311_130, "a change does not renew");
        let on = |day| business::registration_on(&admin, WorkDate::from_stored(day));
        assert_eq!(code(on(20_261_119).await), "not_found");
        assert_eq!(on(20_261_120).await.unwrap().name, "港栄建設株式会社");
        assert_eq!(on(20_270_331).await.unwrap().name, "港栄建設株式会社");
        assert_eq!(on(20_270_401).await.unwrap().name, "港栄工業株式会社");
        let now = business::registration(&admin).await.unwrap();
        assert_eq!(now.versions.len(), 2);
        assert_eq!(
            (now.versions[0].from.number(), now.versions[0].changed.clone()),
            (20_270_401, vec!["name".to_owned(), "capital_yen".to_owned()])
        );
        assert_eq!(
            store::business::name(app.db().read(), firm.business_id.unwrap()).await.unwrap().unwrap(),
            "港栄工業株式会社"
        );
    });
}

#[test]
fn a_filing_is_gone_on_with_and_never_begun_twice() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        let first = business::start_filing(&admin, Filing::Change).await.unwrap();
        assert_eq!(business::start_filing(&admin, Filing::Change).await.unwrap(), first);
        let call = applicant(&app, first);
        let draft = application::business_draft(&call, first).await.unwrap();
        assert_eq!((draft.form.name.as_str(), draft.form.consent.as_str()), ("港栄建設株式会社", ""));
        assert!(draft.view.issued_login.is_none());
        let problems = fields(application::submit(&call, first).await);
        assert_eq!(problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), ["consent"]);
        assert_eq!(code(business::start_filing(&admin, Filing::Registration).await), "not_found");
        assert_eq!(code(application::start(&app.call, ApplicationKind::BusinessRenewal).await), "not_found");
        application::withdraw(&call, first).await.unwrap();
        assert_ne!(business::start_filing(&admin, Filing::Change).await.unwrap(), first);
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::SiteAdmin, Role::Operator, Role::Gate] {
            let who = stranger(&app, role);
            assert!(code(business::start_filing(&who, Filing::Change).await).starts_with("forbidden."), "{role:?}");
            assert!(code(business::registration(&who).await).starts_with("forbidden."), "{role:?}");
            let on = business::registration_on(&who, app.call.today()).await;
            assert!(code(on).starts_with("forbidden."), "{role:?}");
            assert!(code(business::renewals(&who, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(business::remind(&who, BusinessId::from_body(7)).await).starts_with("forbidden."), "{role:?}");
        }
    });
}

#[test]
fn a_renewal_paid_after_a_change_undoes_nothing_of_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        app.at(20_310_601, "12:00");
        let renewal =
            filed(&app, &desk, &admin, Filing::Renewal, |form| "0355509999".clone_into(&mut form.phone)).await;
        // The change is begun while the renewal waits for its payment, and is free.
        filed(&app, &desk, &admin, Filing::Change, |form| "江東区東陽9-9".clone_into(&mut form.address)).await;
        assert_eq!(business::registration(&admin).await.unwrap().form.address, "江東区東陽9-9");
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, renewal).await).await.unwrap();
        let now = business::registration(&admin).await.unwrap();
        assert_eq!((now.form.address.as_str(), now.form.phone.as_str()), ("江東区東陽9-9", "0355509999"));
        assert_eq!(valid_until(&app, &firm).await, 20_361_130);
        assert_eq!(now.versions.len(), 3);
        assert_eq!(now.versions[0].changed, ["phone"]);
    });
}

#[test]
fn two_who_press_at_once_begin_one_filing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        let (one, other) = tokio::join!(
            business::start_filing(&admin, Filing::Change),
            business::start_filing(&admin, Filing::Change)
        );
        assert_eq!(one.unwrap(), other.unwrap());
        assert_eq!(business::registration(&admin).await.unwrap().under_way.len(), 1);
    });
}

#[test]
fn a_renewal_that_lay_until_its_time_was_over_is_a_new_registration() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let business_ids = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &business_ids).await;
        app.at(20_321_130, "12:00");
        let id = business::start_filing(&admin, Filing::Renewal).await.unwrap();
        let call = applicant(&app, id);
        let draft = application::business_draft(&call, id).await.unwrap();
        assert!(!draft.view.anew, "on the last day it is a renewal");
        kept(&call, id, draft.form).await;
        app.at(20_321_201, "00:00");
        assert!(application::view(&call, id).await.unwrap().anew);
        assert_eq!(code(site::create(&admin, &site_form()).await), "business.lapsed");
        application::submit(&call, id).await.unwrap();
        let seen = business::registration(&admin).await.unwrap();
        assert_eq!(seen.validity, Validity::Lapsed, "until it is approved and paid");
        assert!(seen.under_way[0].anew && application::case(&desk.reviewer, id).await.unwrap().anew);
    });
}

#[test]
fn who_has_expired_registers_nothing_new_and_renews_from_the_old_end() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = free(&app, &desk, self_employed_form()).await;
        let admin = admin(&app, &firm).await;
        app.at(20_311_130, "12:00");
        site::create(&admin, &site_form()).await.unwrap();
        app.at(20_311_201, "12:00");
        assert_eq!(code(site::create(&admin, &site_form()).await), "business.expired");
        let refused = services::admin_id::issue(&admin, &IdForm::of_site("現場 太郎", &[])).await;
        assert_eq!(code(refused), "business.expired");
        let seen = business::registration(&admin).await.unwrap();
        assert_eq!(seen.validity, Validity::Expired { renewable_until: WorkDate::from_stored(20_321_130) });
        let said = business::validity(&admin).await.unwrap();
        assert_eq!(said, Some((seen.counts_until, seen.validity)), "every page that is limited says so");
        assert_eq!(business::validity(&app.system()).await.unwrap(), None);
        // Nothing is to be paid by a 一人親方: approval renews.
        app.at(20_321_130, "12:00");
        filed(&app, &desk, &admin, Filing::Renewal, |_| {}).await;
        assert_eq!(valid_until(&app, &firm).await, 20_361_130);
        let told = |admin: Call| async move { notice::list(&admin).await.unwrap()[0].kind };
        assert_eq!(told(admin.clone()).await, NoticeKind::Renewed);
        site::create(&admin, &SiteForm { end: "2034-01-01".to_owned(), ..site_form() }).await.unwrap();
        app.at(20_371_201, "12:00");
        // A year after the end it is no renewal any more: registered anew, under the same number, from today.
        let seen = business::registration(&admin).await.unwrap();
        assert_eq!((seen.validity, seen.may_begin(Filing::Renewal)), (Validity::Lapsed, true));
        filed(&app, &desk, &admin, Filing::Renewal, |_| {}).await;
        assert_eq!(valid_until(&app, &firm).await, 20_421_231);
        assert_eq!(told(admin.clone()).await, NoticeKind::RegisteredAnew, "nobody is told of a renewal");
        assert_eq!(business::registration(&admin).await.unwrap().id, seen.id);
        site::create(&admin, &SiteForm { end: "2040-01-01".to_owned(), ..site_form() }).await.unwrap();
    });
}

#[test]
fn each_notice_before_the_end_goes_out_once_and_the_last_only_to_who_has_not_applied() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let one = desk.business(&app, business_form("港栄建設株式会社")).await;
        let other = desk.business(&app, BusinessForm { name: "北浜架設".to_owned(), ..sole_proprietor_form() }).await;
        let (one, other) = (admin(&app, &one).await, admin(&app, &other).await);
        let kinds = |call: Call| async move {
            let lines = notice::list(&call).await.unwrap();
            let renewal =
                |kind: &NoticeKind| domain::business::validity::RENEWAL_NOTICES.iter().any(|(_, of)| of == kind);
            lines.into_iter().map(|line| line.kind).filter(renewal).collect::<Vec<_>>()
        };
        for day in [20_310_530, 20_310_531, 20_310_601, 20_310_614] {
            app.at(day, "06:00");
            day_work(&app).await;
            day_work(&app).await;
        }
        assert_eq!(kinds(one.clone()).await, [NoticeKind::RenewalOpens]);
        app.at(20_310_930, "06:00");
        day_work(&app).await;
        assert_eq!(kinds(one.clone()).await, [NoticeKind::RenewalSoon, NoticeKind::RenewalOpens]);
        let id = business::start_filing(&one, Filing::Renewal).await.unwrap();
        let call = applicant(&app, id);
        let form = application::business_draft(&call, id).await.unwrap().form;
        kept(&call, id, form).await;
        application::submit(&call, id).await.unwrap();
        app.at(20_311_031, "06:00");
        day_work(&app).await;
        assert_eq!(kinds(one).await.len(), 2, "it has applied");
        assert_eq!(kinds(other).await[0], NoticeKind::RenewalLast);
    });
}

#[test]
fn a_prime_sees_and_reminds_its_subcontractors_only() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let prime = desk.business(&app, business_form("港栄建設株式会社")).await;
        let sub = free(&app, &desk, self_employed_form()).await;
        let strange = free(&app, &desk, BusinessForm { name: "白石塗装".to_owned(), ..self_employed_form() }).await;
        let (prime, sub_call) = (admin(&app, &prime).await, admin(&app, &sub).await);
        app.at(20_310_601, "12:00");
        let site = site::create(&prime, &site_form()).await.unwrap();
        assert!(business::renewals(&prime, None).await.unwrap().rows.is_empty());
        let root = site::detail(&prime, site).await.unwrap().structure[0].id;
        structure::add(&prime, site, root, sub.business_id.unwrap()).await.unwrap();
        let rows = business::renewals(&prime, None).await.unwrap().rows;
        assert_eq!((rows.len(), rows[0].id, rows[0].applied), (1, sub.business_id.unwrap(), false));
        assert_eq!(rows[0].validity, Validity::Renewable);
        business::remind(&prime, rows[0].id).await.unwrap();
        assert_eq!(code(business::remind(&prime, rows[0].id).await), "business.reminded_today");
        assert_eq!(business::renewals(&prime, None).await.unwrap().rows[0].reminded_on.unwrap().number(), 20_310_601);
        assert_eq!(notice::list(&sub_call).await.unwrap()[0].kind, NoticeKind::RenewalReminder);
        assert_eq!(code(business::remind(&prime, strange.business_id.unwrap()).await), "not_found");
        assert_eq!(code(business::remind(&sub_call, strange.business_id.unwrap()).await), "not_found");
        assert!(business::renewals(&sub_call, None).await.unwrap().rows.is_empty(), "it is nobody's prime");
    });
}

#[test]
fn exceptions_of_disasters_are_kept_as_published() {
    both(|app| async move {
        let kept = store::disaster::all(app.db().read()).await.unwrap();
        let lines: Vec<Vec<&str>> = include_str!("../../../../data/disasters.csv")
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect())
            .collect();
        assert_eq!(kept.len(), lines.len());
        for (kept, line) in kept.iter().zip(lines) {
            let day = |text: &str| text.parse().ok().map(WorkDate::from_stored);
            assert_eq!((kept.code.as_str(), kept.name.as_str(), kept.ground.as_str()), (line[0], line[1], line[2]));
            assert_eq!(Some(kept.from), day(line[3]));
            let codes: Vec<PrefectureCode> =
                line[4].split('|').map(|code| PrefectureCode::from_stored(code.parse().unwrap())).collect();
            assert_eq!(kept.prefectures, codes);
            assert_eq!(kept.entry.map(|relief| (relief.days_until, relief.until)), day(line[5]).zip(day(line[6])));
            let renewal = kept.renewal.map(|relief| (relief.due_from, relief.due_to, relief.until));
            assert_eq!(
                renewal.map(|(from, to, until)| vec![Some(from), Some(to), Some(until)]),
                Some(line[7..10].iter().map(|text| day(text)).collect())
            );
            assert_eq!(kept.payment_until, day(line[10]));
        }
    });
}

#[test]
fn a_technician_has_no_registration_of_a_business() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        assert_eq!(code(application::business_draft(&call, id).await), "not_found");
        let person = desk.technician(&app, technician_form()).await;
        let person = admin(&app, &person).await;
        assert!(code(business::registration(&person).await).starts_with("forbidden."));
    });
}
