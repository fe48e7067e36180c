//! Who may be registered (law.md sections 6.1 and 6.2): tables of rows, the first match decides.
//!
//! Readings this room took where law.md leaves a choice:
//!
//! - Row 0b: first the acting body (R11.1.x), then the service agreement (R33.4.1). Section 4 has outsourcing
//!   for B7 only, so that a service agreement on a case of B1–B8 is lawful only for a visa, not at an airport
//!   of Kazakhstan, of a person who is not a citizen, by the foreign institution (MFA) or its service firm
//!   (SVC). SVC is always judged by R33.4.1, also without an agreement and on BV. On G bases and BV the
//!   agreement is not looked at otherwise.
//! - The body code `FI` of a request is read as MFA (law.md's actors: MFA / FI); answers say MFA.
//! - G rows name the body that selects (Art. 21(1)): IAB, for traces INV. AGD registers later and is refused
//!   as selector (R21.1.1).
//! - Row 5 is for fingers missing or unrecordable (`no-fingers`, `fingers-unrecordable`). Without hands there
//!   are no palms: `no-hands` goes to row 6, and when palms are said to be recordable all the same, the trace
//!   says that the finding contradicts itself and two persons check it.
//! - `may_capture` is also true for a verification: it reads fingers, and waits for a guardian alike.
//! - Row 9 for a child declared incapable: the guardian replaces the child's consent; the representative's
//!   two evidences stay. For a relative (G3) declared incapable only the guardian's are asked, also under 18.
//! - Evidence is asked where section 5 refuses without it: B2 and B6 the decision (R10.2.1, R10.2.5), G1 the
//!   judgment, G2 and G4 the opened case, G3 consent and application. B3, B4, B5 and B7 stand on the
//!   application itself, which is the case.
//! - BV: a body other than NSB is R6.1.1; citizenship unknown, when nothing exempts, is R2.1.1 (a citizen may
//!   not be compared, C-11); a blocked record is R1.7.1; a genomic profile is no record to compare with.

mod border;
mod genomic;
mod notes;
mod prints;
mod refusals;
mod row;

use vocabulary::{Basis, RegistrationType};

use crate::case::Case;
use crate::codes::{Evidence, Outcome};
use crate::competence::is_genomic;
use crate::decision::{Decision, TraceStep};
use crate::requirement::{Article, art};
use crate::versions::{Parameters, version_on};
use row::{Facts, Row};

/// Decides a case under the dates of law.md.
pub fn decide(case: &Case) -> Decision {
    decide_with(case, &Parameters::DEFAULT)
}

/// Decides a case under other dates of force.
pub fn decide_with(case: &Case, parameters: &Parameters) -> Decision {
    let facts = Facts {
        case,
        age_years: case.person.born.map(|born| born.age_on(case.event_date)),
        version: version_on(case.event_date, parameters),
    };
    let row = table(case.basis).find(|row| (row.when)(&facts)).unwrap_or(&Row::EMPTY);
    let needed = needed_evidence(row, case);
    let missing = Evidence::ALL.iter().copied().filter(|e| needed.contains(e) && !case.has(*e)).collect();
    answer(&facts, row, needed, missing)
}

/// The rows of a basis, in order.
fn table(basis: Basis) -> impl Iterator<Item = &'static Row> {
    let parts: [&'static [Row]; 2] = match basis {
        _ if is_genomic(basis) => [genomic::ROWS, &[]],
        // BV: the suspension of chapter 2, the service firm and the birth date are judged as for B1–B8,
        // the others of rows 0 name bases and never match.
        Basis::BV => [refusals::ROWS, border::ROWS],
        _ => [refusals::ROWS, prints::ROWS],
    };
    parts.into_iter().flatten()
}

/// Every row with its message, for [`crate::messages`].
pub(crate) fn row_messages() -> impl Iterator<Item = (&'static str, &'static str)> {
    [refusals::ROWS, prints::ROWS, border::ROWS, genomic::ROWS]
        .into_iter()
        .flatten()
        .map(|row| (row.key, row.says))
}

/// The articles of every row, for [`crate::cited_articles`].
pub(crate) fn articles_of_rows() -> impl Iterator<Item = Article> {
    [refusals::ROWS, prints::ROWS, border::ROWS, genomic::ROWS]
        .into_iter()
        .flatten()
        .flat_map(|row| row.articles.iter().copied())
}

/// What capture waits for. For a person declared incapable the guardian's application and presence are
/// added in rows 5 and 8–12 and replace the person's own consent (Art. 11(3), [D]).
fn needed_evidence(row: &Row, case: &Case) -> Vec<Evidence> {
    let mut needed = row.evidence.to_vec();
    if guarded(row, case) {
        needed.retain(|e| !matches!(e, Evidence::Consent | Evidence::ChildConsent));
        needed.extend([Evidence::GuardianApplication, Evidence::GuardianPresent]);
    }
    needed
}

fn guarded(row: &Row, case: &Case) -> bool {
    row.guardian && case.person.incapable
}

/// Types of Art. 9-1 (R9-1.1): derived, never chosen.
fn registration_type(basis: Basis) -> Option<RegistrationType> {
    match basis {
        Basis::B1 | Basis::B1f | Basis::B8 | Basis::G3 => Some(RegistrationType::Voluntary),
        Basis::BV => None,
        _ => Some(RegistrationType::Mandatory),
    }
}

fn answer(facts: &Facts<'_>, row: &Row, needed: Vec<Evidence>, missing: Vec<Evidence>) -> Decision {
    let case = facts.case;
    let registers = matches!(row.outcome, Outcome::Register | Outcome::Palms);
    let verifies = row.outcome == Outcome::Verify && !case.circumstances.record_blocked;
    Decision {
        outcome: row.outcome,
        registration_type: registers.then(|| registration_type(case.basis)).flatten(),
        may_capture: (registers || verifies) && missing.is_empty(),
        requirement: row.requirement,
        articles: articles(row, case),
        trace: trace(facts, row, &needed, &missing),
        missing_evidence: missing,
        rule_version: facts.version,
        basis: case.basis,
        body: case.body,
        event_date: case.event_date,
        row: row.id,
        message_key: row.key,
    }
}

fn articles(row: &Row, case: &Case) -> Vec<Article> {
    let mut articles = row.articles.to_vec();
    if guarded(row, case) {
        articles.push(art("11(3)"));
    }
    articles
}

fn trace(facts: &Facts<'_>, row: &Row, needed: &[Evidence], missing: &[Evidence]) -> Vec<TraceStep> {
    let mut steps = notes::beginning(facts);
    steps.extend(notes::competence(facts, row));
    steps.push(TraceStep::row(row.id, row.condition, row.articles.first().copied()));
    steps.push(TraceStep::note(row.says));
    for evidence in Evidence::ALL.iter().filter(|e| needed.contains(e)) {
        let state = if missing.contains(evidence) { "missing" } else { "given" };
        steps.push(TraceStep::note(format!("evidence {evidence}: {state}")));
    }
    steps.extend(notes::ending(facts, row));
    steps
}
