//! Readers that type like a keyboard (keyboard wedge), as they stand at gates with Windows. Invariant: what a person types is
//! never taken for a card: keys that follow one another more slowly than a reader's, or go into a field, are left alone.
//!
//! The place of a key on the keyboard is looked at, not the letter it makes, so that a Japanese input method does not
//! matter. Source: 30-cards.md, Windows gate.

use domain::{id::TechnicianId, touch::wire::Reading};

/// A key later than this after the one before is a person's, milliseconds.
pub const BETWEEN_MS_MAX: f64 = 50.0;
/// Fewer keys are no card: the shortest serial number has four bytes.
const KEYS_MIN: usize = 8;
/// More are no card either: the longest has ten bytes.
const KEYS_MAX: usize = 20;
/// Bytes of a serial number (ISO/IEC 14443-3), in hex digits.
const UID_DIGITS: [usize; 3] = [8, 14, 20];
/// What the serial number of every card of this register begins with: the maker of its chips.
const OUR_CHIPS: &str = "04";

/// One key going down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key<'a> {
    /// Its place (`KeyboardEvent.code`): `Digit4`, `KeyA`, `Enter`.
    pub code: &'a str,
    /// When, milliseconds by the page's clock.
    pub at_ms: f64,
    /// It goes into a field somebody types in.
    pub in_field: bool,
    /// Held with Ctrl, Alt or Meta, or repeated by being held down.
    pub held: bool,
}

/// What a key came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Nothing, so far.
    Nothing,
    /// The last key of a reading.
    Reading(Reading),
    /// The last key of something fast that is no card: not a person's Enter either.
    Unknown,
}

/// The keys of a reading under way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wedge {
    typed: String,
    last_ms: Option<f64>,
}

impl Wedge {
    /// Takes one more key.
    pub fn key(&mut self, key: Key<'_>) -> Heard {
        if key.in_field || key.held {
            self.forget();
            return Heard::Nothing;
        }
        let follows = self.last_ms.is_some_and(|last| (0.0..BETWEEN_MS_MAX).contains(&(key.at_ms - last)));
        if !follows {
            self.forget();
        }
        match key.code {
            "Enter" | "NumpadEnter" | "Tab" => {
                let typed = core::mem::take(&mut self.typed);
                self.forget();
                if typed.len() < KEYS_MIN {
                    Heard::Nothing
                } else {
                    read(&typed).map_or(Heard::Unknown, Heard::Reading)
                }
            }
            // A reader with capitals presses Shift between the letters.
            "ShiftLeft" | "ShiftRight" => {
                if follows {
                    self.last_ms = Some(key.at_ms);
                }
                Heard::Nothing
            }
            code => {
                match letter(code) {
                    Some(letter) if self.typed.len() < KEYS_MAX => {
                        self.typed.push(letter);
                        self.last_ms = Some(key.at_ms);
                    }
                    _ => self.forget(),
                }
                Heard::Nothing
            }
        }
    }

    fn forget(&mut self) {
        *self = Self::default();
    }
}

fn letter(code: &str) -> Option<char> {
    let place = ["Digit", "Numpad", "Key"].into_iter().find_map(|kind| code.strip_prefix(kind))?;
    let mut letters = place.chars();
    letters.next().filter(|letter| letter.is_ascii_hexdigit() && letters.next().is_none())
}

/// A serial number or a technician ID. One that could be both is the ID, unless it begins as our chips do: a digit that checks
/// comes by chance once in ten times.
fn read(typed: &str) -> Option<Reading> {
    let number = typed.parse::<TechnicianId>().ok().filter(|_| !typed.starts_with(OUR_CHIPS));
    if let Some(number) = number {
        return Some(Reading::Typed { technician_id: number.to_string() });
    }
    UID_DIGITS.contains(&typed.len()).then(|| Reading::Serial { serial: typed.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(letter: char) -> String {
        match letter {
            '0'..='9' => format!("Digit{letter}"),
            '\n' => "Enter".into(),
            '^' => "ShiftLeft".into(),
            other => format!("Key{other}"),
        }
    }

    /// Types `keys`, one every `every_ms`; what the last one came to.
    fn typed(keys: &str, every_ms: f64, in_field: bool) -> Heard {
        let (mut wedge, mut at_ms, mut heard) = (Wedge::default(), 1_000.0, Heard::Nothing);
        for letter in keys.chars() {
            heard = wedge.key(Key { code: &code(letter), at_ms, in_field, held: false });
            at_ms += every_ms;
        }
        heard
    }

    fn serial(serial: &str) -> Heard {
        Heard::Reading(Reading::Serial { serial: serial.into() })
    }

    #[test]
    fn what_a_reader_types_is_a_card_or_a_number() {
        let number = TechnicianId::from_body(6_907_960_061_772).to_string();
        for (name, keys, heard) in [
            ("seven bytes", "04DE5F1EACC040\n".to_owned(), serial("04DE5F1EACC040")),
            ("four bytes", "8A3B11C0\n".into(), serial("8A3B11C0")),
            ("capitals by Shift", "^8^A3^B11^C0\n".into(), serial("8A3B11C0")),
            ("a number", format!("{number}\n"), Heard::Reading(Reading::Typed { technician_id: number.clone() })),
            ("digits that check nothing", "12345678901234\n".into(), serial("12345678901234")),
            ("five bytes", "8A3B11C011\n".into(), Heard::Unknown),
            ("no terminator", "04DE5F1EACC040".into(), Heard::Nothing),
            ("too short", "04DE5F1\n".into(), Heard::Nothing),
            ("another letter in it", "04DE5F1EGCC040\n".into(), Heard::Nothing),
            ("too long", "04DE5F1EACC04004DE5F1\n".into(), Heard::Nothing),
        ] {
            assert_eq!(typed(&keys, 8.0, false), heard, "{name}");
        }
        let ours = TechnicianId::from_body(400_000_000_000).to_string();
        assert!(ours.starts_with(OUR_CHIPS));
        assert_eq!(typed(&format!("{ours}\n"), 8.0, false), serial(&ours), "as a chip of ours begins");
    }

    #[test]
    fn what_a_person_types_is_left_alone() {
        assert_eq!(typed("04DE5F1EACC040\n", 49.9, false), serial("04DE5F1EACC040"));
        assert_eq!(typed("04DE5F1EACC040\n", 50.0, false), Heard::Nothing);
        assert_eq!(typed("04DE5F1EACC040\n", 8.0, true), Heard::Nothing, "in a field");
        assert_eq!(typed("04DE5F1EACC040\n", -8.0, false), Heard::Nothing, "a clock that goes back");
        let mut wedge = Wedge::default();
        for (at, letter) in "04DE5F1EACC040".chars().enumerate() {
            let at_ms = f64::from(u8::try_from(at).unwrap());
            wedge.key(Key { code: &code(letter), at_ms, in_field: false, held: false });
        }
        let enter = |at_ms: f64, held: bool| Key { code: "Enter", at_ms, in_field: false, held };
        assert_eq!(wedge.clone().key(enter(200.0, false)), Heard::Nothing, "an Enter by hand long after");
        assert_eq!(wedge.clone().key(enter(15.0, true)), Heard::Nothing, "held with Ctrl");
        assert_eq!(wedge.key(enter(15.0, false)), serial("04DE5F1EACC040"));
        assert_eq!(wedge.key(enter(16.0, false)), Heard::Nothing, "once");
    }
}
