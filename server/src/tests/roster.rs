//! The pages of a roster: people taken from another site, a hundred at once, and only those to look at.

use super::{Ground, OWN};
use axum::http::header;
use domain::{
    id::{SiteId, TechnicianId},
    roster::LineDaysForm,
    site::SiteForm,
};
use serde_json::json;
use services::{Call, roster, site};
use testkit::{both, cast};

/// The cookie of a browser in which whoever makes `call` is logged in.
async fn cookie_of(ground: &Ground, call: &Call) -> String {
    ground.session(json!({ "account": call.actor.account })).await
}

async fn opened(call: &Call) -> SiteId {
    let text = str::to_owned;
    let form = SiteForm {
        name: text("潮見の改修"),
        prefecture: text("13"),
        address: text("江東区潮見2-1-1"),
        start: text("2026-04-01"),
        end: text("2027-09-30"),
        ..SiteForm::default()
    };
    site::create(call, &form).await.unwrap()
}

/// What the form of `site` sends for these people, for the place of whoever opened it.
async fn filled(call: &Call, site: SiteId, people: &[TechnicianId]) -> String {
    let place = site::detail(call, site).await.unwrap().structure[0].id;
    let people: Vec<String> = people.iter().enumerate().map(|(at, who)| format!("people[{at}]={who}")).collect();
    let people = people.join("&");
    format!("site={site}&{people}&structure_id={place}&trade=own&role=worker&hazardous=no&from=2026-11-20")
}

/// Whether somebody's box is ticked on a page; nothing where there is none.
fn is_ticked(page: &str, who: TechnicianId) -> Option<bool> {
    let (before, after) = page.split_once(&format!("value=\"{who}\""))?;
    let (before, after) = (before.rsplit('<').next()?, after.split('>').next()?);
    Some(before.contains(" checked") || after.contains(" checked"))
}

#[test]
fn people_of_another_site_of_ones_own_are_ticked() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 2).await);
        let office = cast.admin(&app, cast.sub);
        let cookie = cookie_of(&ground, &office).await;
        let page = format!("/business/sites/{}/roster/new", opened(&office).await);
        let ticked = async |query: &str| {
            let seen = ground.get(&format!("{page}{query}"), &cookie).await;
            let people = [cast.people[0], cast.people[1], cast.unrostered];
            (seen.status.as_u16(), people.map(|who| is_ticked(&seen.text, who)))
        };
        assert_eq!(ticked("").await, (200, [Some(false); 3]));
        let theirs = [Some(true), Some(true), Some(false)];
        assert_eq!(ticked(&format!("?from={}", cast.site)).await, (200, theirs));
        assert_eq!(ticked("?from=2026-12-01").await, (200, [Some(false); 3]), "a day is when they come");

        let foreign = opened(&cast.admin(&app, cast.stranger)).await;
        assert_eq!(ticked(&format!("?from={foreign}")).await, (403, [None; 3]));
        assert_eq!(ticked(&format!("?from={}", SiteId::from_body(9))).await, (404, [None; 3]));
        let offered = ground.get(&page, &cookie).await.text;
        assert!(offered.contains(&format!("{page}?from={}\"", cast.site)));
        assert!(!offered.contains(&format!("{page}?from={foreign}\"")));
    });
}

#[test]
fn a_hundred_people_are_put_on_a_roster_at_once_and_no_more() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let office = cast.admin(&app, cast.sub);
        let (cookie, site) = (cookie_of(&ground, &office).await, opened(&office).await);
        let (detail, page) = (format!("/business/sites/{site}"), format!("/business/sites/{site}/roster/new"));
        let on_roster = async || site::detail(&office, site).await.unwrap().roster.len();
        // The same person again and again: who stands there already is left out, and counts all the same.
        let sent = async |people: usize| {
            let body = filled(&office, site, &vec![cast.people[0]; people]).await;
            let seen = ground.form(OWN, "/fn/add_roster", &cookie, &body).await;
            seen.header(header::LOCATION).to_owned()
        };
        assert_eq!(sent(101).await, page);
        let why = i18n::code::reason(i18n::Lang::Ja, "roster.too_many").unwrap();
        assert!(ground.get(&page, &cookie).await.text.contains(&why));
        assert_eq!(on_roster().await, 0);
        assert_eq!(sent(100).await, detail);
        assert_eq!(on_roster().await, 1);
    });
}

#[test]
fn a_sites_page_shows_only_whom_to_look_at_where_that_is_asked_for() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 2).await);
        let office = cast.admin(&app, cast.sub);
        let (cookie, site) = (cookie_of(&ground, &office).await, opened(&office).await);
        let form = filled(&office, site, &cast.people).await;
        ground.form(OWN, "/fn/add_roster", &cookie, &form).await;
        let page = format!("/business/sites/{site}");
        let only = format!("href=\"{page}?warned=yes#roster-title\"");
        let shown = async |query: &str| {
            let seen = ground.get(&format!("{page}{query}"), &cookie).await;
            assert_eq!(seen.status, 200, "{query}");
            let people = [cast.people[0], cast.people[1]].map(|who| seen.text.contains(&who.grouped()));
            (people, seen.text.contains(&only))
        };
        // Nothing is known of anybody's insurance and induction, until it is looked after.
        assert_eq!(shown("?warned=yes").await, ([true, true], false));
        let lines = site::detail(&office, site).await.unwrap().roster;
        let line = |who| lines.iter().find(|line| line.technician_id == who).unwrap().id;
        for person in &cast.people {
            let days = LineDaysForm { inducted: "2026-11-20".into(), until: String::new() };
            roster::set_days(&office, line(*person), &days).await.unwrap();
        }
        roster::check_insurance(&office, line(cast.people[0])).await.unwrap();
        assert_eq!(shown("?warned=yes").await, ([false, true], false));
        for all in ["", "?warned=", "?warned=no"] {
            assert_eq!(shown(all).await, ([true, true], true), "{all}");
        }
        roster::check_insurance(&office, line(cast.people[1])).await.unwrap();
        assert_eq!(shown("").await, ([true, true], false), "nobody is left to look at");
    });
}
