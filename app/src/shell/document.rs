//! The document around every page. Invariant: it is made without the database, so that it can still say what is wrong
//! when the database is gone.

use super::{
    language::{self, Spoken},
    page::own_path,
    request::Request,
    text_size::TextSize,
    words::{self, Furigana},
};
use crate::App;
use domain::access::Role;
use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::MetaTags;

/// `<html>` with head and body for one request.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let path = own_path();
    let spoken = language::spoken(&path);
    provide_context(Spoken(spoken));
    let furigana = words::asked_for();
    provide_context(Furigana(furigana));
    // Nothing that runs: the words of a further language, and readings, for the islands of the page.
    let carried = Some(i18n::further::for_browser(spoken, furigana)).filter(|lines| !lines.is_empty());
    let carried =
        carried.map(|lines| view! { <script type="text/plain" id=language::CARRIED inner_html=lines></script> });
    let text = Some(TextSize::asked_for()).filter(|size| *size != TextSize::Usual).map(TextSize::code);
    let look = look(furigana);
    let in_passport = path.split('?').next().is_some_and(|path| path == "/passport" || path.starts_with("/passport/"));
    // The browser offers to install what the manifest names, which is the passport.
    let manifest = in_passport.then(|| {
        view! {
            <link rel="manifest" href="/pwa/manifest.webmanifest" />
            <meta name="theme-color" content="#0017c1" />
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang=spoken.code() data-passport=passport_owner() data-text=text data-furigana=furigana.then_some(words::ON) data-look=look>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="/gate/icon.svg" type="image/svg+xml" />
                {manifest}
                {carried}
                <link rel="stylesheet" href="/pkg/careerup.css" />
                <script type="module" src="/pwa/boot.js"></script>
                <HydrationScripts options=options.clone() islands=true />
                <AutoReload options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
    .into_any()
}

/// How this browser asks for its pages (language, readings, size of text): copies on the phone that look otherwise are fetched anew.
fn look(furigana: bool) -> String {
    let readings = if furigana { words::ON } else { "" };
    format!("{}.{readings}.{}", language::asked_for().code(), TextSize::asked_for().code())
}

/// Whose passport this browser is logged in to, by the log-in: empty where nobody's, `None` where it was not found out. Copies on
/// the phone are of nobody else (`app/static/passport-sw.js`).
fn passport_owner() -> Option<String> {
    let request = use_context::<Request>()?;
    let actor = &request.call.actor;
    let account = actor.account.filter(|_| actor.role == Role::Technician);
    Some(account.map(|account| account.to_string()).unwrap_or_default())
}
