//! `tanba install`, `serve`, `audit` and `backup` by configuration file, on either engine, and from one into
//! the other.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "../../store/tests/engines/mod.rs"]
mod engines;
mod program;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use engines::Database;
use program::{tanba, text};
use serde_json::Value;

/// What it printed; it ended well.
fn done(arguments: &[&str], input: &str) -> String {
    let output = tanba(arguments, input);
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}");
    text(&output.stdout)
}

/// Why it did not do it.
fn refused(arguments: &[&str]) -> String {
    program::refused(arguments, &tanba(arguments, ""))
}

fn write(path: &Path, config: &str) -> String {
    fs::write(path, config).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The root that the audit of a register finds.
fn verified_root(place: &str) -> Value {
    let report: Value = serde_json::from_str(&done(&["audit", "verify", place, "--json"], "")).unwrap();
    assert_eq!(report["ok"], true, "{report}");
    report["root"].clone()
}

fn copy_key(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::copy(from.join("checkpoint.key"), to.join("checkpoint.key")).unwrap();
    for part in ["records", "key-encryption"] {
        copy_folder(&from.join(part), &to.join(part));
    }
}

/// Copies keep the permissions of their files, and private folders.
fn copy_folder(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        match path.is_dir() {
            true => copy_folder(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}

/// Stopped when dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server on a free port, answering.
fn serve(config: &str) -> Server {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanba"));
    command.args(["serve", "--config", config, "--listen", &address]).stdin(Stdio::null());
    let mut server = Server(command.spawn().unwrap());
    let began = Instant::now();
    loop {
        assert!(began.elapsed() < Duration::from_secs(120), "no answer");
        assert!(server.0.try_wait().unwrap().is_none(), "the server ended");
        if let Ok(mut stream) = TcpStream::connect(&address) {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1"), "{answer}");
            return server;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

const PASSWORD: &str = "a long enough passphrase 7\n";

/// Founded, served, saved, restored into `to`, verified to the same root.
fn goes_round(folder: &Path, config: &str, to: &str, keys: &Path, to_keys: &Path) {
    done(&["install", "--config", config, "--login", "admin"], PASSWORD);
    let again = tanba(&["install", "--config", config, "--login", "other"], PASSWORD);
    assert_eq!(again.status.code(), Some(1), "founded twice");
    let server = serve(config);
    let busy = refused(&["audit", "verify", config]);
    assert!(busy.contains("in use by another process"), "{busy}");
    drop(server);
    let root = verified_root(config);
    let backup = folder.join("backup");
    let backup = backup.to_str().unwrap();
    let said = done(&["backup", "create", "--config", config, "-o", backup], "");
    assert!(said.contains(root.as_str().unwrap()), "{said}");
    assert!(done(&["backup", "verify", backup], "").contains("verified"));
    let said = done(&["backup", "restore", backup, "--config", to], "");
    assert!(said.contains("checkpoint key is not in"), "{said}");
    assert!(refused(&["backup", "restore", backup, "--config", to]).contains("is not empty"));
    copy_key(keys, to_keys);
    assert_eq!(verified_root(to), root);
    drop(serve(to));
}

#[test]
fn a_register_goes_from_a_folder_into_another() {
    let outer = tempfile::tempdir().unwrap();
    let (from, into) = (outer.path().join("from"), outer.path().join("into"));
    let config = write(&outer.path().join("a.toml"), &format!("data_dir = {from:?}"));
    let other = format!("[store]\nengine = \"sqlite\"\nfolder = {into:?}");
    let other = write(&outer.path().join("b.toml"), &other);
    goes_round(outer.path(), &config, &other, &from, &into);
}

#[test]
fn a_register_goes_from_a_database_into_a_folder() {
    let Some(database) = Database::new("a_register_goes_from_a_database_into_a_folder") else { return };
    let outer = tempfile::tempdir().unwrap();
    let (keys, into) = (outer.path().join("keys"), outer.path().join("into"));
    let config = format!("[store]\nengine = \"postgres\"\nurl = {:?}\nkeys = {keys:?}", database.url);
    let config = write(&outer.path().join("a.toml"), &config);
    let other = write(&outer.path().join("b.toml"), &format!("data_dir = {into:?}"));
    goes_round(outer.path(), &config, &other, &keys, &into);
}

#[test]
fn a_register_goes_from_a_folder_into_a_database() {
    let Some(database) = Database::new("a_register_goes_from_a_folder_into_a_database") else { return };
    let outer = tempfile::tempdir().unwrap();
    let (from, keys) = (outer.path().join("from"), outer.path().join("keys"));
    let config = write(&outer.path().join("a.toml"), &format!("data_dir = {from:?}"));
    let other = format!("[store]\nengine = \"postgres\"\nurl = {:?}\nkeys = {keys:?}", database.url);
    let other = write(&outer.path().join("b.toml"), &other);
    goes_round(outer.path(), &config, &other, &from, &keys);
}
