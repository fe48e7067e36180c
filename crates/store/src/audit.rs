//! What the rows say, for the audit: read back into the values that their entries committed to.

use registry::sequencer::RowFact;
use registry::{EvidenceItem, StoreError};
use vocabulary::{
    CandidateId, CaseId, FingerPosition, ImpressionId, LinkId, OfficerId, PersonId, RegistryNumber,
};

use crate::db::{Db, RawRow};
use crate::row::{Row, integer};
use crate::statement::{Statement, statements};
use crate::{cases, certificates, error, people};

statements! {
    PERSONS = "SELECT person_id AS id, family_name, given_name, patronymic, sex, born, citizenship, nationality, iin, \
        document_number, ledger_sequence FROM identity.person_version WHERE ledger_sequence BETWEEN $1 AND $2";
    /// The tombstone of a declined case has none.
    CASES = "SELECT case_id, ledger_sequence FROM identity.case_version WHERE ledger_sequence BETWEEN $1 AND $2";
    EVIDENCE = "SELECT evidence, language, document, given_at_ns, taken_by FROM identity.evidence \
        WHERE case_id = $1 AND ledger_sequence <= $2 ORDER BY ordinal";
    CERTIFICATES = "SELECT number, person_id, case_id, basis, body, registered_on, in_database_until, articles, \
        fingers_recorded, ledger_sequence FROM identity.certificate WHERE ledger_sequence BETWEEN $1 AND $2";
    REGISTRATIONS = "SELECT number, id, person_id, case_id, basis, ledger_sequence FROM links.registration \
        WHERE ledger_sequence BETWEEN $1 AND $2";
    OPINIONS = "SELECT candidate_id, officer_id, adjudication, reason, at_ns, ledger_sequence FROM links.opinion \
        WHERE ledger_sequence BETWEEN $1 AND $2";
    IMPRESSIONS = "SELECT i.id, m.ledger_sequence FROM links.mark m \
        JOIN biometrics.impression i ON i.mark = m.mark WHERE m.ledger_sequence BETWEEN $1 AND $2";
    IMPRESSION = "SELECT i.position, i.template, i.quality_score, i.quality_causes, e.number, m.media_type, m.ppi, \
        m.original FROM biometrics.impression i JOIN biometrics.encounter e ON e.id = i.encounter_id \
        JOIN biometrics.image m ON m.impression_id = i.id WHERE i.id = $1";
    SIZES = "SELECT 'ledger' AS name, size FROM ledger.store_state \
        UNION ALL SELECT 'identity', size FROM identity.store_state \
        UNION ALL SELECT 'biometrics', size FROM biometrics.store_state \
        UNION ALL SELECT 'links', size FROM links.store_state";
}

/// Lines of the rows of a page of entries.
pub(crate) async fn lines(
    db: &mut Db<'_>,
    first: u64,
    limit: u32,
) -> Result<Option<Vec<(u64, String)>>, StoreError> {
    let last = first.saturating_add(u64::from(limit)).saturating_sub(1);
    let mut lines = Vec::new();
    for (statement, table, read) in [
        (PERSONS, "identity.person_version", person as fn(&RawRow) -> _),
        (CERTIFICATES, "identity.certificate", certificate),
        (REGISTRATIONS, "links.registration", registration),
        (OPINIONS, "links.opinion", opinion),
    ] {
        for row in &page(db, statement, first, last).await? {
            lines.push((sequence(row)?, said(table, read(row))));
        }
    }
    for row in &page(db, CASES, first, last).await? {
        let (at, table) = (sequence(row)?, "identity.evidence");
        match evidence(db, row, at).await {
            Ok(None) => {}
            Ok(Some(line)) => lines.push((at, line)),
            Err(error) => lines.push((at, said(table, Err(error)))),
        }
    }
    // One image in memory at a time.
    for row in &page(db, IMPRESSIONS, first, last).await? {
        let line = impression(db, row).await;
        lines.push((sequence(row)?, said("biometrics.impression", line)));
    }
    Ok(Some(lines))
}

