//! A file of many people: read in any form, judged by cell, taken once.

use crate::play::{Desk, admin, business_form, code, fields, stranger};
use domain::{
    access::Role,
    bulk::{BulkState, COLUMNS},
    form::Problem,
    id::BulkId,
    technician::Stage,
    text::kanji_figures,
};
use services::{Call, application, bulk, job, proxy};
use testkit::both;

const HEADINGS: &str = "姓,名,セイ,メイ,生年月日,性別,国籍,郵便番号,都道府県,市区町村・番地・建物,電話番号,主な職種,経験年数,健康保険,年金保険,雇用保険,建退共,中退共";

fn person(at: u32, phone: &str) -> String {
    let at = kanji_figures(at);
    format!(
        "森,真由{at},モリ,マユ,1996-05-14,女,日本,1350016,東京都,江東区東陽2-3-4,{phone},10,6,適用除外,適用除外,適用除外,未加入,未加入"
    )
}

/// A file of `good` good rows and then `bad` with a wrong phone number.
fn file(good: u32, bad: u32) -> Vec<u8> {
    let good = (0..good).map(|at| person(at, "09055501234"));
    let rows: Vec<String> = good.chain((0..bad).map(|at| person(at, "12"))).collect();
    format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

async fn look(call: &Call, content: Vec<u8>) -> Result<BulkId, services::Error> {
    bulk::look(call, Stage::Simple, "名簿.csv", content).await
}

#[test]
fn good_rows_become_applications_once_and_bad_cells_are_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        let id = look(&admin, file(260, 3)).await.unwrap();
        let (found, problems, first) = bulk::detail(&admin, id).await.unwrap();
        assert_eq!((found.rows, found.good, found.problems, found.taken), (263, 260, 3, 0));
        assert_eq!((problems[0].letters.as_str(), problems[0].line), ("K", 262));
        assert_eq!((problems[0].typed.as_str(), &problems[0].problem), ("12", &Problem::NotPhone));
        assert_eq!((first.len(), first[0].0, first[0].1.given_name.as_str()), (10, 2, "真由〇"));
        assert_eq!(proxy::list(&admin, None).await.unwrap().listed.all, 0, "looking applies for nobody");

        bulk::take(&admin, id).await.unwrap();
        assert_eq!(code(bulk::take(&admin, id).await), "conflict.state", "once");
        assert_eq!(code(bulk::discard(&admin, id).await), "conflict.state");
        assert_eq!(bulk::detail(&admin, id).await.unwrap().0.state, BulkState::Taking);
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let (found, ..) = bulk::detail(&admin, id).await.unwrap();
        assert_eq!((found.state, found.taken), (BulkState::Taken, 260));
        let listed = proxy::list(&admin, None).await.unwrap().listed;
        let (rows, total) = (listed.rows, listed.all);
        assert_eq!(total, 260);
        assert!(rows.iter().all(|row| row.name.starts_with("森 真由")), "{rows:?}");
        let ours = app.by(domain::access::Actor { application: Some(rows[0].id), ..admin.actor.clone() });
        let form = application::technician_draft(&ours, rows[0].id).await.unwrap().form;
        assert_eq!(form.employer_id, issued.business_id.unwrap().to_string());
        let missing = fields(application::submit(&ours, rows[0].id).await);
        assert_eq!(missing[0].field, "consent_paper", "nobody is handed in without consent");
    });
}

#[test]
fn nobody_is_applied_for_twice_by_one_file_or_the_same_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let admin = admin(&app, &desk.business(&app, business_form("港栄建設株式会社")).await).await;
        let other = person(1, "09055501234").replace("1996-05-14", "1996-05-15");
        let rows = [person(0, "09055501234"), person(1, "09055501234"), person(0, "09055505678"), other.clone()];
        let content = format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n")).into_bytes();
        let id = look(&admin, content.clone()).await.unwrap();
        let (found, problems, _) = bulk::detail(&admin, id).await.unwrap();
        assert_eq!((found.good, found.problems), (3, 1), "a namesake born on another day is somebody else");
        assert_eq!((problems[0].line, problems[0].letters.as_str()), (4, "A"));
        assert_eq!(problems[0].problem, Problem::SameAsLine { line: 2 });
        bulk::take(&admin, id).await.unwrap();
        let again = look(&admin, content).await.unwrap();
        let (found, problems, _) = bulk::detail(&admin, again).await.unwrap();
        assert_eq!((found.good, found.problems), (0, 4));
        assert!(problems.iter().all(|it| it.problem == Problem::FiledAlready), "{problems:?}");
        assert_eq!(code(bulk::take(&admin, again).await), "bulk.nothing_good");
        // Another business may file for the same person: whose it is, a reviewer decides.
        let second = crate::play::admin(&app, &desk.business(&app, business_form("北浜架設株式会社")).await).await;
        let id = look(&second, format!("{HEADINGS}\r\n{other}\r\n").into_bytes()).await.unwrap();
        assert_eq!(bulk::detail(&second, id).await.unwrap().0.good, 1);
    });
}

