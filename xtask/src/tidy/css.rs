//! Style sheets of features use semantic roles only, and only such as there are.

use std::collections::BTreeSet;

use super::{Complaint, File};

/// Why.
pub const REASON: &str = "A colour is chosen by its meaning (style/tokens/roles.css): only so do contrast, dark and sunlight hold everywhere.";

/// Raw colours and primitives outside `style/tokens/`.
pub fn check(files: &[File]) -> Vec<Complaint> {
    let sheets = || files.iter().filter(|file| file.path.starts_with("style/") && file.is(&["css"]));
    let features = || sheets().filter(|file| !file.path.starts_with("style/tokens/"));
    let defined: BTreeSet<&str> = sheets().flat_map(|file| definitions(&file.text)).collect();
    let unknown = features().flat_map(|file| unknown_roles(file, &defined));
    features().flat_map(in_sheet).chain(unknown).collect()
}

/// Names that are given a value: what stands before a colon.
fn definitions(css: &str) -> impl Iterator<Item = &str> {
    css.match_indices("--").filter_map(|(at, _)| {
        let name = name_at(&css[at..]);
        css[at + name.len()..].trim_start().starts_with(':').then_some(name)
    })
}

/// A name that nobody gives a value makes its whole declaration void, without a word from any browser.
fn unknown_roles(file: &File, defined: &BTreeSet<&str>) -> Vec<Complaint> {
    let text = without_comments(&file.text);
    let used = |line: &'_ str| -> Vec<String> {
        line.match_indices("var(--").map(|(at, _)| name_at(&line[at + 4..]).to_owned()).collect()
    };
    let of_line = |(index, line): (usize, &str)| {
        let unknown = used(line).into_iter().filter(|name| !defined.contains(name.as_str()));
        unknown.map(|name| Complaint::at(&file.path, index + 1, format!("`{name}` has no value"))).collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(of_line).collect()
}

fn name_at(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(text.len());
    &text[..end]
}

fn in_sheet(file: &File) -> Vec<Complaint> {
    let text = without_comments(&file.text);
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(index, line)| {
            let found = values(line).filter_map(raw_colour);
            found.map(move |colour| Complaint::at(&file.path, index + 1, format!("`{colour}` instead of a role")))
        })
        .collect()
}

fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        text.push_str(&rest[..at]);
        let end = rest[at..].find("*/").map_or(rest.len(), |end| at + end + 2);
        text.extend(rest[at..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

/// The values of a line's declarations; selectors, which may hold `#id`, are not values.
fn values(line: &str) -> impl Iterator<Item = &str> {
    line.split(['{', '}', ';']).filter_map(|part| part.split_once(':').map(|(_, value)| value)).filter(move |value| {
        // `a:hover #x {`: what a brace follows is a selector.
        let after = value.as_ptr() as usize - line.as_ptr() as usize + value.len();
        !line[after..].starts_with('{')
    })
}

fn raw_colour(value: &str) -> Option<&str> {
    if let Some(at) = ["--color-", "rgb(", "rgba(", "hsl(", "oklch("].iter().find_map(|raw| value.find(raw)) {
        let end = value[at..].find([')', ' ', ',']).map_or(value.len(), |end| at + end);
        return Some(&value[at..end]);
    }
    let at = value.find('#')?;
    let digits = value[at + 1..].bytes().take_while(u8::is_ascii_hexdigit).count();
    let ends = !value[at + 1 + digits..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    (ends && matches!(digits, 3 | 4 | 6 | 8)).then(|| &value[at..=at + digits])
}

#[cfg(test)]
mod tests {
    use super::{super::file, *};

    #[test]
    fn raw_colours_and_primitives_are_complaints() {
        let tokens = || file("style/tokens/primitives.css", ":root { --color-primitive-blue-900: #0017c1 }");
        for value in ["#fff", "#0017c1", "1px solid #ccc", "rgba(0, 0, 0, .1)", "var(--color-primitive-blue-900)"] {
            let found = check(&[tokens(), file("style/card/face.css", &format!(".a {{\n  color: {value};\n}}\n"))]);
            assert_eq!(found.len(), 1, "{value}");
            assert_eq!(found[0].place, "style/card/face.css:2");
        }
    }

    #[test]
    fn roles_selectors_links_and_comments_are_not() {
        let css = "/* #fff */\n#add { color: var(--ink); mask: url(#cafe-1) }\na:hover #bad {\n}\n";
        let tokens = "a { color: #fff; --ink: #000 }";
        assert_eq!(check(&[file("style/a.css", css), file("style/tokens/roles.css", tokens)]), []);
    }

    #[test]
    fn a_role_that_has_no_value_is_a_complaint() {
        let tokens = file("style/tokens/roles.css", ":root { --space-4: 4px; --space-40 : 40px }");
        let sheet = file("style/a.css", "a {\n  gap: var(--space-4);\n  margin: var(--space-40) var(--space-3);\n}\n");
        let found = check(&[tokens, sheet]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place, "style/a.css:3");
    }
}
