//! Money that came in, and whether it fits what was asked. Invariant: only the exact sum of an open request fits by itself;
//! everything else waits for a person with its reason, so that nothing is lost and nothing counted twice.
//!
//! Source: 10-registration.md, Payment (2020 development no. 72).

use super::{
    PaymentReference, Yen,
    ledger::{Gateway, Payer},
};
use crate::{
    id::{CreditRefundId, FeeRequestId, ReceiptId, SettlementFileId},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// How somebody paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentChannel {
    /// At a convenience store, with the reference.
    ConvenienceStore,
    /// By bank transfer.
    BankTransfer,
    /// By card.
    Card,
    /// Marked by the operator.
    Counter,
}

impl PaymentChannel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::ConvenienceStore, Self::BankTransfer, Self::Card, Self::Counter];
    /// Those a gateway tells of.
    pub const TOLD: [Self; 3] = [Self::ConvenienceStore, Self::BankTransfer, Self::Card];
    /// As stored and as files say it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConvenienceStore => "convenience_store",
            Self::BankTransfer => "bank_transfer",
            Self::Card => "card",
            Self::Counter => "counter",
        }
    }
    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// One payment as a gateway reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The reference the payer said, as it came.
    pub reference: String,
    /// How much.
    pub yen: Yen,
    /// On which day.
    pub paid_on: WorkDate,
    /// How.
    pub channel: PaymentChannel,
    /// The gateway's own id of the payment.
    pub transaction: String,
}

/// What of a row of a settlement file does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFault {
    /// Not the five cells.
    Cells,
    /// The reference is longer than any.
    Reference,
    /// No amount from 1 yen.
    Yen,
    /// No day.
    PaidOn,
    /// None of the words a file may say how somebody paid by ([`PaymentChannel::TOLD`]).
    Channel,
    /// No id a gateway can have given.
    Transaction,
}

impl RowFault {
    /// Every fault, in the order of the columns.
    pub const ALL: [Self; 6] =
        [Self::Cells, Self::Reference, Self::Yen, Self::PaidOn, Self::Channel, Self::Transaction];
}

/// Why money fits nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// The row does not read; how much came is not known.
    Malformed,
    /// The gateway told another payment under the same id before; how much came is not known.
    Contradicted,
    /// No reference was said.
    NoReference,
    /// The reference's check digit does not fit.
    WrongReference,
    /// No request has this reference.
    UnknownReference,
    /// Less than what is owed.
    Short,
    /// More than what is owed.
    Over,
    /// The request was paid before.
    Twice,
    /// What it was asked for was taken back.
    Withdrawn,
    /// It is the exact sum, but what follows from it (number, log-in, card) could not be done.
    NotCompleted,
}

impl Mismatch {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Malformed,
        Self::Contradicted,
        Self::NoReference,
        Self::WrongReference,
        Self::UnknownReference,
        Self::Short,
        Self::Over,
        Self::Twice,
        Self::Withdrawn,
        Self::NotCompleted,
    ];
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Contradicted => "contradicted",
            Self::NoReference => "no_reference",
            Self::WrongReference => "wrong_reference",
            Self::UnknownReference => "unknown_reference",
            Self::Short => "short",
            Self::Over => "over",
            Self::Twice => "twice",
            Self::Withdrawn => "withdrawn",
            Self::NotCompleted => "not_completed",
        }
    }
    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What a receipt must know of the request it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// What was asked.
    pub asked: Yen,
    /// What has come so far.
    pub received: Yen,
    /// Whether it was paid in full.
    pub paid: bool,
    /// Whether what it was for was taken back.
    pub withdrawn: bool,
}

impl Claim {
    /// What is still to come.
    pub const fn owed(self) -> Yen {
        if self.paid || self.withdrawn || self.received.0 >= self.asked.0 {
            Yen(0)
        } else {
            Yen(self.asked.0 - self.received.0)
        }
    }
    /// The same where so much of it waits for the office.
    pub fn left(self, waiting: Yen) -> Yen {
        Yen((self.owed().0 - waiting.0).max(0))
    }
}

/// The reference as it was said. Errors: why it leads nowhere.
pub fn reference(said: &str) -> Result<PaymentReference, Mismatch> {
    if said.trim().is_empty() {
        return Err(Mismatch::NoReference);
    }
    said.parse().map_err(|_| Mismatch::WrongReference)
}

/// Whether so much settles the request of the reference that was said. Errors: why not.
pub fn fits(yen: Yen, claim: Option<Claim>) -> Result<(), Mismatch> {
    let claim = claim.ok_or(Mismatch::UnknownReference)?;
    if claim.withdrawn {
        return Err(Mismatch::Withdrawn);
    }
    if claim.paid {
        return Err(Mismatch::Twice);
    }
    match yen.cmp(&claim.owed()) {
        core::cmp::Ordering::Less => Err(Mismatch::Short),
        core::cmp::Ordering::Equal => Ok(()),
        core::cmp::Ordering::Greater => Err(Mismatch::Over),
    }
}

/// What was decided about money that fits nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Given to a request.
    Assigned,
    /// To be paid back.
    RefundOrdered,
    /// Paid back.
    Refunded,
    /// No money is in it: looked after outside the register.
    Dismissed,
}

