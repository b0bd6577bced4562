use super::*;
use domain::{
    application::{ApplicationKind, DeficiencyReason, EXPLANATION_CHARS_MAX},
    appointment::{Half, Slot},
    business,
    fee::Yen,
    id::BusinessId,
    notice::Reader,
    technician::{ITEMS_MAX, TechnicianForm},
    time::WorkDate,
};
use std::collections::BTreeSet;

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_kind_says_all_it_has_and_nothing_it_has_not() {
    for kind in NoticeKind::ALL {
        let (subject, body) = messages(kind);
        for lang in Lang::ALL {
            let mut used = placeholders(subject.get(lang));
            used.extend(placeholders(body.get(lang)));
            let expected: BTreeSet<&str> = kind.values().iter().copied().collect();
            assert_eq!(used, expected, "{kind:?} {}", lang.code());
        }
    }
}

#[test]
fn items_of_a_list_are_named_by_the_list_and_once() {
    let fields = ["phone", "schools.k1", "schools.k2", "awards.k1"].map(str::to_owned).to_vec();
    let fields = Value::Fields(fields);
    assert_eq!(written(Lang::Ja, &fields), "電話番号、学歴、表彰");
    let slot = Slot { on: WorkDate::from_stored(20_310_602), half: Half::Afternoon };
    assert_eq!(written(Lang::Ja, &Value::Slot(slot)), "2031年6月2日 午後");
    assert_eq!(written(Lang::Ja, &Value::Fields(vec!["licence_trades".to_owned()])), "許可業種");
    let days = Value::Days([20_261_117, 20_261_118].map(WorkDate::from_stored).to_vec());
    assert_eq!(written(Lang::Ja, &days), "2026年11月17日、2026年11月18日");
}

#[test]
fn whom_to_tell_is_named_or_a_page_that_opens_without_a_log_in() {
    let page = Some("https://example.jp/recover");
    let told = |lang, at: Option<&str>, page: Option<&str>| {
        let page = page.map(str::to_owned);
        let values = Values::from([
            ("name".to_owned(), Value::Text("見本 太郎".to_owned())),
            ("day".to_owned(), Value::Day(WorkDate::from_stored(20_261_231))),
            (CONTACT.to_owned(), Value::Contact { at: at.map(str::to_owned), page }),
        ]);
        words(lang, NoticeKind::CardRevoked, &values).body
    };
    for lang in Lang::ALL {
        assert!(told(lang, Some("見本相談窓口 0120-000-000"), page).contains("見本相談窓口 0120-000-000"));
        assert!(told(lang, Some("見本相談窓口 0120-000-000"), None).contains("見本相談窓口 0120-000-000"));
        assert!(told(lang, None, page).contains("https://example.jp/recover"));
        let office = told(lang, None, None);
        assert!(office.contains(msg::notice::CONTACT_OFFICE.get(lang)) && !office.contains("http"), "{office}");
    }
    let old = Values::from([
        ("name".to_owned(), Value::Text("見本 太郎".to_owned())),
        ("day".to_owned(), Value::Day(WorkDate::from_stored(20_261_231))),
    ]);
    let body = words(Lang::Ja, NoticeKind::CardRevoked, &old).body;
    assert!(!body.contains('{') && !body.ends_with('\n'), "{body}");
}

#[test]
fn employments_are_written_with_their_kind_and_days() {
    let day = WorkDate::from_stored;
    let business = domain::id::BusinessId::from_body(2_000_000_000_001);
    let of = |until, main| Engagement { business, from: day(20_240_401), until, main };
    let both = Value::Employments(vec![of(Some(day(20_260_930)), true), of(None, false)]);
    let expected = "主たる所属：2024年4月1日から2026年9月30日まで\n従たる所属：2024年4月1日から（続いています）";
    assert_eq!(written(Lang::Ja, &both), expected);
    assert_eq!(written(Lang::Ja, &Value::Employments(Vec::new())), "登録なし");
}

