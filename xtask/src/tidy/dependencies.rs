//! Which crate may know which.

use super::{Complaint, File};
use crate::repo::{Member, Repo};

/// Why.
pub const REASON: &str =
    "Each room knows only what it must (ARCHITECTURE.md), so that a rule has one home and browser code stays small.";

/// What a crate may depend on, of ours.
struct Room {
    name: &'static str,
    ours: &'static [&'static str],
    /// Libraries it must not know, each because another room is their home.
    never: &'static [&'static str],
}

const WEB: &[&str] = &["axum", "leptos", "leptos_axum", "leptos_meta", "leptos_router", "tower-http", "web-sys"];
const WEB_AND_DATABASE: &[&str] = &[
    "axum",
    "leptos",
    "leptos_axum",
    "leptos_meta",
    "leptos_router",
    "sea-orm",
    "sea-orm-migration",
    "tokio",
    "web-sys",
];
const DATABASE: &[&str] = &["sea-orm", "sea-orm-migration", "sqlx"];

const ROOMS: &[Room] = &[
    Room { name: "domain", ours: &[], never: &[] },
    Room { name: "paper", ours: &[], never: WEB_AND_DATABASE },
    Room { name: "proof", ours: &["domain"], never: WEB_AND_DATABASE },
    Room { name: "i18n", ours: &["domain"], never: WEB_AND_DATABASE },
    Room { name: "migration", ours: &[], never: WEB },
    Room { name: "store", ours: &["domain"], never: WEB },
    Room { name: "pages", ours: &[], never: WEB_AND_DATABASE },
    Room { name: "services", ours: &["domain", "i18n", "paper", "proof", "store"], never: WEB },
    Room { name: "app", ours: &["domain", "i18n", "services"], never: DATABASE },
    Room { name: "server", ours: &["app", "domain", "i18n", "migration", "proof", "services"], never: DATABASE },
    Room { name: "frontend", ours: &["app"], never: DATABASE },
    Room { name: "gate", ours: &["domain", "i18n", "proof"], never: &["axum", "leptos", "sea-orm", "tokio"] },
    Room { name: "testkit", ours: &["domain", "migration", "proof", "services", "store"], never: &[] },
    Room { name: "xtask", ours: &["domain", "proof"], never: &["tokio", "axum", "leptos", "sea-orm"] },
];

/// In wasm everything costs the phone: domain is compiled for both sides. Its `toml` is for other targets than wasm only
/// (docs/decisions/0043).
const DOMAIN_ALLOWED: &[&str] = &["chrono", "serde", "thiserror", "toml", "uuid"];

/// Directions, forbidden libraries, and domain's allow-list.
pub fn check(repo: &Repo, _: &[File]) -> Vec<Complaint> {
    complaints(&repo.members)
}

fn complaints(members: &[Member]) -> Vec<Complaint> {
    members.iter().flat_map(|member| of_member(member, members)).collect()
}

fn of_member(member: &Member, members: &[Member]) -> Vec<Complaint> {
    let place = format!("{}/Cargo.toml", member.name);
    let Some(room) = ROOMS.iter().find(|room| room.name == member.name) else {
        return vec![Complaint::of(&place, "a crate without a place in the table of xtask/src/tidy/dependencies.rs")];
    };
    let is_ours = |name: &str| members.iter().any(|member| member.name == name);
    let mut found = Vec::new();
    for dependency in &member.dependencies {
        let name = dependency.name.as_str();
        // Tests may use everything that makes a world to test in.
        if dependency.kind.as_deref() == Some("dev") {
            continue;
        }
        if is_ours(name) && !room.ours.contains(&name) {
            found.push(Complaint::of(&place, format!("must not know `{name}`")));
        }
        if room.never.contains(&name) {
            found.push(Complaint::of(&place, format!("must not use `{name}`")));
        }
        let allowed = DOMAIN_ALLOWED.contains(&name) || dependency.kind.is_some();
        if room.name == "domain" && !allowed {
            found.push(Complaint::of(&place, format!("`{name}` is not on the allow-list {DOMAIN_ALLOWED:?}")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::Dependency;

    fn member(name: &str, dependencies: &[(&str, Option<&str>)]) -> Member {
        let dependency = |(name, kind): &(&str, Option<&str>)| Dependency {
            name: (*name).to_owned(),
            kind: kind.map(str::to_owned),
        };
        Member { name: name.to_owned(), dependencies: dependencies.iter().map(dependency).collect() }
    }

    fn found(members: &[Member]) -> Vec<String> {
        complaints(members).into_iter().map(|complaint| complaint.what).collect()
    }

    #[test]
    fn a_wrong_direction_is_a_complaint() {
        let members = [member("store", &[]), member("app", &[("store", None)])];
        assert_eq!(found(&members), ["must not know `store`"]);
    }

    #[test]
    fn a_library_in_the_wrong_room_is_a_complaint() {
        assert_eq!(found(&[member("services", &[("axum", None)])]), ["must not use `axum`"]);
    }

    #[test]
    fn domain_has_an_allow_list() {
        let members = [member("domain", &[("serde", None), ("proptest", Some("dev")), ("regex", None)])];
        assert_eq!(found(&members).len(), 1);
    }

    #[test]
    fn tests_may_use_the_testkit() {
        let members = [member("testkit", &[]), member("services", &[("testkit", Some("dev"))])];
        assert_eq!(found(&members), Vec::<String>::new());
    }

    #[test]
    fn a_crate_without_a_place_is_a_complaint() {
        assert_eq!(found(&[member("helpers", &[])]).len(), 1);
    }
}
