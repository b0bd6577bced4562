//! What was held of employments is found on the days before, whoever wrote over it, and each change is dated once.

use crate::{
    change::{filed, judged_good},
    correction_employment::{Line, Play, added, admin_of, put},
    counter::body,
    counter_after::person_form,
};
use domain::{
    counter::ContactForm,
    employment::EmploymentForm,
    id::{BusinessId, EmploymentRequestId},
};
use services::{application, counter, employment, registration};
use testkit::{TestApp, both};

/// The register's main employer of the person from 2024-04-01, and the other one of a change.
const OLD: usize = 0;
const NEW: usize = 1;

/// A way in which employments are written.
#[derive(Debug, Clone, Copy)]
enum Way {
    Correction,
    Change,
    Counter,
    Agree,
    End,
    Object,
}

/// Which firm, first and last day, whether it is the main one.
type Held = (usize, i32, Option<i32>, bool);

const AT_FIRST: &[Held] = &[(OLD, 20_240_401, None, true)];
const ENDED: &[Held] = &[(OLD, 20_240_401, Some(20_270_131), true)];
const FOLLOWED: &[Held] = &[(NEW, 20_270_201, None, true), (OLD, 20_240_401, Some(20_270_131), true)];

/// Each way, what the register says of the day before it is written, and what it says from that day on.
const WAYS: [(Way, &[Held], &[Held]); 6] = [
    (Way::Correction, AT_FIRST, ENDED),
    (Way::Change, AT_FIRST, FOLLOWED),
    // At a counter another employer begins on the day.
    (Way::Counter, AT_FIRST, &[(NEW, 20_270_210, None, true), (OLD, 20_240_401, Some(20_270_209), true)]),
    (Way::Agree, AT_FIRST, FOLLOWED),
    (Way::End, AT_FIRST, ENDED),
    // The business had said so before; it had ended until the person objected.
    (Way::Object, &[], AT_FIRST),
];

fn main_from(play: &Play, from: &str) -> EmploymentForm {
    let text = str::to_owned;
    EmploymentForm {
        technician: play.id.to_string(),
        birth_era: text("heisei"),
        birth_year: text("8"),
        birth_month: text("4"),
        birth_day: text("2"),
        kind: text("main"),
        from: text(from),
    }
}

/// The newest of what businesses said of the person.
async fn newest(play: &Play) -> EmploymentRequestId {
    employment::list(&play.me, None).await.unwrap().rows.remove(0).id
}

async fn agreed(app: &TestApp, play: &Play, business: BusinessId, from: &str) {
    employment::ask(&admin_of(app, business).await, &main_from(play, from)).await.unwrap();
    employment::agree(&play.me, newest(play).await).await.unwrap();
}

/// The main employment ends, by what its business says.
async fn ended(app: &TestApp, play: &Play) {
    employment::end(&admin_of(app, play.firms[OLD]).await, play.id, "2027-01-31").await.unwrap();
}

async fn written(app: &TestApp, play: &Play, way: Way) {
    let new = play.firms[NEW];
    match way {
        Way::Correction => play.made(|form| put(form, "k1", &[("until", "2027-01-31")])).await,
        Way::Change => {
            let (call, id) = filed(app, &play.me, &["employer"], |form| {
                form.employer_id = new.to_string();
                "2027-02-01".clone_into(&mut form.employed_on);
            })
            .await;
            application::submit(&call, id).await.unwrap();
            judged_good(&play.desk, id).await;
        }
        Way::Counter => {
            let body = body(app, &play.desk.operator, "北能登建設組合", false).await;
            let (now, ticket) = counter::look_up(&body.field, &person_form(play.id, "2")).await.unwrap();
            let form = ContactForm {
                employer_id: new.to_string(),
                identity_kind: "drivers_licence".to_owned(),
                agrees: "yes".to_owned(),
                ..ContactForm::from(&now.contact)
            };
            counter::change(&body.field, &ticket, &form).await.unwrap();
        }
        Way::Agree => agreed(app, play, new, "2027-02-01").await,
        Way::End => ended(app, play).await,
        Way::Object => employment::object(&play.me, newest(play).await).await.unwrap(),
    }
}

#[test]
fn however_employments_are_written_the_days_before_keep_what_was_held() {
    for (way, before, after) in WAYS {
        both(move |app| async move {
            let play = Play::open(&app).await;
            let lines =
                |held: &[Held]| -> Vec<Line> { held.iter().map(|of| (play.firms[of.0], of.1, of.2, of.3)).collect() };
            if matches!(way, Way::Object) {
                app.at(20_270_205, "10:00");
                ended(&app, &play).await;
            }
            app.at(20_270_210, "10:00");
            Box::pin(written(&app, &play, way)).await;
            assert_eq!(play.lines(None).await, lines(after), "{way:?}");
            assert_eq!(play.lines(Some(20_270_209)).await, lines(before), "{way:?}: the day before");
            let changed = registration::view(&play.me, None).await.unwrap().days.remove(0);
            assert_eq!((changed.day.number(), changed.fields), (20_270_210, vec!["employments".to_owned()]), "{way:?}");
            app.at(20_270_301, "10:00");
            assert_eq!(play.lines(Some(20_270_209)).await, lines(before), "{way:?}: and weeks later");
        });
    }
}

#[test]
fn a_change_of_employer_is_dated_by_the_day_it_was_written_and_by_no_other() {
    both(|app| async move {
        let play = Play::open(&app).await;
        let [_, new, third] = play.firms;
        app.at(20_270_110, "10:00");
        // The first correction begins the history of everything else; the secondary employment runs out by itself.
        play.made(|form| added(form, third, ["other", "2026-12-01", "2027-01-15"])).await;
        app.at(20_270_120, "10:00");
        agreed(&app, &play, new, "2027-01-20").await;
        app.at(20_270_201, "10:00");
        play.made(|form| "09012345670".clone_into(&mut form.phone)).await;
        let days = registration::view(&play.me, None).await.unwrap().days;
        let days: Vec<(i32, Vec<String>)> = days.into_iter().map(|of| (of.day.number(), of.fields)).collect();
        let fields = |name: &str| vec![name.to_owned()];
        assert_eq!(
            days,
            [
                (20_270_201, fields("phone")),
                (20_270_120, fields("employments")),
                (20_270_110, fields("employments")),
                (20_261_120, Vec::new()),
            ]
        );
    });
}
