//! Photos: taking one, and showing it to whom it may be shown. Invariant: what is kept was decoded and encoded again here,
//! so it is a picture and nothing else, upright and without anything a camera wrote beside it.

mod picture;

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Extent, Resource, Role},
    id::{ApplicationId, TechnicianId},
};

pub use picture::{Accepted, BYTES_MAX, HEIGHT_MIN, WIDTH_MIN, accept};

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

/// A technician's photo. Errors: `NotFound` where there is none.
pub async fn photo(call: &Call, technician: TechnicianId) -> Result<Photo> {
    photo_sized(call, technician, Size::Whole).await
}

/// A technician's photo in a size. Errors: `NotFound` where there is none.
pub async fn photo_sized(call: &Call, technician: TechnicianId, size: Size) -> Result<Photo> {
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
    load(call, hash, size).await
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
                let lines = store::roster::lines(db, &scope, *site, call.now()).await?;
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

/// The photo sent with an application. Errors: `NotFound` where there is none.
pub async fn application_photo(call: &Call, application: ApplicationId) -> Result<Photo> {
    call.authorize(Action::ApplicationRead, &Resource::Application(application))?;
    let found = store::application::find(call.db.read(), application).await?.ok_or(Error::NotFound)?;
    let photo = found.photo.ok_or(Error::NotFound)?;
    load(call, photo.hash, Size::Whole).await
}

async fn load(call: &Call, hash: String, size: Size) -> Result<Photo> {
    let files = call.outside.files.clone();
    let name = hash.clone();
    let read = move || {
        let bytes = files.get(&name)?.ok_or_else(|| Error::internal("a kept photo is not in the file store"))?;
        if size == Size::Small { picture::small(&bytes) } else { Ok(bytes) }
    };
    let bytes = tokio::task::spawn_blocking(read).await.map_err(Error::internal)??;
    let etag = if size == Size::Small { format!("{}-s", &hash[..32]) } else { hash[..32].to_owned() };
    Ok(Photo { bytes, mime: "image/jpeg", etag })
}
