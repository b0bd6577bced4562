//! Photos: taking one, and showing it to whom it may be shown. Invariant: what is kept was decoded and encoded again here,
//! so it is a picture and nothing else, upright and without anything a camera wrote beside it.

mod picture;

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Extent, Resource, Role},
    id::{ApplicationId, RecoveryId, TechnicianId},
    time::HOUR_MS,
};
use store::ConnectionTrait;

pub use picture::{Accepted, BYTES_MAX, DOCUMENT_SIDE_MAX, HEIGHT_MIN, WIDTH_MIN, accept, accept_document};

/// A picture to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// JPEG.
    pub bytes: Vec<u8>,
    /// `image/jpeg`.
    pub mime: &'static str,
    /// Changes with the picture and only with it; without quotation marks.
    pub etag: String,
}

/// How large a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As kept.
    Whole,
    /// For a list or a gate: [`picture::SMALL_HEIGHT`] pixels high.
    Small,
}

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
        let etag = self.etag();
        let read = move || {
            let whole =
                |hash: &str| files.get(hash)?.ok_or_else(|| Error::internal("a kept photo is not in the file store"));
            if self.size == Size::Whole {
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
        Ok(Photo { bytes, mime: "image/jpeg", etag })
    }
}

/// A picture nothing refers to is removed so long after it was sent or let go: no request takes that long.
const LOOSE_MS: i64 = HOUR_MS;
/// Looked at in one go.
const SWEPT_AT_ONCE: u32 = 100;

/// Keeps a picture; its hash. What does not come to refer to it within an hour loses it.
pub(crate) async fn keep(call: &Call, jpeg: Vec<u8>) -> Result<String> {
    let files = call.outside.files.clone();
    let hash = crate::outside::hash_of(&jpeg);
    let tx = call.db.begin().await?;
    store::document::loosen(&tx, &hash, call.now()).await?;
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
            let tx = call.db.begin().await?;
            if !store::document::settle(&tx, &loose).await? {
                continue;
            }
            if !store::application::is_photo_kept(&tx, &loose.hash).await? {
                let (files, hash) = (call.outside.files.clone(), loose.hash.clone());
                let gone = tokio::task::spawn_blocking(move || files.remove(&hash, &[SMALL])).await;
                match gone.map_err(Error::internal)? {
                    Ok(()) => removed += 1,
                    // Tried again in an hour; those behind it are not held up.
                    Err(error) => {
                        tracing::warn!(%error, "a loose picture could not be removed");
                        store::document::loosen(&tx, &loose.hash, call.now()).await?;
                    }
                }
            }
            tx.commit().await?;
        }
    }
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
    call.authorize(Action::ApplicationRead, &Resource::Application(application))?;
    let found = store::application::find(call.db.read(), application).await?.ok_or(Error::NotFound)?;
    let photo = found.photo.ok_or(Error::NotFound)?;
    Ok(Found { hash: photo.hash, size: Size::Whole })
}

/// Where a picture sent with an application for a field or an item is: its applicant's and the reviewers' alone. Errors:
/// `NotFound` where there is none.
pub async fn find_file(call: &Call, application: ApplicationId, field: &str) -> Result<Found> {
    call.authorize(Action::ApplicationRead, &Resource::Application(application))?;
    let found = store::application::find(call.db.read(), application).await?.ok_or(Error::NotFound)?;
    let file = found.files.into_iter().find(|file| file.field == field).ok_or(Error::NotFound)?;
    Ok(Found { hash: file.hash, size: Size::Whole })
}

/// Where the picture of the identity document is that somebody sent who cannot log in: the reviewers' alone. Errors:
/// `NotFound` where there is none, or none any more.
pub async fn find_of_recovery(call: &Call, id: RecoveryId) -> Result<Found> {
    call.authorize(Action::RecoveryReview, &Resource::Register)?;
    let found = store::recovery::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    Ok(Found { hash: found.picture.ok_or(Error::NotFound)?, size: Size::Whole })
}
