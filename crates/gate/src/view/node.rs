//! A markup tree as plain data. Invariant: text is text; the only markup that comes from a string is a drawing of
//! [`crate::icon`].

use crate::model::Action;

/// What a control raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Pressing it, or sending the form it is.
    Press(Action),
    /// Every change of its text.
    Typing,
}

/// A part of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub tag: &'static str,
    /// An element with another key is another element, even in the same place.
    pub key: String,
    /// Attributes. `value` is also set as a property.
    pub attributes: Vec<(&'static str, String)>,
    /// What it raises.
    pub trigger: Option<Trigger>,
    /// A drawing that is its whole content.
    pub drawing: Option<&'static str>,
    /// Takes the focus when it appears.
    pub focus: bool,
    /// What it holds.
    pub children: Vec<Node>,
}

/// An element without anything.
pub const fn el(tag: &'static str) -> Element {
    Element {
        tag,
        key: String::new(),
        attributes: Vec::new(),
        trigger: None,
        drawing: None,
        focus: false,
        children: Vec::new(),
    }
}

/// A drawing, hidden from readers: a word stands beside it.
pub fn icon(drawing: &'static str) -> Element {
    let mut span = el("span").class("i").attr("aria-hidden", "true");
    span.drawing = Some(drawing);
    span
}

/// Text.
pub fn text(text: impl Into<String>) -> Node {
    Node::Text(text.into())
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl Element {
    /// With an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }
    /// With an attribute, where `on`.
    #[must_use]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        if on { self.attr(name, "") } else { self }
    }
    /// With a class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }
    /// With a key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }
    /// Raising an action when pressed.
    #[must_use]
    pub const fn on(mut self, action: Action) -> Self {
        self.trigger = Some(Trigger::Press(action));
        self
    }
    /// Raising every change of its text.
    #[must_use]
    pub const fn on_typing(mut self) -> Self {
        self.trigger = Some(Trigger::Typing);
        self
    }
    /// Taking the focus when it appears.
    #[must_use]
    pub fn focused(mut self) -> Self {
        self.focus = true;
        self.attr("tabindex", "-1")
    }
    /// With one more part.
    #[must_use]
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }
    /// With more parts.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = impl Into<Node>>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }
    /// With text.
    #[must_use]
    pub fn text(self, words: impl Into<String>) -> Self {
        self.child(text(words))
    }
}

/// A button with a drawing and words.
pub fn button(
    class: &str,
    drawing: Option<&'static str>,
    words: impl Into<String>,
    action: crate::model::Action,
) -> Element {
    let button = el("button").attr("type", "button").class(class).on(action);
    button.children(drawing.map(icon)).child(el("span").text(words))
}
