//! What can happen to the gate, what a control does, and what the gate asks of the phone. Invariant: plain data; an
//! event tells what has happened already, an effect what has not happened yet.

use super::{Fault, Scan, Sheet, code::Camera};
use crate::{
    code::Signatures,
    lock::{Checks, Pin, PinFault, Sealed},
    log::{Entry, Who},
    queue::{Draft, Pending},
    reading::Tag,
    reply::Trouble,
    screen::Cue,
    usb::Usb,
};
use domain::{
    id::{DeviceId, SiteId, TechnicianId, TouchId},
    time::Instant,
    touch::{
        TouchKind,
        wire::{
            GateCredential, GateEnrolment, GateLogIn, GateRoster, GateSites, Reading, TouchAnswers, code::CodeFault,
        },
    },
};
use i18n::Lang;

/// What the store holds, read at the start.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with each other")]
pub struct Stored {
    /// The credential of this phone.
    pub device: Option<GateCredential>,
    /// The roster as a build of before PINs kept it, openly.
    pub roster: Option<GateRoster>,
    /// What is kept openly of the roster.
    pub checks: Option<Checks>,
    /// A PIN has been set.
    pub has_pin: bool,
    /// Something lies sealed.
    pub sealed: bool,
    /// No PIN is tried before this time of the phone's clock.
    pub pin_until: Option<Instant>,
    /// Server clock less phone clock.
    pub offset_ms: Option<i64>,
    /// When the server last answered, by the phone's clock.
    pub contact: Option<Instant>,
    /// Language code.
    pub lang: Option<String>,
    /// 夜.
    pub night: bool,
    /// The reader at the computer's USB is asked for.
    pub usb: bool,
    /// What waits.
    pub waiting: Waiting,
    /// The number of the last touch made here; 0 before the first.
    pub last_seq: i64,
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
    /// A reader that types has read something.
    Wedged(Reading),
    /// The camera sees this code.
    Code(String),
    /// Its signatures were verified.
    CodeVerified {
        /// The code.
        text: String,
        /// What was wrong.
        fault: Option<CodeFault>,
    },
    /// What became of the reader at the computer's USB.
    Usb(Usb),
    /// The camera cannot read.
    Camera(Camera),
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
        /// How many answers do not stand in `answers`, because their receipts do not verify.
        doubted: u32,
    },
    /// What waits, counted in the store.
    Counted(Waiting),
    /// A request came to nothing.
    Trouble(Trouble),
    /// What waits must be signed, and the key is not on this phone any more.
    KeyGone,
    /// The store holds this credential, which another tab has enrolled.
    EnrolledElsewhere(DeviceId),
    /// The roster came.
    Roster {
        /// The roster.
        roster: Box<GateRoster>,
        /// When it was asked for, by the phone's clock.
        asked_at: Instant,
        /// Server clock less phone clock by this answer.
        offset_ms: Option<i64>,
    },
    /// The PIN was right, or was set: what lay sealed.
    Unlocked(Box<Sealed>),
    /// It was not, or could not be set.
    PinRefused {
        /// Why.
        fault: PinFault,
        /// No other is tried before this time of the phone's clock.
        until: Option<Instant>,
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
    /// はじめる, with the PIN where the form has one.
    Begin,
    /// Tries the PIN of the form, or sets it where there is none.
    Unlock,
    /// Shuts the names away.
    Lock,
    /// Switches the camera on or off.
    Camera,
    /// Switches the reader at the computer's USB on or off.
    Usb,
    /// Starts it again.
    UsbAgain,
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
    /// Show a photo: the one kept, else a fetched one.
    FetchPhoto(TechnicianId),
    /// Fetch and seal the roster's photos that are not kept, and forget those of people who are not on it any more.
    KeepPhotos,
    /// Seal the roster as it is now, and keep the checks.
    KeepRoster,
    /// Try a PIN.
    Unlock(Pin),
    /// Set the PIN of a gate enrolled before there were any.
    SetPin(Pin),
    /// Forget the key of what is sealed.
    Lock,
    /// Fetch the roster.
    FetchRoster,
    /// Log in.
    SignIn(GateLogIn),
    /// Enrol and keep the credential, with the PIN chosen for it.
    Enrol(GateEnrolment, Pin),
    /// Take the credential back and wipe what is personal, unless touches wait.
    SignOut,
    /// Take what is personal from the phone but for the queue; of the list these lines stay.
    Wipe(Vec<Entry>),
    /// Keep a line of the list.
    SaveEntry(Entry),
    /// Forget lines of the list.
    Forget(Vec<TouchId>),
    /// Keep language, night and whether the reader at the USB is asked for.
    SavePreferences,
    /// Keep offset and last contact.
    SaveClock,
    /// Verify the signatures of a code.
    VerifyCode {
        /// The code.
        text: String,
        /// What to verify.
        asked: Box<Signatures>,
        /// What is wrong with its time.
        fault: Option<CodeFault>,
    },
    /// Switch the camera on or off.
    Camera(bool),
    /// Switch the reader at the computer's USB on or off.
    Usb {
        /// On.
        on: bool,
        /// A person may be asked which.
        ask: bool,
    },
    /// Start the reader.
    StartScan,
    /// Unlock sound, keep the screen awake, ask for lasting storage.
    Prepare,
    /// Print.
    Print,
    /// Let the newer build take over and load the page again.
    TakeNewVersion,
}
