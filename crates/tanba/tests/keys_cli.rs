//! `tanba keys` by configuration file: the key that people are found by rotates; key-encryption keys live in files or,
//! with the feature `pkcs11`, in a hardware module (SoftHSM2).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use program::text;
use serde_json::Value;

/// The password of the demonstration's accounts.
const PASSWORD: &str = "tanba-demo-2030\n";

/// Runs the program with an environment of its own.
struct Program {
    folder: PathBuf,
    variables: Vec<(&'static str, PathBuf)>,
}

impl Program {
    fn start(&self, arguments: &[&str], input: &str) -> std::process::Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tanba"));
        command.args(arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        program::start(&mut command, input)
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        self.start(arguments, input).wait_with_output().unwrap()
    }

    /// What it printed; it ended well.
    fn done(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{arguments:?}: {said}");
        text(&output.stdout)
    }

    /// One JSON object that it printed.
    fn json(&self, arguments: &[&str], input: &str) -> Value {
        serde_json::from_str(&self.done(&[arguments, &["--json"]].concat(), input)).unwrap()
    }

    /// As an officer of the demonstration.
    fn officer(&self, login: &str, arguments: &[&str], config: &str) -> Value {
        let place = ["--config", config, "--officer", login];
        self.json(&[arguments, &place].concat(), &format!("{PASSWORD}{PASSWORD}"))
    }

    /// Why it did not do it.
    fn refused(&self, arguments: &[&str], input: &str) -> String {
        program::refused(arguments, &self.run(arguments, input))
    }

    fn config(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Every row is what its entry committed to: all of them open.
    fn verify(&self, config: &str) -> Value {
        let report = self.json(&["audit", "verify", config], "");
        assert_eq!(report["ok"], true, "{report}");
        report["root"].clone()
    }
}

/// Copies keep the permissions of their files, and private folders.
fn copy(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if !from.is_dir() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        copy(&path, &to.join(name));
    }
}

const KEYS: [&str; 3] = ["checkpoint.key", "records", "key-encryption"];

#[test]
fn the_index_key_rotates_and_a_backup_older_than_that_is_indexed_anew() {
    let outer = tempfile::tempdir().unwrap();
    let program = Program { folder: outer.path().to_owned(), variables: Vec::new() };
    let (data, into) = (outer.path().join("data"), outer.path().join("into"));
    let config = program.config("a.toml", &format!("data_dir = {data:?}"));
    let other = program.config("b.toml", &format!("data_dir = {into:?}"));
    program.done(&["demo", "--check", "--persons", "8", "--config", &config], "");
    let backup = outer.path().join("backup");
    let backup = backup.to_str().unwrap();
    program.done(&["backup", "create", "--config", &config, "-o", backup], "");

    let refused =
        program.refused(&["keys", "rotate-index", "--config", &config, "--officer", "operator"], PASSWORD);
    assert!(refused.contains("refused"), "{refused}");
    let done = program.officer("administrator", &["keys", "rotate-index"], &config);
    assert_eq!((&done["index_key"], &done["erased_keys"]), (&2.into(), &1.into()), "{done}");
    assert!(done["people"].as_u64().unwrap() > 0, "{done}");
    assert_eq!(
        program.json(&["keys", "state", "--config", &config], "")["index_keys"],
        serde_json::json!([2])
    );
    program.verify(&config);

    // The backup has values of the erased key: it is not served before it is indexed anew.
    program.done(&["backup", "restore", backup, "--config", &other], "");
    KEYS.iter().for_each(|part| copy(&data.join(part), &into.join(part)));
    program.verify(&other);
    for refused in [
        program.refused(&["serve", "--config", &other, "--listen", "127.0.0.1:0"], ""),
        program.refused(&["record", "sweep", "--config", &other], ""),
    ] {
        assert!(refused.contains("rotate-index"), "{refused}");
    }
    let done = program.officer("administrator", &["keys", "rotate-index"], &other);
    assert_eq!(done["index_key"], 3, "{done}");
    program.done(&["record", "sweep", "--config", &other], "");
    program.verify(&other);
}

#[cfg(not(feature = "pkcs11"))]
#[test]
fn a_program_without_modules_says_so() {
    let outer = tempfile::tempdir().unwrap();
    let program = Program { folder: outer.path().to_owned(), variables: Vec::new() };
    let data = outer.path().join("data");
    let text = format!(
        "data_dir = {data:?}\n[keys]\nprovider = \"module\"\n[keys.module]\nlibrary = \"/l.so\"\ntoken = \"t\"\n\
         pin_variable = \"PIN\"\n"
    );
    let config = program.config("a.toml", &text);
    let refused =
        program.refused(&["install", "--config", &config, "--login", "admin"], "a long enough one 7\n");
    assert!(refused.contains("--features pkcs11"), "{refused}");
    assert!(!data.exists(), "nothing is founded");
}

#[cfg(feature = "pkcs11")]
mod module {
    use super::*;

