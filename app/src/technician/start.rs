//! `/register/technician`: which registration, then the list of its pages. Invariant: nothing is begun before a stage was
//! chosen, and another can be chosen until the application is handed in.

use super::{StartTechnician, flow::PAGE, tasks, words};
use crate::{
    application::{bound::sent_to_begin, frame, mine},
    fee::prices,
    shell::{
        Banner, ErrorSummary, Flash, PageTitle, PublicLayout, RadioRows, SubmitButton, Tone, icon, page,
        provide_problems, redirect, request::Request, t, tw,
    },
};
use domain::{
    id::ApplicationId,
    technician::{Group, Stage},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

use msg::registration as m;

/// `/register/technician`.
#[component]
pub fn RegisterTechnicianPage() -> impl IntoView {
    page(async {
        prices::load().await?;
        let request = expect_context::<Request>();
        let flash = Flash::take(PAGE).await?;
        let Some((mine, view)) = mine::technician(&request).await? else {
            return Ok(choice_page(&flash, mine::bound(&request).await?).into_any());
        };
        if !view.state.is_editable() {
            redirect(&format!("/register/{}", view.number));
        }
        let draft = services::application::technician_draft(&mine.call, mine.id).await?;
        let code = mine::resume_code(&request).await?;
        Ok(tasks::page(&draft, &flash, code).into_any())
    })
}

fn choice_page(flash: &Flash, over: Option<ApplicationId>) -> impl IntoView + use<> {
    provide_problems(flash.problems.clone());
    let failed = !flash.problems.is_empty();
    let outcome = frame::outcome(flash);
    view! {
        <PublicLayout>
            <PageTitle text=t(m::START_TITLE) failed />
            <div class="registration-start">
                <h1>{t(m::START_TITLE)}</h1>
                <ErrorSummary labels=vec![("stage", t(m::START_STAGE).to_owned())] chosen=&["stage"] />
                {frame::not_while_logged_in()}
                {outcome}
                <p>{t(m::START_LEAD)}</p>
                {choice("", sent_to_begin(StartTechnician::PATH, over))}
            </div>
        </PublicLayout>
    }
}

/// The two stages with what each costs and brings.
pub(super) fn choice(now: &str, action: String) -> impl IntoView + use<> {
    let options: Vec<(String, String)> = [Stage::Simple, Stage::Detailed]
        .map(|stage| {
            let yen = prices::words_of_stage(stage);
            let fee = tw(m::STAGE_FEE, &[("yen", &yen)]);
            (stage.code().to_owned(), tw(m::STAGE_AND_FEE, &[("stage", &t(words::stage(stage))), ("fee", &fee)]))
        })
        .to_vec();
    let go = if now.is_empty() { m::START_GO } else { m::CHANGE_STAGE };
    view! {
        <div class="registration-kinds">{brings(Stage::Simple)} {brings(Stage::Detailed)}</div>
        <form method="post" action=action class="form" novalidate>
            <RadioRows name="stage" legend=t(m::START_STAGE) value=now options />
            <SubmitButton text=t(go) icon=icon::ARROW_FORWARD />
        </form>
    }
}

fn brings(stage: Stage) -> impl IntoView {
    let asked = Group::ALL.into_iter().filter(|group| stage.asks(*group));
    let groups = asked.map(|group| t(words::group(group))).collect::<Vec<_>>().join(t(m::JOIN_GROUPS));
    view! {
        <section class="card">
            <h2 class="card-title">{t(words::stage(stage))}</h2>
            <p>{t(words::stage_brings(stage))}</p>
            <p class="hint">{groups}</p>
        </section>
    }
}

/// Said where this browser has begun nothing.
pub(super) fn not_begun() -> impl IntoView {
    view! {
        <PublicLayout>
            <PageTitle text=t(m::NOT_BEGUN_TITLE) />
            <div class="narrow">
                <h1>{t(m::NOT_BEGUN_TITLE)}</h1>
                <Banner tone=Tone::Info>{t(m::NOT_BEGUN)}</Banner>
                <p>
                    <a class="button" href=PAGE>
                        {t(m::NOT_BEGUN_GO)}
                    </a>
                </p>
            </div>
        </PublicLayout>
    }
}
