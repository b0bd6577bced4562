//! Fees as screens show them. Plain data. Invariant: codes and values, never sentences; a request's state follows from its
//! days and sums alone.

use super::{FeeKind, PaymentReference, Yen, standing::Standing, usage::UsageLine};
use crate::{
    id::{ApplicationId, FeeRequestId},
    time::{Instant, WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};

/// A fee as an applicant or a reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// What for.
    pub kind: FeeKind,
    /// How much.
    pub amount: Yen,
    /// Last day to pay; absent before it is asked for.
    pub due: Option<WorkDate>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// What to say when paying; absent before it is asked for.
    pub reference: Option<PaymentReference>,
}

/// An unpaid fee request as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRow {
    /// The request.
    pub id: FeeRequestId,
    /// The application it belongs to; absent for what is asked of a business in its course.
    pub application_id: Option<ApplicationId>,
    /// 受付番号, or the payment reference where there is none.
    pub number: String,
    /// Of the person or business.
    pub name: String,
    /// What for.
    pub kind: FeeKind,
    /// What is still to come.
    pub amount: Yen,
    /// When it was asked for.
    pub requested_at: Instant,
    /// Last day to pay.
    pub due: WorkDate,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// To be paid.
    Open,
    /// To be paid, and the last day is over.
    Late,
    /// Paid.
    Paid,
    /// Taken back.
    Withdrawn,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Late, Self::Paid, Self::Withdrawn];
}

/// A request as its payer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerRequest {
    /// Which.
    pub id: FeeRequestId,
    /// What for.
    pub kind: FeeKind,
    /// What to say when paying; absent for requests older than references.
    pub reference: Option<PaymentReference>,
    /// Whom it was made out to.
    pub payer: String,
    /// How much.
    pub amount: Yen,
    /// What has come so far.
    pub received: Yen,
    /// When it was asked for.
    pub requested_at: Instant,
    /// Last day to pay.
    pub due: WorkDate,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When it was taken back.
    pub withdrawn_at: Option<Instant>,
}

impl PayerRequest {
    /// Where it stands on `today`.
    pub fn state(&self, today: WorkDate) -> RequestState {
        if self.withdrawn_at.is_some() {
            RequestState::Withdrawn
        } else if self.paid_at.is_some() {
            RequestState::Paid
        } else if self.due < today {
            RequestState::Late
        } else {
            RequestState::Open
        }
    }
}

/// Who makes out invoices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// Name on invoices; empty where none is set.
    pub name: String,
    /// 登録番号, `T` and 13 digits; an invoice without it is no 適格請求書.
    pub number: Option<String>,
}

/// What a business or a technician has been asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerAccount {
    /// Newest first.
    pub requests: Vec<PayerRequest>,
    /// What stands to its credit.
    pub credit: Yen,
    /// Whether a business's log-ins are limited; a technician's never are.
    pub standing: Standing,
}

/// A request with what it is made of, for the invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// The request.
    pub request: PayerRequest,
    /// Site usage by month; empty for other kinds.
    pub usage: Vec<UsageLine>,
}

/// How long something has been unpaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Not due yet.
    NotDue,
    /// Up to 30 days after the last day to pay.
    Days30,
    /// 31 to 90 days.
    Days90,
    /// Longer.
    Longer,
}

impl Age {
    /// Every age, youngest first.
    pub const ALL: [Self; 4] = [Self::NotDue, Self::Days30, Self::Days90, Self::Longer];
    /// The age on `today` of what was due on `due`.
    pub fn of(due: WorkDate, today: WorkDate) -> Self {
        match today.date().signed_duration_since(due.date()).num_days() {
            ..=0 => Self::NotDue,
            1..=30 => Self::Days30,
            31..=90 => Self::Days90,
            _ => Self::Longer,
        }
    }
}

/// What the register as a whole is owed and has earned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Requests and yen still to come, by age.
    pub receivable: Vec<(Age, i64, Yen)>,
    /// Income by month and kind, newest month first.
    pub income: Vec<(YearMonth, FeeKind, Yen)>,
    /// Money that fits nothing yet.
    pub unmatched: Yen,
    /// Money to be paid back.
    pub refunds: Yen,
    /// What stands to payers' credit.
    pub credits: Yen,
    /// The month closed last.
    pub closed: Option<YearMonth>,
}

/// What a closing came to; the same whenever it is done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The month.
    pub month: YearMonth,
    /// Primes billed or credited.
    pub invoices: i64,
    /// Records that were added, those withdrawn taken off.
    pub records: i64,
    /// What was asked, credits taken off.
    pub yen: Yen,
    /// Whether it had been closed before.
    pub again: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_late_on_the_day_after_its_last() {
        let request = PayerRequest {
            id: FeeRequestId(uuid::Uuid::nil()),
            kind: FeeKind::SiteUsage,
            reference: None,
            payer: String::new(),
            amount: Yen(10),
            received: Yen(0),
            requested_at: Instant(0),
            due: WorkDate::from_stored(20_261_130),
            paid_at: None,
            withdrawn_at: None,
        };
        for (today, state) in
            [(20_261_129, RequestState::Open), (20_261_130, RequestState::Open), (20_261_201, RequestState::Late)]
        {
            assert_eq!(request.state(WorkDate::from_stored(today)), state, "{today}");
        }
        let paid = PayerRequest { paid_at: Some(Instant(1)), ..request.clone() };
        assert_eq!(paid.state(WorkDate::from_stored(20_270_101)), RequestState::Paid);
        let gone = PayerRequest { withdrawn_at: Some(Instant(1)), ..request };
        assert_eq!(gone.state(WorkDate::from_stored(20_270_101)), RequestState::Withdrawn);
    }

    #[test]
    fn ages_have_edges() {
        let due = WorkDate::from_stored(20_261_130);
        for (today, age) in [
            (20_261_129, Age::NotDue),
            (20_261_130, Age::NotDue),
            (20_261_201, Age::Days30),
            (20_261_230, Age::Days30),
            (20_261_231, Age::Days90),
            (20_270_228, Age::Days90),
            (20_270_301, Age::Longer),
        ] {
            assert_eq!(Age::of(due, WorkDate::from_stored(today)), age, "{today}");
        }
    }
}
