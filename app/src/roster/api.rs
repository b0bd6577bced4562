//! Server functions of the roster. Invariant: each ends in a redirect; what was typed comes back with its problems.

use crate::shell::UiError;
use domain::roster::LineDaysForm;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::shell::{Flash, call, error::NOT_FOUND, tw},
    domain::{
        form::{FieldProblem, Problem},
        id::{RosterId, SiteId},
        roster::RosterForm,
    },
    i18n::msg,
};

/// What a form without the tick answers.
#[cfg(feature = "ssr")]
pub(crate) const NOT_CONFIRMED: &str = "roster.not_confirmed";

/// Nobody was picked and no ID was typed.
#[cfg(feature = "ssr")]
const NOBODY: &str = "roster.nobody";

/// More people were picked than are put on a roster at once.
#[cfg(feature = "ssr")]
const TOO_MANY: &str = "roster.too_many";

/// So many people are put on a roster at once.
#[cfg(feature = "ssr")]
const PEOPLE_MAX: usize = 100;

/// People picked one at a time or by the list, and what all of them do, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PickForm {
    /// The place in the structure they work for.
    pub structure_id: String,
    /// 技能者ID of somebody who is not in the list.
    pub technician_id: String,
    /// 職種, code; empty or [`domain::roster::OWN_TRADE`]: each person's main trade.
    pub trade: String,
    /// 立場, code.
    pub role: String,
    /// 作業内容.
    pub work_content: String,
    /// `yes` or `no`.
    pub hazardous: String,
    /// First day.
    pub from: String,
}

/// What the site's page is told.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Added {
    people: u32,
    refused: u32,
}

/// What the form's page keeps.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) form: PickForm,
    pub(super) people: Vec<String>,
}

/// How many were put on the roster, in words, where the last form did so.
#[cfg(feature = "ssr")]
pub fn added(flash: &Flash) -> Option<String> {
    let of = (flash.done.as_deref() == Some("roster_added")).then(|| flash.form::<Added>())?;
    let words = if of.refused == 0 { msg::roster::ADDED } else { msg::roster::ADDED_SOME };
    Some(tw(words, &[("count", &of.people)]))
}

/// One domain form per person.
#[cfg(feature = "ssr")]
fn forms(typed: &Typed) -> Vec<RosterForm> {
    let by_id = Some(typed.form.technician_id.trim()).filter(|id| !id.is_empty());
    let picked = typed.people.iter().map(String::as_str).chain(by_id);
    let form = |technician: &str| RosterForm {
        technician_id: technician.to_owned(),
        structure_id: typed.form.structure_id.clone(),
        trade: typed.form.trade.clone(),
        role: typed.form.role.clone(),
        work_content: typed.form.work_content.clone(),
        hazardous: typed.form.hazardous.clone(),
        from: typed.form.from.clone(),
    };
    picked.map(form).collect()
}

/// The problems of all forms, each told once, in page order.
#[cfg(feature = "ssr")]
fn problems(forms: &[RosterForm]) -> Vec<FieldProblem> {
    let mut all: Vec<FieldProblem> = Vec::new();
    for problem in forms.iter().filter_map(|form| form.validate().err()).flatten() {
        if !all.contains(&problem) {
            all.push(problem);
        }
    }
    all
}

/// What is wrong where nobody was picked: that, and all the rest of the form.
#[cfg(feature = "ssr")]
fn problems_of_nobody(form: &PickForm) -> Vec<FieldProblem> {
    let rest = RosterForm {
        structure_id: form.structure_id.clone(),
        trade: form.trade.clone(),
        role: form.role.clone(),
        work_content: form.work_content.clone(),
        hazardous: form.hazardous.clone(),
        from: form.from.clone(),
        ..RosterForm::default()
    };
    let mut rest = rest.validate().err().unwrap_or_default();
    rest.retain(|problem| problem.field != "technician_id");
    let after = rest.iter().position(|problem| problem.field != "structure_id").unwrap_or(rest.len());
    rest.insert(after, FieldProblem::new("people", Problem::Refused { code: NOBODY.to_owned() }));
    rest
}

/// Puts everybody picked on the roster (名簿にのせる).
#[server(endpoint = "add_roster")]
pub async fn add_roster(
    /// 現場ID.
    site: String,
    /// What was typed.
    #[server(flatten)]
    form: PickForm,
    /// 技能者IDs ticked in the list.
    #[server(default)]
    people: Vec<String>,
) -> Result<(), UiError> {
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    let call = call();
    services::roster::may_edit(&call, site).await?;
    let again = Flash::to(format!("/business/sites/{site}/roster/new"));
    let typed = Typed { form, people };
    let forms = forms(&typed);
    let fields = match forms.len() {
        0 => problems_of_nobody(&typed.form),
        1..=PEOPLE_MAX => problems(&forms),
        _ => vec![FieldProblem::new("people", Problem::Refused { code: TOO_MANY.to_owned() })],
    };
    if !fields.is_empty() {
        return again.typed(&typed).failed(UiError::fields(fields)).leave().await;
    }
    let (mut added, mut first) = (Added::default(), None);
    for form in &forms {
        match services::roster::add(&call, site, form).await {
            Ok(_) => added.people += 1,
            Err(error) => {
                added.refused += 1;
                first = first.or(Some(error));
            }
        }
    }
    match first {
        Some(error) if added.people == 0 => again.typed(&typed).failed(error.into()).leave().await,
        _ => Flash::to(format!("/business/sites/{site}")).typed(&added).done("roster_added").leave().await,
    }
}

