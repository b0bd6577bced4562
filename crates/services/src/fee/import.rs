//! Taking in what a gateway says was paid. Invariant: each row is one transaction of its own and is taken once whatever
//! happens: the same payment again changes nothing, and none is dropped because another cannot be read or completed.
//!
//! The bytes of a file are kept before anything is taken in; a large one is taken in by slices, by whichever process has
//! its work, and the place of the next row moves on in the transaction of the row.

use super::{amiss, ledger::book, settle};
use crate::{
    Call, Change, Error, Result, job,
    outside::{PaymentGateway, SettlementRow},
};
use domain::{
    access::{Action, Resource},
    fee::{
        ledger::{Act, Gateway},
        receipt::{self, Claim, FileProgress, Imported, Mismatch, Settlement},
    },
    id::{ReceiptId, SettlementFileId},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    ConnectionTrait, Fault,
    fee::{FeeRequest, file, receipt as rows},
    job::Job,
};

/// Rows taken in before whoever brought a file is answered.
const FIRST_ROWS: usize = 100;
/// Rows of a slice, a few seconds of work.
const SLICE_ROWS: usize = 500;
/// Of two files that tell of one payment at once the second looks again; more often than this something is broken.
const LOOKS_MAX: u32 = 5;

/// Takes in a whole settlement file of the gateway, row by row; a file may be taken in again. What settles a request
/// completes its application. Gives how many rows did what. Errors: as of [`bring`].
pub async fn import(call: &Call, content: &[u8]) -> Result<Imported> {
    let (mut job, file) = keep(call, content).await?;
    loop {
        match go_on(call, file.id).await? {
            Slice::Done(came) => {
                job::finish(call, &job).await?;
                return Ok(came);
            }
            Slice::More(_) => job = job::renewed(call, job).await?,
        }
    }
}

/// Whether the caller brings what a gateway says was paid. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_receive(call: &Call) -> Result<()> {
    call.authorize(Action::FeeReceive, &Resource::Register).map(drop)
}

/// Keeps a settlement file and takes its first rows in; the rest is done by the register's own work, and [`files`] says
/// how far it is. Errors: `too_large`, and for what is no settlement file, beside `file`, `fee.file_empty`,
/// `fee.file_kind`, `fee.file_columns`.
pub async fn bring(call: &Call, content: &[u8]) -> Result<FileProgress> {
    let (job, file) = keep(call, content).await?;
    match slice(call, file.id, FIRST_ROWS).await {
        Ok(Slice::Done(came)) => {
            job::finish(call, &job).await?;
            Ok(FileProgress { came, ..file })
        }
        Ok(Slice::More(came)) => {
            job::put_back(call, &job).await?;
            Ok(FileProgress { came, ..file })
        }
        // The file is kept, and its rows are taken in later.
        Err(error) => {
            tracing::warn!(%error, "a settlement file is taken in later");
            job::put_back(call, &job).await?;
            Ok(file::find(call.db.read(), file.id).await?.unwrap_or(file))
        }
    }
}

/// The settlement files brought last and those not yet taken in, with how far they are.
pub async fn files(call: &Call) -> Result<Vec<FileProgress>> {
    let scope = call.authorize(Action::FeeReceive, &Resource::Register)?;
    Ok(file::list(call.db.read(), &scope).await?)
}

