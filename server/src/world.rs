//! What every command and request works with: database, keys, files, clock. Invariant: opened once, in one place, with
//! the schema brought up to date first.

use crate::config::Config;
use domain::{access::Actor, time::HOUR_MS};
use migration::MigratorTrait;
use services::{
    Call, Clock, Db, Ids, Outside,
    live::Board,
    outside::{
        CardKeyStore, ChiefFile, FileStore, Folder, GatewayFolder, KeyFile, LicenceFile, Line, LogName, Mail, PROGRAM,
        PageProgram, Post, ReturnedFolder, ReturnedMail, S3Store, TextAgency, TextFile,
    },
    touch::{Writer, WriterSettings},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use uuid::Uuid;

/// The opened world.
#[derive(Clone)]
pub struct World {
    /// As read.
    pub config: Arc<Config>,
    /// The database.
    pub db: Db,
    /// The machine's clock.
    pub clock: Clock,
    /// The machine's chance.
    pub ids: Ids,
    /// Outside parties.
    pub outside: Arc<Outside>,
}

/// Name of the key file in the data folder.
const KEYS: &str = "keys.txt";
/// Name of the file that stands for the register of 登録基幹技能者; without it nobody is found there.
pub const CHIEFS: &str = "chiefs.csv";
/// The register of 建設業許可 in the data folder.
pub const LICENCES: &str = "licences.csv";
/// Name of the folder of photos and evidence in the data folder.
pub const FILES: &str = "files";
/// Stripes of wide counts that processes choose from; more than servers that ever write at once.
const STRIPES: u32 = 64;
/// Tries at the schema where another process changes it at the same moment.
const SCHEMA_TRIES: u32 = 10;

/// The key file of a data folder, made where it is absent; `alone`: nobody else serves the database. One without a key for
/// receipts, the log or certificates is refused with the command that makes it.
fn keys(data: &Path, (ids, clock): (&Ids, &Clock), alone: bool) -> Result<KeyFile, String> {
    let path = data.join(KEYS);
    let found =
        KeyFile::open_or_make(&path, &ids.bytes::<48>(), alone, clock.now()).map_err(|error| error.to_string())?;
    if found.receipts().is_empty() {
        let place = path.display();
        return Err(format!(
            "{place} has no key that signs receipts: run `server card keys --add-receipt` on one machine and copy the file to \
             every other one that serves this database"
        ));
    }
    if found.logs().is_empty() {
        let place = path.display();
        return Err(format!(
            "{place} has no key that signs the log of records: run `server log key --add` on one machine and copy the file to every \
             other one that serves this database"
        ));
    }
    if found.issuers().is_empty() {
        let place = path.display();
        return Err(format!(
            "{place} has no key that signs certificates of registration: run `server certificate key --add` on one machine and copy \
             the file to every other one that serves this database"
        ));
    }
    Ok(found)
}

/// The name of the log and its witnesses, as configured.
pub fn log_name(config: &Config) -> LogName {
    LogName::of(&config.base_url.to_string(), config.log_witnesses.clone())
}

/// Adds the next version of the log's key to a data folder's key file; says which.
pub fn add_log_key(data: &Path) -> Result<i16, String> {
    KeyFile::add_log(&data.join(KEYS)).map_err(|error| error.to_string())
}

/// Adds the next version of the key of receipts to a data folder's key file; says which.
pub fn add_receipt_key(data: &Path) -> Result<i16, String> {
    KeyFile::add_receipt(&data.join(KEYS)).map_err(|error| error.to_string())
}

/// Adds the next version of the key of certificates to a data folder's key file, which signs an hour from now on; says which.
pub fn add_issuer_key(data: &Path) -> Result<i16, String> {
    // The first signs at once. One that follows leaves time to copy the file to every server of the database.
    let is_first = kept_keys(data).and_then(Result::ok).is_none_or(|keys| keys.issuers().is_empty());
    let from = Clock::System.now().plus_ms(if is_first { 0 } else { HOUR_MS });
    KeyFile::add_issuer(&data.join(KEYS), from).map_err(|error| error.to_string())
}

/// The key file of a data folder; absent where there is none.
pub fn kept_keys(data: &Path) -> Option<Result<KeyFile, String>> {
    let text = std::fs::read_to_string(data.join(KEYS)).ok()?;
    Some(KeyFile::parse(&text).map_err(|error| error.to_string()))
}

/// Where the program that draws the pages of a PDF is: as configured, or beside this one.
pub fn page_program(config: &Config) -> PathBuf {
    config.page_program.clone().unwrap_or_else(|| {
        let here = std::env::current_exe().unwrap_or_default();
        here.with_file_name(PROGRAM)
    })
}

/// Brings the schema up to date.
pub async fn migrate(db: &Db) -> Result<(), String> {
    let mut tries = 0;
    loop {
        tries += 1;
        match migration::Migrator::up(db.writer(), None).await {
            Ok(()) => return Ok(()),
            // Two servers that start together: one of them comes second and finds the step done.
            Err(fault) if tries < SCHEMA_TRIES && db.is_postgres() => {
                tracing::warn!(%fault, tries, "schema is tried again");
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            Err(fault) => return Err(format!("the schema cannot be brought up to date: {fault}")),
        }
    }
}

/// Opens the database only.
pub async fn connect(config: &Config) -> Result<Db, String> {
    if config.database_url.starts_with("sqlite:") {
        std::fs::create_dir_all(&config.data).map_err(|fault| format!("the data folder cannot be made: {fault}"))?;
    }
    Db::connect(&config.database_url).await.map_err(|fault| format!("the database cannot be opened: {fault}"))
}

/// Mail as configured: through a server, or into a folder beside the data.
fn mail(config: &Config) -> Result<Mail, String> {
    let mail = match &config.smtp_url {
        Some(url) => Mail::smtp(url, &config.mail_from).map_err(|fault| format!("mail: {fault}"))?,
        None => Mail::folder(config.data.join("mail"), &config.mail_from).map_err(|error| error.to_string())?,
    };
    match config.bounces.as_ref().and_then(|bounces| bounces.address.as_deref()) {
        Some(address) => mail.returning_to(address).map_err(|fault| format!("BOUNCE_ADDRESS: {fault}")),
        None => Ok(mail),
    }
}

/// Where mail that comes back is found, as configured.
pub fn returned(config: &Config) -> Option<ReturnedFolder> {
    config.bounces.as_ref().map(|bounces| ReturnedFolder::at(bounces.folder.clone()))
}

/// Where photos and evidence are kept, as configured: in a bucket, or in a folder of the data.
fn files(config: &Config) -> Result<Arc<dyn FileStore>, String> {
    match &config.s3 {
        Some(settings) => Ok(Arc::new(S3Store::open(settings).map_err(|fault| format!("S3_ENDPOINT: {fault}"))?)),
        None => Ok(Arc::new(Folder::open(config.data.join(FILES)).map_err(|error| error.to_string())?)),
    }
}

/// Short messages as configured: by an agency, or into a file of the data.
fn text(config: &Config) -> Result<Arc<dyn Post>, String> {
    match &config.text {
        Some(settings) => Ok(Arc::new(TextAgency::open(settings).map_err(|fault| format!("TEXT_URL: {fault}"))?)),
        None => Ok(Arc::new(TextFile::at(config.data.join("texts.jsonl")))),
    }
}

/// LINE as configured: through a channel, or into a file of the data where only this machine reaches the server. Else there is no such way,
/// so that nobody chooses what goes nowhere.
pub fn line(config: &Config) -> Result<Option<Line>, String> {
    match &config.line {
        Some(settings) => Line::open(settings).map(Some).map_err(|fault| format!("LINE_URL: {fault}")),
        None if config.base_url.is_here() => {
            Ok(Some(Line::unheard(Arc::new(TextFile::at(config.data.join("line.jsonl"))))))
        }
        None => Ok(None),
    }
}

impl World {
    /// Opens everything.
    pub async fn open(config: Config) -> Result<Self, String> {
        std::fs::create_dir_all(&config.data).map_err(|fault| format!("the data folder cannot be made: {fault}"))?;
        let ids = Ids::Random;
        let clock = Clock::System;
        let keys = keys(&config.data, (&ids, &clock), config.database_url.starts_with("sqlite:"))?;
        let files = files(&config)?;
        let chiefs = ChiefFile::at(config.data.join(CHIEFS));
        let licences = LicenceFile::at(config.data.join(LICENCES));
        let gateway = GatewayFolder::open(config.data.join("gateway")).map_err(|error| error.to_string())?;
        let db = connect(&config).await?;
        migrate(&db).await?;
        let live = Board::default();
        let stripe = std::process::id() % STRIPES * config.touch_writers;
        let settings = WriterSettings {
            writers: config.touch_writers,
            waiting_max: config.touch_waiting_max,
            stripe: i32::try_from(stripe).unwrap_or_default(),
            ..WriterSettings::default()
        };
        let touches = Writer::start(&db, &live, settings).map_err(|fault| format!("no thread for touches: {fault}"))?;
        let outside = Outside {
            keys: Arc::new(keys),
            files,
            pages: PageProgram::at(page_program(&config)),
            chiefs: Arc::new(chiefs),
            licences: Arc::new(licences),
            gateway: Arc::new(gateway),
            touches,
            live,
            mail: Arc::new(mail(&config)?),
            returned: returned(&config).map(|folder| Arc::new(folder) as Arc<dyn ReturnedMail>),
            text: text(&config)?,
            line: line(&config)?,
            maker: config.maker_key.clone(),
            pay_to: config.pay_to.clone(),
            issuer_name: config.issuer_name.clone(),
            contact: config.contact.clone(),
            check_nights: config.check_nights,
            log: log_name(&config),
            base_url: config.base_url.to_string(),
        };
        Ok(Self { config: Arc::new(config), db, clock, ids, outside: Arc::new(outside) })
    }

    /// A call by `actor`, named by `request_id`.
    pub fn call(&self, actor: Actor, request_id: Uuid) -> Call {
        Call {
            actor,
            db: self.db.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            outside: self.outside.clone(),
            request_id,
        }
    }

    /// A call by the register itself, for a command or a job.
    pub fn system(&self) -> Call {
        self.call(Actor::system(), self.ids.uuid(self.clock.now()))
    }
}
