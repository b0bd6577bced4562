//! A server that stands in for somebody outside. Invariant: it answers as the test says, one request a connection, and
//! keeps everything it was asked.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `GET` …
    pub method: String,
    /// Path and query as they came.
    pub target: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// What was sent.
    pub body: Vec<u8>,
}

impl Asked {
    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A status and a body.
    Whole(u16, Vec<u8>),
    /// A status, and half of the body that was announced.
    BrokenOff(u16, Vec<u8>),
    /// To somewhere else.
    Elsewhere(String),
    /// Nothing, for as long as the other side waits.
    Nothing,
}

/// The server; ends when it is dropped.
pub struct StandIn {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    over: Arc<AtomicBool>,
}

impl StandIn {
    /// Opens it on a free port of this machine.
    pub fn open(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let (asked, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (kept, ended, answer) = (asked.clone(), over.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let (kept, answer) = (kept.clone(), answer.clone());
                std::thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    kept.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
                    // Who asked may have gone.
                    let _ = say(&stream, &answer(&request));
                });
            }
        });
        Self { address, asked, over }
    }
    /// One that gives these answers in turn and `then` for ever.
    pub fn in_turn(answers: Vec<Answer>, then: Answer) -> Self {
        let answers = Mutex::new(answers.into_iter());
        Self::open(move |_| {
            answers.lock().unwrap_or_else(PoisonError::into_inner).next().unwrap_or_else(|| then.clone())
        })
    }
    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for somebody to come.
        let _ = TcpStream::connect(self.address);
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut request = Asked { method, target, headers, body: Vec::new() };
    let length = request.header("content-length").parse().unwrap_or(0);
    request.body = vec![0; length];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn say(mut stream: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    let (status, location, body, sent) = match answer {
        Answer::Whole(status, body) => (*status, "", &body[..], body.len()),
        Answer::BrokenOff(status, body) => (*status, "", &body[..], body.len() / 2),
        Answer::Elsewhere(location) => (307, location.as_str(), &[][..], 0),
        Answer::Nothing => {
            let mut rest = Vec::new();
            return stream.read_to_end(&mut rest).map(drop);
        }
    };
    let location = if location.is_empty() { String::new() } else { format!("location: {location}\r\n") };
    let head = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n{location}\r\n", body.len());
    // A 204 has no body, and no length of one.
    let head = if status == 204 { "HTTP/1.1 204 -\r\nconnection: close\r\n\r\n".to_owned() } else { head };
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body[..sent])?;
    stream.flush()
}
