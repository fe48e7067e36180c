//! The whole register killed again and again, while many applicants at once go through all the steps of
//! a registration and their commits group.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use ledger::{Entry, Outcome};
use registry::ports::Store;
use registry::{CaseState, Certificate, CommandError, FingerStatus, Registry, audit_store};
use store::Location;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::engines::Place;
use crate::samples::{FINGERS, signing_key};
use crate::{Moments, Writer, folder_in_memory, journals, journey, tell, writer};

/// Applicants at once.
const APPLICANTS: u64 = 24;
/// Certificates that a writer gives before it is killed: less than this.
const GIVEN_MAX: usize = 45;
/// Every so many writers one is killed among the first steps, before the first certificate.
const EARLY: u32 = 4;
/// Applicants of one writer at most: each writer registers people of its own.
const APPLICANTS_OF_RUN: u64 = 10_000;

/// What a writer tells when a command of a registration was answered.
const ANSWERED: &str = "answered";

/// When a test has seen enough.
struct Enough {
    kills: u32,
    /// Commands, each durable when it is answered.
    commands: u64,
    certificates: usize,
}

const SOME: Enough = Enough { kills: 12, commands: 0, certificates: 200 };
const WRITES: Enough = Enough { kills: 50, commands: 10_000, certificates: 0 };
const MANY: Enough = Enough { kills: 24, commands: 0, certificates: 2_000 };

/// A certificate that somebody was told of.
struct Acknowledged {
    applicant: u64,
    certificate: String,
    sequence: u64,
}

impl Acknowledged {
    fn of(applicant: u64, certificate: &Certificate) -> Self {
        let sequence = certificate.ledger_sequence;
        Self { applicant, certificate: certificate.number.as_str().to_owned(), sequence }
    }

    fn told(&self) -> String {
        format!("{} {} {}", self.applicant, self.certificate, self.sequence)
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (applicant, certificate) = (words.next()?.parse().ok()?, words.next()?.to_owned());
        Some(Self { applicant, certificate, sequence: words.next()?.parse().ok()? })
    }
}

#[test]
fn kill_9_of_the_register_loses_no_certificate_and_leaves_no_half_registration() {
    let name = "register::kill_9_of_the_register_loses_no_certificate_and_leaves_no_half_registration";
    kill_again_and_again(name, || Some(folder_in_memory()), &SOME);
}

#[test]
fn kill_9_of_the_register_on_postgres_loses_no_certificate_and_leaves_no_half_registration() {
    let name =
        "register::kill_9_of_the_register_on_postgres_loses_no_certificate_and_leaves_no_half_registration";
    kill_again_and_again(name, || Place::database(name), &SOME);
}

#[test]
#[ignore = "nightly: 10,000 commands and 50 kills"]
fn kill_9_of_the_register_during_10000_commands_loses_none() {
    let name = "register::kill_9_of_the_register_during_10000_commands_loses_none";
    kill_again_and_again(name, || Some(folder_in_memory()), &WRITES);
}

#[test]
#[ignore = "nightly: 10,000 commands and 50 kills"]
fn kill_9_of_the_register_during_10000_commands_on_postgres_loses_none() {
    let name = "register::kill_9_of_the_register_during_10000_commands_on_postgres_loses_none";
    kill_again_and_again(name, || Place::database(name), &WRITES);
}

#[test]
#[ignore = "nightly: 2,000 registrations, each of 14 entries"]
fn kill_9_of_the_register_during_2000_registrations_loses_no_certificate() {
    let name = "register::kill_9_of_the_register_during_2000_registrations_loses_no_certificate";
    kill_again_and_again(name, || Some(folder_in_memory()), &MANY);
}

#[test]
#[ignore = "nightly: 2,000 registrations, each of 14 entries"]
fn kill_9_of_the_register_during_2000_registrations_on_postgres_loses_no_certificate() {
    let name = "register::kill_9_of_the_register_during_2000_registrations_on_postgres_loses_no_certificate";
    kill_again_and_again(name, || Place::database(name), &MANY);
}

