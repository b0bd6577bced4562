//! Notices as their readers and the operator see them in lists. Plain data. Invariant: a kind with values, never a sentence.

use super::{DeliveryState, Medium, NoticeKind, StatusCode, Values};
use crate::{
    id::{DeliveryId, NoticeId},
    time::Instant,
};
use serde::{Deserialize, Serialize};

/// A notice as its recipient sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Which.
    pub id: NoticeId,
    /// What.
    pub kind: NoticeKind,
    /// What its words are made with.
    pub values: Values,
    /// When.
    pub at: Instant,
    /// Seen before.
    pub read: bool,
}

/// A delivery that was given up, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostLine {
    /// Which.
    pub id: DeliveryId,
    /// What.
    pub kind: NoticeKind,
    /// By which way.
    pub medium: Medium,
    /// Bounced or failed.
    pub state: DeliveryState,
    /// What the report said that it came back with, of a mail that was taken before.
    pub returned: Option<StatusCode>,
    /// Tries so far.
    pub tries: i32,
    /// When it was last tried.
    pub at: Instant,
}
