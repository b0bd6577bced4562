//! How many passed and failed, read from what the test programs print.
//!
//! Invariant: a program whose summary is missing has failed, whatever its exit code.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{fmt, ops::Add};

/// Tests counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Did what they should.
    pub passed: u32,
    /// Did not, or could not be started.
    pub failed: u32,
}

impl Counts {
    /// A check that is not made of tests and went well.
    pub const PASSED: Self = Self { passed: 1, failed: 0 };
    /// A check that is not made of tests and went wrong.
    pub const FAILED: Self = Self { passed: 0, failed: 1 };
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// One line of `cargo nextest run`, `cargo test` or `node --test` (TAP), if it is a summary.
pub fn of_line(line: &str) -> Option<Counts> {
    if let Some(rest) = line.strip_prefix("# pass ") {
        return Some(Counts { passed: rest.trim().parse().ok()?, failed: 0 });
    }
    if let Some(rest) = line.strip_prefix("# fail ") {
        return Some(Counts { passed: 0, failed: rest.trim().parse().ok()? });
    }
    // Indented, it is what nextest shows of a failed test and counts itself.
    if let Some(rest) = line.strip_prefix("test result: ") {
        return Some(Counts { passed: before(rest, "passed")?, failed: before(rest, "failed")? });
    }
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let failed = ["failed", "timed out", "exec failed"].iter().filter_map(|word| before(rest, word)).sum();
    Some(Counts { passed: before(rest, "passed")?, failed })
}

/// The number before `word`: `8 passed (1 slow), 2 failed` has 2 before `failed`.
fn before(text: &str, word: &str) -> Option<u32> {
    text.split([',', ':', ';', '.']).find_map(|part| {
        let mut words = part.trim().splitn(2, ' ');
        let number = words.next()?.parse().ok()?;
        let rest = words.next()?;
        (rest == word || rest.starts_with(&format!("{word} ("))).then_some(number)
    })
}

/// Playwright's JSON report.
pub fn of_playwright(report: &str) -> Result<Counts> {
    #[derive(Deserialize)]
    struct Report {
        stats: Stats,
        #[serde(default)]
        errors: Vec<serde_json::Value>,
    }
    #[derive(Deserialize)]
    struct Stats {
        expected: u32,
        unexpected: u32,
        flaky: u32,
    }
    let report: Report = serde_json::from_str(report).context("playwright's report")?;
    let errors = u32::try_from(report.errors.len())?;
    let stats = report.stats;
    if stats.expected + stats.unexpected + stats.flaky + errors == 0 {
        bail!("playwright ran no test");
    }
    // A flaky test has failed once: that is a fault of the test or of ours.
    Ok(Counts { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_read() {
        let rows = [
            ("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s", (3, 0)),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", (3, 2)),
            ("     Summary [   0.005s] 1 test run: 1 passed, 0 skipped", (1, 0)),
            (
                "     Summary [  10.0s] 12 tests run: 8 passed (1 slow), 2 failed, 1 timed out, 1 exec failed, 0 skipped",
                (8, 4),
            ),
            ("     Summary [   0.000s] 0 tests run: 0 passed, 0 skipped", (0, 0)),
            ("# pass 25", (25, 0)),
            ("# fail 2", (0, 2)),
        ];
        for (line, (passed, failed)) in rows {
            assert_eq!(of_line(line), Some(Counts { passed, failed }), "{line}");
        }
    }

    #[test]
    fn other_lines_are_not_summaries() {
        for line in [
            "running 3 tests",
            "test a ... ok",
            "        PASS [ 0.01s] x y",
            "Summary of work",
            "    test result: FAILED. 0 passed; 1 failed",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_flaky_browser_test_and_an_error_outside_tests_have_failed() {
        let report = r#"{"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":2},"errors":[{"message":"x"}]}"#;
        assert_eq!(of_playwright(report).unwrap(), Counts { passed: 5, failed: 3 });
    }

    #[test]
    fn no_browser_test_at_all_is_an_error() {
        assert!(of_playwright(r#"{"stats":{"expected":0,"unexpected":0,"flaky":0}}"#).is_err());
        assert!(of_playwright("{}").is_err());
    }
}
