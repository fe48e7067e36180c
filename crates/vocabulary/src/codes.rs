//! Closed lists of the Law, each with the code used in files, forms and the ledger.

use std::fmt;
use std::str::FromStr;

/// A code that is not in its closed list. Names the list and the text, so that the message can say both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {list} {text:?}; known: {known}")]
pub struct UnknownCode {
    /// Name of the list, e.g. `basis`.
    pub list: &'static str,
    /// What was given.
    pub text: String,
    /// The codes of the list, comma separated.
    pub known: String,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident ($list:literal) { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every member, in the order of the Law.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as written in files and in the ledger.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.code()) }
        }

        impl FromStr for $name {
            type Err = UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|m| m.code() == text).ok_or_else(|| UnknownCode {
                    list: $list,
                    text: text.chars().take(80).collect(),
                    known: Self::ALL.iter().map(|m| m.code()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.code()) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use codes;

codes! {
    /// Legal basis of a registration (law.md section 4). `BV` is border verification: not a registration.
    Basis ("basis") {
        /// Citizen, identity card or passport, by consent: Art. 10(1).
        B1 = "B1",
        /// Citizen, passport issued at a foreign institution, by consent: Art. 10(1).
        B1f = "B1f",
        /// Seafarer's identity document: Art. 10(2)(1).
        B2 = "B2",
        /// Temporary or permanent residence permit: Art. 10(2)(2).
        B3 = "B3",
        /// Foreigner's residence document, stateless person's certificate: Art. 10(2)(3).
        B4 = "B4",
        /// Asylum seeker, refugee: Art. 10(2)(4).
        B5 = "B5",
        /// Expulsion, readmission: Art. 10(2)(5).
        B6 = "B6",
        /// Visa: Art. 10(2)(6).
        B7 = "B7",
        /// Child of 12 to under 16, citizen's passport: Art. 10(4).
        B8 = "B8",
        /// Border identity verification: Art. 16(4), 35.
        BV = "BV",
        /// Convicted person: Art. 18(1)(1).
        G1 = "G1",
        /// Unidentified person (trace): Art. 18(1)(2).
        G2 = "G2",
        /// Relative of a missing citizen, by consent: Art. 18(2).
        G3 = "G3",
        /// Unidentified corpse: Art. 18(1)(3).
        G4 = "G4",
    }
}

codes! {
    /// A body or actor of the Law (law.md, table of actors).
    Body ("body") {
        /// Bodies of internal affairs.
        Iab = "IAB",
        /// Authorised division of IAB for genomic registration.
        Agd = "AGD",
        /// Authorised department of IAB that destroys dactyloscopic information.
        Add = "ADD",
        /// Body for foreign policy and its foreign institutions.
        Mfa = "MFA",
        /// National security bodies.
        Nsb = "NSB",
        /// Body for transport (seafarers).
        Trb = "TRB",
        /// Forensic examination bodies of the Ministry of Justice.
        Feb = "FEB",
        /// Individual licensed forensic expert.
        Lfe = "LFE",
        /// Bodies of inquiry and investigation.
        Inv = "INV",
        /// Prosecution bodies.
        Pro = "PRO",
        /// Legal entity under a service agreement with a foreign institution (Art. 33).
        Svc = "SVC",
    }
}

codes! {
    /// Citizenship of the person, as far as known.
    Citizenship ("citizenship") {
        /// Citizen of the Republic of Kazakhstan.
        Citizen = "citizen",
        /// Citizen of another state.
        Foreigner = "foreigner",
        /// Citizen of no state.
        Stateless = "stateless",
        /// Not established.
        Unknown = "unknown",
    }
}

codes! {
    /// Whether the person must or may be registered (Art. 4(3), 9-1).
    RegistrationType ("registration type") {
        /// With consent: B1, B1f, B8, G3.
        Voluntary = "voluntary",
        /// By duty: B2–B7, G1, G2, G4.
        Mandatory = "mandatory",
    }
}

codes! {
    /// What an officer does in this product. A role never widens what the body may do.
    Role ("role") {
        /// Opens cases, captures, registers, verifies.
        Operator = "operator",
        /// Adjudicates candidates, identifies unknown persons.
        Examiner = "examiner",
        /// Supervises: reads everything, writes nothing (Art. 36).
        Prosecutor = "prosecutor",
        /// Keeps officers' accounts; sees no record of a person.
        Administrator = "administrator",
        /// The second person: agrees to what one officer may not do alone.
        Supervisor = "supervisor",
        /// Heads a division that destroys: approves acts (Art. 17(3), 23(4)).
        Head = "head",
        /// Keeps records to their end: draws up acts, signs them in a commission, executes them, keeps the carriers
        /// of the archive (Art. 15, 17, 23).
        Archivist = "archivist",
        /// Watches over the lawfulness of processing: blocks, reviews blocks (Art. 9(2)).
        DataProtection = "data-protection",
        /// The register itself: the daily sweep and the feed of civil-status events. Nobody has such an account.
        System = "system",
    }
}

codes! {
    /// The verbs of processing, closed by Art. 1(10), 1(11) and 1(4), (12), (12-1) (R1.10.1).
    Verb ("verb") {
        /// Collecting.
        Collect = "collect",
        /// Accumulating and storing.
        Store = "store",
        /// Changing.
        Change = "change",
        /// Supplementing.
        Supplement = "supplement",
        /// Using: views, verification, identification.
        Use = "use",
        /// Transferring.
        Transfer = "transfer",
        /// Depersonalising.
        Depersonalise = "depersonalise",
        /// Blocking.
        Block = "block",
        /// Destroying.
        Destroy = "destroy",
        /// Administering the system itself: no personal data of a subject is touched.
        Administer = "administer",
        /// Supervising legality (Art. 36).
        Supervise = "supervise",
    }
}

codes! {
    /// Why a call is made (R5.1.1): each purpose maps to an article and to the galleries it may touch.
    Purpose ("purpose") {
        /// Registration of a person on a basis of the Law.
        Registration = "registration",
        /// P1: confirm an identity, 1:1 (Art. 16(1)).
        Confirm = "P1",
        /// P2: identify an unknown person, 1:N, with a case (Art. 16(1)).
        Identify = "P2",
        /// P3: control of foreigners and stateless persons (Art. 16(2)).
        ForeignerControl = "P3",
        /// P4: safety of the individual, society and the state (Art. 16(3)); gated.
        Safety = "P4",
        /// Border verification, 1:1 (Art. 16(4)).
        Border = "border",
        /// The person asks for their own information (Art. 7(1)(1)).
        SubjectAccess = "subject-access",
        /// Supervision by the prosecutor (Art. 36).
        Supervision = "supervision",
        /// Keeping accounts and the system itself (Art. 6(2)(1)).
        Administration = "administration",
        /// Keeping records lawful to their end: corrections, events, terms, blocks, acts (Art. 9, 13, 15, 17, 23, 26).
        Keeping = "keeping",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for basis in Basis::ALL {
            assert_eq!(basis.code().parse::<Basis>().unwrap(), *basis);
        }
        for body in Body::ALL {
            assert_eq!(body.code().parse::<Body>().unwrap(), *body);
        }
    }

    #[test]
    fn an_unknown_code_names_the_list_the_text_and_what_is_known() {
        let error = "B9".parse::<Basis>().unwrap_err().to_string();
        assert!(error.contains("basis") && error.contains("B9") && error.contains("B1f"), "{error}");
    }
}
