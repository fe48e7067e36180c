//! Evidence the case waits for: consent, presence, applications, decisions.

use law::{Evidence, Operation};
use serde::Serialize;
use vocabulary::{Actor, CaseId};

use crate::act::About;
use crate::error::CommandError;
use crate::model::{CaseRecord, EvidenceItem};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::{self, EVIDENCE_MAX, invalid};
use crate::{Registry, facts};

#[derive(Serialize)]
struct Given<'a> {
    case: CaseId,
    item: &'a EvidenceItem,
    facts: &'a law::Case,
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    id: CaseId,
    evidence: Evidence,
    language: &str,
    document: &str,
) -> Result<CaseRecord, CommandError> {
    validate::evidence(language, document)?;
    let today = registry.today();
    let mut case = facts::refreshed(registry, registry.case_record(id).await?, today)?;
    let request = registry.case_request(actor, Operation::GiveEvidence, &case);
    let grant = registry.allow(&request, About::Case(id)).await?;
    super::must_be_open(&case)?;
    if !case.decision.missing_evidence.contains(&evidence) || case.evidence.len() >= EVIDENCE_MAX {
        let waits = case.decision.missing_evidence.iter().map(ToString::to_string).collect::<Vec<_>>();
        let waits = if waits.is_empty() { "nothing".to_owned() } else { waits.join(", ") };
        return Err(invalid(
            "evidence",
            format!("the case does not wait for {evidence}; it waits for: {waits}"),
        ));
    }
    let item = EvidenceItem {
        evidence,
        language: language.to_owned(),
        document: document.to_owned(),
        given_at: registry.clock().now(),
        taken_by: actor.officer,
    };
    case.evidence.push(item.clone());
    case = facts::refreshed(registry, case, today)?;
    case.version += 1;
    let given = Given { case: id, item: &item, facts: &case.facts };
    let transaction =
        Transaction::granted(grant).about("evidence", Keeper::Identity, Owner::Case(id), &given)?;
    registry.submit(transaction.change(Change::CaseUpdated(Box::new(case.clone())))).await?;
    Ok(case)
}
