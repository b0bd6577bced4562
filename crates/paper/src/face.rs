//! The type face of documents: BIZ UD P Gothic (OFL, data/fonts). Invariant: every character that reaches a template is one
//! the face has, so that no box without meaning is ever printed.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

static FILE: &[u8] = include_bytes!("../../../data/fonts/BIZUDPGothic-Regular.ttf");

/// What printers set for a character they have no type of (ゲタ記号).
pub const GETA: char = '\u{3013}';

/// The face and what it has.
pub struct Face {
    /// As templates use it.
    pub font: Font,
    /// The list of faces, which is this one.
    pub book: LazyHash<FontBook>,
    known: HashSet<u32>,
}

/// Read once; `None` where the file that is built in were no font, which a test rules out.
pub static FACE: LazyLock<Option<Face>> = LazyLock::new(|| {
    let font = Font::new(Bytes::new(FILE), 0)?;
    let known = font.info().coverage.iter().collect();
    let book = LazyHash::new(FontBook::from_fonts([&font]));
    Some(Face { font, book, known })
});

/// Selectors of a variant of the character before them (異体字セレクタ): the face has one shape for all.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

impl Face {
    /// The text as it can be set: without selectors of variants, with 〓 for what the face does not have.
    pub fn settable<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let is_known = |c: char| c == '\n' || self.known.contains(&u32::from(c));
        if text.chars().all(is_known) {
            return Cow::Borrowed(text);
        }
        let kept = text.chars().filter(|c| !is_selector(*c) && !c.is_control());
        Cow::Owned(kept.map(|c| if is_known(c) { c } else { GETA }).collect())
    }
}
