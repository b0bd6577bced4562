//! Sounds and vibration as in the table of design.md §5. Invariant: no sound says what the screen does not.

use crate::screen::Cue;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static CONTEXT: RefCell<Option<web_sys::AudioContext>> = const { RefCell::new(None) };
}

/// A tone: frequency in Hz, length in ms.
type Tone = (f32, u32);

/// Silence between two tones, so that equal ones are heard apart.
const GAP_MS: u32 = 30;
const LOUDNESS: f32 = 0.6;
/// A tone rises and falls over this time, so that it does not click.
const EDGE_S: f64 = 0.008;

fn tones(cue: Cue) -> &'static [Tone] {
    match cue {
        Cue::In => &[(880.0, 90), (1175.0, 90)],
        Cue::Out => &[(1175.0, 90), (784.0, 90)],
        Cue::Received => &[(880.0, 90), (880.0, 90)],
        Cue::Look => &[(587.0, 120), (587.0, 120), (587.0, 120)],
        Cue::Refused => &[(196.0, 600)],
        Cue::Already => &[],
        Cue::Unread => &[(330.0, 60), (330.0, 60)],
    }
}

fn vibration(cue: Cue) -> &'static [u32] {
    match cue {
        Cue::In => &[80],
        Cue::Out | Cue::Received => &[80, 60, 80],
        Cue::Look => &[200, 100, 200],
        Cue::Refused => &[600],
        Cue::Already => &[40],
        Cue::Unread => &[40, 40, 40],
    }
}

/// Makes sound possible; works only while a person presses something.
pub fn unlock() {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() {
            *context = web_sys::AudioContext::new().ok();
        }
        if let Some(context) = context {
            drop(context.resume());
        }
    });
}

/// Sound and vibration, as far as the phone has them.
pub fn play(cue: Cue) {
    if let Some(window) = web_sys::window() {
        let pattern = vibration(cue).iter().map(|ms| JsValue::from(*ms)).collect::<js_sys::Array>();
        window.navigator().vibrate_with_pattern(&pattern);
    }
    CONTEXT.with_borrow(|context| {
        let Some(context) = context else { return };
        // A phone call or another app may have stopped it.
        if context.state() == web_sys::AudioContextState::Suspended {
            drop(context.resume());
        }
        let mut at = context.current_time() + 0.01;
        for (frequency, ms) in tones(cue) {
            let length = f64::from(*ms) / 1000.0;
            // Sound that fails is left out: the screen says the same.
            drop(tone(context, *frequency, at, length));
            at += length + f64::from(GAP_MS) / 1000.0;
        }
    });
}

fn tone(context: &web_sys::AudioContext, frequency: f32, at: f64, length: f64) -> Result<(), JsValue> {
    let oscillator = context.create_oscillator()?;
    oscillator.set_type(web_sys::OscillatorType::Triangle);
    oscillator.frequency().set_value(frequency);
    let gain = context.create_gain()?;
    gain.gain().set_value_at_time(0.0, at)?;
    gain.gain().linear_ramp_to_value_at_time(LOUDNESS, at + EDGE_S)?;
    gain.gain().set_value_at_time(LOUDNESS, at + length - EDGE_S)?;
    gain.gain().linear_ramp_to_value_at_time(0.0, at + length)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&context.destination())?;
    oscillator.start_with_when(at)?;
    oscillator.stop_with_when(at + length)
}
