use super::*;

const KIND: ApplicationKind = ApplicationKind::TechnicianDetailed;

fn names<T: core::fmt::Debug>(checked: Result<T, Vec<FieldProblem>>) -> Vec<String> {
    checked.unwrap_err().into_iter().map(|problem| problem.field).collect()
}

fn looked() -> CheckForm {
    CheckForm {
        identity_kind: "drivers_licence".to_owned(),
        papers: vec!["qualification".to_owned(), "application".to_owned()],
        agrees: "yes".to_owned(),
    }
}

#[test]
fn identity_and_a_signed_form_are_looked_at() {
    let entry = looked().validate(KIND).unwrap();
    assert_eq!(entry.papers, [Paper::Application, Paper::Qualification], "in the order of the form");
    assert_eq!(names(CheckForm::default().validate(KIND)), ["identity_kind", "agrees", "papers"]);
    let unsigned = CheckForm { papers: vec!["photo".to_owned()], ..looked() };
    assert_eq!(names(unsigned.validate(KIND)), ["papers"]);
    let unknown = CheckForm { papers: vec!["application".to_owned(), "x".to_owned()], ..looked() };
    assert_eq!(names(unknown.validate(KIND)), ["papers"]);
    let of_firm = CheckForm { papers: vec!["application".to_owned(), "licence_notice".to_owned()], ..looked() };
    assert_eq!(names(of_firm.validate(KIND)), ["papers"], "a technician brings no licence of a business");
    let entry = of_firm.validate(ApplicationKind::BusinessRenewal).unwrap();
    assert_eq!(entry.papers, [Paper::Application, Paper::LicenceNotice]);
    assert_eq!(names(looked().validate(ApplicationKind::Business)), ["papers"], "nor a business a certificate");
    for paper in Paper::ALL {
        assert_eq!(Paper::from_code(paper.code()), Some(paper));
    }
}

#[test]
fn a_recorded_delivery_has_its_number_and_its_day() {
    let today = WorkDate::from_stored(20_261_120);
    let form = |tracking: &str, sent_on: &str| PostForm { tracking: tracking.to_owned(), sent_on: sent_on.to_owned() };
    for (tracking, good) in
        [("123-45-67890", false), ("123-45-67890-1", true), ("1234567890123", true), ("12345678901234", false)]
    {
        assert_eq!(form(tracking, "2026-11-20").validate(today).is_ok(), good, "{tracking}");
    }
    assert_eq!(form("123-45-67890-1", "2026-11-20").validate(today), Ok(("12345678901".to_owned(), today)));
    assert_eq!(names(form("123-45-67890-1", "2026-11-21").validate(today)), ["sent_on"]);
    assert_eq!(names(form("書留", "").validate(today)), ["tracking", "sent_on"]);
}

#[test]
fn a_head_office_has_what_it_took_itself_and_what_arrived() {
    let sent = Some(("12345678901".to_owned(), WorkDate::from_stored(20_261_118)));
    let arrived = Some(Instant(7));
    for (kind, sent, arrived, there) in [
        (OfficeKind::Field, None, None, false),
        (OfficeKind::Field, sent.clone(), None, false),
        (OfficeKind::Field, sent, arrived, true),
        (OfficeKind::Head, None, None, true),
    ] {
        assert_eq!(papers(kind, sent, arrived).are_at_head(), there, "{kind:?} {arrived:?}");
    }
    for state in State::ALL {
        let handed_in = !matches!(state, State::Draft | State::Withdrawn | State::Rejected);
        assert_eq!(Papers::Here.may_be_sent(state), handed_in, "{state:?}");
        assert!(!Papers::Arrived { at: None }.may_be_sent(state), "{state:?}");
    }
}

fn moved() -> ContactForm {
    let text = str::to_owned;
    ContactForm {
        postcode: text("928-0001"),
        prefecture: text("17"),
        address: text("輪島市河井町1-2-3"),
        phone: text("090-5550-1234"),
        mail: String::new(),
        employer_id: String::new(),
        also_employer_id: String::new(),
        identity_kind: text("residence_card"),
        agrees: text("yes"),
    }
}

#[test]
fn a_change_is_read_as_registration_reads_it() {
    let (entry, kind) = moved().validate().unwrap();
    assert_eq!((entry.postcode.as_str(), entry.phone.as_str()), ("9280001", "09055501234"));
    assert_eq!((entry.mail.as_str(), entry.employer, kind), ("", None, IdentityKind::ResidenceCard));
    let again =
        ContactForm { identity_kind: moved().identity_kind, agrees: "yes".to_owned(), ..ContactForm::from(&entry) };
    assert_eq!(again.validate(), Ok((entry, kind)), "what is kept reads back");
    let empty = names(ContactForm::default().validate());
    assert_eq!(empty, ["postcode", "prefecture", "address", "identity_kind", "agrees"]);
    let one = crate::id::BusinessId::from_body(7).to_string();
    for (form, field) in [
        (ContactForm { mail: "x".to_owned(), ..moved() }, "mail"),
        (ContactForm { employer_id: "1".to_owned(), ..moved() }, "employer_id"),
        (ContactForm { employer_id: one.clone(), also_employer_id: one, ..moved() }, "also_employer_id"),
    ] {
        assert_eq!(names(form.validate()), [field]);
    }
}

#[test]
fn who_stands_there_is_named_by_id_and_birth_date() {
    let id = crate::id::TechnicianId::from_body(412_307_655_182);
    let form = PersonForm {
        technician: id.grouped(),
        birth_era: "heisei".to_owned(),
        birth_year: "8".to_owned(),
        birth_month: "4".to_owned(),
        birth_day: "2".to_owned(),
    };
    assert_eq!(form.validate(), Ok((id, WorkDate::from_stored(19_960_402))));
    assert_eq!(names(PersonForm { birth_day: "31".to_owned(), ..form.clone() }.validate()), ["birth"]);
    assert_eq!(names(PersonForm { technician: "12".to_owned(), ..form }.validate()), ["technician"]);
    assert_eq!(names(PersonForm::default().validate()), ["technician", "birth"]);
}
