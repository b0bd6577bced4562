//! The authenticator app: codes of six digits that change every 30 seconds (RFC 6238). Invariant: a code is good once,
//! and a secret is shown only until its first code was given.

use super::{Attempt, note_log_in, rows, sealed, usable};
use crate::{Call, Change, Error, Result};
use core::fmt::Write;
use domain::{
    access::{Denied, Role},
    id::AccountId,
    text,
};
use store::ConnectionTrait;
use subtle::ConstantTimeEq;
use totp_rs::{
    Algorithm, TOTP,
    qrcodegen_image::qrcodegen::{QrCode, QrCodeEcc},
};

/// Not the code of the moment, or one used before.
pub const WRONG: &str = "auth.second_factor_wrong";
/// No app has been set up, and this way of logging in cannot do it.
pub const MISSING: &str = "auth.second_factor_missing";
/// An app has been set up before.
const ALREADY: &str = "conflict.already_done";

const DIGITS: usize = 6;
const STEP_S: u64 = 30;
/// Codes of this many steps before and after are taken too.
const SKEW: u8 = 1;
const SECRET_LEN: usize = 20;
/// Shown by the app beside the log-in ID.
const ISSUER: &str = "CCUS";
/// White around a QR code, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

/// What is needed to set up an authenticator app. Its `Debug` leaves the secret out.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSetup {
    /// The secret to type where there is no camera: Base32 in groups of four.
    pub secret: String,
    /// `otpauth://…`, for a link on the phone itself.
    pub uri: String,
    /// The same as a QR code: an `<svg>` without styles or scripts.
    pub qr_svg: String,
}

impl core::fmt::Debug for TotpSetup {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TotpSetup(hidden)")
    }
}

/// Draws a new secret for an account that has no app yet.
pub(super) async fn renew_secret(call: &Call, tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    keep_secret(call, tx, account, &call.ids.bytes::<SECRET_LEN>()).await
}

async fn keep_secret(call: &Call, tx: &impl ConnectionTrait, account: AccountId, secret: &[u8]) -> Result<()> {
    let key = call.outside.keys.sealing_key();
    let sealed = sealed::seal(key, &account.to_string(), call.ids.bytes::<12>(), secret)?;
    if rows::set_totp_secret(tx, account, &sealed).await? { Ok(()) } else { Err(Error::Conflict(ALREADY)) }
}

fn totp(call: &Call, account: &rows::Account) -> Result<TOTP> {
    let sealed = account.totp_secret.as_deref().ok_or(Error::rejected(MISSING))?;
    let secret = sealed::open(call.outside.keys.sealing_key(), &account.id.to_string(), sealed)?;
    let (issuer, name) = (Some(ISSUER.to_owned()), account.login_id.clone());
    TOTP::new(Algorithm::SHA1, DIGITS, SKEW, STEP_S, secret, issuer, name).map_err(Error::internal)
}

/// What the app needs, for an account whose password was just given and that has no app yet. Errors: `conflict.already_done`
/// where it has one.
pub async fn totp_begin(call: &Call, account: AccountId) -> Result<TotpSetup> {
    let found = usable(&call.db, account).await?;
    if found.totp_confirmed_at.is_some() {
        return Err(Error::Conflict(ALREADY));
    }
    let totp = totp(call, &found)?;
    let groups: Vec<String> =
        totp.get_secret_base32().as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let uri = totp.get_url();
    Ok(TotpSetup { secret: groups.join(" "), qr_svg: qr_svg(&uri)?, uri })
}

/// A QR code drawn as one path.
fn qr_svg(text: &str) -> Result<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(Error::internal)?;
    let size = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"240\" height=\"240\" aria-hidden=\"true\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0,0h{size}v{size}h-{size}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// The step whose code this is, of those now taken; every one is compared, whichever fits.
fn step_of(totp: &TOTP, code: &str, now_s: u64) -> Option<i64> {
    let now = now_s / STEP_S;
    let skew = u64::from(SKEW);
    let mut found = None;
    for step in now.saturating_sub(skew)..=now + skew {
        if bool::from(totp.generate(step * STEP_S).as_bytes().ct_eq(code.as_bytes())) {
            found = i64::try_from(step).ok();
        }
    }
    found
}

async fn judge(call: &Call, account: &rows::Account, code: &str) -> Result<(Attempt, i64)> {
    super::all_typed(&[("code", code)])?;
    // The account stands for the client as well: a code is only asked for after a right password.
    let attempt = Attempt::begin(call, "second", &account.id.to_string(), &account.id.to_string()).await?;
    let totp = totp(call, account)?;
    let code = text::digits(code).unwrap_or_default();
    let now_s = u64::try_from(call.now().0 / 1000).unwrap_or_default();
    let step = step_of(&totp, &code, now_s).ok_or(Error::rejected(WRONG))?;
    Ok((attempt, step))
}

/// Takes the first code of a newly set up app: from now on it is asked for at every log-in. Errors:
/// `auth.second_factor_wrong`, `auth.locked`, `conflict.already_done`.
pub async fn totp_confirm(call: &Call, account: AccountId, code: &str) -> Result<()> {
    let found = usable(&call.db, account).await?;
    if found.totp_confirmed_at.is_some() {
        return Err(Error::Conflict(ALREADY));
    }
    let (attempt, step) = judge(call, &found, code).await?;
    let tx = call.db.begin().await?;
    if !rows::confirm_totp(&tx, account, call.now(), step).await? {
        return Err(Error::Conflict(ALREADY));
    }
    attempt.succeeded(&tx).await?;
    let process = "account.second_factor_set";
    call.note(&tx, Change { process, subject_kind: "account", subject_id: account.to_string(), ..Change::default() })
        .await?;
    note_log_in(call, &tx, &found, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes the code of the moment and ends the log-in. Errors: `auth.second_factor_wrong` (also for one used before),
/// `auth.second_factor_missing`, `auth.locked`.
pub async fn second_factor(call: &Call, account: AccountId, code: &str) -> Result<()> {
    let found = usable(&call.db, account).await?;
    if found.totp_confirmed_at.is_none() {
        return Err(Error::rejected(MISSING));
    }
    let (attempt, step) = judge(call, &found, code).await?;
    let tx = call.db.begin().await?;
    if !rows::use_totp_step(&tx, account, step).await? {
        return Err(Error::rejected(WRONG));
    }
    attempt.succeeded(&tx).await?;
    note_log_in(call, &tx, &found, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets up an app with a secret made elsewhere, confirmed without a code. For the register's own commands and seeds only.
pub async fn totp_import(call: &Call, account: AccountId, secret: &[u8; SECRET_LEN]) -> Result<()> {
    if call.actor.role != Role::System {
        return Err(Error::Forbidden(Denied::Role));
    }
    let tx = call.db.begin().await?;
    keep_secret(call, &tx, account, secret).await?;
    rows::confirm_totp(&tx, account, call.now(), 0).await?;
    let process = "account.second_factor_set";
    call.note(&tx, Change { process, subject_kind: "account", subject_id: account.to_string(), ..Change::default() })
        .await?;
    tx.commit().await?;
    Ok(())
}
