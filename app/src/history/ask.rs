//! Which part of a site's table is asked for, and its address. Invariant: all of it stands in the address, so that it can
//! be kept and passed on; what an address says that is nothing limits nothing, but for the month.

use super::SheetQuery;
use crate::shell::kept;
use domain::{
    history::sheet::{SheetFilter, SheetState},
    id::{SiteId, TechnicianId},
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use leptos::prelude::*;
use leptos_router::{location::Url, params::ParamsMap};

/// The page of a site's table.
pub(super) fn page_of(site: SiteId) -> String {
    format!("/business/sites/{site}/history")
}

/// The page of a month of a site's table.
pub(super) fn month_of(site: SiteId, month: YearMonth) -> String {
    format!("{}?month={}", page_of(site), month.number())
}

/// The page on which one approves what was picked of it.
pub(super) fn confirm_of(site: SiteId) -> String {
    format!("{}/confirm", page_of(site))
}

/// A part of a site's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub site: SiteId,
    pub month: YearMonth,
    pub filter: SheetFilter,
    /// After whom it begins.
    pub after: Option<TechnicianId>,
}

impl Ask {
    /// `None`: a month that is none, or one that nobody can have worked in yet.
    pub fn of(site: SiteId, asked: &SheetQuery, today: WorkDate) -> Option<Self> {
        let month = asked.month.parse().ok().and_then(YearMonth::from_number)?;
        // A shift is of the day it began on, so nothing is of a month to come.
        (month <= today.month()).then(|| Self {
            site,
            month,
            filter: SheetFilter {
                place: asked.place.parse().ok(),
                trade: asked.trade.parse().ok().and_then(TradeCode::from_number),
                state: SheetState::from_code(&asked.state),
                section: asked.section.parse().ok(),
                q: kept(asked.q.trim().to_owned()),
            },
            after: asked.after.parse().ok(),
        })
    }

    /// As an address says it; this month where it names none.
    pub fn in_address(site: SiteId, query: &ParamsMap, today: WorkDate) -> Option<Self> {
        let value = |name: &str| query.get(name).unwrap_or_default();
        let month = query.get("month").unwrap_or_else(|| today.month().number().to_string());
        let [place, trade, state, section, q, after] = ["place", "trade", "state", "section", "q", "after"].map(value);
        Self::of(site, &SheetQuery { month, place, trade, state, section, q, after }, today)
    }

    /// With another month, from its beginning.
    pub fn in_month(&self, month: YearMonth) -> Self {
        Self { month, after: None, ..self.clone() }
    }

    /// After somebody, or from the beginning.
    pub fn after(&self, after: Option<TechnicianId>) -> Self {
        Self { after, ..self.clone() }
    }

    /// With other people, from their beginning.
    pub fn of_people(&self, filter: SheetFilter) -> Self {
        Self { filter, after: None, ..self.clone() }
    }

    /// The address of the table.
    pub fn page(&self) -> String {
        format!("{}?{}", page_of(self.site), self.query())
    }

    /// The address of the page on which one approves what was picked of it.
    pub fn confirm(&self) -> String {
        format!("{}?{}", confirm_of(self.site), self.query())
    }

    /// Names and values, of what is asked for only.
    fn said(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let said = [
            ("month", Some(self.month.number().to_string())),
            ("place", filter.place.map(|place| place.to_string())),
            ("trade", filter.trade.map(|trade| trade.to_string())),
            ("state", filter.state.map(|state| state.code().to_owned())),
            ("section", filter.section.map(|section| section.to_string())),
            ("q", Some(filter.q.clone()).filter(|q| !q.is_empty())),
            ("after", self.after.map(|after| after.to_string())),
        ];
        said.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn query(&self) -> String {
        // What people type is the only value that is more than letters, digits and hyphens.
        let pair = |(name, value): (&str, String)| match name {
            "q" => format!("{name}={}", Url::escape(&value)),
            _ => format!("{name}={value}"),
        };
        self.said().into_iter().map(pair).collect::<Vec<_>>().join("&")
    }

    /// What a form carries on: the site and the part.
    pub fn fields(&self) -> impl IntoView + use<> {
        let hidden = |(name, value): (&'static str, String)| view! { <input type="hidden" name=name value=value /> };
        let site = hidden(("site", self.site.to_string()));
        view! {
            {site}
            {self.said().into_iter().map(hidden).collect_view()}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{SectionId, StructureId};

    const TODAY: WorkDate = WorkDate::from_stored(20_261_120);

    fn site() -> SiteId {
        SiteId::from_body(7)
    }

    fn asked(pairs: &[(&'static str, &str)]) -> Option<Ask> {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert(*name, (*value).to_owned());
        }
        Ask::in_address(site(), &map, TODAY)
    }

    #[test]
    fn a_month_to_come_is_not_there_and_none_is_this_one() {
        let month = |pairs: &[(&'static str, &str)]| asked(pairs).map(|ask| ask.month.number());
        assert_eq!(month(&[]), Some(202_611));
        for (text, wanted) in [
            ("202611", Some(202_611)),
            ("202001", Some(202_001)),
            ("202612", None),
            ("202613", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(month(&[("month", text)]), wanted, "{text:?}");
        }
        assert_eq!(Ask::of(site(), &SheetQuery::default(), TODAY), None, "a form says its month");
    }

    #[test]
    fn a_part_is_an_address_and_an_address_a_part() {
        let who = TechnicianId::from_body(1);
        let place: StructureId = "00000000-0000-0000-0000-000000000005".parse().unwrap();
        let section: SectionId = "00000000-0000-0000-0000-000000000006".parse().unwrap();
        let plain = asked(&[]).unwrap();
        assert_eq!(plain.page(), format!("/business/sites/{}/history?month=202611", site()));
        assert_eq!(plain.confirm(), format!("/business/sites/{}/history/confirm?month=202611", site()));
        let filter = SheetFilter {
            place: Some(place),
            trade: TradeCode::from_number(6),
            state: Some(SheetState::Look),
            section: Some(section),
            q: "a&b=c d%".into(),
        };
        let full = plain.of_people(filter.clone()).after(Some(who));
        let query =
            format!("month=202611&place={place}&trade=06&state=look&section={section}&q=a%26b%3Dc%20d%25&after={who}");
        assert_eq!(full.page(), format!("{}?{query}", page_of(site())));
        let [place, section, who] = [place.to_string(), section.to_string(), who.to_string()];
        let parts = [("place", &*place), ("trade", "06"), ("state", "look"), ("section", &*section), ("after", &*who)];
        let again = asked(&parts).unwrap();
        assert_eq!((again.filter.place, again.filter.trade), (filter.place, filter.trade));
        assert_eq!((again.filter.state, again.after), (filter.state, full.after));
        assert_eq!(again.filter.section, filter.section);
        let earlier = full.in_month(YearMonth::from_stored(202_610));
        assert_eq!((earlier.after, &earlier.filter), (None, &filter));
        assert_eq!(full.of_people(SheetFilter::default()), plain);
    }

    #[test]
    fn nonsense_in_an_address_limits_nothing() {
        let parts = [("place", "x"), ("trade", "0"), ("state", "all"), ("section", "x"), ("q", " "), ("after", "1")];
        let ask = asked(&parts);
        assert_eq!(ask, asked(&[]));
        let long = "x".repeat(257);
        assert_eq!(asked(&[("q", &long)]), asked(&[]), "nobody is called that");
    }
}
