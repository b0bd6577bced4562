//! The fees of a business registration as a table. Invariant: amounts come from the price list, never from here.

use crate::{
    fee::prices,
    shell::{Table, lang, t, tw},
};
use domain::fee::{BusinessBand, PriceKind, Yen};
use i18n::{msg, number};
use leptos::prelude::*;

use msg::application as m;

/// A line in words: the capital it is for.
pub fn words(band: BusinessBand) -> String {
    let yen = |amount: Yen| number::yen(lang(), amount.get());
    match (band.from(), band.below()) {
        _ if band == BusinessBand::SELF_EMPLOYED => t(m::BAND_SELF_EMPLOYED).to_owned(),
        (None, Some(below)) => tw(m::BAND_FIRST, &[("below", &yen(below))]),
        (Some(from), Some(below)) => tw(m::BAND_MIDDLE, &[("from", &yen(from)), ("below", &yen(below))]),
        (from, None) => tw(m::BAND_LAST, &[("from", &yen(from.unwrap_or_default()))]),
    }
}

/// The lowest and the highest fee of today.
pub fn range() -> (String, String) {
    let fees: Vec<Yen> = BusinessBand::all().filter_map(|band| prices::yen_of(PriceKind::Business(band))).collect();
    let said = |fee: Option<&Yen>| match fee {
        Some(fee) => number::yen(lang(), fee.get()),
        None => t(msg::fee::NOT_SET).to_owned(),
    };
    (said(fees.iter().min()), said(fees.iter().max()))
}

/// The table.
#[component]
pub fn BandTable() -> impl IntoView {
    let row = |band: BusinessBand| {
        view! {
            <tr>
                <th scope="row">{words(band)}</th>
                <td class="number">{prices::words_of(PriceKind::Business(band))}</td>
            </tr>
        }
    };
    let heads = vec![t(m::BANDS_CAPITAL).to_owned(), t(m::BANDS_FEE).to_owned()];
    view! { <Table caption=t(m::BANDS_CAPTION) heads>{BusinessBand::all().map(row).collect_view()}</Table> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{fee::PriceList, time::WorkDate};

    #[test]
    fn the_table_has_the_twelve_lines_of_the_published_one() {
        let list = PriceList::parse(include_str!("../../../data/prices.csv")).unwrap();
        Owner::new().with(|| {
            assert_eq!(range(), ("未定".to_owned(), "未定".to_owned()), "nothing is shown where nothing is set");
            prices::provide(list, WorkDate::from_stored(20_261_121));
            let lines: std::collections::BTreeSet<String> = BusinessBand::all().map(words).collect();
            assert_eq!(lines.len(), 12);
            assert_eq!(range(), ("0円".to_owned(), "2,400,000円".to_owned()));
        });
    }
}
