//! Finding a business by its name. Invariant: only exact names are found, in any way of writing them; firms of one name are told
//! apart by where they are.

use crate::shell::{ButtonKind, SubmitButton, Table, TextField, lang, t, tw};
use domain::{id::SiteId, structure::NamedBusiness};
use i18n::{msg, word};
use leptos::prelude::*;

use msg::structure as m;

/// The form, and what it found where it was sent; `parent` and `fills` go on to the form that adds.
pub(super) fn search(
    site: SiteId,
    (name, parent, fills): (String, &str, &str),
    found: Option<Vec<NamedBusiness>>,
) -> impl IntoView + use<> {
    let page = format!("/business/sites/{site}/structure/new");
    let (above, below) = (parent.to_owned(), fills.to_owned());
    let results = found.map(|found| results(&page, (parent, fills), found));
    view! {
        <form method="get" action=page class="form" role="search">
            <input type="hidden" name="parent" value=above />
            <input type="hidden" name="fills" value=below />
            <TextField name="name" label=t(m::NAME) hint=t(m::NAME_HINT) value=name required=false />
            <SubmitButton text=t(m::NAME_GO) kind=ButtonKind::Outline />
        </form>
        {results}
    }
}

fn results(page: &str, (parent, fills): (&str, &str), found: Vec<NamedBusiness>) -> AnyView {
    if found.is_empty() {
        return view! { <p role="status">{t(m::NAME_NONE)}</p> }.into_any();
    }
    let row = |business: NamedBusiness| {
        let href = format!("{page}?parent={parent}&fills={fills}&business={}", business.id);
        let about = tw(m::NAME_PICK_OF, &[("name", &business.name), ("id", &business.id.grouped())]);
        view! {
            <tr>
                <th scope="row">{business.name}</th>
                <td class="num" data-label=t(m::BUSINESS_ID)>{business.id.grouped()}</td>
                <td data-label=t(m::NAME_PLACE)>{word::prefecture(lang(), business.prefecture)} {business.address}</td>
                <td>
                    <a class="button outline small" href=href aria-label=about>
                        {t(m::NAME_PICK)}
                    </a>
                </td>
            </tr>
        }
    };
    let rows = found.into_iter().map(row).collect_view();
    let heads = [m::NAME_FOUND, m::BUSINESS_ID, m::NAME_PLACE, m::NAME_PICK].map(|head| t(head).to_owned()).to_vec();
    view! { <Table caption=t(m::NAME_CAPTION) heads>{rows}</Table> }.into_any()
}
