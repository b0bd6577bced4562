//! SUN messages of NTAG 424 DNA: reading a mirrored URL and proving that a genuine card wrote it (NXP AN12196 §3).
//!
//! Invariant: a [`SunProof`] comes only out of [`verify`], after the MAC was found right in constant time. It proves
//! who and which reading, not that the reading is new: the pair (UID, counter) must still be taken once only.

use std::fmt;

use aes::Aes128;
use cbc::cipher::{BlockDecryptMut, KeyIvInit};
use subtle::ConstantTimeEq;
use thiserror::Error;

pub use crate::session::{SessionKeys, session_keys};
use crate::{
    counter::ReadCounter,
    key::{AesKey, MasterKey, file_key, meta_key},
    session::mirror_mac,
    uid::Uid,
};

/// Longest URL looked at, in bytes; the NDEF file of the card itself holds 256.
pub const MAX_URL_LEN: usize = 512;

/// PICC data tag: UID mirrored, counter mirrored, UID of seven bytes.
pub(crate) const PICC_TAG: u8 = 0xC7;

/// Hexadecimal digits of PICC data in AES mode.
const AES_PICC_DIGITS: usize = 32;

/// Hexadecimal digits of PICC data in LRP mode: 8 bytes of random before the block.
const LRP_PICC_DIGITS: usize = 48;

/// What the URL of a card carries. Nothing in it is proven yet. `Debug` shows neither ciphertext nor MAC.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SunUrl {
    /// `picc_data` and `cmac`: UID and counter encrypted.
    Encrypted {
        /// One AES block: tag, UID, counter, random padding, under K_meta.
        picc_data: [u8; 16],
        /// Truncated MAC.
        cmac: [u8; 8],
    },
    /// `uid`, `ctr` and `cmac`: UID and counter readable.
    Plain {
        /// UID the URL claims.
        uid: Uid,
        /// Counter the URL claims.
        counter: ReadCounter,
        /// Truncated MAC.
        cmac: [u8; 8],
    },
}

impl SunUrl {
    /// Which mirror the URL is.
    pub const fn mode(&self) -> SunMode {
        match self {
            Self::Encrypted { .. } => SunMode::Encrypted,
            Self::Plain { .. } => SunMode::Plain,
        }
    }
}

impl fmt::Debug for SunUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A mirror that was not sent yet is as good as the touch itself: it must not get into a log.
        write!(f, "SunUrl::{:?}(hidden)", self.mode())
    }
}

/// How UID and counter were mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SunMode {
    /// PICC data encrypted under K_meta.
    Encrypted,
    /// UID and counter in the clear.
    Plain,
}

impl SunMode {
    /// Stable machine word: `encrypted` or `plain`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Plain => "plain",
        }
    }
}

/// A genuine card wrote this message. Made by [`verify`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SunProof {
    /// UID of the card.
    pub uid: Uid,
    /// Read counter of this reading.
    pub counter: ReadCounter,
    /// Mirror in which it came.
    pub mode: SunMode,
}

/// Query parameter of a mirrored URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    /// `picc_data`, 32 hexadecimal digits.
    PiccData,
    /// `uid`, 14 hexadecimal digits.
    Uid,
    /// `ctr`, 6 hexadecimal digits, most significant first.
    Ctr,
    /// `cmac`, 16 hexadecimal digits.
    Cmac,
}

impl Parameter {
    /// Name in the URL.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PiccData => "picc_data",
            Self::Uid => "uid",
            Self::Ctr => "ctr",
            Self::Cmac => "cmac",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::PiccData, Self::Uid, Self::Ctr, Self::Cmac].into_iter().find(|parameter| parameter.name() == name)
    }
}

