//! Key-encryption keys in a hardware security module, tested on SoftHSM2. The module reads its configuration from
//! the environment, so each test runs again as a child process with its own.
#![cfg(feature = "pkcs11")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use common::record;
use keyring::{
    Domain, Epoch, KekFolder, KekProvider, Keyring, KeyringError, MovingKeks, Pkcs11Keks, Pkcs11Place,
    Pkcs11Token,
};

const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
];

/// Folder of the child's token; `None` in the parent, which has then run the child.
fn child(test: &str) -> Option<(PathBuf, Pkcs11Place)> {
    let Some(module) = MODULES.iter().map(Path::new).find(|module| module.exists()) else {
        eprintln!("SKIPPED: {test}: SoftHSM2 is not installed (Debian package softhsm2)");
        return None;
    };
    if let Some(folder) = std::env::var_os("TANBA_HSM_CHILD") {
        return Some((folder.into(), Pkcs11Place { module: module.into(), token: "tanba-test".into() }));
    }
    let folder = tempfile::tempdir().unwrap();
    let (tokens, conf) = (folder.path().join("tokens"), folder.path().join("softhsm2.conf"));
    std::fs::create_dir(&tokens).unwrap();
    std::fs::write(
        &conf,
        format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display()),
    )
    .unwrap();
    let run = |command: &mut Command| {
        let output = command.env("SOFTHSM2_CONF", &conf).output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        said
    };
    let token =
        ["--init-token", "--free", "--label", "tanba-test", "--so-pin", "87654321", "--pin", "12345678"];
    run(Command::new("softhsm2-util").args(token));
    let said = run(Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env("TANBA_HSM_CHILD", folder.path()));
    assert!(said.contains("1 passed") && said.contains("on the token"), "the child ran: {said}");
    None
}

fn pin() -> zeroize::Zeroizing<String> {
    "12345678".to_owned().into()
}

fn token(place: &Pkcs11Place) -> Arc<Pkcs11Token> {
    Pkcs11Token::open(place, pin()).unwrap()
}

#[test]
fn records_rotation_and_erasure_with_keys_in_the_module() {
    let Some((folder, place)) = child("records_rotation_and_erasure_with_keys_in_the_module") else { return };
    let file = folder.join("biometrics.keys");
    let keks = Pkcs11Keks::create(&token(&place)).unwrap();
    let name = keks.ring();
    let ring = Keyring::create(&file, Domain::Biometrics, Box::new(keks)).unwrap();
    let records: Vec<_> = (0..200).map(record).collect();
    ring.create_keys(&records).unwrap();
    let sealed: Vec<_> = records.iter().map(|id| ring.seal(*id, "image", b"ridges").unwrap()).collect();
    let erasure = ring.erase(records[0]).unwrap();
    ring.begin_epoch().unwrap();
    assert_eq!(ring.rewrap(50).unwrap().rewrapped, 50);
    drop(ring);
    let keks = Pkcs11Keks::open(&token(&place), name).unwrap();
    let ring = Keyring::open(&file, Domain::Biometrics, Box::new(keks)).unwrap();
    for (at, sealed) in sealed.iter().enumerate() {
        assert_eq!(ring.unseal(records[at], "image", sealed).is_ok(), at > 0, "{at}");
    }
    while !ring.rewrap(50).unwrap().done {}
    ring.retire(Epoch(1)).unwrap();
    assert!(ring.is_final(&erasure));
    assert!((1..200).all(|at| ring.unseal(records[at], "image", &sealed[at]).is_ok()));
    drop(ring);
    let keks = Pkcs11Keks::open(&token(&place), name).unwrap();
    assert_eq!(keks.epochs().unwrap(), [Epoch(2)]);
    println!("on the token");
}

