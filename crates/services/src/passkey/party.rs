//! For which address keys are made. Invariant: the address is the configured one, never what a request says.

use super::NOT_HERE;
use crate::{Call, Error, Result};
use i18n::{Lang, msg};
use std::net::IpAddr;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// The name of this machine, for which browsers allow passkeys without https.
const LOCAL: &str = "localhost";

/// The origin people reach the register at, where browsers make keys for it: https and a name, or this machine itself, whose address in
/// numbers stands for its name (browsers make no keys for numbers).
fn reached(base_url: &str) -> Option<Url> {
    let mut url = Url::parse(base_url).ok()?;
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    if host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback()) {
        url.set_host(Some(LOCAL)).ok()?;
    }
    let name = url.domain()?;
    (url.scheme() == "https" || name == LOCAL).then_some(url)
}

/// The origin at which passkeys are used, as a browser says it; `None` where they cannot be.
pub fn origin(call: &Call) -> Option<String> {
    reached(&call.outside.base_url).map(|url| url.origin().ascii_serialization())
}

/// Who asks for keys and judges them. Errors: [`NOT_HERE`].
pub(super) fn of(call: &Call) -> Result<Webauthn> {
    let url = reached(&call.outside.base_url).ok_or(Error::rejected(NOT_HERE))?;
    let name = url.domain().ok_or(Error::rejected(NOT_HERE))?;
    let builder = WebauthnBuilder::new(name, &url).map_err(Error::internal)?;
    builder.rp_name(msg::common::PRODUCT.get(Lang::Ja)).build().map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_for_names_reached_safely() {
        for (base_url, origin) in [
            ("https://register.example", Some("https://register.example")),
            ("https://register.example:8443/", Some("https://register.example:8443")),
            ("http://127.0.0.1:3000", Some("http://localhost:3000")),
            ("http://[::1]:3000", Some("http://localhost:3000")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://register.example", None),
            ("https://192.0.2.7", None),
            ("http://10.0.0.1:3000", None),
            ("not an address", None),
        ] {
            let found = reached(base_url).map(|url| url.origin().ascii_serialization());
            assert_eq!(found.as_deref(), origin, "{base_url}");
        }
    }
}
