#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests are tests")]

use std::sync::Mutex;

use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode as Status;
use axum::routing::get;
use tokio::task::JoinHandle;

use super::*;
use crate::feed::trial::Trial;

/// A sender's server that answers every question with the next of these, then with no messages.
struct Server {
    url: String,
    asked: std::sync::Arc<Mutex<Vec<String>>>,
    running: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}

#[derive(Clone)]
enum Reply {
    Answer(Status, Vec<u8>),
    /// Begins to answer and goes on for ever.
    Endless,
    /// Says nothing.
    Silent,
}

impl Server {
    async fn start(replies: Vec<Reply>) -> Self {
        let asked: std::sync::Arc<Mutex<Vec<String>>> = std::sync::Arc::default();
        let left = std::sync::Arc::new(Mutex::new(replies.into_iter()));
        let seen = asked.clone();
        let answer = move |RawQuery(query): RawQuery| {
            seen.lock().unwrap().push(query.unwrap_or_default());
            let reply = left.lock().unwrap().next();
            async move { respond(reply.unwrap_or_else(|| page(&[]))).await }
        };
        let router = Router::new().route("/feed/events", get(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/feed/", listener.local_addr().unwrap());
        let running = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, asked, running }
    }

    fn feed(&self, trial: &Trial) -> HttpFeed {
        let address = Address::parse(&self.url).unwrap();
        HttpFeed::new("civil-status", trial.key.public(), address).within(Duration::from_secs(5))
    }
}

async fn respond(reply: Reply) -> (Status, axum::body::Body) {
    match reply {
        Reply::Answer(status, body) => (status, axum::body::Body::from(body)),
        Reply::Silent => std::future::pending().await,
        Reply::Endless => {
            struct Zeros;
            impl hyper::body::Body for Zeros {
                type Data = Bytes;
                type Error = std::convert::Infallible;
                fn poll_frame(
                    self: std::pin::Pin<&mut Self>,
                    _: &mut std::task::Context<'_>,
                ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
                    std::task::Poll::Ready(Some(Ok(hyper::body::Frame::data(Bytes::from_static(
                        &[b' '; 8192],
                    )))))
                }
            }
            (Status::OK, axum::body::Body::new(Zeros))
        }
    }
}

fn page(messages: &[SignedMessage]) -> Reply {
    let answer = Answer { messages: messages.to_vec() };
    Reply::Answer(Status::OK, serde_json::to_vec(&answer).unwrap())
}

fn text(body: &str) -> Reply {
    Reply::Answer(Status::OK, body.as_bytes().to_vec())
}

/// Why nothing was taken in of a sender that answers so.
async fn refused(reply: Reply) -> String {
    let trial = Trial::new().await;
    let server = Server::start(vec![reply]).await;
    let error = trial.receive(&server.feed(&trial)).await.unwrap_err();
    assert_eq!(trial.read("civil-status").await, 0, "{error}");
    // The next time it is asked again, and answers well.
    assert_eq!(trial.receive(&server.feed(&trial)).await, Ok(0));
    error
}

#[tokio::test]
async fn a_sender_is_asked_for_what_comes_after_the_last_message() {
    let trial = Trial::new().await;
    let messages: Vec<_> = (1..=5).map(|number| trial.message(number)).collect();
    let server = Server::start(vec![page(&messages[..3]), page(&messages[3..])]).await;
    assert_eq!(trial.receive(&server.feed(&trial)).await, Ok(5));
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked, ["after=0&limit=200", "after=3&limit=200", "after=5&limit=200"]);
    assert_eq!(trial.receive(&server.feed(&trial)).await, Ok(0));
}

#[tokio::test]
async fn another_status_than_200_is_told() {
    let error = refused(Reply::Answer(Status::INTERNAL_SERVER_ERROR, b"{\"messages\":[]}".to_vec())).await;
    assert!(error.contains("500") && error.contains("civil-status"), "{error}");
    let error = refused(Reply::Answer(Status::NOT_FOUND, Vec::new())).await;
    assert!(error.contains("404"), "{error}");
    let error = refused(Reply::Answer(Status::MOVED_PERMANENTLY, Vec::new())).await;
    assert!(error.contains("301"), "nobody is followed elsewhere: {error}");
}

