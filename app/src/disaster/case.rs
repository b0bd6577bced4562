//! `/operator/disasters/{id}`: an exception that was entered, with how many it is for, and what is decided. Invariant: whoever
//! entered it is offered to take it back and nothing else.

use super::{DecideDisaster, list};
use crate::{
    application::{
        decision::{self, Said},
        frame,
    },
    shell::{
        Banner, Card, DescriptionList, ErrorSummary, Flash, OfficeLayout, Row, Tag, Tone, UiError, call,
        error::NOT_FOUND, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    correction::CorrectionState,
    disaster::proposal::{Proposal, Touched},
    id::DisasterProposalId,
};
use i18n::{date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::{correction as c, disaster as m};

/// The page of one.
pub(super) fn page_of(id: DisasterProposalId) -> String {
    format!("{}/{id}", list::PAGE)
}

/// `/operator/disasters/{id}`.
#[component]
pub fn DisasterProposalPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("proposal")).unwrap_or_default();
    page(async move {
        let id: DisasterProposalId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let (proposal, touched) = services::disaster::proposal(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let done = match flash.done.as_deref() {
            Some("entered") => Some(t(m::ENTERED_DONE)),
            Some("approved") => Some(t(m::APPROVED_DONE)),
            Some("refused") => Some(t(m::REFUSED_DONE)),
            Some("withdrawn") => Some(t(m::WITHDRAWN_DONE)),
            _ => None,
        };
        let outcome = frame::outcome(&flash);
        let typed: String = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("reason", t(c::REFUSE_REASON).to_owned())];
        let crumbs = vec![(list::PAGE.to_owned(), t(m::TITLE).to_owned())];
        let today = call.today();
        let at = |at| date::date_time(lang(), at, today);
        let mut rows = list::rows(&proposal.disaster);
        rows.push(Row::new(t(c::ENTERED_BY), format!("{} {}", proposal.entered_by, at(proposal.entered_at))));
        if let Some(when) = proposal.decided_at {
            rows.push(Row::new(t(c::DECIDED_BY), format!("{} {}", proposal.decided_by, at(when))));
        }
        if !proposal.decision_reason.is_empty() {
            rows.push(Row::new(t(c::REFUSE_REASON), proposal.decision_reason.clone()));
        }
        let waits = proposal.state == CorrectionState::Waiting;
        Ok(view! {
            <OfficeLayout title=proposal.disaster.name.clone() who nav=frame::operator_nav(list::PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                <ErrorSummary labels />
                <p>
                    <Tag tone=if waits { Tone::Info } else { Tone::Plain } text=t(word::correction_state(proposal.state)) />
                </p>
                <DescriptionList rows />
                {preview(touched)}
                {waits.then(|| decision(&proposal, typed))}
            </OfficeLayout>
        })
    })
}

/// How many it is for as the register stands.
fn preview(of: Touched) -> impl IntoView {
    let line = |words: i18n::Msg, count: i64| Row::new(t(words), tw(m::COUNT, &[("count", &number::grouped(count))]));
    let rows = vec![
        line(m::TOUCHED_BUSINESSES, of.businesses),
        line(m::TOUCHED_RENEWALS, of.renewals),
        line(m::TOUCHED_UNPAID, of.unpaid),
        line(m::TOUCHED_SITES, of.sites),
    ];
    view! { <Card title=t(m::TOUCHED)><DescriptionList rows /></Card> }
}

fn decision(of: &Proposal, typed: String) -> impl IntoView + use<> {
    let said = Said { own: m::OWN, note: m::APPROVE_NOTE, approve: m::APPROVE };
    decision::decision((DecideDisaster::PATH, "proposal"), of.id.to_string(), of.own, said, typed)
}
