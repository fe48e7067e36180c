//! The lane at the state border: 1:1 against the traveller's own record, or no query at all (Art. 16(4), 35, 10-1(3);
//! law.md 6.2). The law is asked first: a finger is decoded only when it says that one is compared. What leaves is one
//! of the answers of R16.4.1: no image, no identity, no score. "Not confirmed" decides nothing: another finger once,
//! then an officer (R16.4.2).

use std::sync::Arc;

use law::{Decision, Operation, Outcome, QueryKind, Request, Search};
use vocabulary::{Actor, Basis, BirthDate, Citizenship, FingerPosition, Purpose, SearchId};

use super::lane_exemptions;
use super::prints::pass_of;
use super::second_line::{self, open_round};
use super::verify::{Compared, Match, compare_with};
use crate::act::{About, is_conflict};
use crate::error::{CommandError, StoreError};
use crate::model::{
    CaptureInput, LaneAnswer, LaneNext, LanePrints, LaneResult, PersonRecord, RecordLife, SecondLine,
    SecondLineCause, Traveller, VerificationAnswer, VisaShown,
};
use crate::sequencer::{Keeper, Owner, Receipt, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, facts, random, reach};

/// What the entries of the lane say of why a record was touched.
const LANE: &str = "lane";

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    mut traveller: Traveller,
    fingers: Option<LanePrints>,
) -> Result<LaneResult, CommandError> {
    traveller.document_number = normalised(&traveller.document_number);
    validate::document_number("document_number", &traveller.document_number)?;
    validate::born(traveller.born, registry.today())?;
    validate::reference("point", &traveller.point)?;
    match answer(registry, actor, &traveller, fingers).await {
        // Whatever was overtaken by a colleague is asked again; anything else means that the register is not reached.
        Err(error) if is_conflict(&error) => Err(error),
        Err(CommandError::Store(error)) => Ok(unreached(registry, &error)),
        answered => answered,
    }
}

/// A document number as people and machines write it: without spaces, in capital letters.
pub(super) fn normalised(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The register is not reached: nothing was looked up, and the officer decides (R16.4.2).
fn unreached(registry: &Registry, error: &StoreError) -> LaneResult {
    tracing::error!(%error, "the lane was answered \"unavailable\"");
    LaneResult {
        answer: LaneAnswer::Unavailable,
        next: LaneNext::SecondLine,
        requirement: "R16.4.2".to_owned(),
        articles: vec!["16(4)".to_owned()],
        rule_version: law::version_on(registry.today(), &law::Parameters::DEFAULT).to_string(),
        message_key: "lane-unreached",
        second_line: None,
        at: registry.clock().now(),
        ledger_sequence: None,
    }
}

/// What the register knows of a traveller, as far as a lane may use it.
struct Known {
    citizenship: Option<Citizenship>,
    /// Live records of the store that a lane reaches, oldest first.
    records: Vec<Arc<RecordLife>>,
}

impl Known {
    fn about(&self) -> About<'static> {
        self.records.last().map_or(About::Nothing, |record| About::Record(record.number, LANE))
    }
}

async fn answer(
    registry: &Registry,
    actor: Actor,
    traveller: &Traveller,
    fingers: Option<LanePrints>,
) -> Result<LaneResult, CommandError> {
    // Who may not ask hears nothing of the stores.
    let asked = Request::new(actor, Operation::SearchPerson, Purpose::Border, registry.today());
    let asked = registry.allow(&asked.on_basis(Basis::BV), About::Nothing).await?;
    let _before_it_ends = registry.ends.read().await;
    let known = match known(registry, actor, traveller).await {
        Ok(known) => known,
        Err(error) => return registry.ended(asked, About::Nothing, error).await,
    };
    let decision = decide(registry, actor, traveller, &known).await?;
    match (decision.outcome, known.records.last(), fingers) {
        (Outcome::Verify, Some(record), Some(fingers)) => {
            compared(registry, actor, traveller, record, &decision, fingers).await
        }
        _ => without_finger(registry, actor, traveller, &known, &decision).await,
    }
}

