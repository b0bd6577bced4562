//! Actors and things for the table. Invariant: "own" belongs to every actor here that can own such a thing, "foreign" to
//! none of them.

use crate::{
    access::{Action, Actor, Denied, Desk, Resource, Role, Scope, decide},
    id::{
        AccountId, ApplicationId, BusinessId, DeviceId, LevelBodyId, OfficeId, PartnerId, RegistrarId, ScrivenerId,
        SiteId, TechnicianId,
    },
    registrar::OfficeKind,
};
use uuid::Uuid;

pub(super) const MINE: BusinessId = BusinessId::from_stored(11);
pub(super) const THEIRS: BusinessId = BusinessId::from_stored(29);
pub(super) const OTHER_PRIME: BusinessId = BusinessId::from_stored(78);
pub(super) const ME: TechnicianId = TechnicianId::from_stored(37);
pub(super) const SOMEBODY: TechnicianId = TechnicianId::from_stored(45);
pub(super) const MY_SITE: SiteId = SiteId::from_stored(52);
pub(super) const OTHER_SITE: SiteId = SiteId::from_stored(60);
pub(super) const MY_APPLICATION: ApplicationId = ApplicationId(Uuid::from_u128(1));
pub(super) const OTHER_APPLICATION: ApplicationId = ApplicationId(Uuid::from_u128(2));
pub(super) const MY_BODY: RegistrarId = RegistrarId(Uuid::from_u128(6));
pub(super) const OTHER_BODY: RegistrarId = RegistrarId(Uuid::from_u128(7));
pub(super) const MY_OFFICE: OfficeId = OfficeId(Uuid::from_u128(8));
pub(super) const OTHER_OFFICE: OfficeId = OfficeId(Uuid::from_u128(9));
pub(super) const MY_LEVEL_BODY: LevelBodyId = LevelBodyId(Uuid::from_u128(12));
pub(super) const OTHER_LEVEL_BODY: LevelBodyId = LevelBodyId(Uuid::from_u128(13));
pub(super) const MY_SCRIVENER: ScrivenerId = ScrivenerId(Uuid::from_u128(10));

/// Somebody of an office of a certified registrar.
pub(super) fn at_desk(kind: OfficeKind) -> Actor {
    Actor { desk: Some(Desk { registrar: MY_BODY, office: MY_OFFICE, kind }), ..actor(Role::Registrar) }
}

/// What was taken at an office of a body.
pub(super) fn taken(registrar: RegistrarId, office: OfficeId, entered: bool) -> Resource {
    Resource::Case { id: MY_APPLICATION, taken_by: Some((registrar, office)), entered }
}

/// Somebody of `role` with everything such a role has.
pub(super) fn actor(role: Role) -> Actor {
    let mut actor = Actor::of(role);
    match role {
        Role::Public | Role::System => {}
        Role::Applicant => actor.application = Some(MY_APPLICATION),
        Role::Gate => {
            actor.device = Some(DeviceId(Uuid::from_u128(3)));
            actor.business = Some(MINE);
            actor.sites = vec![MY_SITE];
        }
        Role::Partner => {
            actor.partner = Some(PartnerId(Uuid::from_u128(4)));
            actor.business = Some(MINE);
        }
        _ => actor.account = Some(AccountId(Uuid::from_u128(5))),
    }
    match role {
        Role::Technician => actor.technician = Some(ME),
        Role::BusinessAdmin => {
            actor.business = Some(MINE);
            actor.application = Some(MY_APPLICATION);
        }
        Role::SiteAdmin => {
            actor.business = Some(MINE);
            actor.sites = vec![MY_SITE];
        }
        Role::Registrar => {
            actor.desk = Some(Desk { registrar: MY_BODY, office: MY_OFFICE, kind: OfficeKind::Head });
            actor.application = Some(MY_APPLICATION);
        }
        Role::Scrivener => {
            actor.scrivener = Some(MY_SCRIVENER);
            actor.application = Some(MY_APPLICATION);
        }
        Role::Evaluator => actor.level_body = Some(MY_LEVEL_BODY),
        _ => {}
    }
    actor
}

/// What kind of thing a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// The whole register, for lists and for what belongs to nobody.
    Register,
    /// An application.
    Application,
    /// An application taken at a counter; the table's registrar sits at the head office.
    Case,
    /// An application for a level, or a level.
    Level,
    /// A business.
    Business,
    /// A business below one's own on an open site.
    Partner,
    /// A person: oneself, or employed by one's business.
    Employee,
    /// A person employed elsewhere who is on the roster of an open site of one's business.
    OnSite,
    /// A site one's business is the prime of.
    SiteAsPrime,
    /// A site one's business is a subcontractor at.
    SiteAsMember,
}

