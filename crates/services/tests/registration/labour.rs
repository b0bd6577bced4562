//! Labour supplied in a disaster, from the agreement to the wages: each act by its side, refused for all others, and numbers
//! that never contradict each other.

use crate::{
    counter::{Body, body},
    play::{code, fields, office},
};
use domain::{
    access::Role,
    counter::PersonForm,
    form::Problem,
    id::{LabourAgreementId, LabourCallId, LabourOfferId, LabourRequestId, OfficeId, SiteId, TechnicianId},
    labour::{AgreementForm, AgreementState, Numbers, OfferState, PaidForm, Passing, RequestForm, Side, Step},
    notice::NoticeKind,
    site::SiteForm,
};
use services::{Call, labour, notice, roster, site};
use store::ConnectionTrait as _;
use testkit::{Cast, TestApp, both, cast};

pub struct Play {
    pub cast: Cast,
    pub prime: Call,
    pub other: Call,
    pub union: Body,
    pub rival: Body,
    pub site: SiteId,
    pub office: OfficeId,
}

fn site_form() -> SiteForm {
    let text = str::to_owned;
    SiteForm {
        name: text("南志見応急仮設住宅"),
        postcode: text("928-0062"),
        prefecture: text("17"),
        address: text("輪島市南志見1"),
        start: text("2026-11-01"),
        end: text("2027-03-31"),
        client_name: text("見本県"),
        public_client: text("yes"),
        work_kind: text("building"),
        ..SiteForm::default()
    }
}

pub async fn play(app: &TestApp, people: usize) -> Play {
    let cast = cast(app, people).await;
    let operator = office(app, Role::Operator, "unei-1").await;
    let union = body(app, &operator, "見本建設組合連合会", false).await;
    let rival = body(app, &operator, "よその組合", false).await;
    let prime = cast.admin(app, cast.prime);
    let site = site::create(&prime, &site_form()).await.unwrap();
    let office = union.field.actor.desk.unwrap().office;
    Play { other: cast.admin(app, cast.sub), cast, prime, union, rival, site, office }
}

pub fn agreement_form(union: &Body) -> AgreementForm {
    let text = str::to_owned;
    AgreementForm {
        union: union.id.to_string(),
        agreed_from: text("2026-11-01"),
        agreed_until: text("2027-03-31"),
        hours: text("8時から17時まで"),
        lodging: text("宿舎と3食つき"),
        insurance: text("社会保険と労災"),
        payer: text("見本社会保険労務士法人"),
        ..AgreementForm::begun()
    }
}

pub fn request_form(agreement: LabourAgreementId, site: SiteId, people: i64) -> RequestForm {
    let text = str::to_owned;
    RequestForm {
        agreement: agreement.to_string(),
        site: site.to_string(),
        from: text("2026-12-01"),
        until: text("2027-02-28"),
        trade: text("06"),
        work: text("木造応急仮設住宅の大工工事"),
        people: people.to_string(),
    }
}

pub fn person(id: TechnicianId) -> PersonForm {
    let text = str::to_owned;
    PersonForm {
        technician: id.to_string(),
        birth_era: text("western"),
        birth_year: text("1990"),
        birth_month: text("4"),
        birth_day: text("2"),
    }
}

pub fn passing(office: OfficeId, people: i64) -> Passing {
    Passing { office: office.to_string(), people: people.to_string() }
}

/// A request for so many people under an agreement both have agreed to.
pub async fn asked(play: &Play, people: i64) -> LabourRequestId {
    let agreement = labour::propose(&play.prime, &agreement_form(&play.union)).await.unwrap();
    labour::answer_agreement(&play.union.head, agreement, true).await.unwrap();
    labour::ask(&play.prime, &request_form(agreement, play.site, people)).await.unwrap()
}

/// The local union's part of a request, with so many people.
pub async fn passed(play: &Play, id: LabourRequestId, people: i64) -> LabourCallId {
    labour::pass_on(&play.union.head, id, &passing(play.office, people)).await.unwrap();
    let calls = labour::calls(&play.union.field).await.unwrap();
    calls.into_iter().find(|(part, _)| part.request == id).unwrap().0.id
}

async fn numbers(play: &Play, id: LabourRequestId) -> Numbers {
    labour::order(&play.prime, id).await.unwrap().request.numbers
}

async fn told(call: &Call, kind: NoticeKind) -> bool {
    notice::list(call).await.unwrap().iter().any(|line| line.kind == kind)
}

