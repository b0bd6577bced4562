//! `/register/{number}`: where the application stands. Invariant: shown only in a browser bound to that application.

use super::{WithdrawApplication, api::Typed, bound::sent_to, frame, mine, start, usual, words};
use crate::{
    fee::{being_checked, how_to_pay, remaining},
    shell::{
        Banner, ButtonKind, Card, Checkbox, DescriptionList, Flash, Icon, LinkButton, PageTitle, PublicLayout, Row,
        SubmitButton, Table, Tone, call, field::has_problems, icon, lang, page, provide_problems, request::Request, t,
        tw,
    },
};
use domain::{
    application::{ApplicantView, ApplicationKind, Deficiency, State},
    fee::FeeLine,
    id::{BusinessId, TechnicianId},
};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::application as m;

/// `/register/{number}`.
#[component]
pub fn RegistrationStatusPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("number")).unwrap_or_default();
    page(async move {
        let request = expect_context::<Request>();
        let bound = match mine::current(&request).await? {
            Some(mine) => Some(mine.view().await?),
            None => None,
        };
        let Some(view) = bound.filter(|view| view.number == asked) else {
            return Ok(not_bound(asked).into_any());
        };
        let flash = Flash::take(&format!("/register/{asked}")).await?;
        usual::load(view.kind).await?;
        let code = if view.state == State::Draft { None } else { mine::take_resume_code(&request).await? };
        Ok(status(&view, &flash, code).into_any())
    })
}

fn not_bound(number: String) -> impl IntoView {
    view! {
        <PublicLayout>
            <PageTitle text=t(m::NOT_BOUND_TITLE) />
            <div class="narrow">
                <h1>{t(m::NOT_BOUND_TITLE)}</h1>
                <p>{t(m::NOT_BOUND)}</p>
                {start::resume(Typed { number })}
                <p class="hint">{t(m::CODE_ON_PAPER)}</p>
            </div>
        </PublicLayout>
    }
}

fn status(view: &ApplicantView, flash: &Flash, code: Option<String>) -> impl IntoView {
    provide_problems(flash.problems.clone());
    let tone = match view.state {
        State::Completed => Tone::Ok,
        State::Returned => Tone::Warn,
        State::Rejected => Tone::Err,
        _ => Tone::Info,
    };
    let mut facts = vec![Row::new(t(m::STATUS_KIND), t(word::filing_kind(view.kind, view.anew)))];
    if let Some(at) = view.submitted_at {
        facts.push(Row::new(t(m::STATUS_SUBMITTED_AT), date::date_time(lang(), at, call().today())));
    }
    let state = view.state;
    let inside = view! {
        <p class="eyebrow">{tw(m::STATUS_OF, &[("number", &view.number)])}</p>
        <h1>{t(m::STATUS_TITLE)}</h1>
        {frame::outcome(flash)}
        {code.map(|code| code_once(&view.number, &code))}
        {steps(state)}
        <Banner tone>
            <strong>{t(word::application_state(state))}</strong>
            " "
            {t(word::application_state_help(state))}
        </Banner>
        {matches!(state, State::Submitted | State::InReview).then(usual::line)}
        {deficiencies(view)}
        {view.fee.as_ref().map(fee_card)}
        {view.issued_login.clone().map(|login| issued(view.kind, &login))}
        {go_on(view)}
        <DescriptionList rows=facts />
        {withdraw(state, sent_to(WithdrawApplication::PATH, view.id), None)}
    };
    view! {
        <PublicLayout>
            <PageTitle text=t(m::STATUS_TITLE) />
            <div class="registration-status">{inside}</div>
        </PublicLayout>
    }
}

fn code_once(number: &str, code: &str) -> impl IntoView + use<> {
    let rows = vec![Row::new(t(m::RESUME_NUMBER), number), Row::new(t(m::RESUME_CODE), code)];
    view! {
        <Card title=t(m::CODE_ONCE_TITLE)>
            <DescriptionList rows />
            <p class="hint">{t(m::CODE_ONCE)}</p>
        </Card>
    }
}

