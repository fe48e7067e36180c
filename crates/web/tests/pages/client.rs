//! A browser without a screen: cookies, forms and files over a register in memory.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use access::{Access, Accounts};
use axum::Router;
use axum::body::{Body as HttpBody, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use ledger::SigningKey;
use registry::ports::{Carriers, Signers};
use registry::signing::{OfficerKey, SignError, SignatureForm, Signer};
use registry::testing::MemoryStore;
use registry::{Carrier, NewOfficer, Registry, StoreError};
use tower::ServiceExt;
use vocabulary::{Body, FingerPosition, ManualClock, OfficerId, Role};
use web::{AppState, Options, router};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// The passphrase of every officer's signing key in these tests.
pub(crate) const PASSPHRASE: &str = "a passphrase of tests";

/// Officers' keys in a folder of the test.
pub(crate) struct TestSigners(PathBuf);

impl TestSigners {
    fn new() -> Self {
        let mut name = [0; 8];
        getrandom::fill(&mut name).unwrap();
        let folder = std::env::temp_dir().join(format!("tanba-web-keys-{:x}", u64::from_be_bytes(name)));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Makes an officer's key; its public half in hex.
    fn create(&self, officer: OfficerId) -> String {
        hex::encode(OfficerKey::create(&self.0.join(officer.to_string()), officer, None).unwrap().public())
    }
}

impl Drop for TestSigners {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Signers for TestSigners {
    fn signer(&self, officer: OfficerId, secret: &str) -> Result<Box<dyn Signer>, SignError> {
        if secret != PASSPHRASE {
            return Err(SignError::Key("the passphrase does not open the key".to_owned()));
        }
        Ok(Box::new(OfficerKey::open(&self.0.join(officer.to_string()), None)?))
    }
}

/// Carriers in memory, by label and file.
#[derive(Default)]
pub(crate) struct TestCarriers(Mutex<HashMap<(String, String), Vec<u8>>>);

impl Carriers for TestCarriers {
    fn write(&self, carrier: &Carrier, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.0.lock().unwrap().insert((carrier.label.clone(), file.to_owned()), bytes.to_vec());
        Ok(())
    }
    fn read(&self, carrier: &Carrier, file: &str) -> Result<Vec<u8>, StoreError> {
        let found = self.0.lock().unwrap().get(&(carrier.label.clone(), file.to_owned())).cloned();
        found.ok_or_else(|| StoreError::Engine(format!("{file} is not there")))
    }
    fn remove(&self, carrier: &Carrier, file: &str) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(&(carrier.label.clone(), file.to_owned()));
        Ok(())
    }
}

/// A register with one officer of each role, and its pages.
pub(crate) struct World {
    pub(crate) app: Router,
    pub(crate) registry: Arc<Registry>,
    pub(crate) clock: Arc<ManualClock>,
    signers: Arc<TestSigners>,
}

/// login, body, role, unit
const OFFICERS: [(&str, Body, Role, &str); 18] = [
    ("operator", Body::Iab, Role::Operator, "00-0000"),
    ("examiner", Body::Iab, Role::Examiner, "00-0000"),
    ("examiner2", Body::Iab, Role::Examiner, "00-0000"),
    ("prosecutor", Body::Pro, Role::Prosecutor, "00-0000"),
    ("supervisor", Body::Iab, Role::Supervisor, "00-0002"),
    ("supervisor2", Body::Iab, Role::Supervisor, "00-0003"),
    ("protector", Body::Iab, Role::DataProtection, "00-0004"),
    ("archivist", Body::Add, Role::Archivist, "00-0005"),
    ("member1", Body::Add, Role::Archivist, "00-0005"),
    ("member2", Body::Add, Role::Archivist, "00-0005"),
    ("member3", Body::Add, Role::Archivist, "00-0005"),
    ("head", Body::Add, Role::Head, "00-0006"),
    ("head-iab", Body::Iab, Role::Head, "00-0007"),
    ("consul", Body::Mfa, Role::Operator, "00-0008"),
    ("lane", Body::Nsb, Role::Operator, "00-0009"),
    ("lane2", Body::Nsb, Role::Supervisor, "00-0010"),
    ("lane3", Body::Nsb, Role::Supervisor, "00-0011"),
    ("firm", Body::Svc, Role::Operator, "00-0000"),
];

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(law::TermCatalogue::of_the_law()).await
    }

    /// The same with other rules of retention.
    pub(crate) async fn with(rules: law::TermCatalogue) -> Self {
        let clock = Arc::new(ManualClock::at("2026-03-02T06:00:00Z".parse().unwrap()));
        let key = SigningKey::from_random_bytes("tanba.test/ledger", [7; 32]).unwrap();
        let store = Arc::new(MemoryStore::new());
        let keys = Arc::new(registry::testing::MemoryKeys::new());
        let opened = Registry::open(store, clock.clone(), key, "tanba.test/ledger", keys).await.unwrap();
        let signers = Arc::new(TestSigners::new());
        let carriers = Arc::new(TestCarriers::default());
        let on = [registry::QueryKind::UnknownLiving].into();
        let opened = opened.with_signers(signers.clone()).with_carriers(carriers);
        let registry = Arc::new(opened.with_searches(on).with_term_rules(rules));
        let accounts: Arc<dyn Accounts> = registry.clone();
        let access = Arc::new(Access::new(accounts).unwrap());
        let password_hash = access.hash_new_password("somebody", PASSWORD).await.unwrap();
        let officer = |login: &str, body, role, unit: &str| NewOfficer {
            login: login.to_owned(),
            display_name: format!("Officer {login}"),
            body,
            role,
            unit: unit.parse().unwrap(),
            password_hash: password_hash.clone(),
        };
        let chief = officer("administrator", Body::Iab, Role::Administrator, "00-0000");
        let first = registry.found(chief).await.unwrap().actor();
        for (login, body, role, unit) in OFFICERS {
            registry.add_officer(first, officer(login, body, role, unit)).await.unwrap();
        }
        let state = AppState::new(registry.clone(), access, Options::default());
        Self { app: router(state), registry, clock, signers }
    }

    /// Makes a signing key for each of these officers; gives their numbers and public keys.
    pub(crate) async fn keys_of(&self, logins: &[&str]) -> Vec<(OfficerId, String)> {
        let mut keys = Vec::new();
        for login in logins {
            let officer = self.officer(login).await;
            keys.push((officer, self.signers.create(officer)));
        }
        keys
    }

    /// Registers a key of each of these officers.
    pub(crate) async fn register_keys(&self, logins: &[&str]) {
        let first = self.actor("administrator").await;
        for (officer, public) in self.keys_of(logins).await {
            self.registry.set_signing_key(first, officer, SignatureForm::Ed25519, &public).await.unwrap();
        }
    }

    /// The account number of an officer.
    pub(crate) async fn officer(&self, login: &str) -> OfficerId {
        self.actor(login).await.officer
    }

    /// An officer as they act.
    pub(crate) async fn actor(&self, login: &str) -> vocabulary::Actor {
        let officers = self.registry.store().officers().await.unwrap();
        officers.iter().find(|officer| officer.login == login).unwrap().actor()
    }

    /// Noon of a day in Kazakhstan.
    pub(crate) fn set_day(&self, day: &str) {
        self.clock.set(format!("{day}T07:00:00Z").parse().unwrap());
    }

    /// A browser of nobody known.
    pub(crate) fn stranger(&self) -> Client {
        Client { app: self.app.clone(), cookies: Vec::new(), csrf: String::new() }
    }

    /// A browser in which an officer has signed in.
    pub(crate) async fn signed_in(&self, login: &str) -> Client {
        let mut client = self.stranger();
        client.get("/sign-in").await;
        let answer = client.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} signs in");
        let home = client.follow("/").await;
        assert_eq!(home.status, StatusCode::OK);
        client
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) struct Client {
    app: Router,
    cookies: Vec<(String, String)>,
    pub(crate) csrf: String,
}

