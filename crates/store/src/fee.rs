//! Requests to pay. Invariant: a request is settled once; what came for it is only ever added to, from the figure the caller
//! has seen.

pub mod credit;
pub mod file;
pub mod ledger;
pub mod price;
pub mod receipt;
pub mod report;
pub mod told;
pub mod unpaid;
pub mod usage;

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Cell, Kind, Rows},
};
use domain::{
    access::{Extent, Scope},
    fee::{FeeKind, FeeLine, PayerRequest, PaymentReference, Yen, ledger::Payer, receipt::Claim, standing::Owed},
    id::{AccountId, ApplicationId, BusinessId, FeeRequestId, TechnicianId},
    time::{Instant, WorkDate},
};
use sea_orm::{
    ConnectionTrait, DbBackend, FromQueryResult, QueryOrder, QuerySelect, Set, entity::prelude::*,
    sea_query::ExprTrait as _,
};

/// Requests of one list.
const LIST_MAX: u64 = 1_000;

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fee_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub application_id: Option<Uuid>,
        pub technician_id: Option<i64>,
        pub business_id: Option<i64>,
        pub payer: String,
        pub amount_yen: i64,
        pub due_date: i32,
        pub requested_at: i64,
        pub paid_at: Option<i64>,
        pub settled_by: Option<Uuid>,
        pub payer_key: String,
        pub reference: Option<i64>,
        pub received_yen: i64,
        pub withdrawn_at: Option<i64>,
        pub announced_at: Option<i64>,
        pub told_yen: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A request to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeRequest {
    /// Its id.
    pub id: FeeRequestId,
    /// What for.
    pub kind: FeeKind,
    /// The application it belongs to.
    pub application_id: Option<ApplicationId>,
    /// The technician it concerns, once registered.
    pub technician_id: Option<TechnicianId>,
    /// The business it concerns, once registered.
    pub business_id: Option<BusinessId>,
    /// Name of who is to pay.
    pub payer: String,
    /// Who owes it, in the ledger.
    pub account: Payer,
    /// What is said when paying; absent for requests older than references.
    pub reference: Option<PaymentReference>,
    /// How much.
    pub amount: Yen,
    /// Last day to pay.
    pub due: WorkDate,
    /// When asked for.
    pub requested_at: Instant,
    /// What has come so far.
    pub received: Yen,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// By whom it was marked, where somebody did.
    pub settled_by: Option<AccountId>,
    /// When it was taken back.
    pub withdrawn_at: Option<Instant>,
}

impl FeeRequest {
    /// As applicants and reviewers see it, without what waits ([`receipt::held_for`]).
    pub const fn line(&self) -> FeeLine {
        FeeLine {
            kind: self.kind,
            amount: self.amount,
            came: self.received,
            due: Some(self.due),
            paid_at: self.paid_at,
            withdrawn: self.withdrawn_at.is_some(),
            reference: self.reference,
        }
    }
    /// As the rule of receipts sees it.
    pub const fn claim(&self) -> Claim {
        Claim {
            asked: self.amount,
            received: self.received,
            paid: self.paid_at.is_some(),
            withdrawn: self.withdrawn_at.is_some(),
        }
    }
    /// 支払番号 as it is written, in groups; empty for requests older than references.
    pub fn number(&self) -> String {
        self.reference.map(PaymentReference::grouped).unwrap_or_default()
    }
    /// As whoever pays it sees it, without what waits ([`receipt::held_for`]).
    pub fn seen(&self) -> PayerRequest {
        PayerRequest {
            id: self.id,
            kind: self.kind,
            reference: self.reference,
            payer: self.payer.clone(),
            amount: self.amount,
            received: self.received,
            waiting: Yen(0),
            requested_at: self.requested_at,
            due: self.due,
            paid_at: self.paid_at,
            withdrawn_at: self.withdrawn_at,
        }
    }
}

pub(crate) fn kind_from(code: &str) -> Result<FeeKind> {
    FeeKind::from_code(code).ok_or_else(|| Fault::unreadable("fee kind", code))
}

impl TryFrom<entity::Model> for FeeRequest {
    type Error = Fault;

    fn try_from(row: entity::Model) -> Result<Self> {
        Ok(Self {
            id: FeeRequestId(row.id),
            kind: kind_from(&row.kind)?,
            application_id: row.application_id.map(ApplicationId),
            technician_id: row.technician_id.map(TechnicianId::from_stored),
            business_id: row.business_id.map(BusinessId::from_stored),
            payer: row.payer,
            account: Payer::from_stored(&row.payer_key).ok_or_else(|| Fault::unreadable("payer", &row.payer_key))?,
            reference: row.reference.map(PaymentReference::from_stored),
            amount: Yen(row.amount_yen),
            due: WorkDate::from_stored(row.due_date),
            requested_at: Instant(row.requested_at),
            received: Yen(row.received_yen),
            paid_at: row.paid_at.map(Instant),
            settled_by: row.settled_by.map(AccountId),
            withdrawn_at: row.withdrawn_at.map(Instant),
        })
    }
}

