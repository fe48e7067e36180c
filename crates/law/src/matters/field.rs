//! The fields of matters: each a reference, a day, a count or a code of a closed list, so that no free text about a
//! person is kept.

use std::collections::BTreeMap;

use crate::codes::codes;

codes! {
    /// A field of a step.
    MatterField ("field") {
        /// Who asks: the person, a representative, a guardian.
        Asker = "asker",
        /// The identity document that was seen.
        Proof = "proof",
        /// Number of a document.
        Document = "document",
        /// The document that shows a relation.
        RelationDocument = "relation-document",
        /// The last day of a relation.
        RelationUntil = "relation-until",
        /// A relation of representation.
        Relation = "relation",
        /// Number of a court's decision.
        CourtDecision = "court-decision",
        /// SHA-256 in hex.
        Digest = "digest",
        /// A second SHA-256 in hex: of what the first is held against.
        OtherDigest = "other-digest",
        /// Language of a paper.
        Language = "language",
        /// Why something is turned down.
        Reason = "reason",
        /// Number of an order.
        Order = "order",
        /// First day.
        From = "from",
        /// Last day.
        Until = "until",
        /// The day of an event.
        Day = "day",
        /// The day of the next review, test or training.
        NextDay = "next-day",
        /// Number of an entry of the ledger.
        Entry = "entry",
        /// The last entry of an extract.
        LastEntry = "last-entry",
        /// Where an appeal goes.
        Route = "route",
        /// How a matter ended.
        Outcome = "outcome",
        /// What a decision of a court asks for: several, separated by spaces.
        Parts = "parts",
        /// The part that was done.
        Part = "part",
        /// What is decided after a withdrawal of consent.
        Decision = "decision",
        /// The kind of thing, by a list of its matter.
        Kind = "kind",
        /// How many.
        Count = "count",
        /// How many were looked at again.
        Sample = "sample",
        /// How many of those differed.
        Deviations = "deviations",
        /// To whom information goes.
        Recipient = "recipient",
        /// The office of the recipient.
        Office = "office",
        /// The article that allows it.
        Article = "article",
        /// Number of the case.
        CaseReference = "case-reference",
        /// What is given.
        Scope = "scope",
        /// What the order allows to give.
        OrderScope = "order-scope",
        /// A state, by three letters of ISO 3166-1.
        State = "state",
        /// The state the person is a citizen of.
        Nationality = "nationality",
        /// The act, such as a law of ratification.
        Act = "act",
        /// The treaty, a matter of this register.
        Treaty = "treaty",
        /// The service agreement, a matter of this register.
        Agreement = "agreement",
        /// Another piece of material, a matter of this register.
        Item = "item",
        /// Hit or no hit.
        Answer = "answer",
        /// An officer.
        Officer = "officer",
        /// The bases of the Law: several, separated by spaces.
        Bases = "bases",
        /// A control, by its code.
        ControlCode = "control-code",
        /// A party, by its business number.
        Party = "party",
        /// A unit, such as 00-0001.
        Unit = "unit",
        /// Encryption works.
        Encryption = "encryption",
        /// The clock is right.
        Clock = "clock",
        /// The certificate is good.
        Certificate = "certificate",
        /// The program is the newest.
        Update = "update",
        /// An amount of money: never given.
        Amount = "amount",
        /// Who issued a conclusion.
        Issuer = "issuer",
        /// A code of a list of diseases.
        DiseaseCode = "disease-code",
        /// The basis of a case.
        Basis = "basis",
        /// A category of Art. 10-1(2).
        Category = "category",
        /// Who invites.
        Inviter = "inviter",
        /// The group of genomic registration, G1 to G4.
        Group = "group",
        /// The earlier genomic registration of the person.
        EarlierProfile = "earlier-profile",
        /// Number of a kit.
        Kit = "kit",
        /// What material it is.
        MaterialType = "material-type",
        /// Where it is from.
        Source = "source",
        /// Number of a seal.
        Seal = "seal",
        /// Code of a place.
        Place = "place",
        /// The document that is the basis of a selection.
        BasisDocument = "basis-document",
        /// The specialist's number.
        Specialist = "specialist",
        /// What the specialist is of.
        SpecialistOf = "specialist-of",
        /// Written application or consent.
        Consent = "consent",
        /// Hygiene was kept.
        Hygiene = "hygiene",
        /// The medical reason for another than the usual way.
        MedicalReason = "medical-reason",
        /// Whether the person is a minor.
        Minor = "minor",
        /// To which laboratory.
        Laboratory = "laboratory",
        /// A licence.
        Licence = "licence",
        /// Its last day.
        LicenceUntil = "licence-until",
        /// In what condition it arrived.
        Condition = "condition",
        /// What a portion is used for.
        PortionUse = "portion-use",
        /// Number of a run.
        Run = "run",
        /// The controls of a run.
        RunControls = "run-controls",
        /// Whether it is evidence of a criminal case.
        Evidence = "evidence",
        /// Why a repeat is asked for.
        LabReason = "lab-reason",
        /// The agreement of the head.
        HeadAgreement = "head-agreement",
        /// Whether the identity is known.
        IdentityKnown = "identity-known",
        /// A blood relation of the closed list of Art. 1(2).
        Kinship = "kinship",
        /// The side of the relation.
        Line = "line",
        /// Why a closer relative does not give material (Art. 18(2)).
        CloserReason = "closer-reason",
        /// Why a case of a missing person ended.
        ClosingGround = "closing-ground",
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldShape {
    /// Letters, digits and `/-. `, 1 to 64 characters, with a digit and without twelve in a row: no name, no IIN.
    Reference,
    /// The same and round brackets.
    Article,
    /// A day that exists, YYYY-MM-DD.
    Day,
    /// A whole number up to 999,999,999.
    Count,
    /// 64 hexadecimal digits.
    Digest,
    /// Three capital letters.
    State,
    /// Two digits, a hyphen, four digits.
    Unit,
    /// The identifier of an officer or of a matter.
    Identifier,
    /// The number of a business: twelve digits.
    Business,
    /// One of these codes.
    Code(&'static [&'static str]),
    /// One to eight of these codes, separated by spaces.
    Codes(&'static [&'static str]),
}

