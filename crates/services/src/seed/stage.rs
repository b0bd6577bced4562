//! The stage the demonstration is played on: its own clock, its own chance, the people at the desk. Invariant: every move
//! is made by an actor who may make it, at a moment before the caller's now.

use super::{PASSWORD, cast, paper, portrait};
use crate::{
    Call, Clock, Error, Ids, Result,
    account::{self, NewAccount, actor_of},
    application, fee,
};
use domain::{
    access::{Actor, Role},
    account::AccountKind,
    application::{ApplicationKind, IssuedIds, Verdict},
    business::{BusinessForm, CorporateNumber, EVIDENCE},
    id::{ApplicationId, BusinessId},
    technician::TechnicianForm,
    time::{Instant, MINUTE_MS, WorkDate},
};
use std::collections::HashMap;

/// The same chance for every demonstration.
const SEED: u64 = 20_190_426;
/// Registry offices begin with 0100; this one does not exist.
const CORPORATE_BODY: i64 = 990_001_000_000;

pub struct Stage {
    /// The register itself, on the demonstration's clock.
    pub call: Call,
    pub reviewer: Actor,
    pub operator: Actor,
    /// Business and admin by the firm's key.
    pub firms: HashMap<&'static str, (BusinessId, Actor)>,
    drawn: u32,
}

impl Stage {
    /// Sets the clock to the morning of `day` and puts people at the desk.
    pub async fn set(call: &Call, day: WorkDate) -> Result<Self> {
        let clock = Clock::frozen(day.start().plus_ms(9 * 60 * MINUTE_MS));
        let call = Call { clock, ids: Ids::seeded(SEED), ..call.clone() };
        let reviewer = open(&call, AccountKind::Reviewer, "shinsa", "審査 秋山 文", None).await?;
        let operator = open(&call, AccountKind::Operator, "unei", "運営 早川 実", None).await?;
        // What two persons decide needs a second one.
        open(&call, AccountKind::Operator, "unei-2", "運営 田村 灯", None).await?;
        Ok(Self { call, reviewer, operator, firms: HashMap::new(), drawn: 0 })
    }
    pub fn by(&self, actor: &Actor) -> Call {
        self.call.acting(actor.clone())
    }
    pub fn at(&self, at: Instant) {
        self.call.clock.set(at);
    }
    /// Moves the clock on.
    pub fn after_min(&self, minutes: i64) {
        self.at(self.call.now().plus_ms(minutes * MINUTE_MS));
    }
    pub fn firm(&self, key: &str) -> Result<&(BusinessId, Actor)> {
        self.firms.get(key).ok_or_else(|| Error::internal(format!("no firm {key} in the demonstration")))
    }

    /// Hands in a firm's application.
    pub async fn apply_firm(&mut self, firm: &cast::Firm) -> Result<ApplicationId> {
        let (id, _) = application::start(&self.by(&Actor::public()), ApplicationKind::Business).await?;
        let applicant = self.by(&Actor { application: Some(id), ..Actor::of(Role::Applicant) });
        self.after_min(11);
        application::save_business(&applicant, id, self.firm_form(firm)).await?;
        application::put_file(&applicant, id, EVIDENCE, paper::draw(firm.colours[1])?).await?;
        self.after_min(2);
        application::submit(&applicant, id).await?;
        Ok(id)
    }

    /// Hands in a person's application.
    pub async fn apply_person(&mut self, person: &cast::Person) -> Result<ApplicationId> {
        let form = self.person_form(person)?;
        self.apply_with(person, form).await
    }

    /// The same with another form than theirs would be.
    pub async fn apply_with(&mut self, person: &cast::Person, form: TechnicianForm) -> Result<ApplicationId> {
        let (id, _) = application::start(&self.by(&Actor::public()), ApplicationKind::TechnicianSimple).await?;
        let applicant = self.by(&Actor { application: Some(id), ..Actor::of(Role::Applicant) });
        self.after_min(9);
        application::save_technician(&applicant, id, form).await?;
        let portrait = self.portrait_of(person)?;
        application::put_photo(&applicant, id, portrait).await?;
        self.after_min(2);
        application::submit(&applicant, id).await?;
        Ok(id)
    }

