//! Levels from the register's days to the card: what is missing, applying, judging, the second look, taking back.
//!
//! size: the people of the play stand with their acts.

use crate::play::{Desk, admin, code, fields, picture, technician_form};
use domain::{
    card::{CardState, reissue::ReissueReason},
    fee::FeeKind,
    form::Problem,
    id::{LevelApplicationId, TechnicianId},
    level::{
        FieldNumber, Forecast, Level, Part,
        application::{LevelState, RefusalReason},
        body::BodyForm,
        judging::{JudgeForm, statement_key},
        statement::StatementForm,
        verdict::of_criteria,
        view::{Case, Judged},
    },
    notice::NoticeKind,
    technician::TechnicianForm,
};
use services::{Call, Error, card, document::Upload, fee, level};
use store::ConnectionTrait;
use testkit::{BASE_URL, TestApp, both};

/// 硝子工事, of trade 44 as a whole.
pub const GLAZING: FieldNumber = FieldNumber::from_stored(33);
const WORKER: i16 = 1;
const FOREMAN: i16 = 3;

/// A registered glazier with so many log-ins of a body.
pub struct Shop {
    pub desk: Desk,
    pub id: TechnicianId,
    pub person: Call,
    pub judge: Call,
    pub second: Call,
}

/// Somebody of a body, by a log-in that exists.
pub async fn body(app: &TestApp, desk: &Desk, name: &str, fields: &str, staff: u32) -> Vec<Call> {
    let form = BodyForm { name: name.to_owned(), fields: fields.to_owned() };
    let id = level::enter_body(&desk.operator, &form).await.unwrap();
    let mut calls = Vec::new();
    for at in 0..staff {
        let issued = level::issue_body(&desk.operator, id, &format!("担当{at}")).await.unwrap();
        let account = store::account::by_login_id(app.db().read(), &issued.login_id).await.unwrap().unwrap();
        calls.push(app.by(services::account::actor_of(app.db(), account.id).await.unwrap()));
    }
    calls
}

impl Shop {
    pub async fn open(app: &TestApp) -> Self {
        let desk = Desk::open(app).await;
        let issued = desk.technician(app, TechnicianForm { trade_1: "44".to_owned(), ..technician_form() }).await;
        let person = admin(app, &issued).await;
        let mut staff = body(app, &desk, "硝子工事の団体", "033", 2).await;
        let (second, judge) = (staff.pop().unwrap(), staff.pop().unwrap());
        Self { desk, id: issued.technician_id.unwrap(), person, judge, second }
    }
    /// Their first card, in use.
    pub async fn with_card(&self, app: &TestApp) {
        let ordered = store::card::of_technician(app.db().read(), self.id).await.unwrap()[0].id;
        card::issue(&self.desk.operator, ordered, "04a1b2c3d4e580", BASE_URL).await.unwrap();
        card::move_on(&self.person, ordered, domain::card::delivery::Step::Arrive, None).await.unwrap();
    }
    /// Enough for level 2: 645 days and one of its qualifications.
    pub async fn is_ready(&self, app: &TestApp) {
        worked(app, self.id, (202_306, 33), WORKER).await;
        holds(app, self.id, "玉掛け技能講習").await;
    }
    pub async fn applied(&self, wanted: Level) -> LevelApplicationId {
        level::apply(&self.person, GLAZING, wanted).await.unwrap()
    }
    pub async fn paid(&self) {
        let open = fee::unpaid(&self.desk.operator, "", None).await.unwrap().rows;
        let request = open.iter().find(|row| row.kind == FeeKind::LevelEvaluation).unwrap().id;
        fee::mark_paid(&self.desk.operator, request).await.unwrap();
    }
    pub async fn told(&self, kind: NoticeKind) -> usize {
        let notices = services::notice::list(&self.person).await.unwrap();
        notices.iter().filter(|line| line.kind == kind).count()
    }
}

