//! Who may do what. One pure function decides for screens, server functions, API, jobs and documents alike.
//!
//! Invariant: a [`Scope`] cannot be made anywhere but in [`decide`], and every list query demands one, so a read
//! without a decision does not compile. Sources: 00-overview.md, 20-sites-and-history.md, 80-data-sharing.md.

mod action;
mod decision;
#[cfg(test)]
mod table;

use crate::{
    admin_id::Held,
    id::{
        AccountId, ApplicationId, BusinessId, DeviceId, LevelBodyId, OfficeId, PartnerId, RegistrarId, ScrivenerId,
        SiteId, TechnicianId,
    },
    registrar::{OfficeKind, Period},
};
use serde::{Deserialize, Serialize};

pub use action::Action;
pub use decision::{decide, decide_on};

/// What kind of person or machine acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nobody has logged in.
    Public,
    /// Somebody filling in an application who has no account yet; bound to that application.
    Applicant,
    /// 技能者.
    Technician,
    /// 事業者の管理者ID.
    BusinessAdmin,
    /// 現場管理者ID: named sites of its business only.
    SiteAdmin,
    /// An enrolled gate phone, by its device credential: one site only.
    Gate,
    /// 審査員.
    Reviewer,
    /// 運営主体.
    Operator,
    /// 認定登録機関.
    Registrar,
    /// 登録行政書士.
    Scrivener,
    /// 能力評価実施団体.
    Evaluator,
    /// 応援団企業.
    Sponsor,
    /// 発注者.
    Client,
    /// 会員団体.
    MemberBody,
    /// API連携認定システム and other partners.
    Partner,
    /// The register's own jobs and commands.
    System,
}

impl Role {
    /// Whether it files for others, who choose their own password.
    pub const fn files_for_others(self) -> bool {
        matches!(self, Self::BusinessAdmin | Self::Registrar | Self::Scrivener)
    }
    /// Every role, in the order of the printed table.
    pub const ALL: [Self; 16] = [
        Self::Public,
        Self::Applicant,
        Self::Technician,
        Self::BusinessAdmin,
        Self::SiteAdmin,
        Self::Gate,
        Self::Reviewer,
        Self::Operator,
        Self::Registrar,
        Self::Scrivener,
        Self::Evaluator,
        Self::Sponsor,
        Self::Client,
        Self::MemberBody,
        Self::Partner,
        Self::System,
    ];
    /// Whether a second factor is demanded before this role may act (99-quality.md, security).
    pub const fn needs_second_factor(self) -> bool {
        matches!(
            self,
            Self::BusinessAdmin
                | Self::SiteAdmin
                | Self::Reviewer
                | Self::Operator
                | Self::Registrar
                | Self::Scrivener
                | Self::Evaluator
                | Self::Sponsor
                | Self::Client
                | Self::MemberBody
        )
    }
}

/// Who acts in a call, as far as decisions need to know. Made once per request at the border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What kind.
    pub role: Role,
    /// The log-in, where there is one.
    pub account: Option<AccountId>,
    /// The person, for a technician.
    pub technician: Option<TechnicianId>,
    /// The business the account belongs to, or in whose name a partner acts.
    pub business: Option<BusinessId>,
    /// The sites a site admin or a gate is limited to.
    pub sites: Vec<SiteId>,
    /// The application an applicant is bound to, or that a business files for somebody.
    pub application: Option<ApplicationId>,
    /// The gate's device.
    pub device: Option<DeviceId>,
    /// The partner system.
    pub partner: Option<PartnerId>,
    /// What the ID is, where it is not a business's first.
    pub held: Option<Held>,
    /// The desk of a certified registrar.
    pub desk: Option<Desk>,
    /// The scrivener.
    pub scrivener: Option<ScrivenerId>,
    /// The 能力評価実施団体 the log-in sits at.
    pub level_body: Option<LevelBodyId>,
    /// When the body behind the desk, or the scrivener, may act.
    pub period: Option<Period>,
    /// It may not today; the caller has looked at the day.
    pub lapsed: bool,
}

