//! Which field of a business is shown to whom. Invariant: what the published table does not open is hidden; a field of ours
//! that has no official number is the business's own.
//!
//! Source: data/business_fields.csv (registered-data-sharing.txt, 事業者情報).

use super::official_number;
use serde::{Deserialize, Serialize};

/// Who looks at a business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewer {
    /// The business itself.
    Own,
    /// The prime or an upper tier of a site it works on, while that site is open.
    AboveOnOpenSite,
    /// A partner system, by 共同利用.
    SharedUse,
}

impl Viewer {
    /// Every viewer, in the order of the published table.
    pub const ALL: [Self; 3] = [Self::Own, Self::AboveOnOpenSite, Self::SharedUse];
}

/// Whether a viewer sees a field.
pub fn is_visible(field: &str, viewer: Viewer) -> bool {
    match viewer {
        Viewer::Own => super::REGISTERED.contains(&field),
        Viewer::AboveOnOpenSite | Viewer::SharedUse => {
            official_number(field).is_some_and(|number| !matches!(number, 10 | 11 | 14..=19 | 30 | 31))
        }
    }
}
