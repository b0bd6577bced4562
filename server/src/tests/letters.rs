//! The file of letters: names and addresses, for the operator alone.

use super::Ground;
use axum::http::header;
use domain::account::AccountKind;
use testkit::{both, cast};

#[test]
fn letters_are_the_operators_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        // Nothing is made of nothing.
        let call = app.role(domain::access::Role::Operator);
        assert!(services::notice::letter::put_together(&call).await.is_err());
        let none = format!("/operator/notices/letters/{}/letters.csv", uuid::Uuid::nil());
        for (kind, status) in
            [(AccountKind::Operator, 404), (AccountKind::Reviewer, 403), (AccountKind::BusinessAdmin, 403)]
        {
            let cookie = ground.logged_in(kind, &cast).await;
            let seen = ground.get(&none, &cookie).await;
            assert_eq!(seen.status, status, "{kind:?}");
            assert!(seen.headers.get(header::CONTENT_DISPOSITION).is_none());
        }
        assert_eq!(ground.get(&none, "").await.status, 401);
    });
}
