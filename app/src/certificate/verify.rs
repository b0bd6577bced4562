//! `/verify`: whether a certificate is genuine and still holds, for anybody. Invariant: with a script nothing leaves the device, and the page goes
//! on without signal once it is there (`app/static/checks`); without one the form asks the server, which keeps what was sent no longer than
//! until the result was shown.

use crate::shell::{
    Banner, Card, DescriptionList, Field, Flash, PageTitle, PublicLayout, Row, SubmitButton, TextField, Tone, UiError,
    call,
    field::described_by,
    icon, lang, page,
    request::Request,
    t, tr, tw,
    upload::{self, leave},
};
use axum::{extract::Multipart, response::Response};
use domain::{
    certificate::{HolderFault, Item, Judged, Verdict},
    level::Level,
    time::Instant,
};
use i18n::{Msg, date, msg::certificate as m, word};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use services::document::Upload;

/// Its address.
pub(super) const PAGE: &str = "/verify";
/// Where its form goes.
const CHECK: &str = "/verify/check";
/// The largest file that is looked at, bytes.
pub const FILE_BYTES_MAX: usize = 65_536;
/// What stands for the day in texts the script fills in.
const DAY: &str = "{day}";

/// What a second code showed, as it lies in the session between two pages.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Second {
    Same,
    Other,
    Time,
    Malformed,
    Unbound,
}

impl Second {
    const ALL: [Self; 5] = [Self::Same, Self::Other, Self::Time, Self::Malformed, Self::Unbound];
    const fn of(found: Result<(), HolderFault>) -> Self {
        match found {
            Ok(()) => Self::Same,
            Err(HolderFault::Signature) => Self::Other,
            Err(HolderFault::Step) => Self::Time,
            Err(HolderFault::Malformed) => Self::Malformed,
        }
    }
    const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Other => "other",
            Self::Time => "time",
            Self::Malformed => "malformed",
            Self::Unbound => "unbound",
        }
    }
    const fn words(self) -> Msg {
        match self {
            Self::Same => word::certificate_second(Ok(())),
            Self::Other => word::certificate_second(Err(HolderFault::Signature)),
            Self::Time => word::certificate_second(Err(HolderFault::Step)),
            Self::Malformed => word::certificate_second(Err(HolderFault::Malformed)),
            Self::Unbound => m::SECOND_UNBOUND,
        }
    }
}

/// What the form leaves for the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Left {
    judged: Option<Judged>,
    second: Option<Second>,
}

/// `POST /verify/check`: text or file, and a second code where there is one. The body's size is limited by the route.
pub async fn receive(request: Request, multipart: Multipart) -> Response {
    let sent = match upload::read(multipart, FILE_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let text = match &sent.file {
        Upload::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Upload::Missing | Upload::TooLarge => sent.text("text").to_owned(),
    };
    let second = sent.text("second");
    let flash = match services::certificate::judge(&request.call, &text, second).await {
        Ok((judged, found)) => {
            let unbound = judged.verdict.is_genuine() && !second.trim().is_empty();
            let second = found.map(Second::of).or(unbound.then_some(Second::Unbound));
            Flash::to(PAGE).typed(&Left { judged: Some(judged), second })
        }
        Err(error) => Flash::to(PAGE).failed(error.into()),
    };
    leave(&request, flash).await
}

/// `/verify`.
#[component]
pub fn VerifyPage() -> impl IntoView {
    page(async {
        let issuer = services::certificate::issuer(&call())?;
        let flash = Flash::take(PAGE).await?;
        let failed = flash.error.as_ref().map(|error: &UiError| error.words(lang()));
        let left: Left = flash.form();
        let held = json!({ "issuer": issuer.document(), "words": words() }).to_string();
        let result = left.judged.map(|judged| result(&judged, left.second));
        let form = form();
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::VERIFY_TITLE) />
                <div class="narrow">
                    <h1>{tr(m::VERIFY_TITLE)}</h1>
                    {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                    <p>{tr(m::VERIFY_LEAD)}</p>
                    <p class="hint" id="verify-ready" role="status"></p>
                    <div id="verify-result" tabindex="-1" aria-live="polite">
                        {result}
                    </div>
                    {form}
                </div>
                // Nothing that runs: the issuer's keys and the page's words, for its script. Of `<` only the escape stands in it.
                <script type="application/json" id="verify-held" inner_html=held.replace('<', "\\u003c")></script>
                <script type="module" src="/checks/page.js"></script>
            </PublicLayout>
        })
    })
}

