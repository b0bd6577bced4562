//! Whatever is tried in whatever order: a claim is where its steps lead, and nobody but its parties sees it.

use super::{answer, enters, made, missing, refusal, state, work_of_day};
use crate::{consistent, day};
use domain::{
    access::Role,
    history::claim::{ClaimAct, ClaimState, next},
    id::{ClaimId, TechnicianId},
};
use services::history;
use testkit::{Cast, TestApp, both, cast};

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A claim is where its steps lead, and is seen by its parties and, where it is the office's, by the office.
async fn holds(app: &TestApp, cast: &Cast, id: ClaimId, who: TechnicianId) {
    let steps = store::history::claim_steps(app.db().read(), id).await.expect("steps");
    let folded = steps.iter().fold(ClaimState::Waiting, |state, step| next(state, step.act, step.by).expect("a step"));
    let kept = state(app, id).await;
    assert_eq!(folded, kept);
    assert!(history::own_case(&cast.technician(app, who), id).await.is_ok());
    assert!(history::asked_case(&cast.admin(app, cast.prime), id).await.is_ok());
    assert_eq!(history::office_case(&app.role(Role::Operator), id).await.is_ok(), kept.is_offices());
    for other in cast.people.iter().chain([&cast.unrostered]).filter(|other| **other != who) {
        assert_eq!(refusal(history::own_case(&cast.technician(app, *other), id).await), "not_found");
    }
    for business in [cast.sub, cast.stranger] {
        assert_eq!(refusal(history::asked_case(&cast.admin(app, business), id).await), "not_found");
    }
}

#[test]
fn whatever_is_tried_a_claim_is_in_one_state_and_seen_by_its_parties() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (mut dice, mut today) = (Dice(20_261_120), day(20));
        app.at(today.number(), "09:00");
        let mut claims = Vec::new();
        for (at, who) in cast.people.iter().enumerate() {
            for number in [11, 12] {
                let number = number + i32::try_from(at).expect("few");
                claims.push((made(&cast.technician(&app, *who), &missing(&cast, number)).await, *who));
            }
        }
        let acts = [ClaimAct::Withdrawn, ClaimAct::Confirmed, ClaimAct::Objected, ClaimAct::Passed];
        let kinds = ["corrected", "refuse", "enter"];
        for _ in 0..60 {
            let (id, who) = claims[usize::try_from(dice.roll(4)).expect("few")];
            let kind = kinds[usize::try_from(dice.roll(3)).expect("few")];
            let form = if kind == "enter" { enters() } else { answer(kind) };
            // Whatever is refused is refused; what is done is looked at.
            let _ = match dice.roll(5) {
                0 => {
                    let act = acts[usize::try_from(dice.roll(4)).expect("few")];
                    history::respond_to_claim(&cast.technician(&app, who), id, act, "まだです").await
                }
                1 | 2 => history::answer_claim(&cast.admin(&app, cast.prime), id, &form).await,
                3 => history::decide_claim(&app.role(Role::Operator), id, &form).await,
                _ => {
                    today = today.next();
                    work_of_day(&app, today.number()).await;
                    Ok(())
                }
            };
            holds(&app, &cast, id, who).await;
        }
        consistent(&app).await;
    });
}
