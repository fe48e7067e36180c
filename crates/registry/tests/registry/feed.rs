//! The feed of civil-status and citizenship events: signed, in order, each message once (R15.1.1).

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use law::EventKind;
use registry::ports::CivilStatus;
use registry::signing::{OfficerKey, Signed, Signer, SigningPurpose, Statement};
use registry::testing::{FailingStore, MemoryStore, Point};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{ORIGIN, iin, start};

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

/// A sender with a key; what it sends can be altered on its way.
struct Sender {
    _folder: tempfile::TempDir,
    key: OfficerKey,
    messages: Mutex<Vec<(String, Signed)>>,
}

impl Sender {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let officer = OfficerId::from_random_bytes([9; 16]);
        let key = OfficerKey::create(&folder.path().join("sender.key"), officer, None).unwrap();
        Self { _folder: folder, key, messages: Mutex::default() }
    }

    fn signed(&self, text: &str, register: &str) -> Signed {
        let purpose = SigningPurpose::CivilStatusEvent;
        self.key.sign(&Statement { purpose, register, content: text.as_bytes() }, start()).unwrap()
    }

    fn push(&self, text: String, signed: Signed) {
        self.messages.lock().unwrap().push((text, signed));
    }

    fn send(&self, number: u64, person: u64, kind: EventKind, day: &str, reference: &str) {
        let text = message(number, person, kind, day, reference);
        let signed = self.signed(&text, ORIGIN);
        self.push(text, signed);
    }

    fn clear(&self) {
        self.messages.lock().unwrap().clear();
    }
}

fn message(number: u64, person: u64, kind: EventKind, day: &str, reference: &str) -> String {
    let message =
        FeedMessage { number, iin: iin(person), kind, date: date(day), reference: reference.to_owned() };
    serde_json::to_string(&message).unwrap()
}

#[async_trait]
impl CivilStatus for Sender {
    fn name(&self) -> &str {
        "civil-status"
    }
    fn public_key(&self) -> [u8; 32] {
        self.key.public()
    }
    async fn after(&self, last: u64, limit: u32) -> Result<Vec<(String, Signed)>, StoreError> {
        let messages = self.messages.lock().unwrap();
        // A sender that numbers rightly; what was altered on its way is sent as it is.
        let number = |text: &str| serde_json::from_str::<FeedMessage>(text).map_or(u64::MAX, |m| m.number);
        let later = messages.iter().filter(|(text, _)| number(text) > last);
        Ok(later.take(limit as usize).cloned().collect())
    }
}

async fn taken(office: &Office, sender: &Sender) -> FeedReport {
    let report = office.registry().receive_events(sender).await.unwrap();
    office.world.audited().await;
    report
}

/// Why nothing of the next message is taken in; no entry is written and no event noted.
async fn refused(office: &Office, sender: &Sender) -> String {
    let before = office.world.size().await;
    let error = office.registry().receive_events(sender).await.unwrap_err().to_string();
    assert_eq!(office.world.size().await, before, "{error}");
    error
}

async fn events(office: &Office, number: RegistryNumber) -> Vec<NotedEvent> {
    office.world.store.life(number).await.unwrap().unwrap().events
}

async fn last_read(office: &Office) -> u64 {
    let id = Document::feed_id("civil-status");
    match office.world.store.document(DocumentKind::Feed, id).await.unwrap() {
        Some(Document::Feed(mark)) => mark.last,
        _ => 0,
    }
}