/// Approved days on the first twenty of so many months from one on, as the kept counts have them.
pub async fn worked(app: &TestApp, id: TechnicianId, (first, months): (i32, i32), role: i16) {
    let days = (1 << 20) - 1;
    let tx = app.db().begin().await.unwrap();
    for at in 0..months {
        let month = (first / 100 + (first % 100 - 1 + at) / 12) * 100 + (first % 100 - 1 + at) % 12 + 1;
        let sql = format!(
            "INSERT INTO technician_trade_month (technician_id, month, trade, role, days, days_approved) \
             VALUES ({id}, {month}, 44, {role}, {days}, {days})"
        );
        tx.execute_unprepared(&sql).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A registered qualification.
pub async fn holds(app: &TestApp, id: TechnicianId, name: &str) {
    let tx = app.db().begin().await.unwrap();
    let sql = format!(
        "INSERT INTO technician_qualification (technician_id, place, name, from_register) \
         SELECT {id}, COALESCE(MAX(place), 0) + 1, '{name}', false FROM technician_qualification WHERE technician_id = {id}"
    );
    tx.execute_unprepared(&sql).await.unwrap();
    tx.commit().await.unwrap();
}

/// What the judging screen has chosen at first.
pub fn as_criteria(case: &Case) -> JudgeForm {
    let met = case.parts.iter().all(Part::is_met);
    let word = |met: bool| if met { "met" } else { "not_met" }.to_owned();
    JudgeForm {
        moves: case.row.moves,
        verdicts: of_criteria(&case.parts).into_iter().map(|(key, met)| (key, word(met))).collect(),
        statements: case.statements.iter().map(|one| (statement_key(one.id), "taken".to_owned())).collect(),
        decision: if met { "grant" } else { "refuse" }.to_owned(),
        reasons: if met { Vec::new() } else { vec!["days".to_owned()] },
        note: String::new(),
    }
}

pub fn statement() -> StatementForm {
    StatementForm {
        employer: "川口硝子".to_owned(),
        from: "2010-04-01".to_owned(),
        until: "2014-03-31".to_owned(),
        trade: "44".to_owned(),
        days: "800".to_owned(),
        ..StatementForm::default()
    }
}

#[test]
fn what_is_missing_of_the_next_level_is_said_with_its_month() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        // 600 days, the last in 2026-10: of the last twelve months 240.
        worked(&app, shop.id, (202_405, 30), WORKER).await;
        let own = level::own(&shop.person).await.unwrap();
        let names: Vec<i16> = own.fields.iter().map(|field| field.number.get()).collect();
        assert_eq!((names, own.level), (vec![33], Level::One));
        let Judged::So { explanation, remaining } = &own.fields[0].judged else { panic!("{own:?}") };
        let remaining = remaining.as_ref().unwrap();
        assert_eq!((remaining.days.have(), remaining.days.missing(), remaining.qualifications), (600, 45, Some(1)));
        let next = explanation.next.as_ref().unwrap();
        assert_eq!((next.level, next.forecast()), (Level::Two, Forecast::NotByDays));
        holds(&app, shop.id, "２級ガラス施工技能士").await;
        let own = level::own(&shop.person).await.unwrap();
        let Judged::So { explanation, remaining } = &own.fields[0].judged else { panic!("{own:?}") };
        assert_eq!(remaining.as_ref().unwrap().qualifications, Some(0));
        let month = explanation.next.as_ref().unwrap().forecast().month().map(domain::time::YearMonth::number);
        assert_eq!(month, Some(202_702), "45 days at 20 a month");
        assert!(own.others.iter().any(|(field, _, judged)| field.get() == 2 && !judged), "not entered");
        let page = level::field(&shop.person, FieldNumber::from_stored(2)).await.unwrap();
        assert_eq!(page.refused.as_deref(), Some("level.no_criteria"));
        assert!(matches!(page.field.judged, Judged::Not(_)) && page.levels.is_empty());
    });
}

