//! `render-pages`: a PDF on standard input, pictures of its pages on standard output. A program of its own, because it reads
//! what strangers send and may be stopped at any moment.
//!
//! Invariant: it limits itself before it reads the first byte, and it knows neither the register nor its keys: whatever
//! a file makes of it, there is nothing here to take.
//!
//! The answer is a line (`pages N`, or why not: [`render::Refused`]), and after `pages N` for each page the length of its
//! picture in four bytes, the highest first, and the JPEG.
#![forbid(unsafe_code)]

mod limit;
mod render;

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

/// Larger files are not sent here by the register: 10 MB.
const BYTES_MAX: u64 = 10_000_000;

fn main() -> ExitCode {
    if let Err(fault) = limit::limit() {
        eprintln!("the limits cannot be set: {fault}");
        return ExitCode::FAILURE;
    }
    match answer(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("no answer: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn answer(input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut pdf = Vec::new();
    input.take(BYTES_MAX + 1).read_to_end(&mut pdf)?;
    let pages = match render::pages(pdf) {
        Ok(pages) => pages,
        Err(refused) => return writeln!(output, "{}", refused.word()),
    };
    writeln!(output, "pages {}", pages.len())?;
    for page in pages {
        let length = u32::try_from(page.len()).map_err(io::Error::other)?;
        output.write_all(&length.to_be_bytes())?;
        output.write_all(&page)?;
    }
    output.flush()
}
