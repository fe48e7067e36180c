//! The feed of civil-status and citizenship events: signed, in order, each message once (R15.1.1). Without it no
//! citizen's term ever starts.

use std::sync::Arc;

use jiff::Timestamp;
use keyring::signing::{KnownKey, OfficerKeys, Signed, SigningPurpose, Statement, Verifier};
use law::{EventKind, Operation};
use vocabulary::{OfficerId, PersonId};

use super::sweep::system;
use super::{events, wrong_state};
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{
    Document, DocumentKind, EventScope, FeedMark, FeedMessage, FeedReport, NotedEvent, RecordLife,
    is_of_person,
};
use crate::ports::CivilStatus;
use crate::sequencer::{Change, Transaction};
use crate::{Registry, validate};

/// Messages asked for at once.
const PAGE: u32 = 200;
/// Longest message, bytes.
const MESSAGE_BYTES_MAX: usize = 4096;

/// Takes in every message that was not read before.
pub(crate) async fn run(registry: &Registry, feed: &dyn CivilStatus) -> Result<FeedReport, CommandError> {
    let _one = registry.keeping.lock().await;
    let mut report = FeedReport::default();
    let mut mark = match registry.store.document(DocumentKind::Feed, Document::feed_id(feed.name())).await? {
        Some(Document::Feed(mark)) => mark,
        _ => FeedMark { feed: feed.name().to_owned(), last: 0, version: 0 },
    };
    loop {
        let page = feed.after(mark.last, PAGE).await?;
        if page.is_empty() {
            return Ok(report);
        }
        for (text, signed) in page {
            let message = read(registry, feed, &text, &signed)?;
            if message.number != mark.last + 1 {
                let (is, next) = (message.number, mark.last + 1);
                return Err(wrong_state(format!(
                    "the feed {} sent message {is} where {next} is next: nothing of it was taken in; ask the sender",
                    feed.name()
                )));
            }
            mark = FeedMark { last: message.number, version: mark.version + 1, ..mark };
            take(registry, &message, &mark, &mut report).await?;
        }
    }
}

/// A message whose signature is the feed's.
fn read(
    registry: &Registry,
    feed: &dyn CivilStatus,
    text: &str,
    signed: &Signed,
) -> Result<FeedMessage, CommandError> {
    let wrong = |why: String| wrong_state(format!("a message of the feed {}: {why}", feed.name()));
    if text.len() > MESSAGE_BYTES_MAX {
        return Err(wrong(format!("{} bytes; at most {MESSAGE_BYTES_MAX} are read", text.len())));
    }
    let sender = KnownKey {
        officer: OfficerId::from_random_bytes([0; 16]),
        public: feed.public_key(),
        from: Timestamp::MIN,
        until: None,
    };
    let statement = Statement {
        purpose: SigningPurpose::CivilStatusEvent,
        register: registry.origin(),
        content: text.as_bytes(),
    };
    OfficerKeys(vec![sender]).verify(&statement, signed).map_err(|error| wrong(error.to_string()))?;
    let message: FeedMessage = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    validate::reference("reference", &message.reference)?;
    if !is_of_person(message.kind) && message.kind != EventKind::Annulled {
        return Err(wrong(format!("{} is no event of civil status or citizenship", message.kind)));
    }
    if message.date > registry.today() {
        return Err(wrong(format!("{} has not come yet", message.date)));
    }
    Ok(message)
}

/// One message, one entry: the event if the person is registered, the mark in any case.
async fn take(
    registry: &Registry,
    message: &FeedMessage,
    mark: &FeedMark,
    report: &mut FeedReport,
) -> Result<(), CommandError> {
    let request = registry.keeping_in_general(system(None), Operation::ReceiveEvents);
    let grant = registry.allow(&request, About::Nothing).await?;
    let document = Box::new(Document::Feed(mark.clone()));
    let transaction = Transaction::granted(grant).change(Change::Documented(document));
    let known = lives_of(registry, message).await?;
    let transaction = match known.filter(|(_, lives)| !lives.is_empty()) {
        // Somebody else's: nothing of the message is kept but its number.
        None => {
            report.of_nobody += 1;
            transaction
        }
        Some((_, lives)) if message.kind == EventKind::Annulled => {
            let of_feed =
                |event: &&NotedEvent| event.reference == message.reference && event.annulled_on.is_none();
            match lives.iter().flat_map(|life| &life.events).find(of_feed) {
                Some(event) => {
                    report.annulled += 1;
                    events::annulment(registry, transaction, event, None, &message.reference).await?
                }
                None => {
                    report.without_effect += 1;
                    transaction
                }
            }
        }
        Some((person, lives)) => {
            let known =
                |life: &RecordLife| events::check(registry, life, message.kind, message.date).is_err();
            if lives.iter().any(|life| known(life)) {
                report.without_effect += 1;
                transaction
            } else {
                report.noted += 1;
                let scope = EventScope::Person(person);
                let (kind, date) = (message.kind, message.date);
                let event = events::new_event(registry, scope, kind, date, &message.reference, None)?;
                events::with_event(registry, transaction, &event).await?
            }
        }
    };
    registry.submit(transaction).await?;
    Ok(())
}

/// The person of a message and every record of theirs: the term of one whose link is cut runs on (R15.1.1).
async fn lives_of(
    registry: &Registry,
    message: &FeedMessage,
) -> Result<Option<(PersonId, Vec<Arc<RecordLife>>)>, StoreError> {
    let Some(person) = registry.store.person_by_iin(message.iin.as_str()).await? else { return Ok(None) };
    let numbers = registry.store.linked_numbers(person.id).await?;
    let lives = numbers.into_iter().filter_map(|number| registry.lives.get(number)).collect();
    Ok(Some((person.id, lives)))
}

impl From<&FeedReport> for String {
    fn from(report: &FeedReport) -> Self {
        let FeedReport { noted, annulled, without_effect, of_nobody } = report;
        format!(
            "{noted} noted, {annulled} annulled, {without_effect} without effect, {of_nobody} of nobody here"
        )
    }
}

/// What a feed that cannot be read answers.
pub fn feed_error(feed: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Engine(format!("the feed {feed} does not answer: {why}"))
}
