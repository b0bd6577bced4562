//! Tables of counts given out as files. Invariant: the file is the page's table, row by row, with its total; who took what is
//! noted before the first byte leaves.

use super::{national, of_site, people};
use crate::{
    Call, Change, Error, Result,
    history::Given,
    sheet::{Cell, Kind, Table},
};
use domain::{
    id::SiteId,
    statistics::{By, Figures, Query},
};
use futures::{StreamExt, stream};
use i18n::{Lang, msg, statistics as words};
use serde_json::{Value, json};
use std::collections::HashMap;

use msg::statistics as m;

/// One of the tables that answer `query`. Errors: `Forbidden`; `NotFound` where it has no such table.
pub async fn national_file(call: &Call, query: &Query, by: By, (kind, lang): (Kind, Lang)) -> Result<Given> {
    let tables = national(call, query).await?;
    let asked: HashMap<&str, String> = query.said().into_iter().collect();
    let about = ("register", String::new(), json!({ "of": by.code(), "file": kind.code(), "asked": asked }));
    give(call, (&tables, by), (kind, lang), "nation", about).await
}

/// One of the tables of the caller's own people. Errors: `Forbidden`; `NotFound` where there is no such table.
pub async fn people_file(call: &Call, year: i32, by: By, (kind, lang): (Kind, Lang)) -> Result<Given> {
    let tables = people(call, year).await?;
    let own = call.actor.business.map(|own| own.to_string()).unwrap_or_default();
    let about = ("business", own, json!({ "of": by.code(), "file": kind.code(), "year": year }));
    give(call, (&tables, by), (kind, lang), "people", about).await
}

/// One of the tables of a site. Errors: `NotFound`, also where there is no such table; `Forbidden`.
pub async fn site_file(call: &Call, id: SiteId, year: i32, by: By, (kind, lang): (Kind, Lang)) -> Result<Given> {
    let tables = of_site(call, id, year).await?.tables;
    let about = ("site", id.to_string(), json!({ "of": by.code(), "file": kind.code(), "year": year }));
    give(call, (&tables, by), (kind, lang), "site", about).await
}

async fn give(
    call: &Call,
    (tables, by): (&[Figures], By),
    (kind, lang): (Kind, Lang),
    name: &str,
    (subject_kind, subject_id, new): (&'static str, String, Value),
) -> Result<Given> {
    let figures = tables.iter().find(|figures| figures.by == by).ok_or(Error::NotFound)?;
    let content = written(figures, kind, lang.office())?;
    let tx = call.db.begin().await?;
    let change = Change { process: "statistics.export", subject_kind, subject_id, new: Some(new), ..Change::default() };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(Given {
        name: format!("statistics-{name}-{}-{}.{}", by.code(), call.today().number(), kind.ending()),
        mime: kind.mime(),
        content: stream::once(async move { Ok(content) }).boxed(),
    })
}

/// A table as bytes: a few hundred rows at the most.
fn written(figures: &Figures, kind: Kind, lang: Lang) -> Result<Vec<u8>> {
    let title = words::by(figures.by).get(lang);
    let mut table = Table::new(kind, title)?;
    let measures = figures.measures.iter().map(|measure| Cell::from(words::measure(*measure).get(lang)));
    let heads: Vec<Cell> = core::iter::once(Cell::from(title)).chain(measures).collect();
    table.head(&heads, msg::own_days::LOST.get(lang))?;
    for line in &figures.lines {
        table.row(&row(words::label(lang, figures.by, line.key), &line.numbers))?;
    }
    table.row(&row(m::TOTAL.get(lang).to_owned(), &figures.total))?;
    let mut bytes = table.take();
    bytes.extend(table.finish()?);
    Ok(bytes)
}

fn row(label: String, numbers: &[i64]) -> Vec<Cell> {
    core::iter::once(Cell::from(label)).chain(numbers.iter().map(|number| Cell::Number(*number))).collect()
}
