//! Whether a request to a bucket is signed by who may, by the published steps (AWS Signature Version 4, query parameters),
//! worked out here a second time.

use hmac::{Hmac, Mac};
use services::outside::hash_of;
use sha2::Sha256;
use testkit::Asked;

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The signature a request should have with `secret`, and the one it has.
fn signatures(asked: &Asked, secret: &str) -> (String, String) {
    let (path, query) = asked.target.split_once('?').unwrap_or((&asked.target, ""));
    let of = |name: &str| {
        let found = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
        found.map(|(_, value)| value.replace("%2F", "/").replace("%3B", ";")).unwrap_or_default()
    };
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("X-Amz-Signature=")).collect();
    pairs.sort_unstable();
    let signed = of("X-Amz-SignedHeaders");
    let headers = signed.split(';').map(|name| format!("{name}:{}", asked.header(name))).collect::<Vec<_>>().join("\n");
    let canonical = format!("{}\n{path}\n{}\n{headers}\n\n{signed}\nUNSIGNED-PAYLOAD", asked.method, pairs.join("&"));
    let credential = of("X-Amz-Credential");
    let (_, scope) = credential.split_once('/').unwrap_or_default();
    let to_sign = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{}", of("X-Amz-Date"), hash_of(canonical.as_bytes()));
    let key = scope.split('/').fold(format!("AWS4{secret}").into_bytes(), |key, part| sign(&key, part));
    (hex::encode(sign(&key, &to_sign)), of("X-Amz-Signature"))
}

/// Whether `key_id` has signed it with `secret`.
pub fn is_signed(asked: &Asked, key_id: &str, secret: &str) -> bool {
    let (right, given) = signatures(asked, secret);
    asked.target.contains(&format!("X-Amz-Credential={key_id}%2F")) && right == given
}

#[test]
fn the_published_example_has_the_published_signature() {
    // Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters".
    let asked = Asked {
        method: "GET".to_owned(),
        target: "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F\
                 us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&\
                 X-Amz-SignedHeaders=host&\
                 X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
            .to_owned(),
        headers: vec![("host".to_owned(), "examplebucket.s3.amazonaws.com".to_owned())],
        body: Vec::new(),
    };
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    assert!(is_signed(&asked, "AKIAIOSFODNN7EXAMPLE", secret));
    assert!(!is_signed(&asked, "AKIAIOSFODNN7EXAMPLE", "another"));
    assert!(!is_signed(&asked, "AKIA", secret));
    let moved = Asked { target: asked.target.replace("/test.txt", "/other.txt"), ..asked };
    assert!(!is_signed(&moved, "AKIAIOSFODNN7EXAMPLE", secret));
}
