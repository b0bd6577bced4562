//! `registrar`: certified registrars, their offices and staff IDs. Invariant: an issued password is printed once and kept nowhere.

use super::Done;
use crate::world::World;
use clap::{Args, Subcommand, ValueEnum};
use domain::{
    id::OfficeId,
    registrar::{OfficeForm, OfficeKind, RegistrarForm},
};
use services::registrar;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Enters a body and prints its number.
    Enter(New),
    /// Adds an office to a body and prints its id.
    Office(NewOffice),
    /// Gives somebody of an office a log-in and prints its password.
    Staff {
        /// Id of the office.
        #[arg(long)]
        office: OfficeId,
        /// Name of the person.
        #[arg(long)]
        name: String,
    },
    /// Ends a body's certification from today on.
    End {
        /// Its number.
        #[arg(long)]
        number: i32,
    },
}

/// The body to enter.
#[derive(Debug, Args)]
pub struct New {
    /// Its name.
    #[arg(long)]
    name: String,
    /// Prefecture, 1 to 47.
    #[arg(long)]
    prefecture: String,
    /// It is temporary; then it has a last day.
    #[arg(long, requires = "until")]
    temporary: bool,
    /// First day, `yyyy-mm-dd`.
    #[arg(long)]
    from: String,
    /// Last day, `yyyy-mm-dd`.
    #[arg(long, default_value = "")]
    until: String,
}

/// What an office does.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Field,
    Head,
}

/// The office to add.
#[derive(Debug, Args)]
pub struct NewOffice {
    /// Number of the body.
    #[arg(long)]
    number: i32,
    /// What it does.
    #[arg(long)]
    kind: Kind,
    /// Its name.
    #[arg(long)]
    name: String,
    /// Its address.
    #[arg(long)]
    address: String,
    /// Its phone.
    #[arg(long)]
    phone: String,
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    let call = world.system();
    match verb {
        Verb::Enter(new) => {
            let form = RegistrarForm {
                name: new.name,
                prefecture: new.prefecture,
                temporary: if new.temporary { "yes" } else { "no" }.to_owned(),
                from: new.from,
                until: new.until,
            };
            let id = registrar::enter(&call, &form).await?;
            println!("number: {}", registrar::find(&call, id).await?.0.number);
        }
        Verb::Office(new) => {
            let kind = match new.kind {
                Kind::Field => OfficeKind::Field,
                Kind::Head => OfficeKind::Head,
            };
            let form =
                OfficeForm { kind: kind.code().to_owned(), name: new.name, address: new.address, phone: new.phone };
            let body = registrar::by_number(&call, new.number).await?;
            println!("office: {}", registrar::add_office(&call, body, &form).await?);
        }
        Verb::Staff { office, name } => {
            let issued = registrar::issue(&call, Some(office), &name).await?;
            println!("login id: {}\npassword: {}", issued.login_id, issued.password);
            eprintln!("The password is shown this once. An authenticator app is set up at the first log-in.");
        }
        Verb::End { number } => {
            registrar::end(&call, registrar::by_number(&call, number).await?).await?;
            println!("ended from today on");
        }
    }
    Ok(())
}
