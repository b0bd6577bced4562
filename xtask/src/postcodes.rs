//! The table of postcodes, derived once from a registry package and committed, so that running needs no network.
//!
//! Invariant: a postcode with two places is written with what they have in common and no more.

use crate::repo::Repo;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    io::Write as _,
    path::Path,
};

/// The package the table is made from; docs/decisions/0019.
const PACKAGE: &str = "jpostcode_rs";
const TABLE: &str = "data/postcodes.tsv.br";

#[derive(Deserialize, Clone)]
struct Place {
    prefecture_code: u8,
    city: String,
    town: String,
    street: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Places {
    One(Place),
    Several(Vec<Place>),
}

impl Place {
    fn address(&self) -> String {
        // What stands in brackets says which part of the town a postcode is for; nobody writes it.
        let town = self.town.split('（').next().unwrap_or_default();
        format!("{}{town}{}", self.city, self.street.as_deref().unwrap_or_default())
    }
}

/// Writes `data/postcodes.tsv.br` from the unpacked package in `from`: a line for each postcode with the number of its
/// prefecture and the beginning of the address.
pub fn derive(repo: &Repo, from: &Path) -> Result<()> {
    let mut known: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let folder = from.join("jpostcode-data/data/json");
    for entry in fs::read_dir(&folder).with_context(|| format!("{} is no unpacked {PACKAGE}", from.display()))? {
        let path = entry?.path();
        let head = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let file: BTreeMap<String, Places> = serde_json::from_slice(&fs::read(&path)?)?;
        for (tail, places) in file {
            let code = format!("{head}{tail}");
            if code.len() != 7 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                bail!("{code} of {} is no postcode", path.display());
            }
            let places = match places {
                Places::One(place) => vec![place],
                Places::Several(places) => places,
            };
            known.entry(code).or_default().extend(places);
        }
    }
    let mut table = String::new();
    let mut of_two_prefectures = 0;
    for (code, places) in &known {
        match line(places) {
            Some((prefecture, address)) => writeln!(table, "{code}\t{prefecture:02}\t{address}")?,
            None => of_two_prefectures += 1,
        }
    }
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    packed.write_all(table.as_bytes())?;
    let packed = packed.into_inner();
    fs::write(repo.root.join(TABLE), &packed)?;
    println!(
        "{TABLE}: {} postcodes, {} bytes ({} unpacked); left out, in two prefectures: {of_two_prefectures}",
        known.len() - of_two_prefectures,
        packed.len(),
        table.len()
    );
    Ok(())
}

/// Prefecture and what all places of a postcode have in common; `None` for places in two prefectures.
fn line(places: &[Place]) -> Option<(u8, String)> {
    let one = |values: BTreeSet<String>| (values.len() == 1).then(|| values.into_iter().next().unwrap_or_default());
    let prefectures: BTreeSet<u8> = places.iter().map(|place| place.prefecture_code).collect();
    let &[prefecture] = prefectures.iter().copied().collect::<Vec<_>>().as_slice() else { return None };
    let address = one(places.iter().map(Place::address).collect());
    let address = address.or_else(|| one(places.iter().map(|place| place.city.clone()).collect()));
    Some((prefecture, address.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(prefecture_code: u8, city: &str, town: &str) -> Place {
        Place { prefecture_code, city: city.to_owned(), town: town.to_owned(), street: None }
    }

    #[test]
    fn places_of_one_postcode_are_written_with_what_they_have_in_common() {
        let both = |one: Place, other: Place| line(&[one, other]);
        let text = |address: &str| Some((13, address.to_owned()));
        assert_eq!(line(&[place(13, "港区", "芝（１〜３丁目）")]), text("港区芝"));
        assert_eq!(both(place(13, "港区", "芝"), place(13, "港区", "芝浦")), text("港区"));
        assert_eq!(both(place(13, "港区", "芝"), place(13, "大田区", "芝")), text(""));
        assert_eq!(both(place(13, "港区", "芝"), place(14, "港区", "芝")), None);
    }
}
