//! Tests against real databases: every test that touches one runs on SQLite and on PostgreSQL, each with a database of
//! its own, a frozen clock and a fixed sequence of ids.
//!
//! Invariant: nothing is shared between two tests. Used by tests only.
#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a test that cannot be set up must stop at once")]

mod authenticator;
mod file;
mod gate_key;
mod log_key;
mod outbox;
mod people;
mod stand_in;
mod template;

pub use authenticator::SoftKey;
pub use file::pdf_text;
pub use gate_key::{GATE_KEY_HEX, enrolment, gate_key, signed};
pub use log_key::{WITNESS, log_key, witness};
pub use outbox::Outbox;
pub use people::{Cast, GateOf, cast, item};
pub use stand_in::{Answer, Asked, StandIn};

use domain::{
    access::{Actor, Role},
    time::{Instant, WorkDate},
};
use proof::log::note::KeyKind;
use services::{
    Call, Clock, Db, Ids, Outside,
    live::Board,
    outside::{
        ChiefFile, Folder, GatewayFolder, KeyFile, LicenceFile, Line, LineChannel, LogName, PROGRAM, PageProgram,
        ReturnedFolder, chiefs::SAMPLE, licences,
    },
    touch::{Writer, WriterSettings},
};
use std::{future::Future, path::PathBuf, sync::Arc};
use store::ConnectionTrait;

/// The master key of tests, hex; the second implementation in the end-to-end tests uses the same.
pub const MASTER_KEY_HEX: &str = "5ace7e50ab65d5d51fd5bf5a16b8205b";

/// From when the key of certificates signs in tests (the same key as a gate's), milliseconds: 2026-01-01 in Japan.
pub const ISSUER_FROM_MS: i64 = 1_767_193_200_000;

/// Where a card's URL points in tests.
pub const BASE_URL: &str = "https://cards.example/t";

/// The secret of the channel by which tests send by LINE.
pub const LINE_SECRET: &str = "channel-secret";

/// A register of its own.
pub struct TestApp {
    /// A call by nobody; see [`TestApp::by`].
    pub call: Call,
    /// Where mail goes.
    pub mail: Arc<Outbox>,
    /// Where short messages go.
    pub texts: Arc<Outbox>,
    /// Where messages by LINE go.
    pub lines: Arc<Outbox>,
    /// The card maker, who opens what is sealed for them.
    pub maker: age::x25519::Identity,
    folder: PathBuf,
    postgres: Option<(String, String)>,
}

impl TestApp {
    /// A call by `actor`.
    pub fn by(&self, actor: Actor) -> Call {
        self.call.acting(actor)
    }
    /// A call by the register itself.
    pub fn system(&self) -> Call {
        self.by(Actor::system())
    }
    /// A call by somebody of `role` with nothing else known.
    pub fn role(&self, role: Role) -> Call {
        self.by(Actor::of(role))
    }
    /// Where the gateway is told what is asked for.
    pub fn gateway_folder(&self) -> PathBuf {
        self.folder.join("gateway")
    }
    /// Where mail that came back is looked for.
    pub fn returned_folder(&self) -> PathBuf {
        self.folder.join("returned")
    }
    /// Where the program that draws pages is looked for: there is none until a test puts one there.
    pub fn page_program(&self) -> PathBuf {
        self.folder.join(PROGRAM)
    }
    /// Writes another register of 登録基幹技能者 in the place of the sample.
    pub fn chiefs_are(&self, text: &str) {
        std::fs::write(self.folder.join("chiefs.csv"), text).expect("a register");
    }
    /// Writes another register of 建設業許可 in the place of the sample, or takes it away.
    pub fn licences_are(&self, text: Option<&str>) {
        let file = self.folder.join("licences.csv");
        match text {
            Some(text) => std::fs::write(file, text).expect("a register"),
            None => std::fs::remove_file(file).expect("a register to remove"),
        }
    }
    /// The database.
    pub fn db(&self) -> &Db {
        &self.call.db
    }
    /// Sets the clock to `hh:mm` of a day (`yyyymmdd`) in Japan.
    pub fn at(&self, day: i32, hh_mm: &str) -> Instant {
        let at = clock(day, hh_mm);
        self.call.clock.set(at);
        at
    }
}

