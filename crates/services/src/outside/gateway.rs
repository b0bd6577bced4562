//! The payment gateway: it takes the money and tells of it. A folder of CSV files serves development and gateways that
//! speak by files.
//!
//! Invariant: reading a settlement file never fails as a whole for what stands in one row: a row that does not read is a
//! row all the same, under a key that is the same when the file comes again.

mod settlement;

pub use settlement::{BYTES_MAX as SETTLEMENT_BYTES_MAX, EXAMPLE as SETTLEMENT_EXAMPLE};

use crate::error::{Error, Result};
use core::fmt::Write as _;
use domain::{
    fee::{
        FeeKind, PaymentReference, Yen,
        ledger::Gateway,
        receipt::{RowFault, Settlement},
    },
    time::WorkDate,
};
use std::{io::Write, path::PathBuf};

/// What the gateway is told of a request. No name: the payer says the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    /// What the payer will say.
    pub reference: PaymentReference,
    /// How much.
    pub yen: Yen,
    /// Last day to pay.
    pub due: WorkDate,
    /// What for.
    pub kind: FeeKind,
    /// Asked for; else taken back.
    pub asked: bool,
}

/// A row of a settlement file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementRow {
    /// The gateway's own id of the payment; of a row without one, what stands for the row.
    pub key: String,
    /// The row as it came, shortened where it is longer than any real one.
    pub line: String,
    /// What it says; absent where it does not read.
    pub settlement: Option<Settlement>,
}

/// Who takes the money.
pub trait PaymentGateway: Send + Sync {
    /// Which account its money is booked on.
    fn which(&self) -> Gateway;
    /// Tells it what is asked for and what is taken back. May be told the same twice.
    fn announce(&self, announcements: &[Announcement]) -> Result<()>;
    /// Reads what it says was paid. Errors: `too_large`.
    fn settlements(&self, content: &[u8]) -> Result<Vec<SettlementRow>>;
    /// Whether a file that is brought is one of its settlement files. Errors: beside `file`, `fee.file_empty`,
    /// `fee.file_kind`, `fee.file_columns`.
    fn check(&self, content: &[u8]) -> Result<()>;
    /// What of a row does not read; nothing where it does.
    fn faults(&self, line: &str) -> Vec<RowFault>;
}

/// A gateway that speaks by files: requests are written into a folder, settlement files are brought by a person or a job.
pub struct GatewayFolder {
    out: PathBuf,
}

impl GatewayFolder {
    /// Writes into `out`, made where absent.
    pub fn open(out: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&out).map_err(Error::internal)?;
        Ok(Self { out })
    }
}

impl PaymentGateway for GatewayFolder {
    fn which(&self) -> Gateway {
        Gateway::File
    }

    /// `requests-….csv`: `action,reference,yen,due,kind`, written beside and renamed so that nobody reads half a file.
    #[expect(clippy::disallowed_methods, reason = "the name of a file; decides nothing")]
    fn announce(&self, announcements: &[Announcement]) -> Result<()> {
        let mut text = String::from("action,reference,yen,due,kind\n");
        for told in announcements {
            let action = if told.asked { "ask" } else { "cancel" };
            // Writing to a String does not fail.
            let _ = writeln!(text, "{action},{},{},{},{}", told.reference, told.yen, told.due, told.kind.code());
        }
        let name = uuid::Uuid::now_v7().simple().to_string();
        let (beside, place) = (self.out.join(format!("{name}.part")), self.out.join(format!("requests-{name}.csv")));
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&beside, &place)
        };
        write().map_err(Error::internal)
    }

    fn settlements(&self, content: &[u8]) -> Result<Vec<SettlementRow>> {
        settlement::read(content)
    }

    fn check(&self, content: &[u8]) -> Result<()> {
        settlement::check(content)
    }

    fn faults(&self, line: &str) -> Vec<RowFault> {
        settlement::faults(line)
    }
}
