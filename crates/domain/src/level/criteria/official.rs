//! The files of criteria this build has. Invariant: every file of data/levels, which a test holds against the published
//! table of fields. Terms: ATTRIBUTION.md.

use super::book::CriteriaFile;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(CriteriaFile { name: $name, text: include_str!(concat!("../../../../../data/levels/", $name)) }),*]
    };
}

/// All of data/levels.
pub const OFFICIAL: &[CriteriaFile<'static>] = files![
    "001.toml",
    "002.toml",
    "003.toml",
    "004.toml",
    "005.toml",
    "006.toml",
    "007.toml",
    "008.toml",
    "009.toml",
    "010.toml",
    "011.toml",
    "012.toml",
    "013.toml",
    "014.toml",
    "015.toml",
    "016.toml",
    "017.toml",
    "018.toml",
    "019.toml",
    "020.toml",
    "021.toml",
    "022.toml",
    "023.toml",
    "024.toml",
    "025.toml",
    "026.toml",
    "027.toml",
    "028.toml",
    "029.toml",
    "030.toml",
    "031.toml",
    "032.toml",
    "033.toml",
    "034.toml",
    "035.toml",
    "036.toml",
    "037.toml",
    "038.toml",
    "039.toml",
    "040.toml",
    "042.toml",
    "qualifications.toml",
    "statements.toml",
];
