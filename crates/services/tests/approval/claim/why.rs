//! What a person is told of days that do not count.

use crate::{NOVEMBER, day, typed, whole};
use domain::{
    history::why::{Aside, Why},
    touch::TouchKind,
};
use services::passport;
use testkit::{both, cast, clock, item};

#[test]
fn the_person_is_told_why_a_day_does_not_count() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.people[0], cast.gate(&app));
        let tap = cast.tap(0);
        app.at(20_261_118, "08:00");
        gate.send(&[item(clock(20_261_118, "08:00"), TouchKind::In, tap.clone())]).await;
        app.at(20_261_119, "08:00");
        gate.send(&[item(clock(20_261_119, "08:00"), TouchKind::In, tap)]).await;
        app.at(20_261_120, "08:00");
        gate.send(&[typed(clock(20_260_901, "08:00"), TouchKind::In, who)]).await;
        let me = cast.technician(&app, who);
        let month = passport::month(&me, NOVEMBER).await.expect("a month");
        let told: Vec<_> = month.uncounted.iter().map(|of| (of.date, of.why.clone())).collect();
        assert_eq!(told, [(day(20), vec![Aside::Time]), (day(19), vec![Aside::Replay])]);
        assert_eq!(month.lines.len(), 1);
        let detail = passport::record(&me, day(18), cast.site).await.expect("a record");
        assert_eq!(detail.why, [Why::NoOut, Why::Waiting { since: day(19), reminded: None }]);
        assert!(detail.aside.is_empty());
        // The day is recorded after all: what was set aside stands in its detail.
        gate.send(&whole(19, who)).await;
        let detail = passport::record(&me, day(19), cast.site).await.expect("a record");
        assert_eq!(detail.aside.iter().map(|line| line.why).collect::<Vec<_>>(), [Aside::Replay]);
        let month = passport::month(&me, NOVEMBER).await.expect("a month");
        assert_eq!(month.uncounted.len(), 1);
        let other = passport::month(&cast.technician(&app, cast.unrostered), NOVEMBER).await.expect("a month");
        assert!(other.uncounted.is_empty(), "another's is not told");
    });
}
