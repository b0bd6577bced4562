//! Taking a statement in: its form comes as multipart with the picture or the PDF. Invariant: the bytes are judged by the service
//! alone; here they are only counted.

use super::field::page_of;
use crate::shell::{
    Flash, UiError,
    error::NOT_FOUND,
    request::Request,
    upload::{self, leave},
};
use axum::{extract::Multipart, response::Response};
use domain::{
    id::{LevelApplicationId, LevelStatementId},
    level::{FieldNumber, statement::StatementForm},
};
use services::document::BYTES_MAX;

/// Where the form of a field goes.
pub(super) fn address(field: FieldNumber) -> String {
    format!("{}/statement", page_of(field))
}

/// Where a page of a statement's document is, from 1.
pub(super) fn file_of(id: LevelStatementId, page: u32) -> String {
    format!("/level/statement/{id}?page={page}")
}

/// `POST /passport/level/{field}/statement`. The body's size is limited by the route.
pub async fn receive(request: Request, field: String, multipart: Multipart) -> Response {
    let Some(field) = FieldNumber::parse(&field) else {
        return leave(&request, Flash::to(super::own::PAGE).failed(UiError::of(NOT_FOUND))).await;
    };
    // Nothing is read from whoever has no levels of their own.
    if let Err(error) = services::passport::may_open(&request.call) {
        return leave(&request, Flash::to(page_of(field)).failed(error.into())).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let text = |name: &str| sent.text(name).to_owned();
    let form = StatementForm {
        employer: text("employer"),
        from: text("from"),
        until: text("until"),
        trade: text("trade"),
        days: text("days"),
        foreman_days: text("foreman_days"),
        crew_leader_days: text("crew_leader_days"),
    };
    let page = Flash::to(page_of(field));
    let Ok(id) = sent.text("application").parse::<LevelApplicationId>() else {
        return leave(&request, page.failed(UiError::of(NOT_FOUND))).await;
    };
    let flash = match services::level::add_statement(&request.call, id, &form, sent.file).await {
        Ok(()) => page.done("statement_added"),
        Err(error) => page.typed(&form).failed(error.into()),
    };
    leave(&request, flash).await
}
