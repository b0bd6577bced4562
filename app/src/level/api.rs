//! Server functions of levels. Invariant: each ends in a redirect; what was typed comes back where it was refused.
#![allow(clippy::too_many_arguments, reason = "a field each, as the form sends them")]

use crate::shell::UiError;
use leptos::prelude::*;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use {
    super::{bodies, case, field, grants},
    crate::{
        registrar::staff,
        shell::{Flash, call, error::NOT_FOUND},
    },
    domain::{
        id::{LevelApplicationId, LevelBodyId, LevelGrantId, LevelStatementId},
        level::{FieldNumber, Level, application::LevelState, body::BodyForm, judging::JudgeForm},
    },
    services::level,
};

#[cfg(feature = "ssr")]
fn named<T: core::str::FromStr>(id: &str) -> Result<T, UiError> {
    id.parse().map_err(|_| UiError::of(NOT_FOUND))
}

#[cfg(feature = "ssr")]
fn field_of(number: &str) -> Result<FieldNumber, UiError> {
    FieldNumber::parse(number).ok_or_else(|| UiError::of(NOT_FOUND))
}

/// A level as forms send it; level 1, which nobody applies for, where none was chosen.
#[cfg(feature = "ssr")]
fn level_of(number: &str) -> Level {
    number.parse().ok().and_then(Level::from_number).unwrap_or(Level::One)
}