#[test]
fn nine_steps_lead_from_an_agreement_to_wages() {
    both(|app| async move {
        let play = play(&app, 2).await;
        let (head, field) = (&play.union.head, &play.union.field);
        let (one, two) = (play.cast.people[0], play.cast.people[1]);
        let me = play.cast.technician(&app, one);
        // One has no employer and no business: a self-employed person.
        app.db()
            .writer()
            .execute_unprepared(&format!("DELETE FROM employment WHERE technician_id = {one}"))
            .await
            .unwrap();
        let agreement = labour::propose(&play.prime, &agreement_form(&play.union)).await.unwrap();
        assert_eq!(code(labour::ask(&play.prime, &request_form(agreement, play.site, 2)).await), "labour.not_agreed");
        assert_eq!(labour::agreements(head).await.unwrap()[0].state, AgreementState::Proposed);
        labour::answer_agreement(head, agreement, true).await.unwrap();
        assert_eq!(code(labour::answer_agreement(head, agreement, false).await), "conflict.already_done");
        assert!(told(&play.prime, NoticeKind::LabourAgreed).await);
        let id = labour::ask(&play.prime, &request_form(agreement, play.site, 2)).await.unwrap();
        let part = passed(&play, id, 2).await;
        let first = labour::offer(field, part, &person(one)).await.unwrap();
        labour::offer(field, part, &person(two)).await.unwrap();

        assert!(told(&me, NoticeKind::LabourOffered).await);
        let own = labour::offers(&me).await.unwrap().remove(0);
        assert_eq!((own.offer.level.number(), own.offer.yen.get()), (2, 26_000), "the wage of the level");
        assert_eq!(own.request.agreement.terms.payer, "見本社会保険労務士法人");
        let (_, _, offers, _) = labour::own_call(field, part).await.unwrap();
        assert!(offers.iter().all(|row| row.name.is_none()), "no name before they accept");
        labour::accept(&me, first).await.unwrap();
        let (_, _, offers, _) = labour::own_call(field, part).await.unwrap();
        assert_eq!(offers.iter().filter(|row| row.name.is_some()).count(), 1);
        assert!(labour::order(&play.prime, id).await.unwrap().people.is_empty(), "the prime knows nobody yet");

        assert_eq!(code(labour::hand_list_on(head, id).await), "labour.nobody_listed");
        assert_eq!(labour::send_list(field, part).await.unwrap(), 1);
        assert_eq!(code(labour::send_list(field, part).await), "labour.nobody_accepted");
        assert_eq!(code(labour::put_on_roster(&play.prime, id).await), "labour.nobody_named");
        assert_eq!(labour::hand_list_on(head, id).await.unwrap(), 1);
        assert!(told(&play.prime, NoticeKind::LabourNamed).await);
        let done = labour::put_on_roster(&play.prime, id).await.unwrap();
        assert_eq!((done.placed, done.left), (1, 0));
        assert_eq!(code(labour::put_on_roster(&play.prime, id).await), "labour.nobody_named", "once");
        assert!(told(&me, NoticeKind::LabourBegun).await);
        assert_eq!(code(labour::decline(&me, first).await), "labour.answered", "the employment has begun");

        let paid = |on: &str, many: &str| PaidForm { paid_on: on.to_owned(), paid: many.to_owned() };
        assert_eq!(fields(labour::paid(&play.prime, id, &paid("2026-11-20", "2")).await)[0].field, "paid");
        labour::paid(&play.prime, id, &paid("2026-11-20", "1")).await.unwrap();
        let steps = labour::order(&play.prime, id).await.unwrap().steps;
        let kinds: Vec<Step> = steps.iter().map(|step| step.step).collect();
        let mut distinct = kinds.clone();
        distinct.dedup();
        assert_eq!(distinct, Step::ALL, "the nine in their order");
        assert_eq!((steps[0].side, steps[1].side), (Side::Prime, Side::Union), "both sides agree");
        assert!(steps.iter().all(|step| step.filled <= step.asked), "{steps:?}");
        assert_eq!(numbers(&play, id).await.employed, 1);
    });
}

