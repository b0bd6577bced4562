//! Mail and short messages. Invariant: a message is handed over or its refusal is told; nothing is kept for later here,
//! that is the job queue's work.

use crate::error::{Error, Result};
use lettre::{
    Address, FileTransport, Message, SmtpTransport, Transport,
    address::Envelope,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use serde_json::json;
use std::{fs::OpenOptions, io::Write, path::PathBuf, sync::Mutex, time::Duration};

/// How long a mail server may take for one step of handing a message over; the about ten steps together stay well below
/// the lease of a piece of work ([`crate::job`]).
pub const MAIL_STEP_S: u64 = 10;

/// What is sent to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Mail address or phone number.
    pub to: String,
    /// One line; empty for a short message.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Says which message this is, so that the same one sent twice can be known.
    pub id: String,
}

/// Why a message was not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostFault {
    /// The address is none, or refuses for good.
    #[error("refused for good: {0}")]
    Refused(String),
    /// Later perhaps.
    #[error("not now: {0}")]
    NotNow(String),
}

/// A way to people outside: mail, or short messages.
pub trait Post: Send + Sync {
    /// Hands a message over. It may take seconds.
    fn send(&self, letter: &Letter) -> core::result::Result<(), PostFault>;
}

/// Mail by lettre: to a server that speaks SMTP, or into a folder.
pub struct Mail {
    from: Mailbox,
    host: String,
    /// Where it comes back to.
    back: Address,
    by: Carrier,
}

enum Carrier {
    Smtp(Box<SmtpTransport>),
    Folder(FileTransport),
}

impl Mail {
    /// Mail through the server of an address such as `smtps://user:secret@mail.example:465`. Errors: what is wrong with
    /// the addresses, without their secrets.
    pub fn smtp(url: &str, from: &str) -> core::result::Result<Self, &'static str> {
        let builder = SmtpTransport::from_url(url).map_err(|_| "is no address of a mail server")?;
        let server = builder.timeout(Some(Duration::from_secs(MAIL_STEP_S))).build();
        Self::new(from, Carrier::Smtp(Box::new(server)))
    }
    /// Mail that is written into a folder, a file each, for whoever develops or tries the register.
    pub fn folder(root: PathBuf, from: &str) -> Result<Self> {
        std::fs::create_dir_all(&root).map_err(Error::internal)?;
        Self::new(from, Carrier::Folder(FileTransport::new(root))).map_err(Error::internal)
    }
    fn new(from: &str, by: Carrier) -> core::result::Result<Self, &'static str> {
        let from: Mailbox = from.parse().map_err(|_| "is no mail address")?;
        let (host, back) = (from.email.domain().to_owned(), from.email.clone());
        Ok(Self { from, host, back, by })
    }
    /// The same, coming back to another address than it comes from. Errors: the address is none.
    pub fn returning_to(self, address: &str) -> core::result::Result<Self, &'static str> {
        Ok(Self { back: address.parse().map_err(|_| "is no mail address")?, ..self })
    }
}

impl Post for Mail {
    fn send(&self, letter: &Letter) -> core::result::Result<(), PostFault> {
        let to: Mailbox = letter.to.parse().map_err(|_| PostFault::Refused("no mail address".to_owned()))?;
        let envelope = Envelope::new(Some(self.back.clone()), vec![to.email.clone()]);
        let mut message = Message::builder()
            .envelope(envelope.map_err(|fault| PostFault::Refused(fault.to_string()))?)
            .from(self.from.clone())
            .to(to)
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|fault| PostFault::Refused(fault.to_string()))?;
        // Automatic answers to a machine help nobody (RFC 3834 §5).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        match &self.by {
            Carrier::Smtp(server) => server.send(&message).map(drop).map_err(|fault| {
                if fault.is_permanent() { PostFault::Refused(said(&fault)) } else { PostFault::NotNow(said(&fault)) }
            }),
            Carrier::Folder(folder) => {
                folder.send(&message).map(drop).map_err(|fault| PostFault::NotNow(fault.to_string()))
            }
        }
    }
}

/// The server's number only: its text may repeat the address.
fn said(fault: &lettre::transport::smtp::Error) -> String {
    fault.status().map_or_else(|| "no connection".to_owned(), |status| status.to_string())
}

/// Short messages that are written into a file, a JSON object a line, where no agency is configured.
pub struct TextFile {
    place: PathBuf,
    one_at_a_time: Mutex<()>,
}

impl TextFile {
    /// Writes to `place`.
    pub const fn at(place: PathBuf) -> Self {
        Self { place, one_at_a_time: Mutex::new(()) }
    }
}

impl Post for TextFile {
    fn send(&self, letter: &Letter) -> core::result::Result<(), PostFault> {
        if letter.to.is_empty() || !letter.to.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PostFault::Refused("no phone number".to_owned()));
        }
        let line = format!("{}\n", json!({ "id": letter.id, "to": letter.to, "text": letter.body }));
        let _turn = self.one_at_a_time.lock();
        let write = || OpenOptions::new().create(true).append(true).open(&self.place)?.write_all(line.as_bytes());
        write().map_err(|fault: std::io::Error| PostFault::NotNow(fault.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str) -> Letter {
        Letter {
            to: to.to_owned(),
            subject: "お知らせ".to_owned(),
            body: "本文\n二行目".to_owned(),
            id: "a1".to_owned(),
        }
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    #[test]
    fn mail_goes_into_the_folder_and_a_wrong_address_is_refused_for_good() {
        let root = folder();
        let mail = Mail::folder(root.path().join("mail"), "register@example.jp").expect("a folder");
        mail.send(&letter("taro@example.jp")).expect("written");
        assert!(matches!(mail.send(&letter("taro")), Err(PostFault::Refused(_))));
        assert!(matches!(mail.send(&letter("")), Err(PostFault::Refused(_))));
        let files: Vec<_> = std::fs::read_dir(root.path().join("mail")).expect("files").flatten().collect();
        assert_eq!(files.iter().filter(|file| file.path().extension().is_some_and(|end| end == "eml")).count(), 1);
        let text = std::fs::read_to_string(files[0].path()).expect("a mail");
        for line in ["Message-ID: <a1@example.jp>", "To: taro@example.jp", "Auto-Submitted: auto-generated"] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn a_mail_server_that_is_not_there_is_tried_again_later() {
        let mail = Mail::smtp("smtp://127.0.0.1:1", "register@example.jp").expect("an address");
        assert!(matches!(mail.send(&letter("taro@example.jp")), Err(PostFault::NotNow(_))));
        assert!(Mail::smtp("ftp://mail.example", "register@example.jp").is_err());
        assert!(Mail::smtp("smtp://mail.example", "register").is_err());
        let good = || Mail::smtp("smtp://mail.example", "register@example.jp").expect("an address");
        assert!(good().returning_to("bounces").is_err());
        assert!(good().returning_to("bounces@mail.example.jp").is_ok());
    }

    #[test]
    fn short_messages_are_lines_and_only_go_to_numbers() {
        let root = folder();
        let texts = TextFile::at(root.path().join("texts.jsonl"));
        texts.send(&letter("09000000001")).expect("written");
        texts.send(&letter("09000000002")).expect("written");
        for wrong in ["", "taro@example.jp", "090-0000"] {
            assert!(matches!(texts.send(&letter(wrong)), Err(PostFault::Refused(_))), "{wrong}");
        }
        let kept = std::fs::read_to_string(root.path().join("texts.jsonl")).expect("a file");
        let lines: Vec<serde_json::Value> =
            kept.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1]["to"], "09000000002");
    }
}
