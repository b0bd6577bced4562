//! 施工体制: asked and answered, confirmed from above, a tier that is missing, leaving, the tree of a day; and a person under
//! two employers.

use crate::{
    play::{code, fields, stranger},
    sites::{Stage, business, line},
};
use domain::{
    access::Role,
    form::Problem,
    id::{BusinessId, StructureId},
    notice::NoticeKind,
    structure::{Added, Awaits},
    time::WorkDate,
};
use services::{Call, notice, roster, site, structure};
use store::ConnectionTrait as _;
use testkit::both;

const ROLES: [Role; 5] = [Role::Technician, Role::Reviewer, Role::Operator, Role::Gate, Role::SiteAdmin];

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

async fn kinds(call: &Call) -> Vec<NoticeKind> {
    notice::list(call).await.unwrap().into_iter().map(|line| line.kind).collect()
}

async fn awaits(stage: &Stage, place: StructureId) -> Awaits {
    let detail = site::detail(&stage.prime, stage.site).await.unwrap();
    detail.structure.into_iter().find(|node| node.id == place).unwrap().awaits
}

/// Who stands under whom on a day, as `call` sees it.
async fn tree(call: &Call, stage: &Stage, on: i32) -> Vec<(BusinessId, Option<StructureId>)> {
    let shown = structure::tree(call, stage.site, day(on)).await.unwrap();
    shown.nodes.into_iter().map(|node| (node.business_id, node.parent)).collect()
}

#[test]
fn who_is_asked_answers_and_nobody_else() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        assert_eq!(awaits(&stage, place).await, Awaits { answer: true, confirmation: false });
        assert!(kinds(&stage.sub).await.contains(&NoticeKind::StructureInvited));
        let asked = structure::invitations(&stage.sub).await.unwrap();
        assert_eq!(
            asked.iter().map(|asked| (asked.place, asked.above.as_str())).collect::<Vec<_>>(),
            [(place, "港栄建設")]
        );
        assert!(structure::invitations(&stage.prime).await.unwrap().is_empty());

        assert_eq!(code(structure::answer(&stage.prime, place, true).await), "forbidden.not_yours");
        assert_eq!(code(structure::answer(&stage.rival, place, false).await), "forbidden.not_yours");
        assert_eq!(code(structure::answer(&app.call, place, true).await), "forbidden.log_in_first");
        assert_eq!(code(structure::answer(&stage.sub, StructureId(uuid::Uuid::nil()), true).await), "not_found");
        for role in ROLES {
            let call = stranger(&app, role);
            assert!(code(structure::answer(&call, place, true).await).starts_with("forbidden."), "{role:?}");
            assert!(code(structure::confirm(&call, place).await).starts_with("forbidden."), "{role:?}");
            assert!(code(structure::end(&call, place, "2026-11-30").await).starts_with("forbidden."), "{role:?}");
        }

        structure::answer(&stage.sub, place, true).await.unwrap();
        assert_eq!(awaits(&stage, place).await, Awaits::default());
        assert_eq!(code(structure::answer(&stage.sub, place, false).await), "conflict.already_done");
        assert!(structure::invitations(&stage.sub).await.unwrap().is_empty());
    });
}

#[test]
fn who_declines_never_took_part_and_can_be_asked_again() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let sub = business(&stage.sub);
        let place = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        structure::answer(&stage.sub, place, false).await.unwrap();
        assert_eq!(code(site::detail(&stage.sub, stage.site).await), "forbidden.not_yours");
        assert!(site::list(&stage.sub).await.unwrap().is_empty());
        let refused = roster::add(&stage.prime, stage.site, &line(person, place, "2026-11-20")).await;
        assert_eq!(fields(refused)[0].problem, Problem::Unknown);

        assert_eq!(structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap(), place);
        // Who is at work already leaves by a last day.
        roster::add(&stage.prime, stage.site, &line(person, place, "2026-11-20")).await.unwrap();
        assert_eq!(code(structure::answer(&stage.sub, place, false).await), "structure.has_people");
    });
}

