//! A union is told of agreements and requests: by mail where it gave an address, in its language, and by nobody else's.

use crate::{
    labour::{Play, agreement_form, asked, play, request_form},
    play::{code, fields, work},
};
use domain::{form::Problem, id::LabourAgreementId, labour::UnionContact};
use services::labour;
use testkit::{TestApp, both};
use uuid::Uuid;

const MAIL: &str = "honbu@kumiai.example.jp";

fn contact(mail: &str, lang: &str) -> UnionContact {
    UnionContact { mail: mail.to_owned(), lang: lang.to_owned() }
}

/// What went out to an address so far, subjects and bodies.
async fn mails(app: &TestApp, to: &str) -> Vec<(String, String)> {
    work(app).await;
    let sent = app.mail.sent().into_iter().filter(|letter| letter.to == to);
    sent.map(|letter| (letter.subject, letter.body)).collect()
}

async fn proposed(play: &Play) {
    labour::propose(&play.prime, &agreement_form(&play.union)).await.unwrap();
}

#[test]
fn a_union_is_told_by_mail_in_its_language_of_what_a_prime_proposes_and_asks_for() {
    both(|app| async move {
        let play = play(&app, 1).await;
        let head = &play.union.head;
        assert_eq!(labour::contact(head).await.unwrap(), contact("", "ja"), "nothing said yet");
        proposed(&play).await;
        assert!(mails(&app, MAIL).await.is_empty(), "its page says it");
        labour::keep_contact(head, &contact(MAIL, "ja")).await.unwrap();
        assert_eq!(labour::contact(head).await.unwrap(), contact(MAIL, "ja"));
        let id = asked(&play, 2).await;
        let sent = mails(&app, MAIL).await;
        assert_eq!(sent.len(), 2, "{sent:?}");
        assert!(sent[0].0.contains("協約の申し入れ") && sent[0].0.contains("港栄建設"), "{sent:?}");
        assert!(sent[1].0.contains("南志見応急仮設住宅") && sent[1].1.contains("2人"), "{sent:?}");
        assert!(sent.iter().all(|(_, body)| body.contains("/counter/labour")), "{sent:?}");

        labour::keep_contact(head, &contact(MAIL, "en")).await.unwrap();
        labour::change_people(&play.prime, id, "3").await.unwrap();
        labour::change_people(&play.prime, id, "3").await.unwrap();
        let sent = mails(&app, MAIL).await;
        assert_eq!(sent.len(), 3, "the same number is told once: {sent:?}");
        assert!(sent[2].0.starts_with("Another number of people") && sent[2].1.contains("3 people"), "{sent:?}");

        labour::keep_contact(head, &contact("", "en")).await.unwrap();
        proposed(&play).await;
        assert_eq!(mails(&app, MAIL).await.len(), 3, "it wants no mail any more");
    });
}

#[test]
fn each_union_is_told_of_its_own_and_an_address_is_one() {
    both(|app| async move {
        let play = play(&app, 1).await;
        labour::keep_contact(&play.rival.head, &contact("yoso@kumiai.example.jp", "ja")).await.unwrap();
        labour::keep_contact(&play.union.head, &contact(MAIL, "ja")).await.unwrap();
        for (mail, lang, field) in [("x", "ja", "mail"), (MAIL, "xx", "lang"), (MAIL, "", "lang")] {
            let wrong = fields(labour::keep_contact(&play.union.head, &contact(mail, lang)).await);
            assert_eq!(wrong[0].field, field, "{wrong:?}");
        }
        let none = fields(labour::keep_contact(&play.union.head, &contact(MAIL, "")).await);
        assert_eq!(none[0].problem, Problem::Missing);
        assert_eq!(code(labour::keep_contact(&play.union.field, &contact(MAIL, "ja")).await), "forbidden.role");
        let unknown = request_form(LabourAgreementId(Uuid::nil()), play.site, 1);
        assert_eq!(fields(labour::ask(&play.prime, &unknown).await)[0].field, "agreement");
        asked(&play, 1).await;
        assert_eq!(mails(&app, MAIL).await.len(), 2, "what was refused was told nobody");
        assert!(mails(&app, "yoso@kumiai.example.jp").await.is_empty());
    });
}