/// Whose it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Own,
    Foreign,
    Closed,
}

pub(super) fn site(id: SiteId, prime: BusinessId, member: BusinessId, open: bool) -> Resource {
    Resource::Site { id, prime, members: vec![prime, member], open }
}

pub(super) fn person(id: TechnicianId, employer: BusinessId, seen_by: &[BusinessId]) -> Resource {
    Resource::Technician { id, employers: vec![employer], seen_by: seen_by.to_vec() }
}

impl Thing {
    /// The thing of a case; `None` where there is no such case.
    pub(super) fn resource(self, case: Case) -> Option<Resource> {
        let own = case == Case::Own;
        let open = case != Case::Closed;
        let resource = match (self, case) {
            (Self::Register, Case::Own) => Resource::Register,
            (Self::Register, _)
            | (
                Self::Application
                | Self::Case
                | Self::Level
                | Self::Business
                | Self::Partner
                | Self::Employee
                | Self::OnSite,
                Case::Closed,
            ) => {
                return None;
            }
            (Self::Level, _) => {
                Resource::Level { body: Some(if own { MY_LEVEL_BODY } else { OTHER_LEVEL_BODY }), entered: false }
            }
            (Self::Case, Case::Own) => taken(MY_BODY, OTHER_OFFICE, false),
            (Self::Case, _) => taken(OTHER_BODY, OTHER_OFFICE, false),
            (Self::Application, _) => Resource::Application(if own { MY_APPLICATION } else { OTHER_APPLICATION }),
            (Self::Business, _) => Resource::Business(if own { MINE } else { THEIRS }),
            (Self::Partner, _) => {
                Resource::Partner { id: THEIRS, above: if own { vec![MINE] } else { vec![OTHER_PRIME] } }
            }
            (Self::Employee, _) if own => person(ME, MINE, &[]),
            (Self::Employee, _) => person(SOMEBODY, THEIRS, &[]),
            (Self::OnSite, _) if own => person(SOMEBODY, THEIRS, &[MINE, THEIRS]),
            (Self::OnSite, _) => person(SOMEBODY, THEIRS, &[THEIRS]),
            (Self::SiteAsPrime | Self::SiteAsMember, Case::Foreign) => site(OTHER_SITE, THEIRS, THEIRS, true),
            (Self::SiteAsPrime, _) => site(MY_SITE, MINE, THEIRS, open),
            (Self::SiteAsMember, _) => site(MY_SITE, THEIRS, MINE, open),
        };
        Some(resource)
    }
}

/// A row of the table.
pub(super) struct Row {
    pub(super) action: Action,
    pub(super) thing: Thing,
}

impl Row {
    pub(super) fn decide(&self, role: Role, case: Case) -> Option<Result<Scope, Denied>> {
        self.thing.resource(case).map(|resource| decide(&actor(role), self.action, &resource))
    }
}

const fn row(action: Action, thing: Thing) -> Row {
    Row { action, thing }
}