fn kill_again_and_again(name: &str, place: impl FnOnce() -> Option<Place>, enough: &Enough) {
    if let Some((place, run)) = writer() {
        return Runtime::new().unwrap().block_on(write(&place, run));
    }
    let Some(kept) = place() else { return };
    let place = kept.location();
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    let (mut kills, mut interrupted, mut found, mut commands) = (0, 0, 0, 0);
    let (began, mut moments) = (Instant::now(), Moments::new());
    while kills < enough.kills || commands < enough.commands || acknowledged.len() < enough.certificates {
        let writer = Writer::start(name, &place, kills);
        assert_eq!(writer.first_word(), "open");
        let early = kills % EARLY == EARLY - 1;
        let (given, then) = if early {
            (0, moments.after(5, 800))
        } else {
            (moments.count(GIVEN_MAX * journey::ENTRIES as usize), moments.after(0, 150))
        };
        let (answered, told): (Vec<_>, Vec<_>) =
            writer.kill_after(given, then).into_iter().partition(|line| line == ANSWERED);
        commands += answered.len() as u64;
        acknowledged.extend(told.iter().map(|line| Acknowledged::read(line).unwrap()));
        interrupted += u32::from(journals(&place) > 0);
        // A runtime for each opening: dropping it ends the sequencer, and the folder is free again.
        let next = u64::from(kills + 1) * APPLICANTS_OF_RUN;
        kills += 1;
        let answered = Answered { commands, unheard_max: u64::from(kills) * APPLICANTS };
        let (registered, told) =
            Runtime::new().unwrap().block_on(check(&place, &acknowledged, answered, next));
        acknowledged.push(told);
        commands += journey::ENTRIES;
        found = registered;
    }
    println!(
        "kill -9 of the register on the {place}: {kills} kills, {interrupted} of them inside a commit, {commands} commands \
         and {} registrations acknowledged, {found} registrations found, lost = 0, {:.1} s in all",
        acknowledged.len(),
        began.elapsed().as_secs_f64()
    );
    if place.folder().is_some() {
        assert!(interrupted > 0, "no kill fell into a commit: the test shows nothing");
    }
}

/// Registers applicants until killed; tells of each certificate when it was given.
async fn write(place: &Location, run: u64) {
    let registry =
        Arc::new(journey::open(place.open(registry::testing::stable_keys()).await.unwrap()).await.unwrap());
    tell("open");
    let next = Arc::new(AtomicU64::new(run * APPLICANTS_OF_RUN + 1));
    let mut counters = JoinSet::new();
    for _ in 0..APPLICANTS {
        counters.spawn(applicants(Arc::clone(&registry), Arc::clone(&next)));
    }
    while let Some(ended) = counters.join_next().await {
        ended.unwrap().unwrap();
    }
}

/// One applicant after the other, as long as they are registered.
async fn applicants(registry: Arc<Registry>, next: Arc<AtomicU64>) -> Result<(), CommandError> {
    loop {
        let applicant = next.fetch_add(1, Ordering::Relaxed);
        let answered = || tell(ANSWERED);
        let (_, certificate) = journey::register_telling(&registry, applicant, answered).await?;
        tell(&Acknowledged::of(applicant, &certificate).told());
    }
}

/// Commands that somebody was told of, and how many may be there that nobody was told of: each of the killed.
struct Answered {
    commands: u64,
    unheard_max: u64,
}

