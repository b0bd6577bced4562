//! 登録基幹技能者: asking their register. Invariant: it is asked with consent only, and what it said is kept with the number it
//! was asked for.

use super::Application;
use crate::{Call, Result};
use domain::{
    calendar,
    technician::{ChiefFound, TechnicianForm},
    time::WorkDate,
};
use store::ConnectionTrait;

/// Keeps what the register says of the number typed; nothing where none is typed or nobody agreed.
pub(super) async fn ask(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    form: &mut TechnicianForm,
) -> Result<()> {
    let number = crate::typed::plain(&form.chief_number);
    if number.is_empty() || form.chief_consent != "yes" {
        form.chief = None;
        return Ok(());
    }
    let Some(birth) = birth(tx, application, form).await? else {
        form.chief = None;
        return Ok(());
    };
    let found = call.outside.chiefs.find(&number, birth)?;
    form.chief = found.map(|found| ChiefFound { number, name: found.name, expires: found.expires });
    Ok(())
}

/// As registered, for somebody who is; as typed, for everybody else.
async fn birth(
    tx: &impl ConnectionTrait,
    application: &Application,
    form: &TechnicianForm,
) -> Result<Option<WorkDate>> {
    match application.technician_id {
        Some(id) => Ok(store::technician::find(tx, id).await?.map(|technician| technician.birth_date)),
        None => Ok(calendar::parse(&form.birth()).ok()),
    }
}