    /// The next portrait, of a person in the colours of their firm.
    pub fn portrait_of(&mut self, person: &cast::Person) -> Result<Vec<u8>> {
        self.drawn += 1;
        let firm = cast::FIRMS.iter().find(|firm| firm.key == person.firm);
        let colours = firm.map_or([0xf2_f4_f6, 0x2b_4c_7e], |firm| firm.colours);
        portrait::draw(self.drawn, colours, person.sex == "female")
    }

    /// The reviewer takes it and finds everything good but `deficient`.
    pub async fn judge(&self, id: ApplicationId, deficient: Option<(&str, Verdict)>) -> Result<()> {
        let reviewer = self.by(&self.reviewer);
        self.after_min(20);
        application::claim(&reviewer, id).await?;
        let word =
            |field: &str| deficient.filter(|(named, _)| *named == field).map_or(Verdict::Good, |(_, verdict)| verdict);
        let fields = application::case(&reviewer, id).await?.fields;
        let words = fields.into_iter().map(|field| (field.field.clone(), word(&field.field))).collect();
        self.after_min(4);
        application::save_verdicts(&reviewer, id, words).await
    }

    /// Approved, and paid where there is something to pay.
    pub async fn complete(&self, id: ApplicationId) -> Result<IssuedIds> {
        self.judge(id, None).await?;
        application::approve(&self.by(&self.reviewer), id).await?;
        let operator = self.by(&self.operator);
        let asked = store::fee::of_application(self.call.db.read(), id).await?;
        if let Some(asked) = asked.filter(|fee| fee.paid_at.is_none()) {
            self.after_min(90);
            let issued = fee::mark_paid(&operator, asked.id).await?;
            return issued.ok_or_else(|| Error::internal("a fee of an application came to no number"));
        }
        let case = application::case(&operator, id).await?;
        case.issued.ok_or_else(|| Error::internal("an approved application without a fee came to no number"))
    }

    /// Registers a firm; its admin has the public second factor.
    pub async fn register_firm(&mut self, firm: &'static cast::Firm) -> Result<()> {
        let id = self.apply_firm(firm).await?;
        let issued = self.complete(id).await?;
        let account =
            store::account::by_login_id(self.call.db.read(), &issued.login_id).await?.ok_or(Error::NotFound)?;
        super::with_second_factor(&self.call, account.id).await?;
        let admin = actor_of(&self.call.db, account.id).await?;
        let business = issued.business_id.ok_or_else(|| Error::internal("a firm without a number"))?;
        self.firms.insert(firm.key, (business, admin));
        Ok(())
    }

    fn firm_form(&self, firm: &cast::Firm) -> BusinessForm {
        let text = str::to_owned;
        let words = |name: &str| {
            name.split_once(' ').map_or((name.to_owned(), String::new()), |(a, b)| (a.to_owned(), b.to_owned()))
        };
        let (representative_family, representative_given) = words(firm.head[0]);
        let corporation = firm.kind == "corporation";
        let body = CORPORATE_BODY + i64::try_from(self.firms.len()).unwrap_or_default() + 1;
        let [authority, class] = firm.licence;
        let evidence_kind = match (authority.is_empty(), corporation) {
            (false, _) => "licence_notice",
            (true, true) => "registry_certificate",
            (true, false) => "opening_notice",
        };
        let of_licence = |value: &str| if authority.is_empty() { String::new() } else { value.to_owned() };
        BusinessForm {
            kind: text(firm.kind),
            name: text(firm.name),
            name_kana: text(firm.kana),
            representative_family,
            representative_given,
            corporate_number: if corporation { CorporateNumber::from_body(body).to_string() } else { String::new() },
            licence: text(if authority.is_empty() { "no" } else { "yes" }),
            licence_authority: text(authority),
            licence_class: text(class),
            licence_year: of_licence("5"),
            licence_number: of_licence(&format!("{:06}", 20_417 + self.firms.len() * 731)),
            capital_yen: if corporation { text(firm.capital_yen) } else { String::new() },
            postcode: text(firm.postcode),
            prefecture: prefecture_of(firm.postcode),
            address: text(firm.address),
            phone: format!("03-5550-{:04}", 1_200 + self.firms.len() * 17),
            mail: format!("office@{}.example.jp", firm.key),
            trade_1: text(firm.trade),
            licence_trades: of_licence("01 02"),
            evidence_kind: text(evidence_kind),
            sales_yen: if corporation { format!("{}0", firm.capital_yen) } else { String::new() },
            other_business: text("no"),
            admin_department: if corporation { text("総務部") } else { String::new() },
            health_insurance: text("joined"),
            health_insurance_kind: text(if corporation { "kyokai" } else { "construction_national" }),
            pension: text("joined"),
            pension_kind: text(if corporation { "employees" } else { "national" }),
            employment_insurance: text(if corporation { "joined" } else { "exempt" }),
            kentaikyo: text("joined"),
            kentaikyo_number: format!("13{:05}", 40_100 + self.firms.len() * 37),
            chutaikyo: text("none"),
            accident_insurance: text(if corporation { "none" } else { "joined" }),
            main_clients: if corporation { text("湊町市\n潮見不動産株式会社") } else { String::new() },
            memberships: text("湊町建設業協会"),
            admin_name: text(firm.head[1]),
            password: text(PASSWORD),
            password_again: text(PASSWORD),
            consent: text("yes"),
            ..BusinessForm::default()
        }
    }

