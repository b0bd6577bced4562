//! An HTTP/1.1 client of one kept connection, enough for our own server on this machine.
//!
//! Invariant: a reply is whole or an error, and after an error the connection is never used again.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Error, ErrorKind, Result, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// The longest a reply may take: longer than any wait of the server's own.
const REPLY_LIMIT: Duration = Duration::from_secs(30);
const HEAD_LINES_MAX: usize = 200;

/// One connection, opened when first used.
pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

/// A whole reply.
#[derive(Debug, Default)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case, in their order.
    pub headers: Vec<(String, String)>,
    /// Content.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of this name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Content as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// To a port of this machine.
    pub const fn new(port: u16) -> Self {
        Self { address: SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), port), stream: None }
    }

    /// Sends a prepared request and reads its reply.
    pub fn ask(&mut self, request: &[u8]) -> Result<Reply> {
        self.send(request)?;
        self.reply()
    }

    /// Sends a prepared request; what comes back is read by [`Client::reply`].
    pub fn send(&mut self, request: &[u8]) -> Result<()> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.address)?,
        };
        stream.get_mut().write_all(request)?;
        self.stream = Some(stream);
        Ok(())
    }

    /// Reads the reply to what was sent.
    pub fn reply(&mut self) -> Result<Reply> {
        let mut stream = self.stream.take().ok_or_else(|| broken("nothing was sent"))?;
        let reply = read(&mut stream)?;
        if reply.header("connection").is_none_or(|word| !word.eq_ignore_ascii_case("close")) {
            self.stream = Some(stream);
        }
        Ok(reply)
    }
}

fn connect(address: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(REPLY_LIMIT))?;
    stream.set_write_timeout(Some(REPLY_LIMIT))?;
    Ok(BufReader::with_capacity(16 * 1024, stream))
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

fn read(stream: &mut impl BufRead) -> Result<Reply> {
    let mut line = String::new();
    let status = loop {
        read_line(stream, &mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse::<u16>().ok());
        let status = status.ok_or_else(|| broken("no status line"))?;
        let headers = read_headers(stream, &mut line)?;
        if status >= 200 {
            break Reply { status, headers, body: Vec::new() };
        }
    };
    let mut reply = status;
    let chunked = reply.header("transfer-encoding").is_some_and(|word| word.eq_ignore_ascii_case("chunked"));
    if chunked {
        reply.body = read_chunks(stream, &mut line)?;
    } else if let Some(length) = reply.header("content-length") {
        let length: usize = length.parse().map_err(|_| broken("content-length is no number"))?;
        reply.body.resize(length, 0);
        stream.read_exact(&mut reply.body)?;
    } else if !matches!(reply.status, 204 | 304) {
        stream.read_to_end(&mut reply.body)?;
        reply.headers.push(("connection".to_owned(), "close".to_owned()));
    }
    Ok(reply)
}

/// A line without its end. An end of the stream is an error: a reply was due.
fn read_line(stream: &mut impl BufRead, line: &mut String) -> Result<()> {
    line.clear();
    if stream.read_line(line)? == 0 {
        return Err(Error::new(ErrorKind::UnexpectedEof, "the server closed the connection"));
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(())
}

fn read_headers(stream: &mut impl BufRead, line: &mut String) -> Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for _ in 0..HEAD_LINES_MAX {
        read_line(stream, line)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken("a header without a colon"))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Err(broken("too many headers"))
}

fn read_chunks(stream: &mut impl BufRead, line: &mut String) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        read_line(stream, line)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| broken("chunk size"))?;
        if size == 0 {
            read_headers(stream, line)?;
            return Ok(body);
        }
        let from = body.len();
        body.resize(from + size, 0);
        stream.read_exact(body.get_mut(from..).unwrap_or_default())?;
        read_line(stream, line)?;
    }
}

/// A request with JSON and a device's credential.
pub fn post_json(path: &str, bearer: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {bearer}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A request for a page or resource with more headers (`name: value`).
pub fn get(path: &str, headers: &[String]) -> Vec<u8> {
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request.into_bytes()
}

/// A form as a browser on the same site posts it.
pub fn post_form(path: &str, port: u16, cookie: Option<&str>, fields: &[(&str, &str)]) -> Vec<u8> {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    let body = pairs.join("&");
    let cookie = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n\
         Accept: text/html\r\n{cookie}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn escaped(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_by_length_and_by_chunks() {
        let plain =
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-A: b\r\n\r\nokHTTP/1.1";
        let reply = read(&mut &plain[..]).unwrap();
        assert_eq!((reply.status, reply.text().as_str(), reply.header("x-a")), (201, "ok", Some("b")));
        let chunked =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(read(&mut &chunked[..]).unwrap().text(), "abc0123456789");
    }

    #[test]
    fn half_a_reply_is_an_error() {
        for text in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "nonsense\r\n\r\n"] {
            assert!(read(&mut text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_form_is_escaped() {
        let form = post_form("/fn/x", 3000, None, &[("a", "b c&d"), ("e", "あ")]);
        let text = String::from_utf8(form).unwrap();
        assert!(text.ends_with("a=b%20c%26d&e=%E3%81%82"), "{text}");
        assert!(text.contains("Origin: http://127.0.0.1:3000\r\n") && text.contains("Content-Length: 23"), "{text}");
    }
}
