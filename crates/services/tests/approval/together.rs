//! Many at once: offices approve while gates send for the same people.

use super::{NOVEMBER, approved, consistent, days, many, typed, whole};
use domain::{
    history::approval::Left,
    id::TechnicianId,
    touch::{TouchKind, wire::Outcome},
};
use services::{Error, history};
use std::sync::Arc;
use testkit::{both, cast, clock};

const NUMBERS: &[i32] = &[16, 17, 18, 19];

#[test]
fn each_record_is_approved_once_and_no_touch_is_refused() {
    both(|app| async move {
        let cast = Arc::new(cast(&app, 8).await);
        app.at(20_261_120, "08:00");
        for number in NUMBERS {
            for who in &cast.people {
                cast.gate(&app).send(&whole(*number, *who)).await;
            }
        }
        let mut gates = Vec::new();
        for client in 0..64_usize {
            let (gate, cast) = (cast.gate(&app), cast.clone());
            gates.push(tokio::spawn(async move {
                let number = NUMBERS[client % NUMBERS.len()];
                let out = format!("17:{:02}", client % 60);
                let late = typed(clock(20_261_100 + number, &out), TouchKind::Out, cast.people[client % 8]);
                gate.send(&[late]).await.answers[0].outcome
            }));
        }
        let mut offices = Vec::new();
        for _ in 0..8 {
            let (prime, cast) = (cast.admin(&app, cast.prime), cast.clone());
            offices.push(tokio::spawn(async move {
                let all: Vec<(TechnicianId, &[i32])> = cast.people.iter().map(|who| (*who, NUMBERS)).collect();
                approved(&prime, &cast, &many(&all)).await
            }));
        }
        for gate in gates {
            assert_eq!(gate.await.expect("an answer"), Outcome::Accepted);
        }
        let (mut records, mut already) = (0, 0);
        for office in offices {
            let done = office.await.expect("an answer");
            records += done.records;
            already += done.left.get(&Left::Already).copied().unwrap_or_default();
            assert!(done.left.keys().all(|left| *left == Left::Already), "{done:?}");
        }
        assert_eq!((records, already), (32, 7 * 32));
        consistent(&app).await;
    });
}

#[test]
fn approving_and_taking_back_at_once_end_in_one_order() {
    both(|app| async move {
        let cast = Arc::new(cast(&app, 4).await);
        app.at(20_261_120, "08:00");
        for number in NUMBERS {
            for who in &cast.people {
                cast.gate(&app).send(&whole(*number, *who)).await;
            }
        }
        let mut offices = Vec::new();
        for office in 0..16_usize {
            let (prime, cast) = (cast.admin(&app, cast.prime), cast.clone());
            offices.push(tokio::spawn(async move {
                let who = cast.people[office / 2 % 4];
                if office % 2 == 0 {
                    approved(&prime, &cast, &many(&[(who, NUMBERS)])).await;
                    return;
                }
                let month = (who, NOVEMBER);
                match history::withdraw(&prime, cast.site, month, days(NUMBERS), "理由").await {
                    // Before it, nothing was approved.
                    Ok(4) | Err(Error::Conflict("conflict.already_done")) => {}
                    other => panic!("{other:?}"),
                }
            }));
        }
        for office in offices {
            office.await.expect("an answer");
        }
        consistent(&app).await;
    });
}
