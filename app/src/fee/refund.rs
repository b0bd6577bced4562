//! What is to be paid back: money that fitted nothing, and credit. Invariant: a row goes when it is marked as paid back, and
//! by nothing else.

use super::{CreditRefunded, DecideReceipt, api::UNMATCHED};
use crate::shell::{Parts, Table, lang, t, tw};
use domain::{
    fee::receipt::{Refund, RefundRow},
    listing::Listed,
};
use i18n::{date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::fee as m;

/// The part of the list that is shown; nothing where nothing is to be paid back.
pub(super) fn list(listed: &Listed<RefundRow>, later_part: bool) -> Option<AnyView> {
    if listed.rows.is_empty() && !later_part {
        return None;
    }
    let heads = [m::CAME, m::REFUND_SINCE, m::REFUND_WHOM, m::ACTION].map(|head| t(head).to_owned()).to_vec();
    let rows = listed.rows.iter().map(one).collect_view();
    let first = later_part.then(|| UNMATCHED.to_owned());
    let next = listed.next.as_ref().map(|next| format!("{UNMATCHED}?refunds={next}"));
    Some(
        view! {
            <h2>{t(m::REFUND_TITLE)}</h2>
            <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(listed.all))])}</p>
            <Table caption=t(m::REFUND_CAPTION) heads>
                {rows}
            </Table>
            <Parts of=t(m::REFUND_CAPTION) first next />
        }
        .into_any(),
    )
}

fn one(row: &RefundRow) -> impl IntoView + use<> {
    let yen = number::yen(lang(), row.yen.get());
    let refunded = tw(m::REFUNDED_OF, &[("yen", &yen)]);
    let action = match row.refund {
        Refund::Receipt(id) => view! {
            <form method="post" action=DecideReceipt::PATH class="row-form">
                <input type="hidden" name="receipt" value=id.to_string() />
                <button type="submit" class="button outline small" name="decision" value="refunded" aria-label=refunded>
                    {t(m::REFUNDED)}
                </button>
            </form>
        }
        .into_any(),
        Refund::Credit(id) => view! {
            <form method="post" action=CreditRefunded::PATH class="row-form">
                <input type="hidden" name="refund" value=id.to_string() />
                <button type="submit" class="button outline small" aria-label=refunded>
                    {t(m::REFUNDED)}
                </button>
            </form>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="number">{yen}</th>
            <td class="num" data-label=t(m::REFUND_SINCE)>{date::iso(row.ordered_at.date())}</td>
            <td class="wide" data-label=t(m::REFUND_WHOM)>{row.whom.clone()}</td>
            <td>{action}</td>
        </tr>
    }
}
