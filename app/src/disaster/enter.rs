//! `/operator/disasters/new`: an exception to be entered. Invariant: entering puts nothing in force; each effect is whole or
//! left out.

use super::{EnterDisaster, list};
use crate::{
    application::{choice, frame},
    shell::{
        Card, ErrorSummary, Flash, OfficeLayout, SubmitButton, TextField, call, field::choice_problem_of, icon, page,
        provide_problems, t,
    },
};
use domain::disaster::proposal::DisasterForm;
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::disaster as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/disasters/new";

/// `/operator/disasters/new`.
#[component]
pub fn EnterDisasterPage() -> impl IntoView {
    page(async {
        services::disaster::may_enter(&call())?;
        let who = frame::who().await?;
        let flash = Flash::take(PAGE).await?;
        let outcome = frame::outcome(&flash);
        let typed: DisasterForm = flash.form();
        provide_problems(flash.problems);
        let labels = [
            ("name", m::NAME),
            ("code", m::CODE),
            ("ground", m::GROUND),
            ("from", m::FROM),
            ("prefectures", m::PREFECTURES),
            ("entry_days_until", m::ENTRY_DAYS_UNTIL),
            ("entry_until", m::ENTRY_UNTIL),
            ("renewal_due_from", m::RENEWAL_DUE_FROM),
            ("renewal_due_to", m::RENEWAL_DUE_TO),
            ("renewal_until", m::RENEWAL_UNTIL),
            ("payment_until", m::PAYMENT_UNTIL),
        ];
        let labels = labels.map(|(field, words)| (field, t(words).to_owned())).to_vec();
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::ENTER) who nav=frame::operator_nav(list::PAGE) crumbs>
                {outcome}
                <ErrorSummary labels chosen=&["prefectures"] />
                <p class="hint">{t(m::ENTER_LEAD)}</p>
                {form(typed)}
            </OfficeLayout>
        })
    })
}

fn form(typed: DisasterForm) -> impl IntoView {
    let day = |name: &'static str, label: Msg, value: String| {
        view! { <TextField name=name label=t(label) value=value width="short" autocomplete="off" required=false /> }
    };
    let places = prefectures(&typed);
    view! {
        <form method="post" action=EnterDisaster::PATH class="form" novalidate>
            <TextField name="name" label=t(m::NAME) value=typed.name autocomplete="off" />
            <TextField name="code" label=t(m::CODE) hint=t(m::CODE_HINT) value=typed.code width="medium" autocomplete="off" />
            <TextField name="ground" label=t(m::GROUND) hint=t(m::GROUND_HINT) value=typed.ground autocomplete="off" />
            <TextField name="from" label=t(m::FROM) hint=t(m::DAY_HINT) value=typed.from width="short" autocomplete="off" />
            {places}
            <Card title=t(m::ENTRY)>
                <p class="hint">{t(m::EFFECT_HINT)}</p>
                {day("entry_days_until", m::ENTRY_DAYS_UNTIL, typed.entry_days_until)}
                {day("entry_until", m::ENTRY_UNTIL, typed.entry_until)}
            </Card>
            <Card title=t(m::RENEWAL)>
                <p class="hint">{t(m::EFFECT_HINT)}</p>
                {day("renewal_due_from", m::RENEWAL_DUE_FROM, typed.renewal_due_from)}
                {day("renewal_due_to", m::RENEWAL_DUE_TO, typed.renewal_due_to)}
                {day("renewal_until", m::RENEWAL_UNTIL, typed.renewal_until)}
            </Card>
            <Card title=t(m::PAYMENT)>{day("payment_until", m::PAYMENT_UNTIL, typed.payment_until)}</Card>
            <SubmitButton text=t(msg::correction::ENTER_GO) icon=icon::SEND />
        </form>
    }
}

/// 都道府県, as many as there are.
fn prefectures(typed: &DisasterForm) -> impl IntoView + use<> {
    let problem = choice_problem_of("prefectures");
    let bad = problem.is_some();
    let boxes = choice::prefectures().into_iter().enumerate().map(|(at, (code, words))| {
        let on = typed.prefectures.contains(&code);
        let id = if at == 0 { "prefectures".to_owned() } else { format!("prefecture-{code}") };
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("prefectures[{at}]") value=code checked=on />
                <span>{words}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="field" class:bad=bad>
            <legend>{t(m::PREFECTURES)} <span class="required">{t(msg::common::REQUIRED_MARK)}</span></legend>
            <p class="hint">{t(m::PREFECTURES_HINT)}</p>
            {problem.map(|words| view! { <p class="problem">{words}</p> })}
            <div class="choices disaster-prefectures">{boxes}</div>
        </fieldset>
    }
}
