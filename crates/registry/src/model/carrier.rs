use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::{ActId, Basis, CarrierId, OfficerId, RegistryNumber};

/// A carrier of the archive (R1.13.1, R15.2.x).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Identifier.
    pub id: CarrierId,
    /// Label on it: letters, digits, `/-. `, 1–64 characters.
    pub label: String,
    /// Where it is kept.
    pub place: String,
    /// Who answers for it.
    pub custodian: OfficerId,
    /// When it was entered.
    pub since: Date,
    /// Reading tests and reviews, oldest first.
    pub checks: Vec<CarrierCheck>,
    /// Day of its destruction.
    pub destroyed_on: Option<Date>,
    /// Counts its versions.
    pub version: u32,
}

/// A reading test (every two years) or review (every ten) of a carrier (R15.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierCheck {
    /// When.
    pub on: Date,
    /// Who.
    pub by: OfficerId,
    /// Whether every container on it was read and its hash was right.
    pub readable: bool,
    /// A review of the whole carrier (every ten years), not only a reading test.
    pub review: bool,
}

/// Years between reading tests (R15.2.4).
pub const READING_TEST_YEARS: i16 = 2;
/// Years between reviews of a carrier.
pub const CARRIER_REVIEW_YEARS: i16 = 10;

impl Carrier {
    /// Day by which it has to be tested.
    pub fn test_by(&self) -> Date {
        let last = self.checks.iter().filter(|check| check.readable).map(|check| check.on).max();
        vocabulary::add_years(last.unwrap_or(self.since), READING_TEST_YEARS)
    }

    /// Day by which it has to be reviewed.
    pub fn review_by(&self) -> Date {
        let reviews = self.checks.iter().filter(|check| check.review && check.readable);
        vocabulary::add_years(reviews.map(|check| check.on).max().unwrap_or(self.since), CARRIER_REVIEW_YEARS)
    }
}

/// What the register remembers of a record that went to the archive: nothing that names anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The record.
    pub number: RegistryNumber,
    /// Basis.
    pub basis: Basis,
    /// The carrier.
    pub carrier: CarrierId,
    /// The container: name of its file and of its key.
    pub container: [u8; 16],
    /// Digest of the sealed container (SHA-256 as of a leaf of the tree), in hex.
    pub container_sha256: String,
    /// Its length in bytes.
    pub container_bytes: u64,
    /// The act of transfer.
    pub act: ActId,
    /// Date of the transfer.
    pub archived_on: Date,
    /// Entry of the registration, whose commitments are opened by what lies in the container only.
    pub registered_entry: u64,
}
