//! Where a record is in its life.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use vocabulary::UnknownCode;

use crate::codes::codes;

codes! {
    /// The stage of a dactyloscopic or genomic record.
    Stage ("stage") {
        /// Being collected; no registration yet, no term runs.
        Draft = "draft",
        /// Registered: in the database, searchable.
        Registered = "registered",
        /// In the database but withheld from searches: acquitted, conviction changed, consent withdrawn (R23.3.1,
        /// R23.3.3, R10.1.4).
        Withheld = "withheld",
        /// The term in the database has ended: to be moved to the archive (R15.2.1).
        DueForArchive = "due-for-archive",
        /// The term has ended: to be destroyed (R17.2.1, R23.2.1).
        Due = "due",
        /// On a carrier of the archive, unsearchable (R15.2.2).
        Archived = "archived",
        /// On a carrier of the archive, to be destroyed with it (R15.2.3).
        ArchivedDue = "archived-due",
        /// Destroyed: a tombstone without personal data is left (R17.3.3).
        Destroyed = "destroyed",
    }
}

/// The state of a record: its stage, whether it is blocked and until which review, whether it is depersonalised
/// (R9.3.1: normal, blocked, depersonalised, both). Only [`super::advance`] makes another one of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordState {
    pub(super) stage: Stage,
    pub(super) review_by: Option<Date>,
    pub(super) depersonalised: bool,
}

impl RecordState {
    /// How every record begins.
    pub const DRAFT: Self = Self { stage: Stage::Draft, review_by: None, depersonalised: false };

    /// The stage.
    pub fn stage(self) -> Stage {
        self.stage
    }

    /// Whether all processing is stopped (Art. 1(7)).
    pub fn is_blocked(self) -> bool {
        self.review_by.is_some()
    }

    /// The day by which the block must be reviewed; `None` when there is none (R9.2.3).
    pub fn review_by(self) -> Option<Date> {
        self.review_by
    }

    /// Whether the link to the person is cut (Art. 1(9)).
    pub fn is_depersonalised(self) -> bool {
        self.depersonalised
    }

    /// Whether searches may see it: registered, and nothing stops it.
    pub fn is_searchable(self) -> bool {
        self.stage == Stage::Registered && !self.is_blocked() && !self.depersonalised
    }
}

/// `STAGE`, then ` depersonalised`, then ` blocked until review YYYY-MM-DD`: what a store keeps.
impl fmt::Display for RecordState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stage.code())?;
        if self.depersonalised {
            f.write_str(" depersonalised")?;
        }
        match self.review_by {
            Some(date) => write!(f, " blocked until review {date}"),
            None => Ok(()),
        }
    }
}

impl FromStr for RecordState {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let unknown = || UnknownCode {
            list: "record state",
            text: text.chars().take(80).collect(),
            known: "a stage, then `depersonalised`, then `blocked until review YYYY-MM-DD`".into(),
        };
        let (rest, review_by) = match text.split_once(" blocked until review ") {
            Some((rest, date)) => (rest, Some(vocabulary::parse_date(date).map_err(|_| unknown())?)),
            None => (text, None),
        };
        let (stage, depersonalised) = match rest.strip_suffix(" depersonalised") {
            Some(stage) => (stage, true),
            None => (rest, false),
        };
        let state = Self { stage: stage.parse().map_err(|_| unknown())?, review_by, depersonalised };
        if state.is_possible() { Ok(state) } else { Err(unknown()) }
    }
}

impl RecordState {
    /// A draft has a person in front of the officer, and a destroyed record has nothing left to stop or to cut.
    fn is_possible(self) -> bool {
        match self.stage {
            Stage::Draft => !self.depersonalised,
            Stage::Destroyed => !self.depersonalised && !self.is_blocked(),
            Stage::Registered
            | Stage::Withheld
            | Stage::DueForArchive
            | Stage::Due
            | Stage::Archived
            | Stage::ArchivedDue => true,
        }
    }
}
