//! Labour supplied in a disaster: each act is of its side alone, and of nobody else's request.

use crate::{
    labour::{agreement_form, asked, passed, passing, person, play, request_form},
    play::{code, fields, stranger},
};
use domain::{
    access::Role,
    id::LabourOfferId,
    labour::{AgreementForm, PaidForm, UnionContact},
};
use services::labour;
use testkit::both;
use uuid::Uuid;

#[test]
fn nobody_does_what_is_anothers() {
    both(|app| async move {
        let play = play(&app, 1).await;
        let id = asked(&play, 1).await;
        let part = passed(&play, id, 1).await;
        let who = play.cast.people[0];
        let offer = labour::offer(&play.union.field, part, &person(who)).await.unwrap();
        let agreement = labour::propose(&play.prime, &agreement_form(&play.union)).await.unwrap();
        let me = play.cast.technician(&app, who);
        let paid = PaidForm::default();

        // Another business, another union, another local union, another person: as if there were none.
        assert_eq!(code(labour::order(&play.other, id).await), "not_found");
        assert_eq!(code(labour::change_people(&play.other, id, "2").await), "not_found");
        assert_eq!(code(labour::put_on_roster(&play.other, id).await), "not_found");
        assert_eq!(code(labour::paid(&play.other, id, &paid).await), "not_found");
        let theirs = fields(labour::ask(&play.other, &request_form(agreement, play.site, 1)).await);
        assert_eq!(theirs.iter().map(|found| found.field.as_str()).collect::<Vec<_>>(), ["agreement", "site"]);
        assert!(labour::requests(&play.other).await.unwrap().is_empty());
        assert!(labour::requests(&play.rival.head).await.unwrap().is_empty());
        assert!(labour::calls(&play.rival.field).await.unwrap().is_empty());
        assert_eq!(code(labour::answer_agreement(&play.rival.head, agreement, true).await), "not_found");
        assert_eq!(code(labour::supply(&play.rival.head, id).await), "not_found");
        assert_eq!(code(labour::pass_on(&play.rival.head, id, &passing(play.office, 1)).await), "not_found");
        assert_eq!(code(labour::hand_list_on(&play.rival.head, id).await), "not_found");
        let foreign = play.rival.field.actor.desk.unwrap().office;
        let head_office = play.union.head.actor.desk.unwrap().office;
        for office in [foreign, head_office] {
            let wrong = fields(labour::pass_on(&play.union.head, id, &passing(office, 1)).await);
            assert_eq!(wrong[0].field, "office", "only local unions of one's own");
        }
        assert_eq!(code(labour::own_call(&play.rival.field, part).await), "not_found");
        assert_eq!(code(labour::offer(&play.rival.field, part, &person(who)).await), "not_found");
        assert_eq!(code(labour::withdraw(&play.rival.field, offer).await), "not_found");
        assert_eq!(code(labour::send_list(&play.rival.field, part).await), "not_found");
        let colleague = play.cast.technician(&app, play.cast.unrostered);
        assert_eq!(code(labour::accept(&colleague, offer).await), "not_found");
        assert_eq!(code(labour::decline(&colleague, offer).await), "not_found");

        // Each side's acts are refused to all other kinds.
        for role in [Role::SiteAdmin, Role::Operator, Role::Reviewer, Role::Scrivener, Role::Gate, Role::Partner] {
            let other = stranger(&app, role);
            assert_eq!(code(labour::propose(&other, &AgreementForm::default()).await), "forbidden.role", "{role:?}");
            assert_eq!(code(labour::put_on_roster(&other, id).await), "forbidden.role", "{role:?}");
            assert_eq!(code(labour::hand_list_on(&other, id).await), "forbidden.role", "{role:?}");
            assert_eq!(code(labour::send_list(&other, part).await), "forbidden.role", "{role:?}");
            assert_eq!(code(labour::accept(&other, offer).await), "forbidden.role", "{role:?}");
        }
        for other in [&play.prime, &play.union.field, &me] {
            assert_eq!(code(labour::pass_on(other, id, &passing(play.office, 1)).await), "forbidden.role");
            assert_eq!(code(labour::answer_agreement(other, agreement, true).await), "forbidden.role");
            assert_eq!(code(labour::contact(other).await), "forbidden.role");
            assert_eq!(code(labour::keep_contact(other, &UnionContact::default()).await), "forbidden.role");
        }
        for other in [&play.prime, &play.union.head, &me] {
            assert_eq!(code(labour::offer(other, part, &person(who)).await), "forbidden.role");
            assert_eq!(code(labour::withdraw(other, offer).await), "forbidden.role");
        }
        for other in [&play.union.head, &play.union.field, &me] {
            assert_eq!(code(labour::change_people(other, id, "2").await), "forbidden.role");
            assert_eq!(code(labour::paid(other, id, &paid).await), "forbidden.role");
        }
        for other in [&play.prime, &play.union.head, &play.union.field] {
            assert_eq!(code(labour::accept(other, offer).await), "forbidden.role");
            assert_eq!(code(labour::offers(other).await), "forbidden.role");
        }
        assert_eq!(code(labour::accept(&app.call, offer).await), "forbidden.log_in_first");
        let nothing = LabourOfferId(Uuid::nil());
        assert_eq!(code(labour::accept(&me, nothing).await), "not_found");
        let no_union = AgreementForm { union: Uuid::nil().to_string(), ..agreement_form(&play.union) };
        assert_eq!(fields(labour::propose(&play.prime, &no_union).await)[0].field, "union");
    });
}
