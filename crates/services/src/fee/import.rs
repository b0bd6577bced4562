//! Taking in what a gateway says was paid. Invariant: each row is one transaction of its own and is taken once whatever
//! happens: the same payment again changes nothing, and none is dropped because another cannot be read.

use super::{ledger::book, settle};
use crate::{
    Call, Change, Result,
    outside::{PaymentGateway, SettlementRow},
};
use domain::{
    access::{Action, Resource},
    fee::{
        ledger::{Act, Gateway},
        receipt::{self, Claim, Imported, Mismatch, Settlement},
    },
    id::ReceiptId,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    ConnectionTrait, Fault,
    fee::{FeeRequest, receipt as rows},
};

/// Takes in a settlement file of the gateway, row by row; a file may be taken in again. What settles a request completes
/// its application. Gives how many rows did what. Errors: `too_large`.
pub async fn import(call: &Call, content: &[u8]) -> Result<Imported> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let gateway: &dyn PaymentGateway = call.outside.gateway.as_ref();
    let mut imported = Imported::default();
    for row in gateway.settlements(content)? {
        imported.rows += 1;
        match take(call, gateway.which(), &row).await? {
            Taken::Settled => imported.settled += 1,
            Taken::Unmatched => imported.unmatched += 1,
            Taken::Known => imported.known += 1,
        }
    }
    Ok(imported)
}

/// What became of a row.
enum Taken {
    Settled,
    Unmatched,
    Known,
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

async fn take(call: &Call, gateway: Gateway, row: &SettlementRow) -> Result<Taken> {
    let tx = call.db.begin().await?;
    let mut came = blank(call, gateway, row);
    let known = rows::by_key(&tx, gateway, &row.key).await?;
    if let Some(settlement) = &row.settlement {
        came = with_money(came, settlement);
    }
    let mut fee = None;
    if let Some(known) = known {
        if is_same(&known, &came) {
            return Ok(Taken::Known);
        }
        // Another payment under a known id: whether money came is for a person to find out, so none is booked.
        let digest = hex::encode(&Sha256::digest(row.line.as_bytes())[..8]);
        came = rows::Receipt {
            transaction_key: format!("{}#{digest}", row.key),
            reference: came.reference,
            reason: Some(Mismatch::Contradicted),
            ..blank(call, gateway, row)
        };
        if rows::by_key(&tx, gateway, &came.transaction_key).await?.is_some() {
            return Ok(Taken::Known);
        }
    } else if row.settlement.is_some() {
        (came.reason, fee) = judged(&tx, &came).await?;
    }
    if came.reason.is_none() {
        came.request = fee.as_ref().map(|open| open.fee.id);
    }
    match rows::insert(&tx, &came).await {
        Ok(()) => {}
        // Taken in at the same moment elsewhere.
        Err(Fault::Taken(_)) => return Ok(Taken::Known),
        Err(fault) => return Err(fault.into()),
    }
    note(call, &tx, &came).await?;
    let taken = match (fee, came.reason, came.yen) {
        (Some(mut open), None, _) => {
            settle::exact(call, &tx, &mut open, gateway, None).await?;
            Taken::Settled
        }
        (_, _, Some(yen)) => {
            book(call, &tx, Act::Held { gateway, yen }, ("receipt", came.id.0)).await?;
            Taken::Unmatched
        }
        (_, _, None) => Taken::Unmatched,
    };
    tx.commit().await?;
    Ok(taken)
}

fn with_money(came: rows::Receipt, settlement: &Settlement) -> rows::Receipt {
    rows::Receipt {
        reference: settlement.reference.clone(),
        yen: Some(settlement.yen),
        paid_on: Some(settlement.paid_on),
        channel: Some(settlement.channel),
        ..came
    }
}

/// Whether a payment was told before with the same words that matter.
fn is_same(known: &rows::Receipt, came: &rows::Receipt) -> bool {
    (&known.reference, known.yen, known.paid_on, known.channel)
        == (&came.reference, came.yen, came.paid_on, came.channel)
}

/// Whether the money settles its request, which is held then; else why not.
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
        Err(reason) => Ok((Some(reason), None)),
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
