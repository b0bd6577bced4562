//! The log of history records (記録簿): what a leaf says of a record, and the proof a person keeps of it. Invariant: two versions
//! that say different things never have the same bytes, and the bytes of one are the same on every machine, for ever
//! (`careerup-record-1`). Source: 40-levels-and-passport.md, Merkle log; ours: docs/decisions/0045-log.md.

use crate::{
    history::{Approval, WorkRole},
    id::{BusinessId, SiteId, TechnicianId},
    time::{Instant, WorkDate},
    touch::{Channel, wire::signed::fields},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// What the file with a proof calls itself.
pub const PROOF_FORMAT: &str = "careerup-log-proof-1";

/// A person's day at a site as it stood at some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Who.
    pub technician_id: TechnicianId,
    /// Where.
    pub site_id: SiteId,
    /// The working day, `yyyymmdd`.
    pub day: WorkDate,
    /// What was recorded of it; absent: nothing any more (its touches came to another day, or its entry was taken back).
    pub said: Option<Said>,
}

/// What a record says of its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// First in, milliseconds since 1970, and so below.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
    /// Since when the person was inside.
    pub inside_since: Option<Instant>,
    /// 所属事業者.
    pub employer: Option<BusinessId>,
    /// Tier, 0 = prime; absent: 施工体制未登録.
    pub tier: Option<i16>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: Option<WorkRole>,
    /// By which way its first touch came.
    pub channel: Channel,
    /// Whether it was approved.
    pub approval: Approval,
    /// Touches it was made from.
    pub touches: i16,
    /// An entry of the day stood.
    pub by_hand: bool,
}

impl Version {
    /// What is hashed of it, after the leaf's salt.
    pub fn bytes(&self) -> Vec<u8> {
        let (who, at, day) = (self.technician_id.to_string(), self.site_id.to_string(), self.day.number().to_string());
        let mut bytes = fields(&[Some("careerup-record-1"), Some(&who), Some(&at), Some(&day)]);
        let Some(said) = &self.said else {
            bytes.extend(fields(&[Some("gone")]));
            return bytes;
        };
        let time = |at: Option<Instant>| at.map(|at| at.0.to_string());
        let number = |number: Option<i16>| number.map(|number| number.to_string());
        bytes.extend(fields(&[
            Some("recorded"),
            time(said.first_in).as_deref(),
            time(said.last_out).as_deref(),
            time(said.inside_since).as_deref(),
            said.employer.map(|employer| employer.to_string()).as_deref(),
            number(said.tier).as_deref(),
            number(said.trade.map(TradeCode::get)).as_deref(),
            said.role.map(WorkRole::code),
            number(Some(said.channel.number())).as_deref(),
            Some(if said.approval == Approval::Approved { "approved" } else { "provisional" }),
            number(Some(said.touches)).as_deref(),
            Some(if said.by_hand { "by_hand" } else { "touched" }),
        ]));
        bytes
    }
}

/// A proof that a version is in the log, as a file: who has it needs nobody to believe it but the log's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// [`PROOF_FORMAT`].
    pub format: String,
    /// What was recorded.
    pub record: Version,
    /// The chance in the leaf, 32 hex digits.
    pub salt: String,
    /// Which leaf, counted from 0.
    pub leaf: u64,
    /// The inclusion proof from the leaf upwards, 64 hex digits each.
    pub hashes: Vec<String>,
    /// The checkpoint it leads to, with its signatures.
    pub checkpoint: String,
}

/// That a record as it stands is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InLog {
    /// Which leaf, counted from 0.
    pub leaf: u64,
    /// Since when.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn version() -> Version {
        Version {
            technician_id: TechnicianId::from_stored(11),
            site_id: SiteId::from_stored(21),
            day: WorkDate::from_stored(20_261_120),
            said: Some(Said {
                first_in: Some(Instant(1_795_128_720_000)),
                last_out: None,
                inside_since: Some(Instant(1_795_128_720_000)),
                employer: Some(BusinessId::from_stored(31)),
                tier: Some(1),
                trade: Some(TradeCode::from_stored(11)),
                role: Some(WorkRole::Foreman),
                channel: Channel::Gate,
                approval: Approval::Provisional,
                touches: 1,
                by_hand: false,
            }),
        }
    }

    #[test]
    fn the_bytes_of_a_version_are_these_for_ever() {
        let text = String::from_utf8(version().bytes()).unwrap();
        assert_eq!(
            text,
            "17:careerup-record-1,14:00000000000011,14:00000000000021,8:20261120,8:recorded,13:1795128720000,-,\
             13:1795128720000,14:00000000000031,1:1,2:11,7:foreman,1:1,11:provisional,1:1,7:touched,"
        );
        let gone = Version { said: None, ..version() };
        let text = String::from_utf8(gone.bytes()).unwrap();
        assert_eq!(text, "17:careerup-record-1,14:00000000000011,14:00000000000021,8:20261120,4:gone,");
    }

    #[test]
    fn whatever_differs_has_other_bytes() {
        let with = |change: fn(&mut Said)| {
            let mut version = version();
            change(version.said.as_mut().unwrap());
            version
        };
        let versions = [
            version(),
            Version { technician_id: TechnicianId::from_stored(12), ..version() },
            Version { site_id: SiteId::from_stored(22), ..version() },
            Version { day: WorkDate::from_stored(20_261_121), ..version() },
            Version { said: None, ..version() },
            with(|said| said.first_in = None),
            with(|said| said.last_out = said.first_in),
            with(|said| said.inside_since = None),
            with(|said| (said.first_in, said.last_out) = (None, said.first_in)),
            with(|said| said.employer = None),
            with(|said| said.tier = Some(0)),
            with(|said| said.trade = Some(TradeCode::from_stored(12))),
            with(|said| (said.tier, said.trade) = (None, Some(TradeCode::from_stored(1)))),
            with(|said| said.role = Some(WorkRole::Worker)),
            with(|said| said.channel = Channel::OwnPhone),
            with(|said| said.approval = Approval::Approved),
            with(|said| said.touches = 2),
            with(|said| said.by_hand = true),
        ];
        let bytes: BTreeSet<Vec<u8>> = versions.iter().map(Version::bytes).collect();
        assert_eq!(bytes.len(), versions.len());
        for version in versions {
            let text = serde_json::to_string(&version).unwrap();
            assert_eq!(serde_json::from_str::<Version>(&text).unwrap(), version);
        }
    }
}
