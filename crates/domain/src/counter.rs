//! The counter of a 認定登録機関: an application on paper, taken in person. Invariant: of a document its kind is kept and never
//! its number; nothing is handed in before somebody looked at the person's identity and papers.
//!
//! Sources: 10-registration.md (Technicians: who files); general-meeting-11 資料6 p.7-8.

mod contact;
mod proof;

use crate::{
    application::{ApplicationKind, Deficiency, State},
    form::{
        FieldProblem, Problem,
        reader::{Noted, Reader},
    },
    id::OfficeId,
    registrar::OfficeKind,
    technician::IdentityKind,
    text,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

pub use contact::{ContactEntry, ContactForm, ContactNow, PersonForm};
pub use proof::{leave_out, unproven};

/// A kind of paper somebody brings to a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 登録申請書, filled in and signed.
    Application,
    /// 顔写真.
    Photo,
    /// 所属事業者: proof of employment.
    Employment,
    /// 社会保険の加入を証する書類, numbers masked.
    Insurance,
    /// 建退共・中退共の手帳.
    MutualAid,
    /// 労災特別加入.
    AccidentInsurance,
    /// 健康診断.
    HealthCheck,
    /// 学歴.
    School,
    /// 登録基幹技能者講習修了証.
    Chief,
    /// 保有資格の証明書.
    Qualification,
    /// 研修等の修了証.
    Training,
    /// 表彰状.
    Award,
    /// 建設業許可通知書, of a business.
    LicenceNotice,
    /// 履歴事項全部証明書 or 開業届, of a business.
    Registry,
    /// 納税・確定申告の書類, of a business.
    Tax,
}

impl Paper {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 15] = [
        Self::Application,
        Self::Photo,
        Self::Employment,
        Self::Insurance,
        Self::MutualAid,
        Self::AccidentInsurance,
        Self::HealthCheck,
        Self::School,
        Self::Chief,
        Self::Qualification,
        Self::Training,
        Self::Award,
        Self::LicenceNotice,
        Self::Registry,
        Self::Tax,
    ];
    /// What a business brings, in the order of the form; a technician brings the others.
    const OF_FIRM: [Self; 6] =
        [Self::Application, Self::LicenceNotice, Self::Registry, Self::Tax, Self::Insurance, Self::MutualAid];
    /// What is brought for a kind of application, in the order of the form.
    pub fn of(kind: ApplicationKind) -> Vec<Self> {
        match kind.stage() {
            Some(_) => Self::ALL
                .into_iter()
                .filter(|paper| !matches!(paper, Self::LicenceNotice | Self::Registry | Self::Tax))
                .collect(),
            None => Self::OF_FIRM.to_vec(),
        }
    }
    /// As stored and as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Photo => "photo",
            Self::Employment => "employment",
            Self::Insurance => "insurance",
            Self::MutualAid => "mutual_aid",
            Self::AccidentInsurance => "accident_insurance",
            Self::HealthCheck => "health_check",
            Self::School => "school",
            Self::Chief => "chief",
            Self::Qualification => "qualification",
            Self::Training => "training",
            Self::Award => "award",
            Self::LicenceNotice => "licence_notice",
            Self::Registry => "registry",
            Self::Tax => "tax",
        }
    }
    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }
}

/// What was looked at, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckForm {
    /// [`IdentityKind::code`] of the document by which the person was known.
    pub identity_kind: String,
    /// [`Paper::code`] of the papers that are there.
    pub papers: Vec<String>,
    /// `yes`: the face and the name agree with the document.
    pub agrees: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckEntry {
    /// The identity document.
    pub identity_kind: IdentityKind,
    /// The papers, in the order of the form.
    pub papers: Vec<Paper>,
}