#[test]
fn values_are_written_as_the_language_writes_them() {
    let values = Values::from([
        ("name".to_owned(), Value::Text("見本 太郎".to_owned())),
        ("number".to_owned(), Value::Text("2026-1121-00417".to_owned())),
        ("reference".to_owned(), Value::Text("1234 5678 9012".to_owned())),
        ("how".to_owned(), Value::HowToPay(Some("見本銀行 本店 普通 0000000".to_owned()))),
        ("yen".to_owned(), Value::Yen(Yen(12_000))),
        ("due".to_owned(), Value::Day(WorkDate::from_stored(20_261_231))),
    ]);
    let ja = words(Lang::Ja, NoticeKind::FeeDue, &values);
    assert!(ja.body.contains("12,000円") && ja.body.contains("2026年12月31日"), "{}", ja.body);
    assert!(ja.body.contains("振込先：見本銀行 本店 普通 0000000") && ja.body.contains("1234 5678 9012"));
    let nowhere = Values::from([("how".to_owned(), Value::HowToPay(None))]);
    let store = words(Lang::Ja, NoticeKind::FeeDue, &values.clone().into_iter().chain(nowhere).collect());
    assert!(store.body.contains("コンビニエンスストア") && !store.body.contains("振"), "{}", store.body);
    let en = words(Lang::En, NoticeKind::FeeDue, &values);
    assert!(en.body.contains("12,000") && en.body.contains("2026"), "{}", en.body);
    let mail = mail(Lang::Ja, &ja, Some("https://example.jp/register/1"));
    assert!(mail.contains("https://example.jp/register/1") && mail.ends_with('\n'));
    assert_eq!(short(Lang::En, &en, Some("https://example.jp/x")), format!("{}: https://example.jp/x", en.subject));
}

#[test]
fn what_has_no_page_names_none_and_a_letter_its_whole_address() {
    let words =
        Words { subject: "申請（1）".to_owned(), body: "見本 様\n\n受けつけました。".to_owned() };
    let link = Some("https://example.jp/register/1");
    for lang in Lang::ALL {
        for text in [mail(lang, &words, None), line(lang, &words, None), letter(lang, &words, None, None)] {
            assert!(!text.contains("http") && !text.contains('{') && text.contains(&words.body), "{text}");
            assert!(!text.contains("\n\n\n"), "{text}");
        }
        assert_eq!(short(lang, &words, None), words.subject);
        let posted = letter(lang, &words, link, Some("建設登録機構"));
        assert!(posted.contains("https://example.jp/register/1") && posted.contains("建設登録機構"), "{posted}");
        assert!(!letter(lang, &words, link, None).contains("建設登録機構"));
    }
    assert_eq!(whole(&words, link), "見本 様\n受けつけました。\nhttps://example.jp/register/1");
}

#[test]
fn what_was_told_before_it_was_named_is_not_spoken_of() {
    let old = Values::from([
        ("name".to_owned(), Value::Text("見本 太郎".to_owned())),
        ("number".to_owned(), Value::Text("2026-1121-00417".to_owned())),
        ("yen".to_owned(), Value::Yen(Yen(12_000))),
        ("due".to_owned(), Value::Day(WorkDate::from_stored(20_261_231))),
    ]);
    for (lang, label) in [(Lang::Ja, "支払番号"), (Lang::En, "Payment number")] {
        let body = words(lang, NoticeKind::FeeDue, &old).body;
        assert!(!body.contains(label) && !body.contains('{') && !body.ends_with('\n'), "{body}");
        let mut told = old.clone();
        told.insert(REFERENCE.to_owned(), Value::Text("1234 5678 9012".to_owned()));
        let body = words(lang, NoticeKind::FeeDue, &told).body;
        assert!(body.contains(label) && body.ends_with("1234 5678 9012"), "{body}");
    }
}

