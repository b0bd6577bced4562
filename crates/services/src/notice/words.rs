//! A notice as it leaves the register: in words, with the link to the page that says more. Invariant: what a link holds is
//! opened here only, on its way to whom it was sent.

use crate::{
    Call, Error, Result, account, application,
    outside::{Letter, report::MailName},
    proxy, recovery, survey,
};
use domain::notice::{CODE, LetterLine, Medium, NoticeKind, Reader, Value, Values};
use i18n::{Lang, notice::Words};
use store::notice::{self as rows, Delivery};

/// The address of the page that says more; `None` where none does. What a link holds is opened here, on its way to whom it was
/// sent.
fn link(call: &Call, kind: NoticeKind, values: &Values, reader: Reader) -> Result<Option<String>> {
    let base = &call.outside.base_url;
    let page = match (kind, values.get("link")) {
        (NoticeKind::FirmRegisteredByProxy, Some(Value::Sealed(sealed))) => {
            Some(format!("/join/password?t={}", account::open_handed(call, proxy::LINK, sealed)?))
        }
        (NoticeKind::ConsentAsked | NoticeKind::ClientConsentAsked, Some(Value::Sealed(sealed))) => {
            Some(format!("/join?t={}", account::open_handed(call, proxy::LINK, sealed)?))
        }
        (NoticeKind::RecoveryAsked, Some(Value::Sealed(sealed))) => {
            Some(format!("/recover/object?t={}", account::open_handed(call, recovery::OBJECT, sealed)?))
        }
        (NoticeKind::RecoveryGranted, Some(Value::Sealed(sealed))) => {
            Some(format!("/recover/password?t={}", account::open_handed(call, recovery::PASSWORD, sealed)?))
        }
        (NoticeKind::SurveyAsked | NoticeKind::SurveyReminder, Some(Value::Sealed(sealed))) => {
            Some(format!("/survey?t={}", account::open_handed(call, survey::LINK, sealed)?))
        }
        _ => kind.page_outside(values, reader),
    };
    Ok(page.map(|page| format!("{base}{page}")))
}

/// The values as they leave: a code that is to be typed is opened here, on its way to whom it was sent.
fn opened(call: &Call, mut values: Values) -> Result<Values> {
    if let Some(Value::Sealed(sealed)) = values.get(CODE) {
        let code = account::open_handed(call, application::CODE, sealed)?;
        values.insert(CODE.to_owned(), Value::Text(code));
    }
    Ok(values)
}

/// A letter as it is printed: whole, with the address of the page that says more and who sends it. Errors: `Internal` where what its
/// link holds does not open.
pub(super) fn printed(call: &Call, line: &LetterLine) -> Result<Words> {
    let page = link(call, line.kind, &line.values, line.reader)?;
    Ok(letter(call, line, page.as_deref()))
}

/// A letter as the office reads it: as [`printed`], but in place of a link that opens for whoever holds it the page of those who log in.
pub(super) fn shown(call: &Call, line: &LetterLine) -> Words {
    let page = line.kind.page_outside(&line.values, line.reader);
    letter(call, line, page.map(|page| format!("{}{page}", call.outside.base_url)).as_deref())
}

fn letter(call: &Call, line: &LetterLine, page: Option<&str>) -> Words {
    // Set in the type face of the papers, which has the letters of an office's languages.
    let lang = Lang::from_code(&line.lang).unwrap_or_default().office();
    let words = i18n::notice::words(lang, line.kind, &line.values);
    let body = i18n::notice::letter(lang, &words, page, call.outside.issuer_name.as_deref());
    Words { body, ..words }
}

/// Whether what a delivery brings is of no use any more.
pub(crate) async fn is_past(call: &Call, delivery: &Delivery) -> Result<bool> {
    let found = rows::find(call.db.read(), delivery.notice_id).await?.ok_or(Error::NotFound)?;
    Ok(found.kind.is_past(&found.values, found.created_at, call.now()))
}

/// The notice in words; `None` for a letter, which people post.
pub(crate) async fn written(call: &Call, delivery: &Delivery) -> Result<Option<Letter>> {
    let found = rows::find(call.db.read(), delivery.notice_id).await?.ok_or(Error::NotFound)?;
    let lang = i18n::notice::spoken(Lang::from_code(&delivery.lang).unwrap_or_default(), found.kind);
    let link = link(call, found.kind, &found.values, found.to.reader())?;
    let link = link.as_deref();
    let words = i18n::notice::words(lang, found.kind, &opened(call, found.values)?);
    // A mail that went out before there were such keys keeps the name it went out with.
    let id = match &delivery.return_key {
        Some(key) => MailName::written(delivery.id, key),
        None => delivery.id.to_string(),
    };
    let (subject, body) = match delivery.medium {
        Medium::Mail => (words.subject.clone(), i18n::notice::mail(lang, &words, link)),
        Medium::Text if found.kind.is_told_whole() => (String::new(), i18n::notice::whole(&words, link)),
        Medium::Text => (String::new(), i18n::notice::short(lang, &words, link)),
        Medium::Line => (String::new(), i18n::notice::line(lang, &words, link)),
        Medium::Letter => return Ok(None),
    };
    Ok(Some(Letter { to: delivery.address.clone(), subject, body, id }))
}
