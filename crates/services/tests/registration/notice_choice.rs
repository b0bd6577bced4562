//! Where notices go by what people chose: applied where a notice is queued, never against what must not be missed.

use crate::play::{Desk, admin, applicant, business_form, code, fields, started, stranger, technician_form, work};
use domain::{
    access::Role,
    application::{ApplicationKind, IssuedIds},
    card::{RevocationReason, reissue::ReissueReason},
    form::Problem,
    notice::{
        DeliveryState, Medium, NoticeKind, Reader,
        choice::{Choice, Topic},
    },
    survey::SurveyForm,
    technician::TechnicianForm,
};
use services::{Call, card, notice, outside::PostFault, survey};
use testkit::{BASE_URL, TestApp, both};

/// Mails and short messages that went out so far.
async fn sent(app: &TestApp) -> (usize, usize) {
    work(app).await;
    (app.mail.sent().len(), app.texts.sent().len())
}

/// Chooses these, and for the rest what is usual.
pub async fn choose(call: &Call, wishes: &[(Topic, &str)]) -> services::Result<()> {
    let wishes = wishes.to_vec();
    notice::choose(call, move |topic| {
        let wish = wishes.iter().find(|(wished, _)| *wished == topic).map(|(_, word)| *word);
        let usual = if topic == Topic::Security { "" } else { Choice::Usual.code() };
        wish.unwrap_or(usual).to_owned()
    })
    .await
}

pub async fn registered(app: &TestApp, desk: &Desk) -> (IssuedIds, Call) {
    let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
    let person = desk.technician(app, form).await;
    let call = admin(app, &person).await;
    (person, call)
}

fn kinds(lines: &[domain::notice::NoticeLine]) -> Vec<NoticeKind> {
    lines.iter().map(|line| line.kind).collect()
}

#[test]
fn what_was_chosen_holds_from_the_next_notice_on_and_the_list_has_everything() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = registered(&app, &desk).await;
        let before = notice::settings(&call, Reader::Technician).await.unwrap();
        assert_eq!(
            (before.reader, before.mail.as_str(), before.phone.as_str()),
            (Reader::Technician, "ren@example.jp", "09012345678")
        );
        assert_eq!(before.choices.of(Topic::Card), Choice::Usual);
        let (mails, texts) = sent(&app).await;
        choose(&call, &[(Topic::Card, "in_app"), (Topic::Due, "text")]).await.unwrap();
        let now = notice::settings(&call, Reader::Technician).await.unwrap().choices;
        assert_eq!(
            (now.of(Topic::Card), now.of(Topic::Due), now.of(Topic::Progress)),
            (Choice::InApp, Choice::Text, Choice::Usual)
        );
        let order = card::orders(&desk.operator).await.unwrap()[0].card_id;
        card::issue(&desk.operator, order, "04112233445566", BASE_URL).await.unwrap();
        assert_eq!(sent(&app).await, (mails, texts), "in the list only");
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        assert_eq!(sent(&app).await, (mails + 1, texts + 1), "what guards against somebody else goes both ways");
        card::ask_reissue(&call, person.technician_id.unwrap(), ReissueReason::Lost).await.unwrap();
        assert_eq!(sent(&app).await, (mails + 1, texts + 2), "a fee that is due, by the way that was chosen");
        let told = kinds(&notice::list(&call).await.unwrap());
        for kind in [NoticeKind::CardIssued, NoticeKind::CardRevoked, NoticeKind::ReissueFeeDue] {
            assert!(told.contains(&kind), "{kind:?} in {told:?}");
        }
        choose(&call, &[]).await.unwrap();
        assert!(notice::settings(&call, Reader::Technician).await.unwrap().choices.0.is_empty());
    });
}

