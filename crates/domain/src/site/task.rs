//! What a site still lacks, for those who can do something about it. Invariant: worked out from what is kept at the
//! moment of looking; none is stored, so none can stay behind.

use crate::{
    id::{BusinessId, SiteId},
    roster::RosterWarning,
};
use serde::{Deserialize, Serialize};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SiteTask {
    /// Nobody but the prime stands in the structure: for the prime.
    Structure,
    /// These people are in no insurance from which nothing exempts them: of the whole site for the prime, of its own for
    /// another member.
    Insurance(Vec<String>),
    /// Nobody stands on the roster, as far as the looker's branch reaches.
    Roster,
}

/// A site with what is to be done there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTasks {
    /// Which.
    pub id: SiteId,
    /// 現場名.
    pub name: String,
    /// In the order they are best done.
    pub tasks: Vec<SiteTask>,
}

/// A person on the roster, as the rule looks at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRoster {
    /// For whom.
    pub business: BusinessId,
    /// Family and given name.
    pub name: String,
    /// What to look at.
    pub warnings: Vec<RosterWarning>,
}

/// What `looker` has to do at a site of `prime` with so many `places` in its structure and these people on the roster of
/// the looker's branch.
pub fn tasks(looker: BusinessId, prime: BusinessId, places: i64, people: &[OnRoster]) -> Vec<SiteTask> {
    let ours = looker == prime;
    let mut tasks = Vec::new();
    if ours && places <= 1 {
        tasks.push(SiteTask::Structure);
    }
    let uninsured = people.iter().filter(|person| {
        (ours || person.business == looker) && person.warnings.contains(&RosterWarning::InsuranceMissing)
    });
    let names: Vec<String> = uninsured.map(|person| person.name.clone()).collect();
    if !names.is_empty() {
        tasks.push(SiteTask::Insurance(names));
    }
    if people.is_empty() {
        tasks.push(SiteTask::Roster);
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_a_task_of_those_who_can_do_it() {
        let [prime, firm, other] = [1, 2, 3].map(BusinessId::from_body);
        let person = |name: &str, warnings: &[RosterWarning]| OnRoster {
            business: firm,
            name: name.to_owned(),
            warnings: warnings.to_vec(),
        };
        let missing = person("山本", &[RosterWarning::UnderAge18, RosterWarning::InsuranceMissing]);
        let fine = person("大野", &[RosterWarning::Over60]);
        let named = || SiteTask::Insurance(vec!["山本".to_owned()]);
        let both = [missing, fine.clone()];
        for (looker, places, people, wanted) in [
            (prime, 1, &[][..], vec![SiteTask::Structure, SiteTask::Roster]),
            (prime, 2, &[], vec![SiteTask::Roster]),
            (other, 1, &[], vec![SiteTask::Roster]),
            (prime, 1, &both, vec![SiteTask::Structure, named()]),
            (prime, 2, &both, vec![named()]),
            (firm, 2, &both, vec![named()]),
            (other, 2, &both, vec![]),
            (prime, 2, &[fine], vec![]),
        ] {
            assert_eq!(tasks(looker, prime, places, people), wanted, "{looker} {places} {people:?}");
        }
    }
}
