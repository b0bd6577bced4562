//! What a correction changes, part by part. Invariant: of an item or a list nothing is shown that stays as it is, and nothing
//! that changes is left out.

use crate::technician::parts;
use serde::{Deserialize, Serialize};

/// Fields of a business that are several things in one: a line each, or a code each.
const OF_LINES: [&str; 3] = ["main_clients", "awards", "memberships"];
const OF_CODES: &str = "licence_trades";

/// A field or an item of a list before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Name of the field or item.
    pub field: String,
    /// What was registered; empty where nothing was.
    pub before: String,
    /// What is to be registered; empty where nothing is.
    pub after: String,
    /// Pages of the certificate that was kept, where another came: one of a picture, none where there was none.
    pub pages_before: u32,
    /// Pages of the certificate that came; none where none did.
    pub pages_after: u32,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It says something else.
    Changed,
    /// There was none.
    Added,
    /// There is none any more.
    StruckOut,
}

impl Changed {
    /// A field without a picture.
    pub fn new(field: &str, before: String, after: String) -> Self {
        Self { field: field.to_owned(), before, after, pages_before: 0, pages_after: 0 }
    }
    /// What becomes of it.
    pub fn manner(&self) -> Manner {
        match (self.before.is_empty(), self.after.is_empty()) {
            (true, false) => Manner::Added,
            (false, true) => Manner::StruckOut,
            _ => Manner::Changed,
        }
    }
    /// What an item says in one of its inputs: what is to be registered, or of one struck out, what was.
    pub fn says(&self, input: &str) -> Option<&str> {
        let text = if self.after.is_empty() { &self.before } else { &self.after };
        text.lines().filter_map(|line| line.split_once('=')).find(|(name, _)| *name == input).map(|(_, value)| value)
    }
    /// The inputs of an item that differ, by their names; what came or went of a list in one field; anything else as it is.
    pub fn parts(&self) -> Vec<Self> {
        if parts(&self.field).is_some() {
            return self.inputs();
        }
        let of = |text: &str| -> Vec<String> {
            let all: Vec<&str> =
                if self.field == OF_CODES { text.split_whitespace().collect() } else { text.lines().collect() };
            all.into_iter().map(str::to_owned).collect()
        };
        if self.field != OF_CODES && !OF_LINES.contains(&self.field.as_str()) {
            return vec![self.clone()];
        }
        let (before, after) = (of(&self.before), of(&self.after));
        let gone = less(&before, &after).into_iter().map(|one| Self::new(&self.field, one, String::new()));
        let came = less(&after, &before).into_iter().map(|one| Self::new(&self.field, String::new(), one));
        let moved: Vec<Self> = gone.chain(came).collect();
        // The same lines in another order.
        if moved.is_empty() { vec![self.clone()] } else { moved }
    }
    fn inputs(&self) -> Vec<Self> {
        let of = |text: &str| -> Vec<(String, String)> {
            let lines = text.lines().filter_map(|line| line.split_once('='));
            lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let (before, after) = (of(&self.before), of(&self.after));
        let names = if before.is_empty() { &after } else { &before };
        let value = |of: &[(String, String)], name: &str| {
            of.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let input = |(name, _): &(String, String)| Self::new(name, value(&before, name), value(&after, name));
        names.iter().map(input).filter(|one| one.before != one.after).collect()
    }
}

/// Those of `one` that are not among `other`, each as often as it is there more often.
fn less(one: &[String], other: &[String]) -> Vec<String> {
    let (mut left, mut more) = (other.to_vec(), Vec::new());
    for line in one {
        match left.iter().position(|known| known == line) {
            Some(at) => {
                left.remove(at);
            }
            None => more.push(line.clone()),
        }
    }
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts_of(field: &str, before: &str, after: &str) -> (Manner, Vec<(String, String, String)>) {
        let changed = Changed::new(field, before.to_owned(), after.to_owned());
        let parts = changed.parts().into_iter().map(|one| (one.field, one.before, one.after)).collect();
        (changed.manner(), parts)
    }

    fn line(field: &str, before: &str, after: &str) -> (String, String, String) {
        (field.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn of_an_item_the_inputs_that_differ_are_shown_and_no_other() {
        let (old, new) = ("kind=high\nname=港高校\nyear=2014", "kind=high\nname=湊高校\nyear=2015");
        let changed = vec![line("name", "港高校", "湊高校"), line("year", "2014", "2015")];
        assert_eq!(parts_of("schools.k1", old, new), (Manner::Changed, changed));
        let (added, struck) = (parts_of("schools.k1", "", old), parts_of("schools.k1", old, ""));
        assert_eq!((added.0, struck.0), (Manner::Added, Manner::StruckOut));
        assert_eq!(added.1, [line("kind", "", "high"), line("name", "", "港高校"), line("year", "", "2014")]);
        assert_eq!(struck.1[1], line("name", "港高校", ""));
        let empty = parts_of("awards.k1", "name=a\nby=\non=2020-01-01", "");
        assert_eq!(empty.1.len(), 2, "what was empty is nothing that went");
    }

    #[test]
    fn of_several_in_one_field_what_came_and_what_went_is_shown() {
        assert_eq!(
            parts_of("licence_trades", "01 05", "05 12").1,
            [line("licence_trades", "01", ""), line("licence_trades", "", "12")]
        );
        assert_eq!(parts_of("main_clients", "甲\n甲\n乙", "乙\n甲").1, [line("main_clients", "甲", "")]);
        assert_eq!(parts_of("awards", "甲\n乙", "乙\n甲").1, [line("awards", "甲\n乙", "乙\n甲")], "only the order");
        assert_eq!(parts_of("address", "甲 乙", "甲").1, [line("address", "甲 乙", "甲")]);
    }
}
