//! A partner system with a prime's sites: whole days of people it names by ID, in batches.
//!
//! Invariant: no two touches made here are the same moment of the same person.

use super::{Chance, Client, Program, Running, http, wall_ms, world};
use anyhow::{Context, Result, anyhow, bail};
use domain::{
    id::{SiteId, TechnicianId, TouchId},
    time::{DAY_MS, HOUR_MS, Instant},
    touch::{
        TouchKind,
        wire::{Reading, TouchAnswers, TouchItem},
    },
};

/// Days back over which the touches lie; what is older than forty is not taken.
const DAYS: i64 = 30;
/// How the seed names the first business, which is the prime of every site.
const BUSINESSES: &str = "businesses:";

/// A partner with a token, and whom it sends for.
pub struct Partner {
    token: String,
    people: Vec<(SiteId, TechnicianId, i16)>,
    began_at: i64,
    next: usize,
    chance: Chance,
}

impl Partner {
    /// Registers one by the operator's command for the business that `seeded` names first, and asks for its token.
    pub fn register(program: &Program, server: &Running, seeded: &str, sites: usize) -> Result<Self> {
        let line = seeded.lines().find(|line| line.starts_with(BUSINESSES));
        let business = line.and_then(|line| line.split_whitespace().last());
        let business = business.ok_or_else(|| anyhow!("the seed named no business:\n{seeded}"))?;
        let said = program.ask(&["partner", "create", "--name", "load", "--business", business])?;
        let word = |name: &str| {
            let found = said.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            found.ok_or_else(|| anyhow!("partner create said no {name}"))
        };
        let (id, secret) = (word("client id:")?, word("client secret:")?);
        let fields = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        let asked = http::post_form("/api/v1/oauth/token", server.port(), None, &fields);
        let reply = Client::new(server.port()).ask(&asked)?;
        let body: serde_json::Value = serde_json::from_slice(&reply.body).context("the token's answer")?;
        let token = body.get("access_token").and_then(|token| token.as_str());
        let token = token.ok_or_else(|| anyhow!("no token: {}", reply.text()))?.to_owned();

        let sites = program.busiest_sites(sites)?;
        let mut people = Vec::new();
        for gate in program.enrol_gates(&sites, &world::gate_key()?)? {
            let roster = world::roster(server.port(), &gate.token)?;
            let site = roster.site.id;
            people.extend(roster.people.iter().map(|person| (site, person.technician_id, person.trade.get())));
        }
        if people.is_empty() {
            bail!("nobody is on a roster");
        }
        Ok(Self { token, people, began_at: wall_ms(), next: 0, chance: Chance::new()? })
    }

    /// The next touches: everybody in and out of one day, then of the day before.
    ///
    /// Errors: more than everybody's thirty days.
    pub fn items(&mut self, many: usize) -> Result<Vec<TouchItem>> {
        (0..many).map(|_| self.item()).collect()
    }

    fn item(&mut self) -> Result<TouchItem> {
        let nth = self.next;
        self.next += 1;
        let round = nth / 2;
        let whom = self.people.get(round % self.people.len()).copied();
        let (site, person, trade) = whom.ok_or_else(|| anyhow!("nobody to send for"))?;
        let day = i64::try_from(round / self.people.len())?;
        if day >= DAYS {
            bail!("everybody's {DAYS} days are used");
        }
        let out = !nth.is_multiple_of(2);
        let hours = if out { 2 * HOUR_MS } else { 10 * HOUR_MS };
        let at = self.began_at - hours - day * DAY_MS + i64::try_from(round % 3_000)? * 500;
        let (high, low) = (self.chance.bits().to_be_bytes(), self.chance.bits().to_be_bytes());
        let bytes = core::array::from_fn(|at| *high.get(at).or_else(|| low.get(at - 8)).unwrap_or(&0));
        Ok(TouchItem {
            id: TouchId(uuid::Builder::from_unix_timestamp_millis(u64::try_from(at)?, &bytes).into_uuid()),
            occurred_at: Instant(at),
            kind: if out { TouchKind::Out } else { TouchKind::In },
            reading: Reading::Typed { technician_id: person.to_string() },
            device_seq: None,
            clock_offset_ms: None,
            clock: None,
            site_id: Some(site),
            trade: Some(trade),
            role: Some("worker".to_owned()),
            signature: None,
        })
    }

    /// These touches as a whole request.
    pub fn request(&self, items: &[TouchItem]) -> Vec<u8> {
        let body = serde_json::json!({ "items": items }).to_string();
        http::post_json("/api/v1/touches", &self.token, &body)
    }
}

/// Sends a batch; an error where an answer is neither `accepted` nor `duplicate`. Gives how many were accepted.
pub fn send_batch(client: &mut Client, request: &[u8]) -> Result<u64> {
    use domain::touch::wire::Outcome;
    let TouchAnswers { answers, .. } = world::answers(&client.ask(request)?)?;
    let odd = answers.iter().find(|answer| !matches!(answer.outcome, Outcome::Accepted | Outcome::Duplicate));
    if let Some(answer) = odd {
        bail!("touch {:?} was answered {:?} {:?}", answer.id, answer.outcome, answer.code);
    }
    Ok(answers.iter().filter(|answer| answer.outcome == Outcome::Accepted).count() as u64)
}
