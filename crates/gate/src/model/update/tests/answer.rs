//! What the server says, soon, late or never.

use super::*;

#[test]
fn with_signal_the_first_thing_heard_and_shown_is_the_servers_answer() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Checking), 1));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Flush)));
    assert_eq!(gate.cues(), []);
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::In), 0));
    assert_eq!(gate.cues(), [Cue::In]);
    assert_eq!(gate.model.inside().len(), 1);
}

#[test]
fn without_an_answer_it_is_shown_as_received_and_the_answer_comes_silently_after() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.on(Event::Waited(id));
    assert_eq!(gate.field(), Some(Field::Kept));
    assert_eq!(gate.cues(), [Cue::In]);
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    assert_eq!(gate.field(), Some(Field::In));
    assert_eq!(gate.cues(), [], "heard already");
}

#[test]
fn a_late_refusal_is_heard() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.on(Event::Waited(id));
    gate.cues();
    gate.answered(vec![answer(id, Outcome::Replay, None)]);
    assert_eq!(gate.field(), Some(Field::Refused));
    assert_eq!(gate.cues(), [Cue::Refused]);
}

#[test]
fn after_sending_the_correction_is_one_more_touch_by_number() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let first = gate.touch();
    gate.answered(vec![answer(first, Outcome::Accepted, Some(shown(In, vec![])))]);
    gate.on(Event::Pressed(Action::Correct));
    let sign = gate.model.sign.clone().expect("shown");
    assert_ne!(sign.touch, Some(first));
    assert!(sign.notes.contains(&Note::ChangedByNew { first: In }));
    let pending = gate.queue.get(gate.touch()).expect("waits").clone();
    let number = TechnicianId::from_body(5).to_string();
    assert_eq!((pending.item.kind, pending.item.reading), (Out, Reading::Typed { technician_id: number }));
    let second = gate.touch();
    gate.answered(vec![answer(second, Outcome::Accepted, Some(shown(Out, vec![])))]);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!(sign.field, Field::Out);
    assert!(sign.notes.contains(&Note::ChangedByNew { first: In }), "still said with the answer");
}

#[test]
fn answers_for_touches_off_the_screen_go_to_the_list() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let first = gate.touch();
    gate.later(1_000);
    gate.tap(STRANGER);
    let second = gate.touch();
    gate.answered(vec![answer(first, Outcome::Quarantined, None), answer(second, Outcome::Retry, None)]);
    assert_eq!(gate.field(), Some(Field::Kept));
    assert_eq!(gate.touch(), second);
    assert_eq!((gate.model.log.to_look_at(), gate.model.waiting), (1, 1));
    assert_eq!(gate.model.log.get(second).map(|entry| entry.state.clone()), Some(State::Saved));
}

#[test]
fn a_busy_or_refusing_server_keeps_the_queue() {
    for trouble in [Trouble::Busy, Trouble::Refused(Problem::default()), Trouble::NoSignal] {
        let mut gate = Gate::at_work();
        gate.tap(SERIAL);
        gate.on(Event::Trouble(trouble.clone()));
        assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 1), "{trouble:?}");
        assert!(gate.model.credential_problem().is_none());
    }
}

#[test]
fn a_site_that_has_ended_is_no_lost_credential_and_its_touches_still_go_up() {
    let mut gate = Gate::at_work();
    gate.on(Event::Trouble(Trouble::SiteClosed(Problem::default())));
    assert!(gate.model.site_closed && gate.model.credential_problem().is_none());
    assert_eq!(gate.model.signal, Signal::Good, "the register answers");
    gate.tap(SERIAL);
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Flush)));
    assert_eq!(gate.sent().len(), 1);
    gate.roster(roster());
    assert!(!gate.model.site_closed, "it was opened again");
}

#[test]
fn a_fresh_roster_does_not_undo_what_happened_since_it_was_made() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    gate.roster(roster());
    assert_eq!(gate.model.inside().len(), 1);
    gate.later(60_000);
    gate.roster(GateRoster { server_time: NOW.plus_ms(60_000), ..roster() });
    assert_eq!(gate.model.inside().len(), 0, "another gate let them out");
}

#[test]
fn what_was_kept_without_signal_stays_inside_when_its_receipt_and_a_roster_without_it_come_together() {
    for roster_comes_first in [true, false] {
        let mut gate = Gate::at_work();
        gate.tap(SERIAL);
        let id = gate.touch();
        gate.later(600_000);
        gate.asked.clear();
        gate.on(Event::Online(true));
        let both = |effect: &Effect| matches!(effect, Effect::Flush | Effect::FetchRoster);
        assert_eq!(gate.asked.iter().filter(|effect| both(effect)).count(), 2, "queue and roster go together");
        let asked_at = gate.now;
        let early = GateRoster { server_time: gate.now.plus_ms(50), ..roster() };
        gate.later(100);
        let mut fresh = Some(Event::Roster { roster: Box::new(early), asked_at, offset_ms: None });
        if roster_comes_first && let Some(fresh) = fresh.take() {
            gate.on(fresh);
        }
        gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
        if let Some(fresh) = fresh {
            gate.on(fresh);
        }
        assert_eq!(gate.model.inside().len(), 1, "roster first: {roster_comes_first}");
        // That roster lacks what was recorded: the next look asks for another, and only that one.
        for asks in [true, false] {
            gate.asked.clear();
            gate.later(1_000);
            gate.on(Event::Timer);
            assert_eq!(gate.asked.iter().any(|effect| matches!(effect, Effect::FetchRoster)), asks);
            gate.roster(GateRoster { server_time: gate.now, people: vec![yamamoto(true)], ..roster() });
            assert_eq!(gate.model.inside().len(), 1);
        }
    }
}

#[test]
fn twenty_cards_a_minute_are_twenty_touches() {
    let mut gate = Gate::at_work();
    for n in 0..20 {
        gate.tap(&format!("04:00:00:00:00:00:{n:02x}"));
        let id = gate.touch();
        gate.answered(vec![answer(id, Outcome::Accepted, None)]);
        gate.later(3_000);
    }
    assert_eq!((gate.model.log.iter().count(), gate.model.waiting, gate.seq), (20, 0, 20));
}

#[test]
fn an_answer_whose_receipt_does_not_verify_changes_nothing_but_is_told() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    let doubted = |gate: &mut Gate, doubted| {
        let answers = TouchAnswers { server_time: gate.now, answers: vec![] };
        let waiting = Waiting { count: gate.queue.len(), site: Some(SiteId::from_body(7)) };
        gate.on(Event::Answered { answers, waiting, offset_ms: None, doubted });
    };
    doubted(&mut gate, 1);
    assert!(gate.model.receipts_doubted);
    assert_eq!((gate.model.waiting, gate.queue.len()), (1, 1));
    assert_eq!(gate.model.log.get(id).map(|entry| entry.state.clone()), Some(State::Saved));
    doubted(&mut gate, 0);
    assert!(gate.model.receipts_doubted, "an answer to nothing says nothing");
    gate.later(60_000);
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    assert!(!gate.model.receipts_doubted);
    assert_eq!(gate.model.waiting, 0);
}
