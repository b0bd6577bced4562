//! What is typed of a supply. Invariant: a request lies within the agreement and the works of its site, and every problem is
//! told at once.

use super::{
    PEOPLE_MAX, people,
    wage::{WAGE_YEN_MAX, Wages, published},
};
use crate::{
    calendar,
    fee::Yen,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{LabourAgreementId, OfficeId, RegistrarId, SiteId},
    time::WorkDate,
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

const TERM_CHARS_MAX: u32 = 200;
const PAYER_CHARS_MAX: u32 = 80;
const WORK_CHARS_MAX: u32 = 100;
/// A request begins before its agreement or the works do.
const TOO_SOON: &str = "labour.too_soon";
/// It ends after one of them.
const TOO_LATE: &str = "labour.too_late";

/// ① An agreement as the prime types it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementForm {
    /// The union: the body's id.
    pub union: String,
    /// First day.
    pub agreed_from: String,
    /// Last day.
    pub agreed_until: String,
    /// 労働時間と休日.
    pub hours: String,
    /// 宿舎、食事、交通.
    pub lodging: String,
    /// 社会保険と労災保険.
    pub insurance: String,
    /// ⑨ Who pays the wages.
    pub payer: String,
    /// Yen a day, level 1.
    pub wage_1: String,
    /// Level 2.
    pub wage_2: String,
    /// Level 3.
    pub wage_3: String,
    /// Level 4.
    pub wage_4: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementEntry {
    /// The union.
    pub union: RegistrarId,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
    /// 労働時間と休日.
    pub hours: String,
    /// 宿舎、食事、交通.
    pub lodging: String,
    /// 社会保険と労災保険.
    pub insurance: String,
    /// Who pays the wages.
    pub payer: String,
    /// Yen a day, by level.
    pub wages: Wages,
}

impl AgreementForm {
    /// The fields in page order.
    pub const FIELDS: [&str; 11] = [
        "union",
        "agreed_from",
        "agreed_until",
        "hours",
        "lodging",
        "insurance",
        "payer",
        "wage_1",
        "wage_2",
        "wage_3",
        "wage_4",
    ];
    /// An empty form with the published wages in it, to begin with.
    pub fn begun() -> Self {
        let yen = published().first().map(|found| found.wages.0.map(|yen| yen.to_string()));
        let [wage_1, wage_2, wage_3, wage_4] = yen.unwrap_or_default();
        Self { wage_1, wage_2, wage_3, wage_4, ..Self::default() }
    }
    /// Errors: every problem, in page order. An agreement that is over is none.
    pub fn validate(&self, today: WorkDate) -> Result<AgreementEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let union = read.choice("union", &self.union, |raw| raw.parse().ok());
        let days = reader::period(&mut read, ["agreed_from", "agreed_until"], [&self.agreed_from, &self.agreed_until]);
        if days.is_ok_and(|(_, until)| until < today) {
            read.note("agreed_until", Problem::Expired);
        }
        let hours = read.text("hours", &self.hours, TERM_CHARS_MAX);
        let lodging = read.text("lodging", &self.lodging, TERM_CHARS_MAX);
        let insurance = read.text("insurance", &self.insurance, TERM_CHARS_MAX);
        let payer = read.text("payer", &self.payer, PAYER_CHARS_MAX);
        let typed =
            [("wage_1", &self.wage_1), ("wage_2", &self.wage_2), ("wage_3", &self.wage_3), ("wage_4", &self.wage_4)];
        let [one, two, three, four] =
            typed.map(|(field, raw)| read.required(field, raw, |raw| reader::whole(raw, 1, WAGE_YEN_MAX)));
        let entry = || {
            let (from, until) = days?;
            let wages = Wages([Yen(one?), Yen(two?), Yen(three?), Yen(four?)]);
            Ok(AgreementEntry {
                union: union?,
                from,
                until,
                hours: hours?,
                lodging: lodging?,
                insurance: insurance?,
                payer: payer?,
                wages,
            })
        };
        let entry = entry();
        read.finish(entry)
    }
}

/// ② A request as the prime types it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    /// Under which agreement.
    pub agreement: String,
    /// 現場ID.
    pub site: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// 職種, code.
    pub trade: String,
    /// 作業内容.
    pub work: String,
    /// People a day.
    pub people: String,
}

/// The same, checked by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEntry {
    /// Under which agreement.
    pub agreement: LabourAgreementId,
    /// Where.
    pub site: SiteId,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
    /// 職種.
    pub trade: TradeCode,
    /// 作業内容.
    pub work: String,
    /// People a day.
    pub people: i64,
}