#[test]
fn an_upper_tier_confirms_what_a_lower_one_registered() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let second = structure::add(&stage.sub, stage.site, first, business(&stage.second)).await.unwrap();
        let third = structure::add(&stage.second, stage.site, second, business(&stage.rival)).await.unwrap();
        assert!(awaits(&stage, second).await.confirmation && awaits(&stage, third).await.confirmation);
        for (what, call, place) in [
            ("what it registered", &stage.sub, second),
            ("what it registered itself", &stage.second, third),
            ("itself", &stage.rival, third),
        ] {
            assert_eq!(code(structure::confirm(call, place).await), "forbidden.not_yours", "{what}");
        }
        structure::confirm(&stage.sub, third).await.unwrap();
        structure::confirm(&stage.prime, second).await.unwrap();
        assert_eq!(code(structure::confirm(&stage.prime, third).await), "conflict.already_done");
        assert!(!awaits(&stage, third).await.confirmation);
    });
}

#[test]
fn a_missing_tier_blocks_nobody_and_is_filled_when_it_registers() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let skipping = Added { skips: Some("未登録組".to_owned()), ..Added::under(first, business(&stage.second)) };
        let third = structure::enter(&stage.sub, stage.site, &skipping).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.second).await;
        roster::add(&stage.second, stage.site, &line(person, third, "2026-11-20")).await.unwrap();
        let seen = site::detail(&stage.sub, stage.site).await.unwrap();
        let node = seen.structure.iter().find(|node| node.id == third).unwrap();
        assert_eq!((node.tier, node.skips.as_deref(), node.people), (3, Some("未登録組"), Some(1)));

        let fills = Added { fills: Some(third), ..Added::under(first, business(&stage.rival)) };
        let wrong = Added { fills: Some(first), ..fills.clone() };
        assert_eq!(fields(structure::enter(&stage.sub, stage.site, &wrong).await)[0].field, "fills");
        let second = structure::enter(&stage.sub, stage.site, &fills).await.unwrap();
        let seen = site::detail(&stage.rival, stage.site).await.unwrap();
        let node = seen.structure.iter().find(|node| node.id == third).unwrap();
        assert_eq!((node.tier, node.parent, node.skips.as_deref()), (3, Some(second), None));
        assert_eq!(seen.roster.len(), 1, "it is above them from now on");
    });
}

#[test]
fn who_leaves_ends_with_its_people_and_those_below_stay() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let [prime, sub, second] = [&stage.prime, &stage.sub, &stage.second].map(business);
        let first = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        let lower = structure::add(&stage.sub, stage.site, first, second).await.unwrap();
        let (ours, theirs) =
            (stage.person(&app, "蓮", &stage.sub).await, stage.person(&app, "葵", &stage.second).await);
        roster::add(&stage.sub, stage.site, &line(ours, first, "2026-11-20")).await.unwrap();
        roster::add(&stage.second, stage.site, &line(theirs, lower, "2026-11-20")).await.unwrap();

        assert_eq!(code(structure::end(&stage.second, first, "2026-11-21").await), "forbidden.not_yours", "from below");
        assert_eq!(
            code(structure::end(&stage.prime, stage.root, "2026-11-21").await),
            "forbidden.not_yours",
            "the prime"
        );
        assert_eq!(fields(structure::end(&stage.sub, first, "2026-11-19").await)[0].problem, Problem::EndBeforeStart);
        assert_eq!(fields(structure::end(&stage.sub, first, "").await)[0].field, "until");
        structure::end(&stage.sub, first, "2026-11-21").await.unwrap();
        let until = site::detail(&stage.prime, stage.site).await.unwrap().roster;
        let until: Vec<_> = until.into_iter().map(|line| (line.technician_id, line.until)).collect();
        assert!(until.contains(&(ours, Some(day(20_261_121)))) && until.contains(&(theirs, None)), "{until:?}");

        app.at(20_261_123, "08:00");
        assert_eq!(
            tree(&stage.prime, &stage, 20_261_121).await,
            [(prime, None), (sub, Some(stage.root)), (second, Some(first))]
        );
        assert_eq!(tree(&stage.prime, &stage, 20_261_122).await, [(prime, None), (second, Some(stage.root))]);
        assert_eq!(tree(&stage.prime, &stage, 20_261_119).await, [(prime, None)]);
        assert_eq!(tree(&stage.sub, &stage, 20_261_122).await.len(), 3, "who has left sees its last day");
        let shown = structure::tree(&stage.sub, stage.site, day(20_261_122)).await.unwrap();
        assert_eq!(shown.day, day(20_261_121), "and is told that it is that one");
        assert_eq!(code(structure::tree(&stage.rival, stage.site, day(20_261_122)).await), "forbidden.not_yours");

        let later = stage.person(&app, "翼", &stage.sub).await;
        let after = line(later, first, "2026-11-22");
        assert_eq!(fields(roster::add(&stage.prime, stage.site, &after).await)[0].problem, Problem::Unknown);
        let last = line(later, first, "2026-11-21");
        roster::add(&stage.sub, stage.site, &last).await.unwrap();
        let under = structure::add(&stage.sub, stage.site, first, business(&stage.rival)).await;
        assert_eq!(fields(under)[0].field, "parent", "under who has left");
        let new = stage.person(&app, "結", &stage.second).await;
        roster::add(&stage.second, stage.site, &line(new, lower, "2026-11-23")).await.unwrap();
        let seen = site::detail(&stage.sub, stage.site).await.unwrap().roster;
        let known = [new, theirs];
        assert!(seen.iter().all(|line| !known.contains(&line.technician_id)), "nobody of those who go on");
    });
}

