//! Requests to pay. Invariant: a request is settled once; who settled it and when stay with it.

use crate::fault::{Fault, Result};
use domain::{
    access::{Extent, Scope},
    fee::{FeeKind, FeeLine, FeeRow, Yen},
    id::{AccountId, ApplicationId, BusinessId, FeeRequestId, TechnicianId},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, Set, Statement, entity::prelude::*};

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
    /// How much.
    pub amount: Yen,
    /// Last day to pay.
    pub due: WorkDate,
    /// When asked for.
    pub requested_at: Instant,
    /// When marked paid.
    pub paid_at: Option<Instant>,
    /// By whom.
    pub settled_by: Option<AccountId>,
}

impl FeeRequest {
    /// As applicants and reviewers see it.
    pub const fn line(&self) -> FeeLine {
        FeeLine { kind: self.kind, amount: self.amount, due: Some(self.due), paid_at: self.paid_at }
    }
}

fn kind_from(code: &str) -> Result<FeeKind> {
    FeeKind::ALL.into_iter().find(|kind| kind.code() == code).ok_or_else(|| Fault::unreadable("fee kind", code))
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
            amount: Yen(row.amount_yen),
            due: WorkDate::from_stored(row.due_date),
            requested_at: Instant(row.requested_at),
            paid_at: row.paid_at.map(Instant),
            settled_by: row.settled_by.map(AccountId),
        })
    }
}

/// Adds a request.
pub async fn insert(tx: &impl ConnectionTrait, fee: &FeeRequest) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(fee.id.0),
        kind: Set(fee.kind.code().to_owned()),
        application_id: Set(fee.application_id.map(|id| id.0)),
        technician_id: Set(fee.technician_id.map(TechnicianId::get)),
        business_id: Set(fee.business_id.map(BusinessId::get)),
        payer: Set(fee.payer.clone()),
        amount_yen: Set(fee.amount.get()),
        due_date: Set(fee.due.number()),
        requested_at: Set(fee.requested_at.0),
        paid_at: Set(fee.paid_at.map(|at| at.0)),
        settled_by: Set(fee.settled_by.map(|id| id.0)),
    };
    entity::Entity::insert(row).exec_without_returning(tx).await?;
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

/// Marks a request paid; `false` where it was paid before. Of two at once exactly one is told `true`.
pub async fn settle(tx: &impl ConnectionTrait, id: FeeRequestId, at: Instant, by: Option<AccountId>) -> Result<bool> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::PaidAt, Expr::value(at.0))
        .col_expr(entity::Column::SettledBy, Expr::value(by.map(|id| id.0)))
        .filter(entity::Column::Id.eq(id.0))
        .filter(entity::Column::PaidAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
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

#[derive(FromQueryResult)]
struct UnpaidRow {
    id: Uuid,
    application_id: Uuid,
    number: String,
    payer: String,
    kind: String,
    amount_yen: i64,
    requested_at: i64,
    due_date: i32,
}

/// Unpaid requests of applications that still wait for them, soonest due first; all of them or none, as the scope says.
pub async fn unpaid(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<FeeRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = "SELECT f.id, f.application_id, a.number, f.payer, f.kind, f.amount_yen, f.requested_at, f.due_date \
        FROM fee_request f JOIN application a ON a.id = f.application_id AND a.state = $1 \
        WHERE f.paid_at IS NULL ORDER BY f.due_date, f.requested_at, f.id LIMIT 1000";
    let waiting = domain::application::State::AwaitingPayment.number();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [waiting.into()]);
    let rows = UnpaidRow::find_by_statement(statement).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(FeeRow {
                id: FeeRequestId(row.id),
                application_id: ApplicationId(row.application_id),
                number: row.number,
                name: row.payer,
                kind: kind_from(&row.kind)?,
                amount: Yen(row.amount_yen),
                requested_at: Instant(row.requested_at),
                due: WorkDate::from_stored(row.due_date),
            })
        })
        .collect()
}
