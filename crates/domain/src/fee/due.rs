//! When a fee is due. Invariant: the last day of a month, so that one closing settles all of it.

use crate::time::WorkDate;

/// The last day to pay what was asked for on `asked`: the end of the month after (ours).
pub fn due(asked: WorkDate) -> WorkDate {
    asked.month().next().last_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_month_after() {
        for (asked, last) in
            [(20_261_121, 20_261_231), (20_261_201, 20_270_131), (20_261_231, 20_270_131), (20_240_115, 20_240_229)]
        {
            assert_eq!(due(WorkDate::from_stored(asked)).number(), last, "{asked}");
        }
    }
}