#[test]
fn a_level_is_applied_for_paid_judged_and_stands_on_the_card() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        shop.with_card(&app).await;
        shop.is_ready(&app).await;
        let id = shop.applied(Level::Two).await;
        let page = level::field(&shop.person, GLAZING).await.unwrap();
        let own = page.application.unwrap();
        assert_eq!((own.state, own.fee.unwrap().amount.get()), (LevelState::Unpaid, 4_000));
        assert_eq!(page.refused.as_deref(), Some("level.open"));
        assert!(level::queue(&shop.judge, None).await.unwrap().rows.is_empty(), "not before it is paid");
        shop.paid().await;
        let queue = level::queue(&shop.judge, None).await.unwrap();
        assert_eq!((queue.all, queue.rows[0].id, queue.rows[0].wanted), (1, id, Level::Two));

        let case = level::case(&shop.judge, id).await.unwrap();
        assert_eq!((case.criteria, case.days[0].days, case.days[0].counts), (Level::Two, 660, true));
        assert_eq!(case.criteria_from.map(domain::time::WorkDate::number), Some(20_200_430));
        assert_eq!(level::judge(&shop.judge, id, &as_criteria(&case)).await.unwrap(), LevelState::Granted);
        let grants = store::level::grant::of_technician(app.db().read(), shop.id).await.unwrap();
        assert_eq!((grants.len(), grants[0].level, grants[0].criteria_from), (1, Level::Two, case.criteria_from));
        let home = services::passport::home(&shop.person).await.unwrap();
        assert_eq!(home.face.level, Level::Two);
        let cards = store::card::of_technician(app.db().read(), shop.id).await.unwrap();
        let of = |state| cards.iter().filter(|card| card.state == state).map(|card| card.level).collect::<Vec<_>>();
        let levels = (of(CardState::Ordered), of(CardState::Issued));
        assert_eq!(
            (levels, cards.len()),
            ((vec![Level::Two], vec![Level::One]), 2),
            "the old one is good until it has come"
        );
        let holding = card::holding(&shop.person, shop.id).await.unwrap();
        let reissue = holding.reissue.unwrap();
        assert_eq!((reissue.reason, reissue.fee.is_none()), (ReissueReason::LevelChanged, true));
        for kind in [NoticeKind::LevelFeeDue, NoticeKind::LevelReceived, NoticeKind::LevelGranted] {
            assert_eq!(shop.told(kind).await, 1, "{kind:?}");
        }
        let trail = store::event::of_subject(app.db().read(), "level_application", &id.to_string(), 50).await.unwrap();
        let mut processes: Vec<&str> = trail.iter().map(|event| event.process.as_str()).collect();
        processes.sort_unstable();
        assert_eq!(processes, ["level.apply", "level.judge", "level.pay"]);
        assert_eq!(fee::examine(app.db()).await.unwrap().differences, Vec::<String>::new());
        assert_eq!(code(level::apply(&shop.person, GLAZING, Level::Two).await), "level.already");
        shop.applied(Level::Three).await;
    });
}

#[test]
fn a_refusal_has_its_reasons_and_one_may_apply_again() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let case = level::case(&shop.judge, id).await.unwrap();
        let form = as_criteria(&case);
        assert_eq!((form.decision.as_str(), case.criteria), ("refuse", Level::One));
        let none = JudgeForm { reasons: Vec::new(), ..form.clone() };
        assert_eq!(fields(level::judge(&shop.judge, id, &none).await)[0].field, "reasons");
        let form =
            JudgeForm {
                reasons: vec!["qualification".to_owned(), "days".to_owned()], note: "あと".to_owned(), ..form
            };
        assert_eq!(level::judge(&shop.judge, id, &form).await.unwrap(), LevelState::Refused);
        let own = level::field(&shop.person, GLAZING).await.unwrap().application.unwrap();
        assert_eq!(own.reasons, [RefusalReason::Days, RefusalReason::Qualification]);
        assert_eq!((own.note.as_deref(), shop.told(NoticeKind::LevelRefused).await), (Some("あと"), 1));
        let cards = store::card::of_technician(app.db().read(), shop.id).await.unwrap();
        assert_eq!((cards.len(), cards[0].level), (1, Level::One), "no other card");
        shop.applied(Level::Two).await;
    });
}

#[test]
fn what_differs_from_the_criteria_is_decided_by_two_persons() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let case = level::case(&shop.judge, id).await.unwrap();
        let all_met =
            case.parts.iter().flat_map(|_| as_criteria(&case).verdicts.into_keys()).map(|key| (key, "met".to_owned()));
        let form = JudgeForm { verdicts: all_met.collect(), decision: "grant".to_owned(), ..as_criteria(&case) };
        let lacking = JudgeForm { verdicts: as_criteria(&case).verdicts, ..form.clone() };
        let refused = fields(level::judge(&shop.judge, id, &lacking).await);
        assert_eq!(refused[0].problem, Problem::Refused { code: "level.verdicts_lack".to_owned() });
        assert_eq!(level::judge(&shop.judge, id, &form).await.unwrap(), LevelState::SecondLook);
        assert_eq!(shop.told(NoticeKind::LevelGranted).await, 0);

        let moves = level::case(&shop.second, id).await.unwrap().row.moves;
        assert_eq!(code(level::second_look(&shop.judge, id, (moves, true), "").await), "forbidden.own_entry");
        assert_eq!(fields(level::second_look(&shop.second, id, (moves, false), " ").await)[0].field, "note");
        let back = level::second_look(&shop.second, id, (moves, false), "日数がたりない").await.unwrap();
        assert_eq!(back, LevelState::Waiting);
        let case = level::case(&shop.judge, id).await.unwrap();
        let form = JudgeForm { moves: case.row.moves, ..form };
        assert_eq!(level::judge(&shop.judge, id, &form).await.unwrap(), LevelState::SecondLook);
        let moves = level::case(&shop.second, id).await.unwrap().row.moves;
        let decided = level::second_look(&shop.second, id, (moves, true), "").await.unwrap();
        assert_eq!((decided, shop.told(NoticeKind::LevelGranted).await), (LevelState::Granted, 1));
        assert_eq!(level::own(&shop.person).await.unwrap().level, Level::Two);
    });
}

