//! Who may do what: deny by default (R4.1.1).

mod grant;
mod operation;
mod request;

use vocabulary::Verb;

use crate::requirement::{art, r};
use crate::versions::{Parameters, version_on};

pub use grant::{Grant, Refusal};
pub use operation::Operation;
pub use request::Request;

/// Authorises one call.
///
/// # Errors
/// [`Refusal`], with requirement, article and what to do.
pub fn authorise(request: &Request<'_>) -> Result<Grant, Refusal> {
    Err(Refusal {
        actor: request.actor,
        operation: request.operation,
        purpose: request.purpose,
        verb: Verb::Use,
        basis: request.basis,
        code: "no-rule",
        requirement: r("R4.1.1"),
        articles: vec![art("4(2)")],
        message: "no rule allows this".into(),
        rule_version: version_on(request.on, &Parameters::DEFAULT),
    })
}
