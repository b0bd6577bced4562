//! Files by the SHA-256 of their content. Invariant: a file once written is never changed; the same content is one file.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Where photos and evidence lie. Reads are permitted by the use case, never by the store.
pub trait FileStore: Send + Sync {
    /// Keeps `content` and returns its hash, 64 hex digits.
    fn put(&self, content: &[u8]) -> Result<String>;
    /// Keeps `content`, made of the file with this hash, under a short name of lower-case letters beside it.
    fn put_beside(&self, hash: &str, name: &str, content: &[u8]) -> Result<()>;
    /// What was kept so; `None` where there is nothing.
    fn get_beside(&self, hash: &str, name: &str) -> Result<Option<Vec<u8>>>;
    /// Removes the file and what lies beside it under `names`; nothing where there is none.
    fn remove(&self, hash: &str, names: &[&str]) -> Result<()>;
    /// The content with this hash; `None` where there is none.
    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>>;
}

/// The hash a content is kept by.
pub fn hash_of(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

/// A folder on this machine.
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Uses `root`, made where absent.
    pub fn open(root: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&root).map_err(Error::internal)?;
        Ok(Self { root })
    }
    fn place(&self, hash: &str) -> Option<PathBuf> {
        let good = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        good.then(|| self.root.join(&hash[..2]).join(hash))
    }
}

impl Folder {
    fn place_beside(&self, hash: &str, name: &str) -> Option<PathBuf> {
        let good = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
        self.place(hash).filter(|_| good).map(|place| place.with_extension(name))
    }

    /// Written beside and renamed, so that a crash leaves no half file under a whole name.
    #[expect(clippy::disallowed_methods, reason = "the name of a file for the moment it is written; decides nothing")]
    fn write(place: &Path, content: &[u8]) -> Result<()> {
        use std::io::Write;
        let folder = place.parent().ok_or_else(|| Error::internal("file store has no folder"))?;
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let beside = place.with_extension(uuid::Uuid::now_v7().simple().to_string());
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(&beside)?;
            file.write_all(content)?;
            file.sync_all()?;
            std::fs::rename(&beside, place)
        };
        write().map_err(Error::internal)
    }

    fn read(place: Option<PathBuf>) -> Result<Option<Vec<u8>>> {
        let Some(place) = place else { return Ok(None) };
        match std::fs::read(place) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

impl FileStore for Folder {
    fn put(&self, content: &[u8]) -> Result<String> {
        let hash = hash_of(content);
        let place = self.place(&hash).ok_or_else(|| Error::internal("hash is not a hash"))?;
        if place.exists() {
            return Ok(hash);
        }
        Self::write(&place, content)?;
        Ok(hash)
    }

    fn put_beside(&self, hash: &str, name: &str, content: &[u8]) -> Result<()> {
        let place = self.place_beside(hash, name).ok_or_else(|| Error::internal("no name for a file beside"))?;
        Self::write(&place, content)
    }

    fn get_beside(&self, hash: &str, name: &str) -> Result<Option<Vec<u8>>> {
        Self::read(self.place_beside(hash, name))
    }

    fn remove(&self, hash: &str, names: &[&str]) -> Result<()> {
        let beside = names.iter().filter_map(|name| self.place_beside(hash, name));
        for place in beside.chain(self.place(hash)) {
            match std::fs::remove_file(place) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::internal(error)),
                _ => {}
            }
        }
        Ok(())
    }

    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        Self::read(self.place(hash))
    }
}
