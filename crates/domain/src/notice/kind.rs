//! The kinds of notice. Invariant: each has a stable word by which it is stored, and all are in one order.

use super::choice::Topic;
use serde::{Deserialize, Serialize};

/// Writes the kinds once: what each is, its stable word, what it is about, and their order.
macro_rules! kinds {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $kind:ident = $code:literal, $topic:ident;)+ }) => {
        $(#[$about])*
        pub enum $name {
            $($(#[$doc])* $kind,)+
        }

        impl $name {
            /// Every kind, in the order of the preview page.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$kind),+];

            /// Stable word, as stored.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)+
                }
            }

            /// What it is about.
            pub(super) const fn topic(self) -> Topic {
                match self {
                    $(Self::$kind => Topic::$topic,)+
                }
            }
        }
    };
}

kinds! {
    /// What somebody is told.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    NoticeKind {
        /// An application was handed in.
        ApplicationReceived = "application_received", Progress;
        /// 不備: it came back.
        ApplicationReturned = "application_returned", Due;
        /// 不承認.
        ApplicationRejected = "application_rejected", Due;
        /// The same three of an application whose consent was signed on paper: who filed it tells more, no page does.
        PaperReceived = "paper_received", Progress;
        /// 不備, on paper.
        PaperReturned = "paper_returned", Due;
        /// 不承認, on paper.
        PaperRejected = "paper_rejected", Due;
        /// 再開コード: the one given was lost, and this one opens the application instead.
        ResumeCodeSent = "resume_code_sent", Security;
        /// It was approved and a fee is asked for.
        FeeDue = "fee_due", Due;
        /// 登録完了: the ID is issued.
        RegistrationCompleted = "registration_completed", Progress;
        /// 登録完了, of somebody for whom another filed: they have chosen no password yet.
        RegisteredByProxy = "registered_by_proxy", Security;
        /// 代行申請: the person is asked to look at what was entered for them.
        ConsentAsked = "consent_asked", Security;
        /// The same of a business for which a scrivener or counter files.
        ClientConsentAsked = "client_consent_asked", Security;
        /// Somebody has begun to file the renewal or change of a business: told where the register reaches it.
        FilingBegun = "filing_begun", Security;
        /// 登録完了, of a business for which another filed on paper: a link to choose the first password.
        FirmRegisteredByProxy = "firm_registered_by_proxy", Security;
        /// Somebody says they are this person and cannot log in: told where the register reaches the person.
        RecoveryAsked = "recovery_asked", Security;
        /// They were let in again: a link to choose a password, where they are reached now.
        RecoveryGranted = "recovery_granted", Security;
        /// They were not.
        RecoveryRefused = "recovery_refused", Security;
        /// The person is reached elsewhere from now on: told where they were reached before.
        ContactChanged = "contact_changed", Security;
        /// A log-in of a business has another password: told to the business.
        PasswordRenewed = "password_renewed", Security;
        /// A card was made and is on its way.
        CardIssued = "card_issued", Card;
        /// A card was taken out of use.
        CardRevoked = "card_revoked", Security;
        /// 再発行: it was asked for, and a fee is due.
        ReissueFeeDue = "reissue_fee_due", Due;
        /// 再発行: the new card is being made.
        ReissueOrdered = "reissue_ordered", Card;
        /// The post brought a card back.
        CardReturned = "card_returned", Due;
        /// 再発行: the card in use says something else than the register from now on, and how a new one is asked for.
        CardOutdated = "card_outdated", Card;
        /// 保有資格: one ends in 90, 30 or 7 days.
        QualificationEnding = "qualification_ending", Due;
        /// 見せるコード: somebody opened the one the person made.
        PassportShown = "passport_shown", Progress;
        /// 更新: six months before the end.
        RenewalOpens = "renewal_opens", Due;
        /// 更新: two months before the end.
        RenewalSoon = "renewal_soon", Due;
        /// 更新: one month before the end, only to who has not applied.
        RenewalLast = "renewal_last", Due;
        /// 更新: a prime asks its subcontractor to renew.
        RenewalReminder = "renewal_reminder", Request;
        /// 更新: the counter cannot keep an appointment.
        AppointmentCalledOff = "appointment_called_off", Due;
        /// 更新完了.
        Renewed = "renewed", Progress;
        /// 登録完了, of a business that had lapsed and keeps its number.
        RegisteredAnew = "registered_anew", Progress;
        /// 変更完了.
        DataChanged = "data_changed", Progress;
        /// 訂正: the office put registered data right.
        CorrectionMade = "correction_made", Security;
        /// 意向調査: what a business whose registration ends intends.
        SurveyAsked = "survey_asked", Request;
        /// 意向調査: it has not answered.
        SurveyReminder = "survey_reminder", Request;
        /// 請求: a business is asked for something it did not ask for on the spot.
        InvoiceMade = "invoice_made", Due;
        /// 請求: the due day is near.
        InvoiceSoon = "invoice_soon", Due;
        /// 請求: the due day is near, and from when a business's log-ins are limited without it.
        InvoiceLast = "invoice_last", Due;
        /// 請求: the business's log-ins are limited, and why.
        LogInLimited = "log_in_limited", Due;
        /// 入金: less came than is owed.
        PaymentShort = "payment_short", Due;
        /// 入金: more came than is owed, and what becomes of it is decided.
        PaymentOver = "payment_over", Due;
        /// 入金: what came for it goes back or elsewhere, so it is to be paid still.
        PaymentNotCounted = "payment_not_counted", Due;
        /// 支払猶予: granted.
        ReliefGranted = "relief_granted", Progress;
        /// 支払猶予: not granted.
        ReliefRefused = "relief_refused", Due;
        /// 能力評価: it was applied for, and a fee is due.
        LevelFeeDue = "level_fee_due", Due;
        /// 能力評価: the body is to judge the application.
        LevelReceived = "level_received", Progress;
        /// 能力評価: granted, and the card of the level is being made.
        LevelGranted = "level_granted", Card;
        /// 能力評価: not granted.
        LevelRefused = "level_refused", Due;
        /// 能力評価: a level was taken back.
        LevelWithdrawn = "level_withdrawn", Due;
        /// 所属: a business asks the person to agree that it employs them.
        EmploymentAsked = "employment_asked", Security;
        /// 所属: a business said that it employs the person no more.
        EmploymentEnding = "employment_ending", Security;
        /// 所属: told to the business, the person is employed there from a day on.
        EmploymentBegun = "employment_begun", Progress;
        /// 所属: told to the business, the person is employed there no more.
        EmploymentEnded = "employment_ended", Progress;
        /// 所属: told to the business, the person did not agree.
        EmploymentRefused = "employment_refused", Progress;
        /// 所属: told to the business, the person says that it goes on.
        EmploymentObjected = "employment_objected", Progress;
        /// 所属: told to the business, the office put right what is registered of the person's employment there.
        EmploymentCorrected = "employment_corrected", Progress;
        /// 労働者供給: told to the union, a prime proposes an agreement.
        LabourProposed = "labour_proposed", Request;
        /// 労働者供給: told to the union, a prime asks for people.
        LabourAsked = "labour_asked", Request;
        /// 労働者供給: told to the union, a prime asks for another number of people.
        LabourChanged = "labour_changed", Request;
        /// 労働者供給: told to the prime, the union has agreed to supply.
        LabourAgreed = "labour_agreed", Progress;
        /// 労働者供給: a local union offers the person work on stated terms.
        LabourOffered = "labour_offered", Due;
        /// 労働者供給: told to the prime, the union handed a list of people over.
        LabourNamed = "labour_named", Progress;
        /// 労働者供給: the prime employs the person, and they stand on the site's roster.
        LabourBegun = "labour_begun", Progress;
        /// 施工体制: a business is asked whether it takes part in a site.
        StructureInvited = "structure_invited", Request;
        /// 施工体制: told to the business, from above it was said until when it takes part in a site.
        StructureEnded = "structure_ended", Progress;
        /// 施工体制: told to the business, a last day that was said of it holds no more.
        StructureResumed = "structure_resumed", Progress;
        /// 作業員名簿: told to both businesses, a person works for another one at the site from a day on.
        RosterMoved = "roster_moved", Progress;
        /// 現場: told to the prime, touches of the time in which its site was closed became records since it was opened again.
        TouchesResumed = "touches_resumed", Progress;
        /// 就業履歴: a business entered days of the person by hand.
        HistoryEntered = "history_entered", Progress;
        /// 就業履歴: the prime did not accept a day that was entered by hand; told to the person and the businesses.
        HistoryRefused = "history_refused", Progress;
        /// 就業履歴: an approval of the person's days was taken back.
        HistoryWithdrawn = "history_withdrawn", Progress;
        /// 就業履歴: the office took the approval of days back; told to the person and the businesses.
        HistoryRecalled = "history_recalled", Security;
        /// 就業履歴: the same of what was entered by hand.
        EntryRecalled = "entry_recalled", Security;
        /// 就業履歴: told to the prime, days of a month whose time is over still wait for approval.
        HistoryWaiting = "history_waiting", Request;
        /// 申し出: told to the business, a person says that a day is missing or wrong, or is not content with what was done.
        ClaimMade = "claim_made", Due;
        /// 申し出: told to the person, the business has answered.
        ClaimAnswered = "claim_answered", Progress;
        /// 申し出: the office is to decide; told to the person and the business.
        ClaimPassed = "claim_passed", Progress;
        /// 申し出: the office has decided; told to the person and the business.
        ClaimDecided = "claim_decided", Progress;
    }
}

impl NoticeKind {
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
