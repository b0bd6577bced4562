//! Configuration: the one place that reads the environment. Invariant: all faults are found in one reading and reported
//! together, and a value is named by where it came from, never printed.
//!
//! A value is looked for on the command line, then in the environment (`DATABASE_URL`), then in the TOML file named by
//! `--config` or `CONFIG` (`database_url`), and else has the default said at its field.

mod names;
mod parties;
mod words;

pub use names::{SETTINGS, help};
pub use words::{IssuerNumber, OneLine};

use core::{fmt, str::FromStr};
use proof::log::note::NoteKey;
use services::outside::{AgencySettings, LineSettings, Mail, MakerKey, S3Settings};
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// What the command line may say.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// `--addr`.
    pub addr: Option<SocketAddr>,
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--site`.
    pub site: Option<PathBuf>,
}

/// How a log line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("is neither text nor json"),
        }
    }
}

/// Where people reach this server: `https://host[:port]` without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Whether browsers come by https.
    pub https: bool,
    /// Host, and port where it is not the scheme's own.
    pub authority: String,
}

impl FromStr for BaseUrl {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (https, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err("begins with neither https:// nor http://"),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if authority.is_empty() || !authority.bytes().all(host) {
            return Err("is not scheme, host and port only");
        }
        Ok(Self { https, authority })
    }
}

impl BaseUrl {
    /// Whether only this machine itself reaches it, by the rule for what may stand on a card.
    pub fn is_here(&self) -> bool {
        proof::personalise::is_here(&self.authority)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }
}

/// The configuration.
#[derive(Clone)]
pub struct Config {
    /// Where to listen. Default `127.0.0.1:3000`.
    pub addr: SocketAddr,
    /// Folder of the SQLite file, the key file and photos. Default `var`.
    pub data: PathBuf,
    /// Folder of the built front end. Default `target/site`.
    pub site: PathBuf,
    /// Default `sqlite:DATA/careerup.db`.
    pub database_url: String,
    /// Default `http://ADDR`.
    pub base_url: BaseUrl,
    /// Addresses whose `X-Forwarded-For` is believed. Default none.
    pub trusted_proxies: Vec<IpAddr>,
    /// Mail server with its secret; absent: mail is written into a folder.
    pub smtp_url: Option<String>,
    /// Address mail comes from. Default `register@localhost.localdomain`.
    pub mail_from: String,
    /// Where mail that comes back is found; absent: none is read.
    pub bounces: Option<parties::Bounces>,
    /// Bucket for photos and evidence; absent: a folder.
    pub s3: Option<S3Settings>,
    /// Agency that sends short messages; absent: they are written into a file.
    pub text: Option<AgencySettings>,
    /// Channel of LINE; absent: nothing is sent there, or into a file where only this machine reaches the server.
    pub line: Option<LineSettings>,
    /// Whoever reads `/metrics` says `Authorization: Bearer` with this. Default: it is for this machine itself.
    pub metrics_token: Option<String>,
    /// Filter of the log (`info`, `server=debug,info`). Default `info`.
    pub log: String,
    /// `text` (default) or `json`.
    pub log_format: LogFormat,
    /// Writers of touches on PostgreSQL. Default 2.
    pub touch_writers: u32,
    /// Requests with touches that may wait. Default 8192.
    pub touch_waiting_max: u32,
    /// Nights in which the whole history is compared with its facts. Default 7.
    pub check_nights: u32,
    /// Keys of witnesses of the log, whose cosignatures are taken. Default none.
    pub log_witnesses: Vec<NoteKey>,
    /// How long a request may take. Default 30.
    pub request_seconds_max: u64,
    /// The program that draws the pages of a PDF. Default `render-pages` beside the server.
    pub page_program: Option<PathBuf>,
    /// Public key of the card maker. Default none: no keys are handed out.
    pub maker_key: Option<MakerKey>,
    /// Name on invoices. Default none.
    pub issuer_name: Option<String>,
    /// Registration number on invoices. Default none.
    pub issuer_number: Option<IssuerNumber>,
    /// 振込先, as people are to read it; absent: they pay at convenience stores alone.
    pub pay_to: Option<String>,
    /// Whom people tell that something is not right: a name, a phone, a page. Default none.
    pub contact: Option<String>,
}

