//! What was typed outside a form, before it reaches the store. Invariant: no control characters go further, which nobody
//! types on purpose and PostgreSQL does not take.

/// A line: without control characters and without spaces around it.
pub fn plain(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

/// Several lines: as [`plain`], but where a line ends is kept.
pub fn lines(raw: &str) -> String {
    raw.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_no_further() {
        assert_eq!(plain(" 山本\u{0} 健太\n "), "山本 健太");
        assert_eq!(lines(" 一\r\n二\u{0}\u{7}\n"), "一\n二");
    }
}
