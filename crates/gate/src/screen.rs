//! From what happened to what is shown and heard. Invariant: green and blue are the server's answer alone; what only
//! this phone knows is shown as received, and what is not on the phone's disk is shown as not recorded.

use crate::log::{Entry, State};
use domain::{
    id::{TechnicianId, TouchId},
    level::Level,
    time::Instant,
    touch::{
        TouchKind,
        wire::{GatePerson, Outcome, Shown, TouchAnswer, Warning, code::CodeFault},
    },
    trade::TradeCode,
};

/// The field that fills the screen (design.md §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// On disk, the answer is expected within a moment.
    Checking,
    /// 入場, recorded.
    In,
    /// 退場, recorded.
    Out,
    /// Recorded, in or out not said.
    Recorded,
    /// Recorded, but look.
    Look,
    /// On disk, not yet answered: 受付済.
    Kept,
    /// No record was made.
    Refused,
    /// The same card a moment ago.
    Already,
    /// Nothing could be read.
    Unread,
    /// The phone could not keep it: not recorded.
    NotKept,
}

impl Field {
    /// Stays until a person has seen it or the next tap comes.
    pub const fn stays(self) -> bool {
        matches!(self, Self::Look | Self::Refused | Self::NotKept)
    }
}

/// What is heard and felt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Rising.
    In,
    /// Falling.
    Out,
    /// Level: received, in or out not known.
    Received,
    /// Three times.
    Look,
    /// Low and long.
    Refused,
    /// Only felt.
    Already,
    /// Twice, short.
    Unread,
}

/// Who is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which.
    pub technician: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// For the colour.
    pub level: Level,
    /// On this site, else the main trade.
    pub trade: TradeCode,
    /// Where known.
    pub employer: Option<String>,
    /// A photo can be fetched.
    pub has_photo: bool,
}

impl From<&GatePerson> for Person {
    fn from(person: &GatePerson) -> Self {
        Self {
            technician: person.technician_id,
            name: person.name.clone(),
            kana: person.kana.clone(),
            level: person.level,
            trade: person.trade,
            employer: Some(person.employer.clone()).filter(|name| !name.is_empty()),
            has_photo: person.has_photo,
        }
    }
}

impl From<&Shown> for Person {
    fn from(shown: &Shown) -> Self {
        Self {
            technician: shown.technician_id,
            name: shown.name.clone(),
            kana: shown.kana.clone(),
            level: shown.level,
            trade: shown.trade,
            employer: shown.employer.clone(),
            has_photo: shown.has_photo,
        }
    }
}

/// A line under the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// カード確認は送信後.
    CardCheckedLater,
    /// 氏名は送信後.
    NameLater,
    /// The names are shut away until the PIN is typed.
    NameHidden,
    /// コードの確認は送信後.
    CodeCheckedLater,
    /// What this gate found wrong with a phone's code.
    CodeBad(CodeFault),
    /// A QR code of something else.
    OtherCode,
    /// 番号の確認は送信後: no card was held up, a number was typed.
    NumberCheckedLater,
    /// The same of a number that is not on the roster.
    NumberNameLater,
    /// 訓練: shown in the passport, never history.
    Training,
    /// The server had it before; it is not doubled.
    ReceivedBefore,
    /// Recorded, but look.
    Warning(Warning),
    /// Why no record was made, in the server's words.
    Reason {
        /// Japanese.
        ja: String,
        /// English.
        en: String,
    },
    /// The roster says that the card is out of use.
    CardStopped,
    /// What to do after a replay.
    TapAgain,
    /// What to do after another refusal.
    AskForeman,
    /// In or out was changed in the touch itself.
    ChangedInPlace,
    /// In or out was changed by one more touch; the first stays.
    ChangedByNew {
        /// What the first one says.
        first: TouchKind,
    },
    /// Where to hold the card.
    HoldHere,
    /// Perhaps a card of a kind phones' browsers do not read.
    OtherKindOfCard,
    /// The phone's storage is full.
    StorageFull,
    /// The phone's storage does not work.
    StorageBroken,
    /// The phone is not a gate any more.
    GateEnded,
}

/// What stands on the screen after a tap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// The touch, where there is one.
    pub touch: Option<TouchId>,
    /// The field.
    pub field: Field,
    /// In or out.
    pub kind: TouchKind,
    /// Corrected time.
    pub at: Instant,
    /// Who.
    pub person: Option<Person>,
    /// Lines below.
    pub notes: Vec<Note>,
}

