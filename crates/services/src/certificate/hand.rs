//! Making a certificate and handing it over. Invariant: it is handed over only after its place in a list is kept, so that none is out that
//! cannot be taken back.

use super::{about, facts, facts::words, number_of, own_holder};
use crate::{Call, Change, Error, Result, history::Given};
use domain::{
    certificate::{Carrier, HELD_MAX, Item, Kind, LIST_PLACES, LIST_TAKES, QR_BYTES_MAX, holds_until},
    form::{FieldProblem, Problem},
    id::TechnicianId,
    time::Instant,
    touch::wire::signed::{PUBLIC_KEY_BYTES, from_hex},
};
use futures::{StreamExt, stream};
use i18n::{Lang, date, msg::certificate as m};
use paper::CertificateSheet;
use proof::credential::{Claim, Draft, SALT_BYTES};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::json;
use store::{
    ConnectionTrait,
    certificate::{self as rows, Certificate, Holder},
};

/// Refused: as many hold as may.
const TOO_MANY: &str = "certificate.too_many";
/// Refused: what was chosen is more than a code on paper holds.
const TOO_LONG: &str = "certificate.too_long";
/// Refused: the registration counts no more.
const OVER: &str = "certificate.over";
/// Draws for a free place of a list of which at most half is taken: that all of them fail happens once in 2⁶⁴.
const DRAWS: u32 = 64;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What it is to say.
    pub items: Vec<Item>,
    /// How it is taken away.
    pub carrier: Carrier,
    /// The key of the phone it is bound to, hex; of no phone of the person it counts as none.
    pub phone: Option<String>,
}

/// Makes a certificate of one's own and hands it over. Errors: `Forbidden`; a problem of `items` where nothing is chosen that can be said;
/// `certificate.too_many`, `certificate.too_long`, `certificate.over`.
pub async fn make(call: &Call, kind: Kind, wanted: &Wanted, lang: Lang) -> Result<Given> {
    let holder = own_holder(call, kind)?;
    let tx = call.db.begin().await?;
    // What it says holds until it is kept: whatever changes it afterwards ends it, too.
    match holder {
        Holder::Technician(id) => drop(store::technician::lock(&tx, id).await?),
        Holder::Business(id) => drop(store::business::lock(&tx, id).await?),
    }
    let facts = facts::of(call, &tx, holder).await?;
    let carried = |item: Item| wanted.carrier == Carrier::File || item.is_on_paper();
    let chosen = facts.claims.into_iter().filter(|(item, _)| wanted.items.contains(item) && carried(*item));
    let claims: Vec<(Item, Claim)> = chosen.collect();
    if claims.is_empty() {
        return Err(Error::fields(vec![FieldProblem::new("items", Problem::Missing)]));
    }
    let now = call.now();
    let until = holds_until(now, facts.counts_until).ok_or_else(|| Error::rejected(OVER))?;
    if rows::holding(&tx, holder, now).await? >= i64::from(HELD_MAX) {
        return Err(Error::rejected(TOO_MANY));
    }
    let bound = match (holder, &wanted.phone) {
        (Holder::Technician(id), Some(key)) => phone_of(&tx, id, key).await?,
        _ => None,
    };
    let kept = placed(call, &tx, holder, (now, until)).await?;
    let address = call.outside.base_url.trim_end_matches('/').to_owned();
    let named = |(item, claim): &(Item, Claim)| (item.code().to_owned(), claim.clone());
    let draft = Draft {
        kind,
        issuer: address.clone(),
        made: now,
        until,
        list: super::look::address_of(call, kept.list),
        place: u32::try_from(kept.place).map_err(Error::internal)?,
        holder: bound,
        claims: claims.iter().map(named).collect(),
    };
    let text = match wanted.carrier {
        Carrier::File => selective(call, &draft)?,
        Carrier::Paper => on_paper(call, &draft)?,
    };
    let new = json!({ "certificate": kept.id, "items": claims.iter().map(|(item, _)| item.code()).collect::<Vec<_>>(),
        "carrier": wanted.carrier.code(), "bound": bound.is_some() });
    call.note(&tx, Change { new: Some(new), ..about(holder, "certificate.make") }).await?;
    tx.commit().await?;
    let content = match wanted.carrier {
        Carrier::File => text.into_bytes(),
        Carrier::Paper => {
            let code = QrCode::encode_text(&text, QrCodeEcc::Low).map_err(Error::internal)?;
            printed(sheet(call, (&draft, &kept), &claims, (&code, lang.office())), kept.id.to_string()).await?
        }
    };
    let (ending, mime) = match wanted.carrier {
        Carrier::Paper => ("pdf", "application/pdf"),
        Carrier::File => ("sd-jwt", "application/dc+sd-jwt"),
    };
    let name = format!("certificate-{}.{ending}", number_of(&kept));
    Ok(Given { name, mime, content: stream::once(async { Ok(content) }).boxed() })
}

