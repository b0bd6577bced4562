//! `fee`: settlement files in, requests out, months closed. Invariant: each may be done again without doubling anything.

use super::{Done, Failure};
use crate::world::World;
use clap::Subcommand;
use domain::time::YearMonth;
use services::fee;
use std::path::PathBuf;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Takes in a settlement file of the payment gateway. The same file again changes nothing.
    Import {
        /// CSV in UTF-8 or Shift_JIS: reference,yen,paid_on,channel,transaction.
        file: PathBuf,
    },
    /// Tells the gateway what is asked for and what is taken back.
    Announce,
    /// Closes a month of site usage. Closing it again gives the same and adds nothing.
    Close {
        /// The month, such as 202611.
        #[arg(value_name = "YYYYMM", value_parser = month)]
        month: YearMonth,
    },
}

fn month(text: &str) -> Result<YearMonth, String> {
    text.parse().ok().and_then(YearMonth::from_number).ok_or_else(|| "is no month; write it as 202611".to_owned())
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    let call = world.system();
    match verb {
        Verb::Import { file } => {
            let content = std::fs::read(&file)
                .map_err(|fault| Failure::Words(format!("{} cannot be read: {fault}", file.display())))?;
            let came = fee::import(&call, &content).await?;
            println!("rows: {}\nsettled: {}", came.rows, came.settled);
            println!("unmatched: {}\nknown: {}", came.unmatched, came.known);
        }
        Verb::Announce => println!("told: {}", fee::announce(&call).await?),
        Verb::Close { month } => {
            let closed = fee::close(&call, month).await?;
            println!("month: {}\nclosed before: {}", closed.month.number(), if closed.again { "yes" } else { "no" });
            println!("primes: {}\nrecords: {}\nyen: {}", closed.invoices, closed.records, closed.yen);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_typed_as_six_digits() {
        for (text, good) in [("202611", true), ("202600", false), ("202613", false), ("2026-11", false), ("", false)] {
            assert_eq!(month(text).is_ok(), good, "{text}");
        }
    }
}
