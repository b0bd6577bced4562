//! `/register/technician/check`: the answers once more, consent, password, and handing in. Invariant: every problem stands
//! above the answers as a link to where it is put right.

use super::{
    SubmitTechnician, answers, changes,
    flow::{self, CHECK, page_address, problems, stage_of},
    start, tasks, words,
};
use crate::{
    application::{
        bound::sent_to,
        frame,
        mine::{self, Mine},
        stood_by, usual, words as application_words,
    },
    fee::prices,
    proxy::{self, way_back},
    shell::{
        Card, Checkbox, DescriptionList, ErrorSummary, Flash, NewPassword, PageTitle, PublicLayout, Row, SubmitButton,
        icon, page, provide_problems, redirect, request::Request, t, tw,
    },
};
use domain::{
    application::{STOOD_BY, TechnicianDraft},
    form::FieldProblem,
    technician::{FINAL, Page, Stage, pages},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::{change as c, registration as m, technician as f};

/// `/register/technician/check`.
#[component]
pub fn CheckAnswersPage() -> impl IntoView {
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        prices::load().await?;
        let request = expect_context::<Request>();
        let Some((mine, view)) = mine::technician(&request).await? else {
            return Ok(start::not_begun().into_any());
        };
        let stage = stage_of(view.kind)?;
        if !view.state.is_editable() {
            redirect(&format!("/register/{}", view.number));
        }
        usual::load(view.kind).await?;
        let draft = services::application::technician_draft(&mine.call, mine.id).await?;
        let flash = Flash::take(CHECK).await?;
        Ok(answers_page(&draft, &mine, stage, (&flash, check)).into_any())
    })
}

/// What is wrong: everything after a try to hand in, with what only the services could find.
fn shown(draft: &TechnicianDraft, stage: Stage, flash: &Flash, check: bool) -> Vec<FieldProblem> {
    if !check {
        return flash.problems.clone();
    }
    let found = &flash.problems;
    let mut all = problems(draft, stage);
    // A password is judged when it is sent and never kept, so what was found then replaces "missing" now.
    all.retain(|problem| found.iter().all(|other| other.field != problem.field));
    all.extend(found.iter().cloned());
    draft.form.in_page_order(all)
}

fn answers_page(draft: &TechnicianDraft, mine: &Mine, stage: Stage, left: (&Flash, bool)) -> impl IntoView + use<> {
    let (flash, check) = left;
    let problems = shown(draft, stage, flash, check);
    let failed = !problems.is_empty();
    let mut labels: Vec<(&'static str, String)> =
        FINAL.iter().filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned()))).collect();
    labels.push((STOOD_BY, t(msg::application::STOOD_BY_NAME).to_owned()));
    provide_problems(problems);
    let sections = if stage.is_change() {
        changes::sections(draft, stage).into_any()
    } else {
        pages(stage).map(|page| section(draft, page)).collect_view().into_any()
    };
    let known = (stage == Stage::Upgrade).then(|| {
        let rows = vec![Row::new(t(msg::common::NAME), draft.name.clone())];
        view! {
            <Card title=t(m::CHECK_FROM_REGISTER)>
                <DescriptionList rows />
                <p class="hint">{t(m::CHECK_FROM_REGISTER_LEAD)}</p>
            </Card>
        }
    });
    let lead = t(if stage.is_change() { c::CHECK_LEAD } else { m::CHECK_LEAD });
    let outcome = frame::outcome(flash);
    let agreement = match draft.view.proxied.as_ref().filter(|_| mine.for_somebody) {
        Some(proxied) => proxy::agreement::both(draft, proxied, stage).into_any(),
        None => agreement(draft, stage).into_any(),
    };
    let kind = t(i18n::word::application_kind(draft.view.kind));
    let deficiencies = application_words::returned_list(draft.view.kind, &draft.view.deficiencies);
    let label_of: fn(&str) -> Option<String> = words::label_of_problem;
    let place_of: fn(&str) -> String = flow::place_of;
    let way = way_back(Some(&draft.view));
    view! {
        <PublicLayout>
            <PageTitle text=t(m::CHECK_TITLE) failed />
            <div class="registration-main">
                <p class="eyebrow">{kind}</p>
                <h1>{t(m::CHECK_TITLE)}</h1>
                <ErrorSummary labels chosen=words::CHOSEN label_of=label_of place_of=place_of />
                {outcome}
                {deficiencies}
                <p>{lead}</p>
                {known}
                {sections}
                {usual::line()}
                {agreement}
                <p>{tasks::back()}</p>
                {way}
            </div>
        </PublicLayout>
    }
}

fn section(draft: &TechnicianDraft, page: &'static Page) -> impl IntoView + use<> {
    let title = t(words::page_title(page));
    let rows = answers::of_page(draft, page);
    let inside = if rows.is_empty() {
        view! { <p class="hint">{t(m::CHECK_NOTHING)}</p> }.into_any()
    } else {
        view! { <DescriptionList rows /> }.into_any()
    };
    view! {
        <section class="card answers-of-page">
            <h2 class="card-title">{title}</h2>
            <a href=page_address(page.code) aria-label=tw(m::CHECK_CHANGE_OF, &[("page", &title)])>
                {t(m::CHECK_CHANGE)}
            </a>
            {inside}
        </section>
    }
}

/// Password, consent and the button.
fn agreement(draft: &TechnicianDraft, stage: Stage) -> impl IntoView + use<> {
    let fee = prices::words_of_stage(stage);
    let after = if stage.is_change() { t(c::SUBMIT_HINT).to_owned() } else { tw(f::SUBMIT_HINT, &[("yen", &fee)]) };
    let set = draft.password_set;
    let hint = t(if set { f::PASSWORD_IS_SET } else { f::PASSWORD_HINT });
    // Whoever is registered has a log-in already.
    let password = (!stage.is_of_registered()).then(|| {
        view! {
            <NewPassword hint=hint required=!set />
        }
    });
    view! {
        <form method="post" action=sent_to(SubmitTechnician::PATH, draft.view.id) class="form" novalidate>
            {password}
            <p>{t(f::CONSENT_TEXT)}</p>
            <Checkbox name="consent" label=t(f::CONSENT_YES) value=draft.form.consent.clone() />
            {stood_by::box_of(&draft.view)}
            <p class="hint">{after}</p>
            <SubmitButton text=t(msg::common::SUBMIT_APPLICATION) icon=icon::SEND />
        </form>
    }
}