/// What was given with a step.
pub type MatterFields = BTreeMap<MatterField, String>;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {expected}")]
pub struct MatterFieldError {
    /// The field.
    pub field: MatterField,
    /// What it may hold.
    pub expected: String,
}

/// Scopes of a transfer, from the least to the most (R9.4.2).
pub(super) const SCOPES: &[&str] = &["match-no-match", "registry-number", "card", "images"];
const BASES: &[&str] = &["B1", "B1f", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "BV", "G1", "G2", "G3", "G4"];
const YES_NO: &[&str] = &["yes", "no"];
const PASSED: &[&str] = &["passed", "failed"];

impl MatterField {
    /// What it holds.
    pub const fn shape(self) -> FieldShape {
        use FieldShape as S;
        use MatterField::*;
        match self {
            Document | RelationDocument | CourtDecision | Order | CaseReference | Office | Act | Seal
            | Kit | Place | BasisDocument | Specialist | Licence | Run | MedicalReason | DiseaseCode
            | HeadAgreement | Consent => S::Reference,
            Article => S::Article,
            RelationUntil | From | Until | Day | NextDay | LicenceUntil => S::Day,
            Count | Sample | Deviations | Entry | LastEntry | Amount => S::Count,
            Digest | OtherDigest => S::Digest,
            State | Nationality => S::State,
            Unit => S::Unit,
            Party => S::Business,
            Treaty | Agreement | Item | Officer => S::Identifier,
            Encryption | Clock | Certificate | Update | RunControls => S::Code(PASSED),
            Minor | EarlierProfile | Hygiene | Evidence | IdentityKnown => S::Code(YES_NO),
            Basis => S::Code(BASES),
            Bases => S::Codes(BASES),
            Scope | OrderScope => S::Code(SCOPES),
            Group => S::Code(&["G1", "G2", "G3", "G4"]),
            Language => S::Code(&["kk", "ru", "en"]),
            _ => self.list(),
        }
    }

    const fn list(self) -> FieldShape {
        use MatterField::*;
        FieldShape::Code(match self {
            Asker => &["subject", "representative", "guardian"],
            Proof => &["identity-card", "passport", "travel-document", "residence-document", "none"],
            Relation => {
                &["parent", "adoptive-parent", "guardian-by-court", "limited-capacity", "carer", "other"]
            }
            Reason => &[
                "no-identity",
                "no-record",
                "no-relation",
                "not-eligible",
                "equipment",
                "no-ground",
                "repeated",
            ],
            Route => &["higher-official", "court", "prosecutor"],
            Outcome => &["upheld", "partly", "dismissed", "explained", "unexplained", "block", "no-block"],
            Part => PARTS,
            Decision => &["block", "depersonalise", "destroy", "refuse"],
            Kind => KINDS,
            Recipient => &[
                "court",
                "law-enforcement",
                "special-state-body",
                "enforcement",
                "inquiry",
                "employer",
                "company",
                "media",
                "private-person",
            ],
            Answer => &["hit", "no-hit"],
            ControlCode => CONTROLS,
            Issuer => &["medical-commission", "physician", "operator", "two-officers"],
            Category => &["10-1(2)(1)", "10-1(2)(2)", "10-1(2)(3)", "10-1(2)(4)", "10-1(2)(5)", "10-1(2)(6)"],
            Inviter => &[
                "administration-of-the-president",
                "parliament",
                "supreme-court",
                "government",
                "special-state-body",
                "ministry-of-defence",
                "foreign-policy-body",
                "other",
            ],
            MaterialType => &["buccal-swab", "blood", "hair", "bone", "tooth", "other"],
            Source => &["living-person", "body", "trace"],
            SpecialistOf => &["authorised-division", "forensic-medicine"],
            Laboratory => &["AGD", "FEB", "LFE"],
            Condition => &["whole", "damaged"],
            PortionUse => &["genomic-information", "research", "health", "ancestry", "appearance"],
            LabReason => &["degraded", "too-little", "contaminated", "mixed"],
            Kinship => KINSHIPS,
            Line => &["maternal", "paternal", "both"],
            CloserReason => &["dead", "missing", "not-known", "declined", "unreachable"],
            ClosingGround => &["location-found", "no-event", "no-crime", "other"],
            _ => return FieldShape::Codes(PARTS),
        })
    }

