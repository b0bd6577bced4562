//! Registration, cards and sites against real databases: as many refusals as successes.

mod cards;
mod filing;
mod payment;
mod play;
mod review;
mod seed;
mod sites;
