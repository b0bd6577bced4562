//! A checked form as the register gives it back. Invariant: it says what the entry says and nothing that was typed besides, so
//! two ways to write one thing are one.

use super::{List, SubtradeEntry, TechnicianEntry, TechnicianForm};
use crate::time::WorkDate;

impl TechnicianForm {
    /// The form as it is read back once `entry`, which it came to, is registered: codes and days as they are kept, the items
    /// under their keys, no employment, agreement or password.
    #[must_use]
    pub fn as_registered(&self, entry: &TechnicianEntry) -> Self {
        let mut form = Self {
            consent: String::new(),
            employer_id: String::new(),
            employed_on: String::new(),
            employed_until: String::new(),
            ..Self::from(entry)
        };
        form.put_particulars(&entry.particulars);
        form.identity_kind.clone_from(&self.identity_kind);
        if let Some(detailed) = &entry.detailed {
            form.put_detailed(Some(detailed.identity_kind), detailed.accident_insurance);
            if let Some(chief) = detailed.qualifications.iter().find(|one| one.from_register) {
                let number = chief.number.clone().unwrap_or_default();
                form.put_chief(&number, &chief.name, chief.expires, entry.birth);
            }
        }
        form.put_items(self, entry);
        form
    }

    fn put_items(&mut self, typed: &Self, entry: &TechnicianEntry) {
        let day = |day: Option<WorkDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (more, detailed) = (&entry.particulars, entry.detailed.as_ref());
        let mut put = |list: List, values: Vec<Vec<(&'static str, String)>>| {
            let keys: Vec<String> = typed.items(list).into_iter().map(|item| item.key().to_owned()).collect();
            self.take_items(list, typed);
            for (key, values) in keys.iter().zip(&values) {
                self.put_item(list, key, values.iter().map(|(name, value)| (*name, value.as_str())));
            }
        };
        put(List::Subtrades, more.subtrades.iter().map(subtrade).collect());
        put(
            List::Careers,
            more.careers
                .iter()
                .map(|of| {
                    vec![
                        ("trade", of.trade.to_string()),
                        ("years", of.years.to_string()),
                        ("content", text(&of.content)),
                    ]
                })
                .collect(),
        );
        let Some(detailed) = detailed else { return };
        put(
            List::HealthChecks,
            detailed
                .health_checks
                .iter()
                .map(|of| {
                    vec![("kind", of.kind.code().to_owned()), ("name", text(&of.name)), ("on", of.on.to_string())]
                })
                .collect(),
        );
        put(
            List::Schools,
            detailed
                .schools
                .iter()
                .map(|of| {
                    vec![("kind", of.kind.code().to_owned()), ("name", of.name.clone()), ("year", of.year.to_string())]
                })
                .collect(),
        );
        put(
            List::Qualifications,
            detailed
                .qualifications
                .iter()
                .filter(|of| !of.from_register)
                .map(|of| {
                    vec![
                        ("code", of.known.map(|known| known.code.to_owned()).unwrap_or_default()),
                        ("name", if of.known.is_some() { String::new() } else { of.name.clone() }),
                        ("number", text(&of.number)),
                        ("acquired", day(of.acquired)),
                        ("expires", day(of.expires)),
                    ]
                })
                .collect(),
        );
        let titled = |name: &String, by: &Option<String>, on: WorkDate| {
            vec![("name", name.clone()), ("by", text(by)), ("on", on.to_string())]
        };
        put(List::Trainings, detailed.trainings.iter().map(|of| titled(&of.name, &of.by, of.on)).collect());
        put(List::Awards, detailed.awards.iter().map(|of| titled(&of.name, &of.by, of.on)).collect());
    }
}

fn subtrade(of: &SubtradeEntry) -> Vec<(&'static str, String)> {
    let code = of.code.map_or_else(|| "other".to_owned(), |code| code.to_string());
    let name = if of.code.is_some() { String::new() } else { of.name.clone() };
    vec![("trade", of.trade.to_string()), ("subtrade", code), ("name", name)]
}
