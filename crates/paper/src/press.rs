//! Setting a template with a sheet. Invariant: a template reads `sheet.json` and nothing else, and nothing of a sheet is
//! kept after it is set.

use crate::{
    Pdf,
    face::{FACE, Face, GETA},
};
use serde::Serialize;
use serde_json::Value;
use std::sync::LazyLock;
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Who made the file, as its properties say.
const CREATOR: &str = "careerup";
/// Under which a template finds its sheet.
const SHEET: &str = "sheet.json";
/// Under which a template stands.
const TEMPLATE: &str = "template.typ";

/// A document that could not be set: a fault of a template, never of what somebody typed.
#[derive(Debug, thiserror::Error)]
pub enum Jam {
    /// The sheet is no JSON.
    #[error("a sheet cannot be written: {0}")]
    Sheet(#[from] serde_json::Error),
    /// The template does not compile with it.
    #[error("a template cannot be set: {0}")]
    Template(String),
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

fn told(faults: &[SourceDiagnostic]) -> Jam {
    Jam::Template(faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; "))
}

fn place(name: &str) -> Result<FileId, Jam> {
    let path = VirtualPath::new(name).map_err(|_| Jam::Template(format!("no path: {name}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// All a template sees.
struct Desk {
    face: &'static Face,
    template: Source,
    sheet: (FileId, Bytes),
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.face.book
    }
    fn main(&self) -> FileId {
        self.template.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.sheet.0 { Ok(self.sheet.1.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        (index == 0).then(|| self.face.font.clone())
    }
    /// Documents bear the dates of their sheets; there is no today.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Makes every text of a sheet one that the face can set, and notes whether something had to be left out.
fn set_texts(face: &Face, value: &mut Value, has_geta: &mut bool) {
    match value {
        Value::String(text) => {
            let settable = face.settable(text).into_owned();
            *has_geta |= settable.contains(GETA) && !text.contains(GETA);
            *text = settable;
        }
        Value::Array(values) => values.iter_mut().for_each(|value| set_texts(face, value, has_geta)),
        Value::Object(fields) => fields.values_mut().for_each(|value| set_texts(face, value, has_geta)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Sets a template with a sheet. `ident` tells the document from every other; it stands in the file as a hash. The template
/// sees the sheet's fields and `has_geta`, which is whether a character had to be replaced by 〓.
pub fn set(template: &str, sheet: &impl Serialize, ident: &str) -> Result<Pdf, Jam> {
    let face = FACE.as_ref().ok_or_else(|| Jam::Template("the type face is no font".to_owned()))?;
    let mut sheet = serde_json::to_value(sheet)?;
    let mut has_geta = false;
    set_texts(face, &mut sheet, &mut has_geta);
    if let Some(fields) = sheet.as_object_mut() {
        fields.insert("has_geta".to_owned(), has_geta.into());
    }
    let desk = Desk {
        face,
        template: Source::new(place(TEMPLATE)?, template.to_owned()),
        sheet: (place(SHEET)?, Bytes::new(serde_json::to_vec(&sheet)?)),
    };
    let set = typst::compile::<PagedDocument>(&desk).output.map_err(|faults| told(&faults));
    let pdf = set.and_then(|document| {
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&document, &options).map_err(|faults| told(&faults))?;
        Ok(Pdf { bytes, pages: document.pages().len() })
    });
    // What the compiler remembers between two runs would keep names and sums in memory.
    comemo::evict(0);
    pdf
}
