//! The rules one by one, as they would be said aloud, with at least as many refusals as grants.

use super::cases::{
    ME, MINE, MY_APPLICATION, MY_SITE, OTHER_APPLICATION, OTHER_SITE, ROWS, SOMEBODY, THEIRS, actor, person, site,
};
use crate::access::{Action, Actor, Denied, Extent, Resource, Role, decide};

pub(super) fn granted(actor: &Actor, action: Action, resource: &Resource) -> Extent {
    decide(actor, action, resource)
        .unwrap_or_else(|denied| panic!("{:?} {action:?} {resource:?}: {denied:?}", actor.role))
        .extent()
        .clone()
}

pub(super) fn refused(actor: &Actor, action: Action, resource: &Resource) -> Denied {
    match decide(actor, action, resource) {
        Err(denied) => denied,
        Ok(scope) => panic!("{:?} {action:?} {resource:?}: {:?}", actor.role, scope.extent()),
    }
}

#[test]
fn who_has_not_logged_in_may_only_start_an_application_read_the_log_and_check_certificates() {
    let public = actor(Role::Public);
    assert_eq!(granted(&public, Action::ApplicationStart, &Resource::Register), Extent::Public);
    assert_eq!(granted(&public, Action::LogRead, &Resource::Register), Extent::Public);
    assert_eq!(granted(&public, Action::CertificateCheck, &Resource::Register), Extent::Public);
    let open = [Action::ApplicationStart, Action::LogRead, Action::CertificateCheck];
    for row in ROWS.iter().filter(|row| !open.contains(&row.action)) {
        for case in [super::cases::Case::Own, super::cases::Case::Foreign, super::cases::Case::Closed] {
            if let Some(decision) = row.decide(Role::Public, case) {
                assert_eq!(decision, Err(Denied::LogInFirst), "{:?}", row.action);
            }
        }
    }
}

#[test]
fn only_a_technician_applies_for_more() {
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Technician | Role::System)) {
        let stranger = matches!(role, Role::Public | Role::Applicant);
        for action in [
            Action::ApplicationUpgrade,
            Action::RegistrationRead,
            Action::RegistrationChange,
            Action::EmploymentAnswer,
            Action::LabourAnswer,
        ] {
            let denied = refused(&actor(role), action, &person(ME, MINE, &[MINE]));
            assert_eq!(denied, if stranger { Denied::LogInFirst } else { Denied::Role }, "{role:?} {action:?}");
        }
    }
}

#[test]
fn an_applicant_has_one_application() {
    let applicant = actor(Role::Applicant);
    let (own, foreign) = (Resource::Application(MY_APPLICATION), Resource::Application(OTHER_APPLICATION));
    for action in [Action::ApplicationFile, Action::ApplicationRead, Action::FeeRead, Action::PhotoRead] {
        assert_eq!(granted(&applicant, action, &own), Extent::Application(MY_APPLICATION), "{action:?}");
        assert_eq!(refused(&applicant, action, &foreign), Denied::NotYours, "{action:?}");
    }
    assert_eq!(refused(&applicant, Action::ApplicationRead, &Resource::Register), Denied::NotYours);
    assert_eq!(refused(&applicant, Action::ApplicationReview, &own), Denied::LogInFirst);
    let unbound = Actor::of(Role::Applicant);
    assert_eq!(refused(&unbound, Action::ApplicationFile, &own), Denied::NotYours);
}

#[test]
fn a_business_fills_in_the_one_application_it_has_opened_for_somebody() {
    let business = actor(Role::BusinessAdmin);
    let (own, foreign) = (Resource::Application(MY_APPLICATION), Resource::Application(OTHER_APPLICATION));
    for action in [Action::ApplicationFile, Action::ApplicationRead] {
        assert_eq!(granted(&business, action, &own), Extent::Application(MY_APPLICATION), "{action:?}");
        assert_eq!(refused(&business, action, &foreign), Denied::NotYours, "{action:?}");
        let unbound = Actor { application: None, ..actor(Role::BusinessAdmin) };
        assert_eq!(refused(&unbound, action, &own), Denied::Role, "{action:?}");
    }
    assert_eq!(refused(&business, Action::ApplicationReview, &own), Denied::Role);
    assert_eq!(granted(&business, Action::ProxyFile, &Resource::Register), Extent::Business(MINE));
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::BusinessAdmin | Role::System)) {
        assert!(decide(&actor(role), Action::ProxyFile, &Resource::Register).is_err(), "{role:?}");
    }
}

