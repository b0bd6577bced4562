//! The markup tree put on the screen. Invariant: what stays the same is not touched, so the focus, what was typed and
//! the live regions survive every change around them.

use super::app::dispatch;
use crate::{
    model::Event,
    view::{Element, Node, Trigger},
};
use i18n::Lang;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast as _, prelude::*};

type Triggers = Rc<RefCell<Vec<Trigger>>>;

const ON: &str = "data-on";

/// The place in the page where the tree stands.
pub struct Dom {
    document: web_sys::Document,
    root: web_sys::Element,
    shown: Option<Node>,
    triggers: Triggers,
    /// What asked for the focus while the tree was being put up.
    focus: Option<web_sys::HtmlElement>,
}

impl Dom {
    /// The element `#gate` of index.html, emptied and listened to.
    pub fn find() -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let root = document.get_element_by_id("gate")?;
        root.set_text_content(None);
        let triggers = Triggers::default();
        listen(&root, &triggers);
        Some(Self { document, root, shown: None, triggers, focus: None })
    }

    /// Puts the tree on the screen.
    pub fn show(&mut self, tree: Node, lang: Lang, night: bool) {
        self.triggers.borrow_mut().clear();
        let old: Vec<Node> = self.shown.take().into_iter().collect();
        let new = [tree];
        let root = self.root.clone();
        self.children(&root, &old, &new);
        let [tree] = new;
        self.shown = Some(tree);
        if let Some(html) = self.document.document_element() {
            set(&html, "lang", lang.code());
            drop(html.class_list().toggle_with_force("scheme-night", night));
        }
        if let Some(element) = self.focus.take() {
            drop(element.focus());
        }
    }

    /// Makes the children of `parent`, which are `old`, into `new`.
    fn children(&mut self, parent: &web_sys::Node, old: &[Node], new: &[Node]) {
        let mut standing: Vec<Option<web_sys::Node>> = Vec::with_capacity(old.len());
        let mut next = parent.first_child();
        while let Some(node) = next {
            next = node.next_sibling();
            standing.push(Some(node));
        }
        let mut wanted: Vec<(web_sys::Node, Option<usize>)> = Vec::with_capacity(new.len());
        for child in new {
            let kept = old.iter().zip(&mut standing).enumerate().find_map(|(at, (old, node))| {
                let node = if same(old, child) { node.take() } else { None };
                node.map(|node| (node, Some(at)))
            });
            match kept.or_else(|| self.create(child).map(|node| (node, None))) {
                Some(found) => wanted.push(found),
                // The browser refuses an element only for a name no browser knows.
                None => wanted.push((self.document.create_text_node("").into(), None)),
            }
        }
        for gone in standing.into_iter().flatten() {
            drop(parent.remove_child(&gone));
        }
        let mut place = parent.first_child();
        for (node, _) in &wanted {
            if place.as_ref() == Some(node) {
                place = node.next_sibling();
            } else {
                drop(parent.insert_before(node, place.as_ref()));
            }
        }
        for ((node, from), child) in wanted.iter().zip(new) {
            self.patch(node, from.and_then(|at| old.get(at)), child);
        }
    }

    fn create(&self, node: &Node) -> Option<web_sys::Node> {
        match node {
            Node::Text(text) => Some(self.document.create_text_node(text).into()),
            Node::Element(element) => {
                let made = self.document.create_element(element.tag).ok()?;
                if let Some(drawing) = element.drawing {
                    made.set_inner_html(drawing);
                }
                Some(made.into())
            }
        }
    }

    /// Brings attributes and children of `node` up to `new`; `old` is absent for what was just made.
    fn patch(&mut self, node: &web_sys::Node, old: Option<&Node>, new: &Node) {
        match (old, new) {
            (Some(Node::Text(old)), Node::Text(new)) if old != new => node.set_text_content(Some(new)),
            (old, Node::Element(new)) => {
                let Some(element) = node.dyn_ref::<web_sys::Element>() else { return };
                let old = old.and_then(|old| if let Node::Element(old) = old { Some(old) } else { None });
                self.attributes(element, old, new);
                if new.focus && old.is_none() {
                    self.focus = element.clone().dyn_into().ok();
                }
                if new.drawing.is_none() {
                    self.children(node, old.map_or(&[], |old| &old.children), &new.children);
                }
            }
            _ => {}
        }
    }

    fn attributes(&self, element: &web_sys::Element, old: Option<&Element>, new: &Element) {
        let before = old.map_or(&[][..], |old| &old.attributes);
        for (name, _) in before.iter().filter(|(name, _)| !new.attributes.iter().any(|(other, _)| other == name)) {
            drop(element.remove_attribute(name));
        }
        for (name, value) in new.attributes.iter().filter(|attribute| !before.contains(attribute)) {
            set(element, name, value);
        }
        let value = new.attributes.iter().find(|(name, _)| *name == "value").map(|(_, value)| value);
        if let (Some(value), Some(Trigger::Typing), Some(input)) =
            (value, new.trigger, element.dyn_ref::<web_sys::HtmlInputElement>())
            && input.value() != *value
        {
            input.set_value(value);
        }
        if let Some(trigger) = new.trigger {
            let mut triggers = self.triggers.borrow_mut();
            set(element, ON, &triggers.len().to_string());
            triggers.push(trigger);
        } else if old.is_some_and(|old| old.trigger.is_some()) {
            drop(element.remove_attribute(ON));
        }
    }
}

fn set(element: &web_sys::Element, name: &str, value: &str) {
    // Fails only for names that cannot be attributes; all names are literals of the view.
    drop(element.set_attribute(name, value));
}

fn same(old: &Node, new: &Node) -> bool {
    match (old, new) {
        (Node::Text(_), Node::Text(_)) => true,
        (Node::Element(old), Node::Element(new)) => {
            old.tag == new.tag && old.key == new.key && old.drawing == new.drawing
        }
        _ => false,
    }
}

/// One listener per kind of event for the whole tree; they live as long as the page.
fn listen(root: &web_sys::Element, triggers: &Triggers) {
    for kind in ["click", "submit", "input"] {
        let triggers = Rc::clone(triggers);
        let heard = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            // The borrow ends before the model redraws the triggers.
            let raised = raised(&event, &triggers.borrow());
            raised.into_iter().for_each(dispatch);
        });
        drop(root.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref()));
        heard.forget();
    }
}

fn raised(event: &web_sys::Event, triggers: &[Trigger]) -> Option<Event> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest(&format!("[{ON}]")).ok()??;
    let trigger = triggers.get(element.get_attribute(ON)?.parse::<usize>().ok()?)?;
    let form = element.dyn_ref::<web_sys::HtmlFormElement>();
    match (&*event.type_(), trigger, form) {
        ("click", Trigger::Press(action), None) => Some(Event::Pressed(*action)),
        ("submit", Trigger::Press(action), Some(form)) => {
            event.prevent_default();
            Some(Event::Submitted(*action, fields(form)))
        }
        ("input", Trigger::Typing, _) => {
            Some(Event::Typed(element.dyn_into::<web_sys::HtmlInputElement>().ok()?.value()))
        }
        _ => None,
    }
}

fn fields(form: &web_sys::HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = web_sys::FormData::new_with_form(form) else { return Vec::new() };
    let pairs = js_sys::Array::from(&data);
    pairs
        .iter()
        .filter_map(|pair| {
            let pair = pair.dyn_into::<js_sys::Array>().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}
