//! Who may do what: deny by default (R4.1.1). Every call of the registry passes here; a refusal names
//! requirement, article and what to do, and is itself recorded.

mod check;
mod grant;
mod keeping;
mod lane;
mod life;
mod matter;
mod nobody;
mod operation;
mod refusals;
mod request;
mod rule;
mod searching;
mod territory;

use vocabulary::{Body, RegistrationType, Role, Verb};

use crate::decision::Decision;
use crate::lifecycle::RecordState;
use crate::requirement::{Article, Requirement, art, r};
use crate::versions::{Parameters, version_on};
use check::{Denial, body_fits, need_met, of_chapter_3};
use nobody::{wrong_purpose, wrong_role};
use rule::{Ground, Rule, rules};

pub use grant::{Grant, Refusal};
pub use operation::Operation;
pub use request::{Request, SignedTerms};

/// Authorises one call.
///
/// # Errors
/// [`Refusal`]: by role, by purpose, by body, by territory, then by the facts, by the search and by the life of the
/// record, in this order.
pub fn authorise(request: &Request<'_>) -> Result<Grant, Refusal> {
    let allowed = match request.operation {
        Operation::StepMatter | Operation::ViewMatters => matter::allowed(request),
        _ => find_rule(request).and_then(|rule| apply(rule, request)),
    };
    match allowed {
        Ok(allowed) => Ok(grant(request, allowed)),
        Err(denial) => Err(refusal(request, denial)),
    }
}

/// The rule of the operation, role and purpose whose bodies fit.
fn find_rule(request: &Request<'_>) -> Result<&'static Rule, Denial> {
    let (body, role) = (request.actor.body, request.actor.role);
    if !role_fits_body(role, body) {
        return Err(refusals::BODY_ROLE.into());
    }
    let mut refused: Option<Denial> = None;
    let mut for_role = false;
    for rule in rules().filter(|rule| rule.operation == request.operation && rule.role == role) {
        for_role = true;
        if rule.purposes.contains(&request.purpose) {
            match body_fits(rule.bodies, request) {
                Ok(()) => return Ok(rule),
                Err(denial) => refused = refused.or(Some(denial)),
            }
        }
    }
    Err(refused
        .unwrap_or_else(|| Denial::from(if for_role { wrong_purpose(request) } else { wrong_role(request) })))
}

/// A role never widens what a body may do: supervision belongs to the prosecution, examination to the
/// bodies that keep a store (Art. 14), and a service firm has operators only (R33.4.1).
fn role_fits_body(role: Role, body: Body) -> bool {
    match role {
        Role::Prosecutor => body == Body::Pro,
        Role::Examiner => matches!(body, Body::Iab | Body::Trb),
        Role::Operator => body != Body::Pro,
        Role::Administrator => !matches!(body, Body::Pro | Body::Svc),
        Role::Supervisor => matches!(body, Body::Iab | Body::Mfa | Body::Nsb | Body::Trb | Body::Agd),
        Role::Head => matches!(body, Body::Iab | Body::Add | Body::Agd | Body::Trb),
        Role::Archivist => matches!(body, Body::Add | Body::Agd | Body::Trb),
        Role::DataProtection => !matches!(body, Body::Pro | Body::Svc | Body::Lfe),
        Role::System => matches!(body, Body::Iab | Body::Trb | Body::Agd),
    }
}

/// What a rule and the facts of the call come to.
struct Allowed {
    requirement: Requirement,
    articles: Vec<Article>,
    next: Option<RecordState>,
    matter: Option<&'static str>,
}

fn apply(rule: &Rule, request: &Request<'_>) -> Result<Allowed, Denial> {
    territory::within(request)?;
    for need in rule.needs {
        need_met(*need, request)?;
    }
    let searched = searching::search_allowed(request)?;
    let next = life::live(request)?;
    let (requirement, mut articles) = ground(rule, request);
    for article in searched {
        if !articles.contains(&article) {
            articles.push(article);
        }
    }
    Ok(Allowed { requirement, articles, next, matter: None })
}

/// The articles by which the refusal of a duty is recorded.
const REFUSED_DUTY: &[Article] = &[art("7(2)"), art("38")];

/// Requirement and articles of the grant.
fn ground(rule: &Rule, request: &Request<'_>) -> (Requirement, Vec<Article>) {
    let mandatory = |d: &Decision| d.registration_type == Some(RegistrationType::Mandatory);
    let (requirement, mut articles) = match (rule.ground, request.decision) {
        (Ground::Decision, Some(decision)) => (decision.requirement, decision.articles.clone()),
        (Ground::Decline, Some(decision)) if mandatory(decision) => {
            return (r("R7.2.2"), REFUSED_DUTY.to_vec());
        }
        (Ground::Chapter3(requirement, articles), _) if of_chapter_3(request) => {
            return (requirement, articles.to_vec());
        }
        _ => (rule.requirement, Vec::new()),
    };
    for article in rule.articles {
        if !articles.contains(article) {
            articles.push(*article);
        }
    }
    (requirement, articles)
}

fn grant(request: &Request<'_>, allowed: Allowed) -> Grant {
    Grant {
        actor: request.actor,
        operation: request.operation,
        verb: verb(request),
        purpose: request.purpose,
        on: request.on,
        basis: request.basis,
        case: request.case,
        requirement: allowed.requirement,
        articles: allowed.articles,
        rule_version: version_on(request.on, &Parameters::DEFAULT),
        next: allowed.next,
        search: searching::pass(request),
        matter: allowed.matter,
    }
}

/// The legal verb of the call: of a matter, that of its kind.
fn verb(request: &Request<'_>) -> Verb {
    match (request.operation, request.matter) {
        (Operation::StepMatter, Some(matter)) if request.actor.role != Role::Prosecutor => matter.kind.verb(),
        _ => rule::verb(request.operation, request.actor.role),
    }
}

fn refusal(request: &Request<'_>, denial: Denial) -> Refusal {
    Refusal {
        actor: request.actor,
        operation: request.operation,
        purpose: request.purpose,
        verb: verb(request),
        basis: request.basis,
        code: denial.code,
        key: denial.key,
        requirement: denial.requirement,
        articles: denial.articles.into(),
        message: denial.message.into_owned(),
        rule_version: version_on(request.on, &Parameters::DEFAULT),
    }
}

/// Every reason with its message, for [`crate::messages`].
pub(crate) fn reason_messages() -> impl Iterator<Item = (&'static str, &'static str)> {
    refusals::ALL.iter().map(|reason| (reason.key, reason.says))
}

/// The articles of every rule and every reason, for [`crate::cited_articles`].
pub(crate) fn articles_of_calls() -> impl Iterator<Item = Article> {
    let of_rules = rules().flat_map(|rule| {
        let genomic = match rule.ground {
            Ground::Chapter3(_, articles) => articles,
            Ground::Decline => REFUSED_DUTY,
            Ground::Rule | Ground::Decision => &[],
        };
        rule.articles.iter().chain(genomic)
    });
    let of_reasons = refusals::ALL.iter().flat_map(|reason| reason.articles);
    of_rules.chain(of_reasons).copied()
}