#[test]
fn a_technician_sees_themself_and_nobody_else() {
    let technician = actor(Role::Technician);
    let (own, foreign) = (person(ME, THEIRS, &[]), person(SOMEBODY, MINE, &[MINE]));
    for action in [
        Action::PassportRead,
        Action::HistoryRead,
        Action::PhotoRead,
        Action::FeeRead,
        Action::ApplicationUpgrade,
        Action::RegistrationRead,
        Action::RegistrationChange,
        Action::EmploymentAnswer,
        Action::LabourAnswer,
        Action::CardHold,
    ] {
        assert_eq!(granted(&technician, action, &own), Extent::Technician(ME), "{action:?}");
        assert_eq!(granted(&technician, action, &Resource::Register), Extent::Technician(ME), "{action:?}");
        assert_eq!(refused(&technician, action, &foreign), Denied::NotYours, "{action:?}");
        assert_eq!(refused(&technician, action, &Resource::Business(MINE)), Denied::NotYours, "{action:?}");
    }
    assert_eq!(granted(&technician, Action::CardRead, &Resource::Register), Extent::Technician(ME));
    for action in [
        Action::TouchRecord,
        Action::TouchSend,
        Action::RosterRead,
        Action::SiteRead,
        Action::CardRevoke,
        Action::ApplicationStart,
    ] {
        assert_eq!(refused(&technician, action, &site(MY_SITE, MINE, MINE, true)), Denied::Role, "{action:?}");
    }
}

#[test]
fn a_business_changes_its_site_only_as_prime() {
    let admin = actor(Role::BusinessAdmin);
    let as_prime = site(MY_SITE, MINE, THEIRS, true);
    let as_member = site(MY_SITE, THEIRS, MINE, true);
    let foreign = site(OTHER_SITE, THEIRS, THEIRS, true);
    assert_eq!(granted(&admin, Action::SiteEdit, &as_prime), Extent::Sites(vec![MY_SITE]));
    assert_eq!(refused(&admin, Action::SiteEdit, &as_member), Denied::NotYours);
    assert_eq!(refused(&admin, Action::SiteEdit, &Resource::Register), Denied::NotYours);
    for action in [Action::HistoryApprove, Action::HistoryEnter] {
        assert_eq!(refused(&admin, action, &Resource::Register), Denied::NotYours, "{action:?}: site by site");
    }
    for action in [Action::SiteRead, Action::StructureEdit, Action::RosterEdit, Action::GateEnrol] {
        assert_eq!(granted(&admin, action, &as_prime), Extent::Sites(vec![MY_SITE]), "{action:?}");
        assert_eq!(granted(&admin, action, &as_member), Extent::Sites(vec![MY_SITE]), "{action:?}");
        assert_eq!(refused(&admin, action, &foreign), Denied::NotYours, "{action:?}");
    }
    assert_eq!(granted(&admin, Action::SiteCreate, &Resource::Register), Extent::Business(MINE));
    assert_eq!(refused(&admin, Action::SiteCreate, &Resource::Business(THEIRS)), Denied::NotYours);
    assert_eq!(granted(&admin, Action::SiteRead, &Resource::Register), Extent::Business(MINE));
    assert_eq!(refused(&admin, Action::AccountCreate, &Resource::Business(THEIRS)), Denied::NotYours);
    assert_eq!(refused(&admin, Action::AccountAdminister, &Resource::Business(MINE)), Denied::Role);
    assert_eq!(refused(&Actor::of(Role::BusinessAdmin), Action::SiteRead, &Resource::Register), Denied::NotYours);
}