/// Applies for a level (申し込む).
#[server(endpoint = "apply_level")]
pub async fn apply_level(
    /// The field, three digits.
    field: String,
    /// 2 to 4.
    #[server(default)]
    level: String,
) -> Result<(), UiError> {
    let number = field_of(&field)?;
    let page = Flash::to(field::page_of(number));
    match level::apply(&call(), number, level_of(&level)).await {
        Ok(_) => page.done("applied").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Asks for another level by the same application (変える).
#[server(endpoint = "change_level")]
pub async fn change_level(
    /// The field, three digits.
    field: String,
    /// Which application.
    application: String,
    /// 2 to 4.
    #[server(default)]
    level: String,
) -> Result<(), UiError> {
    let (id, page): (LevelApplicationId, _) = (named(&application)?, Flash::to(field::page_of(field_of(&field)?)));
    match level::change_wanted(&call(), id, level_of(&level)).await {
        Ok(()) => page.done("changed").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Takes an application back (取り下げる).
#[server(endpoint = "withdraw_level")]
pub async fn withdraw_level(
    /// The field, three digits.
    field: String,
    /// Which application.
    application: String,
) -> Result<(), UiError> {
    let (id, page): (LevelApplicationId, _) = (named(&application)?, Flash::to(field::page_of(field_of(&field)?)));
    match level::withdraw(&call(), id).await {
        Ok(()) => page.done("taken_back").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Takes a statement out of an application (消す).
#[server(endpoint = "remove_level_statement")]
pub async fn remove_level_statement(
    /// The field, three digits.
    field: String,
    /// Which statement.
    statement: String,
) -> Result<(), UiError> {
    let (id, page): (LevelStatementId, _) = (named(&statement)?, Flash::to(field::page_of(field_of(&field)?)));
    match level::remove_statement(&call(), id).await {
        Ok(()) => page.done("statement_removed").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Judges an application (判定する).
#[server(endpoint = "judge_level")]
pub async fn judge_level(
    /// Which.
    application: String,
    /// How often it had moved when its page was shown.
    moves: String,
    /// `met` or `not_met`, by requirement.
    #[server(default)]
    verdicts: BTreeMap<String, String>,
    /// `taken` or `not_taken`, by statement.
    #[server(default)]
    statements: BTreeMap<String, String>,
    /// `grant` or `refuse`.
    #[server(default)]
    decision: String,
    /// Words of the reasons.
    #[server(default)]
    reasons: Vec<String>,
    /// To the person.
    #[server(default)]
    note: String,
) -> Result<(), UiError> {
    let id: LevelApplicationId = named(&application)?;
    let form = JudgeForm { moves: moves.parse().unwrap_or(-1), verdicts, statements, decision, reasons, note };
    let page = Flash::to(case::page_of(id));
    match level::judge(&call(), id, &form).await {
        Ok(state) => page.done(done(state)).leave().await,
        Err(error) => page.typed(&form).failed(error.into()).leave().await,
    }
}

/// The word for what a judgement came to.
#[cfg(feature = "ssr")]
const fn done(state: LevelState) -> &'static str {
    match state {
        LevelState::Granted => "granted",
        LevelState::Refused => "refused",
        LevelState::SecondLook => "second_look",
        LevelState::Unpaid | LevelState::Waiting | LevelState::Withdrawn => "waiting",
    }
}

/// Looks at a judgement as the second person (決める, 差し戻す).
#[server(endpoint = "look_at_level")]
pub async fn look_at_level(
    /// Which.
    application: String,
    /// How often it had moved when its page was shown.
    moves: String,
    /// `agree` or `send_back`.
    #[server(default)]
    decision: String,
    /// Why it goes back.
    #[server(default)]
    note: String,
) -> Result<(), UiError> {
    let (id, moves): (LevelApplicationId, i32) = (named(&application)?, moves.parse().unwrap_or(-1));
    let page = Flash::to(case::page_of(id));
    match level::second_look(&call(), id, (moves, decision == "agree"), &note).await {
        Ok(state) => page.done(done(state)).leave().await,
        Err(error) => page.typed(&JudgeForm { note, ..JudgeForm::default() }).failed(error.into()).leave().await,
    }
}

/// Enters, confirms or drops the withdrawal of a level (取り消す).
#[server(endpoint = "withdraw_level_grant")]
pub async fn withdraw_level_grant(
    /// Which.
    grant: String,
    /// `enter`, `confirm` or `drop`.
    #[server(default)]
    step: String,
    /// Word of the reason.
    #[server(default)]
    reason: String,
    /// To the person.
    #[server(default)]
    note: String,
) -> Result<(), UiError> {
    let (call, id): (_, LevelGrantId) = (call(), named(&grant)?);
    let done = match step.as_str() {
        "confirm" => level::confirm_withdrawal(&call, id).await.map(|()| "withdrawn"),
        "drop" => level::drop_withdrawal(&call, id).await.map(|()| "dropped"),
        _ => level::enter_withdrawal(&call, id, &reason, &note).await.map(|()| "entered"),
    };
    let page = Flash::to(grants::PAGE);
    match done {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&grants::Typed { grant, reason, note }).failed(error.into()).leave().await,
    }
}

/// Enters a body that judges levels (登録する).
#[server(endpoint = "enter_level_body")]
pub async fn enter_level_body(
    /// Its name.
    #[server(default)]
    name: String,
    /// Numbers of its fields.
    #[server(default)]
    fields: String,
) -> Result<(), UiError> {
    let (form, page) = (BodyForm { name, fields }, Flash::to(bodies::PAGE));
    match level::enter_body(&call(), &form).await {
        Ok(_) => page.done("body").leave().await,
        Err(error) => {
            page.typed(&bodies::Typed { form, ..bodies::Typed::default() }).failed(error.into()).leave().await
        }
    }
}

/// Gives a body other fields (分野を変える).
#[server(endpoint = "set_level_fields")]
pub async fn set_level_fields(
    /// Which.
    body: String,
    /// Numbers of its fields.
    #[server(default)]
    fields: String,
) -> Result<(), UiError> {
    let (id, page): (LevelBodyId, _) = (named(&body)?, Flash::to(bodies::PAGE));
    match level::set_fields(&call(), id, &fields).await {
        Ok(()) => page.done("fields").leave().await,
        // The field of the form that enters a body has the same name; which row it was, the page says.
        Err(error) => {
            page.typed(&bodies::Typed { row: body, ..bodies::Typed::default() }).failed(error.into()).leave().await
        }
    }
}

/// Gives somebody of a body a log-in (ログインIDを作る).
#[server(endpoint = "issue_level_staff")]
pub async fn issue_level_staff(
    /// Which.
    body: String,
    /// Whose.
    #[server(default)]
    staff_name: String,
) -> Result<(), UiError> {
    let (id, page): (LevelBodyId, _) = (named(&body)?, Flash::to(bodies::PAGE));
    match level::issue_body(&call(), id, &staff_name).await {
        Ok(issued) => {
            let issued = Some(staff::sealed(&issued)?);
            page.typed(&bodies::Typed { issued, ..bodies::Typed::default() }).done("issued").leave().await
        }
        Err(error) => {
            page.typed(&bodies::Typed { row: body, ..bodies::Typed::default() }).failed(error.into()).leave().await
        }
    }
}
