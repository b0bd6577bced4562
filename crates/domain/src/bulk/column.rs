//! The columns of a file. Invariant: each holds one input of the form (the birth date its four); words are taken as people
//! write them, and as the form sends them.

use super::stay;
use crate::{
    calendar::{self, TypedDate},
    form::Problem,
    prefecture::PrefectureCode,
    technician::{
        AccidentInsurance, HealthInsuranceKind, Input, Insurance, MutualAid, PensionKind, Sex, TechnicianForm,
    },
    text,
    trade::TradeCode,
};
use std::borrow::Cow;

/// A column.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// The form's input; `birth_date` stands for four.
    pub input: &'static str,
    /// What stands above it.
    pub heading: &'static str,
    /// Whether a file without it cannot be read.
    pub must: bool,
}

const fn must(input: &'static str, heading: &'static str) -> Column {
    Column { input, heading, must: true }
}

const fn may(input: &'static str, heading: &'static str) -> Column {
    Column { input, heading, must: false }
}

/// Every column, in the order of the file to fill in.
pub const COLUMNS: &[Column] = &[
    must("family_name", "姓"),
    must("given_name", "名"),
    must("family_kana", "セイ"),
    must("given_kana", "メイ"),
    may("family_roman", "姓（ローマ字）"),
    may("given_roman", "名（ローマ字）"),
    may("alias", "通称名"),
    must("birth_date", "生年月日"),
    must("sex", "性別"),
    must("nationality", "国籍"),
    may("residence_status", "在留資格"),
    may("residence_until", "在留期間の満了日"),
    must("postcode", "郵便番号"),
    must("prefecture", "都道府県"),
    must("address", "市区町村・番地・建物"),
    may("phone", "電話番号"),
    may("mail", "メールアドレス"),
    must("trade_1", "主な職種"),
    may("trade_2", "職種2"),
    may("trade_3", "職種3"),
    may("trade_4", "職種4"),
    must("experience_years", "経験年数"),
    must("health_insurance", "健康保険"),
    may("health_insurance_kind", "健康保険の種類"),
    must("pension", "年金保険"),
    may("pension_kind", "年金保険の種類"),
    must("employment_insurance", "雇用保険"),
    must("kentaikyo", "建退共"),
    may("kentaikyo_number", "建退共の被共済者番号"),
    must("chutaikyo", "中退共"),
    may("accident_insurance", "労災保険の特別加入"),
    may("accident_insurance_kind", "労災保険の特別加入の種類"),
];

/// The inputs of the birth date.
const BIRTH: [&str; 4] = ["birth_era", "birth_year", "birth_month", "birth_day"];

/// The column with a heading, in any width and with any spaces and marks (`姓 ※必須`).
pub(super) fn find(heading: &str) -> Option<&'static Column> {
    let asked = plain(heading);
    COLUMNS.iter().find(|column| plain(column.heading) == asked)
}

/// A heading to be compared: in one width, without spaces and marks.
pub(crate) fn plain(heading: &str) -> String {
    let text = heading.trim_start_matches('\u{feff}').trim();
    let text = text.trim_end_matches("※必須").trim_end_matches("任意").trim_end_matches('*');
    text::to_ascii_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The column a problem of a field stands in.
pub(super) fn of_field(field: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.input == field)
}

/// The form's input that a heading of [`COLUMNS`] stands for.
pub fn input_of(heading: &str) -> Option<&'static str> {
    COLUMNS.iter().find(|column| column.heading == heading).map(|column| column.input)
}

/// The word the form sends for what stands in a cell; `None` where it has none.
type Word = for<'a> fn(&'a str) -> Option<Cow<'a, str>>;

/// How the cells of a column come into the form.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    /// 生年月日, in four inputs.
    Birth,
    /// Into one input.
    One(Input, Word),
}

impl Column {
    /// How its cells come into the form.
    pub(super) fn way(&self) -> Way {
        Input::named(self.input).map_or(Way::Birth, |input| Way::One(input, word(self.input)))
    }
}

impl Way {
    /// Writes a cell into the form. Errors: `NotAChoice` for a word none of the choices is called by, `NotDate`.
    pub(super) fn put(self, form: &mut TechnicianForm, typed: &str) -> Result<(), Problem> {
        match self {
            Self::Birth => birth(form, typed),
            Self::One(input, word) => {
                input.put(form, &word(typed).ok_or(Problem::NotAChoice)?);
                Ok(())
            }
        }
    }
    /// The inputs it writes.
    pub(super) fn inputs(self) -> impl Iterator<Item = Input> {
        let (birth, one) = match self {
            Self::Birth => (&BIRTH[..], None),
            Self::One(input, _) => (&[][..], Some(input)),
        };
        birth.iter().filter_map(|name| Input::named(name)).chain(one)
    }
}

