//! The moves of a registration, made through the services as people make them.

use domain::{
    access::{Actor, Role},
    application::{ApplicationKind, IssuedIds, Verdict},
    business::{self, BusinessForm},
    form::FieldProblem,
    id::{AccountId, ApplicationId, FeeRequestId},
    technician::TechnicianForm,
};
use image::{DynamicImage, ImageFormat, RgbImage};
use services::{Call, Error, account, application, fee};
use std::io::Cursor;
use testkit::TestApp;

pub const PASSWORD: &str = "tobi-no-asa-8ji";

/// A form nothing is wrong with.
pub fn technician_form() -> TechnicianForm {
    let text = str::to_owned;
    TechnicianForm {
        family_name: text("髙橋"),
        given_name: text("蓮"),
        family_kana: text("タカハシ"),
        given_kana: text("レン"),
        birth_era: text("heisei"),
        birth_year: text("8"),
        birth_month: text("4"),
        birth_day: text("2"),
        sex: text("male"),
        nationality: text("jp"),
        postcode: text("135-0016"),
        prefecture: text("13"),
        address: text("江東区東陽2-3-4"),
        phone: text("090-1234-5678"),
        trade_1: text("06"),
        experience_years: text("7"),
        health_insurance: text("joined"),
        health_insurance_kind: text("kyokai"),
        pension: text("joined"),
        pension_kind: text("employees"),
        employment_insurance: text("joined"),
        kentaikyo: text("joined"),
        chutaikyo: text("none"),
        password: text(PASSWORD),
        password_again: text(PASSWORD),
        consent: text("yes"),
        ..TechnicianForm::default()
    }
}

/// The same for the detailed stage.
pub fn detailed_form() -> TechnicianForm {
    let text = str::to_owned;
    TechnicianForm { identity_kind: text("drivers_licence"), accident_insurance: text("none"), ..technician_form() }
}

/// What an item is sent as.
pub fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned())).collect()
}

/// A form nothing is wrong with: a corporation with ¥20,000,000.
pub fn business_form(name: &str) -> BusinessForm {
    let text = str::to_owned;
    BusinessForm {
        kind: text("corporation"),
        name: text(name),
        name_kana: text("コウエイケンセツ"),
        representative_family: text("港"),
        representative_given: text("栄一"),
        corporate_number: text("7000012050002"),
        licence: text("no"),
        capital_yen: text("20000000"),
        postcode: text("135-0016"),
        prefecture: text("13"),
        address: text("江東区東陽5-6-7"),
        phone: text("03-1234-5678"),
        mail: text("info@koei.example.jp"),
        trade_1: text("02"),
        evidence_kind: text("registry_certificate"),
        other_business: text("no"),
        health_insurance: text("joined"),
        health_insurance_kind: text("kyokai"),
        pension: text("joined"),
        pension_kind: text("employees"),
        employment_insurance: text("joined"),
        kentaikyo: text("joined"),
        kentaikyo_number: text("1340123"),
        chutaikyo: text("none"),
        accident_insurance: text("none"),
        admin_name: text("港 花子"),
        password: text(PASSWORD),
        password_again: text(PASSWORD),
        consent: text("yes"),
        ..BusinessForm::default()
    }
}

pub fn self_employed_form() -> BusinessForm {
    let text = str::to_owned;
    BusinessForm {
        kind: text("self_employed"),
        corporate_number: String::new(),
        capital_yen: String::new(),
        evidence_kind: text("opening_notice"),
        ..business_form("田辺工務店")
    }
}

pub fn sole_proprietor_form() -> BusinessForm {
    BusinessForm { kind: "sole_proprietor".to_owned(), ..self_employed_form() }
}

/// A picture of `width` × `height`.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150])))
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

/// A reviewer's or operator's call, by an account that exists.
pub async fn office(app: &TestApp, role: Role, login_id: &str) -> Call {
    let kind = account::NewAccount {
        kind: domain::account::AccountKind::from_role(role).unwrap(),
        login_id: login_id.to_owned(),
        name: login_id.to_owned(),
        password: Some(PASSWORD.to_owned()),
        technician: None,
        business: None,
        sites: Vec::new(),
    };
    account::create(&app.system(), kind).await.unwrap();
    let account = store::account::by_login_id(app.db().read(), login_id).await.unwrap().unwrap();
    app.by(account::actor_of(app.db(), account.id).await.unwrap())
}

/// The admin who logs in with an issued number.
pub async fn admin(app: &TestApp, issued: &IssuedIds) -> Call {
    let account = store::account::by_login_id(app.db().read(), &issued.login_id).await.unwrap().unwrap();
    app.by(account::actor_of(app.db(), account.id).await.unwrap())
}

