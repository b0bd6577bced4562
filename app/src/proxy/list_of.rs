//! Where each that files for others has its list. Invariant: whoever has handed something in is led back to the own list, for
//! the next person.

use domain::access::Role;

/// The list of who files in a role.
pub const fn home(role: Role) -> &'static str {
    match role {
        Role::Registrar => "/counter",
        Role::Scrivener => "/scrivener",
        _ => super::list::PAGE,
    }
}
