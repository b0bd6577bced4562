//! Applications as applicants and reviewers see them. Plain data. Invariant: codes and values, never sentences.

use super::{ApplicationKind, DeficiencyReason, FiledBy, Flaw, Look, State, Verdict};
use crate::{
    business::BusinessForm,
    fee::{FeeLine, Yen},
    form::is_same,
    id::{ApplicationId, BusinessId, TechnicianId},
    proxy::Proxied,
    technician::TechnicianForm,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// A photo or a document that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoInfo {
    /// Pixels, of a document's first page.
    pub width: u32,
    /// Pixels, of a document's first page.
    pub height: u32,
    /// Pages of a PDF; 0 for a picture.
    #[serde(default)]
    pub pages: u32,
    /// How it looks; absent of a PDF, and of what was taken in before that was measured.
    #[serde(default)]
    pub look: Option<Look>,
}

/// A technician's application as the applicant goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechnicianDraft {
    /// What was typed.
    pub form: TechnicianForm,
    /// A password has been chosen (it is never sent back).
    pub password_set: bool,
    /// The photo, once sent.
    pub photo: Option<PhotoInfo>,
    /// The other pictures sent, by field or item.
    pub files: Vec<(String, PhotoInfo)>,
    /// Items of a change whose picture is another than the one that is registered.
    pub replaced: Vec<String>,
    /// Of the person: as typed, or as registered for an upgrade.
    pub name: String,
    /// The day in Japan it was read, by which it is checked.
    pub today: WorkDate,
    /// Where the application stands.
    pub view: ApplicantView,
}

/// A business's application as the applicant goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessDraft {
    /// What was typed.
    pub form: BusinessForm,
    /// What was registered when a renewal or change was begun.
    pub base: Option<BusinessForm>,
    /// A password has been chosen (it is never sent back).
    pub password_set: bool,
    /// The picture of the evidence, once sent.
    pub evidence: Option<PhotoInfo>,
    /// The picture of the signed consent, where another files.
    pub paper: Option<PhotoInfo>,
    /// The day in Japan it was read, by which it is checked.
    pub today: WorkDate,
    /// Where the application stands.
    pub view: ApplicantView,
}

/// A field to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deficiency {
    /// Name of the field.
    pub field: String,
    /// Why.
    pub reason: DeficiencyReason,
    /// What the reviewer explains in words of their own; empty where the reason says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// There is another value, or another picture, than what was returned.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub mended: bool,
}

/// An application as its applicant sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantView {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// A further period of a business that is a new registration under its number, the time for a renewal being over.
    pub anew: bool,
    /// Where it stands.
    pub state: State,
    /// What is to be put right, in page order; empty unless returned.
    pub deficiencies: Vec<Deficiency>,
    /// The fee, once known.
    pub fee: Option<FeeLine>,
    /// The log-in ID, once issued.
    pub issued_login: Option<String>,
    /// When it was first handed in.
    pub submitted_at: Option<Instant>,
    /// Who files it for the person, where somebody does.
    pub proxied: Option<Proxied>,
}

/// A line of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// A renewal that is a new registration under the same number, the time for a renewal being over.
    pub anew: bool,
    /// Where it stands.
    pub state: State,
    /// Of the person or business.
    pub name: String,
    /// When it was first handed in.
    pub submitted_at: Option<Instant>,
    /// Through whose hands it came.
    pub filed_by: FiledBy,
    /// It goes before others.
    pub priority: bool,
    /// Name of the reviewer who has it.
    pub claimed_by: Option<String>,
    /// What was checked by itself.
    pub checks: Vec<AutoCheck>,
}

/// Whether an automatic check wants a person's eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Nothing to look at.
    Ok,
    /// Look.
    Look,
}

/// What the register of 建設業許可 has of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceFound {
    /// Whose it is.
    pub name: String,
    /// Its last day.
    pub until: WorkDate,
}

/// Another application, as a check names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherCase {
    /// Which.
    pub id: ApplicationId,
    /// Its number.
    pub number: String,
}

/// A check the register makes by itself and shows as such (10-registration.md, Review).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case")]
pub enum AutoCheck {
    /// The postcode belongs to the prefecture of the address.
    PostcodeFits {
        /// Whether it does.
        fits: bool,
    },
    /// Others who look like the same person or business ([`super::sought`]); never merged by itself.
    PossibleDuplicate {
        /// IDs of those registered, 14 digits each; empty where there is none.
        ids: Vec<String>,
        /// Applications under way.
        applications: Vec<OtherCase>,
    },
    /// The photo is large enough (294 × 378), light and sharp.
    PhotoQuality {
        /// Its size and look.
        photo: Option<PhotoInfo>,
    },
    /// The other pictures are light and sharp.
    EvidenceQuality {
        /// Fields and items whose picture is not, with what it lacks.
        flawed: Vec<(String, Vec<Flaw>)>,
    },
    /// The check digit of the 法人番号 fits.
    CorporateNumber {
        /// Whether it does.
        fits: bool,
    },
    /// The 建設業許可 stands in its register under the name that is applied for, and has not ended.
    LicenceKnown {
        /// Whether the register answered.
        asked: bool,
        /// What it has.
        found: Option<LicenceFound>,
        /// Whether name and last day fit.
        fits: bool,
    },
    /// The employer named is registered.
    EmployerKnown {
        /// Its name; absent where none was named.
        name: Option<String>,
    },
}

/// The least width of a photo in pixels.
pub const PHOTO_WIDTH_MIN: u32 = 294;
/// The least height of a photo in pixels.
pub const PHOTO_HEIGHT_MIN: u32 = 378;

