//! `doctor`: looks at everything the server needs. Invariant: leaves everything as it was, and tells every fault it finds.

use super::{Done, Failure};
use crate::{config::Config, world};
use migration::MigratorTrait;
use services::outside::S3Store;

/// Settings that make a commit durable, with the value they must have.
const DURABLE: [(&str, &[&str]); 5] = [
    ("fsync", &["on"]),
    ("full_page_writes", &["on"]),
    ("synchronous_commit", &["on", "remote_write", "remote_apply", "local"]),
    ("journal_mode", &["wal"]),
    ("synchronous", &["2", "3"]),
];
/// More returned mail than waits where it is taken in every minute.
const RETURNED_WAITING_MAX: usize = 1_000;
/// Files no page works without.
const FRONT: [&str; 5] = ["pkg/careerup.js", "pkg/careerup.wasm", "pkg/careerup.css", "gate/index.html", "favicon.svg"];

struct Findings {
    faults: u32,
}

impl Findings {
    fn say(&mut self, what: &str, finding: Result<String, String>) {
        match finding {
            Ok(good) => println!("ok    {what}: {good}"),
            Err(fault) => {
                self.faults += 1;
                println!("FAULT {what}: {fault}");
            }
        }
    }
}

/// Looks.
pub async fn examine(config: Config) -> Done {
    let mut findings = Findings { faults: 0 };
    findings.say("configuration", Ok(format!("{}, listening on {}", config.base_url, config.addr)));
    if !config.base_url.https && !config.addr.ip().is_loopback() {
        let fault =
            "people on other machines need https: set BASE_URL and put a proxy with a certificate before the server";
        findings.say("base URL", Err(fault.to_owned()));
    }
    if let Some(missing) = config.missing_proxies() {
        findings.say("proxies", Err(missing.to_owned()));
    }
    findings.say("data folder", folder(&config));
    findings.say("pages of documents", page_program(&config).await);
    findings.say(
        "card keys",
        match world::kept_keys(&config.data) {
            None => Ok("none yet; made at the first start".to_owned()),
            Some(keys) => keys.map(|keys| {
                use services::outside::CardKeyStore;
                let versions: Vec<String> = keys.masters().iter().map(|master| master.version.to_string()).collect();
                let logs = keys.logs().first().map_or_else(|| "none".to_owned(), |key| key.version().to_string());
                format!("master key versions {}, key of the log {logs}", versions.join(", "))
            }),
        },
    );
    findings.say("files", files(&config).await);
    findings.say("returned mail", returned(&config));
    findings.say("short messages", Ok(texts(&config)));
    findings.say("LINE", Ok(line(&config)));
    findings.say("payment", Ok(pay_to(&config)));
    findings.say("contact", Ok(contact(&config)));
    database(&config, &mut findings).await;
    for file in FRONT {
        let path = config.site.join(file);
        let there = path.is_file().then(|| path.display().to_string());
        findings.say("front end", there.ok_or_else(|| format!("{} is missing: build the front end", path.display())));
    }
    match findings.faults {
        0 => Ok(()),
        faults => Err(Failure::Words(format!("{faults} faults"))),
    }
}

fn folder(config: &Config) -> Result<String, String> {
    let place = config.data.display();
    match std::fs::metadata(&config.data) {
        Ok(found) if !found.is_dir() => Err(format!("{place} is no folder")),
        Ok(found) if found.permissions().readonly() => Err(format!("{place} cannot be written")),
        Ok(_) => Ok(place.to_string()),
        Err(_) => Ok(format!("{place} is made at the first start")),
    }
}

/// Whether the program that draws pages answers: of nothing, that it cannot be read.
async fn page_program(config: &Config) -> Result<String, String> {
    let program = world::page_program(config);
    match services::outside::PageProgram::at(program.clone()).pages(Vec::new()).await {
        Err(services::Error::Rejected(refused)) if refused.code == "document.damaged" => {
            Ok(program.display().to_string())
        }
        _ => {
            Err(format!("{} does not answer, so no PDF is taken: put it there or set PAGE_PROGRAM", program.display()))
        }
    }
}

/// Whether photos and evidence can be kept: of a bucket by keeping something there and removing it again.
async fn files(config: &Config) -> Result<String, String> {
    let Some(settings) = &config.s3 else {
        return Ok(format!("in the folder {}", config.data.join(world::FILES).display()));
    };
    let store = S3Store::open(settings)?;
    let probed = tokio::task::spawn_blocking(move || store.probe()).await.map_err(|fault| fault.to_string())?;
    probed.map(|()| format!("written, read and removed in the bucket {}", settings.bucket))
}

