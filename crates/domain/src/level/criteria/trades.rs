//! Which days count for a field: those worked in its trades. Invariant: a record says its trade (大分類) only, so the
//! sub-trade (小分類) is what the person has registered.
//!
//! Ours, since the published criteria list sub-trades and records do not: a day counts where the field lists the whole trade,
//! or a sub-trade of it that the person has registered; where they have registered none of that trade, it counts where the
//! field says so (`without_subtrade`: it lists the sub-trade that bears the trade's own name).

use super::fault::{Faults, Reason};
use crate::{technician::SubtradeCode, trade::TradeCode};

/// Some of the trades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TradeSet(u128);

impl TradeSet {
    /// Puts one in; a code beyond two digits is left out, as no trade has it.
    pub fn insert(&mut self, trade: TradeCode) {
        self.0 |= bit(trade);
    }
    /// Whether it is among them.
    pub fn contains(self, trade: TradeCode) -> bool {
        self.0 & bit(trade) != 0
    }
}

fn bit(trade: TradeCode) -> u128 {
    match u32::try_from(trade.get()) {
        Ok(at @ 0..=99) => 1 << at,
        _ => 0,
    }
}

/// A trade or sub-trade of a field, as listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedTrade {
    /// The trade.
    pub trade: TradeCode,
    /// Number of the sub-trade; `None`: the whole trade.
    pub minor: Option<i16>,
}

impl ListedTrade {
    fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| match digits.as_bytes() {
            [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => digits.parse::<i16>().ok(),
            _ => None,
        };
        let (major, minor) = match text.split_once('-') {
            None => (text, None),
            Some((major, minor)) => (major, Some(number(minor).filter(|minor| *minor > 0)?)),
        };
        Some(Self { trade: TradeCode::from_number(number(major)?)?, minor })
    }
}

/// The trades of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldTrades {
    listed: Vec<ListedTrade>,
    whole: TradeSet,
    without_subtrade: TradeSet,
    assumed: bool,
}

impl FieldTrades {
    /// Of what a file lists. What is no trade is a fault and left out.
    pub(super) fn new(listed: &[String], without: &[String], assumed: bool, faults: &mut Faults) -> Self {
        let mut made = Self { assumed, ..Self::default() };
        for text in listed {
            match ListedTrade::parse(text) {
                Some(one) if made.listed.contains(&one) => faults.at("trades", Reason::Twice(text.clone())),
                Some(one) => made.list(one),
                None => faults.at("trades", Reason::UnknownTrade(text.clone())),
            }
        }
        for text in without {
            let trade = ListedTrade::parse(text).filter(|one| one.minor.is_none()).map(|one| one.trade);
            match trade {
                Some(trade) if made.listed.iter().any(|one| one.trade == trade) => made.without_subtrade.insert(trade),
                Some(_) => faults.at("without_subtrade", Reason::TradeNotListed(text.clone())),
                None => faults.at("without_subtrade", Reason::UnknownTrade(text.clone())),
            }
        }
        made
    }

    fn list(&mut self, one: ListedTrade) {
        if one.minor.is_none() {
            self.whole.insert(one.trade);
        }
        self.listed.push(one);
    }

    /// As listed.
    pub fn listed(&self) -> &[ListedTrade] {
        &self.listed
    }
    /// Which trades these are is our assumption, no published table.
    pub const fn is_assumed(&self) -> bool {
        self.assumed
    }
    /// Trades whose days count for somebody with these sub-trades.
    pub fn counted(&self, registered: &[SubtradeCode]) -> TradeSet {
        let mut named = TradeSet::default();
        let mut counted = TradeSet::default();
        for subtrade in registered {
            named.insert(subtrade.trade());
            let is_listed = |one: &ListedTrade| one.trade == subtrade.trade() && one.minor == Some(subtrade.minor());
            if self.listed.iter().any(is_listed) {
                counted.insert(subtrade.trade());
            }
        }
        TradeSet(self.whole.0 | counted.0 | (self.without_subtrade.0 & !named.0))
    }
}
