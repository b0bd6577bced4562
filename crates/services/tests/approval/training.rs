//! Training centres: what is touched there is shown in the passport, and never history.

use super::{consistent, day, numbers, typed, whole};
use domain::{
    access::{Actor, Role},
    history::entry::EntryForm,
    id::{PartnerId, SiteId},
    time::YearMonth,
    touch::{
        TouchKind,
        wire::{Outcome, Warning},
    },
};
use serde_json::json;
use services::{Error, history, passport, roster, site};
use testkit::{both, cast, clock};
use uuid::Uuid;

#[test]
fn what_is_touched_at_a_training_centre_is_shown_and_counts_for_nothing() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "19:00");
        site::make_training(&app.system(), cast.site).await.expect("a training centre");
        let (who, gate) = (cast.people[0], cast.gate(&app));
        for number in [17, 18] {
            let answers = gate.send(&whole(number, who)).await.answers;
            for answer in answers {
                assert_eq!(answer.outcome, Outcome::Accepted);
                let shown = answer.shown.expect("who it was");
                assert!(shown.training, "the gate says so");
            }
        }
        let strange = gate.send(&[typed(clock(20_261_120, "08:00"), TouchKind::In, cast.unrostered)]).await.answers;
        let shown = strange[0].shown.as_ref().expect("who it was");
        assert!(!shown.warnings.contains(&Warning::NotOnRoster), "nobody is on its roster: {shown:?}");
        roster::end(&cast.admin(&app, cast.prime), domain::id::RosterId(Uuid::from_u128(1_000))).await.expect("ended");
        for table in ["history_record", "technician_month", "site_day", "business_month", "wide_month WHERE kind < 4"] {
            let kept = numbers(&app, format!("SELECT COUNT(*) FROM {table}"), 1).await;
            assert_eq!(kept, [[0]], "{table}");
        }
        assert_eq!(numbers(&app, "SELECT COUNT(*) FROM touch".to_owned(), 1).await, [[5]], "the touches stay");

        let me = cast.technician(&app, who);
        let november = passport::month(&me, YearMonth::from_stored(202_611)).await.expect("a month");
        let days: Vec<_> = november.training.iter().map(|line| (line.date, line.first_in, line.last_out)).collect();
        assert_eq!(
            days,
            [18, 17].map(|number| {
                let date = day(number);
                (date, Some(clock(date.number(), "08:00")), Some(clock(date.number(), "17:00")))
            })
        );
        assert_eq!(november.training[0].site, "湊町三丁目共同住宅");
        assert!(november.lines.is_empty() && november.days.recorded == 0, "{november:?}");
        let october = passport::month(&me, YearMonth::from_stored(202_610)).await.expect("a month");
        assert!(october.training.is_empty());
        consistent(&app).await;
    });
}

#[test]
fn nothing_is_entered_or_sent_for_a_training_centre() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        site::make_training(&app.system(), cast.site).await.expect("a training centre");
        let form = EntryForm {
            technician_id: cast.people[0].to_string(),
            days: vec![day(18).to_string()],
            first_in: "08:00".to_owned(),
            last_out: "17:00".to_owned(),
            ..EntryForm::default()
        };
        let refused = history::enter(&cast.admin(&app, cast.prime), cast.site, &form).await.expect_err("refused");
        assert_eq!(super::code(&refused), "history.training_site");
        let partner = Some(PartnerId(Uuid::from_u128(1)));
        let system = app.by(Actor { partner, business: Some(cast.prime), ..Actor::of(Role::Partner) });
        let record = json!({
            "record_id": "1", "technician_id": cast.people[0], "site_id": cast.site, "day": "2026-11-18",
            "first_in": clock(20_261_118, "08:00"), "trade": 11, "role": "worker"
        });
        let sent = history::send(&system, vec![record]).await.expect("answers").answers;
        assert_eq!(sent[0].code.as_deref(), Some("record.training_site"));
    });
}

#[test]
fn only_the_operator_makes_a_training_centre_and_none_where_somebody_worked() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "09:00");
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Operator | Role::System)) {
            let by = app.by(Actor { business: Some(cast.prime), sites: vec![cast.site], ..Actor::of(role) });
            let made = site::make_training(&by, cast.site).await;
            assert!(matches!(made, Err(Error::Forbidden(_))), "{role:?}: {made:?}");
        }
        let operator = app.role(Role::Operator);
        let nowhere = site::make_training(&operator, SiteId::from_body(7)).await;
        assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
        cast.gate(&app).send(&whole(18, cast.people[0])).await;
        let late = site::make_training(&operator, cast.site).await.expect_err("somebody worked there");
        assert_eq!(super::code(&late), "site.training_not_now");
        consistent(&app).await;
    });
}
