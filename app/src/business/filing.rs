//! `/business/registration/form`: the form of a renewal or change, filled in with what is registered. Invariant: no password
//! is asked; whoever files has logged in.

use super::{
    SaveFiling, SubmitFiling,
    form::{self, SECTIONS},
    registration::PAGE as REGISTRATION,
    words,
};
use crate::{
    application::{TypingAid, frame, mine, progress, words as application_words},
    shell::{
        ButtonKind, Checkbox, ErrorSummary, Flash, Icon, OfficeLayout, SubmitButton, UiError, call, error::NOT_FOUND,
        icon, page, provide_problems, redirect, request::Request, t,
    },
};
use domain::{
    application::{ApplicationKind, BusinessDraft},
    business::{BusinessForm, Filing},
    form::FieldProblem,
    time::WorkDate,
};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::business as m;

/// Its address.
pub(super) const PAGE: &str = "/business/registration/form";

/// The renewal or change this browser is filling in.
pub(super) async fn mine(request: &Request) -> Result<(mine::Mine, Filing), UiError> {
    // Whoever has logged out since has no business to file for.
    services::business::registration(&request.call).await?;
    for filing in [Filing::Renewal, Filing::Change] {
        if let Some(mine) = mine::current_of(request, ApplicationKind::of_filing(filing)).await? {
            return Ok((mine, filing));
        }
    }
    Err(UiError::of(NOT_FOUND))
}

/// `/business/registration/form`.
#[component]
pub fn FilingPage() -> impl IntoView {
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let request = expect_context::<Request>();
        let (mine, filing) = mine(&request).await?;
        let draft = services::application::business_draft(&mine.call, mine.id).await?;
        if !draft.view.state.is_editable() {
            redirect(REGISTRATION);
        }
        let flash = Flash::take(PAGE).await?;
        crate::fee::prices::load().await?;
        let who = frame::who().await?;
        Ok(form_page(&draft, filing, check, &flash, who, call().today()))
    })
}

const fn title(filing: Filing) -> Msg {
    match filing {
        Filing::Renewal => m::RENEW_TITLE,
        Filing::Registration | Filing::Change => m::CHANGE_TITLE,
    }
}

fn problems(form: &BusinessForm, found: &[FieldProblem], today: WorkDate) -> Vec<FieldProblem> {
    super::register::problems_of(form, true, found.to_vec(), today)
}

fn form_page(
    draft: &BusinessDraft,
    filing: Filing,
    check: bool,
    flash: &Flash,
    who: String,
    today: WorkDate,
) -> impl IntoView + use<> {
    let shown = if check { problems(&draft.form, &flash.problems, today) } else { flash.problems.clone() };
    provide_problems(shown);
    let labels: Vec<(&'static str, String)> = domain::business::FIELDS
        .iter()
        .filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned())))
        .collect();
    let done = frame::outcome(flash).into_any();
    let inside = whole_form(&draft.form, filing).into_any();
    let deficiencies = application_words::deficiency_list(draft.view.kind, &draft.view.deficiencies);
    let lead = if filing == Filing::Renewal { m::RENEW_LEAD } else { m::CHANGE_LEAD };
    let crumbs = vec![(REGISTRATION.to_owned(), t(m::REGISTRATION_TITLE).to_owned())];
    view! {
        <OfficeLayout title=t(title(filing)) who nav=super::frame::nav(REGISTRATION) crumbs>
            <div class="registration-main">
                <ErrorSummary labels chosen=words::CHOSEN groups=progress::groups(SECTIONS) />
                {done}
                {deficiencies}
                <p>{t(lead)}</p>
                {inside}
            </div>
        </OfficeLayout>
    }
}

fn whole_form(typed: &BusinessForm, filing: Filing) -> impl IntoView + use<> {
    let sections = [
        form::kind(typed).into_any(),
        form::business(typed).into_any(),
        form::licence(typed).into_any(),
        form::capital(typed).into_any(),
        form::contact(typed).into_any(),
        form::trades(typed).into_any(),
        form::admin(typed).into_any(),
    ];
    let agreed = typed.consent.clone();
    let submit = if filing == Filing::Renewal { m::RENEW_SUBMIT } else { m::CHANGE_SUBMIT };
    view! {
        <form method="post" action=SaveFiling::PATH class="form" novalidate>
            {progress::default_button(None)}
            {SECTIONS.iter().zip(sections).map(|(section, inside)| progress::section(section, inside)).collect_view()}
            <Checkbox name="consent" label=t(m::FILING_CONSENT) value=agreed />
            <div class="form-actions">
                <button type="submit" class=ButtonKind::Solid.class() formaction=SubmitFiling::PATH>
                    <Icon of=icon::SEND />
                    {t(submit)}
                </button>
                <SubmitButton text=t(msg::common::SAVE) kind=ButtonKind::Outline icon=icon::SAVE />
            </div>
        </form>
        <TypingAid kana=vec!["name_kana".to_owned()] postcodes=vec!["postcode".to_owned()] />
    }
}
