//! The program that makes pictures of a PDF's pages. It reads what strangers send, so it is another process, with limits of
//! its own and nothing of the register's: no environment, no files, no network worth the name.
//!
//! Invariant: what it answers is believed no more than an upload; it is ended when it takes longer than it may.

use crate::error::{Error, Result};
use std::{path::PathBuf, process::Stdio, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::Semaphore,
};

/// Name of the program, beside the server.
pub const PROGRAM: &str = "render-pages";
/// How long it may take, in seconds: shorter than a request.
pub const PATIENCE_S: u64 = 20;
/// Bytes it may answer: pictures of twenty pages.
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Documents drawn at a time.
const AT_ONCE_MAX: usize = 2;

/// Code of a document that cannot be read.
const DAMAGED: &str = "document.damaged";
/// Code of a document that takes more time or memory than it may.
const TOO_HEAVY: &str = "document.too_heavy";

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE_MAX);

/// Where the program is, and how long it is waited for.
#[derive(Debug, Clone)]
pub struct PageProgram {
    /// The program.
    pub program: PathBuf,
    /// How long one document may take.
    pub patience: Duration,
}

impl PageProgram {
    /// The program at `program`, waited for [`PATIENCE_S`].
    pub const fn at(program: PathBuf) -> Self {
        Self { program, patience: Duration::from_secs(PATIENCE_S) }
    }

    /// Pictures of the pages, as the program says. Errors: `document.locked`, `document.damaged`,
    /// `document.too_many_pages`, `document.fonts_missing`, `document.too_heavy`; `unavailable` where there is no such
    /// program.
    pub async fn pages(&self, pdf: Vec<u8>) -> Result<Vec<Vec<u8>>> {
        let _turn = TURNS.acquire().await.map_err(Error::internal)?;
        match tokio::time::timeout(self.patience, self.ask(pdf)).await {
            Ok(answer) => answer,
            Err(_) => Err(Error::rejected(TOO_HEAVY)),
        }
    }

    async fn ask(&self, pdf: Vec<u8>) -> Result<Vec<Vec<u8>>> {
        let mut command = Command::new(&self.program);
        command.env_clear().current_dir("/").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|fault| {
            tracing::error!(%fault, program = %self.program.display(), "no pages can be drawn: `server doctor` says more");
            Error::Unavailable
        })?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::internal("a program without input and output"));
        };
        let write = async move {
            // A program that has ended reads no more; how it ended says why.
            drop(input.write_all(&pdf).await);
            drop(input);
        };
        let read = async move {
            let mut answer = Vec::new();
            output.take(ANSWER_BYTES_MAX).read_to_end(&mut answer).await.map(|_| answer)
        };
        let ((), answer) = tokio::join!(write, read);
        let answer = answer.map_err(Error::internal)?;
        let ended = child.wait().await.map_err(Error::internal)?;
        // Stopped from outside: by the limit of the processor or of memory, or by a stack that did not hold.
        if ended.code().is_none() {
            return Err(Error::rejected(TOO_HEAVY));
        }
        if ended.success() { read_answer(&answer) } else { Err(Error::rejected(DAMAGED)) }
    }
}

/// Takes the answer apart. Whatever does not add up is a document that could not be read.
fn read_answer(answer: &[u8]) -> Result<Vec<Vec<u8>>> {
    let damaged = || Error::rejected(DAMAGED);
    let end = answer.iter().position(|byte| *byte == b'\n').ok_or_else(damaged)?;
    let (word, mut rest) = (answer.get(..end).unwrap_or_default(), answer.get(end + 1..).unwrap_or_default());
    let count = match core::str::from_utf8(word).unwrap_or_default().split_once(' ') {
        Some(("pages", count)) => count.parse::<usize>().map_err(|_| damaged())?,
        _ => return Err(refused(word)),
    };
    let mut pages = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| damaged())?;
        let (page, after) = after.split_at_checked(length).ok_or_else(damaged)?;
        pages.push(page.to_vec());
        rest = after;
    }
    let whole = rest.is_empty() && !pages.is_empty() && pages.len() == count;
    if whole { Ok(pages) } else { Err(damaged()) }
}

fn refused(word: &[u8]) -> Error {
    Error::rejected(match word {
        b"locked" => "document.locked",
        b"too_many" => "document.too_many_pages",
        b"fonts" => "document.fonts_missing",
        _ => DAMAGED,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(answer: &[u8]) -> &'static str {
        match read_answer(answer) {
            Err(Error::Rejected(rejection)) => rejection.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pages_come_in_order() {
        let answer = b"pages 2\n\0\0\0\x03abc\0\0\0\x01d";
        assert_eq!(read_answer(answer).unwrap(), [b"abc".to_vec(), b"d".to_vec()]);
    }

    #[test]
    fn what_is_refused_is_said_and_what_does_not_add_up_is_damaged() {
        assert_eq!(code(b"locked\n"), "document.locked");
        assert_eq!(code(b"too_many\n"), "document.too_many_pages");
        assert_eq!(code(b"fonts\n"), "document.fonts_missing");
        for answer in
            [&b"damaged\n"[..], b"", b"pages 0\n", b"pages 2\n\0\0\0\x01d", b"pages 1\n\0\0\0\x05d", b"pages x\n"]
        {
            assert_eq!(code(answer), DAMAGED, "{answer:?}");
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_pages_or_a_refusal(answer in proptest::collection::vec(any::<u8>(), 0..200)) {
            match read_answer(&[b"pages 1\n", &answer[..]].concat()) {
                Ok(pages) => prop_assert_eq!(pages.len(), 1),
                Err(error) => prop_assert!(matches!(error, Error::Rejected(_))),
            }
        }
    }
}
