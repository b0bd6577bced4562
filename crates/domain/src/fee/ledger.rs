//! The double-entry ledger: what an act does to the accounts. Invariant: a [`Journal`] cannot be made whose lines do not sum
//! to zero, and what a payer owes is what was asked for less what was received for it.
//!
//! Debit is positive, credit negative, integer yen. Source: 10-registration.md, Payment.

use super::{FeeKind, Yen};
use crate::id::{ApplicationId, BusinessId, TechnicianId};
use core::fmt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// Whoever applied and has no number yet; stays so for what was asked then.
    Application(ApplicationId),
    /// 技能者.
    Technician(TechnicianId),
    /// 事業者.
    Business(BusinessId),
}

impl fmt::Display for Payer {
    /// As stored: `application:…`, `technician:…`, `business:…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application(id) => write!(f, "application:{}", id.0.simple()),
            Self::Technician(id) => write!(f, "technician:{}", id.get()),
            Self::Business(id) => write!(f, "business:{}", id.get()),
        }
    }
}

impl Payer {
    /// From the stored text.
    pub fn from_stored(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        Some(match kind {
            "application" => Self::Application(ApplicationId(Uuid::parse_str(id).ok()?)),
            "technician" => Self::Technician(TechnicianId::from_stored(id.parse().ok()?)),
            "business" => Self::Business(BusinessId::from_stored(id.parse().ok()?)),
            _ => return None,
        })
    }
}

/// Where money comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gateway {
    /// The gateway that speaks by files.
    File,
    /// The operator's own desk: money somebody saw and marked.
    Counter,
}

impl Gateway {
    /// Every gateway.
    pub const ALL: [Self; 2] = [Self::File, Self::Counter];
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Counter => "counter",
        }
    }
    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gateway| gateway.code() == code)
    }
}

/// An account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// 未収金: what a payer owes.
    Receivable(Payer),
    /// 収入 by what was asked for.
    Income(FeeKind),
    /// 入金 by the way it came.
    Cash(Gateway),
    /// 仮受金: money that fits nothing yet.
    Unmatched,
    /// 返金予定: money that is to be paid back.
    RefundPayable,
    /// 前受金: what a payer has paid beyond what was asked.
    Credit(Payer),
}

impl Account {
    /// As stored: which account.
    pub const fn number(self) -> i16 {
        match self {
            Self::Receivable(_) => 1,
            Self::Income(_) => 2,
            Self::Cash(_) => 3,
            Self::Unmatched => 4,
            Self::RefundPayable => 5,
            Self::Credit(_) => 6,
        }
    }
    /// As stored: whose, or of what; empty where there is only one.
    pub fn key(self) -> String {
        match self {
            Self::Receivable(payer) | Self::Credit(payer) => payer.to_string(),
            Self::Income(kind) => kind.code().to_owned(),
            Self::Cash(gateway) => gateway.code().to_owned(),
            Self::Unmatched | Self::RefundPayable => String::new(),
        }
    }
}

/// One line of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: Account,
    /// Debit positive, credit negative; never zero.
    pub yen: i64,
}

/// Lines that belong together and sum to zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    act: &'static str,
    lines: Vec<Line>,
}

/// Why lines are no journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// They do not sum to zero.
    #[error("the lines do not sum to zero")]
    Unbalanced,
    /// Nothing would be moved, or an amount is below nothing.
    #[error("no amount to move")]
    NoAmount,
}

impl Journal {
    /// Of lines; those of nothing are left out. Errors: [`LedgerFault`].
    pub fn new(act: &'static str, lines: impl IntoIterator<Item = (Account, i64)>) -> Result<Self, LedgerFault> {
        let lines = lines.into_iter().filter(|(_, yen)| *yen != 0).map(|(account, yen)| Line { account, yen });
        let lines: Vec<Line> = lines.collect();
        if lines.is_empty() {
            return Err(LedgerFault::NoAmount);
        }
        // Wider than a line, so that no sum can wrap round to zero.
        let sum: i128 = lines.iter().map(|line| i128::from(line.yen)).sum();
        if sum == 0 { Ok(Self { act, lines }) } else { Err(LedgerFault::Unbalanced) }
    }
    /// The act's stable word.
    pub const fn act(&self) -> &'static str {
        self.act
    }
    /// The lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

