//! People of the identity store: details in append-only versions, the newest of which counts.

use registry::{IdentityDetails, PersonRecord, StoreError};
use vocabulary::{CaseId, PersonId};

use crate::db::{Db, RawRow};
use crate::error;
use crate::row::{Row, integer};
use crate::seal::{self, Sealing};
use crate::statement::{Query, statements};

macro_rules! select_person {
    ($where:literal) => {
        concat!(
            "SELECT p.id, v.sealed FROM identity.person p \
             JOIN identity.person_version v ON v.person_id = p.id AND v.version = p.version WHERE ",
            $where
        )
    };
}

statements! {
    PERSON = select_person!("p.id = $1");
    PERSON_BY_IIN = select_person!("p.iin_index = $1");
    PERSONS_BY_DOCUMENT = select_person!("p.document_index = $1 ORDER BY p.ledger_sequence, p.id");
    INSERT_PERSON = "INSERT INTO identity.person (id, version, iin_index, document_index, ledger_sequence) \
        VALUES ($1, 1, $2, $3, $4)";
    VERSION_OF = "SELECT version FROM identity.person WHERE id = $1";
    UPDATE_PERSON = "UPDATE identity.person SET version = $2, iin_index = $3, document_index = $4 WHERE id = $1";
    INSERT_VERSION = "INSERT INTO identity.person_version \
        (person_id, version, case_id, sealed, iin_index, document_index, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Versions that a declined case added go; an older one becomes the newest again.
    FORGET_VERSIONS_OF_CASE = "DELETE FROM identity.person_version WHERE case_id = $1";
    PERSONS_OF_CASE = "SELECT DISTINCT person_id FROM identity.person_version WHERE case_id = $1";
    STEP_BACK = "UPDATE identity.person SET (version, iin_index, document_index) = \
        (SELECT v.version, v.iin_index, v.document_index FROM identity.person_version v \
         WHERE v.person_id = $1 ORDER BY v.version DESC LIMIT 1) WHERE id = $1";
    FORGET_VERSIONS = "DELETE FROM identity.person_version WHERE person_id = $1";
    FORGET_OPENINGS = "DELETE FROM identity.opening WHERE owner_kind = 'person' AND owner_id = $1";
    FORGET_LINKS_OPENINGS = "DELETE FROM links.opening WHERE owner_kind = 'person' AND owner_id = $1";
    FORGET_PERSON = "DELETE FROM identity.person WHERE id = $1";
}

/// The column that the details are sealed for.
const DETAILS: &str = "person-details";

/// The columns that people are found by.
const IIN: &str = "iin";
const DOCUMENT: &str = "document-number";

/// One person.
pub(crate) async fn person(db: &mut Db<'_>, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
    one(db, PERSON.query().bind(&id.as_bytes()[..])).await
}

/// The person with this IIN.
pub(crate) async fn by_iin(db: &mut Db<'_>, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
    let index = db.sealing.index(IIN, iin)?;
    one(db, PERSON_BY_IIN.query().bind(index)).await
}

async fn one(db: &mut Db<'_>, query: Query<'_>) -> Result<Option<PersonRecord>, StoreError> {
    let row = query.fetch_optional(&mut *db).await.map_err(error::of)?;
    row.as_ref().map(|row| read(db.sealing, row)).transpose()
}

/// Everyone whose newest details hold this document number, known longest first.
pub(crate) async fn by_document(db: &mut Db<'_>, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
    let query = PERSONS_BY_DOCUMENT.query().bind(db.sealing.index(DOCUMENT, number)?);
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    rows.iter().map(|row| read(db.sealing, row)).collect()
}

/// A person from the columns `id` and `sealed`.
pub(crate) fn read(sealing: Sealing<'_>, row: &RawRow) -> Result<PersonRecord, StoreError> {
    let row = Row::of("identity.person_version", row);
    let id = row.id("id", PersonId::from_random_bytes)?;
    Ok(PersonRecord { id, details: open(sealing, id, &row.bytes("sealed")?)? })
}

