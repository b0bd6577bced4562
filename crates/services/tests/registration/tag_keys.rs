//! Keys of sites' tags, handed over to who writes them into the chips.

use domain::access::Role;
use proof::Uid;
use services::{Call, Error, tag};
use std::io::Write;
use testkit::{BASE_URL, Cast, TestApp, both, cast};

/// A chip that is no card of the cast's.
fn chip() -> Uid {
    Cast::uid(200)
}

async fn hung(app: &TestApp, cast: &Cast) {
    let form = domain::tag::TagForm { uid: chip().to_string(), place: "正門".to_owned() };
    tag::add(&cast.admin(app, cast.prime), cast.site, &form).await.unwrap();
}

/// Hands the keys over: of how many tags, and what was put down.
async fn keys(call: &Call) -> Result<Option<(usize, Vec<u8>)>, Error> {
    let mut content = Vec::new();
    let put = |sealed: &[u8]| {
        content.extend_from_slice(sealed);
        Ok(())
    };
    let handed = tag::keys(call, BASE_URL, put).await?;
    Ok(handed.map(|count| (count, content)))
}

#[test]
fn keys_that_could_not_be_written_wait_on() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        hung(&app, &cast).await;
        let (operator, office) = (app.role(Role::Operator), cast.admin(&app, cast.prime));
        let path = tempfile::NamedTempFile::new().unwrap();
        // Opened for reading, it takes nothing.
        let mut file = std::fs::File::open(path.path()).unwrap();
        let put = |sealed: &[u8]| file.write_all(sealed).map_err(Error::internal);
        let failed = tag::keys(&operator, BASE_URL, put).await;
        assert!(matches!(&failed, Err(Error::Internal(_))), "{failed:?}");
        assert!(tag::of_site(&office, cast.site).await.unwrap().tags[0].keys_at.is_none());
        let events = store::event::of_subject(app.db().read(), "site", &cast.site.to_string(), 50).await.unwrap();
        assert!(events.iter().all(|event| event.process != "tag.keys"), "{events:?}");
        let (count, sealed) = keys(&operator).await.unwrap().unwrap();
        assert_eq!((count, sealed.is_empty()), (1, false));
    });
}

#[test]
fn keys_leave_sealed_for_the_maker_and_once() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let operator = app.role(Role::Operator);
        assert!(keys(&operator).await.unwrap().is_none(), "none waits");
        hung(&app, &cast).await;
        let office = cast.admin(&app, cast.prime);
        for call in [&office, &cast.technician(&app, cast.people[0]), &app.role(Role::Public)] {
            assert!(matches!(keys(call).await, Err(Error::Forbidden(_))));
        }
        assert!(tag::of_site(&office, cast.site).await.unwrap().tags[0].keys_at.is_none());
        let (count, sealed) = keys(&operator).await.unwrap().unwrap();
        assert_eq!(count, 1);
        let plain = age::decrypt(&app.maker, &sealed).unwrap();
        assert!(String::from_utf8_lossy(&plain).contains(&chip().to_string()));
        assert!(tag::of_site(&office, cast.site).await.unwrap().tags[0].keys_at.is_some());
        assert!(keys(&operator).await.unwrap().is_none(), "handed over");
    });
}
