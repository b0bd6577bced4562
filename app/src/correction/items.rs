//! The lists of a person on the page where registered data is put right: every item with its inputs, the way to strike it out
//! and the way to add one. Invariant: what is registered stays on the page until the correction is entered, struck out or not.

use crate::{
    shell::{ButtonKind, Checkbox, Field, SubmitButton, field::described_by, icon, t, tw},
    technician::{input, words},
};
use domain::{
    correction::STRUCK_OUT,
    id::BusinessId,
    technician::{Item, List, TechnicianForm, item_fields},
};
use i18n::msg;
use leptos::prelude::*;
use std::collections::BTreeMap;

use msg::correction as m;

/// Name of the button that adds an item to a list.
pub(super) const ADD: &str = "add";

/// What is registered and what was typed over it.
#[derive(Clone, Copy)]
pub(super) struct Over<'a> {
    /// What is registered.
    pub(super) registered: &'a TechnicianForm,
    /// Its pictures, by list and key.
    pub(super) pictures: &'a BTreeMap<String, String>,
    /// Names of the businesses among it.
    pub(super) businesses: &'a BTreeMap<BusinessId, String>,
    /// What was typed; an item that is missing here is struck out.
    pub(super) typed: &'a TechnicianForm,
}

/// A list: what is registered, what was added, and the way to add more.
pub(super) fn list_of(of: Over<'_>, list: List) -> impl IntoView + use<> {
    let keys =
        |form: &TechnicianForm| form.items(list).into_iter().map(|item| item.key().to_owned()).collect::<Vec<_>>();
    let (registered, typed) = (keys(of.registered), keys(of.typed));
    let added = typed.iter().filter(|key| !registered.contains(key));
    let items: Vec<AnyView> = registered
        .iter()
        .chain(added)
        .enumerate()
        .map(|(at, key)| item(of, list, key, (at, registered.contains(key), typed.contains(key))))
        .collect();
    let name = t(words::list(list));
    let nothing = items.is_empty().then(|| view! { <p class="hint">{t(m::LIST_NONE)}</p> });
    let add = tw(m::ADD, &[("list", &name)]);
    let said = (list == List::Employments).then(|| {
        view! {
            <p class="hint">{t(m::EMPLOYMENTS_HINT)}</p>
            <p class="hint">{t(m::EMPLOYMENTS_PAST)}</p>
        }
    });
    view! {
        <section class="corrected-list" id=list.code() aria-label=name>
            <h3>{name}</h3>
            {said}
            {nothing}
            {items}
            <SubmitButton text=add kind=ButtonKind::Outline icon=icon::ADD name=ADD value=list.code() />
        </section>
    }
}

/// What an item is called, with the name of its business where it is known.
pub(super) fn named(title: &str, business: &str, names: &BTreeMap<BusinessId, String>) -> String {
    match business.parse::<BusinessId>().ok().and_then(|id| names.get(&id)) {
        Some(name) => tw(m::EMPLOYMENT_OF, &[("item", &title), ("business", name)]),
        None => title.to_owned(),
    }
}

/// One item. `known`: it is registered; `stays`: it is not struck out.
fn item(of: Over<'_>, list: List, key: &str, (at, known, stays): (usize, bool, bool)) -> AnyView {
    let form = if stays { of.typed } else { of.registered };
    let field = list.field(key);
    let name = t(words::list(list));
    let title = if known {
        tw(msg::registration::ITEM_NUMBER, &[("list", &name), ("n", &(at + 1))])
    } else {
        tw(m::ITEM_NEW, &[("list", &name)])
    };
    let business = of.registered.employments.iter().find(|item| list == List::Employments && item.key == key);
    let title = business.map_or(title.clone(), |item| named(&title, &item.business_id, of.businesses));
    let found: Option<&dyn Item> = form.items(list).into_iter().find(|item| item.key() == key);
    let inputs = item_fields(list)
        .iter()
        .map(|name| {
            let value = found.and_then(|item| item.get(name)).unwrap_or_default().to_owned();
            input::of_item_as(list, (name, format!("{field}.{name}")), value, of.typed, true)
        })
        .collect_view();
    let picture = list.takes_picture().then(|| picture(list, &field, of.pictures.contains_key(&field)));
    let out = format!("{field}.{STRUCK_OUT}");
    let struck = if stays { "" } else { "yes" };
    view! {
        <fieldset class="pair" id=field>
            <legend>{title}</legend>
            {inputs}
            {picture}
            <Checkbox name=out label=t(m::STRIKE) value=struck />
        </fieldset>
    }
    .into_any()
}

/// The picture of a certificate: whether one is registered, and a new one.
fn picture(list: List, field: &str, is_there: bool) -> impl IntoView + use<> {
    let name = format!("{field}.picture");
    let hint = if is_there { m::PICTURE_HINT } else { m::PICTURE_NEW_HINT };
    let described = described_by(&name, true);
    let required = list.needs_picture() && !is_there;
    view! {
        <Field name=name.clone() label=t(msg::registration::CERTIFICATE) hint=t(hint) required>
            {is_there.then(|| view! { <p class="hint">{t(m::PICTURE_NOW)}</p> })}
            <input
                class="file"
                type="file"
                id=name.clone()
                name=name.clone()
                accept="image/jpeg,image/png,application/pdf"
                aria-describedby=described
            />
        </Field>
    }
}
