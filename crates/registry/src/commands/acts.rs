//! Acts of destruction and of transfer to the archive: drawn up over what is due, signed by a commission of at least
//! three, approved by the head, who is another than author and members (Art. 15(2), 17(3), 23(4)).

use keyring::signing::Signed;
use law::{COMMISSION_MIN, Operation, SignedAct, Stage, TermTable};
use serde::Serialize;
use vocabulary::{ActId, Actor, CarrierId, OfficerId, RegistryNumber};

use super::signatures::{self, Signatures};
use super::{terms, wrong_state};
use crate::act::About;
use crate::error::{CommandError, StoreError};
use crate::model::{
    Act, ActKind, ActRecord, ActSignature, ActState, ActText, Document, DocumentKind, RecordLife,
};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, random};

/// Most records of one act: more at once need more acts (R8.2.4).
pub(crate) const RECORDS_MAX: usize = 500;
/// Most members of a commission.
const COMMISSION_MAX: usize = 15;

/// What the author enters.
#[derive(Debug, Clone)]
pub struct NewAct {
    /// What it orders.
    pub kind: ActKind,
    /// The records.
    pub records: Vec<RegistryNumber>,
    /// The members of the commission.
    pub commission: Vec<OfficerId>,
    /// How: method of destruction, 1–64 characters.
    pub method: String,
    /// The carrier of a transfer.
    pub carrier: Option<CarrierId>,
}

#[derive(Serialize)]
struct AboutAct<'a> {
    act: ActId,
    number: &'a str,
    records: usize,
}

/// Draws up an act over records that are due.
pub(crate) async fn draw_up(registry: &Registry, actor: Actor, new: NewAct) -> Result<Act, CommandError> {
    validate::reference("method", &new.method)?;
    let mut request = registry.keeping_in_general(actor, Operation::DrawUpAct);
    let lives = lives_of(registry, &new)?;
    request.basis = lives.first().map(|life| life.basis);
    let grant = registry.allow(&request, About::Nothing).await?;
    let drawn = check(registry, actor, &new, &lives).await;
    let act = match drawn {
        Ok(table) => act(registry, actor, new, &lives, &table)?,
        Err(error) => return registry.ended(grant, About::Nothing, error).await,
    };
    let transaction = about(Transaction::granted(grant), actor, &act)?;
    registry.submit(transaction.change(documented(&act))).await?;
    Ok(act)
}

fn lives_of(registry: &Registry, new: &NewAct) -> Result<Vec<std::sync::Arc<RecordLife>>, CommandError> {
    if new.records.is_empty() || new.records.len() > RECORDS_MAX {
        return Err(invalid("records", format!("1 to {RECORDS_MAX} records stand in one act")));
    }
    let mut numbers = new.records.clone();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() != new.records.len() {
        return Err(invalid("records", "a record is named twice"));
    }
    numbers.into_iter().map(|number| registry.life_of(number)).collect()
}

async fn check(
    registry: &Registry,
    actor: Actor,
    new: &NewAct,
    lives: &[std::sync::Arc<RecordLife>],
) -> Result<TermTable, CommandError> {
    let table = terms::settled(registry).await?;
    for life in lives {
        // The body whose act it is: of a body that keeps more than one store, the one that destroys (R17.1.1).
        if law::destroyed_by(life.basis) != Some(actor.body) {
            let why = format!("record {} is not of the store that {} ends", life.number, actor.body);
            return Err(invalid("records", why));
        }
        let due = match new.kind {
            ActKind::Destruction => matches!(life.state.stage(), Stage::Due | Stage::ArchivedDue),
            ActKind::Archive => life.state.stage() == Stage::DueForArchive,
        };
        if !due || life.state.is_blocked() {
            let (number, state) = (life.number, life.state);
            return Err(wrong_state(format!("record {number} is not due for this act: it is {state}")));
        }
    }
    commission(registry, actor, &new.commission).await?;
    match (new.kind, new.carrier) {
        (ActKind::Archive, None) => Err(invalid("carrier", "the carrier of the transfer is needed")),
        (ActKind::Destruction, Some(_)) => Err(invalid("carrier", "a destruction names no carrier")),
        (ActKind::Archive, Some(carrier)) => super::carriers::usable(registry, carrier).await.map(|_| table),
        (ActKind::Destruction, None) => Ok(table),
    }
}

