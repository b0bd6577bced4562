//! P6 of the quality goals: what a passport page takes with a large register, beside itself at a tenth of the size.
//!
//! Invariant: measured at the client over this machine's loopback, so a figure holds the server's time and a little more.

use super::{Row, ground::Ground, machine, peer, peer::Peer};
use crate::{
    build::Mode,
    load::{Chance, Client, Database, Program, Running, get, percentile, post_form, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Result, anyhow, bail};
use domain::id::TechnicianId;

const TECHNICIANS: u32 = 100_000;
const RECORDS: u32 = 1_000_000;
/// The peer is ourselves at a size this many times smaller.
const SMALLER: u32 = 10;
/// People who log in; each is asked for again and again.
const PEOPLE: usize = 60;
/// Requests a page, after a warm-up of one for each person.
const REQUESTS: u64 = 1_200;
const COOKIE: &str = "__Host-careerup";

/// What one size of register takes: p50 and p95 of both pages, milliseconds.
struct Pages {
    passport: [f64; 2],
    history: [f64; 2],
}

/// `bench passport`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let cluster = Cluster::start_in(&setup, &ground.open_folder("cluster")?)?;
    let peer = Peer::new(&setup, &cluster, ground.folder())?;
    peer.enforce_durability()?;

    let mut rows = Vec::new();
    for (suffix, name) in [("", "postgres"), ("_sqlite", "sqlite")] {
        let mut sizes = Vec::new();
        for (size, by) in [("small", SMALLER), ("large", 1)] {
            println!("\n== {size} on {name}");
            let database = if suffix.is_empty() {
                peer.sql("postgres", &format!("CREATE DATABASE {size}"))?;
                Database::Postgres(cluster.url(size))
            } else {
                Database::Sqlite
            };
            let data = ground.folder().join(format!("{name}-{size}"));
            let program = Program::new(server.clone(), crate::site_dir(repo), data, database)?;
            program.seed(TECHNICIANS / by, RECORDS / by)?;
            sizes.push(one_size(&program)?);
        }
        let [small, large] = sizes.as_slice() else { bail!("two sizes") };
        for (page, ours, peer) in
            [("passport", large.passport, small.passport), ("history", large.history, small.history)]
        {
            for (share, ours, peer) in [("p50", ours[0], peer[0]), ("p95", ours[1], peer[1])] {
                rows.push(Row {
                    metric: format!("{page}_{share}_100k{suffix}"),
                    unit: "ms (peer: a tenth of the register)".to_owned(),
                    ours,
                    peer,
                    ratio: ours / peer,
                });
            }
        }
    }
    Ok(rows)
}

fn one_size(program: &Program) -> Result<Pages> {
    let server = program.start()?;
    let people = program.sample_people(&server, PEOPLE)?;
    let start = process::now();
    let sessions: Vec<String> = people.iter().map(|person| log_in(server.port(), *person)).collect::<Result<_>>()?;
    println!("{} people logged in  ({:.1} s)", sessions.len(), start.elapsed().as_secs_f64());
    let month = domain::time::Instant(crate::load::wall_ms()).date().month();
    let months = [month.previous(), month.previous().previous()].map(domain::time::YearMonth::number);
    let history: Vec<String> = months.iter().map(|month| format!("/passport/history?month={month}")).collect();
    let pages = Pages {
        passport: one_page(&server, "passport", &["/passport".to_owned()], &sessions)?,
        history: one_page(&server, "history", &history, &sessions)?,
    };
    server.stop()?;
    Ok(pages)
}

/// Logs in through the page's own form. Gives the session's cookie.
fn log_in(port: u16, person: TechnicianId) -> Result<String> {
    let id = person.to_string();
    let form = post_form("/fn/log_in", port, None, &[("login_id", &id), ("password", Program::SEEDED_PASSWORD)]);
    let reply = Client::new(port).ask(&form)?;
    let place = reply.header("location").unwrap_or_default();
    if reply.status / 100 != 3 || !place.ends_with("/passport") {
        bail!("log-in: status {}, to {place:?}", reply.status);
    }
    let cookies = reply.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value.as_str());
    let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with(COOKIE));
    cookie.map(str::to_owned).ok_or_else(|| anyhow!("log-in gave no session"))
}

fn one_page(server: &Running, what: &str, paths: &[String], sessions: &[String]) -> Result<[f64; 2]> {
    let mut client = Client::new(server.port());
    let mut chance = Chance::new()?;
    let mut ask = |path: &str, session: &str| -> Result<(f64, usize)> {
        let request = get(path, &[format!("Cookie: {session}"), "Accept: text/html".to_owned()]);
        let start = process::now();
        let reply = client.ask(&request)?;
        let ms = start.elapsed().as_secs_f64() * 1_000.0;
        if reply.status != 200 {
            bail!("{path}: status {}", reply.status);
        }
        Ok((ms, reply.body.len()))
    };
    for session in sessions {
        for path in paths {
            ask(path, session)?;
        }
    }
    let mut times = Vec::new();
    let mut bytes = 0;
    for _ in 0..REQUESTS {
        let (path, session) = (pick(&mut chance, paths)?, pick(&mut chance, sessions)?);
        let (ms, length) = ask(path, session)?;
        times.push(ms);
        bytes = length;
    }
    let found = [percentile(&mut times, 0.5), percentile(&mut times, 0.95)];
    println!(
        "{what:<10} p50 {:.2} ms, p95 {:.2} ms, most {:.2} ms, {bytes} bytes",
        found[0],
        found[1],
        percentile(&mut times, 1.0)
    );
    Ok(found)
}

fn pick<'a>(chance: &mut Chance, of: &'a [String]) -> Result<&'a str> {
    let at = usize::try_from(chance.below(u64::try_from(of.len())?))?;
    of.get(at).map(String::as_str).ok_or_else(|| anyhow!("nothing to pick from"))
}
