//! Cases of the identity store: every state a case was in, its evidence, its head.

use registry::{CaseRecord, CaseState, CaseSummary, EvidenceItem, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vocabulary::{Body, CaseId, CertificateNumber, EncounterId, OfficerId, PersonId};

use crate::db::{Db, RawRow};
use crate::error;
use crate::people;
use crate::row::{self, Row, code, integer, nanoseconds};
use crate::seal::{self, Sealing};
use crate::statement::statements;

macro_rules! select_case {
    ($where:literal) => {
        concat!(
            "SELECT v.case_id, v.version, v.state, v.person_id, v.basis, v.body, v.opened_by, v.opened_at_ns, \
             v.event_date, v.sealed, v.unit, v.certificate, v.duplicate_check, v.verification_attempts, e.encounter_id FROM identity.case_file f \
             JOIN identity.case_version v ON v.case_id = f.id AND v.version = f.version \
             LEFT JOIN links.encounter e ON e.case_id = f.id WHERE ",
            $where
        )
    };
}

macro_rules! select_summary {
    ($where:literal) => {
        concat!(
            "SELECT f.id, v.sealed, v.basis, f.state, v.event_date, f.person_id, p.sealed AS details, p.key_id, \
             (SELECT count(DISTINCT g.position) FROM links.encounter e \
              JOIN biometrics.finger g ON g.encounter_id = e.encounter_id WHERE e.case_id = f.id) AS fingers_done \
             FROM identity.case_file f \
             JOIN identity.case_version v ON v.case_id = f.id AND v.version = f.version \
             LEFT JOIN identity.person h ON h.id = f.person_id \
             LEFT JOIN identity.person_version p ON p.person_id = h.id AND p.version = h.version WHERE ",
            $where
        )
    };
}

statements! {
    CASE = select_case!("f.id = $1");
    CASES_OF = select_case!("f.person_id = $1 ORDER BY f.opened_at_ns, f.ledger_sequence");
    SUMMARIES = select_summary!(
        "f.state NOT IN ('declined', 'ended') ORDER BY f.opened_at_ns DESC, f.ledger_sequence DESC LIMIT $1");
    SUMMARIES_OF_BODY = select_summary!(
        "f.state NOT IN ('declined', 'ended') AND f.body = $2 ORDER BY f.opened_at_ns DESC, f.ledger_sequence DESC LIMIT $1");
    EVIDENCE = "SELECT evidence, language, document, given_at_ns, taken_by FROM identity.evidence \
        WHERE case_id = $1 ORDER BY ordinal";
    EVIDENCE_COUNT = "SELECT count(*) AS given FROM identity.evidence WHERE case_id = $1";
    INSERT_FILE = "INSERT INTO identity.case_file \
        (id, version, state, body, person_id, opened_at_ns, ledger_sequence) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE_FILE = "UPDATE identity.case_file SET version = $2, state = $3, person_id = $4 \
        WHERE id = $1 AND version = $5";
    INSERT_VERSION = "INSERT INTO identity.case_version (case_id, version, state, person_id, basis, body, opened_by, \
        opened_at_ns, event_date, sealed, unit, certificate, duplicate_check, verification_attempts, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    INSERT_EVIDENCE = "INSERT INTO identity.evidence \
        (case_id, ordinal, evidence, language, document, given_at_ns, taken_by, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FORGET_EVIDENCE = "DELETE FROM identity.evidence WHERE case_id = $1";
    FORGET_VERSIONS = "DELETE FROM identity.case_version WHERE case_id = $1";
    FORGET_OPENINGS = "DELETE FROM identity.opening WHERE owner_kind = 'case' AND owner_id = $1";
}

/// One case.
pub(crate) async fn case(db: &mut Db<'_>, id: CaseId) -> Result<Option<CaseRecord>, StoreError> {
    let row = CASE.query().bind(&id.as_bytes()[..]).fetch_optional(&mut *db).await.map_err(error::of)?;
    match row {
        Some(row) => read(db, &row).await.map(Some),
        None => Ok(None),
    }
}

/// Cases of a person, oldest first.
pub(crate) async fn of_person(db: &mut Db<'_>, id: PersonId) -> Result<Vec<CaseRecord>, StoreError> {
    let rows = CASES_OF.query().bind(&id.as_bytes()[..]).fetch_all(&mut *db).await.map_err(error::of)?;
    let mut cases = Vec::with_capacity(rows.len());
    for row in &rows {
        cases.push(read(db, row).await?);
    }
    Ok(cases)
}

async fn read(db: &mut Db<'_>, row: &RawRow) -> Result<CaseRecord, StoreError> {
    let row = Row::of("identity.case_version", row);
    let id = row.id("case_id", CaseId::from_random_bytes)?;
    let query = EVIDENCE.query().bind(&id.as_bytes()[..]);
    let evidence = query.fetch_all(&mut *db).await.map_err(error::of)?;
    let evidence: Vec<EvidenceItem> =
        evidence.iter().map(|row| read_evidence(db.sealing, id, row)).collect::<Result<_, _>>()?;
    let content = content(db.sealing, id, &row)?;
    // The record reads itself back from its JSON and decides its facts again: the store knows no law.
    let record = json!({
        "id": id,
        "person": row.maybe("person_id", |r, c| r.id(c, PersonId::from_random_bytes))?,
        "basis": row.text("basis")?,
        "body": row.text("body")?,
        "opened_by": row.id("opened_by", OfficerId::from_random_bytes)?,
        "opened_at": row.time("opened_at_ns")?,
        "event_date": row.date("event_date")?,
        "unit": row.text("unit")?,
        "reference": content.reference,
        "details": content.details,
        "facts": content.facts,
        "evidence": evidence,
        "state": row.text("state")?,
        "version": row.number::<u32>("version")?,
        "certificate": row.maybe("certificate", Row::text)?,
        "duplicate_check": row.maybe("duplicate_check", Row::json::<Value>)?,
        "verification_attempts": row.number::<u8>("verification_attempts")?,
        "ending": content.ending,
        "postponed_on": content.postponed_on,
    });
    let mut case: CaseRecord = row.read("sealed", serde_json::from_value(record))?;
    case.encounter = row.maybe("encounter_id", |r, c| r.id(c, EncounterId::from_random_bytes))?;
    Ok(case)
}

/// What a case says that is sealed.
#[derive(Serialize, Deserialize)]
struct Content {
    reference: String,
    details: Option<Value>,
    facts: Value,
    /// As it was made then; not read.
    decision: Value,
    /// How it was refused or closed; absent in what earlier versions wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ending: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    postponed_on: Option<Value>,
}

/// The columns that a case is sealed for.
const CONTENT: &str = "case-content";
const EVIDENCE_DOCUMENT: &str = "evidence-document";

/// A tombstone speaks of nobody, and the key of its case is erased: it is kept plain.
fn is_tombstone(state: CaseState) -> bool {
    matches!(state, CaseState::Declined | CaseState::Ended)
}

fn content(sealing: Sealing<'_>, case: CaseId, row: &Row<'_>) -> Result<Content, StoreError> {
    let mut text = row.bytes("sealed")?;
    if !is_tombstone(row.code("state")?) {
        text = sealing.open(seal::of_case(case), CONTENT, &text)?;
    }
    row.read("sealed", serde_json::from_slice(&text))
}

pub(crate) fn read_evidence(
    sealing: Sealing<'_>,
    case: CaseId,
    row: &RawRow,
) -> Result<EvidenceItem, StoreError> {
    let row = Row::of("identity.evidence", row);
    let document = sealing.open(seal::of_case(case), EVIDENCE_DOCUMENT, &row.bytes("document")?)?;
    Ok(EvidenceItem {
        evidence: row.code("evidence")?,
        language: row.text("language")?,
        document: row.read("document", String::from_utf8(document))?,
        given_at: row.time("given_at_ns")?,
        taken_by: row.id("taken_by", OfficerId::from_random_bytes)?,
    })
}

/// Newest cases first, declined ones left out.
pub(crate) async fn summaries(
    db: &mut Db<'_>,
    body: Option<Body>,
    limit: u32,
) -> Result<Vec<CaseSummary>, StoreError> {
    let query = match body {
        None => SUMMARIES.query().bind(limit),
        Some(body) => SUMMARIES_OF_BODY.query().bind(limit).bind(body.code()),
    };
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    rows.iter().map(|row| read_summary(db.sealing, row)).collect()
}

fn read_summary(sealing: Sealing<'_>, row: &RawRow) -> Result<CaseSummary, StoreError> {
    let row = Row::of("identity.case_file", row);
    let id = row.id("id", CaseId::from_random_bytes)?;
    let name = match row.maybe("person_id", |r, c| r.id(c, PersonId::from_random_bytes))? {
        Some(person) => Some(people::details(sealing, person, &row, "details")?.full_name()),
        None => None,
    };
    Ok(CaseSummary {
        id,
        reference: content(sealing, id, &row)?.reference,
        basis: row.code("basis")?,
        state: row.code("state")?,
        event_date: row.date("event_date")?,
        name,
        fingers_done: row.number("fingers_done")?,
    })
}

/// A new case.
pub(crate) async fn open(db: &mut Db<'_>, sequence: u64, case: &CaseRecord) -> Result<(), StoreError> {
    INSERT_FILE
        .query()
        .bind(&case.id.as_bytes()[..])
        .bind(case.version)
        .bind(code(&case.state)?)
        .bind(case.body.code())
        .bind(case.person.as_ref().map(|id| &id.as_bytes()[..]))
        .bind(nanoseconds(case.opened_at)?)
        .bind(integer(sequence)?)
        .execute(&mut *db)
        .await
        .map_err(error::conflict("case"))?;
    insert_version(db, sequence, case).await?;
    insert_evidence(db, sequence, case, 0).await
}

/// The next version of a case; a conflict unless the stored one is the version before.
pub(crate) async fn update(db: &mut Db<'_>, sequence: u64, case: &CaseRecord) -> Result<(), StoreError> {
    move_on(db, case).await?;
    insert_version(db, sequence, case).await?;
    let id = &case.id.as_bytes()[..];
    let row = EVIDENCE_COUNT.query().bind(id).fetch_one(&mut *db).await.map_err(error::of)?;
    let given: usize = Row::of("identity.evidence", &row).number("given")?;
    if given > case.evidence.len() {
        return Err(StoreError::Conflict { what: "evidence of the case".into() });
    }
    insert_evidence(db, sequence, case, given).await
}

/// Replaces a case and everything it said by its tombstone.
pub(crate) async fn decline(
    db: &mut Db<'_>,
    sequence: u64,
    tombstone: &CaseRecord,
) -> Result<(), StoreError> {
    move_on(db, tombstone).await?;
    for statement in [FORGET_EVIDENCE, FORGET_VERSIONS, FORGET_OPENINGS] {
        let query = statement.query().bind(&tombstone.id.as_bytes()[..]);
        query.execute(&mut *db).await.map_err(error::conflict("case"))?;
    }
    insert_version(db, sequence, tombstone).await
}

async fn move_on(db: &mut Db<'_>, case: &CaseRecord) -> Result<(), StoreError> {
    let changed = UPDATE_FILE
        .query()
        .bind(&case.id.as_bytes()[..])
        .bind(case.version)
        .bind(code(&case.state)?)
        .bind(case.person.as_ref().map(|id| &id.as_bytes()[..]))
        .bind(i64::from(case.version) - 1)
        .execute(db)
        .await
        .map_err(error::conflict("case"))?;
    match changed.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "case".into() }),
    }
}