/// The key of a phone, where it is one of the person's that counts.
async fn phone_of(db: &impl ConnectionTrait, id: TechnicianId, key: &str) -> Result<Option<[u8; PUBLIC_KEY_BYTES]>> {
    let Some(point) = from_hex::<PUBLIC_KEY_BYTES>(key) else { return Ok(None) };
    let phone = store::phone::by_key(db, &key.to_ascii_lowercase()).await?;
    Ok(phone.filter(|phone| phone.technician == id && phone.ended_at.is_none()).map(|_| point))
}

/// Keeps a certificate in a place of the last list, drawn by chance: places that follow each other would tell who had one made after whom.
async fn placed(
    call: &Call,
    tx: &impl ConnectionTrait,
    holder: Holder,
    (made_at, until): (Instant, Instant),
) -> Result<Certificate> {
    let list = match rows::last_list(tx).await? {
        None => 1,
        Some((last, many)) if many < i64::from(LIST_TAKES) => last,
        Some((last, _)) => last + 1,
    };
    let id = call.ids.uuid(made_at);
    for _ in 0..DRAWS {
        let place = u32::from_le_bytes(call.ids.bytes::<4>()) % LIST_PLACES;
        let place = i32::try_from(place).map_err(Error::internal)?;
        let it = Certificate { id, list, place, made_at, until, ended: None };
        if rows::insert(tx, holder, &it).await? {
            return Ok(it);
        }
    }
    Err(Error::internal("no free place in a list of certificates"))
}

fn selective(call: &Call, draft: &Draft) -> Result<String> {
    let signer = super::look::signer(call)?;
    let salt = || call.ids.bytes::<SALT_BYTES>();
    let made = draft.selective(signer.version(), salt, &|message| signer.sign(message));
    made.ok_or_else(|| Error::internal("a certificate could not be signed"))
}

/// The text of the code on paper: the address of the page that looks at it, and behind it, where no server is told of it, the
/// certificate. Errors: `certificate.too_long`.
fn on_paper(call: &Call, draft: &Draft) -> Result<String> {
    let signer = super::look::signer(call)?;
    let open = draft.open(signer.version(), &|message| signer.sign(message));
    let open = open.ok_or_else(|| Error::internal("a certificate could not be signed"))?;
    let code = format!("{}/verify#{open}", draft.issuer);
    if code.len() > QR_BYTES_MAX { Err(Error::rejected(TOO_LONG)) } else { Ok(code) }
}

/// Setting type takes long enough to keep others waiting.
async fn printed(sheet: CertificateSheet, ident: String) -> Result<Vec<u8>> {
    let set = tokio::task::spawn_blocking(move || sheet.pdf(&ident)).await;
    Ok(set.map_err(Error::internal)?.map_err(Error::internal)?.bytes)
}

fn sheet(
    call: &Call,
    (draft, kept): (&Draft, &Certificate),
    claims: &[(Item, Claim)],
    (code, lang): (&QrCode, Lang),
) -> CertificateSheet {
    let word = |word: i18n::Msg| word.get(lang).to_owned();
    let title = match draft.kind {
        Kind::Technician => m::PAPER_TITLE_TECHNICIAN,
        Kind::Business => m::PAPER_TITLE_BUSINESS,
    };
    let item = |(item, claim): &(Item, Claim)| {
        let said: Vec<String> = words(claim).iter().map(|said| i18n::word::certified(lang, *item, said)).collect();
        (word(i18n::word::certificate_item(*item)), said.join("\n"))
    };
    let day = |at: Instant| date::day_only(lang, at.date());
    // The last day on which it holds: `until` is the moment after.
    let last = day(draft.until.plus_ms(-1));
    let number = number_of(kept);
    let size = code.size();
    let line = |y: i32| (0..size).map(move |x| if code.get_module(x, y) { '1' } else { '0' }).collect::<String>();
    CertificateSheet {
        lang: lang.code().to_owned(),
        day: draft.made.date().number(),
        title: word(title),
        items: claims.iter().map(item).collect(),
        facts: vec![(word(m::NUMBER), number.clone()), (word(m::MADE), day(draft.made)), (word(m::LAST_DAY), last)],
        issuer: call.outside.issuer_name.clone().map(|name| (word(m::ISSUER), name)).into_iter().collect(),
        code: (0..size).map(line).collect(),
        how: m::PAPER_HOW.with(lang, &[("address", &format!("{}/verify", draft.issuer))]),
        geta: word(i18n::msg::fee::INVOICE_GETA),
        foot: format!("{} {number}", word(m::NUMBER)),
    }
}
