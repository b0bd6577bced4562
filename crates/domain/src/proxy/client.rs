//! For which business a scrivener files. Invariant: a registered business is named by its ID and its registered phone together,
//! so that a number alone shows nothing of it.

use crate::{
    business::Filing,
    form::{
        FieldProblem,
        reader::{self, Reader},
    },
    id::BusinessId,
};
use serde::{Deserialize, Serialize};

/// The client, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientForm {
    /// [`Filing::code`] of what is applied for.
    pub filing: String,
    /// 事業者ID; of a first registration there is none.
    pub business: String,
    /// The phone as it is registered.
    pub client_phone: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientEntry {
    /// What is applied for.
    pub filing: Filing,
    /// ID and phone, digits; absent for a first registration.
    pub registered: Option<(BusinessId, String)>,
}

impl ClientForm {
    /// Errors: every problem; of a first registration ID and phone are not read.
    pub fn validate(&self) -> Result<ClientEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let filing = read.choice("filing", &self.filing, Filing::from_code);
        let registered = match filing {
            Ok(filing) if filing.is_of_registered() => {
                let id = read.required("business", &self.business, reader::business_id);
                let phone = read.required("client_phone", &self.client_phone, reader::phone);
                id.and_then(|id| Ok(Some((id, phone?))))
            }
            _ => Ok(None),
        };
        let entry = || Ok(ClientEntry { filing: filing?, registered: registered? });
        let entry = entry();
        read.finish(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(filing: &str, business: &str, phone: &str) -> ClientForm {
        ClientForm { filing: filing.to_owned(), business: business.to_owned(), client_phone: phone.to_owned() }
    }

    #[test]
    fn a_registered_business_is_named_by_id_and_phone_together() {
        let id = BusinessId::from_body(7);
        let entry = form("renewal", &id.grouped(), "０３-1234-5678").validate().unwrap();
        assert_eq!(entry, ClientEntry { filing: Filing::Renewal, registered: Some((id, "0312345678".to_owned())) });
        let wrong = |form: ClientForm| {
            let problems = form.validate().unwrap_err();
            problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(wrong(form("change", "", "")), ["business", "client_phone"]);
        assert_eq!(wrong(form("change", &id.to_string(), "")), ["client_phone"]);
        assert_eq!(wrong(form("", &id.to_string(), "")), ["filing"]);
        let first = form("registration", "x", "").validate().unwrap();
        assert_eq!(first.registered, None, "what is not there yet has no number");
    }
}
