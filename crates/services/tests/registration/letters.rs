//! Letters put together for posting: each in one file, posted together, and some come back.

use crate::play::{Desk, business_form, code, stranger, technician_form};
use domain::{
    access::Role,
    id::{DeliveryId, LetterBatchId},
    notice::{DeliveryState, Medium, NoticeKind, Value, Values},
    technician::TechnicianForm,
    time::WorkDate,
};
use services::{Call, notice};
use store::{ConnectionTrait, notice::Recipient};
use testkit::{TestApp, both};

/// A letter that waits, to somebody of this name.
async fn letter(app: &TestApp, desk: &Desk, given_name: &str, address: &str) -> DeliveryId {
    let form = TechnicianForm { given_name: given_name.to_owned(), ..technician_form() };
    let person = desk.technician(app, form).await.technician_id.unwrap();
    let name = format!("髙﨑 {given_name}");
    let values = [("id", Value::Text(person.to_string())), ("name", Value::Text(name.clone()))];
    let to = Recipient::Technician(person);
    waiting(app, to, (NoticeKind::RegisteredByProxy, values), &format!("〒135-0016\n{address}\n{name} 様")).await
}

/// A letter of a kind that waits, in this envelope.
async fn waiting(
    app: &TestApp,
    to: Recipient,
    (kind, values): (NoticeKind, impl IntoIterator<Item = (&'static str, Value)>),
    envelope: &str,
) -> DeliveryId {
    let values: Values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let id = domain::id::NoticeId(app.call.ids.ordered(app.call.now()));
    let told = store::notice::Notice { id, kind, to, values, envelope: None, created_at: app.call.now() };
    let id = DeliveryId(app.call.ids.ordered(app.call.now()));
    let delivery = store::notice::Delivery {
        id,
        notice_id: told.id,
        medium: Medium::Letter,
        address: envelope.to_owned(),
        lang: "ja".to_owned(),
        state: DeliveryState::Waiting,
        tries: 0,
        changed_at: app.call.now(),
        return_key: None,
    };
    let tx = app.db().begin().await.unwrap();
    store::notice::insert(&tx, &told).await.unwrap();
    store::notice::insert_delivery(&tx, &delivery).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn file(operator: &Call, id: LetterBatchId) -> String {
    String::from_utf8(notice::letter::file(operator, id).await.unwrap()).unwrap()
}

#[test]
fn a_letter_is_in_one_file_and_the_next_holds_only_new_ones() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        assert_eq!(code(notice::letter::put_together(&desk.operator).await), "notice.no_letters");
        let first = letter(&app, &desk, "蓮", "東京都江東区東陽1").await;
        letter(&app, &desk, "葵", "=HYPERLINK(1)").await;
        let one = notice::letter::put_together(&desk.operator).await.unwrap();
        assert_eq!(code(notice::letter::put_together(&desk.operator).await), "notice.no_letters");
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty());
        letter(&app, &desk, "真由", "東京都江東区東陽3").await;
        let two = notice::letter::put_together(&desk.operator).await.unwrap();

        let text = file(&desk.operator, one).await;
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(lines[0], "郵便番号,住所,名前,件名,本文");
        assert!(lines[1].starts_with("135-0016,東京都江東区東陽1,髙﨑 蓮 様,登録が終わりました（ID "), "{text}");
        assert!(text.contains(",'=HYPERLINK(1),"), "no cell is a formula: {text}");
        assert!(!text.contains("真由") && file(&desk.operator, two).await.contains("真由"));
        assert_eq!(file(&desk.operator, one).await, text, "the same letters each time");

        let (batch, letters) = notice::letter::batch(&desk.operator, one, None).await.unwrap();
        assert_eq!((batch.letters, batch.posted_at, letters.all), (2, None, 2));
        assert_eq!(code(notice::letter::come_back(&desk.operator, first).await), "conflict.already_done", "not posted");
        notice::letter::post(&desk.operator, one).await.unwrap();
        assert_eq!(code(notice::letter::post(&desk.operator, one).await), "conflict.already_done");
        let (batch, letters) = notice::letter::batch(&desk.operator, one, None).await.unwrap();
        assert!(batch.posted_at.is_some());
        assert!(letters.rows.iter().all(|letter| letter.state == DeliveryState::Sent));
        let listed = notice::letter::batches(&desk.operator, None).await.unwrap();
        assert_eq!((listed.all, listed.rows[0].id, listed.rows[0].posted_at), (2, two, None));

        notice::letter::come_back(&desk.operator, first).await.unwrap();
        assert_eq!(code(notice::letter::come_back(&desk.operator, first).await), "conflict.already_done");
        let lost = notice::lost(&desk.operator, None).await.unwrap().rows;
        assert_eq!((lost.len(), lost[0].medium, lost[0].state), (1, Medium::Letter, DeliveryState::Bounced));
        let sql = "SELECT COUNT(*) FROM event WHERE process IN \
            ('letters.put_together', 'letters.post', 'notice.come_back')";
        let counted = sea_orm::Statement::from_string(app.db().read().get_database_backend(), sql);
        let row = app.db().read().query_one_raw(counted).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 4, "two files, one posted, one letter that came back");
    });
}