/// Keeps the bytes and sets the work, which the caller has from the beginning.
async fn keep(call: &Call, content: &[u8]) -> Result<(Job, FileProgress)> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let gateway: &dyn PaymentGateway = call.outside.gateway.as_ref();
    let rows = gateway.settlements(content)?.len();
    // Before anything is kept: of another kind of file every line would wait for a person as money that does not read.
    gateway.check(content)?;
    let kept = FileProgress {
        id: SettlementFileId(call.ids.ordered(call.now())),
        brought_at: call.now(),
        rows: u32::try_from(rows).map_err(Error::internal)?,
        came: Imported::default(),
    };
    let tx = call.db.begin().await?;
    file::insert(&tx, &kept, content, call.actor.account).await?;
    let job = job::set_mine(call, &tx, job::Work::Import(kept.id)).await?;
    let change = Change {
        process: "settlement.bring",
        subject_kind: "settlement_file",
        subject_id: kept.id.to_string(),
        new: Some(json!({ "rows": kept.rows, "bytes": content.len() })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok((job, kept))
}

/// What became of a slice, with what the file has come to so far.
pub(crate) enum Slice {
    /// Every row was taken in.
    Done(Imported),
    /// There are rows left.
    More(Imported),
}

/// Takes the next slice of a file in.
pub(crate) async fn go_on(call: &Call, id: SettlementFileId) -> Result<Slice> {
    slice(call, id, SLICE_ROWS).await
}

async fn slice(call: &Call, id: SettlementFileId, most: usize) -> Result<Slice> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let gateway: &dyn PaymentGateway = call.outside.gateway.as_ref();
    let mut came = file::find(call.db.read(), id).await?.ok_or(Error::NotFound)?.came;
    let Some(content) = file::content(call.db.read(), id).await? else { return Ok(Slice::Done(came)) };
    let all = gateway.settlements(&content)?;
    let from = usize::try_from(came.rows).map_err(Error::internal)?;
    for row in all.iter().skip(from).take(most) {
        came = take(call, gateway.which(), row, (id, came)).await?;
    }
    if usize::try_from(came.rows).map_err(Error::internal)? < all.len() {
        return Ok(Slice::More(came));
    }
    let tx = call.db.begin().await?;
    file::forget_content(&tx, id).await?;
    tx.commit().await?;
    Ok(Slice::Done(came))
}

/// Where a row stands: its file, and what the rows before it came to.
type Place = (SettlementFileId, Imported);

/// Takes a row in, and gives what the file has come to with it. Where what follows from exact money cannot be done, the
/// money is held for a person, and the rows after it go on.
async fn take(call: &Call, gateway: Gateway, row: &SettlementRow, place: Place) -> Result<Imported> {
    let mut held = false;
    for _ in 0..LOOKS_MAX {
        match attempt(call, gateway, row, place, held).await {
            Ok(Some(came)) => return Ok(came),
            // Told at the same moment elsewhere: what is kept now is looked at.
            Ok(None) => {}
            Err(error @ (Error::Unavailable | Error::Forbidden(_))) => return Err(error),
            Err(error) if held => return Err(error),
            Err(error) => {
                tracing::error!(%error, "exact money is held, since what follows from it cannot be done");
                held = true;
            }
        }
    }
    Err(Error::internal("a payment was told elsewhere again and again"))
}

/// A receipt of a row that says nothing of money yet.
fn blank(call: &Call, gateway: Gateway, row: &SettlementRow) -> rows::Receipt {
    rows::Receipt {
        id: ReceiptId(call.ids.uuid(call.now())),
        gateway,
        transaction_key: row.key.clone(),
        line: row.line.clone(),
        reference: String::new(),
        yen: None,
        paid_on: None,
        channel: None,
        received_at: call.now(),
        reason: Some(Mismatch::Malformed),
        request: None,
        resolution: None,
    }
}

/// The row in one transaction; `None` where the same payment was told elsewhere meanwhile. `held`: what follows could not
/// be done, so the money waits for a person.
async fn attempt(
    call: &Call,
    gateway: Gateway,
    row: &SettlementRow,
    place: Place,
    held: bool,
) -> Result<Option<Imported>> {
    let (id, before) = place;
    let with = |settled: u32, unmatched: u32, known: u32| Imported {
        rows: before.rows + 1,
        settled: before.settled + settled,
        unmatched: before.unmatched + unmatched,
        known: before.known + known,
    };
    let tx = call.db.begin().await?;
    let Some(mut came) = fresh(call, &tx, gateway, row).await? else {
        let after = with(0, 0, 1);
        moved_on(&tx, id, &before, &after).await?;
        tx.commit().await?;
        return Ok(Some(after));
    };
    let mut named = None;
    if came.reason.is_none() {
        (came.reason, named) = if held { (Some(Mismatch::NotCompleted), None) } else { judged(&tx, &came).await? };
    }
    came.request = named.as_ref().map(|open| open.fee.id);
    match rows::insert(&tx, &came).await {
        Ok(()) => {}
        Err(Fault::Taken(_)) => return Ok(None),
        Err(fault) => return Err(fault.into()),
    }
    note(call, &tx, &came).await?;
    let claim = named.as_ref().map(|open| open.fee.claim());
    let after = if let (Some(open), None) = (named.as_mut(), came.reason) {
        settle::exact(call, &tx, open, gateway, None).await?;
        with(1, 0, 0)
    } else {
        if let Some(yen) = came.yen {
            book(call, &tx, Act::Held { gateway, yen }, ("receipt", came.id.0)).await?;
        }
        with(0, 1, 0)
    };
    // Also of what settles: a part of it may have come before, and waits.
    if let (Some(open), Some(claim), Some(yen)) = (&named, claim, came.yen) {
        amiss::tell(call, &tx, (&open.fee, claim), (came.id, yen)).await?;
    }
    moved_on(&tx, id, &before, &after).await?;
    tx.commit().await?;
    Ok(Some(after))
}

