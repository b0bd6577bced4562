//! `/operator/samples/{id}`: one sample, what was found, and the word to its body. Invariant: looked at once.

use super::{JudgeSample, list as bodies, samples};
use crate::{
    application::frame,
    counter::words::verdict,
    shell::{
        ButtonKind, Card, DescriptionList, ErrorSummary, Field, Flash, LinkButton, OfficeLayout, RadioRows, Row,
        SubmitButton, UiError, call, error::NOT_FOUND, field::described_by, icon, page, provide_problems, t, tw,
    },
};
use domain::{
    id::ApplicationId,
    registrar::{SampleForm, SampleRow, SampleVerdict},
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::{application as ma, counter as mc, registrar as m};

/// The page of one.
pub(super) fn page_of(id: ApplicationId) -> String {
    format!("{}/{id}", samples::PAGE)
}

/// `/operator/samples/{id}`.
#[component]
pub fn SamplePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("sample")).unwrap_or_default();
    page(async move {
        let id: ApplicationId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let row = services::registrar::sample(&call, id).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let form: SampleForm = flash.form();
        let outcome = frame::outcome(&flash);
        provide_problems(flash.problems);
        let labels = vec![("verdict", t(mc::VERDICT).to_owned()), ("word", t(m::SAMPLE_WORD).to_owned())];
        let title = tw(m::SAMPLE_TITLE, &[("number", &row.number)]);
        let crumbs = vec![(samples::PAGE.to_owned(), t(m::SAMPLES_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title who nav=frame::operator_nav(bodies::PAGE) crumbs>
                <ErrorSummary labels chosen=&["verdict"] />
                {outcome}
                {head(&row)}
                <p>
                    <LinkButton
                        href=format!("/operator/applications/{id}")
                        text=t(m::SAMPLE_CASE)
                        kind=ButtonKind::Outline
                        icon=icon::FACT_CHECK
                    />
                </p>
                {row.verdict.is_none().then(|| judge(id, form))}
            </OfficeLayout>
        })
    })
}

fn head(row: &SampleRow) -> impl IntoView + use<> {
    let mut rows = vec![
        Row::new(t(ma::QUEUE_NAME), row.name.clone()),
        Row::new(t(m::BODY), row.body.clone()),
        Row::new(t(m::CHOSEN_AT), date::iso(row.chosen_at.date())),
    ];
    if let Some(found) = row.verdict {
        rows.push(Row::new(t(mc::VERDICT), t(verdict(found).0)));
        rows.push(Row::new(t(mc::WORD), row.word.clone()));
    }
    view! { <DescriptionList rows /> }
}

fn judge(id: ApplicationId, form: SampleForm) -> impl IntoView {
    let options = SampleVerdict::ALL.map(|of| (of.code().to_owned(), t(verdict(of).0).to_owned())).to_vec();
    view! {
        <Card title=t(mc::VERDICT)>
            <form method="post" action=JudgeSample::PATH class="form office-form" novalidate>
                <input type="hidden" name="application" value=id.to_string() />
                <RadioRows name="verdict" legend=t(mc::VERDICT) value=form.verdict options />
                <Field name="word" label=t(m::SAMPLE_WORD) hint=t(m::SAMPLE_WORD_HINT) required=false>
                    <textarea class="input" id="word" name="word" rows="3" aria-describedby=described_by("word", true)>
                        {form.word}
                    </textarea>
                </Field>
                <SubmitButton text=t(m::SAMPLE_SAVE) icon=icon::SAVE />
            </form>
        </Card>
    }
}
