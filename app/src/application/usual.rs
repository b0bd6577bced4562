//! How long the review usually takes, told to whoever applies. Invariant: where there are too few cases the page says so and
//! promises nothing.

use crate::shell::{UiError, call, t, tw};
use domain::application::{ApplicationKind, usual::Usual};
use i18n::msg;
use leptos::prelude::*;

use msg::usual as m;

/// What was read for this page.
#[derive(Clone, Copy)]
struct OfPage(Usual);

/// Reads what is usual of a kind for this page.
pub async fn load(kind: ApplicationKind) -> Result<(), UiError> {
    provide_context(OfPage(services::application::usual(&call(), kind).await?));
    Ok(())
}

fn words(usual: Usual) -> String {
    match usual {
        Usual::TooFew => t(m::APPLICANT_FEW).to_owned(),
        Usual::Days { usually: 1, mostly } => tw(m::APPLICANT_ONE, &[("mostly", &mostly)]),
        Usual::Days { usually, mostly } => tw(m::APPLICANT, &[("usually", &usually), ("mostly", &mostly)]),
    }
}

/// The sentence; nothing on a page that has not read it.
pub fn line() -> impl IntoView {
    use_context::<OfPage>().map(|OfPage(usual)| view! { <p class="hint usual-days">{words(usual)}</p> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_cases_promise_nothing() {
        Owner::new().with(|| {
            assert!(words(Usual::TooFew).contains("お見せできません"));
            let words = words(Usual::Days { usually: 3, mostly: 8 });
            assert!(words.contains("通常 3 日") && words.contains("8 日以内"), "{words}");
        });
    }
}
