//! A key as a phone keeps it, made by hand, so that the register is held against the standard and not against the library that judges.
//! Invariant: it writes what a browser would send, and lies only where a test makes it.
//!
//! Source: W3C Web Authentication Level 3, 5.8.1 (client data), 6.1 (authenticator data), 6.5.1 (attested credential data), 8.7 (no
//! attestation); RFC 9053 (COSE, ES256).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A key and what the browser around it says. A test changes its fields to lie.
#[derive(Debug)]
pub struct SoftKey {
    pair: EcdsaKeyPair,
    id: [u8; 32],
    user: Vec<u8>,
    /// The page's origin, as the browser says it.
    pub origin: String,
    /// The domain the key signs for.
    pub domain: String,
    /// How often it has signed.
    pub counter: u32,
    /// Whether the phone was unlocked for it.
    pub verified: bool,
}

impl SoftKey {
    /// A new key on a page at `origin`, for its own domain.
    pub fn new(origin: &str) -> Self {
        let chance = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &chance).expect("a key");
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &chance).expect("a key");
        let mut id = [0; 32];
        chance.fill(&mut id).expect("chance");
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        let domain = host.split(':').next().unwrap_or(host).to_owned();
        Self { pair, id, user: Vec::new(), origin: origin.to_owned(), domain, counter: 0, verified: true }
    }

    /// This key under the name and for the log-in of `other`, which it is not.
    #[must_use]
    pub fn posing_as(mut self, other: &Self) -> Self {
        self.id = other.id;
        self.user.clone_from(&other.user);
        self
    }

    fn flags(&self) -> u8 {
        PRESENT | if self.verified { VERIFIED } else { 0 }
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.domain.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["challenge"].as_str().expect("a challenge");
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// The answer to a request to make a key (`navigator.credentials.create`).
    pub fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        self.user = URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().expect("a user")).expect("base64url");
        let client_data = self.client_data("webauthn.create", &options);
        let mut data = self.data(self.flags() | ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        data.extend(self.cose());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).expect("short data"));
        attestation.extend(data);
        let (id, encode) = (URL_SAFE_NO_PAD.encode(self.id), |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes));
        json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
            "response": {
                "attestationObject": encode(&attestation), "clientDataJSON": encode(&client_data),
                "transports": ["internal", "unheard-of"],
            },
        })
        .to_string()
    }

    /// {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    fn cose(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend(&point[1..33]);
        key.extend(b"\x22\x58\x20");
        key.extend(&point[33..65]);
        key
    }

    /// The answer to a request to log in (`navigator.credentials.get`); the counter goes up by one.
    pub fn answer(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", &options);
        let data = self.data(self.flags());
        let signed = [data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("a signature");
        let (id, encode) = (URL_SAFE_NO_PAD.encode(self.id), |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes));
        json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": encode(&data), "clientDataJSON": encode(&client_data),
                "signature": encode(signature.as_ref()), "userHandle": encode(&self.user),
            },
        })
        .to_string()
    }
}