#[test]
fn what_must_not_be_missed_cannot_be_switched_off_and_nothing_of_a_refused_page_is_kept() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = registered(&app, &desk).await;
        choose(&call, &[(Topic::Progress, "mail")]).await.unwrap();
        let told = fields(
            choose(
                &call,
                &[(Topic::Security, "in_app"), (Topic::Due, "in_app"), (Topic::Progress, ""), (Topic::Card, "x")],
            )
            .await,
        );
        let told: Vec<_> = told.into_iter().map(|told| (told.field, told.problem)).collect();
        let of = |field: &str, problem| (field.to_owned(), problem);
        assert_eq!(
            told,
            [
                of("security", Problem::NotAChoice),
                of("due", Problem::NotAChoice),
                of("progress", Problem::Missing),
                of("card", Problem::NotAChoice),
            ]
        );
        assert_eq!(
            notice::settings(&call, Reader::Technician).await.unwrap().choices.of(Topic::Progress),
            Choice::Mail
        );

        choose(&call, &[(Topic::Progress, "mail")]).await.unwrap();
        let id = person.technician_id.unwrap().to_string();
        let trail = store::event::of_subject(app.db().read(), "technician", &id, 50).await.unwrap();
        let noted = trail.iter().filter(|event| format!("{event:?}").contains("notice.choose")).count();
        assert_eq!(noted, 1, "what changes nothing is no event");

        let (by_applicant, application) = started(&app, ApplicationKind::TechnicianSimple).await;
        assert_eq!(code(choose(&by_applicant, &[]).await), "forbidden.log_in_first");
        assert_eq!(
            code(notice::settings(&applicant(&app, application), Reader::Technician).await),
            "forbidden.log_in_first"
        );
        for role in [Role::Reviewer, Role::Operator, Role::SiteAdmin, Role::Partner] {
            assert_eq!(code(choose(&stranger(&app, role), &[]).await), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(choose(&app.call, &[]).await), "forbidden.log_in_first");
        assert_eq!(code(notice::settings(&call, Reader::Business).await), "forbidden.role", "another's page");
        assert!(!notice::may_choose(&app.call) && notice::may_choose(&call));
    });
}

#[test]
fn a_business_that_wants_requests_in_its_list_only_gets_neither_mail_nor_letter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let quiet = admin(&app, &desk.business(&app, business_form("港栄建設株式会社")).await).await;
        let usual = admin(&app, &desk.business(&app, business_form("北浜架設株式会社")).await).await;
        let problems = fields(choose(&quiet, &[(Topic::Due, "text")]).await);
        assert_eq!(problems.len(), 1, "its phone takes no short messages: {problems:?}");
        choose(&quiet, &[(Topic::Request, "in_app"), (Topic::Due, "mail")]).await.unwrap();
        assert_eq!(
            notice::settings(&usual, Reader::Business).await.unwrap().choices.of(Topic::Request),
            Choice::Usual,
            "another's stays"
        );
        let (mails, _) = sent(&app).await;
        app.at(20_310_701, "10:00");
        let text = str::to_owned;
        let form = SurveyForm { from: text("2031-11-01"), to: text("2031-11-30"), due: text("2031-08-31") };
        survey::open(&desk.operator, &form).await.unwrap();
        let (after, _) = sent(&app).await;
        assert_eq!(after, mails + 1, "the other business alone");
        for call in [&quiet, &usual] {
            assert!(kinds(&notice::list(call).await.unwrap()).contains(&NoticeKind::SurveyAsked));
        }
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty());
    });
}

#[test]
fn where_the_chosen_way_is_dead_what_must_arrive_goes_the_other_way() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = registered(&app, &desk).await;
        let order = card::orders(&desk.operator).await.unwrap()[0].card_id;
        card::issue(&desk.operator, order, "04112233445566", BASE_URL).await.unwrap();
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        choose(&call, &[(Topic::Due, "mail")]).await.unwrap();
        let (mails, texts) = sent(&app).await;
        app.mail.fail(vec![PostFault::Refused("550".to_owned())]);
        card::ask_reissue(&call, person.technician_id.unwrap(), ReissueReason::Lost).await.unwrap();
        assert_eq!(sent(&app).await, (mails, texts + 1), "by the phone, which was not chosen");
        let lost = notice::lost(&desk.operator, None).await.unwrap().rows;
        assert_eq!(
            lost.iter().map(|line| (line.medium, line.state)).collect::<Vec<_>>(),
            [(Medium::Mail, DeliveryState::Bounced)]
        );
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty());
    });
}