#[test]
fn the_list_becomes_roster_and_employment_for_the_days_of_the_request_and_both_end() {
    both(|app| async move {
        let play = play(&app, 2).await;
        let id = asked(&play, 2).await;
        let part = passed(&play, id, 2).await;
        for (at, day) in [(0, 20_261_120), (1, 20_261_210)] {
            app.at(day, "09:00");
            let who = play.cast.people[at];
            let offer = labour::offer(&play.union.field, part, &person(who)).await.unwrap();
            labour::accept(&play.cast.technician(&app, who), offer).await.unwrap();
        }
        labour::send_list(&play.union.field, part).await.unwrap();
        labour::hand_list_on(&play.union.head, id).await.unwrap();
        labour::put_on_roster(&play.prime, id).await.unwrap();
        let detail = site::detail(&play.prime, play.site).await.unwrap();
        let mut lines: Vec<_> = detail.roster.iter().map(|line| (line.technician_id, line)).collect();
        lines.sort_by_key(|(who, _)| *who);
        for ((_, line), first) in lines.iter().zip([20_261_201, 20_261_210]) {
            assert_eq!((line.business_id, line.tier), (play.cast.prime, 0), "under the prime's own place");
            assert_eq!((line.from.number(), line.until.unwrap().number()), (first, 20_270_228));
            assert_eq!(line.work_content.as_deref(), Some("木造応急仮設住宅の大工工事"));
        }
        for (at, first) in [(0, 20_261_201), (1, 20_261_210)] {
            let engaged = store::technician::engaged(app.db().read(), play.cast.people[at]).await.unwrap();
            let with_prime = engaged.iter().find(|of| of.business == play.cast.prime).unwrap();
            assert_eq!((with_prime.from.number(), with_prime.until.unwrap().number()), (first, 20_270_228));
            assert!(!with_prime.main && engaged.iter().any(|of| of.main && of.business == play.cast.sub));
        }
        assert_eq!(roster::my_people(&play.prime).await.unwrap().len(), 2);
        app.at(20_270_301, "09:00");
        assert!(roster::my_people(&play.prime).await.unwrap().is_empty(), "the employments have ended");
        assert!(site::detail(&play.prime, play.site).await.unwrap().roster.is_empty(), "and so has the roster");
    });
}

#[test]
fn who_stands_on_the_roster_already_is_left_for_somebody_to_look() {
    both(|app| async move {
        let play = play(&app, 1).await;
        let agreement = labour::propose(&play.prime, &agreement_form(&play.union)).await.unwrap();
        labour::answer_agreement(&play.union.head, agreement, true).await.unwrap();
        // The cast's person stands on this site's roster under the subcontractor.
        let id = labour::ask(&play.prime, &request_form(agreement, play.cast.site, 1)).await.unwrap();
        let part = passed(&play, id, 1).await;
        let me = play.cast.technician(&app, play.cast.people[0]);
        let offer = labour::offer(&play.union.field, part, &person(play.cast.people[0])).await.unwrap();
        labour::accept(&me, offer).await.unwrap();
        labour::send_list(&play.union.field, part).await.unwrap();
        labour::hand_list_on(&play.union.head, id).await.unwrap();
        let done = labour::put_on_roster(&play.prime, id).await.unwrap();
        assert_eq!((done.placed, done.left), (0, 1));
        assert_eq!(numbers(&play, id).await.employed, 0, "and nothing was written");
        let engaged = store::technician::engaged(app.db().read(), play.cast.people[0]).await.unwrap();
        assert!(engaged.iter().all(|of| of.business != play.cast.prime));
        assert_eq!(labour::order(&play.prime, id).await.unwrap().people[0].state, OfferState::Named);
        labour::decline(&me, offer).await.unwrap();
        assert_eq!(
            code(labour::put_on_roster(&play.prime, id).await),
            "labour.nobody_named",
            "an acceptance taken back"
        );
    });
}

