//! Every way in has a case in which it is refused. Invariant: a new server function or route without one fails here.

use super::{forms::FORMS, refused_counter::COUNTERS, refused_labour::LABOUR, refused_level::LEVELS};
use crate::api;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Refused by a test of its own: the way in, and the test's name.
const ALONE: [(&str, &str); 86] = [
    ("fn/log_in", "a_wrong_log_in_is_refused_and_keeps_no_more_than_it_must"),
    ("fn/second_factor", "a_second_factor_nobody_waits_for_is_not_judged"),
    ("logout", "a_foreign_page_sends_nothing"),
    ("fn/log_in_for", "nobody_is_led_to_another_server"),
    ("fn/size_text", "nobody_is_led_to_another_server"),
    ("fn/show_readings", "nobody_is_led_to_another_server"),
    ("fn/speak", "nobody_is_led_to_another_server"),
    ("fn/now_after", "islands_are_told_why_not"),
    ("fn/certify_phone", "islands_are_told_why_not"),
    ("fn/ask_passkey", "a_passkey_is_registered_and_logs_in_in_its_own_browser"),
    ("fn/keep_passkey", "a_passkey_is_registered_and_logs_in_in_its_own_browser"),
    ("fn/ask_log_in", "passkeys_are_asked_for_by_pages_of_this_server_where_they_can_be"),
    ("fn/log_in_by_passkey", "a_passkey_is_registered_and_logs_in_in_its_own_browser"),
    ("fn/card_read", "islands_are_told_why_not"),
    ("fn/place_of", "what_is_no_postcode_stands_for_no_place"),
    ("GET /photo/{technician_id}", "photos_are_not_for_strangers"),
    ("GET /passport/registration/file/{field}", "what_is_registered_of_somebody_is_theirs_alone"),
    ("GET /level/statement/{statement}", "statements_and_proofs_are_their_persons_and_their_judges"),
    (
        "GET /evaluator/applications/{application}/proof/{list}/{place}",
        "statements_and_proofs_are_their_persons_and_their_judges",
    ),
    ("POST /passport/level/{field}/statement", "statements_and_proofs_are_their_persons_and_their_judges"),
    ("GET /p/{token}/photo", "a_code_shows_a_photo_while_it_opens"),
    ("GET /register/photo", "photos_are_not_for_strangers"),
    ("GET /operator/applications/{application_id}/photo", "photos_are_not_for_strangers"),
    ("POST /register/file/{page}/{item}", "a_foreign_page_sends_nothing"),
    ("POST /register/business-file/{filing}", "evidence_of_a_business_is_sent_by_whoever_files_it"),
    ("POST /register/business-file/{filing}/consent", "evidence_of_a_business_is_sent_by_whoever_files_it"),
    ("GET /register/business-file/{filing}", "evidence_of_a_business_is_sent_by_whoever_files_it"),
    ("GET /register/file/{field}", "photos_are_not_for_strangers"),
    ("GET /operator/applications/{application_id}/file/{field}", "photos_are_not_for_strangers"),
    ("POST /operator/fees/settlement", "a_settlement_file_is_taken_from_the_operator_only"),
    ("POST /operator/cards/batches/{batch}/files", "the_card_makers_files_are_the_operators"),
    ("POST /operator/cards/batches/{batch}/keys", "the_card_makers_files_are_the_operators"),
    ("POST /operator/cards/batches/{batch}/answer", "the_card_makers_files_are_the_operators"),
    ("POST /business/proxy/bulk/file", "files_of_people_are_the_businesses_that_sent_them"),
    ("GET /business/proxy/bulk/template.csv", "files_of_people_are_the_businesses_that_sent_them"),
    ("GET /business/proxy/bulk/{bulk}/problems.csv", "files_of_people_are_the_businesses_that_sent_them"),
    ("POST /business/sites/import/file", "files_of_sites_are_the_businesses_that_sent_them"),
    ("GET /business/sites/import/template.csv", "files_of_sites_are_the_businesses_that_sent_them"),
    ("GET /business/sites/import/{import}/problems.csv", "files_of_sites_are_the_businesses_that_sent_them"),
    ("POST /business/sites/{site}/history/import/file", "files_of_work_are_for_who_may_enter_it"),
    ("GET /business/sites/{site}/history/import/template.csv", "files_of_work_are_for_who_may_enter_it"),
    ("GET /business/sites/{site}/history/import/{import}/problems.csv", "files_of_work_are_for_who_may_enter_it"),
    ("POST /business/sites/{site}/readings/file", "files_of_readers_are_the_primes_alone"),
    ("GET /business/fees/{request}/invoice.pdf", "an_invoice_is_a_file_for_its_payer_and_the_operator"),
    ("GET /passport/fees/{request}/invoice.pdf", "an_invoice_is_a_file_for_its_payer_and_the_operator"),
    ("GET /operator/fees/{request}/invoice.pdf", "an_invoice_is_a_file_for_its_payer_and_the_operator"),
    ("GET /operator/notices/letters/{file}/letters.csv", "letters_are_the_operators_alone"),
    ("POST /recover/ask", "who_is_logged_in_asks_for_no_other_log_in_and_nothing_is_asked_without_a_picture"),
    ("GET /operator/recoveries/{recovery_id}/picture", "a_document_of_recovery_is_the_reviewers_alone"),
    ("POST /operator/corrections/enter", "corrections_are_the_offices_alone"),
    ("GET /operator/corrections/{correction_id}/photo/{which}", "corrections_are_the_offices_alone"),
    ("GET /operator/corrections/{correction_id}/file/{field}/{which}", "corrections_are_the_offices_alone"),
    ("GET /operator/surveys/{survey}/answers.csv", "answers_of_a_survey_are_the_operators"),
    ("POST /business/people/days/file", "files_of_days_are_for_whose_people_they_are"),
    ("POST /business/sites/{site}/history/file", "files_of_days_are_for_whose_people_they_are"),
    ("POST /operator/statistics/file", "files_of_counts_are_for_who_may_see_them"),
    ("POST /business/people/statistics/file", "files_of_counts_are_for_who_may_see_them"),
    ("POST /business/sites/{site}/statistics/file", "files_of_counts_are_for_who_may_see_them"),
    ("POST /passport/history/totals/file", "a_history_is_given_to_its_person_alone"),
    ("POST /passport/history/{date}/{site}/proof", "a_proof_is_given_to_its_person_alone"),
    ("POST /passport/certificate/file", "certificates_are_made_for_their_holder_alone"),
    ("POST /business/certificate/file", "certificates_are_made_for_their_holder_alone"),
    ("POST /verify/check", "a_certificate_that_is_none_is_told_so_without_a_script"),
    ("GET /certificates/lists", "lists_are_published_and_others_are_not_there"),
    ("GET /certificates/lists/{list}", "lists_are_published_and_others_are_not_there"),
    ("GET /.well-known/jwt-vc-issuer", "lists_are_published_and_others_are_not_there"),
    ("GET /log/checkpoint", "the_log_refuses_what_it_does_not_have"),
    ("GET /log/checkpoint/{size}", "the_log_refuses_what_it_does_not_have"),
    ("GET /log/key", "the_log_refuses_what_it_does_not_have"),
    ("GET /log/tile/{level}/{*number}", "the_log_refuses_what_it_does_not_have"),
    ("GET /log/proof/inclusion", "the_log_refuses_what_it_does_not_have"),
    ("GET /log/proof/consistency", "the_log_refuses_what_it_does_not_have"),
    ("POST /log/cosignature", "cosignatures_of_strangers_are_refused"),
    ("GET /metrics", "metrics_are_for_whoever_has_the_token_and_without_one_for_this_machine"),
    ("POST /api/v1/gate/login", "interfaces_refuse_whoever_has_no_credential"),
    ("POST /api/v1/gate/devices", "interfaces_refuse_whoever_has_no_credential"),
    ("DELETE /api/v1/gate/device", "interfaces_refuse_whoever_has_no_credential"),
    ("GET /api/v1/gate/roster", "interfaces_refuse_whoever_has_no_credential"),
    ("GET /api/v1/gate/photo/{technician_id}", "interfaces_refuse_whoever_has_no_credential"),
    ("POST /api/v1/gate/touches", "interfaces_refuse_whoever_has_no_credential"),
    ("POST /api/v1/oauth/token", "interfaces_refuse_whoever_has_no_credential"),
    ("POST /api/v1/touches", "interfaces_refuse_whoever_has_no_credential"),
    ("POST /api/v1/history", "interfaces_refuse_whoever_has_no_credential"),
    ("GET /api/v1/history", "interfaces_refuse_whoever_has_no_credential"),
    ("POST /api/v1/line/events", "what_is_not_signed_by_line_is_not_believed"),
    ("GET /healthz", "health_tells_nothing_but_that_it_is"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn texts(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The addresses of all server functions, as the source says them.
pub fn server_functions() -> BTreeSet<String> {
    let mut text = String::new();
    texts(&root().join("app/src"), &mut text);
    let attributes = text.split("#[server(").skip(1).filter_map(|rest| rest.split_once(")]").map(|(inside, _)| inside));
    let address = |inside: &str| {
        let name = inside.split_once("endpoint = \"")?.1.split_once('"')?.0;
        Some(if inside.contains("prefix = \"\"") { name.to_owned() } else { format!("fn/{name}") })
    };
    attributes.filter_map(address).collect()
}

/// Routes beside pages that the router adds by hand.
fn routes_by_hand() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in [
        "server/src/page.rs",
        "server/src/given.rs",
        "server/src/router.rs",
        "server/src/log.rs",
        "server/src/certificate.rs",
    ] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        for rest in text.split(".route(").skip(1) {
            let rest = rest.trim_start();
            let Some((path, answer)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) else { continue };
            // The interface has its own list; readiness is told by the database's state, not by who asks.
            if !path.starts_with("/api/") && path != "/readyz" {
                let answer = answer.trim_start_matches([',', ' ', '\n']);
                found.insert(format!("{} {path}", if answer.starts_with("post(") { "POST" } else { "GET" }));
            }
        }
    }
    found
}

#[test]
fn every_way_in_is_refused_somewhere() {
    let functions = server_functions();
    assert!(functions.len() >= 22, "{functions:?}");
    let mut ways = functions;
    ways.extend(routes_by_hand());
    ways.extend(api::routes().iter().map(|route| format!("{} {}", route.method, route.path)));
    let alone = ALONE.iter().map(|(way, _)| (*way).to_owned());
    let forms = FORMS.iter().chain(&COUNTERS).chain(LABOUR).chain(LEVELS);
    let refused: BTreeSet<String> = alone.chain(forms.map(|case| format!("fn/{}", case.name))).collect();
    let open: Vec<_> = ways.difference(&refused).collect();
    assert!(open.is_empty(), "without a refused case in server/src/tests/: {open:?}");
    let gone: Vec<_> = refused.difference(&ways).collect();
    assert!(gone.is_empty(), "no longer there: {gone:?}");
}

#[test]
fn every_test_named_here_is_one() {
    let mut text = String::new();
    texts(&root().join("server/src/tests"), &mut text);
    for (way, test) in ALONE {
        assert!(text.contains(&format!("#[test]\nfn {test}()")), "{way}: no test {test}");
    }
}