#[tokio::test]
async fn what_is_not_the_answer_is_told_with_its_place() {
    for (body, why) in [
        ("<html></html>", "expected value at line 1 column 1"),
        ("", "EOF"),
        ("{\"messages\":[", "EOF"),
        ("[]", "invalid"),
        ("{\"messages\":[],\"more\":true}", "unknown field `more`"),
        ("{\"messages\":[{\"text\":\"{}\"}]}", "missing field `signed`"),
        ("\u{0}", "expected value"),
    ] {
        let error = refused(text(body)).await;
        assert!(error.contains(why), "{body:?}: {error}");
    }
    let error = refused(Reply::Answer(Status::OK, vec![0xff, 0xfe])).await;
    assert!(error.contains("expected value"), "{error}");
}

#[tokio::test]
async fn an_answer_over_its_limits_is_refused() {
    let long = format!("{{\"messages\":[]{}}}", " ".repeat(ANSWER_BYTES_MAX));
    let error = refused(text(&long)).await;
    assert!(error.contains("longer than 4194304 bytes"), "announced: {error}");
    let error = refused(Reply::Endless).await;
    assert!(error.contains("longer than 4194304 bytes"), "not announced: {error}");
    let trial = Trial::new().await;
    let many: Vec<_> = (1..=201).map(|number| trial.message(number)).collect();
    let error = refused(page(&many)).await;
    assert!(error.contains("201 messages where 200 were asked for"), "{error}");
}

#[tokio::test]
async fn a_slow_answer_and_a_closed_port_are_errors_in_time() {
    let trial = Trial::new().await;
    let server = Server::start(vec![Reply::Silent]).await;
    let feed = server.feed(&trial).within(Duration::from_millis(200));
    let answered = tokio::time::timeout(Duration::from_secs(4), trial.receive(&feed)).await;
    let error = answered.expect("the limit of the feed comes first").unwrap_err();
    assert!(error.contains("no answer") && error.contains("200ms"), "{error}");
    let url = server.url.clone();
    drop(server);
    let closed = HttpFeed::new("civil-status", trial.key.public(), Address::parse(&url).unwrap());
    let error = trial.receive(&closed).await.unwrap_err();
    assert!(error.contains(&url[..url.len() - 1]), "{error}");
}

#[tokio::test]
async fn messages_in_a_wrong_order_or_with_a_changed_byte_are_refused() {
    let trial = Trial::new().await;
    let message = |number| trial.message(number);
    let server = Server::start(vec![page(&[message(1), message(3), message(2)])]).await;
    let error = trial.receive(&server.feed(&trial)).await.unwrap_err();
    assert!(error.contains("sent message 3 where 2 is next"), "{error}");
    let server = Server::start(vec![page(&[message(1)])]).await;
    let error = trial.receive(&server.feed(&trial)).await.unwrap_err();
    assert!(error.contains("sent message 1 where 2 is next"), "a message sent again: {error}");
    let mut changed = message(2);
    changed.text = changed.text.replace("DEATH-2", "DEATH-3");
    let server = Server::start(vec![page(&[changed])]).await;
    let error = trial.receive(&server.feed(&trial)).await.unwrap_err();
    assert!(error.contains("does not fit"), "{error}");
    assert_eq!(trial.read("civil-status").await, 1);
}

#[test]
fn only_this_machine_is_asked_in_the_clear() {
    let good = Address::parse("http://127.0.0.1:9000/feed/").unwrap();
    assert_eq!((good.host.as_str(), good.port, good.path.as_str()), ("127.0.0.1", 9000, "/feed"));
    assert_eq!(Address::parse("http://localhost").unwrap().port, 80);
    assert_eq!(Address::parse("http://[::1]:81/a/b").unwrap().host, "::1");
    for (url, why) in [
        ("https://127.0.0.1/", "TLS"),
        ("http://192.0.2.1/", "another machine"),
        ("http://feed.example/", "another machine"),
        ("http://127.0.0.1.feed.example/", "another machine"),
        ("ftp://127.0.0.1/", "expected http://"),
        ("127.0.0.1:9000", "expected http://"),
        ("/feed", "expected http://"),
        ("http://user:secret@127.0.0.1/", "no user"),
        ("http://127.0.0.1/?token=1", "no query"),
        ("", "no address"),
        ("http://", "no address"),
    ] {
        let error = Address::parse(url).unwrap_err();
        assert!(error.contains(why), "{url:?}: {error}");
    }
}
