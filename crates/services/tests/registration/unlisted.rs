//! Who is inside without a line on the roster: the gate counts them, the office is told, and every number says whose it is.

use domain::{
    access::Actor,
    history::sheet::SheetFilter,
    id::{BusinessId, SiteId, StructureId},
    roster::{OWN_TRADE, RosterForm},
    site::{SiteTask, SiteTasks},
    time::WorkDate,
    touch::{
        TouchKind,
        wire::{GateRoster, Reading},
    },
};
use services::{Call, history, passport, roster, site, touch};
use testkit::{Cast, TestApp, both, cast, item};
use uuid::Uuid;

async fn roster_of_gate(app: &TestApp, cast: &Cast, business: BusinessId) -> GateRoster {
    let asked = testkit::enrolment(cast.site, "A門");
    let given = touch::gate_enrol(&cast.admin(app, business), &asked).await.unwrap();
    let actor = touch::device_actor(&app.by(Actor::public()), &given.token).await.unwrap();
    touch::gate_roster(&app.by(actor.unwrap())).await.unwrap()
}

/// Stops employing everybody, so that nobody's branch can claim them.
async fn employ_nobody(app: &TestApp) {
    use store::ConnectionTrait as _;
    app.db().writer().execute_unprepared("DELETE FROM employment").await.unwrap();
}

fn line(cast: &Cast, place: u128, from: &str) -> RosterForm {
    RosterForm {
        technician_id: cast.unrostered.to_string(),
        structure_id: StructureId(Uuid::from_u128(place)).to_string(),
        trade: OWN_TRADE.to_owned(),
        role: "worker".to_owned(),
        from: from.to_owned(),
        ..RosterForm::default()
    }
}

/// Inside and on the roster, as the list, the page and the tasks have them.
async fn numbers(call: &Call, site: SiteId) -> [(i64, i64); 3] {
    let list = site::list(call).await.unwrap();
    let (rows, _) = site::to_do(call).await.unwrap();
    let page = site::detail(call, site).await.unwrap();
    [
        (list[0].today_inside, list[0].people),
        (rows[0].today_inside, rows[0].people),
        (page.today.inside, page.site.people),
    ]
}

/// What is to be done; the cast's insurance, which nobody has stated, is another test's matter.
async fn tasks(call: &Call) -> Vec<SiteTask> {
    let (_, to_do) = site::to_do(call).await.unwrap();
    let all = to_do.into_iter().flat_map(|site: SiteTasks| site.tasks);
    all.filter(|task| !matches!(task, SiteTask::Insurance(_))).collect()
}

#[test]
fn a_gate_names_who_is_inside_without_a_line() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let (listed, stranger) = (0, 1);
        let at = app.at(20_261_120, "08:00");
        gate.send(&[item(at, TouchKind::In, cast.tap(listed)), item(at, TouchKind::In, cast.tap(stranger))]).await;
        let of_prime = roster_of_gate(&app, &cast, cast.prime).await;
        assert_eq!(of_prime.people.iter().filter(|person| person.inside).count(), 1);
        assert_eq!(of_prime.unlisted.len(), 1);
        let named = &of_prime.unlisted[0];
        assert_eq!((named.technician_id, named.name.as_str()), (cast.unrostered, "山本 健太イ"));
        assert_eq!(
            named.serial.as_deref(),
            Some(Cast::uid(stranger).to_string().as_str()),
            "found again by their card"
        );
        assert_eq!(roster_of_gate(&app, &cast, cast.sub).await.unlisted.len(), 1, "its own employee");

        app.at(20_261_121, "02:00");
        assert_eq!(roster_of_gate(&app, &cast, cast.prime).await.unlisted.len(), 1, "18 hours after");
        app.at(20_261_121, "02:01");
        assert!(roster_of_gate(&app, &cast, cast.prime).await.unlisted.is_empty(), "nobody is inside for ever");
    });
}

