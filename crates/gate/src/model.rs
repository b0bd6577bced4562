//! Everything the gate knows while it runs, what can happen to it, and what it asks of the phone. Invariant: nothing
//! here touches the phone; [`update::update`] answers from the model, the event and the phone's clock alone.

pub mod answer;
pub mod code;
pub mod enrol;
pub mod event;
pub mod lock;
pub mod tap;
pub mod update;
pub mod usb;

pub use event::{Action, Effect, Event, NotKept, Stored, Waiting};

use crate::{
    inside::{Inside, Known},
    lock::{Checks, Lock, PinFault},
    log::{Log, RosterAge, Who},
    reply::{Problem, Trouble},
    screen::{Person, Sign},
    usb::Usb,
};
use domain::{
    id::{NumberFault, SiteId, TechnicianId},
    time::{DAY_MS, Instant},
    touch::wire::{GateCredential, GatePerson, GateRoster, GateSites, Reading, code::PhoneCode},
};
use i18n::Lang;

/// Days a gate works without contact (20-sites-and-history.md).
pub const OFFLINE_DAYS: i64 = 30;
/// How long an answer is awaited before the tap is shown as received, milliseconds.
pub const ANSWER_MS: u32 = 1_500;
/// How long a result stays, milliseconds.
pub const RESULT_MS: u32 = 3_000;
/// How often the queue and the roster are looked after without another reason, milliseconds.
pub const TIMER_MS: u32 = 15_000;

/// Where the person is.
#[derive(Debug, Clone)]
pub enum Page {
    /// The store is being read.
    Loading,
    /// The store cannot be read: nothing can be recorded.
    Broken {
        /// The browser's own words.
        detail: String,
    },
    /// Who opens the gate?
    SignIn(Asking),
    /// Which site?
    Sites {
        /// What the log-in answered.
        sites: GateSites,
        /// State of the request.
        asking: Asking,
    },
    /// Enrolled; one press unlocks sound and reader.
    Begin,
    /// At work.
    Gate,
}

/// A request a person waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// Not sent yet.
    Ready,
    /// Under way.
    Busy,
    /// Did not work.
    Failed(Fault),
}

/// Why enrolling did not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// As the server or the network has it.
    Trouble(Trouble),
    /// These fields are empty.
    Empty,
    /// Touches of another site wait on this phone.
    OtherSiteWaits,
    /// The phone could not keep the credential.
    NotKept,
    /// The browser makes no key.
    NoKey,
    /// The PIN cannot be one.
    Pin(PinFault),
}

/// What covers the waiting screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// きょうの記録.
    Today,
    /// 現場にいる人.
    People,
    /// 番号を入れる.
    Typed,
    /// 設定.
    Settings,
    /// 暗証番号; the settings where they were asked for.
    Pin {
        /// After the right one the settings are opened.
        settings: bool,
    },
}

/// The card reader of the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// Not started.
    Idle,
    /// Reading.
    On,
    /// Cannot read.
    Trouble(ScanTrouble),
}

/// Why the phone cannot read cards (30-cards.md, Web NFC as it is).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanTrouble {
    /// The browser has no Web NFC (iPhone, computers, other browsers).
    NoWebNfc,
    /// The phone has no NFC hardware.
    NoHardware,
    /// NFC is switched off.
    Off,
    /// The person or the settings said no.
    Denied,
    /// Not a top-level page of a secure address.
    NotAllowedHere,
    /// Anything else, in the browser's words.
    Other(String),
}

/// Whether the register can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Not tried yet.
    Unknown,
    /// It answered.
    Good,
    /// It did not.
    Trouble(Trouble),
}

/// The gate.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with each other")]
pub struct Model {
    /// Language.
    pub lang: Lang,
    /// 夜: black ground.
    pub night: bool,
    /// Where the person is.
    pub page: Page,
    /// What covers the waiting screen.
    pub sheet: Option<Sheet>,
    /// The credential.
    pub device: Option<GateCredential>,
    /// Who is expected here.
    pub roster: Option<GateRoster>,
    /// When the roster at hand was asked for, by the phone's clock; `None` for one from the last start.
    pub roster_from: Option<Instant>,
    /// When a roster was last asked for, by the phone's clock; `None` where the next look asks again.
    pub roster_asked: Option<Instant>,
    /// What is known of cards whoever they belong to.
    pub checks: Option<Checks>,
    /// The PIN.
    pub lock: Lock,
    /// The disk holds something sealed.
    pub sealed: bool,
    /// The list.
    pub log: Log,
    /// Touches that wait.
    pub waiting: u32,
    /// The site of the oldest of them.
    pub waiting_site: Option<SiteId>,
    /// The number of the last touch made here; 0 before the first.
    pub last_seq: i64,
    /// The register says that the site has ended.
    pub site_closed: bool,
    /// Reachability.
    pub signal: Signal,
    /// The browser says there is a network.
    pub online: bool,
    /// Server clock less phone clock.
    pub offset_ms: Option<i64>,
    /// When the server last answered, by the phone's clock.
    pub contact: Option<Instant>,
    /// The result on the screen.
    pub sign: Option<Sign>,
    /// Counts signs, so that an old timer does not end a new one.
    pub sign_number: u64,
    /// The card being kept right now.
    pub keeping: Option<Who>,
    /// The reader.
    pub scan: Scan,
    /// The camera.
    pub camera: code::Camera,
    /// The reader at the computer's USB.
    pub usb: Usb,
    /// Codes just read.
    pub codes: code::Codes,
    /// Digits typed.
    pub typed: String,
    /// What is wrong with them.
    pub typed_fault: Option<NumberFault>,
    /// The photo at hand.
    pub photo: Option<(TechnicianId, String)>,
    /// Share of the storage used, percent.
    pub storage_percent: u8,
    /// A newer build waits.
    pub new_version: bool,
    /// The key this phone has to sign with is not there: nothing is sent until somebody signs in again.
    pub key_gone: Option<Problem>,
    /// The last answer held receipts that do not verify: their touches stay.
    pub receipts_doubted: bool,
    /// Signing out was refused.
    pub sign_out_refused: bool,
    /// The phone's clock at the last event.
    pub now: Instant,
}

