//! `/passport/qualifications`: what one holds, with its pictures, and how long each holds. Invariant: how long is said in words
//! beside the colour, and what ends first stands first.

use crate::shell::{
    Banner, Card, DescriptionList, EmptyState, LinkButton, Row, Tab, TechnicianLayout, Tone, call, icon, lang, page, t,
    tag_of, tw,
};
use domain::{passport::OwnQualification, technician::validity::Validity, time::WorkDate};
use i18n::{date, msg};
use leptos::prelude::*;

use msg::qualification as m;

/// `/passport/qualifications`.
#[component]
pub fn QualificationsPage() -> impl IntoView {
    page(async {
        let mut held = services::registration::qualifications(&call()).await?;
        // Stable: those without an end stay in their order, at the end.
        held.sort_by_key(|one| one.expires.map_or(i32::MAX, WorkDate::number));
        let ending = held.iter().filter(|one| matches!(one.validity, Validity::Ending(_) | Validity::Over)).count();
        let warning = (ending > 0).then(|| {
            view! { <Banner tone=Tone::Warn>{tw(m::WARNING, &[("n", &ending)])}</Banner> }
        });
        let list = if held.is_empty() {
            view! {
                <EmptyState title=t(m::NONE) text=t(m::NONE_HELP)>
                    <LinkButton href=super::registration::PAGE text=t(msg::change::NAV) />
                </EmptyState>
            }
            .into_any()
        } else {
            held.iter().map(shown).collect_view().into_any()
        };
        Ok(view! {
            <TechnicianLayout title=t(m::TITLE) tab=Tab::More back="/passport/more">
                {warning}
                <p>{t(m::LEAD)}</p>
                {list}
                <p><a href=super::registration::PAGE>{t(m::CHANGE)}</a></p>
            </TechnicianLayout>
        })
    })
}

fn day(day: WorkDate) -> String {
    date::day_only(lang(), day)
}

/// How long it holds, with its tone and drawing.
pub(crate) fn standing(validity: Validity) -> (Tone, Option<&'static str>, String) {
    match validity {
        Validity::Lasting => (Tone::Ok, Some(icon::CHECK), t(m::LASTING).to_owned()),
        Validity::Good => (Tone::Ok, Some(icon::CHECK), t(m::GOOD).to_owned()),
        Validity::Ending(0) => (Tone::Warn, Some(icon::WARNING), t(m::LAST_DAY).to_owned()),
        Validity::Ending(days) => (Tone::Warn, Some(icon::WARNING), tw(m::ENDING, &[("n", &days)])),
        Validity::Over => (Tone::Err, Some(icon::ERROR), t(m::OVER).to_owned()),
    }
}

fn shown(one: &OwnQualification) -> impl IntoView + use<> {
    let (tone, drawing, words) = standing(one.validity);
    let rows = [
        one.expires.map(|until| Row::new(t(m::UNTIL), day(until))),
        one.acquired.map(|on| Row::new(t(m::ACQUIRED), day(on))),
        one.number.clone().map(|number| Row::new(t(m::NUMBER), number)),
        one.from_register.then(|| Row::new(t(m::SOURCE), t(m::FROM_REGISTER))),
    ];
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    let pictures = pictures(one);
    view! {
        <Card title=one.name.clone()>
            <p>{tag_of(tone, drawing, &words)}</p>
            {(!rows.is_empty()).then(|| view! { <DescriptionList rows /> })}
            {pictures}
        </Card>
    }
}

/// Its pictures, each a link to the whole: its person's alone, by the way every picture of a registration goes.
fn pictures(one: &OwnQualification) -> Option<AnyView> {
    let field = one.field.clone()?;
    let picture = |number: u32| {
        let whole = format!("{}/file/{field}?page={number}", super::registration::PAGE);
        let drawn = whole.clone();
        let alt = tw(m::PICTURE, &[("name", &one.name), ("n", &number)]);
        view! {
            <a href=whole class="own-picture">
                <img src=drawn alt=alt loading="lazy" />
            </a>
        }
    };
    let all = (1..=one.pages.max(1)).map(picture).collect_view();
    Some(view! { <p class="own-pictures">{all}</p> }.into_any())
}
