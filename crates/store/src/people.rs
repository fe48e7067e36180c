//! People of the identity store: details in append-only versions, the newest of which counts.

use registry::{IdentityDetails, PersonRecord, StoreError};
use vocabulary::{CaseId, PersonId};

use crate::db::{Db, RawRow};
use crate::error;
use crate::found_by::{self, FoundBy};
use crate::row::{Row, integer};
use crate::seal::{self, Sealing};
use crate::statement::statements;

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
    PERSON_BY_IIN = select_person!("p.iin_index IN ($1, $2)");
    PERSONS_BY_DOCUMENT = select_person!("p.document_index IN ($1, $2) ORDER BY p.ledger_sequence, p.id");
    INSERT_PERSON = "INSERT INTO identity.person \
        (id, version, iin_index, document_index, index_epoch, ledger_sequence) VALUES ($1, 1, $2, $3, $4, $5)";
    VERSION_OF = "SELECT version, index_epoch FROM identity.person WHERE id = $1";
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

/// One person.
pub(crate) async fn person(db: &mut Db<'_>, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
    let row = PERSON.query().bind(&id.as_bytes()[..]).fetch_optional(&mut *db).await.map_err(error::of)?;
    row.as_ref().map(|row| read(db.sealing, row)).transpose()
}

/// The person with this IIN.
pub(crate) async fn by_iin(db: &mut Db<'_>, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
    let rows = found_by::rows(db, PERSON_BY_IIN, found_by::IIN, iin).await?;
    rows.first().map(|row| read(db.sealing, row)).transpose()
}

/// Everyone whose newest details hold this document number, known longest first.
pub(crate) async fn by_document(db: &mut Db<'_>, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
    let rows = found_by::rows(db, PERSONS_BY_DOCUMENT, found_by::DOCUMENT, number).await?;
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

/// A person not known before.
pub(crate) async fn add(
    db: &mut Db<'_>,
    sequence: u64,
    id: PersonId,
    details: &IdentityDetails,
) -> Result<(), StoreError> {
    let found = FoundBy::of(db.sealing, details)?;
    found.refuse_other_holder(db, id).await?;
    INSERT_PERSON
        .query()
        .bind(&id.as_bytes()[..])
        .bind(found.iin.as_ref())
        .bind(found.document.as_ref())
        .bind(found.epoch)
        .bind(integer(sequence)?)
        .execute(&mut *db)
        .await
        .map_err(error::conflict("person"))?;
    insert_version(db, sequence, (id, 1), None, (details, &found)).await
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
    let row = Row::of("identity.person", &row);
    let version = row.number::<i64>("version")? + 1;
    let found = FoundBy::of(db.sealing, details)?;
    found.refuse_other_holder(db, id).await?;
    if row.number::<u32>("index_epoch")? != found.epoch {
        // Every row of a person is under one key.
        found_by::reindex(db, found.epoch, &[id]).await?;
    }
    insert_version(db, sequence, (id, version), Some(case), (details, &found)).await?;
    UPDATE_PERSON
        .query()
        .bind(&id.as_bytes()[..])
        .bind(version)
        .bind(found.iin)
        .bind(found.document)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("person"))
}

async fn insert_version(
    db: &mut Db<'_>,
    sequence: u64,
    (id, version): (PersonId, i64),
    case: Option<CaseId>,
    (details, found): (&IdentityDetails, &FoundBy),
) -> Result<(), StoreError> {
    let text = serde_json::to_vec(details)
        .map_err(|e| StoreError::Damaged { what: DETAILS.into(), why: e.to_string() })?;
    let sealed = db.sealing.seal(seal::of_person(id), DETAILS, &text)?;
    INSERT_VERSION
        .query()
        .bind(&id.as_bytes()[..])
        .bind(version)
        .bind(case.as_ref().map(|case| &case.as_bytes()[..]))
        .bind(sealed)
        .bind(found.iin.as_ref())
        .bind(found.document.as_ref())
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
