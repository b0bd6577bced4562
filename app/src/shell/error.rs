//! What a screen learns of a failure. Invariant: no value a person typed and no personal data is inside, because
//! without a script a failed form's answer may travel in an address.

use domain::form::{FieldProblem, Problem};
use i18n::{Lang, msg};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Nobody is logged in and somebody must be.
pub const LOG_IN_FIRST: &str = "auth.log_in_first";
/// There is no such thing, or none this person may know of.
pub const NOT_FOUND: &str = "not_found";
/// This account may not.
pub const FORBIDDEN: &str = "auth.forbidden";
/// The ID's first day has not come.
pub const ID_NOT_YET: &str = "auth.id_not_yet";
/// The ID's last day has gone by.
pub const ID_EXPIRED: &str = "auth.id_expired";
/// Not among this person's duties at the business.
pub const NOT_YOUR_DUTY: &str = "auth.not_your_duty";
/// The certification behind this account does not hold today.
pub const LAPSED: &str = "registrar.lapsed";
/// This account entered what it would judge.
pub const OWN_ENTRY: &str = "registrar.own_entry";
/// This business is not below one's own on an open site.
pub const NOT_PARTNER: &str = "business.not_partner";
/// The register cannot answer now.
pub const UNAVAILABLE: &str = "unavailable";
/// Our fault; `incident_id` is there.
pub const INTERNAL: &str = "internal";
/// A file is larger than is taken.
pub const TOO_LARGE: &str = "too_large";
/// What codes of refused pictures begin with.
pub const PICTURE_REFUSED: &str = "photo.";
/// Something is wrong with single fields, beside which it is said.
pub const FIELDS_WRONG: &str = "form.problems";
/// The request did not reach the register.
pub const NO_CONNECTION: &str = "client.no_connection";
/// The page is older than the register it talks to.
pub const OUTDATED: &str = "client.outdated";

/// A failure as screens and islands know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UiError {
    /// Stable code (docs/ERRORS.md); the sentence is made from it where it is read.
    pub code: String,
    /// Problems of fields, in page order.
    #[serde(default)]
    pub fields: Vec<FieldProblem>,
    /// Number of the incident, to name to the help desk.
    #[serde(default)]
    pub incident_id: Option<String>,
}

impl UiError {
    /// A failure without fields or incident.
    pub fn of(code: &str) -> Self {
        Self { code: code.to_owned(), fields: Vec::new(), incident_id: None }
    }
    /// What is wrong with single fields.
    pub fn fields(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..Self::of(FIELDS_WRONG) }
    }
    /// What is wrong with one field.
    pub fn beside(field: &str, problem: Problem) -> Self {
        Self::fields(vec![FieldProblem::new(field, problem)])
    }
    /// The same, beside the input `input` where a picture was refused.
    #[must_use]
    pub fn of_picture(self, input: &str) -> Self {
        let code = self.code.clone();
        if !code.starts_with(PICTURE_REFUSED) {
            return self;
        }
        Self { fields: vec![FieldProblem::new(input, Problem::Refused { code })], ..self }
    }
    /// The box of the form `confirm` was not ticked.
    pub fn not_confirmed() -> Self {
        Self::beside("confirm", Problem::NotConfirmed)
    }
}

impl UiError {
    /// The sentence for a person: what happened and what to do.
    pub fn words(&self, lang: Lang) -> String {
        match (self.code.as_str(), &self.incident_id) {
            (NO_CONNECTION, _) => msg::home::NO_CONNECTION.get(lang).to_owned(),
            (OUTDATED, _) => msg::home::OUTDATED.get(lang).to_owned(),
            (_, Some(incident)) => msg::common::INTERNAL_BODY.with(lang, &[("incident", incident)]),
            (code, None) => {
                i18n::code::reason(lang, code).unwrap_or_else(|| msg::common::UNAVAILABLE_BODY.get(lang).to_owned())
            }
        }
    }
}