#[test]
fn never_more_come_than_the_prime_says() {
    both(|app| async move {
        let play = play(&app, 3).await;
        let id = asked(&play, 1).await;
        let (head, field) = (&play.union.head, &play.union.field);
        let beyond = fields(labour::pass_on(head, id, &passing(play.office, 2)).await);
        assert_eq!((beyond[0].field.as_str(), &beyond[0].problem), ("people", &Problem::OutOfRange { min: 1, max: 1 }));
        let part = passed(&play, id, 1).await;
        let first = labour::offer(field, part, &person(play.cast.people[0])).await.unwrap();
        let full = labour::offer(field, part, &person(play.cast.people[1])).await;
        assert_eq!(code(full), "labour.full");
        assert_eq!(fields(labour::change_people(&play.prime, id, "0").await)[0].field, "people");
        labour::change_people(&play.prime, id, "2").await.unwrap();
        assert_eq!(
            code(labour::offer(field, part, &person(play.cast.people[1])).await),
            "labour.full",
            "not passed on"
        );
        labour::pass_on(head, id, &passing(play.office, 2)).await.unwrap();
        assert_eq!(code(labour::offer(field, part, &person(play.cast.people[0])).await), "labour.offered_already");
        let second = labour::offer(field, part, &person(play.cast.people[1])).await.unwrap();
        assert_eq!(fields(labour::pass_on(head, id, &passing(play.office, 1)).await).len(), 1, "two are offered");
        assert_eq!(fields(labour::change_people(&play.prime, id, "1").await).len(), 1, "two are passed on");
        labour::withdraw(field, second).await.unwrap();
        let late = labour::accept(&play.cast.technician(&app, play.cast.people[1]), second).await;
        assert_eq!(code(late), "labour.answered");
        // Whoever declines makes room for another.
        labour::decline(&play.cast.technician(&app, play.cast.people[0]), first).await.unwrap();
        labour::offer(field, part, &person(play.cast.people[2])).await.unwrap();
        let wrong_day = PersonForm { birth_day: "3".to_owned(), ..person(play.cast.people[0]) };
        assert_eq!(code(labour::offer(field, part, &wrong_day).await), "employment.nobody");
        assert!(numbers(&play, id).await.is_consistent());
    });
}

#[test]
fn nobody_works_at_two_places_on_the_same_days_and_nothing_begins_after_the_end() {
    both(|app| async move {
        let play = play(&app, 1).await;
        let me = play.cast.technician(&app, play.cast.people[0]);
        let mut offers = Vec::new();
        for _ in 0..2 {
            let id = asked(&play, 1).await;
            let part = passed(&play, id, 1).await;
            offers.push(labour::offer(&play.union.field, part, &person(play.cast.people[0])).await.unwrap());
        }
        labour::accept(&me, offers[0]).await.unwrap();
        assert_eq!(code(labour::accept(&me, offers[1]).await), "labour.elsewhere");
        labour::decline(&me, offers[0]).await.unwrap();
        app.at(20_270_301, "09:00");
        assert_eq!(code(labour::accept(&me, offers[1]).await), "labour.over");
        let id = labour::requests(&play.prime).await.unwrap()[0].id;
        assert_eq!(code(labour::change_people(&play.prime, id, "5").await), "labour.over");
        assert_eq!(code(labour::pass_on(&play.union.head, id, &passing(play.office, 1)).await), "labour.over");
        labour::decline(&me, offers[1]).await.unwrap();
    });
}

#[test]
fn whatever_is_tried_in_whatever_order_the_numbers_agree() {
    both(|app| async move {
        let play = play(&app, 4).await;
        let id = asked(&play, 2).await;
        let part = passed(&play, id, 1).await;
        let mut offers: Vec<(usize, LabourOfferId)> = Vec::new();
        let mut chance: u32 = 20_261_120;
        let mut draw = |below: u32| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (chance >> 16) % below
        };
        for round in 0..90 {
            let many = i64::from(draw(5));
            let at = draw(4) as usize;
            let one = offers.get(draw(8) as usize).copied();
            // What is refused changes nothing; the numbers are looked at either way.
            match (draw(8), one) {
                (0, _) => drop(labour::change_people(&play.prime, id, &many.to_string()).await),
                (1, _) => drop(labour::pass_on(&play.union.head, id, &passing(play.office, many)).await),
                (2, _) => {
                    if let Ok(made) = labour::offer(&play.union.field, part, &person(play.cast.people[at])).await {
                        offers.push((at, made));
                    }
                }
                (3, Some((of, it))) => {
                    drop(labour::accept(&play.cast.technician(&app, play.cast.people[of]), it).await);
                }
                (4, Some((of, it))) => {
                    drop(labour::decline(&play.cast.technician(&app, play.cast.people[of]), it).await);
                }
                (5, Some((_, it))) => drop(labour::withdraw(&play.union.field, it).await),
                (6, _) => drop(labour::send_list(&play.union.field, part).await),
                _ => {
                    drop(labour::hand_list_on(&play.union.head, id).await);
                    drop(labour::put_on_roster(&play.prime, id).await);
                }
            }
            let now = numbers(&play, id).await;
            assert!(now.is_consistent(), "{round}: {now:?}");
        }
        let steps = labour::order(&play.prime, id).await.unwrap().steps;
        assert!(steps.iter().all(|step| step.filled <= step.asked), "{steps:?}");
        for sql in ["UPDATE labour_step SET filled = 0", "DELETE FROM labour_step"] {
            let refused = app.db().writer().execute_unprepared(sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
    });
}
