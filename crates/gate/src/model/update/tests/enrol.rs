//! Becoming a gate and stopping to be one.

use super::*;
use domain::{id::SectionId, touch::wire::GateSection};

#[test]
fn a_refused_credential_keeps_the_queue_and_the_gate_open() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    gate.on(Event::Trouble(Trouble::SignIn(Problem::default())));
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 1));
    gate.later(4_000);
    gate.tap(SERIAL);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 2));
    gate.on(Event::Pressed(Action::SignInAgain));
    assert!(matches!(gate.model.page, Page::SignIn(_)));
    gate.on(Event::Pressed(Action::BackToGate));
    assert!(matches!(gate.model.page, Page::Gate));
    gate.on(Event::Enrolled(Ok(Box::new(credential(7)))));
    assert!(gate.model.credential_problem().is_none());
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Flush)));
}

#[test]
fn signing_out_waits_for_the_queue() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    gate.on(Event::Pressed(Action::SignOut));
    assert!(gate.model.sign_out_refused);
    assert!(!gate.asked.iter().any(|effect| matches!(effect, Effect::SignOut)));
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    gate.on(Event::Pressed(Action::SignOut));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::SignOut)));
    gate.on(Event::SignedOut);
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Load)), "what waits is what the store says");
    assert!(gate.model.device.is_none() && gate.model.roster.is_none() && gate.model.log.iter().next().is_none());
}

#[test]
fn touches_of_one_site_are_not_sent_with_the_credential_of_another() {
    let mut gate = Gate::new();
    let waiting = Waiting { count: 3, site: Some(SiteId::from_body(7)) };
    let stored = Stored { waiting, ..Stored::default() };
    gate.on(Event::Loaded(Box::new(stored)));
    let sites = GateSites { signed_in_as: "現場 管理".into(), sites: vec![site(7), site(8)], sections: vec![] };
    gate.on(Event::SignedIn(Ok(sites)));
    let form = |n: i64| {
        let site = SiteId::from_body(n).to_string();
        let pins = [("pin", "480153"), ("pin_again", "480153")].map(|(name, pin)| (name.to_owned(), pin.to_owned()));
        let fields = vec![("site".into(), site), ("name".into(), " A門 ".into())];
        Event::Submitted(Action::Enrol, fields.into_iter().chain(pins).collect())
    };
    gate.on(form(8));
    let Page::Sites { asking, .. } = &gate.model.page else { panic!("still choosing") };
    assert_eq!(*asking, Asking::Failed(Fault::OtherSiteWaits));
    gate.on(form(7));
    let enrolment =
        gate.asked.iter().find_map(|effect| if let Effect::Enrol(e, _) = effect { Some(e.clone()) } else { None });
    assert_eq!(enrolment.map(|e| (e.site_id, e.name)), Some((SiteId::from_body(7), "A門".into())));
}

#[test]
fn the_section_chosen_for_the_site_is_asked_for_and_no_other() {
    let section = |n: u128, body: i64| GateSection {
        id: SectionId(Uuid::from_u128(n)),
        site_id: SiteId::from_body(body),
        name: n.to_string(),
    };
    let first = section(5, 7).id;
    for (of_site, chosen, asked) in [
        (7, first.to_string(), Some(first)),
        (7, String::new(), None),
        (7, "x".to_owned(), None),
        (8, first.to_string(), None),
    ] {
        let mut gate = Gate::new();
        gate.on(Event::Loaded(Box::default()));
        let sites = vec![site(7), site(8)];
        let sections = vec![section(5, 7), section(6, 8)];
        gate.on(Event::SignedIn(Ok(GateSites { signed_in_as: "現場 管理".into(), sites, sections })));
        let id = SiteId::from_body(of_site).to_string();
        let list = format!("section-{id}");
        let fields = [
            ("site", id),
            (&*list, chosen),
            ("section-x", section(6, 8).id.to_string()),
            ("name", "A門".to_owned()),
            ("pin", "480153".to_owned()),
            ("pin_again", "480153".to_owned()),
        ];
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        gate.on(Event::Submitted(Action::Enrol, fields));
        let sent = gate.asked.iter().find_map(|effect| match effect {
            Effect::Enrol(enrolment, _) => Some(enrolment.section_id),
            _ => None,
        });
        assert_eq!(sent, Some(asked), "{of_site}");
    }
}

