//! What waits for a business's word: told to who can do it, gone when it is done.

use super::{NOVEMBER, approved, code, counted, day, line, many, place_of_sub, stands, whole};
use domain::{
    access::Role,
    history::claim::{AnswerForm, ClaimForm},
    id::{SiteId, StructureId, TechnicianId},
    site::SiteTask,
    time::{WorkDate, YearMonth},
};
use services::{Call, history, roster, site, structure};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast};
use uuid::Uuid;

/// What waits at the site of the cast, as the start page and the site's own page say it; claims are told once on the former.
async fn waits(call: &Call, cast: &Cast) -> Vec<SiteTask> {
    let now = site::waiting(call).await.expect("told");
    let of_site = now.sites.into_iter().find(|site| site.id == cast.site).map(|site| site.tasks).unwrap_or_default();
    let claims = now.claims.map(|(count, until)| SiteTask::Claims(count, until));
    let told: Vec<SiteTask> = claims.into_iter().chain(of_site).collect();
    assert_eq!(site::waiting_at(call, cast.site).await.expect("told"), told);
    told
}

async fn two_days(app: &TestApp, cast: &Cast) -> TechnicianId {
    app.at(20_261_119, "09:00");
    let who = cast.people[0];
    for number in [17, 18] {
        cast.gate(app).send(&whole(number, who)).await;
    }
    who
}

#[test]
fn what_waits_for_approval_is_told_to_who_approves_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        assert_eq!(waits(&prime, &cast).await, []);
        let who = two_days(&app, &cast).await;
        assert_eq!(waits(&prime, &cast).await, [SiteTask::Approve(NOVEMBER, 2)]);
        assert_eq!(waits(&sub, &cast).await, [], "nobody approves their own people's days");
        approved(&prime, &cast, &many(&[(who, &[17])])).await;
        assert_eq!(waits(&prime, &cast).await, [SiteTask::Approve(NOVEMBER, 1)]);
        approved(&prime, &cast, &many(&[(who, &[18])])).await;
        assert_eq!(waits(&prime, &cast).await, []);
    });
}

#[test]
fn what_is_to_be_put_on_the_roster_first_does_not_wait_for_approval() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        app.at(20_261_119, "09:00");
        cast.gate(&app).send(&whole(18, cast.unrostered)).await;
        assert_eq!(waits(&prime, &cast).await, [], "without a trade and a role nobody can approve it");
        let form = line(cast.unrostered, place_of_sub(), "2026-11-18");
        roster::add(&prime, cast.site, &form).await.expect("a line");
        assert_eq!(waits(&prime, &cast).await, [SiteTask::Approve(NOVEMBER, 1)]);
    });
}

#[test]
fn what_waits_of_who_came_back_waits_for_whom_it_stood_below_when_the_month_ended() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "12:00");
        let other = super::fourth(&app, &cast).await;
        let root = StructureId(Uuid::from_u128(1));
        let day = |number: i32| WorkDate::from_stored(20_260_000 + number);
        stands(&app, &cast, (3, other), root, (day(401), None)).await;
        stands(&app, &cast, (4, cast.stranger), place_of_sub(), (day(401), Some(day(630)))).await;
        stands(&app, &cast, (5, cast.stranger), StructureId(Uuid::from_u128(3)), (day(810), None)).await;
        for month in [6, 8, 9] {
            counted(&app, &cast, cast.stranger, month, i64::from(month)).await;
        }
        let [june, august, september] =
            [6, 8, 9].map(|month| SiteTask::Approve(YearMonth::from_stored(202_600 + month), i64::from(month)));
        assert_eq!(waits(&cast.admin(&app, cast.sub), &cast).await, std::slice::from_ref(&june));
        assert_eq!(waits(&cast.admin(&app, other), &cast).await, [august.clone(), september.clone()]);
        assert_eq!(waits(&cast.admin(&app, cast.stranger), &cast).await, [], "its own people's days");
        assert_eq!(waits(&cast.admin(&app, cast.prime), &cast).await, [june, august, september]);
    });
}

