//! `/business/accounts/new/{kind}`: making an ID. Invariant: each kind asks its own questions and no others.

use super::{
    IssueAdminId,
    accounts::{duty_word, issue_word},
    api::ACCOUNTS,
};
use crate::{
    application::frame::who,
    business::frame::nav,
    shell::{
        Banner, EmptyState, ErrorSummary, Flash, Icon, LinkButton, OfficeLayout, RadioRows, SelectField, SubmitButton,
        TextField, Tone, UiError, call,
        error::NOT_FOUND,
        field::{choice_problem_of, described_by},
        icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    account::AccountRow,
    admin_id::{Duty, IdForm, IdKind, IdStanding, LAYERS_MAX},
    fee::PriceKind,
    site::SiteRow,
};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::account as m;

/// `/business/accounts/new/{kind}`.
#[component]
pub fn NewIdPage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("kind")).unwrap_or_default();
    page(async move {
        let call = call();
        let Some(kind) = IdKind::from_code(&code) else { return Err(UiError::of(NOT_FOUND)) };
        services::admin_id::may_issue(&call, kind)?;
        let sites = services::site::list(&call).await?;
        let above = services::account::list(&call).await?;
        crate::fee::prices::load().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(&format!("{ACCOUNTS}/new/{}", kind.code())).await?;
        let form: IdForm = flash.form();
        let failed = flash.error.filter(|_| flash.problems.is_empty()).map(|error| error.words(lang()));
        provide_problems(flash.problems);
        let crumbs = vec![(ACCOUNTS.to_owned(), t(m::ACCOUNTS_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(issue_word(kind)) who=who().await? nav=nav(ACCOUNTS) crumbs>
                {limited}
                <ErrorSummary labels=labels(kind) chosen=&["sites", "duty", "parent"] />
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                {lead(kind)}
                {id_form(kind, &form, &sites, &above)}
            </OfficeLayout>
        })
    })
}

fn labels(kind: IdKind) -> Vec<(&'static str, String)> {
    let named = [
        ("name", name_word(kind)),
        ("body", m::BODY),
        ("parent", m::PARENT),
        ("duty", m::DUTY),
        ("sites", m::NEW_SITES),
        ("from", m::FIRST_DAY),
        ("until", m::LAST_DAY),
    ];
    named.into_iter().map(|(field, label)| (field, t(label).to_owned())).collect()
}

const fn name_word(kind: IdKind) -> Msg {
    match kind {
        IdKind::Branch => m::NAME_BRANCH,
        IdKind::Lent => m::NAME_LENT,
        IdKind::Site | IdKind::Member => m::NEW_NAME,
    }
}

fn lead(kind: IdKind) -> impl IntoView {
    let words = match kind {
        IdKind::Branch => m::ISSUE_BRANCH_LEAD,
        IdKind::Site => m::ISSUE_SITE_LEAD,
        IdKind::Lent => m::ISSUE_LENT_LEAD,
        IdKind::Member => m::ISSUE_MEMBER_LEAD,
    };
    let fee = kind.is_paid().then(|| {
        let (yearly, alone) = (PriceKind::AdminIdYearly, PriceKind::AdminIdYearlySelfEmployed);
        let yen = crate::fee::prices::words_of(yearly);
        let alone = tw(m::ISSUE_BRANCH_FEE_ALONE, &[("yen", &crate::fee::prices::words_of(alone))]);
        view! { <p>{tw(m::ISSUE_BRANCH_FEE, &[("yen", &yen)])} " " {alone}</p> }
    });
    view! {
        <p class="lead">{t(words)}</p>
        {fee}
    }
}

fn id_form(kind: IdKind, form: &IdForm, sites: &[SiteRow], above: &[AccountRow]) -> AnyView {
    let needs_sites = matches!(kind, IdKind::Site | IdKind::Lent);
    if needs_sites && sites.is_empty() {
        return view! {
            <EmptyState title=t(m::NEW_NO_SITES)>
                <LinkButton href="/business/sites/new" text=t(m::NEW_GO_SITES) />
            </EmptyState>
        }
        .into_any();
    }
    let body = (kind == IdKind::Lent).then(|| {
        view! { <TextField name="body" label=t(m::BODY) hint=t(m::BODY_HINT) value=form.body.clone() autocomplete="off" /> }
    });
    let parent = (kind == IdKind::Branch).then(|| parents(form, above));
    let duty = (kind == IdKind::Member).then(|| {
        let duties = Duty::ALL.iter().map(|duty| (duty.code().to_owned(), t(duty_word(*duty)).to_owned())).collect();
        view! { <RadioRows name="duty" legend=t(m::DUTY) value=form.duty.clone() options=duties /> }
    });
    let sites = needs_sites.then(|| site_choices(form, sites));
    let first = (kind == IdKind::Lent).then(|| {
        view! { <TextField name="from" label=t(m::FIRST_DAY) hint=t(m::DAY_HINT) value=form.from.clone() width="short" /> }
    });
    let last = (kind != IdKind::Branch).then(|| {
        let lent = kind == IdKind::Lent;
        let hint = t(if lent { m::DAY_HINT } else { m::LAST_DAY_HINT });
        let value = form.until.clone();
        view! { <TextField name="until" label=t(m::LAST_DAY) hint=hint value=value width="short" required=lent /> }
    });
    view! {
        <form method="post" action=IssueAdminId::PATH class="form" novalidate>
            <input type="hidden" name="kind" value=kind.code() />
            <TextField name="name" label=t(name_word(kind)) value=form.name.clone() autocomplete="off" />
            {body}
            {parent}
            {duty}
            {sites}
            {first}
            {last}
            <SubmitButton text=t(issue_word(kind)) />
        </form>
    }
    .into_any()
}

/// The IDs a branch can stand below: the first, and branches in use that are not in the last layer.
fn parents(form: &IdForm, above: &[AccountRow]) -> impl IntoView + use<> {
    let is_above = |row: &&AccountRow| {
        row.held.as_ref().is_some_and(|held| {
            held.held.kind == IdKind::Branch && held.held.layer < LAYERS_MAX && held.standing == IdStanding::Good
        })
    };
    let options: Vec<(String, String)> =
        above.iter().filter(is_above).map(|row| (row.id.to_string(), row.name.clone())).collect();
    let hint = t(m::PARENT_FIRST);
    view! { <SelectField name="parent" label=t(m::PARENT) hint=hint value=form.parent.clone() options required=false /> }
}

fn site_choices(form: &IdForm, sites: &[SiteRow]) -> impl IntoView + use<> {
    let problem = choice_problem_of("sites");
    let bad = problem.is_some();
    let described = described_by("sites", true);
    let choices = sites.iter().enumerate().map(|(at, site)| {
        let id = if at == 0 { "sites".to_owned() } else { format!("sites-{}", site.id) };
        let ticked = form.sites.contains(&site.id.to_string());
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("sites[{at}]") value=site.id.to_string() checked=ticked />
                <span>{site.name.clone()}</span>
            </label>
        }
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class="field" class:bad=bad aria-describedby=described>
            <legend>{t(m::NEW_SITES)} <span class="required">{t(msg::common::REQUIRED_MARK)}</span></legend>
            <p class="hint" id="sites-hint">
                {t(m::NEW_SITES_HINT)}
            </p>
            {problem.map(|words| view! { <p class="problem" id="sites-problem"><Icon of=icon::ERROR_FILL />{words}</p> })}
            <div class="choices">{choices}</div>
        </fieldset>
    }
}
