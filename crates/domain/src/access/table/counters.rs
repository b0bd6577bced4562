//! The rules of counters and scriveners one by one, with at least as many refusals as grants.

use super::{
    cases::{
        MY_APPLICATION, MY_BODY, MY_OFFICE, MY_SCRIVENER, OTHER_APPLICATION, OTHER_BODY, OTHER_OFFICE, actor, at_desk,
        taken,
    },
    rules::{granted, refused},
};
use crate::{
    access::{Action, Actor, Denied, Extent, Resource, Role, decide},
    registrar::OfficeKind,
};

#[test]
fn a_field_office_sees_what_it_took_and_judges_nothing() {
    let field = at_desk(OfficeKind::Field);
    for action in [Action::CounterFile, Action::ApplicationRead] {
        assert_eq!(granted(&field, action, &taken(MY_BODY, MY_OFFICE, true)), Extent::Office(MY_OFFICE), "{action:?}");
        for foreign in [taken(MY_BODY, OTHER_OFFICE, false), taken(OTHER_BODY, OTHER_OFFICE, false)] {
            assert_eq!(refused(&field, action, &foreign), Denied::NotYours, "{action:?}");
        }
    }
    assert_eq!(granted(&field, Action::CounterFile, &Resource::Register), Extent::Office(MY_OFFICE));
    for resource in [Resource::Register, taken(MY_BODY, MY_OFFICE, false)] {
        assert_eq!(refused(&field, Action::ApplicationReview, &resource), Denied::Role);
    }
}

#[test]
fn a_head_office_judges_what_its_own_body_took_and_nobody_elses() {
    let head = at_desk(OfficeKind::Head);
    assert_eq!(granted(&head, Action::ApplicationReview, &Resource::Register), Extent::Registrar(MY_BODY));
    let own = taken(MY_BODY, OTHER_OFFICE, false);
    assert_eq!(granted(&head, Action::ApplicationReview, &own), Extent::Application(MY_APPLICATION));
    assert_eq!(granted(&head, Action::CounterFile, &own), Extent::Registrar(MY_BODY));
    let online = Resource::Case { id: OTHER_APPLICATION, taken_by: None, entered: false };
    for foreign in [taken(OTHER_BODY, OTHER_OFFICE, false), online, Resource::Application(OTHER_APPLICATION)] {
        assert_eq!(refused(&head, Action::ApplicationReview, &foreign), Denied::NotYours, "{foreign:?}");
        assert_eq!(refused(&head, Action::CounterFile, &foreign), Denied::NotYours, "{foreign:?}");
        assert_eq!(refused(&head, Action::ApplicationRead, &foreign), Denied::NotYours, "{foreign:?}");
    }
}

#[test]
fn who_entered_a_case_does_not_judge_it() {
    let head = at_desk(OfficeKind::Head);
    assert_eq!(refused(&head, Action::ApplicationReview, &taken(MY_BODY, MY_OFFICE, true)), Denied::OwnEntry);
    // Of a stranger's case it is not even said who entered it.
    assert_eq!(refused(&head, Action::ApplicationReview, &taken(OTHER_BODY, MY_OFFICE, true)), Denied::NotYours);
}

#[test]
fn nobody_of_a_body_acts_while_its_certification_does_not_hold() {
    for kind in OfficeKind::ALL {
        let lapsed = Actor { lapsed: true, ..at_desk(kind) };
        for action in [Action::CounterFile, Action::ApplicationReview, Action::CounterChange] {
            assert_eq!(refused(&lapsed, action, &Resource::Register), Denied::Lapsed, "{kind:?} {action:?}");
        }
        for action in [Action::ApplicationFile, Action::ApplicationRead] {
            assert_eq!(refused(&lapsed, action, &Resource::Application(MY_APPLICATION)), Denied::Lapsed, "{action:?}");
        }
        assert_eq!(refused(&lapsed, Action::ApplicationRead, &taken(MY_BODY, MY_OFFICE, false)), Denied::Lapsed);
    }
    let lapsed = Actor { lapsed: true, ..actor(Role::Scrivener) };
    assert_eq!(refused(&lapsed, Action::ScrivenerFile, &Resource::Register), Denied::Lapsed);
    assert_eq!(refused(&lapsed, Action::ApplicationFile, &Resource::Application(MY_APPLICATION)), Denied::Lapsed);
}

