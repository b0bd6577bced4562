//! The fees of a business registration as a table. Invariant: amounts come from the domain's table, never from here.

use crate::shell::{Table, lang, t, tw};
use domain::{
    business::BusinessKind,
    fee::{self, BUSINESS_BANDS, Yen},
};
use i18n::{msg, number};
use leptos::prelude::*;

use msg::application as m;

/// Words of a line and its fee, lowest capital first.
fn lines() -> Vec<(String, Yen)> {
    let yen = |amount: Yen| number::yen(lang(), amount.get());
    let free = fee::business_registration(BusinessKind::SelfEmployed, Yen(0));
    let mut lines = vec![(t(m::BAND_SELF_EMPLOYED).to_owned(), free)];
    let mut from = None;
    for band in BUSINESS_BANDS {
        let words = match (from, band.below) {
            (None, Some(below)) => tw(m::BAND_FIRST, &[("below", &yen(below))]),
            (Some(from), Some(below)) => tw(m::BAND_MIDDLE, &[("from", &yen(from)), ("below", &yen(below))]),
            (from, None) => tw(m::BAND_LAST, &[("from", &yen(from.unwrap_or_default()))]),
        };
        lines.push((words, band.fee));
        from = band.below;
    }
    lines
}

/// The lowest and the highest fee.
pub fn range() -> (String, String) {
    let fees = lines().into_iter().map(|(_, fee)| fee);
    let words = |fee: Option<Yen>| number::yen(lang(), fee.unwrap_or_default().get());
    (words(fees.clone().min()), words(fees.max()))
}

/// The table.
#[component]
pub fn BandTable() -> impl IntoView {
    let row = |(words, fee): (String, Yen)| {
        view! {
            <tr>
                <th scope="row">{words}</th>
                <td class="number">{number::yen(lang(), fee.get())}</td>
            </tr>
        }
    };
    let heads = vec![t(m::BANDS_CAPITAL).to_owned(), t(m::BANDS_FEE).to_owned()];
    view! { <Table caption=t(m::BANDS_CAPTION) heads>{lines().into_iter().map(row).collect_view()}</Table> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_twelve_lines_of_the_published_one() {
        let lines = leptos::prelude::Owner::new().with(lines);
        assert_eq!(lines.len(), 12);
        assert_eq!(lines[0].1, Yen(0));
        assert_eq!(lines[11].1, Yen(2_400_000));
    }
}