#[cfg(feature = "ssr")]
impl From<services::Error> for UiError {
    fn from(error: services::Error) -> Self {
        use domain::access::Denied;
        use services::Error;
        match error {
            Error::Rejected(rejection) => Self { fields: rejection.fields, ..Self::of(rejection.code) },
            Error::NotFound => Self::of(NOT_FOUND),
            Error::Forbidden(Denied::LogInFirst) => Self::of(LOG_IN_FIRST),
            Error::Forbidden(Denied::NotYet) => Self::of(ID_NOT_YET),
            Error::Forbidden(Denied::Expired) => Self::of(ID_EXPIRED),
            Error::Forbidden(Denied::Duty) => Self::of(NOT_YOUR_DUTY),
            Error::Forbidden(Denied::Role | Denied::NotYours | Denied::SiteClosed) => Self::of(FORBIDDEN),
            Error::Forbidden(Denied::Lapsed) => Self::of(LAPSED),
            Error::Forbidden(Denied::OwnEntry) => Self::of(OWN_ENTRY),
            Error::Conflict(code) => Self::of(code),
            Error::Unavailable => Self::of(UNAVAILABLE),
            Error::Internal(incident) => {
                tracing::error!(incident = %incident.id, cause = %incident.cause, "internal");
                Self { incident_id: Some(incident.id.to_string()), ..Self::of(INTERNAL) }
            }
        }
    }
}

#[cfg(feature = "ssr")]
impl UiError {
    /// The HTTP status that says the same.
    pub fn status(&self) -> axum::http::StatusCode {
        use axum::http::StatusCode;
        match self.code.as_str() {
            LOG_IN_FIRST => StatusCode::UNAUTHORIZED,
            FORBIDDEN | ID_NOT_YET | ID_EXPIRED | NOT_YOUR_DUTY | LAPSED | OWN_ENTRY | NOT_PARTNER => {
                StatusCode::FORBIDDEN
            }
            NOT_FOUND => StatusCode::NOT_FOUND,
            UNAVAILABLE => StatusCode::SERVICE_UNAVAILABLE,
            INTERNAL => StatusCode::INTERNAL_SERVER_ERROR,
            code if code.starts_with("conflict.") => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
    /// The answer of a server function an island called: sets the status, unless a plain form asked, whose answer is a
    /// redirect that a status would break.
    #[must_use]
    pub fn answered(self) -> Self {
        use axum::http::{header, request::Parts};
        use leptos::prelude::use_context;
        let plain_form = use_context::<Parts>().is_some_and(|parts| {
            parts
                .headers
                .get(header::ACCEPT)
                .is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
        });
        if let (false, Some(response)) = (plain_form, use_context::<leptos_axum::ResponseOptions>()) {
            response.set_status(self.status());
        }
        self
    }
}

/// The failure of a plain form, as server functions leave it in the query of the page the form stood on.
#[cfg(feature = "ssr")]
pub fn left_in(query: &str) -> Option<UiError> {
    let left = query.split('&').find_map(|pair| pair.strip_prefix("__err="))?;
    // Base64 for addresses; of its letters only the padding is written otherwise in a query.
    let left = left.replace("%3D", "=").replace("%3d", "=");
    let mut error = leptos::server_fn::error::ServerFnUrlError::<UiError>::decode_err(&left);
    // Anybody can make an address: of what stands in it, only the shape of an incident's number is taken.
    let number = |text: &String| text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    error.incident_id = error.incident_id.filter(number);
    Some(error)
}

impl FromServerFnError for UiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(fault: ServerFnErrorErr) -> Self {
        Self::of(match fault {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => NO_CONNECTION,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => OUTDATED,
            _ => INTERNAL,
        })
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use leptos::server_fn::error::ServerFnUrlError;

    #[test]
    fn what_a_plain_form_met_is_read_from_the_address_it_came_back_to() {
        for incident_id in [None, Some("01992c3e-0000-7000-8000-000000000001".to_owned())] {
            let met = UiError { incident_id, ..UiError::of(UNAVAILABLE) };
            let url =
                ServerFnUrlError::new("/fn/log_in", met.clone()).to_url("https://ccus.example/login?a=b").unwrap();
            assert_eq!(left_in(url.query().unwrap()), Some(met));
        }
        assert_eq!(left_in("a=b"), None);
        assert_eq!(left_in("__err=%%%").map(|error| error.code), Some(OUTDATED.to_owned()));
        let forged = UiError { incident_id: Some("call 0120-000-000".to_owned()), ..UiError::of(INTERNAL) };
        let url = ServerFnUrlError::new("/fn/log_in", forged).to_url("https://ccus.example/").unwrap();
        assert_eq!(left_in(url.query().unwrap()), Some(UiError::of(INTERNAL)), "no words of a stranger's");
    }
}
