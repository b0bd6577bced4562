//! What a card printer writes into one card: keys, NDEF file and mirror settings (NXP AN12196 §5).
//!
//! Invariant: the URL template of every record parses as an encrypted mirror, and its offsets point at the
//! placeholders inside the NDEF file. Records hold keys: they leave the server only through [`crate::export`].

use thiserror::Error;

use crate::{
    key::{AesKey, CardKeys, MasterKey, application_key, card_keys},
    sun::{SunFault, SunUrl, parse_url},
    sun_make::encrypted_mirror,
    uid::Uid,
};

/// Slot of the application key: may change keys and settings and write the NDEF file.
pub const APPLICATION_KEY_SLOT: u8 = 0;
/// Slot of the SDM file read key.
pub const FILE_KEY_SLOT: u8 = 1;
/// Slot of the SDM meta read key.
pub const META_KEY_SLOT: u8 = 2;

/// Size of the card's NDEF file in bytes, its two length bytes included.
pub const NDEF_FILE_SIZE: usize = 256;

/// What the NDEF URI prefix code 04 stands for: how every card in use begins.
const SCHEME: &str = "https://";
/// What code 03 stands for: where the register is tried out on one machine, which no other phone reaches.
const SCHEME_HERE: &str = "http://";
/// Hosts that are this machine itself.
const HERE: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];
/// Bytes before the URL in the NDEF file: length (2), `D1 01 len 55`, prefix code.
const NDEF_HEAD: usize = 7;
/// Zeros where the card mirrors PICC data.
const PICC_PLACEHOLDER: &str = "00000000000000000000000000000000";
/// Zeros where the card mirrors the MAC.
const MAC_PLACEHOLDER: &str = "0000000000000000";

/// Why a base URL cannot go onto cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PersonaliseFault {
    /// Not `https://` and a host: phones open nothing else from a card. `http://` only for this machine itself.
    #[error("the base URL of cards begins with https:// and a host")]
    NotHttps,
    /// A fragment, a quotation mark, a comma, or a character no URL may hold.
    #[error("the base URL of cards has a character it may not have")]
    BadCharacter,
    /// With its mirror the URL does not fit into the card's NDEF file.
    #[error("the base URL of cards is too long for the card")]
    TooLong,
    /// The base URL itself has a parameter the mirror needs.
    #[error("the base URL of cards already has a mirror parameter")]
    MirrorTaken,
}

impl PersonaliseFault {
    /// Stable machine code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotHttps => "personalise.not_https",
            Self::BadCharacter => "personalise.bad_character",
            Self::TooLong => "personalise.too_long",
            Self::MirrorTaken => "personalise.mirror_taken",
        }
    }
}

/// URL with zeros where the card mirrors, and where those zeros are. The same for all cards of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlTemplate {
    /// The URL with placeholders.
    pub url: String,
    /// Whole content of the NDEF file: length (2 bytes, most significant first) and one URI record.
    pub ndef_file: Vec<u8>,
    /// `ENCPICCDataOffset`: first placeholder digit of PICC data, in bytes from the start of the NDEF file.
    pub picc_data_offset: u8,
    /// `SDMMACInputOffset`: equals `mac_offset`, since no text is authenticated beside UID and counter.
    pub mac_input_offset: u8,
    /// `SDMMACOffset`: first placeholder digit of the MAC, in bytes from the start of the NDEF file.
    pub mac_offset: u8,
}

/// Whether `authority`, a host with its port where it has one, is this machine itself: what no other phone reaches, so
/// that its cards may begin with `http://`. Other addresses of 127.0.0.0/8 are not in use for this.
pub fn is_here(authority: &str) -> bool {
    let after = HERE.into_iter().find_map(|host| authority.strip_prefix(host));
    after.is_some_and(|after| after.is_empty() || after.starts_with(':'))
}

/// Scheme, its NDEF prefix code, and the rest from the host on.
fn split(base_url: &str) -> Option<(&'static str, u8, &str)> {
    let is_here = |rest: &&str| rest.split('/').next().is_some_and(is_here);
    let secure = base_url.strip_prefix(SCHEME).map(|rest| (SCHEME, 0x04, rest));
    let here = base_url.strip_prefix(SCHEME_HERE).filter(is_here).map(|rest| (SCHEME_HERE, 0x03, rest));
    secure.or(here).filter(|(_, _, rest)| !rest.is_empty() && !rest.starts_with(['/', '?']))
}

