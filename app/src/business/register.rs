//! `/register/business`. Invariant: problems are shown only after the applicant tried to hand in, and then all of them.

use super::{
    SaveBusiness,
    api::PAGE,
    form::{self, SECTIONS},
    words,
};
use crate::{
    application::{
        TypingAid, frame,
        mine::{self, Mine},
        progress::{self, Progress},
        words as application_words,
    },
    shell::{
        ErrorSummary, Flash, PageTitle, PublicLayout, call, page, provide_problems, redirect, request::Request, t,
    },
};
use domain::{
    application::{ApplicationKind, BusinessDraft},
    business::{BusinessForm, FIELDS},
    form::FieldProblem,
    time::WorkDate,
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::business as m;

/// `/register/business`.
#[component]
pub fn RegisterBusinessPage() -> impl IntoView {
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let request = expect_context::<Request>();
        let mine = mine::current_of(&request, ApplicationKind::Business).await?;
        let draft = match &mine {
            Some(Mine { call, id, .. }) => Some(services::application::business_draft(call, *id).await?),
            None => None,
        };
        if let Some(draft) = draft.as_ref().filter(|draft| !draft.view.state.is_editable()) {
            redirect(&format!("/register/{}", draft.view.number));
        }
        let flash = Flash::take(PAGE).await?;
        let code = mine::resume_code(&request).await?;
        crate::fee::prices::load().await?;
        Ok(form_page(draft, check, flash, code, call().today()))
    })
}

fn problems(draft: &BusinessDraft, found: Vec<FieldProblem>, today: WorkDate) -> Vec<FieldProblem> {
    problems_of(&draft.form, draft.password_set, found, today)
}

/// Every problem of a form, in page order, with what only the services could find.
pub(super) fn problems_of(
    form: &BusinessForm,
    password_set: bool,
    found: Vec<FieldProblem>,
    today: WorkDate,
) -> Vec<FieldProblem> {
    let mut all = form.validate(today, password_set).err().unwrap_or_default();
    // A password is judged when it is sent and never kept, so what was found then replaces "missing" now.
    all.retain(|problem| found.iter().all(|other| other.field != problem.field));
    all.extend(found);
    all.sort_by_key(|problem| FIELDS.iter().position(|field| *field == problem.field));
    all
}

fn labels() -> Vec<(&'static str, String)> {
    FIELDS.iter().filter_map(|field| words::label(field).map(|label| (*field, t(label).to_owned()))).collect()
}

fn form_page(
    draft: Option<BusinessDraft>,
    check: bool,
    flash: Flash,
    code: Option<String>,
    today: WorkDate,
) -> impl IntoView {
    let open = draft.as_ref().map(|draft| problems(draft, Vec::new(), today)).unwrap_or_default();
    let shown = match &draft {
        Some(draft) if check => problems(draft, flash.problems.clone(), today),
        _ => flash.problems.clone(),
    };
    let steps = progress::of(SECTIONS, &typed(draft.as_ref()), &open, &shown);
    let failed = !shown.is_empty();
    provide_problems(shown);
    let form = draft.as_ref().map(|draft| draft.form.clone()).unwrap_or_default();
    let password_set = draft.as_ref().is_some_and(|draft| draft.password_set);
    let number = draft.as_ref().map(|draft| draft.view.number.clone());
    let deficiencies = draft.map(|draft| draft.view.deficiencies).unwrap_or_default();
    let left = frame::Left { number, code, flash };
    view! {
        <PublicLayout>
            <PageTitle text=t(m::TITLE) failed />
            <div class="registration">
                <div class="registration-main">
                    <h1>{t(m::TITLE)}</h1>
                    <ErrorSummary labels=labels() chosen=words::CHOSEN groups=progress::groups(SECTIONS) />
                    {frame::notices(&left)}
                    {application_words::deficiency_list(ApplicationKind::Business, &deficiencies)}
                    <p>{t(m::LEAD)}</p>
                    {whole_form(&form, password_set)}
                </div>
                <Progress steps />
            </div>
        </PublicLayout>
    }
}

/// Which fields hold something, for the list of what is left.
fn typed(draft: Option<&BusinessDraft>) -> Vec<&'static str> {
    let Some(draft) = draft else { return Vec::new() };
    let holds = |field: &&str| match *field {
        "password" | "password_again" => draft.password_set,
        "consent" => !draft.form.consent.is_empty(),
        field => draft.form.typed(field).is_some_and(|text| !text.trim().is_empty()),
    };
    FIELDS.iter().copied().filter(holds).collect()
}

fn whole_form(form: &BusinessForm, password_set: bool) -> impl IntoView + use<> {
    let sections = [
        form::kind(form).into_any(),
        form::business(form).into_any(),
        form::licence(form).into_any(),
        form::capital(form).into_any(),
        form::contact(form).into_any(),
        form::trades(form).into_any(),
        form::admin(form).into_any(),
        form::secret(password_set).into_any(),
        form::agreement(form).into_any(),
    ];
    view! {
        <form method="post" action=SaveBusiness::PATH class="form" novalidate>
            {progress::default_button(None)}
            {SECTIONS.iter().zip(sections).map(|(section, inside)| progress::section(section, inside)).collect_view()}
        </form>
        <TypingAid kana=vec!["name_kana".to_owned()] postcodes=vec!["postcode".to_owned()] />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_in_one_section() {
        let in_sections: Vec<&str> = SECTIONS.iter().flat_map(|section| section.fields).copied().collect();
        assert_eq!(in_sections, FIELDS, "the page's order is the domain's");
    }
}
