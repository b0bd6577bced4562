//! Starting programs and saying so.
//!
//! Invariant: whatever is started is printed as a line a person could paste, and a failure repeats that line.

use anyhow::{Context, Result, bail};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The command as one line, with the environment it adds, for printing.
pub fn line(command: &Command) -> String {
    let set = command
        .get_envs()
        .filter(|(name, _)| *name != "PATH")
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(&value?.to_string_lossy()))));
    let words =
        std::iter::once(command.get_program()).chain(command.get_args()).map(|word| quoted(&word.to_string_lossy()));
    set.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Runs to the end with our own input and output.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", line(command));
    let status = command.status().with_context(|| format!("cannot start: {}", line(command)))?;
    if !status.success() {
        bail!("failed ({status}): {}", line(command));
    }
    Ok(())
}

/// Runs to the end and gives its standard output; its errors stay visible.
pub fn capture(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start: {}", line(command)))?;
    if !output.status.success() {
        bail!("failed ({}): {}", output.status, line(command));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs for at most `limit`; `false` when it failed or had to be stopped.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<bool> {
    println!("$ {}   (at most {} s)", line(command), limit.as_secs());
    let mut child = command.spawn().with_context(|| format!("cannot start: {}", line(command)))?;
    let end = now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// The program's file, if `PATH` has it.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = variable("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| is_executable(file))
}

/// Whether the file exists and may be started.
pub fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// Whether this process is root, and so may install packages.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

/// The only home of environment reads in xtask; empty counts as absent.
#[expect(clippy::disallowed_methods, reason = "the one home of environment reads in xtask")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether cargo compiles our own crates with clippy's driver, warnings denied (`.ci/run`).
pub fn is_linting() -> bool {
    let says = |name: &str, part: &str| variable(name).is_some_and(|value| value.contains(part));
    says("RUSTC_WORKSPACE_WRAPPER", "clippy-driver") && says("CLIPPY_ARGS", "warnings")
}

/// Takes out what `cargo run` told *us* about our own package. Build scripts that watch such variables (ring's does)
/// would otherwise run again, with all that depends on them, whenever xtask and plain cargo take turns.
pub fn forget_own_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_a_package) {
            command.env_remove(name);
        }
    }
}

fn is_about_a_package(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|start| name.starts_with(start))
        || name == "OUT_DIR"
}

/// The only home of the clock in xtask.
#[expect(clippy::disallowed_methods, reason = "the one home of the clock in xtask: it times steps and programs")]
pub fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_pasted() {
        let mut command = Command::new("echo");
        command.args(["it's", "plain-1", ""]).env("A", "b c");
        assert_eq!(line(&command), r"A='b c' echo 'it'\''s' plain-1 ''");
    }

    #[test]
    fn a_program_over_its_time_is_stopped() {
        let start = now();
        let finished = run_within(Command::new("sleep").arg("30"), Duration::from_millis(200)).unwrap();
        assert!(!finished);
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn only_what_describes_a_package_is_forgotten() {
        for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION_PRE", "OUT_DIR"] {
            assert!(is_about_a_package(name), "{name}");
        }
        for name in ["CARGO_TARGET_DIR", "CARGO_HOME", "CARGO_NET_OFFLINE", "PATH", "RUSTFLAGS"] {
            assert!(!is_about_a_package(name), "{name}");
        }
    }

    #[test]
    fn a_nested_cargo_is_told_nothing_of_ours() {
        let mut command = Command::new("env");
        forget_own_package(&mut command);
        let told = capture(&mut command).unwrap();
        assert!(!told.lines().any(|line| line.starts_with("CARGO_MANIFEST_DIR=")), "{told}");
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(error.to_string().contains("sh -c 'exit 3'"), "{error}");
    }
}
