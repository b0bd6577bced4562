//! The PIN: what it hides, and that it never stands between a card and its record.

use super::*;
use crate::{
    lock::{Checking, Door, IDLE_MS, PinFault, Sealed},
    log::Log,
    model::lock::to_seal,
};
use domain::touch::wire::GateUnlisted;

fn pin(action: Action, digits: &str) -> Event {
    Event::Submitted(action, vec![("pin".into(), digits.into())])
}

fn sealed() -> Sealed {
    Sealed { roster: Some(roster()), names: vec![(TechnicianId::from_body(9), "大野 剛".into())] }
}

/// Begun again without signal: what the disk gives before a PIN is typed.
fn begun_again() -> Gate {
    let mut gate = Gate::new();
    let checks = Some((&GateRoster { stopped: vec!["04AAAAAAAAAAAA".into()], ..roster() }).into());
    let stored = Stored { device: Some(credential(7)), has_pin: true, sealed: true, checks, ..Stored::default() };
    gate.on(Event::Loaded(Box::new(stored)));
    gate.on(Event::Online(false));
    gate
}

fn opened(gate: &mut Gate) {
    gate.on(Event::Unlocked(Box::new(sealed())));
}

#[test]
fn after_a_restart_cards_are_recorded_without_the_pin_and_named_with_it() {
    let mut gate = begun_again();
    gate.on(Event::Pressed(Action::Begin));
    gate.tap(SERIAL);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.person, gate.model.waiting), (Field::Kept, None, 1));
    assert_eq!(sign.notes, [Note::NameHidden]);
    gate.on(Event::Pressed(Action::Open(Sheet::Pin { settings: false })));
    gate.on(pin(Action::Unlock, "480153"));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Unlock(_))));
    opened(&mut gate);
    assert_eq!((gate.model.lock.door, gate.model.sheet), (Door::Open, None));
    let names: Vec<_> = gate.model.log.iter().map(|entry| entry.name.as_deref()).collect();
    assert_eq!(names, [Some("山本 健太")]);
    gate.later(4_000);
    gate.tap(SERIAL);
    assert_eq!(gate.model.sign.as_ref().and_then(|sign| sign.person.as_ref()).map(|one| &*one.name), Some("山本 健太"));
}

#[test]
fn a_lost_card_is_red_without_signal_and_without_the_pin_and_still_kept() {
    let mut gate = begun_again();
    gate.on(Event::Pressed(Action::Begin));
    gate.tap(STRANGER);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Refused), 1));
    assert!(gate.cues().contains(&Cue::Refused));
}

#[test]
fn a_card_whose_time_is_over_is_received_with_a_word_to_look_at() {
    let mut gate = Gate::at_work();
    gate.roster(GateRoster { expired: vec!["04DE5F1EACC040".into()], ..roster() });
    gate.on(Event::Online(false));
    gate.tap(SERIAL);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!(sign.field, Field::Kept);
    assert_eq!(sign.notes, [Note::CardCheckedLater, Note::Warning(Warning::CardExpired)]);
}

#[test]
fn beginning_with_the_pin_reads_cards_before_it_is_found_right() {
    let mut gate = begun_again();
    gate.on(pin(Action::Begin, "48015"));
    assert!(matches!(gate.model.page, Page::Begin));
    assert_eq!(gate.model.lock.checking, Checking::Failed(PinFault::Digits));
    gate.on(pin(Action::Begin, "480153"));
    assert!(matches!(gate.model.page, Page::Gate));
    for wanted in ["StartScan", "Unlock(Pin)"] {
        assert!(gate.asked.iter().any(|effect| format!("{effect:?}") == wanted), "{wanted}");
    }
    gate.on(Event::PinRefused { fault: PinFault::Wrong, until: None });
    assert_eq!(gate.model.sheet, Some(Sheet::Pin { settings: false }));
    gate.tap(SERIAL);
    assert_eq!((gate.model.sheet, gate.model.waiting), (None, 1), "a card closes every sheet");
}

#[test]
fn no_pin_is_tried_while_the_wait_lasts() {
    let mut gate = begun_again();
    let until = Some(gate.now.plus_ms(60_000));
    gate.on(Event::PinRefused { fault: PinFault::Wrong, until });
    gate.on(pin(Action::Unlock, "480153"));
    assert_eq!(gate.model.lock.checking, Checking::Failed(PinFault::Wait));
    assert!(!gate.asked.iter().any(|effect| matches!(effect, Effect::Unlock(_))));
    gate.later(60_000);
    gate.on(pin(Action::Unlock, "480153"));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Unlock(_))));
}

fn with_pin() -> Gate {
    let mut gate = Gate::at_work();
    opened(&mut gate);
    gate.asked.clear();
    gate
}