#[test]
fn what_the_store_counts_holds_an_enrolment_elsewhere_up_and_what_has_gone_does_not() {
    let waiting = |count| Waiting { count, site: (count > 0).then(|| SiteId::from_body(7)) };
    let mut gate = Gate::new();
    gate.on(Event::Loaded(Box::default()));
    gate.on(Event::Counted(waiting(1)));
    assert!(gate.model.waits().is_of_another(SiteId::from_body(8)));
    assert!(!gate.model.waits().is_of_another(SiteId::from_body(7)));
    gate.on(Event::Counted(waiting(0)));
    assert!(!gate.model.waits().is_of_another(SiteId::from_body(8)));
}

#[test]
fn a_phone_signed_out_elsewhere_refuses_in_red_and_leads_back_to_the_log_in() {
    let mut gate = Gate::at_work();
    gate.on(Event::NotKept(NotKept::GateEnded));
    assert_eq!(gate.model.sign.as_ref().map(|sign| &*sign.notes), Some(&[Note::GateEnded][..]));
    assert_eq!(gate.cues(), [Cue::Refused]);
    gate.tap(SERIAL);
    assert_eq!(
        (gate.field(), gate.model.waiting, gate.seq),
        (Some(Field::NotKept), 0, 0),
        "no card is taken in silence"
    );
    gate.on(Event::Pressed(Action::Seen));
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Load)));
    gate.on(Event::Loaded(Box::default()));
    assert!(matches!(gate.model.page, Page::SignIn(_)));
}

#[test]
fn a_roster_of_the_site_before_is_nobodys_here() {
    let mut gate = Gate::new();
    let stored = Stored { device: Some(credential(8)), roster: Some(roster()), ..Stored::default() };
    gate.on(Event::Loaded(Box::new(stored)));
    assert!(gate.model.roster.is_none());
}

#[test]
fn at_another_site_the_list_of_the_one_before_is_forgotten() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    gate.on(Event::Enrolled(Ok(Box::new(credential(7)))));
    assert_eq!(gate.model.log.iter().count(), 1, "the same site goes on where it was");
    gate.on(Event::Enrolled(Ok(Box::new(credential(8)))));
    assert_eq!(gate.model.log.iter().count(), 0);
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Forget(ids) if *ids == [id])));
}

#[test]
fn an_incomplete_log_in_is_not_sent_and_a_password_keeps_its_blanks() {
    let mut gate = Gate::new();
    gate.on(Event::Loaded(Box::default()));
    let form = |totp: &str| {
        let fields = [("login_id", " 123 "), ("password", " pass word "), ("totp", totp)];
        Event::Submitted(Action::SignIn, fields.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec())
    };
    gate.on(form(""));
    assert!(matches!(&gate.model.page, Page::SignIn(Asking::Failed(Fault::Empty))));
    gate.on(form("123456"));
    let sent =
        gate.asked.iter().find_map(|effect| if let Effect::SignIn(log_in) = effect { Some(log_in) } else { None });
    assert_eq!(sent.map(|log_in| (&*log_in.login_id, &*log_in.password)), Some(("123", " pass word ")));
    gate.on(Event::SignedIn(Err(Trouble::NoSignal)));
    assert!(matches!(&gate.model.page, Page::SignIn(Asking::Failed(Fault::Trouble(Trouble::NoSignal)))));
}

