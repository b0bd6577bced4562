//! The code as it changes. Invariant: what stands on the screen is good at that moment; before there is one, the words say what is
//! awaited or wrong.

use crate::shell::{t, tw};
use domain::id::TechnicianId;
use i18n::msg::phone as m;
use leptos::prelude::*;

/// What stands on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser gets further than the first"))]
pub enum Shown {
    /// The phone gets ready.
    Starting,
    /// This browser makes or keeps no key.
    NoKey,
    /// The register could not be asked, and what is kept is not good any more.
    NoSignal,
    /// In the register's words.
    Refused(String),
    /// A code: its squares as a path, and its width in squares.
    Code {
        /// The path.
        path: String,
        /// The width.
        width: i32,
    },
}

/// The code of the phone it is shown on, new every half minute.
#[island]
pub fn GateCode(
    /// Who is logged in.
    technician: TechnicianId,
) -> impl IntoView {
    let (shown, left) = (RwSignal::new(Shown::Starting), RwSignal::new(0_i64));
    #[cfg(feature = "hydrate")]
    super::run::run(technician, super::run::Kind::Gate, shown, left);
    #[cfg(not(feature = "hydrate"))]
    let _ = technician;
    view! {
        <div class="gate-code">
            {move || drawn(&shown.read(), t(m::TITLE))}
            <p class="hint">
                {move || {
                    matches!(&*shown.read(), Shown::Code { .. }).then(|| tw(m::CHANGES_IN, &[("n", &left.get())]))
                }}
            </p>
        </div>
    }
}

/// What stands on the screen, as a picture called `label` or in words.
pub(crate) fn drawn(shown: &Shown, label: &'static str) -> AnyView {
    let words = match shown {
        Shown::Code { path, width } => {
            return view! {
                <svg class="gate-code-squares" viewBox=format!("0 0 {width} {width}") role="img" aria-label=label>
                    <rect width=width.to_string() height=width.to_string() fill="white" />
                    <path d=path.clone() fill="black" />
                </svg>
            }
            .into_any();
        }
        Shown::Starting => t(m::STARTING).to_owned(),
        Shown::NoKey => t(m::NO_KEY).to_owned(),
        Shown::NoSignal => t(m::NO_SIGNAL).to_owned(),
        Shown::Refused(words) => words.clone(),
    };
    view! { <p role="status">{words}</p> }.into_any()
}
