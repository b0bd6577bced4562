//! Small parts every screen shares. Invariant: a state is a word, a shape and a colour together, never colour alone.

use super::{Words, icon};
use leptos::prelude::*;

/// What a tag or banner says beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// To know.
    Info,
    /// Done.
    Ok,
    /// Recorded, but look.
    Warn,
    /// Wrong or refused.
    Err,
}

impl Tone {
    /// Its class in `style/part.css`.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Err => "err",
        }
    }
    const fn icon(self) -> &'static str {
        match self {
            Self::Plain | Self::Info => icon::HELP,
            Self::Ok => icon::CHECK_CIRCLE_FILL,
            Self::Warn => icon::WARNING_FILL,
            Self::Err => icon::ERROR_FILL,
        }
    }
}

/// A state in a word. Not pressable.
#[component]
pub fn Tag(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// A drawing before the word.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <span class=format!("tag {}", tone.class())>
            {icon.map(|of| view! { <icon::Icon of /> })} {text}
        </span>
    }
    .into_any()
}

/// A tag whose drawing not every word has.
pub fn tag_of(tone: Tone, mark: Option<&'static str>, text: &str) -> AnyView {
    match mark {
        Some(mark) => view! { <Tag tone text=text.to_owned() icon=mark /> }.into_any(),
        None => view! { <Tag tone text=text.to_owned() /> }.into_any(),
    }
}

/// A sentence to notice, with an icon and a bar at its left.
#[component]
pub fn Banner(
    /// Its colour; `Err` is announced at once.
    #[prop(optional)]
    tone: Tone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Err { "alert" } else { "status" };
    view! {
        <div class=format!("banner {}", tone.class()) role=role>
            <icon::Icon of=tone.icon() />
            <div class="banner-words">{children()}</div>
        </div>
    }
    .into_any()
}

/// How a button looks. One `Solid` per view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do here.
    #[default]
    Solid,
    /// Another thing to do.
    Outline,
    /// A small thing.
    Text,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    /// Its class in `style/part.css`.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Solid => "button",
            Self::Outline => "button outline",
            Self::Text => "button text",
            Self::Danger => "button danger",
        }
    }
}

/// Sends the form it stands in. `name` and `value` tell which of several was pressed.
#[component]
pub fn SubmitButton(
    /// Its words, verb first.
    #[prop(into)]
    text: Words,
    /// Its look.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Name of the pair sent when pressed.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Value of that pair.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    view! {
        <button type="submit" class=kind.class() name=name value=value>
            {icon.map(|of| view! { <icon::Icon of /> })}
            {text.view()}
        </button>
    }
    .into_any()
}

/// Goes somewhere, looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// Its words.
    #[prop(into)]
    text: Words,
    /// Its look.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class()>
            {icon.map(|of| view! { <icon::Icon of /> })}
            {text.view()}
        </a>
    }
    .into_any()
}

/// A white sheet with an optional heading.
#[component]
pub fn Card(
    /// Its heading (h2).
    #[prop(optional, into)]
    title: Option<Words>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            {title.map(|title| view! { <h2 class="card-title">{title.view()}</h2> })}
            {children()}
        </section>
    }
    .into_any()
}
