//! Compressed files beside the plain ones, and the table of sizes.
//!
//! Invariant: only releases have compressed files; the server sends one only when it lies beside the plain file.

use super::{Mode, files::below, inside};
use anyhow::Result;
use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// What is text or wasm; pictures and fonts are compressed already.
const WORTHWHILE: &[&str] = &["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Writes `.br` and `.gz` (release), and gives the table raw / brotli in bytes.
pub fn sizes(site: &Path, mode: Mode) -> Result<String> {
    let mut table = format!("{:<32} {:>12} {:>12}\n", "served file", "raw B", "brotli B");
    for file in below(site)?.into_iter().filter(|file| is_worthwhile(file)) {
        let bytes = fs::read(&file)?;
        let brotli = match mode {
            Mode::Release => beside(&file, &bytes)?.to_string(),
            Mode::Debug => "-".to_owned(),
        };
        writeln!(table, "{:<32} {:>12} {brotli:>12}", inside(&file, site), bytes.len())?;
    }
    Ok(table)
}

fn is_worthwhile(file: &Path) -> bool {
    file.extension().is_some_and(|ending| WORTHWHILE.iter().any(|known| ending == *known))
}

/// Writes both compressed forms; gives the size of the brotli one.
fn beside(file: &Path, bytes: &[u8]) -> Result<usize> {
    let brotli = brotli(bytes)?;
    fs::write(with_ending(file, "br"), &brotli)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(with_ending(file, "gz"), gzip.finish()?)?;
    Ok(brotli.len())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_forms_unpack_to_the_plain_file() {
        let site = std::env::temp_dir().join(format!("xtask-compress-{}", std::process::id()));
        fs::create_dir_all(&site).unwrap();
        let plain = "body { color: black }\n".repeat(100).into_bytes();
        fs::write(site.join("a.css"), &plain).unwrap();
        fs::write(site.join("a.png"), &plain).unwrap();
        sizes(&site, Mode::Release).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*fs::read(site.join("a.css.br")).unwrap(), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        let mut unpacked = Vec::new();
        let gzip = fs::read(site.join("a.css.gz")).unwrap();
        flate2::read::GzDecoder::new(&*gzip).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        assert!(!site.join("a.png.br").exists());
        fs::remove_dir_all(&site).unwrap();
    }
}
