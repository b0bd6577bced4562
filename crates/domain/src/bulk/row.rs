//! Rows read one after the other. Invariant: one form serves all of them, so a row leaves nothing behind that the next one
//! could be judged by; where nothing is wrong, nothing is made but what stands in the form.

use super::{
    CellProblem, Column, Layout,
    column::{self, Way},
    letters,
};
use crate::{
    form::{FieldProblem, Problem},
    technician::{Input, Stage, TechnicianForm},
    time::WorkDate,
};

/// Reads the rows of a file, or of a part of it.
#[derive(Debug)]
pub struct RowReader<'a> {
    layout: &'a Layout,
    stage: Stage,
    today: WorkDate,
    /// For each column of the file how its cells come into the form.
    ways: Vec<Option<(&'static Column, Way)>>,
    inputs: Vec<Input>,
    form: TechnicianForm,
}

impl<'a> RowReader<'a> {
    /// For a stage, on the day `today`.
    pub fn new(layout: &'a Layout, stage: Stage, today: WorkDate) -> Self {
        let ways = layout.columns.iter().map(|column| column.map(|column| (column, column.way()))).collect();
        Self { layout, stage, today, ways, inputs: layout.inputs(), form: TechnicianForm::default() }
    }

    /// A row as a form, and what is wrong with it. What the row has no say in (photo, consent, password) is left for the person
    /// and their employer.
    pub fn read<S: AsRef<str>>(&mut self, line: u32, cells: &[S]) -> Result<&TechnicianForm, Vec<CellProblem>> {
        for input in &self.inputs {
            input.put(&mut self.form, "");
        }
        let mut wrong: Vec<(Option<usize>, CellProblem)> = Vec::new();
        let problem = |at: Option<usize>, column: &Column, problem: Problem| {
            let letters = at.map(letters).unwrap_or_default();
            let typed = at.and_then(|at| cells.get(at)).map(|cell| cell.as_ref().to_owned()).unwrap_or_default();
            (at, CellProblem { line, letters, heading: column.heading.to_owned(), typed, problem })
        };
        for (at, (cell, way)) in cells.iter().zip(&self.ways).enumerate() {
            let typed = cell.as_ref().trim();
            match way {
                Some((column, way)) if !typed.is_empty() => {
                    if let Err(found) = way.put(&mut self.form, typed) {
                        wrong.push(problem(Some(at), column, found));
                    }
                }
                _ => {}
            }
        }
        for FieldProblem { field, problem: found } in self.form.problems(self.stage, self.today, true, |_| true) {
            let Some(column) = column::of_field(&field) else { continue };
            let at = self.layout.place(column.input);
            // What a cell already has against it is said once.
            if wrong.iter().all(|(_, cell)| cell.heading != column.heading) {
                wrong.push(problem(at, column, found));
            }
        }
        if wrong.is_empty() {
            return Ok(&self.form);
        }
        // As they stand in the file, what has no column there last.
        wrong.sort_by_key(|(at, _)| at.unwrap_or(usize::MAX));
        Err(wrong.into_iter().map(|(_, cell)| cell).collect())
    }
}
