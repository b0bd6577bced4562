use super::*;
use crate::form::Problem;

const TODAY: WorkDate = WorkDate::from_stored(20_261_122);

fn by_name() -> RecoveryForm {
    let text = str::to_owned;
    RecoveryForm {
        name: text("山本 健太"),
        birth_era: text("heisei"),
        birth_year: text("2"),
        birth_month: text("4"),
        birth_day: text("2"),
        contact: text("090-5550-0001"),
        ..RecoveryForm::default()
    }
}

fn problems(form: &RecoveryForm) -> Vec<(String, Problem)> {
    match form.read(TODAY) {
        Ok(request) => panic!("nothing wrong: {request:?}"),
        Err(problems) => problems.into_iter().map(|problem| (problem.field, problem.problem)).collect(),
    }
}

#[test]
fn states_and_contacts_read_back() {
    for state in RecoveryState::ALL {
        assert_eq!(RecoveryState::from_stored(state.number()), Some(state));
    }
    assert_eq!(RecoveryState::from_stored(0), None);
    assert_eq!(RecoveryState::ALL.map(RecoveryState::is_open), [true, true, false, false]);
    for contact in [Contact::Mobile("09055500001".to_owned()), Contact::Mail("a@example.jp".to_owned())] {
        assert_eq!(Contact::from_stored(contact.number(), contact.as_str().to_owned()), Some(contact));
    }
    assert_eq!(Contact::from_stored(3, String::new()), None);
}

#[test]
fn nobody_is_let_in_before_three_days_have_passed_since_the_owner_was_told() {
    let told = Instant(1_000);
    let end = 1_000 + 3 * DAY_MS;
    assert!(!may_grant(Some(told), told));
    assert!(!may_grant(Some(told), Instant(end - 1)));
    assert!(may_grant(Some(told), Instant(end)));
    assert_eq!(grantable_from(Some(told)), Some(Instant(end)));
    assert!(may_grant(None, told), "there is nobody to wait for");
}

#[test]
fn the_link_opens_for_72_hours() {
    let sent = Instant(1_000);
    assert!(link_opens(sent, sent));
    assert!(link_opens(sent, Instant(1_000 + 72 * HOUR_MS - 1)));
    assert!(!link_opens(sent, Instant(1_000 + 72 * HOUR_MS)));
}

#[test]
fn every_place_that_took_messages_gives_way() {
    let (mobile, mail) = (Contact::Mobile("08055500002".to_owned()), Contact::Mail("new@example.jp".to_owned()));
    for (phone, new, expected) in [
        ("09055500001", &mobile, ("08055500002", "")),
        ("0355500001", &mobile, ("08055500002", "")),
        ("09055500001", &mail, ("", "new@example.jp")),
        ("0355500001", &mail, ("0355500001", "new@example.jp")),
        ("", &mail, ("", "new@example.jp")),
    ] {
        let (phone_now, mail_now) = replaced(phone, new);
        assert_eq!((phone_now.as_str(), mail_now.as_str()), expected, "{phone} {new:?}");
    }
}

#[test]
fn the_id_or_name_and_birth_date_is_enough() {
    let read = by_name().read(TODAY).unwrap();
    assert_eq!((read.technician_id, read.birth_date), (None, Some(WorkDate::from_stored(19_900_402))));
    assert_eq!(read.contact, Contact::Mobile("09055500001".to_owned()));
    let id = TechnicianId::from_body(412_307_655_182);
    let by_id =
        RecoveryForm { technician_id: id.grouped(), contact: " ken@example.jp ".to_owned(), ..RecoveryForm::default() };
    let read = by_id.read(TODAY).unwrap();
    assert_eq!((read.technician_id, read.name.as_str(), read.birth_date), (Some(id), "", None));
    assert_eq!(read.contact, Contact::Mail("ken@example.jp".to_owned()));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let missing = |field: &str| (field.to_owned(), Problem::Missing);
    let either = |field: &str| (field.to_owned(), Problem::MissingEither);
    let nothing = [either("technician_id"), either("name"), either("birth"), missing("contact")];
    assert_eq!(problems(&RecoveryForm::default()), nothing);
    let name_only = RecoveryForm { name: "山本 健太".to_owned(), ..RecoveryForm::default() };
    assert_eq!(problems(&name_only), [missing("birth"), missing("contact")]);
    let birth_only = RecoveryForm { name: String::new(), ..by_name() };
    assert_eq!(problems(&birth_only), [missing("name")]);
    let wrong_id =
        RecoveryForm { technician_id: "123".to_owned(), contact: "03-5550-0001".to_owned(), ..RecoveryForm::default() };
    assert_eq!(
        problems(&wrong_id),
        [("technician_id".to_owned(), Problem::IdLength), ("contact".to_owned(), Problem::NotReachable)]
    );
}

