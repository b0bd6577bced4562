//! Photos: taking one, and showing it to whom it may be shown. Invariant: what is kept was decoded and encoded again here,
//! so it is a picture and nothing else, upright and without anything a camera wrote beside it.

mod evidence;
mod measure;
mod picture;
mod reading;

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Extent, Resource, Role},
    application::{ApplicationKind, PhotoInfo},
    id::{ApplicationId, CorrectionId, RecoveryId, TechnicianId},
    time::{HOUR_MS, Instant},
};
use store::{ConnectionTrait, document::Loose};

pub use evidence::{Kept, is_pdf, take_evidence};
pub use picture::{Accepted, BYTES_MAX, DOCUMENT_SIDE_MAX, HEIGHT_MIN, TOO_LARGE, WIDTH_MIN, accept, accept_document};
pub(crate) use reading::READ;

/// A picture or a document to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// JPEG or PDF.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or [`PDF_KIND`].
    pub mime: &'static str,
    /// Changes with the picture and only with it; without quotation marks.
    pub etag: String,
}

/// A file as it came with a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Upload {
    /// None was chosen.
    #[default]
    Missing,
    /// Its bytes.
    Bytes(Vec<u8>),
    /// More than is taken, thrown away while it came.
    TooLarge,
}

/// How large a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As kept.
    Whole,
    /// For a list or a gate: [`picture::SMALL_HEIGHT`] pixels high.
    Small,
    /// The PDF as it was sent, which is only ever handed out to be saved.
    File,
}

/// Which part of what was sent is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The picture of a page, from 1; a picture has one.
    Page(u32),
    /// The PDF itself.
    File,
}

/// Kind of a PDF that is sent.
pub const PDF_KIND: &str = "application/pdf";

/// A photo that the caller may see, found but not read: who has the same already is not sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    hash: String,
    size: Size,
}

/// What the small picture is called beside the whole one.
const SMALL: &str = "small";

impl Found {
    /// Changes with the picture and only with it; without quotation marks.
    pub fn etag(&self) -> String {
        let whole = self.hash.get(..32).unwrap_or(&self.hash);
        if self.size == Size::Small { format!("{whole}-s") } else { whole.to_owned() }
    }
    /// The picture. The small one is made once, when it is first asked for, and kept beside the whole one.
    pub async fn load(self, call: &Call) -> Result<Photo> {
        let files = call.outside.files.clone();
        let (etag, is_file) = (self.etag(), self.size == Size::File);
        let read = move || {
            let whole =
                |hash: &str| files.get(hash)?.ok_or_else(|| Error::internal("a kept photo is not in the file store"));
            if self.size != Size::Small {
                return whole(&self.hash);
            }
            if let Some(small) = files.get_beside(&self.hash, SMALL)? {
                return Ok(small);
            }
            let small = picture::small(&whole(&self.hash)?)?;
            files.put_beside(&self.hash, SMALL, &small)?;
            Ok(small)
        };
        let bytes = tokio::task::spawn_blocking(read).await.map_err(Error::internal)??;
        let mime = if is_file { PDF_KIND } else { "image/jpeg" };
        Ok(Photo { bytes, mime, etag })
    }
}

/// A picture nothing refers to is removed so long after it was sent or let go: no request takes that long.
const LOOSE_MS: i64 = HOUR_MS;
/// Stands for "long ago" in the list of what perhaps nothing refers to.
const AT_ONCE: Instant = Instant(0);
/// Looked at in one go.
const SWEPT_AT_ONCE: u32 = 100;

/// Keeps a picture; its hash. What does not come to refer to it within an hour loses it.
pub(crate) async fn keep(call: &Call, picture: Accepted) -> Result<String> {
    let files = call.outside.files.clone();
    let Accepted { jpeg, look, .. } = picture;
    let hash = crate::outside::hash_of(&jpeg);
    let tx = call.db.begin().await?;
    store::document::loosen(&tx, &hash, call.now()).await?;
    store::document::look::keep(&tx, &hash, look).await?;
    tx.commit().await?;
    tokio::task::spawn_blocking(move || files.put(&jpeg)).await.map_err(Error::internal)?
}

/// Lets a picture go, in the transaction after which its owner refers to it no more.
pub(crate) async fn let_go(call: &Call, tx: &impl ConnectionTrait, hash: &str) -> Result<()> {
    Ok(store::document::loosen(tx, hash, call.now()).await?)
}

/// Removes the pictures nothing has referred to for an hour; answers how many. For the register itself only.
pub async fn sweep(call: &Call) -> Result<u64> {
    if call.actor.role != Role::System {
        return Err(Error::Forbidden(Denied::Role));
    }
    let mut removed = 0;
    loop {
        let found = store::document::loose_before(call.db.read(), call.now().plus_ms(-LOOSE_MS), SWEPT_AT_ONCE).await?;
        if found.is_empty() {
            return Ok(removed);
        }
        for loose in found {
            match clear(call, &loose).await {
                Ok(true) => removed += 1,
                Ok(false) => {}
                // The store is away: what is left is looked at in an hour, as if this had not been begun.
                Err(Error::Unavailable) => return Ok(removed),
                Err(error) => return Err(error),
            }
        }
    }
}

