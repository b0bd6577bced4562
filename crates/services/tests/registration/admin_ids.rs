//! IDs below a business's first: branches in layers, sites, lent ones, people; as many refusals as successes.

use crate::play::{code, fields};
use domain::{
    access::Role,
    admin_id::{Duty, IdForm, IdKind, IdStanding},
    form::Problem,
    id::{AccountId, StructureId},
    site::SiteForm,
    time::WorkDate,
};
use services::{Call, account, admin_id, business, fee, roster, site, structure};
use testkit::{Cast, TestApp, both, cast};
use uuid::Uuid;

/// Issues an ID and logs in with it.
async fn issued(app: &TestApp, by: &Call, form: IdForm) -> (AccountId, Call) {
    let issued = admin_id::issue(by, &form).await.unwrap();
    let found = store::account::by_login_id(app.db().read(), &issued.login_id).await.unwrap().unwrap();
    (found.id, again(app, found.id).await)
}

/// The next request of whoever uses an ID.
async fn again(app: &TestApp, id: AccountId) -> Call {
    app.by(account::actor_of(app.db(), id).await.unwrap())
}

fn branch(name: &str, parent: Option<AccountId>) -> IdForm {
    IdForm {
        kind: IdKind::Branch.code().to_owned(),
        name: name.to_owned(),
        parent: parent.map(|id| id.to_string()).unwrap_or_default(),
        ..IdForm::default()
    }
}

const fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

fn lent(cast: &Cast) -> IdForm {
    IdForm {
        kind: IdKind::Lent.code().to_owned(),
        body: "湊町建設組合".to_owned(),
        from: "2026-12-01".to_owned(),
        until: "2026-12-31".to_owned(),
        ..IdForm::of_site("組合 事務局", &[cast.site])
    }
}

fn member(duty: Duty) -> IdForm {
    IdForm {
        kind: IdKind::Member.code().to_owned(),
        name: "大川 恵".to_owned(),
        duty: duty.code().to_owned(),
        ..IdForm::default()
    }
}

fn site_form(name: &str) -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text(name),
        postcode: text("135-0016"),
        prefecture: text("13"),
        address: text("江東区東陽1"),
        start: text("2026-11-01"),
        end: text("2028-03-31"),
        client_name: text("湊町市"),
        public_client: text("yes"),
        work_kind: text("civil"),
        day_boundary: text("00:00"),
        ..SiteForm::default()
    }
}

#[test]
fn three_layers_stand_below_the_first_and_each_branch_is_paid_by_the_year() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (chiba, at_chiba) = issued(&app, &admin, branch("千葉支店", None)).await;
        let (works, _) = issued(&app, &at_chiba, branch("工務部", None)).await;
        let (group, _) = issued(&app, &admin, branch("第一課", Some(works))).await;
        let rows = account::list(&admin).await.unwrap();
        let held = |id: AccountId| rows.iter().find(|row| row.id == id).unwrap().held.clone().unwrap();
        assert_eq!([chiba, works, group].map(|id| held(id).held.layer), [1, 2, 3]);
        assert_eq!((held(works).parent, held(chiba).parent), (Some(chiba), None), "a branch's own stand below it");
        assert_eq!(held(chiba).held.until.number(), 20_271_119);
        let login = |id: AccountId| rows.iter().find(|row| row.id == id).unwrap().login_id.clone();
        assert_eq!(login(group), format!("{}-b03", cast.prime));
        assert_eq!(code(admin_id::issue(&admin, &branch("四層目", Some(group))).await), "admin_id.too_deep");
        let asked = fee::unpaid(&app.system(), "", None).await.unwrap().rows;
        let yearly: Vec<i64> = asked.iter().map(|fee| fee.amount.get()).collect();
        assert_eq!(yearly, [11_400; 3], "three IDs and not the one that was refused");

        assert!(account::is_anybody(&app.system()).await.unwrap());
        assert!(code(account::is_anybody(&admin).await).starts_with("forbidden."));

        // A branch sees and ends what is below it, and nothing above or beside.
        let (osaka, at_osaka) = issued(&app, &admin, branch("大阪支店", None)).await;
        let seen: Vec<AccountId> = account::list(&at_chiba).await.unwrap().iter().map(|row| row.id).collect();
        assert_eq!(seen.len(), 3);
        assert!(!seen.contains(&osaka));
        assert_eq!(code(admin_id::end(&at_osaka, works).await), "forbidden.not_yours");
        assert_eq!(code(admin_id::end(&at_chiba, chiba).await), "forbidden.not_yours", "one's own");
        assert_eq!(code(admin_id::issue(&at_osaka, &branch("横取り", Some(works))).await), "forbidden.not_yours");
        for form in [lent(&cast), member(Duty::Staff)] {
            assert_eq!(code(admin_id::issue(&at_chiba, &form).await), "forbidden.role", "{}", form.kind);
        }
        admin_id::end(&at_chiba, works).await.unwrap();
        for gone in [works, group] {
            assert_eq!(code(account::actor_of(app.db(), gone).await), "forbidden.log_in_first", "those below too");
        }
        assert_eq!(code(admin_id::issue(&admin, &branch("跡地", Some(works))).await), "admin_id.not_in_use");
        account::actor_of(app.db(), chiba).await.unwrap();
    });
}

