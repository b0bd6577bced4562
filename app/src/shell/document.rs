//! The document around every page. Invariant: it is made without the database, so that it can still say what is wrong
//! when the database is gone.

use super::language::{self, Spoken};
use crate::App;
use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::MetaTags;

/// `<html>` with head and body for one request.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let spoken = language::asked_for();
    provide_context(Spoken(spoken));
    view! {
        <!DOCTYPE html>
        <html lang=spoken.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="/gate/icon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/careerup.css" />
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
