//! What every store of files does, tried on a folder and on a bucket alike; and a picture sent while the store is away.

use crate::bucket::{Faults, Play};
use domain::{
    access::{Actor, Role},
    application::ApplicationKind,
    id::ApplicationId,
    time::HOUR_MS,
};
use services::{
    Call, Error, Outside, application, document,
    outside::{FileStore, Folder, S3Store, hash_of},
};
use std::sync::Arc;
use testkit::{TestApp, both};

/// The same body for each store.
fn keeps_files(store: &dyn FileStore) {
    let content = [0xff, 0xd8, 0, 1, 2].repeat(1_000);
    let hash = store.put(&content).unwrap();
    assert_eq!(hash, hash_of(&content));
    assert_eq!(store.get(&hash).unwrap().as_deref(), Some(&content[..]));
    assert_eq!(store.put(&content).unwrap(), hash, "the same content is one file");
    let other = store.put(b"").unwrap();
    assert_eq!(store.get(&other).unwrap().as_deref(), Some(&b""[..]), "an empty file is a file");
    assert_eq!(store.get(&hash_of(b"never kept")).unwrap(), None);

    assert_eq!(store.get_beside(&hash, "small").unwrap(), None);
    store.put_beside(&hash, "small", b"first").unwrap();
    store.put_beside(&hash, "small", b"second").unwrap();
    assert_eq!(store.get_beside(&hash, "small").unwrap().as_deref(), Some(&b"second"[..]));
    assert_eq!(store.get_beside(&other, "small").unwrap(), None, "beside one file only");

    for no_hash in ["", "..", "../../etc/passwd", &hash[..63], &format!("{hash}0"), &"z".repeat(64)] {
        assert_eq!(store.get(no_hash).unwrap(), None, "{no_hash}");
        assert_eq!(store.get_beside(no_hash, "small").unwrap(), None, "{no_hash}");
        assert!(store.put_beside(no_hash, "small", b"x").is_err(), "{no_hash}");
        store.remove(no_hash, &["small"]).unwrap();
    }
    for no_name in ["", "Small", "../x", "a.b", "小"] {
        assert!(store.put_beside(&hash, no_name, b"x").is_err(), "{no_name}");
        assert_eq!(store.get_beside(&hash, no_name).unwrap(), None, "{no_name}");
    }

    store.remove(&hash, &["small"]).unwrap();
    assert_eq!(store.get(&hash).unwrap(), None);
    assert_eq!(store.get_beside(&hash, "small").unwrap(), None);
    assert!(store.get(&other).unwrap().is_some(), "nothing else went");
    store.remove(&hash, &["small"]).unwrap();
    store.put(&content).unwrap();
    assert_eq!(store.get(&hash).unwrap().as_deref(), Some(&content[..]), "kept again after it was removed");
}

#[test]
fn a_folder_keeps_files() {
    let root = tempfile::tempdir().unwrap();
    keeps_files(&Folder::open(root.path().join("files")).unwrap());
}

#[test]
fn a_bucket_keeps_files() {
    let play = Play::open(Faults::None);
    let store = S3Store::open(&play.settings()).unwrap();
    keeps_files(&store);
    assert!(play.server.asked().iter().all(|asked| asked.target.starts_with("/evidence/")));
}

/// A call in which files are kept elsewhere.
fn with_files(call: &Call, files: Arc<dyn FileStore>) -> Call {
    Call { outside: Arc::new(Outside { files, ..(*call.outside).clone() }), ..call.clone() }
}

fn picture(width: u32) -> Vec<u8> {
    let shade = |at: u32| u8::try_from(at % 251).unwrap_or_default();
    let face = image::RgbImage::from_fn(width, 800, |x, y| image::Rgb([shade(x), shade(y), 90]));
    let mut png = std::io::Cursor::new(Vec::new());
    face.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

async fn started(app: &TestApp) -> (Call, ApplicationId) {
    let (id, _) = application::start(&app.call, ApplicationKind::TechnicianSimple).await.unwrap();
    let actor = Actor { application: Some(id), ..Actor::of(Role::Applicant) };
    (app.by(actor), id)
}

#[test]
fn a_picture_sent_while_the_store_is_away_is_told_and_nothing_refers_to_it() {
    both(|app| async move {
        let (call, id) = started(&app).await;
        let away = Play::open(Faults::Status(503));
        let without = with_files(&call, Arc::new(S3Store::open(&away.settings()).unwrap()));
        let told = application::put_photo(&without, id, picture(600)).await;
        assert!(matches!(told, Err(Error::Unavailable)), "{told:?}");
        let photo = || async { store::application::find(app.db().read(), id).await.unwrap().unwrap().photo };
        assert!(photo().await.is_none(), "what was not kept is not referred to");

        let play = Play::open(Faults::None);
        let bucket: Arc<dyn FileStore> = Arc::new(S3Store::open(&play.settings()).unwrap());
        let there = with_files(&call, bucket.clone());
        application::put_photo(&there, id, picture(600)).await.unwrap();
        let kept = photo().await.unwrap();
        assert!(bucket.get(&kept.hash).unwrap().is_some());
        let found = document::find_of_application(&there, id).await.unwrap();
        assert_eq!(hash_of(&found.clone().load(&there).await.unwrap().bytes), kept.hash);
        assert!(matches!(found.load(&without).await, Err(Error::Unavailable)), "later perhaps");
    });
}

#[test]
fn what_nothing_refers_to_waits_for_a_store_that_is_away() {
    both(|app| async move {
        let (call, id) = started(&app).await;
        let play = Play::open(Faults::None);
        let bucket: Arc<dyn FileStore> = Arc::new(S3Store::open(&play.settings()).unwrap());
        let there = with_files(&call, bucket.clone());
        application::put_photo(&there, id, picture(600)).await.unwrap();
        let hash = store::application::find(app.db().read(), id).await.unwrap().unwrap().photo.unwrap().hash;
        application::put_photo(&there, id, picture(601)).await.unwrap();
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS + 1));

        let away = Play::open(Faults::Status(503));
        let store = Arc::new(S3Store::open(&away.settings()).unwrap());
        let loose = || async {
            let found = store::document::loose_before(app.db().read(), app.call.now(), 10).await.unwrap();
            found.into_iter().any(|loose| loose.hash == hash)
        };
        assert_eq!(document::sweep(&with_files(&app.system(), store)).await.unwrap(), 0);
        assert!(loose().await, "still to be removed");
        assert_eq!(document::sweep(&with_files(&app.system(), bucket.clone())).await.unwrap(), 1);
        assert!(!loose().await && bucket.get(&hash).unwrap().is_none());
    });
}
