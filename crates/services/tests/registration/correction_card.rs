//! A card that says something else than the register: its holder is told, and how a new one is come by.

use crate::{
    change::{detailed, filed, firm, judged_good},
    play::{Desk, admin, code, fields, picture, technician_form},
};
use domain::{
    card::{CardState, delivery::Step, reissue::ReissueReason},
    correction::Subject,
    fee::FeeKind,
    form::Problem,
    id::{CardId, TechnicianId},
    notice::NoticeKind,
};
use services::{
    Call, application, card,
    correction::{self, Proposal},
    fee, notice,
};
use testkit::{BASE_URL, TestApp, both};

const UID: &str = "04a1b2c3d4e580";
const NEXT_UID: &str = "04a1b2c3d4e581";

/// Gives the one card of somebody its chip, and lets it come.
async fn carried(app: &TestApp, desk: &Desk, id: TechnicianId, uid: &str) -> CardId {
    let cards = store::card::of_technician(app.db().read(), id).await.unwrap();
    let card = cards.iter().find(|card| card.state == CardState::Ordered).unwrap().id;
    card::issue(&desk.operator, card, uid, BASE_URL).await.unwrap();
    card::move_on(&desk.operator, card, Step::Arrive, None).await.unwrap();
    card
}

async fn proposal(desk: &Desk, id: TechnicianId, family: &str, reason: &str) -> Proposal {
    let known = correction::registered(&desk.reviewer, Subject::Technician(id)).await.unwrap().data;
    let name = [("family_name".to_owned(), family.to_owned())];
    Proposal::new(known.typed_over(&name), reason)
}

async fn told(call: &Call, kind: NoticeKind) -> usize {
    notice::list(call).await.unwrap().iter().filter(|line| line.kind == kind).count()
}

#[test]
fn whoever_changed_their_name_is_told_that_the_card_shows_the_old_one_and_asks_for_another() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let main = firm(&app, &desk, "港栄建設株式会社").await;
        let me = detailed(&app, &desk, main).await;
        let id = me.actor.technician.unwrap();
        let old = carried(&app, &desk, id, UID).await;
        let change = async |pages: &[&str], family: &str| {
            let (call, change) = filed(&app, &me, pages, |form| {
                family.clone_into(&mut form.family_name);
                "港区芝1-2-3".clone_into(&mut form.address);
            })
            .await;
            if pages.contains(&"name") {
                application::put_file(&call, change, "identity", picture(300, 777)).await.unwrap();
            }
            application::submit(&call, change).await.unwrap();
            judged_good(&desk, change).await;
        };
        app.at(20_270_110, "10:00");
        change(&["contact"], "白川").await;
        assert_eq!(told(&me, NoticeKind::CardOutdated).await, 0, "an address is not printed");
        assert!(!card::holding(&me, id).await.unwrap().may_renew_print());
        app.at(20_270_120, "10:00");
        change(&["name"], "白川").await;
        assert_eq!(told(&me, NoticeKind::CardOutdated).await, 1);
        let held = card::holding(&me, id).await.unwrap();
        assert!(
            held.cards[0].shows_old && held.cards[0].is_in_use() && held.may_renew_print(),
            "good, with the old name"
        );
        let cards = store::card::of_technician(app.db().read(), id).await.unwrap();
        assert_eq!(cards.len(), 1, "no card is ordered by itself");

        card::ask_reissue(&me, id, ReissueReason::NameChanged).await.unwrap();
        let held = card::holding(&me, id).await.unwrap();
        assert!(!held.may_renew_print(), "one is under way");
        assert_eq!(held.reissue.unwrap().fee.unwrap().amount, held.price.unwrap(), "the price of the day");
        let open = fee::unpaid(&desk.operator, "", None).await.unwrap().rows;
        let asked = open.iter().find(|row| row.kind == FeeKind::CardReissue).unwrap().id;
        fee::mark_paid(&desk.operator, asked).await.unwrap();
        app.at(20_270_201, "10:00");
        let new = carried(&app, &desk, id, NEXT_UID).await;
        let held = card::holding(&me, id).await.unwrap();
        let of = |card: CardId| held.cards.iter().find(|held| held.card_id == card).unwrap();
        assert_eq!((of(old).state, of(new).state), (CardState::Replaced, CardState::Issued));
        assert!(!of(new).shows_old && !held.may_renew_print());
    });
}

