//! Work of the register that was given up, on the operator's page. Invariant: it goes from the list when it is set to be
//! done again, and by nothing else.

use super::WorkAgain;
use crate::shell::{Table, t, tw};
use domain::job::GivenUp;
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::notice as m;

/// The list, or that there is none.
pub(super) fn list(given_up: &[GivenUp]) -> AnyView {
    if given_up.is_empty() {
        return view! { <p class="hint">{t(m::WORK_NONE)}</p> }.into_any();
    }
    let heads = [m::WORK_WHAT, m::WORK_SUBJECT, m::TRIES, m::WORK_AT, m::WORK_FAULT, m::ACTION];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let rows = given_up.iter().map(one).collect_view();
    view! {
        <p>{t(m::WORK_LEAD)}</p>
        <Table caption=t(m::WORK_CAPTION) heads>
            {rows}
        </Table>
    }
    .into_any()
}

fn what(kind: &str) -> String {
    match kind {
        "day" => t(m::WORK_DAY).to_owned(),
        "settlement.import" => t(m::WORK_IMPORT).to_owned(),
        "line.arrival" => t(m::WORK_ARRIVAL).to_owned(),
        "application.code" => t(m::WORK_CODE).to_owned(),
        "mail.returned" => t(m::WORK_RETURNED).to_owned(),
        other => tw(m::WORK_OTHER, &[("code", &other)]),
    }
}

fn one(work: &GivenUp) -> impl IntoView + use<> {
    let what = what(&work.kind);
    let again = tw(m::WORK_AGAIN_OF, &[("what", &what), ("subject", &work.subject)]);
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td class="num" data-label=t(m::WORK_SUBJECT)>{work.subject.clone()}</td>
            <td class="number" data-label=t(m::TRIES)>{work.tries}</td>
            <td class="num" data-label=t(m::WORK_AT)>{date::iso_time(work.at)}</td>
            <td class="wide" data-label=t(m::WORK_FAULT) lang="en">{work.fault.clone()}</td>
            <td>
                <form method="post" action=WorkAgain::PATH class="row-form">
                    <input type="hidden" name="work" value=work.id.to_string() />
                    <button type="submit" class="button outline small" aria-label=again>
                        {t(m::WORK_AGAIN)}
                    </button>
                </form>
            </td>
        </tr>
    }
}
