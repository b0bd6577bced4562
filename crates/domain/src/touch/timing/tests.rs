use super::*;
use crate::id::TouchId;
use uuid::Uuid;

const RECEIVED: Instant = Instant(1_795_200_000_000);

/// A UUIDv7 made at `at`.
fn id_at(at: Instant) -> TouchId {
    let ms = u128::try_from(at.0).unwrap();
    TouchId(Uuid::from_u128(ms << 80 | 0x7 << 76 | 0x8 << 60 | 0x1234))
}

#[test]
fn the_corrected_time_is_the_devices_time_and_the_offset() {
    for (offset, expected) in
        [(None, 1_000_000), (Some(0), 1_000_000), (Some(300_000), 1_300_000), (Some(-300_000), 700_000)]
    {
        assert_eq!(corrected(Instant(1_000_000), offset), Instant(expected), "{offset:?}");
    }
    assert_eq!(corrected(Instant(i64::MAX), Some(1)), Instant(i64::MAX));
    assert_eq!(corrected(Instant(i64::MIN), Some(-1)), Instant(i64::MIN));
}

#[test]
fn a_uuidv7_bears_its_time_and_others_none() {
    assert_eq!(id_time(id_at(RECEIVED)), Some(RECEIVED));
    assert_eq!(id_time(id_at(Instant(0))), Some(Instant(0)));
    assert_eq!(id_time(TouchId(Uuid::nil())), None);
    assert_eq!(id_time(TouchId(Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef))), None);
    assert_eq!(id_time(TouchId(Uuid::max())), None);
}

#[test]
fn a_corrected_time_is_believed_between_forty_days_ago_and_five_minutes_ahead() {
    for (ms, expected) in [
        (0, Ok(())),
        (AHEAD_MS_MAX, Ok(())),
        (AHEAD_MS_MAX + 1, Err(TimeFault::Future)),
        (-LATENESS_MS_MAX, Ok(())),
        (-LATENESS_MS_MAX - 1, Err(TimeFault::TooOld)),
    ] {
        assert_eq!(check(id_at(RECEIVED), RECEIVED.plus_ms(ms), RECEIVED), expected, "{ms} ms");
    }
    assert_eq!(check(id_at(RECEIVED), Instant(i64::MAX), RECEIVED), Err(TimeFault::Future));
    assert_eq!(check(id_at(RECEIVED), Instant(i64::MIN), RECEIVED), Err(TimeFault::TooOld));
}

#[test]
fn an_ids_time_may_be_a_day_and_a_half_ahead_and_a_day_later_than_any_queue() {
    for (ms, expected) in [
        (ID_AHEAD_MS_MAX, Ok(())),
        (ID_AHEAD_MS_MAX + 1, Err(TimeFault::Id)),
        (-LATENESS_MS_MAX - DAY_MS, Ok(())),
        (-LATENESS_MS_MAX - DAY_MS - 1, Err(TimeFault::Id)),
    ] {
        assert_eq!(check(id_at(RECEIVED.plus_ms(ms)), RECEIVED, RECEIVED), expected, "{ms} ms");
    }
    assert_eq!(check(TouchId(Uuid::nil()), RECEIVED, RECEIVED), Err(TimeFault::Id));
    assert_eq!(check(TouchId(Uuid::max()), RECEIVED, RECEIVED), Err(TimeFault::Id));
}
