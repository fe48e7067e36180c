use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::{OfficerId, ReferralId, RegistryNumber, ReportId};

use super::{
    Act, Archived, Carrier, GatedSearch, LaneExemption, Matter, Proposal, SecondLine, Supplement,
    SweepReport, TermPage, TermReport, TermsInForce, Tombstone,
};

/// What the register remembers besides people, cases and prints: each in numbered versions, the newest of which
/// counts. None holds a name or a document number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// What one officer proposes and another has to agree to.
    Proposal(Proposal),
    /// An act with its signatures.
    Act(Act),
    /// What is left of a destroyed record.
    Tombstone(Tombstone),
    /// A carrier of the archive.
    Carrier(Carrier),
    /// A record in the archive.
    Archived(Archived),
    /// The sweep of a day.
    Sweep(SweepMark),
    /// How far a feed was read.
    Feed(FeedMark),
    /// The public key or certificate an officer signs with.
    OfficerKey(SigningKeyRecord),
    /// A search that is off by default, asked for, answered and made.
    Search(GatedSearch),
    /// The rules by which terms are counted.
    Terms(TermsInForce),
    /// A report on a change of them.
    TermReport(TermReport),
    /// A page of its differences.
    TermPage(TermPage),
    /// Better prints of a record, taken by one officer and decided by another.
    Supplement(Supplement),
    /// A request, order, finding, agreement or piece of material, step by step.
    Matter(Matter),
    /// A traveller at the second line of the border.
    SecondLine(SecondLine),
    /// A written request or finding that exempts a traveller.
    LaneExemption(LaneExemption),
}

/// That a day was swept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepMark {
    /// The day.
    pub day: Date,
    /// What was done.
    pub report: SweepReport,
    /// Fingerprint of the rules the terms were counted by; older sweeps noted none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// Counts the sweeps.
    pub version: u32,
}

/// How far a feed of events was read: each message once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedMark {
    /// Name of the feed.
    pub feed: String,
    /// Number of the last message taken in.
    pub last: u64,
    /// Counts its versions.
    pub version: u32,
}

/// What an officer signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeyRecord {
    /// Whose.
    pub officer: OfficerId,
    /// Ed25519: the public key in hex. CMS: the SHA-256 of the certificate in hex.
    pub key: String,
    /// `ed25519` or `cms`.
    pub form: keyring::signing::SignatureForm,
    /// First moment of signatures that count.
    pub from: Timestamp,
    /// First moment of signatures that do not count any more.
    pub until: Option<Timestamp>,
    /// Counts the keys of the officer.
    pub version: u32,
}

/// Kinds of documents, as tables and addresses name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// See [`Document::Proposal`].
    Proposal,
    /// See [`Document::Act`].
    Act,
    /// See [`Document::Tombstone`].
    Tombstone,
    /// See [`Document::Carrier`].
    Carrier,
    /// See [`Document::Archived`].
    Archived,
    /// See [`Document::Sweep`].
    Sweep,
    /// See [`Document::Feed`].
    Feed,
    /// See [`Document::OfficerKey`].
    OfficerKey,
    /// See [`Document::Search`].
    Search,
    /// See [`Document::Terms`].
    Terms,
    /// See [`Document::TermReport`].
    TermReport,
    /// See [`Document::TermPage`].
    TermPage,
    /// See [`Document::Supplement`].
    Supplement,
    /// See [`Document::Matter`].
    Matter,
    /// See [`Document::SecondLine`].
    SecondLine,
    /// See [`Document::LaneExemption`].
    LaneExemption,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Proposal,
        Self::Act,
        Self::Tombstone,
        Self::Carrier,
        Self::Archived,
        Self::Sweep,
        Self::Feed,
        Self::OfficerKey,
        Self::Search,
        Self::Terms,
        Self::TermReport,
        Self::TermPage,
        Self::Supplement,
        Self::Matter,
        Self::SecondLine,
        Self::LaneExemption,
    ];

    /// Its code in the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Act => "act",
            Self::Tombstone => "tombstone",
            Self::Carrier => "carrier",
            Self::Archived => "archived",
            Self::Sweep => "sweep",
            Self::Feed => "feed",
            Self::OfficerKey => "officer-key",
            Self::Search => "search",
            Self::Terms => "terms",
            Self::TermReport => "term-report",
            Self::TermPage => "term-page",
            Self::Supplement => "supplement",
            Self::Matter => "matter",
            Self::SecondLine => "second-line",
            Self::LaneExemption => "lane-exemption",
        }
    }
}

/// The one sweep mark, the one feed of a name: identifiers made of text.
fn named(text: &str) -> [u8; 16] {
    let digest = ledger::leaf_hash(text.as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&digest.0[..16]);
    id
}

