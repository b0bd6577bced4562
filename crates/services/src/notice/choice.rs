//! 届け方: how one wants to be told. Invariant: only what `domain::notice::choice` offers is kept, and everything about one's
//! own notices only.

use super::{sends_by_line, whose};
use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Denied, Extent, Resource, Scope},
    notice::{
        Reader,
        choice::{Choices, Contacts, Reach, Topic, read},
    },
};
use serde_json::json;
use store::{
    ConnectionTrait,
    notice::{Recipient, choice as rows},
};

/// What is chosen now, and where one is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// As whom one reads.
    pub reader: Reader,
    /// What was chosen.
    pub choices: Choices,
    /// The mail address as registered; empty where there is none.
    pub mail: String,
    /// The phone number as registered.
    pub phone: String,
    /// Whether this server sends by LINE.
    pub by_line: bool,
}

impl Settings {
    /// By which ways one can be reached.
    pub fn reach(&self) -> Reach {
        Reach::of(Contacts { mail: &self.mail, phone: &self.phone, by_line: self.by_line })
    }
}

async fn of(call: &Call, db: &impl ConnectionTrait, scope: &Scope) -> Result<(Recipient, Settings)> {
    let (to, mail, phone) = match scope.extent() {
        Extent::Technician(id) => {
            let person = store::technician::find(db, *id).await?.ok_or(Error::NotFound)?;
            (Recipient::Technician(*id), person.mail, person.phone)
        }
        Extent::Business(id) => {
            let business = store::business::find(db, *id).await?.ok_or(Error::NotFound)?;
            (Recipient::Business(*id), business.mail, business.phone)
        }
        _ => return Err(Error::NotFound),
    };
    let (choices, by_line) = (rows::find(db, to).await?, sends_by_line(call));
    Ok((to, Settings { reader: to.reader(), choices, mail, phone, by_line }))
}

/// How the caller, or the caller's business, is told; `reader`: whose page asks. Errors: `auth.forbidden` for who reads as
/// another.
pub async fn settings(call: &Call, reader: Reader) -> Result<Settings> {
    let scope = call.authorize(Action::NoticeChoose, &Resource::Register)?;
    let settings = of(call, call.db.read(), &scope).await?.1;
    if settings.reader == reader { Ok(settings) } else { Err(Error::Forbidden(Denied::Role)) }
}

/// Whether the caller chooses how they are told: what a page asks before it shows the way there.
pub fn may_choose(call: &Call) -> bool {
    call.authorize(Action::NoticeChoose, &Resource::Register).is_ok()
}

/// Chooses how the caller, or the caller's business, is told from now on; what is on its way goes as it was. Errors: problems
/// beside the topics.
pub async fn choose(call: &Call, typed: impl Fn(Topic) -> String + Send + Sync) -> Result<()> {
    let scope = call.authorize(Action::NoticeChoose, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let (to, before) = of(call, &tx, &scope).await?;
    let chosen = read(before.reader, before.reach(), typed).map_err(Error::fields)?;
    if chosen == before.choices {
        return Ok(());
    }
    rows::replace(&tx, to, &chosen, call.now()).await?;
    let (subject_kind, subject_id) = whose(scope.extent());
    let change = Change {
        process: "notice.choose",
        subject_kind,
        subject_id,
        old: Some(json!(before.choices)),
        new: Some(json!(chosen)),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
