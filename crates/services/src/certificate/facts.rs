//! What the register can say of a holder today. Invariant: figures come from the kept counts, and words are the same in every language:
//! names as registered, numbers, days as `yyyy-mm-dd`, codes.

use crate::{Call, Error, Result, application, business, level};
use domain::{
    business::BusinessForm,
    certificate::Item,
    id::{BusinessId, TechnicianId},
    level::Level,
    technician::validity::Validity,
    time::WorkDate,
};
use proof::credential::Claim;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{ConnectionTrait, certificate::Holder, technician::detail};

/// Fields with a level that stand on paper: the highest.
const FIELDS_MAX: usize = 3;

/// The facts of a holder.
pub(super) struct Facts {
    /// What can be said, in the order of the form.
    pub(super) claims: Vec<(Item, Claim)>,
    /// The last day on which the registration counts, where it has one.
    pub(super) counts_until: Option<WorkDate>,
}

impl Facts {
    /// The claims as words.
    pub(super) fn words(&self) -> Vec<(Item, Vec<String>)> {
        self.claims.iter().map(|(item, claim)| (*item, words(claim))).collect()
    }
}

/// A claim as words.
pub(super) fn words(claim: &Claim) -> Vec<String> {
    match claim {
        Claim::Several(values) => values.clone(),
        Claim::One(Value::String(text)) => vec![text.clone()],
        Claim::One(value) => vec![value.to_string()],
    }
}

fn one(text: String) -> Claim {
    Claim::One(Value::String(text))
}

fn iso(day: WorkDate) -> String {
    let number = day.number();
    format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100)
}

/// What can be said of a holder. Errors: `NotFound`.
pub(super) async fn of(call: &Call, db: &impl ConnectionTrait, holder: Holder) -> Result<Facts> {
    let facts = match holder {
        Holder::Technician(id) => of_technician(call, db, id).await?,
        Holder::Business(id) => of_business(call, db, id).await?,
    };
    let said = |(_, claim): &(Item, Claim)| words(claim).iter().any(|word| !word.is_empty());
    Ok(Facts { claims: facts.claims.into_iter().filter(said).collect(), ..facts })
}

async fn of_technician(call: &Call, db: &impl ConnectionTrait, id: TechnicianId) -> Result<Facts> {
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let mut fields = BTreeMap::new();
    for grant in store::level::grant::of_technician(db, id).await? {
        let held = fields.entry(grant.field).or_insert(grant.level);
        *held = grant.level.max(*held);
    }
    let mut fields: Vec<_> = fields.into_iter().collect();
    fields.sort_by_key(|(_, level)| core::cmp::Reverse(*level));
    fields.truncate(FIELDS_MAX);
    let named =
        fields.into_iter().map(|(field, level)| Ok(format!("{} {}", level::field_name(field)?, level.number())));
    let fields = named.collect::<Result<Vec<String>>>()?;
    let days: i64 = store::history::month_days(db, id).await?.iter().map(|(_, days)| days.approved).sum();
    let held = detail::qualifications(db, id).await?.into_iter();
    let held = held.filter(|one| Validity::on(one.expires, call.today()) != Validity::Over);
    let held = held.map(|one| match one.expires {
        Some(last) => format!("{} {}", one.name, iso(last)),
        None => one.name,
    });
    let claims = vec![
        (Item::Name, one(person.full_name())),
        (Item::Id, one(id.to_string())),
        (Item::Level, Claim::One(person.level.number().into())),
        (Item::Field, Claim::Several(fields)),
        (Item::Days, Claim::One(days.into())),
        (Item::Qualifications, Claim::Several(held.collect())),
    ];
    Ok(Facts { claims, counts_until: None })
}

async fn of_business(call: &Call, db: &impl ConnectionTrait, id: BusinessId) -> Result<Facts> {
    let row = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
    let form: BusinessForm = application::form_of(db, &row).await?;
    let licence = row.licence.as_deref().map(serde_json::from_str::<domain::business::Licence>).transpose();
    let licence = licence.map_err(Error::internal)?.map(domain::business::Licence::official);
    let levels = store::technician::levels_of_business(db, id, call.today()).await?;
    let counted = |level: Level| format!("{}: {}", level.number(), levels.get(&level).copied().unwrap_or_default());
    let people = [Level::One, Level::Two, Level::Three, Level::Four].into_iter().map(counted).collect();
    let until = business::counting(db, &row).await?;
    let claims = vec![
        (Item::Name, one(row.name.clone())),
        (Item::Id, one(id.to_string())),
        (Item::Licence, one(licence.unwrap_or_default())),
        (Item::People, Claim::Several(people)),
        (Item::HealthInsurance, one(form.health_insurance)),
        (Item::Pension, one(form.pension)),
        (Item::EmploymentInsurance, one(form.employment_insurance)),
        (Item::ValidUntil, one(iso(until))),
    ];
    Ok(Facts { claims, counts_until: Some(until) })
}
