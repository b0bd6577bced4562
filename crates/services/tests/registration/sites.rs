//! Sites, structure and roster.

use crate::play::{Desk, admin, code, fields, sole_proprietor_form, stranger, technician_form};
use domain::{
    access::Role,
    business::BusinessForm,
    form::Problem,
    id::{BusinessId, RosterId, SiteId, StructureId, TechnicianId},
    roster::{RosterForm, RosterWarning},
    site::{SiteForm, SiteTask},
    technician::TechnicianForm,
};
use services::{Call, roster, site, structure};
use store::ConnectionTrait as _;
use testkit::{TestApp, both};

fn site_form() -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text("湊町三丁目共同住宅"),
        postcode: text("135-0016"),
        prefecture: text("13"),
        address: text("江東区湊町3-1-5"),
        start: text("2026-04-01"),
        end: text("2027-09-30"),
        client_name: text("湊町市"),
        public_client: text("yes"),
        work_kind: text("building"),
        ..SiteForm::default()
    }
}

pub fn line(technician: TechnicianId, place: StructureId, from: &str) -> RosterForm {
    let text = str::to_owned;
    RosterForm {
        technician_id: technician.to_string(),
        structure_id: place.to_string(),
        trade: text("06"),
        role: text("worker"),
        work_content: text("足場の組立"),
        hazardous: text("no"),
        from: text(from),
    }
}

/// Three businesses, a site of the first, its root.
pub struct Stage {
    pub desk: Desk,
    pub prime: Call,
    pub sub: Call,
    pub second: Call,
    pub rival: Call,
    pub site: SiteId,
    pub root: StructureId,
}

pub fn business(call: &Call) -> BusinessId {
    call.actor.business.unwrap()
}

impl Stage {
    pub async fn set(app: &TestApp) -> Self {
        let desk = Desk::open(app).await;
        let mut calls = Vec::new();
        for name in ["港栄建設", "北浜架設", "南工業", "よそ建設"] {
            let form = BusinessForm { name: name.to_owned(), ..sole_proprietor_form() };
            calls.push(admin(app, &desk.business(app, form).await).await);
        }
        let [prime, sub, second, rival] = <[Call; 4]>::try_from(calls).ok().unwrap();
        let site = site::create(&prime, &site_form()).await.unwrap();
        let root = site::detail(&prime, site).await.unwrap().structure[0].id;
        Self { desk, prime, sub, second, rival, site, root }
    }
    pub async fn person(&self, app: &TestApp, given: &str, employer: &Call) -> TechnicianId {
        let form = TechnicianForm {
            given_name: given.to_owned(),
            employer_id: business(employer).to_string(),
            ..technician_form()
        };
        self.desk.technician(app, form).await.technician_id.unwrap()
    }
}

#[test]
fn a_site_has_its_prime_from_the_first_moment() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let detail = site::detail(&stage.prime, stage.site).await.unwrap();
        assert_eq!((detail.prime.as_str(), detail.structure.len(), detail.structure[0].tier), ("港栄建設", 1, 0));
        assert!(detail.site.open && detail.entry.public_client);
        assert_eq!(site::list(&stage.prime).await.unwrap().len(), 1);
        let wrong = SiteForm { name: String::new(), end: "2026-01-01".to_owned(), ..site_form() };
        let named: Vec<String> =
            fields(site::create(&stage.prime, &wrong).await).into_iter().map(|problem| problem.field).collect();
        assert_eq!(named, ["name", "end"]);
        for role in [Role::Technician, Role::SiteAdmin, Role::Reviewer, Role::Operator, Role::Gate] {
            assert!(
                code(site::create(&stranger(&app, role), &site_form()).await).starts_with("forbidden."),
                "{role:?}"
            );
        }
    });
}

#[test]
fn a_foreign_business_neither_sees_nor_changes_a_site() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let person = stage.person(&app, "蓮", &stage.prime).await;
        let entry = roster::add(&stage.prime, stage.site, &line(person, stage.root, "2026-11-20")).await.unwrap();
        let not_yours = "forbidden.not_yours";
        assert_eq!(code(site::detail(&stage.rival, stage.site).await), not_yours);
        assert!(site::list(&stage.rival).await.unwrap().is_empty());
        assert_eq!(code(structure::add(&stage.rival, stage.site, stage.root, business(&stage.rival)).await), not_yours);
        assert_eq!(
            code(roster::add(&stage.rival, stage.site, &line(person, stage.root, "2026-11-20")).await),
            not_yours
        );
        assert_eq!(code(roster::end(&stage.rival, entry).await), not_yours);
        assert_eq!(code(site::detail(&app.call, stage.site).await), "forbidden.log_in_first");
        assert_eq!(code(site::detail(&stage.prime, SiteId::from_body(1)).await), "not_found");
        assert_eq!(code(roster::end(&stage.prime, RosterId(uuid::Uuid::nil())).await), "not_found");
    });
}

