//! Certificates of registration: who is refused one, looking at one without a script, and what is published.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::{account::AccountKind, certificate::Kind};
use i18n::msg::certificate as m;
use testkit::{both, cast};

impl Ground {
    async fn checked(&self, cookie: &str, parts: &[(&str, &str)]) -> Seen {
        let part = |(name, text): &(&str, &str)| {
            let file = if *name == "file" { "; filename=\"a.txt\"" } else { "" };
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n")
        };
        let body = format!("{}--B--\r\n", parts.iter().map(part).collect::<String>());
        let request = to(Method::POST, "/verify/check", cookie)
            .header(header::ORIGIN, OWN)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

const PAPER: &str = "carrier=paper&items%5B%5D=name&items%5B%5D=level&items%5B%5D=days&phone=";
const FILE: &str = "carrier=file&items%5B%5D=name&items%5B%5D=level";

#[test]
fn certificates_are_made_for_their_holder_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        for (page, cookie, body, code) in [
            ("/passport/certificate", "", FILE, "auth.log_in_first"),
            ("/passport/certificate", &*business, FILE, "auth.forbidden"),
            ("/passport/certificate", &*reviewer, FILE, "auth.forbidden"),
            ("/passport/certificate", &*technician, "carrier=file", "form.problems"),
            ("/passport/certificate", &*technician, "items%5B%5D=name", "not_found"),
            ("/business/certificate", "", FILE, "auth.log_in_first"),
            ("/business/certificate", &*technician, FILE, "auth.forbidden"),
        ] {
            let seen = ground.form(OWN, &format!("{page}/file"), cookie, body).await;
            assert_eq!(seen.header(header::LOCATION), page, "{seen:?}");
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{page} {body}: {seen:?}");
        }
        assert_eq!(ground.form(FOREIGN, "/passport/certificate/file", &technician, FILE).await.status, 403);
        let me = cast.technician(&app, cast.people[0]);
        let own = services::certificate::own(&me, Kind::Technician).await.unwrap();
        assert!(own.made.is_empty(), "none was made");
        for (body, kind, name) in [(PAPER, "application/pdf", ".pdf"), (FILE, "application/dc+sd-jwt", ".sd-jwt")] {
            let made = ground.form(OWN, "/passport/certificate/file", &technician, body).await;
            let seen = (made.status.as_u16(), made.header(header::CONTENT_TYPE), made.header(header::CACHE_CONTROL));
            assert_eq!(seen, (200, kind, "no-store"), "{made:?}");
            assert!(made.header(header::CONTENT_DISPOSITION).contains(name), "{made:?}");
        }
        let page = ground.get("/passport/certificate", &technician).await;
        assert_eq!((page.status.as_u16(), page.text.matches("/fn/end_certificate").count()), (200, 2), "{page:?}");
        let mine = ground.form(OWN, "/business/certificate/file", &business, "carrier=paper&items%5B%5D=id").await;
        assert_eq!((mine.status.as_u16(), mine.header(header::CONTENT_TYPE)), (200, "application/pdf"), "{mine:?}");
    });
}

#[test]
fn a_certificate_that_is_none_is_told_so_without_a_script() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let text = ground.form(OWN, "/passport/certificate/file", &technician, FILE).await.text;
        let words = |msg: i18n::Msg| msg.get(i18n::Lang::Ja);
        let forged = {
            let (head, rest) = text.split_once('.').unwrap();
            let (payload, rest) = rest.split_once('.').unwrap();
            let other = payload.replacen(|letter: char| letter != 'A', "A", 20);
            format!("{head}.{other}.{rest}")
        };
        let altered = format!("{text}WyJhYSIsImxldmVsIiw0XQ~");
        for (parts, said) in [
            (vec![("text", text.as_str())], m::VERDICT_GOOD),
            (vec![("text", ""), ("file", &text)], m::VERDICT_GOOD),
            (vec![("file", &altered)], m::VERDICT_ALTERED),
            (vec![("text", &forged)], m::VERDICT_MALFORMED),
            (vec![("text", "見本")], m::VERDICT_MALFORMED),
            (vec![], m::VERDICT_MALFORMED),
        ] {
            let seen = ground.checked("", &parts).await;
            assert_eq!((seen.status.as_u16(), seen.header(header::LOCATION)), (303, "/verify"), "{seen:?}");
            let page = ground.get("/verify", &seen.session()).await;
            assert!(page.text.contains(&format!(">{}<", words(said))), "{parts:?}: {}", words(said));
            let again = ground.get("/verify", &seen.session()).await;
            assert!(!again.text.contains("class=\"answers\""), "what was read is shown once");
        }
        let unbound = ground.checked("", &[("text", &text), ("second", "CCUH1:1:00:00")]).await;
        let page = ground.get("/verify", &unbound.session()).await;
        assert!(page.text.contains(words(m::SECOND_UNBOUND)), "{page:?}");
    });
}

#[test]
fn lists_are_published_and_others_are_not_there() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        assert_eq!(ground.get("/certificates/lists", "").await.json()["status_lists"], serde_json::json!([]));
        for none in ["1", "0", "-1", "x", "99999999999"] {
            ground.get(&format!("/certificates/lists/{none}"), "").await.is_problem(404, "not_found");
        }
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        ground.form(OWN, "/passport/certificate/file", &technician, FILE).await;
        let kept = "public, max-age=60";
        let lists = ground.get("/certificates/lists", "").await;
        let address = lists.json()["status_lists"][0].as_str().unwrap().to_owned();
        assert!(address.ends_with("/certificates/lists/1"), "{address}");
        let list = ground.get("/certificates/lists/1", "").await;
        let seen = (list.status.as_u16(), list.header(header::CONTENT_TYPE), list.header(header::CACHE_CONTROL));
        assert_eq!(seen, (200, "application/statuslist+jwt", kept), "{list:?}");
        let issuer = ground.get("/.well-known/jwt-vc-issuer", "").await;
        assert_eq!((issuer.status.as_u16(), issuer.header(header::CACHE_CONTROL)), (200, kept), "{issuer:?}");
        let issuer = proof::credential::Issuer::read(&issuer.json()).unwrap();
        let token = proof::credential::StatusToken::read(&list.text, &issuer).unwrap();
        assert_eq!(token.uri, address);
        for public in [&lists, &list] {
            assert!(public.header(header::SET_COOKIE).is_empty(), "nobody has a session here");
        }
        let put =
            to(Method::POST, "/certificates/lists/1", "").header(header::ORIGIN, OWN).body(Body::empty()).unwrap();
        assert_eq!(ground.ask(put).await.status, 405);
    });
}
