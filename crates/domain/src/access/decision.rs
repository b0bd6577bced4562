//! The decision itself. Invariant: every action is answered for every role; what is not granted here is refused.
//!
//! How callers ask: for one thing with that thing as the resource; for a list with [`Resource::Register`], and the scope
//! says which part comes back. A site's prime sees all of it ([`Extent::Sites`]); a member only its own branch
//! ([`Extent::Business`], then `structure::branch`). For touches `open` is the site's state on the day of the touch, so
//! that a queue that comes up after the last day is still taken. A gate and a site admin ask for a photo with the site
//! whose roster names the person as the resource.

mod claim;
mod desk;
mod level;
mod notice;
mod person;
mod site;

use super::{Action, Actor, Denied, Desk, Extent, Resource, Role, Scope};
use crate::{
    admin_id::{Duty, IdKind, IdStanding, standing},
    id::{BusinessId, SiteId},
    registrar::Standing as Certified,
    time::WorkDate,
};
use desk::{counter, file_for_others, judge};
use person::{history, person, photo};

/// [`decide`] on a day: an ID that has expired, or whose first day has not come, may do nothing, and is told so; nor may a
/// desk or scrivener whose certification does not hold. Errors: [`Denied`].
pub fn decide_on(actor: &Actor, action: Action, resource: &Resource, today: WorkDate) -> Result<Scope, Denied> {
    match actor.held.as_ref().map(|held| standing(held.from, held.until, today)) {
        Some(IdStanding::NotYet) => Err(Denied::NotYet),
        Some(IdStanding::Expired) => Err(Denied::Expired),
        Some(IdStanding::Good) | None if is_certified(actor, today) => decide(actor, action, resource),
        Some(IdStanding::Good) | None => decide(&Actor { lapsed: true, ..actor.clone() }, action, resource),
    }
}

/// Whether the certification or registration behind an account holds on a day; of whoever needs none it does.
fn is_certified(actor: &Actor, today: WorkDate) -> bool {
    actor.period.is_none_or(|period| period.standing(today) == Certified::Good)
}

/// What a person of the business may do of all that the business may (ours; the source only says that members have roles).
const fn is_among(duty: Duty, action: Action) -> bool {
    match duty {
        Duty::Manager => true,
        Duty::Staff => !matches!(
            action,
            Action::AccountCreate | Action::BusinessFile | Action::NoticeChoose | Action::AppointmentMake
        ),
        Duty::Reader => matches!(
            action,
            Action::ApplicationRead
                | Action::FeeRead
                | Action::CardRead
                | Action::SiteRead
                | Action::RosterRead
                | Action::PartnerRead
                | Action::HistoryRead
                | Action::PassportRead
                | Action::PhotoRead
                | Action::NoticeRead
        ),
    }
}

/// Whether it is the 管理者ID of a branch: it opens sites and gives IDs out below itself.
fn is_branch(actor: &Actor) -> bool {
    actor.role == Role::SiteAdmin && actor.held.as_ref().is_some_and(|held| held.kind == IdKind::Branch)
}

/// Whether `actor` may do `action` to `resource`, and to which part of the register that opens. Errors: [`Denied`].
pub fn decide(actor: &Actor, action: Action, resource: &Resource) -> Result<Scope, Denied> {
    if actor.role == Role::System {
        return Ok(Scope(Extent::All));
    }
    if actor.held.as_ref().is_some_and(|held| !is_among(held.duty, action)) {
        return Err(Denied::Duty);
    }
    extent(actor, action, resource).map(Scope)
}

