//! The server of the demonstration: started on a free port, asked, stopped.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::context::{Context, Scratch};
use crate::process::Group;
use crate::steps::Outcome;

/// Longest wait for the first page.
const SECONDS_MAX: u64 = 120;

/// A running server with its register and what it printed.
pub(crate) struct Server {
    // Dropped first: the program stops before its folder goes.
    group: Group,
    scratch: Scratch,
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    /// The file with what it printed, the demonstration's accounts among it.
    pub(crate) printed: String,
    /// Seconds from start to first answer.
    pub(crate) ready_seconds: f64,
}

impl Server {
    /// Starts `tanba demo` on a free port and waits until it answers.
    pub(crate) fn start(context: &Context) -> Result<Self, String> {
        let scratch = Scratch::new()?;
        let port = free_port()?;
        let printed = scratch.join("printed.txt");
        let file = fs::File::create(&printed).map_err(|error| format!("{printed}: {error}"))?;
        let errors = file.try_clone().map_err(|error| format!("{printed}: {error}"))?;
        let mut command = Command::new(context.tanba());
        command.args(["demo", "--port", &port.to_string(), "--data-dir", &scratch.join("register")]);
        command.stdout(Stdio::from(file)).stderr(Stdio::from(errors)).current_dir(&context.root);
        let started = Instant::now();
        let group = Group::start(&mut command)?;
        let url = format!("http://127.0.0.1:{port}");
        let mut server = Self { group, scratch, url, printed, ready_seconds: 0.0 };
        while server.get("/").is_err() {
            if let Ok(Some(status)) = server.group.child.try_wait() {
                return Err(format!("tanba demo ended ({status}):\n{}", server.said()));
            }
            if started.elapsed() > Duration::from_secs(SECONDS_MAX) {
                return Err(format!(
                    "no answer on {} within {SECONDS_MAX} s:\n{}",
                    server.url,
                    server.said()
                ));
            }
            thread::sleep(Duration::from_millis(100));
        }
        server.ready_seconds = started.elapsed().as_secs_f64();
        Ok(server)
    }

    /// The register's folder.
    pub(crate) fn register(&self) -> String {
        self.scratch.join("register")
    }

    fn said(&self) -> String {
        fs::read_to_string(&self.printed).unwrap_or_default()
    }

    /// Status, headers and body of a page; redirects are followed a few times.
    pub(crate) fn get(&self, path: &str) -> Result<(u16, String), String> {
        let mut path = path.to_owned();
        for _ in 0..5 {
            let (status, text) = self.get_once(&path)?;
            match location(&text).filter(|_| (300..400).contains(&status)) {
                Some(next) => path = next.trim_start_matches(&self.url).to_owned(),
                None => return Ok((status, text)),
            }
        }
        Err(format!("{path}: too many redirects"))
    }

    fn get_once(&self, path: &str) -> Result<(u16, String), String> {
        let host = self.url.trim_start_matches("http://");
        let said = |error: std::io::Error| format!("{}{path}: {error}", self.url);
        let mut stream = TcpStream::connect(host).map_err(said)?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(said)?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(said)?;
        let mut bytes = Vec::new();
        stream.take(16 << 20).read_to_end(&mut bytes).map_err(said)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok((status.ok_or_else(|| format!("{}{path}: no HTTP answer", self.url))?, text))
    }
}

fn location(answer: &str) -> Option<String> {
    let head = answer.split("\r\n\r\n").next()?;
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("location:"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// The server answers with a page; an unknown address is not found; a second program on the same
/// register is refused with a reason.
pub(crate) fn answers(context: &Context) -> Outcome {
    if let Some(missing) = context.missing(&["demo"]) {
        return Outcome::skipped(missing);
    }
    let server = match Server::start(context) {
        Ok(server) => server,
        Err(error) => {
            println!("{error}");
            return Outcome::failed("the server did not come up");
        }
    };
    let mut outcome =
        Outcome { note: format!("ready in {:.1} s", server.ready_seconds), ..Outcome::default() };
    let mut test = |name: &str, result: Result<(), String>| {
        if let Err(why) = &result {
            println!("   FAIL {name}: {why}");
        }
        outcome.count(result.is_ok());
    };
    test("the first page", page_is_good(&server));
    test(
        "an unknown address",
        match server.get("/no/such/page") {
            Ok((404, _)) => Ok(()),
            other => Err(format!("404 expected, got {:?}", other.map(|(status, _)| status))),
        },
    );
    test("a second program on the same register", second_is_refused(context, &server));
    outcome
}

fn page_is_good(server: &Server) -> Result<(), String> {
    let (status, text) = server.get("/")?;
    match (status, text.contains("<html lang=")) {
        (200, true) => Ok(()),
        (200, false) => Err("the page names no language (<html lang=)".to_owned()),
        (status, _) => Err(format!("status {status}")),
    }
}

fn second_is_refused(context: &Context, server: &Server) -> Result<(), String> {
    let finished = context.run_tanba(&["demo", "--check", "--data-dir", &server.register()], 120)?;
    match finished.code {
        Some(1) if !finished.stderr.trim().is_empty() && !finished.stderr.contains("panicked") => Ok(()),
        code => Err(format!("exit status 1 with a message expected, got {code:?}: {}", finished.tail(5))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_redirect_is_read() {
        let answer = "HTTP/1.1 303 See Other\r\nLocation: /sign-in\r\n\r\nlocation: /wrong";
        assert_eq!(location(answer).as_deref(), Some("/sign-in"));
        assert_eq!(location("HTTP/1.1 200 OK\r\n\r\nlocation: /wrong"), None);
    }

    #[test]
    fn a_free_port_can_be_taken() {
        let port = free_port().unwrap();
        TcpListener::bind(("127.0.0.1", port)).unwrap();
    }
}
