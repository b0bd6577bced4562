use super::*;

#[test]
fn codes_and_numbers_come_back() {
    for kind in NoticeKind::ALL {
        assert_eq!(NoticeKind::from_code(kind.code()), Some(kind));
        assert!(kind.values().is_sorted(), "{kind:?}");
    }
    for medium in Medium::ALL {
        assert_eq!(Medium::from_stored(medium.number()), Some(medium));
    }
    for state in DeliveryState::ALL {
        assert_eq!(DeliveryState::from_stored(state.number()), Some(state));
    }
    assert_eq!(NoticeKind::from_code("x"), None);
    assert_eq!((Medium::from_stored(0), Medium::from_stored(5)), (None, None));
}

#[test]
fn a_code_that_opens_nothing_any_more_is_told_nobody() {
    use crate::time::DAY_MS;
    let with_code: Values = [(CODE.to_owned(), Value::Sealed(String::new()))].into();
    let told = Instant(1_000);
    for (kind, values, later, past) in [
        (NoticeKind::ResumeCodeSent, &with_code, 3 * DAY_MS - 1, false),
        (NoticeKind::ResumeCodeSent, &with_code, 3 * DAY_MS, true),
        (NoticeKind::ResumeCodeSent, &Values::new(), 0, true),
        (NoticeKind::FeeDue, &Values::new(), 30 * DAY_MS, false),
    ] {
        assert_eq!(kind.is_past(values, told, told.plus_ms(later)), past, "{kind:?} {later}");
    }
}

#[test]
fn mail_first_and_the_phone_where_it_cannot_wait_or_there_is_no_mail() {
    let ways = |kind, mail, phone| {
        let at = choice::Contacts { mail, phone, by_line: true };
        choice::plan(kind, &choice::Choices::default(), at).ways
    };
    let (mail, mobile, home) = ("a@example.jp", "09000000001", "0300000000");
    let by_mail = (Medium::Mail, "a@example.jp".to_owned());
    let by_text = (Medium::Text, "09000000001".to_owned());
    for (kind, mail, phone, expected) in [
        (NoticeKind::ApplicationReceived, mail, mobile, vec![by_mail.clone()]),
        (NoticeKind::ApplicationReceived, "", mobile, vec![by_text.clone()]),
        (NoticeKind::ApplicationReceived, " ", mobile, vec![by_text.clone()]),
        (NoticeKind::ApplicationReturned, mail, mobile, vec![by_mail.clone(), by_text]),
        (NoticeKind::ApplicationReturned, mail, home, vec![by_mail]),
        (NoticeKind::CardRevoked, "", home, vec![]),
        (NoticeKind::CardRevoked, "", "", vec![]),
    ] {
        assert_eq!(ways(kind, mail, phone), expected, "{kind:?} {mail:?} {phone:?}");
    }
}

#[test]
fn a_mobile_number_has_eleven_digits_from_070_080_or_090() {
    for (number, mobile) in [
        ("07012345678", true),
        ("08012345678", true),
        ("09012345678", true),
        ("06012345678", false),
        ("05012345678", false),
        ("0901234567", false),
        ("090123456789", false),
        ("0312345678", false),
        ("0901234567x", false),
        ("", false),
    ] {
        assert_eq!(is_mobile(number), mobile, "{number}");
        let expected = mobile.then(|| format!("+81{}", &number[1..]));
        assert_eq!(e164(number), expected, "{number}");
    }
}

#[test]
fn line_takes_five_thousand_utf16_units_and_no_more() {
    for (text, fits) in [
        (String::new(), true),
        ("字".repeat(5_000), true),
        ("字".repeat(5_001), false),
        // A rare form of a character is two units or more, and so is an emoji.
        ("𠮷".repeat(2_500), true),
        (format!("{}字", "𠮷".repeat(2_500)), false),
    ] {
        assert_eq!(fits_line(&text), fits, "{} characters", text.chars().count());
    }
}

