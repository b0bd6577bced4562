//! A notice as it leaves the register: in words, with the link to the page that says more. Invariant: what a link holds is
//! opened here only, on its way to whom it was sent.

use crate::{
    Call, Error, Result, account,
    outside::{Letter, report::MailName},
    proxy, recovery, survey,
};
use domain::notice::{Medium, NoticeKind, Value};
use i18n::Lang;
use store::notice::{self as rows, Delivery, Notice};

/// The address of the page that says more. What a link holds is opened here, on its way to whom it was sent.
fn link(call: &Call, found: &Notice) -> Result<String> {
    let base = &call.outside.base_url;
    match (found.kind, found.values.get("link")) {
        (NoticeKind::FirmRegisteredByProxy, Some(Value::Sealed(sealed))) => {
            Ok(format!("{base}/join/password?t={}", account::open_handed(call, proxy::LINK, sealed)?))
        }
        (NoticeKind::ConsentAsked | NoticeKind::ClientConsentAsked, Some(Value::Sealed(sealed))) => {
            Ok(format!("{base}/join?t={}", account::open_handed(call, proxy::LINK, sealed)?))
        }
        (NoticeKind::RecoveryAsked, Some(Value::Sealed(sealed))) => {
            Ok(format!("{base}/recover/object?t={}", account::open_handed(call, recovery::OBJECT, sealed)?))
        }
        (NoticeKind::RecoveryGranted, Some(Value::Sealed(sealed))) => {
            Ok(format!("{base}/recover/password?t={}", account::open_handed(call, recovery::PASSWORD, sealed)?))
        }
        (NoticeKind::SurveyAsked | NoticeKind::SurveyReminder, Some(Value::Sealed(sealed))) => {
            Ok(format!("{base}/survey?t={}", account::open_handed(call, survey::LINK, sealed)?))
        }
        _ => Ok(format!("{base}{}", found.kind.page(&found.values, found.to.reader()))),
    }
}

/// The notice in words; `None` for a letter, which people post.
pub(crate) async fn written(call: &Call, delivery: &Delivery) -> Result<Option<Letter>> {
    let found = rows::find(call.db.read(), delivery.notice_id).await?.ok_or(Error::NotFound)?;
    let lang = Lang::from_code(&delivery.lang).unwrap_or_default();
    let words = i18n::notice::words(lang, found.kind, &found.values);
    let link = link(call, &found)?;
    // A mail that went out before there were such keys keeps the name it went out with.
    let id = match &delivery.return_key {
        Some(key) => MailName::written(delivery.id, key),
        None => delivery.id.to_string(),
    };
    let (subject, body) = match delivery.medium {
        Medium::Mail => (words.subject.clone(), i18n::notice::mail(lang, &words, &link)),
        Medium::Text => (String::new(), i18n::notice::short(lang, &words, &link)),
        Medium::Letter => return Ok(None),
    };
    Ok(Some(Letter { to: delivery.address.clone(), subject, body, id }))
}
