use super::*;
use crate::disaster::RenewalRelief;
use proptest::prelude::*;

fn day(number: i32) -> WorkDate {
    WorkDate::from_number(number).unwrap()
}

fn noto() -> Disaster {
    Disaster {
        code: "noto-2024".to_owned(),
        name: "令和6年能登半島地震".to_owned(),
        ground: "災害救助法".to_owned(),
        from: day(20_240_101),
        prefectures: [15, 16, 17, 18].map(PrefectureCode::from_stored).to_vec(),
        entry: None,
        renewal: Some(RenewalRelief { due_from: day(20_240_331), due_to: day(20_240_531), until: day(20_240_630) }),
        payment_until: None,
    }
}

#[test]
fn the_end_of_the_month_five_years_after() {
    for (registered, last) in [
        (20_261_121, 20_311_130),
        (20_261_101, 20_311_130),
        (20_261_231, 20_311_231),
        (20_230_228, 20_280_229),
        (20_240_229, 20_290_228),
        (20_190_401, 20_240_430),
    ] {
        assert_eq!(valid_until(day(registered)).number(), last, "{registered}");
    }
}

#[test]
fn registrations_of_fiscal_2018_end_together() {
    for (registered, last) in [
        (20_180_331, 20_230_331),
        (20_180_401, 20_240_331),
        (20_181_015, 20_240_331),
        (20_190_331, 20_240_331),
        (20_190_401, 20_240_430),
    ] {
        assert_eq!(valid_until(day(registered)).number(), last, "{registered}");
    }
}

#[test]
fn the_next_period_is_counted_from_the_end_of_the_present_one() {
    for (until, next) in [(20_240_331, 20_290_331), (20_311_130, 20_361_130), (20_240_229, 20_290_228)] {
        assert_eq!(renewed_until(day(until)).number(), next);
    }
}

#[test]
fn what_is_handed_in_after_the_time_of_a_renewal_is_a_new_registration_under_the_old_number() {
    let until = day(20_311_130);
    let after = |counts: i32, filed: i32, completed: i32| {
        let anew = is_anew((until, day(counts)), day(filed));
        (anew, next_until(until, anew, day(completed)).number())
    };
    let next = |filed: i32, completed: i32| after(20_311_130, filed, completed);
    assert_eq!(next(20_310_531, 20_310_601), (false, 20_361_130));
    assert_eq!(next(20_321_130, 20_330_115), (false, 20_361_130), "handed in in time, and paid after it");
    assert_eq!(next(20_310_531, 20_361_130), (false, 20_361_130), "on the last day of the next period");
    assert_eq!(next(20_310_531, 20_361_201), (false, 20_411_231), "a renewal still, and not one that has ended");
    assert_eq!(next(20_310_531, 20_370_115), (false, 20_420_131), "returned, and sent again years later");
    assert_eq!(next(20_321_201, 20_321_231), (true, 20_371_231));
    assert_eq!(next(20_321_201, 20_330_101), (true, 20_380_131), "counted from the month it is completed in");
    // What a disaster moves, it moves here too.
    assert_eq!(after(20_320_630, 20_330_630, 20_330_701), (false, 20_361_130));
    assert_eq!(after(20_320_630, 20_330_701, 20_330_701), (true, 20_380_731));
}

#[test]
fn a_registration_opens_ends_and_lapses_on_its_days() {
    let until = day(20_311_130);
    for (today, expected) in [
        (20_310_530, Validity::Good { renewal_opens: day(20_310_531) }),
        (20_310_531, Validity::Renewable),
        (20_311_130, Validity::Renewable),
        (20_311_201, Validity::Expired { renewable_until: day(20_321_130) }),
        (20_321_130, Validity::Expired { renewable_until: day(20_321_130) }),
        (20_321_201, Validity::Lapsed),
    ] {
        assert_eq!(validity(until, until, day(today)), expected, "{today}");
    }
    assert!(Validity::Renewable.is_good() && Validity::Renewable.is_renewable());
    assert!(!Validity::Lapsed.is_good() && !Validity::Lapsed.is_renewable() && Validity::Lapsed.is_further());
    let expired = Validity::Expired { renewable_until: until };
    assert!(!expired.is_good() && expired.is_renewable());
    let good = Validity::Good { renewal_opens: until };
    assert!(good.is_good() && !good.is_renewable() && !good.is_further());
}

#[test]
fn a_disaster_moves_the_deadline_of_its_prefectures_and_months_only() {
    let ishikawa = PrefectureCode::from_stored(17);
    let tokyo = PrefectureCode::from_stored(13);
    for (until, prefecture, counts) in [
        (20_240_229, ishikawa, 20_240_229),
        (20_240_331, ishikawa, 20_240_630),
        (20_240_430, ishikawa, 20_240_630),
        (20_240_531, ishikawa, 20_240_630),
        (20_240_630, ishikawa, 20_240_630),
        (20_240_731, ishikawa, 20_240_731),
        (20_240_331, tokyo, 20_240_331),
    ] {
        assert_eq!(counts_until(day(until), prefecture, &[noto()]).number(), counts, "{until}");
    }
    let (until, moved) = (day(20_240_331), day(20_240_630));
    assert_eq!(validity(until, moved, day(20_240_630)), Validity::Renewable);
    assert_eq!(validity(until, moved, day(20_240_701)), Validity::Expired { renewable_until: day(20_250_630) });
    assert_eq!(renewed_until(until).number(), 20_290_331, "still counted from the old end");
}

#[test]
fn notices_go_out_six_two_and_one_month_before() {
    let until = day(20_311_130);
    for (today, applied, expected) in [
        (20_310_530, false, None),
        (20_310_531, false, Some(NoticeKind::RenewalOpens)),
        (20_310_614, false, Some(NoticeKind::RenewalOpens)),
        (20_310_615, false, None),
        (20_310_929, false, None),
        (20_310_930, false, Some(NoticeKind::RenewalSoon)),
        (20_310_930, true, Some(NoticeKind::RenewalSoon)),
        (20_311_030, false, None),
        (20_311_031, false, Some(NoticeKind::RenewalLast)),
        (20_311_031, true, None),
        (20_311_114, false, Some(NoticeKind::RenewalLast)),
        (20_311_115, false, None),
        (20_311_201, false, None),
    ] {
        assert_eq!(renewal_notice(until, day(today), applied), expected, "{today} {applied}");
    }
}

proptest! {
    #[test]
    fn who_may_have_a_notice_is_among_those_looked_at(months in 0..120i32, days in 0..200i32) {
        let until = back(YearMonth::from_stored(202_601), -months).last_day();
        let today = WorkDate::from_date(until.date() - chrono::Days::new(u64::try_from(days).unwrap()));
        if renewal_notice(until, today, false).is_some() {
            let (first, last) = ends_with_notices(today);
            prop_assert!((first..=last).contains(&until), "{today} {until}");
        }
    }
    #[test]
    fn months_forth_and_back_are_the_same_month(month in 0..12i32, year in 1990..2100i32, by in -200..200i32) {
        let start = YearMonth::from_stored(year * 100 + month + 1);
        prop_assert_eq!(back(back(start, by), -by), start);
        prop_assert!(YearMonth::from_number(back(start, by).number()).is_some());
    }
}
