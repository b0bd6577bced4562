//! What an approval counts, by hand.

use super::{NOVEMBER, approved, consistent, days, many, named, numbers, one, told, whole};
use domain::{
    access::{Actor, Role},
    history::Approval,
    id::{DeviceId, SiteId},
    site::SiteForm,
};
use services::{history, site};
use testkit::{Cast, GateOf, TestApp, both, cast};
use uuid::Uuid;

/// Another site of the prime's, and a gate of it.
async fn second_site(app: &TestApp, cast: &Cast) -> (SiteId, GateOf) {
    let text = str::to_owned;
    let form = SiteForm {
        name: text("二つ目の現場"),
        prefecture: text("27"),
        address: text("大阪市1-1"),
        start: text("2026-11-01"),
        end: text("2027-12-01"),
        ..SiteForm::default()
    };
    app.at(20_261_101, "09:00");
    let id = site::create(&cast.admin(app, cast.prime), &form).await.expect("a site");
    let device = Some(DeviceId(Uuid::from_u128(78)));
    (id, GateOf { call: app.by(Actor { sites: vec![id], device, ..Actor::of(Role::Gate) }) })
}

/// Days, approved days, records, approved records of everybody together.
async fn months(app: &TestApp) -> Vec<i64> {
    let sql = "SELECT CAST(SUM(days) AS bigint), CAST(SUM(days_approved) AS bigint), CAST(SUM(records) AS bigint), \
               CAST(SUM(records_approved) AS bigint) FROM technician_month";
    numbers(app, sql.to_owned(), 4).await.remove(0)
}

/// Records and approved records: by site; of the prime, of employers; of the nation, of 東京都, of 鉄筋.
async fn wider(app: &TestApp) -> Vec<Vec<i64>> {
    let mut found = Vec::new();
    for (records, approved, from) in [
        ("records", "approved", "site_day GROUP BY site_id ORDER BY MIN(work_date), site_id"),
        ("records", "records_approved", "business_month GROUP BY part ORDER BY part"),
        ("records", "records_approved", "wide_month WHERE kind = 0"),
        ("records", "records_approved", "wide_month WHERE kind = 1 AND code = 13"),
        ("records", "records_approved", "wide_month WHERE kind = 2 AND code = 11"),
    ] {
        let sql = format!("SELECT CAST(SUM({records}) AS bigint), CAST(SUM({approved}) AS bigint) FROM {from}");
        found.extend(numbers(app, sql, 2).await);
    }
    found
}

#[test]
fn two_sites_on_one_day_are_one_day_and_two_records() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (other, gate) = second_site(&app, &cast).await;
        app.at(20_261_119, "09:00");
        let who = cast.people[0];
        cast.gate(&app).send(&whole(18, who)).await;
        cast.gate(&app).send(&whole(18, cast.people[1])).await;
        gate.send(&whole(18, who).map(named)).await;
        assert_eq!(months(&app).await, [2, 0, 3, 0]);

        let prime = cast.admin(&app, cast.prime);
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[18])])).await), (1, vec![]));
        assert_eq!(months(&app).await, [2, 1, 3, 1], "the first approved record of the day");
        let elsewhere = history::approve(&prime, other, NOVEMBER, &one(&[(who, &[18])])).await.expect("an answer");
        assert_eq!(told(&elsewhere), (1, vec![]));
        assert_eq!(months(&app).await, [2, 1, 3, 2], "the same day");
        let sites = wider(&app).await;
        let mut of_sites = sites[..2].to_vec();
        of_sites.sort_unstable();
        assert_eq!(of_sites, [vec![1, 1], vec![2, 1]]);
        // All are the prime's, all of one employer; two in 東京都; all in the trade of the roster or as sent.
        assert_eq!(sites[2..], [vec![3, 2], vec![3, 2], vec![3, 2], vec![2, 1], vec![3, 2]]);
        let kept = super::record(&app, &cast, cast.people[1], 18).await.expect("a record");
        assert_eq!(kept.approval, Approval::Provisional, "who was not picked");
        consistent(&app).await;
    });
}

#[test]
fn taking_one_of_two_back_keeps_the_day() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (other, gate) = second_site(&app, &cast).await;
        app.at(20_261_119, "09:00");
        let who = cast.people[0];
        cast.gate(&app).send(&whole(18, who)).await;
        gate.send(&whole(18, who).map(named)).await;
        let prime = cast.admin(&app, cast.prime);
        for site in [cast.site, other] {
            history::approve(&prime, site, NOVEMBER, &one(&[(who, &[18])])).await.expect("an answer");
        }
        assert_eq!(months(&app).await, [1, 1, 2, 2]);
        for (site, wanted) in [(other, [1, 1, 2, 1]), (cast.site, [1, 0, 2, 0])] {
            history::withdraw(&prime, site, (who, NOVEMBER), days(&[18]), "理由").await.expect("taken back");
            assert_eq!(months(&app).await, wanted);
            consistent(&app).await;
        }
        assert_eq!(wider(&app).await[2..], [vec![2, 0], vec![2, 0], vec![2, 0], vec![1, 0], vec![2, 0]]);
    });
}

#[test]
fn approving_moves_no_yen_and_no_record() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_119, "09:00");
        cast.gate(&app).send(&whole(18, cast.people[0])).await;
        let sql = "SELECT CAST(SUM(records) AS bigint) FROM business_month WHERE part = 0".to_owned();
        let before = numbers(&app, sql.clone(), 1).await;
        approved(&cast.admin(&app, cast.prime), &cast, &many(&[(cast.people[0], &[18])])).await;
        assert_eq!(numbers(&app, sql, 1).await, before);
        let lines = numbers(&app, "SELECT COUNT(*) FROM ledger_line".to_owned(), 1).await;
        assert_eq!(lines, [[0]]);
    });
}

#[test]
fn an_office_counts_apart_from_the_writers_of_touches() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_119, "09:00");
        cast.gate(&app).send(&whole(18, cast.people[0])).await;
        approved(&cast.admin(&app, cast.prime), &cast, &many(&[(cast.people[0], &[18])])).await;
        let sql = "SELECT CAST(stripe AS bigint), CAST(records AS bigint), CAST(approved AS bigint) FROM site_day \
                   ORDER BY stripe";
        let stripes = numbers(&app, sql.to_owned(), 3).await;
        let office = i64::from(store::history::office_stripe(cast.site));
        assert!((-8..0).contains(&office));
        assert_eq!(stripes.first(), Some(&vec![office, 0, 1]));
        assert!(stripes[1..].iter().all(|stripe| stripe[0] >= 0 && stripe[2] == 0), "{stripes:?}");
    });
}