#[test]
fn a_thousand_mixed_rows_in_shift_jis_are_each_judged() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let admin = admin(&app, &desk.business(&app, business_form("港栄建設株式会社")).await).await;
        // Every fortieth is wrong: by its phone, its day of birth, or a letter that Shift_JIS did not hold.
        let row = |at: u32| match (at % 40, at % 3) {
            (39, 0) => person(at, "12"),
            (39, 1) => person(at, "09055501234").replace("1996-05-14", "1996-02-30"),
            (39, _) => person(at, "09055501234").replacen('森', "〓", 1),
            _ => person(at, "09055501234").replacen('森', "髙﨑", 1),
        };
        let rows: Vec<String> = (0..1_000).map(row).collect();
        let text = format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n"));
        let (content, _, lost) = encoding_rs::SHIFT_JIS.encode(&text);
        assert!(!lost);
        let id = look(&admin, content.into_owned()).await.unwrap();
        let (found, problems, first) = bulk::detail(&admin, id).await.unwrap();
        assert_eq!((found.rows, found.good, found.problems), (1_000, 975, 25));
        assert_eq!(first[0].1.family_name, "髙﨑");
        let told: std::collections::HashSet<_> =
            problems.iter().map(|it| (it.letters.as_str(), it.problem.clone())).collect();
        let expected = [("A", Problem::CharacterLost), ("E", Problem::NotDate), ("K", Problem::NotPhone)];
        assert_eq!(told, expected.into_iter().collect());
        assert!(problems.iter().all(|it| (it.line - 2) % 40 == 39), "each at its line");
        assert_eq!(proxy::list(&admin, None).await.unwrap().listed.all, 0);
    });
}

#[test]
fn a_small_file_is_taken_at_once_and_one_can_be_thrown_away() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        let id = look(&admin, file(3, 0)).await.unwrap();
        bulk::take(&admin, id).await.unwrap();
        assert_eq!(bulk::detail(&admin, id).await.unwrap().0.state, BulkState::Taken);
        let away = look(&admin, file(2, 1)).await.unwrap();
        bulk::discard(&admin, away).await.unwrap();
        assert_eq!(code(bulk::take(&admin, away).await), "conflict.state");
        let (_, problems, rows) = bulk::detail(&admin, away).await.unwrap();
        assert!(problems.is_empty() && rows.is_empty(), "nothing of it is kept");
        let bad = look(&admin, file(0, 1)).await.unwrap();
        assert_eq!(code(bulk::take(&admin, bad).await), "bulk.nothing_good");
        assert_eq!(proxy::list(&admin, None).await.unwrap().listed.all, 3);
        assert_eq!(bulk::list(&admin).await.unwrap().len(), 3);
    });
}

#[test]
fn what_is_no_file_of_people_is_refused_with_why() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        for (content, told) in [
            (Vec::new(), "bulk.no_rows"),
            (HEADINGS.as_bytes().to_vec(), "bulk.no_rows"),
            (format!("{HEADINGS}\n,,,\n").into_bytes(), "bulk.no_rows"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF".to_vec(), "bulk.not_sheet"),
            (b"PK\x03\x04".to_vec(), "bulk.not_sheet"),
        ] {
            assert_eq!(code(look(&admin, content).await), told);
        }
        let wrong = fields(look(&admin, "姓,名,血液型\n森,真由,A\n".into()).await);
        assert!(
            matches!(&wrong[0].problem, Problem::HeadingsMissing { names } if names.iter().any(|name| name == "セイ")),
            "{wrong:?}"
        );
        assert!(
            matches!(&wrong[1].problem, Problem::HeadingsUnknown { names } if names[..] == ["血液型"]),
            "{wrong:?}"
        );
        let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(HEADINGS);
        let mut content = sjis.into_owned();
        content.extend(b"\r\n");
        content.extend(encoding_rs::SHIFT_JIS.encode(&person(1, "09055501234")).0.iter());
        let id = look(&admin, content).await.unwrap();
        assert_eq!(bulk::detail(&admin, id).await.unwrap().2[0].1.family_name, "森");
        assert!(HEADINGS.split(',').all(|heading| COLUMNS.iter().any(|column| column.heading == heading)));
    });
}

#[test]
fn a_file_is_the_business_that_sent_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let other = desk.business(&app, business_form("北浜架設株式会社")).await;
        let (ours, theirs) = (admin(&app, &issued).await, admin(&app, &other).await);
        let id = look(&ours, file(1, 0)).await.unwrap();
        assert_eq!(code(bulk::detail(&theirs, id).await), "not_found");
        assert_eq!(code(bulk::take(&theirs, id).await), "not_found");
        assert_eq!(code(bulk::discard(&theirs, id).await), "not_found");
        assert!(bulk::list(&theirs).await.unwrap().is_empty());
        assert_eq!(code(bulk::look(&ours, Stage::Upgrade, "x", file(1, 0)).await), "not_found");
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::SiteAdmin, Role::Operator, Role::Gate] {
            let who = stranger(&app, role);
            assert!(code(look(&who, file(1, 0)).await).starts_with("forbidden."), "{role:?}");
            assert!(code(bulk::list(&who).await).starts_with("forbidden."), "{role:?}");
            assert!(code(bulk::take(&who, id).await).starts_with("forbidden."), "{role:?}");
            assert!(code(bulk::detail(&who, id).await).starts_with("forbidden."), "{role:?}");
        }
    });
}
