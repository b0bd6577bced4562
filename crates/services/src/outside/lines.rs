//! Registers of others that stand in a file for development: lines of cells under a header. Invariant: a damaged file is not
//! half read, and an error names the line, never its content.

use crate::error::{Error, Result};

/// Reads the lines of `register`; `row` says what is wrong with one.
pub(super) fn read<const CELLS: usize, T>(
    register: &str,
    text: &str,
    row: impl Fn([&str; CELLS]) -> core::result::Result<T, &'static str>,
) -> Result<Vec<T>> {
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let cells = <[&str; CELLS]>::try_from(cells).map_err(|_| "another number of cells");
        cells.and_then(&row).map_err(|fault| Error::internal(format!("{register} line {}: {fault}", at + 1)))
    };
    lines.map(read).collect()
}
