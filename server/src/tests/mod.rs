//! The whole router, asked without a network. Invariant: a request passes here what it passes in the served program.

mod border;
mod bound;
mod bulk;
mod cards;
mod certificate;
mod code;
mod correction;
mod days;
mod evidence;
mod forms;
mod gate;
mod history;
mod history_files;
mod invoice;
mod kept;
mod languages;
mod lapsed;
mod letters;
mod line;
mod log;
mod own;
mod passkey;
mod pay;
mod photo;
mod readings;
mod records;
mod recovery;
mod refused;
mod refused_counter;
mod refused_labour;
mod refused_level;
mod roster;
mod sites;
mod table;

use crate::{
    config::{Config, Said},
    ready::Ready,
    router::{self, Parts},
    session::COOKIE,
    world::World,
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header, request::Builder},
};
use domain::account::AccountKind;
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};
use services::{
    Call,
    account::{self, LogIn, NewAccount},
    session::Kept,
};
use std::{net::SocketAddr, sync::Arc};
use testkit::{Cast, TestApp};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use tower_sessions::session::Id;

pub const PASSWORD: &str = "tetsukin-kumitate";
/// What is typed to log in as the test's account of `kind`.
pub fn login_id(kind: AccountKind) -> String {
    format!("somebody-{kind:?}").to_lowercase()
}

pub const OWN: &str = "http://127.0.0.1:3000";
pub const FOREIGN: &str = "https://evil.example";

/// A router on a register of its own.
pub struct Ground {
    pub world: World,
    router: Router,
}

/// An answer.
#[derive(Debug)]
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Seen {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }
    /// It is a problem with this status and code.
    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json", "{self:?}");
        assert_eq!(self.json()["code"], code, "{self:?}");
    }
    /// An island is told this code with this status.
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status.as_u16(), self.json()["code"].as_str()), (status, Some(code)), "{self:?}");
    }
    /// The session's cookie, as it is sent back.
    pub fn session(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned()
    }
}

impl Ground {
    pub fn with(app: &TestApp, environment: &[(&str, &str)]) -> Self {
        Self::on(&app.call, environment)
    }

    /// On the register and with the parties outside of a call.
    pub fn on(call: &Call, environment: &[(&str, &str)]) -> Self {
        let environment =
            |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let config = Config::read(&Said::default(), &environment, None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let call = call.clone();
        let world =
            World { config: Arc::new(config), db: call.db, clock: call.clock, ids: call.ids, outside: call.outside };
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let (ready, stop) = (Ready::default(), CancellationToken::new());
        let router = router::router(Parts { world: world.clone(), ready, metrics, stop, watched: false });
        Self { world, router }
    }

    pub fn of(app: &TestApp) -> Self {
        Self::with(app, &[])
    }

    pub async fn ask(&self, request: Request<Body>) -> Seen {
        self.ask_from([127, 0, 0, 1], request).await
    }

    pub async fn ask_from(&self, from: [u8; 4], mut request: Request<Body>) -> Seen {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 40_000))));
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Seen { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Seen {
        self.ask(to(Method::GET, path, cookie).body(Body::empty()).expect("a request")).await
    }

    /// As a form of a page at `origin`, sent without a script.
    pub async fn form(&self, origin: &str, path: &str, cookie: &str, body: &str) -> Seen {
        let request = to(Method::POST, path, cookie)
            .header(header::ORIGIN, origin)
            .header(header::REFERER, format!("{origin}/"))
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(body.to_owned().into()).expect("a request")).await
    }

    /// As a script of a page of this server.
    pub async fn script(&self, path: &str, cookie: &str, body: &str) -> Seen {
        let request = to(Method::POST, path, cookie)
            .header(header::ORIGIN, OWN)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(body.to_owned().into()).expect("a request")).await
    }

    pub async fn json(&self, path: &str, cookie: &str, body: Value) -> Seen {
        let request =
            to(Method::POST, path, cookie).header(header::ORIGIN, OWN).header(header::CONTENT_TYPE, "application/json");
        self.ask(request.body(body.to_string().into()).expect("a request")).await
    }

    /// A log-in of `kind` and the cookie of a browser in which it is logged in.
    pub async fn logged_in(&self, kind: AccountKind, cast: &Cast) -> String {
        let login_id = login_id(kind);
        let new = NewAccount {
            kind,
            login_id: login_id.clone(),
            name: "山本 健太".to_owned(),
            password: Some(PASSWORD.to_owned()),
            technician: (kind == AccountKind::Technician).then(|| cast.people[0]),
            business: matches!(kind, AccountKind::BusinessAdmin | AccountKind::SiteAdmin).then_some(cast.prime),
            sites: Vec::new(),
        };
        let call = self.world.system();
        account::create(&call, new).await.expect("an account");
        let account = match account::log_in(&call, &login_id, PASSWORD, "192.0.2.1").await.expect("logged in") {
            LogIn::Done(account) | LogIn::SecondFactor { account, .. } => account,
        };
        self.session(json!({ "account": account })).await
    }

    /// The cookie of a session that holds `data`.
    pub async fn session(&self, data: Value) -> String {
        let id = Id::default().to_string();
        let kept = Kept { data: data.to_string(), expires_at: self.world.clock.now().plus_ms(3_600_000) };
        services::session::create(&self.world.db, &id, &kept).await.expect("a session");
        format!("{COOKIE}={id}")
    }
}

/// A request to `path`; an empty cookie is none.
pub fn to(method: Method, path: &str, cookie: &str) -> Builder {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:3000");
    if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) }
}
