//! What should be looked at for a person on the roster. Invariant: a warning is shown and stops nothing; what the register does
//! not know is no warning.
//!
//! Source: 20-sites-and-history.md, Roster (qualification missing for the work, expired, insurance missing, under 18 or over 60
//! for the work, residence status expired); which work asks for which qualification: 労働安全衛生法61条・59条3項 with 同施行令20条 and
//! 労働安全衛生規則36条, 電気工事士法3条.

use super::Induction;
use crate::{calendar, technician::Insurance, text::search_key, time::WorkDate};
use serde::{Deserialize, Serialize};

/// 年少者: below this age some work is not allowed (労働基準法62条).
pub const ADULT_AGE: i32 = 18;
/// 高年齢者: from this age the roster marks a person, so that the work is chosen with care.
pub const SENIOR_AGE: i32 = 60;

/// Something about a person on the roster that somebody should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterWarning {
    /// Younger than [`ADULT_AGE`].
    UnderAge18,
    /// [`SENIOR_AGE`] or older.
    Over60,
    /// Not in an insurance from which nothing exempts.
    InsuranceMissing,
    /// The work asks for a qualification that the register does not know of them.
    QualificationMissing,
    /// The qualification the work asks for has expired.
    QualificationExpired,
    /// 在留期間 is over.
    ResidenceExpired,
    /// The register's card is past its last day, and no newer one is in use.
    RegistrationExpired,
    /// 新規入場: the first day is here, and nobody has inducted them.
    InductionMissing,
}

impl RosterWarning {
    /// Every warning, in the order they are told.
    pub const ALL: [Self; 8] = [
        Self::UnderAge18,
        Self::Over60,
        Self::InsuranceMissing,
        Self::QualificationMissing,
        Self::QualificationExpired,
        Self::ResidenceExpired,
        Self::RegistrationExpired,
        Self::InductionMissing,
    ];
    /// Stable word for catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnderAge18 => "under_age_18",
            Self::Over60 => "over_60",
            Self::InsuranceMissing => "insurance_missing",
            Self::QualificationMissing => "qualification_missing",
            Self::QualificationExpired => "qualification_expired",
            Self::ResidenceExpired => "residence_expired",
            Self::RegistrationExpired => "registration_expired",
            Self::InductionMissing => "induction_missing",
        }
    }
}

/// A qualification as the register knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// Last day; absent where it has none.
    pub until: Option<WorkDate>,
}

/// What the register knows of a person for their work at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked<'a> {
    /// Birth date.
    pub birth: WorkDate,
    /// Health, pension, employment.
    pub insurances: [Insurance; 3],
    /// Somebody has looked after the insurances as they stand.
    pub checked: bool,
    /// 作業内容, as typed; may be empty.
    pub work: &'a str,
    /// The qualifications; `None` where the person is registered simply and none were asked for.
    pub held: Option<&'a [Held]>,
    /// Last day of stay, of who has one.
    pub residence_until: Option<WorkDate>,
    /// Last day of the card in use, of who has one.
    pub card_until: Option<WorkDate>,
    /// The first day of the line and what is known of the induction; `None` of who stands on no line yet.
    pub induction: Option<(WorkDate, Induction)>,
}

/// Words of work that asks for a qualification, each with the words by which one that allows it is called.
const WANTED: &[(&str, &str)] = &[
    ("玉掛", "玉掛"),
    ("移動式クレーン", "移動式クレーン"),
    ("フォークリフト", "フォークリフト"),
    ("高所作業車", "高所作業車"),
    ("不整地運搬車", "不整地運搬車"),
    ("ガス溶接", "ガス溶接"),
    ("アーク溶接", "アーク溶接"),
    ("足場の組立", "足場の組立"),
    ("電気工事", "電気工事士"),
];

/// What to look at on `day`, in the order of [`RosterWarning::ALL`].
pub fn warnings(of: &Looked<'_>, day: WorkDate) -> Vec<RosterWarning> {
    let age = calendar::age_on(of.birth, day);
    let is_over = |until: Option<WorkDate>| until.is_some_and(|until| until < day);
    let (missing, expired) = qualification(of, is_over);
    let found = |warning: &RosterWarning| match warning {
        RosterWarning::UnderAge18 => age < ADULT_AGE,
        RosterWarning::Over60 => age >= SENIOR_AGE,
        RosterWarning::InsuranceMissing => !of.checked && of.insurances.contains(&Insurance::None),
        RosterWarning::QualificationMissing => missing,
        RosterWarning::QualificationExpired => expired,
        RosterWarning::ResidenceExpired => is_over(of.residence_until),
        RosterWarning::RegistrationExpired => is_over(of.card_until),
        RosterWarning::InductionMissing => {
            of.induction.is_some_and(|(first, induction)| induction.is_missing_on(first, day))
        }
    };
    RosterWarning::ALL.into_iter().filter(found).collect()
}