/// Which part of the register the kind of actor opens.
#[expect(clippy::too_many_lines, reason = "every action by its name: the compiler asks who may do a new one")]
fn extent(actor: &Actor, action: Action, resource: &Resource) -> Result<Extent, Denied> {
    match action {
        Action::ApplicationStart => start(actor),
        // It is published so that nobody has to be believed, and says nothing of anybody; of a certificate whoever holds it knows what
        // it says.
        Action::LogRead | Action::CertificateCheck => Ok(Extent::Public),
        Action::ApplicationUpgrade
        | Action::RegistrationRead
        | Action::RegistrationChange
        | Action::EmploymentAnswer
        | Action::LabourAnswer
        | Action::LevelApply
        | Action::TouchOwn => technician(actor, resource),
        Action::ApplicationFile => own_application(actor, resource),
        Action::ApplicationRead => read_application(actor, resource),
        Action::ApplicationReview if actor.role == Role::Registrar => judge(actor, resource),
        Action::ApplicationReview | Action::RecoveryReview | Action::RegisterCorrect | Action::HistoryRecall => {
            only(actor, &[Role::Reviewer, Role::Operator])
        }
        Action::CounterFile
        | Action::CounterChange
        | Action::ScrivenerFile
        | Action::AppointmentKeep
        | Action::LabourSupply
        | Action::LabourRecruit => file_for_others(actor, action, resource),
        Action::SurveyRun
        | Action::DisasterAdminister
        | Action::FeeSettle
        | Action::FeeReceive
        | Action::FeeClose
        | Action::PriceSet
        | Action::AccountAdminister
        | Action::TrainingAdminister
        | Action::CardIssue
        | Action::CardRevoke
        | Action::AuditRead
        | Action::HistoryExamine
        | Action::RegistrarAdminister
        | Action::LevelAdminister
        | Action::NoticeAdminister => only(actor, &[Role::Operator]),
        Action::LevelJudge => level::judge(actor, resource),
        Action::FeeRead => fees(actor, resource),
        Action::NoticeRead => notice::notices(actor, resource),
        Action::NoticeChoose | Action::CertificateMake => {
            // One's own or one's business's.
            notice::choose(actor, resource)
        }
        Action::AccountCreate | Action::SiteCreate => branch_too(actor, resource),
        Action::BusinessFile
        | Action::RenewalRead
        | Action::RenewalRemind
        | Action::ProxyFile
        | Action::EmploymentFile
        | Action::LentRead
        | Action::LabourOrder
        | Action::AppointmentMake => business_admin(actor, resource),
        Action::PartnerRead => partner(actor, resource),
        Action::CardRead => card(actor),
        Action::CardHold => hold(actor, resource),
        Action::SiteRead
        | Action::SiteEdit
        | Action::StructureEdit
        | Action::RosterEdit
        | Action::RosterRead
        | Action::GateEnrol
        | Action::TouchRecord
        | Action::TouchImport
        | Action::HistoryApprove
        | Action::HistoryEnter => site::extent(actor, action, resource),
        Action::TouchSend => send(actor, resource, if_open),
        // A record is of a day that may be over with its site: its last day is judged day by day.
        Action::HistorySend => send(actor, resource, |_, extent| Ok(extent)),
        Action::ClaimMake | Action::ClaimAnswer | Action::ClaimDecide => claim::claims(actor, action, resource),
        Action::HistoryRead => history(actor, resource),
        Action::PassportRead => person(actor, resource),
        Action::PhotoRead => photo(actor, resource),
    }
}

/// One's own card, and the operator everybody's.
fn hold(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match actor.role {
        Role::Operator => Ok(Extent::All),
        Role::Technician => own_record(actor, resource),
        _ => Err(refused(actor)),
    }
}

/// What the admin of a business may do, and who manages a branch of it.
fn branch_too(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match actor.role {
        Role::SiteAdmin if is_branch(actor) => own_business(actor, resource),
        _ => business_admin(actor, resource),
    }
}

/// What a member of a site sees of it.
#[derive(Clone, Copy)]
enum Part {
    /// The site as such.
    Whole,
    /// Only people of its own branch; the prime sees everybody.
    OwnBranch,
}

/// What a business must be on a site.
#[derive(Clone, Copy)]
enum Standing {
    Prime,
    Member,
}

/// The refusal for a role that never may: nobody who has not logged in is told more than that.
const fn refused(actor: &Actor) -> Denied {
    match actor.role {
        Role::Public | Role::Applicant => Denied::LogInFirst,
        _ => Denied::Role,
    }
}

fn only(actor: &Actor, roles: &[Role]) -> Result<Extent, Denied> {
    if roles.contains(&actor.role) { Ok(Extent::All) } else { Err(refused(actor)) }
}

fn technician(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    if actor.role == Role::Technician { own_record(actor, resource) } else { Err(refused(actor)) }
}

fn business_admin(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    if actor.role == Role::BusinessAdmin { own_business(actor, resource) } else { Err(refused(actor)) }
}

/// A business below one's own on an open site, and one's own.
fn partner(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match (actor.role, actor.business, resource) {
        (Role::BusinessAdmin, Some(own), Resource::Partner { id, above }) if *id == own || above.contains(&own) => {
            Ok(Extent::Business(own))
        }
        (Role::BusinessAdmin, ..) => Err(Denied::NotYours),
        _ => Err(refused(actor)),
    }
}

/// Anybody who is not logged in may start an application, also beside another.
const fn start(actor: &Actor) -> Result<Extent, Denied> {
    match actor.role {
        Role::Public | Role::Applicant => Ok(Extent::Public),
        _ => Err(Denied::Role),
    }
}

fn own_application(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match (actor.application, resource) {
        (Some(_), _) if actor.lapsed && actor.role.files_for_others() => Err(Denied::Lapsed),
        // Who files for somebody: which application that is, the caller has looked up among their own.
        (Some(own), Resource::Application(asked))
            if own == *asked && (actor.role == Role::Applicant || actor.role.files_for_others()) =>
        {
            Ok(Extent::Application(own))
        }
        _ if actor.role == Role::Applicant => Err(Denied::NotYours),
        (Some(_), _) if actor.role.files_for_others() => Err(Denied::NotYours),
        _ => Err(refused(actor)),
    }
}

fn read_application(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match (actor.role, resource) {
        (Role::Reviewer | Role::Operator, _) => Ok(Extent::All),
        (Role::Registrar, Resource::Case { .. }) => counter(actor, resource),
        _ => own_application(actor, resource),
    }
}