fn word(input: &str) -> Word {
    match input {
        "sex" => |typed| sex(typed).map(Cow::Borrowed),
        "nationality" => |typed| stay::nationality(typed).map(Cow::Borrowed),
        "residence_status" => |typed| stay::residence_status(typed).map(Cow::Borrowed),
        "prefecture" => |typed| prefecture(typed).map(Cow::Owned),
        "trade_1" | "trade_2" | "trade_3" | "trade_4" => |typed| trade(typed).map(Cow::Owned),
        "health_insurance" | "pension" | "employment_insurance" => |typed| insurance(typed).map(Cow::Borrowed),
        "health_insurance_kind" => |typed| health_insurance(typed).map(Cow::Borrowed),
        "pension_kind" => |typed| pension(typed).map(Cow::Borrowed),
        "kentaikyo" | "chutaikyo" | "accident_insurance" => |typed| mutual_aid(typed).map(Cow::Borrowed),
        "accident_insurance_kind" => |typed| accident_insurance(typed).map(Cow::Borrowed),
        _ => |typed| Some(Cow::Borrowed(typed)),
    }
}

/// 生年月日 as people write it ([`calendar::taken_apart`]).
fn birth(form: &mut TechnicianForm, typed: &str) -> Result<(), Problem> {
    let TypedDate { era, year, month, day } = calendar::taken_apart(typed).map_err(|_| Problem::NotDate)?;
    (form.birth_era, form.birth_year) = (era, year);
    (form.birth_month, form.birth_day) = (month, day);
    form.born().map(drop).or_else(|problem| match problem {
        // Judged with the rest of the row: too young, in the future.
        Problem::NotDate | Problem::NotInEra => Err(problem),
        _ => Ok(()),
    })
}

fn sex(typed: &str) -> Option<&'static str> {
    let sex = match typed {
        "男" | "男性" | "M" => Sex::Male,
        "女" | "女性" | "F" => Sex::Female,
        "回答しない" | "その他" => Sex::Unspecified,
        code => return Sex::ALL.into_iter().map(Sex::code).find(|known| *known == code),
    };
    Some(sex.code())
}

/// 都道府県 by code or name, as the form sends it.
pub(crate) fn prefecture(typed: &str) -> Option<String> {
    let by_number = text::in_ascii_width(typed).parse().ok().and_then(PrefectureCode::from_number);
    let code = by_number.or_else(|| {
        PrefectureCode::all().find(|code| {
            let name = code.name();
            name == typed || name.trim_end_matches(['都', '府', '県']) == typed
        })
    })?;
    Some(format!("{:02}", code.get()))
}

/// A code (`10`), a code with its name (`10 鉄筋工`) or the name.
pub(crate) fn trade(typed: &str) -> Option<String> {
    let plain = text::in_ascii_width(typed);
    let digits = &plain[..plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len())];
    let code = if digits.is_empty() {
        crate::trade::ALL.iter().find(|trade| trade.name == typed).map(|trade| trade.code)
    } else {
        digits.parse().ok().and_then(TradeCode::from_number)
    };
    code.map(|code| code.to_string())
}

fn insurance(typed: &str) -> Option<&'static str> {
    let insurance = match typed {
        "加入" | "加入している" | "有" => Insurance::Joined,
        "適用除外" => Insurance::Exempt,
        "未加入" | "加入していない" | "無" => Insurance::None,
        code => return Insurance::ALL.into_iter().map(Insurance::code).find(|known| *known == code),
    };
    Some(insurance.code())
}

fn mutual_aid(typed: &str) -> Option<&'static str> {
    let aid = match typed {
        "加入" | "加入している" | "有" => MutualAid::Joined,
        "未加入" | "加入していない" | "無" => MutualAid::None,
        code => return MutualAid::ALL.into_iter().map(MutualAid::code).find(|known| *known == code),
    };
    Some(aid.code())
}

fn health_insurance(typed: &str) -> Option<&'static str> {
    let kind = match typed {
        "協会けんぽ" => HealthInsuranceKind::Kyokai,
        "健康保険組合" | "健保組合" => HealthInsuranceKind::Union,
        "建設国保" => HealthInsuranceKind::ConstructionNational,
        "国民健康保険" | "国保" => HealthInsuranceKind::National,
        "後期高齢者医療制度" | "後期高齢者" => HealthInsuranceKind::Elderly,
        "その他" => HealthInsuranceKind::Other,
        code => return HealthInsuranceKind::from_code(code).map(HealthInsuranceKind::code),
    };
    Some(kind.code())
}

fn pension(typed: &str) -> Option<&'static str> {
    let kind = match typed {
        "厚生年金" => PensionKind::Employees,
        "国民年金" => PensionKind::National,
        "受給中" | "年金受給者" => PensionKind::Receiving,
        code => return PensionKind::from_code(code).map(PensionKind::code),
    };
    Some(kind.code())
}

fn accident_insurance(typed: &str) -> Option<&'static str> {
    let kind = match typed {
        "一人親方等" | "一人親方" => AccidentInsurance::SelfEmployed,
        "中小事業主等" | "中小事業主" => AccidentInsurance::SmallEmployer,
        "海外派遣者" => AccidentInsurance::Abroad,
        code => return AccidentInsurance::from_code(code).map(AccidentInsurance::code),
    };
    Some(kind.code())
}
