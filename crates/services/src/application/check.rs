//! What the register checks by itself and shows as such. Invariant: a check draws an eye and decides nothing; a whole
//! queue is checked with a fixed number of queries.

use super::{form::Form, licence};
use crate::{Result, postcode::Postcodes};
use domain::{
    application::{
        AutoCheck, OtherCase,
        sought::{Firm, Person},
    },
    business::{BusinessForm, CorporateNumber},
    id::{ApplicationId, BusinessId},
    prefecture::PrefectureCode,
    technician::Stage,
    text,
};
use std::collections::{HashMap, HashSet};
use store::{
    ConnectionTrait,
    application::{Application, SentFile, licence::Answer, sought::Shared},
    business,
    technician::{self, AlikeBy},
};

/// What an application may be the double of.
enum Sought {
    Person(Person),
    /// Somebody the register knows already.
    Registered,
    Firm(Firm),
}

impl Sought {
    fn of(form: &Form) -> Self {
        match form {
            Form::Technician(stage, _) if stage.is_of_registered() => Self::Registered,
            Form::Technician(_, form) => Self::Person(Person::of(form)),
            Form::Business(_, form) => Self::Firm(Firm::of(form)),
        }
    }
    fn keys(&self) -> Vec<String> {
        match self {
            Self::Person(person) => person.keys(),
            Self::Firm(firm) => firm.keys(),
            Self::Registered => Vec::new(),
        }
    }
}

/// Keeps by what an application that was handed in may be found as the double of another.
pub(super) async fn keep_sought(tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    let keys = Sought::of(&Form::of(application)?).keys();
    Ok(store::application::sought::keep(tx, application.id, &keys).await?)
}

/// What the applications may be doubles of, and the employers they name.
struct Known {
    people: Vec<(technician::Alike, Vec<String>)>,
    firms: Vec<(business::Alike, Vec<String>)>,
    applications: Vec<Shared>,
    licences: HashMap<ApplicationId, Answer>,
    postcodes: Postcodes,
    employers: HashMap<BusinessId, String>,
}

fn employer(form: &Form) -> Option<BusinessId> {
    match form {
        Form::Technician(_, form) => form.employer_id.parse().ok(),
        Form::Business(..) => None,
    }
}

/// A registered person as an application is known.
fn person_of(found: &technician::Alike) -> Person {
    Person {
        names: vec![found.search_name.clone()],
        kanas: vec![found.search_kana.clone()],
        phone: Some(found.phone.clone()).filter(|phone| !phone.is_empty()),
        birth: Some(found.birth_date),
    }
}

async fn known(db: &impl ConnectionTrait, ids: &[ApplicationId], forms: &[Form], sought: &[Sought]) -> Result<Known> {
    let mut by = AlikeBy::default();
    let (mut companies, mut numbers) = (Vec::new(), Vec::new());
    for sought in sought {
        match sought {
            Sought::Person(person) => {
                by.names.extend(person.names.iter().cloned());
                by.kanas.extend(person.kanas.iter().cloned());
                by.phones.extend(person.phone.clone());
                by.births.extend(person.birth);
            }
            Sought::Registered => {}
            Sought::Firm(firm) => {
                companies.extend((!firm.name.is_empty()).then(|| firm.name.clone()));
                numbers.extend(firm.corporate_number.clone());
            }
        }
    }
    let keys: Vec<String> = sought.iter().flat_map(Sought::keys).collect();
    let employers: Vec<BusinessId> = forms.iter().filter_map(employer).collect();
    let people = technician::alike(db, &by).await?;
    let companies_alike = business::alike(db, &companies, &numbers).await?;
    let firm_of = |found: &business::Alike| Firm {
        name: found.search_name.clone(),
        corporate_number: found.corporate_number.clone(),
    };
    Ok(Known {
        people: people
            .into_iter()
            .map(|found| {
                let keys = person_of(&found).keys();
                (found, keys)
            })
            .collect(),
        firms: companies_alike
            .into_iter()
            .map(|found| {
                let keys = firm_of(&found).keys();
                (found, keys)
            })
            .collect(),
        applications: store::application::sought::shared(db, &keys).await?,
        licences: store::application::licence::of(db, ids).await?,
        postcodes: Postcodes::unpacked().await?,
        employers: business::names(db, &employers).await?.into_iter().collect(),
    })
}

/// The checks of each application, in the order given.
pub async fn all(db: &impl ConnectionTrait, applications: &[Application]) -> Result<Vec<Vec<AutoCheck>>> {
    let forms: Vec<Form> = applications.iter().map(Form::of).collect::<Result<_>>()?;
    let sought: Vec<Sought> = forms.iter().map(Sought::of).collect();
    let ids: Vec<ApplicationId> = applications.iter().map(|application| application.id).collect();
    let known = known(db, &ids, &forms, &sought).await?;
    let checks = |((application, form), sought)| of(application, form, sought, &known);
    Ok(applications.iter().zip(&forms).zip(&sought).map(checks).collect())
}

