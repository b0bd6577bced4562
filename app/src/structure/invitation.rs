//! 施工体制への参加: what one's business was asked and has not answered. Invariant: nothing is shown where nothing waits.

use super::AnswerStructure;
use crate::{
    shell::{Table, lang, t, tw},
    site::words,
};
use domain::structure::Invitation;
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::structure as m;

/// Where the section stands on its page.
pub const INVITED: &str = "invited-title";

/// What was answered, in words, where the last form did so.
pub fn done_word(done: &str) -> Option<Msg> {
    match done {
        "structure_accepted" => Some(m::ACCEPTED),
        "structure_declined" => Some(m::DECLINED),
        _ => None,
    }
}

/// The section.
pub fn invitations(asked: Vec<Invitation>) -> Option<impl IntoView> {
    if asked.is_empty() {
        return None;
    }
    let heads = [m::INVITED_SITE, m::INVITED_ABOVE, m::INVITED_TIER, m::INVITED_FROM, m::INVITED_ANSWER];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let rows = asked.into_iter().map(row).collect_view();
    Some(view! {
        <section class="site-section" aria-labelledby=INVITED>
            <h2 id=INVITED>{t(m::INVITED_TITLE)}</h2>
            <p>{t(m::INVITED_LEAD)}</p>
            <Table caption=t(m::INVITED_TITLE) heads>
                {rows}
            </Table>
        </section>
    })
}

fn row(asked: Invitation) -> impl IntoView {
    let (accept, decline) =
        (tw(m::ACCEPT_OF, &[("site", &asked.site_name)]), tw(m::DECLINE_OF, &[("site", &asked.site_name)]));
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/business/sites/{}", asked.site)>{asked.site_name}</a>
            </th>
            <td data-label=t(m::INVITED_ABOVE)>{asked.above}</td>
            <td data-label=t(m::INVITED_TIER)>{words::tier(asked.tier)}</td>
            <td data-label=t(m::INVITED_FROM)>{date::day_only(lang(), asked.from)}</td>
            <td>
                <form method="post" action=AnswerStructure::PATH class="row-form">
                    <input type="hidden" name="place" value=asked.place.to_string() />
                    <button type="submit" name="answer" value="yes" class="button outline small" aria-label=accept>
                        {t(m::ACCEPT)}
                    </button>
                    <button type="submit" name="answer" value="no" class="button text small" aria-label=decline>
                        {t(m::DECLINE)}
                    </button>
                </form>
            </td>
        </tr>
    }
}
