//! Reports as servers write them, mails that are none, and bytes that are nothing.

use super::*;
use crate::outside::{Letter, Mail, Post};
use base64::prelude::*;
use proptest::prelude::*;
use uuid::Uuid;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn delivery() -> DeliveryId {
    DeliveryId(Uuid::from_u128(0x019a_8f00_0000_7000_8000_0000_0000_0007))
}

fn name() -> MailName {
    MailName { delivery: delivery(), key: KEY.to_owned() }
}

/// A report with this group about a recipient and this last part.
fn report(group: &str, last: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.jp\r\nTo: register@example.jp\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b1\"\r\n\r\n\
         --b1\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you\r\n\r\n\
         --b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.jp\r\n\
         Arrival-Date: Fri, 20 Nov 2026 07:30:00 +0900\r\n\r\n{group}\r\n\r\n--b1\r\n{last}\r\n--b1--\r\n"
    )
}

const FAILED: &str = "Final-Recipient: rfc822; ren@example.jp\r\nOriginal-Recipient: rfc822;ren@example.jp\r\nAction: failed\r\n\
                      Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <ren@example.jp>:\r\n    User unknown";

fn whole() -> String {
    format!(
        "Content-Type: message/rfc822\r\n\r\nMessage-ID: <{}@example.jp>\r\nTo: ren@example.jp\r\n\r\nbody",
        MailName::written(delivery(), KEY)
    )
}

fn code(text: &str) -> StatusCode {
    text.parse().unwrap()
}

#[test]
fn a_report_names_the_mail_the_address_and_what_it_failed_with() {
    let head = whole().replace("message/rfc822", "text/rfc822-headers").replace("\r\n\r\nbody", "");
    let coded = BASE64_STANDARD.encode(whole().split_once("\r\n\r\n").unwrap().1);
    let base64 = format!("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}\r\n");
    for last in [whole(), whole().replace("Message-ID:", "message-id:"), head, base64] {
        let report = read(report(FAILED, &last).as_bytes()).unwrap();
        assert_eq!(report.mails, [name()], "{last}");
        assert_eq!(report.of("ren@example.jp"), Some(Fate::Failed(code("5.1.1"))));
        assert_eq!(report.of(" Ren@Example.JP "), Some(Fate::Failed(code("5.1.1"))));
        assert_eq!(report.of("aoi@example.jp"), None);
        assert_eq!(report.of(""), None);
    }
    // Lines without the carriage return, as a host may write them into a folder.
    let unix = report(FAILED, &whole()).replace("\r\n", "\n");
    assert_eq!(read(unix.as_bytes()).unwrap(), read(report(FAILED, &whole()).as_bytes()).unwrap());
    // A server that returns nothing of the mail still answers it.
    let answer = report(FAILED, "Content-Type: text/plain\r\n\r\nnothing").replace(
        "MIME-Version",
        &format!("In-Reply-To: <{}@example.jp>\r\nMIME-Version", MailName::written(delivery(), KEY)),
    );
    assert_eq!(read(answer.as_bytes()).unwrap().mails, [name()]);
}

#[test]
fn a_mail_as_it_leaves_the_register_is_known_when_it_is_returned() {
    let folder = tempfile::tempdir().unwrap();
    let letter = Letter {
        to: "ren@example.jp".to_owned(),
        subject: "申請に直していただきたいところがあります".to_owned(),
        body: "髙橋 蓮 様\n".repeat(20),
        id: MailName::written(delivery(), KEY),
    };
    Mail::folder(folder.path().to_path_buf(), "register@mail.register.example.jp").unwrap().send(&letter).unwrap();
    let file =
        std::fs::read_dir(folder.path()).unwrap().flatten().find(|file| file.path().extension().unwrap() == "eml");
    let sent = std::fs::read_to_string(file.unwrap().path()).unwrap();
    for last in ["message/rfc822", "text/rfc822-headers"] {
        let report = read(report(FAILED, &format!("Content-Type: {last}\r\n\r\n{sent}")).as_bytes()).unwrap();
        assert_eq!(report.mails, [name()], "{sent}");
    }
}

#[test]
fn only_a_failure_is_one_and_each_recipient_has_its_own() {
    for action in ["delayed", "relayed", "delivered", "expanded", "failing", "unheard-of"] {
        let read = read(report(&FAILED.replace("failed", action), &whole()).as_bytes()).unwrap();
        assert_eq!(read.of("ren@example.jp"), Some(Fate::OnItsWay), "{action}");
    }
    for action in ["Failed", "FAILED", " failed (bad destination)", "failed;"] {
        let read = read(report(&FAILED.replace("failed", action), &whole()).as_bytes()).unwrap();
        assert_eq!(read.of("ren@example.jp"), Some(Fate::Failed(code("5.1.1"))), "{action}");
    }
    let two = format!("{FAILED}\r\n\r\n{}", FAILED.replace("ren@", "aoi@").replace("failed", "delayed"));
    let two = read(report(&two, &whole()).as_bytes()).unwrap();
    assert_eq!(
        (two.of("ren@example.jp"), two.of("aoi@example.jp")),
        (Some(Fate::Failed(code("5.1.1"))), Some(Fate::OnItsWay))
    );
    // Passed on from the address it was sent to: the original one is named too.
    let moved = read(
        report(&FAILED.replace("Final-Recipient: rfc822; ren@", "Final-Recipient: rfc822; <box@"), &whole()).as_bytes(),
    );
    assert_eq!(moved.unwrap().of("ren@example.jp"), Some(Fate::Failed(code("5.1.1"))));
}