#[test]
fn each_tier_adds_under_itself_and_the_prime_anywhere() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let (sub, second) = (business(&stage.sub), business(&stage.second));
        let place = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        assert_eq!(code(structure::add(&stage.prime, stage.site, stage.root, sub).await), "conflict.duplicate");
        assert_eq!(
            code(structure::add(&stage.prime, stage.site, place, business(&stage.prime)).await),
            "conflict.duplicate"
        );
        assert_eq!(
            code(structure::add(&stage.sub, stage.site, stage.root, second).await),
            "forbidden.not_yours",
            "beside itself"
        );
        let unknown = structure::add(&stage.sub, stage.site, place, BusinessId::from_body(77)).await;
        assert_eq!(fields(unknown)[0].problem, Problem::Unknown);
        let nowhere = structure::add(&stage.sub, stage.site, StructureId(uuid::Uuid::nil()), second).await;
        assert_eq!(fields(nowhere)[0].field, "parent");
        let below = structure::add(&stage.sub, stage.site, place, second).await.unwrap();
        let detail = site::detail(&stage.second, stage.site).await.unwrap();
        let tiers: Vec<(StructureId, i16)> = detail.structure.iter().map(|node| (node.id, node.tier)).collect();
        assert_eq!(tiers, [(stage.root, 0), (place, 1), (below, 2)]);
        structure::add(&stage.prime, stage.site, below, business(&stage.rival)).await.unwrap();
        assert_eq!(site::list(&stage.rival).await.unwrap().len(), 1, "a member sees the site now");
    });
}

#[test]
fn a_person_stands_on_a_roster_once_at_a_time() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        let entry = roster::add(&stage.sub, stage.site, &line(person, place, "2026-11-20")).await.unwrap();
        let again = roster::add(&stage.prime, stage.site, &line(person, stage.root, "2026-11-20")).await;
        assert_eq!(code(again), "conflict.on_roster");
        assert_eq!(
            code(roster::add(&stage.sub, stage.site, &line(person, stage.root, "2026-12-01")).await),
            "forbidden.not_yours"
        );
        let unknown = RosterForm { role: String::new(), ..line(TechnicianId::from_body(5), place, "2026-11-20") };
        assert_eq!(fields(roster::add(&stage.sub, stage.site, &unknown).await)[0].field, "role", "the form first");
        let unknown = line(TechnicianId::from_body(5), StructureId(uuid::Uuid::nil()), "2026-11-20");
        let named: Vec<String> = fields(roster::add(&stage.sub, stage.site, &unknown).await)
            .into_iter()
            .map(|problem| problem.field)
            .collect();
        assert_eq!(named, ["technician_id", "structure_id"]);

        roster::end(&stage.sub, entry).await.unwrap();
        assert_eq!(code(roster::end(&stage.sub, entry).await), "conflict.already_done");
        assert_eq!(
            code(roster::add(&stage.sub, stage.site, &line(person, place, "2026-11-20")).await),
            "conflict.on_roster",
            "the last day counts"
        );
        roster::add(&stage.sub, stage.site, &line(person, place, "2026-11-21")).await.unwrap();
        app.at(20_271_001, "08:00");
        let late = roster::add(&stage.sub, stage.site, &line(person, place, "2027-10-01")).await;
        assert_eq!(code(late), "forbidden.site_closed", "the works have ended");
        assert_eq!(
            code(structure::add(&stage.prime, stage.site, stage.root, business(&stage.second)).await),
            "forbidden.site_closed"
        );
    });
}

#[test]
fn a_member_sees_its_own_branch_of_the_roster_only() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let beside = structure::add(&stage.prime, stage.site, stage.root, business(&stage.second)).await.unwrap();
        let ours = stage.person(&app, "蓮", &stage.sub).await;
        let theirs = stage.person(&app, "葵", &stage.second).await;
        roster::add(&stage.sub, stage.site, &line(ours, place, "2026-11-20")).await.unwrap();
        // Young and without pension: marked, and stops nothing. Somebody else's employee, too.
        roster::add(&stage.prime, stage.site, &line(theirs, beside, "2026-11-20")).await.unwrap();
        let names = async |call: &Call| {
            let detail = site::detail(call, stage.site).await.unwrap();
            detail.roster.into_iter().map(|line| line.technician_id).collect::<Vec<_>>()
        };
        let mut all = names(&stage.prime).await;
        all.sort_unstable();
        let mut both = vec![ours, theirs];
        both.sort_unstable();
        assert_eq!(all, both);
        assert_eq!(names(&stage.sub).await, [ours]);
        assert_eq!(names(&stage.second).await, [theirs]);
        let seen = site::detail(&stage.sub, stage.site).await.unwrap();
        let mut people: Vec<_> = seen.structure.iter().map(|node| (node.business_id, node.people)).collect();
        people.retain(|(_, people)| people.is_some());
        assert_eq!(people, [(business(&stage.sub), Some(1))], "its own people only");
        let people = roster::my_people(&stage.sub).await.unwrap();
        assert_eq!(people.iter().map(|person| person.technician_id).collect::<Vec<_>>(), [ours]);
        assert!(roster::my_people(&stage.rival).await.unwrap().is_empty());
        assert!(code(roster::my_people(&app.call).await).starts_with("forbidden."));
        let seen_by = store::technician::seen_by(app.db().read(), ours, app.call.today()).await.unwrap();
        assert!(
            seen_by.contains(&business(&stage.prime))
                && seen_by.contains(&business(&stage.sub))
                && !seen_by.contains(&business(&stage.second))
        );
    });
}

