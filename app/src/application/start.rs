//! `/register`: what is needed, what it costs, how to go on. Invariant: nothing is started before the first save.

use super::{
    ResumeApplication,
    api::Typed,
    bands::{self, BandTable},
    code, frame, leave, mine, words,
};
use crate::{
    fee::prices,
    shell::{
        Banner, ButtonKind, Card, Flash, LinkButton, PageTitle, PublicLayout, SubmitButton, TextField, Tone,
        error::NOT_FOUND, icon, page, provide_problems, request::Request, t, tw,
    },
};
use domain::{application::ApplicantView, technician::Stage};
use i18n::{Msg, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::application as m;

/// `/register`.
#[component]
pub fn RegisterStartPage() -> impl IntoView {
    page(async {
        let request = expect_context::<Request>();
        let begun = match mine::current(&request).await? {
            None => None,
            Some(mine) => match mine.view().await {
                Ok(view) => Some(view),
                Err(error) if error.code == NOT_FOUND => None,
                Err(error) => return Err(error),
            },
        };
        let code = mine::resume_code(&request).await?;
        // Who is logged in files for others from their own pages.
        let stranger = request.call.actor.account.is_none();
        prices::load().await?;
        let left = Flash::take("/register").await?;
        let typed: Typed = left.form();
        let is_failed = left.error.is_some();
        provide_problems(left.problems.clone());
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::START_TITLE) failed=is_failed />
                <div class="registration-start">
                    <h1>{t(m::START_TITLE)}</h1>
                    {frame::not_while_logged_in()}
                    {frame::outcome(&left)}
                    {begun.as_ref().map(go_on)}
                    {begun.as_ref().filter(|_| stranger).map(|view| leave::way(view, code))}
                    <p>{t(m::START_LEAD)}</p>
                    <div class="registration-kinds">{technician()} {business()}</div>
                    {resume(typed)}
                    <p>
                        {t(msg::fee::PAY_LEAD)} " " <a href="/pay">{t(msg::fee::PAY_TITLE)}</a>
                    </p>
                    <details class="bands">
                        <summary>{t(m::BANDS_TITLE)}</summary>
                        <BandTable />
                    </details>
                    <p>
                        {t(m::LOG_IN_TITLE)} " " <a href="/login">{t(m::LOG_IN)}</a>
                    </p>
                </div>
            </PublicLayout>
        })
    })
}

fn go_on(view: &ApplicantView) -> impl IntoView + use<> {
    let href = if view.state.is_editable() {
        words::form_page(view.kind).to_owned()
    } else {
        format!("/register/{}", view.number)
    };
    let state = t(word::application_state(view.state));
    let words = tw(m::GO_ON, &[("number", &view.number)]);
    view! {
        <Banner tone=Tone::Info>
            <a href=href>{words}</a>
            " ("
            {state}
            ")"
        </Banner>
    }
}

/// What one kind of registration needs.
struct Offer {
    title: Msg,
    what: Msg,
    needs: &'static [Msg],
    fee: String,
    time: Msg,
    href: &'static str,
    go: Msg,
    kind: ButtonKind,
}

fn offer(of: Offer) -> impl IntoView {
    let needs = of.needs.iter().map(|need| view! { <li>{t(*need)}</li> }).collect_view();
    view! {
        <Card title=t(of.title)>
            <p>{t(of.what)}</p>
            <h3>{t(m::START_NEEDS)}</h3>
            <ul>{needs}</ul>
            <dl class="answers">
                <div class="answer">
                    <dt>{t(m::START_FEE)}</dt>
                    <dd>{of.fee}</dd>
                </div>
                <div class="answer">
                    <dt>{t(m::START_TIME)}</dt>
                    <dd>{t(of.time)}</dd>
                </div>
            </dl>
            <LinkButton href=of.href text=t(of.go) kind=of.kind icon=icon::ARROW_FORWARD />
        </Card>
    }
}

fn technician() -> impl IntoView {
    let yen = |stage| prices::words_of_stage(stage);
    let (simple, detailed) = (yen(Stage::Simple), yen(Stage::Detailed));
    offer(Offer {
        title: m::START_TECHNICIAN,
        what: m::START_TECHNICIAN_WHAT,
        needs: &[m::START_NEED_IDENTITY, m::START_NEED_PHOTO, m::START_NEED_INSURANCE],
        fee: tw(m::START_FEE_TECHNICIAN, &[("simple", &simple), ("detailed", &detailed)]),
        time: m::START_TIME_TECHNICIAN,
        href: "/register/technician",
        go: m::START_TECHNICIAN_GO,
        kind: ButtonKind::Solid,
    })
}

fn business() -> impl IntoView {
    let (from, to) = bands::range();
    offer(Offer {
        title: m::START_BUSINESS,
        what: m::START_BUSINESS_WHAT,
        needs: &[m::START_NEED_CORPORATE, m::START_NEED_LICENCE, m::START_NEED_CAPITAL],
        fee: tw(m::START_FEE_BUSINESS, &[("from", &from), ("to", &to)]),
        time: m::START_TIME_BUSINESS,
        href: "/register/business",
        go: m::START_BUSINESS_GO,
        kind: ButtonKind::Outline,
    })
}

/// The form to go on elsewhere.
pub(super) fn resume(typed: Typed) -> impl IntoView {
    let lost = code::address(&typed.number);
    view! {
        <Card title=t(m::RESUME_TITLE)>
            <p>{t(m::RESUME_LEAD)}</p>
            <form method="post" action=ResumeApplication::PATH class="form" novalidate>
                <TextField
                    name="number"
                    label=t(m::RESUME_NUMBER)
                    hint=t(m::RESUME_NUMBER_HINT)
                    value=typed.number
                    autocomplete="off"
                    width="medium"
                />
                <TextField name="code" label=t(m::RESUME_CODE) autocomplete="off" width="medium" />
                <SubmitButton text=t(m::RESUME_GO) kind=ButtonKind::Outline />
            </form>
            <p>
                {t(m::CODE_LOST)} " " <a href=lost>{t(m::CODE_LOST_GO)}</a>
            </p>
        </Card>
    }
}
