//! Written requests that exempt travellers (Art. 10-1(3)(3)) and lasting findings that fingers are missing (Art. 10-1(4)):
//! entered by one officer, confirmed by another.
//!
//! The lane has to know whose document an exemption is about, and documents of the register hold no document number. So
//! the number is sealed under a key of the exemption's own in the link store, opened in memory when a lane asks, and
//! the key is erased when the exemption is over.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use keyring::Domain;
use law::{Hands, Operation, Request};
use vocabulary::{Actor, ExemptionId, Purpose};

use super::lane::normalised;
use super::wrong_state;
use crate::act::{About, read_purpose};
use crate::error::{CommandError, StoreError};
use crate::model::{
    Document, DocumentKind, ExemptionGround, LANE_REQUEST_DAYS_MAX, LaneExemption, NewLaneExemption, Settled,
};
use crate::sequencer::{Change, KeyName, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random};

/// Most exemptions in force or waiting: each is opened when a lane asks.
const EXEMPTIONS_MAX: usize = 10_000;
/// What the number is sealed as.
const COLUMN: &str = "lane-exemption.document";

/// What the papers of a traveller say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Papers {
    /// A written request holds on this day at this point.
    pub(super) written_request: bool,
    /// A finding says what the hands allow.
    pub(super) hands: Option<Hands>,
}

fn key(id: ExemptionId) -> KeyName {
    KeyName { domain: Domain::Links, id: *id.as_bytes() }
}

/// The papers in force for a document on a day at a point.
pub(super) async fn of(
    registry: &Registry,
    number: &str,
    point: &str,
    day: Date,
) -> Result<Papers, StoreError> {
    let mut papers = Papers::default();
    for exemption in confirmed(registry).await?.iter().filter(|exemption| exemption.holds(day, point)) {
        if !is_of(registry, exemption, number)? {
            continue;
        }
        match exemption.ground {
            ExemptionGround::Request(_) => papers.written_request = true,
            ExemptionGround::Hands(hands) => papers.hands = Some(hands),
        }
    }
    Ok(papers)
}

/// Whether an exemption is about a document. Never when its key was erased.
fn is_of(registry: &Registry, exemption: &LaneExemption, number: &str) -> Result<bool, StoreError> {
    let damaged = |why: hex::FromHexError| StoreError::Damaged {
        what: "an exemption of the lane".to_owned(),
        why: why.to_string(),
    };
    let sealed = hex::decode(&exemption.sealed_number).map_err(damaged)?;
    let opened = registry.keys.open(key(exemption.id), COLUMN, &sealed)?;
    Ok(opened.is_some_and(|opened| opened == number.as_bytes()))
}

/// The confirmed ones, kept in memory between changes.
async fn confirmed(registry: &Registry) -> Result<Arc<Vec<LaneExemption>>, StoreError> {
    let mut kept = registry.exemptions.lock().await;
    if let Some(kept) = &*kept {
        return Ok(Arc::clone(kept));
    }
    let today = registry.today();
    let read = Arc::new(
        registry
            .gather(DocumentKind::LaneExemption, |document| match document {
                Document::LaneExemption(exemption)
                    if exemption.is_confirmed() && !exemption.is_over(today) =>
                {
                    Some(exemption)
                }
                _ => None,
            })
            .await?,
    );
    *kept = Some(Arc::clone(&read));
    Ok(read)
}

/// Enters one.
pub(crate) async fn enter(
    registry: &Registry,
    actor: Actor,
    new: NewLaneExemption,
) -> Result<LaneExemption, CommandError> {
    let number = normalised(&new.document_number);
    validate::document_number("document_number", &number)?;
    check(registry, &new)?;
    let operation = match new.ground {
        ExemptionGround::Request(_) => Operation::EnterLaneRequest,
        ExemptionGround::Hands(_) => Operation::EnterHandsFinding,
    };
    let request = request(registry, actor, operation).with_case_reference(&new.reference);
    let grant = registry.allow(&request, About::Nothing).await?;
    if open(registry).await?.len() >= EXEMPTIONS_MAX {
        let why =
            format!("{EXEMPTIONS_MAX} exemptions wait or are in force: have those that are over ended first");
        return registry.ended(grant, About::Nothing, wrong_state(why)).await;
    }
    let id = ExemptionId::from_random_bytes(random::bytes()?);
    registry.keys.make(&[key(id)])?;
    let sealed = registry.keys.seal(key(id), COLUMN, number.as_bytes())?;
    let exemption = LaneExemption {
        id,
        ground: new.ground,
        sealed_number: hex::encode(sealed),
        reference: new.reference.clone(),
        from: new.from,
        until: new.until,
        point: new.point,
        by: actor.officer,
        unit: actor.unit,
        at: registry.clock().now(),
        settled: None,
        ended: None,
    };
    registry.submit(Transaction::granted(grant).change(documented(&exemption))).await?;
    Ok(exemption)
}

