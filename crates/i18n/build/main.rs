//! Turns `catalogue/<language>/<feature>.toml` into `msg::<feature>::<KEY>` constants.
//!
//! Invariant: the crate does not build while a language lacks a text another language has (rules in [`catalogue`]).

mod catalogue;

use std::{env, fs, path::Path, process::ExitCode};

#[allow(clippy::disallowed_methods, reason = "cargo tells a build script its folders by environment")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=catalogue");
    println!("cargo::rerun-if-changed=build");
    let (Ok(root), Ok(out)) = (env::var("CARGO_MANIFEST_DIR"), env::var("OUT_DIR")) else {
        println!("cargo::error=this build script runs under cargo only");
        return ExitCode::FAILURE;
    };
    let faults = match catalogue::read(&Path::new(&root).join("catalogue")) {
        Ok(texts) => match fs::write(Path::new(&out).join("msg.rs"), catalogue::render(&texts)) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(fault) => vec![format!("{out}/msg.rs: {fault}")],
        },
        Err(faults) => faults,
    };
    for fault in faults {
        println!("cargo::error=i18n catalogue: {fault}");
    }
    ExitCode::FAILURE
}
