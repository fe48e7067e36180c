use jiff::civil::Date;
use ledger::Hash;
use serde::Serialize;
use vocabulary::{
    Basis, CandidateId, CaseId, EncounterId, EventId, FingerPosition, ImpressionId, LinkId, OfficerId,
    PersonId, RegistryNumber,
};

use super::{Change, Keeper, Owner};
use crate::error::StoreError;
use crate::model::{
    Adjudication, Certificate, Correction, Document, EventScope, EvidenceItem, IdentityDetails, LifeGround,
    NotedEvent,
};

/// What one row, or the rows of one fact, say. Each entry commits to the digests of what it made; the audit
/// has the store read the rows back into the same values and compares.
#[derive(Debug, Serialize)]
pub enum RowFact<'a> {
    /// A version of a person's details.
    Person { person: PersonId, details: &'a IdentityDetails },
    /// How a version of a person's details came about.
    Correction { person: PersonId, version: u32, correction: &'a Correction },
    /// All evidence of a case up to the entry, in order.
    Evidence { case: CaseId, items: &'a [EvidenceItem] },
    /// An examiner's opinion.
    Opinion {
        candidate: CandidateId,
        officer: OfficerId,
        adjudication: Adjudication,
        reason: &'a str,
        at_ms: i64,
    },
    /// The link of a record with its person.
    Registration { link: LinkId, person: PersonId, number: RegistryNumber, case: CaseId, basis: Basis },
    /// A certificate; its own entry aside.
    Certificate { person: PersonId, case: CaseId, certificate: Certificate },
    /// A state of a record's life.
    Life {
        number: RegistryNumber,
        version: u32,
        state: String,
        joined_until: Option<Date>,
        ground: &'a LifeGround,
    },
    /// An event as it was noted.
    Event { event: &'a NotedEvent },
    /// That an event was annulled.
    Annulment { event: EventId, on: Date, by: Option<OfficerId>, reference: &'a str },
    /// A document in one version; by [`RowFact::bytes`] of its canonical JSON.
    Document { kind: &'static str, id: [u8; 16], version: u32, body: Hash },
    /// An impression; image and template by [`RowFact::bytes`].
    Impression {
        number: RegistryNumber,
        id: ImpressionId,
        position: FingerPosition,
        media_type: &'a str,
        ppi: u16,
        quality_score: u8,
        quality_causes: &'a str,
        original: Hash,
        template: Hash,
    },
}

impl RowFact<'_> {
    /// The digest of an image or a template: SHA-256 as of a leaf of the tree.
    pub fn bytes(bytes: &[u8]) -> Hash {
        ledger::leaf_hash(bytes)
    }

    /// A certificate as its entry commits to it.
    pub fn certificate(person: PersonId, case: CaseId, certificate: &Certificate) -> Self {
        // The number of the entry is given after the commitment is made.
        Self::Certificate {
            person,
            case,
            certificate: Certificate { ledger_sequence: 0, ..certificate.clone() },
        }
    }

    /// The table it stands in and the digest of its canonical JSON, SHA-256 as of a leaf of the tree: a
    /// line of what the entry commits to.
    ///
    /// # Errors
    /// `Damaged` when it cannot be written as JSON.
    pub fn line(&self) -> Result<String, StoreError> {
        let table = match self {
            Self::Person { .. } | Self::Correction { .. } => "identity.person_version",
            Self::Evidence { .. } => "identity.evidence",
            Self::Opinion { .. } => "links.opinion",
            Self::Registration { .. } => "links.registration",
            Self::Certificate { .. } => "identity.certificate",
            Self::Life { .. } => "links.life",
            Self::Event { .. } => "links.event",
            Self::Annulment { .. } => "links.annulment",
            Self::Document { .. } => "links.document",
            Self::Impression { .. } => "biometrics.impression",
        };
        let damaged =
            |e: serde_json::Error| StoreError::Damaged { what: table.to_owned(), why: e.to_string() };
        let digest = ledger::leaf_hash(&serde_json::to_vec(self).map_err(damaged)?);
        Ok(format!("{table} {digest}"))
    }
}

/// What a change says in rows that the entry commits to, and with whom the salt is destroyed. `case`: the
/// case that the same act moves on, to which opinions belong.
pub(super) fn facts_of(
    change: &Change,
    (case, supplement): (Option<CaseId>, Option<EncounterId>),
    actor: OfficerId,
) -> Vec<(Keeper, Owner, RowFact<'_>)> {
    match change {
        Change::PersonAdded { id, details } => {
            vec![(Keeper::Identity, Owner::Person(*id), RowFact::Person { person: *id, details })]
        }
        // The person's, not the case's: a version may outlive the case that showed it.
        Change::PersonChanged { id, details, .. } => {
            vec![(Keeper::Identity, Owner::Person(*id), RowFact::Person { person: *id, details })]
        }
        Change::PersonCorrected { id, version, details, correction } => [
            RowFact::Person { person: *id, details },
            RowFact::Correction { person: *id, version: *version, correction },
        ]
        .map(|fact| (Keeper::Identity, Owner::Person(*id), fact))
        .into(),
        Change::CaseOpened(case) | Change::CaseUpdated(case) if !case.evidence.is_empty() => {
            let fact = RowFact::Evidence { case: case.id, items: &case.evidence };
            vec![(Keeper::Identity, Owner::Case(case.id), fact)]
        }
        Change::OpinionGiven { candidate, officer, adjudication, reason, at } => {
            let fact = RowFact::Opinion {
                candidate: *candidate,
                officer: *officer,
                adjudication: *adjudication,
                reason,
                at_ms: at.as_millisecond(),
            };
            case.map(|case| (Keeper::Links, Owner::Case(case), fact)).into_iter().collect()
        }
        Change::Registered { link, person, number, case, certificate, .. } => {
            let basis = certificate.basis;
            let link =
                RowFact::Registration { link: *link, person: *person, number: *number, case: *case, basis };
            let issued = RowFact::certificate(*person, *case, certificate);
            vec![
                (Keeper::Links, Owner::Record(*number), link),
                (Keeper::Identity, Owner::Case(*case), issued),
            ]
        }
        Change::LifeChanged { number, version, state, joined_until, ground } => {
            let fact = RowFact::Life {
                number: *number,
                version: *version,
                state: state.to_string(),
                joined_until: *joined_until,
                ground,
            };
            vec![(Keeper::Links, Owner::Record(*number), fact)]
        }
        Change::EventNoted(event) => vec![(Keeper::Links, owner_of(event.scope), RowFact::Event { event })],
        Change::EventAnnulled { event, scope, on, by, reference } => {
            let fact = RowFact::Annulment { event: *event, on: *on, by: *by, reference };
            vec![(Keeper::Links, owner_of(*scope), fact)]
        }
        Change::Documented(document) => document_fact(document, actor).into_iter().collect(),
        Change::ImpressionCaptured { number, encounter, .. } => {
            let of_supplement = supplement.filter(|supplement| supplement == encounter);
            let owner = of_supplement.map_or(Owner::Record(*number), Owner::Supplement);
            impression(change).map(|fact| (Keeper::Links, owner, fact)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn owner_of(scope: EventScope) -> Owner {
    match scope {
        EventScope::Person(person) => Owner::Person(person),
        EventScope::Record(number) => Owner::Record(number),
    }
}

/// Documents of a record go with it; the others stay with whoever wrote them.
fn document_fact(document: &Document, actor: OfficerId) -> Option<(Keeper, Owner, RowFact<'_>)> {
    let body = RowFact::bytes(&serde_json::to_vec(document).ok()?);
    let (kind, id, version) = (document.kind().code(), document.id(), document.version());
    let owner = document.of_record().map_or(Owner::Officer(actor), Owner::Record);
    Some((Keeper::Links, owner, RowFact::Document { kind, id, version, body }))
}

fn impression(change: &Change) -> Option<RowFact<'_>> {
    let Change::ImpressionCaptured {
        number,
        id,
        position,
        original,
        media_type,
        ppi,
        template,
        quality_score,
        quality_causes,
        ..
    } = change
    else {
        return None;
    };
    Some(RowFact::Impression {
        number: *number,
        id: *id,
        position: *position,
        media_type,
        ppi: *ppi,
        quality_score: *quality_score,
        quality_causes,
        original: RowFact::bytes(original),
        template: RowFact::bytes(template),
    })
}