/// The business an account acts for; its business or the whole register as the resource.
fn own_business(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    let own = actor.business.ok_or(Denied::NotYours)?;
    match resource {
        Resource::Register => Ok(Extent::Business(own)),
        Resource::Business(asked) if *asked == own => Ok(Extent::Business(own)),
        _ => Err(Denied::NotYours),
    }
}

fn own_record(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    let own = actor.technician.ok_or(Denied::NotYours)?;
    match resource {
        Resource::Register => Ok(Extent::Technician(own)),
        Resource::Technician { id, .. } if *id == own => Ok(Extent::Technician(own)),
        _ => Err(Denied::NotYours),
    }
}

fn fees(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match actor.role {
        Role::Operator => Ok(Extent::All),
        Role::Technician => own_record(actor, resource),
        Role::BusinessAdmin => own_business(actor, resource),
        Role::Applicant => own_application(actor, resource),
        _ => Err(refused(actor)),
    }
}

/// Anybody logged in may read a card; what it shows is `card::what_is_shown`'s to say.
fn card(actor: &Actor) -> Result<Extent, Denied> {
    match actor.role {
        Role::Public | Role::Applicant => Err(Denied::LogInFirst),
        Role::Gate | Role::Partner => Err(Denied::Role),
        Role::Operator | Role::Reviewer | Role::System => Ok(Extent::All),
        Role::Technician => Ok(actor.technician.map_or(Extent::Public, Extent::Technician)),
        Role::BusinessAdmin => Ok(actor.business.map_or(Extent::Public, Extent::Business)),
        Role::SiteAdmin => Ok(Extent::Sites(actor.sites.clone())),
        Role::Registrar | Role::Scrivener | Role::Evaluator | Role::Sponsor | Role::Client | Role::MemberBody => {
            Ok(Extent::Public)
        }
    }
}

fn office_site(actor: &Actor, resource: &Resource, wanted: Standing, part: Part) -> Result<Extent, Denied> {
    match (actor.role, resource) {
        (Role::BusinessAdmin | Role::SiteAdmin, Resource::Site { prime, .. }) => match wanted {
            Standing::Prime if actor.business != Some(*prime) => Err(Denied::NotYours),
            Standing::Prime | Standing::Member => sites(actor, resource, part),
        },
        (Role::BusinessAdmin | Role::SiteAdmin, _) => Err(Denied::NotYours),
        _ => Err(refused(actor)),
    }
}

/// The sites of a business or of a site admin: all of them for the register, one if it is theirs.
fn sites(actor: &Actor, resource: &Resource, part: Part) -> Result<Extent, Denied> {
    let own = actor.business.ok_or(Denied::NotYours)?;
    match resource {
        Resource::Register if actor.role == Role::SiteAdmin => Ok(Extent::Sites(actor.sites.clone())),
        Resource::Register => Ok(Extent::Business(own)),
        Resource::Site { id, prime, members, .. } => {
            if !on_site(own, *prime, members) || (actor.role == Role::SiteAdmin && !actor.sites.contains(id)) {
                return Err(Denied::NotYours);
            }
            match part {
                Part::OwnBranch if own != *prime => Ok(Extent::Business(own)),
                Part::OwnBranch | Part::Whole => Ok(Extent::Sites(vec![*id])),
            }
        }
        _ => Err(Denied::NotYours),
    }
}

fn on_site(business: BusinessId, prime: BusinessId, members: &[BusinessId]) -> bool {
    business == prime || members.contains(&business)
}

/// A gate's one site while it is open.
fn gate_site(actor: &Actor, resource: &Resource) -> Result<Extent, Denied> {
    match resource {
        Resource::Site { id, .. } if is_only(&actor.sites, *id) => if_open(resource, Extent::Sites(vec![*id])),
        _ => Err(Denied::NotYours),
    }
}

fn is_only(sites: &[SiteId], id: SiteId) -> bool {
    matches!(sites, [only] if *only == id)
}

const fn is_open(resource: &Resource) -> bool {
    matches!(resource, Resource::Site { open: true, .. })
}

fn if_open(resource: &Resource, extent: Extent) -> Result<Extent, Denied> {
    if is_open(resource) { Ok(extent) } else { Err(Denied::SiteClosed) }
}

/// A partner sends in the name of one business: for its sites as prime or member, where `taken` lets it.
fn send(
    actor: &Actor,
    resource: &Resource,
    taken: impl FnOnce(&Resource, Extent) -> Result<Extent, Denied>,
) -> Result<Extent, Denied> {
    if actor.role != Role::Partner {
        return Err(refused(actor));
    }
    let own = actor.business.ok_or(Denied::NotYours)?;
    match resource {
        Resource::Site { id, prime, members, .. } if on_site(own, *prime, members) => {
            taken(resource, Extent::Sites(vec![*id]))
        }
        Resource::Register | Resource::Business(_) => own_business(actor, resource),
        _ => Err(Denied::NotYours),
    }
}
