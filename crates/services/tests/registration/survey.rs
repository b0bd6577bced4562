//! Businesses whose registration ends are asked whether they will renew, answer with and without a log-in, and are reminded.

use crate::play::{Desk, admin, business_form, code, fields, stranger, work};
use domain::{
    access::Role,
    application::ApplicationKind,
    business::{BusinessForm, EVIDENCE, Filing},
    form::Problem,
    id::{ApplicationId, BusinessId, SurveyId},
    notice::NoticeKind,
    prefecture::PrefectureCode,
    survey::{Intent, SurveyForm},
    text::search_key,
};
use services::{Call, business, job, notice, survey, survey::Which};
use testkit::{TestApp, both};

const CLIENT: &str = "198.51.100.9";

fn form() -> SurveyForm {
    let text = str::to_owned;
    SurveyForm { from: text("2031-11-01"), to: text("2031-11-30"), due: text("2031-08-31") }
}

/// A round among firms whose registration ends on 2031-11-30, begun on 2031-07-01.
async fn round(app: &TestApp, desk: &Desk) -> SurveyId {
    app.at(20_310_701, "10:00");
    let id = survey::open(&desk.operator, &form()).await.unwrap();
    work(app).await;
    id
}

/// What the links in the mails hold, in the order they went out.
fn links(app: &TestApp) -> Vec<String> {
    let token =
        |body: &str| body.split("/survey?t=").nth(1).and_then(|rest| rest.split_whitespace().next().map(str::to_owned));
    app.mail.sent().iter().filter_map(|letter| token(&letter.body)).collect()
}

async fn answers(call: &Call, id: SurveyId) -> (i64, [i64; 3]) {
    let (row, _) = survey::answers(call, id, &Which::default(), None).await.unwrap();
    assert!(row.complete);
    (row.asked, row.answers)
}

#[test]
fn who_ends_within_the_span_is_asked_and_answers_until_the_last_day() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let other = desk.business(&app, business_form("北浜架設株式会社")).await;
        let (admin, id) = (admin(&app, &firm).await, round(&app, &desk).await);
        assert_eq!(answers(&desk.operator, id).await, (2, [0; 3]));
        let told: Vec<NoticeKind> = notice::list(&admin).await.unwrap().into_iter().map(|line| line.kind).collect();
        assert!(told.contains(&NoticeKind::SurveyAsked), "{told:?}");

        let own = survey::own(&admin).await.unwrap();
        assert_eq!((own.len(), own[0].open, own[0].intent), (1, true, None));
        assert_eq!(fields(survey::answer(&admin, id, "", "x").await)[0].problem, Problem::Missing);
        let long = "あ".repeat(501);
        let found = fields(survey::answer(&admin, id, "renew", &long).await);
        assert_eq!(found[0].problem, Problem::TooLong { max: 500 });
        survey::answer(&admin, id, "undecided", "").await.unwrap();
        survey::answer(&admin, id, "leave", "廃業を考えています").await.unwrap();
        assert_eq!(answers(&desk.operator, id).await, (2, [0, 1, 0]), "the last answer stands");

        let sent = links(&app);
        assert_eq!(sent.len(), 2);
        let mut names = Vec::new();
        for link in &sent {
            names.push(survey::by_link(&app.call, link).await.unwrap().name);
        }
        let theirs = &sent[names.iter().position(|name| name == "北浜架設株式会社").unwrap()];
        survey::answer_by_link(&app.call, theirs, "renew", "", CLIENT).await.unwrap();
        let (_, listed) =
            survey::answers(&desk.operator, id, &Which { silent: true, ..Which::default() }, None).await.unwrap();
        assert!(listed.rows.is_empty() && listed.all == 0);
        let all = survey::whole(&desk.operator, id, &Which::default()).await.unwrap();
        let of = |id: BusinessId| all.iter().find(|line| line.business == id).unwrap();
        assert_eq!(of(firm.business_id.unwrap()).reason, "廃業を考えています");
        assert_eq!(of(other.business_id.unwrap()).intent, Some(Intent::Renew));
        let elsewhere = Which { prefecture: Some(PrefectureCode::from_stored(1)), ..Which::default() };
        assert!(survey::whole(&desk.operator, id, &elsewhere).await.unwrap().is_empty());

        app.at(20_310_831, "23:00");
        survey::answer(&admin, id, "renew", "").await.unwrap();
        app.at(20_310_901, "00:00");
        assert_eq!(code(survey::answer(&admin, id, "leave", "").await), "survey.closed");
        assert_eq!(code(survey::answer_by_link(&app.call, theirs, "leave", "", CLIENT).await), "survey.closed");
        assert_eq!(answers(&desk.operator, id).await, (2, [2, 0, 0]));
    });
}

