//! Documents of several pages: taken, shown page by page, kept as long as somebody refers to them. What draws the pages is a
//! program played by a script; the real one has tests of its own.

use crate::play::{Desk, code, detailed_form, fields, picture, started, stranger};
use domain::{
    access::Role,
    application::{ApplicationKind, DeficiencyReason, PhotoInfo, State},
    form::Problem,
    id::ApplicationId,
};
use services::{
    Call, Error, application,
    document::{self, Part},
    outside::hash_of,
};
use std::os::unix::fs::PermissionsExt;
use testkit::{TestApp, both, clock};

const KIND: ApplicationKind = ApplicationKind::TechnicianDetailed;
const PDF: &[u8] = b"%PDF-1.7 a licence of three pages";

/// Puts a program in place that reads the file, writes `answer` and then does `then`.
fn plays(app: &TestApp, answer: &[u8], then: &str) {
    let program = app.page_program();
    let kept = program.with_extension("answer");
    std::fs::write(&kept, answer).unwrap();
    let script = format!("#!/bin/sh\n/bin/cat > /dev/null\n/bin/cat {}\n{then}\n", kept.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
}

/// The answer of a program that drew these pages.
fn drawn(pages: &[Vec<u8>]) -> Vec<u8> {
    let mut answer = format!("pages {}\n", pages.len()).into_bytes();
    for page in pages {
        answer.extend(u32::try_from(page.len()).unwrap().to_be_bytes());
        answer.extend(page);
    }
    answer
}

fn three() -> Vec<u8> {
    drawn(&[picture(60, 80), picture(80, 60), picture(50, 50)])
}

async fn sent(app: &TestApp) -> (Call, ApplicationId, PhotoInfo) {
    plays(app, &three(), "");
    let (call, id) = started(app, KIND).await;
    let info = application::put_file(&call, id, "identity", PDF.to_vec()).await.unwrap();
    (call, id, info)
}

async fn bytes(call: &Call, id: ApplicationId, part: Part) -> Result<Vec<u8>, Error> {
    Ok(document::find_part(call, id, "identity", part).await?.load(call).await?.bytes)
}

fn kept(call: &Call, hash: &str) -> bool {
    call.outside.files.get(hash).unwrap().is_some()
}

#[test]
fn a_document_is_shown_page_by_page_and_saved_as_it_came() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, info) = sent(&app).await;
        assert_eq!(info, PhotoInfo { pages: 3, ..PhotoInfo::picture(60, 80) });
        for (number, size) in [(1, (60, 80)), (2, (80, 60)), (3, (50, 50))] {
            let page = image::load_from_memory(&bytes(&desk.reviewer, id, Part::Page(number)).await.unwrap()).unwrap();
            assert_eq!((page.width(), page.height()), size, "page {number}");
        }
        let found = document::find_part(&call, id, "identity", Part::File).await.unwrap().load(&call).await.unwrap();
        assert_eq!((found.bytes.as_slice(), found.mime), (PDF, document::PDF_KIND));
        for part in [Part::Page(0), Part::Page(4), Part::Page(u32::MAX)] {
            assert_eq!(code(bytes(&call, id, part).await), "not_found", "{part:?}");
        }
        assert_eq!(document::sent_for(&call, id, "identity").await.unwrap(), (KIND, info));

        for part in [Part::File, Part::Page(2)] {
            let (other, _) = started(&app, KIND).await;
            assert_eq!(code(bytes(&other, id, part).await), "forbidden.not_yours");
            for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Gate] {
                assert_eq!(code(bytes(&stranger(&app, role), id, part).await), "forbidden.role");
            }
            assert_eq!(code(bytes(&app.call, id, part).await), "forbidden.log_in_first");
        }
        assert_eq!(code(document::sent_for(&app.call, id, "identity").await), "forbidden.log_in_first");
    });
}

#[test]
fn a_picture_has_one_page_and_is_no_file_to_be_saved() {
    both(|app| async move {
        let (call, id) = started(&app, KIND).await;
        application::put_file(&call, id, "identity", picture(40, 30)).await.unwrap();
        assert!(bytes(&call, id, Part::Page(1)).await.is_ok());
        assert_eq!(code(bytes(&call, id, Part::Page(2)).await), "not_found");
        assert_eq!(code(bytes(&call, id, Part::File).await), "not_found");
    });
}

