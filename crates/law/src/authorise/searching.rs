//! A search held against the table of law.md 6.3, and a gated one against its gate (C-24 to C-26, R16.3.1).

use vocabulary::{Basis, Body, Purpose};

use super::check::Denial;
use super::refusals as why;
use super::{Operation, Request};
use crate::lifecycle::KeyHolder;
use crate::reason::Reason;
use crate::requirement::Article;
use crate::search::{Access, QueryKind, Search, SearchRule, may_search};

/// Whether the query is what the operation does for the purpose (R5-1.1).
fn is_for(query: QueryKind, operation: Operation, purpose: Purpose) -> bool {
    use QueryKind::*;
    match (operation, purpose) {
        (Operation::Verify, _) => query == Verification,
        (Operation::CheckDuplicates, _) => query == DuplicateCheck,
        (Operation::Identify | Operation::ApproveSearch, Purpose::Identify) => matches!(
            query,
            UnknownLiving | UnidentifiedCorpseFingers | G1 | G2 | G3 | G4 | NamedPair | ForeignRequest
        ),
        (Operation::Identify, Purpose::ForeignerControl) => query == ForeignerControl,
        (Operation::Identify | Operation::ApproveSearch, Purpose::Safety) => query == CrimeSceneMark,
        _ => false,
    }
}

/// The search of the call, held against the table; the articles that allow it. A call that states none is held
/// against its rule only.
pub(super) fn search_allowed(request: &Request<'_>) -> Result<Vec<Article>, Denial> {
    let Some(search) = request.search else {
        return Ok(Vec::new());
    };
    if !is_for(search.query, request.operation, request.purpose) {
        return Err(why::SEARCH_OTHER_PURPOSE.into());
    }
    if search.galleries.is_empty() {
        return Err(why::SEARCH_NO_GALLERY.into());
    }
    let mut articles = Vec::new();
    let mut gated = None;
    for &gallery in search.galleries {
        kept_apart(request, search.query, gallery)?;
        let rule = may_search(search.query, gallery);
        match rule.access {
            Access::Allowed => {}
            Access::Gated => gated = gated.or(Some(rule)),
            Access::Refused => return Err(never(search.query, gallery, rule)),
        }
        if !articles.contains(&rule.article) {
            articles.push(rule.article);
        }
    }
    let approving = request.operation == Operation::ApproveSearch;
    match gated {
        Some(rule) => gate(request, &search, rule, approving)?,
        None if approving => return Err(why::SEARCH_NEEDS_NO_APPROVAL.into()),
        None => {}
    }
    Ok(articles)
}

/// Seafarers are verified and checked by the body for transport in its own store, all others outside it (R14.2.1).
fn kept_apart(request: &Request<'_>, query: QueryKind, gallery: Basis) -> Result<(), Denial> {
    let own = matches!(query, QueryKind::Verification | QueryKind::DuplicateCheck);
    let apart = (gallery == Basis::B2) != (request.actor.body == Body::Trb);
    if own && apart { Err(why::SEPARATE_STORE.into()) } else { Ok(()) }
}

fn never(query: QueryKind, gallery: Basis, rule: SearchRule) -> Denial {
    let message = format!(
        "A search by {query} never reaches the gallery of {gallery}: leave this gallery out of the search."
    );
    Denial { message: message.into(), ..by(why::SEARCH_REFUSED, rule) }
}

/// The reason, by the requirement and article of the cell.
fn by(reason: Reason, rule: SearchRule) -> Denial {
    Denial { requirement: rule.requirement, articles: vec![rule.article], ..reason.into() }
}

/// Switched on, grounded in a document of its own, and agreed to by another person of another unit.
fn gate(request: &Request<'_>, search: &Search<'_>, rule: SearchRule, approving: bool) -> Result<(), Denial> {
    let actor = KeyHolder { officer: request.actor.officer, unit: request.actor.unit };
    if !search.switched_on {
        return Err(by(why::SEARCH_OFF, rule));
    }
    if search.ground_document.is_none_or(|text| text.trim().is_empty()) {
        return Err(by(why::SEARCH_GROUND, rule));
    }
    let other = if approving { search.asked_by } else { search.approved_by };
    match other {
        None if approving => Err(by(why::SEARCH_MISSING, rule)),
        None => Err(by(why::SEARCH_APPROVER, rule)),
        Some(other) if other.officer == actor.officer => Err(by(why::SEARCH_OWN_APPROVAL, rule)),
        Some(other) if other.unit == actor.unit => Err(by(why::SEARCH_SAME_UNIT, rule)),
        Some(_) => Ok(()),
    }
}