/// Why a URL proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum SunFault {
    /// More than [`MAX_URL_LEN`] bytes.
    #[error("the URL is longer than {MAX_URL_LEN} bytes")]
    UrlTooLong,
    /// No query part, or a character no URL may hold.
    #[error("this is not a URL with a query")]
    MalformedUrl,
    /// A query without any mirror parameter: another tag's URL, or the mirror was never switched on.
    #[error("the URL carries no card message")]
    NoMirror,
    /// A parameter of the mirror is not there.
    #[error("the URL lacks `{}`", .0.name())]
    MissingParameter(Parameter),
    /// A parameter of the mirror is there twice: which one counts must not be a guess.
    #[error("the URL has `{}` more than once", .0.name())]
    DuplicateParameter(Parameter),
    /// Encrypted and plain mirror in one URL.
    #[error("the URL mixes the encrypted and the plain mirror")]
    MixedMirrors,
    /// A value with the wrong number of digits.
    #[error("`{}` has the wrong number of digits", .0.name())]
    BadLength(Parameter),
    /// A value with a character that is not a hexadecimal digit.
    #[error("`{}` is not hexadecimal", .0.name())]
    NotHex(Parameter),
    /// PICC data of LRP mode (48 digits); cards here are personalised in AES mode.
    #[error("the card is in LRP mode, which is not supported")]
    LrpUnsupported,
    /// PICC data does not open to tag C7: not our card, another key version, or an altered message.
    #[error("the message was not made under this key")]
    NotGenuine,
    /// The MAC is wrong: a forged or altered message.
    #[error("the message authentication code is wrong")]
    BadMac,
}

impl SunFault {
    /// One of each kind, for lists of codes and their words.
    pub const ALL: [Self; 11] = [
        Self::UrlTooLong,
        Self::MalformedUrl,
        Self::NoMirror,
        Self::MissingParameter(Parameter::Cmac),
        Self::DuplicateParameter(Parameter::Cmac),
        Self::MixedMirrors,
        Self::BadLength(Parameter::Cmac),
        Self::NotHex(Parameter::Cmac),
        Self::LrpUnsupported,
        Self::NotGenuine,
        Self::BadMac,
    ];

    /// Stable machine code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UrlTooLong => "sun.url_too_long",
            Self::MalformedUrl => "sun.malformed_url",
            Self::NoMirror => "sun.no_mirror",
            Self::MissingParameter(_) => "sun.missing_parameter",
            Self::DuplicateParameter(_) => "sun.duplicate_parameter",
            Self::MixedMirrors => "sun.mixed_mirrors",
            Self::BadLength(_) => "sun.bad_length",
            Self::NotHex(_) => "sun.not_hex",
            Self::LrpUnsupported => "sun.lrp_unsupported",
            Self::NotGenuine => "sun.not_genuine",
            Self::BadMac => "sun.bad_mac",
        }
    }
}

/// The four values a mirror may have, as written.
#[derive(Default)]
struct Found<'a> {
    picc_data: Option<&'a str>,
    uid: Option<&'a str>,
    ctr: Option<&'a str>,
    cmac: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn in_query(query: &'a str) -> Result<Self, SunFault> {
        let mut found = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(parameter) = Parameter::named(name) else {
                continue;
            };
            let place = match parameter {
                Parameter::PiccData => &mut found.picc_data,
                Parameter::Uid => &mut found.uid,
                Parameter::Ctr => &mut found.ctr,
                Parameter::Cmac => &mut found.cmac,
            };
            if place.replace(value).is_some() {
                return Err(SunFault::DuplicateParameter(parameter));
            }
        }
        Ok(found)
    }
}

/// Reads the mirror out of a URL. Scheme, host, path, the order of parameters and parameters of other names do not
/// matter (the MAC is what counts); a path with query, as a request line has it, will do. Digits may be of either case.
pub fn parse_url(url: &str) -> Result<SunUrl, SunFault> {
    if url.len() > MAX_URL_LEN {
        return Err(SunFault::UrlTooLong);
    }
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(SunFault::MalformedUrl);
    }
    let before_fragment = url.split_once('#').map_or(url, |(before, _)| before);
    let (_, query) = before_fragment.split_once('?').ok_or(SunFault::MalformedUrl)?;
    let Found { picc_data, uid, ctr, cmac } = Found::in_query(query)?;
    match (picc_data, uid, ctr, cmac) {
        (None, None, None, None) => Err(SunFault::NoMirror),
        (Some(_), Some(_), _, _) | (Some(_), _, Some(_), _) => Err(SunFault::MixedMirrors),
        (Some(picc_data), None, None, cmac) => {
            Ok(SunUrl::Encrypted { picc_data: picc_block(picc_data)?, cmac: required(cmac, Parameter::Cmac)? })
        }
        (None, None, None, Some(_)) => Err(SunFault::MissingParameter(Parameter::PiccData)),
        (None, uid, ctr, cmac) => Ok(SunUrl::Plain {
            uid: Uid::from_bytes(required(uid, Parameter::Uid)?),
            counter: ReadCounter::from_be_bytes(required(ctr, Parameter::Ctr)?),
            cmac: required(cmac, Parameter::Cmac)?,
        }),
    }
}

