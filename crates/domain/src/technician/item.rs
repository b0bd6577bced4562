//! What there can be several of. Invariant: an item is typed text under its own key; the key names it in problems,
//! verdicts and evidence (`schools.k2`, `schools.k2.name`).

use serde::{Deserialize, Serialize};

/// More of a kind nobody has; a longer list is a mistake or an attack.
pub const ITEMS_MAX: usize = 30;

/// An item of a list, as typed.
pub trait Item {
    /// Its key in the form.
    fn key(&self) -> &str;
    /// The names of its inputs, in page order.
    fn fields(&self) -> &'static [&'static str];
    /// What stands in an input.
    fn get(&self, field: &str) -> Option<&str>;
    /// Writes an input; `false` where it has none of that name.
    fn set(&mut self, field: &str, typed: &str) -> bool;
}

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident = $list:ident $code:literal { $($(#[$field_doc:meta])* $field:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
            #[serde(default)]
            pub struct $name {
                /// Names the item in the form.
                pub key: String,
                $($(#[$field_doc])* pub $field: String,)*
            }

            impl $name {
                pub(super) fn with_key(key: &str) -> Self {
                    Self { key: key.to_owned(), ..Self::default() }
                }
            }

            impl Item for $name {
                fn key(&self) -> &str {
                    &self.key
                }
                fn fields(&self) -> &'static [&'static str] {
                    item_fields(List::$list)
                }
                fn get(&self, field: &str) -> Option<&str> {
                    match field {
                        $(stringify!($field) => Some(&self.$field),)*
                        _ => None,
                    }
                }
                fn set(&mut self, field: &str, typed: &str) -> bool {
                    match field {
                        $(stringify!($field) => typed.clone_into(&mut self.$field),)*
                        _ => return false,
                    }
                    true
                }
            }
        )*

        /// The lists of the form.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum List {
            $($(#[$doc])* $list,)*
        }

        impl List {
            /// Every list, in page order.
            pub const ALL: &'static [Self] = &[$(Self::$list,)*];
            /// Stable word for addresses, problems and drafts.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$list => $code,)*
                }
            }
        }

        /// The names of a list item's inputs, in page order.
        pub const fn item_fields(list: List) -> &'static [&'static str] {
            match list {
                $(List::$list => &[$(stringify!($field),)*],)*
            }
        }
    };
}

items! {
    /// 従たる所属事業者 (field 16).
    SecondaryEmployer = Employers "employers" {
        /// 事業者ID.
        business_id,
        /// First day.
        from,
        /// Last day, empty while it lasts.
        until,
    }
    /// 所属 as the register holds it, main and secondary, what has ended too (field 16). No application asks it: a correction
    /// types over it.
    HeldEmployment = Employments "employments" {
        /// 事業者ID.
        business_id,
        /// `main` (主たる所属) or `other` (従たる所属).
        kind,
        /// First day.
        from,
        /// Last day, empty while it lasts.
        until,
    }
    /// 職種（小分類） (field 30).
    Subtrade = Subtrades "subtrades" {
        /// Code of one of the trades chosen.
        trade,
        /// [`super::SubtradeCode`] or `other`; the published table is not complete.
        subtrade,
        /// Its name, where `other`.
        name,
    }
    /// 職歴 (field 31).
    Career = Careers "careers" {
        /// Code of the trade.
        trade,
        /// Whole years.
        years,
        /// What was done, may be empty.
        content,
    }
    /// 受診健康診断 (field 28).
    HealthCheck = HealthChecks "health_checks" {
        /// [`super::HealthCheckKind::code`].
        kind,
        /// Its name, where the kind is another.
        name,
        /// Day.
        on,
    }
    /// 学歴 (field 32).
    School = Schools "schools" {
        /// [`super::SchoolKind::code`].
        kind,
        /// 学校名.
        name,
        /// 卒業年.
        year,
    }
    /// 保有資格 (field 33).
    Qualification = Qualifications "qualifications" {
        /// Code of a known one, or empty and its name below.
        code,
        /// Name, where it has no code here.
        name,
        /// 資格証の番号, may be empty.
        number,
        /// Day it was acquired.
        acquired,
        /// Last day, where it has one.
        expires,
    }
    /// 研修受講履歴 (field 35).
    Training = Trainings "trainings" {
        /// Name.
        name,
        /// Who held it, may be empty.
        by,
        /// Day.
        on,
    }
    /// 表彰等 (field 36).
    Award = Awards "awards" {
        /// Name.
        name,
        /// Who gave it, may be empty.
        by,
        /// Day.
        on,
    }
}

impl List {
    /// From its stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|list| list.code() == code)
    }
    /// The name of an item of it among the form's fields.
    pub fn field(self, key: &str) -> String {
        format!("{}.{key}", self.code())
    }
    /// Whether an item takes a picture of its certificate.
    pub const fn takes_picture(self) -> bool {
        matches!(self, Self::Qualifications | Self::Trainings | Self::Awards)
    }
    /// Whether an item cannot go without one (10-registration.md, Evidence: certificates, image ↔ qualification).
    pub const fn needs_picture(self) -> bool {
        matches!(self, Self::Qualifications)
    }
}

/// The number an item is called by, of its key: the one it was given, which stays when others are taken out.
pub fn item_number(key: &str) -> &str {
    key.strip_prefix('k').unwrap_or(key)
}

/// List, key and input of an item's name: `schools.k2` or `schools.k2.name`; `None` for another field.
pub fn parts(field: &str) -> Option<(List, &str, Option<&str>)> {
    let (list, rest) = field.split_once('.')?;
    let list = List::from_code(list)?;
    Some(match rest.split_once('.') {
        Some((key, field)) => (list, key, Some(field)),
        None => (list, rest, None),
    })
}
