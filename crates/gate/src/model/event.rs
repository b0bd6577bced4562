//! What can happen to the gate, what a control does, and what the gate asks of the phone. Invariant: plain data; an
//! event tells what has happened already, an effect what has not happened yet.

use super::{Fault, Scan, Sheet};
use crate::{
    log::{Entry, Who},
    queue::{Draft, Pending},
    reading::Tag,
    reply::Trouble,
    screen::Cue,
};
use domain::{
    id::{SiteId, TechnicianId, TouchId},
    time::Instant,
    touch::{
        TouchKind,
        wire::{GateCredential, GateEnrolment, GateLogIn, GateRoster, GateSites, TouchAnswers},
    },
};
use i18n::Lang;

/// What the store holds, read at the start.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// The credential of this phone.
    pub device: Option<GateCredential>,
    /// The roster as last fetched.
    pub roster: Option<GateRoster>,
    /// Server clock less phone clock.
    pub offset_ms: Option<i64>,
    /// When the server last answered, by the phone's clock.
    pub contact: Option<Instant>,
    /// Language code.
    pub lang: Option<String>,
    /// 夜.
    pub night: bool,
    /// What waits.
    pub waiting: Waiting,
    /// The list.
    pub log: Vec<Entry>,
}

/// What waits on this phone, as the store has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// How many touches, unreadable ones among them.
    pub count: u32,
    /// The site of the oldest that can be read.
    pub site: Option<SiteId>,
}

impl Waiting {
    /// The oldest was made at another site: with the credential of `site` it would never be sent.
    pub fn is_of_another(self, site: SiteId) -> bool {
        self.count > 0 && self.site.is_some_and(|waiting| waiting != site)
    }
}

/// Why a touch is not on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotKept {
    /// The disk is full.
    Full,
    /// The disk does not work.
    Broken,
    /// By what the disk says, this phone is not the gate of that site any more: signed out, perhaps in another tab.
    GateEnded,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// The store was read.
    Loaded(Box<Stored>),
    /// The store cannot be read.
    LoadFailed(String),
    /// A button.
    Pressed(Action),
    /// A form, with its fields.
    Submitted(Action, Vec<(String, String)>),
    /// The number field changed.
    Typed(String),
    /// A tag was read.
    Tapped(Tag),
    /// A tag was there but could not be read.
    CouldNotRead,
    /// The reader started, or could not.
    Scanning(Scan),
    /// The touch is durable.
    Kept {
        /// The touch.
        pending: Box<Pending>,
        /// Its line in the list.
        entry: Entry,
        /// It corrects a touch that says this.
        corrects: Option<TouchKind>,
    },
    /// The touch is not durable: not recorded.
    NotKept(NotKept),
    /// In or out was changed in the queue.
    Corrected(Box<Pending>),
    /// Too late for that: the touch has left the phone.
    TooLateToCorrect(TouchId),
    /// The server answered a batch, and the store holds what it came to.
    Answered {
        /// The answers.
        answers: TouchAnswers,
        /// What still waits.
        waiting: Waiting,
        /// Server clock less phone clock by this answer.
        offset_ms: Option<i64>,
    },
    /// What waits, counted in the store.
    Counted(Waiting),
    /// A request came to nothing.
    Trouble(Trouble),
    /// The roster came.
    Roster {
        /// The roster.
        roster: Box<GateRoster>,
        /// When it was asked for, by the phone's clock.
        asked_at: Instant,
        /// Server clock less phone clock by this answer.
        offset_ms: Option<i64>,
    },
    /// A photo came: an address the page may show.
    Photo(TechnicianId, String),
    /// The answer to a log-in.
    SignedIn(Result<GateSites, Trouble>),
    /// The answer to an enrolment; `Ok` once the credential is durable.
    Enrolled(Result<Box<GateCredential>, Fault>),
    /// The credential is gone from this phone.
    SignedOut,
    /// It is not: touches wait.
    SignOutRefused,
    /// The wait for an answer is over.
    Waited(TouchId),
    /// The time of the sign with this number is over.
    ResultOver(u64),
    /// Time to look after queue and roster.
    Timer,
    /// `online` and `offline`.
    Online(bool),
    /// The page came to the front.
    Visible,
    /// Share of the storage used, percent.
    Storage(u8),
    /// How the builds kept on the phone stand.
    Builds {
        /// One is in use. The very first has none before it: it passes through waiting while it is put in place.
        active: bool,
        /// One has been fetched whole and waits.
        waiting: bool,
    },
}

/// What a control does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Sends the log-in form.
    SignIn,
    /// Sends the site form.
    Enrol,
    /// はじめる.
    Begin,
    /// Plays the sound of 入場.
    TestSound,
    /// Starts the reader again.
    ScanAgain,
    /// Opens a sheet.
    Open(Sheet),
    /// Back to waiting.
    Close,
    /// 退場に なおす, 入場に なおす.
    Correct,
    /// 職長が見ました, on the result.
    Seen,
    /// The same in the list.
    SeenInList(TouchId),
    /// A key of the number pad.
    Digit(u8),
    /// Takes the last digit away.
    Erase,
    /// Records the typed number.
    SendTyped,
    /// 夜.
    Night,
    /// Changes the language.
    Language(Lang),
    /// Opens the log-in form while the gate has a credential.
    SignInAgain,
    /// Leaves that form.
    BackToGate,
    /// Takes the credential from this phone.
    SignOut,
    /// Sends now.
    SendNow,
    /// Prints the list of people.
    Print,
    /// Starts the newer build.
    TakeNewVersion,
}

/// What is asked of the phone.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Make the touch durable.
    Keep {
        /// What.
        draft: Draft,
        /// Whose.
        who: Who,
        /// Their name, where known.
        name: Option<String>,
        /// It corrects a touch that says this.
        corrects: Option<TouchKind>,
    },
    /// Change in or out of a touch that has not left the phone.
    Correct {
        /// Which.
        touch: TouchId,
        /// To what.
        kind: TouchKind,
    },
    /// Send what waits.
    Flush,
    /// Raise [`Event::Waited`] after [`ANSWER_MS`].
    WaitAnswer(TouchId),
    /// Raise [`Event::ResultOver`] after [`RESULT_MS`].
    HideAfter(u64),
    /// Sound and vibration.
    Cue(Cue),
    /// Read the store again.
    Load,
    /// Fetch a photo.
    FetchPhoto(TechnicianId),
    /// Fetch the roster.
    FetchRoster,
    /// Log in.
    SignIn(GateLogIn),
    /// Enrol and keep the credential.
    Enrol(GateEnrolment),
    /// Take the credential back and wipe what is personal, unless touches wait.
    SignOut,
    /// Keep a line of the list.
    SaveEntry(Entry),
    /// Forget lines of the list.
    Forget(Vec<TouchId>),
    /// Keep language and night.
    SavePreferences,
    /// Keep offset and last contact.
    SaveClock,
    /// Start the reader.
    StartScan,
    /// Unlock sound, keep the screen awake, ask for lasting storage.
    Prepare,
    /// Print.
    Print,
    /// Let the newer build take over and load the page again.
    TakeNewVersion,
}