#[test]
fn a_branch_has_the_sites_it_opened_and_those_below_it_and_their_people() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.sub);
        let (chiba, at_chiba) = issued(&app, &admin, branch("千葉支店", None)).await;
        let (works, at_works) = issued(&app, &at_chiba, branch("工務部", None)).await;
        assert!(site::list(&at_works).await.unwrap().is_empty(), "not the sites of the business");
        assert_eq!(code(site::detail(&at_works, cast.site).await), "forbidden.not_yours");
        let opened = site::create(&at_works, &site_form("臨海南橋")).await.unwrap();
        for id in [chiba, works] {
            let call = again(&app, id).await;
            let sites: Vec<_> = site::list(&call).await.unwrap().into_iter().map(|row| row.id).collect();
            assert_eq!(sites, [opened]);
            site::detail(&call, opened).await.unwrap();
            assert!(roster::my_people(&call).await.unwrap().is_empty(), "nobody stands on its roster yet");
        }
        let (_, at_osaka) = issued(&app, &admin, branch("大阪支店", None)).await;
        assert_eq!(code(site::detail(&at_osaka, opened).await), "forbidden.not_yours");
        let at_works = again(&app, works).await;
        let of_other = admin_id::issue(&at_works, &IdForm::of_site("所長", &[cast.site])).await;
        assert_eq!(fields(of_other)[0].problem, Problem::Unknown, "a site that is not the branch's");
        let (_, manager) = issued(&app, &at_works, IdForm::of_site("所長", &[opened])).await;
        assert_eq!(manager.actor.sites, [opened]);

        let root = site::detail(&at_works, opened).await.unwrap().structure[0].id;
        let text = str::to_owned;
        let line = domain::roster::RosterForm {
            technician_id: cast.people[0].to_string(),
            structure_id: root.to_string(),
            trade: text("own"),
            role: text("foreman"),
            hazardous: text("no"),
            from: text("2026-11-01"),
            ..domain::roster::RosterForm::default()
        };
        roster::add(&at_works, opened, &line).await.unwrap();
        let people = roster::my_people(&again(&app, chiba).await).await.unwrap();
        assert_eq!(people.iter().map(|person| person.technician_id).collect::<Vec<_>>(), [cast.people[0]]);
        assert_eq!(code(business::registration(&at_works).await), "forbidden.role");
    });
}

