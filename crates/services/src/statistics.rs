//! 統計: kept counts as pages and files show them. Invariant: kept counts are read and nothing else; the nation's are the
//! operator's, a business's people are its own, and of a site each sees what its own branch worked.
//!
//! Nothing is hidden for being small: each is shown to those alone who answer for the records themselves (docs/decisions/0040).

mod file;
mod national;
mod people;
mod site;

pub use file::{national_file, people_file, site_file};
pub use national::{may_see_nation, national};
pub use people::{may_see_people, people};
pub use site::{SiteFigures, of_site};

use domain::statistics::Line;
use std::collections::BTreeMap;

/// Rows in the order of their keys.
fn lines(of: BTreeMap<i64, Vec<i64>>) -> Vec<Line> {
    of.into_iter().map(|(key, numbers)| Line { key, numbers }).collect()
}

/// Adds a pair to the first two numbers of a key.
fn add(to: &mut BTreeMap<i64, Vec<i64>>, key: i64, by: [i64; 2]) {
    let numbers = to.entry(key).or_insert_with(|| vec![0, 0]);
    for (number, by) in numbers.iter_mut().zip(by) {
        *number += by;
    }
}