fn form() -> impl IntoView {
    let (text, file) = (described_by("text", true), described_by("file", true));
    view! {
        <form method="post" action=CHECK enctype="multipart/form-data" class="form" id="verify-form">
            <Field name="text" label=t(m::VERIFY_TEXT) hint=t(m::VERIFY_TEXT_HINT) required=false>
                <textarea class="input" id="text" name="text" rows="5" spellcheck="false" autocomplete="off" aria-describedby=text></textarea>
            </Field>
            <Field name="file" label=t(m::VERIFY_FILE) hint=t(m::VERIFY_FILE_HINT) required=false>
                <input class="input" type="file" id="file" name="file" aria-describedby=file />
            </Field>
            <p class="actions" id="verify-camera" hidden>
                <button type="button" class="button outline" id="verify-camera-start">
                    {t(m::CAMERA)}
                </button>
            </p>
            <video id="verify-video" class="verify-video" playsinline muted hidden aria-label=t(m::CAMERA_VIEW)></video>
            <TextField name="second" label=t(m::VERIFY_SECOND) hint=t(m::VERIFY_SECOND_HINT) required=false autocomplete="off" />
            <SubmitButton text=m::VERIFY_GO icon=icon::VERIFIED />
        </form>
    }
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Good => Tone::Ok,
        Verdict::Unchecked => Tone::Warn,
        _ => Tone::Err,
    }
}

fn result(judged: &Judged, second: Option<Second>) -> impl IntoView + use<> {
    let day = |at: Instant| date::day_only(lang(), at.date());
    let said = |(claim, words): &(String, Vec<String>)| {
        let item = Item::from_code(claim)?;
        let words: Vec<String> = words.iter().map(|said| word::certified(lang(), item, said)).collect();
        Some(Row::new(t(word::certificate_item(item)), words.join(", ")))
    };
    let mut rows: Vec<Row> = judged.says.iter().filter_map(said).collect();
    rows.extend(judged.number.clone().map(|number| Row::new(t(m::NUMBER), number)));
    rows.extend(judged.made.map(|at| Row::new(t(m::MADE), day(at))));
    rows.extend(judged.until.map(|at| Row::new(t(m::LAST_DAY), day(at.plus_ms(-1)))));
    let as_of = judged.as_of.map(|at| tw(m::AS_OF, &[("day", &day(at))]));
    let second = second.map(|second| {
        let tone = if matches!(second, Second::Same) { Tone::Ok } else { Tone::Warn };
        view! { <Banner tone>{t(second.words())}</Banner> }
    });
    let verdict = judged.verdict;
    view! {
        <Card title=m::RESULT>
            <Banner tone=tone(verdict)>{t(word::certificate_verdict(verdict))}</Banner>
            {second}
            {(!rows.is_empty()).then(|| view! { <DescriptionList rows /> })}
            {as_of.map(|words| view! { <p class="hint">{words}</p> })}
        </Card>
    }
}

/// What the script says, by its own words: it knows no language.
fn words() -> Value {
    let with_day = |words: Msg| words.with(lang(), &[("day", &DAY)]);
    let of_all = |words: Vec<(&'static str, String)>| words.into_iter().collect::<std::collections::BTreeMap<_, _>>();
    let verdicts = Verdict::ALL.map(|verdict| (verdict.code(), t(word::certificate_verdict(verdict)).to_owned()));
    let seconds = Second::ALL.map(|second| (second.code(), t(second.words()).to_owned()));
    let items = Item::ALL.map(|item| (item.code(), t(word::certificate_item(item)).to_owned()));
    let levels = [Level::One, Level::Two, Level::Three, Level::Four];
    let levels: Vec<(String, String)> =
        levels.map(|level| (level.number().to_string(), t(word::level(level)).to_owned())).to_vec();
    let insured = ["joined", "exempt", "none"].map(|code| (code, word::certified(lang(), Item::Pension, code)));
    json!({
        "verdicts": of_all(verdicts.to_vec()),
        "seconds": of_all(seconds.to_vec()),
        "items": of_all(items.to_vec()),
        "levels": levels.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "insured": of_all(insured.to_vec()),
        "number": t(m::NUMBER), "made": t(m::MADE), "last_day": t(m::LAST_DAY), "result": t(m::RESULT),
        "as_of": with_day(m::AS_OF), "ready": with_day(m::READY), "ready_none": t(m::READY_NONE), "no_code": t(m::NO_CODE),
        "camera": t(m::CAMERA), "camera_stop": t(m::CAMERA_STOP),
    })
}