#[test]
fn thirty_days_without_contact_take_the_names_from_the_phone_and_never_the_queue() {
    let mut gate = Gate::at_work();
    gate.on(Event::Pressed(Action::SendNow));
    gate.model.contact = Some(gate.now);
    gate.tap(SERIAL);
    let waits = gate.touch();
    gate.on(Event::Photo(TechnicianId::from_body(5), "blob:1".into()));
    gate.later(30 * domain::time::DAY_MS - 1);
    gate.on(Event::Timer);
    assert!(gate.model.roster.is_some() && gate.model.photo.is_some(), "a moment before");
    gate.later(1);
    gate.asked.clear();
    gate.on(Event::Timer);
    assert!(gate.model.roster.is_none() && gate.model.photo.is_none() && gate.model.sign.is_none());
    let wiped = gate.asked.iter().find_map(|effect| if let Effect::Wipe(left) = effect { Some(left) } else { None });
    let left: Vec<_> = wiped.expect("from the disk, too").iter().map(|entry| (entry.id, entry.name.clone())).collect();
    assert_eq!(left, [(waits, None)]);
    assert_eq!((gate.model.waiting, gate.queue.len()), (1, 1));
    gate.asked.clear();
    gate.on(Event::Timer);
    assert!(!gate.asked.iter().any(|effect| matches!(effect, Effect::Wipe(_))), "once");
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Flush)), "what waits is still sent");
}

#[test]
fn a_phone_begun_after_thirty_days_wipes_before_anything_is_shown() {
    let mut gate = Gate::new();
    let contact = Some(NOW.plus_ms(-30 * domain::time::DAY_MS));
    let stored = Stored { device: Some(credential(7)), roster: Some(roster()), contact, ..Stored::default() };
    gate.on(Event::Loaded(Box::new(stored)));
    assert!(gate.model.roster.is_none());
    assert!(gate.asked.iter().any(|effect| matches!(effect, Effect::Wipe(_))));
}

#[test]
fn a_phone_whose_key_is_gone_keeps_what_waits_and_asks_for_a_log_in_until_it_has_another() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    gate.on(Event::KeyGone);
    assert_eq!((gate.field(), gate.model.waiting), (Some(Field::Kept), 1));
    gate.roster(roster());
    assert!(gate.model.credential_problem().is_some(), "the register answers, and still nothing is sent");
    gate.on(Event::Enrolled(Ok(Box::new(credential(7)))));
    assert!(gate.model.credential_problem().is_none());
}

#[test]
fn what_is_sent_and_answered_says_that_the_key_is_there() {
    let mut gate = Gate::at_work();
    gate.tap(SERIAL);
    let id = gate.touch();
    gate.on(Event::KeyGone);
    assert!(gate.model.credential_problem().is_some());
    gate.answered(vec![answer(id, Outcome::Accepted, Some(shown(In, vec![])))]);
    assert!(gate.model.credential_problem().is_none());
}

#[test]
fn a_tab_that_another_one_has_enrolled_behind_reads_the_store_again() {
    let other = || Event::EnrolledElsewhere(DeviceId(Uuid::from_u128(2)));
    let mut gate = Gate::at_work();
    gate.on(Event::EnrolledElsewhere(credential(7).device_id));
    assert!(gate.asked.is_empty(), "its own");
    gate.on(other());
    assert!(matches!(&*gate.asked, [Effect::Load]));
    let device = GateCredential { device_id: DeviceId(Uuid::from_u128(2)), ..credential(8) };
    gate.on(Event::Loaded(Box::new(Stored { device: Some(device), ..Stored::default() })));
    gate.asked.clear();
    gate.on(other());
    assert!(gate.asked.is_empty(), "taken up");

    let mut enrolling = Gate::at_work();
    let sites = GateSites { signed_in_as: "現場 管理".into(), sites: vec![site(7)], sections: vec![] };
    enrolling.model.page = Page::Sites { sites, asking: Asking::Busy };
    enrolling.on(other());
    assert!(enrolling.asked.is_empty(), "its own answer is about to come");
}
