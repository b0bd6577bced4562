//! Mail that came back, on the operator's page: why, and what was put aside. Invariant: the code of the report stands beside its
//! words, since mail hosts are asked by it.

use super::api::PAGE;
use crate::shell::{Parts, Table, t, tw};
use domain::{
    listing::Listed,
    notice::{AsideLine, AsideReason, ReturnCause, StatusCode},
};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;

use msg::notice as m;

/// Why a mail came back, in words.
pub(super) fn why(with: StatusCode) -> String {
    tw(m::RETURNED_STATE, &[("why", &t(cause(with.cause()))), ("code", &with)])
}

const fn cause(cause: ReturnCause) -> Msg {
    match cause {
        ReturnCause::NoAddress => m::RETURNED_NO_ADDRESS,
        ReturnCause::Closed => m::RETURNED_CLOSED,
        ReturnCause::Full => m::RETURNED_FULL,
        ReturnCause::TooLarge => m::RETURNED_TOO_LARGE,
        ReturnCause::NotReached => m::RETURNED_NOT_REACHED,
        ReturnCause::Refused => m::RETURNED_REFUSED,
        ReturnCause::Unsaid => m::RETURNED_UNSAID,
    }
}

const fn reason(reason: AsideReason) -> Msg {
    match reason {
        AsideReason::Unreadable => m::ASIDE_UNREADABLE,
        AsideReason::TooLarge => m::ASIDE_TOO_LARGE,
        AsideReason::NoReport => m::ASIDE_NO_REPORT,
        AsideReason::UnknownMail => m::ASIDE_UNKNOWN_MAIL,
        AsideReason::OtherAddress => m::ASIDE_OTHER_ADDRESS,
        AsideReason::Broken => m::ASIDE_BROKEN,
    }
}

/// What was put aside, or that nothing was.
pub(super) fn aside(listed: &Listed<AsideLine>, later_part: bool) -> AnyView {
    if listed.rows.is_empty() && !later_part {
        return view! { <p class="hint">{t(m::ASIDE_NONE)}</p> }.into_any();
    }
    let heads = [m::ASIDE_NAME, m::ASIDE_REASON, m::ASIDE_AT].map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| PAGE.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{PAGE}?aside={next}"));
    let rows = listed.rows.iter().map(one).collect_view();
    view! {
        <p>{tw(m::ASIDE_LEAD, &[("count", &number::grouped(listed.all))])}</p>
        <Table caption=t(m::ASIDE_CAPTION) heads>
            {rows}
        </Table>
        <Parts of=t(m::ASIDE_CAPTION) first next />
    }
    .into_any()
}

fn one(line: &AsideLine) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row" class="wide">{line.name.clone()}</th>
            <td data-label=t(m::ASIDE_REASON)>{t(reason(line.reason))}</td>
            <td class="num" data-label=t(m::ASIDE_AT)>{date::iso_time(line.at)}</td>
        </tr>
    }
}