async fn commission(registry: &Registry, actor: Actor, members: &[OfficerId]) -> Result<(), CommandError> {
    let mut distinct = members.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < COMMISSION_MIN || distinct.len() != members.len() || members.len() > COMMISSION_MAX {
        let why = format!("{COMMISSION_MIN} to {COMMISSION_MAX} different members are needed");
        return Err(invalid("commission", why));
    }
    for member in members {
        let officer = registry.store.officer(*member).await?.filter(|officer| officer.active);
        match officer {
            Some(officer) if officer.body == actor.body => {}
            Some(_) => return Err(invalid("commission", "a member serves another body")),
            None => return Err(invalid("commission", "a member has no open account")),
        }
    }
    Ok(())
}

fn act(
    registry: &Registry,
    actor: Actor,
    new: NewAct,
    lives: &[std::sync::Arc<RecordLife>],
    table: &TermTable,
) -> Result<Act, CommandError> {
    let today = registry.today();
    let records = lives.iter().map(|life| {
        let term = life.standing(today, table).term;
        ActRecord {
            number: life.number,
            basis: life.basis,
            registered_on: life.registered_on,
            in_database_until: term.in_database_until,
            archive_until: term.archive_until,
            destroy_from: term.destroy_from,
            requirement: term.requirement.to_string(),
        }
    });
    let letter = match new.kind {
        ActKind::Destruction => 'D',
        ActKind::Archive => 'A',
    };
    let serial = u32::from_be_bytes(random::bytes()?) % 100_000_000;
    let text = ActText {
        id: ActId::from_random_bytes(random::bytes()?),
        number: format!("{letter}-{}-{serial:08}", today.year()),
        kind: new.kind,
        body: actor.body,
        author: actor.officer,
        drawn_up_on: today,
        records: records.collect(),
        method: new.method,
        carrier: new.carrier,
        commission: new.commission,
    };
    Ok(Act {
        text,
        state: ActState::DrawnUp,
        members: Vec::new(),
        approval: None,
        receipts: Vec::new(),
        containers: Vec::new(),
        executed_at: None,
        version: 1,
    })
}

pub(super) fn documented(act: &Act) -> Change {
    Change::Documented(Box::new(Document::Act(act.clone())))
}

pub(super) fn about(transaction: Transaction, actor: Actor, act: &Act) -> Result<Transaction, StoreError> {
    let payload = AboutAct { act: act.text.id, number: &act.text.number, records: act.text.records.len() };
    transaction.about("act", Keeper::Links, Owner::Officer(actor.officer), &payload)
}

pub(super) async fn stored(registry: &Registry, id: ActId) -> Result<Act, CommandError> {
    match registry.store.document(DocumentKind::Act, *id.as_bytes()).await? {
        Some(Document::Act(act)) => Ok(act),
        _ => Err(CommandError::NotFound { what: "act" }),
    }
}

pub(super) fn request(
    registry: &Registry,
    actor: Actor,
    operation: Operation,
    act: &Act,
) -> law::Request<'static> {
    let mut request = registry.keeping_in_general(actor, operation);
    request.basis = act.text.records.first().map(|record| record.basis);
    request
}

/// Signs with the officer's key that lies with this machine.
pub(crate) async fn sign_here(
    registry: &Registry,
    actor: Actor,
    id: ActId,
    approve: bool,
    secret: &str,
) -> Result<Act, CommandError> {
    let act = stored(registry, id).await?;
    let content = content(&act)?;
    let signed = signatures::sign_here(registry, actor.officer, secret, purpose(&act, approve), &content)?;
    sign(registry, actor, id, approve, signed).await
}

/// Takes a signature: of a member, or the head's approval.
pub(crate) async fn sign(
    registry: &Registry,
    actor: Actor,
    id: ActId,
    approve: bool,
    signed: Signed,
) -> Result<Act, CommandError> {
    let mut act = stored(registry, id).await?;
    let operation = if approve { Operation::ApproveAct } else { Operation::SignAct };
    let members = signed_by(&act);
    let asked = request(registry, actor, operation, &act).on_act(signed_act(&act, &members));
    let grant = registry.allow(&asked, About::Nothing).await?;
    let checked = match may_sign(&act, actor, approve) {
        Ok(()) => {
            let signatures = Signatures::of(registry).await?;
            signatures.check(purpose(&act, approve), &content(&act)?, actor.officer, &signed)
        }
        Err(error) => Err(error),
    };
    if let Err(error) = checked {
        return registry.ended(grant, About::Nothing, error).await;
    }
    let signature = ActSignature { officer: actor.officer, signed };
    if approve {
        act.approval = Some(signature);
        act.state = ActState::Approved;
    } else {
        act.members.push(signature);
        if act.members.len() == act.text.commission.len() {
            act.state = ActState::Signed;
        }
    }
    act.version += 1;
    let transaction = about(Transaction::granted(grant), actor, &act)?;
    registry.submit(transaction.change(documented(&act))).await?;
    Ok(act)
}

