//! Reviewing with the keyboard, and counts that follow. Invariant: it presses the buttons and choices of the page and
//! nothing else; what is sent is what the form says.

use crate::shell::{t, tw};
use domain::application::Counts;
use i18n::msg;
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use {
    super::key_switch,
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, NodeList},
};

use msg::application as m;

/// Why approval cannot be pressed yet; nothing where it can.
fn why_not(counts: Counts) -> Option<String> {
    let left = counts.all.saturating_sub(counts.done);
    match counts {
        Counts { deficient, .. } if deficient > 0 => Some(t(m::CASE_APPROVE_DEFICIENT).to_owned()),
        _ if left > 0 => Some(tw(m::CASE_APPROVE_LEFT, &[("left", &left)])),
        _ => None,
    }
}

/// What Enter does: return where anything is deficient, approve where all is good, else nothing.
#[cfg(any(test, not(feature = "ssr")))]
fn decision(counts: Counts) -> Option<&'static str> {
    match counts {
        Counts { deficient, .. } if deficient > 0 => Some("return"),
        _ if counts.all_good() => Some("approve"),
        _ => None,
    }
}

/// The line of counts in the decision bar; with a script it follows and the keys work.
#[island]
pub fn ReviewKeys(
    /// As saved.
    counts: Counts,
) -> impl IntoView {
    let counts = RwSignal::new(counts);
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || listen(counts));
    view! {
        <p class="review-counts" role="status">
            {move || tw(m::CASE_COUNTED, &[("done", &counts.get().done), ("all", &counts.get().all)])}
            " "
            <span class="review-deficient" hidden=move || counts.get().deficient == 0>
                {move || tw(m::CASE_DEFICIENT_COUNT, &[("count", &counts.get().deficient)])}
            </span>
            " "
            <span class="review-why" id="approve-why">
                {move || why_not(counts.get())}
            </span>
        </p>
    }
}

#[cfg(not(feature = "ssr"))]
fn listen(counts: RwSignal<Counts>) {
    let on_change = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        tell(&event);
        forget_last_answer();
        counts.set(count());
        show_approval(counts.get_untracked());
    });
    let on_key = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let done = if event.key() == "Escape" {
            leave_reason(&event)
        } else {
            !is_typing(&event) && key_switch::is_on() && press(&event)
        };
        if done {
            event.prevent_default();
        }
    });
    let document = document();
    // Both live as long as the page, which a navigation replaces.
    drop(document.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref()));
    drop(document.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref()));
    on_change.forget();
    on_key.forget();
    counts.set(count());
    show_approval(counts.get_untracked());
}

/// What was said of the last press no longer holds once the next thing is done.
#[cfg(not(feature = "ssr"))]
fn forget_last_answer() {
    let Some(said) = all(".review-main > .banner") else { return };
    for banner in (0..said.length()).filter_map(|at| said.get(at)).filter_map(|node| node.dyn_into::<Element>().ok()) {
        banner.remove();
    }
}

/// Approval looks as it is: pressable or not yet; where no rest is left, nothing is offered for it.
#[cfg(not(feature = "ssr"))]
fn show_approval(counts: Counts) {
    if let Some(rest) = element(".decision-bar button[value=rest]") {
        rest.set_hidden(counts.done == counts.all);
    }
    if let Some(button) = element(".decision-bar button[value=approve]") {
        drop(if counts.all_good() {
            button.remove_attribute("aria-disabled")
        } else {
            button.set_attribute("aria-disabled", "true")
        });
    }
}

#[cfg(not(feature = "ssr"))]
pub(super) fn all(selector: &str) -> Option<NodeList> {
    document().query_selector_all(selector).ok()
}

#[cfg(not(feature = "ssr"))]
fn count() -> Counts {
    let number = |selector| all(selector).map_or(0, |found| found.length());
    Counts {
        done: number(".review-row.wanted .verdict input:checked"),
        all: number(".review-row.wanted"),
        deficient: number(".verdict-deficient:checked"),
    }
}

/// Shows what the applicant will read for the reason just chosen.
#[cfg(not(feature = "ssr"))]
fn tell(event: &Event) {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    let Some(select) = select else { return };
    let chosen = select.query_selector("option:checked").ok().flatten();
    let words = chosen.and_then(|option| option.get_attribute("data-tell")).unwrap_or_default();
    let place = select.closest(".verdict-reason").ok().flatten();
    if let Some(place) = place.and_then(|place| place.query_selector(".verdict-tell").ok().flatten()) {
        place.set_text_content(Some(&words));
    }
}

