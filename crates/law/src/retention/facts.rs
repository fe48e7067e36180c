//! What a term is computed from.

use jiff::civil::Date;
use vocabulary::{Basis, BirthDate};

use super::case::{Event, RecordObject, Retained, RetentionCase};
use super::table::TermTable;

/// One record on one day under one table of terms.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) basis: Basis,
    pub(super) object: RecordObject,
    pub(super) born: Option<BirthDate>,
    pub(super) registered: Date,
    pub(super) events: &'a [Event],
    pub(super) as_of: Date,
    pub(super) table: &'a TermTable,
    /// Whether words are wanted: a sweep wants dates only.
    pub(super) explain: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of_case(case: &'a RetentionCase) -> Self {
        let RetentionCase { basis, object, born, registered, as_of, .. } = *case;
        let table = TermTable::on(as_of);
        Self { basis, object, born, registered, events: &case.events, as_of, table, explain: true }
    }

    pub(super) fn of_retained(retained: &'a Retained, as_of: Date, table: &'a TermTable) -> Self {
        let Retained { basis, object, born, registered, .. } = *retained;
        Self { basis, object, born, registered, events: &retained.events, as_of, table, explain: false }
    }

    /// The term is counted from the birth date.
    pub(super) fn uses_birth(&self) -> bool {
        matches!(self.basis, Basis::B1 | Basis::B1f | Basis::G1) && self.object == RecordObject::Information
    }
}
