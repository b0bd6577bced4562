//! Viewer × field of a business, read from the rule itself.

use crate::business::{REGISTERED, Viewer, is_visible, official_number};
use std::fmt::Write;

const fn heading(viewer: Viewer) -> &'static str {
    match viewer {
        Viewer::Own => "自社",
        Viewer::AboveOnOpenSite => "元請・上位（現場が開いているあいだ）",
        Viewer::SharedUse => "共同利用（連携システム）",
    }
}

/// The part of the page about businesses.
pub(super) fn part() -> String {
    let mut part = String::from(
        "\n# 事業者の何が、だれに見えるか\n\n公表の表（data/business_fields.csv）のとおりです。番号は公表の番号で、番号のないものは自社と審査する人だけが見ます。\
         確認書類の画像は、審査する人のほかには渡しません。健康保険の番号は、どこでも聞きません。\n\n| 番号 | 項目 |",
    );
    for viewer in Viewer::ALL {
        write!(part, " {} |", heading(viewer)).unwrap();
    }
    part.push_str("\n| --- | --- |");
    part.push_str(&" :-: |".repeat(Viewer::ALL.len()));
    part.push('\n');
    for field in REGISTERED {
        let number = official_number(field).map(|number| number.to_string()).unwrap_or_default();
        write!(part, "| {number} | `{field}` |").unwrap();
        for viewer in Viewer::ALL {
            part.push_str(if is_visible(field, viewer) { " ○ |" } else { "  |" });
        }
        part.push('\n');
    }
    part
}
