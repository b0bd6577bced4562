//! `seed` and the demonstration of `serve --demo`. Invariant: made through the services, by the register itself.

use super::Done;
use crate::{
    session::COOKIE,
    world::{CHIEFS, LICENCES, World},
};
use clap::Args;
use domain::{id::AccountId, time::DAY_MS};
use i18n::{Lang, Msg, msg::demo as m, word};
use services::{
    outside::{chiefs, licences},
    seed,
};
use std::fmt::Display;
use tower_sessions::session::Id;

/// How much to make.
#[derive(Debug, Clone, Copy, Args)]
pub struct Amount {
    /// People.
    #[arg(long, default_value_t = 1_000)]
    technicians: u32,
    /// History records.
    #[arg(long, default_value_t = 10_000)]
    records: u64,
    /// Open applications, with a reviewer's session to look at them.
    #[arg(long, default_value_t = 0)]
    cases: u32,
    /// Months of approved days, without records, of which everybody has some: to judge levels by. Such a register's counts differ from its
    /// records.
    #[arg(long, default_value_t = 0)]
    level_months: u32,
    /// The same number makes the same people and records.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Makes them.
pub async fn seed(world: World, amount: Amount) -> Done {
    let made = seed::bulk(&world.system(), amount.technicians, amount.records, amount.seed).await?;
    println!("technicians: {}, the first {}", made.technicians, made.first);
    println!("businesses: {}, the first {}", made.businesses, made.first_business);
    println!("sites: {}\nrecords: {}", made.sites, made.records);
    if amount.level_months > 0 {
        println!("days without records: {}", seed::level_months(&world.system(), amount.level_months).await?);
    }
    println!("password of every technician: {}", seed::PASSWORD);
    if amount.cases > 0 {
        let reviewer = seed::cases(&world.system(), amount.cases).await?;
        println!("cases: {}\nsession of a reviewer: {}", amount.cases, session(&world, reviewer).await?);
    }
    Ok(())
}

/// A session of an invented log-in that ends with the day, as its cookie.
async fn session(world: &World, account: AccountId) -> Result<String, services::Error> {
    let (id, now) = (Id::default().to_string(), world.clock.now());
    let data = serde_json::json!({ "account": account, "since": now }).to_string();
    let kept = services::session::Kept { data, expires_at: now.plus_ms(DAY_MS) };
    services::session::create(&world.db, &id, &kept).await?;
    Ok(format!("{COOKIE}={id}"))
}

/// The demonstration, or the log-ins again where it was made before; nothing in a register that
/// has data of its own.
pub async fn demo(world: &World) -> Result<(), String> {
    let is_to_make = seed::is_to_make(&world.system()).await.map_err(|error| error.to_string())?;
    // Before anybody applies: applications ask these registers.
    for (name, sample) in [(CHIEFS, chiefs::SAMPLE), (LICENCES, licences::SAMPLE)] {
        let register = world.config.data.join(name);
        if is_to_make && !register.exists() {
            std::fs::write(register, sample)
                .map_err(|fault| format!("the sample register cannot be written: {fault}"))?;
        }
    }
    let demo = match seed::demo(&world.system()).await {
        Ok(demo) => demo,
        Err(services::Error::Rejected(rejection)) if rejection.code == "seed.not_empty" => return Ok(()),
        Err(services::Error::Conflict("seed.not_empty")) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    println!("{}", told(&demo, &world.config.base_url.to_string()));
    Ok(())
}

/// Where to go and as whom: every sentence in Japanese, then in English.
fn told(demo: &seed::Demo, url: &str) -> String {
    let mut lines = Vec::new();
    let mut say = |message: Msg, values: &[(&str, &dyn Display)]| {
        lines.extend(Lang::OFFICE.map(|lang| message.with(lang, values)));
    };
    say(m::OPEN, &[("url", &url), ("password", &seed::PASSWORD)]);
    say(m::GATE, &[("url", &url)]);
    for log_in in &demo.log_ins {
        let both = |message: Msg| Lang::OFFICE.map(|lang| message.get(lang)).join(" / ");
        let code = if log_in.second_factor { format!("  {}", both(m::CODE)) } else { String::new() };
        lines.push(format!("  {}  {}  {}{code}", log_in.login_id, log_in.name, both(word::role(log_in.role))));
    }
    lines.extend(Lang::OFFICE.map(|lang| m::SECRET.with(lang, &[("secret", &demo.totp_secret)])));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::Role;

    #[test]
    fn japanese_comes_first_and_says_where_and_how() {
        let log_in = seed::DemoLogIn {
            role: Role::Operator,
            name: "運営".to_owned(),
            login_id: "unei".to_owned(),
            password: seed::PASSWORD.to_owned(),
            second_factor: true,
        };
        let demo = seed::Demo { log_ins: vec![log_in], totp_secret: "NVUW4".to_owned() };
        let told = told(&demo, "http://127.0.0.1:3000");
        let lines: Vec<&str> = told.lines().collect();
        assert!(
            lines[0].contains("http://127.0.0.1:3000/login をひらいて") && lines[0].contains(seed::PASSWORD),
            "{told}"
        );
        assert!(lines[1].starts_with("Open http://127.0.0.1:3000/login"), "{told}");
        assert_eq!(lines[4], "  unei  運営  運営主体 / Operator  ＋6けたの番号 / + 6 digits");
        assert!(lines[5].contains("認証アプリ") && lines[5].ends_with("NVUW4"), "{told}");
    }
}
