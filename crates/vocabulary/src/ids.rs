//! The one registry of typed identifiers; append only.
//!
//! An identifier is made from random bytes given by the caller, so that these types need no random
//! source. All are random (UUID version 4 layout), never time-ordered: equal creation order in two
//! stores would join a person to their prints without the link.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an identifier from 16 random bytes.
            pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
                Self(Builder::from_random_bytes(bytes).into_uuid())
            }

            /// The 16 bytes, for storage.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

typed_ids! {
    /// An officer's account.
    OfficerId;
    /// A person in the identity store.
    PersonId;
    /// A case: one application or decision that may lead to a registration.
    CaseId;
    /// A person in the biometric store. The only identifier that store may hold of a person.
    RegistryNumber;
    /// One capture session: the impressions taken together.
    EncounterId;
    /// One image of one finger.
    ImpressionId;
    /// The row that joins a `PersonId` to a `RegistryNumber`.
    LinkId;
    /// One 1:1 or 1:N search.
    SearchId;
    /// One candidate of one search, waiting for or holding human decisions.
    CandidateId;
    /// An event that moves a term: a death, a decision, an acquittal.
    EventId;
    /// An act of destruction or of transfer to the archive.
    ActId;
    /// What one officer proposes and another has to agree to.
    ProposalId;
    /// A carrier of the archive.
    CarrierId;
    /// A report on a change of the terms.
    ReportId;
    /// A request, order, finding, agreement or piece of material.
    MatterId;
    /// A traveller at the second line of the border.
    ReferralId;
    /// A written request or finding that exempts a traveller.
    ExemptionId;
}

/// The number printed on a certificate of registration: `TB-YYYY-NNNNNNNN-C`, where NNNNNNNN is random
/// and C a check digit (mod 97 over the digits, two digits). Says nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertificateNumber(String);

impl CertificateNumber {
    /// Makes the number of a certificate issued in `year` from a random value.
    pub fn new(year: i16, random: u64) -> Self {
        let serial = random % 100_000_000;
        let body = format!("{year:04}{serial:08}");
        let check = 98 - (body.parse::<u64>().unwrap_or(0) * 100) % 97;
        Self(format!("TB-{year:04}-{serial:08}-{check:02}"))
    }

    /// Reads a number as printed; spaces around it are ignored. `None` when the shape or check is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = text.strip_prefix("TB-")?;
        let mut parts = rest.split('-');
        let (year, serial, check) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || serial.len() != 8 || check.len() != 2 {
            return None;
        }
        if !rest.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let made = Self::new(year.parse().ok()?, serial.parse().ok()?);
        (made.0 == text).then_some(made)
    }

    /// The number as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificate_number_reads_back_and_refuses_a_changed_digit() {
        let number = CertificateNumber::new(2026, 12_345_678);
        assert_eq!(CertificateNumber::parse(number.as_str()), Some(number.clone()));
        let changed = number.as_str().replacen("12345678", "12345679", 1);
        assert_eq!(CertificateNumber::parse(&changed), None);
        for wrong in ["", "TB-", "TB-2026-1-1", "XX-2026-12345678-00", "TB-2026-12345678-00-1"] {
            assert_eq!(CertificateNumber::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ids_are_random_uuids_and_read_back() {
        let id = RegistryNumber::from_random_bytes([7; 16]);
        assert_eq!(id.to_string().parse::<RegistryNumber>().unwrap(), id);
        assert_eq!(id.to_string().as_bytes()[14], b'4', "version 4: {id}");
    }
}