#[test]
fn who_has_an_expired_id_logs_in_and_is_told_why_and_a_year_more_is_paid() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (id, branch_call) = issued(&app, &admin, branch("千葉支店", None)).await;
        app.at(20_271_119, "23:59");
        site::list(&branch_call).await.unwrap();
        app.at(20_271_120, "00:00");
        let expired = again(&app, id).await;
        assert_eq!(code(site::list(&expired).await), "forbidden.expired");
        assert_eq!(code(site::create(&expired, &site_form("臨海南橋")).await), "forbidden.expired");
        assert_eq!(code(admin_id::issue(&expired, &branch("工務部", None)).await), "forbidden.expired");
        assert_eq!(code(admin_id::prolong(&expired, id, day(20_271_119)).await), "forbidden.expired", "not by itself");
        let row = |rows: Vec<domain::account::AccountRow>| rows.into_iter().find(|row| row.id == id).unwrap();
        let seen = row(account::list(&admin).await.unwrap());
        assert_eq!(seen.held.unwrap().standing, IdStanding::Expired);
        // What is overdue by then is paid first.
        assert_eq!(code(admin_id::prolong(&admin, id, day(20_271_119)).await), "fee.limited");
        let owed = fee::unpaid(&app.system(), "", None).await.unwrap().rows[0].id;
        fee::mark_paid(&app.system(), owed).await.unwrap();
        assert_eq!(admin_id::prolong(&admin, id, day(20_271_119)).await.unwrap().number(), 20_281_119);
        site::list(&again(&app, id).await).await.unwrap();
        let asked = fee::unpaid(&app.system(), "", None).await.unwrap().rows;
        assert_eq!(asked.iter().map(|fee| fee.amount.get()).collect::<Vec<_>>(), [11_400]);
        // A free one is prolonged for nothing.
        let (site_id, _) = issued(&app, &admin, IdForm::of_site("所長", &[cast.site])).await;
        admin_id::prolong(&admin, site_id, day(20_281_119)).await.unwrap();
        assert_eq!(fee::unpaid(&app.system(), "", None).await.unwrap().rows.len(), 1);
    });
}

#[test]
fn a_lent_id_acts_in_the_lenders_name_at_its_sites_and_days_and_both_stand_in_the_trail() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let lender = cast.admin(&app, cast.prime);
        let other = site::create(&lender, &site_form("臨海南橋")).await.unwrap();
        let (id, union) = issued(&app, &lender, lent(&cast)).await;
        let root = StructureId(Uuid::from_u128(1));
        let add = |call: Call| async move { structure::add(&call, cast.site, root, cast.stranger).await };
        assert_eq!(code(add(union.clone()).await), "forbidden.not_yet");
        app.at(20_261_201, "00:00");
        add(union.clone()).await.unwrap();
        assert_eq!(code(site::detail(&union, other).await), "forbidden.not_yours", "another site of the lender");
        assert_eq!(code(business::registration(&union).await), "forbidden.role");
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 50).await.unwrap();
        let act = events.iter().find(|event| event.process == "structure.add").unwrap();
        assert_eq!((act.lent_to.as_deref(), act.actor_account), (Some("湊町建設組合"), Some(id)));
        let lender_of = store::account::by_id(app.db().read(), id).await.unwrap().unwrap().business;
        assert_eq!(lender_of, Some(cast.prime), "in whose name");
        assert!(events.iter().all(|event| event.lent_to.is_none() || event.actor_account == Some(id)));
        app.at(20_261_231, "23:59");
        site::detail(&union, cast.site).await.unwrap();
        app.at(20_270_101, "00:00");
        assert_eq!(code(site::detail(&union, cast.site).await), "forbidden.expired");
        // The lender sees it, and ends it at any time.
        let rows = account::list(&lender).await.unwrap();
        let row = rows.iter().find(|row| row.id == id).unwrap();
        assert_eq!(row.held.as_ref().unwrap().held.lent_to.as_deref(), Some("湊町建設組合"));
        assert_eq!(code(admin_id::end(&cast.admin(&app, cast.sub), id).await), "not_found", "nobody else does");
        admin_id::end(&lender, id).await.unwrap();
        assert_eq!(code(account::actor_of(app.db(), id).await), "forbidden.log_in_first");
        let foreign = IdForm { until: "2027-12-31".to_owned(), ..lent(&cast) };
        let own_site = IdForm { sites: vec![other.to_string()], ..foreign };
        let refused = fields(admin_id::issue(&cast.admin(&app, cast.sub), &own_site).await);
        assert_eq!((refused[0].field.as_str(), refused[0].problem.clone()), ("sites", Problem::Unknown));
    });
}

