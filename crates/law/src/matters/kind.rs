//! The kinds of matters.

use vocabulary::{Purpose, Verb};

use crate::codes::codes;

codes! {
    /// What the register follows step by step besides records and cases: requests, orders, findings, agreements,
    /// pieces of material. Each kind has its rows in the tables of this module.
    MatterKind ("matter") {
        /// A person, their representative or guardian asks for the information held (Art. 7(1)(1)).
        AccessRequest = "access-request",
        /// An order that hides who looked from the person until a day (R7.1.4).
        WithholdingOrder = "withholding-order",
        /// An appeal against an action or inaction (Art. 7(1)(2), 37).
        Complaint = "complaint",
        /// A decision of a court that the register executes (R37.1.2).
        CourtDecision = "court-decision",
        /// A claim that what is held is wrong (R13.1.3).
        Rectification = "rectification",
        /// A consent withdrawn (C-30).
        ConsentWithdrawal = "consent-withdrawal",
        /// A breach of protection (Art. 7(1)(3)).
        Incident = "incident",
        /// A citizen who comes to be registered (Art. 7(1-1)).
        Visit = "visit",
        /// Information given to a court or a body (Art. 9(4)).
        Transfer = "transfer",
        /// A ratified treaty (Art. 3(2)).
        Treaty = "treaty",
        /// A query of a foreign state (Art. 9(5)).
        ForeignRequest = "foreign-request",
        /// A request for data for research (Art. 5-1(7)).
        ResearchRequest = "research-request",
        /// A protest or an order of the prosecutor (Art. 36).
        ProsecutorOrder = "prosecutor-order",
        /// An extract of the ledger for an inquiry (Art. 38).
        LedgerExtract = "ledger-extract",
        /// "Why did you look?", asked of an officer about one look (R4.5.1).
        CallBack = "call-back",
        /// Information on violated conditions of collection or processing (Art. 9(2)).
        Violation = "violation",
        /// Rules of a body: an act with its text, to be simulated, signed and confirmed (Art. 3(1), 32–35).
        RuleBundle = "rule-bundle",
        /// A form with its number (Art. 8(5)).
        Form = "form",
        /// A legal, organisational or technical control with its evidence (Art. 6(2)(1)).
        Control = "control",
        /// A backup restored to see that it can be (Art. 8(2)).
        RestoreDrill = "restore-drill",
        /// An officer's undertaking of confidentiality and yearly training (Art. 8(4)).
        Undertaking = "undertaking",
        /// An order to work outside the hours of a site (Art. 8(4)).
        OffHoursOrder = "off-hours-order",
        /// The check of a station before it collects (Art. 8(3)).
        StationCheck = "station-check",
        /// A service agreement of a foreign institution with a legal entity (Art. 33).
        Agreement = "agreement",
        /// A batch of collected packets of a service firm (Art. 33).
        Batch = "batch",
        /// A power that another law gives a body (Art. 32(3), 33(3), 34(3), 35(2)).
        Power = "power",
        /// What other laws say of liability: text and validity, no amounts (Art. 38).
        LiabilityReference = "liability-reference",
        /// An exemption with its proof (Art. 10-1(4)).
        Exemption = "exemption",
        /// Reciprocity with a state in a category of Art. 10-1(2).
        Reciprocity = "reciprocity",
        /// An invitation by one of the bodies of Art. 10-1(2)(6).
        Invitation = "invitation",
        /// Who represents a minor or an incapable person, and by which document (Art. 11(2), 11(3)).
        Representation = "representation",
        /// A piece of biological material from the first touch to its end (Art. 19–23).
        Material = "material",
        /// An unidentified corpse (Art. 1(14)).
        Corpse = "corpse",
        /// A missing citizen whose relatives are registered (Art. 18(2), 29(3)).
        MissingPerson = "missing-person",
    }
}

/// What a matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterAbout {
    /// One record: its registry number is named when the matter is opened, and the matter goes with it.
    Record,
    /// No record of a person.
    Nothing,
}

impl MatterKind {
    /// What it is about.
    pub const fn about(self) -> MatterAbout {
        use MatterKind::*;
        match self {
            AccessRequest | WithholdingOrder | CourtDecision | Rectification | ConsentWithdrawal
            | Transfer | Violation => MatterAbout::Record,
            _ => MatterAbout::Nothing,
        }
    }

    /// Whether a record may be named when it is opened, though it need not be.
    pub const fn may_name_a_record(self) -> bool {
        matches!(self, Self::Complaint | Self::ProsecutorOrder | Self::ForeignRequest | Self::CallBack)
    }

    /// Why its steps are taken.
    pub const fn purpose(self) -> Purpose {
        use MatterKind::*;
        match self {
            AccessRequest | Complaint | Rectification | ConsentWithdrawal | Visit => Purpose::SubjectAccess,
            Control | RestoreDrill | Undertaking | OffHoursOrder | StationCheck => Purpose::Administration,
            _ => Purpose::Keeping,
        }
    }

    /// The verb of processing of its steps (Art. 1(10), 1(11)).
    pub const fn verb(self) -> Verb {
        use MatterKind::*;
        match self {
            Transfer | ForeignRequest | ResearchRequest => Verb::Transfer,
            ProsecutorOrder | CallBack => Verb::Supervise,
            Control | RestoreDrill | Undertaking | OffHoursOrder | StationCheck | RuleBundle | Form
            | Power | LiabilityReference => Verb::Administer,
            Visit | Batch | Exemption | Representation | Material | Corpse | MissingPerson => Verb::Collect,
            Violation | WithholdingOrder => Verb::Block,
            Rectification | ConsentWithdrawal => Verb::Change,
            AccessRequest | Complaint | CourtDecision | Incident | LedgerExtract | Treaty | Agreement
            | Reciprocity | Invitation => Verb::Use,
        }
    }
}