/// Where somebody of a 認定登録機関 sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    /// The body.
    pub registrar: RegistrarId,
    /// Its office.
    pub office: OfficeId,
    /// What the office does.
    pub kind: OfficeKind,
}

impl Actor {
    /// An actor of `role` with nothing else known.
    pub const fn of(role: Role) -> Self {
        Self {
            role,
            account: None,
            technician: None,
            business: None,
            sites: Vec::new(),
            application: None,
            device: None,
            partner: None,
            held: None,
            desk: None,
            scrivener: None,
            level_body: None,
            period: None,
            lapsed: false,
        }
    }
    /// Nobody has logged in.
    pub const fn public() -> Self {
        Self::of(Role::Public)
    }
    /// The register's own jobs and commands.
    pub const fn system() -> Self {
        Self::of(Role::System)
    }
}

/// What it is to be done to, with the facts a decision depends on, read by the caller beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// The whole register; for lists, the decision says which part comes back.
    Register,
    /// One application.
    Application(ApplicationId),
    /// One application as somebody of a certified registrar comes to it.
    Case {
        /// Which.
        id: ApplicationId,
        /// The body and office whose counter took it.
        taken_by: Option<(RegistrarId, OfficeId)>,
        /// Whether the one who asks entered any of it.
        entered: bool,
    },
    /// One application for a level, or one level that was granted.
    Level {
        /// The body that judges its field, where one does.
        body: Option<LevelBodyId>,
        /// Whether the one who asks entered what a second person is to look at.
        entered: bool,
    },
    /// One technician.
    Technician {
        /// Who.
        id: TechnicianId,
        /// Current employers, main and secondary.
        employers: Vec<BusinessId>,
        /// Open sites whose roster names the person, with the businesses above them there (prime and upper tiers).
        seen_by: Vec<BusinessId>,
    },
    /// One business.
    Business(BusinessId),
    /// One business as those above it on sites come to it.
    Partner {
        /// Which.
        id: BusinessId,
        /// Prime and upper tiers above it on sites that are open.
        above: Vec<BusinessId>,
    },
    /// One site.
    Site {
        /// Which.
        id: SiteId,
        /// 元請.
        prime: BusinessId,
        /// Every business in its structure, the prime included.
        members: Vec<BusinessId>,
        /// Open for touches and for partners' reads.
        open: bool,
    },
}

/// Why something may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// Nobody is logged in and somebody must be.
    #[error("log in first")]
    LogInFirst,
    /// This kind of account never may.
    #[error("not for this kind of account")]
    Role,
    /// This kind of account may, but not for this one (another's site, another's person …).
    #[error("not yours")]
    NotYours,
    /// The ID's first day has not come.
    #[error("not yet")]
    NotYet,
    /// The ID's last day has gone by.
    #[error("the ID has expired")]
    Expired,
    /// Not for a person with these duties at the business.
    #[error("not among the duties")]
    Duty,
    /// It could be done while the site was open.
    #[error("site closed")]
    SiteClosed,
    /// The certification or registration of the body does not hold today.
    #[error("certification does not hold today")]
    Lapsed,
    /// Two persons: who entered something does not judge it.
    #[error("entered by oneself")]
    OwnEntry,
}

/// Which part of the register a decision opened. Only [`decide`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(Extent);

/// What a [`Scope`] covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    All,
    /// What belongs to one technician.
    Technician(TechnicianId),
    /// What belongs to one business: its people, its sites as prime or member.
    Business(BusinessId),
    /// Named sites only.
    Sites(Vec<SiteId>),
    /// One application only.
    Application(ApplicationId),
    /// What one office of a certified registrar took.
    Office(OfficeId),
    /// What all offices of one certified registrar took.
    Registrar(RegistrarId),
    /// What one scrivener files.
    Scrivener(ScrivenerId),
    /// What one 能力評価実施団体 judges.
    LevelBody(LevelBodyId),
    /// What anybody may see.
    Public,
}

impl Scope {
    /// What it covers.
    pub const fn extent(&self) -> &Extent {
        &self.0
    }
}