#[tokio::test]
async fn each_message_is_taken_in_once_and_moves_the_term() {
    let (office, sender) = (Office::new().await, Sender::new());
    let (_, number) = office.citizen(1).await; // born 1984-03-15
    sender.send(1, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    sender.send(2, 1, EventKind::CitizenshipLost, "2026-02-01", "LOSS-2");
    let before = office.world.size().await;
    let report = taken(&office, &sender).await;
    assert_eq!((report.noted, report.of_nobody, report.without_effect), (2, 0, 0));
    assert_eq!(office.world.size().await, before + 2 + 1, "an entry a message, and the audit's");
    let life = office.world.store.life(number).await.unwrap().unwrap();
    assert_eq!(life.events.len(), 2);
    assert!(life.events.iter().all(|event| event.noted_by.is_none()), "noted by the feed, not by an officer");
    let (_, due) = office.registry().record_life(office.archivist, number, "CHECK-1").await.unwrap();
    assert_eq!(due.term.destroy_from, Some(date("2084-03-15")), "counted from memory, as from the store");

    for _ in 0..2 {
        let again = taken(&office, &sender).await;
        assert_eq!(again, FeedReport::default(), "reading again takes nothing in");
    }
    assert_eq!(events(&office, number).await.len(), 2);
    // The same event under a new number is known already.
    sender.send(3, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    assert_eq!(taken(&office, &sender).await.without_effect, 1);
    assert_eq!((events(&office, number).await.len(), last_read(&office).await), (2, 3));
}

#[tokio::test]
async fn a_message_of_another_key_register_or_text_is_refused() {
    let (office, sender, stranger) = (Office::new().await, Sender::new(), Sender::new());
    let (_, number) = office.citizen(1).await;
    let text = message(1, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    let good = sender.signed(&text, ORIGIN);
    let other_key = stranger.signed(&text, ORIGIN);
    let claimed = Signed { key: good.key.clone(), ..other_key.clone() };
    let moved = Signed { at: good.at + jiff::SignedDuration::from_secs(1), ..good.clone() };
    let mut cut = good.clone();
    cut.bytes.pop();
    let mut flipped = good.clone();
    flipped.bytes[40] ^= 1;
    let changed = text.replace("DEATH-1", "DEATH-2");
    let other_register = sender.signed(&text, "tanba.other/ledger");
    let purpose = SigningPurpose::Transfer;
    let statement = Statement { purpose, register: ORIGIN, content: text.as_bytes() };
    let other_purpose = sender.key.sign(&statement, start()).unwrap();
    for (text, signed, why) in [
        (&text, other_key, "belongs to no officer"),
        (&text, claimed, "does not fit"),
        (&text, moved, "does not fit"),
        (&text, cut, "64 bytes"),
        (&text, flipped, "does not fit"),
        (&changed, good.clone(), "does not fit"),
        (&text, other_register, "does not fit"),
        (&text, other_purpose, "does not fit"),
    ] {
        sender.clear();
        sender.push(text.clone(), signed);
        let error = refused(&office, &sender).await;
        assert!(error.contains(why) && error.contains("civil-status"), "{error}");
    }
    assert!(events(&office, number).await.is_empty());
    sender.clear();
    sender.push(text, good);
    assert_eq!(taken(&office, &sender).await.noted, 1, "the true message is taken in");
}

#[tokio::test]
async fn a_gap_a_replay_and_a_wrong_order_are_refused_by_number() {
    let (office, sender) = (Office::new().await, Sender::new());
    office.citizen(1).await;
    sender.send(2, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    let error = refused(&office, &sender).await;
    assert!(error.contains("sent message 2 where 1 is next"), "{error}");
    sender.clear();
    sender.send(1, 1, EventKind::Missing, "2026-02-01", "COURT-1");
    sender.send(3, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    sender.send(2, 1, EventKind::DeclaredDead, "2026-02-20", "COURT-2");
    let error = office.registry().receive_events(&sender).await.unwrap_err().to_string();
    assert!(error.contains("sent message 3 where 2 is next"), "{error}");
    assert_eq!(last_read(&office).await, 1, "what stood in order before it is taken in");
    sender.clear();
    sender.send(2, 1, EventKind::DeclaredDead, "2026-02-20", "COURT-2");
    sender.send(2, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    let error = office.registry().receive_events(&sender).await.unwrap_err().to_string();
    assert!(error.contains("sent message 2 where 3 is next"), "{error}");
    assert_eq!(last_read(&office).await, 2);
}

#[tokio::test]
async fn what_a_signed_message_may_not_say_is_refused_by_name() {
    let (office, sender) = (Office::new().await, Sender::new());
    let (_, number) = office.citizen(1).await;
    let good = message(1, 1, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    let long = format!("{good}{}", " ".repeat(4096));
    let cases = [
        (good.replace("2026-03-01", "2026-03-03"), "2026-03-03 has not come yet"),
        (good.replace("2026-03-01", "2026-02-30"), "date is not valid"),
        (message(1, 1, EventKind::AcquittalFinal, "2026-03-01", "COURT-1"), "no event of civil status"),
        (good.replace("death-established", "resurrection"), "resurrection"),
        (good.replace("DEATH-1", ""), "reference"),
        (good.replace("\"number\"", "\"name\":\"x\",\"number\""), "name"),
        (good.replace(iin(1).as_str(), "123"), "iin"),
        ("not a message".to_owned(), "civil-status"),
        (long, "4096"),
    ];
    for (text, why) in cases {
        sender.clear();
        let signed = sender.signed(&text, ORIGIN);
        sender.push(text, signed);
        let error = refused(&office, &sender).await.to_lowercase();
        assert!(error.contains(why), "{why}: {error}");
    }
    assert!(events(&office, number).await.is_empty());
    // What has not come today is taken in on its day.
    sender.clear();
    sender.send(1, 1, EventKind::DeathEstablished, "2026-03-03", "DEATH-1");
    refused(&office, &sender).await;
    office.set_day("2026-03-03");
    assert_eq!(taken(&office, &sender).await.noted, 1);
}

#[tokio::test]
async fn of_somebody_who_is_not_registered_the_number_is_kept_and_nothing_else() {
    let (office, sender) = (Office::new().await, Sender::new());
    // One is unknown, one has an open case only.
    let case = office.world.captured(2, 2).await;
    sender.send(1, 7, EventKind::DeathEstablished, "2026-03-01", "DEATH-7");
    sender.send(2, 2, EventKind::DeathEstablished, "2026-03-01", "DEATH-8");
    let (rows, size) = (office.world.store.rows_by_sequence().await.unwrap(), office.world.size().await);
    let report = office.registry().receive_events(&sender).await.unwrap();
    assert_eq!((report.of_nobody, report.noted), (2, 0));
    assert_eq!(last_read(&office).await, 2);
    let added = office.world.store.rows_by_sequence().await.unwrap();
    assert!(added[rows.len()..].iter().all(|(table, _)| table.ends_with("document")), "the mark only");
    for sequence in size..size + 2 {
        for opening in office.world.store.openings(sequence).await.unwrap() {
            let text = String::from_utf8(opening.payload).unwrap();
            assert!(!text.contains("DEATH") && !text.contains(iin(7).as_str()), "{text}");
        }
    }
    office.registry().check_duplicates(crate::support::operator(), case).await.unwrap();
    office.registry().register(crate::support::operator(), case).await.unwrap();
    let number = office.world.number_of(case).await;
    assert!(events(&office, number).await.is_empty());
    office.world.audited().await;
}

#[tokio::test]
async fn an_annulment_takes_back_the_event_of_its_reference() {
    let (office, sender) = (Office::new().await, Sender::new());
    let (_, number) = office.citizen(1).await;
    office.set_day("2090-01-01");
    sender.send(1, 1, EventKind::Missing, "2089-12-01", "COURT-1");
    assert_eq!(taken(&office, &sender).await.noted, 1);
    assert_eq!(office.registry().sweep().await.unwrap().due, 1, "past the hundredth birthday");
    sender.send(2, 1, EventKind::Annulled, "2089-12-20", "COURT-9");
    assert_eq!(taken(&office, &sender).await.without_effect, 1, "no event of this reference");
    sender.send(3, 1, EventKind::Annulled, "2089-12-20", "COURT-1");
    assert_eq!(taken(&office, &sender).await.annulled, 1);
    let noted = events(&office, number).await;
    assert_eq!((noted.len(), noted[0].annulled_on), (1, Some(date("2090-01-01"))), "kept with its annulment");
    let report = office.registry().sweep().await.unwrap();
    assert_eq!((report.due, report.reopened), (0, 1));
    sender.send(4, 1, EventKind::Annulled, "2089-12-20", "COURT-1");
    assert_eq!(taken(&office, &sender).await.without_effect, 1, "annulled once");
    // After the annulment the event may come again.
    sender.send(5, 1, EventKind::Missing, "2089-12-01", "COURT-2");
    assert_eq!(taken(&office, &sender).await.noted, 1);
}

#[tokio::test]
async fn an_event_reaches_a_record_whose_link_to_the_person_is_cut() {
    let (office, sender) = (Office::new().await, Sender::new());
    let (_, number) = office.citizen(1).await;
    let new = NewProposal { reference: "ORDER-1".to_owned(), ..NewProposal::default() };
    let asked = office.registry().propose(office.supervisor, number, ProposalKind::Depersonalise, new).await;
    office.registry().answer_proposal(office.other_supervisor, asked.unwrap().id, true).await.unwrap();
    office.set_day("2090-01-01");
    sender.send(1, 1, EventKind::DeathEstablished, "2089-12-01", "DEATH-1");
    assert_eq!(taken(&office, &sender).await.noted, 1);
    assert_eq!(office.registry().sweep().await.unwrap().due, 1, "its term runs on, in memory as well");
}

#[tokio::test]
async fn a_crash_between_messages_loses_none_and_doubles_none() {
    for point in Point::ALL {
        for good in 0..3 {
            let store = Arc::new(FailingStore::new(Arc::new(MemoryStore::new())));
            let (office, sender) = (Office::on(store.clone()).await, Sender::new());
            let (_, number) = office.citizen(1).await;
            let kinds = [EventKind::Missing, EventKind::DeclaredDead, EventKind::CitizenshipLost];
            for (at, kind) in (1..).zip(kinds) {
                sender.send(at, 1, kind, "2026-03-01", &format!("REF-{at}"));
            }
            store.fail(*point, good, StoreError::DiskFull);
            office.registry().receive_events(&sender).await.unwrap_err();
            assert!(!store.is_armed());
            let read = last_read(&office).await;
            let lost = u64::from(*point != Point::AfterCommit);
            assert_eq!(read, u64::from(good) + 1 - lost, "{point:?}");
            assert_eq!(events(&office, number).await.len() as u64, read, "{point:?}: mark and event are one");
            let report = taken(&office, &sender).await;
            assert_eq!(report.noted, 3 - read, "{point:?}: the rest, each once");
            let noted = events(&office, number).await;
            assert_eq!(noted.iter().map(|event| event.kind).collect::<Vec<_>>(), kinds);
        }
    }
}

#[tokio::test]
async fn feeds_are_read_each_by_its_own_count() {
    struct Named(Sender);
    #[async_trait]
    impl CivilStatus for Named {
        fn name(&self) -> &str {
            "citizenship"
        }
        fn public_key(&self) -> [u8; 32] {
            self.0.public_key()
        }
        async fn after(&self, last: u64, limit: u32) -> Result<Vec<(String, Signed)>, StoreError> {
            self.0.after(last, limit).await
        }
    }
    let (office, first, second) = (Office::new().await, Sender::new(), Named(Sender::new()));
    let (_, number) = office.citizen(1).await;
    // More than a page.
    for at in 1..=450 {
        first.send(at, 1000 + at, EventKind::DeathEstablished, "2026-03-01", "DEATH-1");
    }
    second.0.send(1, 1, EventKind::CitizenshipLost, "2026-03-01", "LOSS-1");
    assert_eq!(office.registry().receive_events(&first).await.unwrap().of_nobody, 450);
    assert_eq!(office.registry().receive_events(&second).await.unwrap().noted, 1);
    assert_eq!((last_read(&office).await, events(&office, number).await.len()), (450, 1));
}
