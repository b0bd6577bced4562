//! `/business/accounts`: the log-ins of a business, and making a site admin ID. Invariant: a password just made is shown
//! once, by this page, and is nowhere afterwards.

use super::{SiteAdminCreate, api::NewSiteAdmin};
use crate::{
    application::frame::who,
    business::frame::nav,
    shell::{
        Banner, Card, EmptyState, ErrorSummary, Flash, Icon, LinkButton, OfficeLayout, SubmitButton, Table, TextField,
        Tone, call,
        field::{choice_problem_of, described_by},
        icon, lang, page, provide_problems, t,
    },
};
use domain::{
    account::{AccountKind, AccountRow, IssuedLogin},
    site::SiteRow,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/business/accounts`.
#[component]
pub fn AccountsPage() -> impl IntoView {
    page(async {
        let call = call();
        let rows = services::account::list(&call).await?;
        let sites = services::site::list(&call).await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take("/business/accounts").await?;
        let form: NewSiteAdmin = flash.form();
        let just_issued = form.opened()?.map(issued);
        let failed = flash.error.filter(|_| flash.problems.is_empty()).map(|error| error.words(lang()));
        provide_problems(flash.problems);
        let labels =
            vec![("name", t(msg::account::NEW_NAME).to_owned()), ("sites", t(msg::account::NEW_SITES).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(msg::account::ACCOUNTS_TITLE) who=who().await? nav=nav("/business/accounts")>
                {limited}
                <ErrorSummary labels chosen=&["sites"] />
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                {just_issued}
                <p class="lead">{t(msg::account::ACCOUNTS_LEAD)}</p>
                {table(rows)}
                <Card title=t(msg::account::NEW_TITLE)>{new_form(form, sites)}</Card>
            </OfficeLayout>
        })
    })
}

fn issued(login: IssuedLogin) -> impl IntoView {
    view! {
        <Banner tone=Tone::Ok>
            <div class="issued">
                <b>{t(msg::account::ISSUED_TITLE)}</b>
                <p>{t(msg::account::ISSUED_ONCE)}</p>
                <p>{t(msg::account::LOGIN_ID)} ": " <code>{login.login_id}</code></p>
                <p>{t(msg::account::PASSWORD)} ": " <code>{login.password}</code></p>
            </div>
        </Banner>
    }
}

const fn kind_word(kind: AccountKind) -> Msg {
    match kind {
        AccountKind::BusinessAdmin => msg::account::KIND_BUSINESS_ADMIN,
        AccountKind::SiteAdmin => msg::account::KIND_SITE_ADMIN,
        _ => msg::account::KIND_OTHER,
    }
}

fn table(rows: Vec<AccountRow>) -> impl IntoView {
    let heads = [
        msg::account::HOLDER,
        msg::account::LOGIN_ID,
        msg::account::KIND,
        msg::account::SITES,
        msg::account::FACTOR,
        msg::account::LAST_LOGIN,
    ];
    let row = move |row: AccountRow| {
        let sites = match row.kind {
            AccountKind::SiteAdmin => {
                row.sites.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(t(msg::common::LIST_JOIN))
            }
            _ => t(msg::account::SITES_ALL).to_owned(),
        };
        let factor = if row.second_factor { msg::account::FACTOR_YES } else { msg::account::FACTOR_NO };
        let last = row.last_login_at.map_or_else(|| t(msg::account::NEVER).to_owned(), date::iso_time);
        view! {
            <tr>
                <th scope="row">{row.name}</th>
                <td class="num" data-label=t(msg::account::LOGIN_ID)>{row.login_id}</td>
                <td data-label=t(msg::account::KIND)>{t(kind_word(row.kind))}</td>
                <td data-label=t(msg::account::SITES)>{sites}</td>
                <td data-label=t(msg::account::FACTOR)>{t(factor)}</td>
                <td data-label=t(msg::account::LAST_LOGIN)>{last}</td>
            </tr>
        }
    };
    view! {
        <Table caption=t(msg::account::ACCOUNTS_CAPTION) heads=heads.map(|head| t(head).to_owned()).to_vec()>
            {rows.into_iter().map(row).collect_view()}
        </Table>
    }
}

fn new_form(form: NewSiteAdmin, sites: Vec<SiteRow>) -> AnyView {
    if sites.is_empty() {
        return view! {
            <EmptyState title=t(msg::account::NEW_NO_SITES)>
                <LinkButton href="/business/sites/new" text=t(msg::account::NEW_GO_SITES) />
            </EmptyState>
        }
        .into_any();
    }
    let problem = choice_problem_of("sites");
    let bad = problem.is_some();
    let described = described_by("sites", true);
    let choices = sites.into_iter().enumerate().map(|(at, site)| {
        let id = if at == 0 { "sites".to_owned() } else { format!("sites-{}", site.id) };
        let ticked = form.sites.contains(&site.id.to_string());
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=format!("sites[{at}]") value=site.id.to_string() checked=ticked />
                <span>{site.name}</span>
            </label>
        }
    });
    let choices = choices.collect_view();
    view! {
        <form method="post" action=SiteAdminCreate::PATH class="form" novalidate>
            <TextField name="name" label=t(msg::account::NEW_NAME) value=form.name autocomplete="off" />
            <fieldset class="field" class:bad=bad aria-describedby=described>
                <legend>{t(msg::account::NEW_SITES)} <span class="required">{t(msg::common::REQUIRED_MARK)}</span></legend>
                <p class="hint" id="sites-hint">
                    {t(msg::account::NEW_SITES_HINT)}
                </p>
                {problem.map(|words| view! { <p class="problem" id="sites-problem"><Icon of=icon::ERROR_FILL />{words}</p> })}
                <div class="choices">{choices}</div>
            </fieldset>
            <SubmitButton text=t(msg::account::NEW_SUBMIT) />
        </form>
    }
    .into_any()
}
