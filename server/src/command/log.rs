//! `log`: the log of history records, its keys, and whether it is what it says. Invariant: changes nothing but the key file where it is
//! asked to; `verify` needs no database and no configuration, and ends with 0 for a proof that holds only.

use super::{Done, Failure, Place, configuration, in_world, said};
use crate::world::{self, World};
use clap::Subcommand;
use domain::{history::check::Difference, log::Proof};
use proof::log::{
    file::{self, NotProven},
    note::{Note, NoteKey},
};
use services::{log, outside::CardKeyStore};
use std::path::{Path, PathBuf};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Makes every leaf anew from its version and the tree from the leaves, and compares them with what is kept, every checkpoint with
    /// the tree and the one before, and every record with its last leaf. The server may run meanwhile.
    Check,
    /// Verifies a file with a proof, as the passport gives it.
    Verify {
        /// The file.
        file: PathBuf,
        /// Key of the log, NAME+NUMBER+KEY, as `/log/key` says it; a witness's, given as well, must have signed too.
        #[arg(long, required = true)]
        key: Vec<NoteKey>,
    },
    /// Prints the keys by which checkpoints are verified, the newest first.
    Key {
        /// Makes the next version first; checkpoints from the next start on are signed with it.
        #[arg(long)]
        add: bool,
    },
}

/// Does it.
pub fn perform(place: &Place, verb: Verb) -> Done {
    match verb {
        Verb::Check => in_world(place, check),
        Verb::Verify { file, key } => verify(&file, &key),
        Verb::Key { add } => keys(place, add),
    }
}

/// Leaves and people compared at a time.
const LEAVES_AT_ONCE: u64 = 2_560;
const PEOPLE_AT_ONCE: i64 = 20;

async fn check(world: World) -> Done {
    let call = world.system();
    let (mut leaves, mut differences) = (0, 0);
    let mut tell = |found: Vec<Difference>| {
        for one in found {
            let whose = [one.technician.map(|id| id.to_string()), one.site.map(|id| id.to_string())];
            let day = one.day.map(|day| day.number().to_string());
            let words: Vec<String> = [Some(one.what)].into_iter().chain(whose).chain([day]).flatten().collect();
            println!("differs: {}", words.join(" "));
            differences += 1;
        }
    };
    let mut next = Some(0);
    while let Some(from) = next {
        let looked = log::examine(&call, from, LEAVES_AT_ONCE).await?;
        leaves += looked.leaves;
        next = looked.upto;
        tell(looked.differences);
    }
    let mut next = Some(0);
    while let Some(after) = next {
        let (upto, found) = log::examine_people(&call, after, PEOPLE_AT_ONCE).await?;
        next = upto;
        tell(found);
    }
    println!("leaves: {leaves}\nmonths that wait: {}\ndifferences: {differences}", log::waiting(&call).await?);
    match differences {
        0 => Ok(()),
        many => Err(Failure::Words(format!("the log differs in {many} places from what it was made of"))),
    }
}

/// What a file says and the checkpoint it proves it by. Errors: why it proves nothing.
fn proven(text: &str, keys: &[NoteKey]) -> Result<(Proof, Note), NotProven> {
    let proof: Proof = serde_json::from_str(text).map_err(|_| NotProven::Malformed)?;
    let note = file::verify(&proof, keys)?;
    Ok((proof, note))
}

fn verify(file: &Path, keys: &[NoteKey]) -> Done {
    let text = std::fs::read_to_string(file).map_err(|fault| format!("{} cannot be read: {fault}", file.display()))?;
    let (proof, note) = proven(&text, keys).map_err(|fault| {
        println!("result: not proven");
        Failure::Words(fault.to_string())
    })?;
    let record = &proof.record;
    println!("technician: {}\nsite: {}\nday: {}", record.technician_id, record.site_id, record.day.number());
    let said = record.said.as_ref().map(serde_json::to_string).transpose().map_err(|fault| fault.to_string())?;
    println!("record: {}", said.as_deref().unwrap_or("none any more"));
    println!("leaf: {} of {}\nlog: {}\nresult: proven", proof.leaf, note.checkpoint.size, note.checkpoint.origin);
    Ok(())
}

fn keys(place: &Place, add: bool) -> Done {
    let config = configuration(place, None, None)?;
    if add {
        println!("version {} made", world::add_log_key(&config.data)?);
    }
    let found = world::kept_keys(&config.data)
        .ok_or_else(|| format!("there is no key file in {}", config.data.display()))??;
    if found.logs().is_empty() {
        return Err(Failure::Words(said("not_found")));
    }
    for key in found.logs() {
        println!("{}", key.public(&world::log_name(&config).origin)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_proof_is_not_proven() {
        let key: NoteKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
        for text in ["", "{}", "[1]", "\u{feff}{}"] {
            assert_eq!(proven(text, std::slice::from_ref(&key)), Err(NotProven::Malformed), "{text}");
        }
        assert!(verify(Path::new("/nowhere/proof.json"), &[key]).is_err(), "no file");
    }
}
