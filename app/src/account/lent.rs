//! `/business/lent`: what was done under the IDs a business lent. Invariant: every line says who, of which body, and when; what was
//! done under an ID that has ended stays.

use super::api::ACCOUNTS;
use crate::{
    application::frame::who,
    business::frame::nav,
    shell::{EmptyState, OfficeLayout, Parts, Table, call, lang, page, t, tw},
};
use domain::{
    admin_id::LentAct,
    listing::{Listed, Mark},
    time::WorkDate,
};
use i18n::{date, msg, number};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::account as m;

/// Its address.
pub(super) const PAGE: &str = "/business/lent";

/// `/business/lent`.
#[component]
pub fn LentPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse::<Mark>().ok()));
    page(async move {
        let call = call();
        let listed = services::admin_id::lent_acts(&call, after).await?;
        let crumbs = vec![(ACCOUNTS.to_owned(), t(m::ACCOUNTS_TITLE).to_owned())];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::LENT_TITLE) who=who().await? nav=nav(ACCOUNTS) crumbs>
                <p class="lead">{t(m::LENT_LEAD)}</p>
                {list(listed, after.is_some(), today)}
            </OfficeLayout>
        })
    })
}

fn list(listed: Listed<LentAct>, later: bool, today: WorkDate) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later {
        return view! { <EmptyState title=t(m::LENT_NONE_TITLE) text=t(m::LENT_NONE) /> }.into_any();
    }
    let heads = [m::LENT_AT, m::LENT_WHO, m::LENT_BODY, m::LENT_ACT, m::LENT_SITE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let first = later.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    let lines = rows.iter().map(|act| line(act, today)).collect_view();
    view! {
        <p class="count-line">{tw(m::LENT_COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::LENT_TITLE) heads>{lines}</Table>
        <Parts of=t(m::LENT_TITLE) first next />
    }
    .into_any()
}

/// An act in words.
fn words(process: &str) -> String {
    let known = match process {
        "site.create" => m::ACT_SITE_CREATE,
        "site.edit" => m::ACT_SITE_EDIT,
        "site.close" => m::ACT_SITE_CLOSE,
        "site.reopen" => m::ACT_SITE_REOPEN,
        "structure.add" => m::ACT_STRUCTURE_ADD,
        "structure.accept" => m::ACT_STRUCTURE_ACCEPT,
        "structure.decline" => m::ACT_STRUCTURE_DECLINE,
        "structure.confirm" => m::ACT_STRUCTURE_CONFIRM,
        "structure.end" => m::ACT_STRUCTURE_END,
        "roster.add" => m::ACT_ROSTER_ADD,
        "roster.end" => m::ACT_ROSTER_END,
        "roster.days" => m::ACT_ROSTER_DAYS,
        "roster.insurance_checked" => m::ACT_ROSTER_INSURANCE,
        "history.approve" => m::ACT_HISTORY_APPROVE,
        "history.enter" => m::ACT_HISTORY_ENTER,
        "history.look_at_file" => m::ACT_HISTORY_LOOK_AT_FILE,
        "history.file" => m::ACT_HISTORY_FILE,
        "history.discard_file" => m::ACT_HISTORY_DISCARD_FILE,
        "history.take_back" => m::ACT_HISTORY_TAKE_BACK,
        "history.refuse" => m::ACT_HISTORY_REFUSE,
        "history.withdraw" => m::ACT_HISTORY_WITHDRAW,
        "poster.make" => m::ACT_POSTER_MAKE,
        "poster.revoke" => m::ACT_POSTER_REVOKE,
        "screen.make" => m::ACT_SCREEN_MAKE,
        "screen.revoke" => m::ACT_SCREEN_REVOKE,
        "site.ask_position" => m::ACT_ASK_POSITION,
        "tag.add" => m::ACT_TAG_ADD,
        "tag.end" => m::ACT_TAG_END,
        "reading.look" => m::ACT_READING_LOOK,
        "reading.record" => m::ACT_READING_RECORD,
        "reading.discard" => m::ACT_READING_DISCARD,
        "gate.enrol" => m::ACT_GATE_ENROL,
        "gate.move" => m::ACT_GATE_MOVE,
        "gate.revoke" => m::ACT_GATE_REVOKE,
        "gate.gap_known" => m::ACT_GATE_GAP_KNOWN,
        "account.log_in" => m::ACT_LOG_IN,
        "passkey.register" => m::ACT_PASSKEY_REGISTER,
        "passkey.remove" => m::ACT_PASSKEY_REMOVE,
        "account.second_factor_set" => m::ACT_SECOND_FACTOR,
        "card.read" => m::ACT_CARD_READ,
        _ => return tw(m::ACT_OTHER, &[("process", &process)]),
    };
    t(known).to_owned()
}

fn line(act: &LentAct, today: WorkDate) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{date::date_time(lang(), act.at, today)}</th>
            <td data-label=t(m::LENT_WHO)>{act.name.clone()} " " <span class="hint">{act.login_id.clone()}</span></td>
            <td data-label=t(m::LENT_BODY)>{act.body.clone()}</td>
            <td data-label=t(m::LENT_ACT)>{words(&act.process)}</td>
            <td data-label=t(m::LENT_SITE)>{act.site.clone()}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_nobody_has_named_is_shown_by_its_word() {
        Owner::new().with(|| {
            assert_eq!(words("roster.add"), "作業員名簿に加えた");
            assert!(words("moon.land").contains("moon.land"));
        });
    }
}
