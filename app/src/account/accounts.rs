//! `/business/accounts`: the IDs of a business as a tree, with the ways to make, prolong and end them. Invariant: a password
//! just made is shown once, by this page, and is nowhere afterwards.

use super::{
    EndAdminId, ProlongAdminId, RenewIdPassword,
    api::{ACCOUNTS, Issued},
    lent,
};
use crate::{
    application::frame::{may, who},
    business::frame::nav,
    fee::prices,
    shell::{Banner, Card, Flash, OfficeLayout, Table, Tag, Tone, call, icon, lang, page, t, tw},
};
use domain::{
    access::{Action, Resource},
    account::{AccountKind, AccountRow, IssuedLogin},
    admin_id::{Duty, HeldRow, IdKind, IdStanding, as_tree},
    fee::PriceKind,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::account as m;

/// `/business/accounts`.
#[component]
pub fn AccountsPage() -> impl IntoView {
    page(async {
        let call = call();
        let rows = services::account::list(&call).await?;
        let limited = crate::business::limits().await?;
        prices::load().await?;
        let flash = Flash::take(ACCOUNTS).await?;
        let title = if flash.done.as_deref() == Some("renewed") { m::RENEWED_TITLE } else { m::ISSUED_TITLE };
        let just_issued = flash.form::<Issued>().opened()?.map(|login| issued(title, login));
        let failed = flash.error.map(|error| error.words(lang()));
        let done = match flash.done.as_deref() {
            Some("ended") => Some(m::ENDED_DONE),
            Some("prolonged") => Some(m::PROLONGED_DONE),
            _ => None,
        };
        let tree = as_tree(rows, |row| row.id, |row| row.held.as_ref().and_then(|held| held.parent));
        let own = call.actor.account;
        let lender = call.actor.business.map_or(Resource::Register, Resource::Business);
        let lent = may(Action::LentRead, &lender);
        let lines = tree.into_iter().map(|(depth, row)| line(depth, &row, own != Some(row.id))).collect_view();
        Ok(view! {
            <OfficeLayout title=t(m::ACCOUNTS_TITLE) who=who().await? nav=nav(ACCOUNTS)>
                {limited}
                {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                {done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> })}
                {just_issued}
                <p class="lead">{t(m::ACCOUNTS_LEAD)}</p>
                <Table caption=t(m::ACCOUNTS_CAPTION) heads=heads()>
                    {lines}
                </Table>
                <p class="hint">{t(m::END_NOTE)}</p>
                {lent.then(|| view! { <p><a href=lent::PAGE>{t(m::LENT_GO)}</a></p> })}
                <Card title=t(m::ISSUE_TITLE)>{ways()}</Card>
            </OfficeLayout>
        })
    })
}

fn heads() -> Vec<String> {
    [m::HOLDER, m::LOGIN_ID, m::KIND, m::SITES, m::UNTIL, m::FACTOR, m::LAST_LOGIN, m::ACTIONS]
        .map(|head| t(head).to_owned())
        .to_vec()
}

fn issued(title: Msg, login: IssuedLogin) -> impl IntoView {
    view! {
        <Banner tone=Tone::Ok>
            <div class="issued">
                <b>{t(title)}</b>
                <p>{t(m::ISSUED_ONCE)}</p>
                <p>{t(m::LOGIN_ID)} ": " <code>{login.login_id}</code></p>
                <p>{t(m::PASSWORD)} ": " <code>{login.password}</code></p>
            </div>
        </Banner>
    }
}

/// The pages on which an ID is made, those the caller may open.
fn ways() -> impl IntoView {
    let open = IdKind::ALL.iter().filter(|kind| services::admin_id::may_issue(&call(), **kind).is_ok());
    let link = |kind: &IdKind| {
        let href = format!("{ACCOUNTS}/new/{}", kind.code());
        view! { <li><a href=href>{t(issue_word(*kind))}</a></li> }
    };
    view! { <ul class="id-ways">{open.map(link).collect_view()}</ul> }
}

/// What making an ID of a kind is called.
pub(super) const fn issue_word(kind: IdKind) -> Msg {
    match kind {
        IdKind::Branch => m::ISSUE_BRANCH,
        IdKind::Site => m::ISSUE_SITE,
        IdKind::Lent => m::ISSUE_LENT,
        IdKind::Member => m::ISSUE_MEMBER,
    }
}

/// What a person of the business may do.
pub(super) const fn duty_word(duty: Duty) -> Msg {
    match duty {
        Duty::Manager => m::DUTY_MANAGER,
        Duty::Staff => m::DUTY_STAFF,
        Duty::Reader => m::DUTY_READER,
    }
}

fn kind_word(row: &AccountRow) -> Msg {
    match (row.held.as_ref().map(|held| held.held.kind), row.kind) {
        (Some(IdKind::Branch), _) => m::KIND_BRANCH,
        (Some(IdKind::Lent), _) => m::KIND_LENT,
        (Some(IdKind::Member), _) => m::KIND_MEMBER,
        (_, AccountKind::BusinessAdmin) => m::KIND_BUSINESS_ADMIN,
        (_, AccountKind::SiteAdmin) => m::KIND_SITE_ADMIN,
        _ => m::KIND_OTHER,
    }
}