/// The longest value of each name that forms let anybody type, and `items` to put right, the first for a reason the
/// reviewer explains.
fn longest(kind: NoticeKind, lang: Lang, of: ApplicationKind, items: &[String]) -> Values {
    let reason = DeficiencyReason::ALL.into_iter().max_by_key(|it| word::deficiency_for_applicant(*it).get(lang).len());
    let explanation = "明".repeat(EXPLANATION_CHARS_MAX as usize);
    let value = |name: &&str| {
        let value = match *name {
            "reason" => Value::Text("理".repeat(500)),
            // Nobody types these: the register makes them or has checked them.
            "number" | "phone" | "code" | REFERENCE => Value::Text("0".repeat(20)),
            "due" | "until" | "from" | "day" => Value::Day(WorkDate::from_stored(20_261_231)),
            "yen" | "left" | "over" => Value::Yen(Yen(99_999_999_999)),
            "how" => Value::HowToPay(Some("口".repeat(200))),
            "count" => Value::Count(999),
            "contact" => Value::Contact { at: Some("窓".repeat(200)), page: None },
            "fields" => Value::Fields(items.to_vec()),
            // More often than that nobody began and ended with one business.
            "before" | "after" => Value::Employments(vec![
                Engagement {
                    business: BusinessId::from_stored(99_999_999_999_999),
                    from: WorkDate::from_stored(20_001_231),
                    until: Some(WorkDate::from_stored(20_261_231)),
                    main: false,
                };
                PLACES
            ]),
            "items" => Value::Items {
                of,
                items: items
                    .iter()
                    .enumerate()
                    .map(|(at, field)| Deficiency {
                        field: field.clone(),
                        reason: reason.expect("a reason"),
                        explanation: if at == 0 { explanation.clone() } else { String::new() },
                        mended: false,
                    })
                    .collect(),
            },
            _ => Value::Text("名".repeat(200)),
        };
        ((*name).to_owned(), value)
    };
    kind.values().iter().map(value).collect()
}

fn of_every_field(of: ApplicationKind) -> Vec<String> {
    match of.stage() {
        Some(stage) => TechnicianForm::default().reviewed(stage),
        None => business::REVIEWED.iter().map(|field| (*field).to_owned()).collect(),
    }
}

/// As many places to put right as a message by LINE names in every language, each for the longest reason.
const PLACES: usize = 20;

#[test]
fn line_takes_the_longest_of_every_kind_whole() {
    let link = format!("https://{}/register/{}?t={}", "a".repeat(100), "b".repeat(36), "c".repeat(64));
    for of in ApplicationKind::ALL {
        let fields: Vec<String> = of_every_field(of).into_iter().take(PLACES).collect();
        for (kind, lang) in NoticeKind::ALL.into_iter().flat_map(|kind| Lang::ALL.map(|lang| (kind, lang))) {
            let values = longest(kind, lang, of, &fields);
            let link = kind.page(&values, Reader::Applicant).map_or("", |_| link.as_str());
            let words = words(lang, kind, &values);
            let message = line(lang, &words, Some(link).filter(|link| !link.is_empty()));
            assert!(fits_line(&message), "{kind:?} {} {of:?}: {}", lang.code(), message.encode_utf16().count());
            for part in [words.subject.as_str(), words.body.as_str(), link] {
                assert!(message.contains(part), "{kind:?} {} {of:?} says all it has", lang.code());
            }
        }
    }
}

#[test]
fn what_line_does_not_take_whole_goes_short_and_never_cut() {
    let kind = NoticeKind::ApplicationReturned;
    // Every item of every list of somebody who has as many as one may.
    let items: Vec<String> = ["schools", "qualifications", "trainings", "awards", "careers", "health", "secondary"]
        .into_iter()
        .flat_map(|list| (0..ITEMS_MAX).map(move |item| format!("{list}.k{item}")))
        .collect();
    for lang in Lang::ALL {
        let words = words(lang, kind, &longest(kind, lang, ApplicationKind::TechnicianDetailed, &items));
        assert!(!fits_line(&words.body), "{}", lang.code());
        let link = Some("https://register.example/register/1");
        let message = line(lang, &words, link);
        assert_eq!(message, short(lang, &words, link));
        assert!(fits_line(&message));
    }
}
