//! What a step of a matter is held against.

use jiff::civil::Date;
use vocabulary::{Basis, Body, OfficerId, Unit};

use super::field::{MatterField, MatterFields};
use super::kind::MatterKind;
use crate::lifecycle::RecordState;

/// A step that was taken.
#[derive(Debug, Clone, Copy)]
pub struct TakenStep<'a> {
    /// Its code.
    pub step: &'a str,
    /// Who took it.
    pub officer: OfficerId,
    /// Of which body.
    pub body: Body,
    /// Of which unit.
    pub unit: Unit,
    /// The legal date.
    pub on: Date,
    /// What was given.
    pub given: &'a MatterFields,
}

/// Another matter that a field names.
#[derive(Debug, Clone, Copy)]
pub struct LinkedMatter<'a> {
    /// The field that names it.
    pub field: MatterField,
    /// Its kind.
    pub kind: MatterKind,
    /// Its state.
    pub state: &'a str,
    /// What was given with its steps, the latest of each field.
    pub given: &'a MatterFields,
}

/// The record a matter is about.
#[derive(Debug, Clone, Copy)]
pub struct MatterRecord {
    /// Its basis.
    pub basis: Basis,
    /// Its state.
    pub life: RecordState,
    /// Completed years of the person today; `None` when the birth date is not known.
    pub age: Option<i16>,
}

/// A step to be taken, and everything it is held against.
#[derive(Debug, Clone, Copy)]
pub struct MatterStep<'a> {
    /// The kind of the matter.
    pub kind: MatterKind,
    /// The state it is in; `""` before it is opened.
    pub state: &'a str,
    /// The step, by its code.
    pub step: &'a str,
    /// What is given with it.
    pub given: &'a MatterFields,
    /// The steps taken so far, oldest first.
    pub taken: &'a [TakenStep<'a>],
    /// The matters that fields name, as far as they exist.
    pub linked: &'a [LinkedMatter<'a>],
    /// The record it is about.
    pub record: Option<MatterRecord>,
    /// The body of the officer that a field names, as far as there is such an account.
    pub officer_body: Option<Body>,
    /// Confirmations this recipient owes whose day is over (R9.4.3).
    pub owed: u32,
    /// How many were given this record and how many of them were told of the error (R13.1.3).
    pub recipients: u32,
}

impl<'a> MatterStep<'a> {
    /// A step without facts.
    pub fn new(kind: MatterKind, state: &'a str, step: &'a str, given: &'a MatterFields) -> Self {
        Self {
            kind,
            state,
            step,
            given,
            taken: &[],
            linked: &[],
            record: None,
            officer_body: None,
            owed: 0,
            recipients: 0,
        }
    }

    /// What a field holds: given with this step, or else with the latest step that gave it.
    pub(super) fn value(&self, field: MatterField) -> Option<&'a str> {
        self.given
            .get(&field)
            .or_else(|| self.taken.iter().rev().find_map(|taken| taken.given.get(&field)))
            .map(String::as_str)
    }

    /// The latest time a step was taken.
    pub(super) fn taken(&self, step: &str) -> Option<&TakenStep<'a>> {
        self.taken.iter().rev().find(|taken| taken.step == step)
    }
}
