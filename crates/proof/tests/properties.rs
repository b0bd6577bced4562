//! Properties over random keys, cards and texts.

#![allow(clippy::unwrap_used)] // an unwrap that fails is a test that fails

use aes::Aes128;
use cmac::{Cmac, Mac};
use proof::{
    AesKey, ReadCounter, SunFault, SunMode, SunUrl, Uid, diversify, parse_url,
    sun_make::{make_encrypted_padded, make_plain},
    verify,
};
use proptest::prelude::*;

const BASE: &str = "https://example.jp/t";

#[derive(Clone, Debug)]
struct Card {
    meta: [u8; 16],
    file: [u8; 16],
    uid: Uid,
    counter: ReadCounter,
    padding: [u8; 5],
}

impl Card {
    fn encrypted(&self) -> String {
        make_encrypted_padded(
            BASE,
            &AesKey::from_bytes(self.meta),
            &AesKey::from_bytes(self.file),
            &self.uid,
            self.counter,
            self.padding,
        )
    }

    fn plain(&self) -> String {
        let file = AesKey::from_bytes(self.file);
        make_plain(BASE, &file, &self.uid, self.counter)
    }

    fn verify(&self, url: &str) -> Result<(Uid, ReadCounter, SunMode), SunFault> {
        let meta = AesKey::from_bytes(self.meta);
        let proof = verify(&parse_url(url)?, &meta, |_| AesKey::from_bytes(self.file))?;
        Ok((proof.uid, proof.counter, proof.mode))
    }
}

prop_compose! {
    fn card()(
        meta in any::<[u8; 16]>(),
        file in any::<[u8; 16]>(),
        uid in any::<[u8; 7]>(),
        counter in any::<[u8; 3]>(),
        padding in any::<[u8; 5]>(),
    ) -> Card {
        let (uid, counter) = (Uid::from_bytes(uid), ReadCounter::from_le_bytes(counter));
        Card { meta, file, uid, counter, padding }
    }
}

/// The URL with one more added to the hexadecimal digit at `at` of parameter `name`, so that its value changes.
fn with_digit_changed(url: &str, name: &str, at: usize, by: u32) -> String {
    let start = url.find(name).unwrap() + name.len() + 1 + at;
    let old = url[start..].chars().next().unwrap().to_digit(16).unwrap();
    let new = char::from_digit((old + by) % 16, 16).unwrap();
    format!("{}{new}{}", &url[..start], &url[start + 1..])
}

proptest! {
    #[test]
    fn what_is_made_is_proven(card in card()) {
        prop_assert_eq!(
            card.verify(&card.encrypted()),
            Ok((card.uid, card.counter, SunMode::Encrypted))
        );
        prop_assert_eq!(
            card.verify(&card.plain()),
            Ok((card.uid, card.counter, SunMode::Plain))
        );
    }

    #[test]
    fn a_changed_picc_digit_is_refused(card in card(), at in 0_usize..32, by in 1_u32..16) {
        let url = with_digit_changed(&card.encrypted(), "picc_data", at, by);
        let answer = card.verify(&url);
        prop_assert!(
            matches!(answer, Err(SunFault::NotGenuine | SunFault::BadMac)),
            "{:?}", answer
        );
    }

    #[test]
    fn a_changed_mac_digit_is_refused(card in card(), at in 0_usize..16, by in 1_u32..16) {
        for url in [card.encrypted(), card.plain()] {
            let url = with_digit_changed(&url, "cmac", at, by);
            prop_assert_eq!(card.verify(&url), Err(SunFault::BadMac));
        }
    }

    #[test]
    fn a_changed_plain_digit_is_refused(card in card(), at in 0_usize..14, by in 1_u32..16) {
        let uid = with_digit_changed(&card.plain(), "uid", at, by);
        prop_assert_eq!(card.verify(&uid), Err(SunFault::BadMac));
        let ctr = with_digit_changed(&card.plain(), "ctr", at % 6, by);
        prop_assert_eq!(card.verify(&ctr), Err(SunFault::BadMac));
    }

    #[test]
    fn another_cards_mac_is_refused(card in card(), other in card()) {
        prop_assume!((card.file, card.uid, card.counter) != (other.file, other.uid, other.counter));
        let (own, foreign) = (card.encrypted(), other.encrypted());
        let mixed = format!("{}{}", &own[..own.len() - 16], &foreign[foreign.len() - 16..]);
        prop_assert_eq!(card.verify(&mixed), Err(SunFault::BadMac));
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = parse_url(&text);
        let _ = text.parse::<Uid>();
        let _ = AesKey::from_hex(&text);
    }

    #[test]
    fn only_whole_mirrors_parse(
        text in "[/?#]{0,2}((picc_data|uid|ctr|cmac|x)=?[0-9A-Fa-fG%é]{0,50}[&#]?){0,5}",
    ) {
        if let Ok(url) = parse_url(&text) {
            prop_assert!(text.contains("cmac="));
            let name = match url {
                SunUrl::Encrypted { .. } => "picc_data=",
                SunUrl::Plain { .. } => "ctr=",
            };
            prop_assert!(text.contains(name));
        }
    }

    #[test]
    fn uid_survives_text_and_column(bytes in any::<[u8; 7]>()) {
        let uid = Uid::from_bytes(bytes);
        let colons = bytes.map(|byte| format!("{byte:02x}")).join(":");
        prop_assert_eq!(uid.to_string().parse(), Ok(uid));
        prop_assert_eq!(colons.parse(), Ok(uid));
        prop_assert_eq!(Uid::from_i64(uid.to_i64()), Ok(uid));
    }

    #[test]
    fn column_order_is_uid_order(a in any::<[u8; 7]>(), b in any::<[u8; 7]>()) {
        let (a, b) = (Uid::from_bytes(a), Uid::from_bytes(b));
        prop_assert_eq!(a.to_i64().cmp(&b.to_i64()), a.cmp(&b));
    }

    #[test]
    fn long_diversification_is_ordinary_cmac(
        master in any::<[u8; 16]>(),
        input in proptest::collection::vec(any::<u8>(), 16..=31),
    ) {
        let mut cmac = Cmac::<Aes128>::new_from_slice(&master).unwrap();
        cmac.update(&[0x01]);
        cmac.update(&input);
        let expected = AesKey::from_bytes(cmac.finalize().into_bytes().into());
        prop_assert_eq!(diversify(&AesKey::from_bytes(master), &input), expected);
    }
}