/// Something that moves money or a claim. Amounts are above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A fee is asked for.
    Requested {
        /// Of whom.
        payer: Payer,
        /// What for.
        kind: FeeKind,
        /// How much.
        yen: Yen,
    },
    /// Money came that is exactly what was owed.
    Paid {
        /// The way it came.
        gateway: Gateway,
        /// For whom.
        payer: Payer,
        /// How much.
        yen: Yen,
    },
    /// Money came that fits nothing: short, over, a second time, for nothing known.
    Held {
        /// The way it came.
        gateway: Gateway,
        /// How much.
        yen: Yen,
    },
    /// Held money is given to a payer: what is owed is paid by it, what is over stays to the payer's credit.
    Assigned {
        /// To whom.
        payer: Payer,
        /// What was still owed.
        owed: Yen,
        /// How much came.
        yen: Yen,
    },
    /// What stands to a payer's credit pays what the payer owes.
    CreditUsed {
        /// Whose.
        payer: Payer,
        /// How much.
        yen: Yen,
    },
    /// Something is given back that was asked for and paid: it stands to the payer's credit.
    Credited {
        /// To whom.
        payer: Payer,
        /// What it was for.
        kind: FeeKind,
        /// How much.
        yen: Yen,
    },
    /// Held money is to be paid back.
    RefundOrdered {
        /// How much.
        yen: Yen,
    },
    /// What stands to a payer's credit is to be paid back.
    CreditRefundOrdered {
        /// Whose.
        payer: Payer,
        /// How much.
        yen: Yen,
    },
    /// It was paid back.
    Refunded {
        /// The way it had come.
        gateway: Gateway,
        /// How much.
        yen: Yen,
    },
    /// A request is taken back; what was paid for it stands to the payer's credit.
    Withdrawn {
        /// Of whom.
        payer: Payer,
        /// What for.
        kind: FeeKind,
        /// What was asked.
        yen: Yen,
        /// What had been received for it.
        received: Yen,
    },
}

impl Act {
    /// Its journal. Errors: [`LedgerFault::NoAmount`] where an amount is below nothing or nothing would be moved.
    pub fn journal(self) -> Result<Journal, LedgerFault> {
        use Account::{Cash, Credit, Income, Receivable, RefundPayable, Unmatched};
        if self.amounts().into_iter().any(|yen| yen.get() < 0) {
            return Err(LedgerFault::NoAmount);
        }
        match self {
            Self::Requested { payer, kind, yen: Yen(yen) } => {
                Journal::new("requested", [(Receivable(payer), yen), (Income(kind), -yen)])
            }
            Self::Paid { gateway, payer, yen: Yen(yen) } => {
                Journal::new("paid", [(Cash(gateway), yen), (Receivable(payer), -yen)])
            }
            Self::Held { gateway, yen: Yen(yen) } => Journal::new("held", [(Cash(gateway), yen), (Unmatched, -yen)]),
            Self::Assigned { payer, owed, yen } => {
                let (pays, over) = split(owed, yen);
                Journal::new("assigned", [(Unmatched, yen.0), (Receivable(payer), -pays), (Credit(payer), -over)])
            }
            Self::CreditUsed { payer, yen: Yen(yen) } => {
                Journal::new("credit_used", [(Credit(payer), yen), (Receivable(payer), -yen)])
            }
            Self::Credited { payer, kind, yen: Yen(yen) } => {
                Journal::new("credited", [(Income(kind), yen), (Credit(payer), -yen)])
            }
            Self::RefundOrdered { yen: Yen(yen) } => {
                Journal::new("refund_ordered", [(Unmatched, yen), (RefundPayable, -yen)])
            }
            Self::CreditRefundOrdered { payer, yen: Yen(yen) } => {
                Journal::new("credit_refund_ordered", [(Credit(payer), yen), (RefundPayable, -yen)])
            }
            Self::Refunded { gateway, yen: Yen(yen) } => {
                Journal::new("refunded", [(RefundPayable, yen), (Cash(gateway), -yen)])
            }
            Self::Withdrawn { payer, kind, yen: Yen(yen), received: Yen(received) } => Journal::new(
                "withdrawn",
                [(Income(kind), yen), (Receivable(payer), received - yen), (Credit(payer), -received)],
            ),
        }
    }

    const fn amounts(self) -> [Yen; 2] {
        match self {
            Self::Requested { yen, .. }
            | Self::Paid { yen, .. }
            | Self::Held { yen, .. }
            | Self::CreditUsed { yen, .. }
            | Self::Credited { yen, .. }
            | Self::RefundOrdered { yen }
            | Self::CreditRefundOrdered { yen, .. }
            | Self::Refunded { yen, .. } => [yen, yen],
            Self::Assigned { owed, yen, .. } => [owed, yen],
            Self::Withdrawn { yen, received, .. } => [yen, received],
        }
    }
}

/// Of what came: what pays what was owed, and what is over.
fn split(owed: Yen, came: Yen) -> (i64, i64) {
    let pays = came.0.min(owed.0);
    (pays, came.0 - pays)
}

#[cfg(test)]
mod tests;
