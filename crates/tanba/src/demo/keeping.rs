//! What the demonstration does with records after their registration: one is blocked and set free by two, the consent
//! of another is withdrawn, granted, and its record destroyed by an act that everybody signed.

use law::EventKind;
use registry::{ActKind, ActState, Certificate, NewAct, NewProposal, ProposalKind, Registry, ViewReason};
use vocabulary::{Basis, Purpose, RegistryNumber};

use super::officers::{PASSWORD, Staff};
use crate::failure::Failure;

/// What was done.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Records blocked and set free again.
    pub(crate) blocked: u32,
    /// Records destroyed by an approved act.
    pub(crate) destroyed: u32,
    /// Rows and keys removed with them.
    pub(crate) removed: u64,
    /// What the search after it still found: 0.
    pub(crate) left: u64,
}

/// Blocks one record and destroys another: of the first two with consent, for only a consent can be withdrawn.
pub(crate) async fn keep(
    registry: &Registry,
    staff: &Staff,
    certificates: impl Iterator<Item = &Certificate>,
) -> Result<Kept, Failure> {
    let mut numbers = Vec::new();
    for certificate in certificates.filter(|certificate| certificate.basis == Basis::B1).take(2) {
        let reason = ViewReason::new(Purpose::Supervision, "DEMO-SUPERVISION");
        let claim = certificate.number.as_str();
        numbers.push(registry.find_record(staff.prosecutor, claim, reason).await?);
    }
    match numbers[..] {
        [blocked, ended] => block_and_destroy(registry, staff, blocked, ended).await,
        _ => Ok(Kept::default()),
    }
}

async fn block_and_destroy(
    registry: &Registry,
    staff: &Staff,
    blocked: RegistryNumber,
    ended: RegistryNumber,
) -> Result<Kept, Failure> {
    let today = vocabulary::legal_date_kz(registry.clock().now());
    let mut kept = Kept::default();
    let review_by = today.saturating_add(jiff::ToSpan::days(30));
    registry.block(staff.protector, blocked, "DEMO-FINDING-1", review_by).await?;
    let new = NewProposal {
        reference: "DEMO-ORDER-1".to_owned(),
        result: Some("DEMO-REPORT-1".to_owned()),
        ..NewProposal::default()
    };
    let asked = registry.propose(staff.protector, blocked, ProposalKind::Unblock, new).await?;
    registry.answer_proposal(staff.supervisor, asked.id, true).await?;
    kept.blocked += 1;

    registry.withhold(staff.supervisor, ended, "DEMO-WITHDRAWAL-1").await?;
    let granted = EventKind::ConsentWithdrawalGranted;
    registry.note_event(staff.archivist, ended, granted, today, "DEMO-DECISION-1").await?;
    registry.sweep().await?;
    let new = NewAct {
        kind: ActKind::Destruction,
        records: vec![ended],
        commission: staff.members.iter().map(|member| member.officer).collect(),
        method: "erasure of keys and rows".to_owned(),
        carrier: None,
    };
    let act = registry.draw_up_act(staff.archivist, new).await?;
    for member in staff.members {
        registry.sign_act_here(member, act.text.id, false, PASSWORD).await?;
    }
    registry.sign_act_here(staff.head, act.text.id, true, PASSWORD).await?;
    let done = registry.execute_act(staff.archivist, act.text.id).await?;
    if done.state == ActState::Executed {
        kept.destroyed += 1;
    }
    kept.removed = done.receipts.iter().map(|receipt| receipt.removed).sum();
    kept.left = done.receipts.iter().map(|receipt| receipt.left).sum();
    Ok(kept)
}
