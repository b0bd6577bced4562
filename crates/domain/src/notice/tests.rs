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
    assert_eq!(Medium::from_stored(0), None);
}

#[test]
fn mail_first_and_the_phone_where_it_cannot_wait_or_there_is_no_mail() {
    let ways = |kind, mail, phone| choice::plan(kind, &choice::Choices::default(), mail, phone).ways;
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
    }
}

#[test]
fn a_notice_leads_each_reader_to_a_page_they_can_open() {
    let numbered = Values::from([("number".to_owned(), Value::Text("2026-1121-00417".to_owned()))]);
    let none = Values::new();
    for (kind, values, reader, page) in [
        (NoticeKind::FeeDue, &numbered, Reader::Applicant, "/register/2026-1121-00417"),
        (NoticeKind::FeeDue, &none, Reader::Applicant, "/register"),
        (NoticeKind::FeeDue, &numbered, Reader::Business, "/business/fees"),
        (NoticeKind::FeeDue, &numbered, Reader::Technician, "/passport/fees"),
        (NoticeKind::ApplicationReturned, &numbered, Reader::Technician, "/passport/more"),
        (NoticeKind::RegistrationCompleted, &none, Reader::Technician, "/passport"),
        (NoticeKind::RegistrationCompleted, &none, Reader::Business, "/business"),
        (NoticeKind::CardRevoked, &none, Reader::Technician, "/passport/card"),
        (NoticeKind::RenewalLast, &none, Reader::Business, "/business/registration"),
        (NoticeKind::RecoveryAsked, &numbered, Reader::Technician, "/passport/more"),
        (NoticeKind::RecoveryRefused, &numbered, Reader::Applicant, "/recover"),
        (NoticeKind::DataChanged, &none, Reader::Business, "/business/registration"),
    ] {
        assert_eq!(kind.page(values, reader), page, "{kind:?} {reader:?}");
    }
}