async fn known(registry: &Registry, actor: Actor, traveller: &Traveller) -> Result<Known, CommandError> {
    let holders = registry.store.persons_by_document(&traveller.document_number).await?;
    // Two states may give documents the same number: the birth date tells the holders apart.
    let same = |holder: &PersonRecord| same_birth(holder.details.born, traveller.born);
    let mut holders = holders.into_iter().filter(same);
    let Some(person) = holders.next() else {
        return Ok(Known { citizenship: None, records: Vec::new() });
    };
    if holders.next().is_some() {
        let why = "several persons hold documents of this number: an officer of the second line decides";
        return Err(invalid("document_number", why));
    }
    let mut records = facts::live(registry, person.id, registry.today());
    records.retain(|record| law::is_prints(record.basis) && reach::keeps(actor.body, record.basis));
    Ok(Known { citizenship: Some(person.details.citizenship), records })
}

/// Whether two birth dates can be of one person: a record may know the year or the month only.
fn same_birth(one: BirthDate, other: BirthDate) -> bool {
    let parts = |born| match born {
        BirthDate::Day(day) => (day.year(), Some(day.month()), Some(day.day())),
        BirthDate::Month(year, month) => (year, Some(month), None),
        BirthDate::Year(year) => (year, None, None),
    };
    let ((year, month, day), (other_year, other_month, other_day)) = (parts(one), parts(other));
    let fits = |one: Option<i8>, other: Option<i8>| one.zip(other).is_none_or(|(one, other)| one == other);
    year == other_year && fits(month, other_month) && fits(day, other_day)
}

/// What the law says of the traveller (law.md 6.2).
async fn decide(
    registry: &Registry,
    actor: Actor,
    traveller: &Traveller,
    known: &Known,
) -> Result<Decision, StoreError> {
    let today = registry.today();
    let papers = lane_exemptions::of(registry, &traveller.document_number, &traveller.point, today).await?;
    // No citizen is compared, whatever document they show (C-11).
    let citizenship = match known.citizenship {
        Some(Citizenship::Citizen) => Citizenship::Citizen,
        // A form that says citizen does not spare a recorded foreigner the comparison.
        Some(recorded) if matches!(traveller.citizenship, Citizenship::Unknown | Citizenship::Citizen) => {
            recorded
        }
        _ => traveller.citizenship,
    };
    let facts = law::Case {
        event_date: today,
        basis: Basis::BV,
        body: actor.body,
        person: law::Person {
            citizenship,
            born: Some(traveller.born),
            hands: papers.hands.unwrap_or(traveller.hands),
            live_registrations: known.records.iter().map(|record| record.basis).collect(),
            ..law::Person::default()
        },
        circumstances: law::Circumstances {
            document: Some(traveller.document),
            visa: law::Visa {
                diplomatic_or_service: matches!(traveller.visa, VisaShown::Diplomatic | VisaShown::Service),
                ..law::Visa::default()
            },
            written_request: papers.written_request,
            record_blocked: known.records.iter().any(|record| record.state.is_blocked()),
            ..law::Circumstances::default()
        },
        evidence: Vec::new(),
    };
    Ok(law::decide(&facts))
}

/// The answers that need no comparison; a finger that was given all the same is not looked at.
async fn without_finger(
    registry: &Registry,
    actor: Actor,
    traveller: &Traveller,
    known: &Known,
    decision: &Decision,
) -> Result<LaneResult, CommandError> {
    let request = Request::new(actor, Operation::CheckTraveller, Purpose::Border, registry.today());
    let about = known.about();
    let grant = registry.allow(&request.with_decision(decision), about).await?;
    let mut transaction = about.of(Transaction::granted(grant))?;
    let (answer, next) = match decision.outcome {
        Outcome::Verify => (LaneAnswer::Finger, LaneNext::TakeFinger),
        Outcome::Exempt => (LaneAnswer::Exempt, LaneNext::GoOn),
        Outcome::Unavailable => (LaneAnswer::Unavailable, LaneNext::SecondLine),
        _ => (LaneAnswer::NotApplicable, LaneNext::GoOn),
    };
    let mut referred = None;
    if let (Outcome::Unavailable, Some(record)) = (decision.outcome, known.records.last()) {
        let before = second_line::of_record(registry, record.number).await?;
        let cause = SecondLineCause::Unavailable;
        let second = second_line::begun(registry, actor, &traveller.point, cause, record.number, before);
        referred = Some(second.id);
        transaction = transaction.change(second_line::documented(&second));
    }
    let receipt = registry.submit(transaction).await?;
    Ok(LaneResult { second_line: referred, ..of(decision, (answer, next), receipt) })
}

