//! What is still as it was returned, above the button that hands in again. Invariant: nothing goes back as it came without
//! the applicant having read what is open and ticked that it stays so; the services refuse it otherwise.

use super::words;
use crate::shell::{Banner, Checkbox, Tone, t};
use domain::application::{ApplicantView, Deficiency, STOOD_BY};
use i18n::msg;
use leptos::prelude::*;

use msg::application as m;

/// Which fields are open, and the box by which they stay so; nothing where all was put right or nothing returned.
pub fn box_of(view: &ApplicantView) -> Option<impl IntoView + use<>> {
    let label = |deficiency: &Deficiency| words::label(view.kind, &deficiency.field);
    let open: Vec<String> = view.deficiencies.iter().filter(|of| !of.mended).map(label).collect();
    (!open.is_empty()).then(|| {
        let lines = open.into_iter().map(|field| view! { <li>{field}</li> }).collect_view();
        view! {
            <Banner tone=Tone::Warn>
                {t(m::STOOD_BY_LEAD)}
                <ul>{lines}</ul>
            </Banner>
            <Checkbox name=STOOD_BY label=t(m::STOOD_BY) />
        }
    })
}
