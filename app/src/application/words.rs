//! Words for what the domain's codes of applications mean. Invariant: every code has words; the compiler or a test sees to
//! it.

use crate::{
    business,
    shell::{Banner, Tag, Tone, icon, lang, t, tw},
    technician,
};
use domain::{
    application::{ApplicationKind, AutoCheck, Deficiency, Flaw, PhotoInfo},
    technician::parts,
};
use i18n::{Msg, msg, word};
use leptos::prelude::*;

use msg::application as m;

/// The label of a field of a kind of application; the name itself where the form has no such field.
pub fn label(kind: ApplicationKind, field: &str) -> String {
    if let Some((list, key, _)) = kind.stage().and_then(|_| parts(field)) {
        return technician::words::item_label(list, key);
    }
    if field == domain::proxy::PAPER {
        return t(msg::proxy::CONSENT_PAPER).to_owned();
    }
    let label = match kind.stage() {
        Some(_) => technician::words::label(field),
        None => business::words::label(field),
    };
    label.map_or_else(|| field.to_owned(), |label| t(label).to_owned())
}

/// A field's value in words.
pub fn shown(kind: ApplicationKind, field: &str, value: &str) -> String {
    match kind.stage() {
        Some(_) => technician::words::shown(field, value),
        None => business::words::shown(field, value),
    }
}

/// The form's page.
pub const fn form_page(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::TechnicianSimple
        | ApplicationKind::TechnicianDetailed
        | ApplicationKind::TechnicianUpgrade
        | ApplicationKind::TechnicianSimpleChange
        | ApplicationKind::TechnicianChange => "/register/technician",
        ApplicationKind::Business => "/register/business",
        ApplicationKind::BusinessRenewal => "/business/registration/renewal",
        ApplicationKind::BusinessChange => "/business/registration/change",
    }
}

/// The form's last page, where it is handed in.
pub fn check_page(kind: ApplicationKind) -> String {
    kind.filing().map_or_else(|| technician::flow::CHECK.to_owned(), business::flow::check_address)
}

/// Where a field of an application is put right.
pub fn place(kind: ApplicationKind, field: &str) -> String {
    match kind.stage() {
        Some(_) => technician::place_of(field),
        None => kind.filing().map_or_else(|| format!("#{field}"), |filing| business::flow::place_in(filing, field)),
    }
}

/// An automatic check in words.
pub const fn check(check: &AutoCheck) -> Msg {
    match check {
        AutoCheck::PostcodeFits { .. } => m::CHECK_POSTCODE,
        AutoCheck::PossibleDuplicate { .. } => m::CHECK_DUPLICATE,
        AutoCheck::PhotoQuality { .. } => m::CHECK_PHOTO,
        AutoCheck::EvidenceQuality { .. } => m::CHECK_EVIDENCE,
        AutoCheck::CorporateNumber { .. } => m::CHECK_CORPORATE_NUMBER,
        AutoCheck::LicenceKnown { .. } => m::CHECK_LICENCE,
        AutoCheck::EmployerKnown { .. } => m::CHECK_EMPLOYER,
    }
}

/// What a picture lacks, in one line.
pub fn flaws(flaws: &[Flaw]) -> String {
    let word = |flaw: &Flaw| {
        t(match flaw {
            Flaw::Dark => m::FLAW_DARK,
            Flaw::Flat => m::FLAW_FLAT,
            Flaw::Blurred => m::FLAW_BLURRED,
        })
    };
    flaws.iter().map(word).collect::<Vec<_>>().join(t(msg::common::LIST_JOIN))
}

/// Says to whoever sent a picture what it lacks; nothing where it lacks nothing.
pub fn flaw_hint(info: PhotoInfo) -> Option<impl IntoView + use<>> {
    let found = info.flaws();
    let words = (!found.is_empty()).then(|| tw(m::FLAW_HINT, &[("flaws", &flaws(&found))]))?;
    Some(view! { <Banner tone=Tone::Warn>{words}</Banner> })
}

