//! The read counter of a card: how often its NDEF file has been read since it was personalised.
//!
//! Invariant: a [`ReadCounter`] is at most 24 bits wide.

use std::fmt;

/// SDM read counter of NTAG 424 DNA, 24 bits, raised by the chip at the first read after it enters a field.
///
/// Together with the UID it names one reading: the pair may be accepted once only. The number says nothing about the
/// order in which readings arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReadCounter(u32);

impl ReadCounter {
    /// Highest value the chip can hold; it answers no more mirrored reads beyond it.
    pub const MAX: Self = Self(0x00FF_FFFF);

    /// A counter from its number; `None` above 24 bits.
    pub const fn new(value: u32) -> Option<Self> {
        if value <= Self::MAX.0 { Some(Self(value)) } else { None }
    }

    /// The number, 0 to 16 777 215.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number for a database column.
    pub fn to_i64(self) -> i64 {
        i64::from(self.0)
    }

    /// A counter from a database column; `None` if negative or above 24 bits.
    pub fn from_i64(value: i64) -> Option<Self> {
        u32::try_from(value).ok().and_then(Self::new)
    }

    /// Least significant byte first: the order inside PICC data and session vectors (AN12196 §3).
    pub const fn to_le_bytes(self) -> [u8; 3] {
        let [a, b, c, _] = self.0.to_le_bytes();
        [a, b, c]
    }

    /// From least significant byte first.
    pub const fn from_le_bytes([a, b, c]: [u8; 3]) -> Self {
        Self(u32::from_le_bytes([a, b, c, 0]))
    }

    /// Most significant byte first: the order in which the plain mirror prints it.
    pub const fn to_be_bytes(self) -> [u8; 3] {
        let [_, a, b, c] = self.0.to_be_bytes();
        [a, b, c]
    }

    /// From most significant byte first.
    pub const fn from_be_bytes([a, b, c]: [u8; 3]) -> Self {
        Self(u32::from_be_bytes([0, a, b, c]))
    }
}

impl fmt::Display for ReadCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<ReadCounter> for u32 {
    fn from(counter: ReadCounter) -> Self {
        counter.0
    }
}

#[cfg(test)]
mod tests {
    use super::ReadCounter;

    #[test]
    fn stays_within_24_bits() {
        assert_eq!(ReadCounter::new(0x0100_0000), None);
        assert_eq!(ReadCounter::new(0x00FF_FFFF), Some(ReadCounter::MAX));
        assert_eq!(ReadCounter::from_i64(-1), None);
        assert_eq!(ReadCounter::from_i64(0x0100_0000), None);
        assert_eq!(ReadCounter::from_i64(61), ReadCounter::new(61));
    }

    #[test]
    fn byte_orders_mirror_each_other() {
        let counter = ReadCounter::from_le_bytes([1, 2, 3]);
        assert_eq!(counter.get(), 0x03_0201);
        assert_eq!(counter.to_be_bytes(), [3, 2, 1]);
        assert_eq!(ReadCounter::from_be_bytes([3, 2, 1]), counter);
    }
}