#[test]
fn each_rule_of_the_form_has_its_boundary() {
    let long = RecoveryForm { name: "山".repeat(81), ..by_name() };
    assert_eq!(problems(&long), [("name".to_owned(), Problem::TooLong { max: 80 })]);
    assert!(RecoveryForm { name: "山".repeat(80), ..by_name() }.read(TODAY).is_ok());
    let born = |year: &str, month: &str, day: &str| RecoveryForm {
        birth_era: "western".to_owned(),
        birth_year: year.to_owned(),
        birth_month: month.to_owned(),
        birth_day: day.to_owned(),
        ..by_name()
    };
    assert!(born("2026", "11", "22").read(TODAY).is_ok());
    assert_eq!(problems(&born("2026", "11", "23")), [("birth".to_owned(), Problem::InFuture)]);
    assert_eq!(problems(&born("2025", "2", "29")), [("birth".to_owned(), Problem::NotDate)]);
    for (typed, problem) in [
        ("060-1234-5678", Problem::NotReachable),
        ("0312345678", Problem::NotReachable),
        ("ken", Problem::NotReachable),
        ("ken@", Problem::NotMail),
    ] {
        let form = RecoveryForm { contact: typed.to_owned(), ..by_name() };
        assert_eq!(problems(&form), [("contact".to_owned(), problem)], "{typed}");
    }
}

#[test]
fn a_name_agrees_in_the_forms_in_which_it_is_looked_up() {
    let someone = |name: &str, kana: &str| Candidate {
        technician_id: TechnicianId::from_body(7),
        name: name.to_owned(),
        kana: kana.to_owned(),
        birth_date: WorkDate::from_stored(19_960_514),
        phone: String::new(),
        mail: String::new(),
        has_photo: false,
        told_at: None,
        objected_at: None,
    };
    let asked = |name: &str, id: Option<TechnicianId>, birth: Option<i32>| RecoveryCase {
        id: RecoveryId(uuid::Uuid::from_u128(1)),
        number: String::new(),
        state: RecoveryState::Asked,
        asked_at: Instant(0),
        technician_id: id,
        name: name.to_owned(),
        birth_date: birth.map(WorkDate::from_stored),
        contact: Contact::Mobile("09055501234".to_owned()),
        has_picture: false,
        candidates: Vec::new(),
        decided_at: None,
        reason: None,
        granted_to: None,
        used_at: None,
    };
    let known = someone("髙﨑 蓮", "タカサキ レン");
    for (typed, fits) in [
        ("髙﨑 蓮", Some(true)),
        ("高崎蓮", Some(true)),
        ("蓮 高崎", Some(true)),
        ("タカサキ レン", Some(true)),
        ("高崎 連", Some(false)),
        (" ", None),
    ] {
        assert_eq!(known.agreement(&asked(typed, None, None)).name, fits, "{typed}");
    }
    let (own, other) = (TechnicianId::from_body(7), TechnicianId::from_body(8));
    for (id, birth, expected) in [
        (Some(own), Some(19_960_514), (Some(true), Some(true))),
        (Some(other), Some(19_960_515), (Some(false), Some(false))),
        (None, None, (None, None)),
    ] {
        let found = known.agreement(&asked("", id, birth));
        assert_eq!((found.id, found.birth), expected);
    }
}