#[test]
fn a_person_under_two_employers_is_settled_by_date_and_both_are_told() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let beside = structure::add(&stage.prime, stage.site, stage.root, business(&stage.second)).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        roster::add(&stage.sub, stage.site, &line(person, first, "2026-11-20")).await.unwrap();
        let same_day = roster::add(&stage.second, stage.site, &line(person, beside, "2026-11-20")).await;
        assert_eq!(code(same_day), "conflict.on_roster");
        let moved = line(person, beside, "2026-12-01");
        let taken = roster::add(&stage.second, stage.site, &moved).await;
        assert_eq!(code(taken), "conflict.on_roster", "nobody takes a person whom another employs");
        let sql =
            format!("UPDATE employment SET business_id = {} WHERE technician_id = {person}", business(&stage.second));
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        roster::add(&stage.second, stage.site, &moved).await.unwrap();
        let lines = site::detail(&stage.prime, stage.site).await.unwrap().roster;
        let mut lines: Vec<_> =
            lines.into_iter().map(|line| (line.from.number(), line.until, line.structure_id)).collect();
        lines.sort_by_key(|line| line.0);
        assert_eq!(lines, [(20_261_120, Some(day(20_261_130)), first), (20_261_201, None, beside)]);
        for call in [&stage.sub, &stage.second] {
            assert!(kinds(call).await.contains(&NoticeKind::RosterMoved));
        }
        assert!(!kinds(&stage.prime).await.contains(&NoticeKind::RosterMoved));
    });
}

#[test]
fn a_business_is_found_by_its_whole_name_by_who_may_add_one() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let found = structure::named(&stage.prime, stage.site, " 北浜架設 ").await.unwrap();
        assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [business(&stage.sub)]);
        assert_eq!(found[0].address, "江東区", "no more of who is no 法人: it may be a home");
        let firm = format!("UPDATE business SET kind = 1 WHERE id = {}", business(&stage.sub));
        app.db().writer().execute_unprepared(&firm).await.unwrap();
        assert!(
            structure::named(&stage.prime, stage.site, "北浜架設").await.unwrap()[0].address.len() > "江東区".len()
        );
        assert!(structure::named(&stage.prime, stage.site, "北浜").await.unwrap().is_empty());
        assert_eq!(code(structure::named(&stage.rival, stage.site, "北浜架設").await), "forbidden.not_yours");

        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        structure::end(&stage.sub, place, "2026-11-20").await.unwrap();
        structure::named(&stage.sub, stage.site, "北浜架設").await.unwrap();
        app.at(20_261_121, "08:00");
        assert_eq!(
            code(structure::named(&stage.sub, stage.site, "北浜架設").await),
            "forbidden.not_yours",
            "who has left"
        );
        assert_eq!(code(structure::may_add(&stage.sub, stage.site).await), "forbidden.not_yours");
        let mut asked = 0;
        while structure::named(&stage.prime, stage.site, "北浜架設").await.is_ok() {
            asked += 1;
            assert!(asked <= domain::account::CLIENT_WRONG_MAX, "somebody counts");
        }
        assert_eq!(code(structure::named(&stage.prime, stage.site, "北浜架設").await), "rate_limited");
    });
}