/// The place of the next row. Errors: `Unavailable` where another process is at the file by now.
async fn moved_on(tx: &impl ConnectionTrait, id: SettlementFileId, before: &Imported, after: &Imported) -> Result<()> {
    if file::advance(tx, id, before, after).await? { Ok(()) } else { Err(Error::Unavailable) }
}

/// The receipt a row makes, with its reason where that stands before any request is looked at; `None` where the same
/// payment was taken in before.
async fn fresh(
    call: &Call,
    tx: &impl ConnectionTrait,
    gateway: Gateway,
    row: &SettlementRow,
) -> Result<Option<rows::Receipt>> {
    let blank = blank(call, gateway, row);
    let came = row.settlement.as_ref().map_or(blank.clone(), |settlement| with_money(blank.clone(), settlement));
    let Some(known) = rows::by_key(tx, gateway, &row.key).await? else { return Ok(Some(came)) };
    if is_same(&known, &came) {
        return Ok(None);
    }
    // Another payment under a known id: whether money came is for a person to find out, so none is booked.
    let digest = hex::encode(&Sha256::digest(row.line.as_bytes())[..8]);
    let transaction_key = format!("{}#{digest}", row.key);
    if rows::by_key(tx, gateway, &transaction_key).await?.is_some() {
        return Ok(None);
    }
    let reason = Some(Mismatch::Contradicted);
    Ok(Some(rows::Receipt { transaction_key, reference: came.reference, reason, ..blank }))
}

fn with_money(came: rows::Receipt, settlement: &Settlement) -> rows::Receipt {
    rows::Receipt {
        reference: settlement.reference.clone(),
        yen: Some(settlement.yen),
        paid_on: Some(settlement.paid_on),
        channel: Some(settlement.channel),
        reason: None,
        ..came
    }
}
/// Whether a payment was told before with the same words that matter.
fn is_same(known: &rows::Receipt, came: &rows::Receipt) -> bool {
    (&known.reference, known.yen, known.paid_on, known.channel)
        == (&came.reference, came.yen, came.paid_on, came.channel)
}

/// The request whose number was said, which is held then, and why the money does not settle it, where it does not.
async fn judged(tx: &impl ConnectionTrait, came: &rows::Receipt) -> Result<(Option<Mismatch>, Option<settle::Open>)> {
    let reference = match receipt::reference(&came.reference) {
        Ok(reference) => reference,
        Err(reason) => return Ok((Some(reason), None)),
    };
    let Some(found) = store::fee::by_reference(tx, reference).await? else {
        return Ok((Some(Mismatch::UnknownReference), None));
    };
    let open = settle::hold(tx, found).await?;
    let claim: Option<Claim> = Some(FeeRequest::claim(&open.fee));
    match receipt::fits(came.yen.unwrap_or_default(), claim) {
        Ok(()) => Ok((None, Some(open))),
        Err(reason) => Ok((Some(reason), Some(open))),
    }
}

async fn note(call: &Call, tx: &impl ConnectionTrait, came: &rows::Receipt) -> Result<()> {
    let new = json!({
        "gateway": came.gateway, "transaction": came.transaction_key, "yen": came.yen, "reason": came.reason,
        "request": came.request,
    });
    let change = Change {
        process: "receipt.take",
        subject_kind: "receipt",
        subject_id: came.id.to_string(),
        new: Some(new),
        ..Change::default()
    };
    call.note(tx, change).await
}