impl Model {
    /// Before the store is read.
    pub fn new(lang: Lang, now: Instant) -> Self {
        Self {
            lang,
            night: false,
            page: Page::Loading,
            sheet: None,
            device: None,
            roster: None,
            roster_from: None,
            roster_asked: None,
            checks: None,
            lock: Lock::new(now),
            sealed: false,
            log: Log::default(),
            waiting: 0,
            waiting_site: None,
            last_seq: 0,
            site_closed: false,
            signal: Signal::Unknown,
            online: true,
            offset_ms: None,
            contact: None,
            sign: None,
            sign_number: 0,
            keeping: None,
            scan: Scan::Idle,
            camera: code::Camera::Off,
            usb: Usb::Off,
            codes: code::Codes::default(),
            typed: String::new(),
            typed_fault: None,
            photo: None,
            storage_percent: 0,
            new_version: false,
            key_gone: None,
            receipts_doubted: false,
            sign_out_refused: false,
            now,
        }
    }

    /// What waits, by the store's last word and the touches kept since.
    pub const fn waits(&self) -> Waiting {
        Waiting { count: self.waiting, site: self.waiting_site }
    }

    /// The store has been asked what waits.
    pub const fn now_waits(&mut self, waiting: Waiting) {
        self.waiting = waiting.count;
        self.waiting_site = waiting.site;
    }

    /// The time by the server's clock, as far as it is known.
    pub fn corrected_now(&self) -> Instant {
        domain::touch::timing::corrected(self.now, self.offset_ms)
    }

    /// No answer is to be expected just now.
    pub fn has_no_signal(&self) -> bool {
        !self.online || self.signal == Signal::Trouble(Trouble::NoSignal)
    }

    /// There is a network, but the register does not answer: not a matter of signal.
    pub fn is_unanswered(&self) -> bool {
        self.online && self.has_no_signal()
    }

    /// The credential is not accepted any more.
    pub fn credential_problem(&self) -> Option<&Problem> {
        match &self.signal {
            Signal::Trouble(Trouble::SignIn(problem)) => Some(problem),
            _ => self.key_gone.as_ref(),
        }
    }

    /// Days the gate may go on without contact.
    pub fn days_left(&self) -> i64 {
        let since = self.contact.map_or(0, |contact| self.now.since_ms(contact).max(0));
        (OFFLINE_DAYS - since / DAY_MS).max(0)
    }

    /// The time without contact is over: nothing personal may stay but the queue.
    pub fn is_silent_too_long(&self) -> bool {
        self.contact.is_some() && self.days_left() == 0
    }

    /// Who is inside, those by touches that wait among them. It reads roster and list once: ask once for a screen.
    pub fn inside(&self) -> Vec<Inside<'_>> {
        crate::inside::inside(self)
    }

    /// How old the roster at hand is.
    pub fn roster_age(&self) -> Option<RosterAge> {
        self.roster.as_ref().map(|roster| RosterAge { made: roster.server_time, asked: self.roster_from })
    }

    /// Who was read, as far as roster and list tell.
    pub fn who(&self, reading: &Reading) -> Who {
        let serial = crate::reading::serial_of(reading);
        let technician = match reading {
            Reading::Typed { technician_id } => technician_id.parse().ok(),
            Reading::Qr { code } => PhoneCode::parse(code).ok().map(|code| code.certificate.technician),
            Reading::Card { .. } | Reading::Serial { .. } => None,
        };
        let mut who = Who { serial, technician };
        if let Some(known) = self.known(&who) {
            who.technician = known.who().technician;
        } else if let Some(entry) = self.log.iter().rev().find(|entry| entry.who.same(&who)) {
            who.technician = who.technician.or(entry.who.technician);
        }
        who
    }

    /// What the register has told of them: their line on the roster, or that they are inside without one.
    pub fn known(&self, who: &Who) -> Option<Known<'_>> {
        Known::of(self.roster.as_ref()?).find(|known| who.same(&known.who()))
    }

    /// Their line on the roster.
    pub fn on_roster(&self, who: &Who) -> Option<&GatePerson> {
        match self.known(who)? {
            Known::Listed(person) => Some(person),
            Known::Unlisted(_) => None,
        }
    }

    /// What the roster shows of them.
    pub fn person(&self, who: &Who) -> Option<Person> {
        self.on_roster(who).map(Person::from)
    }
}