impl Resolution {
    /// Every resolution.
    pub const ALL: [Self; 4] = [Self::Assigned, Self::RefundOrdered, Self::Refunded, Self::Dismissed];
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::RefundOrdered => "refund_ordered",
            Self::Refunded => "refunded",
            Self::Dismissed => "dismissed",
        }
    }
    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resolution| resolution.code() == code)
    }
}

/// A line of the list of money that fits nothing and waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmatchedRow {
    /// Which.
    pub id: ReceiptId,
    /// The way it came.
    pub gateway: Gateway,
    /// How much; absent where the row does not read.
    pub yen: Option<Yen>,
    /// When it was paid.
    pub paid_on: Option<WorkDate>,
    /// The reference as it was said.
    pub reference: String,
    /// Why it fits nothing.
    pub reason: Mismatch,
    /// The request of its reference, where there is one, with what is still owed.
    pub request: Option<(FeeRequestId, String, Yen)>,
    /// The row as it came.
    pub row: String,
    /// What of the row does not read, in the order of the columns; nothing where it does.
    pub faults: Vec<RowFault>,
    /// When it was taken in.
    pub received_at: Instant,
}

/// Something that is to be paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refund {
    /// Money that fitted nothing.
    Receipt(ReceiptId),
    /// What stood to a payer's credit.
    Credit(CreditRefundId),
}

/// A line of the list of what is to be paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRow {
    /// Which.
    pub refund: Refund,
    /// How much.
    pub yen: Yen,
    /// To whom: the row as it came, or the payer's name.
    pub whom: String,
    /// When it was ordered.
    pub ordered_at: Instant,
}

/// What stands to a payer's credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRow {
    /// Whose.
    pub payer: Payer,
    /// The name the payer's last request was made out to.
    pub name: String,
    /// The reference of that request.
    pub reference: Option<PaymentReference>,
    /// How much.
    pub yen: Yen,
}

/// A settlement file that was brought, and how far it has been taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProgress {
    /// Which.
    pub id: SettlementFileId,
    /// When it was brought.
    pub brought_at: Instant,
    /// Rows of the file.
    pub rows: u32,
    /// What the rows taken in so far came to.
    pub came: Imported,
}

impl FileProgress {
    /// Whether every row has been taken in.
    pub const fn is_done(&self) -> bool {
        self.came.rows >= self.rows
    }
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Imported {
    /// Rows taken in.
    pub rows: u32,
    /// Requests settled by it.
    pub settled: u32,
    /// Rows that wait for a person.
    pub unmatched: u32,
    /// Rows taken in before.
    pub known: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Claim = Claim { asked: Yen(2_500), received: Yen(0), paid: false, withdrawn: false };

    #[test]
    fn only_the_exact_sum_of_an_open_request_fits() {
        let part = Claim { received: Yen(500), ..OPEN };
        let paid = Claim { received: Yen(2_500), paid: true, ..OPEN };
        let gone = Claim { withdrawn: true, ..OPEN };
        for (yen, claim, expected) in [
            (2_500, Some(OPEN), Ok(())),
            (2_499, Some(OPEN), Err(Mismatch::Short)),
            (2_501, Some(OPEN), Err(Mismatch::Over)),
            (2_000, Some(part), Ok(())),
            (1_999, Some(part), Err(Mismatch::Short)),
            (2_001, Some(part), Err(Mismatch::Over)),
            (2_500, Some(paid), Err(Mismatch::Twice)),
            (1, Some(paid), Err(Mismatch::Twice)),
            (2_500, Some(gone), Err(Mismatch::Withdrawn)),
            (2_500, Some(Claim { withdrawn: true, ..paid }), Err(Mismatch::Withdrawn)),
            (2_500, None, Err(Mismatch::UnknownReference)),
        ] {
            assert_eq!(fits(Yen(yen), claim), expected, "{yen} for {claim:?}");
        }
        assert_eq!([OPEN.owed(), part.owed(), paid.owed(), gone.owed()].map(Yen::get), [2_500, 2_000, 0, 0]);
        assert_eq!([0, 1, 2_000, 2_001].map(|waiting| part.left(Yen(waiting)).get()), [2_000, 1_999, 0, 0]);
        assert_eq!([paid, gone].map(|claim| claim.left(Yen(1))), [Yen(0); 2]);
    }

    #[test]
    fn a_reference_that_leads_nowhere_says_why() {
        let right = PaymentReference::from_body(417);
        assert_eq!(reference(&right.grouped()), Ok(right));
        assert_eq!(reference(" "), Err(Mismatch::NoReference));
        let wrong = format!("{:012}", right.get() + 1);
        assert_eq!(reference(&wrong), Err(Mismatch::WrongReference));
        assert_eq!(reference("A-17"), Err(Mismatch::WrongReference));
    }

    #[test]
    fn codes_lead_back() {
        for reason in Mismatch::ALL {
            assert_eq!(Mismatch::from_code(reason.code()), Some(reason));
        }
        for channel in PaymentChannel::ALL {
            assert_eq!(PaymentChannel::from_code(channel.code()), Some(channel));
        }
        for resolution in Resolution::ALL {
            assert_eq!(Resolution::from_code(resolution.code()), Some(resolution));
        }
        assert_eq!((Mismatch::from_code(""), PaymentChannel::from_code("cash")), (None, None));
    }
}
