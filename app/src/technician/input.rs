//! The inputs of pages and items. Invariant: an input's name is the field's name in the domain, its label the one review and
//! status use.

use super::{item_words, words};
use crate::{
    application::choice,
    shell::{Checkbox, DateFields, LinesField, RadioRows, SelectField, TextField, TickRows, t},
};
use domain::correction::is_put_right;
use domain::technician::{
    AccidentInsurance, BloodType, HealthCheckKind, HealthInsuranceKind, IdentityKind, Insurance, List, MutualAid, Page,
    PensionKind, QUALIFICATIONS, ResidenceStatus, SUBTRADES, SchoolKind, Sex, Stage, TechnicianForm, is_required,
};
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::{registration as r, technician as m};

/// How an input is filled in.
pub enum Shape {
    /// Written: `type`, keyboard, `autocomplete`, width.
    Text(&'static str, &'static str, &'static str, &'static str),
    /// Written in Latin letters.
    Latin,
    /// Chosen from a list.
    List(choice::Choices),
    /// Chosen from rows.
    Rows(choice::Choices),
    /// Ticked; what it says.
    Tick(Msg),
    /// Boxes to tick, with official words.
    Ticks(choice::Choices),
    /// Several lines.
    Lines,
}

/// Codes and words of choices.
pub fn choices<T: Copy>(all: &[T], code: fn(T) -> &'static str, words: fn(T) -> Msg) -> choice::Choices {
    all.iter().map(|one| (code(*one).to_owned(), t(words(*one)).to_owned())).collect()
}

/// `autocomplete` of what has no word of its own in the HTML standard. On one's own form never `off`: with it a browser
/// forgets what was typed when one comes back to the page, as after a server that did not answer, and that is where it
/// is kept without a script.
pub const KEPT: &str = "on";
/// The same of every input of a form filled in for somebody else: a machine at a counter, a scrivener's or an employer's
/// would offer what one applicant typed to the next.
const NOT_KEPT: &str = "off";

impl Shape {
    /// `autocomplete` of what is written.
    pub const fn autocomplete(&self, for_somebody: bool) -> &'static str {
        match self {
            _ if for_somebody => NOT_KEPT,
            Self::Text(_, _, word, _) => word,
            _ => KEPT,
        }
    }
}

/// One line of whatever.
pub const PLAIN: Shape = Shape::Text("text", "text", KEPT, "");
const DAY: Shape = Shape::Text("text", "text", KEPT, "medium");
/// A long number.
pub const DIGITS: Shape = Shape::Text("text", "numeric", KEPT, "medium");
/// A short number.
pub const SHORT_NUMBER: Shape = Shape::Text("text", "numeric", KEPT, "short");

fn shape(name: &str) -> Shape {
    let insurances = || choices(&Insurance::ALL, Insurance::code, words::insurance);
    let aids = || choices(&MutualAid::ALL, MutualAid::code, words::mutual_aid);
    match name {
        "family_name" => Shape::Text("text", "text", "family-name", ""),
        "given_name" => Shape::Text("text", "text", "given-name", ""),
        "family_roman" | "given_roman" => Shape::Latin,
        "sex" => Shape::Rows(choices(&Sex::ALL, Sex::code, words::sex)),
        "blood_type" => Shape::List(choices(BloodType::ALL, BloodType::code, words::blood_type)),
        "nationality" => Shape::List(words::nationalities()),
        "residence_status" => {
            Shape::List(choices(ResidenceStatus::ALL, ResidenceStatus::code, words::residence_status))
        }
        "residence_until" | "employed_on" | "employed_until" => DAY,
        "postcode" => Shape::Text("text", "numeric", "postal-code", "short"),
        "card_postcode" | "experience_years" => SHORT_NUMBER,
        "prefecture" | "card_prefecture" => Shape::List(choice::prefectures()),
        "address" => Shape::Text("text", "text", "address-line1", ""),
        "phone" => Shape::Text("tel", "tel", "tel", "medium"),
        "phone_home" | "fax" | "card_phone" | "emergency_phone" => Shape::Text("tel", "tel", KEPT, "medium"),
        "mail" => Shape::Text("email", "email", "email", ""),
        "card_to" => Shape::Rows(choice::of([("same", r::CARD_TO_SAME), ("other", r::CARD_TO_OTHER)])),
        "identity_kind" => Shape::Rows(choices(IdentityKind::ALL, IdentityKind::code, words::identity_kind)),
        "employer_id" | "kentaikyo_number" => DIGITS,
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => Shape::List(choice::trades()),
        "health_insurance" | "pension" | "employment_insurance" => Shape::Rows(insurances()),
        "health_insurance_kind" => {
            Shape::List(choices(HealthInsuranceKind::ALL, HealthInsuranceKind::code, words::health_insurance_kind))
        }
        "pension_kind" => Shape::List(choices(PensionKind::ALL, PensionKind::code, words::pension_kind)),
        "kentaikyo" | "chutaikyo" | "accident_insurance" => Shape::Rows(aids()),
        "accident_insurance_kind" => {
            Shape::List(choices(AccidentInsurance::ALL, AccidentInsurance::code, words::accident_insurance))
        }
        "chief_consent" => Shape::Tick(r::CHIEF_CONSENT_YES),
        "one_stop" => Shape::Tick(r::ONE_STOP_YES),
        _ => PLAIN,
    }
}