/// The steps of the way as bars with words: past, now, to come.
pub(super) fn steps(state: State) -> impl IntoView {
    let now = match state {
        State::Draft | State::Withdrawn => 0,
        State::Submitted | State::InReview | State::Returned | State::Rejected => 1,
        State::Approved | State::AwaitingPayment => 2,
        State::Completed => 4,
    };
    let step = |(at, words): (usize, Msg)| {
        let class = match at.cmp(&now) {
            std::cmp::Ordering::Less => "past",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "to-come",
        };
        view! {
            <li class=class aria-current=(at == now).then_some("step")>
                {(at < now).then(|| view! { <Icon of=icon::CHECK /> })}
                {t(words)}
            </li>
        }
    };
    let words = [m::STEP_RECEIVED, m::STEP_REVIEW, m::STEP_PAYMENT, m::STEP_COMPLETED];
    view! {
        <ol class="way" aria-label=t(m::STATUS_STEPS)>
            {words.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
}

fn deficiencies(view: &ApplicantView) -> impl IntoView + use<> {
    let kind = view.kind;
    let row = |deficiency: &Deficiency| {
        let label = words::label(kind, &deficiency.field);
        let href = words::place(kind, &deficiency.field);
        view! {
            <tr>
                <th scope="row">{label.clone()}</th>
                <td class="wide" data-label=t(m::DEFICIENCY_REASON)>{words::deficiency_told(deficiency)}</td>
                <td>
                    <a href=href aria-label=tw(m::DEFICIENCY_FIX_OF, &[("field", &label)])>
                        {t(m::DEFICIENCY_FIX)}
                    </a>
                </td>
            </tr>
        }
    };
    let rows = view.deficiencies.iter().map(row).collect_view();
    let heads = [m::DEFICIENCY_FIELD, m::DEFICIENCY_REASON, m::DEFICIENCY_FIX].map(|head| t(head).to_owned()).to_vec();
    (!view.deficiencies.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2 class="card-title">{t(m::DEFICIENCIES_TITLE)}</h2>
                <Table caption=t(m::DEFICIENCIES_CAPTION) heads>
                    {rows}
                </Table>
            </section>
        }
    })
}

/// What is to be paid, and how.
pub fn fee_card(fee: &FeeLine) -> impl IntoView + use<> {
    // One figure: what the payment number is to be paid with now.
    let asked = if fee.is_owed() { fee.left() } else { fee.amount };
    let mut rows = vec![Row::new(t(m::FEE_AMOUNT), number::yen(lang(), asked.get()))];
    if let Some(reference) = fee.reference.filter(|_| fee.is_owed()) {
        rows.push(Row::new(t(m::FEE_REFERENCE), reference.grouped()));
    }
    if let Some(due) = fee.due.filter(|_| !fee.withdrawn && !fee.is_checked()) {
        rows.push(Row::new(t(m::FEE_DUE), date::full(lang(), due)));
    }
    if let Some(paid) = fee.paid_at {
        rows.push(Row::new(t(m::FEE_PAID_AT), date::full(lang(), paid.date())));
    }
    let how = fee.is_owed().then(|| {
        view! {
            {how_to_pay()}
            <p class="hint">{t(m::FEE_THEN)}</p>
        }
    });
    let part = remaining(fee.came, fee.left()).filter(|_| fee.is_owed());
    let part = part.map(|words| view! { <Banner tone=Tone::Warn>{words}</Banner> });
    let checked = fee
        .is_checked()
        .then(|| being_checked(fee.came))
        .map(|words| view! { <Banner tone=Tone::Info>{words}</Banner> });
    let gone = fee.withdrawn.then(|| view! { <p>{t(msg::fee::PAY_WITHDRAWN)}</p> });
    view! {
        <Card title=t(m::FEE_TITLE)>
            {part}
            {checked}
            <DescriptionList rows />
            {gone}
            {how}
        </Card>
    }
}

fn issued(kind: ApplicationKind, login: &str) -> impl IntoView + use<> {
    let (label, grouped) = match kind.stage() {
        Some(_) => (m::ISSUED_TECHNICIAN, login.parse().map(TechnicianId::grouped)),
        None => (m::ISSUED_BUSINESS, login.parse().map(BusinessId::grouped)),
    };
    let shown = grouped.unwrap_or_else(|_| login.to_owned());
    view! {
        <Card title=t(m::ISSUED_TITLE)>
            <p>{t(label)}</p>
            <p class="issued-number">{shown}</p>
            <p>{t(m::ISSUED_HOW)}</p>
            <LinkButton href="/login" text=t(m::LOG_IN) icon=icon::LOGIN />
        </Card>
    }
}

fn go_on(view: &ApplicantView) -> impl IntoView + use<> {
    let words = if view.state == State::Returned { m::FIX_GO } else { m::EDIT_GO };
    let href = words::form_page(view.kind);
    view.state.is_editable().then(|| view! { <p><LinkButton href text=t(words) icon=icon::EDIT /></p> })
}

/// The way to take an application back, where it can be; `of` goes with the form.
pub fn withdraw(state: State, action: String, of: Option<&'static str>) -> impl IntoView {
    let may = domain::application::next(state, domain::application::Transition::Withdraw).is_ok();
    may.then(|| {
        view! {
            <details class="withdraw" open=has_problems()>
                <summary>{t(m::WITHDRAW)}</summary>
                <form method="post" action=action class="form">
                    {of.map(|of| view! { <input type="hidden" name="filing" value=of /> })}
                    <p class="hint">{t(m::WITHDRAW_HINT)}</p>
                    <Checkbox name="confirm" label=t(m::WITHDRAW_CONFIRM) />
                    <SubmitButton text=t(m::WITHDRAW) kind=ButtonKind::Danger />
                </form>
            </details>
        }
    })
}
