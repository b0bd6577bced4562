//! 技能者: the registration form and what it becomes. Invariant: what was typed is kept as typed; the entry made of it holds
//! only values that were checked, and would pass the same check again.
//!
//! Sources: 10-registration.md (two stages, 14 groups), data/technician_registration_groups.csv,
//! data/technician_fields.csv for the official field numbers.

mod as_registered;
mod change;
mod check;
pub mod chief;
pub(crate) mod choice;
mod detail;
mod entry;
mod field;
mod filled;
mod form;
mod input;
mod item;
mod judged;
mod page;
mod picture;
mod qualification;
mod registered;
mod residence;
mod subtrade;
pub mod validity;

pub use change::{
    EmploymentChange, Engagement, LaterMain, Registered, employment_changes, engagements, held, later_main, merged,
    still,
};
pub use check::{BEFORE_WORKING_AGE, may_work_from};
pub use choice::{
    AccidentInsurance, BloodType, HealthCheckKind, HealthInsuranceKind, IdentityKind, Insurance, MutualAid,
    NATIONALITIES, PensionKind, SchoolKind, Sex,
};
pub use detail::{
    AwardEntry, CardAddress, CareerEntry, DetailedEntry, EmergencyContact, HealthCheckEntry, Particulars,
    QualificationEntry, SchoolEntry, SecondaryEmployment, SubtradeEntry, TrainingEntry,
};
pub use entry::TechnicianEntry;
pub use field::{is_required, official_number};
pub use form::{ChiefAsked, ChiefFound, TechnicianForm};
pub use input::Input;
pub use item::{
    Award, Career, HealthCheck, HeldEmployment, ITEMS_MAX, Item, List, Qualification, School, SecondaryEmployer,
    Subtrade, Training, item_fields, item_number, parts,
};
pub use page::{FINAL, Group, INSURANCE_CARD, PAGES, PICTURES, Page, Stage, fields, page, page_of, pages, place};
pub use qualification::{KNOWN as QUALIFICATIONS, KnownQualification};
pub use registered::RegisteredEntry;
pub use residence::ResidenceStatus;
pub use subtrade::{SUBTRADES, SubtradeCode};

#[cfg(test)]
mod tests;