#[test]
fn a_round_is_listed_for_each_body_however_its_name_is_written() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let of = |name: &str, bodies: &str| BusinessForm { memberships: bodies.to_owned(), ..business_form(name) };
        desk.business(&app, of("港栄建設株式会社", "湊町建設業協会\n見本連合会")).await;
        desk.business(&app, of("北浜架設株式会社", "湊町建設業協会\n湊町　建設業協会")).await;
        desk.business(&app, of("白石塗装株式会社", "")).await;
        let id = round(&app, &desk).await;
        let bodies = survey::bodies(&desk.operator, id).await.unwrap();
        // Of several spellings one is shown.
        let found: Vec<(String, i64)> = bodies.iter().map(|(name, count)| (search_key(name), *count)).collect();
        assert_eq!(found, [(search_key("湊町建設業協会"), 2), (search_key("見本連合会"), 1)]);
        for (body, expected) in
            [("湊町建設業協会", 2), ("湊町 建設業協会", 2), ("見本連合会", 1), ("どこにもない会", 0)]
        {
            let which = Which { body: Some(body.to_owned()), ..Which::default() };
            let (_, listed) = survey::answers(&desk.operator, id, &which, None).await.unwrap();
            assert_eq!((listed.rows.len(), listed.all), (expected, i64::try_from(expected).unwrap()), "{body}");
        }
        let stranger = stranger(&app, Role::Reviewer);
        assert_eq!(code(survey::bodies(&stranger, id).await), "forbidden.role");
    });
}

#[test]
fn the_silent_are_reminded_once_in_the_last_week() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        desk.business(&app, business_form("北浜架設株式会社")).await;
        let admin = admin(&app, &firm).await;
        let id = round(&app, &desk).await;
        survey::answer(&admin, id, "renew", "").await.unwrap();
        for (day, mails) in [(20_310_823, 2), (20_310_824, 3), (20_310_825, 3), (20_310_831, 3)] {
            app.at(day, "03:00");
            job::set_day(&app.system()).await.unwrap();
            work(&app).await;
            assert_eq!(links(&app).len(), mails, "{day}");
        }
        let sent = links(&app);
        assert!(sent[..2].contains(&sent[2]), "the same link again");
    });
}

/// Hands in a business's renewal.
pub async fn apply_for_renewal(app: &TestApp, admin: &Call) -> ApplicationId {
    let filing = business::start_filing(admin, Filing::Renewal).await.unwrap();
    let call = crate::play::applicant(app, filing);
    let mut form = services::application::business_draft(&call, filing).await.unwrap().form;
    "yes".clone_into(&mut form.consent);
    form.evidence_kinds()[0].code().clone_into(&mut form.evidence_kind);
    services::application::put_file(&call, filing, EVIDENCE, crate::play::picture(800, 600)).await.unwrap();
    services::application::save_business(&call, filing, form).await.unwrap();
    services::application::submit(&call, filing).await.unwrap();
    filing
}

#[test]
fn whoever_applies_after_being_asked_is_not_reminded() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        desk.business(&app, business_form("北浜架設株式会社")).await;
        round(&app, &desk).await;
        app.at(20_310_710, "10:00");
        apply_for_renewal(&app, &admin(&app, &firm).await).await;
        app.at(20_310_824, "03:00");
        job::set_day(&app.system()).await.unwrap();
        work(&app).await;
        assert_eq!(links(&app).len(), 3, "two were asked, the one who is silent is reminded");
    });
}

#[test]
fn who_has_applied_is_not_asked_and_nobody_else_answers() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let silent = desk.business(&app, business_form("北浜架設株式会社")).await;
        app.at(20_310_615, "10:00");
        let applied = admin(&app, &firm).await;
        apply_for_renewal(&app, &applied).await;
        assert_eq!(ApplicationKind::of_filing(Filing::Renewal), ApplicationKind::BusinessRenewal);
        let id = round(&app, &desk).await;
        let all = survey::whole(&desk.operator, id, &Which::default()).await.unwrap();
        assert_eq!(all.iter().map(|line| line.business).collect::<Vec<_>>(), [silent.business_id.unwrap()]);
        assert!(survey::own(&applied).await.unwrap().is_empty());
        assert_eq!(code(survey::answer(&applied, id, "renew", "").await), "not_found");
        assert_eq!(code(survey::by_link(&app.call, "0123").await), "survey.link_gone");
        assert_eq!(code(survey::answer_by_link(&app.call, "0123", "renew", "", CLIENT).await), "survey.link_gone");
        for role in [Role::Reviewer, Role::BusinessAdmin, Role::Technician] {
            let call = stranger(&app, role);
            assert_eq!(code(survey::open(&call, &form()).await), "forbidden.role", "{role:?}");
            assert_eq!(code(survey::list(&call).await), "forbidden.role");
            assert_eq!(code(survey::answers(&call, id, &Which::default(), None).await), "forbidden.role");
            assert_eq!(code(survey::whole(&call, id, &Which::default()).await), "forbidden.role");
        }
        assert_eq!(code(survey::own(&desk.operator).await), "forbidden.role");
        let wrong = SurveyForm { to: "2031-10-31".to_owned(), due: "2031-07-01".to_owned(), ..form() };
        let found: Vec<String> =
            fields(survey::open(&desk.operator, &wrong).await).into_iter().map(|problem| problem.field).collect();
        assert_eq!(found, ["to", "due"]);
    });
}
