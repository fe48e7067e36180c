//! For the tests of feeds: a register in memory and a sender with a key.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use law::EventKind;
use registry::ports::{CivilStatus, Store};
use registry::signing::{OfficerKey, Signed, Signer, SigningPurpose, Statement};
use registry::testing::{MemoryKeys, MemoryStore, SeedExtractor};
use registry::{Document, DocumentKind, FeedMessage, Registry};
use vocabulary::{Iin, ManualClock, OfficerId};

use super::file::FileFeed;
use super::message::SignedMessage;

const ORIGIN: &str = "tanba.test/ledger";

pub(crate) fn start() -> Timestamp {
    "2026-03-02T06:00:00Z".parse().unwrap()
}

/// A register that knows nobody, and who sends to it.
pub(crate) struct Trial {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) registry: Registry,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<ManualClock>,
    pub(super) key: OfficerKey,
}

impl Trial {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let officer = OfficerId::from_random_bytes([0; 16]);
        let key = OfficerKey::create(&folder.path().join("sender.key"), officer, None).unwrap();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let clock = Arc::new(ManualClock::at(start()));
        let checkpoints = ledger::SigningKey::from_random_bytes(ORIGIN, [7; 32]).unwrap();
        let (keys, extractor) = (Arc::new(MemoryKeys::new()), Arc::new(SeedExtractor));
        let registry =
            Registry::open_with(store.clone(), clock.clone(), checkpoints, ORIGIN, keys, extractor);
        Self { folder, registry: registry.await.unwrap(), store, clock, key }
    }

    /// A message about somebody nobody knows.
    pub(super) fn message(&self, number: u64) -> SignedMessage {
        let message = FeedMessage {
            number,
            iin: iin(),
            kind: EventKind::DeathEstablished,
            date: "2026-02-01".parse().unwrap(),
            reference: format!("DEATH-{number}"),
        };
        let text = SignedMessage::text_of(&message).unwrap();
        let signed = self.signed(&text);
        SignedMessage { text, signed }
    }

    fn signed(&self, text: &str) -> Signed {
        let purpose = SigningPurpose::CivilStatusEvent;
        let statement = Statement { purpose, register: ORIGIN, content: text.as_bytes() };
        self.key.sign(&statement, start()).unwrap()
    }

    /// Their lines, as a file holds them.
    pub(crate) fn lines(&self, numbers: RangeInclusive<u64>) -> String {
        let line = |number| format!("{}\n", serde_json::to_string(&self.message(number)).unwrap());
        numbers.map(line).collect()
    }

    pub(crate) fn file_feed(&self, name: &str, path: &Path) -> Box<dyn CivilStatus> {
        Box::new(FileFeed::new(name, self.key.public(), path.to_owned()))
    }

    /// Number of the last message taken in.
    pub(crate) async fn read(&self, feed: &str) -> u64 {
        match self.store.document(DocumentKind::Feed, Document::feed_id(feed)).await.unwrap() {
            Some(Document::Feed(mark)) => mark.last,
            _ => 0,
        }
    }

    /// How many messages are taken in, or why not.
    pub(super) async fn receive(&self, feed: &dyn CivilStatus) -> Result<u64, String> {
        let report = self.registry.receive_events(feed).await.map_err(|error| error.to_string())?;
        Ok(report.of_nobody)
    }
}

/// Digits with a right check digit.
fn iin() -> Iin {
    let digits = [8, 4, 0, 3, 1, 5, 3, 0, 0, 1, 2];
    let check = Iin::check_digit(&digits).unwrap();
    let text: String = digits.iter().chain([&check]).map(u8::to_string).collect();
    Iin::parse(&text).unwrap()
}