/// Whether a key belongs to what is being written or pressed, not to the review.
#[cfg(not(feature = "ssr"))]
pub(super) fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let own = target
        .matches("a, button, select, textarea, summary, input:not([type=radio], [type=checkbox])")
        .unwrap_or(false);
    own || event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing()
}

/// Does what the key stands for; whether it stood for anything.
#[cfg(not(feature = "ssr"))]
fn press(event: &KeyboardEvent) -> bool {
    match event.key().as_str() {
        "j" | "J" => step(1),
        "k" | "K" => step(-1),
        "y" | "Y" => judge(".verdict-good", false),
        "n" | "N" => judge(".verdict-deficient", true),
        "e" | "E" => focus("#evidence"),
        "r" | "R" => look(".viewer-turn"),
        "z" | "Z" => look(".viewer-zoom"),
        "o" | "O" => click("a.review-next"),
        "?" => toggle_help(),
        "Enter" => send(),
        _ => return false,
    }
    true
}

#[cfg(not(feature = "ssr"))]
pub(super) fn element(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|found| found.dyn_into().ok())
}

#[cfg(not(feature = "ssr"))]
pub(super) fn focus(selector: &str) {
    if let Some(found) = element(selector) {
        drop(found.focus());
    }
}

/// Presses what a selector finds.
#[cfg(not(feature = "ssr"))]
pub(super) fn click(selector: &str) {
    if let Some(found) = element(selector) {
        found.click();
    }
}

/// Presses a button of the picture in the current row; where the row has none, of the photo at the side.
#[cfg(not(feature = "ssr"))]
fn look(button: &str) {
    let here = format!(".review-row.current {button}");
    click(if element(&here).is_some() { here } else { format!("#evidence {button}") }.as_str());
}

/// Out of the list of reasons, or of what is explained, back to the choice of its row.
#[cfg(not(feature = "ssr"))]
fn leave_reason(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = target.filter(|target| target.matches("select, .verdict-words textarea").unwrap_or(false));
    let Some(row) = row.and_then(|target| target.closest(".review-row").ok().flatten()) else { return false };
    let choice = row.query_selector(".verdict input:checked, .verdict input").ok().flatten();
    if let Some(choice) = choice.and_then(|choice| choice.dyn_into::<HtmlElement>().ok()) {
        drop(choice.focus());
    }
    true
}

/// Moves to the row `by` rows away; from nowhere to the first.
#[cfg(not(feature = "ssr"))]
fn step(by: i64) {
    let Some(rows) = all(".review-row") else { return };
    let row = |at: u32| rows.get(at).and_then(|node| node.dyn_into::<Element>().ok());
    let now = (0..rows.length()).find(|at| row(*at).is_some_and(|row| row.class_list().contains("current")));
    let last = i64::from(rows.length()) - 1;
    let to = now.map_or(0, |now| (i64::from(now) + by).clamp(0, last.max(0)));
    if let Some(left) = now.and_then(row) {
        drop(left.class_list().remove_1("current"));
    }
    let Some(found) = u32::try_from(to).ok().and_then(row) else { return };
    drop(found.class_list().add_1("current"));
    let choice = found.query_selector(".verdict input:checked, .verdict input").ok().flatten();
    if let Some(choice) = choice.and_then(|choice| choice.dyn_into::<HtmlElement>().ok()) {
        drop(choice.focus());
        found.scroll_into_view_with_bool(false);
    }
}

/// Chooses in the current row; `then_reason`: goes on to its list of reasons.
#[cfg(not(feature = "ssr"))]
fn judge(choice: &str, then_reason: bool) {
    let row = ".review-row.current ";
    if let Some(choice) = element(&format!("{row}{choice}")).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    {
        choice.click();
        if then_reason {
            focus(&format!("{row}.verdict-reason select"));
        }
    }
}

#[cfg(not(feature = "ssr"))]
pub(super) fn toggle_help() {
    if let Some(help) = element("#review-keys") {
        drop(help.toggle_attribute("open"));
    }
}

#[cfg(not(feature = "ssr"))]
fn send() {
    match decision(count()) {
        Some(decision) => {
            if let Some(button) = element(&format!(".decision-bar button[value={decision}]")) {
                button.click();
            }
        }
        None => step(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_returns_before_it_approves() {
        for (done, all, deficient, what) in [
            (0, 3, 0, None),
            (2, 3, 0, None),
            (3, 3, 0, Some("approve")),
            (1, 3, 1, Some("return")),
            (3, 3, 1, Some("return")),
            (0, 0, 0, None),
        ] {
            assert_eq!(decision(Counts { done, all, deficient }), what, "{done} {all} {deficient}");
        }
    }
}
