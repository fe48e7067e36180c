//! The rules by which terms are counted, and the change of them: never a silent migration (R3.1.1, T-10).
//!
//! The register notes the rules it counts by, as data, with a digest of what they answer. When the program, or the
//! date, brings others, nothing is marked, drawn up or executed by them: the sweep draws up a report of every record
//! whose term differs, computed by both rules; one officer signs it and another confirms it; then the new rules are
//! noted and count. Old terms are not stored a record: they are computed anew by the old rules, and only by a program
//! that still answers as it did then, which the digest tells.

mod report;
mod sign;
mod view;

use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use law::{TermCatalogue, TermRules, TermTable};

pub(crate) use report::waiting;
pub(crate) use sign::{confirm, confirm_here, sign, sign_here};
pub(crate) use view::{page, report as view, status};

use super::wrong_state;
use crate::Registry;
use crate::error::{CommandError, StoreError};
use crate::model::{Document, DocumentKind, TermsInForce};

/// The rules this program knows, with the fingerprints computed so far.
pub(crate) struct TermBook {
    catalogue: TermCatalogue,
    fingerprints: Mutex<Vec<(TermTable, String)>>,
}

impl TermBook {
    pub(crate) fn new(catalogue: TermCatalogue) -> Self {
        Self { catalogue, fingerprints: Mutex::default() }
    }

    /// The table of this program on a day, whatever is confirmed: for questions about the Law of that day.
    pub(crate) fn table_on(&self, day: Date) -> TermTable {
        self.catalogue.on(day).map_or(TermTable::IN_FORCE, |rules| rules.table)
    }

    fn rules_on(&self, day: Date) -> Result<TermRules, StoreError> {
        self.catalogue.on(day).cloned().ok_or_else(|| StoreError::Damaged {
            what: "the catalogue of rules".to_owned(),
            why: "it holds none".to_owned(),
        })
    }

    /// Digest of what a table answers, in hex.
    fn fingerprint(&self, table: &TermTable) -> String {
        let mut known = self.fingerprints.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, digest)) = known.iter().find(|(of, _)| of == table) {
            return digest.clone();
        }
        let digest = ledger::leaf_hash(law::terms_text(table).as_bytes()).to_string();
        known.push((*table, digest.clone()));
        digest
    }
}

/// How the rules that count stand to those of the program.
pub(crate) enum Rules {
    /// Nothing was counted yet.
    First(TermsInForce),
    /// The program counts as confirmed.
    Settled(TermsInForce),
    /// The program counts by other rules.
    Changed(Box<Change>),
    /// The program counts otherwise by the same rules: what the old terms were cannot be told with it.
    Rewritten(TermsInForce),
}

/// From which rules to which.
pub(crate) struct Change {
    pub(crate) old: TermsInForce,
    pub(crate) new: TermRules,
    pub(crate) new_fingerprint: String,
}

impl Rules {
    pub(crate) async fn of(registry: &Registry) -> Result<Self, CommandError> {
        let (today, book) = (registry.today(), &registry.terms);
        let rules = book.rules_on(today)?;
        let fingerprint = book.fingerprint(&rules.table);
        let Some(old) = noted(registry).await? else {
            let first = TermsInForce { rules, fingerprint, since: today, report: None, version: 1 };
            return Ok(Self::First(first));
        };
        Ok(match old.rules.table == rules.table {
            _ if book.fingerprint(&old.rules.table) != old.fingerprint => Self::Rewritten(old),
            true => Self::Settled(old),
            false => Self::Changed(Box::new(Change { old, new: rules, new_fingerprint: fingerprint })),
        })
    }

    /// Why nothing is marked; `None` when terms are counted as confirmed.
    pub(crate) fn wait(&self) -> Option<String> {
        match self {
            Self::First(_) | Self::Settled(_) => None,
            Self::Changed(change) => Some(format!(
                "the rules of retention changed from {} to {} ({})",
                change.old.rules.version, change.new.version, change.new.act
            )),
            Self::Rewritten(old) => Some(format!(
                "this program counts otherwise by the rules {} than when they were noted on {}: they were changed in \
                 place, and the old terms cannot be told. Install a program that keeps them and adds the change as a \
                 new version",
                old.rules.version, old.since
            )),
        }
    }
}

/// The rules noted last; `None` before the first sweep.
async fn noted(registry: &Registry) -> Result<Option<TermsInForce>, StoreError> {
    Ok(match registry.store.document(DocumentKind::Terms, Document::terms_id()).await? {
        Some(Document::Terms(terms)) => Some(terms),
        _ => None,
    })
}

/// The table by which terms are counted now: the one confirmed last.
pub(crate) async fn in_force(registry: &Registry) -> Result<TermTable, StoreError> {
    let noted = noted(registry).await?;
    Ok(noted.map_or_else(|| registry.terms.table_on(registry.today()), |terms| terms.rules.table))
}

/// The table by which records may be ended now: nothing is while a change of the rules waits.
pub(crate) async fn settled(registry: &Registry) -> Result<TermTable, CommandError> {
    match Rules::of(registry).await? {
        Rules::First(terms) | Rules::Settled(terms) => Ok(terms.rules.table),
        other => Err(wrong_state(format!(
            "{}: nothing is drawn up or executed before its report is signed and confirmed",
            other.wait().unwrap_or_default()
        ))),
    }
}
