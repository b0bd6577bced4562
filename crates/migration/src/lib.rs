//! Schema history, the same steps for SQLite and PostgreSQL.
//!
//! Architecture invariant: knows no crate of ours, so that an old step means the same for ever. Integers carry instants
//! (milliseconds, UTC), days (`yyyymmdd`) and months (`yyyymm`); see docs/decisions/0004-time-and-working-day.md.
#![forbid(unsafe_code)]

mod m0001_main_path;
mod m0002_standing;
mod m0003_lean;
mod m0004_detail;
mod m0005_money;
mod m0006_notice;
mod m0007_renewal;
mod m0008_insurance_check;
mod m0009_card;
mod m0010_filing;
mod m0011_proxy;
mod m0012_mended_money;
mod m0013_recovery;
mod m0014_proxy_opened;
mod m0015_registrar;
mod m0016_admin_id;
mod m0017_review;
mod m0018_evidence;
mod m0019_letters;
mod m0020_notice_choice;
mod m0021_filers;
mod m0022_change;
mod m0023_held;
mod m0024_told_before;
mod m0025_returned;
mod m0026_correction;
mod m0027_usage_reports;
mod m0028_employment_version;
mod m0029_anew;
mod m0031_resume_code;
mod m0032_short_money;
mod m0033_approval;
mod m0035_entry;
mod m0036_gate_key;
mod m0037_site_detail;
mod m0038_structure;
mod m0040_reading_file;
mod m0041_poster;
mod m0042_claim;
mod m0043_counts;
mod m0044_channels;
mod m0045_phone_key;
mod m0046_labour;
mod m0047_gate_section;
mod m0048_site_tag;
mod m0049_gate_clock;
mod m0050_statistics;
mod m0051_mended;
mod m0052_bytes;
mod m0055_passport;
mod m0059_found;
mod m0060_office;
mod m0061_level;
mod m0062_log;
mod m0063_bulk_part;
mod m0064_certificate;
mod m0065_passkey;
mod step;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_main_path::Step),
            Box::new(m0002_standing::Step),
            Box::new(m0003_lean::Step),
            Box::new(m0004_detail::Step),
            Box::new(m0005_money::Step),
            Box::new(m0006_notice::Step),
            Box::new(m0007_renewal::Step),
            Box::new(m0008_insurance_check::Step),
            Box::new(m0009_card::Step),
            Box::new(m0010_filing::Step),
            Box::new(m0011_proxy::Step),
            Box::new(m0012_mended_money::Step),
            Box::new(m0013_recovery::Step),
            Box::new(m0014_proxy_opened::Step),
            Box::new(m0015_registrar::Step),
            Box::new(m0016_admin_id::Step),
            Box::new(m0017_review::Step),
            Box::new(m0018_evidence::Step),
            Box::new(m0019_letters::Step),
            Box::new(m0020_notice_choice::Step),
            Box::new(m0021_filers::Step),
            Box::new(m0022_change::Step),
            Box::new(m0023_held::Step),
            Box::new(m0024_told_before::Step),
            Box::new(m0025_returned::Step),
            Box::new(m0026_correction::Step),
            Box::new(m0027_usage_reports::Step),
            Box::new(m0028_employment_version::Step),
            Box::new(m0029_anew::Step),
            Box::new(m0031_resume_code::Step),
            Box::new(m0032_short_money::Step),
            Box::new(m0033_approval::Step),
            Box::new(m0035_entry::Step),
            Box::new(m0036_gate_key::Step),
            Box::new(m0037_site_detail::Step),
            Box::new(m0038_structure::Step),
            Box::new(m0040_reading_file::Step),
            Box::new(m0041_poster::Step),
            Box::new(m0042_claim::Step),
            Box::new(m0043_counts::Step),
            Box::new(m0044_channels::Step),
            Box::new(m0045_phone_key::Step),
            Box::new(m0046_labour::Step),
            Box::new(m0047_gate_section::Step),
            Box::new(m0048_site_tag::Step),
            Box::new(m0049_gate_clock::Step),
            Box::new(m0050_statistics::Step),
            Box::new(m0051_mended::Step),
            Box::new(m0052_bytes::Step),
            Box::new(m0055_passport::Step),
            Box::new(m0059_found::Step),
            Box::new(m0060_office::Step),
            Box::new(m0061_level::Step),
            Box::new(m0062_log::Step),
            Box::new(m0063_bulk_part::Step),
            Box::new(m0064_certificate::Step),
            Box::new(m0065_passkey::Step),
        ]
    }
}
