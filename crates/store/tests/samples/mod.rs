//! Invented people, cases and prints, and a hand that writes them through a store's transactions as the
//! sequencer does. Deterministic: the same numbers give the same values.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "helpers; each test binary uses its part")]

use std::sync::Arc;

use dactyloscopy::{Minutia, MinutiaKind, Template};
use jiff::Timestamp;
use ledger::{ENTRY_VERSION, Entry, EntryFields, Frontier, Outcome, Salt, SignedCheckpoint, SigningKey};
use registry::ports::{Store, StoreTransaction};
use registry::sequencer::{Change, Keeper, Opening, Owner, WritePass};
use registry::*;
use vocabulary::*;

/// 16 bytes that look random and differ for every kind and number.
pub fn bytes(kind: &str, number: u64) -> [u8; 16] {
    let hash = ledger::leaf_hash(format!("{kind} {number}").as_bytes());
    *hash.0.first_chunk().unwrap()
}

macro_rules! ids {
    ($($function:ident $type:ident;)*) => {
        $(pub fn $function(number: u64) -> $type {
            $type::from_random_bytes(bytes(stringify!($type), number))
        })*
    };
}

ids! {
    officer_id OfficerId;
    person_id PersonId;
    case_id CaseId;
    registry_number RegistryNumber;
    encounter_id EncounterId;
    impression_id ImpressionId;
    link_id LinkId;
    search_id SearchId;
    candidate_id CandidateId;
}

/// An instant, with nanoseconds, that many seconds into the samples' year.
pub fn at(seconds: u64) -> Timestamp {
    Timestamp::new(1_767_225_600 + seconds as i64, 123_456_789).unwrap()
}

pub fn iin(number: u64) -> Iin {
    (number * 7..)
        .find_map(|n| {
            let text = format!("{n:011}");
            let mut digits = [0; 11];
            text.bytes().zip(&mut digits).for_each(|(b, d)| *d = b - b'0');
            Iin::check_digit(&digits).map(|check| Iin::parse(&format!("{text}{check}")).unwrap())
        })
        .unwrap()
}

pub fn details(number: u64) -> IdentityDetails {
    IdentityDetails {
        family_name: format!("Үлгіев{number}"),
        given_name: "Мысал".into(),
        patronymic: number.is_multiple_of(2).then(|| "Үлгіұлы".into()),
        sex: if number.is_multiple_of(2) { Sex::Male } else { Sex::Female },
        born: BirthDate::parse(["1984", "1984-02", "1984-02-29"][number as usize % 3]).unwrap(),
        citizenship: Citizenship::Citizen,
        nationality: Some("KAZ".into()),
        iin: Some(iin(number)),
        document_number: Some(format!("N{number:08}")),
    }
}

/// A new, open case of that person.
pub fn case(number: u64, person: PersonId) -> CaseRecord {
    let event_date = legal_date_kz(at(number));
    let facts = law::Case {
        event_date,
        basis: Basis::B1,
        body: Body::Iab,
        person: law::Person {
            citizenship: Citizenship::Citizen,
            born: Some(BirthDate::parse("1984-02-29").unwrap()),
            incapable: false,
            hands: law::Hands::Whole,
            palms_recordable: true,
            live_registrations: Vec::new(),
            earlier_genomic_profile: false,
        },
        circumstances: law::Circumstances::default(),
        evidence: Vec::new(),
    };
    CaseRecord {
        id: case_id(number),
        person: Some(person),
        basis: Basis::B1,
        body: Body::Iab,
        opened_by: officer_id(1),
        unit: vocabulary::Unit::CENTRAL,
        opened_at: at(number),
        event_date,
        reference: format!("ҚР-{number}/2026"),
        decision: law::decide(&facts),
        facts,
        evidence: Vec::new(),
        state: CaseState::Open,
        version: 1,
        certificate: None,
        duplicate_check: None,
        verification_attempts: 0,
        ending: None,
        postponed_on: None,
        details: None,
        encounter: None,
    }
}

