//! What `/t` shows for the link of a site's tag. Invariant: a GET records nothing; an answer of a tag that is used, overtaken or of
//! a tag that was ended says so and what to do, and has no button.

use super::TouchTag;
use crate::{
    application::frame as office,
    poster::{
        done,
        touch::{Sends, named, offer},
    },
    shell::{Banner, Flash, PageTitle, PublicLayout, Tone, UiError, t, tw},
};
use domain::tag::{Standing, TagPlace};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::tag as m;

/// The page of a tag; `link`: its own address.
pub async fn opened(tag: TagPlace, link: String) -> Result<AnyView, UiError> {
    let flash = Flash::take(&link).await?;
    let warn = match tag.standing {
        Standing::Good => None,
        // What was just recorded used it.
        Standing::Used if flash.done.is_some() => Some((Tone::Info, m::AGAIN)),
        Standing::Used => Some((Tone::Warn, m::USED)),
        Standing::Overtaken => Some((Tone::Warn, m::OVERTAKEN)),
        Standing::Ended(_) => Some((Tone::Warn, m::ENDED)),
    };
    let what = match warn {
        None => {
            let hidden = vec![("link", link.clone())];
            offer(&Sends { action: TouchTag::PATH, hidden, back: link }, &tag.place)
        }
        // Why it was not recorded says it already.
        Some(_) if flash.error.is_some() => ().into_any(),
        Some((tone, words)) => view! { <Banner tone>{t(words)}</Banner> }.into_any(),
    };
    let failed = flash.error.is_some();
    let at = tw(m::AT, &[("place", &tag.at)]);
    Ok(view! {
        <PublicLayout>
            <PageTitle text=t(msg::poster::PLACE_TITLE) failed=failed />
            <div class="narrow poster-place">
                <h1>{t(msg::poster::PLACE_TITLE)}</h1>
                {done(&flash)}
                {office::outcome(&Flash { done: None, ..flash.clone() })}
                {named(&tag.place)}
                <p>{at}</p>
                {what}
            </div>
        </PublicLayout>
    }
    .into_any())
}
