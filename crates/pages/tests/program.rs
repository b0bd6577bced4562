//! The program as the register calls it: by its pipes, with files that are whole, wrong and meant to do harm.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must stop at once")]

use proptest::prelude::*;
use std::{
    fmt::Write as _,
    io::{Read, Write},
    process::{Command, ExitStatus, Stdio},
};

fn run(pdf: &[u8]) -> (ExitStatus, Vec<u8>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_render-pages"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program");
    let mut input = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writer = std::thread::spawn(move || drop(input.write_all(&bytes)));
    let mut answer = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut answer).unwrap();
    writer.join().unwrap();
    (child.wait().unwrap(), answer)
}

fn word(pdf: &[u8]) -> String {
    let (status, answer) = run(pdf);
    assert!(status.success(), "{status}");
    let line = answer.split(|byte| *byte == b'\n').next().unwrap();
    String::from_utf8(line.to_vec()).unwrap()
}

/// The pictures, each with its size.
fn pictures(pdf: &[u8]) -> Vec<image::RgbImage> {
    let (status, answer) = run(pdf);
    assert!(status.success(), "{status}");
    let end = answer.iter().position(|byte| *byte == b'\n').unwrap();
    assert!(answer.starts_with(b"pages "), "{:?}", String::from_utf8_lossy(&answer[..end]));
    let mut rest = &answer[end + 1..];
    let mut pages = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (page, after) = after.split_at(u32::from_be_bytes(*length) as usize);
        pages.push(image::load_from_memory_with_format(page, image::ImageFormat::Jpeg).unwrap().into_rgb8());
        rest = after;
    }
    pages
}

/// A file of these objects, numbered from 1, the first being the catalogue; `trailer` stands beside `/Root`.
fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(text.len());
        writeln!(text, "{} 0 obj\n{object}\nendobj", at + 1).unwrap();
    }
    let table = text.len();
    write!(text, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(text, "{place:010} 00000 n ").unwrap();
    }
    let count = objects.len() + 1;
    write!(text, "trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n").unwrap();
    text.into_bytes()
}

/// `count` pages of a size in points, each with the same content.
fn pages(count: usize, size: &str, content: &str) -> Vec<String> {
    let kids: Vec<String> = (0..count).map(|at| format!("{} 0 R", at + 4)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>"),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    for _ in 0..count {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{size}] /Contents 3 0 R /Resources << /XObject << /X 3 0 R >> >> >>"
        ));
    }
    objects
}

const A4: &str = "0 0 595 842";
/// The lower half red.
const HALF: &str = "1 0 0 rg 0 0 595 421 re f";

#[test]
fn an_a4_page_is_drawn_on_white_and_its_long_side_has_two_thousand_pixels() {
    let drawn = pictures(&file(&pages(1, A4, HALF), ""));
    assert_eq!((drawn.len(), drawn[0].height()), (1, 2_000));
    let (above, below) = (drawn[0].get_pixel(700, 400).0, drawn[0].get_pixel(700, 1_600).0);
    assert!(above.iter().all(|colour| *colour > 250), "{above:?}");
    assert!(below[0] > 240 && below[1] < 20 && below[2] < 20, "{below:?}");
}

#[test]
fn twenty_pages_are_taken_and_one_more_is_not() {
    assert_eq!(pictures(&file(&pages(20, "0 0 100 100", ""), "")).len(), 20);
    assert_eq!(word(&file(&pages(21, "0 0 100 100", ""), "")), "too_many");
}

#[test]
fn what_is_locked_or_broken_is_refused_with_its_reason() {
    let mut locked = pages(1, A4, HALF);
    let secret = "00".repeat(32);
    locked.push(format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{secret}> /U <{secret}> >>"));
    let trailer = format!("/Encrypt {} 0 R /ID [<{}> <{}>]", locked.len(), "11".repeat(16), "11".repeat(16));
    assert_eq!(word(&file(&locked, &trailer)), "locked");
    assert_eq!(word(b""), "damaged");
    assert_eq!(word(b"%PDF-1.7\nnothing more"), "damaged");
    assert_eq!(word(&file(&pages(0, A4, ""), "")), "damaged");
}

#[test]
fn letters_that_are_not_in_the_file_are_not_left_out_silently() {
    let mut objects = pages(1, A4, "BT /F 40 Tf 50 400 Td <30423044> Tj ET");
    let font = "<< /Font << /F << /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-H \
        /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light \
        /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor \
        /FontName /Ryumin-Light /Flags 4 >> >>] >> >> >>";
    objects[3] = objects[3].replace("<< /XObject << /X 3 0 R >> >>", font);
    assert_eq!(word(&file(&objects, "")), "fonts");
}

#[test]
fn a_huge_page_becomes_a_picture_of_the_usual_size() {
    for size in ["0 0 14400 14400", "0 0 100000000 100000000"] {
        let drawn = pictures(&file(&pages(1, size, HALF), ""));
        assert_eq!((drawn[0].width(), drawn[0].height()), (2_000, 2_000), "{size}");
    }
    assert_eq!(word(&file(&pages(1, "0 0 1 100000", HALF), "")), "damaged", "a line shows nothing");
}

#[test]
fn what_would_run_does_not_run() {
    let mut objects = pages(1, A4, HALF);
    objects[0] = "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>".to_owned();
    assert_eq!(pictures(&file(&objects, "")).len(), 1);
}

/// A page, a refusal, or the end of the process by its own limits: nobody outside ends it here.
fn is_bounded(pdf: &[u8]) {
    let (status, answer) = run(pdf);
    assert!(is_an_end(status, &answer), "{status}");
}

/// A fault of the renderer ends the process; the register then says that the file cannot be read.
fn is_an_end(status: ExitStatus, answer: &[u8]) -> bool {
    let said = ["pages ", "damaged\n", "locked\n", "too_many\n", "fonts\n"];
    !status.success() || said.iter().any(|word| answer.starts_with(word.as_bytes()))
}

#[test]
fn what_is_meant_to_do_harm_ends_by_itself() {
    // A form that draws itself, a tree of pages that holds itself, brackets in brackets.
    let mut own = pages(1, A4, "/X Do");
    own[2] = own[2].replace(
        "<< /Length",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 3 0 R >> >> /Length",
    );
    is_bounded(&file(&own, ""));
    let mut circle = pages(1, A4, "");
    circle[1] = "<< /Type /Pages /Count 1 /Kids [2 0 R] >>".to_owned();
    is_bounded(&file(&circle, ""));
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    is_bounded(&file(&pages(1, A4, &deep), ""));
    let work = "0 0 595 842 re f ".repeat(400_000);
    is_bounded(&file(&pages(20, A4, &work), ""));
}

#[test]
fn the_process_can_open_no_file() {
    // Its limits stand in the process's own account of itself while it waits for its input.
    let mut command = Command::new(env!("CARGO_BIN_EXE_render-pages"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let place = format!("/proc/{}/limits", child.id());
    let limited = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let text = std::fs::read_to_string(&place).unwrap_or_default();
        let zero = |name: &str| {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line[name.len().min(line.len())..].split_whitespace().take(2).eq(["0", "0"])
        };
        zero("Max open files") && zero("Max file size") && zero("Max processes") && text.contains("1073741824")
    });
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(limited, "not limited");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_change_to_a_file_gives_pages_or_a_refusal(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12)) {
        let mut pdf = file(&pages(2, "0 0 100 100", HALF), "");
        for (place, byte) in changes {
            let at = place.index(pdf.len());
            pdf[at] = byte;
        }
        let (status, answer) = run(&pdf);
        prop_assert!(is_an_end(status, &answer), "{status}");
    }
}
