//! `card`: verifying a link, issuing, keys. Invariant: `verify` needs no database and no configuration, and ends with 0 for
//! a genuine link only; keys are printed nowhere, they leave sealed for the card printer.

use super::{Done, Failure, Place, configuration, in_world, wait};
use crate::{
    config,
    world::{self, World},
};
use clap::{Args, Subcommand};
use domain::id::TechnicianId;
use proof::{
    AesKey, MasterKey, SunFault, SunProof,
    export::{TransportKey, seal_batch},
    parse_url, verify,
};
use services::{card, outside::CardKeyStore};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Verifies a card's link and prints what it proves.
    Verify {
        /// The link as the card gave it.
        #[arg(long)]
        url: String,
        /// The card's own key, or the master key it descends from: 32 hexadecimal digits.
        #[arg(long, value_name = "HEX")]
        key_hex: Option<String>,
    },
    /// Gives an ordered card its chip and makes what the card printer writes.
    Issue(Issue),
    /// Writes the keys of sites' tags that wait for theirs, sealed for the card maker (`MAKER_KEY`), and notes that they were
    /// handed over.
    TagKeys {
        /// Where to; there is no such file yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Lists the versions of the master key and of the key that signs receipts for gates.
    Keys {
        /// Makes the next version of the key that signs receipts first; gates that enrol after the next start are given it.
        #[arg(long)]
        add_receipt: bool,
    },
}

/// The card to issue.
#[derive(Debug, Args)]
pub struct Issue {
    /// The chip's UID, 14 hexadecimal digits.
    #[arg(long)]
    uid: String,
    /// Whose ordered card.
    #[arg(long)]
    technician: TechnicianId,
    /// Where to write the personalisation data, sealed.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Key agreed with the card printer, 64 hexadecimal digits; else from the environment's `TRANSPORT_KEY`.
    #[arg(long, value_name = "HEX")]
    transport_key_hex: Option<String>,
}

/// Does it.
pub fn perform(place: &Place, verb: Verb) -> Done {
    match verb {
        Verb::Verify { url, key_hex } => check(place, &url, key_hex.as_deref()),
        Verb::Issue(asked) => issue(place, asked),
        Verb::TagKeys { out } => in_world(place, |world| tag_keys(world, out)),
        Verb::Keys { add_receipt } => keys(place, add_receipt),
    }
}

/// The keys to try, each with its name.
struct Keys {
    own: Option<AesKey>,
    masters: Vec<MasterKey>,
    /// Every version is tried, so that one or another opens any message to the right tag by chance.
    guessed: bool,
    from: String,
}

fn key(hex: &str) -> Result<AesKey, Failure> {
    AesKey::from_hex(hex.trim()).map_err(|fault| Failure::Words(super::said(fault.code())))
}

/// A master key given without its version, which is part of every card key: all versions tried.
const VERSION_MAX: u16 = 255;

fn of_any_version(key: &AesKey) -> Vec<MasterKey> {
    (0..=VERSION_MAX).map(|version| MasterKey::new(version, key.clone())).collect()
}

fn keys_for(place: &Place, key_hex: Option<&str>) -> Result<Keys, Failure> {
    if let Some(hex) = key_hex {
        return Ok(Keys {
            own: Some(key(hex)?),
            masters: of_any_version(&key(hex)?),
            guessed: true,
            from: "--key-hex".to_owned(),
        });
    }
    if let Some(data) = &place.data {
        return from_file(data);
    }
    match config::variable("CARD_MASTER_KEY") {
        Some(hex) => Ok(Keys {
            own: None,
            masters: of_any_version(&key(&hex)?),
            guessed: true,
            from: "CARD_MASTER_KEY".to_owned(),
        }),
        // A chip as it leaves the factory; said in the answer, since anybody can make such a card.
        None => Ok(Keys {
            own: Some(AesKey::from_bytes([0; 16])),
            masters: Vec::new(),
            guessed: false,
            from: "the chip maker's default (16 zero bytes: anybody can make such a card)".to_owned(),
        }),
    }
}

