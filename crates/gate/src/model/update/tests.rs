//! A morning at a gate, played through without a phone.

use super::*;
use crate::{
    log::{Entry, State},
    model::{Fault, NotKept, Scan, Signal, Waiting},
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
        wire::{
            GateCredential, GatePerson, GateRoster, GateSite, GateSites, Outcome, Shown, TouchAnswer, TouchAnswers,
            Warning,
        },
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
    let (token, name) = ("secret".into(), "A門".into());
    GateCredential { device_id, token, site: site(n), name, server_time: NOW, receipt_key: None }
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
        photo: Some("5f0c1d2e".into()),
        inside,
    }
}

fn roster() -> GateRoster {
    GateRoster {
        site: site(7),
        server_time: NOW.plus_ms(-60_000),
        people: vec![yamamoto(false)],
        unlisted: vec![],
        stopped: vec![],
        expired: vec![],
        code_keys: vec![],
    }
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
        training: false,
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
        receipt: None,
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
                        self.on(Event::NotKept(NotKept::Full));
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
        let waiting = Waiting { count: self.queue.len(), site: self.queue.iter().next().map(|pending| pending.site) };
        self.on(Event::Answered { answers, waiting, offset_ms: Some(0), doubted: 0 });
    }

    fn roster(&mut self, roster: GateRoster) {
        self.on(Event::Roster { roster: Box::new(roster), asked_at: self.now, offset_ms: None });
    }

    fn field(&self) -> Option<Field> {
        self.model.sign.as_ref().map(|sign| sign.field)
    }

    fn cues(&mut self) -> Vec<Cue> {
        let cue = |effect: Effect| if let Effect::Cue(cue) = effect { Some(cue) } else { None };
        core::mem::take(&mut self.asked).into_iter().filter_map(cue).collect()
    }
}

mod answer;
mod code;
mod enrol;
mod lock;
mod tap;
mod usb;
