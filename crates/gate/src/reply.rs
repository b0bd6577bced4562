//! What a server's reply means for the queue. Invariant: only JSON in the shape asked for is an answer; a page a hotel
//! or a portal puts in its place is no signal, whatever its status says.

use domain::time::Instant;
use serde::{Deserialize, de::DeserializeOwned};

/// problem+json as the register sends it. Every field may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Problem {
    /// Stable code.
    #[serde(default)]
    pub code: Option<String>,
    /// The reason in Japanese.
    #[serde(default)]
    pub detail_ja: Option<String>,
    /// The reason in English.
    #[serde(default)]
    pub detail_en: Option<String>,
    /// Number under which the register's log has it.
    #[serde(default)]
    pub incident: Option<String>,
}

/// The register's code for a site that has ended.
const SITE_CLOSED: &str = "touch.site_closed";

/// Why there is no answer. The queue is kept in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing came back, or something that is not the register.
    NoSignal,
    /// The register is there but cannot answer now (503, 429, …).
    Busy,
    /// The device credential or the log-in was not accepted.
    SignIn(Problem),
    /// The site has ended: no roster and no photos any more. Touches are still taken, each by its own time.
    SiteClosed(Problem),
    /// The request as a whole was not taken.
    Refused(Problem),
}

/// A reply as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, empty where absent.
    pub content_type: String,
    /// The body.
    pub body: String,
}

impl Raw {
    fn is_json(&self) -> bool {
        let kind = self.content_type.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json") || kind.eq_ignore_ascii_case("application/problem+json")
    }

    /// The answer inside. Errors: [`Trouble`].
    pub fn answer<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        self.check()?;
        if !self.is_json() {
            return Err(Trouble::NoSignal);
        }
        serde_json::from_str(&self.body).map_err(|_| Trouble::NoSignal)
    }

    /// That the request was done, where no answer is expected. Errors: [`Trouble`].
    pub fn check(&self) -> Result<(), Trouble> {
        let problem = || {
            let parsed = self.is_json().then(|| serde_json::from_str::<Problem>(&self.body).ok()).flatten();
            parsed.unwrap_or_default()
        };
        match self.status {
            200..=299 => Ok(()),
            401 | 403 if self.is_json() => {
                let problem = problem();
                Err(if problem.code.as_deref() == Some(SITE_CLOSED) {
                    Trouble::SiteClosed(problem)
                } else {
                    Trouble::SignIn(problem)
                })
            }
            408 | 425 | 429 | 502..=599 => Err(Trouble::Busy),
            400 | 404..=499 | 500 | 501 => Err(Trouble::Refused(problem())),
            _ => Err(Trouble::NoSignal),
        }
    }
}

/// Server clock less phone clock in milliseconds, the half of the way there and back taken off; `None` where the round
/// trip took so long that it says little.
pub fn offset_ms(asked_at: Instant, answered_at: Instant, server_time: Instant) -> Option<i64> {
    const ROUND_TRIP_MS_MAX: i64 = 8_000;
    let round_trip = answered_at.since_ms(asked_at);
    (0..=ROUND_TRIP_MS_MAX).contains(&round_trip).then(|| server_time.since_ms(asked_at.plus_ms(round_trip / 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::touch::wire::TouchAnswers;

    fn raw(status: u16, content_type: &str, body: &str) -> Raw {
        Raw { status, content_type: content_type.into(), body: body.into() }
    }

    #[test]
    fn only_an_answer_in_the_shape_asked_for_counts() {
        const JSON: &str = "application/json";
        const PROBLEM: &str = "application/problem+json; charset=utf-8";
        let good = r#"{"server_time":1,"answers":[]}"#;
        assert!(raw(200, JSON, good).answer::<TouchAnswers>().is_ok());
        let problem = Problem { code: Some("x".into()), detail_ja: Some("y".into()), ..Problem::default() };
        let body = r#"{"code":"x","detail_ja":"y","status":401}"#;
        let closed = Problem { code: Some("touch.site_closed".into()), ..Problem::default() };
        for (name, raw, expected) in [
            ("captive portal", raw(200, "text/html", "<html>welcome"), Trouble::NoSignal),
            ("portal that says JSON", raw(200, JSON, "<html>welcome"), Trouble::NoSignal),
            ("other JSON", raw(200, JSON, r#"{"ok":true}"#), Trouble::NoSignal),
            ("portal with 403", raw(403, "text/html", "log in"), Trouble::NoSignal),
            ("network authentication required", raw(511, "text/html", ""), Trouble::Busy),
            ("redirect", raw(302, "text/html", ""), Trouble::NoSignal),
            ("credential gone", raw(401, PROBLEM, body), Trouble::SignIn(problem.clone())),
            ("forbidden", raw(403, PROBLEM, body), Trouble::SignIn(problem.clone())),
            ("site closed", raw(403, PROBLEM, r#"{"code":"touch.site_closed"}"#), Trouble::SiteClosed(closed)),
            ("database gone", raw(503, PROBLEM, body), Trouble::Busy),
            ("proxy", raw(502, "text/html", ""), Trouble::Busy),
            ("too many", raw(429, PROBLEM, body), Trouble::Busy),
            ("refused", raw(422, PROBLEM, body), Trouble::Refused(problem)),
            ("too large", raw(413, "text/html", ""), Trouble::Refused(Problem::default())),
            ("fault", raw(500, PROBLEM, ""), Trouble::Refused(Problem::default())),
        ] {
            assert_eq!(raw.answer::<TouchAnswers>().expect_err(name), expected, "{name}");
        }
    }

    #[test]
    fn the_offset_takes_off_half_of_the_way() {
        assert_eq!(offset_ms(Instant(1_000), Instant(1_400), Instant(5_200)), Some(4_000));
        assert_eq!(offset_ms(Instant(1_000), Instant(9_001), Instant(5_200)), None);
        assert_eq!(offset_ms(Instant(1_000), Instant(999), Instant(5_200)), None, "the clock was set back meanwhile");
    }
}