impl UrlTemplate {
    /// Template for cards that open `base_url`, e.g. `https://example.jp/t`.
    pub fn new(base_url: &str) -> Result<Self, PersonaliseFault> {
        let (scheme, prefix, rest) = split(base_url).ok_or(PersonaliseFault::NotHttps)?;
        if rest.contains(['#', '"', ',']) {
            return Err(PersonaliseFault::BadCharacter);
        }
        let url = encrypted_mirror(base_url, PICC_PLACEHOLDER, MAC_PLACEHOLDER);
        match parse_url(&url) {
            Ok(SunUrl::Encrypted { .. }) => {}
            Err(SunFault::UrlTooLong) => return Err(PersonaliseFault::TooLong),
            Err(SunFault::MalformedUrl) => return Err(PersonaliseFault::BadCharacter),
            _ => return Err(PersonaliseFault::MirrorTaken),
        }
        let written = &url.as_bytes()[scheme.len()..];
        let size = NDEF_HEAD + written.len();
        // Offsets and lengths of one byte hold as far as the file does.
        let byte = |value: usize| u8::try_from(value).map_err(|_| PersonaliseFault::TooLong);
        if size > NDEF_FILE_SIZE {
            return Err(PersonaliseFault::TooLong);
        }
        let mac_offset = byte(size - MAC_PLACEHOLDER.len())?;
        let picc_data_offset = mac_offset - byte(PICC_PLACEHOLDER.len())? - byte("&cmac=".len())?;
        let mut ndef_file = vec![0, byte(size - 2)?];
        ndef_file.extend([0xD1, 0x01, byte(1 + written.len())?, 0x55, prefix]);
        ndef_file.extend(written);
        Ok(Self { url, ndef_file, picc_data_offset, mac_input_offset: mac_offset, mac_offset })
    }

    /// Data of `ChangeFileSettings` for the NDEF file: SDM on; read free, write and change with key 0; UID and counter
    /// mirrored in ASCII; meta read key 2, file read key 1, counter retrievable with key 1; the three offsets, each
    /// 3 bytes, least significant first. LRP and Random UID are never switched on: both are irreversible.
    pub fn file_settings(&self) -> [u8; 15] {
        file_settings(self.picc_data_offset, self.mac_input_offset, self.mac_offset)
    }
}

fn file_settings(picc_data: u8, mac_input: u8, mac: u8) -> [u8; 15] {
    let access = APPLICATION_KEY_SLOT << 4 | APPLICATION_KEY_SLOT;
    let counter_access = 0xF0 | FILE_KEY_SLOT;
    let sdm_access = META_KEY_SLOT << 4 | FILE_KEY_SLOT;
    [
        0x40,
        access,
        0xE0 | APPLICATION_KEY_SLOT,
        0xC1,
        counter_access,
        sdm_access,
        picc_data,
        0,
        0,
        mac_input,
        0,
        0,
        mac,
        0,
        0,
    ]
}

/// All that is written into one card. `Debug` shows no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalisationRecord {
    /// The card.
    pub uid: Uid,
    /// Version of the master key its keys descend from; kept with the card.
    pub key_version: u16,
    /// Key for slot [`APPLICATION_KEY_SLOT`].
    pub application: AesKey,
    /// Keys for the slots [`META_KEY_SLOT`] and [`FILE_KEY_SLOT`].
    pub keys: CardKeys,
    /// NDEF file and offsets.
    pub template: UrlTemplate,
}

/// The record for the card `uid` under `master`, opening `base_url`.
pub fn personalise(master: &MasterKey, uid: &Uid, base_url: &str) -> Result<PersonalisationRecord, PersonaliseFault> {
    UrlTemplate::new(base_url).map(|template| PersonalisationRecord::new(master, uid, template))
}

impl PersonalisationRecord {
    /// The record for the card `uid` under `master` with a template made once for the batch.
    pub fn new(master: &MasterKey, uid: &Uid, template: UrlTemplate) -> Self {
        Self {
            uid: *uid,
            key_version: master.version,
            application: application_key(master, uid),
            keys: card_keys(master, uid),
            template,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::file_settings;

    #[test]
    fn file_settings_are_those_of_an12196() {
        let bytes = file_settings(0x20, 0x43, 0x43);
        assert_eq!(hex::encode_upper(bytes), "4000E0C1F121200000430000430000");
    }
}
