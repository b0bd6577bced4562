//! When certificates end, and what a second code is.

use super::*;
use crate::touch::wire::code::STEP_MS;

/// 2026-11-20 07:30 in Japan.
const MADE: Instant = Instant(1_795_127_400_000);

#[test]
fn a_certificate_ends_after_92_days_and_not_after_the_registration() {
    let day = |number: i32| WorkDate::from_number(number);
    let usual = MADE.plus_ms(92 * DAY_MS);
    for (counts_until, expected) in [
        (None, Some(usual)),
        (day(20_310_430), Some(usual)),
        (day(20_270_220), Some(usual)),
        (day(20_270_219), day(20_270_220).map(WorkDate::start)),
        (day(20_261_120), day(20_261_121).map(WorkDate::start)),
        (day(20_261_119), None),
    ] {
        assert_eq!(holds_until(MADE, counts_until), expected, "{counts_until:?}");
    }
    assert_eq!(MADE.date(), WorkDate::from_stored(20_261_120));
}

#[test]
fn every_word_stands_for_one_thing() {
    for item in Item::ALL {
        assert_eq!(Item::from_code(item.code()), Some(item));
        assert!(Kind::ALL.iter().any(|kind| kind.items().contains(&item)), "{item:?}");
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::from_type(kind.type_name()), Some(kind));
    }
    for why in Ended::ALL {
        assert_eq!(Ended::from_stored(why.number()), Some(why));
    }
    for carrier in [Carrier::Paper, Carrier::File] {
        assert_eq!(Carrier::from_code(carrier.code()), Some(carrier));
    }
    assert_eq!((Kind::from_type("x"), Item::from_code("birth"), Ended::from_stored(0)), (None, None, None));
}

fn code() -> HolderCode {
    HolderCode { step: MADE.0.div_euclid(STEP_MS), nonce: [7; 8], signature: [9; 64] }
}

#[test]
fn a_second_code_is_read_as_it_is_written() {
    assert_eq!(HolderCode::parse(&code().text()), Some(code()));
    let text = code().text();
    for wrong in [text.replace("CCUH1", "CCU1"), text.replace(':', ";"), format!("{text}00"), text[..40].to_owned()] {
        assert_eq!(HolderCode::parse(&wrong), None, "{wrong}");
    }
}

#[test]
fn a_second_code_is_good_for_its_half_minute_and_one_on_either_side() {
    let start = Instant(code().step * STEP_MS);
    for (after_ms, expected) in [
        (-STEP_MS - 1, Err(HolderFault::Step)),
        (-STEP_MS, Ok(())),
        (0, Ok(())),
        (2 * STEP_MS - 1, Ok(())),
        (2 * STEP_MS, Err(HolderFault::Step)),
    ] {
        assert_eq!(code().judge(start.plus_ms(after_ms), |_, _| true), expected, "{after_ms}");
    }
    assert_eq!(code().judge(start, |_, _| false), Err(HolderFault::Signature));
    let signed =
        code().judge(start, |message, signature| message == holder_bytes(code().step, [7; 8]) && *signature == [9; 64]);
    assert_eq!(signed, Ok(()));
}
