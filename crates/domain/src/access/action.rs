//! The acts. Invariant: whatever changes or shows anything of the register is one of these, and the printed table has a row for
//! each.

use serde::{Deserialize, Serialize};

/// What is to be done. Verbs of the trade; one per use case that differs in who may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Start an application for registration.
    ApplicationStart,
    /// Begin an application for somebody else, with their consent.
    ProxyFile,
    /// The same as a scrivener.
    ScrivenerFile,
    /// Take an application on paper at a certified registrar's counter, and follow its papers.
    CounterFile,
    /// Change where a detailed registrant is reached, at a certified registrar's counter.
    CounterChange,
    /// Enter and end certified registrars and scriveners, give them log-ins, look at samples of what they approved.
    RegistrarAdminister,
    /// Apply for a detailed registration as a registered technician.
    ApplicationUpgrade,
    /// See everything registered of oneself.
    RegistrationRead,
    /// Apply for a change of one's own registration.
    RegistrationChange,
    /// Say whom one's business employs, or employs no more.
    EmploymentFile,
    /// Agree to what a business says of one's employment, refuse it, or object to it.
    EmploymentAnswer,
    /// Fill in, submit or withdraw an application.
    ApplicationFile,
    /// See an application and its state.
    ApplicationRead,
    /// List, claim, judge, return, approve or reject applications.
    ApplicationReview,
    /// List, grant or refuse what people ask who cannot log in any more.
    RecoveryReview,
    /// Enter corrections of registered data, approve and refuse those others entered.
    RegisterCorrect,
    /// Ask businesses whose registration ends what they intend.
    SurveyRun,
    /// Enter disaster exceptions, approve those others entered, relieve who asks for it.
    DisasterAdminister,
    /// As a prime propose an agreement on labour supplied in a disaster, ask for people under it, and employ them.
    LabourOrder,
    /// As a union agree to one, pass requests on to local unions and hand their lists on.
    LabourSupply,
    /// As a local union offer work to members and hand in the list of those who accepted.
    LabourRecruit,
    /// Accept or decline such an offer.
    LabourAnswer,
    /// Apply for a level, add to the application, take it back.
    LevelApply,
    /// Judge applications for levels in the fields of one's body, take levels back.
    LevelJudge,
    /// Enter the bodies that judge levels and their log-ins.
    LevelAdminister,
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
    /// Make a site a training centre, whose touches are never history.
    TrainingAdminister,
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
    /// Send whole history records as a partner, and read back what was sent.
    HistorySend,
    /// Record the touches of a logging reader's file.
    TouchImport,
    /// Record a touch for oneself with one's own phone at a site's poster or tag.
    TouchOwn,
    /// See history records and counts.
    HistoryRead,
    /// Approve history records.
    HistoryApprove,
    /// Enter days of work by hand, take back and refuse what was entered.
    HistoryEnter,
    /// See whether the history is what its facts say, and have it made anew from them.
    HistoryExamine,
    /// Ask for days to be taken back that should not have been approved or entered, and decide what others asked for.
    HistoryRecall,
    /// See the log of records as it is published: hashes and their proofs.
    LogRead,
    /// Have certificates of one's own registration made, and take them back.
    CertificateMake,
    /// Look at a certificate, the keys certificates are signed with, and the list of those taken back.
    CertificateCheck,
    /// Say that a day of one's own work is missing or wrong, agree to what was done, object, take it back.
    ClaimMake,
    /// Answer what a person says of a day of work.
    ClaimAnswer,
    /// Decide what a person and a business did not settle.
    ClaimDecide,
    /// See a technician's passport.
    PassportRead,
    /// See a technician's photo.
    PhotoRead,
    /// See the trail of changes.
    AuditRead,
    /// See one's business's registration, and apply for its renewal or change.
    BusinessFile,
    /// See whether the registrations of one's subcontractors are good.
    RenewalRead,
    /// Remind a subcontractor of its renewal.
    RenewalRemind,
    /// See of a business below one's own on an open site what the published table shows.
    PartnerRead,
    /// See what was done under an ID one's business lent.
    LentRead,
    /// Choose a half day at a certified registrar's counter to renew one's registration there.
    AppointmentMake,
    /// Say which half days a counter has free, and see who comes.
    AppointmentKeep,
    /// See the notices sent to oneself or one's business.
    NoticeRead,
    /// Choose by which ways notices come to oneself or one's business.
    NoticeChoose,
    /// See which notices did not arrive, post letters, preview words.
    NoticeAdminister,
}

impl Action {
    /// Every action, in the order of the printed table.
    pub const ALL: [Self; 73] = [
        Self::ApplicationStart,
        Self::ProxyFile,
        Self::ScrivenerFile,
        Self::CounterFile,
        Self::CounterChange,
        Self::RegistrarAdminister,
        Self::ApplicationUpgrade,
        Self::RegistrationRead,
        Self::RegistrationChange,
        Self::EmploymentFile,
        Self::EmploymentAnswer,
        Self::ApplicationFile,
        Self::ApplicationRead,
        Self::ApplicationReview,
        Self::RecoveryReview,
        Self::RegisterCorrect,
        Self::SurveyRun,
        Self::DisasterAdminister,
        Self::LabourOrder,
        Self::LabourSupply,
        Self::LabourRecruit,
        Self::LabourAnswer,
        Self::LevelApply,
        Self::LevelJudge,
        Self::LevelAdminister,
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
        Self::TrainingAdminister,
        Self::StructureEdit,
        Self::RosterEdit,
        Self::RosterRead,
        Self::GateEnrol,
        Self::TouchRecord,
        Self::TouchSend,
        Self::HistorySend,
        Self::TouchImport,
        Self::TouchOwn,
        Self::HistoryRead,
        Self::HistoryApprove,
        Self::HistoryEnter,
        Self::HistoryExamine,
        Self::HistoryRecall,
        Self::LogRead,
        Self::CertificateMake,
        Self::CertificateCheck,
        Self::ClaimMake,
        Self::ClaimAnswer,
        Self::ClaimDecide,
        Self::PassportRead,
        Self::PhotoRead,
        Self::AuditRead,
        Self::BusinessFile,
        Self::RenewalRead,
        Self::RenewalRemind,
        Self::PartnerRead,
        Self::LentRead,
        Self::AppointmentMake,
        Self::AppointmentKeep,
        Self::NoticeRead,
        Self::NoticeChoose,
        Self::NoticeAdminister,
    ];
}