#[test]
fn insurance_looked_after_is_no_task_until_it_changes() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let missing = TechnicianForm { pension: "none".to_owned(), ..technician_form() };
        let person = stage.desk.technician(&app, missing).await.technician_id.unwrap();
        let whole = stage.person(&app, "葵", &stage.sub).await;
        let entry = roster::add(&stage.sub, stage.site, &line(person, place, "2026-11-20")).await.unwrap();
        let other = roster::add(&stage.sub, stage.site, &line(whole, place, "2026-11-20")).await.unwrap();
        let warned = async |call: &Call| {
            let (_, to_do) = site::to_do(call).await.unwrap();
            let page = site::detail(call, stage.site).await.unwrap();
            let line = page.roster.into_iter().find(|line| line.id == entry).unwrap();
            let task = to_do.iter().flat_map(|site| &site.tasks).any(|task| matches!(task, SiteTask::Insurance(_)));
            assert_eq!(task, line.warnings.contains(&RosterWarning::InsuranceMissing));
            assert_eq!(task, line.insurance_checked.is_none());
            task
        };
        assert!(warned(&stage.sub).await && warned(&stage.prime).await);
        for call in [&stage.second, &stage.rival, &stranger(&app, Role::Operator)] {
            assert!(code(roster::check_insurance(call, entry).await).starts_with("forbidden."));
        }
        assert_eq!(
            code(roster::check_insurance(&stage.sub, other).await),
            "conflict.already_done",
            "nothing is missing"
        );
        roster::check_insurance(&stage.sub, entry).await.unwrap();
        assert_eq!(code(roster::check_insurance(&stage.sub, entry).await), "conflict.already_done");
        assert!(!warned(&stage.sub).await, "looked after");
        assert!(warned(&stage.prime).await, "each business for itself");
        let events = store::event::of_subject(app.db().read(), "roster", &entry.to_string(), 5).await.unwrap();
        assert!(
            events.iter().any(|event| event.process == "roster.insurance_checked" && event.actor_account.is_some())
        );
        app.at(20_261_201, "08:00");
        assert!(!warned(&stage.sub).await, "it does not come back the next day");
        let changed = app.db().writer();
        let sql = format!(
            "UPDATE technician SET insurance = replace(insurance, '\"employment\":\"joined\"', '\"employment\":\"none\"') WHERE id = {person}"
        );
        changed.execute_unprepared(&sql).await.unwrap();
        assert!(warned(&stage.sub).await, "another state of it is to be looked after again");
        roster::check_insurance(&stage.sub, entry).await.unwrap();
        assert!(!warned(&stage.sub).await);
    });
}

#[test]
fn what_is_missing_on_paper_is_marked_and_stops_nothing() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let form = TechnicianForm {
            birth_era: "western".to_owned(),
            birth_year: "2010".to_owned(),
            experience_years: "1".to_owned(),
            pension: "none".to_owned(),
            ..technician_form()
        };
        let person = stage.desk.technician(&app, form).await.technician_id.unwrap();
        let entry = roster::add(&stage.prime, stage.site, &line(person, stage.root, "2026-11-20")).await.unwrap();
        let detail = site::detail(&stage.prime, stage.site).await.unwrap();
        assert_eq!(
            detail.roster[0].warnings,
            [RosterWarning::UnderAge18, RosterWarning::InsuranceMissing, RosterWarning::InductionMissing]
        );
        let event = store::event::of_subject(app.db().read(), "roster", &entry.to_string(), 5).await.unwrap().remove(0);
        assert!(event.new.unwrap().contains("\"employed\":false"), "nobody's employee: the event says so");
        assert_eq!((detail.site.people, detail.today.records, detail.today.inside), (1, 0, 0));

        // Nobody but the prime stands in the structure yet.
        let (_, to_do) = site::to_do(&stage.prime).await.unwrap();
        let tasks = to_do.into_iter().map(|site| (site.id, site.tasks)).collect::<Vec<_>>();
        assert_eq!(
            tasks,
            [(stage.site, vec![SiteTask::Structure, SiteTask::Insurance(vec![detail.roster[0].name.clone()])])]
        );
        structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let (sites, to_do) = site::to_do(&stage.sub).await.unwrap();
        let tasks = to_do.into_iter().map(|site| site.tasks).collect::<Vec<_>>();
        assert_eq!(
            (sites.len(), tasks),
            (1, vec![vec![SiteTask::Roster]]),
            "the prime's people are not its own to insure"
        );
        assert_eq!(site::to_do(&stage.rival).await.unwrap(), (Vec::new(), Vec::new()));
        for role in [Role::Technician, Role::Reviewer, Role::Gate, Role::Operator] {
            assert!(code(site::to_do(&stranger(&app, role)).await).starts_with("forbidden."), "{role:?}");
        }
    });
}