fn may_sign(act: &Act, actor: Actor, approve: bool) -> Result<(), CommandError> {
    let officer = actor.officer;
    if actor.body != act.text.body {
        return Err(wrong_state("the act is of another body"));
    }
    match (act.state, approve) {
        (ActState::DrawnUp, false) if !act.text.commission.contains(&officer) => {
            Err(wrong_state("only the members named in the act sign it"))
        }
        (ActState::DrawnUp, false) if act.members.iter().any(|given| given.officer == officer) => {
            Err(wrong_state("you have signed this act already"))
        }
        (ActState::DrawnUp, false) => Ok(()),
        (ActState::DrawnUp, true) => {
            Err(wrong_state("the commission has not signed yet: the head approves last"))
        }
        (ActState::Signed, true) if officer == act.text.author || act.text.commission.contains(&officer) => {
            Err(wrong_state("nobody approves their own act: the head is neither author nor member (R17.3.1)"))
        }
        (ActState::Signed, true) => Ok(()),
        (ActState::Signed, false) => Err(wrong_state("every member has signed already")),
        (ActState::Approved | ActState::Executing | ActState::Executed, _) => {
            Err(wrong_state("the act is approved already: nothing is added to it"))
        }
        (ActState::Withdrawn, _) => Err(wrong_state("the act was withdrawn")),
    }
}

/// Who of the commission has signed.
pub(super) fn signed_by(act: &Act) -> Vec<OfficerId> {
    act.members.iter().map(|given| given.officer).collect()
}

/// The act as the law looks at it.
pub(super) fn signed_act<'a>(act: &Act, members: &'a [OfficerId]) -> SignedAct<'a> {
    SignedAct {
        author: act.text.author,
        commission: members,
        head: act.approval.as_ref().map(|given| given.officer),
    }
}

pub(super) fn content(act: &Act) -> Result<Vec<u8>, StoreError> {
    act.text.canonical().map_err(|e| StoreError::Damaged { what: "the act".to_owned(), why: e.to_string() })
}

/// What a signature under an act is for.
fn purpose(act: &Act, approve: bool) -> keyring::signing::SigningPurpose {
    if approve { act.text.kind.approval() } else { act.text.kind.member() }
}

/// All signatures once more, before the act is executed.
pub(super) async fn all_verified(registry: &Registry, act: &Act) -> Result<(), CommandError> {
    let (signatures, content) = (Signatures::of(registry).await?, content(act)?);
    for given in &act.members {
        signatures.check(purpose(act, false), &content, given.officer, &given.signed)?;
    }
    match &act.approval {
        Some(given) => signatures.check(purpose(act, true), &content, given.officer, &given.signed),
        None => Ok(()),
    }
}

/// Withdraws an act that was not executed.
pub(crate) async fn withdraw(registry: &Registry, actor: Actor, id: ActId) -> Result<Act, CommandError> {
    let mut act = stored(registry, id).await?;
    let request = request(registry, actor, Operation::WithdrawAct, &act);
    let grant = registry.allow(&request, About::Nothing).await?;
    match act.state {
        ActState::DrawnUp | ActState::Signed | ActState::Approved if act.text.body == actor.body => {}
        ActState::DrawnUp | ActState::Signed | ActState::Approved => {
            return Err(wrong_state("the act is of another body"));
        }
        ActState::Executing | ActState::Executed => {
            return Err(wrong_state("the act is executed: it cannot be withdrawn"));
        }
        ActState::Withdrawn => return Err(wrong_state("the act was withdrawn already")),
    }
    act.state = ActState::Withdrawn;
    act.version += 1;
    let transaction = about(Transaction::granted(grant), actor, &act)?;
    registry.submit(transaction.change(documented(&act))).await?;
    Ok(act)
}

/// One act.
pub(crate) async fn view(registry: &Registry, actor: Actor, id: ActId) -> Result<Act, CommandError> {
    let act = stored(registry, id).await?;
    registry.note(&request(registry, actor, Operation::ViewAct, &act), About::Nothing).await?;
    Ok(act)
}

/// Every act, newest first.
pub(crate) async fn list(registry: &Registry, actor: Actor) -> Result<Vec<Act>, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewAct), About::Nothing).await?;
    let act = |document| match document {
        Document::Act(act) => Some(act),
        _ => None,
    };
    let mut acts = registry.gather(DocumentKind::Act, act).await?;
    acts.sort_by(|a, b| {
        b.text.drawn_up_on.cmp(&a.text.drawn_up_on).then_with(|| a.text.number.cmp(&b.text.number))
    });
    Ok(acts)
}
