//! Lines of a table on their way to whoever judges them. Invariant: their cells lie in one text, so that a line costs no memory of
//! its own and may be handed to another thread with those beside it.

/// Some lines that follow one another.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The place of the first in the file; the headings are 0.
    first: usize,
    text: String,
    /// Where each cell ends in the text.
    cell_ends: Vec<usize>,
    /// Where the cells of each line end among the cells.
    line_ends: Vec<usize>,
}

impl Lines {
    /// How many there are, the empty ones included.
    pub(crate) const fn count(&self) -> usize {
        self.line_ends.len()
    }

    /// Looks at each: its place in the file and its cells.
    pub(crate) fn each<'a>(&'a self, mut look: impl FnMut(usize, &[&'a str])) {
        let mut line: Vec<&str> = Vec::new();
        let (mut cell, mut from) = (0, 0);
        for (at, end) in self.line_ends.iter().enumerate() {
            line.clear();
            for to in self.cell_ends.get(cell..*end).unwrap_or_default() {
                line.push(self.text.get(from..*to).unwrap_or_default());
                from = *to;
            }
            cell = *end;
            look(self.first + at, &line);
        }
    }

    fn push<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        for cell in cells {
            self.text.push_str(cell);
            self.cell_ends.push(self.text.len());
        }
        self.line_ends.push(self.cell_ends.len());
    }
}

/// Gathers lines and gives them on, so many at a time.
pub(super) struct Gather<'a> {
    at_once: usize,
    lines: Lines,
    take: &'a mut dyn FnMut(Lines),
}

impl<'a> Gather<'a> {
    pub(super) fn new(at_once: usize, take: &'a mut dyn FnMut(Lines)) -> Self {
        Self { at_once, lines: Lines::default(), take }
    }

    /// How many lines there were.
    pub(super) const fn count(&self) -> usize {
        self.lines.first + self.lines.count()
    }

    pub(super) fn push<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        self.lines.push(cells);
        if self.lines.count() >= self.at_once {
            self.give();
        }
    }

    /// Gives on what is left.
    pub(super) fn finish(mut self) {
        if self.lines.count() > 0 {
            self.give();
        }
    }

    fn give(&mut self) {
        // The next ones are about as long.
        let next = Lines {
            first: self.count(),
            text: String::with_capacity(self.lines.text.len()),
            cell_ends: Vec::with_capacity(self.lines.cell_ends.len()),
            line_ends: Vec::with_capacity(self.lines.line_ends.len()),
        };
        (self.take)(core::mem::replace(&mut self.lines, next));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_cells_and_places_however_many_are_given_at_once() {
        let table: [&[&str]; 5] = [&["姓", "名"], &[], &["森", "", "x"], &[""], &["港"]];
        for at_once in 1..=6 {
            let (mut found, mut given): (Vec<(usize, Vec<String>)>, Vec<usize>) = (Vec::new(), Vec::new());
            let mut take = |lines: Lines| {
                given.push(lines.count());
                lines.each(|place, cells| found.push((place, cells.iter().map(|cell| (*cell).to_owned()).collect())));
            };
            let mut gather = Gather::new(at_once, &mut take);
            for cells in table {
                gather.push(cells.iter().copied());
            }
            assert_eq!(gather.count(), 5);
            gather.finish();
            let expected: Vec<(usize, Vec<String>)> = table
                .iter()
                .enumerate()
                .map(|(at, cells)| (at, cells.iter().map(|cell| (*cell).to_owned()).collect()))
                .collect();
            assert_eq!(found, expected, "{at_once} at once");
            assert!(given.iter().all(|count| (1..=at_once).contains(count)), "{given:?}");
        }
    }
}