/// Whether a qualification that the work asks for is missing, and whether one was held and all of its kind have expired.
fn qualification(of: &Looked<'_>, is_over: impl Fn(Option<WorkDate>) -> bool) -> (bool, bool) {
    let Some(held) = of.held else { return (false, false) };
    let work = search_key(of.work);
    let (mut missing, mut expired) = (false, false);
    for (_, wanted) in WANTED.iter().filter(|(word, _)| work.contains(&search_key(word))) {
        let wanted = search_key(wanted);
        let mut fitting = held.iter().filter(|one| search_key(&one.name).contains(&wanted)).peekable();
        if fitting.peek().is_none() {
            missing = true;
        } else if fitting.all(|one| is_over(one.until)) {
            expired = true;
        }
    }
    (missing, expired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Insurance::{Exempt, Joined, None as Missing};

    const fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(number)
    }

    const TODAY: WorkDate = day(20_261_120);

    fn fine() -> Looked<'static> {
        Looked {
            birth: day(19_850_412),
            insurances: [Joined; 3],
            checked: false,
            work: "",
            held: Some(&[]),
            residence_until: None,
            card_until: None,
            induction: None,
        }
    }

    #[test]
    fn who_was_not_inducted_is_told_from_the_first_day_on() {
        let on = |first| warnings(&Looked { induction: Some((day(first), Induction::Missing)), ..fine() }, TODAY);
        assert_eq!((on(20_261_120), on(20_261_121)), (vec![RosterWarning::InductionMissing], vec![]));
    }

    #[test]
    fn ages_and_insurances() {
        for (birth, insurances, expected) in [
            (20_081_121, [Joined; 3], vec![RosterWarning::UnderAge18]),
            (20_081_120, [Joined; 3], vec![]),
            (19_661_121, [Joined; 3], vec![]),
            (19_661_120, [Joined; 3], vec![RosterWarning::Over60]),
            (19_850_412, [Joined, Exempt, Joined], vec![]),
            (19_850_412, [Joined, Exempt, Missing], vec![RosterWarning::InsuranceMissing]),
            (19_500_101, [Missing; 3], vec![RosterWarning::Over60, RosterWarning::InsuranceMissing]),
        ] {
            let of = Looked { birth: day(birth), insurances, ..fine() };
            assert_eq!(warnings(&of, TODAY), expected, "{birth}");
            let looked_after: Vec<_> =
                expected.into_iter().filter(|one| *one != RosterWarning::InsuranceMissing).collect();
            assert_eq!(warnings(&Looked { checked: true, ..of }, TODAY), looked_after, "{birth}");
        }
    }

    #[test]
    fn last_days_count() {
        for (until, is_over) in [(20_261_119, true), (20_261_120, false), (20_261_121, false)] {
            let stay = Looked { residence_until: Some(day(until)), ..fine() };
            let card = Looked { card_until: Some(day(until)), ..fine() };
            assert_eq!(warnings(&stay, TODAY).contains(&RosterWarning::ResidenceExpired), is_over, "{until}");
            assert_eq!(warnings(&card, TODAY).contains(&RosterWarning::RegistrationExpired), is_over, "{until}");
        }
    }

    #[test]
    fn what_the_work_asks_for() {
        let held = |name: &str, until: Option<i32>| Held { name: name.to_owned(), until: until.map(day) };
        let slinging = "玉掛け技能講習";
        let (missing, expired) = (vec![RosterWarning::QualificationMissing], vec![RosterWarning::QualificationExpired]);
        for (what, work, of, expected) in [
            ("none asked for", "清掃", vec![], vec![]),
            ("asked for and missing", "鉄骨の玉掛け", vec![], missing.clone()),
            ("another", "鉄骨の玉掛け", vec![held("フォークリフト運転技能講習", None)], missing),
            ("held without end", "鉄骨の玉掛け", vec![held(slinging, None)], vec![]),
            ("held to today", "鉄骨の玉掛け", vec![held(slinging, Some(20_261_120))], vec![]),
            ("held to yesterday", "鉄骨の玉掛け", vec![held(slinging, Some(20_261_119))], expired),
            ("renewed", "鉄骨の玉掛け", vec![held(slinging, Some(20_261_119)), held(slinging, None)], vec![]),
            ("written in half width", "ﾌｫｰｸﾘﾌﾄ", vec![held("フォークリフト運転技能講習", None)], vec![]),
            (
                "one of two missing",
                "電気工事と玉掛け",
                vec![held("第二種電気工事士免状取得者", None)],
                vec![RosterWarning::QualificationMissing],
            ),
        ] {
            let looked = Looked { work, held: Some(&of), ..fine() };
            assert_eq!(warnings(&looked, TODAY), expected, "{what}");
            assert_eq!(warnings(&Looked { held: None, ..looked }, TODAY), vec![], "{what}: registered simply");
        }
    }

    #[test]
    fn every_warning_has_its_word() {
        let codes = RosterWarning::ALL.map(RosterWarning::code);
        assert!(codes.iter().enumerate().all(|(at, code)| !codes[at + 1..].contains(code)));
    }
}
