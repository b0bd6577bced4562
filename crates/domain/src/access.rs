//! Who may do what. One pure function decides for screens, server functions, API, jobs and documents alike.
//!
//! Invariant: a [`Scope`] cannot be made anywhere but in [`decide`], and every list query demands one, so a read
//! without a decision does not compile. Sources: 00-overview.md, 20-sites-and-history.md, 80-data-sharing.md.

mod decision;
#[cfg(test)]
mod table;

use crate::id::{AccountId, ApplicationId, BusinessId, DeviceId, PartnerId, SiteId, TechnicianId};
use serde::{Deserialize, Serialize};

pub use decision::decide;

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

/// What is to be done. Verbs of the trade; one per use case that differs in who may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Start an application for registration.
    ApplicationStart,
    /// Begin an application for somebody else, with their consent.
    ProxyFile,
    /// Apply for a detailed registration as a registered technician.
    ApplicationUpgrade,
    /// Fill in, submit or withdraw an application.
    ApplicationFile,
    /// See an application and its state.
    ApplicationRead,
    /// List, claim, judge, return, approve or reject applications.
    ApplicationReview,
    /// List, grant or refuse what people ask who cannot log in any more.
    RecoveryReview,
    /// Mark a fee request paid.
    FeeSettle,
    /// See fee requests.
    FeeRead,
    /// Take in what a gateway says was paid, and decide about money that fits nothing.
    FeeReceive,
    /// Close a month of site usage.
    FeeClose,
    /// Set a price to come.
    PriceSet,
    /// Make log-ins for one's own business.
    AccountCreate,
    /// Make or change operator and reviewer log-ins.
    AccountAdminister,
    /// See and issue card orders.
    CardIssue,
    /// Revoke a card.
    CardRevoke,
    /// Read a card to see what it shows (never a touch).
    CardRead,
    /// Follow one's own card, say that it is lost or has come, ask for a new one.
    CardHold,
    /// Register a site.
    SiteCreate,
    /// See sites.
    SiteRead,
    /// Change a site.
    SiteEdit,
    /// Add businesses to a site's structure.
    StructureEdit,
    /// Put people on a site's roster.
    RosterEdit,
    /// See a site's roster.
    RosterRead,
    /// Enrol a phone as a gate of a site.
    GateEnrol,
    /// Record touches at a gate.
    TouchRecord,
    /// Send touches as a partner.
    TouchSend,
    /// See history records and counts.
    HistoryRead,
    /// See a technician's passport.
    PassportRead,
    /// See a technician's photo.
    PhotoRead,
    /// See the trail of changes.
    AuditRead,
    /// See one's business's registration, and apply for its renewal or change.
    BusinessFile,
    /// See whether the registrations of one's subcontractors are good, and remind them.
    RenewalRead,
    /// See the notices sent to oneself or one's business.
    NoticeRead,
    /// See which notices did not arrive, post letters, preview words.
    NoticeAdminister,
}

impl Action {
    /// Every action, in the order of the printed table.
    pub const ALL: [Self; 35] = [
        Self::ApplicationStart,
        Self::ProxyFile,
        Self::ApplicationUpgrade,
        Self::ApplicationFile,
        Self::ApplicationRead,
        Self::ApplicationReview,
        Self::RecoveryReview,
        Self::FeeSettle,
        Self::FeeRead,
        Self::FeeReceive,
        Self::FeeClose,
        Self::PriceSet,
        Self::AccountCreate,
        Self::AccountAdminister,
        Self::CardIssue,
        Self::CardRevoke,
        Self::CardRead,
        Self::CardHold,
        Self::SiteCreate,
        Self::SiteRead,
        Self::SiteEdit,
        Self::StructureEdit,
        Self::RosterEdit,
        Self::RosterRead,
        Self::GateEnrol,
        Self::TouchRecord,
        Self::TouchSend,
        Self::HistoryRead,
        Self::PassportRead,
        Self::PhotoRead,
        Self::AuditRead,
        Self::BusinessFile,
        Self::RenewalRead,
        Self::NoticeRead,
        Self::NoticeAdminister,
    ];
}

/// What it is to be done to, with the facts a decision depends on, read by the caller beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// The whole register; for lists, the decision says which part comes back.
    Register,
    /// One application.
    Application(ApplicationId),
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
    /// It could be done while the site was open.
    #[error("site closed")]
    SiteClosed,
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
    /// What anybody may see.
    Public,
}

impl Scope {
    /// What it covers.
    pub const fn extent(&self) -> &Extent {
        &self.0
    }
}
