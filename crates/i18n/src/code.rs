//! Sentences for stable codes. Invariant: codes live in `catalogue/*/code.toml`; what answers with a code carries the
//! code, and the sentence is made here when a person or a partner reads it.

use crate::{Lang, code_msg};

/// The reason a stable code stands for (`touch.unknown_card`), in words; `None` for a code the catalogue lacks.
pub fn reason(lang: Lang, code: &str) -> Option<String> {
    code_msg(code).map(|msg| msg.get(lang).to_owned())
}