/// What happened, by a transition's or an event's code.
pub fn trail(code: &str) -> Msg {
    match code {
        "start" => m::TRAIL_START,
        "resume" => m::TRAIL_RESUME,
        "code_sent" => m::TRAIL_CODE_SENT,
        "save" => m::TRAIL_SAVE,
        "photo" => m::TRAIL_PHOTO,
        "evidence" => m::TRAIL_EVIDENCE,
        "evidence_erased" => m::TRAIL_EVIDENCE_ERASED,
        "stage" => m::TRAIL_STAGE,
        "submit" => m::TRAIL_SUBMIT,
        "resubmit" => m::TRAIL_RESUBMIT,
        "check" => m::TRAIL_CHECK,
        "claim" => m::TRAIL_CLAIM,
        "release" => m::TRAIL_RELEASE,
        "verdicts" => m::TRAIL_VERDICTS,
        "return" => m::TRAIL_RETURN,
        "approve" => m::TRAIL_APPROVE,
        "request_payment" => m::TRAIL_REQUEST_PAYMENT,
        "complete" => m::TRAIL_COMPLETE,
        "withdraw" => m::TRAIL_WITHDRAW,
        "reject" => m::TRAIL_REJECT,
        "prioritise" => m::TRAIL_PRIORITISE,
        "counter.check" => msg::counter::TRAIL_CHECK,
        "counter.post" => msg::counter::TRAIL_POST,
        "counter.arrive" => msg::counter::TRAIL_ARRIVE,
        "evidence.read" => m::TRAIL_EVIDENCE_READ,
        "sample.choose" => msg::counter::TRAIL_SAMPLED,
        "sample.judge" => msg::counter::TRAIL_JUDGED,
        _ => m::TRAIL_OTHER,
    }
}

/// Why a field came back, and whether it has been put right since.
pub fn deficiency_told(deficiency: &Deficiency) -> impl IntoView + use<> {
    let mended = if deficiency.mended {
        view! { <Tag tone=Tone::Ok icon=icon::CHECK text=t(m::DEFICIENCY_MENDED) /> }.into_any()
    } else {
        view! { <Tag text=t(m::DEFICIENCY_OPEN) /> }.into_any()
    };
    view! {
        {word::deficiency_told(lang(), deficiency)}
        " "
        {mended}
    }
}

/// All that the reviewer returned, each with a link to its field.
pub fn returned_list(kind: ApplicationKind, deficiencies: &[Deficiency]) -> impl IntoView + use<> {
    let all_mended = deficiencies.iter().all(|deficiency| deficiency.mended);
    let lead = if all_mended { m::DEFICIENCIES_MENDED } else { msg::technician::RETURNED_LEAD };
    list_of(kind, deficiencies, lead)
}

/// The same of one page or item: what is left on others is said there.
pub fn deficiency_list(kind: ApplicationKind, deficiencies: &[Deficiency]) -> impl IntoView + use<> {
    list_of(kind, deficiencies, msg::technician::RETURNED_LEAD)
}

fn list_of(kind: ApplicationKind, deficiencies: &[Deficiency], lead: Msg) -> impl IntoView + use<> {
    let line = |deficiency: &Deficiency| {
        let field = label(kind, &deficiency.field);
        view! {
            <li>
                <a href=place(kind, &deficiency.field)>{field}</a>
                " "
                {deficiency_told(deficiency)}
            </li>
        }
    };
    let lines = deficiencies.iter().map(line).collect_view();
    (!deficiencies.is_empty()).then(|| {
        view! {
            <section class="deficiencies" aria-labelledby="deficiencies-title">
                <h2 id="deficiencies-title">{t(m::DEFICIENCIES_TITLE)}</h2>
                <p>{t(lead)}</p>
                <ul>{lines}</ul>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{application::Transition, technician::Stage};

    #[test]
    fn every_transition_has_words_of_its_own() {
        for transition in Transition::ALL {
            assert_ne!(trail(transition.code()), m::TRAIL_OTHER, "{transition:?}");
        }
    }

    #[test]
    fn every_reviewed_field_has_a_label() {
        for field in domain::technician::TechnicianForm::default().reviewed(Stage::Detailed) {
            assert_ne!(label(ApplicationKind::TechnicianDetailed, &field), field);
        }
        for field in domain::business::REVIEWED {
            assert_ne!(label(ApplicationKind::Business, field), *field);
        }
    }
}