#[test]
fn what_the_gate_shows_of_somebody_it_does_not_know_stands_in_the_passport() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let mut shown = Vec::new();
        for clock in ["08:00", "12:00", "13:00", "17:00"] {
            let at = app.at(20_261_120, clock);
            let answers = gate.send(&[item(at, TouchKind::Unknown, cast.tap(1))]).await;
            shown.push(answers.answers[0].shown.clone().unwrap().kind);
        }
        assert_eq!(shown, [TouchKind::In, TouchKind::Out, TouchKind::In, TouchKind::Out]);
        let owner = cast.technician(&app, cast.unrostered);
        let detail = passport::record(&owner, WorkDate::from_stored(20_261_120), cast.site).await.unwrap();
        assert_eq!(detail.touches.iter().map(|touch| touch.kind).collect::<Vec<_>>(), shown);
        assert!(detail.touches.iter().all(|touch| touch.by_turn), "and the passport says that it was by turn");
    });
}

#[test]
fn who_has_gone_or_is_listed_or_is_anothers_is_not_named() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        employ_nobody(&app).await;
        let at = app.at(20_261_120, "08:00");
        gate.send(&[item(at, TouchKind::In, cast.tap(1))]).await;
        assert_eq!(roster_of_gate(&app, &cast, cast.prime).await.unlisted.len(), 1);
        assert!(roster_of_gate(&app, &cast, cast.sub).await.unlisted.is_empty(), "nobody the subcontractor employs");
        roster::add(&cast.admin(&app, cast.prime), cast.site, &line(&cast, 1, "2026-11-20")).await.unwrap();
        let listed = roster_of_gate(&app, &cast, cast.prime).await;
        assert!(listed.unlisted.is_empty());
        assert!(listed.people.iter().any(|person| person.technician_id == cast.unrostered && person.inside));
        let at = app.at(20_261_120, "17:00");
        gate.send(&[item(at, TouchKind::Out, cast.tap(1))]).await;
        let gone = roster_of_gate(&app, &cast, cast.prime).await;
        assert!(gone.unlisted.is_empty() && gone.people.iter().all(|person| !person.inside));
    });
}

#[test]
fn people_inside_and_on_the_roster_are_counted_of_one_and_the_same_branch() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        employ_nobody(&app).await;
        let at = app.at(20_261_120, "08:00");
        gate.send(&[item(at, TouchKind::In, cast.tap(0)), item(at, TouchKind::In, cast.tap(1))]).await;
        assert_eq!(numbers(&prime, cast.site).await, [(2, 1); 3], "the prime counts everybody");
        assert_eq!(numbers(&sub, cast.site).await, [(1, 1); 3], "a member its own branch");
        let records = async |call: &Call| site::detail(call, cast.site).await.unwrap().today.records;
        assert_eq!((records(&prime).await, records(&sub).await), (2, 1));
        roster::add(&prime, cast.site, &line(&cast, 1, "2026-11-20")).await.unwrap();
        assert_eq!(numbers(&prime, cast.site).await, [(2, 2); 3]);
        assert_eq!(numbers(&sub, cast.site).await, [(1, 1); 3], "the prime's own people are no branch of a member");
    });
}

