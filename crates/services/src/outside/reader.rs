//! Logging readers, each with a file format of its own. Invariant: whatever the bytes, a format gives a line or a fault for
//! each line of the file, and never panics.

use crate::sheet;
use domain::touch::reading::{COLUMNS, FileFault, Line, Wrong, check_lines, read};

/// The format of a reader's file.
pub trait ReaderFormat: Send + Sync {
    /// The lines of a file in their order. Errors: what keeps the file from being taken as a whole.
    fn lines(&self, content: &[u8]) -> Result<Vec<Result<Line, Wrong>>, FileFault>;
}

/// The format this register publishes (docs/logging-reader.md). Readers with a format of their own are converted to it until
/// there is a reader here for theirs.
#[derive(Debug, Clone, Copy)]
pub struct OwnFormat;

impl ReaderFormat for OwnFormat {
    fn lines(&self, content: &[u8]) -> Result<Vec<Result<Line, Wrong>>, FileFault> {
        let [head, ..] = COLUMNS;
        let lines = sheet::lines(content, head);
        check_lines(lines.len())?;
        let mut cells: Vec<_> = lines.iter().map(|(_, text)| sheet::cells(text)).collect();
        if is_cut(content, &cells) {
            drop(cells.pop());
            cells.push(None);
        }
        let lines = lines.iter().zip(&cells);
        Ok(lines.map(|((number, text), cells)| read(*number, text, cells.as_deref())).collect())
    }
}

/// The file ends within its last line: that one has no end and fewer cells than another. What is left of it would read as
/// another touch, with neither in nor out, beside the one that comes with the whole file.
fn is_cut(content: &[u8], cells: &[Option<Vec<String>>]) -> bool {
    let is_ended = content.ends_with(b"\n") || content.ends_with(b"\r");
    let widths: Vec<usize> = cells.iter().map(|line| line.as_ref().map_or(0, Vec::len)).collect();
    let Some((last, others)) = widths.split_last() else { return false };
    !is_ended && others.iter().any(|other| other > last && *other <= COLUMNS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::touch::reading::{LINES_MAX, LineFault};
    use rand::{RngCore, SeedableRng, rngs::StdRng};

    const GOOD: &str = "2026-11-20 07:52,04102030405000,,in,\u{897f}\u{53e3}";

    fn outcomes(content: &[u8]) -> Vec<Result<u32, (u32, LineFault)>> {
        let lines = OwnFormat.lines(content).unwrap();
        lines
            .into_iter()
            .map(|line| line.map(|line| line.number).map_err(|wrong| (wrong.number, wrong.fault)))
            .collect()
    }

    #[test]
    fn a_file_is_read_with_and_without_headings_in_either_encoding() {
        let with = format!("time,card,technician,kind,reader\r\n{GOOD}\r\n\r\n\"x\r\n");
        assert_eq!(outcomes(with.as_bytes()), [Ok(2), Err((4, LineFault::Columns))]);
        assert_eq!(outcomes(GOOD.as_bytes()), [Ok(1)]);
        let marked = format!("\u{feff}{with}");
        assert_eq!(outcomes(marked.as_bytes()), outcomes(with.as_bytes()));
        let (shift_jis, ..) = encoding_rs::SHIFT_JIS.encode(GOOD);
        assert_eq!(OwnFormat.lines(&shift_jis), OwnFormat.lines(GOOD.as_bytes()));
    }

    #[test]
    fn a_line_the_file_ends_in_the_middle_of_is_no_touch() {
        let whole = format!("time,card,technician,kind,reader\n{GOOD}\n{GOOD}");
        assert_eq!(outcomes(whole.as_bytes()), [Ok(2), Ok(3)], "only its end is missing");
        let from = whole.rfind('\n').unwrap() + 1;
        let kind = whole.rfind("in,").unwrap();
        for at in (from + 1..=kind + 2).filter(|at| whole.is_char_boundary(*at)) {
            let cut = &whole[..at];
            assert_eq!(outcomes(cut.as_bytes()), [Ok(2), Err((3, LineFault::Columns))], "{cut}");
        }
        // Written short from the beginning.
        let short = "2026-11-20 07:52,04102030405000\n2026-11-20 17:02,04102030405000";
        assert_eq!(outcomes(short.as_bytes()), [Ok(1), Ok(2)]);
        let ended = format!("{GOOD}\n2026-11-20 17:02,04102030405000\n");
        assert_eq!(outcomes(ended.as_bytes()), [Ok(1), Ok(2)]);
        let beside = format!("{GOOD},6\n{GOOD}");
        assert_eq!(outcomes(beside.as_bytes()), [Err((1, LineFault::Columns)), Ok(2)], "a line too wide says nothing");
    }

    #[test]
    fn a_file_has_no_more_lines_than_a_reader_holds() {
        let file = |lines: usize| format!("{GOOD}\n").repeat(lines);
        assert_eq!(OwnFormat.lines(file(LINES_MAX).as_bytes()).map(|lines| lines.len()), Ok(LINES_MAX));
        assert_eq!(OwnFormat.lines(file(LINES_MAX + 1).as_bytes()), Err(FileFault::TooMany));
        assert_eq!(OwnFormat.lines(b"time,card\n\n"), Err(FileFault::NoLines));
    }

    #[test]
    fn bytes_by_chance_are_read_or_refused_line_by_line() {
        let mut chance = StdRng::seed_from_u64(20_261_120);
        for size in 0..2_000 {
            let mut bytes = vec![0; size];
            chance.fill_bytes(&mut bytes);
            // Half of them a good file with one byte changed.
            if size % 2 == 0 {
                let at = size % GOOD.len();
                let broken = bytes.first().copied().unwrap_or_default();
                bytes = format!("{GOOD}\n").repeat(3).into_bytes();
                bytes[at] = broken;
            }
            match OwnFormat.lines(&bytes) {
                Ok(lines) => assert!((1..=LINES_MAX).contains(&lines.len()), "{bytes:?}"),
                Err(fault) => assert_eq!(fault, FileFault::NoLines, "{bytes:?}"),
            }
        }
    }
}
