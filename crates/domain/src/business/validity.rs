//! How long a registration is good. Invariant: it always ends with a month.

use crate::time::{WorkDate, YearMonth};

/// The last day of a registration made on `registered`: the end of the month five years after the month of registration
/// (10-registration.md, Businesses).
pub fn valid_until(registered: WorkDate) -> WorkDate {
    YearMonth::from_stored(registered.month().number() + 500).last_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_month_five_years_after() {
        for (registered, last) in
            [(20_261_121, 20_311_130), (20_261_101, 20_311_130), (20_261_231, 20_311_231), (20_230_228, 20_280_229)]
        {
            assert_eq!(valid_until(WorkDate::from_stored(registered)).number(), last, "{registered}");
        }
    }
}