/// Opens after a kill and compares everything with everything; how many are registered, and the
/// certificate of one more, of applicant `next`.
async fn check(
    place: &Location,
    acknowledged: &[Acknowledged],
    answered: Answered,
    next: u64,
) -> (usize, Acknowledged) {
    let store = place.open(registry::testing::stable_keys()).await.unwrap();
    let report = audit_store(&*store, signing_key().verifying_key(), None).await.unwrap();
    assert!(report.ok, "{report:?}");
    // Each command is one entry.
    let (size, least) = (store.ledger_size().await.unwrap(), answered.commands);
    assert!(size >= least, "lost: {least} commands were answered, {size} are there");
    assert!(size <= least + answered.unheard_max, "{size} entries of {least} commands");
    let registry = journey::open(Arc::clone(&store)).await.unwrap();
    let registrations = entries_and_rows_agree(&*store).await;
    registered_in_every_store(&*store, &registry, &registrations).await;
    for told in acknowledged {
        let number = vocabulary::CertificateNumber::parse(&told.certificate).unwrap();
        let found = store.certificate(&number).await.unwrap();
        let (certificate, person) = found.unwrap_or_else(|| panic!("lost: {}", told.told()));
        assert_eq!(certificate.ledger_sequence, told.sequence);
        let person = store.person(person).await.unwrap().unwrap();
        assert_eq!(person.details, journey::applicant(told.applicant));
    }
    assert_eq!(journals(place), 0, "a journal is left behind");

    let (_, certificate) = journey::register(&registry, next).await.unwrap();
    assert_eq!(registry.gallery_len(), registrations.len() + 1);
    (registrations.len() + 1, Acknowledged::of(next, &certificate))
}

/// Every entry made its rows and no row is of another entry; the entries of registrations.
async fn entries_and_rows_agree(store: &dyn Store) -> BTreeSet<u64> {
    let entries = store.ledger_entries(0, u32::MAX).await.unwrap();
    let entries: Vec<_> = entries.iter().map(|(bytes, _)| Entry::from_bytes(bytes).unwrap()).collect();
    let mut rows: BTreeMap<u64, BTreeMap<String, u32>> = BTreeMap::new();
    for (table, sequence) in store.rows_by_sequence().await.unwrap() {
        *rows.entry(sequence).or_default().entry(table).or_default() += 1;
    }
    assert!(rows.keys().copied().eq(0..entries.len() as u64), "rows and entries differ");
    let of_registration = ["biometrics.registration", "identity.case_version", "identity.certificate"];
    let of_registration: BTreeMap<_, _> = of_registration
        .into_iter()
        .chain(["links.registration"])
        .map(|table| (table.to_owned(), 1))
        .collect();
    let mut registrations = BTreeSet::new();
    for entry in &entries {
        let rows = &rows[&entry.sequence];
        assert_eq!((entry.outcome, rows["identity.case_version"]), (Outcome::Done, 1), "{entry:?}: {rows:?}");
        if entry.operation == law::Operation::Register.code() {
            assert_eq!(rows, &of_registration, "{entry:?}");
            registrations.insert(entry.sequence);
        }
    }
    registrations
}

/// Identity, biometrics, links and the gallery hold the registrations of the ledger, whole, and no other.
async fn registered_in_every_store(store: &dyn Store, registry: &Registry, registrations: &BTreeSet<u64>) {
    let joined = store.registered_bases(FINGERS, None, u32::MAX).await.unwrap();
    let searchable = store.registered_templates(FINGERS, None, u32::MAX).await.unwrap();
    assert!(joined.iter().map(|(number, _)| number).eq(searchable.iter().map(|(number, _)| number)));
    assert!(searchable.iter().all(|(_, templates)| templates.len() as u64 == journey::IMAGES));
    assert_eq!(registry.gallery_len(), joined.len());
    let mut certified = BTreeSet::new();
    for (number, _) in &joined {
        let case = store.case(store.case_of(*number).await.unwrap().unwrap()).await.unwrap().unwrap();
        assert_eq!(
            (case.state, case.person),
            (CaseState::Registered, store.person_of(*number).await.unwrap())
        );
        let (certificate, owner) = store.certificate(&case.certificate.unwrap()).await.unwrap().unwrap();
        assert_eq!(Some(owner), case.person);
        assert!(certified.insert(certificate.ledger_sequence));
        let hand = store.fingers(*number).await.unwrap();
        assert!(hand.iter().all(|finger| finger.status != FingerStatus::Empty), "{hand:?}");
    }
    assert_eq!(&certified, registrations);
    let cases = store.cases(None, u32::MAX).await.unwrap();
    assert_eq!(cases.iter().filter(|case| case.state == CaseState::Registered).count(), joined.len());
}
