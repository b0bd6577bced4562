//! Days and records given out as files. Invariant: who took what is noted before the first byte leaves; a file is read part by
//! part while it leaves, so nothing of it is held but the numbers of the people and one part.

use super::{own, reach::Reach, section, stranger::Nameless};
use crate::{
    Call, Change, Result,
    sheet::{Cell, Kind, Table},
    site::with_resource,
    touch,
};
use domain::{
    access::{Action, Scope},
    history::own::{OwnDays, OwnQuery},
    id::{SiteId, TechnicianId},
    site::Stands,
    time::YearMonth,
};
use futures::{
    StreamExt, TryStreamExt,
    stream::{BoxStream, try_unfold},
};
use i18n::{Lang, Msg, date, msg, word};
use serde_json::{Value, json};
use std::collections::HashMap;
use store::history::{self, Named, SheetRecord};

use msg::own_days as m;

/// People whose rows are read at once: few at first, so that the first rows leave early.
const FIRST_PEOPLE: usize = 50;
/// People whose years are read at once.
const OWN_PEOPLE: usize = 1_000;
/// People whose month at a site is read at once, each of up to 31 rows.
const SITE_PEOPLE: usize = 250;

/// A file on its way out.
pub struct Given {
    /// What it is called: letters, digits, hyphens and a full stop.
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes, made as they are taken.
    pub content: BoxStream<'static, Result<Vec<u8>>>,
}

/// Where the rows come from.
enum Source {
    /// The year of one's own people.
    Own(OwnQuery),
    /// A site's month; with the site its day boundary, and where its gates stood if it has sections.
    Site { site: (SiteId, i16), month: YearMonth, reach: Reach, stands: Option<Stands> },
}

/// Whose rows come next.
enum People {
    /// Nothing was read yet.
    Unasked,
    /// Those from `at` on.
    From { people: Vec<TechnicianId>, at: usize },
}

struct Giving {
    call: Call,
    scope: Scope,
    lang: Lang,
    source: Source,
    people: People,
    table: Option<Table>,
    is_begun: bool,
}

/// The year of one's own people as `query` asks, in its order, as a file. Errors: `Forbidden`.
pub async fn own_days_file(call: &Call, query: OwnQuery, kind: Kind, lang: Lang) -> Result<Given> {
    let (business, scope) = own::own(call)?;
    let asked: HashMap<&str, String> = query.said().into_iter().collect();
    noted(call, ("business", business.to_string()), json!({ "of": "own_days", "file": kind.code(), "asked": asked }))
        .await?;
    let name = format!("days-{}-{}", query.month.year(), call.today().number());
    give(call, scope, Source::Own(query), (kind, lang), &name)
}

/// The records of a site's month, as far as the caller sees it, as a file. Errors: `NotFound`; `Forbidden` for who takes no
/// part in the site.
pub async fn site_file(call: &Call, site: SiteId, month: YearMonth, kind: Kind, lang: Lang) -> Result<Given> {
    let db = call.db.read();
    let (found, resource) = with_resource(call, db, site).await?;
    let scope = call.authorize(Action::HistoryRead, &resource)?;
    let reach = Reach::of(call, db, &scope, &found).await?;
    let stands = Some(touch::stands(db, site).await?);
    let stands = stands.filter(|stands| found.umbrella || !stands.sections().is_empty());
    noted(call, ("site", site.to_string()), json!({ "of": "site", "file": kind.code(), "month": month })).await?;
    let name = format!("records-{site}-{}-{}", month.number(), call.today().number());
    let source = Source::Site { site: (site, found.boundary_minutes), month, reach, stands };
    give(call, scope, source, (kind, lang), &name)
}

