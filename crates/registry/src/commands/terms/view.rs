//! Looking at the rules of retention and at the reports on their changes: registry numbers, no names.

use law::Operation;
use vocabulary::{Actor, ReportId};

use super::report::{all, page_of};
use super::{Rules, noted};
use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{Document, DocumentKind, TermPage, TermReport, TermsStatus, TermsWait};

pub(super) async fn stored(registry: &Registry, id: ReportId) -> Result<TermReport, CommandError> {
    match registry.store.document(DocumentKind::TermReport, *id.as_bytes()).await? {
        Some(Document::TermReport(report)) => Ok(report),
        _ => Err(CommandError::NotFound { what: "report" }),
    }
}

/// The rules that count, those of the program, what waits.
pub(crate) async fn status(registry: &Registry, actor: Actor) -> Result<TermsStatus, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    let program = registry.terms.rules_on(registry.today())?;
    Ok(TermsStatus {
        in_force: noted(registry).await?,
        program_fingerprint: registry.terms.fingerprint(&program.table),
        program,
        waits: match Rules::of(registry).await? {
            Rules::First(_) | Rules::Settled(_) => None,
            Rules::Changed(_) => Some(TermsWait::Changed),
            Rules::Rewritten(_) => Some(TermsWait::Rewritten),
        },
        reports: all(registry).await?,
    })
}

/// One report.
pub(crate) async fn report(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
) -> Result<TermReport, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    stored(registry, id).await
}

/// One page of the differences of a report, from 0.
pub(crate) async fn page(
    registry: &Registry,
    actor: Actor,
    id: ReportId,
    page: u32,
) -> Result<TermPage, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    page_of(registry, id, page).await
}
