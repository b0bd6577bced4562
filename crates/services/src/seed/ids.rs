//! The first ID of each business, and those of the prime below its own: a branch, a person of the company, one lent to a
//! union's office. Invariant: what they cost is paid, so that nobody in the demonstration is limited for it.

use super::{cast, stage::Stage};
use crate::{Error, Result, account::actor_of, admin_id, fee, touch};
use domain::{
    admin_id::{Duty, IdForm, IdKind},
    fee::FeeKind,
    id::SiteId,
};
use std::collections::HashMap;

/// Asks for the year of the first IDs, which is paid.
pub(super) async fn the_first(stage: &Stage) -> Result<()> {
    let operator = stage.by(&stage.operator);
    let before = fee::unpaid(&operator, "", None).await?.rows;
    fee::ask_first_ids(&stage.call).await?;
    for asked in fee::unpaid(&operator, "", None).await?.rows {
        if !before.iter().any(|row| row.id == asked.id) {
            fee::mark_paid(&operator, asked.id).await?;
        }
    }
    Ok(())
}

/// Makes those below.
pub(super) async fn below_the_first(stage: &Stage, sites: &HashMap<&'static str, SiteId>) -> Result<()> {
    let (_, admin) = stage.firm(cast::PRIME)?;
    let admin = stage.by(admin);
    let text = str::to_owned;
    let form = |kind: IdKind, name: &str| IdForm { kind: text(kind.code()), name: text(name), ..IdForm::default() };
    admin_id::issue(&admin, &form(IdKind::Branch, "千葉支店")).await?;
    let operator = stage.by(&stage.operator);
    let asked = fee::unpaid(&operator, "", None).await?.rows;
    let prime = cast::FIRMS.iter().find(|firm| firm.key == cast::PRIME).map(|firm| firm.name);
    let yearly = asked.iter().find(|fee| fee.kind == FeeKind::AdminIdYearly && Some(fee.name.as_str()) == prime);
    let yearly = yearly.ok_or_else(|| Error::internal("a branch of which nothing was asked"))?;
    fee::mark_paid(&operator, yearly.id).await?;
    let member = IdForm { duty: text(Duty::Staff.code()), ..form(IdKind::Member, "大崎 千尋") };
    admin_id::issue(&admin, &member).await?;
    let day = |number: i32| format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100);
    let today = stage.call.today();
    let named: Vec<SiteId> = sites.get("flats").copied().into_iter().collect();
    let lent = IdForm {
        kind: text(IdKind::Lent.code()),
        body: text("湊町建設組合"),
        from: day(today.number()),
        until: day(domain::admin_id::year_from(today).number()),
        ..IdForm::of_site("組合 事務局", &named)
    };
    let issued = admin_id::issue(&admin, &lent).await?;
    let Some(site_id) = named.first().copied() else { return Ok(()) };
    let office = store::account::by_login_id(stage.call.db.read(), &issued.login_id).await?.ok_or(Error::NotFound)?;
    let office = stage.by(&actor_of(&stage.call.db, office.id).await?);
    // The lender sees it in what was done under the IDs it lent.
    touch::gate_enrol(&office, &super::work::enrolment(site_id, "組合事務局の電話")?.0).await?;
    Ok(())
}