/// One event a file: who took what.
pub(super) async fn noted(call: &Call, (subject_kind, subject_id): (&'static str, String), new: Value) -> Result<()> {
    let tx = call.db.begin().await?;
    let change = Change { process: "history.export", subject_kind, subject_id, new: Some(new), ..Change::default() };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

fn give(call: &Call, scope: Scope, source: Source, (kind, lang): (Kind, Lang), name: &str) -> Result<Given> {
    let table = Some(Table::new(kind, source.title().get(lang))?);
    let call = call.clone();
    let lang = lang.office();
    let giving = Giving { call, scope, lang, source, people: People::Unasked, table, is_begun: false };
    let content = try_unfold(giving, Giving::next)
        // The answer has begun: all that can still be done is to break off, so that nobody takes a part for the whole.
        .inspect_err(|error| tracing::error!(%error, "a file broke off"))
        .boxed();
    Ok(Given { name: format!("{name}.{}", kind.ending()), mime: kind.mime(), content })
}

impl Giving {
    /// The next bytes; none at the end.
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>> {
        loop {
            let Some(mut table) = self.table.take() else { return Ok(None) };
            let more = if self.is_begun {
                let rows = self.part().await?;
                for row in rows.iter().flatten() {
                    table.row(row)?;
                }
                rows.is_some()
            } else {
                self.is_begun = true;
                let heads: Vec<Cell> = self.source.heads(self.lang).into_iter().map(Cell::from).collect();
                table.head(&heads, m::LOST.get(self.lang))?;
                true
            };
            let bytes = if more {
                let bytes = table.take();
                self.table = Some(table);
                bytes
            } else {
                table.finish()?
            };
            // What is packed may wait for more.
            if !bytes.is_empty() {
                return Ok(Some((bytes, self)));
            }
        }
    }

    /// The rows of the next people; none after the last.
    async fn part(&mut self) -> Result<Option<Vec<Vec<Cell>>>> {
        let db = self.call.db.read();
        if matches!(self.people, People::Unasked) {
            let people = match &self.source {
                Source::Own(query) => {
                    history::own_people(db, &self.scope, (query, self.call.now()), (None, None)).await?
                }
                Source::Site { site, month, .. } => {
                    let mut people = history::sheet_everybody(db, &self.scope, (site.0, *month)).await?;
                    let asked = people.iter().map(|id| (site.0, *id)).collect();
                    let nameless = Nameless::of(&self.call, db, &self.scope, asked).await?;
                    nameless.last(&mut people, |id| (site.0, *id));
                    people
                }
            };
            self.people = People::From { people, at: 0 };
        }
        let People::From { people, at } = &mut self.people else { return Ok(None) };
        let many = match &self.source {
            _ if *at == 0 => FIRST_PEOPLE,
            Source::Own(_) => OWN_PEOPLE,
            Source::Site { .. } => SITE_PEOPLE,
        };
        let end = at.saturating_add(many).min(people.len());
        let Some(part) = people.get(*at..end).filter(|part| !part.is_empty()) else { return Ok(None) };
        *at = end;
        match &self.source {
            Source::Own(query) => {
                let days = own::days_of(db, query, part).await?;
                Ok(Some(days.iter().map(|row| own_row(self.lang, row)).collect()))
            }
            Source::Site { site, month, reach, stands } => {
                let mut named = history::named(db, part).await?;
                let asked = part.iter().map(|id| (site.0, *id)).collect();
                let nameless = Nameless::of(&self.call, db, &self.scope, asked).await?;
                for (id, named) in &mut named {
                    nameless.hide((site.0, *id), &mut named.name, &mut named.kana);
                }
                let mut records: HashMap<TechnicianId, Vec<SheetRecord>> = HashMap::new();
                for record in history::sheet_records(db, (site.0, *month), part).await? {
                    if reach.sees(&record.record, record.place) {
                        records.entry(record.record.key.technician).or_default().push(record);
                    }
                }
                let within = match stands {
                    Some(stands) => section::of_month(db, *site, stands, (*month, part)).await?,
                    None => HashMap::new(),
                };
                let mut rows = Vec::new();
                for id in part {
                    let (Some(named), Some(records)) = (named.get(id), records.get(id)) else { continue };
                    rows.extend(records.iter().map(|record| {
                        let mut row = site_row(self.lang, (*id, named), record);
                        let touched = within.get(&record.record.key);
                        let touched = touched.map(|sections| word::sections(self.lang, sections));
                        row.extend(stands.as_ref().map(|_| Cell::from(touched)));
                        row
                    }));
                }
                Ok(Some(rows))
            }
        }
    }
}

impl Source {
    const fn title(&self) -> Msg {
        match self {
            Self::Own(_) => msg::history::DAYS,
            Self::Site { .. } => msg::history::HISTORY,
        }
    }
    fn heads(&self, lang: Lang) -> Vec<String> {
        let said = |words: Msg| words.get(lang).to_owned();
        match self {
            Self::Own(query) => {
                let mut heads = [m::ID, m::NAME, m::KANA, m::TRADE].map(said).to_vec();
                let year = query.month.year();
                heads.push(m::FILE_YEAR.with(lang, &[("year", &year)]));
                heads.push(m::FILE_YEAR_APPROVED.with(lang, &[("year", &year)]));
                for month in query.months().map(|month| date::month(lang, month)) {
                    heads.push(m::FILE_MONTH.with(lang, &[("month", &month)]));
                    heads.push(m::FILE_MONTH_APPROVED.with(lang, &[("month", &month)]));
                }
                heads.push(m::FILE_SITES.with(lang, &[("month", &date::month(lang, query.month))]));
                heads
            }
            Self::Site { stands, .. } => {
                let words = [
                    m::ID,
                    m::NAME,
                    m::KANA,
                    m::DATE,
                    msg::history::FIRST_IN,
                    msg::history::LAST_OUT,
                    msg::history::EMPLOYER,
                    msg::history::TIER,
                    msg::history::TRADE,
                    msg::history::ROLE,
                    msg::history::TOUCH_CHANNEL,
                    msg::history::APPROVAL,
                ];
                words.into_iter().chain(stands.as_ref().map(|_| msg::history::SECTION)).map(said).collect()
            }
        }
    }
}

fn own_row(lang: Lang, of: &OwnDays) -> Vec<Cell> {
    let mut row: Vec<Cell> = vec![
        of.technician_id.to_string().into(),
        of.name.clone().into(),
        of.kana.clone().into(),
        word::trade(lang, of.trade).into(),
    ];
    let days = core::iter::once(of.year()).chain(of.months.iter().copied());
    row.extend(days.flat_map(|days| [Cell::Number(days.recorded), Cell::Number(days.approved)]));
    row.push(of.sites.into());
    row
}

fn site_row(lang: Lang, (id, named): (TechnicianId, &Named), of: &SheetRecord) -> Vec<Cell> {
    let record = &of.record;
    vec![
        id.to_string().into(),
        named.name.clone().into(),
        named.kana.clone().into(),
        date::iso(record.key.date).into(),
        record.first_in.map(date::iso_time).into(),
        record.last_out.map(date::iso_time).into(),
        of.employer.clone().into(),
        record.tier.map(i64::from).into(),
        record.trade.map(|trade| word::trade(lang, trade)).into(),
        record.role.map(|role| word::work_role(role).get(lang)).into(),
        word::channel(record.channel).get(lang).into(),
        word::approval(record.approval).get(lang).into(),
    ]
}

/// Without its bytes.
impl core::fmt::Debug for Given {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Given").field("name", &self.name).field("mime", &self.mime).finish_non_exhaustive()
    }
}
