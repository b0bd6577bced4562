//! Claims about days of work: the person makes, the business that is asked answers, the office decides; nobody else.

use super::{
    cases::{ME, MINE, MY_SITE, OTHER_SITE, SOMEBODY, THEIRS, actor, person, site},
    rules::{granted, refused},
};
use crate::access::{Action, Denied, Extent, Resource, Role};

#[test]
fn a_person_makes_their_own_claims() {
    let me = actor(Role::Technician);
    for resource in [Resource::Register, person(ME, THEIRS, &[])] {
        assert_eq!(granted(&me, Action::ClaimMake, &resource), Extent::Technician(ME));
    }
    assert_eq!(refused(&me, Action::ClaimMake, &person(SOMEBODY, MINE, &[])), Denied::NotYours);
    for action in [Action::ClaimAnswer, Action::ClaimDecide] {
        assert_eq!(refused(&me, action, &Resource::Register), Denied::Role, "{action:?}");
    }
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Technician | Role::System)) {
        let denied = refused(&actor(role), Action::ClaimMake, &Resource::Register);
        let stranger = matches!(role, Role::Public | Role::Applicant);
        assert_eq!(denied, if stranger { Denied::LogInFirst } else { Denied::Role }, "{role:?}");
    }
}

#[test]
fn the_prime_answers_at_its_sites_and_a_member_does_not() {
    for role in [Role::BusinessAdmin, Role::SiteAdmin] {
        let admin = actor(role);
        for open in [true, false] {
            let own = site(MY_SITE, MINE, THEIRS, open);
            assert_eq!(granted(&admin, Action::ClaimAnswer, &own), Extent::Sites(vec![MY_SITE]), "{role:?}");
        }
        for foreign in [site(MY_SITE, THEIRS, MINE, true), site(OTHER_SITE, THEIRS, THEIRS, true)] {
            assert_eq!(refused(&admin, Action::ClaimAnswer, &foreign), Denied::NotYours, "{role:?}");
        }
        assert_eq!(refused(&admin, Action::ClaimAnswer, &Resource::Business(THEIRS)), Denied::NotYours, "{role:?}");
        assert_eq!(refused(&admin, Action::ClaimDecide, &Resource::Register), Denied::Role, "{role:?}");
    }
    let admin = actor(Role::BusinessAdmin);
    assert_eq!(granted(&admin, Action::ClaimAnswer, &Resource::Register), Extent::Business(MINE));
    assert_eq!(granted(&admin, Action::ClaimAnswer, &Resource::Business(MINE)), Extent::Business(MINE));
    let of_site = actor(Role::SiteAdmin);
    assert_eq!(granted(&of_site, Action::ClaimAnswer, &Resource::Register), Extent::Sites(vec![MY_SITE]));
    assert_eq!(refused(&of_site, Action::ClaimAnswer, &Resource::Business(MINE)), Denied::NotYours, "of no site");
    let other = site(OTHER_SITE, MINE, THEIRS, true);
    assert_eq!(refused(&of_site, Action::ClaimAnswer, &other), Denied::NotYours, "not a site named for it");
}

#[test]
fn the_office_decides_and_answers_for_nobody() {
    let operator = actor(Role::Operator);
    assert_eq!(granted(&operator, Action::ClaimDecide, &Resource::Register), Extent::All);
    for action in [Action::ClaimMake, Action::ClaimAnswer] {
        assert_eq!(refused(&operator, action, &site(MY_SITE, MINE, THEIRS, true)), Denied::Role, "{action:?}");
    }
    assert_eq!(refused(&actor(Role::Reviewer), Action::ClaimDecide, &Resource::Register), Denied::Role);
}