/// The next version of a case.
pub fn next(case: &CaseRecord, state: CaseState) -> CaseRecord {
    CaseRecord { state, version: case.version + 1, ..case.clone() }
}

pub fn evidence(seconds: u64) -> EvidenceItem {
    EvidenceItem {
        evidence: law::Evidence::Consent,
        language: "kk".into(),
        document: "келісім-1".into(),
        given_at: at(seconds),
        taken_by: officer_id(1),
    }
}

pub fn template(number: u64) -> Vec<u8> {
    let minutia = |i: u64| Minutia {
        x_px: (10 + (number * 13 + i * 29) % 380) as f32,
        y_px: (10 + (number * 17 + i * 31) % 480) as f32,
        direction_rad: (i % 6) as f32,
        kind: MinutiaKind::Ending,
        quality: 60,
    };
    Template::new(400, 500, 70, (0..40).map(minutia).collect()).unwrap().to_bytes()
}

/// An impression of one finger of draft `draft`, number `number` among all impressions.
pub fn impression(draft: u64, position: FingerPosition, number: u64, image_bytes: usize) -> Change {
    Change::ImpressionCaptured {
        number: registry_number(draft),
        encounter: encounter_id(draft),
        id: impression_id(number),
        position,
        original: (0..image_bytes).map(|i| (i as u64 ^ number) as u8).collect(),
        media_type: "image/png".into(),
        ppi: 500,
        template: template(number),
        quality_score: 70,
        quality_causes: causes_to_text(&[dactyloscopy::QualityCause::Dry]),
    }
}

pub fn encounter(number: u64) -> Change {
    let (case, encounter) = (case_id(number), encounter_id(number));
    Change::EncounterOpened { case, encounter, number: registry_number(number) }
}

/// A query that reaches every gallery of fingers.
pub const FINGERS: QueryKind = QueryKind::DuplicateCheck;

pub fn certificate(number: u64, sequence: u64) -> Certificate {
    Certificate {
        number: CertificateNumber::new(2026, number),
        basis: Basis::B1,
        body: Body::Iab,
        registered_on: legal_date_kz(at(number)),
        in_database_until: number.is_multiple_of(2).then(|| legal_date_kz(at(number + 90_000))),
        articles: vec!["10(1)".into()],
        fingers_recorded: 10,
        ledger_sequence: sequence,
    }
}

pub fn registered(number: u64, sequence: u64) -> Change {
    Change::Registered {
        link: link_id(number),
        person: person_id(number),
        number: registry_number(number),
        case: case_id(number),
        territory: vocabulary::Territory::REPUBLIC,
        state: registered_state(),
        certificate: Box::new(certificate(number, sequence)),
    }
}

/// Everything of one registration as one command: person, case, ten fingers, certificate.
pub fn registration(number: u64, sequence: u64, image_bytes: usize) -> Vec<Change> {
    let open = case(number, person_id(number));
    let mut done = next(&open, CaseState::Registered);
    done.certificate = Some(CertificateNumber::new(2026, number));
    let mut changes = vec![
        Change::PersonAdded { id: person_id(number), details: details(number) },
        Change::CaseOpened(Box::new(open)),
        encounter(number),
    ];
    for (i, position) in (0..).zip(FingerPosition::ALL) {
        changes.push(impression(number, *position, number * 10 + i, image_bytes));
    }
    changes.push(registered(number, sequence));
    changes.push(Change::CaseUpdated(Box::new(done)));
    changes
}

pub fn new_officer(number: u64) -> NewOfficer {
    NewOfficer {
        login: format!("officer-{number}"),
        display_name: format!("Қызметкер {number}"),
        body: Body::Iab,
        role: Role::Operator,
        unit: Unit::CENTRAL,
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into(),
    }
}

