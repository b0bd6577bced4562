//! From page to page. Invariant: what is wrong with a page is said on it before one goes on, and one can always go to the
//! list instead.

use super::words;
use crate::{
    application::mine::Mine,
    shell::{Flash, UiError, error::NOT_FOUND},
};
use domain::{
    application::{ApplicationKind, Mending, Onward, PhotoInfo, TechnicianDraft, onward},
    form::FieldProblem,
    technician::{List, PICTURES, Page, Stage, page, pages, parts},
};

/// Choice of the stage, then the list of pages.
pub const PAGE: &str = "/register/technician";
/// Check your answers.
pub const CHECK: &str = "/register/technician/check";
/// The same, showing every problem; the browser moves to the list of them.
pub const CHECK_FAILED: &str = "/register/technician/check?check=1#error-summary";
/// Stands for an item that is not there yet.
pub const NEW: &str = "new";

/// The address of a page.
pub fn page_address(code: &str) -> String {
    format!("{PAGE}/{code}")
}

/// The stage of a technician's application. Errors: `not_found` for a business's.
pub fn stage_of(kind: ApplicationKind) -> Result<Stage, UiError> {
    kind.stage().ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The list of a page. Errors: `not_found` where the stage has no such page, or the page no list.
pub fn list_of(kind: ApplicationKind, code: &str) -> Result<List, UiError> {
    let list = page(stage_of(kind)?, code).and_then(|page| page.lists.first().copied());
    list.ok_or_else(|| UiError::of(NOT_FOUND))
}

/// The size of the picture sent for a field or item.
pub fn picture_of(draft: &TechnicianDraft, field: &str) -> Option<PhotoInfo> {
    if field == "photo" {
        return draft.photo;
    }
    draft.files.iter().find(|(named, _)| named == field).map(|(_, info)| *info)
}

/// Where one's own browser finds the picture sent for a field or item.
pub fn picture_address(field: &str) -> String {
    if field == "photo" { "/register/photo".to_owned() } else { format!("/register/file/{field}") }
}

/// Fields and items of a change that are not as they are registered, with the pictures sent as proof, in page order.
pub fn differing(draft: &TechnicianDraft, stage: Stage) -> Vec<String> {
    let mut fields = draft.form.differing(stage, |_| None);
    let proofs = pages(stage).flat_map(|page| page.fields_of(stage)).filter(|field| PICTURES.contains(field));
    fields.extend(proofs.filter(|field| picture_of(draft, field).is_some()).map(str::to_owned));
    fields.extend(draft.replaced.iter().filter(|field| !fields.contains(field)).cloned().collect::<Vec<_>>());
    fields.sort_by_key(|field| domain::technician::place(field));
    fields
}

/// Everything that stands against handing the draft in, in page order.
pub fn problems(draft: &TechnicianDraft, stage: Stage) -> Vec<FieldProblem> {
    let has = |field: &str| picture_of(draft, field).is_some();
    draft.form.problems(stage, draft.today, draft.password_set, has)
}

/// Those of one page, its items included.
pub fn problems_on(draft: &TechnicianDraft, stage: Stage, page: &Page) -> Vec<FieldProblem> {
    problems(draft, stage).into_iter().filter(|problem| page.holds(&problem.field)).collect()
}

/// Those of one item, by the names of its inputs.
pub fn problems_of_item(draft: &TechnicianDraft, stage: Stage, list: List, key: &str) -> Vec<FieldProblem> {
    let of_item = |problem: FieldProblem| {
        let (of, item, input) = parts(&problem.field)?;
        (of == list && item == key).then(|| FieldProblem::new(input.unwrap_or_default(), problem.problem))
    };
    problems(draft, stage).into_iter().filter_map(of_item).collect()
}

/// Where one goes after a page was saved: on, to the list, or back to it where something is wrong with it.
pub async fn after_page(mine: &Mine, kind: ApplicationKind, code: &str, then: &str) -> Result<Flash, UiError> {
    let stage = stage_of(kind)?;
    let here = page(stage, code).ok_or_else(|| UiError::of(NOT_FOUND))?;
    if then == "list" {
        return Ok(Flash::to(PAGE).done("saved"));
    }
    if then == "add" {
        return Ok(Flash::to(item_address(code, NEW)).done("saved"));
    }
    if then == "stay" {
        return Ok(Flash::to(page_address(code)).done("saved"));
    }
    let draft = services::application::technician_draft(&mine.call, mine.id).await?;
    let found = problems_on(&draft, stage, here);
    // What is wrong with an item is said on the item's own page; here stands that there is something.
    let found: Vec<FieldProblem> = found.into_iter().filter(|problem| parts(&problem.field).is_none()).collect();
    if !found.is_empty() {
        return Ok(Flash::to(page_address(code)).failed(UiError::fields(found)));
    }
    Ok(Flash::to(next_page(&draft, stage, code)).done("saved"))
}

/// The address after a page nothing is wrong with: the next page; of what was returned, what still wants something.
fn next_page(draft: &TechnicianDraft, stage: Stage, code: &str) -> String {
    let mending =
        |page: &Page| Mending::of(draft.view.deficiencies.iter().filter(|deficiency| page.holds(&deficiency.field)));
    let returned: Vec<(&str, Mending)> = pages(stage).map(|page| (page.code, mending(page))).collect();
    match onward(&returned, code) {
        Onward::AsEver => {
            let next = pages(stage).skip_while(|page| page.code != code).nth(1);
            next.map_or_else(|| CHECK.to_owned(), |page| page_address(page.code))
        }
        Onward::Page(code) => page_address(code),
        Onward::Check => CHECK.to_owned(),
    }
}

/// Adds an item, or changes the one with this key; gives its key.
pub async fn put_item(mine: &Mine, list: List, item: &str, typed: Vec<(String, String)>) -> Result<String, UiError> {
    let key = Some(item).filter(|item| *item != NEW);
    Ok(services::application::put_item(&mine.call, mine.id, list, key, &typed).await?)
}

/// Where one goes after an item was saved: to its list, or back to it where something is wrong with it.
pub async fn after_item(
    mine: &Mine,
    kind: ApplicationKind,
    code: &str,
    list: List,
    key: &str,
) -> Result<Flash, UiError> {
    let draft = services::application::technician_draft(&mine.call, mine.id).await?;
    let found = problems_of_item(&draft, stage_of(kind)?, list, key);
    Ok(if found.is_empty() {
        Flash::to(page_address(code)).done("item_saved")
    } else {
        Flash::to(item_address(code, key)).failed(UiError::fields(found))
    })
}

/// The address of an item.
pub fn item_address(code: &str, key: &str) -> String {
    format!("{PAGE}/{code}/{key}")
}

/// Where a field is put right: its page or item, with every problem of it shown.
pub fn place_of(field: &str) -> String {
    if field == domain::proxy::PAPER {
        return format!("{CHECK}#{field}");
    }
    // The look at the person and the papers stands at the counter, with the list of what was taken there.
    if field == services::counter::CHECK {
        return "/counter".to_owned();
    }
    let Some(page) = domain::technician::page_of(field) else { return format!("#{field}") };
    match parts(field) {
        Some((_, key, input)) => {
            format!("{}?check=1#{}", item_address(page.code, key), input.unwrap_or("main"))
        }
        None => format!("{}?check=1#{}", page_address(page.code), words::input_of(field)),
    }
}