async fn page(
    db: &mut Db<'_>,
    statement: Statement,
    first: u64,
    last: u64,
) -> Result<Vec<RawRow>, StoreError> {
    let query = statement.query().bind(integer(first)?).bind(integer(last)?);
    query.fetch_all(db).await.map_err(error::of)
}

fn sequence(row: &RawRow) -> Result<u64, StoreError> {
    Row::of("rows of an entry", row).number("ledger_sequence")
}

/// A row that does not read is not what was committed to either.
fn said(table: &str, line: Result<String, StoreError>) -> String {
    line.unwrap_or_else(|error| format!("{table} does not read: {error}"))
}

fn person(row: &RawRow) -> Result<String, StoreError> {
    let record = people::read(row)?;
    RowFact::Person { person: record.id, details: &record.details }.line()
}

fn certificate(row: &RawRow) -> Result<String, StoreError> {
    let issued = certificates::read(row)?;
    let row = Row::of("identity.certificate", row);
    let person = row.id("person_id", PersonId::from_random_bytes)?;
    RowFact::certificate(person, row.id("case_id", CaseId::from_random_bytes)?, &issued).line()
}

fn registration(row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.registration", row);
    RowFact::Registration {
        link: row.id("id", LinkId::from_random_bytes)?,
        person: row.id("person_id", PersonId::from_random_bytes)?,
        number: row.id("number", RegistryNumber::from_random_bytes)?,
        case: row.id("case_id", CaseId::from_random_bytes)?,
        basis: row.code("basis")?,
    }
    .line()
}

fn opinion(row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.opinion", row);
    RowFact::Opinion {
        candidate: row.id("candidate_id", CandidateId::from_random_bytes)?,
        officer: row.id("officer_id", OfficerId::from_random_bytes)?,
        adjudication: row.code("adjudication")?,
        reason: &row.text("reason")?,
        at_ms: row.time("at_ns")?.as_millisecond(),
    }
    .line()
}

async fn evidence(db: &mut Db<'_>, row: &RawRow, until: u64) -> Result<Option<String>, StoreError> {
    let case = Row::of("identity.case_version", row).id("case_id", CaseId::from_random_bytes)?;
    let query = EVIDENCE.query().bind(&case.as_bytes()[..]).bind(integer(until)?);
    let rows = query.fetch_all(db).await.map_err(error::of)?;
    let items: Vec<EvidenceItem> = rows.iter().map(cases::read_evidence).collect::<Result<_, _>>()?;
    match items.is_empty() {
        true => Ok(None),
        false => RowFact::Evidence { case, items: &items }.line().map(Some),
    }
}

async fn impression(db: &mut Db<'_>, named: &RawRow) -> Result<String, StoreError> {
    let id = Row::of("biometrics.impression", named).id("id", ImpressionId::from_random_bytes)?;
    let query = IMPRESSION.query().bind(&id.as_bytes()[..]);
    let row = query.fetch_optional(db).await.map_err(error::of)?;
    let Some(row) = row else {
        let why = "its image or its encounter is missing".to_owned();
        return Err(StoreError::Damaged { what: "biometrics.impression".to_owned(), why });
    };
    let row = Row::of("biometrics.impression", &row);
    let position = FingerPosition::from_number(row.number("position")?).ok_or("not a finger position");
    RowFact::Impression {
        number: row.id("number", RegistryNumber::from_random_bytes)?,
        id,
        position: row.read("position", position)?,
        media_type: &row.text("media_type")?,
        ppi: row.number("ppi")?,
        quality_score: row.number("quality_score")?,
        quality_causes: &row.text("quality_causes")?,
        original: RowFact::bytes(&row.bytes("original")?),
        template: RowFact::bytes(&row.bytes("template")?),
    }
    .line()
}

/// How many entries there were when each store was last written, as it says itself.
pub(crate) async fn sizes(db: &mut Db<'_>) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = SIZES.query().fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("store_state", row);
        Ok((row.text("name")?, row.number("size")?))
    };
    rows.iter().map(read).collect()
}
