//! Approving as a browser does it: from the boxes of the table to the page that confirms, and what is left of that.

use super::{Ground, OWN, Seen};
use crate::{border::limit::FORM_BYTES_MAX, session::COOKIE};
use axum::http::header;
use domain::account::AccountKind;
use i18n::{Lang, Msg, msg::sheet as m};
use serde_json::Value;
use std::fmt::Write;
use testkit::{Cast, both, cast};

/// What the session of `cookie` holds.
async fn kept(ground: &Ground, cookie: &str) -> Value {
    let id = cookie.strip_prefix(&format!("{COOKIE}=")).unwrap();
    let kept = services::session::load(&ground.world.db, id, ground.world.clock.now()).await.unwrap().unwrap();
    serde_json::from_str(&kept.data).unwrap()
}

fn says(seen: &Seen, words: Msg, count: Option<&str>) -> bool {
    let words = match count {
        Some(count) => words.with(Lang::Ja, &[("count", &count)]),
        None => words.get(Lang::Ja).to_owned(),
    };
    seen.text.contains(&words)
}

fn confirm(cast: &Cast) -> String {
    format!("/business/sites/{}/history/confirm?month=202611", cast.site)
}

#[test]
fn every_box_of_a_full_page_is_taken_as_a_browser_sends_it() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 100).await);
        let cookie = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let mut body = format!("site={}&month=202611&what=picked", cast.site);
        for (at, who) in cast.people.iter().enumerate() {
            let _ = write!(body, "&shown%5B{at}%5D={who}.3fffffff&rows%5B{at}%5D={who}.3fffffff");
            for day in 1..=30 {
                let _ = write!(body, "&cells%5B{}%5D={who}.{day}", at * 32 + day);
            }
        }
        for day in 1..=30 {
            let _ = write!(body, "&columns%5B{day}%5D={day}");
        }
        assert_eq!(body.matches("cells").count(), 3_000);
        assert!(body.len() < FORM_BYTES_MAX, "{} bytes", body.len());
        let seen = ground.form(OWN, "/fn/pick_history", &cookie, &body).await;
        assert_eq!(seen.header(header::LOCATION), confirm(&cast), "{seen:?}");
        let left = kept(&ground, &cookie).await;
        let picks = left["flash"]["values"].as_array().unwrap();
        assert_eq!(picks.len(), 100);
        assert!(picks.iter().all(|pick| pick.as_str().unwrap().ends_with(".0.3fffffff")), "{picks:?}");

        // Nobody worked: all of it is told as gone, once, and there is nothing to press.
        let page = ground.get(&confirm(&cast), &cookie).await;
        assert!(page.status == 200 && says(&page, m::LEFT_GONE, Some("3,000")), "{page:?}");
        assert!(says(&page, m::CONFIRM_NONE, None) && !page.text.contains("/fn/approve_history"), "{page:?}");
        let again = ground.get(&confirm(&cast), &cookie).await;
        assert!(again.status == 200 && says(&again, m::ANEW_TITLE, None), "{again:?}");
    });
}

#[test]
fn what_is_looked_for_is_kept_on_the_way() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let cookie = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let who = cast.people[0];
        let limits = format!("month=202611&trade=11&q=%E3%83%A4%26x&after={who}");
        let body = format!("site={}&{limits}&what=page&shown%5B0%5D={who}.1", cast.site);
        let seen = ground.form(OWN, "/fn/pick_history", &cookie, &body).await;
        assert_eq!(seen.header(header::LOCATION), format!("/business/sites/{}/history/confirm?{limits}", cast.site));
        let body = format!("site={}&{limits}&picks%5B0%5D={who}.0.1", cast.site);
        let seen = ground.form(OWN, "/fn/approve_history", &cookie, &body).await;
        assert_eq!(seen.header(header::LOCATION), format!("/business/sites/{}/history?{limits}", cast.site));
    });
}