#[test]
fn what_the_program_refuses_or_does_wrong_is_said_beside_the_field() {
    both(|app| async move {
        let (call, id) = started(&app, KIND).await;
        let no_picture = drawn(&[b"no picture".to_vec()]);
        for (answer, then, expected) in [
            (&b"locked\n"[..], "", "document.locked"),
            (b"damaged\n", "", "document.damaged"),
            (b"too_many\n", "", "document.too_many_pages"),
            (b"fonts\n", "", "document.fonts_missing"),
            (b"", "", "document.damaged"),
            (b"pages 2\n", "", "document.damaged"),
            (&three(), "exit 1", "document.damaged"),
            (&three(), "kill -9 $$", "document.too_heavy"),
            (&no_picture, "", "photo.not_picture"),
        ] {
            plays(&app, answer, then);
            let problems = fields(application::put_file(&call, id, "identity", PDF.to_vec()).await);
            let problem = Problem::Refused { code: expected.to_owned() };
            assert_eq!((problems[0].field.as_str(), &problems[0].problem), ("identity", &problem));
        }
        let mut large = PDF.to_vec();
        large.resize(document::BYTES_MAX + 1, b' ');
        let problems = fields(application::put_file(&call, id, "identity", large).await);
        assert_eq!(problems[0].problem, Problem::Refused { code: "photo.too_large".to_owned() });
        let photo = fields(application::put_file(&call, id, "photo", PDF.to_vec()).await);
        assert_eq!(photo[0].problem, Problem::Refused { code: "photo.pdf".to_owned() });
        assert!(application::technician_draft(&call, id).await.unwrap().files.is_empty(), "nothing of it was kept");

        std::fs::remove_file(app.page_program()).unwrap();
        let without = application::put_file(&call, id, "identity", PDF.to_vec()).await;
        assert!(matches!(without, Err(Error::Unavailable)), "{without:?}");
    });
}

#[tokio::test]
async fn a_program_that_does_not_come_to_an_end_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("slow");
    std::fs::write(&program, "#!/bin/sh\nexec /bin/sleep 60\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let patience = std::time::Duration::from_millis(200);
    let slow = services::outside::PageProgram { program, patience };
    assert_eq!(code(slow.pages(PDF.to_vec()).await), "document.too_heavy");
}

#[test]
fn a_document_is_drawn_once_however_often_it_is_sent() {
    both(|app| async move {
        let (_, _, first) = sent(&app).await;
        std::fs::remove_file(app.page_program()).unwrap();
        let (call, id) = started(&app, KIND).await;
        let again = application::put_file(&call, id, "identity", PDF.to_vec()).await.unwrap();
        assert_eq!(again, first);
        assert!(bytes(&call, id, Part::Page(3)).await.is_ok());
    });
}

#[test]
fn pages_stay_as_long_as_their_document_and_go_with_it() {
    both(|app| async move {
        let (call, id, _) = sent(&app).await;
        let document = hash_of(PDF);
        let page = hash_of(&bytes(&call, id, Part::Page(2)).await.unwrap());
        let swept = |day| {
            let app = app.clone();
            async move {
                app.call.clock.set(clock(day, "09:00"));
                document::sweep(&app.system()).await.unwrap();
            }
        };
        swept(20_261_121).await;
        assert!(kept(&call, &document) && kept(&call, &page), "somebody refers to it");

        // The same document for another application: it is let go when the last lets it go.
        let (other, another) = started(&app, KIND).await;
        application::put_file(&other, another, "identity", PDF.to_vec()).await.unwrap();
        application::put_file(&call, id, "identity", picture(44, 33)).await.unwrap();
        swept(20_261_122).await;
        assert!(kept(&call, &document) && bytes(&other, another, Part::Page(2)).await.is_ok());

        application::put_file(&other, another, "identity", picture(33, 44)).await.unwrap();
        swept(20_261_123).await;
        assert!(!kept(&call, &document) && !kept(&call, &page), "nobody refers to it any more");
        // And who sends it again gets it drawn again.
        let info = application::put_file(&call, id, "identity", PDF.to_vec()).await.unwrap();
        assert_eq!(info.pages, 3);
        assert!(bytes(&call, id, Part::Page(2)).await.is_ok());
    });
}

const CARD: &str = "insurance_card";
const CLIENT: &str = "198.51.100.7";

