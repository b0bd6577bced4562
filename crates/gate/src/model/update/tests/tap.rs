//! Cards, numbers and what is shown before the server has answered.

use super::*;

#[test]
fn without_signal_nothing_is_awaited() {
    let mut gate = Gate::at_work();
    gate.on(Event::Online(false));
    gate.tap(SERIAL);
    gate.later(4_000);
    gate.tap(STRANGER);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.kind, sign.notes), (Field::Kept, Unknown, vec![Note::NameLater]));
    assert_eq!(gate.cues(), [Cue::In, Cue::Received]);
    gate.on(Event::Trouble(Trouble::NoSignal));
    gate.on(Event::Online(true));
    assert!(gate.model.has_no_signal(), "online says only that there is a network");
    assert_eq!(gate.model.waiting, 2);
}

#[test]
fn a_card_the_roster_knows_to_be_stopped_is_refused_without_signal_and_kept_as_evidence() {
    let mut gate = Gate::at_work();
    gate.roster(GateRoster { stopped: vec!["04AAAAAAAAAAAA".into()], ..roster() });
    gate.on(Event::Online(false));
    gate.tap(SERIAL);
    assert_eq!(gate.field(), Some(Field::Kept), "the others are as ever");
    gate.later(4_000);
    gate.tap(STRANGER);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, gate.model.waiting), (Field::Refused, 2), "it goes to the server all the same");
    assert_eq!(sign.notes, [Note::CardStopped, Note::AskForeman]);
    assert_eq!(gate.cues(), [Cue::In, Cue::Refused]);
    gate.on(Event::ResultOver(gate.model.sign_number));
    assert_eq!(gate.field(), Some(Field::Refused), "it stays until somebody has seen it");
}

#[test]
fn a_full_disk_is_refused_in_red_and_never_green() {
    let mut gate = Gate::at_work();
    gate.full = true;
    gate.tap(SERIAL);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.notes, gate.model.waiting), (Field::NotKept, vec![Note::StorageFull], 0));
    assert_eq!(gate.cues(), [Cue::Refused]);
    gate.full = false;
    gate.later(500);
    gate.tap(SERIAL);
    assert_eq!(gate.model.waiting, 1, "the same card may try again at once");
}

#[test]
fn the_same_card_within_three_seconds_is_one_touch() {
    let mut gate = Gate::at_work();
    gate.on(Event::Online(false));
    gate.tap(SERIAL);
    gate.later(3_000);
    gate.tap(SERIAL);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Already), 1));
    gate.later(1);
    gate.tap(SERIAL);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 2));
    assert_eq!(gate.cues(), [Cue::In, Cue::Already, Cue::Out]);
}

#[test]
fn a_warning_stays_until_seen_and_is_not_wiped_away_by_the_same_card() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![Warning::CardExpired])))]);
    gate.on(Event::ResultOver(gate.model.sign_number));
    gate.later(1_000);
    gate.tap(SERIAL);
    assert_eq!(gate.field(), Some(Field::Look));
    gate.on(Event::Pressed(Action::Seen));
    assert_eq!((gate.field(), gate.model.log.to_look_at()), (None, 0));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::SaveEntry(entry) if entry.seen)));
}

#[test]
fn a_result_ends_with_its_own_time_only() {
    let mut gate = Gate::at_work();
    gate.on(Event::Online(false));
    gate.tap(SERIAL);
    let first = gate.model.sign_number;
    gate.tap(STRANGER);
    gate.on(Event::ResultOver(first));
    assert_eq!(gate.field(), Some(Field::Kept), "the next tap always wins");
    gate.on(Event::ResultOver(gate.model.sign_number));
    assert_eq!(gate.field(), None);
}

#[test]
fn before_sending_in_or_out_is_changed_in_the_touch_itself() {
    let mut gate = Gate::at_work();
    gate.on(Event::Online(false));
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.on(Event::Pressed(Action::Correct));
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.touch, sign.kind, gate.model.waiting), (Some(id), Out, 1));
    assert!(sign.notes.contains(&Note::ChangedInPlace));
    assert_eq!(gate.queue.get(id).map(|pending| pending.item.kind), Some(Out));
}

#[test]
fn a_typed_number_is_checked_here_and_recorded_like_a_card() {
    let mut gate = Gate::at_work();
    gate.on(Event::Online(false));
    gate.on(Event::Pressed(Action::Open(Sheet::Typed)));
    let good = TechnicianId::from_body(5).to_string();
    let mut wrong = good.clone().into_bytes();
    wrong[3] = b'0' + (wrong[3] - b'0' + 1) % 10;
    for digit in &wrong {
        gate.on(Event::Pressed(Action::Digit(digit - b'0')));
    }
    gate.on(Event::Pressed(Action::Digit(1)));
    assert_eq!(gate.model.typed.len(), 14, "no 15th digit");
    gate.on(Event::Submitted(Action::SendTyped, vec![]));
    assert_eq!(gate.model.typed_fault, Some(domain::id::NumberFault::CheckDigit));
    gate.on(Event::Pressed(Action::Erase));
    gate.on(Event::Submitted(Action::SendTyped, vec![]));
    assert_eq!(gate.model.typed_fault, Some(domain::id::NumberFault::Length));
    gate.on(Event::Typed(TechnicianId::from_body(5).grouped()));
    gate.on(Event::Submitted(Action::SendTyped, vec![]));
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.kind), (Field::Kept, In));
    assert_eq!(sign.person.map(|person| person.name), Some("山本 健太".into()));
    gate.later(1_000);
    gate.tap(SERIAL);
    assert_eq!(gate.field(), Some(Field::Already), "the card of the person just typed");
}

#[test]
fn a_tag_that_gives_nothing_is_not_recorded() {
    let mut gate = Gate::at_work();
    gate.on(Event::Tapped(Tag::default()));
    gate.on(Event::CouldNotRead);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Unread), 0));
    assert_eq!(gate.cues(), [Cue::Unread, Cue::Unread]);
}

#[test]
fn nothing_is_read_before_the_gate_has_begun() {
    let mut gate = Gate::new();
    gate.on(Event::Loaded(Box::new(Stored { device: Some(credential(7)), ..Stored::default() })));
    gate.tap(SERIAL);
    gate.on(Event::CouldNotRead);
    assert_eq!((gate.field(), gate.model.waiting), (None, 0));
}

#[test]
fn a_reader_that_types_is_taken_at_work_only_and_closes_every_sheet() {
    let serial = || Event::Wedged(Reading::Serial { serial: "04DE5F1EACC040".into() });
    let mut begun = Gate::new();
    begun.on(Event::Loaded(Box::new(Stored { device: Some(credential(7)), ..Stored::default() })));
    begun.on(serial());
    assert_eq!(begun.model.waiting, 0, "not begun yet");
    let mut gate = Gate::at_work();
    gate.on(Event::Online(false));
    gate.on(Event::Pressed(Action::Open(Sheet::People)));
    gate.on(serial());
    assert_eq!((gate.model.sheet, gate.model.waiting), (None, 1));
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!(sign.person.map(|person| person.name), Some("山本 健太".into()));
    gate.tap(SERIAL);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Already), 1), "one card, however it is read");
}
