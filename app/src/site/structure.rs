//! 施工体制 on a site's page. Invariant: the tree is a table, parents before children, so that it reads in order without
//! its drawing.

use super::words;
use crate::shell::{ButtonKind, LinkButton, Table, icon, t, tw};
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
        let about = tw(m::STRUCTURE_ADD_UNDER, &[("name", &node.name)]);
        let href = format!("/business/sites/{site}/structure/new?parent={}", node.id);
        let add = may_add_under(detail, business, node)
            .then(|| view! { <a href=href aria-label=about>{t(m::STRUCTURE_ADD)}</a> });
        view! {
            <tr>
                <th scope="row" class=format!("tier tier-{}", node.tier)>
                    {node.name.clone()}
                </th>
                <td data-label=t(m::STRUCTURE_TIER)>{words::tier(node.tier)}</td>
                <td class="num" data-label=t(m::STRUCTURE_ID)>{node.business_id.grouped()}</td>
                <td class="number" data-label=t(m::STRUCTURE_PEOPLE)>{tw(m::PEOPLE_UNIT, &[("count", &node.people)])}</td>
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::StructureId;

    fn node(id: u8, parent: Option<u8>) -> StructureNode {
        let id_of = |number: u8| StructureId(format!("00000000-0000-7000-8000-0000000000{number:02}").parse().unwrap());
        StructureNode {
            id: id_of(id),
            business_id: BusinessId::from_body(i64::from(id)),
            name: id.to_string(),
            tier: i16::from(parent.is_some()),
            parent: parent.map(id_of),
            people: 0,
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
