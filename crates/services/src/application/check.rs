//! What the register checks by itself and shows as such. Invariant: a check draws an eye and decides nothing; a whole
//! queue is checked with a fixed number of queries.

use super::form::Form;
use crate::Result;
use domain::{
    application::AutoCheck,
    business::CorporateNumber,
    calendar,
    id::BusinessId,
    prefecture::{PrefectureCode, postcode},
    technician::Stage,
    text,
    time::WorkDate,
};
use std::collections::HashMap;
use store::{
    ConnectionTrait,
    application::Application,
    business,
    technician::{self, AlikeBy},
};

/// What an application may be the double of.
enum Sought {
    /// Names and kana in both orders of family and given name.
    Person {
        names: [String; 2],
        kanas: [String; 2],
        phone: Option<String>,
        birth: Option<WorkDate>,
    },
    /// Somebody the register knows already.
    Registered,
    Firm {
        name: String,
        corporate_number: Option<String>,
    },
}

impl Sought {
    fn of(form: &Form) -> Self {
        match form {
            Form::Technician(Stage::Upgrade, _) => Self::Registered,
            Form::Technician(_, form) => Self::Person {
                names: both_orders(&form.family_name, &form.given_name),
                kanas: both_orders(&form.family_kana, &form.given_kana),
                phone: text::digits(&form.phone),
                birth: calendar::parse(&form.birth()).ok(),
            },
            Form::Business(_, form) => Self::Firm {
                name: text::search_key(&form.name),
                corporate_number: CorporateNumber::parse(&form.corporate_number).ok().map(|number| number.to_string()),
            },
        }
    }
}

/// Common forms of a name as it is and with family and given name taken for one another.
fn both_orders(family: &str, given: &str) -> [String; 2] {
    [text::search_key(&format!("{family}{given}")), text::search_key(&format!("{given}{family}"))]
}

/// What is registered that the applications may be doubles of, and the employers they name.
struct Registered {
    people: Vec<technician::Alike>,
    firms: Vec<business::Alike>,
    employers: HashMap<BusinessId, String>,
}

fn employer(form: &Form) -> Option<BusinessId> {
    match form {
        Form::Technician(_, form) => form.employer_id.parse().ok(),
        Form::Business(..) => None,
    }
}

async fn registered(db: &impl ConnectionTrait, forms: &[Form], sought: &[Sought]) -> Result<Registered> {
    let mut by = AlikeBy::default();
    let (mut companies, mut numbers) = (Vec::new(), Vec::new());
    for sought in sought {
        match sought {
            Sought::Person { names, kanas, phone, birth: Some(birth) } => {
                by.names.extend(names.iter().cloned());
                by.kanas.extend(kanas.iter().cloned());
                by.phones.extend(phone.clone());
                by.births.push(*birth);
            }
            Sought::Person { birth: None, .. } | Sought::Registered => {}
            Sought::Firm { name, corporate_number } => {
                companies.extend((!name.is_empty()).then(|| name.clone()));
                numbers.extend(corporate_number.clone());
            }
        }
    }
    let employers: Vec<BusinessId> = forms.iter().filter_map(employer).collect();
    Ok(Registered {
        people: technician::alike(db, &by).await?,
        firms: business::alike(db, &companies, &numbers).await?,
        employers: business::names(db, &employers).await?.into_iter().collect(),
    })
}

/// The checks of each application, in the order given.
pub async fn all(db: &impl ConnectionTrait, applications: &[Application]) -> Result<Vec<Vec<AutoCheck>>> {
    let forms: Vec<Form> = applications.iter().map(Form::of).collect::<Result<_>>()?;
    let sought: Vec<Sought> = forms.iter().map(Sought::of).collect();
    let registered = registered(db, &forms, &sought).await?;
    let checks = |((application, form), sought)| of(application, form, sought, &registered);
    Ok(applications.iter().zip(&forms).zip(&sought).map(checks).collect())
}

fn of(application: &Application, form: &Form, sought: &Sought, registered: &Registered) -> Vec<AutoCheck> {
    if matches!(form, Form::Technician(Stage::Upgrade, _)) {
        return Vec::new();
    }
    let mut checks =
        vec![AutoCheck::PostcodeFits { fits: postcode_fits(form) }, doubles(application, sought, registered)];
    match form {
        Form::Technician(..) => {
            checks.push(AutoCheck::PhotoQuality { photo: application.photo.as_ref().map(|photo| photo.info) });
            let name = employer(form).and_then(|id| registered.employers.get(&id)).cloned();
            checks.push(AutoCheck::EmployerKnown { name });
        }
        Form::Business(_, form) if !form.corporate_number.trim().is_empty() => {
            checks.push(AutoCheck::CorporateNumber { fits: CorporateNumber::parse(&form.corporate_number).is_ok() });
        }
        Form::Business(..) => {}
    }
    checks
}

fn postcode_fits(form: &Form) -> bool {
    let code = text::digits(form.typed("postcode").trim_start_matches('〒')).unwrap_or_default();
    let prefecture = text::digits(&form.typed("prefecture")).and_then(|digits| digits.parse().ok());
    prefecture.and_then(PrefectureCode::from_number).is_some_and(|prefecture| postcode::fits(&code, prefecture))
}

/// Others who look the same; what this application itself came to is none.
fn doubles(application: &Application, sought: &Sought, registered: &Registered) -> AutoCheck {
    let ids = match sought {
        Sought::Person { birth: None, .. } | Sought::Registered => Vec::new(),
        Sought::Person { names, kanas, phone, birth: Some(birth) } => registered
            .people
            .iter()
            .filter(|person| {
                person.birth_date == *birth
                    && (names.contains(&person.search_name)
                        || kanas.contains(&person.search_kana)
                        || phone.as_ref() == Some(&person.phone))
            })
            .filter(|person| application.technician_id != Some(person.id))
            .map(|person| person.id.to_string())
            .collect(),
        Sought::Firm { name, corporate_number } => registered
            .firms
            .iter()
            .filter(|firm| {
                firm.search_name == *name || (corporate_number.is_some() && firm.corporate_number == *corporate_number)
            })
            .filter(|firm| application.business_id != Some(firm.id))
            .map(|firm| firm.id.to_string())
            .collect(),
    };
    AutoCheck::PossibleDuplicate { ids }
}
