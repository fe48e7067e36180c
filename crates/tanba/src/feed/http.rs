//! A feed asked for over HTTP at this machine: `GET …/events?after=N&limit=M` (docs/feed.md). The program speaks no
//! TLS by itself: a tunnel at this machine does, so that only loopback addresses are asked.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_LENGTH, HOST};
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use registry::ports::CivilStatus;
use registry::signing::Signed;
use registry::{StoreError, feed_error};
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;

use super::message::SignedMessage;

/// Longest answer, bytes: 200 messages of the longest are not sent at once, a sender may send fewer than asked for.
const ANSWER_BYTES_MAX: usize = 4 << 20;
/// How long one question and its whole answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Where a sender is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    host: String,
    port: u16,
    /// Without a slash at its end.
    path: String,
}

impl Address {
    /// Reads `http://HOST[:PORT][/PATH]`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let uri: Uri = text.parse().map_err(|error| format!("{text:?} is no address: {error}"))?;
        if uri.scheme_str() == Some("https") {
            return Err(format!(
                "{text}: the program speaks no TLS by itself; run a TLS tunnel to the sender at this machine and \
                 give the http:// address of the tunnel"
            ));
        }
        if uri.scheme_str() != Some("http") {
            return Err(format!("{text:?}: expected http://HOST:PORT/PATH"));
        }
        let authority = uri.authority().ok_or_else(|| format!("{text:?} names no host"))?;
        if authority.as_str().contains('@') || uri.query().is_some() {
            return Err("an address has no user and no query: messages are known by their signatures".into());
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if !loopback {
            return Err(format!(
                "{text}: {host} is another machine, and what a feed says of people would travel in the clear; run a \
                 TLS tunnel to it at this machine and give 127.0.0.1 and the port of the tunnel"
            ));
        }
        let path = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { host: host.to_owned(), port: authority.port_u16().unwrap_or(80), path })
    }
}

/// The answer of a sender.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    /// In order of number.
    pub(super) messages: Vec<SignedMessage>,
}

/// A sender that is asked.
pub(super) struct HttpFeed {
    name: String,
    public_key: [u8; 32],
    address: Address,
    within: Duration,
}

impl HttpFeed {
    pub(super) fn new(name: &str, public_key: [u8; 32], address: Address) -> Self {
        Self { name: name.to_owned(), public_key, address, within: ANSWER_WITHIN }
    }

    /// With another time to answer.
    #[cfg(test)]
    fn within(self, within: Duration) -> Self {
        Self { within, ..self }
    }

    async fn page(&self, last: u64, limit: u32) -> Result<Vec<(String, Signed)>, String> {
        let path = format!("{}/events?after={last}&limit={limit}", self.address.path);
        let asked = tokio::time::timeout(self.within, self.ask(&path)).await;
        let body = asked.map_err(|_| format!("no answer to {path} within {:?}", self.within))??;
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|error| format!("the answer to {path}: {error}"))?;
        let count = answer.messages.len();
        if count > limit as usize {
            return Err(format!("the answer to {path} has {count} messages where {limit} were asked for"));
        }
        Ok(answer.messages.into_iter().map(|message| (message.text, message.signed)).collect())
    }

    async fn ask(&self, path: &str) -> Result<Bytes, String> {
        let Address { host, port, .. } = &self.address;
        let failed = |error: &dyn std::fmt::Display| format!("http://{host}:{port}{path}: {error}");
        let stream = TcpStream::connect((host.as_str(), *port)).await.map_err(|error| failed(&error))?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
        let driven = tokio::spawn(connection);
        let authority =
            if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        let request = Request::get(path)
            .header(HOST, authority)
            .header(ACCEPT, "application/json")
            .body(Empty::<Bytes>::new())
            .map_err(|error| failed(&error))?;
        let body = match sender.send_request(request).await {
            Ok(response) => whole(response).await,
            Err(error) => Err(error.to_string()),
        };
        driven.abort();
        body.map_err(|why| failed(&why))
    }
}

/// The body of a good answer, within its limit.
async fn whole(response: Response<hyper::body::Incoming>) -> Result<Bytes, String> {
    let too_long = || format!("the answer is longer than {ANSWER_BYTES_MAX} bytes");
    if response.status() != StatusCode::OK {
        return Err(format!("the sender answers {}", response.status()));
    }
    let announced =
        response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > ANSWER_BYTES_MAX) {
        return Err(too_long());
    }
    match Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_long()),
        Err(error) => Err(error.to_string()),
    }
}

#[async_trait]
impl CivilStatus for HttpFeed {
    fn name(&self) -> &str {
        &self.name
    }

    fn public_key(&self) -> [u8; 32] {
        self.public_key
    }

    async fn after(&self, last: u64, limit: u32) -> Result<Vec<(String, Signed)>, StoreError> {
        self.page(last, limit).await.map_err(|why| feed_error(&self.name, why))
    }
}

#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