impl Sign {
    /// A sign about no touch.
    pub const fn about_nothing(field: Field, at: Instant, notes: Vec<Note>) -> Self {
        Self { touch: None, field, kind: TouchKind::Unknown, at, person: None, notes }
    }

    /// On disk and waiting for the answer.
    pub fn checking(entry: &Entry, person: Option<Person>) -> Self {
        Self::of(Field::Checking, entry, person, Vec::new())
    }

    /// On disk, no answer yet: never the look of a checked card.
    pub fn kept(entry: &Entry, person: Option<Person>) -> Self {
        let note = match (entry.who.is_by_number(), person.is_some()) {
            (false, true) => Note::CardCheckedLater,
            (false, false) => Note::NameLater,
            (true, true) => Note::NumberCheckedLater,
            (true, false) => Note::NumberNameLater,
        };
        Self::of(Field::Kept, entry, person, vec![note])
    }

    /// On disk, no answer yet, but the roster says that the card is out of use: it is refused here too, and the server gets
    /// it as evidence.
    pub fn stopped(entry: &Entry, person: Option<Person>) -> Self {
        Self::of(Field::Refused, entry, person, vec![Note::CardStopped, Note::AskForeman])
    }

    /// On disk, no answer yet, but this gate found the phone's code wrong: refused here too, and the server gets it as evidence.
    pub fn bad_code(entry: &Entry, person: Option<Person>, fault: CodeFault) -> Self {
        Self::of(Field::Refused, entry, person, vec![Note::CodeBad(fault), Note::AskForeman])
    }

    /// The same card a moment ago: `entry` is the touch that stands.
    pub fn already(entry: &Entry, person: Option<Person>) -> Self {
        Self::of(Field::Already, entry, person, Vec::new())
    }

    /// What the server said. `entry` has taken the answer; `None` for an answer that settles nothing (`retry`).
    pub fn answered(entry: &Entry, answer: &TouchAnswer, known: Option<Person>) -> Option<Self> {
        let person = answer.shown.as_ref().map(Person::from).or(known);
        let mut notes = Vec::new();
        let field = match &entry.state {
            State::Saved => return None,
            State::Recorded { warnings } => {
                notes.extend(warnings.iter().copied().map(Note::Warning));
                if answer.shown.as_ref().is_some_and(|shown| shown.training) {
                    notes.push(Note::Training);
                }
                if answer.outcome == Outcome::Duplicate {
                    notes.push(Note::ReceivedBefore);
                }
                match entry.kind {
                    _ if !warnings.is_empty() => Field::Look,
                    TouchKind::In => Field::In,
                    TouchKind::Out => Field::Out,
                    TouchKind::Unknown => Field::Recorded,
                }
            }
            State::Refused { reason_ja, reason_en, .. } => {
                notes.extend(reason(reason_ja.as_deref(), reason_en.as_deref()));
                notes.push(if answer.outcome == Outcome::Replay { Note::TapAgain } else { Note::AskForeman });
                Field::Refused
            }
        };
        Some(Self::of(field, entry, person, notes))
    }

    fn of(field: Field, entry: &Entry, person: Option<Person>, notes: Vec<Note>) -> Self {
        Self { touch: Some(entry.id), field, kind: entry.kind, at: entry.at, person, notes }
    }

    /// What is heard with it; nothing while the answer is awaited.
    pub const fn cue(&self) -> Option<Cue> {
        match self.field {
            Field::Checking => None,
            Field::In => Some(Cue::In),
            Field::Out => Some(Cue::Out),
            Field::Recorded => Some(Cue::Received),
            Field::Kept => Some(match self.kind {
                TouchKind::In => Cue::In,
                TouchKind::Out => Cue::Out,
                TouchKind::Unknown => Cue::Received,
            }),
            Field::Look => Some(Cue::Look),
            Field::Refused | Field::NotKept => Some(Cue::Refused),
            Field::Already => Some(Cue::Already),
            Field::Unread => Some(Cue::Unread),
        }
    }

    /// The kind the person may still change this touch to.
    pub const fn correctable(&self) -> Option<TouchKind> {
        match self.field {
            Field::In | Field::Out | Field::Look | Field::Kept if self.person.is_some() => {
                crate::turn::other(self.kind)
            }
            _ => None,
        }
    }
}