/// What a business is asked by a survey, with what its link holds.
fn asked(name: &str, link: String) -> (NoticeKind, [(&'static str, Value); 4]) {
    let day = WorkDate::from_stored(20_261_220);
    let [until, due] = ["until", "due"].map(|name| (name, Value::Day(day)));
    (NoticeKind::SurveyAsked, [("name", Value::Text(name.to_owned())), until, due, ("link", Value::Sealed(link))])
}

#[test]
fn what_a_link_holds_is_in_the_file_alone_and_each_making_of_it_is_noted() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let business = desk.business(&app, business_form("見本建設株式会社")).await.business_id.unwrap();
        let to = Recipient::Business(business);
        let opens = services::account::seal_handed(&app.call, "survey_link", "0123abcd").unwrap();
        waiting(&app, to, asked("見本建設株式会社", opens), "〒135-0016\n東陽1\n見本建設株式会社 様").await;
        let shut = "not sealed by us".to_owned();
        let broken = waiting(&app, to, asked("見本工業", shut), "〒135-0016\n東陽2\n見本工業 様").await;
        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        assert_eq!(letters.len(), 2, "one that does not open is listed too");
        for letter in &letters {
            let body = notice::letter::shown(&desk.operator, letter).unwrap().body;
            assert!(body.contains("https://register.example/business/survey") && !body.contains("?t="), "{body}");
        }
        let id = notice::letter::put_together(&desk.operator).await.unwrap();
        let exports = async || {
            let trail = store::event::of_subject(app.db().read(), "letters", &id.to_string(), 50).await.unwrap();
            trail.into_iter().filter(|event| event.process == "letters.export").collect::<Vec<_>>()
        };
        assert!(exports().await.is_empty(), "nothing was opened so far");
        let text = file(&desk.operator, id).await;
        assert!(text.contains("https://register.example/survey?t=0123abcd"), "{text}");
        let line = text.split("\r\n").find(|line| line.contains("見本工業 様")).unwrap();
        assert!(line.contains("投函しないでください") && !line.contains("http"), "{line}");
        let noted = exports().await;
        assert_eq!(noted.len(), 1);
        assert!(format!("{noted:?}").contains(&broken.to_string()), "{noted:?}");
        assert!(!format!("{noted:?}").contains("0123abcd"));
    });
}

#[test]
fn only_the_operator_posts_letters() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (none, nothing) = (LetterBatchId(uuid::Uuid::nil()), DeliveryId(uuid::Uuid::nil()));
        for role in [Role::Reviewer, Role::BusinessAdmin, Role::Technician, Role::Gate, Role::Public] {
            let who = stranger(&app, role);
            for told in [
                code(notice::letter::put_together(&who).await),
                code(notice::letter::batches(&who, None).await),
                code(notice::letter::batch(&who, none, None).await),
                code(notice::letter::file(&who, none).await),
                code(notice::letter::post(&who, none).await),
                code(notice::letter::come_back(&who, nothing).await),
            ] {
                assert!(told.starts_with("forbidden."), "{role:?}: {told}");
            }
        }
        for told in [
            code(notice::letter::batch(&desk.operator, none, None).await),
            code(notice::letter::file(&desk.operator, none).await),
            code(notice::letter::post(&desk.operator, none).await),
            code(notice::letter::come_back(&desk.operator, nothing).await),
        ] {
            assert_eq!(told, "not_found");
        }
    });
}