pub fn opening(keeper: Keeper, owner: Owner, number: u64) -> Opening {
    let salt = Salt::from_random_bytes(ledger::leaf_hash(&number.to_be_bytes()).0);
    Opening { keeper, owner, subject: "case".into(), salt, payload: format!("\"{number}\"").into_bytes() }
}

pub fn entry(sequence: u64) -> Entry {
    Entry::new(EntryFields {
        version: ENTRY_VERSION,
        sequence,
        at_ms: at(sequence).as_millisecond(),
        actor: officer_id(1).to_string(),
        body: Some(Body::Iab),
        role: Some(Role::Operator),
        operation: "register".into(),
        verb: Verb::Store,
        purpose: Purpose::Registration,
        outcome: Outcome::Done,
        requirement: "R10.1.1".into(),
        articles: vec!["10(1)".into()],
        rule_version: "V3".into(),
        commitments: Vec::new(),
    })
    .unwrap()
}

pub fn signing_key() -> SigningKey {
    SigningKey::from_random_bytes("test.tanba/ledger", [7; 32]).unwrap()
}

/// Writes as the sequencer does.
pub struct Hand {
    pub store: Arc<dyn Store>,
    pub frontier: Frontier,
    key: SigningKey,
    pass: WritePass,
}

impl Hand {
    pub fn new(store: Arc<dyn Store>) -> Self {
        let pass = registry::testing::write_pass();
        Self { store, frontier: Frontier::new(), key: signing_key(), pass }
    }

    /// On a ledger that exists already.
    pub async fn take_over(store: Arc<dyn Store>) -> Self {
        let mut hand = Self::new(store);
        for (_, leaf) in hand.store.ledger_entries(0, u32::MAX).await.unwrap() {
            hand.frontier.push(leaf);
        }
        hand
    }

    pub async fn begin(&self) -> Box<dyn StoreTransaction> {
        self.store.begin(&self.pass).await.unwrap()
    }

    /// The next sequence number.
    pub fn next(&self) -> u64 {
        self.frontier.len()
    }

    /// One command in a commit of its own; its sequence number. On an error nothing is written.
    pub async fn act(&mut self, changes: Vec<Change>) -> Result<u64, StoreError> {
        self.act_with(changes, &[]).await
    }

    pub async fn act_with(&mut self, changes: Vec<Change>, openings: &[Opening]) -> Result<u64, StoreError> {
        let sequence = self.next();
        let mut transaction = self.store.begin(&self.pass).await?;
        transaction.apply(sequence, &changes).await?;
        let mut frontier = self.frontier.clone();
        append(&mut *transaction, &mut frontier, openings).await?;
        self.sign(&mut *transaction, &frontier).await?;
        transaction.commit().await?;
        self.frontier = frontier;
        Ok(sequence)
    }

    /// Several commands in one commit.
    pub async fn group(&mut self, commands: Vec<Vec<Change>>) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await;
        let mut frontier = self.frontier.clone();
        for changes in commands {
            transaction.apply(frontier.len(), &changes).await?;
            append(&mut *transaction, &mut frontier, &[]).await?;
        }
        self.sign(&mut *transaction, &frontier).await?;
        transaction.commit().await?;
        self.frontier = frontier;
        Ok(self.frontier.len())
    }

    pub async fn sign(
        &self,
        transaction: &mut dyn StoreTransaction,
        to: &Frontier,
    ) -> Result<(), StoreError> {
        let signed = SignedCheckpoint::sign(&self.key, to.len(), to.root());
        transaction.put_checkpoint(&signed).await
    }
}

/// Appends the next entry.
pub async fn append(
    transaction: &mut dyn StoreTransaction,
    frontier: &mut Frontier,
    openings: &[Opening],
) -> Result<(), StoreError> {
    let entry = entry(frontier.len());
    transaction.append(&entry, entry.leaf_hash(), openings).await?;
    frontier.push(entry.leaf_hash());
    Ok(())
}

/// The state every registration begins with.
pub fn registered_state() -> registry::RecordState {
    "registered".parse().unwrap()
}