#[test]
fn who_works_without_a_line_is_a_task_until_they_have_one() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        let at = app.at(20_261_119, "08:00");
        gate.send(&[item(at, TouchKind::In, cast.tap(1))]).await;
        let at = app.at(20_261_120, "08:00");
        gate.send(&[item(at, TouchKind::In, cast.tap(1))]).await;
        let unlisted = || SiteTask::Unlisted(vec!["山本 健太イ".to_owned()]);
        for call in [&prime, &sub] {
            assert_eq!(tasks(call).await, [unlisted(), SiteTask::HalfDays(1)]);
            let page = site::detail(call, cast.site).await.unwrap();
            let found: Vec<_> = page.unlisted.iter().map(|one| (one.since.number(), one.days, one.inside)).collect();
            assert_eq!(found, [(20_261_119, 2, true)]);
            let half: Vec<_> = page.half_days.iter().map(|day| (day.technician_id, day.date)).collect();
            assert_eq!(half, [(cast.unrostered, WorkDate::from_stored(20_261_119))]);
        }
        let stranger = cast.admin(&app, cast.stranger);
        assert_eq!(tasks(&stranger).await, []);
        assert!(site::detail(&stranger, cast.site).await.is_err());

        // From the first of the days on, with the trade they have: no day stays behind.
        roster::add(&prime, cast.site, &line(&cast, 2, "2026-11-19")).await.unwrap();
        assert_eq!(tasks(&prime).await, [SiteTask::HalfDays(1)]);
        let page = site::detail(&sub, cast.site).await.unwrap();
        let own = page.roster.iter().find(|line| line.technician_id == cast.unrostered).unwrap();
        assert_eq!(own.trade.get(), 11);
        assert!(page.unlisted.is_empty());
        // Thirty days each day without an out is told of.
        for (day, left) in
            [(20_261_219, vec![SiteTask::HalfDays(2)]), (20_261_220, vec![SiteTask::HalfDays(1)]), (20_261_221, vec![])]
        {
            app.at(day, "07:00");
            assert_eq!(tasks(&prime).await, left, "{day}");
        }
    });
}

/// How the prime is shown somebody of its site: in the list, the table, the day and the form of entering, and whether their name finds
/// them.
async fn named(prime: &Call, cast: &Cast) -> ([String; 3], Option<String>, bool) {
    let (day, who) = (WorkDate::from_stored(20_261_120), cast.unrostered);
    let page = site::detail(prime, cast.site).await.unwrap();
    let listed = page.unlisted.iter().find(|one| one.technician_id == who).unwrap();
    let by = async |q: &str| {
        let filter = SheetFilter { q: q.to_owned(), ..SheetFilter::default() };
        let found = history::sheet(prime, cast.site, day.month(), &filter, None).await.unwrap();
        found.people.into_iter().find(|row| row.technician_id == who)
    };
    let of_day = history::day(prime, cast.site, who, day).await.unwrap();
    let row = by("").await.unwrap();
    assert_eq!(by(&who.to_string()).await.unwrap().name, row.name, "found by the number in any case");
    assert_eq!((listed.kana.is_empty(), row.kana.is_empty()), (of_day.kana.is_empty(), of_day.kana.is_empty()));
    let entered = history::entry_month(prime, cast.site, who, day.month()).await.unwrap();
    ([listed.name.clone(), row.name, of_day.name], entered.name, by("山本").await.is_some())
}

#[test]
fn who_is_only_a_number_to_a_site_is_shown_by_the_number() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let gate = cast.gate(&app);
        let prime = cast.admin(&app, cast.prime);
        employ_nobody(&app).await;
        let typed = Reading::Typed { technician_id: cast.unrostered.to_string() };
        let at = app.at(20_261_120, "08:00");
        let touch = domain::touch::wire::TouchItem { reading: typed, ..item(at, TouchKind::In, String::new()) };
        gate.send(&[touch]).await;
        let number = cast.unrostered.grouped();
        assert_eq!(named(&prime, &cast).await, ([number.clone(), number.clone(), number.clone()], None, false));
        assert_eq!(tasks(&prime).await, [SiteTask::Unlisted(vec![number])]);

        // Whose card was there is known, and so are their days before.
        let at = app.at(20_261_120, "17:00");
        gate.send(&[item(at, TouchKind::Out, cast.tap(1))]).await;
        let name = "山本 健太イ".to_owned();
        assert_eq!(named(&prime, &cast).await, ([name.clone(), name.clone(), name.clone()], Some(name.clone()), true));
        assert_eq!(tasks(&prime).await, [SiteTask::Unlisted(vec![name])]);
    });
}

