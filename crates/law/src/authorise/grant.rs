//! What [`crate::authorise`] gives: a grant or a refusal.

use jiff::civil::Date;
use vocabulary::{Actor, Basis, CaseId, Purpose, Verb};

use crate::authorise::Operation;
use crate::lifecycle::RecordState;
use crate::requirement::{Article, Requirement};
use crate::search::SearchPass;
use crate::versions::RuleVersion;

/// The permission for exactly one call. Its fields are private, it cannot be copied, defaulted or read
/// from anywhere: only [`crate::authorise`] makes one, and the write path consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct Grant {
    pub(in crate::authorise) actor: Actor,
    pub(in crate::authorise) operation: Operation,
    pub(in crate::authorise) verb: Verb,
    pub(in crate::authorise) purpose: Purpose,
    pub(in crate::authorise) on: Date,
    pub(in crate::authorise) basis: Option<Basis>,
    pub(in crate::authorise) case: Option<CaseId>,
    pub(in crate::authorise) requirement: Requirement,
    pub(in crate::authorise) articles: Vec<Article>,
    pub(in crate::authorise) rule_version: RuleVersion,
    pub(in crate::authorise) next: Option<RecordState>,
    pub(in crate::authorise) search: Option<SearchPass>,
    pub(in crate::authorise) matter: Option<&'static str>,
}

impl Grant {
    /// What the search of the call may reach; `None` when the call makes no search, as when it only agrees to one.
    pub fn search(&self) -> Option<SearchPass> {
        self.search.clone()
    }

    /// The state of the matter after its step; `None` when there was none.
    pub fn next_matter_state(&self) -> Option<&'static str> {
        self.matter
    }

    /// The state of the record after the step of the request; `None` when there was none.
    pub fn next_state(&self) -> Option<RecordState> {
        self.next
    }

    /// Who may.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// What.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The legal verb of the operation (R1.10.1).
    pub fn verb(&self) -> Verb {
        self.verb
    }

    /// Why.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Legal date of the call.
    pub fn on(&self) -> Date {
        self.on
    }

    /// Basis of the case or record touched.
    pub fn basis(&self) -> Option<Basis> {
        self.basis
    }

    /// The registry's case the grant is bound to.
    pub fn case(&self) -> Option<CaseId> {
        self.case
    }

    /// The requirement that allows it.
    pub fn requirement(&self) -> Requirement {
        self.requirement
    }

    /// The articles that allow it (R4.1.1).
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// Version of the Law on the date of the call.
    pub fn rule_version(&self) -> RuleVersion {
        self.rule_version
    }
}

/// A refused call: recorded in the ledger and shown to the officer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Refusal {
    /// Who asked.
    pub actor: Actor,
    /// For what.
    pub operation: Operation,
    /// Why they asked.
    pub purpose: Purpose,
    /// The legal verb of the operation.
    pub verb: Verb,
    /// Basis of the case or record, when one was named.
    pub basis: Option<Basis>,
    /// Short stable code, e.g. `missing-evidence`.
    pub code: &'static str,
    /// Message key of the plain words, `law-refusal-` and the code, or `law-lifecycle-` when the state of
    /// the record refuses: one of [`crate::messages`].
    pub key: &'static str,
    /// The requirement that refuses.
    pub requirement: Requirement,
    /// Its articles.
    pub articles: Box<[Article]>,
    /// One plain English sentence: what is wrong and what to do.
    pub message: String,
    /// Version of the Law on the date of the call.
    pub rule_version: RuleVersion,
}
