//! Pictures sent with an application beside the photo. Invariant: one for a field or item; a newer one takes its place in
//! the transaction that holds the application's lock.

use super::{Application, entity};
use crate::{document::look, fault::Result, query::ask};
use domain::{application::PhotoInfo, id::ApplicationId, time::Instant};
use sea_orm::{ConnectionTrait, entity::prelude::*};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub hash: String,
        pub kind: String,
        pub width: i32,
        pub height: i32,
        pub pages: i32,
        pub sent_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a picture is kept as.
const PICTURE: &str = "image/jpeg";
/// What a document is kept as.
const DOCUMENT: &str = "application/pdf";

/// A picture or document that was taken in for a field or an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// The field, or the item: `qualifications.k1`.
    pub field: String,
    /// Content hash in the file store.
    pub hash: String,
    /// Its size.
    pub info: PhotoInfo,
}

/// Rows with their files, in one more query for all.
pub(super) async fn attach(db: &impl ConnectionTrait, rows: Vec<entity::Model>) -> Result<Vec<Application>> {
    let mut applications: Vec<Application> = rows.into_iter().map(TryInto::try_into).collect::<Result<_>>()?;
    if applications.is_empty() {
        return Ok(applications);
    }
    let ids = applications.iter().map(|application| application.id.0);
    let found = row::Entity::find().filter(row::Column::ApplicationId.is_in(ids)).all(db).await?;
    for file in found {
        let pixels = |value: i32| u32::try_from(value).unwrap_or_default();
        let info =
            PhotoInfo { pages: pixels(file.pages), ..PhotoInfo::picture(pixels(file.width), pixels(file.height)) };
        if let Some(of) = applications.iter_mut().find(|application| application.id.0 == file.application_id) {
            of.files.push(SentFile { field: file.field, hash: file.hash, info });
        }
    }
    look_at(db, &mut applications).await?;
    Ok(applications)
}

/// Puts beside each picture how it looks.
async fn look_at(db: &impl ConnectionTrait, applications: &mut [Application]) -> Result<()> {
    let files = |of: &Application| of.files.iter().map(|file| file.hash.clone()).collect::<Vec<_>>();
    let photo = |of: &Application| of.photo.as_ref().map(|photo| photo.hash.clone());
    let hashes: Vec<String> = applications.iter().flat_map(|of| files(of).into_iter().chain(photo(of))).collect();
    let looks = look::of(db, hashes.iter().map(String::as_str)).await?;
    for of in applications {
        for file in &mut of.files {
            file.info.look = looks.get(&file.hash).copied();
        }
        if let Some(photo) = &mut of.photo {
            photo.info.look = looks.get(&photo.hash).copied();
        }
    }
    Ok(())
}

/// One row with its files.
pub(super) async fn attached(db: &impl ConnectionTrait, row: Option<entity::Model>) -> Result<Option<Application>> {
    Ok(attach(db, row.into_iter().collect()).await?.pop())
}

/// Keeps a picture for its field, in place of an earlier one.
pub async fn put_file(tx: &impl ConnectionTrait, id: ApplicationId, file: &SentFile, at: Instant) -> Result<()> {
    let pixels = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let sql = "INSERT INTO application_file (application_id, field, hash, kind, width, height, pages, sent_at) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application_id, field) DO UPDATE SET \
        hash = excluded.hash, kind = excluded.kind, width = excluded.width, height = excluded.height, \
        pages = excluded.pages, sent_at = excluded.sent_at";
    let values = vec![
        id.0.into(),
        file.field.clone().into(),
        file.hash.clone().into(),
        (if file.info.pages == 0 { PICTURE } else { DOCUMENT }).into(),
        pixels(file.info.width).into(),
        pixels(file.info.height).into(),
        pixels(file.info.pages).into(),
        at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The size of what was once sent with this hash; `None` where nothing was.
pub async fn sent_info(db: &impl ConnectionTrait, hash: &str) -> Result<Option<PhotoInfo>> {
    let sql = "SELECT width, height, pages FROM application_file WHERE hash = ? LIMIT 1";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![hash.into()])).await? else { return Ok(None) };
    let number = |at| Ok::<_, crate::fault::Fault>(u32::try_from(row.try_get_by_index::<i32>(at)?).unwrap_or_default());
    Ok(Some(PhotoInfo { pages: number(2)?, ..PhotoInfo::picture(number(0)?, number(1)?) }))
}

/// Takes what has this hash away from every application that has it; the fields it stood for.
pub async fn remove_files_with(tx: &impl ConnectionTrait, hash: &str) -> Result<Vec<(ApplicationId, String)>> {
    let found = row::Entity::find().filter(row::Column::Hash.eq(hash)).all(tx).await?;
    row::Entity::delete_many().filter(row::Column::Hash.eq(hash)).exec(tx).await?;
    Ok(found.into_iter().map(|file| (ApplicationId(file.application_id), file.field)).collect())
}

/// Takes the picture of a field or item away; nothing where there is none.
pub async fn remove_file(tx: &impl ConnectionTrait, id: ApplicationId, field: &str) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::ApplicationId.eq(id.0))
        .filter(row::Column::Field.eq(field))
        .exec(tx)
        .await?;
    Ok(())
}
