//! A phone with a key at a gate. The key is Node's, which is another implementation than the one that verifies.

use domain::{
    id::{DeviceId, SiteId},
    touch::wire::{
        GateEnrolment, TouchItem,
        signed::{to_hex, touch_bytes},
    },
};
use proof::device::{SigningKey, SystemRandom};

/// The key of every phone of the tests, PKCS#8.
pub const GATE_KEY_HEX: &str = "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420c4ee78a1535e7a2e06e2\
    6a5df01697a3592785cef66f94225a4cbe9107f639eea14403420004c3843dbad77017b58e4a6d34b9a05b75cca85c536b30338b143537116baf0c\
    258e55ac7bad0120a4b0ffdfc6dd50b384664fd1a004756025cde700b411c0aa2d";

/// That key.
pub fn gate_key() -> SigningKey {
    let pkcs8 = hex_bytes(GATE_KEY_HEX);
    SigningKey::read(&pkcs8, &SystemRandom::new()).expect("a key")
}

fn hex_bytes(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).expect("text"), 16).expect("hex")).collect()
}

/// What that phone asks to become a gate.
pub fn enrolment(site_id: SiteId, name: &str) -> GateEnrolment {
    let public_key = Some(to_hex(gate_key().public_key()));
    GateEnrolment { site_id, name: name.to_owned(), public_key, phone: None, last_seq: 0, section_id: None }
}

/// A touch as that phone sends it.
pub fn signed(device: DeviceId, item: TouchItem) -> TouchItem {
    let signature = gate_key().sign(&touch_bytes(device, &item), &SystemRandom::new()).expect("a signature");
    TouchItem { signature: Some(to_hex(&signature)), ..item }
}
