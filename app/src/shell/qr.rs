//! A QR code as squares. Invariant: with its quiet zone; what draws it gives dark on white, whatever the colours of the page, so
//! that any camera reads it.

use qrcodegen::QrCode;
use std::fmt::Write;

/// Modules left white around the code (ISO/IEC 18004).
const QUIET: i32 = 4;

/// The squares of a code as one path, and how wide the drawing is with its quiet zone.
pub fn path(code: &QrCode) -> (String, i32) {
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            // Writing to a String does not fail.
            let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    (path, size + 2 * QUIET)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcodegen::QrCodeEcc;

    #[test]
    fn a_code_is_drawn_square_by_square_within_its_quiet_zone() {
        let code =
            QrCode::encode_text("https://register.example/s/0123456789abcdef0123456789abcdef", QrCodeEcc::Quartile)
                .unwrap();
        let (path, width) = path(&code);
        assert_eq!(width, code.size() + 8);
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count();
        assert_eq!(path.matches('M').count(), dark);
        // The corner of the first finder pattern.
        assert!(path.starts_with("M4,4h1v1h-1z"), "{}", &path[..20]);
        assert!(code.get_module(0, 0));
    }
}
