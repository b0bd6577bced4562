//! Whose queue an application stands in. Invariant: what a body took stands in its own queue while its certification holds, and
//! in the register's once it does not, so that nobody's application is left without anybody who may judge it.

use crate::registrar::IN_FORCE;
use domain::{
    access::{Extent, Scope},
    proxy::Channel,
    time::WorkDate,
};
use sea_orm::Value;

/// The condition by which a scope opens the queue on a day, with its values; `None` where it opens none of it.
pub(super) fn of_scope(scope: &Scope, today: WorkDate) -> Option<(String, Vec<Value>)> {
    match scope.extent() {
        Extent::All => Some(of_register(today)),
        Extent::Registrar(body) => {
            let own =
                "EXISTS (SELECT 1 FROM counter_case c WHERE c.application_id = application.id AND c.registrar_id = ?)";
            Some((own.to_owned(), vec![body.0.into()]))
        }
        _ => None,
    }
}

/// What no body whose certification holds on a day took. The way an application came stands with it, so that only what came
/// over a counter is looked up.
fn of_register(today: WorkDate) -> (String, Vec<Value>) {
    let sql = format!(
        "(channel <> {} OR NOT EXISTS (SELECT 1 FROM counter_case c JOIN registrar r ON r.id = c.registrar_id \
         WHERE c.application_id = application.id AND {IN_FORCE}))",
        Channel::Counter.number()
    );
    (sql, vec![today.number().into(); 3])
}
