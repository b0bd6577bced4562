//! A document of several pages, page by page. Invariant: what is shown is the picture of a page; the file itself is only ever
//! offered to be saved.

use super::{frame, mine, words};
use crate::shell::{
    Icon, OfficeLayout, PageTitle, PublicLayout, UiError, call, error::NOT_FOUND, icon, page, request::Request, t, tw,
};
use domain::{
    application::{ApplicationKind, PhotoInfo},
    id::ApplicationId,
};
use i18n::msg;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::registration as m;

/// Which page is asked for, from 1; what is none of the document's is not found.
fn asked(pages: u32, query: Option<&str>) -> Result<u32, UiError> {
    let number = query.map_or(Ok(1), str::parse::<u32>).map_err(|_| UiError::of(NOT_FOUND))?;
    if (1..=pages).contains(&number) { Ok(number) } else { Err(UiError::of(NOT_FOUND)) }
}

fn param(name: &'static str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}

fn number_asked() -> Option<String> {
    use_query_map().with_untracked(|query| query.get("page"))
}

/// `/register/document/{field}`: what the applicant sent.
#[component]
pub fn OwnDocumentPage() -> impl IntoView {
    let (field, number) = (param("field"), number_asked());
    page(async move {
        let request = expect_context::<Request>();
        let mine = mine::current(&request).await?.ok_or_else(|| UiError::of(NOT_FOUND))?;
        let (kind, info) = services::document::sent_for(&mine.call, mine.id, &field).await?;
        let number = asked(info.pages, number.as_deref())?;
        let title = words::label(kind, &field);
        let places = Places { here: format!("/register/document/{field}"), file: format!("/register/file/{field}") };
        let shown = shown(&places, &title, info, number);
        Ok(view! {
            <PublicLayout>
                <PageTitle text=title.clone() />
                <div class="registration-main">
                    <h1 id="main">{title}</h1>
                    {shown}
                    <p>
                        <a href=back(kind)>{t(m::DOCUMENT_BACK)}</a>
                    </p>
                </div>
            </PublicLayout>
        })
    })
}

fn back(kind: ApplicationKind) -> &'static str {
    words::form_page(kind)
}

/// `/operator/applications/{application}/document/{field}`: what a reviewer looks at.
#[component]
pub fn CaseDocumentPage() -> impl IntoView {
    let (application, field, number) = (param("application"), param("field"), number_asked());
    page(async move {
        let id: ApplicationId = application.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let case = services::application::case(&call(), id).await?;
        let (kind, info) = services::document::sent_for(&call(), id, &field).await?;
        let number = asked(info.pages, number.as_deref())?;
        let title = words::label(kind, &field);
        let of_case = format!("/operator/applications/{id}");
        let crumbs = vec![(format!("{of_case}#review-{field}"), case.name.clone())];
        let who = frame::who().await?;
        let places = Places { here: format!("{of_case}/document/{field}"), file: format!("{of_case}/file/{field}") };
        let shown = shown(&places, &title, info, number);
        Ok(view! {
            <OfficeLayout title=title who nav=frame::operator_nav("/operator") crumbs>
                {shown}
            </OfficeLayout>
        })
    })
}

/// Addresses of the page and of its pictures.
struct Places {
    here: String,
    file: String,
}

fn shown(places: &Places, title: &str, info: PhotoInfo, number: u32) -> impl IntoView + use<> {
    let said = tw(m::DOCUMENT_PAGE, &[("number", &number), ("pages", &info.pages)]);
    let picture = format!("{}?page={number}", places.file);
    let save = format!("{}?save=1", places.file);
    let to = |number: u32| format!("{}?page={number}", places.here);
    let before = (number > 1).then(|| view! { <a rel="prev" href=to(number - 1)>{t(m::DOCUMENT_BEFORE)}</a> });
    let after = (number < info.pages).then(|| view! { <a rel="next" href=to(number + 1)>{t(m::DOCUMENT_AFTER)}</a> });
    let alt = format!("{title} {said}");
    view! {
        <nav class="document-ways" aria-label=t(m::DOCUMENT_WAYS)>
            {before}
            <strong>{said}</strong>
            {after}
        </nav>
        <figure class="document-page">
            <img src=picture alt=alt />
        </figure>
        <p>
            <a href=save download>
                <Icon of=icon::DOWNLOAD />
                {t(m::DOCUMENT_SAVE)}
            </a>
        </p>
        <p class="hint">{t(m::DOCUMENT_SAVE_HINT)}</p>
    }
}

/// Below a picture: of how many pages it is the first, with the way to them; nothing for a picture.
pub fn way_to_pages(pages: u32, href: String) -> Option<impl IntoView + use<>> {
    (pages > 0).then(|| {
        let words = tw(m::DOCUMENT_PAGES, &[("pages", &pages)]);
        view! { <a class="document-way" href=href>{words}</a> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_of_the_documents() {
        assert_eq!(asked(3, None).unwrap(), 1);
        assert_eq!(asked(3, Some("3")).unwrap(), 3);
        for (pages, query) in [(3, "4"), (3, "0"), (3, "-1"), (3, "x"), (0, "1")] {
            assert_eq!(asked(pages, Some(query)).unwrap_err().code, NOT_FOUND, "{pages} {query}");
        }
        assert!(asked(0, None).is_err(), "a picture has its own place");
    }
}