#[test]
fn a_person_of_the_business_does_what_their_duty_allows_in_their_own_name() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (manager_id, manager) = issued(&app, &admin, member(Duty::Manager)).await;
        let (_, staff) = issued(&app, &admin, member(Duty::Staff)).await;
        let (_, reader) = issued(&app, &admin, member(Duty::Reader)).await;
        business::registration(&manager).await.unwrap();
        assert_eq!(code(business::registration(&staff).await), "forbidden.duty");
        assert_eq!(code(admin_id::issue(&staff, &member(Duty::Manager)).await), "forbidden.duty");
        assert_eq!(code(account::list(&reader).await), "forbidden.duty");
        let opened = site::create(&staff, &site_form("臨海南橋")).await.unwrap();
        assert_eq!(code(site::create(&reader, &site_form("臨海北橋")).await), "forbidden.duty");
        site::detail(&reader, opened).await.unwrap();
        let root = StructureId(Uuid::from_u128(1));
        assert_eq!(code(structure::add(&reader, cast.site, root, cast.stranger).await), "forbidden.duty");
        let events = store::event::of_subject(app.db().read(), "site", &opened.to_string(), 5).await.unwrap();
        assert_eq!(events[0].actor_account, staff.actor.account, "the trail names the person");
        assert_eq!(code(admin_id::end(&manager, manager_id).await), "forbidden.not_yours", "nobody locks themself out");
        admin_id::end(&manager, staff.actor.account.unwrap()).await.unwrap();
        for role in [Role::Public, Role::Technician, Role::SiteAdmin, Role::Reviewer, Role::Gate, Role::Partner] {
            let who = app.role(role);
            for kind in IdKind::ALL {
                assert!(code(admin_id::may_issue(&who, *kind)).starts_with("forbidden."), "{role:?} {kind:?}");
            }
            assert!(code(admin_id::end(&who, manager_id).await).starts_with("forbidden."), "{role:?}");
            assert!(
                code(admin_id::prolong(&who, manager_id, day(20_271_119)).await).starts_with("forbidden."),
                "{role:?}"
            );
        }
    });
}

#[test]
fn who_presses_twice_at_once_buys_one_year_and_nothing_is_issued_below_what_ends() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (id, _) = issued(&app, &admin, branch("千葉支店", None)).await;
        let until = day(20_271_119);
        let (one, other) = tokio::join!(admin_id::prolong(&admin, id, until), admin_id::prolong(&admin, id, until));
        let (done, refused) = if one.is_ok() { (one, other) } else { (other, one) };
        assert_eq!((done.unwrap().number(), code(refused).as_str()), (20_281_119, "conflict.state"));
        assert_eq!(code(admin_id::prolong(&admin, id, until).await), "conflict.state", "nor after one another");
        let asked = fee::unpaid(&app.system(), "", None).await.unwrap().rows;
        assert_eq!(asked.len(), 2, "the first year and one more");

        let form = branch("工務部", Some(id));
        let (ended, issued) = tokio::join!(admin_id::end(&admin, id), admin_id::issue(&admin, &form));
        ended.unwrap();
        let left = account::list(&admin).await.unwrap();
        assert!(left.iter().all(|row| row.held.is_none()), "{issued:?}: {left:?}");
        assert_eq!(code(admin_id::prolong(&admin, id, day(20_281_119)).await), "not_found");
    });
}

