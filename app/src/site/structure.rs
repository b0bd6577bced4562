//! 施工体制 on a site's page. Invariant: the tree is a table, parents before children, so that it reads in order without
//! its drawing.

use super::words;
use crate::shell::{ButtonKind, LinkButton, Table, Tag, Tone, icon, t, tw};
use domain::{
    id::BusinessId,
    site::SiteDetail,
    structure::{StructureNode, TIER_MAX},
};
use i18n::msg;
use leptos::prelude::*;

use msg::site as m;

/// Whether `business` may add a subcontractor under `node`: the prime anywhere, others under themselves.
pub fn may_add_under(detail: &SiteDetail, business: Option<BusinessId>, node: &StructureNode) -> bool {
    let ours = business.is_some_and(|business| business == detail.prime_id || business == node.business_id);
    ours && detail.site.open && node.tier < TIER_MAX
}

/// The tree in the order of a walk, parents before children and children of one parent together.
pub fn walk(nodes: &[StructureNode]) -> Vec<&StructureNode> {
    let mut order = Vec::with_capacity(nodes.len());
    let mut ahead: Vec<&StructureNode> = nodes.iter().rev().filter(|node| node.parent.is_none()).collect();
    while let Some(node) = ahead.pop() {
        order.push(node);
        // Bad data could hold a ring; nothing is walked twice as often as there are nodes.
        if order.len() < nodes.len() {
            ahead.extend(nodes.iter().rev().filter(|below| below.parent == Some(node.id)));
        }
    }
    order
}

/// The section.
pub(super) fn section(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let heads = [m::STRUCTURE_BUSINESS, m::STRUCTURE_TIER, m::STRUCTURE_ID, m::STRUCTURE_PEOPLE, m::STRUCTURE_ACTION];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let site = detail.site.id;
    let row = |node: &StructureNode| {
        let people = node.people.map(|people| tw(m::PEOPLE_UNIT, &[("count", &people)]));
        let about = tw(m::STRUCTURE_ADD_UNDER, &[("name", &node.name)]);
        let href = format!("/business/sites/{site}/structure/new?parent={}", node.id);
        let add = may_add_under(detail, business, node)
            .then(|| view! { <a href=href aria-label=about>{t(m::STRUCTURE_ADD)}</a> });
        view! {
            <tr>
                <th scope="row" class=format!("tier tier-{}", node.tier)>
                    {node.name.clone()}
                    {skipped(node)}
                    {waits(node)}
                </th>
                <td data-label=t(m::STRUCTURE_TIER)>{words::tier(node.tier)}</td>
                <td class="num" data-label=t(m::STRUCTURE_ID)>{node.business_id.grouped()}</td>
                <td class="number" data-label=t(m::STRUCTURE_PEOPLE)>{people}</td>
                <td>{add}</td>
            </tr>
        }
    };
    let rows = walk(&detail.structure).into_iter().map(row).collect_view();
    let may_add = detail.structure.iter().any(|node| may_add_under(detail, business, node));
    view! {
        <section class="site-section" aria-labelledby="structure-title">
            <div class="section-head">
                <h2 id="structure-title">{t(m::STRUCTURE_TITLE)}</h2>
                <LinkButton
                    href=format!("/business/sites/{site}/structure")
                    text=t(msg::structure::TREE_LINK)
                    kind=ButtonKind::Outline
                    icon=icon::ACCOUNT_TREE
                />
                {may_add
                    .then(|| {
                        view! {
                            <LinkButton
                                href=format!("/business/sites/{site}/structure/new")
                                text=t(m::STRUCTURE_ADD)
                                kind=ButtonKind::Outline
                                icon=icon::ADD
                            />
                        }
                    })}
            </div>
            <Table caption=t(m::STRUCTURE_CAPTION) heads>
                {rows}
            </Table>
        </section>
    }
}

/// The tier between that is not registered.
fn skipped(node: &StructureNode) -> Option<impl IntoView + use<>> {
    let name = node.skips.as_ref()?;
    Some(view! { <span class="hint">{tw(msg::structure::SKIPPED_ABOVE, &[("name", name)])}</span> })
}

/// What has not been answered or confirmed; neither stops anything.
fn waits(node: &StructureNode) -> impl IntoView + use<> {
    let words = [
        node.awaits.answer.then_some(msg::structure::AWAITS_ANSWER),
        node.awaits.confirmation.then_some(msg::structure::AWAITS_CONFIRMATION),
    ];
    let tag = |word| view! { <Tag tone=Tone::Plain text=t(word) /> };
    words.into_iter().flatten().map(tag).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{id::StructureId, structure::Awaits, time::WorkDate};

    fn node(id: u8, parent: Option<u8>) -> StructureNode {
        let id_of = |number: u8| StructureId(format!("00000000-0000-7000-8000-0000000000{number:02}").parse().unwrap());
        StructureNode {
            id: id_of(id),
            business_id: BusinessId::from_body(i64::from(id)),
            name: id.to_string(),
            tier: i16::from(parent.is_some()),
            parent: parent.map(id_of),
            people: None,
            from: WorkDate::from_stored(20_261_101),
            until: None,
            awaits: Awaits::default(),
            skips: None,
            may_confirm: false,
        }
    }

    #[test]
    fn children_follow_their_parent() {
        let nodes = [node(1, None), node(2, Some(1)), node(3, Some(1)), node(4, Some(2)), node(5, Some(3))];
        let names: Vec<&str> = walk(&nodes).into_iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["1", "2", "4", "3", "5"]);
    }

    #[test]
    fn a_ring_ends() {
        let nodes = [node(1, None), node(2, Some(3)), node(3, Some(2))];
        assert_eq!(walk(&nodes).len(), 1);
    }
}
