//! 本人の確認コード: the second code, by which a phone shows that a certificate made on it is its person's, and the key of the phone for the
//! form that makes one. Invariant: it is another code than the one for gates, and good for nothing there.

use crate::{
    phone::code::{Shown, drawn},
    shell::{t, tw},
};
use domain::id::TechnicianId;
use i18n::msg::{certificate as m, phone};
use leptos::prelude::*;

/// The code of the phone it is shown on, new every half minute, and the phone's key in the form `form`.
#[island]
pub fn HolderCode(
    /// Who is logged in.
    technician: TechnicianId,
    /// The form that makes a certificate.
    form: String,
) -> impl IntoView {
    let (shown, left, key) = (RwSignal::new(Shown::Starting), RwSignal::new(0_i64), RwSignal::new(String::new()));
    #[cfg(feature = "hydrate")]
    crate::phone::run::run(technician, crate::phone::run::Kind::Holder(key), shown, left);
    #[cfg(not(feature = "hydrate"))]
    let _ = technician;
    view! {
        <div class="gate-code">
            <input type="hidden" name="phone" form=form prop:value=move || key.get() />
            {move || drawn(&shown.read(), t(m::SECOND_CODE))}
            <p class="hint">
                {move || {
                    matches!(&*shown.read(), Shown::Code { .. }).then(|| tw(phone::CHANGES_IN, &[("n", &left.get())]))
                }}
            </p>
        </div>
    }
}