/// What is said of an ID beside its kind: its layer, its duty, whom it is lent to.
fn more(of: &HeldRow) -> Option<String> {
    match of.held.kind {
        IdKind::Branch => Some(tw(m::LAYER, &[("n", &of.held.layer)])),
        IdKind::Member => Some(t(duty_word(of.held.duty)).to_owned()),
        IdKind::Lent => of.held.lent_to.as_ref().map(|body| tw(m::LENT_TO, &[("body", body)])),
        IdKind::Site => None,
    }
}

fn days(of: Option<&HeldRow>) -> AnyView {
    let Some(of) = of else { return t(m::UNTIL_NONE).into_any() };
    let (from, until) = (date::day_only(lang(), of.held.from), date::day_only(lang(), of.held.until));
    let words = if of.held.kind == IdKind::Lent {
        tw(m::FROM_UNTIL, &[("from", &from), ("until", &until)])
    } else {
        tw(m::UNTIL_DAY, &[("until", &until)])
    };
    let tag = match of.standing {
        IdStanding::Good => None,
        IdStanding::NotYet => Some(view! { <Tag tone=Tone::Info text=t(m::STANDING_NOT_YET) /> }.into_any()),
        IdStanding::Expired => {
            Some(view! { <Tag tone=Tone::Err icon=icon::ERROR_FILL text=t(m::STANDING_EXPIRED) /> }.into_any())
        }
    };
    view! { {words} " " {tag} }.into_any()
}

/// A log-in; `may_act`: the caller can do something with it.
fn line(depth: usize, row: &AccountRow, may_act: bool) -> impl IntoView + use<> {
    let held = row.held.as_ref();
    let named: Vec<String> = row.sites.iter().map(|(_, name)| name.clone()).collect();
    let sites = match row.kind {
        AccountKind::SiteAdmin => named.join(t(msg::common::LIST_JOIN)),
        _ => t(m::SITES_ALL).to_owned(),
    };
    let factor = if row.second_factor { m::FACTOR_YES } else { m::FACTOR_NO };
    let last = row.last_login_at.map_or_else(|| t(m::NEVER).to_owned(), date::iso_time);
    let more = held.and_then(more).map(|words| view! { <span class="hint">{words}</span> });
    let acts = may_act.then(|| acts(row));
    view! {
        <tr>
            <th scope="row" class=format!("layer-{}", depth.min(4))>{row.name.clone()}</th>
            <td class="num" data-label=t(m::LOGIN_ID)>{row.login_id.clone()}</td>
            <td data-label=t(m::KIND)>{t(kind_word(row))} " " {more}</td>
            <td data-label=t(m::SITES)>{sites}</td>
            <td data-label=t(m::UNTIL)>{days(held)}</td>
            <td data-label=t(m::FACTOR)>{t(factor)}</td>
            <td data-label=t(m::LAST_LOGIN)>{last}</td>
            <td data-label=t(m::ACTIONS)>{acts}</td>
        </tr>
    }
}

/// What can be done with an ID: each says what follows before it is pressed, since none can be taken back.
fn acts(row: &AccountRow) -> impl IntoView + use<> {
    let until = row.held.as_ref().map(|held| date::iso(held.held.until));
    let act = |path: &'static str, label: Msg, of: Msg, follows: String| {
        view! {
            <details class="bands">
                <summary aria-label=tw(m::ASK_OF, &[("name", &row.name), ("act", &t(label))])>{t(label)}</summary>
                <form method="post" action=path class="row-form">
                    <p class="hint">{follows}</p>
                    <input type="hidden" name="account" value=row.id.to_string() />
                    <input type="hidden" name="until" value=until.clone() />
                    <button type="submit" class="button outline small" aria-label=tw(of, &[("name", &row.name)])>
                        {t(label)}
                    </button>
                </form>
            </details>
        }
    };
    let is_paid = row.held.as_ref().is_some_and(|held| held.held.kind.is_paid());
    let longer = if is_paid {
        let [yearly, alone] = [PriceKind::AdminIdYearly, PriceKind::AdminIdYearlySelfEmployed].map(prices::words_of);
        tw(m::PROLONG_COSTS, &[("yen", &yearly), ("alone", &alone)])
    } else {
        t(m::PROLONG_FREE).to_owned()
    };
    // The first has no last day and is not ended here.
    let ends = row.held.is_some().then(|| {
        view! {
            {act(ProlongAdminId::PATH, m::PROLONG, m::PROLONG_OF, longer)}
            {act(EndAdminId::PATH, m::END, m::END_OF, t(m::END_FOLLOWS).to_owned())}
        }
    });
    view! {
        {act(RenewIdPassword::PATH, m::RENEW, m::RENEW_OF, t(m::RENEW_FOLLOWS).to_owned())}
        {ends}
    }
}
