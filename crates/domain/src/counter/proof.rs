//! What was entered at a counter without proof. Invariant: what lacks proof is left out or becomes 「無」, and everything else
//! goes on as it is.
//!
//! Source: general-meeting-11 資料6 p.8 (証明書類の添付が無い、又は無効の場合は該当する項目を登録しない、あるいは「無」で登録する).

use super::Paper;
use crate::technician::{Insurance, List, MutualAid, TechnicianForm};

/// Inputs that say 加入 and the paper that proves it.
const JOINED: [(&str, Paper); 6] = [
    ("health_insurance", Paper::Insurance),
    ("pension", Paper::Insurance),
    ("employment_insurance", Paper::Insurance),
    ("kentaikyo", Paper::MutualAid),
    ("chutaikyo", Paper::MutualAid),
    ("accident_insurance", Paper::AccidentInsurance),
];
/// What follows an input once it says 「無」.
const FOLLOWS: [(&str, &[&str]); 4] = [
    ("health_insurance", &["health_insurance_kind"]),
    ("pension", &["pension_kind"]),
    ("kentaikyo", &["kentaikyo_number"]),
    ("accident_insurance", &["accident_insurance_kind"]),
];
/// Inputs that may be left out and the paper that proves what stands in them.
const TYPED: [(&str, Paper); 3] =
    [("employer_id", Paper::Employment), ("employed_on", Paper::Employment), ("chief_number", Paper::Chief)];
/// Lists whose every item wants a paper of the kind.
const LISTED: [(List, Paper); 6] = [
    (List::Employers, Paper::Employment),
    (List::HealthChecks, Paper::HealthCheck),
    (List::Schools, Paper::School),
    (List::Qualifications, Paper::Qualification),
    (List::Trainings, Paper::Training),
    (List::Awards, Paper::Award),
];

/// Fields and items that say something no paper proves, in page order. `has`: whether a picture was sent for an item; of a
/// qualification its own certificate is wanted.
pub fn unproven(form: &TechnicianForm, papers: &[Paper], has: impl Fn(&str) -> bool) -> Vec<String> {
    let lacks = |paper: Paper| !papers.contains(&paper);
    let says = |name: &str, what: &str| form.input(name).is_some_and(|typed| typed == what);
    let filled = |name: &str| form.input(name).is_some_and(|typed| !typed.trim().is_empty());
    let joined = JOINED.into_iter().filter(|(name, paper)| lacks(*paper) && says(name, Insurance::Joined.code()));
    // What the register of 登録基幹技能者 has answered needs no paper.
    let answered = |name: &str| name == "chief_number" && form.chief.is_some();
    let typed = TYPED.into_iter().filter(|(name, paper)| lacks(*paper) && filled(name) && !answered(name));
    let mut found: Vec<String> = joined.chain(typed).map(|(name, _)| name.to_owned()).collect();
    for (list, paper) in LISTED {
        for item in form.items(list) {
            let field = list.field(item.key());
            if lacks(paper) || list.needs_picture() && !has(&field) {
                found.push(field);
            }
        }
    }
    found.sort_by_key(|field| crate::technician::place(field));
    found
}

/// Leaves out the fields and items named, or makes them 「無」.
pub fn leave_out(form: &mut TechnicianForm, fields: &[String]) {
    for field in fields {
        if let Some((list, key, _)) = crate::technician::parts(field) {
            form.remove_item(list, key);
        } else if JOINED.iter().any(|(name, _)| name == field) {
            form.set(field, MutualAid::None.code());
        } else {
            form.set(field, "");
        }
        let follows = FOLLOWS.iter().find(|(name, _)| name == field).map_or::<&[&str], _>(&[], |(_, follows)| follows);
        for name in follows {
            form.set(name, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> TechnicianForm {
        let text = str::to_owned;
        let mut form = TechnicianForm {
            health_insurance: text("joined"),
            health_insurance_kind: text("kyokai"),
            pension: text("exempt"),
            employment_insurance: text("joined"),
            kentaikyo: text("joined"),
            kentaikyo_number: text("1234"),
            chutaikyo: text("none"),
            accident_insurance: text("none"),
            employer_id: text("12"),
            chief_number: text("9"),
            ..TechnicianForm::default()
        };
        form.add_item(List::Qualifications);
        form.add_item(List::Qualifications);
        form.add_item(List::Awards);
        form.add_item(List::Careers);
        form
    }

    fn sorted(mut fields: Vec<String>) -> Vec<String> {
        fields.sort();
        fields
    }

    #[test]
    fn what_no_paper_proves_is_named_and_the_rest_is_not() {
        let none = sorted(unproven(&form(), &[Paper::Application], |_| false));
        let wanted =
            ["awards.k1", "chief_number", "employer_id", "employment_insurance", "health_insurance", "kentaikyo"];
        assert_eq!(none, [&wanted[..], &["qualifications.k1", "qualifications.k2"]].concat());
        let papers = [Paper::Employment, Paper::Insurance, Paper::MutualAid, Paper::Qualification, Paper::Chief];
        let some = unproven(&form(), &papers, |field| field == "qualifications.k2");
        assert_eq!(sorted(some), ["awards.k1", "qualifications.k1"], "a certificate for each qualification");
        let all = unproven(&form(), &Paper::ALL, |_| true);
        assert!(all.is_empty(), "{all:?}");
    }

    #[test]
    fn what_lacks_proof_is_left_out_or_becomes_none_and_the_rest_goes_on() {
        let mut left = form();
        let fields = unproven(&left, &[Paper::Application], |_| false);
        leave_out(&mut left, &fields);
        assert!(unproven(&left, &[Paper::Application], |_| false).is_empty());
        assert_eq!((left.health_insurance.as_str(), left.health_insurance_kind.as_str()), ("none", ""));
        assert_eq!((left.kentaikyo.as_str(), left.kentaikyo_number.as_str()), ("none", ""));
        assert_eq!((left.pension.as_str(), left.employer_id.as_str(), left.chief_number.as_str()), ("exempt", "", ""));
        assert_eq!((left.qualifications.len(), left.awards.len(), left.careers.len()), (0, 0, 1));
    }
}
