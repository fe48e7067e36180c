//! Officers' accounts and sign-ins.

use law::{Operation, Request};
use serde::Serialize;
use vocabulary::{Actor, OfficerId, Purpose, Role};

use super::{matters, wrong_state};
use crate::act::About;
use crate::error::CommandError;
use crate::model::{Colleague, NewOfficer, Officer};
use crate::registry::SignInOutcome;
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::invalid;
use crate::{Registry, random, validate};

/// Most accounts of one register.
const OFFICERS_MAX: usize = 10_000;

#[derive(Serialize)]
struct Account<'a> {
    officer: OfficerId,
    login: &'a str,
}

pub(crate) async fn found(registry: &Registry, administrator: NewOfficer) -> Result<Officer, CommandError> {
    if administrator.role != Role::Administrator {
        return Err(invalid("role", "the first officer is an administrator, who adds the others"));
    }
    let _gate = registry.founding.lock().await;
    if !registry.store.officers().await?.is_empty() {
        return Err(wrong_state("the register has officers already: its administrator adds more"));
    }
    let id = OfficerId::from_random_bytes(random::bytes()?);
    let actor =
        Actor { officer: id, body: administrator.body, role: administrator.role, unit: administrator.unit };
    add_as(registry, actor, id, administrator).await
}

pub(crate) async fn add(
    registry: &Registry,
    actor: Actor,
    officer: NewOfficer,
) -> Result<Officer, CommandError> {
    add_as(registry, actor, OfficerId::from_random_bytes(random::bytes()?), officer).await
}

async fn add_as(
    registry: &Registry,
    actor: Actor,
    id: OfficerId,
    new: NewOfficer,
) -> Result<Officer, CommandError> {
    validate::officer(&new)?;
    role_fits_body(registry, &new)?;
    let grant = registry.allow(&manage(registry, actor), About::Nothing).await?;
    if registry.store.officers().await?.len() >= OFFICERS_MAX {
        return Err(wrong_state(format!("the register holds {OFFICERS_MAX} accounts, the most it accepts")));
    }
    let officer = Officer {
        id,
        login: new.login.clone(),
        display_name: new.display_name.clone(),
        body: new.body,
        role: new.role,
        unit: new.unit,
        active: true,
    };
    let account = Account { officer: id, login: &new.login };
    let transaction =
        Transaction::granted(grant).about("officer", Keeper::Identity, Owner::Officer(id), &account)?;
    registry.submit(transaction.change(Change::OfficerAdded { id, officer: new })).await?;
    Ok(officer)
}

/// A role that the law would refuse everything to is a mistake of the form. The law is only asked here:
/// nothing is done in the new officer's name.
fn role_fits_body(registry: &Registry, new: &NewOfficer) -> Result<(), CommandError> {
    let officer = OfficerId::from_random_bytes([0; 16]);
    let actor = Actor { officer, body: new.body, role: new.role, unit: new.unit };
    let request = Request::new(actor, Operation::SignIn, Purpose::Administration, registry.today());
    match law::authorise(&Request { identity_proven: true, ..request }) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(invalid("role", refusal.message)),
    }
}

pub(crate) async fn close(registry: &Registry, actor: Actor, id: OfficerId) -> Result<(), CommandError> {
    let grant = registry.allow(&manage(registry, actor), About::Nothing).await?;
    let officer = registry.store.officer(id).await?.ok_or(CommandError::NotFound { what: "officer" })?;
    if !officer.active {
        return Err(wrong_state("this account is closed already"));
    }
    if id == actor.officer {
        return Err(wrong_state("nobody closes their own account: another administrator does"));
    }
    let account = Account { officer: id, login: &officer.login };
    let transaction =
        Transaction::granted(grant).about("officer", Keeper::Identity, Owner::Officer(id), &account)?;
    registry.submit(transaction.change(Change::OfficerClosed { id })).await?;
    Ok(())
}

pub(crate) async fn list(registry: &Registry, actor: Actor) -> Result<Vec<Officer>, CommandError> {
    registry.note(&manage(registry, actor), About::Nothing).await?;
    Ok(registry.store.officers().await?)
}

/// Open accounts of the actor's own body, for who draws up an act and for who reads one.
pub(crate) async fn of_body(registry: &Registry, actor: Actor) -> Result<Vec<Colleague>, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewAct), About::Nothing).await?;
    let officers = registry.store.officers().await?.into_iter();
    let colleagues = officers.filter(|officer| officer.active && officer.body == actor.body);
    Ok(colleagues
        .map(|o| Colleague { id: o.id, display_name: o.display_name, role: o.role, unit: o.unit })
        .collect())
}

pub(crate) async fn note_sign_in(
    registry: &Registry,
    actor: Actor,
    outcome: SignInOutcome,
) -> Result<u64, CommandError> {
    let subject = match outcome {
        SignInOutcome::Done => "sign-in-done",
        SignInOutcome::WrongPassword => "sign-in-wrong-password",
        SignInOutcome::Locked => "sign-in-locked",
        SignInOutcome::SignedOut => "signed-out",
    };
    let request = Request::new(actor, Operation::SignIn, Purpose::Administration, registry.today());
    let proven = matches!(outcome, SignInOutcome::Done | SignInOutcome::SignedOut);
    let request = Request {
        undertaking_over: outcome == SignInOutcome::Done
            && matters::undertaking_is_over(registry, actor).await?,
        ..request
    };
    // Whether the attempt is granted or refused is the law's affair; either way it is one entry.
    let answer = law::authorise(&Request { identity_proven: proven, ..request });
    let refused = answer.as_ref().err().cloned().filter(|_| proven);
    let transaction = match answer {
        Ok(grant) => Transaction::granted(grant),
        Err(refusal) => Transaction::refused(refusal),
    };
    let owner = Owner::Officer(actor.officer);
    let transaction = transaction.about(subject, Keeper::Identity, owner, &actor.officer)?;
    let sequence = registry.submit(transaction).await?.sequence;
    // The password was right, and the Law still says no: an undertaking that is over (R8.4.1).
    match refused {
        None => Ok(sequence),
        Some(refusal) => Err(CommandError::Refused { refusal: Box::new(refusal), ledger_sequence: sequence }),
    }
}

fn manage(registry: &Registry, actor: Actor) -> Request<'static> {
    Request::new(actor, Operation::ManageOfficers, Purpose::Administration, registry.today())
}
