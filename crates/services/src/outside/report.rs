//! Reads reports of mail servers (RFC 3464): which mail, which address, and what became of it. Invariant: arbitrary bytes never
//! stop the reader, and what is no report is told as such.
//!
//! A mail of ours is known by its Message-ID, `<DELIVERY.KEY@host>`: the key is 128 bits of chance, so that whoever names it
//! has had the mail.

use domain::{
    id::DeliveryId,
    notice::{AsideReason, StatusCode},
};
use mailparse::{MailHeaderMap, ParsedMail, parse_headers, parse_mail};

/// Mails named in one report that are looked at; a report is about one.
const MAILS_MAX: usize = 20;
/// Length of a key, hex digits.
const KEY_DIGITS: usize = 32;

/// The name of a mail of ours, the part of its Message-ID before the `@`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailName {
    /// The delivery.
    pub delivery: DeliveryId,
    /// What nobody can guess.
    pub key: String,
}

impl MailName {
    /// As it stands in a Message-ID.
    pub fn written(delivery: DeliveryId, key: &str) -> String {
        format!("{delivery}.{key}")
    }
    /// From a Message-ID without its brackets; `None` where it is not one of ours.
    fn read(id: &str) -> Option<Self> {
        let (delivery, key) = id.split_once('@')?.0.split_once('.')?;
        let good = key.len() == KEY_DIGITS && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        let delivery = delivery.parse().ok().filter(|_| good)?;
        Some(Self { delivery, key: key.to_ascii_lowercase() })
    }
}

/// What became of a mail to one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It came back.
    Failed(StatusCode),
    /// It was delayed, passed on or delivered.
    OnItsWay,
}

/// What a report says of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    /// As the mail was addressed, and as it was in the end.
    addresses: Vec<String>,
    fate: Fate,
}

/// A report of a mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Mails of ours it names, the one that came back first.
    pub mails: Vec<MailName>,
    said: Vec<Said>,
}

impl Report {
    /// What became of the mail to an address; `None` where the report says nothing of that address.
    pub fn of(&self, address: &str) -> Option<Fate> {
        let wanted = address.trim().to_lowercase();
        let about = || self.said.iter().filter(|said| said.addresses.contains(&wanted)).map(|said| said.fate);
        about().find(|fate| matches!(fate, Fate::Failed(_))).or_else(|| about().next())
    }
}

/// Reads a mail that arrived. Errors: why it is put aside.
pub fn read(bytes: &[u8]) -> Result<Report, AsideReason> {
    let mail = parse_mail(bytes).map_err(|_| AsideReason::Unreadable)?;
    // Every mail says who it is from (RFC 5322 §3.6), so what does not is none, however much of it reads as a head.
    if mail.headers.get_first_header("From").is_none() {
        return Err(AsideReason::Unreadable);
    }
    let status = ["message/delivery-status", "message/global-delivery-status"];
    let status = mail.subparts.iter().find(|part| status.contains(&part.ctype.mimetype.as_str()));
    let Some(status) = status.filter(|_| mail.ctype.mimetype == "multipart/report") else {
        return Err(AsideReason::NoReport);
    };
    let status = status.get_body_raw().map_err(|_| AsideReason::Unreadable)?;
    let said = said(&status);
    if said.is_empty() {
        return Err(AsideReason::Unreadable);
    }
    Ok(Report { mails: mails(&mail), said })
}

/// The groups of fields, an empty line between two; each as a mail's head with the empty line at its end.
fn groups(status: &[u8]) -> Vec<Vec<u8>> {
    let mut groups = vec![Vec::new()];
    for line in status.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.trim_ascii().is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.extend_from_slice(line);
            group.push(b'\n');
        }
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.push(b'\n');
    }
    groups
}

/// What is said of each recipient. The first group is of the report as a whole and has no action.
fn said(status: &[u8]) -> Vec<Said> {
    let one = |group: Vec<u8>| {
        let (fields, _) = parse_headers(&group).ok()?;
        let word = |name: &str| {
            let text = fields.get_first_value(name)?;
            text.split(|c: char| c.is_whitespace() || c == '(' || c == ';')
                .find(|word| !word.is_empty())
                .map(str::to_owned)
        };
        let failed = word("Action")?.eq_ignore_ascii_case("failed");
        let code = || word("Status").and_then(|word| word.parse().ok()).unwrap_or(StatusCode::UNDEFINED);
        let addresses = ["Original-Recipient", "Final-Recipient"];
        let addresses = addresses.iter().filter_map(|name| address(&fields.get_first_value(name)?)).collect();
        Some(Said { addresses, fate: if failed { Fate::Failed(code()) } else { Fate::OnItsWay } })
    };
    groups(status).into_iter().filter_map(one).collect()
}

/// `rfc822; <taro@example.jp>` → `taro@example.jp`, in small letters.
fn address(field: &str) -> Option<String> {
    let address = field.split_once(';')?.1.trim();
    let address = address.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(address);
    Some(address.to_lowercase()).filter(|address| !address.is_empty())
}

/// Mails of ours that a report names: the mail it returns, or its head; else those it answers.
fn mails(report: &ParsedMail<'_>) -> Vec<MailName> {
    let heads = ["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"];
    let returned = report.subparts.iter().filter(|part| heads.contains(&part.ctype.mimetype.as_str()));
    let mut ids: Vec<String> = Vec::new();
    for head in returned.filter_map(|part| part.get_body_raw().ok()) {
        // A head that ends without the empty line is one all the same.
        let head = [head.as_slice(), b"\r\n\r\n"].concat();
        if let Ok((fields, _)) = parse_headers(&head) {
            ids.extend(fields.get_all_values("Message-ID"));
        }
    }
    ids.extend(["In-Reply-To", "References"].iter().flat_map(|name| report.headers.get_all_values(name)));
    let between = |text: &String| -> Vec<String> {
        text.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0.to_owned())).collect()
    };
    ids.iter().flat_map(between).filter_map(|id| MailName::read(id.trim())).take(MAILS_MAX).collect()
}

#[cfg(test)]
mod tests;
