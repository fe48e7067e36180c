//! Matters: their own tables say who takes which step ([`crate::matters`]).

use std::borrow::Cow;

use vocabulary::{Body, Purpose, Role};

use super::check::{Denial, body_fits};
use super::rule::Bodies;
use super::{Allowed, Operation, Request, refusals as why, role_fits_body, territory};
use crate::competence::may_collect;
use crate::matters::{MatterDenied, MatterKind, may_read, take_step};
use crate::requirement::{art, r};

impl From<MatterDenied> for Denial {
    fn from(denied: MatterDenied) -> Self {
        let message = denied.message.map_or(Cow::Borrowed(denied.reason.says), Cow::Owned);
        Self {
            requirement: denied.requirement,
            articles: denied.articles.to_vec(),
            message,
            ..Self::from(*denied.reason)
        }
    }
}

/// A report of a violation and an answer about one's own look: whoever has something to say of it, whose record it may be.
fn may_touch_any(kind: MatterKind, step: &str) -> bool {
    matches!((kind, step), (MatterKind::Violation, "report") | (MatterKind::CallBack, _))
}

/// Whether the step may be taken, or the matters of the kind seen.
pub(super) fn allowed(request: &Request<'_>) -> Result<Allowed, Denial> {
    let actor = request.actor;
    if !role_fits_body(actor.role, actor.body) {
        return Err(why::BODY_ROLE.into());
    }
    let Some(matter) = request.matter else { return Err(why::MATTER_MISSING.into()) };
    if actor.role == Role::System {
        return Err(why::ROLE.into());
    }
    let purpose = if actor.role == Role::Prosecutor { Purpose::Supervision } else { matter.kind.purpose() };
    if request.purpose != purpose {
        return Err(why::PURPOSE.into());
    }
    if let Some(record) = matter.record
        && actor.body != Body::Pro
        && !(actor.body == Body::Mfa && may_collect(record.basis, Body::Mfa) && request.own_case)
        && !may_touch_any(matter.kind, matter.step)
    {
        body_fits(Bodies::Keepers, &request.on_basis(record.basis))?;
    }
    territory::within(request)?;
    if request.operation == Operation::ViewMatters {
        if !may_read(matter.kind, actor) {
            return Err(why::MATTERS_NOT_YOURS.into());
        }
        let (requirement, articles) = (r("R4.5.1"), vec![art("4(5)"), art("8(4)")]);
        return Ok(Allowed { requirement, articles, next: None, matter: None });
    }
    let step = take_step(matter, actor, request.on)?;
    Ok(Allowed {
        requirement: step.requirement,
        articles: step.articles.to_vec(),
        next: None,
        matter: Some(step.to),
    })
}