/// Within which days a request lies: those of the agreement, and those of the works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestLimits {
    /// Of the agreement.
    pub agreement: (WorkDate, WorkDate),
    /// Of the works.
    pub works: (WorkDate, WorkDate),
}

impl RequestForm {
    /// The fields in page order.
    pub const FIELDS: [&str; 7] = ["agreement", "site", "from", "until", "trade", "work", "people"];
    /// Errors: every problem, in page order.
    pub fn validate(&self, today: WorkDate) -> Result<RequestEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let agreement = read.choice("agreement", &self.agreement, |raw| raw.parse().ok());
        let site = read.choice("site", &self.site, |raw| raw.parse().ok());
        let days = reader::period(&mut read, ["from", "until"], [&self.from, &self.until]);
        if days.is_ok_and(|(_, until)| until < today) {
            read.note("until", Problem::Expired);
        }
        let trade = read.required("trade", &self.trade, reader::trade);
        let work = read.text("work", &self.work, WORK_CHARS_MAX);
        let asked = read.required("people", &self.people, |raw| reader::whole(raw, 1, PEOPLE_MAX));
        let entry = || {
            let (from, until) = days?;
            Ok(RequestEntry {
                agreement: agreement?,
                site: site?,
                from,
                until,
                trade: trade?,
                work: work?,
                people: asked?,
            })
        };
        let entry = entry();
        read.finish(entry)
    }
}

impl RequestEntry {
    /// What is wrong with its days: before the agreement or the works begin, or after they end.
    pub fn beyond(&self, limits: RequestLimits) -> Vec<FieldProblem> {
        let (first, last) = (limits.agreement.0.max(limits.works.0), limits.agreement.1.min(limits.works.1));
        let refused = |field, code: &str| FieldProblem::new(field, Problem::Refused { code: code.to_owned() });
        let soon = (self.from < first).then(|| refused("from", TOO_SOON));
        let late = (self.until > last).then(|| refused("until", TOO_LATE));
        soon.into_iter().chain(late).collect()
    }
}

/// Where a union is told of agreements and requests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnionContact {
    /// Mail address; empty: on its page alone.
    pub mail: String,
    /// BCP 47 code of the language it reads.
    pub lang: String,
}

impl UnionContact {
    /// Checks what was typed; `speaks`: the code of a language that mail is written in, as it is kept. All problems at once, in page
    /// order. Errors: the problems.
    pub fn validate(&self, speaks: impl FnOnce(&str) -> Option<String>) -> Result<Self, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let mail = read.optional("mail", &self.mail, reader::mail);
        let lang = read.required("lang", &self.lang, |code| speaks(code).ok_or(Problem::NotAChoice));
        let contact = || Ok(Self { mail: mail?.unwrap_or_default(), lang: lang? });
        let contact = contact();
        core::mem::take(read).finish(contact)
    }
}

/// ③ To whom so many people are passed on, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passing {
    /// The local union: the office's id.
    pub office: String,
    /// How many people.
    pub people: String,
}

impl Passing {
    /// The office. Errors: the problem, beside `office`.
    pub fn office(&self) -> Result<OfficeId, FieldProblem> {
        let problem = if self.office.trim().is_empty() { Problem::Missing } else { Problem::NotAChoice };
        self.office.parse().map_err(|_| FieldProblem::new("office", problem))
    }
}

/// A number of people within bounds. Errors: the problem, beside `people`.
pub fn people_in(typed: &str, bounds: (i64, i64)) -> Result<i64, Vec<FieldProblem>> {
    people("people", typed, bounds).map_err(|problem| vec![problem])
}

/// ⑨ That wages were paid, as the prime types it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaidForm {
    /// The day of payment.
    pub paid_on: String,
    /// How many people were paid.
    pub paid: String,
}

impl PaidForm {
    /// The day and how many, of so many employed. Errors: every problem, in page order.
    pub fn validate(&self, today: WorkDate, employed: i64) -> Result<(WorkDate, i64), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let on = read.required("paid_on", &self.paid_on, |raw| {
            calendar::parse_day(raw).and_then(|day| if day > today { Err(Problem::InFuture) } else { Ok(day) })
        });
        let paid = people("paid", &self.paid, (1, employed)).map_err(|found| read.note(&found.field, found.problem));
        match (on, paid) {
            (Ok(on), Ok(paid)) => Ok((on, paid)),
            _ => read.finish(Err(reader::Noted)),
        }
    }
}
