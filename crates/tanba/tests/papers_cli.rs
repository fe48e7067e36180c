//! Papers as files: `tanba record certificate`, `tanba record destroyed`, `tanba act print`, on the register of the
//! demonstration.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod program;

use std::fs;
use std::path::Path;
use std::process::Output;

use program::{tanba, text};
use serde_json::Value;
use sqlx::Connection as _;

/// The password of the demonstration's accounts.
const PASSWORD: &str = "tanba-demo-2030\n";

/// The register of a demonstration: who is in it does not exist.
struct Demo {
    folder: tempfile::TempDir,
}

impl Demo {
    fn new() -> Self {
        let demo = Self { folder: tempfile::tempdir().unwrap() };
        let made = tanba(&["demo", "--check", "--persons", "8", "--data-dir", &demo.path("data")], "");
        assert!(made.status.success(), "{}{}", text(&made.stdout), text(&made.stderr));
        demo
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, login: &str, arguments: &[&str]) -> Output {
        let data = self.path("data");
        tanba(&[arguments, &["--data-dir", &data, "--officer", login, "--json"]].concat(), PASSWORD)
    }

    fn done(&self, login: &str, arguments: &[&str]) -> Value {
        let output = self.run(login, arguments);
        assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The words of a refusal, which leaves no file behind.
    fn refused(&self, login: &str, arguments: &[&str]) -> String {
        let output = self.run(login, &[arguments, &["-o", &self.path("refused.pdf")]].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output.stdout));
        assert!(!Path::new(&self.path("refused.pdf")).exists(), "{arguments:?}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["error"]["message"].as_str().unwrap().to_owned()
    }

    /// The number of a certificate of the operator's body, from the store itself.
    fn certificate(&self) -> String {
        let file = format!("sqlite:{}?mode=ro", self.path("data/identity.sqlite"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut store = sqlx::SqliteConnection::connect(&file).await.unwrap();
            let query = "SELECT number FROM certificate WHERE body = 'IAB' ORDER BY number LIMIT 1";
            sqlx::query_scalar(query).fetch_one(&mut store).await.unwrap()
        })
    }

    /// The entry of this number.
    fn operation(&self, entry: &Value) -> String {
        let file = self.path("ledger.jsonl");
        let _ = fs::remove_file(&file);
        let exported = tanba(&["audit", "export", &self.path("data"), "-o", &file], "");
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let ledger = fs::read_to_string(&file).unwrap();
        let wanted = format!("\"sequence\":{entry},");
        let line = ledger.lines().find(|line| line.contains(&wanted)).expect("the entry");
        line.split("\"operation\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

/// What a PDF says, without spaces: lines break where the column ends.
fn pdf_text(file: &str) -> String {
    let bytes = fs::read(file).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let said = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    assert!(!said.contains('⟦'), "{said}");
    said.split_whitespace().collect()
}

#[test]
fn papers_are_written_as_pdf_and_each_is_an_entry() {
    let demo = Demo::new();
    certificates(&demo);
    let acts = demo.done("archivist", &["act", "list"]);
    let (act, number) = (acts[0]["act"].as_str().unwrap(), acts[0]["records"][0]["number"].as_str().unwrap());
    for (language, title) in [("kk", "жоютуралыакт"), ("ru", "актобуничтожении"), ("en", "actofdestruction")]
    {
        let file = demo.path(&format!("act-{language}.pdf"));
        let printed = demo.done("archivist", &["act", "print", act, "-o", &file, "--language", language]);
        assert_eq!(
            (&printed["file"], demo.operation(&printed["entry"])),
            (&file.as_str().into(), "execute-act".into())
        );
        let said = pdf_text(&file);
        assert!(said.to_lowercase().contains(title) && said.contains(number), "{said}");
        assert!(!said.contains("Firstmember"), "officers by their numbers");
    }
    destroyed(&demo, number);
    let refused = demo.refused("operator", &["act", "print", act, "--language", "en"]);
    assert!(refused.contains("refused by R"), "{refused}");
}

fn certificates(demo: &Demo) {
    let number = demo.certificate();
    let certificate = |extra: &[&'static str]| -> Vec<String> {
        let head = ["record", "certificate", &number, "--reference", "REQ-7"];
        head.iter().copied().chain(extra.iter().copied()).map(str::to_owned).collect()
    };
    for language in ["kk", "ru", "en"] {
        let file = demo.path(&format!("certificate-{language}.pdf"));
        let mut command = certificate(&["--language", language]);
        command.extend(["-o".to_owned(), file.clone()]);
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let printed = demo.done("operator", &command);
        assert_eq!(
            (printed["certificate"].as_str().unwrap(), demo.operation(&printed["entry"])),
            (number.as_str(), "view-record".into())
        );
        assert!(pdf_text(&file).contains(&number));
        let again = demo.run("operator", &command);
        assert_eq!(again.status.code(), Some(1), "a file that exists is not replaced");
        assert!(text(&again.stdout).contains(&file), "{}", text(&again.stdout));
    }
    let command = certificate(&[]);
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let refused = demo.refused("archivist", &command);
    assert!(refused.contains("refused by R"), "{refused}");
    let last = if number.ends_with('0') { '1' } else { '0' };
    let wrong = format!("{}{last}", &number[..number.len() - 1]);
    let wrong = ["record", "certificate", &wrong, "--reference", "REQ-7", "-o", &demo.path("no.pdf")];
    let output = demo.run("operator", &wrong);
    assert_eq!(output.status.code(), Some(2), "a number that no certificate has: {}", text(&output.stderr));
}

fn destroyed(demo: &Demo, number: &str) {
    let ask = ["record", "destroyed", number, "--reference", "REQ-8", "--name", "Сыналатын Әлия"];
    let file = demo.path("destroyed.pdf");
    let language = ["-o", &file, "--language", "ru", "--document", "012345678"];
    let printed = demo.done("archivist", &[&ask[..], &language].concat());
    assert_eq!(demo.operation(&printed["entry"]), "certify-destruction");
    let said = pdf_text(&file);
    let wanted = ["Справкаобуничтожении", "СыналатынӘлия", number, "012345678"];
    assert!(wanted.iter().all(|word| said.contains(word)), "{said}");
    assert!(said.contains(printed["act"].as_str().unwrap()), "{said}");

    let unknown = "00112233-4455-6677-8899-aabbccddeeff";
    let nobody = ["record", "destroyed", unknown, "--reference", "REQ-8", "--name", "Әлия"];
    let refused = demo.refused("archivist", &nobody);
    assert!(refused.contains("destroyed record not found"), "{refused}");
    let refused = demo.refused("operator", &ask);
    assert!(refused.contains("refused by R17.3.2"), "{refused}");
    let nameless = ["record", "destroyed", number, "--reference", "REQ-8", "--name", " "];
    let refused = demo.refused("archivist", &nameless);
    assert!(refused.contains("person.name is empty"), "{refused}");
}
