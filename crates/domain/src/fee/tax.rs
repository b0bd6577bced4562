//! 消費税 inside an amount. Invariant: rounded once, per invoice and rate, and here only; fractions of a yen are cut off.
//!
//! Every fee is published with tax included; the rate is 10 % (適格請求書: sums by rate with the tax in them, rounded once
//! for each rate of an invoice).

use super::Yen;

/// Percent.
pub const RATE_PERCENT: i64 = 10;

/// The tax in a sum that includes it. A credit's tax is as large as that of the same sum.
pub const fn included(sum: Yen) -> Yen {
    // Division cuts towards zero, so that what is given back is what was asked.
    Yen(sum.0 * RATE_PERCENT / (100 + RATE_PERCENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tax_is_cut_to_whole_yen() {
        for (sum, tax) in [
            (0, 0),
            (1, 0),
            (10, 0),
            (11, 1),
            (12, 1),
            (21, 1),
            (22, 2),
            (1_099, 99),
            (1_100, 100),
            (1_101, 100),
            (2_500, 227),
            (2_400_000, 218_181),
            (-11, -1),
            (-21, -1),
            (-22, -2),
        ] {
            assert_eq!(included(Yen(sum)), Yen(tax), "{sum}");
        }
    }

    #[test]
    fn one_rounding_an_invoice_is_not_one_a_line() {
        let lines = [Yen(10); 11];
        let by_line: i64 = lines.iter().map(|line| included(*line).get()).sum();
        assert_eq!((by_line, included(Yen(110)).get()), (0, 10));
    }
}