fn reason(ja: Option<&str>, en: Option<&str>) -> Option<Note> {
    let first = ja.or(en)?;
    Some(Note::Reason { ja: ja.unwrap_or(first).to_owned(), en: en.unwrap_or(first).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Who;
    use domain::touch::TouchKind::{In, Out, Unknown};
    use uuid::Uuid;

    fn entry(kind: TouchKind) -> Entry {
        let id = TouchId(Uuid::from_u128(7));
        Entry {
            id,
            at: Instant(0),
            kind,
            who: Who::default(),
            name: None,
            state: State::Saved,
            seen: false,
            answered: None,
        }
    }

    fn shown(kind: TouchKind, warnings: Vec<Warning>) -> Shown {
        Shown {
            technician_id: TechnicianId::from_body(5),
            name: "山本 健太".into(),
            kana: "ヤマモト ケンタ".into(),
            level: Level::Two,
            trade: TradeCode::from_stored(10),
            employer: None,
            has_photo: true,
            kind,
            warnings,
            training: false,
        }
    }

    fn answered(outcome: Outcome, shown: Option<Shown>) -> Option<Sign> {
        let answer = TouchAnswer {
            index: 0,
            id: Some(TouchId(Uuid::from_u128(7))),
            outcome,
            code: Some("touch.card_revoked".into()),
            field: None,
            reason_ja: Some("使えなくしたカードです".into()),
            reason_en: None,
            recorded_at: None,
            shown,
            receipt: None,
        };
        let mut entry = entry(In);
        entry.take(&answer, Instant(0));
        Sign::answered(&entry, &answer, None)
    }

    #[test]
    fn every_answer_has_its_field_and_sound() {
        let look = vec![Warning::CardExpired];
        for (outcome, shown, field, cue) in [
            (Outcome::Accepted, Some(shown(In, vec![])), Field::In, Cue::In),
            (Outcome::Accepted, Some(shown(Out, vec![])), Field::Out, Cue::Out),
            (Outcome::Accepted, Some(shown(Unknown, vec![])), Field::Recorded, Cue::Received),
            (Outcome::Accepted, Some(shown(In, look)), Field::Look, Cue::Look),
            (Outcome::Duplicate, Some(shown(In, vec![])), Field::In, Cue::In),
            (Outcome::Accepted, None, Field::In, Cue::In),
            (Outcome::Replay, Some(shown(In, vec![])), Field::Refused, Cue::Refused),
            (Outcome::Quarantined, None, Field::Refused, Cue::Refused),
            (Outcome::Rejected, None, Field::Refused, Cue::Refused),
        ] {
            let sign = answered(outcome, shown).expect("settled");
            assert_eq!((sign.field, sign.cue()), (field, Some(cue)), "{outcome:?}");
        }
        assert_eq!(answered(Outcome::Retry, None), None);
    }

    #[test]
    fn a_refusal_says_why_and_what_to_do() {
        let reason = Note::Reason {
            ja: "使えなくしたカードです".into(), en: "使えなくしたカードです".into()
        };
        let quarantined = answered(Outcome::Quarantined, None).expect("settled");
        assert_eq!(quarantined.notes, [reason.clone(), Note::AskForeman]);
        assert_eq!(answered(Outcome::Replay, None).expect("settled").notes, [reason, Note::TapAgain]);
        assert_eq!(quarantined.correctable(), None);
        assert!(quarantined.field.stays());
    }

    #[test]
    fn what_the_phone_alone_knows_never_looks_checked() {
        let person = Person::from(&shown(In, vec![]));
        let known = Sign::kept(&entry(In), Some(person.clone()));
        assert_eq!((known.field, known.notes.as_slice()), (Field::Kept, [Note::CardCheckedLater].as_slice()));
        assert_eq!(known.correctable(), Some(Out));
        let stranger = Sign::kept(&entry(Unknown), None);
        assert_eq!((stranger.cue(), stranger.notes.as_slice()), (Some(Cue::Received), [Note::NameLater].as_slice()));
        assert_eq!(stranger.correctable(), None);
        let by_number = Who { serial: None, technician: Some(TechnicianId::from_body(5)) };
        let typed = Entry { who: by_number, ..entry(In) };
        assert_eq!(Sign::kept(&typed, Some(person.clone())).notes, [Note::NumberCheckedLater], "no card was held up");
        assert_eq!(Sign::kept(&typed, None).notes, [Note::NumberNameLater]);
        assert_eq!(
            Sign::checking(&entry(In), Some(person)).cue(),
            None,
            "no sound before the answer or its time is over"
        );
    }
}
