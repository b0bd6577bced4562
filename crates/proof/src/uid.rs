//! The serial number of a card.
//!
//! Invariant: a [`Uid`] is exactly seven bytes, as every NTAG 424 DNA with static UID has.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// UID of a card, 7 bytes, first byte (maker) first. Names a card; proves nothing by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid([u8; 7]);

/// Why a text or number is not a [`Uid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UidFault {
    /// Not seven bytes: another kind of card (4, 8 or 10 bytes) or a number beyond 56 bits.
    #[error("a card UID has seven bytes")]
    Length,
    /// A character that is neither a hexadecimal digit nor a ':' between two bytes.
    #[error("a card UID is written in hexadecimal digits")]
    NotHex,
}

impl UidFault {
    /// Stable machine code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "uid.bad_length",
            Self::NotHex => "uid.not_hex",
        }
    }
}

impl Uid {
    /// A UID from its bytes, maker's byte first.
    pub const fn from_bytes(bytes: [u8; 7]) -> Self {
        Self(bytes)
    }

    /// The seven bytes, maker's byte first.
    pub const fn as_bytes(&self) -> &[u8; 7] {
        &self.0
    }

    /// The UID as a non-negative number for a database column: 56 bits, so order and equality are kept.
    pub const fn to_i64(self) -> i64 {
        let mut wide = [0; 8];
        wide.split_at_mut(1).1.copy_from_slice(&self.0);
        i64::from_be_bytes(wide)
    }

    /// The UID from a database column; [`UidFault::Length`] if negative or beyond 56 bits.
    pub const fn from_i64(value: i64) -> Result<Self, UidFault> {
        match value.to_be_bytes() {
            [0, bytes @ ..] => Ok(Self(bytes)),
            _ => Err(UidFault::Length),
        }
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uid({self})")
    }
}

impl FromStr for Uid {
    type Err = UidFault;

    /// Reads 14 hexadecimal digits of either case, or seven pairs with ':' between (Web NFC `serialNumber`).
    fn from_str(text: &str) -> Result<Self, UidFault> {
        let mut bytes = [0; 7];
        if text.contains(':') {
            let mut pairs = text.split(':');
            for byte in &mut bytes {
                let pair = pairs.next().ok_or(UidFault::Length)?;
                decode(pair, std::slice::from_mut(byte))?;
            }
            if pairs.next().is_some() {
                return Err(UidFault::Length);
            }
        } else {
            decode(text, &mut bytes)?;
        }
        Ok(Self(bytes))
    }
}

fn decode(text: &str, into: &mut [u8]) -> Result<(), UidFault> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(UidFault::NotHex);
    }
    hex::decode_to_slice(text, into).map_err(|_| UidFault::Length)
}

#[cfg(test)]
mod tests {
    use super::{Uid, UidFault};

    const UID: Uid = Uid::from_bytes([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40]);

    #[test]
    fn reads_what_browsers_and_cards_print() {
        assert_eq!("04:de:5f:1e:ac:c0:40".parse(), Ok(UID));
        assert_eq!("04de5f1eacc040".parse(), Ok(UID));
        assert_eq!("04DE5F1EACC040".parse(), Ok(UID));
        assert_eq!(UID.to_string(), "04DE5F1EACC040");
    }

    #[test]
    fn refuses_other_shapes() {
        for text in [
            "",
            "04",
            "04de5f1eacc04",
            "04de5f1eacc04000",
            "04:de:5f:1e",
            "04:de:5f:1e:ac:c0:40:00",
            "04:de:5f:1e:ac:c0:4",
            "04:de:5f:1e:ac:c0:",
            "04de:5f:1e:ac:c0:40",
        ] {
            assert_eq!(text.parse::<Uid>(), Err(UidFault::Length), "{text}");
        }
        for text in ["04de5f1eacc0zz", "04-de-5f-1e-ac-c0-40", "０４de5f1eacc0", "04:de:5f:1e:ac:c0:+1"] {
            assert_eq!(text.parse::<Uid>(), Err(UidFault::NotHex), "{text}");
        }
    }

    #[test]
    fn column_number_refuses_more_than_56_bits() {
        assert_eq!(UID.to_i64(), 0x04_DE5F_1EAC_C040);
        assert_eq!(Uid::from_i64(UID.to_i64()), Ok(UID));
        assert_eq!(Uid::from_i64(-1), Err(UidFault::Length));
        assert_eq!(Uid::from_i64(1 << 56), Err(UidFault::Length));
    }
}