/// A file of a form: field, file name, bytes.
pub(crate) type File = (String, String, Vec<u8>);

impl Client {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), HttpBody::empty()).await
    }

    /// Follows redirects to a page.
    pub(crate) async fn follow(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            if !answer.status.is_redirection() {
                break;
            }
            answer = self.get(&answer.location.clone()).await;
        }
        answer
    }

    /// Sends a form with the secret of the last page.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        self.post_with(path, &csrf, fields).await
    }

    pub(crate) async fn post_with(&mut self, path: &str, csrf: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("csrf={csrf}");
        for (name, value) in fields {
            let value: String = value.bytes().map(|b| format!("%{b:02X}")).collect();
            body += &format!("&{name}={value}");
        }
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, HttpBody::from(body)).await
    }

    /// Sends a form with files.
    pub(crate) async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[File]) -> Answer {
        let csrf = self.csrf.clone();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        let mut body = Vec::new();
        for (name, value) in all {
            body.extend(
                format!("--BOUND\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--BOUND\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--BOUND--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=BOUND");
        self.send(request, HttpBody::from(body)).await
    }

    pub(crate) fn speak(&mut self, language: &str) {
        self.cookies.retain(|(name, _)| name != "tanba-language");
        self.cookies.push(("tanba-language".to_owned(), language.to_owned()));
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: HttpBody) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        self.remember(&response);
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(csrf) = between(&body, "name=\"csrf\" value=\"", "\"") {
            self.csrf = csrf;
        }
        let location = parts.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap()).to_owned();
        let bytes = bytes.to_vec();
        Answer { status: parts.status, location, headers: parts.headers, body, bytes }
    }

    fn remember(&mut self, response: &Response<HttpBody>) {
        for value in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = value.to_str().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            let value = rest.split(';').next().unwrap();
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

pub(crate) fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(rest[..rest.find(after)?].to_owned())
}

/// A PNG of one finger of one synthetic person.
pub(crate) fn print_png(person: u64, position: FingerPosition, impression: u64) -> Vec<u8> {
    let finger = synthetic::Person::nth(1, person).finger(position);
    let image = finger.impression(impression, &synthetic::Conditions::good(impression));
    interchange::encode_png(&image, dactyloscopy::Ppi::STANDARD)
}

/// Ten files named by their fingers.
pub(crate) fn ten_files(person: u64, impression: u64) -> Vec<File> {
    FingerPosition::ALL
        .iter()
        .map(|p| ("many".to_owned(), format!("{p}.png"), print_png(person, *p, impression)))
        .collect()
}
