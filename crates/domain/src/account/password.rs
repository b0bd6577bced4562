//! Which passwords are good enough: long enough, not among those everybody tries first. Invariant: no demand for kinds of
//! characters and no expiry, since both make people choose worse ones (NIST SP 800-63B §5.1.1.2).

use crate::{
    form::{FieldProblem, Problem},
    text,
};

/// The fewest characters of a password.
pub const PASSWORD_CHARS_MIN: u32 = 8;
/// The most characters of a password.
pub const PASSWORD_CHARS_MAX: u32 = 128;

/// Passwords tried first by everybody who guesses, and words of this system. Compared in small letters without the
/// digits and signs at the end, so that `Password123!` is found by `password`.
const TRIED_FIRST: [&str; 40] = [
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "qwerty",
    "qwertyuiop",
    "qwertyui",
    "asdfghjk",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx",
    "1q2w3e4r",
    "q1w2e3r4",
    "letmein",
    "welcome",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "dragon",
    "monkey",
    "master",
    "shadow",
    "trustno",
    "admin",
    "administrator",
    "login",
    "secret",
    "changeme",
    "default",
    "sakura",
    "himitsu",
    "nippon",
    "kensetsu",
    "genba",
    "ccus",
    "careerup",
    "tokyo",
];

/// Whether a new password is good enough. Errors: `Missing`, `WeakPassword`, `TooLong`.
pub fn check_password(password: &str) -> Result<(), Problem> {
    if password.is_empty() {
        return Err(Problem::Missing);
    }
    let chars: Vec<char> = text::to_ascii_width(password).to_lowercase().chars().collect();
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if length > PASSWORD_CHARS_MAX {
        return Err(Problem::TooLong { max: PASSWORD_CHARS_MAX });
    }
    if length < PASSWORD_CHARS_MIN || is_run(&chars) || is_repeated(&chars) || is_tried_first(&chars) {
        return Err(Problem::WeakPassword);
    }
    Ok(())
}

/// Everything that is wrong with a new password typed twice, at once: problems of `password` and of `password_again`.
pub fn check_new_password(password: &str, again: &str) -> Vec<FieldProblem> {
    let weak = check_password(password).err().map(|problem| FieldProblem::new("password", problem));
    let differs = (again != password).then(|| {
        let problem = if again.is_empty() { Problem::Missing } else { Problem::Mismatch };
        FieldProblem::new("password_again", problem)
    });
    weak.into_iter().chain(differs).collect()
}

/// `12345678`, `98765432`, `abcdefgh`: every character the neighbour of the one before, in one direction.
fn is_run(chars: &[char]) -> bool {
    let step = |by: i64| chars.windows(2).all(|two| i64::from(u32::from(two[1])) - i64::from(u32::from(two[0])) == by);
    let without_wrap = step(1) || step(-1);
    without_wrap || chars.iter().collect::<String>().starts_with("1234567890")
}

/// `aaaaaaaa`, `12121212`, `abcabcabc`: a piece of at most four characters over and over.
fn is_repeated(chars: &[char]) -> bool {
    (1..=4).any(|piece| chars.iter().zip(chars.iter().skip(piece)).all(|(one, next)| one == next))
}

fn is_tried_first(chars: &[char]) -> bool {
    let whole: String = chars.iter().collect();
    let word = whole.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    TRIED_FIRST.iter().any(|tried| *tried == word || *tried == whole)
}
