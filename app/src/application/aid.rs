//! Help while typing: kana in full width, postcodes with their hyphen. Invariant: a nicety only; the server takes what
//! was typed in any width, and the form is complete without this.

use domain::text;
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{Event, HtmlInputElement},
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
        Tidy::Postcode => {
            let digits = text::digits(typed).filter(|digits| digits.len() == 7)?;
            format!("{}-{}", &digits[..3], &digits[3..])
        }
    };
    (tidy != typed).then_some(tidy)
}

/// Tidies the fields named when they are left. Shows nothing itself.
#[island]
pub fn TypingAid(
    /// Ids of fields for katakana.
    kana: Vec<String>,
    /// Ids of fields for postcodes.
    postcodes: Vec<String>,
) -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || {
        for id in &kana {
            attach(id, Tidy::Kana);
        }
        for id in &postcodes {
            attach(id, Tidy::Postcode);
        }
    });
    #[cfg(feature = "ssr")]
    drop((kana, postcodes));
}

#[cfg(not(feature = "ssr"))]
fn attach(id: &str, how: Tidy) {
    let Some(input) = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    else {
        return;
    };
    let field = input.clone();
    let on_change = Closure::<dyn FnMut(Event)>::new(move |_| {
        if let Some(tidy) = tidied(how, &field.value()) {
            field.set_value(&tidy);
        }
    });
    // The listener lives as long as the page, which a navigation replaces.
    drop(input.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref()));
    on_change.forget();
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
