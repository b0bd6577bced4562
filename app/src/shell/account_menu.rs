//! Languages, readings and log-out, in every frame. Invariant: all are plain forms that post.

use super::{ButtonKind, Icon, SubmitButton, icon, lang, language, page::own_path, t, tr, words};
use crate::account::{LogOut, ShowReadings, SpeakLanguage};
use i18n::{Lang, further, msg, msg::language as m};
use leptos::{prelude::*, server_fn::ServerFn};

/// Japanese or English by a button; on pages that speak more languages, the way to all of them. Comes back to the page it was
/// pressed on.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let other = if lang() == Lang::Ja { Lang::En } else { Lang::Ja };
    let back = own_path();
    let all = language::section(&back).map(|_| {
        view! {
            <a class="icon-button" href=format!("{PAGE}?back={}", component(&back))>
                <Icon of=icon::LANGUAGE />
                <span class="visually-hidden">{t(m::OTHERS)}</span>
            </a>
        }
    });
    view! {
        <form method="post" action=SpeakLanguage::PATH class="language-switch" aria-label=t(msg::common::LANGUAGE_SWITCH)>
            <input type="hidden" name="back" value=back />
            <button type="submit" class="language-button" name="code" value=other.code() lang=other.code()>
                <Icon of=icon::TRANSLATE />
                <span>{other.name()}</span>
            </button>
            {all}
        </form>
    }
    .into_any()
}

/// Address of the page of languages.
pub const PAGE: &str = "/language";

/// A path within a query.
fn component(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~');
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Every language by its own name, the one spoken now marked, and which of them no speaker has reviewed yet.
#[component]
pub fn Languages(
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let now = language::asked_for();
    let button = |of: Lang| {
        let pressed = if of == now { "true" } else { "false" };
        let unreviewed = further::is_unreviewed(of).then(|| view! { <small>{t(m::UNREVIEWED_MARK)}</small> });
        view! {
            <button type="submit" class="button outline" name="code" value=of.code() aria-pressed=pressed>
                <span lang=of.code()>{of.name()}</span>
                {unreviewed}
            </button>
        }
    };
    view! {
        <form method="post" action=SpeakLanguage::PATH class="languages">
            <input type="hidden" name="back" value=back />
            {Lang::ALL.map(button).collect_view()}
        </form>
        <UnreviewedLine />
    }
    .into_any()
}

/// That no speaker has reviewed the language of this page yet, where that is so.
#[component]
pub fn UnreviewedLine() -> impl IntoView {
    further::is_unreviewed(lang()).then(|| view! { <p class="hint">{tr(m::UNREVIEWED)}</p> }).into_any()
}

/// That the page is not there in the language asked for, said in that language.
#[component]
pub fn InsteadLine() -> impl IntoView {
    let wish = language::asked_for();
    (wish != lang()).then(|| view! { <p class="hint" lang=wish.code()>{m::NOT_HERE.get(wish)}</p> }).into_any()
}

/// Readings of kanji, on or off.
#[component]
pub fn ReadingsSwitch(
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let (code, words) = if words::asked_for() { ("off", m::FURIGANA_OFF) } else { (words::ON, m::FURIGANA_ON) };
    view! {
        <p>{tr(m::FURIGANA_LEAD)}</p>
        <form method="post" action=ShowReadings::PATH>
            <input type="hidden" name="back" value=back />
            <SubmitButton text=words kind=ButtonKind::Outline name="code" value=code />
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