fn from_file(data: &Path) -> Result<Keys, Failure> {
    let place = data.display();
    let found = world::kept_keys(data).ok_or_else(|| format!("there is no key file in {place}"))??;
    Ok(Keys { own: None, masters: found.masters().to_vec(), guessed: false, from: format!("the key file in {place}") })
}

/// What the link proves, and under which key.
fn prove(url: &str, keys: &Keys) -> Result<(SunProof, String), SunFault> {
    let link = parse_url(url)?;
    let mut fault = SunFault::NotGenuine;
    if let Some(own) = &keys.own {
        match verify(&link, own, |_| own.clone()) {
            Ok(proof) => return Ok((proof, "the card's own key".to_owned())),
            Err(why) => fault = why,
        }
    }
    let by_masters = proof::verify_with_masters(&link, &keys.masters);
    let (proof, version) = by_masters.map_err(|why| if keys.guessed { fault } else { why })?;
    Ok((proof, format!("master key version {version}")))
}

fn check(place: &Place, url: &str, key_hex: Option<&str>) -> Done {
    let keys = keys_for(place, key_hex)?;
    match prove(url, &keys) {
        Ok((proof, which)) => {
            println!("uid: {}", proof.uid);
            println!("counter: {}", proof.counter.get());
            println!("mode: {}", proof.mode.as_str());
            println!("key: {which}, from {}", keys.from);
            println!("result: genuine");
            Ok(())
        }
        Err(fault) => {
            if let Ok(link) = parse_url(url) {
                println!("mode: {}", link.mode().as_str());
            }
            println!("key: from {}", keys.from);
            println!("result: not genuine ({})", fault.code());
            Err(Failure::Words(fault.to_string()))
        }
    }
}

fn issue(place: &Place, asked: Issue) -> Done {
    let transport = asked.transport_key_hex.or_else(|| config::variable("TRANSPORT_KEY"));
    // Asked for before the card is issued: what cannot be handed to the printer must not be issued.
    let sealing = match (&asked.out, transport) {
        (None, _) => None,
        (Some(out), Some(hex)) => {
            let transport = TransportKey::from_hex(hex.trim()).map_err(|fault| super::said(fault.code()))?;
            Some((out.clone(), transport))
        }
        (Some(_), None) => return Err(Failure::Words("--out needs --transport-key-hex or TRANSPORT_KEY".to_owned())),
    };
    in_world(place, |world| issue_in(world, asked.uid, asked.technician, sealing))
}

async fn issue_in(
    world: World,
    uid: String,
    technician: TechnicianId,
    sealing: Option<(PathBuf, TransportKey)>,
) -> Done {
    let call = world.system();
    let orders = card::orders(&call).await?;
    let ordered = orders
        .iter()
        .find(|order| order.technician_id == technician && order.state == domain::card::CardState::Ordered);
    let ordered = ordered.ok_or_else(|| format!("no card is ordered for {technician}"))?;
    let issued = card::issue(&call, ordered.card_id, &uid, &world.config.card_url()).await?;
    let record = &issued.record;
    println!("card: {}\ntechnician: {}\nuid: {}", issued.card_id, issued.technician_id, record.uid);
    println!("key version: {}\nurl template: {}", record.key_version, record.template.url);
    if let Some((out, transport)) = sealing {
        let sealed = seal_batch(core::slice::from_ref(record), &transport, world.ids.bytes::<12>());
        let sealed = sealed.map_err(|fault| super::said(fault.code()))?;
        std::fs::write(&out, sealed).map_err(|fault| format!("{} cannot be written: {fault}", out.display()))?;
        println!("personalisation data: {}", out.display());
    }
    Ok(())
}

