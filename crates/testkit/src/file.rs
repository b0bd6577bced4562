//! Files as others read them. Invariant: read by a library that has no part in making them.

/// The text of a PDF, all pages, without spaces and line ends.
pub fn pdf_text(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).expect("text").split_whitespace().collect()
}