/// A value that cannot be used, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One variable of the environment; empty is absent.
#[expect(clippy::disallowed_methods, reason = "the one home of the environment")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

struct Reading<'a> {
    environment: &'a dyn Fn(&str) -> Option<String>,
    file: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn text(&self, name: &str) -> Option<(String, String)> {
        let from_file = || {
            self.file
                .get(&name.to_ascii_lowercase())
                .map(|value| (value.clone(), format!("{} in the file", name.to_ascii_lowercase())))
        };
        (self.environment)(name).map(|value| (value, name.to_owned())).or_else(from_file)
    }

    fn value<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        let (text, place) = self.text(name)?;
        match text.trim().parse() {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(Fault(format!("{place}: {fault}")));
                None
            }
        }
    }

    fn number<T: Copy + FromStr<Err: fmt::Display> + PartialOrd + fmt::Display>(
        &mut self,
        name: &str,
        default: T,
        least: T,
        most: T,
    ) -> T {
        match self.value(name) {
            None => default,
            Some(value) if value < least || value > most => {
                self.faults.push(Fault(format!("{name}: is not between {least} and {most}")));
                default
            }
            Some(value) => value,
        }
    }

    fn list<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Vec<T> {
        let Some((text, place)) = self.text(name) else { return Vec::new() };
        let mut values = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.parse() {
                Ok(value) => values.push(value),
                Err(fault) => self.faults.push(Fault(format!("{place}: {fault}"))),
            }
        }
        values
    }

    fn take_file(&mut self, text: &str) {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(fault) => return self.faults.push(Fault(format!("the file is not TOML: {}", fault.message()))),
        };
        for (name, value) in table {
            if parties::SECRETS.iter().any(|secret| secret.to_ascii_lowercase() == name) {
                self.faults.push(Fault(format!("{name} in the file: is a secret, from the environment only")));
                continue;
            }
            if !SETTINGS.iter().any(|(known, _)| known.to_ascii_lowercase() == name) {
                self.faults.push(Fault(format!("{name} in the file: no such setting")));
                continue;
            }
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Array(items) => {
                    items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(",")
                }
                _ => {
                    self.faults.push(Fault(format!("{name} in the file: is neither text, number nor a list of texts")));
                    continue;
                }
            };
            self.file.insert(name, value);
        }
    }
}