/// Every row, in the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(Action::ApplicationStart, Thing::Register),
    row(Action::ProxyFile, Thing::Register),
    row(Action::ScrivenerFile, Thing::Register),
    row(Action::CounterFile, Thing::Register),
    row(Action::CounterFile, Thing::Case),
    row(Action::CounterChange, Thing::Register),
    row(Action::RegistrarAdminister, Thing::Register),
    row(Action::ApplicationUpgrade, Thing::Employee),
    row(Action::RegistrationRead, Thing::Employee),
    row(Action::RegistrationChange, Thing::Employee),
    row(Action::EmploymentFile, Thing::Register),
    row(Action::EmploymentAnswer, Thing::Employee),
    row(Action::ApplicationFile, Thing::Application),
    row(Action::ApplicationRead, Thing::Application),
    row(Action::ApplicationRead, Thing::Case),
    row(Action::ApplicationReview, Thing::Register),
    row(Action::ApplicationReview, Thing::Application),
    row(Action::ApplicationReview, Thing::Case),
    row(Action::RecoveryReview, Thing::Register),
    row(Action::RegisterCorrect, Thing::Register),
    row(Action::SurveyRun, Thing::Register),
    row(Action::DisasterAdminister, Thing::Register),
    row(Action::LabourOrder, Thing::Register),
    row(Action::LabourSupply, Thing::Register),
    row(Action::LabourRecruit, Thing::Register),
    row(Action::LabourAnswer, Thing::Employee),
    row(Action::LevelApply, Thing::Employee),
    row(Action::LevelJudge, Thing::Register),
    row(Action::LevelJudge, Thing::Level),
    row(Action::LevelAdminister, Thing::Register),
    row(Action::FeeSettle, Thing::Register),
    row(Action::FeeRead, Thing::Register),
    row(Action::FeeRead, Thing::Application),
    row(Action::FeeRead, Thing::Employee),
    row(Action::FeeRead, Thing::Business),
    row(Action::FeeReceive, Thing::Register),
    row(Action::FeeClose, Thing::Register),
    row(Action::PriceSet, Thing::Register),
    row(Action::AccountCreate, Thing::Business),
    row(Action::AccountAdminister, Thing::Register),
    row(Action::CardIssue, Thing::Register),
    row(Action::CardRevoke, Thing::Employee),
    row(Action::CardRead, Thing::Register),
    row(Action::CardHold, Thing::Employee),
    row(Action::SiteCreate, Thing::Business),
    row(Action::SiteRead, Thing::Register),
    row(Action::SiteRead, Thing::SiteAsPrime),
    row(Action::SiteRead, Thing::SiteAsMember),
    row(Action::SiteEdit, Thing::SiteAsPrime),
    row(Action::SiteEdit, Thing::SiteAsMember),
    row(Action::TrainingAdminister, Thing::Register),
    row(Action::StructureEdit, Thing::SiteAsPrime),
    row(Action::StructureEdit, Thing::SiteAsMember),
    row(Action::RosterEdit, Thing::SiteAsPrime),
    row(Action::RosterEdit, Thing::SiteAsMember),
    row(Action::RosterRead, Thing::SiteAsPrime),
    row(Action::RosterRead, Thing::SiteAsMember),
    row(Action::GateEnrol, Thing::SiteAsPrime),
    row(Action::GateEnrol, Thing::SiteAsMember),
    row(Action::TouchRecord, Thing::SiteAsPrime),
    row(Action::TouchRecord, Thing::SiteAsMember),
    row(Action::TouchSend, Thing::Business),
    row(Action::TouchSend, Thing::SiteAsPrime),
    row(Action::TouchSend, Thing::SiteAsMember),
    row(Action::HistorySend, Thing::Business),
    row(Action::HistorySend, Thing::SiteAsPrime),
    row(Action::HistorySend, Thing::SiteAsMember),
    row(Action::TouchImport, Thing::SiteAsPrime),
    row(Action::TouchImport, Thing::SiteAsMember),
    row(Action::TouchOwn, Thing::Employee),
    row(Action::HistoryRead, Thing::Register),
    row(Action::HistoryRead, Thing::Employee),
    row(Action::HistoryRead, Thing::OnSite),
    row(Action::HistoryRead, Thing::SiteAsPrime),
    row(Action::HistoryRead, Thing::SiteAsMember),
    row(Action::HistoryApprove, Thing::SiteAsPrime),
    row(Action::HistoryApprove, Thing::SiteAsMember),
    row(Action::HistoryEnter, Thing::SiteAsPrime),
    row(Action::HistoryEnter, Thing::SiteAsMember),
    row(Action::HistoryExamine, Thing::Register),
    row(Action::HistoryRecall, Thing::Register),
    row(Action::LogRead, Thing::Register),
    row(Action::CertificateMake, Thing::Employee),
    row(Action::CertificateMake, Thing::Business),
    row(Action::CertificateCheck, Thing::Register),
    row(Action::ClaimMake, Thing::Employee),
    row(Action::ClaimAnswer, Thing::Register),
    row(Action::ClaimAnswer, Thing::Business),
    row(Action::ClaimAnswer, Thing::SiteAsPrime),
    row(Action::ClaimAnswer, Thing::SiteAsMember),
    row(Action::ClaimDecide, Thing::Register),
    row(Action::PassportRead, Thing::Employee),
    row(Action::PassportRead, Thing::OnSite),
    row(Action::PhotoRead, Thing::Application),
    row(Action::PhotoRead, Thing::Employee),
    row(Action::PhotoRead, Thing::OnSite),
    row(Action::PhotoRead, Thing::SiteAsPrime),
    row(Action::PhotoRead, Thing::SiteAsMember),
    row(Action::AuditRead, Thing::Register),
    row(Action::BusinessFile, Thing::Register),
    row(Action::BusinessFile, Thing::Business),
    row(Action::RenewalRead, Thing::Register),
    row(Action::RenewalRemind, Thing::Register),
    row(Action::PartnerRead, Thing::Partner),
    row(Action::LentRead, Thing::Register),
    row(Action::LentRead, Thing::Business),
    row(Action::AppointmentMake, Thing::Register),
    row(Action::AppointmentKeep, Thing::Register),
    row(Action::NoticeRead, Thing::Register),
    row(Action::NoticeRead, Thing::Application),
    row(Action::NoticeRead, Thing::Business),
    row(Action::NoticeChoose, Thing::Register),
    row(Action::NoticeChoose, Thing::Business),
    row(Action::NoticeAdminister, Thing::Register),
];