fn of(application: &Application, form: &Form, sought: &Sought, known: &Known) -> Vec<AutoCheck> {
    match form {
        Form::Technician(Stage::Upgrade, _) => return Vec::new(),
        Form::Technician(stage, _) if stage.is_change() => {
            let name = employer(form).and_then(|id| known.employers.get(&id)).cloned();
            return vec![
                AutoCheck::PostcodeFits { fits: postcode_fits(known.postcodes, form) },
                AutoCheck::EmployerKnown { name },
            ];
        }
        _ => {}
    }
    let mut checks = vec![
        AutoCheck::PostcodeFits { fits: postcode_fits(known.postcodes, form) },
        doubles(application, sought, known),
    ];
    match form {
        Form::Technician(..) => {
            checks.push(AutoCheck::PhotoQuality { photo: application.photo.as_ref().map(|photo| photo.info) });
            checks.extend(evidence_quality(application));
            let name = employer(form).and_then(|id| known.employers.get(&id)).cloned();
            checks.push(AutoCheck::EmployerKnown { name });
        }
        Form::Business(_, form) => {
            if !form.corporate_number.trim().is_empty() {
                let fits = CorporateNumber::parse(&form.corporate_number).is_ok();
                checks.push(AutoCheck::CorporateNumber { fits });
            }
            checks.extend(evidence_quality(application));
            if form.licence == "yes" {
                checks.push(licence_known(form, known.licences.get(&application.id)));
            }
        }
    }
    checks
}

/// Whether the licence is the one whose register answered, stands under this name and had not ended on that day.
fn licence_known(form: &BusinessForm, answer: Option<&Answer>) -> AutoCheck {
    let is_of_this = |answer: &&Answer| {
        form.named_licence(answer.asked_at.date()).is_some_and(|named| licence::key(&named) == answer.licence)
    };
    let answer = answer.filter(is_of_this);
    let found = answer.and_then(|answer| answer.found.clone());
    let fits = answer.zip(found.as_ref()).is_some_and(|(answer, found)| {
        text::search_key(&found.name) == text::search_key(&form.name) && found.until >= answer.asked_at.date()
    });
    AutoCheck::LicenceKnown { asked: answer.is_some(), found, fits }
}

fn postcode_fits(postcodes: Postcodes, form: &Form) -> bool {
    let code = form.typed("postcode");
    let prefecture = text::digits(&form.typed("prefecture")).and_then(|digits| digits.parse().ok());
    prefecture.and_then(PrefectureCode::from_number).is_some_and(|prefecture| postcodes.fits(&code, prefecture))
}

/// Others who look the same; what this application itself came to is none.
fn doubles(application: &Application, sought: &Sought, known: &Known) -> AutoCheck {
    let own: HashSet<String> = sought.keys().into_iter().collect();
    let is_alike = |keys: &[String]| keys.iter().any(|key| own.contains(key));
    let ids = match sought {
        Sought::Registered => Vec::new(),
        Sought::Person(_) => known
            .people
            .iter()
            .filter(|(person, keys)| is_alike(keys) && application.technician_id != Some(person.id))
            .map(|(person, _)| person.id.to_string())
            .collect(),
        Sought::Firm(_) => known
            .firms
            .iter()
            .filter(|(firm, keys)| is_alike(keys) && application.business_id != Some(firm.id))
            .map(|(firm, _)| firm.id.to_string())
            .collect(),
    };
    // A renewal and a change of one business may wait together.
    let is_other = |other: &&Shared| {
        other.id != application.id && (other.business.is_none() || other.business != application.business_id)
    };
    let others = known.applications.iter().filter(is_other).filter(|other| own.contains(&other.key));
    let mut applications: Vec<OtherCase> =
        others.map(|other| OtherCase { id: other.id, number: other.number.clone() }).collect();
    applications.sort_by(|one, other| one.number.cmp(&other.number));
    applications.dedup();
    AutoCheck::PossibleDuplicate { ids, applications }
}

/// What the pictures other than the photo lack; nothing where none was sent.
fn evidence_quality(application: &Application) -> Option<AutoCheck> {
    let flawed = |file: &SentFile| Some((file.field.clone(), file.info.flaws())).filter(|(_, flaws)| !flaws.is_empty());
    let files = &application.files;
    (!files.is_empty()).then(|| AutoCheck::EvidenceQuality { flawed: files.iter().filter_map(flawed).collect() })
}
