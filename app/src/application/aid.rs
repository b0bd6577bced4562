//! Help while typing: kana in full width, postcodes with their hyphen, the address a postcode stands for. Invariant: a nicety
//! only; the server takes what was typed in any width, the form is complete without this, and an address somebody typed is
//! never replaced.

use crate::shell::UiError;
use domain::{
    prefecture::postcode::{self, Place},
    text,
};
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    leptos::task::spawn_local,
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{Event, HtmlInputElement, HtmlSelectElement},
};

/// What is done to a field when it is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tidy {
    /// Katakana in full width.
    Kana,
    /// `135-0016`.
    Postcode,
}

/// `typed` as the register would write it; `None` where that cannot be told or changes nothing.
pub fn tidied(how: Tidy, typed: &str) -> Option<String> {
    let tidy = match how {
        Tidy::Kana => text::to_full_kana(typed),
        Tidy::Postcode => postcode::hyphenated(typed)?,
    };
    (tidy != typed).then_some(tidy)
}

/// The place a postcode stands for, where the table knows one.
#[server(endpoint = "place_of")]
pub async fn place_of(
    /// As typed.
    typed: String,
) -> Result<Option<Place>, UiError> {
    services::postcode::place(&typed).await.map_err(|error| UiError::from(error).answered())
}

/// Tidies the fields named when they are left, and fills in the address beside a postcode once it is typed whole. Shows
/// nothing but that it did.
#[island]
pub fn TypingAid(
    /// Ids of fields for katakana.
    kana: Vec<String>,
    /// Ids of fields for postcodes: those of prefecture and address begin as theirs do.
    postcodes: Vec<String>,
    /// What is said when an address was filled in.
    filled: String,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || {
        for id in &kana {
            tidy(id, Tidy::Kana);
        }
        for id in &postcodes {
            tidy(id, Tidy::Postcode);
            fill(id, filled.clone(), said);
        }
    });
    #[cfg(feature = "ssr")]
    drop((kana, postcodes, filled));
    view! { <p class="hint" role="status">{move || said.get()}</p> }
}

#[cfg(not(feature = "ssr"))]
fn input(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

#[cfg(not(feature = "ssr"))]
fn listen(field: &HtmlInputElement, to: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    // The listener lives as long as the page, which a navigation replaces.
    drop(field.add_event_listener_with_callback(to, act.as_ref().unchecked_ref()));
    act.forget();
}

#[cfg(not(feature = "ssr"))]
fn tidy(id: &str, how: Tidy) {
    let Some(field) = input(id) else { return };
    let of = field.clone();
    listen(&field, "change", move |_| {
        if let Some(tidy) = tidied(how, &of.value()) {
            of.set_value(&tidy);
        }
    });
}

/// Fills prefecture and address where nothing stands in the address yet but what was filled in here.
#[cfg(not(feature = "ssr"))]
fn fill(id: &str, words: String, said: RwSignal<String>) {
    let (Some(field), Some(head)) = (input(id), id.strip_suffix("postcode")) else { return };
    let (prefecture, address) = (format!("{head}prefecture"), format!("{head}address"));
    let of = field.clone();
    let (asked, filled) = (StoredValue::new(None::<String>), StoredValue::new(String::new()));
    listen(&field, "input", move |_| {
        let Some(address) = input(&address) else { return };
        let is_theirs = move |address: &HtmlInputElement| {
            let typed = address.value();
            !typed.trim().is_empty() && typed != filled.get_value()
        };
        // An address of the person's own is not asked about, so that no answer is on its way when they empty it.
        let code = postcode::digits(&of.value()).filter(|_| !is_theirs(&address));
        if code == asked.get_value() {
            return;
        }
        asked.set_value(code.clone());
        let Some(code) = code else { return };
        let select =
            document().get_element_by_id(&prefecture).and_then(|found| found.dyn_into::<HtmlSelectElement>().ok());
        let words = words.clone();
        spawn_local(async move {
            // Without an answer the person types it, as they would without this; a late one is of another postcode.
            let Ok(Some(place)) = place_of(code.clone()).await else { return };
            if is_theirs(&address) || asked.get_value() != Some(code) {
                return;
            }
            if let Some(select) = select {
                select.set_value(&format!("{:02}", place.prefecture.get()));
            }
            address.set_value(&place.address);
            said.set(if place.address.is_empty() { String::new() } else { words });
            filled.set_value(place.address);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_tidied_or_left_alone() {
        for (how, typed, tidy) in [
            (Tidy::Kana, "ﾀｶﾊｼ", Some("タカハシ")),
            (Tidy::Kana, "たかはし", Some("タカハシ")),
            (Tidy::Kana, "タカハシ", None),
            (Tidy::Postcode, "1350016", Some("135-0016")),
            (Tidy::Postcode, "１３５ー００１６", Some("135-0016")),
            (Tidy::Postcode, "135-0016", None),
            (Tidy::Postcode, "135001", None),
            (Tidy::Postcode, "港", None),
        ] {
            assert_eq!(tidied(how, typed).as_deref(), tidy, "{typed}");
        }
    }
}