impl CheckForm {
    /// For a kind of application. Errors: every problem; a signed application form must be among the papers.
    pub fn validate(&self, kind: ApplicationKind) -> Result<CheckEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let identity_kind = read.choice("identity_kind", &self.identity_kind, IdentityKind::from_code);
        if self.agrees != "yes" {
            read.note("agrees", Problem::NotConfirmed);
        }
        let asked = Paper::of(kind);
        let is_asked = |code: &String| Paper::from_code(code).is_some_and(|paper| asked.contains(&paper));
        let unknown = !self.papers.iter().all(is_asked);
        let papers: Vec<Paper> =
            asked.iter().copied().filter(|paper| self.papers.iter().any(|code| code == paper.code())).collect();
        let papers = if unknown {
            read.note("papers", Problem::NotAChoice);
            Err(Noted)
        } else if papers.contains(&Paper::Application) {
            Ok(papers)
        } else {
            read.note("papers", Problem::Missing);
            Err(Noted)
        };
        let entry = || Ok(CheckEntry { identity_kind: identity_kind?, papers: papers? });
        let entry = entry();
        read.finish(entry)
    }
}

/// What was looked at, when and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The kind of identity document.
    pub identity_kind: IdentityKind,
    /// The papers.
    pub papers: Vec<Paper>,
    /// When.
    pub at: Instant,
    /// Name of who looked.
    pub by: String,
}

/// 簡易書留 as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostForm {
    /// お問い合わせ番号.
    pub tracking: String,
    /// The day it was handed to the post.
    pub sent_on: String,
}

impl PostForm {
    /// The number's digits and the day. Errors: every problem.
    ///
    /// A recorded delivery has a number of 11 digits, some receipts print 12 or 13 with a check digit of the sender's.
    pub fn validate(&self, today: WorkDate) -> Result<(String, WorkDate), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let tracking = read.required("tracking", &self.tracking, |raw| {
            let digits = text::digits(raw).ok_or(Problem::NotNumber)?;
            match digits.len() {
                11..=13 => Ok(digits),
                0..11 => Err(Problem::TooShort { min: 11 }),
                _ => Err(Problem::TooLong { max: 13 }),
            }
        });
        let sent_on = read.required("sent_on", &self.sent_on, crate::calendar::parse_day);
        if sent_on.is_ok_and(|day| day > today) {
            read.note("sent_on", Problem::InFuture);
        }
        let entry = || Ok((tracking?, sent_on?));
        let entry = entry();
        read.finish(entry)
    }
}

/// Where the papers of an application are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "papers", rename_all = "snake_case")]
pub enum Papers {
    /// At the office that took them.
    Here,
    /// On their way by recorded delivery.
    Sent {
        /// お問い合わせ番号, digits.
        tracking: String,
        /// The day they were posted.
        on: WorkDate,
    },
    /// At the head office.
    Arrived {
        /// When they were taken in; absent where the head office took the application itself.
        at: Option<Instant>,
    },
}

impl Papers {
    /// Whether the head office has them, so that it can judge by them (資料6 p.8: 届いた申請書に基づき審査).
    pub const fn are_at_head(&self) -> bool {
        matches!(self, Self::Arrived { .. })
    }
    /// Whether their posting can be noted, or put right: until they arrived, of what was handed in.
    pub fn may_be_sent(&self, state: State) -> bool {
        !self.are_at_head() && (state.is_applied() || state == State::Completed)
    }
}

/// Where papers are, by what was noted of them.
pub fn papers(kind: OfficeKind, sent: Option<(String, WorkDate)>, arrived: Option<Instant>) -> Papers {
    match (kind, arrived, sent) {
        (_, Some(at), _) => Papers::Arrived { at: Some(at) },
        (OfficeKind::Head, None, _) => Papers::Arrived { at: None },
        (OfficeKind::Field, None, Some((tracking, on))) => Papers::Sent { tracking, on },
        (OfficeKind::Field, None, None) => Papers::Here,
    }
}

/// One application as its counter sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterCase {
    /// The line of the list.
    pub row: crate::proxy::FiledRow,
    /// The office that took it.
    pub office: OfficeId,
    /// The body.
    pub body: String,
    /// The office's phone, digits.
    pub office_phone: String,
    /// The office's address.
    pub office_address: String,
    /// What was looked at.
    pub checked: Option<Checked>,
    /// What is to be put right, while it is returned.
    pub deficiencies: Vec<Deficiency>,
    /// Fields and items that say what no paper proves, while it can be changed.
    pub unproven: Vec<String>,
    /// Whether the one who asks works on it (their own office's).
    pub own: bool,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
}

#[cfg(test)]
mod tests;
