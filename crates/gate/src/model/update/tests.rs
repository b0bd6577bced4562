//! A morning at a gate, played through without a phone.

use super::*;
use crate::{
    log::{Entry, State},
    model::{Fault, Scan, Signal},
    queue::{self, Queue},
    reading::{Record, Tag},
    reply::{Problem, Trouble},
    screen::{Field, Note},
};
use domain::{
    id::{DeviceId, SiteId, TouchId},
    level::Level,
    touch::{
        TouchKind::{self, In, Out, Unknown},
        wire::{GateCredential, GatePerson, GateRoster, GateSite, GateSites, Outcome, Shown, TouchAnswer, TouchAnswers, Warning},
    },
    trade::TradeCode,
};
use uuid::Uuid;

const NOW: Instant = Instant(1_795_215_120_000);
const SERIAL: &str = "04:de:5f:1e:ac:c0:40";
const STRANGER: &str = "04:aa:aa:aa:aa:aa:aa";

/// The model with a store and a clock that do what the phone would do.
struct Gate {
    model: Model,
    now: Instant,
    queue: Queue,
    seq: i64,
    /// The disk refuses.
    full: bool,
    /// What was asked of the phone and is not carried out here.
    asked: Vec<Effect>,
}

fn site(n: i64) -> GateSite {
    GateSite { id: SiteId::from_body(n), name: "湊町三丁目共同住宅".into(), prime: "港栄建設".into() }
}

fn credential(n: i64) -> GateCredential {
    let device_id = DeviceId(Uuid::from_u128(1));
    GateCredential { device_id, token: "secret".into(), site: site(n), name: "A門".into(), server_time: NOW }
}

fn yamamoto(inside: bool) -> GatePerson {
    GatePerson {
        technician_id: TechnicianId::from_body(5),
        name: "山本 健太".into(),
        kana: "ヤマモト ケンタ".into(),
        level: Level::Two,
        trade: TradeCode::from_stored(10),
        employer: "大川鉄筋".into(),
        serial: Some("04DE5F1EACC040".into()),
        has_photo: true,
        inside,
    }
}

fn roster() -> GateRoster {
    GateRoster { site: site(7), server_time: NOW.plus_ms(-60_000), people: vec![yamamoto(false)] }
}

fn shown(kind: TouchKind, warnings: Vec<Warning>) -> Shown {
    let person = yamamoto(false);
    Shown {
        technician_id: person.technician_id,
        name: person.name,
        kana: person.kana,
        level: person.level,
        trade: person.trade,
        employer: Some(person.employer),
        has_photo: true,
        kind,
        warnings,
    }
}

fn answer(id: TouchId, outcome: Outcome, shown: Option<Shown>) -> TouchAnswer {
    let reason = outcome.is_receipt().then(|| "このタッチは前に受けとっています".to_owned());
    TouchAnswer {
        index: 0,
        id: Some(id),
        outcome,
        code: None,
        field: None,
        reason_ja: reason,
        reason_en: None,
        recorded_at: None,
        shown,
    }
}

impl Gate {
    fn new() -> Self {
        let model = Model::new(Lang::Ja, NOW);
        Self { model, now: NOW, queue: Queue::default(), seq: 0, full: false, asked: Vec::new() }
    }

    fn at_work() -> Self {
        let mut gate = Self::new();
        let stored = Stored { device: Some(credential(7)), roster: Some(roster()), ..Stored::default() };
        gate.on(Event::Loaded(Box::new(stored)));
        gate.on(Event::Pressed(Action::Begin));
        gate.on(Event::Scanning(Scan::On));
        gate.model.signal = Signal::Good;
        gate.asked.clear();
        gate
    }

    fn on(&mut self, event: Event) {
        for effect in update(&mut self.model, event, self.now) {
            match effect {
                Effect::Keep { draft, who, name, corrects } => {
                    if self.full {
                        self.on(Event::NotKept { full: true });
                        continue;
                    }
                    let random = [u8::try_from(self.seq).expect("few"); 10];
                    let pending = queue::record(&draft, random, self.seq);
                    self.seq += 1;
                    self.queue.add(pending.clone());
                    let entry = Entry::of(&pending, who, name);
                    self.on(Event::Kept { pending: Box::new(pending), entry, corrects });
                }
                Effect::Correct { touch, kind } => {
                    let event = match self.queue.correct(touch, kind) {
                        Some(pending) => Event::Corrected(Box::new(pending)),
                        None => Event::TooLateToCorrect(touch),
                    };
                    self.on(event);
                }
                other => self.asked.push(other),
            }
        }
    }

    fn tap(&mut self, serial: &str) {
        let url = "https://example.test/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";
        let records = vec![Record { kind: "url".into(), text: Some(url.into()) }];
        self.on(Event::Tapped(Tag { serial: serial.into(), records }));
    }

    fn later(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }

