//! The island that reads a card. Invariant: until the browser says it can read cards, the page explains the other ways;
//! everything Web NFC can answer has a sentence with what to do.

use super::reading;
use crate::shell::{Banner, Icon, Tone, UiError, icon, lang, t};
use domain::card::CardReading;
use i18n::{Msg, msg};
use leptos::prelude::*;

/// Why a card was not read (W3C Web NFC; 30-cards.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser gets this far"))]
pub enum Trouble {
    /// The person or the phone's settings did not allow it.
    Denied,
    /// NFC is switched off.
    Off,
    /// The phone has no NFC.
    NoHardware,
    /// It is reading already.
    Busy,
    /// The card answered, but not in a way the browser reads (FeliCa, Type B, moved too soon).
    Unreadable,
    /// The card holds no link.
    NoLink,
    /// Anything else the browser said.
    Other,
}

impl Trouble {
    const fn words(self) -> Msg {
        match self {
            Self::Denied => msg::card::DENIED,
            Self::Off => msg::card::OFF,
            Self::NoHardware => msg::card::NO_HARDWARE,
            Self::Busy => msg::card::BUSY,
            Self::Unreadable => msg::card::UNREADABLE,
            Self::NoLink => msg::card::NO_LINK,
            Self::Other => msg::card::OTHER_TROUBLE,
        }
    }
    /// Whether the phone goes on waiting for a card.
    const fn still_waiting(self) -> bool {
        matches!(self, Self::Unreadable | Self::NoLink)
    }
}

/// How far the reading has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser gets this far"))]
pub enum Scan {
    /// This browser has not said that it can.
    Unsupported,
    /// It can; nobody has asked yet.
    Ready,
    /// A card may be held to the phone.
    Waiting,
    /// A card was read, the register is asked.
    Asking,
    /// What it answered.
    Shown(CardReading),
    /// The register did not answer.
    Failed(UiError),
    /// The card was not read.
    Trouble(Trouble),
}

/// Button, state and result.
#[island]
pub fn CardReader() -> impl IntoView {
    let scan = RwSignal::new(Scan::Unsupported);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| super::scan::offer(scan));
    let start = move |_| {
        #[cfg(feature = "hydrate")]
        super::scan::start(scan);
    };
    view! {
        <div class="card-reader">
            <div class="card-reader-result" aria-live="polite">
                {move || result(scan.get())}
            </div>
            <Show when=move || may_start(&scan.read())>
                <button type="button" class="button" on:click=start>
                    <Icon of=icon::ID_CARD />
                    {t(msg::card::START)}
                </button>
            </Show>
        </div>
    }
}

const fn may_start(scan: &Scan) -> bool {
    match scan {
        Scan::Ready | Scan::Failed(_) | Scan::Shown(_) => true,
        Scan::Trouble(trouble) => !trouble.still_waiting(),
        Scan::Unsupported | Scan::Waiting | Scan::Asking => false,
    }
}

fn result(scan: Scan) -> AnyView {
    match scan {
        Scan::Unsupported => view! { <Banner tone=Tone::Info>{t(msg::card::UNSUPPORTED)}</Banner> }.into_any(),
        Scan::Ready => ().into_any(),
        Scan::Waiting => view! { <p class="card-hold">{t(msg::card::HOLD)}</p> }.into_any(),
        Scan::Asking => view! {
            <p class="card-hold" aria-busy="true">
                {t(msg::card::ASKING)}
            </p>
        }
        .into_any(),
        Scan::Shown(reading) => reading::shown(reading),
        Scan::Failed(error) => {
            let words = error.words(lang());
            view! { <Banner tone=Tone::Err>{words}</Banner> }.into_any()
        }
        Scan::Trouble(trouble) => view! { <Banner tone=Tone::Warn>{t(trouble.words())}</Banner> }.into_any(),
    }
}
