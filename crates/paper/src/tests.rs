//! What is set is what was given, whatever it is, and the same every time. The text is read back by another library.

use crate::{CertificateSheet, InvoiceLine, InvoiceSheet, Pdf, RateLine};

fn sheet(name: &str, lines: usize) -> InvoiceSheet {
    let text = str::to_owned;
    let line = |at: usize| InvoiceLine {
        what: format!("現場利用料 2026年{at}月"),
        quantity: text("1,284件"),
        rate: text("10%"),
        amount: text("12,840円"),
    };
    InvoiceSheet {
        lang: text("ja"),
        day: 20_261_122,
        title: text("請求書"),
        remark: String::new(),
        to: format!("{name} 御中"),
        sum_label: text("ご請求金額"),
        sum: text("12,840円"),
        facts: vec![(text("支払番号"), text("1234 5678 9012")), (text("期限"), text("2026年12月31日"))],
        issuer: vec![(text("発行者"), text("建設登録機構")), (text("登録番号"), text("T1234567890123"))],
        heads: ["内容", "数量", "税率", "金額"].map(text),
        lines: (1..=lines).map(line).collect(),
        rates: vec![RateLine {
            sum_label: text("10%対象"),
            sum: text("12,840円"),
            tax_label: text("消費税"),
            tax: text("1,167円"),
        }],
        total: (text("合計"), text("12,840円")),
        paid: Vec::new(),
        how: text("お支払いください。"),
        geta: text("下駄の説明"),
        foot: text("支払番号 1234 5678 9012"),
    }
}

fn pdf(sheet: &InvoiceSheet) -> Pdf {
    sheet.pdf("a1").unwrap_or_else(|jam| panic!("{jam}"))
}

/// The text of each page, without spaces and line ends.
fn pages(pdf: &Pdf) -> Vec<String> {
    let document = lopdf::Document::load_mem(&pdf.bytes).unwrap_or_else(|fault| panic!("{fault}"));
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    assert_eq!(numbers.len(), pdf.pages);
    let of = |page: u32| document.extract_text(&[page]).unwrap_or_else(|fault| panic!("{fault}"));
    numbers.into_iter().map(|page| of(page).split_whitespace().collect()).collect()
}

/// The text of all pages.
fn text(pdf: &Pdf) -> String {
    pages(pdf).concat()
}

#[test]
fn names_and_figures_stand_in_the_file_as_they_are_written() {
    let text = text(&pdf(&sheet("髙﨑建設株式会社", 1)));
    for part in ["髙﨑建設株式会社御中", "T1234567890123", "12,840円", "1,167円", "2026年12月31日", "10%対象", "1/1"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("下駄の説明"));
}

#[test]
fn an_invoice_of_nobody_named_is_set_as_well() {
    let nobody = InvoiceSheet { issuer: Vec::new(), remark: "印".to_owned(), ..sheet("港栄建設株式会社", 1) };
    assert!(text(&pdf(&nobody)).contains("印"));
}

#[test]
fn the_same_sheet_gives_the_same_bytes_and_another_does_not() {
    let once = pdf(&sheet("髙﨑建設株式会社", 3));
    assert_eq!(pdf(&sheet("髙﨑建設株式会社", 3)), once);
    assert_ne!(pdf(&sheet("高崎建設株式会社", 3)).bytes, once.bytes);
    assert!(once.bytes.len() < 200_000, "only the characters in use go into a file: {}", once.bytes.len());
}

#[test]
fn many_lines_take_more_pages_and_each_says_which_it_is() {
    let long = pdf(&sheet("港栄建設株式会社", 120));
    assert!(long.pages > 2, "{}", long.pages);
    let text = text(&long);
    for page in 1..=long.pages {
        assert!(text.contains(&format!("{page}/{}", long.pages)), "page {page}: {text}");
    }
    for page in pages(&long).iter().filter(|page| page.contains("現場利用料")) {
        assert!(page.contains("税率"), "the heads stand wherever lines do: {page}");
    }
}

#[test]
fn what_the_face_does_not_have_becomes_a_sign_that_is_explained() {
    let sheet = sheet("葛\u{e0100}城\u{200b}建設 မြန်မာ", 1);
    let text = text(&pdf(&sheet));
    assert!(text.contains("葛") && text.contains("〓") && text.contains("下駄の説明"), "{text}");
    let variant = text_of("葛\u{e0100}城建設");
    assert!(variant.contains("葛城建設") && !variant.contains('〓'), "{variant}");
}

fn text_of(name: &str) -> String {
    text(&pdf(&sheet(name, 1)))
}

#[test]
fn what_was_typed_is_no_command_of_the_template() {
    for typed in ["#panic()", "$x^2$", "*a* _b_", "#read(\"/etc/passwd\")", "\"); panic(\"", "= h", "<a> @a"] {
        let wanted: String = typed.split_whitespace().collect();
        assert!(text_of(typed).contains(&wanted), "{typed}");
    }
}

#[test]
fn a_certificate_says_its_items_and_stands_on_one_page_with_its_code() {
    let text = str::to_owned;
    let certificate = CertificateSheet {
        lang: text("ja"),
        day: 20_261_122,
        title: text("登録情報証明書（技能者）"),
        items: vec![(text("名前"), text("髙﨑 健太")), (text("分野ごとのレベル"), text("鉄筋 3\n圧接 2"))],
        facts: vec![(text("証明の番号"), text("1-4711"))],
        issuer: vec![(text("発行者"), text("建設登録機構"))],
        code: (0..105_u32).map(|y| (0..105).map(|x| if (x * y) % 3 == 1 { '1' } else { '0' }).collect()).collect(),
        how: text("QRコードを https://register.example/verify で読みます。"),
        geta: text("下駄の説明"),
        foot: text("証明の番号 1-4711"),
    };
    let set = certificate.pdf("c1").unwrap_or_else(|jam| panic!("{jam}"));
    assert_eq!(set.pages, 1);
    for part in ["登録情報証明書", "髙﨑健太", "鉄筋3", "圧接2", "1-4711", "建設登録機構"] {
        assert!(self::text(&set).contains(part), "{part} is not in {}", self::text(&set));
    }
    let other = CertificateSheet { code: vec!["1".repeat(105); 105], ..certificate.clone() };
    assert_ne!(other.pdf("c1").unwrap_or_else(|jam| panic!("{jam}")).bytes, set.bytes, "the code is drawn");
}