impl Config {
    /// Reads the configuration from what the command line said, the environment, and the file's text. Errors: every fault.
    pub fn read(
        said: &Said,
        environment: &dyn Fn(&str) -> Option<String>,
        file: Option<&str>,
    ) -> Result<Self, Vec<Fault>> {
        let mut reading = Reading { environment, file: BTreeMap::new(), faults: Vec::new() };
        if let Some(text) = file {
            reading.take_file(text);
        }
        // `cargo leptos watch` says where it put the front end in names of its own.
        let addr = said.addr.or_else(|| reading.value("ADDR")).or_else(|| reading.value("LEPTOS_SITE_ADDR"));
        let addr = addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let path = |reading: &mut Reading<'_>, name: &str| reading.text(name).map(|(text, _)| PathBuf::from(text));
        let data = said.data.clone().or_else(|| path(&mut reading, "DATA")).unwrap_or_else(|| PathBuf::from("var"));
        let site =
            said.site.clone().or_else(|| path(&mut reading, "SITE")).or_else(|| path(&mut reading, "LEPTOS_SITE_ROOT"));
        let database_url = reading.text("DATABASE_URL");
        if let Some((url, place)) = &database_url
            && !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
        {
            reading.faults.push(Fault(format!("{place}: begins with neither sqlite: nor postgres://")));
        }
        let base_url =
            reading.value("BASE_URL").unwrap_or_else(|| BaseUrl { https: false, authority: addr.to_string() });
        let config = Self {
            addr,
            site: site.unwrap_or_else(|| PathBuf::from("target/site")),
            database_url: database_url
                .map_or_else(|| format!("sqlite:{}", data.join("careerup.db").display()), |(url, _)| url),
            base_url,
            trusted_proxies: reading.list("TRUSTED_PROXIES"),
            smtp_url: reading.text("SMTP_URL").map(|(url, _)| url),
            mail_from: reading
                .text("MAIL_FROM")
                .map_or_else(|| "register@localhost.localdomain".to_owned(), |(from, _)| from),
            bounces: parties::bounces(&mut reading),
            s3: parties::bucket(&mut reading),
            text: parties::agency(&mut reading),
            line: parties::line(&mut reading),
            metrics_token: reading.text("METRICS_TOKEN").map(|(token, _)| token),
            log: reading.text("LOG").map_or_else(|| "info".to_owned(), |(filter, _)| filter),
            log_format: reading.value("LOG_FORMAT").unwrap_or(LogFormat::Text),
            touch_writers: reading.number("TOUCH_WRITERS", 2, 1, 8),
            touch_waiting_max: reading.number("TOUCH_WAITING_MAX", 8_192, 1, 1_000_000),
            check_nights: reading.number("CHECK_NIGHTS", 7, 1, 366),
            log_witnesses: parties::witnesses(&mut reading),
            request_seconds_max: reading.number("REQUEST_SECONDS_MAX", 30, 1, 600),
            page_program: path(&mut reading, "PAGE_PROGRAM"),
            maker_key: reading.value("MAKER_KEY"),
            issuer_name: reading.text("ISSUER_NAME").map(|(name, _)| name),
            issuer_number: reading.value("ISSUER_NUMBER"),
            pay_to: reading.value("PAY_TO").map(|account: OneLine| account.to_string()),
            contact: reading.value("CONTACT").map(|contact: OneLine| contact.to_string()),
            data,
        };
        if config.log.parse::<tracing_subscriber::EnvFilter>().is_err() {
            reading.faults.push(Fault("LOG: is not a filter".to_owned()));
        }
        for (name, fault) in config.mail_faults() {
            reading.faults.push(Fault(format!("{name}: {fault}")));
        }
        if reading.faults.is_empty() { Ok(config) } else { Err(reading.faults) }
    }

    /// What is wrong with the settings of mail; each is tried with a good value of the other.
    fn mail_faults(&self) -> Vec<(&'static str, &'static str)> {
        const GOOD: (&str, &str) = ("smtp://localhost", "register@localhost.localdomain");
        let url = self.smtp_url.as_deref().and_then(|url| Mail::smtp(url, GOOD.1).err());
        let from = Mail::smtp(GOOD.0, &self.mail_from).err();
        url.map(|fault| ("SMTP_URL", fault)).into_iter().chain(from.map(|fault| ("MAIL_FROM", fault))).collect()
    }

    /// What is not wrong in itself but will be missed: behind a proxy nobody is told apart unless it is named.
    pub fn missing_proxies(&self) -> Option<&'static str> {
        (self.base_url.https && self.trusted_proxies.is_empty()).then_some(
            "BASE_URL is https, so a proxy stands before the server, but TRUSTED_PROXIES names none: everybody comes from \
             the proxy's address, and wrong log-ins of one person lock out all",
        )
    }

    /// Errors: where the server listens, or is said to be reached, by other machines than this one.
    pub fn only_this_machine(&self) -> Result<(), String> {
        if self.addr.ip().to_canonical().is_loopback() && self.base_url.is_here() {
            return Ok(());
        }
        Err(format!(
            "--demo makes log-ins whose passwords are public, so it is only for this machine itself: it listens on {} and \
             BASE_URL is {}, and both must be loopback (127.0.0.1, ::1, localhost)",
            self.addr, self.base_url
        ))
    }

    /// What cards' links begin with: where people reach this server. Phones open nothing but https from a card, so plain
    /// http is only for a server that this machine alone reaches.
    pub fn card_url(&self) -> String {
        let https = self.base_url.https || !self.base_url.is_here();
        BaseUrl { https, authority: self.base_url.authority.clone() }.to_string() + "/t"
    }
}

#[cfg(test)]
mod tests;