#[test]
fn an_insurance_card_is_taken_only_with_the_word_that_its_numbers_are_covered() {
    both(|app| async move {
        let (call, id) = started(&app, KIND).await;
        let put = |covered, sent: Vec<u8>| {
            let call = call.clone();
            async move { application::put_insurance_card_from(&call, id, covered, sent, CLIENT).await }
        };
        for (covered, sent, expected) in [
            (false, picture(60, 40), "document.not_covered"),
            (false, PDF.to_vec(), "document.not_covered"),
            (true, PDF.to_vec(), "document.insurance_pdf"),
        ] {
            let problems = fields(put(covered, sent).await);
            let problem = Problem::Refused { code: expected.to_owned() };
            assert_eq!((problems[0].field.as_str(), &problems[0].problem), (CARD, &problem));
        }
        let without = fields(application::put_file(&call, id, CARD, picture(60, 40)).await);
        assert_eq!(without[0].problem, Problem::Refused { code: "document.not_covered".to_owned() });
        assert!(application::technician_draft(&call, id).await.unwrap().files.is_empty());
        put(true, picture(60, 40)).await.unwrap();
        assert!(document::find_file(&call, id, CARD).await.is_ok());

        let (other, _) = started(&app, KIND).await;
        let theirs = application::put_insurance_card_from(&other, id, true, picture(9, 9), CLIENT).await;
        assert_eq!(code(theirs), "forbidden.not_yours");
    });
}

/// A detailed application under review by the desk, with an insurance card.
async fn under_review(app: &TestApp, desk: &Desk, card: Vec<u8>) -> (Call, ApplicationId) {
    let (call, id) = started(app, KIND).await;
    application::save_technician(&call, id, detailed_form()).await.unwrap();
    application::put_file(&call, id, "photo", picture(300, 400)).await.unwrap();
    application::put_file(&call, id, "identity", picture(800, 500)).await.unwrap();
    application::put_insurance_card_from(&call, id, true, card, CLIENT).await.unwrap();
    application::submit(&call, id).await.unwrap();
    application::claim(&desk.reviewer, id).await.unwrap();
    (call, id)
}

#[test]
fn a_picture_that_shows_a_number_is_gone_at_once_and_its_owner_is_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let card = picture(640, 400);
        let (call, id) = under_review(&app, &desk, card.clone()).await;
        let shown = document::find_file(&desk.reviewer, id, CARD).await.unwrap().load(&desk.reviewer).await.unwrap();
        let hash = hash_of(&shown.bytes);
        // The same picture in somebody else's draft.
        let (twin, another) = started(&app, KIND).await;
        application::put_insurance_card_from(&twin, another, true, card, CLIENT).await.unwrap();

        assert!(application::erase_visible_number(&desk.reviewer, id, CARD).await.unwrap(), "nothing is left of it");
        assert!(!kept(&call, &hash) && call.outside.files.get_beside(&hash, "small").unwrap().is_none());
        assert_eq!(code(document::find_file(&desk.reviewer, id, CARD).await), "not_found");
        assert_eq!(code(document::find_file(&twin, another, CARD).await), "not_found");

        let view = application::view(&call, id).await.unwrap();
        assert_eq!(view.state, State::Returned);
        let told: Vec<_> = view.deficiencies.iter().map(|it| (it.field.as_str(), it.reason)).collect();
        assert_eq!(told, [(CARD, DeficiencyReason::NumberVisible)]);
        let events = store::event::of_subject(app.db().read(), "application", &id.to_string(), 500).await.unwrap();
        let erased = events.iter().find(|event| event.process == "application.evidence_erased").unwrap();
        assert!(!format!("{erased:?}").contains(&hash), "without its content");

        // Sent again, covered: it is judged anew.
        application::put_insurance_card_from(&call, id, true, picture(641, 400), CLIENT).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let field = case.fields.iter().find(|field| field.field == CARD).unwrap();
        assert!(field.has_picture && field.verdict.is_none() && field.changed);
    });
}

#[test]
fn only_the_reviewer_who_has_the_case_deletes_and_only_what_is_there() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = under_review(&app, &desk, picture(640, 400)).await;
        let erase = |by: Call, field: &'static str| async move {
            code(application::erase_visible_number(&by, id, field).await)
        };
        assert_eq!(erase(call.clone(), CARD).await, "forbidden.log_in_first");
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Gate] {
            assert_eq!(erase(stranger(&app, role), CARD).await, "forbidden.role");
        }
        let other = crate::play::office(&app, Role::Reviewer, "shinsa-2").await;
        assert_eq!(erase(other, CARD).await, "conflict.claimed");
        for field in ["hat", "qualifications.k1", "photo"] {
            assert_eq!(erase(desk.reviewer.clone(), field).await, "not_found", "{field}");
        }
        assert!(document::find_file(&desk.reviewer, id, CARD).await.is_ok(), "nothing was deleted");
        application::release(&desk.reviewer, id).await.unwrap();
        assert_eq!(erase(desk.reviewer.clone(), CARD).await, "conflict.state");
    });
}