#[test]
fn waits_double_from_a_minute_to_six_hours_and_end() {
    let minute = 60_000;
    for (tries, wait) in [
        (0, Some(minute)),
        (1, Some(minute)),
        (2, Some(2 * minute)),
        (3, Some(4 * minute)),
        (9, Some(256 * minute)),
        (10, Some(360 * minute)),
        (11, Some(360 * minute)),
        (12, None),
        (i32::MAX, None),
    ] {
        assert_eq!(wait_ms(tries), wait, "{tries}");
        assert_eq!(wait_by(Medium::Mail, tries), wait, "{tries}");
    }
    assert_eq!((wait_by(Medium::Line, 5), wait_by(Medium::Line, 6)), (Some(16 * minute), None));
}

#[test]
fn a_notice_leads_each_reader_to_a_page_they_can_open() {
    let numbered = Values::from([("number".to_owned(), Value::Text("2026-1121-00417".to_owned()))]);
    let none = Values::new();
    let mut to_pay = numbered.clone();
    to_pay.insert("reference".to_owned(), Value::Text("1234 5678 9012".to_owned()));
    let asked = Values::from([("number".to_owned(), Value::Text("1234 5678 9012".to_owned()))]);
    let days = Value::Days(vec![WorkDate::from_stored(20_261_117)]);
    let days = Values::from([("days".to_owned(), days)]);
    let day = Values::from([("day".to_owned(), Value::Day(WorkDate::from_stored(20_261_201)))]);
    for (kind, values, reader, page) in [
        (NoticeKind::FeeDue, &to_pay, Reader::Applicant, "/pay?number=123456789012"),
        (NoticeKind::FeeDue, &to_pay, Reader::Business, "/business/fees"),
        (NoticeKind::FeeDue, &to_pay, Reader::Technician, "/passport/fees"),
        (NoticeKind::InvoiceSoon, &asked, Reader::Applicant, "/pay?number=123456789012"),
        (NoticeKind::InvoiceSoon, &asked, Reader::Technician, "/passport/fees"),
        (NoticeKind::InvoiceSoon, &none, Reader::Applicant, "/pay"),
        (NoticeKind::PaymentShort, &asked, Reader::Applicant, "/pay?number=123456789012"),
        (NoticeKind::PaymentShort, &asked, Reader::Business, "/business/fees"),
        (NoticeKind::PaymentNotCounted, &asked, Reader::Applicant, "/pay?number=123456789012"),
        (NoticeKind::PaymentOver, &asked, Reader::Technician, "/passport/fees"),
        (NoticeKind::FeeDue, &numbered, Reader::Applicant, "/register/2026-1121-00417"),
        (NoticeKind::FeeDue, &none, Reader::Applicant, "/register"),
        (NoticeKind::FeeDue, &numbered, Reader::Business, "/business/fees"),
        (NoticeKind::FeeDue, &numbered, Reader::Technician, "/passport/fees"),
        (NoticeKind::ApplicationReturned, &numbered, Reader::Technician, "/passport/more"),
        (NoticeKind::PaperReturned, &numbered, Reader::Business, "/business/registration"),
        (NoticeKind::ResumeCodeSent, &numbered, Reader::Applicant, "/register/2026-1121-00417"),
        (NoticeKind::RegistrationCompleted, &none, Reader::Technician, "/passport"),
        (NoticeKind::RegistrationCompleted, &none, Reader::Business, "/business"),
        (NoticeKind::CardRevoked, &none, Reader::Technician, "/passport/card"),
        (NoticeKind::PassportShown, &none, Reader::Technician, "/passport/looks"),
        (NoticeKind::QualificationEnding, &none, Reader::Technician, "/passport/qualifications"),
        (NoticeKind::RenewalLast, &none, Reader::Business, "/business/registration"),
        (NoticeKind::RecoveryAsked, &numbered, Reader::Technician, "/passport/more"),
        (NoticeKind::RecoveryRefused, &numbered, Reader::Applicant, "/recover"),
        (NoticeKind::DataChanged, &none, Reader::Business, "/business/registration"),
        (NoticeKind::HistoryEntered, &days, Reader::Technician, "/passport/history?month=202611"),
        (NoticeKind::HistoryEntered, &none, Reader::Technician, "/passport/history"),
        (NoticeKind::HistoryRefused, &day, Reader::Technician, "/passport/history?month=202612"),
        (NoticeKind::HistoryRefused, &day, Reader::Business, "/business/sites"),
        (NoticeKind::HistoryWithdrawn, &days, Reader::Technician, "/passport/history?month=202611"),
        (NoticeKind::HistoryWithdrawn, &none, Reader::Technician, "/passport/history"),
        (NoticeKind::HistoryRecalled, &days, Reader::Technician, "/passport/history?month=202611"),
        (NoticeKind::EntryRecalled, &days, Reader::Business, "/business/sites"),
        (NoticeKind::HistoryWaiting, &none, Reader::Business, "/business/sites"),
        (NoticeKind::ClaimMade, &day, Reader::Business, "/business/claims"),
        (NoticeKind::ClaimAnswered, &day, Reader::Technician, "/passport/history/claim"),
        (NoticeKind::ClaimDecided, &day, Reader::Business, "/business/claims"),
        (NoticeKind::LabourOffered, &none, Reader::Technician, "/passport/labour"),
        (NoticeKind::LabourBegun, &none, Reader::Technician, "/passport/labour"),
        (NoticeKind::LabourNamed, &none, Reader::Business, "/business/labour"),
        (NoticeKind::LabourProposed, &none, Reader::Union, "/counter/labour"),
        (NoticeKind::LabourAsked, &day, Reader::Union, "/counter/labour"),
        (NoticeKind::LabourChanged, &day, Reader::Union, "/counter/labour"),
    ] {
        assert_eq!(kind.page(values, reader).as_deref(), Some(page), "{kind:?} {reader:?}");
    }
}

