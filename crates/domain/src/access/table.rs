//! The whole table of who may do what, printed for people who do not read code and held by a test, and beside it the
//! rules one by one with as many refusals as grants.

mod cases;
mod claims;
mod counters;
mod fields;
mod firm;
mod held;
mod levels;
mod page;
mod rules;

use super::Action;

#[expect(clippy::disallowed_methods, reason = "a test's own switch: whether to rewrite the page")]
fn held(name: &str, page: &str) {
    let path = format!("{}/../../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        std::fs::write(&path, page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(page.lines()).find(|(kept, now)| kept != now);
    assert!(
        kept == page,
        "docs/{name} is not what the rule says (UPDATE_SNAPSHOTS=1 rewrites it); first difference: {differs:?}"
    );
}

#[test]
fn the_printed_table_is_the_rule() {
    held("access.md", &page::page());
}

#[test]
fn the_printed_fields_are_what_is_given_out() {
    held("fields.md", &format!("{}{}", fields::page(), firm::part()));
}

#[test]
fn every_action_has_its_rows() {
    for action in Action::ALL {
        assert!(cases::ROWS.iter().any(|row| row.action == action), "{action:?}");
    }
}