    /// What a person of the cast types.
    pub fn person_form(&self, person: &cast::Person) -> Result<TechnicianForm> {
        let text = str::to_owned;
        let home = cast::FIRMS.iter().find(|firm| firm.key == person.firm).map_or("1350016", |firm| firm.postcode);
        let [family_name, given_name, family_kana, given_kana] = person.name.map(text);
        let [birth_era, birth_year, birth_month, birth_day] = person.birth.map(text);
        let [health_insurance, pension, employment_insurance, kentaikyo] = person.insurance.map(text);
        let of_joined = |insurance: &str, kind: &str| if insurance == "joined" { text(kind) } else { String::new() };
        let foreign = |value: &str| if person.nationality == "jp" { String::new() } else { text(value) };
        Ok(TechnicianForm {
            family_name,
            given_name,
            family_kana,
            given_kana,
            family_roman: text(person.roman[0]),
            given_roman: text(person.roman[1]),
            birth_era,
            birth_year,
            birth_month,
            birth_day,
            sex: text(person.sex),
            nationality: text(person.nationality),
            residence_status: foreign("specified_skilled_1"),
            residence_until: foreign(&format!("{}-03-31", self.call.today().number() / 10_000 + 3)),
            postcode: text(home),
            prefecture: prefecture_of(home),
            address: format!("湊町{}-{}-{}", 1 + self.drawn % 5, 1 + self.drawn % 13, 1 + self.drawn * 7 % 29),
            phone: format!("090-5550-{:04}", 1_000 + self.drawn * 37),
            mail: String::new(),
            employer_id: self.firm(person.firm)?.0.to_string(),
            trade_1: text(person.trades[0]),
            trade_2: text(person.trades[1]),
            experience_years: text(person.years),
            health_insurance_kind: of_joined(&health_insurance, "kyokai"),
            pension_kind: of_joined(&pension, "employees"),
            health_insurance,
            pension,
            employment_insurance,
            kentaikyo,
            chutaikyo: text("none"),
            password: text(PASSWORD),
            password_again: text(PASSWORD),
            consent: text("yes"),
            ..TechnicianForm::default()
        })
    }
}

/// The prefecture the postcode tells.
fn prefecture_of(postcode: &str) -> String {
    let fits = |code: &domain::prefecture::PrefectureCode| domain::prefecture::postcode::fits(postcode, *code);
    domain::prefecture::PrefectureCode::all().find(fits).map_or_else(String::new, |code| format!("{:02}", code.get()))
}

/// Opens an office log-in with the public password and second factor.
pub async fn open(
    call: &Call,
    kind: AccountKind,
    login_id: &str,
    name: &str,
    of: Option<(BusinessId, Vec<domain::id::SiteId>)>,
) -> Result<Actor> {
    let (business, sites) = of.map_or((None, Vec::new()), |(business, sites)| (Some(business), sites));
    let new = NewAccount {
        kind,
        login_id: login_id.to_owned(),
        name: name.to_owned(),
        password: Some(PASSWORD.to_owned()),
        technician: None,
        business,
        sites,
    };
    let issued = account::create(call, new).await?;
    let account = store::account::by_login_id(call.db.read(), &issued.login_id).await?.ok_or(Error::NotFound)?;
    super::with_second_factor(call, account.id).await?;
    actor_of(&call.db, account.id).await
}
