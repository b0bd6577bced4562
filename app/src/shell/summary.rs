//! What is wrong with a form, above it. Invariant: every problem of the page stands here once, in page order, as a link to
//! its field.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::{Icon, field::Problems, icon, lang, tw};
use domain::form::{FieldProblem, Problem};
use i18n::{msg, problem};
use leptos::prelude::*;

/// So many problems are read under the headings of their sections; fewer are quicker read as one list.
const GROUPED_FROM: usize = 8;

/// What is wrong, at the top of a form, each a link to its field. Nothing where nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// Names of the fields and their labels; a field that is not named is shown by its sentence alone.
    #[prop(optional)]
    labels: Vec<(&'static str, String)>,
    /// Names of fields one chooses in instead of writing.
    #[prop(optional)]
    chosen: &'static [&'static str],
    /// Headings of the form's sections and the names of the fields in them, where there are sections.
    #[prop(optional)]
    groups: Vec<(String, Vec<&'static str>)>,
    /// What a field that has no label above is called, where fields vary.
    #[prop(optional)]
    label_of: Option<fn(&str) -> Option<String>>,
    /// Where a field stands, where it is not on this page.
    #[prop(optional)]
    place_of: Option<fn(&str) -> String>,
) -> impl IntoView {
    let Problems(problems) = use_context::<Problems>().unwrap_or_default();
    let count = problems.len();
    let groups = if count < GROUPED_FROM { Vec::new() } else { groups };
    let line = |problem: FieldProblem| {
        let label = labels.iter().find(|(name, _)| *name == problem.field).map(|(_, label)| label.clone());
        let label = label.or_else(|| label_of.and_then(|label_of| label_of(&problem.field)));
        let place = place_of.map_or_else(|| format!("#{}", problem.field), |place_of| place_of(&problem.field));
        let words = sentence(&problem.problem, label, chosen.contains(&problem.field.as_str()));
        view! {
            <li>
                <a href=place>{words}</a>
            </li>
        }
    };
    (count > 0).then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" id="error-summary">
                <h2>
                    <Icon of=icon::ERROR_FILL />
                    {tw(msg::common::ERROR_SUMMARY, &[("n", &count)])}
                </h2>
                {grouped(problems, groups)
                    .into_iter()
                    .map(|(title, problems)| {
                        let title = title
                            .map(|title| {
                                let words = tw(
                                    msg::common::ERROR_SUMMARY_GROUP,
                                    &[("title", &title), ("n", &problems.len())],
                                );
                                view! { <h3>{words}</h3> }
                            });
                        view! {
                            {title}
                            <ol>{problems.into_iter().map(line).collect_view()}</ol>
                        }
                    })
                    .collect_view()}
            </div>
        }
    })
}

/// Problems under the headings of their sections, sections without any left out; those of no section come last.
fn grouped(
    mut problems: Vec<FieldProblem>,
    groups: Vec<(String, Vec<&'static str>)>,
) -> Vec<(Option<String>, Vec<FieldProblem>)> {
    let mut found = Vec::new();
    for (title, names) in groups {
        let (here, rest) = problems.into_iter().partition(|problem: &FieldProblem| names.contains(&&*problem.field));
        problems = rest;
        found.push((Some(title), here));
    }
    found.push((None, problems));
    found.retain(|(_, problems): &(_, Vec<FieldProblem>)| !problems.is_empty());
    found
}

fn sentence(what: &Problem, label: Option<String>, choice: bool) -> String {
    match label {
        Some(label) if choice => problem::text_of_choice(lang(), what, &label),
        Some(label) => problem::text_of(lang(), what, &label),
        None => problem::text(lang(), what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_under_their_sections_in_page_order() {
        let problem = |field: &str| FieldProblem::new(field, Problem::Missing);
        let groups =
            vec![("人".to_owned(), vec!["a", "b"]), ("家".to_owned(), vec!["c"]), ("車".to_owned(), vec!["d"])];
        let found = grouped(vec![problem("a"), problem("c"), problem("b"), problem("x")], groups);
        let names =
            |problems: &[FieldProblem]| problems.iter().map(|one| one.field.clone()).collect::<Vec<_>>().join(" ");
        let found: Vec<_> = found.iter().map(|(title, problems)| (title.as_deref(), names(problems))).collect();
        let expected = [(Some("人"), "a b"), (Some("家"), "c"), (None, "x")];
        assert_eq!(found, expected.map(|(title, names)| (title, names.to_owned())));
        assert_eq!(grouped(vec![problem("a")], Vec::new()).len(), 1, "a form without sections is one list");
    }
}
