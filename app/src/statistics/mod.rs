//! 統計: kept counts of the nation, of one's own people and of a site, and their files. Invariant: what is asked for stands in the
//! address; a chart says nothing that its table does not.

#[cfg(feature = "ssr")]
mod figures;
#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod national;
#[cfg(feature = "ssr")]
mod years;
#[cfg(feature = "ssr")]
pub use {
    national::StatisticsPage,
    years::{PeopleStatisticsPage, SiteStatisticsPage, of_people, of_site},
};
