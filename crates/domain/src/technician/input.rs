//! An input of the form found by its name once, for whoever reads or writes it row by row. Invariant: the table of the form's
//! fields makes them, so that none is missing and none is named twice.

use super::TechnicianForm;
use core::fmt;

/// An input of text of the form, one of [`TechnicianForm::INPUTS`].
#[derive(Clone, Copy)]
pub struct Input {
    name: &'static str,
    of: fn(&TechnicianForm) -> &String,
    to: fn(&mut TechnicianForm) -> &mut String,
}

impl Input {
    pub(super) const fn new(
        name: &'static str,
        of: fn(&TechnicianForm) -> &String,
        to: fn(&mut TechnicianForm) -> &mut String,
    ) -> Self {
        Self { name, of, to }
    }
    /// The input of a name.
    pub fn named(name: &str) -> Option<Self> {
        TechnicianForm::TABLE.iter().find(|input| input.name == name).copied()
    }
    /// Its name.
    pub const fn name(self) -> &'static str {
        self.name
    }
    /// What stands in it.
    pub fn of(self, form: &TechnicianForm) -> &str {
        (self.of)(form)
    }
    /// Writes it.
    pub fn put(self, form: &mut TechnicianForm, typed: &str) {
        typed.clone_into((self.to)(form));
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Input").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_input_is_the_one_of_its_name() {
        for name in TechnicianForm::INPUTS {
            let mut form = TechnicianForm::default();
            let input = Input::named(name).unwrap();
            input.put(&mut form, name);
            assert_eq!((input.name(), input.of(&form), form.input(name)), (*name, *name, Some(*name)));
        }
        assert!(Input::named("password").is_none());
    }
}
