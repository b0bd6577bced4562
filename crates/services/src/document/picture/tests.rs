//! Uploads of any bytes: a picture as it is kept, or a word why not.

use super::*;
use proptest::prelude::*;

const LIMIT: Limit = Limit { side: SIDE_MAX, width_min: WIDTH_MIN, height_min: HEIGHT_MIN };

/// A picture that would be taken, large enough for a card by a little.
fn good(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(WIDTH_MIN + 6, HEIGHT_MIN + 6, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Kept as a JPEG that reads and carries nothing of what was sent but the picture, or refused by a word of the catalogue.
fn is_kept_or_refused(upload: &[u8]) -> bool {
    match sniff(upload).and_then(|format| remake(upload, format, LIMIT)) {
        Ok(kept) => {
            let read = image::load_from_memory_with_format(&kept.jpeg, ImageFormat::Jpeg).unwrap();
            let fits = (WIDTH_MIN..=SIDE_MAX).contains(&kept.width) && (HEIGHT_MIN..=SIDE_MAX).contains(&kept.height);
            fits && (read.width(), read.height()) == (kept.width, kept.height)
                && !kept.jpeg.windows(4).any(|four| four == b"Exif")
        }
        Err(Error::Rejected(why)) => [TOO_LARGE, NOT_PICTURE, HEIC, PDF, TOO_SMALL, DAMAGED].contains(&why.code),
        Err(_) => false,
    }
}

#[test]
fn good_pictures_are_kept_and_ten_megabytes_are_the_most() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let upload = good(format);
        assert!(sniff(&upload).and_then(|found| remake(&upload, found, LIMIT)).is_ok(), "{format:?}");
        // What follows the picture is not looked at, and not kept.
        for (length, taken) in [(BYTES_MAX, true), (BYTES_MAX + 1, false)] {
            let mut padded = upload.clone();
            padded.resize(length, 0);
            assert_eq!(
                sniff(&padded).and_then(|found| remake(&padded, found, LIMIT)).is_ok(),
                taken,
                "{format:?} {length}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_the_bytes_nothing_but_a_picture_is_kept(head in 0..6_usize, tail in proptest::collection::vec(any::<u8>(), 0..400)) {
        let heads: [&[u8]; 6] = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"\0\0\0\x18ftypheic", b"GIF89a"];
        prop_assert!(is_kept_or_refused(&[heads[head], &tail].concat()));
    }

    #[test]
    fn a_picture_of_which_bytes_were_changed_or_cut_is_kept_or_refused(png in any::<bool>(), changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12), cut in any::<proptest::sample::Index>()) {
        let mut upload = good(if png { ImageFormat::Png } else { ImageFormat::Jpeg });
        for (place, byte) in changes {
            let at = place.index(upload.len());
            upload[at] = byte;
        }
        prop_assert!(is_kept_or_refused(&upload));
        upload.truncate(cut.index(upload.len()));
        prop_assert!(is_kept_or_refused(&upload), "cut off");
    }
}
