//! One's own history given out as a file. Invariant: a person's own alone; read month by month while it leaves, so that nothing of it is
//! held but a month.

use super::give::{Given, noted};
use crate::{
    Call, Error, Result, passport,
    sheet::{Cell, Kind, Table},
};
use domain::{history::year::year_of, id::TechnicianId, time::YearMonth};
use futures::{StreamExt, TryStreamExt, stream::try_unfold};
use i18n::{Lang, date, msg, word};
use serde_json::json;
use store::history::RecordRow;

use msg::history as m;

struct Giving {
    call: Call,
    id: TechnicianId,
    lang: Lang,
    /// The month that is read next; none after the last.
    month: Option<YearMonth>,
    last: YearMonth,
    /// None once the file has ended.
    table: Option<Table>,
}

/// The records of one's own calendar year, oldest first, as a file. Errors: `Forbidden`; `NotFound` for a year that is none.
pub async fn own_history_file(call: &Call, year: i32, kind: Kind, lang: Lang) -> Result<Given> {
    let id = passport::own(call)?;
    let (first, last) = year_of(year).ok_or(Error::NotFound)?;
    noted(call, ("technician", id.to_string()), json!({ "of": "own_history", "file": kind.code(), "year": year }))
        .await?;
    let lang = lang.office();
    let mut table = Table::new(kind, m::HISTORY.get(lang))?;
    table.head(&heads(lang), msg::own_days::LOST.get(lang))?;
    let giving = Giving { call: call.clone(), id, lang, month: Some(first), last, table: Some(table) };
    let content = try_unfold(giving, Giving::next)
        // The answer has begun: all that can still be done is to break off, so that nobody takes a part for the whole.
        .inspect_err(|error| tracing::error!(%error, "a file broke off"))
        .boxed();
    Ok(Given { name: format!("history-{year}.{}", kind.ending()), mime: kind.mime(), content })
}

impl Giving {
    /// The next bytes; none at the end.
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>> {
        loop {
            let Some(mut table) = self.table.take() else { return Ok(None) };
            let Some(month) = self.month.filter(|month| *month <= self.last) else {
                let bytes = table.finish()?;
                return Ok((!bytes.is_empty()).then_some((bytes, self)));
            };
            self.month = Some(month.next());
            let records = store::history::records_of_month(self.call.db.read(), self.id, month).await?;
            for record in records.iter().rev() {
                table.row(&cells(self.lang, record))?;
            }
            let bytes = table.take();
            self.table = Some(table);
            // What is packed may wait for more.
            if !bytes.is_empty() {
                return Ok(Some((bytes, self)));
            }
        }
    }
}

fn heads(lang: Lang) -> Vec<Cell> {
    let words = [
        msg::own_days::DATE,
        msg::own_days::SITE,
        m::PRIME,
        m::EMPLOYER,
        m::FIRST_IN,
        m::LAST_OUT,
        m::TRADE,
        m::ROLE,
        m::WORK_CONTENT,
        m::TOUCH_CHANNEL,
        m::APPROVAL,
    ];
    words.into_iter().map(|word| Cell::from(word.get(lang))).collect()
}

fn cells(lang: Lang, of: &RecordRow) -> Vec<Cell> {
    let record = &of.record;
    vec![
        date::iso(record.key.date).into(),
        of.site.clone().into(),
        of.prime.clone().into(),
        of.employer.clone().into(),
        record.first_in.map(date::iso_time).into(),
        record.last_out.map(date::iso_time).into(),
        record.trade.map(|trade| word::trade(lang, trade)).into(),
        record.role.map(|role| word::work_role(role).get(lang)).into(),
        of.work_content.clone().into(),
        word::channel(record.channel).get(lang).into(),
        word::approval(record.approval).get(lang).into(),
    ]
}
