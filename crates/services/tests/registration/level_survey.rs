//! Where everybody stands by the criteria of a day.

use crate::level::{GLAZING, Shop};
use core::num::NonZero;
use domain::{
    level::{Level, view::Judged},
    time::WorkDate,
};
use services::{Error, level};
use testkit::both;

#[test]
fn a_survey_says_of_everybody_what_they_are_told_themselves() {
    both(|app| async move {
        let shop = Shop::open(&app).await;
        let operator = &shop.desk.operator;
        let found = |cores| async move { level::survey(operator, operator.today(), cores).await.unwrap() };
        let before = found(None).await;
        assert_eq!(before.fields[&GLAZING], [1, 0, 0, 0]);
        shop.is_ready(&app).await;
        let after = found(None).await;
        assert_eq!((after.fields[&GLAZING], after.people), ([0, 1, 0, 0], before.people));
        let own = level::own(&shop.person).await.unwrap();
        assert!(matches!(&own.fields[0].judged, Judged::So { explanation, .. } if explanation.level == Level::Two));
        assert_eq!(found(NonZero::new(1)).await, after, "on one core");
        assert_eq!(found(NonZero::new(5)).await, after, "with more readers than people");
        let long_ago = WorkDate::from_stored(20_200_501);
        let then = level::survey(operator, long_ago, None).await.unwrap();
        assert_eq!(then.fields[&GLAZING], [1, 0, 0, 0], "before the days");
        for call in [&shop.person, &shop.judge] {
            assert!(matches!(level::survey(call, operator.today(), None).await, Err(Error::Forbidden(_))));
        }
    });
}
