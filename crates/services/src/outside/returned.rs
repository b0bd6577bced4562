//! Mail that comes back after a server had taken it: where it is found. Invariant: what arrived is looked at and then moved,
//! never removed; what was moved twice or by two at once is there once.

use crate::error::{Error, Result};
use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

/// Longer than any report of a mail of ours, bytes.
pub const RETURNED_BYTES_MAX: u64 = 512 * 1024;

/// Something that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    /// As it came.
    Whole(Vec<u8>),
    /// More than [`RETURNED_BYTES_MAX`]: what was read of it, one byte past that.
    TooLarge(Vec<u8>),
    /// It is there and cannot be read.
    Unreadable,
    /// Another has moved it meanwhile.
    Gone,
}

/// Where something is moved once it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// All that follows from it is done.
    Done,
    /// Somebody should look at it.
    Aside,
}

impl Shelf {
    /// The folder's name.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Aside => "aside",
        }
    }
}

/// Where a mail host leaves what comes back.
pub trait ReturnedMail: Send + Sync {
    /// Names of what arrived, in their order, at most `limit`.
    fn waiting(&self, limit: usize) -> Result<Vec<OsString>>;
    /// One of them.
    fn read(&self, name: &OsString) -> Arrived;
    /// Moves one out of the way; nothing where another has moved it.
    fn put(&self, name: &OsString, onto: Shelf) -> Result<()>;
}

/// A folder into which a mail host delivers: a Maildir, or files whose names
/// end in `.eml` and that are renamed to that when they are whole.
#[derive(Debug, Clone)]
pub struct ReturnedFolder {
    root: PathBuf,
}

impl ReturnedFolder {
    /// Uses the folder at `root`. It is not made here: one that is not there is a fault to be told.
    pub const fn at(root: PathBuf) -> Self {
        Self { root }
    }
    /// Where mail arrives: `new` of a Maildir, else the folder itself.
    fn arrivals(&self) -> (PathBuf, bool) {
        let new = self.root.join("new");
        if new.is_dir() { (new, true) } else { (self.root.clone(), false) }
    }
    /// How many wait, for whoever looks whether all is well: at most `limit` are counted. Nothing is moved.
    pub fn probe(&self, limit: usize) -> core::result::Result<usize, String> {
        names(&self.arrivals(), limit).map(|names| names.len()).map_err(|fault| fault.to_string())
    }
}

fn names((place, is_maildir): &(PathBuf, bool), limit: usize) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let name = entry.file_name();
        let hidden = name.as_encoded_bytes().starts_with(b".");
        let wanted = *is_maildir || Path::new(&name).extension().is_some_and(|end| end.eq_ignore_ascii_case("eml"));
        // Not through a link: what lies elsewhere was not delivered here.
        if wanted && !hidden && entry.file_type()?.is_file() {
            names.push(name);
        }
    }
    names.sort();
    names.truncate(limit);
    Ok(names)
}

impl ReturnedMail for ReturnedFolder {
    fn waiting(&self, limit: usize) -> Result<Vec<OsString>> {
        names(&self.arrivals(), limit)
            .map_err(|fault| Error::internal(format!("the folder of returned mail cannot be read: {fault}")))
    }

    fn read(&self, name: &OsString) -> Arrived {
        let mut bytes = Vec::new();
        let read = File::open(self.arrivals().0.join(name))
            .and_then(|file| file.take(RETURNED_BYTES_MAX + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) if bytes.len() as u64 > RETURNED_BYTES_MAX => Arrived::TooLarge(bytes),
            Ok(_) => Arrived::Whole(bytes),
            Err(fault) if fault.kind() == ErrorKind::NotFound => Arrived::Gone,
            Err(_) => Arrived::Unreadable,
        }
    }

    fn put(&self, name: &OsString, onto: Shelf) -> Result<()> {
        let (from, folder) = (self.arrivals().0.join(name), self.root.join(onto.folder()));
        let moved = fs::create_dir_all(&folder).and_then(|()| fs::rename(&from, free(&folder, name)));
        match moved {
            Err(fault) if fault.kind() != ErrorKind::NotFound => {
                Err(Error::internal(format!("returned mail cannot be moved into {}: {fault}", onto.folder())))
            }
            _ => Ok(()),
        }
    }
}

