//! A poster's code as a drawing. Invariant: dark on white, whatever the colours of the page, so that any phone reads it from
//! paper.

use crate::shell::qr::path;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// The code of an address; nothing of one that no code holds. A quarter of it may be dirty.
pub fn code(address: &str, label: String) -> Option<impl IntoView + use<>> {
    let code = QrCode::encode_text(address, QrCodeEcc::Quartile).ok()?;
    let (path, width) = path(&code);
    Some(view! {
        <svg class="poster-code" viewBox=format!("0 0 {width} {width}") role="img" aria-label=label>
            <rect width=width.to_string() height=width.to_string() fill="white" />
            <path d=path fill="black" />
        </svg>
    })
}
