//! One text in every language. Invariant: a `Msg` is a constant without a table behind it, so a text no screen of a
//! wasm file names is not in that file.

use crate::{Lang, further};
use core::fmt::{Display, Write as _};

/// A text in every language, from the catalogue only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Msg {
    pub(crate) key: &'static str,
    pub(crate) ja: &'static str,
    pub(crate) en: &'static str,
}

impl Msg {
    /// `feature.key` of the catalogue, for tests and for finding a text.
    pub const fn key(self) -> &'static str {
        self.key
    }
    /// The text as it stands in the catalogue. For texts without placeholders.
    ///
    /// A further language that does not hold it says it in easy Japanese, or in Japanese (`further`).
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
            further => further::text(further, self.key).unwrap_or_else(|| further::instead(self, further)),
        }
    }
    /// Whether `lang` holds the text itself.
    pub fn is_in(self, lang: Lang) -> bool {
        Lang::OFFICE.contains(&lang) || further::text(lang, self.key).is_some()
    }
    /// The Japanese text, for what stands in where a language holds none.
    pub(crate) const fn ja(self) -> &'static str {
        self.ja
    }
    /// The text with each `{name}` replaced: `SAVED_AT.with(lang, &[("time", &"07:52")])`.
    ///
    /// A value is put in as it is and never searched for placeholders. A name without a value stays as written, which
    /// debug builds refuse by panicking, so that a test meets it before a person does.
    pub fn with(self, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
        self.filled(self.get(lang), values)
    }
    /// The same without the lines that name one of `absent`: what is not known is not spoken of.
    pub fn with_known(self, lang: Lang, values: &[(&str, &dyn Display)], absent: &[&str]) -> String {
        let names_absent = |line: &str| absent.iter().any(|name| line.contains(&format!("{{{name}}}")));
        let lines = self.get(lang).split('\n').filter(|line| !names_absent(line));
        lines.map(|line| self.filled(line, values)).collect::<Vec<_>>().join("\n")
    }
    fn filled(self, text: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            let value = values.iter().find(|(given, _)| *given == name).map(|(_, value)| value);
            debug_assert!(value.is_some(), "{}: no value for {{{name}}}", self.key);
            // Writing into a String does not fail.
            _ = if let Some(value) = value { write!(out, "{value}") } else { write!(out, "{{{name}}}") };
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREETING: Msg = Msg { key: "test.greeting", ja: "{name}さん、{n}件です", en: "{n} for {name}" };

    #[test]
    fn values_stand_where_the_language_wants_them() {
        assert_eq!(GREETING.with(Lang::Ja, &[("name", &"山本"), ("n", &3)]), "山本さん、3件です");
        assert_eq!(GREETING.with(Lang::En, &[("name", &"山本"), ("n", &3)]), "3 for 山本");
    }

    #[test]
    fn a_line_that_names_what_is_not_known_is_left_out_whole() {
        let lines = Msg { key: "test.lines", ja: "{name}様\n番号：{n}\n以上", en: "{name}\nno. {n}\nend" };
        let values: [(&str, &dyn Display); 1] = [("name", &"山\n{n}本")];
        assert_eq!(lines.with_known(Lang::Ja, &values, &["n"]), "山\n{n}本様\n以上");
        assert_eq!(lines.with_known(Lang::En, &[("name", &"x"), ("n", &7)], &[]), "x\nno. 7\nend");
    }

    #[test]
    fn a_value_with_braces_is_not_read_as_a_placeholder() {
        assert_eq!(GREETING.with(Lang::En, &[("name", &"{n}"), ("n", &1)]), "1 for {n}");
    }

    #[test]
    #[should_panic(expected = "test.greeting: no value for {n}")]
    fn a_forgotten_value_is_noticed() {
        GREETING.with(Lang::En, &[("name", &"x")]);
    }
}
