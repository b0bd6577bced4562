//! The form, exactly as typed. Invariant: a field is named once, in the table below, and read and written through it.

use super::{BusinessEntry, EVIDENCE, EvidenceKind, FINAL, Filing, Page, changed, check, page::place};
use crate::{
    form::{FieldProblem, Problem},
    time::WorkDate,
};
use core::fmt;
use serde::{Deserialize, Serialize};

macro_rules! form {
    (
        text { $($(#[$doc:meta])* $field:ident,)* }
        secret { $($(#[$secret_doc:meta])* $secret:ident,)* }
    ) => {
        /// The form, exactly as typed. Its `Debug` shows nothing of it, and passwords are read but never written by serde, so
        /// that no draft, log or session can hold one.
        #[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(default)]
        pub struct BusinessForm {
            $($(#[$doc])* pub $field: String,)*
            $($(#[$secret_doc])* #[serde(skip_serializing)] pub $secret: String,)*
        }

        impl BusinessForm {
            /// What was typed into an input; `None` for a name the form does not have and for passwords.
            pub fn input(&self, name: &str) -> Option<&str> {
                match name {
                    $(stringify!($field) => Some(&self.$field),)*
                    _ => None,
                }
            }
            /// Writes an input; `false` where the form has none of that name.
            pub(super) fn set(&mut self, name: &str, typed: &str) -> bool {
                match name {
                    $(stringify!($field) => typed.clone_into(&mut self.$field),)*
                    _ => return false,
                }
                true
            }
        }
    };
}

form! {
    text {
        /// [`super::BusinessKind::code`].
        kind,
        /// 商号又は名称.
        name,
        /// フリガナ.
        name_kana,
        /// 代表者の姓.
        representative_family,
        /// 代表者の名.
        representative_given,
        /// 法人番号, 13 digits; only a corporation has one.
        corporate_number,
        /// 郵便番号.
        postcode,
        /// 都道府県, code.
        prefecture,
        /// 市区町村 and the rest.
        address,
        /// 電話番号.
        phone,
        /// 建設業許可: `yes` or `no`.
        licence,
        /// [`super::LicenceAuthority::code`]; wanted with a licence, as are the next four.
        licence_authority,
        /// [`super::LicenceClass::code`].
        licence_class,
        /// The year in brackets: `5` of 特-5.
        licence_year,
        /// Up to six digits.
        licence_number,
        /// 許可業種: [`super::LicenceTrade::code`] of each, a space between.
        licence_trades,
        /// [`EvidenceKind::code`]: what the picture sent shows.
        evidence_kind,
        /// 資本金 in yen; only a corporation has it.
        capital_yen,
        /// 売上高 in yen, may be empty.
        sales_yen,
        /// 完成工事高 in yen, may be empty.
        completed_works_yen,
        /// 建設業以外の事業: `yes` or `no`.
        other_business,
        /// Main trade, code.
        trade_1,
        /// Second trade, may be empty.
        trade_2,
        /// Third trade, may be empty.
        trade_3,
        /// Fourth trade, may be empty.
        trade_4,
        /// 登録責任者名: who will use the first admin ID.
        admin_name,
        /// 登録責任者部署名, may be empty.
        admin_department,
        /// 登録責任者住所; empty: the business's own.
        admin_address,
        /// 担当者電話番号; empty: the business's own.
        contact_phone,
        /// 担当者FAX番号, may be empty.
        contact_fax,
        /// 担当者メールアドレス.
        mail,
        /// 健康保険: [`crate::technician::Insurance::code`].
        health_insurance,
        /// One of [`super::health_insurance_kinds`], where joined.
        health_insurance_kind,
        /// 年金保険: [`crate::technician::Insurance::code`].
        pension,
        /// One of [`super::pension_kinds`], where joined.
        pension_kind,
        /// 雇用保険: [`crate::technician::Insurance::code`].
        employment_insurance,
        /// 建退共: [`crate::technician::MutualAid::code`].
        kentaikyo,
        /// 建退共 共済契約者番号, where joined.
        kentaikyo_number,
        /// 中退共: [`crate::technician::MutualAid::code`].
        chutaikyo,
        /// 労災保険特別加入: [`crate::technician::MutualAid::code`].
        accident_insurance,
        /// CI-NETコード, may be empty.
        ci_net_code,
        /// Kind of 電子証明書, may be empty with the next.
        certificate_kind,
        /// Its number.
        certificate_number,
        /// 主要取引先, one a line, may be empty.
        main_clients,
        /// 表彰, one a line, may be empty.
        awards,
        /// 所属団体, one a line, may be empty.
        memberships,
        /// `yes`.
        consent,
    }
    secret {
        /// A new password; never written back.
        password,
        /// The same once more; never written back.
        password_again,
    }
}

impl fmt::Debug for BusinessForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BusinessForm").finish_non_exhaustive()
    }
}

/// What affects what was proved: where one of these changes, it is proved anew (10-registration.md: what affects the
/// licence is reviewed).
const PROVED: &[&str] = &[
    "kind",
    "name",
    "representative_family",
    "representative_given",
    "corporate_number",
    "postcode",
    "prefecture",
    "address",
    "licence",
    "licence_authority",
    "licence_class",
    "licence_year",
    "licence_number",
    "licence_trades",
];

impl BusinessForm {
    /// Checks the values of the whole form; all problems at once, in page order. `password_set`: a password has been chosen
    /// before, so an empty one is kept. `today`: the day in Japan; the year of a licence cannot be later.
    ///
    /// Errors: the problems. Whether evidence is wanted depends on what is applied for ([`Self::problems`]).
    pub fn validate(&self, today: WorkDate, password_set: bool) -> Result<BusinessEntry, Vec<FieldProblem>> {
        check::business(self, today, password_set)
    }
    /// Everything that stands against handing it in, in page order: the one check that pages and services share. `base`: what
    /// was registered when a renewal or change was begun; `has_evidence`: the picture was sent.
    pub fn problems(
        &self,
        filing: Filing,
        base: Option<&Self>,
        today: WorkDate,
        password_set: bool,
        has_evidence: bool,
    ) -> Vec<FieldProblem> {
        let set = password_set || filing.is_of_registered();
        let mut problems = self.validate(today, set).err().unwrap_or_default();
        if has_evidence || self.is_proof_wanted(filing, base) {
            if self.evidence_kind.trim().is_empty() {
                problems.push(FieldProblem::new("evidence_kind", Problem::Missing));
            }
            if !has_evidence {
                problems.push(FieldProblem::new(EVIDENCE, Problem::NoPicture));
            }
        }
        in_page_order(problems)
    }
    /// Whether a document must show what is registered: of a registration and a renewal always, of a change where what was
    /// proved changes.
    pub fn is_proof_wanted(&self, filing: Filing, base: Option<&Self>) -> bool {
        match (filing, base) {
            (Filing::Registration | Filing::Renewal, _) | (Filing::Change, None) => true,
            (Filing::Change, Some(base)) => !self.proved_anew(base).is_empty(),
        }
    }
    /// Names of the fields that differ from what is registered and are proved anew, in page order.
    pub fn proved_anew(&self, base: &Self) -> Vec<&'static str> {
        changed(base, self).into_iter().filter(|field| PROVED.contains(field)).collect()
    }
    /// The documents that can show what this form says, by its kind and licence; all while those are not said.
    pub fn evidence_kinds(&self) -> Vec<EvidenceKind> {
        let kind = super::BusinessKind::from_code(self.kind.trim());
        EvidenceKind::ALL.iter().copied().filter(|of| of.shows(kind, self.licence.trim())).collect()
    }
    /// Whether nothing was entered.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }
    /// The trades as typed, main first, empty ones included.
    pub const fn trades(&self) -> [&String; 4] {
        [&self.trade_1, &self.trade_2, &self.trade_3, &self.trade_4]
    }
    /// The form without its passwords.
    #[must_use]
    pub fn without_passwords(mut self) -> Self {
        self.password.clear();
        self.password_again.clear();
        self
    }
    /// The form as a renewal or change begins with it: what was agreed to and proved then is agreed to and proved anew.
    #[must_use]
    pub fn begun_again(mut self) -> Self {
        self.consent.clear();
        self.evidence_kind.clear();
        self.without_passwords()
    }
    /// Takes the inputs of one page from what was just sent, as name and text; everything else stays. A box of 許可業種 that
    /// is not ticked is not sent.
    pub fn take_page(&mut self, page: &Page, sent: &[(String, String)]) {
        for field in page.fields {
            if *field == "licence_trades" {
                self.licence_trades = ticked(sent);
            } else if let Some((_, typed)) = sent.iter().rfind(|(name, _)| name == field) {
                // A browser sends the lines of a text with their carriage returns, which nobody typed.
                self.set(field, &typed.replace("\r\n", "\n"));
            }
        }
    }
    /// What was typed into a field of [`super::FIELDS`], for review and check-your-answers; `None` for passwords, consent and
    /// the picture.
    pub fn typed(&self, field: &str) -> Option<String> {
        if FINAL.contains(&field) { None } else { self.input(field).map(str::to_owned) }
    }
}

/// The name of the box of one 許可業種.
const TICK: &str = "licence_trades_";

/// Codes of the boxes ticked, in the order of the law.
fn ticked(sent: &[(String, String)]) -> String {
    let mut codes: Vec<&str> = sent.iter().filter_map(|(name, _)| name.strip_prefix(TICK)).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(" ")
}

/// Problems in the order of the pages, what is asked at the end last.
pub(super) fn in_page_order(mut problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    problems.sort_by_key(|problem| place(&problem.field));
    problems
}
