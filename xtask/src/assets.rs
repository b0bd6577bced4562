//! Design tokens and icons, derived once from their npm packages and committed, so that running needs no npm.
//!
//! Invariant: only what is used is kept. Tokens are those named in `style/tokens/roles.css`, icons those in
//! `style/icons/icons.txt`; a name the package lacks is an error, never a silent gap.

use crate::{repo::Repo, setup::Setup};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

const TOKENS: &str = "@digital-go-jp/design-tokens";
const ICONS: &str = "@material-symbols/svg-400";

/// Writes `style/tokens/tokens.css`, `style/icons/*.svg` and the packages' licences.
pub fn derive(repo: &Repo, setup: &Setup) -> Result<()> {
    let modules = setup.node_packages()?;
    let style = repo.root.join("style");
    let tokens = modules.join(TOKENS);
    let icons = modules.join(ICONS);

    let roles = repo.read("style/tokens/roles.css")?;
    let all = fs::read_to_string(tokens.join("dist/tokens.css"))?;
    fs::write(style.join("tokens/tokens.css"), tokens_used(&roles, &all)?)?;

    let list = repo.read("style/icons/icons.txt")?;
    let wanted = icon_list(&list)?;
    remove_icons(&style.join("icons"))?;
    for (name, source) in &wanted {
        let file = icons.join("outlined").join(format!("{source}.svg"));
        let svg = fs::read_to_string(&file).with_context(|| format!("{ICONS} has no {source}"))?;
        fs::write(style.join("icons").join(format!("{name}.svg")), inline_svg(&svg)?)?;
    }
    fs::copy(tokens.join("LICENSE"), style.join("tokens/LICENSE"))?;
    fs::copy(icons.join("LICENSE"), style.join("icons/LICENSE"))?;
    println!("style/tokens/tokens.css and {} icons written", wanted.len());
    Ok(())
}

fn remove_icons(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Names of custom properties read by `var(--…)`.
fn names_read(css: &str) -> BTreeSet<&str> {
    let name = |rest: &'_ str| rest.find([')', ',', ' ']).unwrap_or(rest.len());
    css.split("var(").skip(1).map(|rest| &rest[..name(rest)]).collect()
}

fn declarations(css: &str) -> BTreeMap<&str, &str> {
    css.lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "))
        .filter(|(name, _)| name.starts_with("--"))
        .collect()
}

fn tokens_used(roles: &str, all: &str) -> Result<String> {
    let own = declarations(roles);
    let primitives = declarations(all);
    let mut css = format!(
        "/* Derived from {TOKENS} (MIT, Copyright (c) 2023 デジタル庁) by `cargo xtask assets`: \
         only what roles.css names. Do not edit. */\n:root {{\n"
    );
    for name in names_read(roles).into_iter().filter(|name| !own.contains_key(name)) {
        let value = primitives.get(name).ok_or_else(|| anyhow!("{TOKENS} has no {name}, which roles.css names"))?;
        writeln!(css, "  {name}: {value};")?;
    }
    css.push_str("}\n");
    Ok(css)
}

/// Lines `name` or `name source-name`; `#` begins a comment line.
fn icon_list(text: &str) -> Result<BTreeMap<&str, &str>> {
    let mut list = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, source) = line.split_once(' ').unwrap_or((line, line));
        if list.insert(name, source.trim()).is_some() {
            bail!("icons.txt names {name} twice");
        }
    }
    Ok(list)
}

/// The same drawing, to stand inline in a page: coloured by the text, hidden from readers, sized by CSS.
fn inline_svg(svg: &str) -> Result<String> {
    let drawing = svg.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</svg>"));
    let drawing = drawing.ok_or_else(|| anyhow!("not one <svg> element: {svg}"))?;
    Ok(format!(
        r#"<svg class="icon" xmlns="http://www.w3.org/2000/svg" viewBox="0 -960 960 960" width="24" height="24" fill="currentColor" aria-hidden="true" focusable="false">{drawing}</svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_tokens_are_kept() {
        let all = "  --a: #fff;\n  --b: #000;\n";
        let css = tokens_used("--ink: var(--a);\n--other: var(--ink);\n", all).unwrap();
        assert!(css.contains("--a: #fff;") && !css.contains("--b"), "{css}");
    }

    #[test]
    fn a_token_the_package_lacks_is_an_error() {
        assert!(tokens_used("--ink: var(--gone);\n", "").is_err());
    }

    #[test]
    fn an_icon_may_have_another_source_but_not_stand_twice() {
        assert_eq!(icon_list("# c\na\nb x\n").unwrap(), BTreeMap::from([("a", "a"), ("b", "x")]));
        assert!(icon_list("a\na x\n").is_err());
    }

    #[test]
    fn an_icon_is_hidden_from_readers() {
        let svg = inline_svg(r#"<svg xmlns="x" width="48"><path d="M0"/></svg>"#).unwrap();
        assert!(svg.contains(r#"aria-hidden="true""#) && svg.contains(r#"<path d="M0"/></svg>"#), "{svg}");
        assert!(inline_svg("<svg><path/>").is_err());
    }
}
