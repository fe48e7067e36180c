//! Versions of the Law by date of force (law.md section 2). A case is judged by the version in force on
//! its event date, never by today's (R3.1.2).

use jiff::civil::{Date, date};

use crate::codes::codes;

codes! {
    /// A version of the Law.
    RuleVersion ("rule version") {
        /// Adopted 30.12.2016, not yet in force.
        V0 = "V0",
        /// In force; chapter 2 (fingerprints) suspended (Art. 39).
        V1 = "V1",
        /// Art. 7 and 37 in the wording of No. 351-VI.
        V1_1 = "V1.1",
        /// Art. 1, 6, 8(5), 15 and 21 in the wording of No. 141-VII.
        V1_2 = "V1.2",
        /// Chapter 2 in force in the wording of No. 50-VIII.
        V2 = "V2",
        /// Rules approved by the ministry, not the Government (No. 115-VIII).
        V2_1 = "V2.1",
        /// The suspension for airport visas has ended (Art. 39).
        V2_2 = "V2.2",
        /// Wording of No. 203-VIII: Art. 5-1, 9-1, 10-1; verification; palms; service agreements.
        V3 = "V3",
    }
}

/// Dates that wait for confirmation by a lawyer (law.md section 2, mark [D]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters {
    /// `law.203-VIII.in_force`: ten calendar days after the first publication of No. 203-VIII.
    pub law_203_viii_in_force: Date,
}

impl Parameters {
    /// The dates as law.md gives them.
    pub const DEFAULT: Self = Self { law_203_viii_in_force: date(2025, 7, 12) };
}

impl Default for Parameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Art. 39: the Law comes into force; chapter 3 (genomic) works from here.
pub const LAW_IN_FORCE: Date = date(2021, 1, 1);
/// Art. 39: the suspension of chapter 2 ends.
pub const CHAPTER_2_IN_FORCE: Date = date(2024, 1, 1);
/// Art. 39: the suspension for airport visas and e-visas ends.
pub const AIRPORT_VISAS_IN_FORCE: Date = date(2025, 7, 1);

/// First day of each version before V3. The days of V1.2 and V2.1 ("ten days after publication") are
/// counted like the default of V3, twelve days after signature: no rule of this crate depends on them.
const FIRST_DAYS: &[(Date, RuleVersion)] = &[
    (AIRPORT_VISAS_IN_FORCE, RuleVersion::V2_2),
    (date(2024, 7, 17), RuleVersion::V2_1),
    (CHAPTER_2_IN_FORCE, RuleVersion::V2),
    (date(2022, 7, 26), RuleVersion::V1_2),
    (date(2021, 7, 1), RuleVersion::V1_1),
    (LAW_IN_FORCE, RuleVersion::V1),
];

/// The version in force on a date.
pub fn version_on(event: Date, parameters: &Parameters) -> RuleVersion {
    if event >= parameters.law_203_viii_in_force {
        return RuleVersion::V3;
    }
    FIRST_DAYS.iter().find(|(first, _)| event >= *first).map_or(RuleVersion::V0, |(_, version)| *version)
}
