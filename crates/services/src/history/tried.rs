//! Again, where others stood in the way. Invariant: what is tried again is a whole transaction, of which nothing was kept.

use crate::{Error, Result};

/// Tries at what stood in another's way, where an office waits for the answer.
pub(super) const TRIES: u32 = 3;

/// Does it again while it could not be done for others, `most` times at the most; what the last try came to.
pub(super) async fn tried<T, Fut>(most: u32, act: impl Fn() -> Fut) -> Result<T>
where
    Fut: Future<Output = Result<T>>,
{
    let mut tries = 1;
    loop {
        match act().await {
            Err(Error::Unavailable | Error::Conflict("conflict.taken")) if tries < most => tries += 1,
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::Cell;
    use futures::FutureExt;

    /// How often something is tried that does not succeed before the `good`th try, and whether it did.
    fn tries(good: u32, error: impl Fn() -> Error) -> (u32, bool) {
        let tries = Cell::new(0);
        let act = || {
            tries.set(tries.get() + 1);
            core::future::ready(if tries.get() < good { Err(error()) } else { Ok(()) })
        };
        let done = tried(TRIES, act).now_or_never();
        (tries.get(), done.is_some_and(|done| done.is_ok()))
    }

    #[test]
    fn what_stood_in_the_way_is_tried_again_and_not_for_ever() {
        assert_eq!(tries(1, || Error::Unavailable), (1, true));
        assert_eq!(tries(3, || Error::Unavailable), (3, true));
        assert_eq!(tries(4, || Error::Unavailable), (3, false), "one more than there are tries");
        assert_eq!(tries(2, || Error::Conflict("conflict.taken")), (2, true), "a key that another took meanwhile");
        assert_eq!(tries(2, || Error::Conflict("conflict.already_done")), (1, false), "an answer");
        assert_eq!(tries(2, || Error::NotFound), (1, false));
    }
}