#[test]
fn the_module_refuses_what_it_must() {
    let Some((folder, place)) = child("the_module_refuses_what_it_must") else { return };
    let wrong = Pkcs11Token::open(&place, "00000000".to_owned().into()).unwrap_err().to_string();
    assert!(wrong.contains("PIN is wrong"), "{wrong}");
    let other = Pkcs11Place { token: "another".into(), ..place.clone() };
    let none = Pkcs11Token::open(&other, pin()).unwrap_err().to_string();
    assert!(none.contains("no token of this label"), "{none}");
    let nowhere = Pkcs11Place { module: "/nowhere/libmodule.so".into(), ..place.clone() };
    let lost = Pkcs11Token::open(&nowhere, pin()).unwrap_err().to_string();
    assert!(lost.contains("/nowhere/libmodule.so") && lost.contains("does not load"), "{lost}");
    let keks = Pkcs11Keks::create(&token(&place)).unwrap();
    let unknown = Pkcs11Keks::open(&token(&place), keyring::RingId([9; 16])).unwrap_err().to_string();
    assert!(unknown.contains("no key of keyring 0909"), "{unknown}");
    keks.generate(Epoch(1)).unwrap();
    assert!(keks.generate(Epoch(1)).unwrap_err().to_string().contains("not overwritten"));
    let wrapped = keks.wrap(Epoch(1), b"here", &[7; 32]).unwrap();
    assert_eq!(*keks.unwrap(Epoch(1), b"here", &wrapped).unwrap(), [7; 32]);
    let elsewhere = keks.unwrap(Epoch(1), b"there", &wrapped).unwrap_err().to_string();
    assert!(elsewhere.contains("does not open with epoch 1"), "{elsewhere}");
    for bit in 0..wrapped.len() * 8 {
        let mut changed = wrapped;
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(keks.unwrap(Epoch(1), b"here", &changed).is_err(), "bit {bit}");
    }
    assert!(keks.wrap(Epoch(2), b"here", &[7; 32]).unwrap_err().to_string().contains("escrow"));
    // A key file whose key-encryption key was lost with the token's object.
    keks.destroy(Epoch(1)).unwrap();
    keks.destroy(Epoch(1)).unwrap();
    let (file, name) = (folder.join("biometrics.keys"), keks.ring());
    drop(Keyring::create(&file, Domain::Biometrics, Box::new(keks)).unwrap());
    let keks = Pkcs11Keks::open(&token(&place), name).unwrap();
    keks.destroy(Epoch(1)).unwrap();
    let lost = Keyring::open(&file, Domain::Biometrics, Box::new(keks)).unwrap_err();
    assert!(matches!(lost, KeyringError::Kek { epoch: Epoch(1), .. }), "{lost}");
    println!("on the token");
}

fn finish(ring: &Keyring) {
    while !ring.rewrap(50).unwrap().done {}
    ring.retire(Epoch(ring.state().unwrap().current.0 - 1)).unwrap();
}

#[test]
fn keys_move_from_files_into_the_module_and_back() {
    let Some((folder, place)) = child("keys_move_from_files_into_the_module_and_back") else { return };
    let (file, files) = (folder.join("biometrics.keys"), folder.join("keks"));
    let keks = KekFolder::create(&files, None).unwrap();
    let name = keks.ring();
    let ring = Keyring::create(&file, Domain::Biometrics, Box::new(keks)).unwrap();
    let records: Vec<_> = (0..200).map(record).collect();
    ring.create_keys(&records).unwrap();
    let sealed: Vec<_> = records.iter().map(|id| ring.seal(*id, "image", b"ridges").unwrap()).collect();
    drop(ring);
    let all_open = |ring: &Keyring| {
        assert!(records.iter().zip(&sealed).all(|(id, sealed)| ring.unseal(*id, "image", sealed).is_ok()));
    };
    let open = |to: Box<dyn KekProvider>, from: Box<dyn KekProvider>| {
        let keks = MovingKeks::new(to, from).unwrap();
        Keyring::open(&file, Domain::Biometrics, Box::new(keks)).unwrap()
    };
    let module = || Box::new(Pkcs11Keks::open_for(&token(&place), name));
    let in_files = || Box::new(KekFolder::open_for(&files, None, name).unwrap());
    let ring = open(module(), in_files());
    ring.begin_epoch().unwrap();
    ring.rewrap(50).unwrap();
    all_open(&ring);
    drop(ring);
    // Stopped in between: the rest follows.
    let ring = open(module(), in_files());
    all_open(&ring);
    finish(&ring);
    drop(ring);
    assert_eq!((in_files().epochs().unwrap(), module().epochs().unwrap()), (vec![], vec![Epoch(2)]));
    let ring = Keyring::open(&file, Domain::Biometrics, module()).unwrap();
    all_open(&ring);
    drop(ring);
    let ring = open(in_files(), module());
    ring.begin_epoch().unwrap();
    finish(&ring);
    drop(ring);
    assert_eq!((in_files().epochs().unwrap(), module().epochs().unwrap()), (vec![Epoch(3)], vec![]));
    all_open(&Keyring::open(&file, Domain::Biometrics, in_files()).unwrap());
    println!("on the token");
}