fn item_shape(list: List, name: &str, form: &TechnicianForm) -> Shape {
    match (list, name) {
        (List::Employers | List::Employments, "business_id") => DIGITS,
        (_, "from" | "until" | "on" | "acquired" | "expires") => DAY,
        (_, "year" | "years") => SHORT_NUMBER,
        (List::Subtrades, "trade") => Shape::List(chosen_trades(form)),
        (_, "trade") => Shape::List(choice::trades()),
        (_, "subtrade") => Shape::List(subtrades()),
        (List::HealthChecks, "kind") => {
            Shape::List(choices(HealthCheckKind::ALL, HealthCheckKind::code, item_words::health_check))
        }
        (List::Employments, "kind") => Shape::Rows(choice::of(item_words::employment_kinds())),
        (_, "kind") => Shape::List(choices(SchoolKind::ALL, SchoolKind::code, item_words::school)),
        (_, "code") => {
            Shape::List(QUALIFICATIONS.iter().map(|known| (known.code.to_owned(), known.name.to_owned())).collect())
        }
        _ => PLAIN,
    }
}

/// The trades chosen on the page of trades; all where none is chosen yet.
fn chosen_trades(form: &TechnicianForm) -> choice::Choices {
    let chosen = form.trades();
    let all = choice::trades();
    let of_form: choice::Choices =
        all.iter().filter(|(code, _)| chosen.iter().any(|typed| typed.trim() == code)).cloned().collect();
    if of_form.is_empty() { all } else { of_form }
}

fn subtrades() -> choice::Choices {
    let known = SUBTRADES.iter().map(|(code, name)| (code.to_string(), format!("{code} {name}")));
    known.chain([("other".to_owned(), t(r::SUBTRADE_OTHER).to_owned())]).collect()
}

/// What an input is made of.
pub struct Input {
    /// Its name: the field's, or of an item among others list, key and field.
    pub name: String,
    /// Its label.
    pub label: Msg,
    /// What helps to fill it in.
    pub hint: Option<Msg>,
    /// What was typed.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in.
    pub shape: Shape,
    /// Whether somebody else's form is filled in.
    pub for_somebody: bool,
}

/// The input as it stands on a page.
pub fn view(of: Input) -> AnyView {
    let Input { name, label, value, required, .. } = of;
    let label = t(label);
    let hint = of.hint.map(t).unwrap_or_default();
    let autocomplete = of.shape.autocomplete(of.for_somebody);
    match of.shape {
        Shape::Text(kind, inputmode, _, width) => view! {
            <TextField
                name=name
                label=label
                hint=hint
                value=value
                kind=kind
                inputmode=inputmode
                autocomplete=autocomplete
                width=width
                required=required
            />
        }
        .into_any(),
        Shape::Latin => view! {
            <TextField
                name=name
                label=label
                hint=hint
                value=value
                autocomplete=autocomplete
                required=required
                lang_of_value="en"
            />
        }
        .into_any(),
        Shape::List(options) => {
            view! { <SelectField name=name label=label hint=hint value=value options required=required /> }.into_any()
        }
        Shape::Rows(options) => {
            view! { <RadioRows name=name legend=label hint=hint value=value options required=required /> }.into_any()
        }
        Shape::Ticks(options) => {
            view! { <TickRows name=name legend=label hint=hint value=value options lang_of_words="ja" /> }.into_any()
        }
        Shape::Lines => view! { <LinesField name=name label=label hint=hint value=value /> }.into_any(),
        Shape::Tick(says) => {
            let hint = of.hint.map(|hint| view! { <p class="hint">{t(hint)}</p> });
            view! {
                <Checkbox name=name label=t(says) value=value />
                {hint}
            }
            .into_any()
        }
    }
}

/// An input of a page.
fn single(stage: Stage, name: &'static str, form: &TechnicianForm, for_somebody: bool) -> AnyView {
    let Some(label) = words::label(name) else { return ().into_any() };
    let value = form.input(name).unwrap_or_default().to_owned();
    let value = if name == "card_to" && value.is_empty() { "same".to_owned() } else { value };
    // What a change proves anew is asked only where something differs that it proves.
    let required = is_required(stage, name) && !(stage.is_change() && name == "identity_kind");
    let shape = match shape(name) {
        // What may be left out can be left out again.
        Shape::Rows(kinds) if name == "identity_kind" && !required => {
            Shape::Rows(core::iter::once((String::new(), t(r::IDENTITY_NONE).to_owned())).chain(kinds).collect())
        }
        shape => shape,
    };
    view(Input { name: name.to_owned(), label, hint: words::hint(name), value, required, shape, for_somebody })
}