/// Whether mail that comes back is found. Nothing in the folder is moved.
fn returned(config: &Config) -> Result<String, String> {
    let Some(folder) = world::returned(config) else {
        return Ok(
            "not read: who cannot be reached by mail is not noticed (BOUNCE_FOLDER names where it is delivered)"
                .to_owned(),
        );
    };
    let waiting = folder.probe(RETURNED_WAITING_MAX).map_err(|fault| format!("BOUNCE_FOLDER: {fault}"))?;
    if waiting == RETURNED_WAITING_MAX {
        return Err(format!("{waiting} or more wait in BOUNCE_FOLDER: is the server running, and may it move them?"));
    }
    Ok(format!("{waiting} wait in BOUNCE_FOLDER"))
}

/// Who sends short messages. Nothing is sent to see whether it would arrive.
fn texts(config: &Config) -> String {
    match &config.text {
        Some(_) => "by the agency of TEXT_URL (none is sent to try it)".to_owned(),
        None => "written into a file, sent to nobody (TEXT_URL names an agency)".to_owned(),
    }
}

/// Whom people are told to turn to.
fn contact(config: &Config) -> String {
    match &config.contact {
        Some(_) => "people are told whom to turn to (CONTACT)".to_owned(),
        None => "persons are shown the page for who cannot log in, businesses nobody by name (CONTACT names somebody to turn to)".to_owned(),
    }
}

/// Where people are told to pay.
fn pay_to(config: &Config) -> String {
    match &config.pay_to {
        Some(_) => "at convenience stores, or to the account of PAY_TO".to_owned(),
        None => "at convenience stores alone (PAY_TO names an account)".to_owned(),
    }
}

/// Who sends by LINE. Nothing is sent to see whether it would arrive.
fn line(config: &Config) -> String {
    match &config.line {
        Some(_) => format!("through the channel of LINE_URL, which tells {} what arrived", crate::api::line::PATH),
        None if config.base_url.is_here() => "written into a file, sent to nobody (LINE_URL names LINE)".to_owned(),
        None => "not offered (LINE_URL names LINE)".to_owned(),
    }
}

async fn database(config: &Config, findings: &mut Findings) {
    if config.database_url.starts_with("sqlite:") && !config.data.exists() {
        return findings.say("database", Ok("none yet; made at the first start".to_owned()));
    }
    let db = match world::connect(config).await {
        Ok(db) => db,
        Err(fault) => return findings.say("database", Err(fault)),
    };
    match db.describe().await {
        Err(fault) => findings.say("database", Err(fault.to_string())),
        Ok(found) => {
            findings.say("database", Ok(format!("{} {}", found.backend, found.version)));
            for (name, value) in found.durability {
                let wanted = DURABLE.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, values)| values);
                let good = wanted.contains(&value.to_ascii_lowercase().as_str());
                findings
                    .say(name, if good { Ok(value) } else { Err(format!("{value}: a commit would not be durable")) });
            }
        }
    }
    match migration::Migrator::get_pending_migrations(db.read()).await {
        Ok(pending) if pending.is_empty() => {
            findings.say("schema", Ok("up to date".to_owned()));
            ledger(&db, findings).await;
            work(&db, findings).await;
            history(&db, findings).await;
        }
        Ok(pending) => findings.say("schema", Err(format!("{} steps to do: run `server migrate`", pending.len()))),
        Err(fault) => findings.say("schema", Err(fault.to_string())),
    }
}

/// Whether the ledger sums up and says what requests and receipts say.
async fn ledger(db: &services::Db, findings: &mut Findings) {
    match services::fee::examine(db).await {
        Err(fault) => findings.say("ledger", Err(fault.to_string())),
        Ok(report) if report.differences.is_empty() => {
            findings.say("ledger", Ok(format!("{} journals, all sums are zero", report.journals)));
        }
        Ok(report) => {
            for difference in report.differences {
                findings.say("ledger", Err(difference));
            }
        }
    }
}

/// Whether the register has looked at its history by itself, and what it found.
async fn history(db: &services::Db, findings: &mut Findings) {
    let checked = match services::history::last_checked(db).await {
        Err(fault) => return findings.say("history", Err(fault.to_string())),
        Ok(checked) => checked,
    };
    let said = match &checked.whole {
        None => "not yet compared with its facts as a whole".to_owned(),
        Some(round) => format!(
            "{} people and {} records compared with their facts until {}",
            round.people,
            round.records,
            i18n::date::iso_time(round.ended_at.unwrap_or(round.began_at))
        ),
    };
    findings.say(
        "history",
        match checked.differences() {
            0 => Ok(said),
            many => Err(format!("{many} differences ({said}): see /operator/history, then `server history rebuild`")),
        },
    );
}

/// Whether the register gave up work it had set itself; an operator sees it too and can have it done again.
async fn work(db: &services::Db, findings: &mut Findings) {
    match services::job::faults(db).await {
        Err(fault) => findings.say("work", Err(fault.to_string())),
        Ok(faults) if faults.is_empty() => findings.say("work", Ok("none was given up".to_owned())),
        Ok(faults) => {
            for work in faults {
                let told =
                    format!("{} {} was given up after {} tries: {}", work.kind, work.subject, work.tries, work.fault);
                findings.say("work", Err(told));
            }
        }
    }
}