#[test]
fn the_registers_own_mistake_costs_its_holder_no_card() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.technician(&app, technician_form()).await;
        let (me, id) = (admin(&app, &issued).await, issued.technician_id.unwrap());
        let of = Subject::Technician(id);
        let with_card = |proposal: Proposal| Proposal { new_card: true, ..proposal };
        let refused = async |proposal: &Proposal| {
            let found = fields(correction::enter(&desk.reviewer, of, proposal).await);
            match (&*found[0].field, &found[0].problem) {
                ("new_card", Problem::Refused { code }) => code.clone(),
                other => panic!("{other:?}"),
            }
        };
        let renamed = with_card(proposal(&desk, id, "高梨", "入力のまちがい").await);
        assert_eq!(refused(&renamed).await, "card.being_made", "what is not printed yet is printed right");
        let old = carried(&app, &desk, id, UID).await;
        let known = correction::registered(&desk.reviewer, of).await.unwrap().data;
        let moved = known.typed_over(&[("address".to_owned(), "港区芝1-2-3".to_owned())]);
        assert_eq!(refused(&with_card(Proposal::new(moved, "x"))).await, "correction.not_printed");

        app.at(20_270_110, "10:00");
        let entered = correction::enter(&desk.reviewer, of, &renamed).await.unwrap();
        assert!(correction::case(&desk.operator, entered).await.unwrap().new_card);
        assert_eq!(store::card::of_technician(app.db().read(), id).await.unwrap().len(), 1, "nothing is ordered yet");
        correction::approve(&desk.operator, entered).await.unwrap();
        let held = card::holding(&me, id).await.unwrap();
        let reissue = held.reissue.clone().unwrap();
        assert_eq!((reissue.reason, reissue.fee, reissue.ordered), (ReissueReason::Corrected, None, true));
        let in_use = held.cards.iter().find(|held| held.card_id == old).unwrap();
        assert!(in_use.is_in_use() && in_use.shows_old, "good until the new one has come");
        assert_eq!((told(&me, NoticeKind::ReissueOrdered).await, told(&me, NoticeKind::CardOutdated).await), (1, 0));
        let open = fee::unpaid(&desk.operator, "", None).await.unwrap().rows;
        assert!(open.iter().all(|row| row.kind != FeeKind::CardReissue), "nothing is asked");
        app.at(20_270_201, "10:00");
        let new = carried(&app, &desk, id, NEXT_UID).await;
        let held = card::holding(&me, id).await.unwrap();
        assert_eq!(held.reissue, None);
        assert!(held.cards.iter().any(|held| held.card_id == new && held.is_in_use() && !held.shows_old));
        assert_eq!(fee::examine(app.db()).await.unwrap().differences, Vec::<String>::new());
    });
}

#[test]
fn where_no_card_is_ordered_with_it_a_corrected_photo_is_told_and_nobody_asks_for_a_free_one() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.technician(&app, technician_form()).await;
        let (me, id) = (admin(&app, &issued).await, issued.technician_id.unwrap());
        let of = Subject::Technician(id);
        let known = correction::registered(&desk.reviewer, of).await.unwrap().data;
        let photo = |height| Proposal::new(known.clone(), "本人の申し出").with_file("photo", picture(300, height));
        let entered = correction::enter(&desk.reviewer, of, &photo(500)).await.unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        assert_eq!(told(&me, NoticeKind::CardOutdated).await, 0, "the first card is not printed yet");
        app.at(20_261_201, "10:00");
        carried(&app, &desk, id, UID).await;
        assert!(!card::holding(&me, id).await.unwrap().may_renew_print());
        app.at(20_261_210, "10:00");
        let entered = correction::enter(&desk.reviewer, of, &photo(600)).await.unwrap();
        correction::approve(&desk.operator, entered).await.unwrap();
        assert_eq!(told(&me, NoticeKind::CardOutdated).await, 1);
        assert!(card::holding(&me, id).await.unwrap().may_renew_print());
        for call in [&me, &desk.operator] {
            let free = fields(card::ask_reissue(call, id, ReissueReason::Corrected).await);
            assert_eq!((free[0].field.as_str(), &free[0].problem), ("reason", &Problem::NotAChoice));
        }
        // While one is under way none is ordered with a correction that was entered before.
        let renamed = Proposal { new_card: true, ..proposal(&desk, id, "高梨", "x").await };
        let entered = correction::enter(&desk.reviewer, of, &renamed).await.unwrap();
        card::ask_reissue(&me, id, ReissueReason::NameChanged).await.unwrap();
        assert_eq!(code(correction::approve(&desk.operator, entered).await), "card.reissue_under_way");
        let name = store::technician::find(app.db().read(), id).await.unwrap().unwrap().family_name;
        assert_eq!(name, "髙橋", "all of it or none");
    });
}
