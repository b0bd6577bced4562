//! 保有資格 of one's own, how long each holds, and telling of its end. Invariant: each end is told once at each of its times, in the
//! transaction that notes so.

use super::{own, pages, registered};
use crate::{
    Call, Error, Result, job,
    notice::{self, Addressee},
    outside,
};
use domain::{
    notice::{NoticeKind, Value},
    passport::OwnQualification,
    technician::{
        List,
        validity::{self, Validity},
    },
    time::WorkDate,
};
use store::technician::{
    detail,
    expiring::{Expiring, expiring},
};

/// Names what was told, of whose which qualification with which end, and at which time.
const TOLD: &str = "qualification.ending";
/// Looked at in one statement.
const LOOKED_AT_ONCE: u32 = 500;

/// One's own qualifications as registered today, the register's own of 登録基幹技能者 first. Errors: `Forbidden`, `NotFound`.
pub async fn qualifications(call: &Call) -> Result<Vec<OwnQualification>> {
    let id = own(call)?;
    let (db, today) = (call.db.read(), call.today());
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let held = registered(db, &person, today).await?;
    let counts = pages(db, &held).await?;
    let kept = detail::qualifications(db, id).await?;
    // The form has the same rows in the same order, without those the register of 登録基幹技能者 says.
    let items = held.form.items(List::Qualifications);
    let mut fields = items.into_iter().map(|item| List::Qualifications.field(item.key()));
    let mut all = Vec::new();
    for one in kept {
        let field = if one.from_register { None } else { fields.next() };
        let field = field.filter(|field| held.pictures.contains_key(field));
        let pages = field.as_ref().and_then(|field| counts.get(field)).copied().unwrap_or(1);
        all.push(OwnQualification {
            validity: Validity::on(one.expires, today),
            name: one.name,
            number: one.number,
            acquired: one.acquired,
            expires: one.expires,
            from_register: one.from_register,
            field,
            pages,
        });
    }
    Ok(all)
}

/// Tells who holds a qualification that ends, 90, 30 and 7 days before.
pub(crate) async fn warn(call: &Call, day: WorkDate) -> Result<()> {
    for window in validity::told_about(day) {
        let mut last: Option<Expiring> = None;
        loop {
            let found = expiring(call.db.read(), window, last.as_ref(), LOOKED_AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            for one in &found {
                warn_of(call, one, day).await?;
            }
            last = found.into_iter().next_back();
        }
    }
    Ok(())
}

async fn warn_of(call: &Call, one: &Expiring, day: WorkDate) -> Result<()> {
    let Some(step) = validity::told(one.expires, day) else { return Ok(()) };
    // By its name: places move when a registration changes.
    let name = outside::hash_of(one.name.as_bytes());
    let subject = format!("{}:{}:{step}:{name}", one.technician, one.expires.number());
    if job::was_done(call, TOLD, &subject).await? {
        return Ok(());
    }
    let tx = call.db.begin().await?;
    if job::once(call, &tx, TOLD, &subject).await? {
        let whom = Addressee::of_technician(&tx, one.technician).await?;
        let values = [("qualification", Value::Text(one.name.clone())), ("until", Value::Day(one.expires))];
        notice::tell(call, &tx, &whom, NoticeKind::QualificationEnding, values).await?;
    }
    tx.commit().await?;
    Ok(())
}