#[test]
fn a_claim_is_told_until_it_is_answered() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let prime = cast.admin(&app, cast.prime);
        let who = two_days(&app, &cast).await;
        approved(&prime, &cast, &many(&[(who, &[17, 18])])).await;
        let form = ClaimForm {
            kind: "wrong".to_owned(),
            site: cast.site.to_string(),
            day: day(18).to_string(),
            words: "退場がちがいます".to_owned(),
            ..ClaimForm::default()
        };
        let claim = history::make_claim(&cast.technician(&app, who), &form).await.expect("a claim");
        let until = WorkDate::from_stored(20_261_203);
        assert_eq!(waits(&prime, &cast).await, [SiteTask::Claims(1, until)]);
        assert_eq!(waits(&cast.admin(&app, cast.sub), &cast).await, [], "it is the prime that is asked");
        let refuse =
            AnswerForm {
                answer: "refuse".to_owned(), words: "記録のとおりです".to_owned(), ..AnswerForm::default()
            };
        history::answer_claim(&prime, claim, &refuse).await.expect("answered");
        assert_eq!(waits(&prime, &cast).await, []);
    });
}

#[test]
fn places_of_the_tree_wait_for_their_own_business_and_for_a_tier_above() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_119, "09:00");
        let (prime, sub, third) =
            (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub), cast.admin(&app, cast.stranger));
        let place = structure::add(&sub, cast.site, place_of_sub(), cast.stranger).await.expect("entered");
        assert_eq!(waits(&third, &cast).await, [SiteTask::Answer]);
        assert_eq!(waits(&prime, &cast).await, [SiteTask::Confirm(1)]);
        assert_eq!(waits(&sub, &cast).await, [], "who entered it confirms nothing");
        structure::answer(&third, place, true).await.expect("answered");
        assert_eq!(waits(&third, &cast).await, []);
        structure::confirm(&prime, place).await.expect("confirmed");
        assert_eq!(waits(&prime, &cast).await, []);
    });
}

#[test]
fn a_gate_is_told_of_when_it_is_silent_and_others_are_refused() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_101, "09:00");
        let prime = cast.admin(&app, cast.prime);
        let asked = domain::touch::wire::GateEnrolment {
            site_id: cast.site,
            name: "正門".to_owned(),
            public_key: Some(format!("04{}", "00".repeat(64))),
            phone: None,
            last_seq: 0,
            section_id: None,
        };
        let gate = services::touch::gate_enrol(&prime, &asked).await.expect("a gate").device_id;
        app.at(20_261_108, "09:00");
        assert_eq!(waits(&prime, &cast).await, [], "seven days to the moment");
        app.at(20_261_108, "09:01");
        assert_eq!(waits(&prime, &cast).await, [SiteTask::GatesQuiet(1)]);
        assert_eq!(waits(&cast.admin(&app, cast.sub), &cast).await, [], "another's gate");
        services::touch::gate_revoke(&prime, Some(cast.site), gate, "失くした").await.expect("ended");
        assert_eq!(waits(&prime, &cast).await, [], "one that was ended is silent for good");

        let sql = "INSERT INTO device_gap (device_id, from_seq, to_seq, after_at, before_at, found_at) \
                   SELECT id, 3, 4, NULL, 0, 0 FROM device";
        app.db().writer().execute_unprepared(sql).await.expect("a gap");
        assert_eq!(waits(&prime, &cast).await, [SiteTask::GatesMissing(1)], "what is missing stays missing");
        let known = services::touch::gap_acknowledge(&prime, Some(cast.site), gate, (3, 4), "電池を替えた");
        known.await.expect("kept");
        assert_eq!(waits(&prime, &cast).await, [], "it stands as known and warns no more");
        let grown = "UPDATE device_gap SET to_seq = 5";
        app.db().writer().execute_unprepared(grown).await.expect("a longer gap");
        assert_eq!(waits(&prime, &cast).await, [SiteTask::GatesMissing(1)], "one that grew warns again");

        let refused = site::waiting_at(&cast.admin(&app, cast.stranger), cast.site).await.expect_err("takes no part");
        assert_eq!(code(&refused), "NotYours");
        let refused = site::waiting_at(&prime, SiteId::from_body(9)).await.expect_err("no site");
        assert_eq!(code(&refused), "not_found");
        for role in [Role::Public, Role::Technician, Role::Reviewer, Role::Operator, Role::Gate, Role::Partner] {
            assert!(site::waiting(&app.role(role)).await.is_err(), "{role:?}");
        }
    });
}
