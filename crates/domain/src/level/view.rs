//! What pages show of levels. Invariant: where a field has no criteria that judge, it says so instead of a level.

use super::{
    Explanation, FieldNumber, Level, NoCriteria, Part, Remaining,
    application::{LevelState, RefusalReason, WithdrawalReason},
    statement::StatementRow,
    verdict::Verdicts,
};
use crate::{
    fee::{FeeLine, Yen},
    id::{LevelApplicationId, LevelGrantId, TechnicianId},
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// What the criteria say of somebody in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Nothing: the field has no criteria that judge today.
    Not(NoCriteria),
    /// This.
    So {
        /// The level, and what the next one asks.
        explanation: Box<Explanation>,
        /// What is missing of the next one; absent above the highest.
        remaining: Option<Remaining>,
    },
}

/// A field of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnField {
    /// Its number.
    pub number: FieldNumber,
    /// Its official name. Not translated.
    pub name: String,
    /// The level the body has granted; 1 where it has granted none.
    pub held: Level,
    /// What the criteria say today.
    pub judged: Judged,
    /// The application that is open in it.
    pub open: Option<LevelState>,
}

/// A person's levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLevels {
    /// The highest, which the card shows.
    pub level: Level,
    /// The fields of their trades, and those in which they have applied or have a level.
    pub fields: Vec<OwnField>,
    /// The other fields: number and name, and whether they have criteria that judge today.
    pub others: Vec<(FieldNumber, String, bool)>,
    /// The day of all this.
    pub day: WorkDate,
}

/// An application as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnApplication {
    /// Which.
    pub id: LevelApplicationId,
    /// The level that is asked for.
    pub wanted: Level,
    /// Where it stands.
    pub state: LevelState,
    /// The day whose evidence and criteria count.
    pub asked_on: WorkDate,
    /// What is to be paid or was; absent where nothing was asked for.
    pub fee: Option<FeeLine>,
    /// Statements sent with it.
    pub statements: Vec<StatementRow>,
    /// Why it was refused.
    pub reasons: Vec<RefusalReason>,
    /// What the body said besides.
    pub note: Option<String>,
}

/// One field of a person, with what can be done in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldPage {
    /// The field.
    pub field: OwnField,
    /// Who judges it here.
    pub body: Option<String>,
    /// What each level asks that the person does not have, lowest first.
    pub levels: Vec<(Level, Vec<Part>)>,
    /// The latest application in it.
    pub application: Option<OwnApplication>,
    /// Why none can be made now, by its code; absent where one can.
    pub refused: Option<String>,
    /// What one costs today; absent where no price is set.
    pub price: Option<Yen>,
    /// The last day that an employer may state, while statements are taken.
    pub statements_until: Option<WorkDate>,
}

/// An application in a body's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Which.
    pub id: LevelApplicationId,
    /// The field.
    pub field: FieldNumber,
    /// Whose.
    pub technician: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// The level that is asked for.
    pub wanted: Level,
    /// Where it stands.
    pub state: LevelState,
    /// The day whose evidence and criteria count.
    pub asked_on: WorkDate,
    /// Since when it can be judged; absent while it is not paid.
    pub waiting_since: Option<Instant>,
    /// How often it moved: who judges says what they saw.
    pub moves: i32,
}

/// Something registered that can prove a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// In which list it stands: `qualification`, `training` or `award`.
    pub list: String,
    /// Its place in the list.
    pub place: i16,
    /// Its name.
    pub name: String,
    /// Number of the certificate.
    pub number: Option<String>,
    /// Day it was acquired.
    pub acquired: Option<WorkDate>,
    /// Last day.
    pub expires: Option<WorkDate>,
    /// Whether a picture of it was sent.
    pub has_picture: bool,
}

/// Approved days as one trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradeDays {
    /// 職種.
    pub trade: TradeCode,
    /// Whether days of this trade count for the field.
    pub counts: bool,
    /// Days.
    pub days: u32,
    /// Of them as 職長.
    pub foreman: u32,
    /// Of them as 班長.
    pub crew_leader: u32,
}

/// A judgement as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// By whom.
    pub by: String,
    /// Whether the one who asks gave it.
    pub own: bool,
    /// When.
    pub at: Instant,
    /// Of each requirement.
    pub verdicts: Verdicts,
    /// 認定 or not.
    pub grants: bool,
    /// Why not.
    pub reasons: Vec<RefusalReason>,
    /// Besides.
    pub note: String,
}

/// An application as the body judges it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The application.
    pub row: CaseRow,
    /// The field's official name.
    pub field_name: String,
    /// The level the person has in the field.
    pub held: Level,
    /// The level the criteria come to, with every statement that is not refused.
    pub criteria: Level,
    /// First day of the version of the criteria; `None`: it has none.
    pub criteria_from: Option<WorkDate>,
    /// Which trades count is this register's assumption.
    pub trades_assumed: bool,
    /// What the level asks, with what meets it.
    pub parts: Vec<Part>,
    /// Approved days until the day of the application.
    pub days: Vec<TradeDays>,
    /// What is registered, with its proof.
    pub proofs: Vec<Proof>,
    /// Statements.
    pub statements: Vec<StatementRow>,
    /// The judgement that waits for a second person, or that decided.
    pub judgement: Option<Judgement>,
}

/// A level that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRow {
    /// Which.
    pub id: LevelGrantId,
    /// The field.
    pub field: FieldNumber,
    /// To whom.
    pub technician: TechnicianId,
    /// As registered.
    pub name: String,
    /// The level.
    pub level: Level,
    /// The day.
    pub granted_on: WorkDate,
    /// A withdrawal that waits for a second person: why, and whether the one who asks entered it.
    pub withdrawal: Option<(WithdrawalReason, String, bool)>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Instant>,
}
