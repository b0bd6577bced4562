//! A technician's own phone that shows a code at the gate. Invariant: only who is signed in as the technician has a key of a
//! phone certified, for a time; the phone's private half is never known here.

use crate::{
    call::{Call, Change},
    error::{Error, Result},
};
use domain::{
    access::{Action, Denied, Resource},
    id::TechnicianId,
    time::Instant,
    touch::wire::{
        code::{CERTIFIED_MS, Certificate, Certified},
        signed::{PUBLIC_KEY_BYTES, from_hex, to_hex},
    },
};
use store::phone::{self, Phone};

/// Phones of one person at a time; with one more the oldest counts no more.
const PHONES_MAX: usize = 3;

fn own(call: &Call) -> Result<TechnicianId> {
    crate::passport::may_open(call)?;
    let id = call.actor.technician.ok_or(Error::Forbidden(Denied::Role))?;
    call.authorize(Action::CardHold, &Resource::Technician { id, employers: Vec::new(), seen_by: Vec::new() })?;
    Ok(id)
}

fn event(process: &'static str, phone: &Phone) -> Change {
    Change {
        process,
        subject_kind: "phone",
        subject_id: phone.id.to_string(),
        new: Some(serde_json::json!({ "technician_id": phone.technician })),
        ..Change::default()
    }
}

/// Certifies the key of the phone in the hand of who is signed in: a new one, or the same once more.
///
/// Errors: `Forbidden` (nobody with a passport), `Rejected(phone.key)` (no key, another person's, or one that was ended).
pub async fn certify(call: &Call, public_key: &str) -> Result<Certified> {
    let technician = own(call)?;
    let key: Option<[u8; PUBLIC_KEY_BYTES]> = from_hex(public_key);
    let key = key.filter(|key| key.first() == Some(&4));
    let public_key = to_hex(&key.ok_or_else(|| Error::rejected("phone.key"))?);
    let signer =
        call.outside.keys.receipts().first().ok_or_else(|| Error::internal("there is no key to certify with"))?;
    let now = call.now();
    let mut until = now.plus_ms(CERTIFIED_MS);
    let tx = call.db.begin().await?;
    let phone = match phone::by_key(&tx, &public_key).await? {
        Some(known) if known.technician != technician || known.ended_at.is_some() => {
            return Err(Error::rejected("phone.key"));
        }
        // Opened again soon after: nothing changes.
        Some(known) if known.until.since_ms(now) > CERTIFIED_MS / 2 => {
            until = known.until;
            known
        }
        Some(known) => {
            phone::renew(&tx, known.id, until).await?;
            call.note(&tx, event("phone.renew", &known)).await?;
            known
        }
        None => {
            let phone = Phone { id: call.ids.uuid(now), technician, made_at: now, until, ended_at: None };
            for old in phone::of_technician(&tx, technician).await?.iter().skip(PHONES_MAX - 1) {
                phone::end(&tx, old.id, now).await?;
                call.note(&tx, event("phone.end", old)).await?;
            }
            phone::insert(&tx, phone, &public_key).await?;
            call.note(&tx, event("phone.certify", &phone)).await?;
            phone
        }
    };
    tx.commit().await.map_err(store::Fault::from)?;
    let open = Certificate { phone: phone.id, technician, public_key, until, key: 0, signature: String::new() };
    Ok(Certified { certificate: signer.certify(open)?, server_time: now })
}

/// How many phones show a code of who is signed in. Errors: `Forbidden`.
pub async fn phones(call: &Call) -> Result<u32> {
    let found = phone::of_technician(call.db.read(), own(call)?).await?;
    Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
}

/// Ends every phone of who is signed in: one was lost. Codes read before count. Errors: `Forbidden`.
pub async fn end_all(call: &Call) -> Result<()> {
    let technician = own(call)?;
    let now: Instant = call.now();
    let tx = call.db.begin().await?;
    for old in phone::of_technician(&tx, technician).await? {
        phone::end(&tx, old.id, now).await?;
        call.note(&tx, event("phone.end", &old)).await?;
    }
    tx.commit().await.map_err(store::Fault::from)?;
    Ok(())
}