#[test]
fn a_module_that_is_gone_while_running_loses_nothing() {
    let Some((folder, place)) = child("a_module_that_is_gone_while_running_loses_nothing") else { return };
    let (file, token) = (folder.join("biometrics.keys"), token(&place));
    let keks = Pkcs11Keks::create(&token).unwrap();
    let ring = Keyring::create(&file, Domain::Biometrics, Box::new(keks)).unwrap();
    ring.create_key(record(1)).unwrap();
    let sealed = ring.seal(record(1), "image", b"ridges").unwrap();
    let keks = Box::new(Pkcs11Keks::create(&token).unwrap());
    let other = Keyring::create(&folder.join("links.keys"), Domain::Links, keks).unwrap();
    other.create_key(record(1)).unwrap();

    // The module begins anew, as after it was unplugged for a moment: sessions are lost, and had again.
    let context = cryptoki::context::Pkcs11::new(&place.module).unwrap();
    context.finalize().unwrap();
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");
    ring.create_key(record(2)).unwrap();
    other.create_key(record(2)).unwrap();
    assert!(other.seal(record(1), "link", b"joined").is_ok() && ring.key(record(2)).is_ok());

    // The token is gone: said so, nothing is written, nothing is lost.
    let (tokens, away) = (folder.join("tokens"), folder.join("away"));
    // Where nobody has it open it is not initialised, which is as good.
    let begin_anew = || drop(cryptoki::context::Pkcs11::new(&place.module).unwrap().finalize());
    std::fs::rename(&tokens, &away).unwrap();
    begin_anew();
    let before = std::fs::read(&file).unwrap();
    for failed in [
        ring.unseal(record(1), "image", &sealed).map(|_| ()).unwrap_err(),
        ring.create_key(record(3)).map(|_| ()).unwrap_err(),
        ring.begin_epoch().map(|_| ()).unwrap_err(),
        ring.state().map(|_| ()).unwrap_err(),
    ] {
        let said = failed.to_string();
        assert!(said.contains("tanba-test") || said.contains("libsofthsm2.so"), "{said}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
    std::fs::rename(&away, &tokens).unwrap();
    begin_anew();
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");
    ring.create_key(record(3)).unwrap();
    ring.begin_epoch().unwrap();
    finish(&ring);
    assert_eq!(**ring.unseal(record(1), "image", &sealed).unwrap(), *b"ridges");

    // Objects of the token are gone while the session lives.
    let objects = |folder: &Path| {
        let token = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        std::fs::read_dir(token).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>()
    };
    std::fs::create_dir(&away).unwrap();
    for object in objects(&tokens).iter().filter(|file| !file.ends_with("token.object")) {
        std::fs::rename(object, away.join(object.file_name().unwrap())).unwrap();
    }
    begin_anew();
    let gone = ring.unseal(record(1), "image", &sealed).unwrap_err().to_string();
    assert!(gone.contains("has no key-encryption key of epoch 2"), "{gone}");
    println!("on the token");
}
