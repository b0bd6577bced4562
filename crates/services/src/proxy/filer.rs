//! Who files for somebody, as the person turns to them. Invariant: only what is registered of the filer is told.

use super::name_of;
use crate::{Error, Result};
use domain::{notice::Value, proxy::Filer};
use i18n::Lang;
use store::ConnectionTrait;

/// Name, phone and, where the register knows one, address of who files, as values of a notice. Addresses are in Japanese, whatever the
/// person reads, as on an envelope. Errors: `NotFound`.
pub(crate) async fn reached_at(db: &impl ConnectionTrait, filer: Filer) -> Result<Vec<(&'static str, Value)>> {
    let (phone, address) = match filer {
        Filer::Office(id) => {
            let office = store::registrar::find_office(db, id).await?.ok_or(Error::NotFound)?.row;
            (office.phone, office.address)
        }
        Filer::Scrivener(id) => {
            // Of a scrivener only the prefecture is registered.
            let scrivener = store::registrar::find_scrivener(db, id).await?.ok_or(Error::NotFound)?;
            (scrivener.phone, String::new())
        }
        Filer::Business(id) => {
            let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
            let prefecture = i18n::word::prefecture(Lang::Ja, business.prefecture);
            (business.phone, format!("{prefecture}{}", business.address))
        }
    };
    let mut values = vec![("office", Value::Text(name_of(db, filer).await?)), ("phone", Value::Text(phone))];
    if !address.is_empty() {
        values.push(("address", Value::Text(address)));
    }
    Ok(values)
}
