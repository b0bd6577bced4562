//! What is registered of somebody, and its pictures.

use super::Ground;
use domain::account::AccountKind;
use testkit::{both, cast};

#[test]
fn what_is_registered_of_somebody_is_theirs_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let file = "/passport/registration/file/qualifications.k1";
        assert_eq!(ground.get(file, "").await.status, 401);
        for kind in [AccountKind::BusinessAdmin, AccountKind::Reviewer, AccountKind::Operator] {
            let cookie = ground.logged_in(kind, &cast).await;
            assert_eq!(ground.get(file, &cookie).await.status, 403, "{kind:?}");
        }
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        assert_eq!(ground.get(file, &own).await.status, 404, "there is none");
        let shown = ground.get("/passport/registration", &own).await;
        assert!(shown.status == 200 && shown.text.contains("北浜架設"), "{shown:?}");
        let then = ground.get("/passport/registration?on=2200-01-01", &own).await;
        assert!(then.status == 200 && then.text.contains("on-problem"), "a day to come is none: {then:?}");
    });
}