/// The page of a site and the line of its roster that a form names.
#[cfg(feature = "ssr")]
fn line_of(site: &str, roster: &str) -> Result<(Flash, RosterId), UiError> {
    let not_found = || UiError::of(NOT_FOUND);
    let site: SiteId = site.parse().map_err(|_| not_found())?;
    let roster: RosterId = roster.parse().map_err(|_| not_found())?;
    Ok((Flash::to(format!("/business/sites/{site}")), roster))
}

/// Marks that the insurance of the person on a line was looked after (確かめた).
#[server(endpoint = "check_insurance")]
pub async fn check_insurance(
    /// 現場ID.
    site: String,
    /// The line of the roster.
    roster: String,
) -> Result<(), UiError> {
    let (page, roster) = line_of(&site, &roster)?;
    match services::roster::check_insurance(&call(), roster).await {
        Ok(()) => page.done("insurance_checked").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// Writes when the person on a line was inducted, and their last day (日付を直す).
#[server(endpoint = "set_line_days")]
pub async fn set_line_days(
    /// 現場ID.
    site: String,
    /// The line of the roster.
    roster: String,
    /// What was typed.
    #[server(flatten)]
    form: LineDaysForm,
) -> Result<(), UiError> {
    let (page, line) = line_of(&site, &roster)?;
    let site: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
    match services::roster::set_days(&call(), line, &form).await {
        Ok(()) => page.done("line_days_set").leave().await,
        Err(error) => {
            let again = Flash::to(format!("/business/sites/{site}/line/{line}"));
            again.typed(&form).failed(error.into()).leave().await
        }
    }
}

/// Takes a person off the roster from today (名簿から外す).
#[server(endpoint = "end_roster")]
pub async fn end_roster(
    /// 現場ID.
    site: String,
    /// The line of the roster.
    roster: String,
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let (page, roster) = line_of(&site, &roster)?;
    if confirm != "yes" {
        return page.failed(UiError::of(NOT_CONFIRMED)).leave().await;
    }
    match services::roster::end(&call(), roster).await {
        Ok(()) => page.done("roster_ended").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::{id::TechnicianId, roster::OWN_TRADE};

    fn typed(people: &[i64], technician_id: &str, trade: &str) -> Typed {
        let form = PickForm {
            structure_id: "00000000-0000-7000-8000-000000000001".to_owned(),
            technician_id: technician_id.to_owned(),
            trade: trade.to_owned(),
            role: "worker".to_owned(),
            from: "2026-11-20".to_owned(),
            ..PickForm::default()
        };
        Typed { form, people: people.iter().map(|body| TechnicianId::from_body(*body).to_string()).collect() }
    }

    #[test]
    fn nobody_picked_is_said_with_everything_else() {
        let empty = PickForm::default();
        let said: Vec<String> = problems_of_nobody(&empty).into_iter().map(|problem| problem.field).collect();
        assert_eq!(said, ["structure_id", "people", "role", "from"]);
        let well = typed(&[], "", OWN_TRADE).form;
        let said: Vec<String> = problems_of_nobody(&well).into_iter().map(|problem| problem.field).collect();
        assert_eq!(said, ["people"]);
    }

    #[test]
    fn everybody_picked_or_typed_gets_the_trade_wanted() {
        let stranger = TechnicianId::from_body(9).grouped();
        let trades = |typed: &Typed| forms(typed).into_iter().map(|form| form.trade).collect::<Vec<_>>();
        assert_eq!(trades(&typed(&[1, 2], &stranger, OWN_TRADE)), [OWN_TRADE; 3]);
        assert_eq!(trades(&typed(&[1, 2], "", "06")), ["06", "06"]);
        for trade in ["", OWN_TRADE, "06"] {
            assert!(problems(&forms(&typed(&[1], &stranger, trade))).is_empty(), "{trade}");
        }
    }

    #[test]
    fn nobody_and_a_number_that_is_none_are_problems() {
        let fields =
            |typed: &Typed| problems(&forms(typed)).into_iter().map(|problem| problem.field).collect::<Vec<_>>();
        assert!(forms(&typed(&[], " ", "")).is_empty(), "an ID of spaces is nobody");
        assert_eq!(fields(&typed(&[1], "123", OWN_TRADE)), ["technician_id"]);
        assert_eq!(fields(&typed(&[1], "", "99")), ["trade"]);
    }
}