#[test]
fn a_subcontractor_sees_only_its_own_branch() {
    let admin = actor(Role::BusinessAdmin);
    for action in
        [Action::RosterRead, Action::HistoryRead, Action::HistoryApprove, Action::HistoryEnter, Action::PhotoRead]
    {
        assert_eq!(
            granted(&admin, action, &site(MY_SITE, MINE, THEIRS, true)),
            Extent::Sites(vec![MY_SITE]),
            "{action:?}"
        );
        assert_eq!(granted(&admin, action, &site(MY_SITE, THEIRS, MINE, true)), Extent::Business(MINE), "{action:?}");
        assert_eq!(refused(&admin, action, &site(OTHER_SITE, THEIRS, THEIRS, true)), Denied::NotYours, "{action:?}");
    }
}

#[test]
fn a_business_sees_its_people_and_those_on_its_open_sites() {
    let admin = actor(Role::BusinessAdmin);
    let (employee, below, stranger) =
        (person(SOMEBODY, MINE, &[]), person(SOMEBODY, THEIRS, &[MINE]), person(SOMEBODY, THEIRS, &[THEIRS]));
    for action in [Action::PassportRead, Action::PhotoRead] {
        assert_eq!(granted(&admin, action, &employee), Extent::Business(MINE), "{action:?}");
        assert_eq!(granted(&admin, action, &below), Extent::Business(MINE), "{action:?}");
        assert_eq!(refused(&admin, action, &stranger), Denied::NotYours, "{action:?}");
    }
    // History of somebody else's employee is seen through the site, never through the person.
    assert_eq!(granted(&admin, Action::HistoryRead, &employee), Extent::Business(MINE));
    assert_eq!(refused(&admin, Action::HistoryRead, &below), Denied::NotYours);
    assert_eq!(refused(&admin, Action::HistoryRead, &stranger), Denied::NotYours);
}

#[test]
fn a_site_admin_has_named_sites_and_no_more() {
    let admin = actor(Role::SiteAdmin);
    let named = site(MY_SITE, MINE, THEIRS, true);
    let own_but_not_named = site(OTHER_SITE, MINE, THEIRS, true);
    let named_but_not_own = site(MY_SITE, THEIRS, THEIRS, true);
    for action in [
        Action::SiteRead,
        Action::SiteEdit,
        Action::StructureEdit,
        Action::RosterEdit,
        Action::RosterRead,
        Action::GateEnrol,
        Action::HistoryApprove,
        Action::HistoryEnter,
    ] {
        assert_eq!(granted(&admin, action, &named), Extent::Sites(vec![MY_SITE]), "{action:?}");
        assert_eq!(refused(&admin, action, &own_but_not_named), Denied::NotYours, "{action:?}");
        assert_eq!(refused(&admin, action, &named_but_not_own), Denied::NotYours, "{action:?}");
    }
    assert_eq!(granted(&admin, Action::SiteRead, &Resource::Register), Extent::Sites(vec![MY_SITE]));
    assert_eq!(granted(&admin, Action::PhotoRead, &named), Extent::Sites(vec![MY_SITE]));
    assert_eq!(refused(&admin, Action::PhotoRead, &person(SOMEBODY, MINE, &[MINE])), Denied::NotYours);
    for action in [Action::SiteCreate, Action::AccountCreate, Action::FeeRead, Action::PassportRead] {
        assert_eq!(refused(&admin, action, &Resource::Business(MINE)), Denied::Role, "{action:?}");
    }
}

#[test]
fn a_gate_has_one_open_site() {
    let gate = actor(Role::Gate);
    let (own, foreign, closed) =
        (site(MY_SITE, MINE, THEIRS, true), site(OTHER_SITE, MINE, THEIRS, true), site(MY_SITE, MINE, THEIRS, false));
    for action in [Action::TouchRecord, Action::RosterRead, Action::PhotoRead] {
        assert_eq!(granted(&gate, action, &own), Extent::Sites(vec![MY_SITE]), "{action:?}");
        assert_eq!(refused(&gate, action, &foreign), Denied::NotYours, "{action:?}");
        assert_eq!(refused(&gate, action, &closed), Denied::SiteClosed, "{action:?}");
        assert_eq!(refused(&gate, action, &Resource::Register), Denied::NotYours, "{action:?}");
    }
    for action in [
        Action::SiteRead,
        Action::SiteEdit,
        Action::GateEnrol,
        Action::HistoryRead,
        Action::HistoryApprove,
        Action::HistoryEnter,
        Action::PassportRead,
        Action::CardRead,
    ] {
        assert_eq!(refused(&gate, action, &own), Denied::Role, "{action:?}");
    }
    let mut of_two = gate;
    of_two.sites.push(OTHER_SITE);
    assert_eq!(refused(&of_two, Action::TouchRecord, &own), Denied::NotYours);
}

