//! A browser is bound to one application at a time, and pages of another may still be open in it.

use super::{Ground, OWN};
use axum::http::header;
use domain::{
    access::{Actor, Role},
    application::ApplicationKind,
    id::ApplicationId,
};
use serde_json::json;
use services::application;
use testkit::{TestApp, both};

async fn begun(app: &TestApp, kind: ApplicationKind) -> ApplicationId {
    application::start(&app.call, kind).await.unwrap().0
}

async fn name_of(app: &TestApp, id: ApplicationId) -> String {
    let applicant = Actor { application: Some(id), ..Actor::of(Role::Applicant) };
    application::technician_draft(&app.by(applicant), id).await.unwrap().form.family_name
}

#[test]
fn what_was_filled_in_for_one_application_is_never_kept_in_another() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let (first, second) = (
            begun(&app, ApplicationKind::TechnicianSimple).await,
            begun(&app, ApplicationKind::TechnicianSimple).await,
        );
        let browser = ground.session(json!({ "application": second })).await;
        let typed = "page=name&then=list&family_name=%E4%B8%80%E9%83%8E";
        let saved = |of: String| {
            let (ground, browser) = (&ground, &browser);
            async move { ground.form(OWN, &format!("/fn/save_technician?of={of}"), browser, typed).await }
        };
        for of in [first.to_string(), "x".to_owned(), format!("new.{first}"), "new.".to_owned()] {
            let refused = saved(of.clone()).await;
            assert_eq!((refused.status.as_u16(), refused.header(header::LOCATION)), (303, "/register"), "{of}");
            assert_eq!(name_of(&app, second).await, "", "{of}");
        }
        let page = ground.get("/register", &browser).await;
        assert!(page.text.contains("別の申請がひらかれています"), "it is said why");
        let kept = saved(second.to_string()).await;
        assert_eq!(kept.status, 302, "{kept:?}");
        assert_eq!(name_of(&app, second).await, "一郎");
        assert_eq!(name_of(&app, first).await, "");
    });
}

#[test]
fn a_form_shown_before_anything_was_begun_begins_once_however_often_it_is_sent() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let done = begun(&app, ApplicationKind::TechnicianSimple).await;
        // Whoever followed another application here begins a new one over it.
        let browser = ground.session(json!({ "application": done })).await;
        let page = ground.get("/register/business/name", &browser).await;
        assert!(page.text.contains(&format!("/fn/save_business?of=new.{done}")), "{page:?}");
        let typed = "filing=registration&page=name&then=list&name=%E6%B9%8A%E5%BB%BA%E8%A8%AD";
        let first = ground.form(OWN, &format!("/fn/save_business?of=new.{done}"), &browser, typed).await;
        assert_eq!(first.status, 302, "{first:?}");
        let browser = first.session();
        let again = ground.form(OWN, &format!("/fn/save_business?of=new.{done}"), &browser, typed).await;
        assert_eq!(again.status, 302, "gone back to and sent again: {again:?}");
        assert_ne!(again.header(header::LOCATION), "/register");
    });
}

#[test]
fn another_person_begins_here_once_the_first_application_is_left() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let first = begun(&app, ApplicationKind::TechnicianSimple).await;
        let browser = ground.session(json!({ "application": first })).await;
        let page = ground.get("/register", &browser).await;
        assert!(page.text.contains(&format!("/fn/leave_application?of={first}")), "{page:?}");
        let leave = format!("/fn/leave_application?of={first}");
        let unsure = ground.form(OWN, &leave, &browser, "confirm=").await;
        assert_eq!((unsure.status.as_u16(), unsure.header(header::LOCATION)), (302, "/register"));
        let still = ground.get("/register", &browser).await;
        assert!(still.text.contains(&leave), "nothing was left without a word: {still:?}");

        let left = ground.form(OWN, &leave, &browser, "confirm=yes").await;
        assert_eq!((left.status.as_u16(), left.header(header::LOCATION)), (302, "/register"), "{left:?}");
        let browser = left.session();
        let page = ground.get("/register", &browser).await;
        assert!(!page.text.contains("/fn/leave_application"), "{page:?}");
        // A page of the first that is still open beside it keeps nothing, and begins nothing.
        for path in ["save_technician?of=", "save_business?of="] {
            let typed = "page=name&then=list&family_name=%E4%B8%80%E9%83%8E&name=%E6%B9%8A";
            let late = ground.form(OWN, &format!("/fn/{path}{first}"), &browser, typed).await;
            assert_eq!((late.status.as_u16(), late.header(header::LOCATION)), (303, "/register"), "{path}");
        }
        assert_eq!(name_of(&app, first).await, "", "it is as it was left");
        let stage = ground.form(OWN, "/fn/start_technician?of=new.", &browser, "stage=simple").await;
        assert_eq!(stage.status, 302, "{stage:?}");
        let second = ground.get("/register", &stage.session()).await;
        assert!(
            second.text.contains("/fn/leave_application") && !second.text.contains(&first.to_string()),
            "{second:?}"
        );
    });
}
