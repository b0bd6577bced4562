//! Language switch and log-out, in every frame. Invariant: both are plain forms that post.

use super::{Icon, icon, lang, page::own_path, t};
use crate::account::{LogOut, SpeakLanguage};
use i18n::{Lang, msg};
use leptos::{prelude::*, server_fn::ServerFn};

/// A button per other language; comes back to the page it was pressed on.
#[component]
pub fn LanguageSwitch(
    /// Whether a heading above says already what it is; a second region of one name would confuse.
    #[prop(optional)]
    titled: bool,
) -> impl IntoView {
    let others = Lang::ALL.into_iter().filter(|other| *other != lang());
    let button = |other: Lang| {
        view! {
            <button type="submit" class="language-button" name="code" value=other.code() lang=other.code()>
                <Icon of=icon::TRANSLATE />
                <span>{other.name()}</span>
            </button>
        }
    };
    view! {
        <form method="post" action=SpeakLanguage::PATH class="language-switch" aria-label=(!titled).then(|| t(msg::common::LANGUAGE_SWITCH))>
            <input type="hidden" name="back" value=own_path() />
            {others.map(button).collect_view()}
        </form>
    }
    .into_any()
}

/// Logs out.
#[component]
pub fn LogOutButton() -> impl IntoView {
    view! {
        <form method="post" action=LogOut::PATH>
            <button type="submit" class="button text small">
                <Icon of=icon::LOGOUT />
                {t(msg::common::LOGOUT)}
            </button>
        </form>
    }
    .into_any()
}