async fn tag_keys(world: World, out: PathBuf) -> Done {
    let unwritten = |fault: std::io::Error| format!("{} cannot be written: {fault}", out.display());
    let mut file = std::fs::File::create_new(&out).map_err(unwritten)?;
    let mut kept = false;
    let (call, address) = (world.system(), world.config.card_url());
    let handed = services::tag::keys(&call, &address, |sealed| {
        // On the disk before anything is noted as handed over.
        let done = file.write_all(sealed).and_then(|()| file.sync_all());
        kept = done.is_ok();
        done.map_err(|fault| services::Error::internal(unwritten(fault)))
    });
    match handed.await {
        Ok(Some(count)) => {
            println!("tags: {count}\nkeys: {}", out.display());
            Ok(())
        }
        Ok(None) => {
            std::fs::remove_file(&out).map_err(unwritten)?;
            println!("tags: 0");
            Ok(())
        }
        // Whether the database took it is not known: thrown away, the keys might be lost for good.
        Err(error) if kept => {
            let file = out.display();
            Err(Failure::Words(format!("{error}\n{file} holds the keys, which may be noted as handed over: keep it")))
        }
        Err(error) => {
            std::fs::remove_file(&out).map_err(unwritten)?;
            Err(error.into())
        }
    }
}

fn keys(place: &Place, add_receipt: bool) -> Done {
    let config = configuration(place, None, None)?;
    wait(async {
        if add_receipt {
            println!("receipt version {} made", world::add_receipt_key(&config.data)?);
        }
        let found = world::kept_keys(&config.data)
            .ok_or_else(|| format!("there is no key file in {}", config.data.display()))??;
        for (at, master) in found.masters().iter().enumerate() {
            println!("version {}{}", master.version, if at == 0 { " (new cards)" } else { "" });
        }
        for (at, receipt) in found.receipts().iter().enumerate() {
            println!("receipt version {}{}", receipt.version(), if at == 0 { " (new gates)" } else { "" });
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NXP AN12196: all-zero keys.
    const AN12196: &str = "https://x.example/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";
    const ZERO: &str = "00000000000000000000000000000000";

    fn with(key_hex: &str) -> Keys {
        keys_for(&Place::default(), Some(key_hex)).unwrap()
    }

    #[test]
    fn the_example_of_the_chips_maker_is_genuine() {
        let (proof, which) = prove(AN12196, &with(ZERO)).unwrap();
        assert_eq!((proof.uid.to_string().as_str(), proof.counter.get()), ("04DE5F1EACC040", 61));
        assert_eq!(which, "the card's own key");
    }

    #[test]
    fn a_card_of_ours_is_genuine_under_its_master_key() {
        let master = MasterKey::new(3, key("5ace7e50ab65d5d51fd5bf5a16b8205b").unwrap());
        let uid = proof::Uid::from_bytes([4, 1, 2, 3, 4, 5, 6]);
        let keys = proof::card_keys(&master, &uid);
        let counter = proof::ReadCounter::new(7).unwrap();
        let url = proof::sun_make::make_encrypted("https://x.example/t", &keys.meta, &keys.file, &uid, counter);
        let (proof, which) = prove(&url, &with("5ace7e50ab65d5d51fd5bf5a16b8205b")).unwrap();
        assert_eq!((proof.uid, proof.counter, which.as_str()), (uid, counter, "master key version 3"));
        assert_eq!(prove(&url, &with(ZERO)), Err(SunFault::NotGenuine));
    }

    #[test]
    fn anything_else_is_not() {
        let forged = AN12196.replace("94EE", "94EF");
        assert_eq!(prove(&forged, &with(ZERO)), Err(SunFault::BadMac));
        assert_eq!(prove("https://x.example/t", &with(ZERO)), Err(SunFault::MalformedUrl));
        assert_eq!(prove("https://x.example/t?a=b", &with(ZERO)), Err(SunFault::NoMirror));
        assert!(keys_for(&Place::default(), Some("00")).is_err());
        let nowhere = Place { data: Some(PathBuf::from("no-such-folder")), ..Place::default() };
        assert!(keys_for(&nowhere, None).is_err());
    }
}