    /// Holds a text against the shape.
    ///
    /// # Errors
    /// [`MatterFieldError`] that says what the field may hold.
    pub fn check(self, text: &str) -> Result<(), MatterFieldError> {
        let expected = match self.shape() {
            FieldShape::Reference if reference(text, "/-. ") => return Ok(()),
            FieldShape::Article if reference(text, "/-. ()") => return Ok(()),
            FieldShape::Day if vocabulary::parse_date(text).is_ok() => return Ok(()),
            FieldShape::Count if digits(text, 1..=9) => return Ok(()),
            FieldShape::Digest if is_digest(text) => return Ok(()),
            FieldShape::State if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) => {
                return Ok(());
            }
            FieldShape::Unit if text.parse::<vocabulary::Unit>().is_ok() => return Ok(()),
            FieldShape::Identifier if text.parse::<vocabulary::OfficerId>().is_ok() => return Ok(()),
            FieldShape::Business if digits(text, 12..=12) => return Ok(()),
            FieldShape::Code(list) if list.contains(&text) => return Ok(()),
            FieldShape::Codes(list) if several(text, list) => return Ok(()),
            FieldShape::Reference => "the number of a document: 1 to 64 letters, digits and / - . or space, with a digit, and no IIN".to_owned(),
            FieldShape::Article => "an article: 1 to 64 letters, digits and / - . ( ) or space".to_owned(),
            FieldShape::Day => "a day that exists, as YYYY-MM-DD".to_owned(),
            FieldShape::Count => "a whole number of at most nine digits".to_owned(),
            FieldShape::Digest => "a SHA-256 as 64 hexadecimal digits".to_owned(),
            FieldShape::State => "a state by its three capital letters, as KGZ".to_owned(),
            FieldShape::Unit => "a unit, as 00-0001".to_owned(),
            FieldShape::Identifier => "an identifier as the register shows it".to_owned(),
            FieldShape::Business => "the twelve digits of a business".to_owned(),
            FieldShape::Code(list) => format!("one of {}", list.join(", ")),
            FieldShape::Codes(list) => format!("one or several, separated by spaces, of {}", list.join(", ")),
        };
        Err(MatterFieldError { field: self, expected })
    }
}

/// The relations of Art. 1(2), and those that are taken for one and are none.
const KINSHIPS: &[&str] = &[
    "parent",
    "child",
    "grandfather",
    "grandmother",
    "grandchild",
    "full-sibling",
    "half-sibling",
    "cousin",
    "second-cousin",
    "uncle",
    "aunt",
    "nephew",
    "spouse",
    "in-law",
    "adoptive",
];

/// What a court's decision may ask for.
const PARTS: &[&str] = &["destroy", "correct", "unblock", "give-access"];

/// Kinds of things, over all matters that have them.
const KINDS: &[&str] = &[
    "synthetic",
    "aggregates",
    "images",
    "profiles",
    "protest",
    "order",
    "block",
    "collection",
    "processing",
    "integrity",
    "unlawful-basis",
    "complaint",
    "leak",
    "loss",
    "access",
    "medical",
    "anatomical",
    "temporary",
    "hit-no-hit",
    "identity",
];

/// The controls that only an organisation can keep, and those of the program that are shown with them (R6.2.1).
pub(super) const CONTROLS: &[&str] = &[
    "capture-dignity",
    "site-rooms",
    "power-register",
    "laboratory-elimination-list",
    "hygiene-checklist",
    "key-escrow",
    "offline-backup",
    "staff-training",
    "incident-plan",
    "penetration-test",
];

fn reference(text: &str, also: &str) -> bool {
    let chars = text.chars().count();
    (1..=64).contains(&chars)
        && text.trim() == text
        && text.chars().any(|c| c.is_ascii_digit())
        && !text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 12)
        && text.chars().all(|c| c.is_alphanumeric() || also.contains(c))
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn several(text: &str, list: &[&str]) -> bool {
    let parts: Vec<&str> = text.split(' ').collect();
    (1..=8).contains(&parts.len()) && parts.iter().all(|part| list.contains(part))
}
