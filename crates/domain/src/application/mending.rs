//! Putting right what was returned: from one page that came back to the next. Invariant: nobody is led through pages
//! nothing is wrong with, and nobody past one that still stands as it was returned.

use super::Deficiency;
use crate::form::{FieldProblem, Problem};

/// Name of the box by which the applicant says that what was returned stays as it is.
pub const STOOD_BY: &str = "stood_by";

/// Whether what was returned may be handed in again: where nothing was put right somewhere, only by an applicant who says
/// that it stays so, since they may be right and the reviewer not. Errors: [`STOOD_BY`] not ticked.
pub fn again(returned: &[Deficiency], stood_by: bool) -> Result<(), FieldProblem> {
    if stood_by || returned.iter().all(|deficiency| deficiency.mended) {
        return Ok(());
    }
    Err(FieldProblem::new(STOOD_BY, Problem::NotConfirmed))
}

/// How far a page has come since the application was returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mending {
    /// Nothing on it was returned.
    Nothing,
    /// Something on it is as it was returned.
    Open,
    /// All that was returned on it is another since.
    Done,
}

impl Mending {
    /// Of what was returned on a page.
    pub fn of<'a>(returned: impl IntoIterator<Item = &'a Deficiency>) -> Self {
        returned.into_iter().fold(Self::Nothing, |so_far, deficiency| match (so_far, deficiency.mended) {
            (Self::Open, _) | (_, false) => Self::Open,
            (Self::Nothing | Self::Done, true) => Self::Done,
        })
    }
}

/// Where saving a page leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Onward<'a> {
    /// As ever: the page was not returned.
    AsEver,
    /// To this page, on which something still stands as it was returned.
    Page(&'a str),
    /// To the answers, to be handed in again.
    Check,
}

/// Where one goes on from the page `here`, once nothing is wrong with it: from one that was returned to the next of
/// `pages` that still wants something, those before it after the last; it was just seen itself.
pub fn onward<'a>(pages: &[(&'a str, Mending)], here: &str) -> Onward<'a> {
    let returned = |(page, mending): &(&str, Mending)| *page == here && *mending != Mending::Nothing;
    let Some(at) = pages.iter().position(returned) else { return Onward::AsEver };
    let mut others = pages[at + 1..].iter().chain(&pages[..at]);
    let next = others.find(|(_, mending)| *mending == Mending::Open);
    next.map_or(Onward::Check, |&(page, _)| Onward::Page(page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::DeficiencyReason;

    fn returned(mended: &[bool]) -> Vec<Deficiency> {
        let deficiency = |mended: &bool| Deficiency {
            field: "address".to_owned(),
            reason: DeficiencyReason::AddressIncomplete,
            explanation: String::new(),
            mended: *mended,
        };
        mended.iter().map(deficiency).collect()
    }

    #[test]
    fn what_stays_as_it_was_returned_wants_a_word_of_the_applicant() {
        let refused = Err(FieldProblem::new(STOOD_BY, Problem::NotConfirmed));
        let rows: [(&[bool], bool, _); 7] = [
            (&[], false, Ok(())),
            (&[true], false, Ok(())),
            (&[true, true], false, Ok(())),
            (&[true, false], false, refused.clone()),
            (&[false], false, refused),
            (&[true, false], true, Ok(())),
            (&[false], true, Ok(())),
        ];
        for (mended, stood_by, expected) in rows {
            assert_eq!(again(&returned(mended), stood_by), expected, "{mended:?} {stood_by}");
        }
    }

    #[test]
    fn a_page_is_put_right_once_all_of_it_is() {
        let of = |mended: &[bool]| Mending::of(&returned(mended));
        let rows: [(&[bool], Mending); 6] = [
            (&[], Mending::Nothing),
            (&[false], Mending::Open),
            (&[true], Mending::Done),
            (&[true, false], Mending::Open),
            (&[false, true], Mending::Open),
            (&[true, true], Mending::Done),
        ];
        for (mended, expected) in rows {
            assert_eq!(of(mended), expected, "{mended:?}");
        }
    }

    #[test]
    fn one_goes_on_to_what_still_stands_as_it_was_returned_and_then_to_the_answers() {
        use Mending::{Done, Nothing, Open};
        let pages = ["name", "birth", "photo", "trade"];
        for (mendings, here, expected) in [
            ([Nothing; 4], "name", Onward::AsEver),
            ([Nothing, Open, Nothing, Nothing], "name", Onward::AsEver),
            ([Open, Nothing, Nothing, Nothing], "hat", Onward::AsEver),
            ([Done, Nothing, Open, Open], "name", Onward::Page("photo")),
            ([Done, Nothing, Done, Open], "name", Onward::Page("trade")),
            ([Open, Nothing, Done, Done], "trade", Onward::Page("name")),
            ([Done, Nothing, Nothing, Done], "name", Onward::Check),
            // Saved as it was: it stands in the list above the answers.
            ([Nothing, Open, Nothing, Nothing], "birth", Onward::Check),
            ([Nothing, Open, Nothing, Open], "trade", Onward::Page("birth")),
        ] {
            let pages: Vec<(&str, Mending)> = pages.into_iter().zip(mendings).collect();
            assert_eq!(onward(&pages, here), expected, "{mendings:?} {here}");
        }
    }
}