#[test]
fn a_closed_site_takes_no_gate_and_no_partner_but_its_papers_can_be_finished() {
    let admin = actor(Role::BusinessAdmin);
    let closed = site(MY_SITE, MINE, THEIRS, false);
    assert_eq!(refused(&admin, Action::GateEnrol, &closed), Denied::SiteClosed);
    assert_eq!(refused(&admin, Action::PhotoRead, &closed), Denied::SiteClosed);
    assert_eq!(refused(&actor(Role::Partner), Action::TouchSend, &closed), Denied::SiteClosed);
    for action in
        [Action::StructureEdit, Action::RosterEdit, Action::HistoryRead, Action::HistoryApprove, Action::HistoryEnter]
    {
        assert_eq!(granted(&admin, action, &closed), Extent::Sites(vec![MY_SITE]), "{action:?}");
    }
}

#[test]
fn a_readers_file_is_the_primes_also_when_the_site_has_ended() {
    let (ours, as_member) = (site(MY_SITE, MINE, THEIRS, true), site(MY_SITE, THEIRS, MINE, true));
    for role in [Role::BusinessAdmin, Role::SiteAdmin] {
        let office = actor(role);
        assert_eq!(granted(&office, Action::TouchImport, &ours), Extent::Sites(vec![MY_SITE]), "{role:?}");
        assert!(decide(&office, Action::TouchImport, &site(MY_SITE, MINE, THEIRS, false)).is_ok(), "{role:?}");
        assert_eq!(refused(&office, Action::TouchImport, &as_member), Denied::NotYours, "{role:?}");
        assert_eq!(refused(&office, Action::TouchImport, &Resource::Register), Denied::NotYours, "{role:?}");
    }
    let offices = [Role::BusinessAdmin, Role::SiteAdmin, Role::System];
    for role in Role::ALL.into_iter().filter(|role| !offices.contains(role)) {
        let stranger = matches!(role, Role::Public | Role::Applicant);
        let denied = refused(&actor(role), Action::TouchImport, &ours);
        assert_eq!(denied, if stranger { Denied::LogInFirst } else { Denied::Role }, "{role:?}");
    }
}

#[test]
fn a_touch_for_oneself_is_a_technicians_and_for_nobody_else() {
    let me = person(ME, MINE, &[MINE]);
    assert_eq!(granted(&actor(Role::Technician), Action::TouchOwn, &me), Extent::Technician(ME));
    let other = person(SOMEBODY, MINE, &[MINE]);
    assert_eq!(refused(&actor(Role::Technician), Action::TouchOwn, &other), Denied::NotYours);
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Technician | Role::System)) {
        let stranger = matches!(role, Role::Public | Role::Applicant);
        let denied = refused(&actor(role), Action::TouchOwn, &me);
        assert_eq!(denied, if stranger { Denied::LogInFirst } else { Denied::Role }, "{role:?}");
    }
}