/// A path in `folder` that nothing has yet: the name, or the name with a number before it.
fn free(folder: &Path, name: &OsString) -> PathBuf {
    let taken = |path: &PathBuf| path.symlink_metadata().is_ok();
    let numbered = (2_u32..).map(|number| {
        let mut other = OsString::from(format!("{number}-"));
        other.push(name);
        folder.join(other)
    });
    core::iter::once(folder.join(name)).chain(numbered).find(|path| !taken(path)).unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(root: &Path) -> ReturnedFolder {
        ReturnedFolder::at(root.to_path_buf())
    }

    #[test]
    fn whole_mails_are_found_in_order_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        for name in ["b.eml", "a.EML", "half.tmp", ".hidden.eml", "notes.txt"] {
            fs::write(root.path().join(name), name).unwrap();
        }
        fs::create_dir(root.path().join("folder.eml")).unwrap();
        std::os::unix::fs::symlink(root.path().join("b.eml"), root.path().join("link.eml")).unwrap();
        assert_eq!(at(root.path()).waiting(10).unwrap(), ["a.EML", "b.eml"]);
        assert_eq!(at(root.path()).waiting(1).unwrap(), ["a.EML"]);
        assert_eq!(at(root.path()).read(&"b.eml".into()), Arrived::Whole(b"b.eml".to_vec()));
        assert_eq!(at(root.path()).read(&"c.eml".into()), Arrived::Gone);
        assert_eq!(at(root.path()).read(&"folder.eml".into()), Arrived::Unreadable);
    }

    #[test]
    fn a_maildir_is_read_from_new_and_its_mails_are_moved_out_of_it() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["new", "cur", "tmp"] {
            fs::create_dir(root.path().join(folder)).unwrap();
            fs::write(root.path().join(folder).join(format!("1.{folder}")), "x").unwrap();
        }
        let folder = at(root.path());
        assert_eq!(folder.waiting(10).unwrap(), ["1.new"]);
        folder.put(&"1.new".into(), Shelf::Done).unwrap();
        assert!(folder.waiting(10).unwrap().is_empty());
        assert!(root.path().join("done/1.new").is_file());
    }

    #[test]
    fn what_is_moved_covers_nothing_and_what_is_gone_is_moved_already() {
        let root = tempfile::tempdir().unwrap();
        let folder = at(root.path());
        for text in ["one", "two", "three"] {
            fs::write(root.path().join("a.eml"), text).unwrap();
            folder.put(&"a.eml".into(), Shelf::Aside).unwrap();
        }
        let kept = |name: &str| fs::read_to_string(root.path().join("aside").join(name)).unwrap();
        assert_eq!([kept("a.eml"), kept("2-a.eml"), kept("3-a.eml")], ["one", "two", "three"]);
        folder.put(&"a.eml".into(), Shelf::Aside).unwrap();
        // A folder that cannot be made is told, and the mail stays.
        fs::write(root.path().join("b.eml"), "b").unwrap();
        fs::write(root.path().join("done"), "in the way").unwrap();
        assert!(folder.put(&"b.eml".into(), Shelf::Done).is_err());
        assert_eq!(folder.waiting(10).unwrap(), ["b.eml"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_and_nothing_larger_than_a_report_is_read() {
        let root = tempfile::tempdir().unwrap();
        assert!(at(&root.path().join("none")).waiting(10).is_err());
        assert!(at(&root.path().join("none")).probe(10).is_err());
        let bytes = usize::try_from(RETURNED_BYTES_MAX).unwrap();
        fs::write(root.path().join("just.eml"), vec![b'x'; bytes]).unwrap();
        fs::write(root.path().join("more.eml"), vec![b'x'; bytes + 1]).unwrap();
        assert!(matches!(at(root.path()).read(&"just.eml".into()), Arrived::Whole(_)));
        assert!(matches!(at(root.path()).read(&"more.eml".into()), Arrived::TooLarge(_)));
        assert_eq!(at(root.path()).probe(10), Ok(2));
    }
}