fn of(decision: &Decision, (answer, next): (LaneAnswer, LaneNext), receipt: Receipt) -> LaneResult {
    LaneResult {
        answer,
        next,
        requirement: decision.requirement.to_string(),
        articles: decision.articles.iter().map(ToString::to_string).collect(),
        rule_version: decision.rule_version.to_string(),
        message_key: law::explain(decision),
        second_line: None,
        at: receipt.at,
        ledger_sequence: Some(receipt.sequence),
    }
}

/// The comparison with the record, and what follows from it for the lane.
async fn compared(
    registry: &Registry,
    actor: Actor,
    traveller: &Traveller,
    record: &RecordLife,
    decision: &Decision,
    fingers: LanePrints,
) -> Result<LaneResult, CommandError> {
    let (number, basis) = (record.number, record.basis);
    let about = About::Record(number, LANE);
    let before = second_line::of_record(registry, number).await?;
    let round = open_round(registry, before.as_ref());
    if let Some(waiting) = round.filter(|round| round.is_waiting()) {
        // No third finger: the answer stays, and no print is read.
        let request = Request::new(actor, Operation::CheckTraveller, Purpose::Border, registry.today());
        let receipt = registry.note(&request.with_decision(decision), about).await?;
        let result = of(decision, (LaneAnswer::No, LaneNext::SecondLine), receipt);
        return Ok(LaneResult { second_line: Some(waiting.id), ..result });
    }
    let mut request = Request::new(actor, Operation::Verify, Purpose::Border, registry.today());
    request = request.with_decision(decision);
    request.life = Some(record.state);
    request.search = Some(Search::new(QueryKind::Verification, std::slice::from_ref(&basis)));
    let grant = registry.allow(&request, about).await?;
    let matched = match read(fingers).await {
        Ok(fingers) => compare_with(registry, &pass_of(&grant)?, (number, basis), fingers).await,
        Err(error) => Err(error),
    };
    let matched = match matched {
        Ok(matched) => matched,
        Err(error) => return registry.ended(grant, about, error).await,
    };
    let search = SearchId::from_random_bytes(random::bytes()?);
    let payload = Compared::of(search, number, basis, &matched);
    let mut transaction =
        Transaction::granted(grant).about("comparison", Keeper::Links, Owner::Record(number), &payload)?;
    let (outcome, second) = followed(registry, actor, traveller, number, &matched, before);
    if let Some(second) = &second {
        transaction = transaction.change(second_line::documented(second));
    }
    let receipt = registry.submit(transaction).await?;
    let referred = second.filter(SecondLine::is_waiting).map(|second| second.id);
    Ok(LaneResult { second_line: referred, ..of(decision, outcome, receipt) })
}

/// Decodes the prints, off the threads that serve others.
async fn read(fingers: LanePrints) -> Result<Vec<(FingerPosition, CaptureInput)>, CommandError> {
    let read = tokio::task::spawn_blocking(fingers).await;
    read.map_err(|_| StoreError::Engine("a worker thread failed; the log names the place".to_owned()))?
}

/// What follows from a comparison, and what becomes of the document of the second line.
fn followed(
    registry: &Registry,
    actor: Actor,
    traveller: &Traveller,
    number: vocabulary::RegistryNumber,
    matched: &Match,
    before: Option<SecondLine>,
) -> ((LaneAnswer, LaneNext), Option<SecondLine>) {
    let round = open_round(registry, before.as_ref()).cloned();
    match (matched.answer, round) {
        (VerificationAnswer::Confirmed, round) => {
            let closed = round.map(|round| second_line::by_other_finger(registry, actor, round));
            ((LaneAnswer::Yes, LaneNext::GoOn), closed)
        }
        (VerificationAnswer::NotConfirmed, None) => {
            let cause = SecondLineCause::NotConfirmed;
            let second = second_line::begun(registry, actor, &traveller.point, cause, number, before);
            ((LaneAnswer::No, LaneNext::AnotherFinger), Some(second))
        }
        (VerificationAnswer::NotConfirmed, Some(round)) => {
            let fingers = round.fingers.saturating_add(1);
            let second = SecondLine { fingers, version: round.version + 1, ..round };
            ((LaneAnswer::No, LaneNext::SecondLine), Some(second))
        }
    }
}