impl Document {
    /// Its kind.
    pub const fn kind(&self) -> DocumentKind {
        match self {
            Self::Proposal(_) => DocumentKind::Proposal,
            Self::Act(_) => DocumentKind::Act,
            Self::Tombstone(_) => DocumentKind::Tombstone,
            Self::Carrier(_) => DocumentKind::Carrier,
            Self::Archived(_) => DocumentKind::Archived,
            Self::Sweep(_) => DocumentKind::Sweep,
            Self::Feed(_) => DocumentKind::Feed,
            Self::OfficerKey(_) => DocumentKind::OfficerKey,
            Self::Search(_) => DocumentKind::Search,
            Self::Terms(_) => DocumentKind::Terms,
            Self::TermReport(_) => DocumentKind::TermReport,
            Self::TermPage(_) => DocumentKind::TermPage,
            Self::Supplement(_) => DocumentKind::Supplement,
            Self::Matter(_) => DocumentKind::Matter,
            Self::SecondLine(_) => DocumentKind::SecondLine,
            Self::LaneExemption(_) => DocumentKind::LaneExemption,
        }
    }

    /// Its identifier within its kind.
    pub fn id(&self) -> [u8; 16] {
        match self {
            Self::Proposal(proposal) => *proposal.id.as_bytes(),
            Self::Act(act) => *act.text.id.as_bytes(),
            Self::Tombstone(tombstone) => *tombstone.number.as_bytes(),
            Self::Carrier(carrier) => *carrier.id.as_bytes(),
            Self::Archived(archived) => *archived.number.as_bytes(),
            Self::Sweep(_) => Self::sweep_id(),
            Self::Feed(mark) => Self::feed_id(&mark.feed),
            Self::OfficerKey(key) => *key.officer.as_bytes(),
            Self::Search(search) => *search.id.as_bytes(),
            Self::Terms(_) => Self::terms_id(),
            Self::TermReport(report) => *report.text.id.as_bytes(),
            Self::TermPage(page) => Self::term_page_id(page.report, page.page),
            Self::Supplement(supplement) => *supplement.id.as_bytes(),
            Self::Matter(matter) => *matter.id.as_bytes(),
            Self::SecondLine(second) => *second.id.as_bytes(),
            Self::LaneExemption(exemption) => *exemption.id.as_bytes(),
        }
    }

    /// Identifier of the mark of sweeps.
    pub fn sweep_id() -> [u8; 16] {
        named("sweep")
    }

    /// Identifier of the rules by which terms are counted.
    pub fn terms_id() -> [u8; 16] {
        named("terms")
    }

    /// Identifier of a page of a report on a change of them.
    pub fn term_page_id(report: ReportId, page: u32) -> [u8; 16] {
        named(&format!("term-page {report} {page}"))
    }

    /// Identifier of the one matter of its kind about a thing: an officer's undertaking, the check of a station.
    pub fn matter_id(kind: law::MatterKind, of: &str) -> vocabulary::MatterId {
        vocabulary::MatterId::from_random_bytes(named(&format!("matter {kind} {of}")))
    }

    /// Identifier of the document of a record's travellers at the second line.
    pub fn second_line_id(number: RegistryNumber) -> ReferralId {
        ReferralId::from_random_bytes(named(&format!("second-line {number}")))
    }

    /// Identifier of the mark of a feed.
    pub fn feed_id(feed: &str) -> [u8; 16] {
        named(&format!("feed {feed}"))
    }

    /// Its version: 1 for the first.
    pub fn version(&self) -> u32 {
        match self {
            Self::Proposal(proposal) => 1 + u32::from(proposal.settled.is_some()),
            Self::Act(act) => act.version,
            Self::Tombstone(_) | Self::Archived(_) | Self::TermPage(_) => 1,
            Self::Carrier(carrier) => carrier.version,
            Self::Sweep(mark) => mark.version,
            Self::Feed(mark) => mark.version,
            Self::OfficerKey(key) => key.version,
            Self::Search(search) => search.version(),
            Self::Terms(terms) => terms.version,
            Self::TermReport(report) => report.version,
            Self::Supplement(supplement) => 1 + u32::from(supplement.settled.is_some()),
            Self::Matter(matter) => matter.version(),
            Self::SecondLine(second) => second.version,
            Self::LaneExemption(exemption) => exemption.version(),
        }
    }

    /// The record it is destroyed with; `None` when it outlives every record.
    pub fn of_record(&self) -> Option<RegistryNumber> {
        match self {
            Self::Proposal(proposal) => Some(proposal.number),
            Self::Archived(archived) => Some(archived.number),
            Self::Supplement(supplement) => Some(supplement.number),
            Self::Matter(matter) => matter.number,
            Self::SecondLine(second) => second.number,
            Self::Act(_)
            | Self::Tombstone(_)
            | Self::Carrier(_)
            | Self::Sweep(_)
            | Self::Feed(_)
            | Self::OfficerKey(_)
            | Self::Search(_)
            | Self::Terms(_)
            | Self::TermReport(_)
            | Self::TermPage(_)
            | Self::LaneExemption(_) => None,
        }
    }
}