#[test]
fn what_an_employer_states_counts_once_the_body_takes_it() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        holds(&app, shop.id, "玉掛け技能講習").await;
        let id = shop.applied(Level::Two).await;
        let file = || Upload::Bytes(picture(400, 500));
        let late = StatementForm { until: "2024-04-01".to_owned(), ..statement() };
        assert_eq!(fields(level::add_statement(&shop.person, id, &late, file()).await)[0].field, "until");
        let without = fields(level::add_statement(&shop.person, id, &statement(), Upload::Missing).await);
        assert_eq!((without[0].field.as_str(), &without[0].problem), ("file", &Problem::NoProof));
        level::add_statement(&shop.person, id, &statement(), file()).await.unwrap();
        level::add_statement(&shop.person, id, &StatementForm { days: "1".to_owned(), ..statement() }, file())
            .await
            .unwrap();
        let own = level::field(&shop.person, GLAZING).await.unwrap().application.unwrap();
        assert_eq!(own.statements.len(), 2);
        let short = own.statements.iter().find(|one| one.entry.days == 1).unwrap();
        level::remove_statement(&shop.person, short.id).await.unwrap();
        shop.paid().await;

        let case = level::case(&shop.judge, id).await.unwrap();
        assert_eq!((case.statements.len(), case.criteria), (1, Level::Two), "800 days, stated");
        let sent = case.statements[0].id;
        level::statement_file(&shop.judge, sent, 1).await.unwrap();
        level::statement_file(&shop.person, sent, 1).await.unwrap();
        assert_eq!(code(level::statement_file(&shop.desk.operator, sent, 1).await), "forbidden.role");
        assert_eq!(code(level::statement_file(&app.call, sent, 1).await), "forbidden.log_in_first");
        // Not taken, the criteria come to a refusal: one person decides that.
        let form = as_criteria(&case);
        let key = form.verdicts.iter().find(|(key, _)| key.as_str() == "l2-0").unwrap().0.clone();
        let mut verdicts = form.verdicts.clone();
        verdicts.insert(key, "not_met".to_owned());
        let statements = [(statement_key(sent), "not_taken".to_owned())].into();
        let form = JudgeForm {
            verdicts,
            statements,
            decision: "refuse".to_owned(),
            reasons: vec!["statement".to_owned()],
            ..form
        };
        assert_eq!(level::judge(&shop.judge, id, &form).await.unwrap(), LevelState::Refused);

        // Sent again and taken, it counts, and goes on counting for the next level.
        let id = shop.applied(Level::Two).await;
        level::add_statement(&shop.person, id, &statement(), file()).await.unwrap();
        shop.paid().await;
        let case = level::case(&shop.judge, id).await.unwrap();
        assert_eq!(level::judge(&shop.judge, id, &as_criteria(&case)).await.unwrap(), LevelState::Granted);
        let own = level::own(&shop.person).await.unwrap();
        let Judged::So { remaining: Some(remaining), .. } = &own.fields[0].judged else { panic!("{own:?}") };
        assert_eq!((remaining.days.stated, remaining.days.missing()), (800, 275));
        services::document::sweep(&app.system()).await.unwrap();
        app.at(20_261_125, "09:00");
        services::document::sweep(&app.system()).await.unwrap();
        let kept = case.statements[0].id;
        level::statement_file(&shop.person, kept, 1).await.unwrap().load(&shop.person).await.unwrap();
        assert_eq!(code(level::statement_file(&shop.judge, kept, 1).await), "forbidden.not_yours", "it is judged");
        assert!(level::case(&shop.judge, id).await.unwrap().proofs.is_empty(), "neither are other proofs to be seen");
    });
}

