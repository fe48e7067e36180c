//! What takes two officers: one proposes, another agrees (R9.1.1, R9.1.2, R9.2.2, R15.2.2).

use jiff::ToSpan;
use jiff::civil::Date;
use law::{KeyHolder, KeyHolders, Operation, Step, Unblocking};
use vocabulary::{Actor, OfficerId, ProposalId, RegistryNumber};

use super::keeping::{granted_state, ground, move_to};
use super::wrong_state;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{Document, DocumentKind, Proposal, ProposalKind, Settled};
use crate::sequencer::{Change, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random};

/// Longest time a link is joined for one purpose, days (R9.1.2).
const JOINED_DAYS_MAX: i32 = 30;

/// What an officer proposes about a record.
#[derive(Debug, Clone, Default)]
pub struct NewProposal {
    /// Order, finding or act that is its ground.
    pub reference: String,
    /// Number of the recorded result of the verification (end of a block).
    pub result: Option<String>,
    /// Who violated the conditions (end of a block).
    pub violator: Option<OfficerId>,
    /// Last day the link is joined (removal of depersonalisation).
    pub until: Option<Date>,
}

fn operation(kind: ProposalKind) -> Operation {
    match kind {
        ProposalKind::Unblock => Operation::UnblockRecord,
        ProposalKind::Depersonalise => Operation::DepersonaliseRecord,
        ProposalKind::Repersonalise => Operation::RepersonaliseRecord,
        ProposalKind::Retrieve => Operation::RetrieveRecord,
    }
}

/// Proposes. Nothing about the record changes yet.
pub(crate) async fn propose(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    kind: ProposalKind,
    new: NewProposal,
) -> Result<Proposal, CommandError> {
    validate::reference("reference", &new.reference)?;
    if let Some(result) = &new.result {
        validate::reference("result", result)?;
    }
    check(registry, kind, &new)?;
    let life = registry.life_of(number)?;
    let request = registry.keeping_request(actor, operation(kind), &life).with_case_reference(&new.reference);
    let about = About::Record(number, &new.reference);
    let grant = registry.allow(&request, about).await?;
    let proposal = Proposal {
        id: ProposalId::from_random_bytes(random::bytes()?),
        kind,
        number,
        by: actor.officer,
        unit: actor.unit,
        at: registry.clock().now(),
        reference: new.reference.clone(),
        result: new.result,
        violator: new.violator,
        until: new.until,
        settled: None,
    };
    let document = Box::new(Document::Proposal(proposal.clone()));
    registry.submit(about.of(Transaction::granted(grant))?.change(Change::Documented(document))).await?;
    Ok(proposal)
}

fn check(registry: &Registry, kind: ProposalKind, new: &NewProposal) -> Result<(), CommandError> {
    if kind == ProposalKind::Unblock && new.result.is_none() {
        return Err(invalid("result", "the number of the recorded result of the verification is needed"));
    }
    if kind == ProposalKind::Repersonalise {
        let today = registry.today();
        let last = today.saturating_add(JOINED_DAYS_MAX.days());
        match new.until {
            Some(until) if until >= today && until <= last => {}
            _ => {
                let why = format!("a link is joined for a limited time: a day from {today} to {last}");
                return Err(invalid("until", why));
            }
        }
    }
    Ok(())
}

/// Answers a proposal: the second person agrees, or somebody turns it down.
pub(crate) async fn answer(
    registry: &Registry,
    actor: Actor,
    id: ProposalId,
    agree: bool,
) -> Result<Proposal, CommandError> {
    let _before_it_ends = registry.ends.read().await;
    let stored = registry.store.document(DocumentKind::Proposal, *id.as_bytes()).await?;
    let Some(Document::Proposal(proposal)) = stored else {
        return Err(CommandError::NotFound { what: "proposal" });
    };
    if proposal.settled.is_some() {
        return Err(wrong_state("the proposal is settled already"));
    }
    let life = registry.life_of(proposal.number)?;
    let about = About::Record(proposal.number, &proposal.reference);
    let step = step(&proposal, actor);
    let request = registry
        .keeping_request(actor, operation(proposal.kind), &life)
        .with_case_reference(&proposal.reference);
    // Turning down changes nothing about the record: the right to propose is enough.
    let request = if agree { request.with_step(step) } else { request };
    let grant = registry.allow(&request, about).await?;
    let settled = Settled { by: actor.officer, unit: actor.unit, at: registry.clock().now(), agreed: agree };
    let proposal = Proposal { settled: Some(settled), ..proposal.clone() };
    let state = agree.then(|| granted_state(&grant)).transpose()?;
    let document = Box::new(Document::Proposal(proposal.clone()));
    let mut transaction = about.of(Transaction::granted(grant))?.change(Change::Documented(document));
    if let Some(state) = state {
        let number = life.number;
        transaction = match proposal.kind {
            ProposalKind::Depersonalise => transaction.change(Change::LinkCut { number }),
            ProposalKind::Repersonalise => transaction.change(Change::LinkJoined { number }),
            ProposalKind::Unblock | ProposalKind::Retrieve => transaction,
        };
        let joined_until = match proposal.kind {
            ProposalKind::Depersonalise => None,
            ProposalKind::Repersonalise => proposal.until,
            ProposalKind::Unblock | ProposalKind::Retrieve => life.joined_until,
        };
        let ground = ground(step.kind(), &proposal.reference, &[proposal.by, actor.officer]);
        transaction = move_to(transaction, &life, state, joined_until, ground);
    }
    registry.submit(transaction).await?;
    Ok(proposal)
}

/// The step that the two take together.
fn step(proposal: &Proposal, second: Actor) -> Step<'static> {
    let holders = KeyHolders {
        first: KeyHolder { officer: proposal.by, unit: proposal.unit },
        second: KeyHolder { officer: second.officer, unit: second.unit },
    };
    match proposal.kind {
        ProposalKind::Unblock => Step::Unblock(Unblocking {
            officer: proposal.by,
            second: second.officer,
            violator: proposal.violator,
            result_recorded: proposal.result.is_some(),
        }),
        ProposalKind::Depersonalise => Step::Depersonalise(holders),
        ProposalKind::Repersonalise => Step::Repersonalise(holders),
        ProposalKind::Retrieve => Step::Retrieve(holders),
    }
}

/// Proposals that wait for a second person.
pub(crate) async fn open(registry: &Registry, actor: Actor) -> Result<Vec<Proposal>, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    let open = |document| match document {
        Document::Proposal(proposal) if proposal.settled.is_none() => Some(proposal),
        _ => None,
    };
    Ok(registry.gather(DocumentKind::Proposal, open).await?)
}
