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
    /// What has come so far, also in sums that were not what is owed and wait for the office.
    pub came: Yen,
    /// Last day to pay; absent before it is asked for.
    pub due: Option<WorkDate>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// It was taken back, with what it was asked for.
    pub withdrawn: bool,
    /// What to say when paying; absent before it is asked for.
    pub reference: Option<PaymentReference>,
}

/// What of a sum is still to come.
fn still(amount: Yen, came: Yen) -> Yen {
    Yen((amount.get() - came.get()).max(0))
}

impl FeeLine {
    const fn is_open(&self) -> bool {
        self.due.is_some() && self.paid_at.is_none() && !self.withdrawn
    }
    /// Whether something of it is to be paid: it was asked for, is neither paid nor taken back, and not all of it waits.
    pub fn is_owed(&self) -> bool {
        self.is_open() && !self.left().is_zero()
    }
    /// Whether all of it came in sums that were not what is owed, and waits for the office.
    pub fn is_checked(&self) -> bool {
        self.is_open() && self.left().is_zero()
    }
    /// What is still to come of it.
    pub fn left(&self) -> Yen {
        still(self.amount, self.came)
    }
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
    /// What came of that in sums that were not what is owed, and waits for the operator's decision.
    pub waiting: Yen,
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
    /// All of it came in sums that were not what is owed; the office looks at them.
    Checked,
    /// Paid.
    Paid,
    /// Taken back.
    Withdrawn,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Open, Self::Late, Self::Checked, Self::Paid, Self::Withdrawn];
    /// Whether it is to be paid.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Late)
    }
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
    /// What came besides in sums that were not what is owed, and waits for the office.
    pub waiting: Yen,
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
        } else if self.left().is_zero() {
            RequestState::Checked
        } else if self.due < today {
            RequestState::Late
        } else {
            RequestState::Open
        }
    }
    /// All that came for it, decided about or not.
    pub const fn came(&self) -> Yen {
        Yen(self.received.0 + self.waiting.0)
    }
    /// What is still to come.
    pub fn left(&self) -> Yen {
        still(self.amount, self.came())
    }
    /// Whether all of it came and is looked at, which no day changes.
    pub fn is_checked(&self) -> bool {
        self.state(self.due) == RequestState::Checked
    }
    /// Whether it is to be paid, which no day changes.
    pub fn is_owed(&self) -> bool {
        self.state(self.due).is_open()
    }
}

/// A request as whoever holds its payment number sees it: all that is needed to pay, and nobody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedRequest {
    /// What to say when paying.
    pub reference: PaymentReference,
    /// What for.
    pub kind: FeeKind,
    /// What has come so far, also in sums that were not what is owed and wait for the office.
    pub came: Yen,
    /// What is still to come.
    pub left: Yen,
    /// Last day to pay.
    pub due: WorkDate,
    /// Where it stands.
    pub state: RequestState,
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
            received: Yen(3),
            waiting: Yen(2),
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
        let gone = PayerRequest { withdrawn_at: Some(Instant(1)), ..request.clone() };
        assert_eq!(gone.state(WorkDate::from_stored(20_270_101)), RequestState::Withdrawn);
        assert_eq!((request.came(), request.left()), (Yen(5), Yen(5)));
        let all = PayerRequest { waiting: Yen(8), ..request.clone() };
        assert_eq!((all.came(), all.left()), (Yen(11), Yen(0)));
        assert_eq!(all.state(WorkDate::from_stored(20_270_101)), RequestState::Checked);
        let checked = [&request, &all, &paid, &gone].map(PayerRequest::is_checked);
        assert_eq!(checked, [false, true, false, false]);
        let owed = [&request, &all, &paid, &gone].map(PayerRequest::is_owed);
        assert_eq!(owed, [true, false, false, false]);
        assert_eq!(RequestState::ALL.map(RequestState::is_open), [true, true, false, false, false]);
    }

    #[test]
    fn a_fee_is_owed_from_when_it_is_asked_for_until_it_is_paid_or_taken_back() {
        let due = Some(WorkDate::from_stored(20_261_130));
        let paid = Some(Instant(1));
        for (due, paid_at, withdrawn, owed) in [
            (None, None, false, false),
            (due, None, false, true),
            (due, paid, false, false),
            (None, paid, false, false),
            (due, None, true, false),
        ] {
            let (kind, amount, came) = (FeeKind::CardReissue, Yen(10), Yen(4));
            let line = FeeLine { kind, amount, came, due, paid_at, withdrawn, reference: None };
            assert_eq!(line.is_owed(), owed, "{due:?} {paid_at:?} {withdrawn}");
            assert_eq!((line.left(), line.is_checked()), (Yen(6), false));
            let all = FeeLine { came: Yen(12), ..line };
            assert_eq!((all.left(), all.is_owed(), all.is_checked()), (Yen(0), false, owed));
        }
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