impl AutoCheck {
    /// Stable word for catalogues.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PostcodeFits { .. } => "postcode_fits",
            Self::PossibleDuplicate { .. } => "possible_duplicate",
            Self::PhotoQuality { .. } => "photo_quality",
            Self::EvidenceQuality { .. } => "evidence_quality",
            Self::CorporateNumber { .. } => "corporate_number",
            Self::LicenceKnown { .. } => "licence_known",
            Self::EmployerKnown { .. } => "employer_known",
        }
    }
    /// Whether a person should look.
    pub fn finding(&self) -> Finding {
        let ok = match self {
            Self::PostcodeFits { fits } | Self::CorporateNumber { fits } | Self::LicenceKnown { fits, .. } => *fits,
            Self::PossibleDuplicate { ids, applications } => ids.is_empty() && applications.is_empty(),
            Self::PhotoQuality { photo: Some(photo) } => photo.is_large_enough() && photo.flaws().is_empty(),
            Self::EvidenceQuality { flawed } => flawed.is_empty(),
            Self::PhotoQuality { photo: None } => false,
            Self::EmployerKnown { .. } => true,
        };
        if ok { Finding::Ok } else { Finding::Look }
    }
}

impl PhotoInfo {
    /// A picture of so many pixels.
    pub const fn picture(width: u32, height: u32) -> Self {
        Self { width, height, pages: 0, look: None }
    }
    /// What keeps it from being seen well, as far as it was measured.
    pub fn flaws(self) -> Vec<Flaw> {
        self.look.map(Look::flaws).unwrap_or_default()
    }
    /// At least 294 × 378 pixels (10-registration.md, Evidence).
    pub const fn is_large_enough(self) -> bool {
        self.width >= PHOTO_WIDTH_MIN && self.height >= PHOTO_HEIGHT_MIN
    }
}

/// Something the reviewer should know of a field's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum ReviewNote {
    /// The name has characters people search by another form.
    CommonForm {
        /// That form.
        form: String,
    },
    /// Age on the day of the review.
    Age {
        /// Years.
        years: i32,
    },
    /// Name of the business an ID belongs to.
    BusinessName {
        /// As registered.
        name: String,
    },
    /// What the register of 登録基幹技能者 calls the holder of the number.
    InRegister {
        /// Name of the qualification.
        name: String,
    },
    /// The fee that follows.
    Fee {
        /// How much.
        amount: Yen,
    },
}

/// A field of an application under review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows or not")]
pub struct ReviewField {
    /// Name of the field.
    pub field: String,
    /// What was typed, as typed.
    pub value: String,
    /// What the reviewer should know of it.
    pub note: Option<ReviewNote>,
    /// The word on it so far.
    pub verdict: Option<Verdict>,
    /// What the reviewer explains in words of their own, where the word wants it.
    #[serde(default)]
    pub explanation: String,
    /// Whether a word must be said of it before approval; not where it was rightly left empty.
    pub wanted: bool,
    /// A picture was sent for it (the photo apart).
    pub has_picture: bool,
    /// Pages of the PDF that was sent for it; 0 where it was a picture.
    #[serde(default)]
    pub pages: u32,
    /// What the picture lacks, as far as it was measured.
    #[serde(default)]
    pub flaws: Vec<Flaw>,
    /// Changed since it was returned.
    pub changed: bool,
    /// Handed in again as it was returned: the applicant stands by it.
    #[serde(default)]
    pub stood_by: bool,
    /// What is registered, of somebody registered; empty where nothing is. `None` where nobody is registered yet, and for
    /// what is no part of the register.
    #[serde(default)]
    pub before: Option<String>,
}

impl ReviewField {
    /// Whether it is to be other than it is registered: by its words, or of an item by its picture, which stands among the
    /// fields of a change only where it or its words are others.
    pub fn differs(&self) -> bool {
        self.before.as_ref().is_some_and(|before| self.has_picture || !is_same(&self.field, before, &self.value))
    }
}

/// A line of what happened to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailLine {
    /// When.
    pub at: Instant,
    /// Who, by name; empty for the applicant and for the register itself.
    pub actor: String,
    /// What: a transition's or an event's code.
    pub what: String,
    /// The field or item whose evidence was looked at.
    #[serde(default)]
    pub document: Option<String>,
}

/// The IDs an application came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedIds {
    /// What the person logs in with.
    pub login_id: String,
    /// The technician, for a technician's registration.
    pub technician_id: Option<TechnicianId>,
    /// The business, for a business's registration.
    pub business_id: Option<BusinessId>,
}

/// An application under review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows or not")]
pub struct ReviewCase {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// As of [`ApplicantView::anew`].
    pub anew: bool,
    /// Where it stands.
    pub state: State,
    /// It goes before others.
    pub priority: bool,
    /// Of the person or business.
    pub name: String,
    /// Name of the reviewer who has it.
    pub claimed_by: Option<String>,
    /// Whether the one who asks has it.
    pub claimed_by_me: bool,
    /// When it was first handed in.
    pub submitted_at: Option<Instant>,
    /// Its fields in page order.
    pub fields: Vec<ReviewField>,
    /// What was checked by itself.
    pub checks: Vec<AutoCheck>,
    /// What happened, oldest first.
    pub trail: Vec<TrailLine>,
    /// The fee, once known.
    pub fee: Option<FeeLine>,
    /// The IDs, once issued.
    pub issued: Option<IssuedIds>,
    /// Whether there is a photo.
    pub has_photo: bool,
    /// Its size.
    pub photo_pixels: Option<PhotoInfo>,
    /// Who files it for the person, where somebody does.
    pub proxied: Option<Proxied>,
}
