//! Key-encryption keys in a hardware security module, tested on SoftHSM2. The module reads its configuration from
//! the environment, so each test runs again as a child process with its own.
#![cfg(feature = "pkcs11")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::record;
use keyring::{Domain, Epoch, KekProvider, Keyring, KeyringError, Pkcs11Keks, Pkcs11Place};

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

#[test]
fn records_rotation_and_erasure_with_keys_in_the_module() {
    let Some((folder, place)) = child("records_rotation_and_erasure_with_keys_in_the_module") else { return };
    let file = folder.join("biometrics.keys");
    let keks = Pkcs11Keks::create(&place, pin()).unwrap();
    let name = keks.ring();
    let ring = Keyring::create(&file, Domain::Biometrics, Box::new(keks)).unwrap();
    let records: Vec<_> = (0..200).map(record).collect();
    ring.create_keys(&records).unwrap();
    let sealed: Vec<_> = records.iter().map(|id| ring.seal(*id, "image", b"ridges").unwrap()).collect();
    let erasure = ring.erase(records[0]).unwrap();
    ring.begin_epoch().unwrap();
    assert_eq!(ring.rewrap(50).unwrap().rewrapped, 50);
    drop(ring);
    let keks = Pkcs11Keks::open(&place, pin(), name).unwrap();
    let ring = Keyring::open(&file, Domain::Biometrics, Box::new(keks)).unwrap();
    for (at, sealed) in sealed.iter().enumerate() {
        assert_eq!(ring.unseal(records[at], "image", sealed).is_ok(), at > 0, "{at}");
    }
    while !ring.rewrap(50).unwrap().done {}
    ring.retire(Epoch(1)).unwrap();
    assert!(ring.is_final(&erasure));
    assert!((1..200).all(|at| ring.unseal(records[at], "image", &sealed[at]).is_ok()));
    drop(ring);
    let keks = Pkcs11Keks::open(&place, pin(), name).unwrap();
    assert_eq!(keks.epochs().unwrap(), [Epoch(2)]);
    println!("on the token");
}

#[test]
fn the_module_refuses_what_it_must() {
    let Some((folder, place)) = child("the_module_refuses_what_it_must") else { return };
    let wrong = Pkcs11Keks::create(&place, "00000000".to_owned().into()).unwrap_err().to_string();
    assert!(wrong.contains("PIN is wrong"), "{wrong}");
    let other = Pkcs11Place { token: "another".into(), ..place.clone() };
    let none = Pkcs11Keks::create(&other, pin()).unwrap_err().to_string();
    assert!(none.contains("no token of this label"), "{none}");
    let keks = Pkcs11Keks::create(&place, pin()).unwrap();
    let unknown = Pkcs11Keks::open(&place, pin(), keyring::RingId([9; 16])).unwrap_err().to_string();
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
    let keks = Pkcs11Keks::open(&place, pin(), name).unwrap();
    keks.destroy(Epoch(1)).unwrap();
    let lost = Keyring::open(&file, Domain::Biometrics, Box::new(keks)).unwrap_err();
    assert!(matches!(lost, KeyringError::Kek { epoch: Epoch(1), .. }), "{lost}");
    println!("on the token");
}
