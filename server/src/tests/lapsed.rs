//! A business whose registration ended longer than a year ago registers anew under its number: no page of that speaks of a renewal.

use super::Ground;
use domain::{account::AccountKind, time::WorkDate};
use testkit::{both, cast};

/// What stands between the page's heading and its end; the navigation beside it leads to other pages.
fn main_of(text: &str) -> &str {
    let from = text.find("<main").expect("a page");
    &text[from..text[from..].find("</main>").map_or(text.len(), |end| from + end)]
}

#[test]
fn who_has_lapsed_reads_of_a_new_registration_and_who_has_expired_of_a_renewal() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let form = "/business/registration/renewal";
        let pages =
            [form.to_owned(), format!("{form}/name"), format!("{form}/check"), "/business/appointment".to_owned()];
        cast.prime_until(&app, WorkDate::from_stored(20_241_130)).await;
        for page in &pages {
            let seen = ground.get(page, &business).await;
            assert_eq!(seen.status, 200, "{page}");
            let main = main_of(&seen.text);
            assert!(!main.contains("更新"), "{page}: {main}");
            // The page of a group says what it asks, under the name of the whole.
            assert!(
                page.ends_with("/name") || main.contains("新しい登録") || main.contains("新しく登録"),
                "{page}: {main}"
            );
        }
        let offered = ground.get("/business/registration", &business).await;
        let main = main_of(&offered.text);
        assert!(main.contains("同じ番号で登録しなおす") && main.contains("窓口で新しく登録する日を予約する"), "{main}");
        assert!(!main.contains("更新を申請する") && !main.contains("窓口で更新する"), "{main}");

        cast.prime_until(&app, WorkDate::from_stored(20_260_630)).await;
        for page in [&pages[0], &pages[2], &pages[3]] {
            let seen = ground.get(page, &business).await;
            assert!(main_of(&seen.text).contains("更新"), "{page}");
            assert!(!main_of(&seen.text).contains("新しい登録"), "{page}");
        }
    });
}

#[test]
fn where_something_new_is_registered_the_page_says_that_it_cannot_be() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        for (until, is_limited) in [(20_241_130, true), (20_260_630, true), (20_300_630, false)] {
            cast.prime_until(&app, WorkDate::from_stored(until)).await;
            for page in [
                "/business",
                "/business/sites",
                "/business/sites/new",
                "/business/accounts",
                "/business/accounts/new/site",
                "/business/proxy",
                "/business/proxy/bulk",
            ] {
                let seen = ground.get(page, &business).await;
                assert_eq!(seen.status, 200, "{page}");
                let said = main_of(&seen.text).contains("新しい現場と ID は登録できません。");
                assert_eq!(said, is_limited, "{page} {until}");
            }
        }
    });
}
