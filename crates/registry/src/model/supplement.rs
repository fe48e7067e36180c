use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vocabulary::{EncounterId, FingerPosition, ImpressionId, OfficerId, RegistryNumber, Unit};

use super::{CaptureInput, Settled};

/// A supplement of a record by better prints, as it is asked for (Art. 13, R13.1.2).
#[derive(Debug, Clone)]
pub struct NewSupplement {
    /// Why: the application, report or finding, letters, digits, `/-. `, 1–64 characters.
    pub reference: String,
    /// The prints, taken at one time, 1 to 10, each position once.
    pub prints: Vec<(FingerPosition, CaptureInput)>,
}

/// A supplement of a record: taken by one officer, counted once another agrees. The prints lie apart until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// The encounter the prints were taken at; also what the supplement is called by.
    pub id: EncounterId,
    /// The record.
    pub number: RegistryNumber,
    /// Who took them.
    pub by: OfficerId,
    /// Their unit.
    pub unit: Unit,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reference: String,
    /// The prints.
    pub prints: Vec<SupplementPrint>,
    /// Who decided, and when. What was turned down is destroyed: only this says that it was there.
    pub settled: Option<Settled>,
}

/// One print of a supplement beside what the record holds of the finger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementPrint {
    /// Position.
    pub position: FingerPosition,
    /// The impression.
    pub impression: ImpressionId,
    /// Its quality, 0–100.
    pub quality: u8,
    /// The print that the matcher used when this one was taken; `None` when there was none.
    pub held: Option<ImpressionId>,
    /// Its quality.
    pub held_quality: Option<u8>,
    /// Whether it agrees with the print held of this finger; `None` when there was none.
    pub agrees: Option<bool>,
}

/// A print of a registered record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldPrint {
    /// Position.
    pub position: FingerPosition,
    /// The impression.
    pub impression: ImpressionId,
    /// Its quality, 0–100.
    pub quality: u8,
    /// The supplement it came with; `None` for the prints of the registration.
    pub supplement: Option<EncounterId>,
    /// What it is for.
    pub standing: PrintStanding,
}

impl HeldPrint {
    /// Its place in a list: those compared first, then by position, encounter and impression.
    pub fn place(&self) -> (PrintStanding, u8, Option<EncounterId>, ImpressionId) {
        (self.standing, self.position.number(), self.supplement, self.impression)
    }
}

/// What a print of a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrintStanding {
    /// The matcher compares it: the best of its position.
    Used,
    /// Kept, a better one is compared.
    Kept,
    /// Part of a supplement that nobody agreed to yet.
    Waiting,
}

/// Whether a print takes the place of another of its finger: the better one, of equals the one that was there. `None`
/// is a position without a print.
pub fn is_better(quality: Option<u8>, than: Option<u8>) -> bool {
    quality > than
}
