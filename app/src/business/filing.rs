//! `/business/registration/{renewal, change}`: the form, filled in with what is registered. Invariant: no password is asked,
//! whoever files has logged in; nothing is begun by looking.

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
    application::{ApplicationKind, Deficiency},
    business::{BusinessForm, Filing},
    form::FieldProblem,
    time::WorkDate,
};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::business as m;

/// The address of the form of a filing.
pub(super) const fn page_of(filing: Filing) -> &'static str {
    application_words::form_page(ApplicationKind::of_filing(filing))
}

/// The filing an address or a form names. Errors: `not_found`.
pub(super) fn from_address(code: &str) -> Result<Filing, UiError> {
    let filing = Filing::from_code(code).filter(|filing| filing.is_of_registered());
    filing.ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The filing of one's own business that is under way. Errors: `not_found`.
pub(super) async fn mine(filing: Filing) -> Result<mine::Mine, UiError> {
    let registration = services::business::registration(&call()).await?;
    let found = registration.under_way(filing).ok_or_else(|| UiError::of(NOT_FOUND))?;
    Ok(mine::Mine::of(&expect_context::<Request>(), found.id))
}

/// Keeps what was typed, in the filing under way or in a new one.
pub(super) async fn keep(filing: Filing, form: BusinessForm) -> Result<mine::Mine, UiError> {
    let id = services::business::start_filing(&call(), filing).await?;
    let mine = mine::Mine::of(&expect_context::<Request>(), id);
    services::application::save_business(&mine.call, mine.id, form).await?;
    Ok(mine)
}

/// What the form shows: what was kept, or what is registered where nothing has been begun.
struct Shown {
    form: BusinessForm,
    deficiencies: Vec<Deficiency>,
}

/// `None` where the form is not for now: it is being reviewed, or the time for it is past or to come.
async fn shown(filing: Filing) -> Result<Option<Shown>, UiError> {
    let registration = services::business::registration(&call()).await?;
    let Some(under_way) = registration.under_way(filing) else {
        let form = BusinessForm { consent: String::new(), ..registration.form.clone() };
        return Ok(registration.may_begin(filing).then_some(Shown { form, deficiencies: Vec::new() }));
    };
    if !under_way.state.is_editable() {
        return Ok(None);
    }
    let mine = mine::Mine::of(&expect_context::<Request>(), under_way.id);
    let draft = services::application::business_draft(&mine.call, mine.id).await?;
    Ok(Some(Shown { form: draft.form, deficiencies: draft.view.deficiencies }))
}

/// `/business/registration/{renewal, change}`.
#[component]
pub fn FilingPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("filing")).unwrap_or_default();
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        services::business::may_open(&call())?;
        let filing = from_address(&asked)?;
        let Some(shown) = shown(filing).await? else {
            redirect(REGISTRATION);
            return Ok(().into_any());
        };
        let flash = Flash::take(page_of(filing)).await?;
        crate::fee::prices::load().await?;
        let who = frame::who().await?;
        Ok(form_page(&shown, filing, check, &flash, who, call().today()).into_any())
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
    of: &Shown,
    filing: Filing,
    check: bool,
    flash: &Flash,
    who: String,
    today: WorkDate,
) -> impl IntoView + use<> {
    let shown = if check { problems(&of.form, &flash.problems, today) } else { flash.problems.clone() };
    provide_problems(shown);
    let labels: Vec<(&'static str, String)> = domain::business::FIELDS
        .iter()
        .filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned())))
        .collect();
    let done = frame::outcome(flash).into_any();
    let inside = whole_form(&of.form, filing).into_any();
    let deficiencies = application_words::deficiency_list(ApplicationKind::of_filing(filing), &of.deficiencies);
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
            <input type="hidden" name="filing" value=filing.code() />
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