    fn touch(&self) -> TouchId {
        self.model.sign.as_ref().and_then(|sign| sign.touch).expect("a touch on the screen")
    }

    fn sent(&mut self) -> Vec<TouchId> {
        let ids = self.queue.batch(SiteId::from_body(7), self.now, 200);
        self.queue.mark_sent(&ids);
        ids
    }

    fn answered(&mut self, answers: Vec<TouchAnswer>) {
        let ids = self.sent();
        self.queue.apply(&ids, &answers, self.now);
        let answers = TouchAnswers { server_time: self.now, answers };
        self.on(Event::Answered { answers, waiting: self.queue.len(), offset_ms: Some(0) });
    }

    fn field(&self) -> Option<Field> {
        self.model.sign.as_ref().map(|sign| sign.field)
    }

    fn cues(&mut self) -> Vec<Cue> {
        let cue = |effect: Effect| if let Effect::Cue(cue) = effect { Some(cue) } else { None };
        core::mem::take(&mut self.asked).into_iter().filter_map(cue).collect()
    }
}

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
    assert_eq!(gate.model.inside().count(), 1);
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
fn a_refused_credential_keeps_the_queue_and_the_gate_open() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    gate.on(Event::Trouble(Trouble::SignIn(Problem::default())));
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 1));
    gate.later(4_000);
    gate.tap(SERIAL);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 2));
    gate.on(Event::Pressed(Action::SignInAgain));
    assert!(matches!(gate.model.page, Page::SignIn(_)));
    gate.on(Event::Pressed(Action::BackToGate));
    assert!(matches!(gate.model.page, Page::Gate));
    gate.on(Event::Enrolled(Ok(Box::new(credential(7)))));
    assert!(gate.model.credential_problem().is_none());
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Flush)));
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
fn signing_out_waits_for_the_queue() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    gate.on(Event::Pressed(Action::SignOut));
    assert!(gate.model.sign_out_refused);
    assert!(!gate.asked.iter().any(|effect| matches!(effect, Effect::SignOut)));
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    gate.on(Event::Pressed(Action::SignOut));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::SignOut)));
    gate.on(Event::SignedOut);
    assert!(gate.model.device.is_none() && gate.model.roster.is_none() && gate.model.log.iter().next().is_none());
}

#[test]
fn touches_of_one_site_are_not_sent_with_the_credential_of_another() {
    let mut gate = Gate::new();
    let stored = Stored { waiting: 3, waiting_site: Some(SiteId::from_body(7)), ..Stored::default() };
    gate.on(Event::Loaded(Box::new(stored)));
    let sites = GateSites { signed_in_as: "現場 管理".into(), sites: vec![site(7), site(8)] };
    gate.on(Event::SignedIn(Ok(sites)));
    let form = |n: i64| {
        let site = SiteId::from_body(n).to_string();
        Event::Submitted(Action::Enrol, vec![("site".into(), site), ("name".into(), " A門 ".into())])
    };
    gate.on(form(8));
    let Page::Sites { asking, .. } = &gate.model.page else { panic!("still choosing") };
    assert_eq!(*asking, Asking::Failed(Fault::OtherSiteWaits));
    gate.on(form(7));
    let enrolment = gate.asked.iter().find_map(|effect| if let Effect::Enrol(e) = effect { Some(e.clone()) } else { None });
    assert_eq!(enrolment.map(|e| (e.site_id, e.name)), Some((SiteId::from_body(7), "A門".into())));
}

#[test]
fn an_incomplete_log_in_is_not_sent_and_a_password_keeps_its_blanks() {
    let mut gate = Gate::new();
    gate.on(Event::Loaded(Box::default()));
    let form = |totp: &str| {
        let fields = [("login_id", " 123 "), ("password", " pass word "), ("totp", totp)];
        Event::Submitted(Action::SignIn, fields.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec())
    };
    gate.on(form(""));
    assert!(matches!(&gate.model.page, Page::SignIn(Asking::Failed(Fault::Empty))));
    gate.on(form("123456"));
    let sent = gate.asked.iter().find_map(|effect| if let Effect::SignIn(log_in) = effect { Some(log_in) } else { None });
    assert_eq!(sent.map(|log_in| (&*log_in.login_id, &*log_in.password)), Some(("123", " pass word ")));
    gate.on(Event::SignedIn(Err(Trouble::NoSignal)));
    assert!(matches!(&gate.model.page, Page::SignIn(Asking::Failed(Fault::Trouble(Trouble::NoSignal)))));
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
fn a_fresh_roster_does_not_undo_what_happened_since_it_was_made() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    gate.on(Event::Roster { roster: Box::new(roster()), offset_ms: None });
    assert_eq!(gate.model.inside().count(), 1);
    let newer = GateRoster { server_time: NOW.plus_ms(60_000), ..roster() };
    gate.on(Event::Roster { roster: Box::new(newer), offset_ms: None });
    assert_eq!(gate.model.inside().count(), 0, "another gate let them out");
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
