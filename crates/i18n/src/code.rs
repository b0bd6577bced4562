//! Sentences for stable codes. Invariant: codes live in `catalogue/*/code.toml`; what answers with a code carries the
//! code, and the sentence is made here when a person or a partner reads it.

use crate::{Lang, code_msg};

/// The language in which the reason is told to somebody who reads `lang`: that one where it has it, else Japanese or English.
pub fn spoken(lang: Lang, code: &str) -> Lang {
    if code_msg(code).is_some_and(|msg| msg.is_in(lang)) { lang } else { lang.office() }
}

/// The reason a stable code stands for (`touch.unknown_card`), in words; `None` for a code the catalogue lacks.
pub fn reason(lang: Lang, code: &str) -> Option<String> {
    code_msg(code).map(|msg| msg.get(lang).to_owned())
}
