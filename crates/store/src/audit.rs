//! What the rows say, for the audit: read back into the values that their entries committed to.

use registry::sequencer::RowFact;
use registry::{DocumentKind, EventScope, EvidenceItem, StoreError};
use vocabulary::{
    CandidateId, CaseId, EventId, FingerPosition, ImpressionId, LinkId, OfficerId, PersonId, RegistryNumber,
};

use crate::db::{Db, RawRow};
use crate::row::{Row, integer};
use crate::seal::Sealing;
use crate::statement::{Statement, statements};
use crate::{candidates, cases, certificates, error, fingers, links, lives, people};

statements! {
    PERSONS = "SELECT person_id AS id, sealed, key_id, ledger_sequence FROM identity.person_version \
        WHERE ledger_sequence BETWEEN $1 AND $2";
    CORRECTIONS = "SELECT person_id AS id, version, key_id, sealed, correction, ledger_sequence \
        FROM identity.person_version WHERE ledger_sequence BETWEEN $1 AND $2 AND correction IS NOT NULL";
    /// The tombstone of a declined case has none.
    CASES = "SELECT case_id, ledger_sequence FROM identity.case_version WHERE ledger_sequence BETWEEN $1 AND $2";
    EVIDENCE = "SELECT evidence, language, document, given_at_ns, taken_by FROM identity.evidence \
        WHERE case_id = $1 AND ledger_sequence <= $2 ORDER BY ordinal";
    CERTIFICATES = "SELECT number, person_id, case_id, basis, body, registered_on, in_database_until, articles, \
        fingers_recorded, ledger_sequence FROM identity.certificate WHERE ledger_sequence BETWEEN $1 AND $2";
    REGISTRATIONS = "SELECT number, id, person_id, case_id, basis, ledger_sequence FROM links.registration \
        WHERE ledger_sequence BETWEEN $1 AND $2";
    OPINIONS = "SELECT o.candidate_id, o.officer_id, o.adjudication, o.reason, o.at_ns, o.ledger_sequence, c.case_id \
        FROM links.opinion o JOIN links.candidate c ON c.id = o.candidate_id \
        WHERE o.ledger_sequence BETWEEN $1 AND $2";
    LIVES = "SELECT number, version, state, joined_until, ground, ledger_sequence FROM links.life \
        WHERE ledger_sequence BETWEEN $1 AND $2";
    EVENTS = "SELECT e.id, e.person_id, e.number, e.kind, e.event_date, e.reference, e.noted_by, e.noted_at_ns, \
        e.ledger_sequence, NULL AS annulled_on FROM links.event e WHERE e.ledger_sequence BETWEEN $1 AND $2";
    ANNULMENTS = "SELECT a.event_id, a.annulled_on, a.annulled_by, a.reference, a.ledger_sequence, e.person_id, e.number \
        FROM links.annulment a JOIN links.event e ON e.id = a.event_id WHERE a.ledger_sequence BETWEEN $1 AND $2";
    DOCUMENTS = "SELECT kind, id, version, body, ledger_sequence FROM links.document \
        WHERE ledger_sequence BETWEEN $1 AND $2";
    IMPRESSIONS = "SELECT i.id, m.ledger_sequence FROM links.mark m \
        JOIN biometrics.impression i ON i.mark = m.mark WHERE m.ledger_sequence BETWEEN $1 AND $2";
    IMPRESSION = "SELECT i.position, i.template, i.quality_score, i.quality_causes, e.number, \
        e.id AS encounter_id, e.supplement, m.media_type, m.ppi, m.original FROM biometrics.impression i JOIN biometrics.encounter e ON e.id = i.encounter_id \
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
        (PERSONS, "identity.person_version", person as fn(Sealing<'_>, &RawRow) -> _),
        (CORRECTIONS, "identity.person_version", correction),
        (CERTIFICATES, "identity.certificate", certificate),
        (OPINIONS, "links.opinion", opinion),
        (LIVES, "links.life", life),
        (EVENTS, "links.event", event),
        (ANNULMENTS, "links.annulment", annulment),
        (DOCUMENTS, "links.document", document),
    ] {
        for row in &page(db, statement, first, last).await? {
            lines.push((sequence(row)?, said(table, read(db.sealing, row))));
        }
    }
    for row in &page(db, REGISTRATIONS, first, last).await? {
        let line = registration(db, row).await;
        lines.push((sequence(row)?, said("links.registration", line)));
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

fn person(sealing: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let record = people::read(sealing, row)?;
    RowFact::Person { person: record.id, details: &record.details }.line()
}

fn correction(sealing: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let read = people::version(sealing, row)?;
    let row = Row::of("identity.person_version", row);
    let correction = row.read("correction", read.correction.ok_or("no correction"))?;
    let person = row.id("id", PersonId::from_random_bytes)?;
    RowFact::Correction { person, version: read.version, correction: &correction }.line()
}

fn certificate(_: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let issued = certificates::read(row)?;
    let row = Row::of("identity.certificate", row);
    let person = row.id("person_id", PersonId::from_random_bytes)?;
    RowFact::certificate(person, row.id("case_id", CaseId::from_random_bytes)?, &issued).line()
}

/// A link that is cut is what it was: its person lies apart.
async fn registration(db: &mut Db<'_>, row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.registration", row);
    let number = row.id("number", RegistryNumber::from_random_bytes)?;
    let person = match row.maybe("person_id", |r, c| r.id(c, PersonId::from_random_bytes))? {
        Some(person) => Some(person),
        None => links::cut_person(db, number).await?,
    };
    RowFact::Registration {
        link: row.id("id", LinkId::from_random_bytes)?,
        person: row.read("person_id", person.ok_or("neither joined nor cut"))?,
        number,
        case: row.id("case_id", CaseId::from_random_bytes)?,
        basis: row.code("basis")?,
    }
    .line()
}

fn life(_: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.life", row);
    RowFact::Life {
        number: row.id("number", RegistryNumber::from_random_bytes)?,
        version: row.number("version")?,
        state: row.text("state")?,
        joined_until: row.maybe("joined_until", Row::date)?,
        ground: &lives::ground(&row)?,
    }
    .line()
}

fn event(sealing: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    RowFact::Event { event: &lives::read_event(sealing, row)? }.line()
}

fn annulment(sealing: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.annulment", row);
    let scope = match row.maybe("person_id", |r, c| r.id(c, PersonId::from_random_bytes))? {
        Some(person) => EventScope::Person(person),
        None => EventScope::Record(row.id("number", RegistryNumber::from_random_bytes)?),
    };
    RowFact::Annulment {
        event: row.id("event_id", EventId::from_random_bytes)?,
        on: row.date("annulled_on")?,
        by: row.maybe("annulled_by", |r, c| r.id(c, OfficerId::from_random_bytes))?,
        reference: &lives::annulment_reference(sealing, scope, &row.bytes("reference")?)?,
    }
    .line()
}

fn document(_: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.document", row);
    let kind = row.text("kind")?;
    let known = DocumentKind::ALL.iter().find(|known| known.code() == kind).ok_or("an unknown kind");
    RowFact::Document {
        kind: row.read("kind", known)?.code(),
        id: row.array("id")?,
        version: row.number("version")?,
        body: RowFact::bytes(row.text("body")?.as_bytes()),
    }
    .line()
}

fn opinion(sealing: Sealing<'_>, row: &RawRow) -> Result<String, StoreError> {
    let row = Row::of("links.opinion", row);
    let case = row.id("case_id", CaseId::from_random_bytes)?;
    RowFact::Opinion {
        candidate: row.id("candidate_id", CandidateId::from_random_bytes)?,
        officer: row.id("officer_id", OfficerId::from_random_bytes)?,
        adjudication: row.code("adjudication")?,
        reason: &candidates::reason(sealing, case, &row.bytes("reason")?)?,
        at_ms: row.time("at_ns")?.as_millisecond(),
    }
    .line()
}

async fn evidence(db: &mut Db<'_>, row: &RawRow, until: u64) -> Result<Option<String>, StoreError> {
    let case = Row::of("identity.case_version", row).id("case_id", CaseId::from_random_bytes)?;
    let query = EVIDENCE.query().bind(&case.as_bytes()[..]).bind(integer(until)?);
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    let items: Vec<EvidenceItem> =
        rows.iter().map(|row| cases::read_evidence(db.sealing, case, row)).collect::<Result<_, _>>()?;
    match items.is_empty() {
        true => Ok(None),
        false => RowFact::Evidence { case, items: &items }.line().map(Some),
    }
}

async fn impression(db: &mut Db<'_>, named: &RawRow) -> Result<String, StoreError> {
    let id = Row::of("biometrics.impression", named).id("id", ImpressionId::from_random_bytes)?;
    let query = IMPRESSION.query().bind(&id.as_bytes()[..]);
    let row = query.fetch_optional(&mut *db).await.map_err(error::of)?;
    let Some(row) = row else {
        let why = "its image or its encounter is missing".to_owned();
        return Err(StoreError::Damaged { what: "biometrics.impression".to_owned(), why });
    };
    let row = Row::of("biometrics.impression", &row);
    let number = row.id("number", RegistryNumber::from_random_bytes)?;
    let key = fingers::key_of(&row, number)?;
    let position = FingerPosition::from_number(row.number("position")?).ok_or("not a finger position");
    RowFact::Impression {
        number,
        id,
        position: row.read("position", position)?,
        media_type: &row.text("media_type")?,
        ppi: row.number("ppi")?,
        quality_score: row.number("quality_score")?,
        quality_causes: &row.text("quality_causes")?,
        original: RowFact::bytes(&fingers::image(db.sealing, key, &row.bytes("original")?)?),
        template: RowFact::bytes(&fingers::template(db.sealing, key, &row.bytes("template")?)?),
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
