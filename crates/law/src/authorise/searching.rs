//! A search held against the table of law.md 6.3, and a gated one against its gate (C-24 to C-26, R16.3.1).

use vocabulary::{Basis, Body, Purpose};

use super::check::Denial;
use super::refusals as why;
use super::{Operation, Request};
use crate::lifecycle::KeyHolder;
use crate::reason::Reason;
use crate::requirement::Article;
use crate::search::{Access, QueryKind, Search, SearchPass, SearchRule, Unfit, may_search, open_until};

/// Whether the query is what the operation does for the purpose (R5-1.1).
fn is_for(query: QueryKind, operation: Operation, purpose: Purpose) -> bool {
    use QueryKind::*;
    match (operation, purpose) {
        (Operation::Verify, _) => query == Verification,
        // The check is made once more at the moment of registration.
        (Operation::CheckDuplicates | Operation::Register, _) => query == DuplicateCheck,
        (Operation::Identify | Operation::AskSearch | Operation::ApproveSearch, Purpose::Identify) => {
            matches!(
                query,
                UnknownLiving | UnidentifiedCorpseFingers | G1 | G2 | G3 | G4 | NamedPair | ForeignRequest
            )
        }
        (Operation::Identify, Purpose::ForeignerControl) => query == ForeignerControl,
        (Operation::Identify | Operation::AskSearch | Operation::ApproveSearch, Purpose::Safety) => {
            query == CrimeSceneMark
        }
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
    let about_approval = matches!(request.operation, Operation::AskSearch | Operation::ApproveSearch);
    match gated {
        Some(rule) => gate(request, &search, rule)?,
        None if about_approval => return Err(why::SEARCH_NEEDS_NO_APPROVAL.into()),
        None => {}
    }
    Ok(articles)
}

/// What the grant of the call lets be searched: nothing when the call is only about a search.
pub(super) fn pass(request: &Request<'_>) -> Option<SearchPass> {
    match request.operation {
        Operation::AskSearch | Operation::ApproveSearch => None,
        _ => request
            .search
            .map(|search| SearchPass { query: search.query, galleries: search.galleries.to_vec() }),
    }
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

/// Switched on, grounded in a document and an article of its own, and agreed to in time, for this very search, by
/// another person of another unit.
fn gate(request: &Request<'_>, search: &Search<'_>, rule: SearchRule) -> Result<(), Denial> {
    let blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    if !search.switched_on {
        return Err(by(why::SEARCH_OFF, rule));
    }
    if blank(search.ground_document) {
        return Err(by(why::SEARCH_GROUND, rule));
    }
    if blank(search.ground_article) {
        return Err(by(why::SEARCH_ARTICLE, rule));
    }
    let actor = KeyHolder { officer: request.actor.officer, unit: request.actor.unit };
    match request.operation {
        Operation::AskSearch => Ok(()),
        Operation::ApproveSearch => {
            let asked_by = search.asked_by.ok_or_else(|| by(why::SEARCH_MISSING, rule))?;
            two_units(asked_by, actor, rule)?;
            in_time(request, search, rule)
        }
        _ => {
            let approver = search.approved_by.ok_or_else(|| by(why::SEARCH_APPROVER, rule))?;
            if search.asked_by.is_some_and(|asked| asked.officer != actor.officer) {
                return Err(by(why::SEARCH_OTHER_OFFICER, rule));
            }
            two_units(approver, actor, rule)?;
            in_time(request, search, rule)?;
            match search.unfit {
                None => Ok(()),
                Some(Unfit::Used) => Err(by(why::SEARCH_USED, rule)),
                Some(Unfit::OtherFingers) => Err(by(why::SEARCH_OTHER_FINGERS, rule)),
                Some(Unfit::OtherSearch) => Err(by(why::SEARCH_OTHER, rule)),
            }
        }
    }
}

fn two_units(other: KeyHolder, actor: KeyHolder, rule: SearchRule) -> Result<(), Denial> {
    match other {
        _ if other.officer == actor.officer => Err(by(why::SEARCH_OWN_APPROVAL, rule)),
        _ if other.unit == actor.unit => Err(by(why::SEARCH_SAME_UNIT, rule)),
        _ => Ok(()),
    }
}

fn in_time(request: &Request<'_>, search: &Search<'_>, rule: SearchRule) -> Result<(), Denial> {
    match search.asked_on {
        Some(day) if day <= request.on && request.on <= open_until(day) => Ok(()),
        _ => Err(by(why::SEARCH_EXPIRED, rule)),
    }
}