/// Starts an application and gives the applicant's call.
pub async fn started(app: &TestApp, kind: ApplicationKind) -> (Call, ApplicationId) {
    let (id, _) = application::start(&app.call, kind).await.unwrap();
    (applicant(app, id), id)
}

pub fn applicant(app: &TestApp, id: ApplicationId) -> Call {
    app.by(Actor { application: Some(id), ..Actor::of(Role::Applicant) })
}

/// A technician's application, handed in.
pub async fn technician_submitted(app: &TestApp, form: TechnicianForm) -> (Call, ApplicationId) {
    let (call, id) = started(app, ApplicationKind::TechnicianSimple).await;
    application::save_technician(&call, id, form).await.unwrap();
    application::put_photo(&call, id, picture(300, 400)).await.unwrap();
    application::submit(&call, id).await.unwrap();
    (call, id)
}

/// A business's application, handed in.
pub async fn business_submitted(app: &TestApp, form: BusinessForm) -> (Call, ApplicationId) {
    let (call, id) = started(app, ApplicationKind::Business).await;
    application::save_business(&call, id, form).await.unwrap();
    application::put_file(&call, id, business::EVIDENCE, picture(400, 500)).await.unwrap();
    application::submit(&call, id).await.unwrap();
    (call, id)
}

/// Good on every field of a kind.
pub fn all_good(kind: ApplicationKind) -> Vec<(String, Verdict)> {
    let fields = match kind.stage() {
        Some(stage) => TechnicianForm::default().reviewed(stage),
        None => business::REVIEWED.iter().map(|field| (*field).to_owned()).collect(),
    };
    fields.into_iter().map(|field| (field, Verdict::Good)).collect()
}

/// Claims, finds everything good and approves.
pub async fn approved(reviewer: &Call, id: ApplicationId, kind: ApplicationKind) {
    application::claim(reviewer, id).await.unwrap();
    // Items of lists are named by the form alone.
    application::save_verdicts_and_rest(reviewer, id, all_good(kind)).await.unwrap();
    application::approve(reviewer, id).await.unwrap();
}

/// The open fee request of an application.
pub async fn fee_of(operator: &Call, id: ApplicationId) -> FeeRequestId {
    fee::unpaid(operator, "", None)
        .await
        .unwrap()
        .rows
        .into_iter()
        .find(|fee| fee.application_id == Some(id))
        .expect("a request")
        .id
}

/// The desk: a reviewer and an operator.
pub struct Desk {
    pub reviewer: Call,
    pub operator: Call,
}

impl Desk {
    pub async fn open(app: &TestApp) -> Self {
        Self {
            reviewer: office(app, Role::Reviewer, "shinsa-1").await,
            operator: office(app, Role::Operator, "unei-1").await,
        }
    }
    /// A registered technician.
    pub async fn technician(&self, app: &TestApp, form: TechnicianForm) -> IssuedIds {
        let (_, id) = technician_submitted(app, form).await;
        approved(&self.reviewer, id, ApplicationKind::TechnicianSimple).await;
        fee::mark_paid(&self.operator, fee_of(&self.operator, id).await).await.unwrap().unwrap()
    }
    /// A registered business.
    pub async fn business(&self, app: &TestApp, form: BusinessForm) -> IssuedIds {
        let (_, id) = business_submitted(app, form).await;
        approved(&self.reviewer, id, ApplicationKind::Business).await;
        fee::mark_paid(&self.operator, fee_of(&self.operator, id).await).await.unwrap().unwrap()
    }
}

/// An account nobody made, for refusals.
pub fn stranger(app: &TestApp, role: Role) -> Call {
    app.by(Actor { account: Some(AccountId(uuid::Uuid::from_u128(9))), ..Actor::of(role) })
}

pub fn code<T: core::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Rejected(rejection)) => rejection.code.to_owned(),
        Err(Error::Conflict(code)) => code.to_owned(),
        Err(Error::Forbidden(denied)) => {
            format!("forbidden.{}", serde_json::to_value(denied).unwrap().as_str().unwrap())
        }
        Err(Error::NotFound) => "not_found".to_owned(),
        other => panic!("not refused: {other:?}"),
    }
}

pub fn fields<T: core::fmt::Debug>(result: Result<T, Error>) -> Vec<FieldProblem> {
    match result {
        Err(Error::Rejected(rejection)) => rejection.fields,
        other => panic!("not rejected: {other:?}"),
    }
}

/// Does all work that is due.
pub async fn work(app: &TestApp) {
    while services::job::run_due(&app.system()).await.unwrap() > 0 {}
}

/// Begins the day, and does all work that is due.
pub async fn day_work(app: &TestApp) {
    services::job::set_day(&app.system()).await.unwrap();
    work(app).await;
}
