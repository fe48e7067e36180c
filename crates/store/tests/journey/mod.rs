//! A lawful registration from end to end, through the register's public commands, of people and fingers
//! that grow from numbers.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "helpers; each test binary uses its part")]

use std::path::Path;
use std::sync::Arc;

use keyring::{KekFolder, Keyring};
use registry::ports::{Keys, Store};
use registry::testing::{SeedExtractor, seeded_finger};
use registry::{
    CaptureInput, Certificate, CommandError, Domain, IdentityDetails, NewCase, Registry, StoreError, Vault,
};
use store::SqlStore;
use vocabulary::{Actor, Basis, BirthDate, Body, CaseId, FingerPosition, ManualClock, MissingReason, Role};

use crate::samples::{at, details, officer_id, signing_key};

/// Fingers of each applicant that have an image; the others have a reason.
pub const IMAGES: u64 = 2;
/// Entries of one registration: opening, consent, ten fingers, duplicate check, registration.
pub const ENTRIES: u64 = 14;
/// The file of each image, about that of a small compressed one.
const IMAGE_BYTES: usize = 1_500;

/// Keys of records in a folder: made the first time, opened later.
pub fn vault(folder: &Path) -> Arc<dyn Keys> {
    std::fs::create_dir_all(folder).unwrap();
    let ring = |domain: Domain| {
        let (keys, keks) = (folder.join(format!("{domain}.keys")), folder.join(format!("{domain}-kek")));
        match keys.exists() {
            true => Keyring::open(&keys, domain, Box::new(KekFolder::open(&keks, None).unwrap())).unwrap(),
            false => {
                Keyring::create(&keys, domain, Box::new(KekFolder::create(&keks, None).unwrap())).unwrap()
            }
        }
    };
    Arc::new(Vault::new([ring(Domain::Identity), ring(Domain::Biometrics), ring(Domain::Links)]).unwrap())
}

/// The sequencer lets go of the store a moment after the register is dropped.
pub async fn wait_until_closed(store: Arc<SqlStore>) {
    let weak = Arc::downgrade(&store);
    drop(store);
    for _ in 0..500 {
        if weak.strong_count() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the store is still held");
}

/// The register on a store, with fingers that grow from numbers. The clock stands still.
pub async fn open(store: Arc<dyn Store>) -> Result<Registry, StoreError> {
    open_with(store, registry::testing::stable_keys()).await
}

/// The same with keys of the caller's.
pub async fn open_with(store: Arc<dyn Store>, keys: Arc<dyn Keys>) -> Result<Registry, StoreError> {
    let (key, clock) = (signing_key(), Arc::new(ManualClock::at(at(0))));
    let origin = key.verifying_key().name().to_owned();
    Registry::open_with(store, clock, key, &origin, keys, Arc::new(SeedExtractor)).await
}

pub fn operator() -> Actor {
    Actor { officer: officer_id(1), body: Body::Iab, role: Role::Operator, unit: vocabulary::Unit::CENTRAL }
}

/// The details of applicant `number`: an adult citizen.
pub fn applicant(number: u64) -> IdentityDetails {
    let born = BirthDate::parse("1984-03-15").unwrap();
    IdentityDetails { family_name: "Үлгіев".into(), born, ..details(number) }
}

/// What a station sends for a position of applicant `number`.
fn finger(number: u64, position: FingerPosition) -> CaptureInput {
    let place = u64::from(position.number());
    if place > IMAGES {
        return CaptureInput::Missing(MissingReason::Bandaged);
    }
    let mut input = seeded_finger(number * 100 + place, 1, 80).unwrap();
    if let CaptureInput::Image { original, .. } = &mut input {
        *original = (0..IMAGE_BYTES).map(|i| (i as u64 ^ number) as u8).collect();
    }
    input
}

/// A citizen's case.
pub fn new_case(number: u64, person: IdentityDetails) -> NewCase {
    NewCase {
        basis: Basis::B1,
        person,
        incapable: false,
        hands: law::Hands::Whole,
        palms_recordable: true,
        circumstances: law::Circumstances {
            document: Some(law::Document::IdentityCard),
            ..Default::default()
        },
        reference: format!("DOC-2026/{number}"),
    }
}

/// Registers applicant `number`, whom the register does not know yet.
pub async fn register(registry: &Registry, number: u64) -> Result<(CaseId, Certificate), CommandError> {
    register_telling(registry, number, || {}).await
}

/// The same; tells when each command was answered.
pub async fn register_telling(
    registry: &Registry,
    number: u64,
    answered: impl Fn(),
) -> Result<(CaseId, Certificate), CommandError> {
    let new = new_case(number, applicant(number));
    let case = registry.open_case(operator(), new).await?.case.id;
    answered();
    registry.give_evidence(operator(), case, law::Evidence::Consent, "kk", "consent-text 2").await?;
    answered();
    for position in FingerPosition::ALL {
        registry.capture(operator(), case, *position, finger(number, *position)).await?;
        answered();
    }
    registry.check_duplicates(operator(), case).await?;
    answered();
    let certificate = registry.register(operator(), case).await?;
    answered();
    Ok((case, certificate))
}