#[test]
fn a_partner_sends_for_one_business() {
    let partner = actor(Role::Partner);
    assert_eq!(granted(&partner, Action::TouchSend, &Resource::Business(MINE)), Extent::Business(MINE));
    assert_eq!(granted(&partner, Action::TouchSend, &Resource::Register), Extent::Business(MINE));
    assert_eq!(granted(&partner, Action::TouchSend, &site(MY_SITE, THEIRS, MINE, true)), Extent::Sites(vec![MY_SITE]));
    assert_eq!(refused(&partner, Action::TouchSend, &Resource::Business(THEIRS)), Denied::NotYours);
    assert_eq!(refused(&partner, Action::TouchSend, &site(OTHER_SITE, THEIRS, THEIRS, true)), Denied::NotYours);
    assert_eq!(refused(&Actor::of(Role::Partner), Action::TouchSend, &Resource::Register), Denied::NotYours);
    for open in [true, false] {
        let own = site(MY_SITE, THEIRS, MINE, open);
        assert_eq!(granted(&partner, Action::HistorySend, &own), Extent::Sites(vec![MY_SITE]), "{open}");
        let foreign = site(OTHER_SITE, THEIRS, THEIRS, open);
        assert_eq!(refused(&partner, Action::HistorySend, &foreign), Denied::NotYours, "{open}");
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Partner | Role::System)) {
            let told = if matches!(role, Role::Public | Role::Applicant) { Denied::LogInFirst } else { Denied::Role };
            assert_eq!(refused(&actor(role), Action::HistorySend, &own), told, "{role:?}");
        }
    }
    for action in [
        Action::TouchRecord,
        Action::HistoryRead,
        Action::HistoryApprove,
        Action::HistoryEnter,
        Action::RosterRead,
        Action::SiteRead,
        Action::PassportRead,
        Action::CardRead,
    ] {
        assert_eq!(refused(&partner, action, &site(MY_SITE, MINE, MINE, true)), Denied::Role, "{action:?}");
    }
}

#[test]
fn reviewers_review_and_the_operator_also_settles_and_issues() {
    let (reviewer, operator) = (actor(Role::Reviewer), actor(Role::Operator));
    let application = Resource::Application(OTHER_APPLICATION);
    for action in [Action::ApplicationRead, Action::ApplicationReview, Action::RecoveryReview, Action::PhotoRead] {
        assert_eq!(granted(&reviewer, action, &application), Extent::All, "{action:?}");
        assert_eq!(granted(&operator, action, &application), Extent::All, "{action:?}");
    }
    for action in [
        Action::FeeSettle,
        Action::FeeReceive,
        Action::FeeClose,
        Action::PriceSet,
        Action::CardIssue,
        Action::CardRevoke,
        Action::AccountAdminister,
        Action::TrainingAdminister,
        Action::AuditRead,
        Action::FeeRead,
    ] {
        assert_eq!(granted(&operator, action, &Resource::Register), Extent::All, "{action:?}");
        assert_eq!(refused(&reviewer, action, &Resource::Register), Denied::Role, "{action:?}");
    }
    for action in [
        Action::SiteCreate,
        Action::SiteEdit,
        Action::RosterEdit,
        Action::TouchRecord,
        Action::TouchSend,
        Action::HistoryApprove,
        Action::HistoryEnter,
        Action::ApplicationFile,
    ] {
        assert_eq!(refused(&operator, action, &site(MY_SITE, MINE, THEIRS, true)), Denied::Role, "{action:?}");
        assert_eq!(refused(&reviewer, action, &site(MY_SITE, MINE, THEIRS, true)), Denied::Role, "{action:?}");
    }
}

#[test]
fn a_card_is_kept_by_its_holder_and_the_operator_alone() {
    let card_of_me = person(ME, MINE, &[MINE]);
    assert_eq!(granted(&actor(Role::Operator), Action::CardHold, &card_of_me), Extent::All);
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Technician | Role::Operator | Role::System)) {
        let denied = refused(&actor(role), Action::CardHold, &card_of_me);
        let stranger = matches!(role, Role::Public | Role::Applicant);
        assert_eq!(denied, if stranger { Denied::LogInFirst } else { Denied::Role }, "{role:?}");
    }
}

#[test]
fn roles_whose_work_is_not_here_yet_may_only_read_a_card_the_log_and_certificates() {
    for role in [Role::Sponsor, Role::Client, Role::MemberBody] {
        for action in Action::ALL {
            let decision = decide(&actor(role), action, &Resource::Register);
            if matches!(action, Action::CardRead | Action::LogRead | Action::CertificateCheck) {
                assert_eq!(decision.unwrap().extent(), &Extent::Public);
            } else {
                assert_eq!(decision, Err(Denied::Role), "{role:?} {action:?}");
            }
        }
    }
}

#[test]
fn the_register_itself_may_do_everything() {
    for action in Action::ALL {
        assert_eq!(granted(&Actor::system(), action, &Resource::Register), Extent::All);
    }
}
