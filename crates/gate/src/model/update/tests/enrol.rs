//! Becoming a gate and stopping to be one.

use super::*;

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
    let sites = GateSites { signed_in_as: "現場 管理".into(), sites: vec![site(7), site(8)] };
    gate.on(Event::SignedIn(Ok(sites)));
    let form = |n: i64| {
        let site = SiteId::from_body(n).to_string();
        Event::Submitted(Action::Enrol, vec![("site".into(), site), ("name".into(), " A門 ".into())])
    };
    gate.on(form(8));
    let Page::Sites { asking, .. } = &gate.model.page else { panic!("still choosing") };
    assert_eq!(*asking, Asking::Failed(Fault::OtherSiteWaits));
    gate.on(form(7));
    let enrolment =
        gate.asked.iter().find_map(|effect| if let Effect::Enrol(e) = effect { Some(e.clone()) } else { None });
    assert_eq!(enrolment.map(|e| (e.site_id, e.name)), Some((SiteId::from_body(7), "A門".into())));
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
