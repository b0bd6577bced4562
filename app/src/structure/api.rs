//! Server functions of the structure. Invariant: each ends in a redirect; what was typed comes back with its problems.

use crate::shell::UiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND},
    domain::{
        form::{FieldProblem, Problem},
        id::{BusinessId, NumberFault, SiteId, StructureId},
    },
};

/// A place to add under and the business to add, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StructureForm {
    /// The place above.
    pub parent: String,
    /// 事業者ID.
    pub business_id: String,
}

/// What was typed as IDs. Errors: all problems in page order.
#[cfg(feature = "ssr")]
fn read(form: &StructureForm) -> Result<(StructureId, BusinessId), Vec<FieldProblem>> {
    let parent = match form.parent.trim() {
        "" => Err(Problem::Missing),
        typed => typed.parse::<StructureId>().map_err(|_| Problem::NotAChoice),
    };
    let business = match form.business_id.trim() {
        "" => Err(Problem::Missing),
        typed => typed.parse::<BusinessId>().map_err(|fault| match fault {
            NumberFault::Length => Problem::IdLength,
            NumberFault::CheckDigit => Problem::BusinessIdCheck,
        }),
    };
    match (parent, business) {
        (Ok(parent), Ok(business)) => Ok((parent, business)),
        (parent, business) => {
            let of = |field: &str, problem: Option<Problem>| problem.map(|problem| FieldProblem::new(field, problem));
            Err([of("parent", parent.err()), of("business_id", business.err())].into_iter().flatten().collect())
        }
    }
}

/// Adds a subcontractor (下請を足す).
#[server(endpoint = "add_structure")]
pub async fn add_structure(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: StructureForm,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let again = Flash::to(format!("/business/sites/{site}/structure/new"));
    let (parent, business) = match read(&form) {
        Ok(read) => read,
        Err(fields) => {
            return again.typed(&form).failed(UiError { fields, ..UiError::of("form.problems") }).leave().await;
        }
    };
    match services::structure::add(&call(), site, parent, business).await {
        Ok(_) => Flash::to(format!("/business/sites/{site}")).done("structure_added").leave().await,
        Err(error) => again.typed(&form).failed(error.into()).leave().await,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_told_at_once() {
        let form = |parent: &str, business_id: &str| StructureForm {
            parent: parent.to_owned(),
            business_id: business_id.to_owned(),
        };
        let problems = |form: &StructureForm| {
            read(form).unwrap_err().into_iter().map(|problem| (problem.field, problem.problem)).collect::<Vec<_>>()
        };
        let (parent, business) = ("parent".to_owned(), "business_id".to_owned());
        assert_eq!(problems(&form("", "")), [(parent.clone(), Problem::Missing), (business.clone(), Problem::Missing)]);
        assert_eq!(problems(&form("x", "123")), [(parent, Problem::NotAChoice), (business.clone(), Problem::IdLength)]);
        let place = "00000000-0000-7000-8000-000000000001";
        let id = BusinessId::from_body(1_234);
        let wrong = BusinessId::from_stored(id.get() / 10 * 10 + (id.get() + 1) % 10);
        assert_eq!(problems(&form(place, &wrong.to_string())), [(business, Problem::BusinessIdCheck)]);
        assert_eq!(read(&form(place, &id.grouped())).unwrap().1, id);
    }
}
