//! Asking servers outside over HTTPS. Invariant: no request outlasts its patience, follows a redirect or reads more than
//! it was told to, and what is said of a failure repeats neither address nor secret.

use super::PostFault;
use std::time::Duration;
use ureq::{
    Agent, Body,
    http::{Request, Response},
};

/// How long a server outside is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until it takes the connection.
    pub connect: Duration,
    /// For the whole of one request, its answer included.
    pub call: Duration,
}

impl Default for Patience {
    /// Two tries end within the 30 seconds a request of a person may take.
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), call: Duration::from_secs(12) }
    }
}

/// An address that may be asked: https, or this machine itself. Errors: what is wrong with it, without it.
pub(super) fn check(address: &str) -> Result<(), &'static str> {
    let uri: ureq::http::Uri = address.parse().map_err(|_| "is no address")?;
    let authority = uri.authority().ok_or("is no address with a scheme and a host")?;
    if authority.as_str().contains('@') {
        return Err("holds a name or a secret: secrets have settings of their own");
    }
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if proof::personalise::is_here(authority.as_str()) => Ok(()),
        Some("http") => Err("is plain http to another machine: only https keeps what is sent secret"),
        _ => Err("begins with neither https:// nor http://"),
    }
}

/// A secret as `Authorization` has it. Errors: no header can hold it.
pub(super) fn bearer(secret: &str) -> Result<String, &'static str> {
    if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("has a secret that no header can hold");
    }
    Ok(format!("Bearer {secret}"))
}

/// Asks by these rules. A proxy that the environment names is not asked: settings are read in one place.
pub(super) fn agent(patience: Patience) -> Agent {
    Agent::config_builder()
        .timeout_connect(Some(patience.connect))
        .timeout_global(Some(patience.call))
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("careerup")
        .build()
        .new_agent()
}

/// Hands over one object as JSON and gives the status of the answer; its text is not read, as it may repeat what was sent. `mark`: the
/// header by which the receiver knows the message, with its value.
pub(super) fn hand_over(
    agent: &Agent,
    (url, bearer): (&str, &str),
    mark: (&str, &str),
    message: &serde_json::Value,
) -> Result<u16, PostFault> {
    let message = message.to_string();
    let request = Request::post(url)
        .header("authorization", bearer)
        .header("content-type", "application/json")
        .header(mark.0, mark.1)
        .body(message.as_bytes())
        .map_err(|_| PostFault::NotNow("no request".to_owned()))?;
    let answer = agent.run(request).map_err(|fault| PostFault::NotNow(said(&fault)))?;
    Ok(answer.status().as_u16())
}

/// The body of an answer, whole or not at all. Errors: it broke off, took too long, or is longer than `bytes_max`.
pub(super) fn body(answer: &mut Response<Body>, bytes_max: u64) -> Result<Vec<u8>, String> {
    let announced = answer.body().content_length();
    let bytes = answer.body_mut().with_config().limit(bytes_max).read_to_vec().map_err(|fault| said(&fault))?;
    // A server that ends a connection early leaves a part that looks whole.
    match announced {
        Some(length) if length != bytes.len() as u64 => Err("the answer broke off".to_owned()),
        _ => Ok(bytes),
    }
}

/// A failure in words for the log.
pub(super) fn said(fault: &ureq::Error) -> String {
    match fault {
        ureq::Error::BadUri(_) => "no address".to_owned(),
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn only_https_leaves_this_machine_and_no_secret_stands_in_an_address() {
        for (address, good) in [
            ("https://files.example", true),
            ("https://files.example:9000/path", true),
            ("http://127.0.0.1:9000", true),
            ("http://localhost:9000", true),
            ("http://files.example", false),
            ("http://127.0.0.1.files.example", false),
            ("https://key:secret@files.example", false),
            ("ftp://files.example", false),
            ("files.example", false),
            ("", false),
        ] {
            assert_eq!(check(address).is_ok(), good, "{address}");
            let told = check(address).err().unwrap_or_default();
            assert!(!told.contains("key:secret"), "{told}");
        }
    }
}
