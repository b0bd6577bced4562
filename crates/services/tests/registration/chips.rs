//! A chip that two give away at once: as a card's and as a tag's.

use crate::{batches::ordered, play::code, sites::Stage};
use core::time::Duration;
use domain::{
    card::{
        answer::{Column, Fault, Wrong},
        delivery::Place,
    },
    id::SiteId,
    tag::TagForm,
    time::WorkDate,
};
use proof::Uid;
use services::{
    Call,
    card::{
        self,
        batch::{self, Answered},
    },
    tag,
};
use store::{DatabaseTransaction, card::Chip, tag::TagRow};
use testkit::{BASE_URL, TestApp, both};

fn uid(at: u8) -> Uid {
    Uid::from_bytes([0x04, 0xd1, 0xb2, 0xc3, 0xd4, 0xe5, at])
}

/// Somebody who holds a chip and gives it away, but has not ended.
async fn holding(app: &TestApp, chip: Uid) -> DatabaseTransaction {
    let tx = app.db().begin().await.unwrap();
    store::chip::hold(&tx, &[chip.to_i64()]).await.unwrap();
    tx
}

async fn as_tag(app: &TestApp, site: SiteId, chip: Uid) -> DatabaseTransaction {
    let tx = holding(app, chip).await;
    let row = TagRow {
        uid: chip.to_i64(),
        site,
        place: "正門".to_owned(),
        key_version: 1,
        made_at: app.at(20_261_121, "09:00"),
        keys_at: None,
        ended: None,
    };
    store::tag::insert(&tx, &row).await.unwrap();
    tx
}

/// Enters a chip as the site's tag.
async fn entered(prime: &Call, site: SiteId, chip: Uid) -> services::Result<()> {
    tag::add(prime, site, &TagForm { uid: chip.to_string(), place: "裏門".to_owned() }).await
}

/// What whoever waits meanwhile is told once `held` has ended.
async fn after<T>(held: DatabaseTransaction, waits: impl Future<Output = T>) -> T {
    let ends = async {
        // Whoever waits is on the way by then.
        tokio::time::sleep(Duration::from_millis(300)).await;
        held.commit().await.unwrap();
    };
    let both = async { tokio::join!(waits, ends) };
    tokio::time::timeout(Duration::from_secs(20), both).await.unwrap().0
}

#[test]
fn a_chip_that_two_give_away_at_once_is_a_card_or_a_tag() {
    both(|app| async move {
        let Stage { desk, prime, site, .. } = Stage::set(&app).await;
        let cards = ordered(&app, &desk, &["蓮", "葵", "翔", "凛"]).await;
        let operator = &desk.operator;

        let tx = as_tag(&app, site, uid(1)).await;
        let chip = uid(1).to_string();
        let issued = Box::pin(after(tx, card::issue(operator, cards[0].1, &chip, BASE_URL))).await;
        assert_eq!(code(issued), "card.uid_taken", "it became a tag's meanwhile");

        let tx = holding(&app, uid(2)).await;
        let until = WorkDate::from_stored(20_351_120);
        let chip = Chip { uid: uid(2).to_i64(), key_version: 1, valid_until: until, place: Place::SentOn };
        let at = app.at(20_261_121, "10:00");
        assert!(store::card::issue(&tx, cards[1].1, chip, at).await.unwrap());
        let added = Box::pin(after(tx, entered(&prime, site, uid(2)))).await;
        assert_eq!(code(added), "card.uid_taken", "it became a card's meanwhile");

        let chip = uid(3).to_string();
        let (as_card, as_tag_of_site) =
            tokio::join!(card::issue(operator, cards[2].1, &chip, BASE_URL), entered(&prime, site, uid(3)));
        assert!(as_card.is_ok() != as_tag_of_site.is_ok(), "{as_card:?}, {as_tag_of_site:?}");

        let id = batch::make(operator).await.unwrap();
        batch::send(operator, id).await.unwrap();
        let tx = as_tag(&app, site, uid(4)).await;
        let file = format!("card,uid\n{},{}\n", cards[3].1, uid(4));
        let answered = Box::pin(after(tx, batch::answer(operator, id, file.as_bytes()))).await.unwrap();
        let fault = Fault { line: 2, column: Column::Uid, wrong: Wrong::UidTaken };
        assert_eq!(answered, Answered::Faults(vec![fault]), "it became a tag's meanwhile");
    });
}