#[test]
fn a_level_is_taken_back_by_two_persons() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        shop.with_card(&app).await;
        shop.is_ready(&app).await;
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let case = level::case(&shop.judge, id).await.unwrap();
        level::judge(&shop.judge, id, &as_criteria(&case)).await.unwrap();
        let grant = level::grants(&shop.judge, None).await.unwrap().rows[0].id;
        let reason = fields(level::enter_withdrawal(&shop.judge, grant, "", "").await);
        assert_eq!(reason[0].field, "reason");
        assert_eq!(fields(level::enter_withdrawal(&shop.judge, grant, "other", "").await)[0].field, "note");
        assert_eq!(code(level::confirm_withdrawal(&shop.second, grant).await), "conflict.already_done", "none entered");
        level::enter_withdrawal(&shop.judge, grant, "untrue", "").await.unwrap();
        assert_eq!(code(level::enter_withdrawal(&shop.second, grant, "mistake", "").await), "conflict.already_done");
        assert_eq!(code(level::confirm_withdrawal(&shop.judge, grant).await), "forbidden.own_entry");
        level::drop_withdrawal(&shop.second, grant).await.unwrap();
        assert_eq!(code(level::drop_withdrawal(&shop.second, grant).await), "conflict.already_done");
        level::enter_withdrawal(&shop.second, grant, "untrue", "資格証").await.unwrap();
        assert_eq!(level::own(&shop.person).await.unwrap().level, Level::Two, "not before the second person");
        level::confirm_withdrawal(&shop.judge, grant).await.unwrap();
        assert_eq!(code(level::confirm_withdrawal(&shop.judge, grant).await), "conflict.already_done");
        let own = level::own(&shop.person).await.unwrap();
        assert_eq!(
            (own.level, own.fields[0].held, shop.told(NoticeKind::LevelWithdrawn).await),
            (Level::One, Level::One, 1)
        );
        let cards = store::card::of_technician(app.db().read(), shop.id).await.unwrap();
        let ordered: Vec<Level> =
            cards.iter().filter(|card| card.state == CardState::Ordered).map(|card| card.level).collect();
        assert_eq!(ordered, [Level::One], "made in the other colour");
        let row = &level::grants(&shop.judge, None).await.unwrap().rows[0];
        assert!(row.withdrawn_at.is_some());
        shop.applied(Level::Two).await;
    });
}

#[test]
fn of_two_who_judge_at_once_one_is_told_that_the_other_was_first() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        shop.is_ready(&app).await;
        let id = shop.applied(Level::Two).await;
        shop.paid().await;
        let form = as_criteria(&level::case(&shop.judge, id).await.unwrap());
        let (one, other) = tokio::join!(level::judge(&shop.judge, id, &form), level::judge(&shop.second, id, &form));
        let refused = |result: &Result<LevelState, Error>| matches!(result, Err(Error::Conflict("conflict.state")));
        assert!(refused(&one) != refused(&other), "{one:?} {other:?}");
        let grants = store::level::grant::of_technician(app.db().read(), shop.id).await.unwrap();
        assert_eq!((grants.len(), shop.told(NoticeKind::LevelGranted).await), (1, 1));
    });
}

#[test]
fn what_leads_others_is_counted_by_role() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        worked(&app, shop.id, (202_001, 30), FOREMAN).await;
        worked(&app, shop.id, (202_301, 30), WORKER).await;
        let own = level::own(&shop.person).await.unwrap();
        let page = level::field(&shop.person, GLAZING).await.unwrap();
        let Judged::So { remaining: Some(remaining), .. } = &own.fields[0].judged else { panic!("{own:?}") };
        assert_eq!((remaining.days.have(), remaining.days.missing()), (1_200, 0));
        assert_eq!(page.levels.iter().map(|(level, _)| *level).collect::<Vec<_>>(), Level::JUDGED);
        let (_, three) = &page.levels[1];
        let leading = three.iter().flat_map(|part| &part.requirements).find_map(|one| match &one.wanted {
            domain::level::Wanted::Leading(_, days) => Some(days.have()),
            _ => None,
        });
        assert_eq!(leading, Some(600));
    });
}
