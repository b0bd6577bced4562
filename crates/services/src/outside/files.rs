//! Files by the SHA-256 of their content. Invariant: a file once written is never changed; the same content is one file.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// Where photos and evidence lie. Reads are permitted by the use case, never by the store.
pub trait FileStore: Send + Sync {
    /// Keeps `content` and returns its hash, 64 hex digits.
    fn put(&self, content: &[u8]) -> Result<String>;
    /// The content with this hash; `None` where there is none.
    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>>;
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

impl FileStore for Folder {
    #[expect(clippy::disallowed_methods, reason = "the name of a file for the moment it is written; decides nothing")]
    fn put(&self, content: &[u8]) -> Result<String> {
        let hash = hex::encode(Sha256::digest(content));
        let place = self.place(&hash).ok_or_else(|| Error::internal("hash is not a hash"))?;
        if place.exists() {
            return Ok(hash);
        }
        let folder = place.parent().ok_or_else(|| Error::internal("file store has no folder"))?;
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        // Written beside and renamed, so that a crash leaves no half file under a whole name.
        let beside = folder.join(format!("{hash}.{}", uuid::Uuid::now_v7().simple()));
        let write = || -> std::io::Result<()> {
            use std::io::Write;
            let mut file = std::fs::File::create(&beside)?;
            file.write_all(content)?;
            file.sync_all()?;
            std::fs::rename(&beside, &place)
        };
        write().map_err(Error::internal)?;
        Ok(hash)
    }

    fn get(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        let Some(place) = self.place(hash) else { return Ok(None) };
        match std::fs::read(place) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::internal(error)),
        }
    }
}
