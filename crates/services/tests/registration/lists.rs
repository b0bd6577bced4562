//! Long lists: how many there are, part after part, nothing left out and nothing twice.

use crate::{
    play::{Desk, fee_of},
    settlement::{asked, row},
};
use domain::{
    fee::Yen,
    id::{ApplicationId, BusinessId, DeliveryId, NoticeId},
    listing::{Listed, Mark},
    notice::{DeliveryState, Medium, NoticeKind, Values},
    time::WorkDate,
};
use services::{application, business, fee, notice};
use std::{collections::HashSet, fmt::Write};
use store::{
    ConnectionTrait,
    notice::{Delivery, Notice, Recipient},
};
use testkit::{TestApp, both, cast};
use uuid::Uuid;

fn mark<T>(listed: &Listed<T>) -> Option<Mark> {
    listed.next.as_deref().map(|next| next.parse().unwrap())
}

#[test]
fn money_that_waits_is_gone_through_part_by_part() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, _, reference) = asked(&app, &desk, "蓮").await;
        let mut file: String = (0..204).map(|at| row("", 700, &format!("T-{at}"))).collect();
        file.push_str(&row(reference, 1, "T-short"));
        fee::import(&desk.operator, file.as_bytes()).await.unwrap();
        let first = fee::unmatched(&desk.operator, None).await.unwrap();
        assert_eq!((first.all, first.rows.len()), (205, 100));
        // What is decided meanwhile moves nothing out of sight.
        for gone in &first.rows[..3] {
            fee::order_refund(&desk.operator, gone.id, "分からない").await.unwrap();
        }
        let second = fee::unmatched(&desk.operator, mark(&first)).await.unwrap();
        assert_eq!((second.all, second.rows.len()), (202, 100));
        let third = fee::unmatched(&desk.operator, mark(&second)).await.unwrap();
        assert_eq!((third.all, third.rows.len(), &third.next), (202, 5, &None));
        let rows: Vec<_> = [first.rows, second.rows, third.rows].concat();
        assert_eq!(rows.iter().map(|row| row.id).collect::<HashSet<_>>().len(), 205);
        let short: Vec<_> = rows.iter().filter_map(|row| row.request.as_ref()).collect();
        assert_eq!(short.iter().map(|(_, _, owed)| *owed).collect::<Vec<_>>(), [Yen(2_500)], "with its request");
    });
}

#[test]
fn a_request_is_found_by_its_reference_and_by_its_number() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "一").await;
        let (_, other, _) = asked(&app, &desk, "二").await;
        let number = application::view(&call, id).await.unwrap().number;
        let (mine, theirs) = (fee_of(&desk.operator, id).await, fee_of(&desk.operator, other).await);
        for (sought, expected) in [
            (String::new(), vec![mine, theirs]),
            (reference.to_string(), vec![mine]),
            (format!(" {} ", reference.grouped()), vec![mine]),
            (number, vec![mine]),
            ("2026-1120-99999".to_owned(), Vec::new()),
            ("0000".to_owned(), Vec::new()),
        ] {
            let found = fee::unpaid(&desk.operator, &sought, None).await.unwrap();
            assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "{sought}");
            assert_eq!(usize::try_from(found.all).unwrap(), expected.len(), "{sought}");
        }
    });
}

/// `count` deliveries of one notice, a minute apart.
async fn deliveries(app: &TestApp, notice: u128, medium: Medium, state: DeliveryState, count: u128) {
    let tx = app.db().begin().await.unwrap();
    let to = Recipient::Application(ApplicationId(Uuid::from_u128(1)));
    let notice_id = NoticeId(Uuid::from_u128(notice));
    let kind = NoticeKind::ApplicationReturned;
    let told = Notice { id: notice_id, kind, to, values: Values::new(), envelope: None, created_at: app.call.now() };
    store::notice::insert(&tx, &told).await.unwrap();
    for at in 0..count {
        let delivery = Delivery {
            id: DeliveryId(Uuid::from_u128(notice * 1_000 + at)),
            notice_id,
            medium,
            address: "〒135-0016".to_owned(),
            lang: "ja".to_owned(),
            state,
            tries: 1,
            // Two of each minute, so that the id tells them apart.
            changed_at: app.call.now().plus_ms(i64::try_from(at / 2).unwrap() * 60_000),
            return_key: None,
        };
        store::notice::insert_delivery(&tx, &delivery).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[test]
fn letters_and_what_did_not_arrive_are_counted_and_shown_to_the_last() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        deliveries(&app, 1, Medium::Letter, DeliveryState::Waiting, 101).await;
        deliveries(&app, 2, Medium::Mail, DeliveryState::Bounced, 150).await;
        let letters = notice::letters(&desk.operator, None).await.unwrap();
        assert_eq!((letters.all, letters.rows.len()), (101, 100));
        let rest = notice::letters(&desk.operator, mark(&letters)).await.unwrap();
        assert_eq!((rest.rows.len(), rest.next.is_none()), (1, true));
        assert!(rest.rows[0].at > letters.rows[0].at, "longest waiting first");
        let lost = notice::lost(&desk.operator, None).await.unwrap();
        assert_eq!((lost.all, lost.rows.len()), (150, 100));
        let more = notice::lost(&desk.operator, mark(&lost)).await.unwrap();
        assert_eq!((more.rows.len(), more.next.is_none()), (50, true));
        assert!(more.rows[0].at < lost.rows[0].at, "latest first");
        let all: HashSet<_> = lost.rows.iter().chain(&more.rows).map(|line| line.id).collect();
        assert_eq!(all.len(), 150);
    });
}

#[test]
fn a_prime_with_many_subcontractors_goes_through_all_of_them() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (mut sql, mut day) = (String::new(), WorkDate::from_stored(20_311_101));
        for at in 0..150_i64 {
            let id = BusinessId::from_body(2_100_000_000_000 + at);
            // Two of each day, so that the number tells them apart.
            day = if at % 2 == 0 { day.next() } else { day };
            let until = day.number();
            let node = Uuid::from_u128(9_000 + u128::try_from(at).unwrap());
            let node = if app.db().is_postgres() { format!("'{node}'") } else { format!("x'{}'", node.simple()) };
            let _ = write!(
                sql,
                "INSERT INTO business (id, kind, name, name_kana, search_name, representative, capital_yen, trades, \
                 postcode, prefecture, address, phone, mail, valid_until, registered_at) VALUES ({id}, 1, '下請{at}', \
                 'カナ', '下請{at}', '代表', 10000000, '[1]', '1350016', 13, '江東区', '0312345678', '', {until}, 0);\
                 INSERT INTO structure (id, site_id, business_id, parent, tier, from_date, created_at) \
                 SELECT {node}, {}, {id}, id, 1, 20260401, 0 FROM structure WHERE business_id = {};",
                cast.site, cast.prime
            );
        }
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        let prime = cast.admin(&app, cast.prime);
        let first = business::renewals(&prime, None).await.unwrap();
        assert_eq!((first.all, first.rows.len()), (151, 100), "those and the one of the cast");
        let rest = business::renewals(&prime, mark(&first)).await.unwrap();
        assert_eq!((rest.rows.len(), rest.next.is_none()), (51, true));
        assert!(rest.rows[0].counts_until >= first.rows[99].counts_until, "soonest end first");
        let all: HashSet<_> = first.rows.iter().chain(&rest.rows).map(|row| row.id).collect();
        assert_eq!(all.len(), 151);
        assert_eq!(business::renewals(&cast.admin(&app, cast.stranger), None).await.unwrap(), Listed::default());
    });
}