async fn insert_version(db: &mut Db<'_>, sequence: u64, case: &CaseRecord) -> Result<(), StoreError> {
    let unreadable = |e: serde_json::Error| StoreError::Damaged { what: CONTENT.into(), why: e.to_string() };
    let content = Content {
        reference: case.reference.clone(),
        details: case.details.as_ref().map(serde_json::to_value).transpose().map_err(unreadable)?,
        facts: serde_json::to_value(&case.facts).map_err(unreadable)?,
        decision: serde_json::to_value(&case.decision).map_err(unreadable)?,
        ending: case.ending.as_ref().map(serde_json::to_value).transpose().map_err(unreadable)?,
        postponed_on: case.postponed_on.as_ref().map(serde_json::to_value).transpose().map_err(unreadable)?,
    };
    let text = serde_json::to_vec(&content).map_err(unreadable)?;
    let sealed = match is_tombstone(case.state) {
        true => text,
        false => db.sealing.seal(seal::of_case(case.id), CONTENT, &text)?,
    };
    INSERT_VERSION
        .query()
        .bind(&case.id.as_bytes()[..])
        .bind(case.version)
        .bind(code(&case.state)?)
        .bind(case.person.as_ref().map(|id| &id.as_bytes()[..]))
        .bind(case.basis.code())
        .bind(case.body.code())
        .bind(&case.opened_by.as_bytes()[..])
        .bind(nanoseconds(case.opened_at)?)
        .bind(case.event_date.to_string())
        .bind(sealed)
        .bind(case.unit.to_string())
        .bind(case.certificate.as_ref().map(CertificateNumber::as_str))
        .bind(case.duplicate_check.as_ref().map(row::json).transpose()?)
        .bind(case.verification_attempts)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("case"))
}

/// Evidence after the first `given` items, which are stored already and never change.
async fn insert_evidence(
    db: &mut Db<'_>,
    sequence: u64,
    case: &CaseRecord,
    given: usize,
) -> Result<(), StoreError> {
    for (ordinal, item) in (0_i64..).zip(&case.evidence).skip(given) {
        let document = item.document.as_bytes();
        let document = db.sealing.seal(seal::of_case(case.id), EVIDENCE_DOCUMENT, document)?;
        INSERT_EVIDENCE
            .query()
            .bind(&case.id.as_bytes()[..])
            .bind(ordinal)
            .bind(code(&item.evidence)?)
            .bind(item.language.as_str())
            .bind(document)
            .bind(nanoseconds(item.given_at)?)
            .bind(&item.taken_by.as_bytes()[..])
            .bind(integer(sequence)?)
            .execute(&mut *db)
            .await
            .map_err(error::conflict("evidence of the case"))?;
    }
    Ok(())
}
