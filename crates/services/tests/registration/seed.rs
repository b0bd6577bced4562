//! The demonstration and the bulk: believable, consistent, and never in a register in use.

use crate::play::{code, office};
use domain::{
    access::Role,
    application::{QueueFilter, State},
    card::CardState,
    fee::FeeKind,
    passport::Today,
};
use services::{account, application, card, fee, passport, roster, seed, site};
use testkit::both;

#[test]
fn the_demonstration_is_whole_and_its_counts_are_a_recounts() {
    both(|app| async move {
        app.at(20_261_120, "10:40");
        let before = app.call.now();
        assert_eq!(code(seed::demo(&app.role(Role::Operator)).await), "forbidden.role");
        let demo = seed::demo(&app.system()).await.unwrap();
        assert_eq!(app.call.now(), before, "the caller's clock is its own");
        assert_eq!(seed::demo(&app.system()).await.unwrap(), demo, "made once");
        assert_eq!(store::history::recount(app.db().read()).await.unwrap(), Vec::<String>::new());

        for log_in in &demo.log_ins {
            let came = account::log_in(&app.call, &log_in.login_id, &log_in.password, "198.51.100.1").await.unwrap();
            match came {
                account::LogIn::Done(_) => assert!(!log_in.second_factor, "{}", log_in.login_id),
                account::LogIn::SecondFactor { account, enrolled } => {
                    assert!(log_in.second_factor && enrolled, "{}", log_in.login_id);
                    account::second_factor(&app.call, account, &seed::totp_code(app.call.now()).unwrap())
                        .await
                        .unwrap();
                }
            }
        }
        let of = async |role: Role, nth: usize| {
            let login = &demo.log_ins.iter().filter(|log_in| log_in.role == role).nth(nth).unwrap().login_id;
            let account = store::account::by_login_id(app.db().read(), login).await.unwrap().unwrap();
            app.by(account::actor_of(app.db(), account.id).await.unwrap())
        };
        let home = passport::home(&of(Role::Technician, 0).await).await.unwrap();
        assert_eq!((home.face.name.as_str(), home.employer.as_deref()), ("山本 健太", Some("北浜架設株式会社")));
        assert!(matches!(home.now.today, Today::Inside { .. }), "{:?}", home.now.today);
        assert!(home.now.days.month.recorded >= 10 && home.now.days.year.approved >= 80, "{:?}", home.now.days);
        assert!(home.face.has_photo && home.face.valid_until.is_some());

        let prime = of(Role::BusinessAdmin, 0).await;
        let sites = site::list(&prime).await.unwrap();
        assert_eq!(sites.len(), 3);
        let busiest = sites.iter().max_by_key(|site| site.people).unwrap();
        let detail = site::detail(&prime, busiest.id).await.unwrap();
        assert!(detail.structure.iter().any(|node| node.tier == 2) && detail.today.inside >= 12, "{:?}", detail.today);
        assert!(site::list(&of(Role::SiteAdmin, 0).await).await.unwrap().len() == 2);
        assert_eq!(roster::my_people(&of(Role::BusinessAdmin, 1).await).await.unwrap().len(), 7);

        let (reviewer, operator) = (of(Role::Reviewer, 0).await, of(Role::Operator, 0).await);
        assert_eq!(application::queue(&reviewer, QueueFilter::default(), None).await.unwrap().0.rows.len(), 6);
        let returned = QueueFilter { state: Some(State::Returned), ..QueueFilter::default() };
        assert_eq!(application::queue(&reviewer, returned, None).await.unwrap().0.rows.len(), 1);
        let kinds: Vec<FeeKind> =
            fee::unpaid(&operator, "", None).await.unwrap().rows.into_iter().map(|row| row.kind).collect();
        let wanted =
            [FeeKind::AdminIdYearly, FeeKind::SiteUsage, FeeKind::TechnicianSimple, FeeKind::TechnicianDetailed];
        assert_eq!(kinds, wanted);
        assert_eq!(fee::unmatched(&operator, None).await.unwrap().rows.len(), 1);
        assert!(fee::standing(&of(Role::BusinessAdmin, 3).await).await.unwrap().is_limited(), "who has not paid");
        assert!(!fee::standing(&prime).await.unwrap().is_limited());
        assert_eq!(
            fee::account(&prime).await.unwrap().requests.len(),
            8,
            "five months, the registration, its ID, a branch"
        );
        crate::settlement::balanced(&app).await;
        let orders = card::orders(&operator).await.unwrap();
        assert_eq!(orders.iter().filter(|order| order.state == CardState::Ordered).count(), 3);
        let at_counter = of(Role::Registrar, 0).await;
        assert_eq!(services::counter::list(&at_counter, None, None).await.unwrap().listed.all, 5);
        assert_eq!(services::registrar::samples(&operator, true, None).await.unwrap().all, 1);
        let scrivener = of(Role::Scrivener, 0).await;
        assert_eq!(services::counter::list(&scrivener, None, None).await.unwrap().listed.all, 3);
    });
}

#[test]
fn a_register_in_use_is_left_alone() {
    both(|app| async move {
        office(&app, Role::Reviewer, "shinsa-1").await;
        crate::play::started(&app, domain::application::ApplicationKind::Business).await;
        assert_eq!(code(seed::demo(&app.system()).await), "seed.not_empty");
        assert_eq!(code(seed::bulk(&app.system(), 1, 1, 1).await), "seed.not_empty", "its passwords are public too");
        assert_eq!(seed::made(&app.system()).await.unwrap(), None);
    });
}

#[test]
fn the_bulk_is_exact_repeatable_and_counted() {
    both(|app| async move {
        assert_eq!(code(seed::bulk(&app.role(Role::Operator), 1, 1, 1).await), "forbidden.role");
        let made = seed::bulk(&app.system(), 530, 6_007, 4).await.unwrap();
        assert_eq!((made.technicians, made.records), (530, 6_007));
        assert_eq!(store::history::recount(app.db().read()).await.unwrap(), Vec::<String>::new());
        assert_eq!(code(seed::bulk(&app.system(), 530, 6_007, 4).await), "conflict.taken");
        let again = seed::bulk(&app.system(), 60, 100, 5).await.unwrap();
        assert_ne!(made.first, again.first);
        assert_eq!(
            store::history::recount(app.db().read()).await.unwrap(),
            Vec::<String>::new(),
            "a second bulk adds to wide counts"
        );

        let came = account::log_in(&app.call, &made.first.to_string(), seed::PASSWORD, "198.51.100.1").await.unwrap();
        let account::LogIn::Done(account) = came else { panic!("{came:?}") };
        let person = app.by(account::actor_of(app.db(), account).await.unwrap());
        let home = passport::home(&person).await.unwrap();
        assert_eq!(home.now.days.all.recorded, 12, "6,007 over 530: eleven each and 177 more of the first");
        assert!(home.now.days.all.approved < 12 && home.face.valid_until.is_some());
        let day = passport::month(&person, app.call.today().month()).await.unwrap().lines;
        assert!(!day.is_empty() && day.iter().all(|line| !line.unrostered && !line.inside));
    });
}
