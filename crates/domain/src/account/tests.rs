use super::*;
use crate::{admin_id::IdKind, form::Problem};
use proptest::prelude::*;

/// A minute of a day, in milliseconds.
fn at(minute: i64, ms: i64) -> Instant {
    Instant(1_795_200_000_000 + minute * MINUTE_MS + ms)
}

fn wrong(minutes: &[i64]) -> Attempts {
    Attempts { wrong_at: minutes.iter().map(|minute| at(*minute, 0)).collect() }
}

/// What happened, minutes of wrong tries, now, whether a try is allowed, how many remain.
type Row<'a> = (&'a str, &'a [i64], Instant, Result<(), LockedUntil>, u32);

#[test]
fn five_wrong_in_fifteen_minutes_make_one_wait_fifteen_minutes() {
    let rows: [Row<'_>; 13] = [
        ("none", &[], at(0, 0), Ok(()), 5),
        ("one", &[0], at(0, 0), Ok(()), 4),
        ("four", &[0, 1, 2, 3], at(3, 0), Ok(()), 1),
        ("five at once", &[0, 0, 0, 0, 0], at(0, 0), Err(LockedUntil(at(15, 0))), 0),
        ("five in five minutes", &[0, 1, 2, 3, 4], at(4, 0), Err(LockedUntil(at(19, 0))), 0),
        ("the last millisecond of waiting", &[0, 1, 2, 3, 4], at(19, -1), Err(LockedUntil(at(19, 0))), 0),
        ("waited", &[0, 1, 2, 3, 4], at(19, 0), Ok(()), 5),
        ("the fifth a minute before the window ends", &[0, 3, 6, 9, 14], at(14, 0), Err(LockedUntil(at(29, 0))), 0),
        ("the fifth when the first has left the window", &[0, 3, 6, 9, 15], at(15, 0), Ok(()), 1),
        ("a sixth after waiting", &[0, 1, 2, 3, 4, 19], at(19, 0), Ok(()), 4),
        ("in any order", &[4, 2, 0, 3, 1], at(4, 0), Err(LockedUntil(at(19, 0))), 0),
        ("later than now does not count", &[1, 2, 3, 4, 5], at(4, 0), Ok(()), 1),
        ("old ones no longer matter", &[-40, -39, -38, -37, -36], at(0, 0), Ok(()), 5),
    ];
    for (what, minutes, now, expected, left) in rows {
        assert_eq!(limit(&wrong(minutes), now), expected, "{what}");
        assert_eq!(remaining(&wrong(minutes), now), left, "{what}");
    }
    let edge = Attempts { wrong_at: vec![at(0, 0), at(1, 0), at(2, 0), at(3, 0), at(15, -1)] };
    assert_eq!(limit(&edge, at(15, 0)), Err(LockedUntil(at(30, -1))), "one millisecond inside the window");
}

proptest! {
    #[test]
    fn a_try_is_allowed_exactly_when_some_remain(minutes in prop::collection::vec(-60..60i64, 0..12), now in -60..90i64) {
        let attempts = wrong(&minutes);
        prop_assert_eq!(limit(&attempts, at(now, 0)).is_ok(), remaining(&attempts, at(now, 0)) > 0);
    }

    #[test]
    fn nobody_waits_longer_than_fifteen_minutes(minutes in prop::collection::vec(-60..60i64, 0..12), now in -60..90i64) {
        if let Err(LockedUntil(until)) = limit(&wrong(&minutes), at(now, 0)) {
            prop_assert!(until.since_ms(at(now, 0)) <= WAIT_MS);
            prop_assert_eq!(limit(&wrong(&minutes.into_iter().filter(|minute| *minute <= now).collect::<Vec<_>>()), until), Ok(()));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = check_password(&text);
        if let Ok(id) = LoginId::parse(&text) {
            prop_assert_eq!(LoginId::parse(id.as_str()), Ok(id));
        }
    }
}

#[test]
fn a_password_is_long_enough_and_not_the_first_that_is_tried() {
    for good in ["kumo-no-ue", "correct horse battery", "雲の上を歩く黒猫", "abcd12xy", "てるてるぼうず雨"]
    {
        assert_eq!(check_password(good), Ok(()), "{good}");
    }
    for weak in [
        "short7x",
        "password",
        "Password",
        "ＰＡＳＳＷＯＲＤ",
        "password1",
        "Password123!",
        "12345678",
        "87654321",
        "1234567890",
        "12345678901234",
        "abcdefgh",
        "aaaaaaaa",
        "abababab",
        "abcabcabc",
        "20202020",
        "qwertyui",
        "qwertyuiop",
        "1qaz2wsx",
        "admin123",
        "kensetsu2026",
        "sakura99",
    ] {
        assert_eq!(check_password(weak), Err(Problem::WeakPassword), "{weak}");
    }
    assert_eq!(check_password(""), Err(Problem::Missing));
    let text = |length: usize| "いろはにほへとちりぬるを".chars().cycle().take(length).collect::<String>();
    for (length, expected) in [
        (7, Err(Problem::WeakPassword)),
        (8, Ok(())),
        (9, Ok(())),
        (127, Ok(())),
        (128, Ok(())),
        (129, Err(Problem::TooLong { max: 128 })),
    ] {
        assert_eq!(check_password(&text(length)), expected, "{length}");
    }
}

#[test]
fn a_login_id_is_one_however_it_is_typed() {
    let business = BusinessId::from_body(123);
    let number = business.to_string();
    for (typed, stored) in [
        (number.clone(), Some(number.clone())),
        (business.grouped(), Some(number.clone())),
        (format!("{}-{}", &number[..7], &number[7..]), Some(number.clone())),
        (format!(" {number}-S01 "), Some(LoginId::of_kind(business, IdKind::Site, 1).to_string())),
        ("Ｏｐｅｒａｔｏｒ1".to_owned(), Some("operator1".to_owned())),
        ("a.b_c-d".to_owned(), Some("a.b_c-d".to_owned())),
        ("ab".to_owned(), None),
        ("a".repeat(40), Some("a".repeat(40))),
        ("a".repeat(41), None),
        ("審査員".to_owned(), None),
        ("a@b.example".to_owned(), None),
        (String::new(), None),
    ] {
        assert_eq!(LoginId::parse(&typed).ok().map(|id| id.to_string()), stored, "{typed}");
    }
    assert_eq!(LoginId::business(business).as_str(), number);
    assert_eq!(LoginId::technician(TechnicianId::from_body(123)).as_str(), number);
}

#[test]
fn account_kinds_and_roles_go_together() {
    for kind in AccountKind::ALL {
        assert_eq!(AccountKind::from_role(kind.role()), Some(kind));
        assert_eq!(AccountKind::from_stored(kind.number()), Some(kind));
        assert_eq!(AccountKind::from_code(kind.code()), Some(kind));
    }
    for role in [Role::Public, Role::Applicant, Role::Gate, Role::Partner, Role::System] {
        assert_eq!(AccountKind::from_role(role), None, "{role:?}");
    }
    assert_eq!(AccountKind::ALL.len() + 5, Role::ALL.len());
    assert_eq!(
        (AccountKind::from_stored(0), AccountKind::from_stored(12), AccountKind::from_code("")),
        (None, None, None)
    );
}

#[test]
fn a_new_password_is_not_in_its_debug_text() {
    let issued = IssuedLogin { login_id: "operator1".to_owned(), password: "kumo-no-ue".to_owned() };
    assert!(!format!("{issued:?}").contains("kumo"));
}
