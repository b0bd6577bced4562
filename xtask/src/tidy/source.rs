//! Rust text with its comments, strings and tests told apart; no full parser, so that xtask compiles quickly.
//!
//! Invariant: line numbers are those of the file, whatever is blanked out.

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// Line of its beginning, from 1.
    pub line: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
}

/// Rust text split up.
pub struct Source {
    /// String literals outside comments and tests.
    pub literals: Vec<Literal>,
}

impl Source {
    /// Splits the text.
    pub fn read(text: &str) -> Self {
        let (code, literals) = split(text);
        let tests = test_lines(&code);
        let in_tests = |line: usize| tests.iter().any(|(from, to)| (*from..=*to).contains(&line));
        Self { literals: literals.into_iter().filter(|literal| !in_tests(literal.line)).collect() }
    }
}

fn split(text: &str) -> (String, Vec<Literal>) {
    let (mut code, mut literals) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, literal) = token(rest, code.chars().next_back());
        let token = &rest[..length];
        if let Some((from, to)) = literal {
            literals.push(Literal { line, text: token[from..to].to_owned() });
        }
        if length == first.len_utf8() {
            code.push(first);
        } else {
            code.extend(token.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        line += token.matches('\n').count();
        rest = &rest[length..];
    }
    (code, literals)
}

/// Length of what begins here, and where its text is if it is a string.
fn token(rest: &str, before: Option<char>) -> (usize, Option<(usize, usize)>) {
    let plain = rest.chars().next().map_or(0, char::len_utf8);
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), None);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), None);
    }
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !in_word && let Some((length, range)) = raw_string(rest) {
        return (length, Some(range));
    }
    if rest.starts_with('"') {
        let end = string_end(rest);
        return (end, Some((1, end.saturating_sub(1).max(1))));
    }
    if rest.starts_with('\'') {
        return (character(rest).unwrap_or(plain), None);
    }
    (plain, None)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<(usize, (usize, usize))> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    if !after[hashes..].starts_with('"') {
        return None;
    }
    let from = rest.len() - after.len() + hashes + 1;
    let close = format!("\"{}", "#".repeat(hashes));
    let to = rest[from..].find(&close).map_or(rest.len(), |end| from + end);
    Some(((to + close.len()).min(rest.len()), (from, to)))
}

fn string_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'x'` or `'\n'`; a lifetime is not one.
fn character(rest: &str) -> Option<usize> {
    let inner = &rest[1..];
    let first = inner.chars().next()?;
    if first == '\\' {
        return inner[2..].find('\'').map(|end| end + 4);
    }
    inner[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

/// First and last line of everything under `#[cfg(test)]`.
fn test_lines(code: &str) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut from = 0;
    while let Some(at) = code[from..].find("#[cfg(test)]").map(|at| from + at) {
        let end = item_end(&code[at..]) + at;
        let line = |position: usize| code[..position].matches('\n').count() + 1;
        ranges.push((line(at), line(end)));
        from = end;
    }
    ranges
}

/// Where the item that begins here ends: its closing brace, or `;` before any brace.
fn item_end(code: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at,
            '}' => depth -= 1,
            ';' if depth == 0 => return at,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<(usize, String)> {
        Source::read(source).literals.into_iter().map(|literal| (literal.line, literal.text)).collect()
    }

    #[test]
    fn strings_are_found_with_their_lines() {
        let source = "let a = \"x\\\"y\";\nlet b = r#\"p\"q\"#;\n";
        assert_eq!(texts(source), [(1, "x\\\"y".to_owned()), (2, "p\"q".to_owned())]);
    }

    #[test]
    fn comments_lifetimes_and_characters_are_not_strings() {
        let source = "// \"a\"\n/* \"b\" /* \"c\" */ */\nfn f<'a>(x: &'a str) -> char { '\"' }\nlet q = '\\'';\nlet s = \"d\";\n";
        assert_eq!(texts(source), [(5, "d".to_owned())]);
    }

    #[test]
    fn tests_are_left_out_and_what_follows_is_not() {
        let source = "#[cfg(test)]\nmod tests {\n  fn f() { let a = \"{\"; }\n}\nlet b = \"kept\";\n#[cfg(test)]\nmod other;\nlet c = \"too\";\n";
        assert_eq!(texts(source), [(5, "kept".to_owned()), (8, "too".to_owned())]);
    }

    #[test]
    fn code_has_neither_comments_nor_strings() {
        let code = split("a // b\nc(\"d\")\n").0;
        assert!(code.contains('a') && code.contains('c') && !code.contains('b') && !code.contains('d'), "{code}");
    }
}
