//! The folder of a benchmark, on a disk.
//!
//! Invariant: removed at the end, whatever the end is.

use anyhow::{Context, Result};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// The folder.
pub struct Ground(PathBuf);

impl Ground {
    /// Makes it where files outlive a restart: the folder of temporary files may be memory.
    pub fn make() -> Result<Self> {
        let folder = PathBuf::from(format!("/var/tmp/careerup-bench-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let ground = Self(folder);
        // PostgreSQL runs as its own user and must be able to walk through.
        fs::set_permissions(&ground.0, fs::Permissions::from_mode(0o755))?;
        Ok(ground)
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// A folder inside that PostgreSQL's user may write in as well.
    pub fn open_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.0.join(name);
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777))?;
        Ok(folder)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // What cannot be removed stays for a person to look at.
        let _ = fs::remove_dir_all(&self.0);
    }
}
