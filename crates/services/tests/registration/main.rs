//! Registration, money, cards and sites against real databases: as many refusals as successes.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must stop at once")]

mod batches;
mod bulk;
mod cards;
mod credit;
mod detailed;
mod filing;
mod gateway;
mod jobs;
mod lists;
mod notices;
mod payment;
mod play;
mod price;
mod proxy;
mod recovery;
mod reissue;
mod renewal;
mod review;
mod seed;
mod settlement;
mod sites;
mod slices;
mod standing;
mod strangers;
mod unlisted;
mod unmatched;
mod upgrade;
mod usage;
