//! `/operator/notices`: letters to post, what did not arrive, and the words of every notice with sample values.

use super::{LetterPosted, MakeLetterFile, api::PAGE, letters, returned, work};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, Flash, OfficeLayout, Parts, SubmitButton, Table, Tone, call, icon, lang, page, t, tw,
    },
};
use domain::{
    application::{ApplicationKind, Deficiency, DeficiencyReason},
    fee::{PaymentReference, Yen},
    id::BusinessId,
    level::{Level, application::RefusalReason},
    listing::{Listed, Mark},
    notice::{BATCH_LETTERS_MAX, DeliveryState, LostLine, Medium, NoticeKind, Reader, Value, Values},
    technician::Engagement,
    time::WorkDate,
};
use i18n::{Lang, Msg, date, msg, notice, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::notice as m;

/// `/operator/notices`.
#[component]
pub fn OperatorNoticesPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default().parse::<Mark>().ok());
    let (of_letters, of_lost, of_files, of_aside) = (of("letters"), of("lost"), of("files"), of("aside"));
    page(async move {
        let call = call();
        let letters = letters::worded(services::notice::letters(&call, of_letters).await?)?;
        let files = services::notice::letter::batches(&call, of_files).await?;
        let lost = services::notice::lost(&call, of_lost).await?;
        let aside = services::notice::returned::aside(&call, of_aside).await?;
        let given_up = services::job::given_up(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let done = match flash.done.as_deref() {
            Some("posted") => Some(t(m::POSTED_DONE)),
            Some("again") => Some(t(m::WORK_AGAIN_DONE)),
            _ => None,
        };
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::OPERATOR_TITLE) who nav=frame::operator_nav(PAGE)>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {frame::outcome(&flash)}
                <p>{t(m::OPERATOR_LEAD)}</p>
                <h2>{t(m::LETTERS_HEADING)}</h2>
                {letter_list(letters, of_letters.is_some())}
                {letters::files(files, of_files.is_some())}
                <h2>{t(m::LOST_HEADING)}</h2>
                {lost_list(&lost, of_lost.is_some())}
                <h2>{t(m::ASIDE_HEADING)}</h2>
                {returned::aside(&aside, of_aside.is_some())}
                <h2>{t(m::WORK_HEADING)}</h2>
                {work::list(&given_up)}
                <h2>{t(m::PREVIEW_HEADING)}</h2>
                <p>{t(m::PREVIEW_LEAD)}</p>
                {NoticeKind::ALL.map(|kind| preview(kind, today)).collect_view()}
            </OfficeLayout>
        })
    })
}

fn letter_list(listed: Listed<letters::Worded>, later_part: bool) -> impl IntoView {
    let Listed { rows: letters, all, next } = listed;
    if letters.is_empty() && !later_part {
        return view! { <p class="hint">{t(m::LETTERS_NONE)}</p> }.into_any();
    }
    let heads = [m::ENVELOPE, m::WHAT, m::WAITING_SINCE, m::ACTION].map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?letters={next}"));
    view! {
        <p>{tw(m::LETTERS_LEAD, &[("count", &number::grouped(all))])}</p>
        <form method="post" action=MakeLetterFile::PATH>
            <p class="hint">
                {tw(m::FILE_MAKE_WHY, &[("max", &number::grouped(BATCH_LETTERS_MAX.into()))])}
            </p>
            <SubmitButton text=t(m::FILE_MAKE) kind=ButtonKind::Outline icon=icon::DESCRIPTION />
        </form>
        <Table caption=t(m::LETTERS_CAPTION) heads>
            {letters.iter().map(letter).collect_view()}
        </Table>
        <Parts of=t(m::LETTERS_CAPTION) first next />
    }
    .into_any()
}

fn letter(worded: &letters::Worded) -> impl IntoView + use<> {
    let line = &worded.0;
    let name = line.envelope.lines().last().unwrap_or_default().to_owned();
    view! {
        <tr>
            <th scope="row" class="envelope">{line.envelope.clone()}</th>
            <td data-label=t(m::WHAT)>{letters::text(worded)}</td>
            <td class="num" data-label=t(m::WAITING_SINCE)>{date::iso(line.at.date())}</td>
            <td>
                <form method="post" action=LetterPosted::PATH class="row-form">
                    <input type="hidden" name="letter" value=line.id.to_string() />
                    <button
                        type="submit"
                        class="button outline small"
                        aria-label=tw(m::LETTER_POSTED_OF, &[("name", &name)])
                    >
                        {t(m::LETTER_POSTED)}
                    </button>
                </form>
            </td>
        </tr>
    }
}

fn lost_list(listed: &Listed<LostLine>, later_part: bool) -> impl IntoView + use<> {
    let lost = &listed.rows;
    if lost.is_empty() && !later_part {
        return view! { <p class="hint">{t(m::LOST_NONE)}</p> }.into_any();
    }
    let heads = [m::WHAT, m::MEDIUM, m::STATE, m::TRIES, m::LAST_TRY].map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| PAGE.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{PAGE}?lost={next}"));
    let lines = lost.iter().map(lost_line).collect_view();
    view! {
        <p>{tw(m::LOST_COUNT, &[("count", &number::grouped(listed.all))])}</p>
        <Table caption=t(m::LOST_CAPTION) heads>
            {lines}
        </Table>
        <Parts of=t(m::LOST_CAPTION) first next />
    }
    .into_any()
}