fn picc_block(value: &str) -> Result<[u8; 16], SunFault> {
    let hexadecimal = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    match value.len() {
        AES_PICC_DIGITS | LRP_PICC_DIGITS if !hexadecimal => Err(SunFault::NotHex(Parameter::PiccData)),
        LRP_PICC_DIGITS => Err(SunFault::LrpUnsupported),
        _ => required(Some(value), Parameter::PiccData),
    }
}

fn required<const N: usize>(value: Option<&str>, parameter: Parameter) -> Result<[u8; N], SunFault> {
    let value = value.ok_or(SunFault::MissingParameter(parameter))?;
    if value.len() != 2 * N {
        return Err(SunFault::BadLength(parameter));
    }
    let mut bytes = [0; N];
    hex::decode_to_slice(value, &mut bytes).map_err(|_| SunFault::NotHex(parameter))?;
    Ok(bytes)
}

/// Proves a mirror against K_meta and the card's own K_file, which `file_key` gives for the UID found inside.
///
/// [`SunFault::NotGenuine`] where PICC data does not open under `meta`, [`SunFault::BadMac`] where the MAC is wrong;
/// no other fault.
pub fn verify(url: &SunUrl, meta: &AesKey, file_key: impl Fn(&Uid) -> AesKey) -> Result<SunProof, SunFault> {
    let (uid, counter, cmac) = match *url {
        SunUrl::Encrypted { picc_data, cmac } => {
            let (uid, counter) = open_picc(meta, picc_data)?;
            (uid, counter, cmac)
        }
        SunUrl::Plain { uid, counter, cmac } => (uid, counter, cmac),
    };
    let expected = mirror_mac(&file_key(&uid), uid, counter);
    if !bool::from(expected.ct_eq(&cmac)) {
        return Err(SunFault::BadMac);
    }
    Ok(SunProof { uid, counter, mode: url.mode() })
}

/// Proves a mirror against several versions of the master key, as while cards of two versions are in use; answers
/// the proof with the version that made it. Pass the version most cards have first.
///
/// Where none fits: [`SunFault::BadMac`] if PICC data opened under one of them, else [`SunFault::NotGenuine`].
pub fn verify_with_masters<'a>(
    url: &SunUrl,
    masters: impl IntoIterator<Item = &'a MasterKey>,
) -> Result<(SunProof, u16), SunFault> {
    let mut fault = SunFault::NotGenuine;
    for master in masters {
        match verify(url, &meta_key(master), |uid| file_key(master, uid)) {
            Ok(proof) => return Ok((proof, master.version)),
            Err(SunFault::BadMac) => fault = SunFault::BadMac,
            Err(_) => {}
        }
    }
    Err(fault)
}

fn open_picc(meta: &AesKey, picc_data: [u8; 16]) -> Result<(Uid, ReadCounter), SunFault> {
    let mut block = picc_data.into();
    cbc::Decryptor::<Aes128>::new(meta.expose().into(), &[0; 16].into()).decrypt_block_mut(&mut block);
    let [PICC_TAG, body @ ..] = <[u8; 16]>::from(block) else {
        return Err(SunFault::NotGenuine);
    };
    Ok((Uid::from_bytes(std::array::from_fn(|at| body[at])), ReadCounter::from_le_bytes([body[7], body[8], body[9]])))
}