#[test]
fn who_signed_on_paper_is_led_to_no_page_that_asks_for_a_code() {
    let numbered = Values::from([("number".to_owned(), Value::Text("2026-1121-00417".to_owned()))]);
    for kind in NoticeKind::ALL {
        let Some(told) = kind.on_paper() else { continue };
        assert!(kind.page(&numbered, Reader::Applicant).is_some_and(|page| page.starts_with("/register/")), "{kind:?}");
        assert_eq!(told.page(&numbered, Reader::Applicant), None, "{told:?}");
        assert_eq!(told.on_paper(), None, "{told:?}");
        for value in kind.values() {
            assert!(told.values().contains(value), "{told:?} says what {kind:?} does: {value}");
        }
    }
    assert_eq!(NoticeKind::FeeDue.on_paper(), None, "its page asks for the payment number alone");
}

#[test]
fn a_mail_address_is_what_the_form_takes_for_one() {
    for (typed, address) in [
        ("ren@example.jp", Some("ren@example.jp")),
        (" ｒｅｎ＠ｅｘａｍｐｌｅ．ｊｐ ", Some("ren@example.jp")),
        ("ren", None),
        ("", None),
        ("ren@example", None),
    ] {
        assert_eq!(mail_address(typed).as_deref(), address, "{typed}");
    }
}

#[test]
fn what_a_person_is_to_pay_opens_without_a_log_in_from_a_message() {
    let text = |text: &str| Value::Text(text.to_owned());
    let numbered = |name: &str, number: &str| Values::from([(name.to_owned(), text(number))]);
    let asked = numbered("number", "1234 5678 9012");
    let applied =
        Values::from([("number".to_owned(), text("2026-1121-00417")), (REFERENCE.to_owned(), text("1234 5678 9012"))]);
    let paid = "/pay?number=123456789012";
    for (kind, values, reader, page) in [
        (NoticeKind::ReissueFeeDue, &asked, Reader::Technician, paid),
        (NoticeKind::InvoiceSoon, &asked, Reader::Technician, paid),
        (NoticeKind::PaymentShort, &asked, Reader::Technician, paid),
        (NoticeKind::FeeDue, &applied, Reader::Technician, paid),
        (NoticeKind::FeeDue, &applied, Reader::Applicant, paid),
        // A business has a log-in, and sees all it owes there.
        (NoticeKind::InvoiceSoon, &asked, Reader::Business, "/business/fees"),
        (NoticeKind::ReissueFeeDue, &Values::new(), Reader::Technician, "/passport/card"),
        (NoticeKind::CardIssued, &asked, Reader::Technician, "/passport/card"),
    ] {
        assert_eq!(kind.page_outside(values, reader).as_deref(), Some(page), "{kind:?} {reader:?}");
    }
}
