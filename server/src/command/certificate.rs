//! `certificate key` and `verify`: the keys certificates of registration are signed with, and looking at a certificate far from any register.
//! Invariant: changes nothing but the key file where it is asked to; `verify` needs no database, no configuration and no network, and ends with
//! 0 only for a certificate that holds as far as can be told from what it was given.

use super::{Done, Failure, Place, configuration, print, said};
use crate::world;
use clap::{Args, Subcommand};
use domain::{
    certificate::{HolderFault, Judged, Verdict},
    time::Instant,
};
use proof::credential::{self, Issuer};
use services::{
    Clock,
    outside::{self, CardKeyStore},
};
use std::path::{Path, PathBuf};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Prints the keys by which certificates are verified, as `/.well-known/jwt-vc-issuer` says them.
    Key {
        /// Makes the next version first; it signs certificates an hour from now on: before, copy the key file to every server and restart it, since keys are read at the start.
        #[arg(long)]
        add: bool,
    },
}

/// What to look at.
#[derive(Debug, Args)]
pub struct Checked {
    /// The certificate: its file, or a file with the text of its QR code.
    file: PathBuf,
    /// The issuer's keys: a file with what `/.well-known/jwt-vc-issuer` says.
    #[arg(long, value_name = "FILE")]
    issuer_key: PathBuf,
    /// A list of certificates taken back, as `/certificates/lists/N` gives it; without one that is not looked at.
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// The text of the second code, shown by the phone of whom it is of.
    #[arg(long, value_name = "TEXT")]
    holder_code: Option<String>,
}

/// Does it.
pub fn perform(place: &Place, verb: &Verb) -> Done {
    let Verb::Key { add } = verb;
    let config = configuration(place, None, None)?;
    if *add {
        println!("version {} made", world::add_issuer_key(&config.data)?);
    }
    let found = world::kept_keys(&config.data)
        .ok_or_else(|| format!("there is no key file in {}", config.data.display()))??;
    if found.issuers().is_empty() {
        return Err(Failure::Words(said("not_found")));
    }
    print(&outside::issuer(&config.base_url.to_string(), found.issuers()).document())
}

fn text(file: &Path) -> Result<String, Failure> {
    Ok(std::fs::read_to_string(file).map_err(|fault| format!("{} cannot be read: {fault}", file.display()))?)
}

/// Looks at a certificate now.
pub fn verify(checked: &Checked) -> Done {
    look(checked, Clock::System.now())
}

fn look(checked: &Checked, now: Instant) -> Done {
    let document = serde_json::from_str(&text(&checked.issuer_key)?).ok();
    let issuer = document.as_ref().and_then(Issuer::read).ok_or_else(|| {
        format!("{} has no keys of an issuer, as /.well-known/jwt-vc-issuer says them", checked.issuer_key.display())
    })?;
    let lists = checked.status.iter().map(|file| text(file)).collect::<Result<Vec<_>, _>>()?;
    let judged = credential::judge(&text(&checked.file)?, &issuer, &lists, now);
    tell(&judged);
    let holder = match (&checked.holder_code, &judged.holder) {
        (Some(code), Some(key)) => Some(credential::judge_second(code, key, now)),
        (Some(_), None) => Some(Err(HolderFault::Signature)),
        (None, _) => None,
    };
    if let Some(found) = holder {
        println!("holder: {}", found.map_or_else(|fault| fault.to_string(), |()| "the same".to_owned()));
    }
    // Whoever gives a list wants to know what it says.
    if judged.verdict == Verdict::Unchecked && !checked.status.is_empty() {
        return Err(Failure::Words(i18n::word::certificate_verdict(judged.verdict).get(i18n::Lang::En).to_owned()));
    }
    match (judged.verdict, holder) {
        (Verdict::Good | Verdict::Unchecked, None | Some(Ok(()))) => Ok(()),
        (Verdict::Good | Verdict::Unchecked, Some(Err(fault))) => Err(Failure::Words(fault.to_string())),
        (verdict, _) => Err(Failure::Words(i18n::word::certificate_verdict(verdict).get(i18n::Lang::En).to_owned())),
    }
}

fn tell(judged: &Judged) {
    for (claim, words) in &judged.says {
        println!("{claim}: {}", words.join(", "));
    }
    let day = |name: &str, at: Option<Instant>| {
        if let Some(at) = at {
            println!("{name}: {}", at.date().number());
        }
    };
    day("made", judged.made);
    day("last day", judged.until.map(|until| until.plus_ms(-1)));
    match judged.as_of {
        Some(at) => println!("taken back: known as of {} {}", at.date().number(), at.hh_mm()),
        None if judged.verdict.is_genuine() => println!("taken back: not looked at"),
        None => {}
    }
    println!("result: {}", judged.verdict.code());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// A file of a test's own with this in it.
    fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn a_file_is_verified_far_from_any_register_and_a_bad_one_is_an_error() {
        let examples: Value = serde_json::from_str(include_str!("../../../end2end/support/credentials.json")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let issuer_key = file(folder.path(), "issuer.json", &examples["issuer"].to_string());
        let mut seen = 0;
        for (at, case) in examples["cases"].as_array().unwrap().iter().enumerate() {
            let lists = case["lists"].as_array().unwrap().iter().enumerate();
            let status = lists
                .map(|(list, text)| file(folder.path(), &format!("{at}-{list}"), text.as_str().unwrap()))
                .collect();
            let checked = Checked {
                file: file(folder.path(), &format!("{at}.txt"), case["text"].as_str().unwrap()),
                issuer_key: issuer_key.clone(),
                status,
                holder_code: None,
            };
            let good = match case["verdict"].as_str() {
                Some("good") => true,
                Some("unchecked") => checked.status.is_empty(),
                _ => false,
            };
            assert_eq!(look(&checked, Instant(case["now"].as_i64().unwrap())).is_ok(), good, "{}", case["name"]);
            seen += 1;
            let lost = Checked { issuer_key: folder.path().join("nothing"), ..checked };
            assert!(look(&lost, Instant(0)).is_err(), "no keys");
        }
        assert!(seen > 40);
    }
}
