//! The person refuses a duty: the refusal is recorded with its protocol and ends the case (Art. 7(2), R7.2.2). What
//! follows from it is another law's; nothing is computed here (C-03).

use law::Operation;
use vocabulary::{Actor, CaseId, RegistrationType};

use super::close::ended;
use super::wrong_state;
use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{CaseEnding, CaseRecord, CaseState, NewRefusal, ProtocolSigned, RefusalProtocol};
use crate::validate::{self, invalid};

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
    new: NewRefusal,
) -> Result<CaseRecord, CommandError> {
    check(&new)?;
    let case = registry.case_record(id).await?;
    let request = registry.case_request(actor, Operation::Decline, &case);
    let grant = registry.allow(&request, About::Case(id)).await?;
    if !case.is_open() {
        return Err(wrong_state("the case is closed: nothing is left to refuse"));
    }
    if case.decision.registration_type != Some(RegistrationType::Mandatory) {
        return Err(wrong_state(
            "this is no duty: a voluntary registration is declined, and nothing of it is kept",
        ));
    }
    let protocol = RefusalProtocol {
        reference: new.reference,
        language: new.language,
        signed: new.signed,
        at: registry.clock().now(),
        by: actor.officer,
    };
    ended(registry, grant, case, CaseState::Refused, CaseEnding::Refused(protocol), true).await
}

fn check(new: &NewRefusal) -> Result<(), CommandError> {
    validate::reference("reference", &new.reference)?;
    validate::language("language", &new.language)?;
    let ProtocolSigned::ByWitnesses(first, second) = &new.signed else { return Ok(()) };
    validate::name("first_witness", first, 1)?;
    validate::name("second_witness", second, 1)?;
    if first.to_lowercase() == second.to_lowercase() {
        return Err(invalid("second_witness", "two witnesses are two people: name another one"));
    }
    Ok(())
}
