//! IDs below a business's first: branches, lent ones, people of the business. As many refusals as grants.

use super::cases::{MINE, MY_SITE, OTHER_SITE, THEIRS, actor, person, site};
use crate::{
    access::{Action, Actor, Denied, Extent, Resource, Role, decide, decide_on},
    admin_id::{Duty, Held, IdKind},
    id::TechnicianId,
    time::WorkDate,
};

const FROM: WorkDate = WorkDate::from_stored(20_260_401);
const UNTIL: WorkDate = WorkDate::from_stored(20_270_331);

fn holder(role: Role, kind: IdKind, duty: Duty) -> Actor {
    let lent_to = (kind == IdKind::Lent).then(|| "湊町建設組合".to_owned());
    Actor { held: Some(Held { kind, layer: 1, duty, from: FROM, until: UNTIL, lent_to }), ..actor(role) }
}

#[test]
fn an_id_out_of_its_days_may_do_nothing_and_is_told_which() {
    for (role, kind) in [
        (Role::SiteAdmin, IdKind::Branch),
        (Role::SiteAdmin, IdKind::Site),
        (Role::SiteAdmin, IdKind::Lent),
        (Role::BusinessAdmin, IdKind::Member),
    ] {
        let who = holder(role, kind, Duty::Manager);
        let on = |today, action| decide_on(&who, action, &Resource::Register, WorkDate::from_stored(today));
        for action in Action::ALL {
            assert_eq!(on(20_260_331, action), Err(Denied::NotYet), "{kind:?} {action:?}");
            assert_eq!(on(20_270_401, action), Err(Denied::Expired), "{kind:?} {action:?}");
        }
        assert!(on(20_260_401, Action::SiteRead).is_ok() && on(20_270_331, Action::SiteRead).is_ok(), "{kind:?}");
    }
    let first = decide_on(&actor(Role::BusinessAdmin), Action::SiteRead, &Resource::Register, UNTIL.next());
    assert!(first.is_ok(), "the first admin ID has no days of its own");
}

#[test]
fn a_branch_opens_sites_and_gives_ids_out_and_sees_its_own_sites_only() {
    let branch = holder(Role::SiteAdmin, IdKind::Branch, Duty::Manager);
    for action in [Action::SiteCreate, Action::AccountCreate] {
        assert_eq!(decide(&branch, action, &Resource::Business(MINE)).unwrap().extent(), &Extent::Business(MINE));
        assert_eq!(decide(&branch, action, &Resource::Business(THEIRS)), Err(Denied::NotYours), "{action:?}");
    }
    let people = decide(&branch, Action::PassportRead, &Resource::Register).unwrap();
    assert_eq!(people.extent(), &Extent::Sites(vec![MY_SITE]));
    let somebody = person(TechnicianId::from_stored(45), MINE, &[MINE]);
    assert_eq!(decide(&branch, Action::PassportRead, &somebody), Err(Denied::Role));
    assert!(decide(&branch, Action::RosterEdit, &site(MY_SITE, MINE, THEIRS, true)).is_ok());
    let other = decide(&branch, Action::RosterEdit, &site(OTHER_SITE, MINE, THEIRS, true));
    assert_eq!(other, Err(Denied::NotYours), "a site of another branch");
    for action in [Action::BusinessFile, Action::FeeRead, Action::ProxyFile, Action::RenewalRead] {
        assert_eq!(decide(&branch, action, &Resource::Business(MINE)), Err(Denied::Role), "{action:?}");
    }
}

#[test]
fn a_lent_id_has_named_sites_and_gives_nothing_out() {
    let lent = holder(Role::SiteAdmin, IdKind::Lent, Duty::Manager);
    for action in [
        Action::StructureEdit,
        Action::RosterEdit,
        Action::RosterRead,
        Action::HistoryRead,
        Action::HistoryApprove,
        Action::HistoryEnter,
    ] {
        assert!(decide(&lent, action, &site(MY_SITE, MINE, THEIRS, true)).is_ok(), "{action:?}");
        assert_eq!(decide(&lent, action, &site(OTHER_SITE, MINE, THEIRS, true)), Err(Denied::NotYours), "{action:?}");
    }
    for action in [Action::SiteCreate, Action::AccountCreate, Action::PassportRead, Action::BusinessFile] {
        assert_eq!(decide(&lent, action, &Resource::Register), Err(Denied::Role), "{action:?}");
    }
}

#[test]
fn what_a_person_of_the_business_may_do_is_their_duty() {
    let may = |duty, action| decide(&holder(Role::BusinessAdmin, IdKind::Member, duty), action, &Resource::Register);
    for action in [
        Action::AccountCreate,
        Action::BusinessFile,
        Action::NoticeChoose,
        Action::SiteCreate,
        Action::SiteRead,
        Action::FeeRead,
    ] {
        assert!(may(Duty::Manager, action).is_ok(), "{action:?}");
    }
    for action in [Action::AccountCreate, Action::BusinessFile, Action::NoticeChoose, Action::AppointmentMake] {
        assert_eq!(may(Duty::Staff, action), Err(Denied::Duty), "{action:?}");
    }
    for action in [Action::SiteCreate, Action::ProxyFile, Action::SiteRead] {
        assert!(may(Duty::Staff, action).is_ok(), "{action:?}");
    }
    for action in [Action::SiteRead, Action::PassportRead, Action::FeeRead, Action::NoticeRead] {
        assert!(may(Duty::Reader, action).is_ok(), "{action:?}");
    }
    let site = site(MY_SITE, MINE, THEIRS, true);
    let reader = holder(Role::BusinessAdmin, IdKind::Member, Duty::Reader);
    for action in [
        Action::SiteEdit,
        Action::StructureEdit,
        Action::RosterEdit,
        Action::GateEnrol,
        Action::TouchImport,
        Action::HistoryApprove,
        Action::HistoryEnter,
        Action::ClaimAnswer,
    ] {
        assert_eq!(decide(&reader, action, &site), Err(Denied::Duty), "{action:?}");
    }
    for action in
        [Action::SiteCreate, Action::ProxyFile, Action::RenewalRead, Action::ApplicationFile, Action::NoticeChoose]
    {
        assert_eq!(may(Duty::Reader, action), Err(Denied::Duty), "{action:?}");
    }
}
