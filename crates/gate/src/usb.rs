//! Readers at the computer's USB that say a card's number (static/usb.js). Invariant: a number proves nothing of its card: what
//! is not one by its length becomes no touch.
//!
//! Source: 30-cards.md, Windows gate (Sony RC-S300, an experiment behind a switch).

use domain::touch::wire::Reading;

/// Hex digits of a number: 4, 7 or 10 bytes (ISO/IEC 14443-3), or the 8 of a FeliCa's IDm.
const DIGITS: [usize; 4] = [8, 14, 16, 20];

/// The reader, as far as the gate knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usb {
    /// Not asked for.
    Off,
    /// Being started.
    Starting,
    /// It reads.
    On,
    /// It does not.
    Trouble(UsbTrouble),
}

/// Why it does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsbTrouble {
    /// The browser has no WebUSB.
    NoWebUsb,
    /// None is plugged in that this browser was allowed to use.
    Absent,
    /// Nobody chose one, or there was none to choose.
    NotChosen,
    /// The settings of the browser said no.
    NotAllowed,
    /// Another program holds it.
    Busy,
    /// It was unplugged.
    Gone,
    /// What speaks with it could not be fetched.
    NotLoaded,
}

impl Usb {
    /// It is asked for, whether it reads or not.
    pub const fn is_wanted(self) -> bool {
        !matches!(self, Self::Off)
    }

    /// What static/usb.js said of it; `None` for a word that is not one of its own.
    pub fn said(word: &str) -> Option<Self> {
        Some(match word {
            "on" => Self::On,
            "no_usb" => Self::Trouble(UsbTrouble::NoWebUsb),
            "absent" => Self::Trouble(UsbTrouble::Absent),
            "not_chosen" => Self::Trouble(UsbTrouble::NotChosen),
            "not_allowed" => Self::Trouble(UsbTrouble::NotAllowed),
            "busy" => Self::Trouble(UsbTrouble::Busy),
            "gone" => Self::Trouble(UsbTrouble::Gone),
            _ => return None,
        })
    }
}

/// A touch by the number of a card; `None` where it is none.
pub fn reading(number: &str) -> Option<Reading> {
    let good = DIGITS.contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| Reading::Serial { serial: number.to_ascii_uppercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_card_is_one_by_its_length() {
        for number in ["8A3B11C0", "04DE5F1EACC040", "0114B34D2A1F6E90", "04DE5F1EACC04004DE5F"] {
            assert_eq!(reading(number), Some(Reading::Serial { serial: number.into() }), "{number}");
        }
        assert_eq!(reading("04de5f1eacc040"), Some(Reading::Serial { serial: "04DE5F1EACC040".into() }));
        for wrong in ["", "04DE5F1EACC0", "04DE5F1EACC04G", "04:DE:5F:1E:AC", "04DE5F1EACC0404", "０４DE5F1"] {
            assert_eq!(reading(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_word_of_the_reader_is_known_and_no_other() {
        assert_eq!(Usb::said("on"), Some(Usb::On));
        let script = include_str!("../static/usb.js");
        for word in ["no_usb", "absent", "not_chosen", "not_allowed", "busy", "gone"] {
            assert!(script.contains(&format!("\"{word}\"")), "{word}");
            assert!(matches!(Usb::said(word), Some(Usb::Trouble(_))), "{word}");
        }
        assert_eq!(Usb::said("card"), None);
    }
}