/// Removes a listed picture unless something refers to it; whether it is gone.
async fn clear(call: &Call, loose: &Loose) -> Result<bool> {
    // Asked before a transaction is open, so that a store that is away keeps nobody else from writing.
    let (files, hash) = (call.outside.files.clone(), loose.hash.clone());
    let asked = tokio::task::spawn_blocking(move || files.get_beside(&hash, SMALL)).await.map_err(Error::internal)?;
    if let Err(Error::Unavailable) = asked {
        return Err(Error::Unavailable);
    }
    let tx = call.db.begin().await?;
    if !store::document::settle(&tx, loose).await? {
        return Ok(false);
    }
    let mut is_gone = false;
    if !store::application::is_photo_kept(&tx, &loose.hash).await? {
        let (files, hash) = (call.outside.files.clone(), loose.hash.clone());
        let gone = tokio::task::spawn_blocking(move || files.remove(&hash, &[SMALL])).await;
        match gone.map_err(Error::internal)? {
            Ok(()) => {
                is_gone = true;
                // Its pages, where it had any, are looked at in turn.
                store::document::loosen_pages(&tx, &loose.hash, loose.since).await?;
                store::document::look::forget(&tx, &loose.hash).await?;
            }
            Err(Error::Unavailable) => return Err(Error::Unavailable),
            // Tried again in an hour; those behind it are not held up.
            Err(error) => {
                tracing::warn!(%error, "a loose picture could not be removed");
                store::document::loosen(&tx, &loose.hash, call.now()).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(is_gone)
}

/// Lets a picture or a document go, in the transaction after which nobody refers to it: the next sweep takes it, and
/// [`erase`] need not wait for that.
pub(crate) async fn let_go_at_once(tx: &impl ConnectionTrait, hash: &str) -> Result<()> {
    Ok(store::document::loosen(tx, hash, AT_ONCE).await?)
}

/// Removes what [`let_go_at_once`] let go, with its small picture and its pages. What the file store does not remove now, a
/// sweep tries again; whether all of it is gone.
pub(crate) async fn erase(call: &Call, hash: &str) -> Result<bool> {
    let pages = store::document::pages(call.db.read(), hash).await?;
    let mut all_gone = true;
    for hash in core::iter::once(hash.to_owned()).chain(pages.into_iter().map(|page| page.hash)) {
        match clear(call, &Loose { hash: hash.clone(), since: AT_ONCE }).await {
            Ok(_) => {}
            Err(Error::Unavailable) => {
                all_gone = false;
                continue;
            }
            Err(error) => return Err(error),
        }
        let files = call.outside.files.clone();
        let left = tokio::task::spawn_blocking(move || files.get(&hash)).await.map_err(Error::internal)?;
        all_gone &= matches!(left, Ok(None));
    }
    Ok(all_gone)
}

/// A technician's photo. Errors: `NotFound` where there is none.
pub async fn photo(call: &Call, technician: TechnicianId) -> Result<Photo> {
    find(call, technician, Size::Whole).await?.load(call).await
}

/// Where a technician's photo in a size is. Errors: `NotFound` where there is none.
pub async fn find(call: &Call, technician: TechnicianId, size: Size) -> Result<Found> {
    // Decided before the photo is looked for, so that no answer tells a stranger whether somebody is registered.
    if matches!(call.actor.role, Role::Gate | Role::SiteAdmin) {
        on_roster(call, technician).await?;
    } else {
        let db = call.db.read();
        let resource = Resource::Technician {
            id: technician,
            employers: store::technician::employers(db, technician, call.today()).await?,
            seen_by: store::technician::seen_by(db, technician, call.today()).await?,
        };
        call.authorize(Action::PhotoRead, &resource)?;
    }
    let hash = store::technician::photo(call.db.read(), technician).await?.flatten().ok_or(Error::NotFound)?;
    Ok(Found { hash, size })
}

/// Who is bound to sites sees the people on their rosters today, of a member's site those of its own branch.
async fn on_roster(call: &Call, technician: TechnicianId) -> Result<()> {
    let (db, today) = (call.db.read(), call.today());
    let mut refused = Denied::NotYours;
    for site in &call.actor.sites {
        let Some(resource) = store::device::site_resource(db, *site, None).await? else { continue };
        let scope = match call.authorize(Action::PhotoRead, &resource) {
            Ok(scope) => scope,
            Err(Error::Forbidden(denied)) => {
                refused = denied;
                continue;
            }
            Err(error) => return Err(error),
        };
        let found = store::roster::overlapping(db, *site, technician, today).await?;
        let here = found.iter().any(|entry| entry.from <= today);
        let seen = match scope.extent() {
            Extent::Business(_) if here => {
                let lines = store::roster::lines(db, &scope, None, *site, call.now()).await?;
                lines.iter().any(|line| line.entry.technician_id == technician)
            }
            _ => here,
        };
        if seen {
            return Ok(());
        }
    }
    Err(Error::Forbidden(refused))
}

/// Where the photo sent with an application is. Errors: `NotFound` where there is none.
pub async fn find_of_application(call: &Call, application: ApplicationId) -> Result<Found> {
    call.authorize(Action::ApplicationRead, &crate::counter::subject(call, application).await?)?;
    let found = store::application::find(call.db.read(), application).await?.ok_or(Error::NotFound)?;
    let photo = found.photo.ok_or(Error::NotFound)?;
    Ok(Found { hash: photo.hash, size: Size::Whole })
}

/// Where a picture sent with an application for a field or an item is, or the first page of a document: its applicant's and
/// the reviewers' alone. Errors: `NotFound` where there is none.
pub async fn find_file(call: &Call, application: ApplicationId, field: &str) -> Result<Found> {
    find_part(call, application, field, Part::Page(1)).await
}

/// What was sent with an application for a field or an item, and the kind of the application. Errors: `NotFound` where
/// nothing was.
pub async fn sent_for(call: &Call, application: ApplicationId, field: &str) -> Result<(ApplicationKind, PhotoInfo)> {
    call.authorize(Action::ApplicationRead, &crate::counter::subject(call, application).await?)?;
    let found = store::application::find(call.db.read(), application).await?.ok_or(Error::NotFound)?;
    let file = found.files.iter().find(|file| file.field == field).ok_or(Error::NotFound)?;
    Ok((found.kind, file.info))
}

/// Where a part of what was sent so is. Errors: `NotFound` where there is none; a picture is no file to be saved.
pub async fn find_part(call: &Call, application: ApplicationId, field: &str, part: Part) -> Result<Found> {
    call.authorize(Action::ApplicationRead, &crate::counter::subject(call, application).await?)?;
    let found = store::application::find(call.db.read(), application).await?.ok_or(Error::NotFound)?;
    let is_own = reading::is_own(call, &found);
    let file = found.files.into_iter().find(|file| file.field == field).ok_or(Error::NotFound)?;
    let part_found = match (file.info.pages, part) {
        (0, Part::Page(1)) => Found { hash: file.hash, size: Size::Whole },
        (1.., Part::File) => Found { hash: file.hash, size: Size::File },
        (1.., Part::Page(number @ 1..)) => {
            let at = usize::try_from(number - 1).map_err(Error::internal)?;
            let page = store::document::pages(call.db.read(), &file.hash).await?.into_iter().nth(at);
            Found { hash: page.ok_or(Error::NotFound)?.hash, size: Size::Whole }
        }
        _ => return Err(Error::NotFound),
    };
    if !is_own {
        let (id, saved) = (application.0.to_string(), part == Part::File);
        reading::note(call, reading::Sent { kind: "application", id, document: field, saved }).await?;
    }
    Ok(part_found)
}

/// Where the picture of the identity document is that somebody sent who cannot log in: the reviewers' alone. Errors:
/// `NotFound` where there is none, or none any more.
pub async fn find_of_recovery(call: &Call, id: RecoveryId) -> Result<Found> {
    call.authorize(Action::RecoveryReview, &Resource::Register)?;
    let found = store::recovery::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let hash = found.picture.ok_or(Error::NotFound)?;
    let sent = reading::Sent { kind: "recovery", id: id.to_string(), document: "identity", saved: false };
    reading::note(call, sent).await?;
    Ok(Found { hash, size: Size::Whole })
}

/// Where a photo of a correction is, as it was before or as it was sent: the office's alone. Errors: `NotFound` where there is
/// none.
pub async fn find_of_correction(call: &Call, id: CorrectionId, before: bool) -> Result<Found> {
    Ok(Found { hash: crate::correction::photo_of(call, id, before).await?, size: Size::Whole })
}

/// Where a page of the certificate of an item is that a correction replaces, or of the one that came with it, from 1: the
/// office's alone. Errors: `NotFound` where there is none.
pub async fn find_of_corrected(call: &Call, id: CorrectionId, field: &str, before: bool, page: u32) -> Result<Found> {
    let hash = crate::correction::picture_of(call, id, field, before).await?;
    let found = find_page(call, &hash, page).await?;
    reading::note(call, reading::Sent { kind: "correction", id: id.to_string(), document: field, saved: false })
        .await?;
    Ok(found)
}

/// Notes that the caller looks at a document of another: the noun and the id of what it came with, and what it is called there.
pub(crate) async fn note_look(call: &Call, (kind, id, document): (&'static str, String, &str)) -> Result<()> {
    reading::note(call, reading::Sent { kind, id, document, saved: false }).await
}

/// Where a page of a kept picture or document is, from 1; the caller has decided who may see it. Errors: `NotFound`.
pub(crate) async fn find_page(call: &Call, hash: &str, page: u32) -> Result<Found> {
    let pages = store::document::pages(call.db.read(), hash).await?;
    let at = usize::try_from(page.checked_sub(1).ok_or(Error::NotFound)?).map_err(Error::internal)?;
    let hash = match pages.len() {
        0 if at == 0 => hash.to_owned(),
        _ => pages.into_iter().nth(at).ok_or(Error::NotFound)?.hash,
    };
    Ok(Found { hash, size: Size::Whole })
}