/// The details of a person.
pub(crate) fn open(sealing: Sealing<'_>, id: PersonId, sealed: &[u8]) -> Result<IdentityDetails, StoreError> {
    let text = sealing.open(seal::of_person(id), DETAILS, sealed)?;
    serde_json::from_slice(&text).map_err(|e| StoreError::Damaged {
        what: "identity.person_version.sealed".into(),
        why: e.to_string(),
    })
}

/// A keyed value; none for a person without the number.
type Index = Option<Vec<u8>>;

/// What a person is found by: the keyed values of IIN and document number.
fn indexes(sealing: Sealing<'_>, details: &IdentityDetails) -> Result<(Index, Index), StoreError> {
    let iin = details.iin.as_ref().map(|iin| sealing.index(IIN, iin.as_str())).transpose()?;
    let document =
        details.document_number.as_ref().map(|number| sealing.index(DOCUMENT, number)).transpose()?;
    Ok((iin, document))
}

/// A person not known before.
pub(crate) async fn add(
    db: &mut Db<'_>,
    sequence: u64,
    id: PersonId,
    details: &IdentityDetails,
) -> Result<(), StoreError> {
    let (iin, document) = indexes(db.sealing, details)?;
    INSERT_PERSON
        .query()
        .bind(&id.as_bytes()[..])
        .bind(iin)
        .bind(document)
        .bind(integer(sequence)?)
        .execute(&mut *db)
        .await
        .map_err(error::conflict("person"))?;
    insert_version(db, sequence, id, 1, None, details).await
}

/// New details of a known person.
pub(crate) async fn change(
    db: &mut Db<'_>,
    sequence: u64,
    id: PersonId,
    case: CaseId,
    details: &IdentityDetails,
) -> Result<(), StoreError> {
    let row =
        VERSION_OF.query().bind(&id.as_bytes()[..]).fetch_optional(&mut *db).await.map_err(error::of)?;
    let Some(row) = row else { return Err(StoreError::Conflict { what: "person".into() }) };
    let version = Row::of("identity.person", &row).number::<i64>("version")? + 1;
    insert_version(db, sequence, id, version, Some(case), details).await?;
    let (iin, document) = indexes(db.sealing, details)?;
    UPDATE_PERSON
        .query()
        .bind(&id.as_bytes()[..])
        .bind(version)
        .bind(iin)
        .bind(document)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("person"))
}

async fn insert_version(
    db: &mut Db<'_>,
    sequence: u64,
    id: PersonId,
    version: i64,
    case: Option<CaseId>,
    details: &IdentityDetails,
) -> Result<(), StoreError> {
    let (iin, document) = indexes(db.sealing, details)?;
    let text = serde_json::to_vec(details)
        .map_err(|e| StoreError::Damaged { what: DETAILS.into(), why: e.to_string() })?;
    let sealed = db.sealing.seal(seal::of_person(id), DETAILS, &text)?;
    INSERT_VERSION
        .query()
        .bind(&id.as_bytes()[..])
        .bind(version)
        .bind(case.as_ref().map(|case| &case.as_bytes()[..]))
        .bind(sealed)
        .bind(iin)
        .bind(document)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("person"))
}

/// Removes what a declined case said of people.
pub(crate) async fn forget_case(db: &mut Db<'_>, case: CaseId) -> Result<(), StoreError> {
    let case = case.as_bytes();
    let people = PERSONS_OF_CASE.query().bind(&case[..]).fetch_all(&mut *db).await.map_err(error::of)?;
    FORGET_VERSIONS_OF_CASE.query().bind(&case[..]).execute(&mut *db).await.map_err(error::of)?;
    for row in &people {
        let person = Row::of("identity.person_version", row).bytes("person_id")?;
        STEP_BACK.query().bind(person).execute(&mut *db).await.map_err(error::conflict("person"))?;
    }
    Ok(())
}

/// Removes a person; a conflict when something still holds them.
pub(crate) async fn forget(db: &mut Db<'_>, id: PersonId) -> Result<(), StoreError> {
    let id = id.as_bytes();
    for statement in [FORGET_VERSIONS, FORGET_OPENINGS, FORGET_LINKS_OPENINGS, FORGET_PERSON] {
        statement.query().bind(&id[..]).execute(&mut *db).await.map_err(error::conflict("person"))?;
    }
    Ok(())
}
