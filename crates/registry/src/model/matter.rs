use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use law::{MatterField, MatterFields, MatterKind, matter_deadline};
use serde::{Deserialize, Serialize};
use vocabulary::{Body, MatterId, OfficerId, RegistryNumber, Territory, Unit};

/// A request, order, finding, agreement or piece of material, with the steps taken. What is given with a step is codes,
/// days and numbers of documents; no name and no free text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Identifier.
    pub id: MatterId,
    /// What it is.
    pub kind: MatterKind,
    /// The record it is about and is destroyed with.
    pub number: Option<RegistryNumber>,
    /// The territory it belongs to.
    pub territory: Territory,
    /// The steps, oldest first; never empty.
    pub steps: Vec<MatterStepTaken>,
}

/// A step of a matter as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterStepTaken {
    /// Its code in the table of the Law.
    pub step: String,
    /// The state after it.
    pub state: String,
    /// Who took it.
    pub by: OfficerId,
    /// Of which body.
    pub body: Body,
    /// Of which unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// The legal date of it.
    pub on: Date,
    /// What was given.
    pub given: MatterFields,
}

impl Matter {
    /// The state it is in.
    pub fn state(&self) -> &str {
        self.steps.last().map_or("", |step| &step.state)
    }

    /// Its version: each step is one.
    pub fn version(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    /// What a field holds: given with the latest step that gave it.
    pub fn value(&self, field: MatterField) -> Option<&str> {
        self.steps.iter().rev().find_map(|step| step.given.get(&field)).map(String::as_str)
    }

    /// Every field with its latest value.
    pub fn values(&self) -> MatterFields {
        self.steps.iter().flat_map(|step| step.given.clone()).collect()
    }

    /// The last day of the state it is in; `None` when it may stay.
    pub fn due(&self) -> Option<Date> {
        let last = self.steps.last()?;
        let told = matter_deadline(self.kind, &last.state).map(|deadline| deadline.last_day(last.on));
        // What was ordered with a last day of its own is due then.
        match (self.kind, last.state.as_str()) {
            (MatterKind::ProsecutorOrder, "issued") | (MatterKind::Transfer, "acknowledged") => {
                self.value(MatterField::Until).and_then(|day| vocabulary::parse_date(day).ok()).or(told)
            }
            _ => told,
        }
    }

    /// Whether the last day of its state is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due().is_some_and(|due| due < today)
    }
}

/// A step an officer takes: of a matter there is, or the first of a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatterStep {
    /// The kind.
    pub kind: MatterKind,
    /// The matter; `None` opens one.
    pub matter: Option<MatterId>,
    /// The record a new matter is about.
    pub number: Option<RegistryNumber>,
    /// The step, by its code.
    pub step: String,
    /// What is given.
    pub given: BTreeMap<MatterField, String>,
}
