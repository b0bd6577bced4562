//! Registered scriveners (登録行政書士) by prefecture. Source: general-meeting-11 資料2, in
//! data/scriveners_by_prefecture.csv. Invariant: the file is read as it is; a line that does not fit is a failing test.

use domain::prefecture::PrefectureCode;

const FILE: &str = include_str!("../../../data/scriveners_by_prefecture.csv");

/// Prefectures in the order of their codes, with how many are registered there.
pub fn by_prefecture() -> impl Iterator<Item = (PrefectureCode, i64)> {
    FILE.lines().skip(1).filter_map(line)
}

fn line(line: &str) -> Option<(PrefectureCode, i64)> {
    let mut columns = line.split(',');
    let code = PrefectureCode::from_number(columns.next()?.parse().ok()?)?;
    (columns.next()? == code.name()).then_some(())?;
    Some((code, columns.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefecture_stands_once_and_the_sum_is_the_published_one() {
        let all: Vec<_> = by_prefecture().collect();
        assert!(all.iter().map(|(code, _)| *code).eq(PrefectureCode::all()), "{all:?}");
        assert_eq!(all.iter().map(|(_, count)| count).sum::<i64>(), 1_014);
    }

    #[test]
    fn a_line_that_does_not_fit_is_not_taken() {
        for bad in ["", "48,どこか,1", "1,青森県,1", "1,北海道,x", "1,北海道"] {
            assert_eq!(line(bad), None, "{bad}");
        }
    }
}
