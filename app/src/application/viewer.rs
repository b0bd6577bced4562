//! A picture looked at closely beside its field: turned and made larger. Invariant: without a script the picture and the way
//! to the whole of it stand there all the same; looking changes nothing.

use crate::shell::{Icon, icon, t, tw};
use i18n::msg;
use leptos::prelude::*;

use msg::application as m;

/// So many times as large, one after another.
const ZOOMS: [u8; 3] = [1, 2, 3];

/// The next of the sizes; after the last the first again.
fn next_zoom(zoom: u8) -> u8 {
    ZOOMS.into_iter().find(|next| *next > zoom).unwrap_or(ZOOMS[0])
}

/// The next quarter turn.
const fn next_turn(turn: u16) -> u16 {
    (turn + 90) % 360
}

/// A picture with the ways to turn it and to make it larger. The keys of a review press its buttons.
#[island]
pub fn PictureViewer(
    /// Its address.
    src: String,
    /// What it shows.
    alt: String,
) -> impl IntoView {
    let (turn, zoom) = (RwSignal::new(0_u16), RwSignal::new(ZOOMS[0]));
    let works = RwSignal::new(false);
    #[cfg(not(feature = "ssr"))]
    Effect::new(move || works.set(true));
    let said = move || tw(m::VIEWER_STATE, &[("turn", &turn.get()), ("zoom", &zoom.get())]);
    let (address, about) = (src.clone(), alt.clone());
    view! {
        <div class="viewer" data-turn=move || turn.get().to_string() data-zoom=move || zoom.get().to_string()>
            <div class="viewer-frame" tabindex="0" role="group" aria-label=about>
                <img src=src alt=alt />
            </div>
            <p class="viewer-tools" hidden=move || !works.get()>
                <button
                    type="button"
                    class="button outline small viewer-turn"
                    on:click=move |_| turn.update(|turn| *turn = next_turn(*turn))
                >
                    <Icon of=icon::ROTATE_RIGHT />
                    {t(m::VIEWER_TURN)}
                </button>
                <button
                    type="button"
                    class="button outline small viewer-zoom"
                    on:click=move |_| zoom.update(|zoom| *zoom = next_zoom(*zoom))
                >
                    <Icon of=icon::ZOOM_IN />
                    {t(m::VIEWER_ZOOM)}
                </button>
                <span class="hint" role="status">
                    {said}
                </span>
            </p>
            <a class="viewer-open" href=address>
                {t(msg::registration::EVIDENCE_OPEN)}
            </a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_turns_and_three_sizes_lead_back() {
        let turns: Vec<u16> = core::iter::successors(Some(0), |turn| Some(next_turn(*turn))).take(5).collect();
        assert_eq!(turns, [0, 90, 180, 270, 0]);
        let zooms: Vec<u8> = core::iter::successors(Some(1), |zoom| Some(next_zoom(*zoom))).take(4).collect();
        assert_eq!(zooms, [1, 2, 3, 1]);
    }
}