#[test]
fn who_files_for_others_works_on_the_one_application_that_is_open() {
    for role in [Role::Registrar, Role::Scrivener] {
        let filer = actor(role);
        for action in [Action::ApplicationFile, Action::ApplicationRead] {
            let own = granted(&filer, action, &Resource::Application(MY_APPLICATION));
            assert_eq!(own, Extent::Application(MY_APPLICATION), "{role:?} {action:?}");
            assert_eq!(
                refused(&filer, action, &Resource::Application(OTHER_APPLICATION)),
                Denied::NotYours,
                "{role:?}"
            );
            let unbound = Actor { application: None, ..actor(role) };
            assert_eq!(refused(&unbound, action, &Resource::Application(MY_APPLICATION)), Denied::Role, "{role:?}");
        }
        assert_eq!(refused(&filer, Action::ProxyFile, &Resource::Register), Denied::Role, "{role:?}");
    }
    assert_eq!(
        granted(&actor(Role::Scrivener), Action::ScrivenerFile, &Resource::Register),
        Extent::Scrivener(MY_SCRIVENER)
    );
    assert_eq!(refused(&actor(Role::Scrivener), Action::ApplicationReview, &Resource::Register), Denied::Role);
}

#[test]
fn nobody_else_sits_at_a_counter() {
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Registrar | Role::System)) {
        for action in [Action::CounterFile, Action::CounterChange] {
            assert!(decide(&actor(role), action, &Resource::Register).is_err(), "{role:?} {action:?}");
        }
        if role != Role::Scrivener {
            assert!(decide(&actor(role), Action::ScrivenerFile, &Resource::Register).is_err(), "{role:?}");
        }
        if role != Role::Operator {
            assert!(decide(&actor(role), Action::RegistrarAdminister, &Resource::Register).is_err(), "{role:?}");
        }
    }
    // A log-in that belongs to no office.
    for action in [Action::CounterFile, Action::CounterChange, Action::ApplicationReview] {
        assert_eq!(refused(&Actor::of(Role::Registrar), action, &Resource::Register), Denied::NotYours, "{action:?}");
    }
    assert_eq!(refused(&Actor::of(Role::Scrivener), Action::ScrivenerFile, &Resource::Register), Denied::NotYours);
}

#[test]
fn each_office_keeps_its_own_half_days_and_a_business_makes_its_own_appointment() {
    for kind in OfficeKind::ALL {
        let desk = at_desk(kind);
        assert_eq!(granted(&desk, Action::AppointmentKeep, &Resource::Register), Extent::Office(MY_OFFICE), "{kind:?}");
        assert_eq!(refused(&desk, Action::AppointmentKeep, &taken(MY_BODY, MY_OFFICE, false)), Denied::NotYours);
        let lapsed = Actor { lapsed: true, ..at_desk(kind) };
        assert_eq!(refused(&lapsed, Action::AppointmentKeep, &Resource::Register), Denied::Lapsed);
        assert_eq!(refused(&desk, Action::AppointmentMake, &Resource::Register), Denied::Role);
    }
    assert_eq!(refused(&Actor::of(Role::Registrar), Action::AppointmentKeep, &Resource::Register), Denied::NotYours);
    let firm = actor(Role::BusinessAdmin);
    assert!(matches!(granted(&firm, Action::AppointmentMake, &Resource::Register), Extent::Business(_)));
    for role in [Role::Scrivener, Role::Operator, Role::SiteAdmin, Role::BusinessAdmin] {
        assert_eq!(refused(&actor(role), Action::AppointmentKeep, &Resource::Register), Denied::Role, "{role:?}");
    }
}

#[test]
fn a_head_office_supplies_labour_as_the_union_and_a_field_office_recruits_as_the_local_one() {
    let (field, head) = (at_desk(OfficeKind::Field), at_desk(OfficeKind::Head));
    assert_eq!(granted(&head, Action::LabourSupply, &Resource::Register), Extent::Registrar(MY_BODY));
    assert_eq!(granted(&field, Action::LabourRecruit, &Resource::Register), Extent::Office(MY_OFFICE));
    assert_eq!(refused(&field, Action::LabourSupply, &Resource::Register), Denied::Role);
    assert_eq!(refused(&head, Action::LabourRecruit, &Resource::Register), Denied::Role);
    for action in [Action::LabourSupply, Action::LabourRecruit] {
        assert_eq!(refused(&head, action, &taken(MY_BODY, MY_OFFICE, false)), Denied::NotYours, "{action:?}");
        assert_eq!(refused(&Actor::of(Role::Registrar), action, &Resource::Register), Denied::NotYours, "{action:?}");
        for kind in OfficeKind::ALL {
            let lapsed = Actor { lapsed: true, ..at_desk(kind) };
            assert_eq!(refused(&lapsed, action, &Resource::Register), Denied::Lapsed, "{kind:?} {action:?}");
        }
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Scrivener, Role::Operator] {
            assert_eq!(refused(&actor(role), action, &Resource::Register), Denied::Role, "{role:?} {action:?}");
        }
    }
    assert!(matches!(
        granted(&actor(Role::BusinessAdmin), Action::LabourOrder, &Resource::Register),
        Extent::Business(_)
    ));
    for role in [Role::Technician, Role::SiteAdmin, Role::Registrar, Role::Operator, Role::Reviewer] {
        assert_eq!(refused(&actor(role), Action::LabourOrder, &Resource::Register), Denied::Role, "{role:?}");
    }
}