    const LIBRARIES: [&str; 3] = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    ];

    /// A new token in the folder, its PIN in a private file, and the program that reaches it.
    fn with_token(test: &str, folder: &Path) -> Option<(Program, &'static str)> {
        let Some(library) = LIBRARIES.into_iter().find(|library| Path::new(library).exists()) else {
            eprintln!("SKIPPED: {test}: SoftHSM2 is not installed (Debian package softhsm2)");
            return None;
        };
        let (tokens, conf) = (folder.join("tokens"), folder.join("softhsm2.conf"));
        fs::create_dir(&tokens).unwrap();
        let text = format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display());
        fs::write(&conf, text).unwrap();
        let token =
            ["--init-token", "--free", "--label", "tanba-test", "--so-pin", "87654321", "--pin", "12345678"];
        let made = Command::new("softhsm2-util").args(token).env("SOFTHSM2_CONF", &conf).output().unwrap();
        assert!(made.status.success(), "{}", super::text(&made.stderr));
        private(&folder.join("pin"), "12345678\n", 0o600);
        let variables = vec![("SOFTHSM2_CONF", conf), ("TANBA_TEST_PIN", "12345678".into())];
        Some((Program { folder: folder.to_owned(), variables }, library))
    }

    fn private(path: &Path, text: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    impl Program {
        /// A configuration with `[keys]`; `pin` is the line that says where the PIN is.
        fn with_keys(
            &self,
            name: &str,
            data: &Path,
            provider: &str,
            library: &str,
            token: &str,
            pin: &str,
        ) -> String {
            let text = format!(
                "data_dir = {data:?}\n[keys]\nprovider = {provider:?}\n[keys.module]\nlibrary = {library:?}\n\
                 token = {token:?}\n{pin}\n"
            );
            self.config(name, &text)
        }

        /// Epochs that key-encryption keys of every keyring are at, and where they are.
        fn keyrings(&self, config: &str) -> Vec<(u64, u64, String)> {
            let state = self.json(&["keys", "state", "--config", config], "");
            let read = |ring: &Value| {
                let number = |name: &str| ring[name].as_u64().unwrap();
                (number("epoch"), number("retired"), ring["held_by"].as_str().unwrap().to_owned())
            };
            state["keyrings"].as_array().unwrap().iter().map(read).collect()
        }
    }

    /// Key-encryption keys in files.
    fn files(data: &Path) -> usize {
        let stores = ["identity", "biometrics", "links"].map(|store| data.join("key-encryption").join(store));
        stores.iter().map(|folder| fs::read_dir(folder).map_or(0, Iterator::count)).sum()
    }

    #[test]
    fn a_register_lives_with_its_keys_in_the_module() {
        let test = "a_register_lives_with_its_keys_in_the_module";
        let outer = tempfile::tempdir().unwrap();
        let Some((program, library)) = with_token(test, outer.path()) else { return };
        let (data, pin) = (outer.path().join("data"), format!("pin_file = {:?}", outer.path().join("pin")));
        let module = program.with_keys("module.toml", &data, "module", library, "tanba-test", &pin);
        let plain = program.config("plain.toml", &format!("data_dir = {data:?}"));

        // People are registered, verified, found; a record is destroyed: with the keys in the module.
        let said = program.done(&["demo", "--check", "--persons", "8", "--config", &module], "");
        assert!(said.contains("destroyed"), "{said}");
        assert_eq!(files(&data), 0);
        assert!(program.keyrings(&module).iter().all(|(.., at)| at.contains("token \"tanba-test\"")));
        program.verify(&module);
        let refused = program.refused(&["audit", "verify", &plain], "");
        assert!(refused.contains("[keys.module]"), "{refused}");

        // Rotation, backup, restore beside it.
        program.officer("administrator", &["keys", "rotate"], &module);
        assert!(program.keyrings(&module).iter().all(|(epoch, retired, _)| (*epoch, *retired) == (2, 1)));
        let root = program.verify(&module);
        let (backup, into) = (outer.path().join("backup"), outer.path().join("into"));
        program.done(&["backup", "create", "--config", &module, "-o", backup.to_str().unwrap()], "");
        let other = program.with_keys("other.toml", &into, "module", library, "tanba-test", &pin);
        program.done(&["backup", "restore", backup.to_str().unwrap(), "--config", &other], "");
        ["checkpoint.key", "records"].iter().for_each(|part| copy(&data.join(part), &into.join(part)));
        assert_eq!(program.verify(&other), root);
    }

    #[test]
    fn a_module_that_does_not_answer_is_named_and_nothing_is_lost() {
        let outer = tempfile::tempdir().unwrap();
        let test = "a_module_that_does_not_answer_is_named_and_nothing_is_lost";
        let Some((program, library)) = with_token(test, outer.path()) else { return };
        let folder = outer.path();
        let (data, pin) = (folder.join("data"), format!("pin_file = {:?}", folder.join("pin")));
        let good = program.with_keys("good.toml", &data, "module", library, "tanba-test", &pin);
        program.done(&["install", "--config", &good, "--login", "administrator"], PASSWORD);
        let root = program.verify(&good);
        private(&folder.join("wrong"), "00000000\n", 0o600);
        private(&folder.join("open"), "12345678\n", 0o644);
        let file = |name: &str| format!("pin_file = {:?}", folder.join(name));
        let variable = |name: &str| format!("pin_variable = {name:?}");
        let cases = [
            (library, "tanba-test", file("wrong"), "the PIN is wrong"),
            (library, "tanba-test", file("open"), "readable by others"),
            (library, "tanba-test", file("none"), "No such file"),
            (library, "tanba-test", variable("TANBA_TEST_NO_PIN"), "no variable TANBA_TEST_NO_PIN"),
            (library, "another", pin.clone(), "no token of this label"),
            ("/nowhere/libmodule.so", "tanba-test", pin.clone(), "/nowhere/libmodule.so"),
        ];
        for (at, (library, token, pin, expected)) in cases.iter().enumerate() {
            let config = program.with_keys(&format!("{at}.toml"), &data, "module", library, token, pin);
            for arguments in [vec!["audit", "verify", &config], vec!["serve", "--config", &config]] {
                let refused = program.refused(&arguments, "");
                assert!(refused.contains(expected) && !refused.contains("12345678"), "{expected}: {refused}");
            }
            assert_eq!(program.verify(&good), root, "after {expected}");
        }
        let by_variable = variable("TANBA_TEST_PIN");
        let config = program.with_keys("variable.toml", &data, "module", library, "tanba-test", &by_variable);
        assert_eq!(program.verify(&config), root);
        // The token is taken away and brought back.
        fs::rename(folder.join("tokens"), folder.join("away")).unwrap();
        let refused = program.refused(&["audit", "verify", &good], "");
        assert!(refused.contains("libsofthsm2.so"), "{refused}");
        fs::rename(folder.join("away"), folder.join("tokens")).unwrap();
        assert_eq!(program.verify(&good), root);
    }
}