fn lost_line(line: &LostLine) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{kind_name(line.kind)}</th>
            <td data-label=t(m::MEDIUM)>{t(medium(line.medium))}</td>
            <td data-label=t(m::STATE)>{how(line)}</td>
            <td class="number" data-label=t(m::TRIES)>{line.tries}</td>
            <td class="num" data-label=t(m::LAST_TRY)>{date::iso_time(line.at)}</td>
        </tr>
    }
}

/// What became of it; of a mail that came back, why.
fn how(line: &LostLine) -> String {
    match (line.medium, line.state, line.returned) {
        (_, _, Some(status)) => returned::why(status),
        // The number may be a phone's all the same.
        (Medium::Line, DeliveryState::Bounced, None) => t(m::STATE_NO_LINE).to_owned(),
        (_, of, None) => t(state(of)).to_owned(),
    }
}

const fn medium(medium: Medium) -> Msg {
    match medium {
        Medium::Mail => m::MEDIUM_MAIL,
        Medium::Text => m::MEDIUM_TEXT,
        Medium::Letter => m::MEDIUM_LETTER,
        Medium::Line => m::MEDIUM_LINE,
    }
}

pub(super) const fn state(state: DeliveryState) -> Msg {
    match state {
        DeliveryState::Waiting => m::STATE_WAITING,
        DeliveryState::Sent => m::STATE_SENT,
        DeliveryState::Bounced => m::STATE_BOUNCED,
        DeliveryState::Failed => m::STATE_FAILED,
    }
}

/// The subject without its number: what stands before the bracket.
fn kind_name(kind: NoticeKind) -> String {
    let subject = notice::words(lang(), kind, &sample(lang(), kind, WorkDate::from_stored(20_260_401))).subject;
    subject.split(['（', '(']).next().unwrap_or_default().trim().to_owned()
}

/// Every notice in every language with sample values.
fn preview(kind: NoticeKind, today: WorkDate) -> impl IntoView {
    let in_language = move |spoken: Lang| {
        let words = notice::words(spoken, kind, &sample(spoken, kind, today));
        view! {
            <div class="notice-preview" lang=spoken.code()>
                <p>
                    <strong>{words.subject}</strong>
                </p>
                <p class="notice-body">{words.body}</p>
            </div>
        }
    };
    view! { <Card title=kind_name(kind)>{Lang::OFFICE.map(in_language).collect_view()}</Card> }
}

/// An employment among sample values; its business is named beside it.
fn employed(from: i32, until: Option<i32>) -> Engagement {
    let (business, day) = (BusinessId::from_stored(0), WorkDate::from_stored);
    Engagement { business, from: day(from), until: until.map(day), main: true }
}

fn sample(lang: Lang, kind: NoticeKind, today: WorkDate) -> Values {
    let value = |name: &&str| {
        let value = match *name {
            "name" => Value::Text(m::SAMPLE_NAME.get(lang).to_owned()),
            "number" => Value::Text(domain::application::reference_number(today, 417)),
            "reason" => Value::Text(m::SAMPLE_REASON.get(lang).to_owned()),
            "office" | "union" => Value::Text(m::SAMPLE_OFFICE.get(lang).to_owned()),
            "address" => Value::Text(m::SAMPLE_ADDRESS.get(lang).to_owned()),
            "phone" => Value::Text("0300000000".to_owned()),
            "code" => Value::Text("ABCD-EFGH-JKLM".to_owned()),
            "business" | "prime" | "payer" => Value::Text(m::SAMPLE_BUSINESS.get(lang).to_owned()),
            "site" => Value::Text(m::SAMPLE_SITE.get(lang).to_owned()),
            "qualification" => Value::Text(m::SAMPLE_QUALIFICATION.get(lang).to_owned()),
            "disaster" => Value::Text(m::SAMPLE_DISASTER.get(lang).to_owned()),
            "field" => Value::Text(m::SAMPLE_FIELD.get(lang).to_owned()),
            "level" => Value::Level(Level::Three),
            "note" => Value::Text(m::SAMPLE_NOTE.get(lang).to_owned()),
            "reasons" => Value::LevelRefusals(vec![RefusalReason::Days, RefusalReason::Statement]),
            "fields" => Value::Fields(vec!["family_name".to_owned(), "address".to_owned()]),
            "before" => Value::Employments(vec![employed(20_240_401, None)]),
            "after" => Value::Employments(vec![employed(20_240_501, Some(20_260_331))]),
            "id" => Value::Text("00000000000000".to_owned()),
            "count" => Value::Count(2),
            "days" => Value::Days(vec![today.previous()]),
            "month" => Value::Month(today.month().previous()),
            "items" => Value::Items {
                of: ApplicationKind::TechnicianSimple,
                items: [("photo", DeficiencyReason::PhotoBackground), ("address", DeficiencyReason::AddressIncomplete)]
                    .map(|(field, reason)| Deficiency {
                        field: field.to_owned(),
                        reason,
                        explanation: String::new(),
                        mended: false,
                    })
                    .to_vec(),
            },
            "yen" => Value::Yen(Yen(4_900)),
            "left" | "over" => Value::Yen(Yen(100)),
            "reference" => Value::Text(PaymentReference::from_body(0).grouped()),
            "contact" => services::notice::contact(&call(), Reader::Technician),
            "how" => Value::HowToPay(call().outside.pay_to.clone()),
            _ => Value::Day(today),
        };
        ((*name).to_owned(), value)
    };
    kind.values().iter().map(value).collect()
}
