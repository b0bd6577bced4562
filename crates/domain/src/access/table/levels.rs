//! Judging levels. As many refusals as grants.

use super::{
    cases::{ME, MINE, MY_LEVEL_BODY, OTHER_LEVEL_BODY, actor, person},
    rules::{granted, refused},
};
use crate::access::{Action, Actor, Denied, Extent, Resource, Role};

#[test]
fn a_body_judges_its_own_fields_and_two_persons_do_what_two_are_to_do() {
    let body = actor(Role::Evaluator);
    let level = |body, entered| Resource::Level { body, entered };
    let own = Extent::LevelBody(MY_LEVEL_BODY);
    assert_eq!(granted(&body, Action::LevelJudge, &Resource::Register), own);
    assert_eq!(granted(&body, Action::LevelJudge, &level(Some(MY_LEVEL_BODY), false)), own);
    for (resource, denied) in [
        (level(Some(MY_LEVEL_BODY), true), Denied::OwnEntry),
        (level(Some(OTHER_LEVEL_BODY), false), Denied::NotYours),
        (level(Some(OTHER_LEVEL_BODY), true), Denied::NotYours),
        (level(None, false), Denied::NotYours),
        (person(ME, MINE, &[MINE]), Denied::NotYours),
    ] {
        assert_eq!(refused(&body, Action::LevelJudge, &resource), denied, "{resource:?}");
    }
    let unseated = Actor { level_body: None, ..body.clone() };
    assert_eq!(refused(&unseated, Action::LevelJudge, &Resource::Register), Denied::NotYours);
    for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Evaluator | Role::System)) {
        let denied = refused(&actor(role), Action::LevelJudge, &level(Some(MY_LEVEL_BODY), false));
        let stranger = matches!(role, Role::Public | Role::Applicant);
        assert_eq!(denied, if stranger { Denied::LogInFirst } else { Denied::Role }, "{role:?}");
    }
    for action in [Action::LevelApply, Action::LevelAdminister, Action::PassportRead, Action::HistoryRead] {
        assert_eq!(refused(&body, action, &Resource::Register), Denied::Role, "{action:?}");
    }
}