#[test]
fn it_shuts_by_a_press_and_after_twelve_hours_without_use() {
    for (name, by_hand) in [("by hand", true), ("by time", false)] {
        let mut gate = with_pin();
        gate.tap(SERIAL);
        gate.later(IDLE_MS - 1);
        gate.on(Event::Timer);
        assert_eq!(gate.model.lock.door, Door::Open, "{name}: a moment before");
        gate.later(i64::from(!by_hand));
        gate.on(if by_hand { Event::Pressed(Action::Lock) } else { Event::Timer });
        let model = &gate.model;
        assert_eq!(
            (model.lock.door, model.roster.is_none(), model.photo.is_none()),
            (Door::Shut, true, true),
            "{name}"
        );
        assert!(model.sign.as_ref().is_none_or(|sign| sign.person.is_none()), "{name}");
        assert!(model.log.iter().all(|entry| entry.name.is_none()), "{name}");
        assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Lock)), "{name}: the key is forgotten");
    }
}

#[test]
fn a_card_is_use_and_keeps_it_open() {
    let mut gate = with_pin();
    gate.later(IDLE_MS - 1);
    gate.tap(SERIAL);
    gate.later(IDLE_MS - 1);
    gate.on(Event::Timer);
    assert_eq!(gate.model.lock.door, Door::Open);
}

#[test]
fn while_it_is_shut_an_answer_and_a_roster_tell_no_names() {
    let mut gate = with_pin();
    gate.on(Event::Pressed(Action::Lock));
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    let sign = gate.model.sign.clone().expect("shown");
    assert_eq!((sign.field, sign.person), (Field::In, None));
    gate.roster(GateRoster { stopped: vec!["04AAAAAAAAAAAA".into()], ..roster() });
    assert!(gate.model.roster.is_none() && to_seal(&gate.model).is_none());
    assert!(gate.model.log.iter().all(|entry| entry.name.is_none()));
    gate.on(Event::Photo(TechnicianId::from_body(5), "blob:1".into()));
    assert!(gate.model.photo.is_none());
    gate.later(4_000);
    gate.on(Event::Online(false));
    gate.tap(STRANGER);
    assert_eq!(gate.field(), Some(Field::Refused), "which cards are out of use it still learns");
}

#[test]
fn the_settings_lie_behind_the_pin() {
    let mut gate = with_pin();
    gate.on(Event::Pressed(Action::Open(Sheet::Settings)));
    assert_eq!(gate.model.sheet, Some(Sheet::Pin { settings: true }));
    gate.on(pin(Action::Unlock, "480153"));
    gate.on(Event::PinRefused { fault: PinFault::Wrong, until: None });
    assert_eq!((gate.model.sheet, gate.model.lock.door), (Some(Sheet::Pin { settings: true }), Door::Open));
    gate.on(pin(Action::Unlock, "480154"));
    opened(&mut gate);
    assert_eq!(gate.model.sheet, Some(Sheet::Settings));
}

#[test]
fn a_gate_of_before_pins_goes_on_and_seals_once_one_is_set() {
    let mut gate = Gate::at_work();
    assert_eq!((gate.model.lock.door, gate.model.roster.is_some()), (Door::Unset, true));
    assert!(to_seal(&gate.model).is_none(), "there is no key for it");
    let typed = vec![("pin".into(), "480153".into()), ("pin_again".into(), "480153".into())];
    gate.on(Event::Submitted(Action::Unlock, typed));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::SetPin(_))));
    gate.on(Event::Unlocked(Box::default()));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::KeepRoster)));
    assert_eq!(to_seal(&gate.model).and_then(|sealed| sealed.roster), Some(roster()));
}

#[test]
fn what_is_sealed_holds_the_names_the_roster_does_not() {
    let mut gate = with_pin();
    gate.tap(STRANGER);
    let id = gate.touch();
    let stranger =
        Shown { technician_id: TechnicianId::from_body(8), name: "大野 直樹".into(), ..shown(In, vec![]) };
    gate.answered(vec![answer(id, Outcome::Accepted, Some(stranger))]);
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::KeepRoster)));
    let kept = to_seal(&gate.model).expect("open");
    assert_eq!(kept.names, [(TechnicianId::from_body(8), "大野 直樹".to_owned())]);
    let mut log = Log::from_stored(gate.model.log.iter().cloned().collect());
    log.forget_names();
    kept.name(&mut log);
    assert_eq!(log.iter().next().and_then(|entry| entry.name.as_deref()), Some("大野 直樹"));
    let (technician_id, name) = (TechnicianId::from_body(8), "大野 直樹".to_owned());
    let unlisted = vec![GateUnlisted { technician_id, name, kana: "オオノ".into(), serial: None }];
    gate.roster(GateRoster { unlisted, ..roster() });
    assert!(to_seal(&gate.model).expect("open").names.is_empty(), "the roster names them now");
}

#[test]
fn thirty_days_without_contact_wipe_what_is_sealed_too() {
    let mut gate = begun_again();
    gate.model.contact = Some(gate.now);
    gate.later(30 * domain::time::DAY_MS);
    gate.on(Event::Timer);
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Wipe(_))));
    gate.asked.clear();
    gate.on(Event::Timer);
    assert!(!gate.asked.iter().any(|effect| matches!(effect, Effect::Wipe(_))), "once");
}