/// Adds requests nothing has come for yet, in few statements however many they are.
pub async fn insert(tx: &impl ConnectionTrait, fees: &[FeeRequest]) -> Result<()> {
    let mut rows = Rows::new(&[
        ("id", Kind::Uuid),
        ("kind", Kind::Text),
        ("application_id", Kind::Uuid),
        ("technician_id", Kind::Big),
        ("business_id", Kind::Big),
        ("payer", Kind::Text),
        ("amount_yen", Kind::Big),
        ("due_date", Kind::Int),
        ("requested_at", Kind::Big),
        ("payer_key", Kind::Text),
        ("reference", Kind::Big),
    ]);
    for fee in fees {
        rows.push(vec![
            fee.id.0.into(),
            fee.kind.code().to_owned().into(),
            Cell::Uuid(fee.application_id.map(|id| id.0)),
            Cell::Big(fee.technician_id.map(TechnicianId::get)),
            Cell::Big(fee.business_id.map(BusinessId::get)),
            fee.payer.clone().into(),
            fee.amount.get().into(),
            fee.due.number().into(),
            fee.requested_at.0.into(),
            fee.account.to_string().into(),
            Cell::Big(fee.reference.map(PaymentReference::get)),
        ]);
    }
    rows.insert(tx, "fee_request", "").await?;
    Ok(())
}

/// One request.
pub async fn find(db: &impl ConnectionTrait, id: FeeRequestId) -> Result<Option<FeeRequest>> {
    entity::Entity::find_by_id(id.0).one(db).await?.map(TryInto::try_into).transpose()
}

/// The request of an application, the newest where there were several.
pub async fn of_application(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<FeeRequest>> {
    let query = entity::Entity::find().filter(entity::Column::ApplicationId.eq(id.0));
    query.order_by_desc(entity::Column::RequestedAt).one(db).await?.map(TryInto::try_into).transpose()
}

/// One request, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: FeeRequestId) -> Result<Option<FeeRequest>> {
    let query = entity::Entity::find_by_id(id.0);
    let query = if tx.get_database_backend() == DbBackend::Postgres { query.lock_exclusive() } else { query };
    query.one(tx).await?.map(TryInto::try_into).transpose()
}

/// The request with this reference.
pub async fn by_reference(db: &impl ConnectionTrait, reference: PaymentReference) -> Result<Option<FeeRequest>> {
    let query = entity::Entity::find().filter(entity::Column::Reference.eq(reference.get()));
    query.one(db).await?.map(TryInto::try_into).transpose()
}

/// The requests with these references.
pub async fn by_references(db: &impl ConnectionTrait, references: &[PaymentReference]) -> Result<Vec<FeeRequest>> {
    let mut asked = Rows::new(&[("r", Kind::Big)]);
    for reference in references {
        asked.push(vec![reference.get().into()]);
    }
    let found = asked.query(db, "SELECT f.* FROM k JOIN fee_request f ON f.reference = k.r").await?;
    found.iter().map(|row| entity::Model::from_query_result(row, "")?.try_into()).collect()
}

