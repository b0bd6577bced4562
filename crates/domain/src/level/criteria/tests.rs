//! People made for tests; what they come to is always asked of `level` and `explain` alike.

mod clauses;
mod data;
mod faults;
mod properties;
mod time;
mod why;

use super::{Book, CriteriaFile, Evidence, Facts, Holding, Statement, Work, explain, level, remaining, requirements};
use crate::{
    history::{DaySet, WorkRole},
    level::{Explanation, FieldNumber, Level, Part},
    technician::SubtradeCode,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use std::sync::LazyLock;

const TODAY: WorkDate = day(20_261_120);

const fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

/// Read once for all tests.
static OFFICIAL_BOOK: LazyLock<Book> = LazyLock::new(|| Book::official().unwrap());

fn official() -> Book {
    OFFICIAL_BOOK.clone()
}

fn field(number: i16) -> FieldNumber {
    FieldNumber::from_number(number).unwrap()
}

/// A qualification by key, with its first and last day.
type Has = (String, Option<WorkDate>, Option<WorkDate>);

/// What a test says of somebody.
#[derive(Debug, Clone, Default)]
struct Person {
    work: Vec<Work>,
    /// Days worked until now: the next ones are others, from 2000-01 on, 28 a month.
    days: u32,
    subtrades: Vec<SubtradeCode>,
    has: Vec<Has>,
    statements: Vec<Statement>,
}

impl Person {
    /// So many days more.
    fn worked(mut self, trade: i16, role: Option<WorkRole>, days: u32) -> Self {
        for at in self.days..self.days + days {
            self = self.on(nth_day(at), trade, role);
        }
        self.days += days;
        self
    }
    /// One day, whether or not it was worked as something else too.
    fn on(mut self, day: WorkDate, trade: i16, role: Option<WorkRole>) -> Self {
        let trade = TradeCode::from_stored(trade);
        self.work.push(Work { month: day.month(), trade, role, days: DaySet::of(day) });
        self
    }
    fn with(mut self, keys: &[&str]) -> Self {
        self.has.extend(keys.iter().map(|key| ((*key).to_owned(), None, None)));
        self
    }
    fn until(mut self, key: &str, last: WorkDate) -> Self {
        self.has.push((key.to_owned(), None, Some(last)));
        self
    }
    fn registered(mut self, subtrade: &str) -> Self {
        self.subtrades.push(SubtradeCode::from_code(subtrade).unwrap());
        self
    }
    fn stated(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    fn evidence(&self, book: &Book) -> Evidence {
        let holding = |(key, from, until): &Has| Holding {
            qualification: book.catalogue().by_key(key).unwrap(),
            from: *from,
            until: *until,
        };
        let holdings = self.has.iter().map(holding).collect();
        Evidence::new(self.work.clone(), self.subtrades.clone(), holdings, self.statements.clone()).unwrap()
    }
    fn explained(&self, book: &Book, number: i16, day: WorkDate) -> Explanation {
        let criteria = book.field(field(number)).unwrap().on(day).unwrap();
        let evidence = self.evidence(book);
        let facts = Facts::on(book.catalogue(), &evidence, day);
        let said = level(criteria, &facts);
        for asked in Level::JUDGED {
            let parts = requirements(book.catalogue(), criteria, &facts, asked);
            assert_eq!(parts.iter().all(Part::is_met), asked <= said, "{asked:?} of {self:?}: {parts:?}");
        }
        let explanation = explain(book.catalogue(), criteria, &facts);
        assert_eq!(explanation.level, said, "{self:?}");
        assert_eq!(explanation.next.as_ref().map(|next| next.level), said.next());
        explanation
    }
    fn level(&self, book: &Book, number: i16, day: WorkDate) -> i16 {
        self.explained(book, number, day).level.number()
    }
}

fn nth_day(at: u32) -> WorkDate {
    let (month, in_month) = (i32::try_from(at / 28).unwrap(), i32::try_from(at % 28).unwrap());
    let month = YearMonth::from_stored((2000 + month / 12) * 100 + month % 12 + 1);
    WorkDate::from_stored(month.number() * 100 + in_month + 1)
}

/// A book of one field, 001 of trade 10, with these versions; `a` implies `b`, `c` stands alone.
fn book_of(versions: &str) -> Book {
    let text = format!("field = \"001\"\nname = \"試\"\ntrades = [\"10\"]\n{versions}");
    let files =
        [CriteriaFile { name: "qualifications.toml", text: THREE }, CriteriaFile { name: "001.toml", text: &text }];
    Book::read(&files).unwrap()
}

const THREE: &str = "[[qualification]]\nkey = \"a\"\nname = \"甲\"\nimplies = [\"b\"]\n\
                     [[qualification]]\nkey = \"b\"\nname = \"乙\"\n[[qualification]]\nkey = \"c\"\nname = \"丙\"\n";
