//! Two style sheets from one folder of small ones: the app's and the gate's.
//!
//! Invariant: order depends on names only. `style/order.txt`, if it exists, lists paths or path beginnings, one a line;
//! a sheet stands where the first line that begins its path stands, the rest follow by name.

use super::{Mode, inside};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Used when there is no `order.txt`.
const USUAL_ORDER: &str = "tokens/tokens.css\ntokens/\nbase";

/// The two sheets.
pub struct Bundle {
    /// Everything but the gate.
    pub app: String,
    /// Tokens and the gate.
    pub gate: String,
}

/// Reads `style/**/*.css`.
pub fn bundle(style: &Path, mode: Mode) -> Result<Bundle> {
    let order = fs::read_to_string(style.join("order.txt")).unwrap_or_else(|_| USUAL_ORDER.to_owned());
    let mut names: Vec<String> = Vec::new();
    collect(style, &mut |file| names.push(inside(file, style)))?;
    sort(&mut names, &order);
    let mut bundle = Bundle { app: String::new(), gate: String::new() };
    for name in names {
        let text = fs::read_to_string(style.join(&name)).with_context(|| format!("style/{name}"))?;
        let text = match mode {
            Mode::Debug => format!("/* {name} */\n{text}\n"),
            Mode::Release => smaller(&text),
        };
        if name.starts_with("gate/") {
            bundle.gate.push_str(&text);
            continue;
        }
        bundle.app.push_str(&text);
        if name.starts_with("tokens/") {
            bundle.gate.push_str(&text);
        }
    }
    Ok(bundle)
}

/// Calls `found` for each `.css` file below the folder; an absent folder has none.
fn collect(folder: &Path, found: &mut impl FnMut(&Path)) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "css") {
            found(&path);
        }
    }
    Ok(())
}

fn sort(names: &mut [String], order: &str) {
    let lines: Vec<&str> =
        order.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let place = |name: &str| lines.iter().position(|line| name.starts_with(line)).unwrap_or(lines.len());
    names.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
}

/// Without comments, indentation and empty lines; what stands in quotes is left alone.
fn smaller(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with('/') {
            text.push('/');
            1
        } else {
            let quote = &rest[..1];
            let end = rest[1..].find(quote).map_or(rest.len(), |end| end + 2);
            text.push_str(&rest[..end]);
            end
        };
        rest = &rest[length..];
    }
    text.push_str(rest);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |all, line| all + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_then_base_then_names() {
        let mut names: Vec<String> =
            ["site/list.css", "base/reset.css", "tokens/roles.css", "card.css", "tokens/tokens.css"]
                .map(str::to_owned)
                .to_vec();
        sort(&mut names, USUAL_ORDER);
        assert_eq!(names, ["tokens/tokens.css", "tokens/roles.css", "base/reset.css", "card.css", "site/list.css"]);
    }

    #[test]
    fn comments_go_and_quotes_stay() {
        let css = "/* a */\n.a {\n  content: '/* kept */';\n  background: url(x/y);\n}\n";
        assert_eq!(smaller(css), ".a {\ncontent: '/* kept */';\nbackground: url(x/y);\n}\n");
    }

    #[test]
    fn the_gate_gets_tokens_and_its_own_only() {
        let style = std::env::temp_dir().join(format!("xtask-css-{}", std::process::id()));
        for (name, text) in [("tokens/t.css", "T"), ("gate/g.css", "G"), ("a.css", "A")] {
            fs::create_dir_all(style.join(name).parent().unwrap()).unwrap();
            fs::write(style.join(name), text).unwrap();
        }
        let bundle = bundle(&style, Mode::Release).unwrap();
        assert_eq!((bundle.app.as_str(), bundle.gate.as_str()), ("T\nA\n", "T\nG\n"));
        fs::remove_dir_all(&style).unwrap();
    }
}
