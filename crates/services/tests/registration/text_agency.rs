//! Short messages through an agency: the queue tries again with the same id, and a dead number ends as mail that bounced.

use crate::play::{Desk, all_good, technician_form, technician_submitted};
use domain::{
    application::{ApplicationKind, DeficiencyReason, Verdict},
    notice::{DeliveryState, Medium},
    time::HOUR_MS,
};
use services::{
    Call, Outside, application, job, notice,
    outside::{AgencySettings, Patience, TextAgency},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use testkit::{Answer, StandIn, TestApp, both};

/// An agency that answers so, in this order, and takes what comes after.
fn played(answers: &[u16]) -> (StandIn, TextAgency) {
    let answers = Mutex::new(answers.to_vec());
    let server = StandIn::open(move |_| {
        let mut answers = answers.lock().unwrap();
        Answer::Whole(if answers.is_empty() { 202 } else { answers.remove(0) }, Vec::new())
    });
    let settings = AgencySettings { url: server.url(), secret: "s3cret".to_owned(), patience: Patience::default() };
    let agency = TextAgency::open(&settings).unwrap();
    (server, agency)
}

fn by_agency(app: &TestApp, agency: TextAgency) -> Call {
    let system = app.system();
    Call { outside: Arc::new(Outside { text: Arc::new(agency), ..(*system.outside).clone() }), ..system }
}

async fn work(call: &Call, hours: i64) {
    for _ in 0..=hours {
        while job::run_due(call).await.unwrap() > 0 {}
        call.clock.set(call.now().plus_ms(HOUR_MS));
    }
}

/// The id of each message as it was handed over.
fn ids(server: &StandIn) -> Vec<String> {
    server.asked().iter().map(|asked| asked.header("idempotency-key").to_owned()).collect()
}

#[test]
fn an_agency_that_is_away_is_asked_again_with_the_same_id() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (server, agency) = played(&[503, 401, 429]);
        let call = by_agency(&app, agency);
        technician_submitted(&app, technician_form()).await;
        work(&call, 8).await;
        let handed = ids(&server);
        assert_eq!(handed.len(), 4, "three that failed, and one that was taken: {handed:?}");
        assert_eq!(handed.iter().collect::<BTreeSet<_>>().len(), 1, "one message");
        assert!(server.asked()[0].body.starts_with(b"{"));
        assert!(notice::lost(&desk.operator, None).await.unwrap().rows.is_empty());
        technician_submitted(&app, technician_form()).await;
        work(&call, 0).await;
        assert_eq!(ids(&server).into_iter().collect::<BTreeSet<_>>().len(), 2, "another message has another id");
    });
}

#[test]
fn a_dead_number_is_seen_by_the_operator_and_what_matters_becomes_a_letter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (server, agency) = played(&[202, 410]);
        let call = by_agency(&app, agency);
        let (_, id) = technician_submitted(&app, technician_form()).await;
        work(&call, 0).await;
        let mut words = all_good(ApplicationKind::TechnicianSimple);
        words[0].1 = Verdict::Deficient(DeficiencyReason::NameVariant);
        application::claim(&desk.reviewer, id).await.unwrap();
        application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        work(&call, 3).await;
        assert_eq!(ids(&server).len(), 2, "a dead number is not asked about again");
        let lost = notice::lost(&desk.operator, None).await.unwrap().rows;
        assert_eq!(
            lost.iter().map(|line| (line.medium, line.state, line.tries)).collect::<Vec<_>>(),
            [(Medium::Text, DeliveryState::Bounced, 1)]
        );
        assert_eq!(notice::letters(&desk.operator, None).await.unwrap().rows.len(), 1);
    });
}