/// The instant at which the clocks of Japan show `hh:mm` on `yyyymmdd`.
pub fn clock(day: i32, hh_mm: &str) -> Instant {
    let (hours, minutes) = hh_mm.split_once(':').expect("hh:mm");
    let ms = (hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes")) * 60_000;
    WorkDate::from_number(day).expect("a day").start().plus_ms(ms)
}

/// Runs a test on every database asked for: `TEST_DATABASES` (default `sqlite`; `cargo xtask test` asks for both, with
/// a private cluster at `TEST_POSTGRES_URL`).
pub fn both<F, Fut>(test: F)
where
    F: Fn(Arc<TestApp>) -> Fut,
    Fut: Future<Output = ()>,
{
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    for name in databases() {
        runtime.block_on(async {
            let app = Arc::new(open(&name).await);
            eprintln!("on {name}");
            test(app.clone()).await;
            app.call.outside.touches.close().await;
            let (folder, postgres) = (app.folder.clone(), app.postgres.clone());
            drop(app);
            if let Some((server, database)) = postgres {
                let admin = Db::connect(&server).await.expect("the cluster");
                let sql = format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)");
                admin.writer().execute_unprepared(&sql).await.expect("a database to drop");
            }
            std::fs::remove_dir_all(folder).expect("a folder to remove");
        });
    }
}

#[expect(clippy::disallowed_methods, reason = "the test command says which databases there are")]
fn databases() -> Vec<String> {
    let asked = std::env::var("TEST_DATABASES").unwrap_or_else(|_| "sqlite".to_owned());
    asked.split(',').map(|name| name.trim().to_owned()).collect()
}

#[expect(clippy::disallowed_methods, reason = "the test command says where its private cluster is")]
async fn open(name: &str) -> TestApp {
    let unique = uuid::Uuid::now_v7().simple().to_string();
    let folder = std::env::temp_dir().join(format!("careerup-test-{unique}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (url, postgres) = if name == "postgres" {
        let server = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names the private cluster");
        let database = format!("t_{unique}");
        template::postgres(&server, &database).await;
        (template::with_database(&server, &database), Some((server, database)))
    } else {
        assert_eq!(name, "sqlite", "TEST_DATABASES names sqlite and postgres only");
        let file = folder.join("register.db");
        template::sqlite(&file).await;
        (format!("sqlite:{}", file.display()), None)
    };
    let db = Db::connect(&url).await.expect("a database");
    let clock = Clock::frozen(clock(20_261_120, "07:30"));
    let seal = "5e".repeat(32);
    let keys =
        format!("master.1 = {MASTER_KEY_HEX}\nseal = {seal}\nreceipt.1 = {GATE_KEY_HEX}\nlog.1 = {}\n", log_key());
    let keys = format!("{keys}issuer.1 = {ISSUER_FROM_MS}:{GATE_KEY_HEX}\n");
    let live = Board::default();
    let touches = Writer::start(&db, &live, WriterSettings::default()).expect("threads");
    let (mail, texts, lines) = (Arc::new(Outbox::default()), Arc::new(Outbox::default()), Arc::new(Outbox::default()));
    let maker = age::x25519::Identity::generate();
    let chiefs = folder.join("chiefs.csv");
    std::fs::write(&chiefs, SAMPLE).expect("the sample register");
    let licence_register = folder.join("licences.csv");
    std::fs::write(&licence_register, licences::SAMPLE).expect("the sample register");
    let returned = folder.join("returned");
    std::fs::create_dir(&returned).expect("a folder");
    let outside = Outside {
        keys: Arc::new(KeyFile::parse(&keys).expect("keys")),
        files: Arc::new(Folder::open(folder.join("files")).expect("a folder")),
        pages: PageProgram::at(folder.join(PROGRAM)),
        chiefs: Arc::new(ChiefFile::at(chiefs)),
        licences: Arc::new(LicenceFile::at(licence_register)),
        gateway: Arc::new(GatewayFolder::open(folder.join("gateway")).expect("a folder")),
        touches,
        live,
        mail: mail.clone(),
        returned: Some(Arc::new(ReturnedFolder::at(returned))),
        text: texts.clone(),
        line: Some(Line { post: lines.clone(), channel: Some(LineChannel::open(LINE_SECRET).expect("a secret")) }),
        maker: Some(maker.to_public().to_string().parse().expect("a public key")),
        pay_to: Some("見本銀行 本店 普通 0000000".to_owned()),
        issuer_name: Some("建設登録機構".to_owned()),
        contact: Some("見本相談窓口 0120-000-000".to_owned()),
        check_nights: 1,
        log: LogName::of("https://register.example", vec![witness().key(WITNESS, KeyKind::Witness).expect("a key")]),
        base_url: "https://register.example".to_owned(),
    };
    let call = Call {
        actor: Actor::public(),
        db,
        clock,
        ids: Ids::seeded(20_261_120),
        outside: Arc::new(outside),
        request_id: uuid::Uuid::nil(),
    };
    TestApp { call, mail, texts, lines, maker, folder, postgres }
}