#[test]
fn a_failure_without_a_code_one_can_read_is_a_failure() {
    for group in [FAILED.replace("Status: 5.1.1\r\n", ""), FAILED.replace("Status: 5.1.1", "Status: unknown")] {
        let read = read(report(&group, &whole()).as_bytes()).unwrap();
        assert_eq!(read.of("ren@example.jp"), Some(Fate::Failed(StatusCode::UNDEFINED)));
    }
    let read = read(report(&FAILED.replace("5.1.1\r", "5.2.2 (mailbox full)\r"), &whole()).as_bytes()).unwrap();
    assert_eq!(read.of("ren@example.jp"), Some(Fate::Failed(code("5.2.2"))));
}

#[test]
fn what_is_no_report_is_told_as_such() {
    let away = "From: ren@example.jp\r\nAuto-Submitted: auto-replied\r\nSubject: Re: away\r\nContent-Type: text/plain\r\n\r\nuntil Monday";
    let wrapped = report(FAILED, &whole()).replace("multipart/report", "multipart/mixed");
    let read_receipt = report(FAILED, &whole()).replace("message/delivery-status", "message/disposition-notification");
    for mail in [away, wrapped.as_str(), read_receipt.as_str()] {
        assert_eq!(read(mail.as_bytes()), Err(AsideReason::NoReport), "{mail}");
    }
    let silent = report("Final-Recipient: rfc822; ren@example.jp\r\nStatus: 5.1.1", &whole());
    for mail in ["", "\r\n\r\n", "no mail at all", silent.as_str()] {
        assert_eq!(read(mail.as_bytes()), Err(AsideReason::Unreadable), "{mail}");
    }
}

#[test]
fn a_name_that_is_not_ours_names_nothing() {
    let id = delivery();
    for other in [
        format!("<{id}@example.jp>"),
        format!("<{id}.{}@example.jp>", &KEY[1..]),
        format!("<{id}.{KEY}0@example.jp>"),
        format!("<{id}.{}g@example.jp>", &KEY[1..]),
        format!("<7.{KEY}@example.jp>"),
        format!("<{id}.{KEY}>"),
        format!("{id}.{KEY}@example.jp"),
    ] {
        let last = format!("Content-Type: message/rfc822\r\n\r\nMessage-ID: {other}\r\n\r\nbody");
        assert_eq!(read(report(FAILED, &last).as_bytes()).unwrap().mails, [], "{other}");
    }
    let many =
        format!("Content-Type: message/rfc822\r\n\r\nMessage-ID: {}\r\n\r\n", format!("<{id}.{KEY}@e.jp> ").repeat(50));
    assert_eq!(read(report(FAILED, &many).as_bytes()).unwrap().mails.len(), MAILS_MAX);
}

#[test]
fn mails_within_mails_do_not_exhaust_the_reader() {
    let nested = "From: a@example.jp\r\nContent-Type: message/rfc822\r\n\r\n".repeat(10_000);
    assert_eq!(read(nested.as_bytes()), Err(AsideReason::NoReport));
    let part = |level| format!("Content-Type: multipart/report; boundary=b{level}\r\n\r\n--b{level}\r\n");
    let parts = (0..5_000).map(part).collect::<Vec<_>>().concat();
    assert!(read(parts.as_bytes()).is_err());
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_report_that_was_damaged_never_stops_the_reader(at in 0_usize..1_200, with in any::<u8>(), cut in 0_usize..1_200) {
        let mut bytes = report(FAILED, &whole()).into_bytes();
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % length);
        // What is still read is what was written, or nothing: no other mail is ever named.
        if let Ok(report) = read(&bytes) {
            prop_assert!(report.mails.iter().all(|mail| mail.key.len() == KEY_DIGITS));
        }
    }

    #[test]
    fn what_is_written_is_read(id in any::<u128>(), key in "[0-9a-f]{32}") {
        let id = DeliveryId(Uuid::from_u128(id));
        let written = format!("{}@example.jp", MailName::written(id, &key));
        prop_assert_eq!(MailName::read(&written), Some(MailName { delivery: id, key }));
    }
}
