//! What the page says on which one confirms: how much would be approved, of which companies, and what would be left.

use super::{
    NOVEMBER, approved, code, day, days, many, named, one,
    rule::{limited, second_tier},
    told, typed, whole,
};
use domain::{
    access::{Actor, Role},
    history::approval::{Left, Pick, Picks, Preview},
    id::{BusinessId, SiteId, TechnicianId},
    touch::TouchKind,
};
use services::{Call, history};
use testkit::{Cast, both, cast, clock};

async fn preview(call: &Call, cast: &Cast, picks: &Picks) -> Preview {
    history::preview(call, cast.site, NOVEMBER, picks).await.expect("a preview")
}

fn companies(preview: &Preview) -> Vec<(Option<&str>, u32, u32)> {
    preview.companies.iter().map(|part| (part.name.as_deref(), part.records, part.people)).collect()
}

fn left(preview: &Preview) -> Vec<(Left, u32)> {
    preview.left.iter().map(|(left, many)| (*left, *many)).collect()
}

#[test]
fn what_is_said_is_what_is_done() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        second_tier(&app, &cast).await;
        let (first, second, below, gate) = (cast.people[0], cast.people[1], cast.unrostered, cast.gate(&app));
        app.at(20_261_120, "12:00");
        gate.send(&whole(17, first)).await;
        gate.send(&[typed(clock(20_261_117, "08:00"), TouchKind::In, second)]).await;
        gate.send(&[typed(clock(20_261_118, "08:00"), TouchKind::In, second)]).await;
        gate.send(&[typed(clock(20_261_120, "08:00"), TouchKind::In, second)]).await;
        let prime = cast.admin(&app, cast.prime);
        let mut picks = many(&[(first, &[16, 17, 18]), (second, &[17, 20]), (below, &[18])]);
        picks.entry(second).or_default().one = days(&[18]);

        let seen = preview(&prime, &cast, &picks).await;
        assert_eq!((seen.site.as_str(), seen.month), ("湊町三丁目共同住宅", NOVEMBER));
        assert_eq!((seen.records, seen.people), (4, 3));
        assert_eq!(companies(&seen), [(Some("北浜架設"), 3, 2), (Some("よその工業"), 1, 1)]);
        assert_eq!(left(&seen), [(Left::Inside, 1), (Left::Half, 1), (Left::Gone, 1)]);
        let taken = Picks::from([
            (first, Pick { many: days(&[17, 18]), ..Pick::default() }),
            (second, Pick { one: days(&[18]), ..Pick::default() }),
            (below, Pick { many: days(&[18]), ..Pick::default() }),
        ]);
        assert_eq!(seen.picks, taken, "what is left is not carried on");
        assert_eq!(preview(&prime, &cast, &picks).await, seen, "nothing was done");
        assert_eq!(told(&approved(&prime, &cast, &seen.picks).await), (4, vec![]));

        let again = preview(&prime, &cast, &seen.picks).await;
        assert_eq!((again.records, again.people, left(&again)), (0, 0, vec![(Left::Already, 4)]));
        assert!(again.companies.is_empty() && again.picks.is_empty());
    });
}

#[test]
fn a_day_that_was_shown_whole_is_not_taken_where_it_lacks_something_by_now() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.unrostered, cast.gate(&app));
        app.at(20_261_119, "09:00");
        gate.send(&whole(18, who).map(named)).await;
        let prime = cast.admin(&app, cast.prime);
        let together = preview(&prime, &cast, &many(&[(who, &[18])])).await;
        assert_eq!((together.records, left(&together)), (0, vec![(Left::Unlisted, 1)]));
        let alone = preview(&prime, &cast, &one(&[(who, &[18])])).await;
        assert_eq!((alone.records, companies(&alone)), (1, vec![(Some("北浜架設"), 1, 1)]));
    });
}

#[test]
fn a_preview_is_for_who_approves() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        second_tier(&app, &cast).await;
        let picks = many(&[(cast.people[0], &[18]), (cast.unrostered, &[18])]);
        let site_admin =
            Actor { business: Some(cast.prime), sites: vec![SiteId::from_body(7)], ..Actor::of(Role::SiteAdmin) };
        for (what, call, told) in [
            ("nobody", app.role(Role::Public), "LogInFirst"),
            ("a technician", cast.technician(&app, cast.people[0]), "Role"),
            ("the operator", app.role(Role::Operator), "Role"),
            ("a reviewer", app.role(Role::Reviewer), "Role"),
            ("a gate", cast.gate(&app).call, "Role"),
            ("a business elsewhere", cast.admin(&app, BusinessId::from_body(2_000_000_000_009)), "NotYours"),
            ("a site admin of another site", app.by(site_admin), "NotYours"),
        ] {
            for picks in [&picks, &Picks::new()] {
                let refused = history::preview(&call, cast.site, NOVEMBER, picks).await.expect_err(what);
                assert_eq!(code(&refused), told, "{what}");
            }
        }
        let prime = cast.admin(&app, cast.prime);
        let nowhere = history::preview(&prime, SiteId::from_body(7), NOVEMBER, &picks).await.expect_err("no site");
        assert_eq!(code(&nowhere), "not_found");
        let person = |body: i64| {
            (TechnicianId::from_body(1_000_000_000_000 + body), Pick { one: days(&[1]), ..Pick::default() })
        };
        let crowd = history::preview(&prime, cast.site, NOVEMBER, &(0..101).map(person).collect()).await;
        assert_eq!(code(&crowd.expect_err("a crowd")), "history.too_many");
        let none = preview(&prime, &cast, &Picks::new()).await;
        assert_eq!((none.records, none.people, none.left.len(), none.companies.len()), (0, 0, 0, 0));

        // Of whom a member does not see it is not told either whether they worked, or for whom.
        let of_below = preview(&cast.admin(&app, cast.stranger), &cast, &picks).await;
        assert_eq!((of_below.records, left(&of_below)), (0, vec![(Left::NotYours, 1), (Left::Gone, 1)]));
        assert!(of_below.companies.is_empty());
        let of_sub = preview(&cast.admin(&app, cast.sub), &cast, &picks).await;
        assert_eq!(companies(&of_sub), [(Some("よその工業"), 1, 1)], "those below, not its own");

        assert_eq!(app.call.now().date(), day(19));
        limited(&app, &cast).await;
        let refused = history::preview(&prime, cast.site, NOVEMBER, &picks).await.expect_err("it owes");
        assert_eq!(code(&refused), "fee.limited");
    });
}
