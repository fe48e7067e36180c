//! Matters: requests, orders, findings, agreements and pieces of material that the register follows step by step. One
//! row a step: who takes it in which state, what is given, what is needed, and the requirement it keeps. What no row
//! allows is refused (R4.1.1).

mod check;
mod deadline;
mod facts;
mod field;
mod kind;
mod reasons;
mod row;
mod table;

use jiff::civil::Date;
use vocabulary::{Actor, Body, Role};

use crate::reason::Reason;
use crate::requirement::{Article, Requirement};
use row::StepRow;

pub use deadline::{MatterDeadline, matter_deadline};
pub use facts::{LinkedMatter, MatterRecord, MatterStep, TakenStep};
pub use field::{FieldShape, MatterField, MatterFieldError, MatterFields};
pub use kind::{MatterAbout, MatterKind};

/// Every row.
fn rows() -> impl Iterator<Item = &'static StepRow> {
    table::ALL.iter().flat_map(|rows| rows.iter())
}

fn rows_of(kind: MatterKind) -> impl Iterator<Item = &'static StepRow> {
    rows().filter(move |row| row.kind == kind)
}

/// What a step that is allowed comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MatterAllowed {
    pub(crate) requirement: Requirement,
    pub(crate) articles: &'static [Article],
    pub(crate) to: &'static str,
}

/// Why a step is refused.
pub(crate) struct MatterDenied {
    pub(crate) reason: &'static Reason,
    pub(crate) requirement: Requirement,
    pub(crate) articles: &'static [Article],
    pub(crate) message: Option<String>,
}

impl From<check::Refused> for MatterDenied {
    fn from(refused: check::Refused) -> Self {
        let reason = refused.reason;
        let (requirement, articles) =
            refused.row.map_or((reason.requirement, reason.articles), |row| (row.requirement, row.articles));
        Self { reason, requirement, articles, message: refused.message }
    }
}

/// Holds a step against its row: the row, who takes it, what is given, what is needed, in this order.
///
/// # Errors
/// The first that fails.
pub(crate) fn take_step(
    step: &MatterStep<'_>,
    actor: Actor,
    on: Date,
) -> Result<MatterAllowed, MatterDenied> {
    let row = check::row_of(step)?;
    check::by(row, actor)?;
    if row.kind.about() == MatterAbout::Record && step.record.is_none() {
        return Err(check::Refused { reason: &reasons::NO_RECORD, row: Some(row), message: None }.into());
    }
    check::fields(row, step)?;
    check::needs(row, step, actor, on)?;
    Ok(MatterAllowed { requirement: row.requirement, articles: row.articles, to: row.to })
}

/// Who reads matters of a kind: whoever takes one of their steps, the data-protection officer and the prosecutor.
pub(crate) fn may_read(kind: MatterKind, actor: Actor) -> bool {
    match actor.role {
        Role::Prosecutor => actor.body == Body::Pro,
        role => rows_of(kind)
            .any(|row| row.by.iter().any(|(of, bodies)| *of == role && bodies.contains(&actor.body))),
    }
}

/// A step of a kind of matter, for pages, files and tests.
#[derive(Debug, Clone, Copy)]
pub struct MatterStepRule {
    /// Its code.
    pub step: &'static str,
    /// States it is taken in; `""` before the matter is opened.
    pub from: &'static [&'static str],
    /// The state after it.
    pub to: &'static str,
    /// Who takes it.
    pub by: &'static [(Role, &'static [Body])],
    /// Fields that are given.
    pub asks: &'static [MatterField],
    /// Fields that may be given.
    pub may: &'static [MatterField],
    /// The requirement it keeps.
    pub requirement: Requirement,
    /// Its articles.
    pub articles: &'static [Article],
    /// Codes of the reasons it is refused for, besides those of every step.
    pub refusals: usize,
    needs: &'static [row::Need],
}

impl MatterStepRule {
    /// What the step needs and why it is refused without it, as the golden file shows them.
    pub fn needs(&self) -> impl Iterator<Item = (String, &'static Reason)> {
        self.needs.iter().map(|row::Need(check, reason)| (format!("{check:?}"), *reason))
    }

    /// Whether this officer takes it, whatever the facts.
    pub fn is_of(&self, role: Role, body: Body) -> bool {
        self.by.iter().any(|(of, bodies)| *of == role && bodies.contains(&body))
    }
}

/// The steps of a kind of matter, in the order of its table.
pub fn matter_steps(kind: MatterKind) -> impl Iterator<Item = MatterStepRule> {
    rows_of(kind).map(|row| MatterStepRule {
        step: row.step,
        from: row.from,
        to: row.to,
        by: row.by,
        asks: row.asks,
        may: row.may,
        requirement: row.requirement,
        articles: row.articles,
        refusals: row.needs.len(),
        needs: row.needs,
    })
}

/// Every reason with its message, for [`crate::messages`].
pub(crate) fn matter_messages() -> impl Iterator<Item = (&'static str, &'static str)> {
    reasons::ALL.iter().map(|reason| (reason.key, reason.says))
}