fn check(registry: &Registry, new: &NewLaneExemption) -> Result<(), CommandError> {
    let today = registry.today();
    match new.ground {
        ExemptionGround::Request(_) => {
            // An empty number is an oral request: for the law to refuse, and the refusal for the ledger.
            if !new.reference.trim().is_empty() {
                validate::reference("reference", &new.reference)?;
            }
            let point = new.point.as_deref().unwrap_or_default();
            validate::reference("point", point)?;
            let last = new.from.saturating_add(LANE_REQUEST_DAYS_MAX.days());
            match new.until {
                Some(until) if new.from <= until && today <= until && until <= last => Ok(()),
                _ => Err(invalid(
                    "until",
                    format!(
                        "a request has a last day, not before today, {today}, nor before its first day, and at most \
                         {LANE_REQUEST_DAYS_MAX} days after it"
                    ),
                )),
            }
        }
        ExemptionGround::Hands(hands) => {
            validate::reference("reference", &new.reference)?;
            if !matches!(hands, Hands::NoFingers | Hands::NoHands) {
                return Err(invalid("hands", "a finding says that all fingers or both hands are missing"));
            }
            if new.until.is_some() || new.point.is_some() {
                return Err(invalid(
                    "until",
                    "a finding is lasting and holds at every point: leave day and point out",
                ));
            }
            Ok(())
        }
    }
}

fn request(registry: &Registry, actor: Actor, operation: Operation) -> Request<'static> {
    Request::new(actor, operation, read_purpose(actor, Purpose::Border), registry.today())
}

fn documented(exemption: &LaneExemption) -> Change {
    Change::Documented(Box::new(Document::LaneExemption(exemption.clone())))
}

/// Confirms one, turns it down, or ends one that was confirmed.
pub(crate) async fn answer(
    registry: &Registry,
    actor: Actor,
    id: ExemptionId,
    agree: bool,
) -> Result<LaneExemption, CommandError> {
    let stored = registry.store.document(DocumentKind::LaneExemption, *id.as_bytes()).await?;
    let Some(Document::LaneExemption(exemption)) = stored else {
        return Err(CommandError::NotFound { what: "request or finding" });
    };
    let operation = match exemption.ground {
        ExemptionGround::Request(_) => Operation::ConfirmLaneRequest,
        ExemptionGround::Hands(_) => Operation::ConfirmHandsFinding,
    };
    let request = request(registry, actor, operation).entered_by(exemption.by);
    let grant = registry.allow(&request, About::Nothing).await?;
    let by = Some(Settled { by: actor.officer, unit: actor.unit, at: registry.clock().now(), agreed: agree });
    let exemption = if exemption.is_waiting() {
        LaneExemption { settled: by, ..exemption }
    } else if exemption.is_confirmed() && !agree {
        LaneExemption { ended: by, ..exemption }
    } else {
        return registry.ended(grant, About::Nothing, wrong_state("it is decided already")).await;
    };
    let done = registry.submit(Transaction::granted(grant).change(documented(&exemption))).await;
    // Whatever came of it: the next lane reads them anew.
    *registry.exemptions.lock().await = None;
    done?;
    if exemption.is_over(registry.today()) {
        registry.keys.erase(&[key(id)])?;
    }
    Ok(exemption)
}

/// Those that wait or are in force.
async fn open(registry: &Registry) -> Result<Vec<LaneExemption>, StoreError> {
    let today = registry.today();
    let open = |document| match document {
        Document::LaneExemption(exemption) if !exemption.is_over(today) => Some(exemption),
        _ => None,
    };
    registry.gather(DocumentKind::LaneExemption, open).await
}

/// The same for an officer, newest first.
pub(crate) async fn list(registry: &Registry, actor: Actor) -> Result<Vec<LaneExemption>, CommandError> {
    registry.note(&request(registry, actor, Operation::ViewLane), About::Nothing).await?;
    let mut listed = open(registry).await?;
    listed.sort_by_key(|exemption| std::cmp::Reverse(exemption.at));
    Ok(listed)
}

/// Erases the keys of those that are over: from then on nobody can tell whose they were.
pub(crate) async fn forget_over(registry: &Registry) -> Result<(), CommandError> {
    let today = registry.today();
    let over = |document| match document {
        Document::LaneExemption(exemption) if exemption.is_over(today) => Some(exemption),
        _ => None,
    };
    let mut keys = Vec::new();
    for exemption in registry.gather(DocumentKind::LaneExemption, over).await? {
        let sealed = hex::decode(&exemption.sealed_number).unwrap_or_default();
        if registry.keys.open(key(exemption.id), COLUMN, &sealed)?.is_some() {
            keys.push(key(exemption.id));
        }
    }
    if !keys.is_empty() {
        registry.keys.erase(&keys)?;
    }
    Ok(())
}