#[test]
fn an_id_reaches_no_further_in_time_than_those_above_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (top, at_top) = issued(&app, &admin, branch("千葉支店", None)).await;
        let site = site::create(&at_top, &site_form("臨海北橋")).await.unwrap();
        let form = IdForm { until: "2035-01-31".to_owned(), ..IdForm::of_site("所長", &[site]) };
        let (id, at_site) = issued(&app, &again(&app, top).await, form).await;
        app.at(20_271_119, "23:59");
        site::detail(&again(&app, id).await, site).await.unwrap();
        app.at(20_271_120, "00:00");
        assert_eq!(code(site::detail(&at_site, site).await), "forbidden.expired");
        let rows = account::list(&admin).await.unwrap();
        let seen = rows.iter().find(|row| row.id == id).unwrap().held.as_ref().unwrap();
        assert_eq!(seen.standing, IdStanding::Expired, "the list says so too");
        let owed = fee::unpaid(&app.system(), "", None).await.unwrap().rows[0].id;
        fee::mark_paid(&app.system(), owed).await.unwrap();
        admin_id::prolong(&admin, top, day(20_271_119)).await.unwrap();
        site::detail(&again(&app, id).await, site).await.unwrap();
    });
}

#[test]
fn a_branch_ends_no_log_in_but_those_below_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (chiba, at_chiba) = issued(&app, &admin, branch("千葉支店", None)).await;
        let (saitama, _) = issued(&app, &admin, branch("埼玉支店", None)).await;
        let (below, _) = issued(&app, &at_chiba, branch("工務部", None)).await;
        for id in [saitama, chiba] {
            assert!(code(account::disable(&at_chiba, id).await).starts_with("forbidden."));
            assert!(code(admin_id::end(&at_chiba, id).await).starts_with("forbidden."));
        }
        assert!(code(account::disable(&admin, saitama).await).starts_with("forbidden."), "the operator's way");
        admin_id::end(&at_chiba, below).await.unwrap();
        assert_eq!(account::list(&admin).await.unwrap().iter().filter(|row| row.held.is_some()).count(), 2);
    });
}

#[test]
fn what_the_operator_disables_takes_all_below_it_along() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (top, _) = issued(&app, &admin, branch("千葉支店", None)).await;
        let (below, _) = issued(&app, &admin, branch("工務部", Some(top))).await;
        let (deepest, _) = issued(&app, &admin, branch("第一課", Some(below))).await;
        let (beside, _) = issued(&app, &admin, branch("神奈川支店", None)).await;
        assert_eq!(code(account::disable(&admin, top).await), "forbidden.role");
        account::disable(&app.role(domain::access::Role::Operator), top).await.unwrap();
        for (id, gone) in [(top, true), (below, true), (deepest, true), (beside, false)] {
            let found = store::account::by_id(app.db().read(), id).await.unwrap().unwrap();
            assert_eq!(found.disabled_at.is_some(), gone, "{}", found.name);
        }
    });
}

#[test]
fn nobody_pays_for_an_id_below_one_that_has_ended() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        let (top, _) = issued(&app, &admin, branch("千葉支店", None)).await;
        let (below, _) = issued(&app, &admin, branch("工務部", Some(top))).await;
        for owed in fee::unpaid(&app.system(), "", None).await.unwrap().rows {
            fee::mark_paid(&app.system(), owed.id).await.unwrap();
        }
        app.at(20_271_120, "00:00");
        let last = day(20_271_119);
        assert_eq!(code(admin_id::prolong(&admin, below, last).await), "admin_id.not_in_use", "it would not work");
        assert_eq!(code(admin_id::issue(&admin, &branch("第一課", Some(below))).await), "admin_id.not_in_use");
        assert!(fee::unpaid(&app.system(), "", None).await.unwrap().rows.is_empty());
        admin_id::prolong(&admin, top, last).await.unwrap();
        admin_id::prolong(&admin, below, last).await.unwrap();
    });
}
