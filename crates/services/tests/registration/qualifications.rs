//! What one holds, how long it holds, and being told before it ends.

use crate::play::{Desk, admin, business_form, code, stranger, technician_form};
use domain::{
    access::Role,
    id::TechnicianId,
    notice::{NoticeKind, Value},
    technician::validity::Validity,
    time::WorkDate,
};
use services::{Call, job, notice, registration};
use store::ConnectionTrait as _;
use testkit::{TestApp, both};

/// Registers qualifications of somebody: name and last day.
async fn hold(app: &TestApp, id: TechnicianId, held: &[(&str, Option<i32>)]) {
    for (place, (name, until)) in held.iter().enumerate() {
        let until = until.map_or("NULL".to_owned(), |day| day.to_string());
        let sql = format!(
            "INSERT INTO technician_qualification (technician_id, place, name, number, acquired_on, expires_on, from_register) \
             VALUES ({}, {place}, '{name}', NULL, 20200401, {until}, false)",
            id.get()
        );
        app.db().writer().execute_unprepared(&sql).await.unwrap();
    }
}

async fn dawn(app: &TestApp, day: i32) {
    app.at(day, "03:00");
    job::set_day(&app.system()).await.unwrap();
    while job::run_due(&app.system()).await.unwrap() > 0 {}
}

/// Names of the qualifications of whose end somebody was told, the first first.
async fn told(call: &Call) -> Vec<String> {
    let lines = notice::list(call).await.unwrap();
    let of = |values: &domain::notice::Values| match values.get("qualification") {
        Some(Value::Text(name)) => name.clone(),
        other => panic!("{other:?}"),
    };
    let ending = lines.iter().filter(|line| line.kind == NoticeKind::QualificationEnding);
    let mut names: Vec<String> = ending.map(|line| of(&line.values)).collect();
    names.reverse();
    names
}

#[test]
fn ones_own_qualifications_say_how_long_they_hold_and_nobody_else_sees_them() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let person = desk.technician(&app, technician_form()).await;
        let (me, id) = (admin(&app, &person).await, person.technician_id.unwrap());
        assert!(registration::qualifications(&me).await.unwrap().is_empty());
        app.at(20_261_120, "09:00");
        hold(&app, id, &[("玉掛け", None), ("移動式クレーン", Some(20_270_218)), ("溶接", Some(20_261_119))]).await;
        let held = registration::qualifications(&me).await.unwrap();
        let seen: Vec<_> = held.iter().map(|one| (one.name.as_str(), one.validity, one.field.clone())).collect();
        let expected = [
            ("玉掛け", Validity::Lasting, None),
            ("移動式クレーン", Validity::Ending(90), None),
            ("溶接", Validity::Over, None),
        ];
        assert_eq!(seen, expected);
        assert_eq!(held[0].acquired, Some(WorkDate::from_stored(20_200_401)));

        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        assert_eq!(code(registration::qualifications(&admin(&app, &firm).await).await), "forbidden.role");
        for role in [Role::Reviewer, Role::Operator] {
            assert_eq!(code(registration::qualifications(&stranger(&app, role)).await), "forbidden.role", "{role:?}");
        }
    });
}

#[test]
fn the_end_is_told_ninety_thirty_and_seven_days_before_each_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let person = desk.technician(&app, technician_form()).await;
        let (me, id) = (admin(&app, &person).await, person.technician_id.unwrap());
        hold(&app, id, &[("玉掛け", None), ("移動式クレーン", Some(20_270_331))]).await;
        // 2027-03-31 less 90, 30 and 7 days is 2026-12-31, 2027-03-01 and 2027-03-24.
        for (day, times) in [
            (20_261_230, 0),
            (20_261_231, 1),
            (20_270_101, 1),
            (20_270_107, 1),
            (20_270_228, 1),
            // The night of the first of March was missed.
            (20_270_302, 2),
            (20_270_303, 2),
            (20_270_324, 3),
            (20_270_325, 3),
            (20_270_401, 3),
        ] {
            dawn(&app, day).await;
            assert_eq!(told(&me).await, vec!["移動式クレーン"; times], "{day}");
        }
    });
}
