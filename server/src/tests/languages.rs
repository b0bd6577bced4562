//! Pages in the languages of technicians: whole, marked as what they are, and open about what is not there.

use super::{Ground, OWN};
use domain::account::AccountKind;
use i18n::{Lang, further, msg};
use testkit::{both, cast};

/// Pages a technician sees, by their section of `catalogue/sections.toml`.
const OWN_PAGES: [&str; 19] = [
    "/passport",
    "/passport/history",
    "/passport/history/claim",
    "/passport/history/totals",
    "/passport/read",
    "/passport/qr",
    "/passport/show",
    "/passport/looks",
    "/passport/passkeys",
    "/passport/certificate",
    "/verify",
    "/passport/card",
    "/passport/card/lost",
    "/passport/more",
    "/passport/notices",
    "/passport/notices/settings",
    "/passport/qualifications",
    "/passport/employments",
    "/passport/fees",
];
/// Pages everybody sees.
const PUBLIC_PAGES: [&str; 5] = ["/", "/login", "/language", "/recover", "/pay"];

fn speaking(cookie: &str, lang: Lang) -> String {
    format!("{cookie}; lang={}", lang.code())
}

#[test]
fn a_technician_reads_every_page_in_their_language() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        for lang in Lang::FURTHER {
            let pages = OWN_PAGES.map(|path| (path, own.as_str()));
            for (path, cookie) in pages.into_iter().chain(PUBLIC_PAGES.map(|path| (path, ""))) {
                further::missed();
                let page = ground.get(path, &speaking(cookie, lang)).await;
                assert_eq!(page.status.as_u16(), 200, "{path}: {page:?}");
                assert!(page.text.contains(&format!("<html lang=\"{}\"", lang.code())), "{path} {lang:?}: {page:?}");
                assert!(page.text.contains(msg::common::PRODUCT.get(lang)), "{path} {lang:?}: {page:?}");
                let missed: Vec<_> = further::missed().into_iter().filter(|(of, _)| *of == lang.code()).collect();
                assert!(missed.is_empty(), "{path}: write these, or take the page off its section: {missed:#?}");
            }
        }
    });
}

#[test]
fn who_reads_a_language_nobody_reviewed_is_told_so() {
    both(|app| async move {
        let ground = Ground::of(&app);
        for lang in Lang::ALL {
            let page = ground.get("/language", &speaking("", lang)).await;
            let told = page.text.contains(msg::language::UNREVIEWED.get(lang));
            assert_eq!(told, further::is_unreviewed(lang), "{lang:?}: {page:?}");
            for other in Lang::ALL {
                assert!(page.text.contains(other.name()), "{lang:?} lists {other:?}: {page:?}");
            }
        }
    });
}

#[test]
fn a_page_of_an_office_is_japanese_and_says_so() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let office = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        for (lang, shown, told) in [(Lang::Vi, "ja", true), (Lang::En, "en", false), (Lang::Ja, "ja", false)] {
            let page = ground.get("/business", &speaking(&office, lang)).await;
            assert!(page.text.contains(&format!("<html lang=\"{shown}\"")), "{lang:?}: {page:?}");
            let says = page.text.contains(msg::language::NOT_HERE.get(lang));
            assert_eq!(says, told, "{lang:?}: {page:?}");
            assert!(!page.text.contains("/language?back="), "an office is offered Japanese and English: {page:?}");
        }
    });
}

#[test]
fn islands_are_brought_the_words_of_the_page() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        for (lang, brought) in [(Lang::Vi, true), (Lang::Ja, false), (Lang::En, false)] {
            let page = ground.get("/passport", &speaking(&own, lang)).await;
            let line = format!("passport.today_left\t{}", msg::passport::TODAY_LEFT.get(lang));
            assert_eq!(page.text.contains(&line), brought, "{lang:?}: {page:?}");
        }
    });
}

#[test]
fn kanji_carry_readings_where_these_were_asked_for() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        let ruby = "<ruby>履歴";
        for (code, expected) in [("on", true), ("off", false), ("x", false)] {
            let seen = ground.form(OWN, "/fn/show_readings", "", &format!("code={code}&back=%2Fpassport%2Fmore")).await;
            assert_eq!(seen.header("location"), "/passport/more", "{seen:?}");
            let cookie = format!("{own}; {}", seen.session());
            for (lang, reads) in [(Lang::Ja, true), (Lang::En, false), (Lang::Vi, false)] {
                let page = ground.get("/passport", &speaking(&cookie, lang)).await;
                assert_eq!(page.text.contains(ruby), expected && reads, "{code} {lang:?}: {page:?}");
                assert!(page.text.contains("<title>"), "{page:?}");
                let title = page.text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
                assert!(title.is_some_and(|title| !title.contains("ruby")), "{page:?}");
            }
        }
    });
}
