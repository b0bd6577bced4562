//! Pages, fields and who sees them, against the published table.

use super::*;

fn published() -> Vec<(u32, String, [bool; 3])> {
    let table = include_str!("../../../../../data/business_fields.csv");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let visible = |at: usize| cells[at] == "visible";
        (cells[0].parse().unwrap(), cells[1].to_owned(), [visible(2), visible(3), visible(4)])
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn every_field_stands_on_one_page_in_the_order_of_the_form() {
    let on_pages: Vec<&str> = PAGES.iter().flat_map(|page| page.fields).chain(FINAL).copied().collect();
    assert_eq!(on_pages, FIELDS);
    for field in FIELDS {
        assert_eq!(page_of(field).is_none(), FINAL.contains(field), "{field}");
    }
    assert_eq!((page("money").unwrap().fields[0], page("?")), ("capital_yen", None));
    assert!(place("kind") < place("name") && place("memberships") < place("password"));
}

#[test]
fn all_33_official_fields_are_asked_and_no_number_of_a_health_insurance() {
    for (number, name, _) in published() {
        assert!(REGISTERED.iter().any(|field| official_number(field) == Some(number)), "{number} {name}");
    }
    for (field, official) in [
        ("name", "商号又は名称"),
        ("licence_number", "許可番号"),
        ("representative_family", "代表者名"),
        ("sales_yen", "売上高"),
        ("completed_works_yen", "完成工事高"),
        ("other_business", "建設業以外の事業の有無"),
        ("licence_trades", "許可業種"),
        ("admin_address", "登録責任者住所"),
        ("admin_department", "登録責任者部署名"),
        ("contact_phone", "担当者電話番号"),
        ("contact_fax", "担当者FAX番号"),
        ("mail", "担当者メールアドレス"),
        ("health_insurance", "健康保険加入有無"),
        ("health_insurance_kind", "健康保険種類"),
        ("pension", "年金保険加入有無"),
        ("pension_kind", "年金保険種類"),
        ("employment_insurance", "雇用保険加入有無"),
        ("kentaikyo", "退職金共済加入状況"),
        ("kentaikyo_number", "建退共済契約者番号"),
        ("chutaikyo", "中退共加入有無"),
        ("accident_insurance", "労災保険特別加入"),
        ("ci_net_code", "CI-Netコード"),
        ("certificate_number", "電子証明書の種類と番号"),
        ("main_clients", "主要取引先"),
        ("awards", "表彰"),
        ("memberships", "所属団体"),
    ] {
        let number = official_number(field).unwrap();
        let (_, name, _) = published().into_iter().find(|(known, ..)| *known == number).unwrap();
        assert!(name.starts_with(official), "{field}: {name}");
    }
    let unnumbered: Vec<&str> = FIELDS.iter().copied().filter(|field| official_number(field).is_none()).collect();
    let ours = ["evidence_kind", "evidence", "trade_1", "trade_2", "trade_3", "trade_4"];
    assert_eq!(unnumbered, [&ours[..], FINAL].concat());
    assert!(!FIELDS.iter().any(|field| field.contains("insurance_number") || field.contains("policy")));
}

#[test]
fn who_sees_a_field_is_as_published() {
    for (number, name, visible) in published() {
        for field in REGISTERED.iter().filter(|field| official_number(field) == Some(number)) {
            assert_eq!(Viewer::ALL.map(|viewer| is_visible(field, viewer)), visible, "{name} {field}");
        }
    }
    for field in ["trade_1", "evidence", "evidence_kind", "password", "?"] {
        assert!(!is_visible(field, Viewer::AboveOnOpenSite) && !is_visible(field, Viewer::SharedUse), "{field}");
    }
    assert!(is_visible("trade_1", Viewer::Own) && !is_visible("evidence", Viewer::Own));
}

#[test]
fn reviewers_judge_all_that_was_typed_but_passwords_and_consent() {
    assert_eq!(REVIEWED.len() + FINAL.len(), FIELDS.len());
    for field in REVIEWED {
        assert_eq!(good().typed(field).is_some(), *field != EVIDENCE, "{field}");
    }
    assert_eq!((good().typed("password"), good().typed("consent")), (None, None));
    let kept: Vec<&str> = REVIEWED.iter().copied().filter(|field| !field.starts_with("evidence")).collect();
    assert_eq!(kept, REGISTERED);
}

#[test]
fn a_page_takes_its_own_inputs_and_no_more() {
    let sent = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned())).collect()
    };
    let mut form = good();
    form.take_page(page("licence").unwrap(), &sent(&[("licence_trades_12", "yes"), ("licence_trades_05", "yes")]));
    assert_eq!(form.licence_trades, "05 12");
    form.take_page(page("licence").unwrap(), &sent(&[("licence_class", "general"), ("name", "別")]));
    assert_eq!((form.licence_trades.as_str(), form.licence_class.as_str()), ("", "general"), "no box is ticked");
    assert_eq!(form.name, good().name, "of another page");
    form.take_page(page("dealing").unwrap(), &sent(&[("awards", "優良工事表彰\r\n安全表彰")]));
    assert_eq!(form.awards, "優良工事表彰\n安全表彰");
    form.take_page(page("evidence").unwrap(), &sent(&[("evidence", "x"), ("consent", "yes")]));
    assert_eq!(form.evidence_kind, good().evidence_kind, "what was not sent stays");
}

#[test]
fn a_filing_begins_without_what_was_agreed_and_shown_before() {
    let begun = good().begun_again();
    assert_eq!((begun.consent.as_str(), begun.evidence_kind.as_str(), begun.password.as_str()), ("", "", ""));
    assert_eq!(begun.name, good().name);
}
