//! Where everybody in the country stands by the criteria of a day. Invariant: of each person what [`super::own`] says of them, from
//! the kept counts; nothing is written, and nobody is named.
//!
//! For the operator, before criteria change and to know how many may apply; within a minute for 1.4 million people on two cores
//! (99-quality.md, P12).

use super::{book, evidence};
use crate::{Call, Error, Result};
use domain::{
    access::{Action, Resource},
    id::TechnicianId,
    level::{
        FieldNumber, Level,
        criteria::{self, Book, Facts},
    },
    time::WorkDate,
};
use std::{collections::BTreeMap, num::NonZero, sync::Arc};
use store::{
    Db,
    level::everybody::{self, OnePerson},
};
use tokio::{sync::Mutex, task::JoinSet};

/// People read at once.
const PEOPLE_AT_ONCE: u32 = 2_000;

/// How many people stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// Everybody who is registered.
    pub people: u64,
    /// By field whose criteria judge on the day: of those whose trades it is, as registered or as worked, how many meet each level's,
    /// level 1 first.
    pub fields: BTreeMap<FieldNumber, [u64; 4]>,
}

/// Judges everybody by the criteria of `day`, on `cores` (all of them where none is said). Errors: `Forbidden` for all but the operator.
pub async fn survey(call: &Call, day: WorkDate, cores: Option<NonZero<usize>>) -> Result<Survey> {
    call.authorize(Action::LevelAdminister, &Resource::Register)?;
    let book = book()?;
    let place = Arc::new(Mutex::new(Place::From(None)));
    let mut running = JoinSet::new();
    let cores = cores.or_else(|| std::thread::available_parallelism().ok());
    for _ in 0..cores.map_or(1, NonZero::get) {
        running.spawn(part(call.db.clone(), book, Arc::clone(&place), day));
    }
    let mut all = Survey::default();
    while let Some(part) = running.join_next().await {
        all.add(&part.map_err(Error::internal)??);
    }
    Ok(all)
}

/// How far the register has been read.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Up to a person; `None`: not begun.
    From(Option<TechnicianId>),
    End,
}

/// Takes the next people until there are none.
async fn part(db: Db, book: &'static Book, place: Arc<Mutex<Place>>, day: WorkDate) -> Result<Survey> {
    let mut found = Survey::default();
    loop {
        let mut people = {
            let mut place = place.lock().await;
            let Place::From(last) = *place else { return Ok(found) };
            let people = everybody::after(db.read(), last, PEOPLE_AT_ONCE).await?;
            *place = people.last().map_or(Place::End, |person| Place::From(Some(person.id)));
            people
        };
        everybody::fill(db.read(), &mut people).await?;
        for person in people {
            found.count(book, person, day)?;
        }
    }
}

impl Survey {
    fn count(&mut self, book: &Book, person: OnePerson, day: WorkDate) -> Result<()> {
        let OnePerson { trades, days, subtrades, shown, statements, .. } = person;
        self.people += 1;
        let work = evidence::approved(&days);
        let of: Vec<_> = trades.iter().copied().chain(work.iter().map(|row| row.trade)).collect();
        let mut fields = book.on(day).filter(|field| {
            let counted = field.trades.counted(&subtrades);
            of.iter().any(|trade| counted.contains(*trade))
        });
        let Some(first) = fields.next() else { return Ok(()) };
        let fields: Vec<_> = core::iter::once(first).chain(fields).collect();
        let evidence = evidence::evidence(book.catalogue(), work, subtrades.clone(), (&shown, &statements))?;
        let facts = Facts::on(book.catalogue(), &evidence, day);
        for field in fields {
            let counts = self.fields.entry(field.field).or_default();
            if let Some(count) = counts.get_mut(place(criteria::level(field, &facts))) {
                *count += 1;
            }
        }
        Ok(())
    }

    fn add(&mut self, other: &Self) {
        self.people += other.people;
        for (field, counts) in &other.fields {
            let all = self.fields.entry(*field).or_default();
            all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
        }
    }
}

fn place(level: Level) -> usize {
    usize::try_from(level.number() - 1).unwrap_or_default()
}
