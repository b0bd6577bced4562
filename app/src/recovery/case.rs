//! `/operator/recoveries/{id}`: one request, compared and decided. Invariant: the way to grant is shown only where the
//! domain's rule lets somebody in; the service decides again.

use super::{DecideRecovery, compared, list};
use crate::{
    application::{PageKeys, frame, key_legend},
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Field, Flash, OfficeLayout, RadioRows, SubmitButton, Tag, Tone,
        UiError, call, error::NOT_FOUND, field::described_by, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    id::{RecoveryId, TechnicianId},
    recovery::{Candidate, RecoveryCase, may_grant},
    time::Instant,
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use msg::recovery as m;

/// What a decision that was not taken leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) technician: String,
    pub(super) reason: String,
}

/// The page of one.
pub(super) fn page_of(id: RecoveryId) -> String {
    format!("{}/{id}", list::PAGE)
}

/// `/operator/recoveries/{id}`.
#[component]
pub fn RecoveryPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("recovery")).unwrap_or_default();
    page(async move {
        let id: RecoveryId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let case = services::recovery::case(&call, id).await?;
        let (rows, ..) = services::recovery::list(&call, 0).await?;
        let next = rows.into_iter().find(|row| row.id != id && row.state.is_open()).map(|row| row.id);
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let done = match flash.done.as_deref() {
            Some("granted") => Some(t(m::GRANTED_DONE)),
            Some("refused") => Some(t(m::REFUSED_DONE)),
            _ => None,
        };
        let outcome = frame::outcome(&flash);
        let typed: Typed = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("technician", t(m::WHICH).to_owned()), ("reason", t(m::REASON).to_owned())];
        let crumbs = vec![(list::PAGE.to_owned(), t(m::LIST_TITLE).to_owned())];
        let title = tw(m::CASE_TITLE, &[("number", &case.number)]);
        let now = call.now();
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav(list::PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <ErrorSummary labels chosen=&["technician"] />
                {head(&case, now)}
                {people(&case, now)}
                {case.state.is_open().then(|| decision(&case, &typed, now))}
                {next.map(|id| view! { <p><a class="review-next" href=page_of(id)>{t(m::NEXT)}</a></p> })}
                {key_legend::legend(key_legend::DECIDE)}
                <PageKeys />
            </OfficeLayout>
        })
    })
}

fn head(case: &RecoveryCase, now: Instant) -> impl IntoView + use<> {
    let at = |at| date::date_time(lang(), at, now.date());
    let (words, tone) = list::state_words(case.state);
    let decided = case.decided_at.map(|when| tw(m::DECIDED, &[("at", &at(when))]));
    let used = case.used_at.map(|when| tw(m::USED, &[("at", &at(when))]));
    view! {
        <p>
            <Tag tone text=t(words) /> " " {t(m::ASKED_AT)} " " {at(case.asked_at)}
        </p>
        {decided.map(|words| view! { <p>{words} " " {case.reason.clone()}</p> })}
        {used.map(|words| view! { <p>{words}</p> })}
    }
}

fn people(case: &RecoveryCase, now: Instant) -> impl IntoView + use<> {
    if case.candidates.is_empty() {
        return view! {
            <Banner tone=Tone::Warn>{t(m::CASE_NO_MATCH)}</Banner>
            <div class="recovery-pictures">{compared::document(case)}</div>
            <p>{case.name.clone()} " " {case.birth_date.map(date::iso)} " " {case.technician_id.map(TechnicianId::grouped)}</p>
        }
        .into_any();
    }
    let several = (case.candidates.len() > 1).then(|| {
        let words = tw(m::CASE_SEVERAL, &[("count", &case.candidates.len())]);
        view! { <Banner tone=Tone::Warn>{words}</Banner> }
    });
    let each = case.candidates.iter().map(|one| compared::candidate(case, one, now.date())).collect_view();
    view! {
        {several}
        {each}
    }
    .into_any()
}

/// Granting where somebody may be, and refusing, with a reason.
fn decision(case: &RecoveryCase, typed: &Typed, now: Instant) -> impl IntoView + use<> {
    let grantable: Vec<&Candidate> = case.candidates.iter().filter(|one| may_grant(one.told_at, now)).collect();
    let note = match (grantable.is_empty(), case.candidates.is_empty()) {
        (false, _) => Some(m::GRANT_NOTE),
        (true, false) => Some(m::NOT_YET),
        (true, true) => None,
    };
    let grant =
        (!grantable.is_empty()).then(|| view! { <SubmitButton text=t(m::GRANT) name="decision" value="grant" /> });
    let (id, which, reason) = (case.id.to_string(), which(&grantable, typed), typed.reason.clone());
    view! {
        <Card title=t(m::DECIDE_TITLE)>
            <form method="post" action=DecideRecovery::PATH class="form" novalidate>
                <input type="hidden" name="recovery" value=id />
                {which}
                <Field name="reason" label=t(m::REASON) hint=t(m::REASON_HINT) required=false>
                    <textarea
                        class="input"
                        id="reason"
                        name="reason"
                        rows="3"
                        aria-describedby=described_by("reason", true)
                    >
                        {reason}
                    </textarea>
                </Field>
                {note.map(|words| view! { <p class="hint">{t(words)}</p> })}
                <div class="actions">
                    {grant}
                    <SubmitButton text=t(m::REFUSE) kind=ButtonKind::Danger name="decision" value="refuse" />
                </div>
            </form>
        </Card>
    }
}

/// Who is let in: the only one, or one that is chosen.
fn which(grantable: &[&Candidate], typed: &Typed) -> impl IntoView + use<> {
    match grantable {
        [] => ().into_any(),
        [one] => view! { <input type="hidden" name="technician" value=one.technician_id.to_string() /> }.into_any(),
        several => {
            let option = |one: &&Candidate| {
                (one.technician_id.to_string(), format!("{} {}", one.name, one.technician_id.grouped()))
            };
            let options = several.iter().map(option).collect();
            view! {
                <RadioRows name="technician" legend=t(m::WHICH) value=typed.technician.clone() options required=false />
            }
            .into_any()
        }
    }
}