#[test]
fn who_has_changed_employer_keeps_their_name_where_they_worked_for_the_former_one() {
    both(|app| async move {
        use store::ConnectionTrait as _;
        let cast = cast(&app, 1).await;
        let (gate, who, prime) = (cast.gate(&app), cast.unrostered, cast.admin(&app, cast.prime));
        let typed = Reading::Typed { technician_id: who.to_string() };
        let at = app.at(20_261_120, "08:00");
        gate.send(&[domain::touch::wire::TouchItem { reading: typed, ..item(at, TouchKind::In, String::new()) }]).await;
        app.at(20_270_115, "08:00");
        let month = WorkDate::from_stored(20_261_120).month();
        let shown = async || {
            let found = history::sheet(&prime, cast.site, month, &SheetFilter::default(), None).await.unwrap();
            found.people.into_iter().find(|row| row.technician_id == who).unwrap().name
        };
        let (name, number) = ("山本 健太イ".to_owned(), who.grouped());
        let (sub, other) = (cast.sub, cast.stranger);
        let left = format!("UPDATE employment SET to_date = 20261231 WHERE technician_id = {who}");
        let before = format!("UPDATE employment SET to_date = 20261119 WHERE technician_id = {who}");
        let elsewhere = format!(
            "UPDATE employment SET to_date = 20261231, business_id = {other} WHERE technician_id = {who}; \
             UPDATE history_record SET employer = {other} WHERE technician_id = {who}"
        );
        let declined = format!(
            "UPDATE employment SET business_id = {sub} WHERE technician_id = {who}; \
             UPDATE history_record SET employer = {sub} WHERE technician_id = {who}; \
             UPDATE structure SET to_date = 20260331 WHERE business_id = {sub}"
        );
        for (why, sql, wanted) in [
            ("left since", left, &name),
            ("left before that day", before, &number),
            ("of a business that takes no part", elsewhere, &number),
            ("of one that declined", declined, &number),
        ] {
            app.db().writer().execute_unprepared(&sql).await.unwrap();
            assert_eq!(shown().await, *wanted, "{why}");
        }
    });
}

#[test]
fn who_is_only_a_number_stands_after_all_whose_name_is_told() {
    both(|app| async move {
        use store::ConnectionTrait as _;
        let cast = cast(&app, 2).await;
        let (gate, who, prime) = (cast.gate(&app), cast.unrostered, cast.admin(&app, cast.prime));
        employ_nobody(&app).await;
        let first = format!("UPDATE technician SET search_kana = 'アア' WHERE id = {who}");
        app.db().writer().execute_unprepared(&first).await.unwrap();
        let typed = Reading::Typed { technician_id: who.to_string() };
        let at = app.at(20_261_120, "08:00");
        let touch = domain::touch::wire::TouchItem { reading: typed, ..item(at, TouchKind::In, String::new()) };
        gate.send(&[touch, item(at, TouchKind::In, cast.tap(0))]).await;
        let month = at.date().month();
        let shown = async |call: &Call| {
            let found = history::sheet(call, cast.site, month, &SheetFilter::default(), None).await.unwrap();
            found.people.into_iter().map(|row| row.technician_id).collect::<Vec<_>>()
        };
        let filed = async |call: &Call| {
            let kind = services::sheet::Kind::Csv;
            let given = history::site_file(call, cast.site, month, kind, i18n::Lang::Ja).await.unwrap();
            let parts: Vec<Vec<u8>> = futures::TryStreamExt::try_collect(given.content).await.unwrap();
            let rows = services::sheet::rows(&parts.concat()).unwrap();
            rows.into_iter().skip(1).map(|row| row[0].clone()).collect::<Vec<_>>()
        };
        let (known, number) = (cast.people[0].to_string(), who.to_string());
        let office = app.role(domain::access::Role::Operator);
        assert_eq!(shown(&office).await, [who, cast.people[0], cast.people[1]], "by kana for who sees the name");
        assert_eq!(shown(&prime).await, [cast.people[0], cast.people[1], who]);
        assert_eq!(filed(&office).await, [number.clone(), known.clone()]);
        assert_eq!(filed(&prime).await, [known, number]);
    });
}
