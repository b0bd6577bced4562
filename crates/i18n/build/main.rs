//! Turns `catalogue/<language>/<feature>.toml` into `msg::<feature>::<KEY>` constants.
//!
//! Invariant: the crate does not build while a language lacks a text another language has (rules in [`catalogue`]).

mod catalogue;
mod further;

use std::{env, fs, path::Path, process::ExitCode};

#[allow(clippy::disallowed_methods, reason = "cargo tells a build script its folders by environment")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=catalogue");
    println!("cargo::rerun-if-changed=build");
    let (Ok(root), Ok(out)) = (env::var("CARGO_MANIFEST_DIR"), env::var("OUT_DIR")) else {
        println!("cargo::error=this build script runs under cargo only");
        return ExitCode::FAILURE;
    };
    let faults = match sources(&Path::new(&root).join("catalogue")) {
        Ok(sources) => {
            let written = sources.iter().map(|(name, source)| fs::write(Path::new(&out).join(name), source));
            match written.collect::<Result<Vec<()>, _>>() {
                Ok(_) => return ExitCode::SUCCESS,
                Err(fault) => vec![format!("{out}: {fault}")],
            }
        }
        Err(faults) => faults,
    };
    for fault in faults {
        println!("cargo::error=i18n catalogue: {fault}");
    }
    ExitCode::FAILURE
}

/// What is made of the catalogue: file names and Rust sources. Errors: every fault found.
fn sources(root: &Path) -> Result<[(&'static str, String); 3], Vec<String>> {
    let texts = catalogue::read(root)?;
    let further = further::read(root, &texts)?;
    Ok([
        ("msg.rs", catalogue::render(&texts)),
        ("further.rs", further::render(&further, &texts)),
        ("readings.rs", further::readings(root)?),
    ])
}