/// An input of an item on a page of its own.
pub fn of_item(list: List, name: &'static str, value: String, form: &TechnicianForm, for_somebody: bool) -> AnyView {
    of_item_as(list, (name, name.to_owned()), value, form, for_somebody)
}

/// The same among other items, sent under a name of its own.
pub fn of_item_as(
    list: List,
    (name, sent_as): (&'static str, String),
    value: String,
    form: &TechnicianForm,
    for_somebody: bool,
) -> AnyView {
    view(Input {
        name: sent_as,
        label: item_words::label(list, name),
        hint: item_words::hint(list, name),
        value,
        required: item_words::is_required(list, name),
        shape: item_shape(list, name, form),
        for_somebody,
    })
}

/// Whether an input stands above the page's picture: what the picture is of is said first.
pub fn is_before_picture(name: &str) -> bool {
    matches!(name, "identity_kind" | "health_insurance" | "health_insurance_kind")
}

/// The inputs of a page in order, each with its field's name.
pub fn of_page(
    stage: Stage,
    page: &'static Page,
    form: &TechnicianForm,
    for_somebody: bool,
) -> Vec<(&'static str, AnyView)> {
    if page.code == "name" {
        return names(stage, form, for_somebody);
    }
    let pictures = domain::technician::PICTURES;
    let fields = page.fields_of(stage).filter(|field| !pictures.contains(field));
    let input = |field: &'static str| match field {
        "birth_date" => birth(form, m::BIRTH_HINT, for_somebody),
        field => single(stage, field, form, for_somebody),
    };
    fields.map(|field| (field, input(field))).collect()
}

/// The inputs of a page of what the office may put right of a registered person.
pub fn of_registered(stage: Stage, page: &'static Page, form: &TechnicianForm) -> AnyView {
    let stage = if stage.is_detailed() { Stage::Detailed } else { Stage::Simple };
    let inputs = of_page(stage, page, form, true).into_iter().filter(|(field, _)| is_put_right(field));
    // A correction is the one way to change it.
    let shown = |(field, view)| if field == "birth_date" { birth(form, m::BIRTH_CORRECTED_HINT, true) } else { view };
    inputs.map(shown).collect_view().into_any()
}

fn birth(form: &TechnicianForm, hint: Msg, for_somebody: bool) -> AnyView {
    let typed = form.birth();
    let value = [typed.era, typed.year, typed.month, typed.day];
    let autocomplete = if for_somebody { NOT_KEPT } else { "bday" };
    view! {
        <DateFields name="birth" legend=t(m::BIRTH) hint=t(hint) eras=choice::eras() value autocomplete />
    }
    .into_any()
}

/// Names in pairs of family and given name.
fn names(stage: Stage, form: &TechnicianForm, for_somebody: bool) -> Vec<(&'static str, AnyView)> {
    let pair = |title: Msg, hint: Msg, [family, given]: [&'static str; 2]| {
        let inside = [family, given].map(|name| single(stage, name, form, for_somebody));
        let pair = view! {
            <fieldset class="pair">
                <legend>{t(title)}</legend>
                <p class="hint">{t(hint)}</p>
                {inside.into_iter().collect_view()}
            </fieldset>
        };
        (family, pair.into_any())
    };
    vec![
        pair(m::NAME_GROUP, m::NAME_GROUP_HINT, ["family_name", "given_name"]),
        pair(m::KANA_GROUP, m::KANA_GROUP_HINT, ["family_kana", "given_kana"]),
        pair(m::ROMAN_GROUP, m::ROMAN_GROUP_HINT, ["family_roman", "given_roman"]),
        ("alias", single(stage, "alias", form, for_somebody)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::technician::{PAGES, item_fields};

    #[test]
    fn browsers_keep_what_was_typed_on_every_page_and_item_of_ones_own_and_nothing_of_somebody_elses() {
        let form = &TechnicianForm::default();
        let of_item = |list: List| item_fields(list).iter().map(move |name| (*name, item_shape(list, name, form)));
        let items = List::ALL.iter().flat_map(|list| of_item(*list));
        let shapes = PAGES.iter().flat_map(Page::inputs).map(|name| (name, shape(name))).chain(items);
        for (name, shape) in shapes {
            assert_ne!(shape.autocomplete(false), NOT_KEPT, "{name}");
            assert_eq!(shape.autocomplete(true), NOT_KEPT, "{name}");
        }
    }
}