/// Adds what came to what had come when `fee` was read, and marks it paid where that is all; `false` where somebody else
/// was first. `by`: who marked it, where a person did. `past_gateway`: the gateway has not heard of it and is to be told.
pub async fn receive(
    tx: &impl ConnectionTrait,
    fee: &FeeRequest,
    came: Yen,
    at: Instant,
    (by, past_gateway): (Option<AccountId>, bool),
) -> Result<bool> {
    let received = fee.received.get() + came.get();
    let paid = (received >= fee.amount.get()).then_some(at.0);
    let mut change = entity::Entity::update_many();
    if past_gateway {
        change = change.col_expr(entity::Column::AnnouncedAt, Expr::value(Option::<i64>::None));
    }
    let done = change
        .col_expr(entity::Column::ReceivedYen, Expr::value(received))
        .col_expr(entity::Column::PaidAt, Expr::value(paid))
        .col_expr(entity::Column::SettledBy, Expr::value(by.map(|id| id.0)))
        .filter(entity::Column::Id.eq(fee.id.0))
        .filter(entity::Column::PaidAt.is_null())
        .filter(entity::Column::WithdrawnAt.is_null())
        .filter(entity::Column::ReceivedYen.eq(fee.received.get()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes a request back that was not paid; `false` where it was, or was taken back before.
pub async fn withdraw(tx: &impl ConnectionTrait, id: FeeRequestId, at: Instant) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::WithdrawnAt, Expr::value(at.0))
        // The gateway is to be told again.
        .col_expr(entity::Column::AnnouncedAt, Expr::value(Option::<i64>::None))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::PaidAt.is_null())
        .filter(entity::Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What whom a scope names has been asked for, newest first: a business, or a technician.
pub async fn of_own(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<FeeRequest>> {
    let all = entity::Entity::find();
    let query = match scope.extent() {
        Extent::Business(own) => all.filter(entity::Column::BusinessId.eq(own.get())),
        Extent::Technician(own) => all.filter(entity::Column::TechnicianId.eq(own.get())),
        Extent::All
        | Extent::Sites(_)
        | Extent::Application(_)
        | Extent::Registrar(_)
        | Extent::Office(_)
        | Extent::Scrivener(_)
        | Extent::LevelBody(_)
        | Extent::Public => return Ok(Vec::new()),
    };
    let query = query.order_by_desc(entity::Column::RequestedAt).order_by_desc(entity::Column::Id);
    query.limit(LIST_MAX).all(db).await?.into_iter().map(TryInto::try_into).collect()
}

/// Requests of a business that still want money, soonest due first. What is asked of an application of its own (a renewal)
/// is not among them: who does not pay for it does not get it, and owes nothing.
pub async fn open_of_business(db: &impl ConnectionTrait, business: BusinessId) -> Result<Vec<FeeRequest>> {
    let query = entity::Entity::find()
        .filter(entity::Column::BusinessId.eq(business.get()))
        .filter(entity::Column::PayerKey.eq(Payer::Business(business).to_string()))
        .filter(entity::Column::PaidAt.is_null())
        .filter(entity::Column::WithdrawnAt.is_null());
    let query = query.order_by_asc(entity::Column::DueDate).order_by_asc(entity::Column::RequestedAt);
    query.all(db).await?.into_iter().map(TryInto::try_into).collect()
}

/// The same, as the rule of standing needs them: what waits for the office is not to come any more.
pub async fn owed_of_business(db: &impl ConnectionTrait, business: BusinessId) -> Result<Vec<Owed>> {
    let open = open_of_business(db, business).await?;
    let held = receipt::held_for(db, &open.iter().map(|fee| fee.id).collect::<Vec<_>>(), None).await?;
    let owed = |fee: &FeeRequest| {
        let waiting = held.get(&fee.id).copied().unwrap_or_default();
        Owed { id: fee.id, due: fee.due, yen: fee.claim().left(waiting) }
    };
    Ok(open.iter().map(owed).collect())
}

/// Requests due from `first` to `last` that still want money, in the order of their due days; the part after `after`, at most
/// `limit`.
pub async fn owed_due(
    db: &impl ConnectionTrait,
    (first, last): (WorkDate, WorkDate),
    after: Option<(WorkDate, FeeRequestId)>,
    limit: u64,
) -> Result<Vec<FeeRequest>> {
    use entity::Column;
    let query = entity::Entity::find().filter(Column::PaidAt.is_null()).filter(Column::WithdrawnAt.is_null());
    let query = query.filter(Column::DueDate.between(first.number(), last.number()));
    let query = match after {
        Some((due, id)) => {
            query.filter(Column::DueDate.gt(due.number()).or(Column::DueDate.eq(due.number()).and(Column::Id.gt(id.0))))
        }
        None => query,
    };
    let query = query.order_by_asc(Column::DueDate).order_by_asc(Column::Id).limit(limit);
    query.all(db).await?.into_iter().map(TryInto::try_into).collect()
}

/// Due days with the requests due on them that still want money, and how much of it; all of them or none, as the scope
/// says.
pub async fn receivable_by_due(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<(WorkDate, i64, Yen)>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = "SELECT due_date, COUNT(*), CAST(SUM(amount_yen - received_yen) AS bigint) FROM fee_request \
        WHERE paid_at IS NULL AND withdrawn_at IS NULL GROUP BY due_date ORDER BY due_date";
    let rows = db.query_all_raw(ask(db, sql, Vec::new())).await?;
    rows.iter()
        .map(|row| {
            let due = WorkDate::from_stored(row.try_get_by_index(0)?);
            Ok((due, row.try_get_by_index(1)?, Yen(row.try_get_by_index(2)?)))
        })
        .collect()
}

/// Says whom a request concerns, once they are registered.
pub async fn attach(
    tx: &impl ConnectionTrait,
    id: FeeRequestId,
    technician: Option<TechnicianId>,
    business: Option<BusinessId>,
) -> Result<()> {
    let change = entity::ActiveModel {
        id: Set(id.0),
        technician_id: Set(technician.map(TechnicianId::get)),
        business_id: Set(business.map(BusinessId::get)),
        ..Default::default()
    };
    entity::Entity::update(change).exec(tx).await?;
    Ok(())
}
