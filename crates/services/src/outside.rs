//! True outside parties, the only traits here: the store of card keys, the store of files, the registers of
//! 登録基幹技能者 and 建設業許可, the payment gateway, mail, mail that comes back, short messages, LINE and the files of logging readers. The program
//! that draws pages is a process, not a trait.
//!
//! Invariant: card keys are asked for by use and never logged; a file is found by the hash of its content only.

mod agency;
pub mod chiefs;
mod files;
mod gateway;
mod http;
mod issuer;
mod keys;
pub mod licences;
mod line;
mod lines;
mod log;
mod maker;
mod pages;
mod post;
mod reader;
mod receipt;
pub mod report;
mod returned;
mod s3;

pub use agency::{AgencySettings, TextAgency};
pub use chiefs::{Chief, ChiefFile, ChiefRegister};
pub use files::{FileStore, Folder, hash_of};
pub use gateway::{
    Announcement, GatewayFolder, PaymentGateway, SETTLEMENT_BYTES_MAX, SETTLEMENT_EXAMPLE, SettlementRow,
};
pub use http::Patience;
pub use issuer::{IssuerSigner, issuer};
pub use keys::{CardKeyStore, KeyFile};
pub use licences::{LicenceFile, LicenceRegister};
pub use line::{Line, LineChannel, LineMessages, LineSettings};
pub use log::{LogName, LogSigner};
pub use maker::MakerKey;
pub use pages::{PATIENCE_S, PROGRAM, PageProgram};
pub use post::{Letter, MAIL_STEP_S, Mail, Post, PostFault, TextFile};
pub use reader::{OwnFormat, ReaderFormat};
pub use receipt::ReceiptSigner;
pub use returned::{Arrived, RETURNED_BYTES_MAX, ReturnedFolder, ReturnedMail, Shelf};
pub use s3::{BucketStyle, S3Settings, S3Store};

use crate::{live::Board, touch::Writer};
use std::sync::Arc;

/// What the use cases need besides the database.
#[derive(Clone)]
pub struct Outside {
    /// Master keys of cards, the key that seals secrets in the database, and the keys of receipts, the log and certificates.
    pub keys: Arc<dyn CardKeyStore>,
    /// Photos and evidence, by content hash.
    pub files: Arc<dyn FileStore>,
    /// Who draws the pages of a PDF.
    pub pages: PageProgram,
    /// The register of 登録基幹技能者.
    pub chiefs: Arc<dyn ChiefRegister>,
    /// The register of 建設業許可.
    pub licences: Arc<dyn LicenceRegister>,
    /// Who takes the money.
    pub gateway: Arc<dyn PaymentGateway>,
    /// The one door through which touches are written.
    pub touches: Writer,
    /// Screens that wait for a change.
    pub live: Board,
    /// 電子メール.
    pub mail: Arc<dyn Post>,
    /// Where mail is found that came back; absent where nobody delivers it.
    pub returned: Option<Arc<dyn ReturnedMail>>,
    /// Short messages to phones.
    pub text: Arc<dyn Post>,
    /// Messages by LINE; absent where the server has no channel there, and nobody is offered it.
    pub line: Option<Line>,
    /// For whom card keys are sealed; absent where no card maker's key is configured.
    pub maker: Option<MakerKey>,
    /// 振込先: the account people transfer to, as they are to read it; absent where they pay at convenience stores alone.
    pub pay_to: Option<String>,
    /// Who runs the register, as invoices name it; letters say it as their sender. Absent where it is not configured.
    pub issuer_name: Option<String>,
    /// Whom people tell that something is not right, as they are to read it; absent where nobody is named.
    pub contact: Option<String>,
    /// Nights within which the register looks once whether all of its history is what the facts say.
    pub check_nights: u32,
    /// The log of history records: its name and its witnesses.
    pub log: LogName,
    /// Where people reach the register, without a slash at the end; links in messages begin with it.
    pub base_url: String,
}
