//! People of the identity store: details in append-only versions, the newest of which counts.

use registry::{IdentityDetails, PersonRecord, StoreError};
use vocabulary::{BirthDate, CaseId, Iin, PersonId};

use crate::db::{Db, RawRow};
use crate::error;
use crate::row::{Row, code, integer};
use crate::statement::statements;

macro_rules! select_person {
    ($where:literal) => {
        concat!(
            "SELECT p.id, v.family_name, v.given_name, v.patronymic, v.sex, v.born, v.citizenship, \
             v.nationality, v.iin, v.document_number FROM identity.person p \
             JOIN identity.person_version v ON v.person_id = p.id AND v.version = p.version WHERE ",
            $where
        )
    };
}

statements! {
    PERSON = select_person!("p.id = $1");
    PERSON_BY_IIN = select_person!("p.iin = $1");
    PERSONS_BY_DOCUMENT = select_person!("p.document_number = $1 ORDER BY p.ledger_sequence, p.id");
    INSERT_PERSON = "INSERT INTO identity.person (id, version, iin, document_number, ledger_sequence) \
        VALUES ($1, 1, $2, $3, $4)";
    VERSION_OF = "SELECT version FROM identity.person WHERE id = $1";
    UPDATE_PERSON = "UPDATE identity.person SET version = $2, iin = $3, document_number = $4 WHERE id = $1";
    INSERT_VERSION = "INSERT INTO identity.person_version (person_id, version, case_id, family_name, given_name, \
        patronymic, sex, born, citizenship, nationality, iin, document_number, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    /// Versions that a declined case added go; an older one becomes the newest again.
    FORGET_VERSIONS_OF_CASE = "DELETE FROM identity.person_version WHERE case_id = $1";
    PERSONS_OF_CASE = "SELECT DISTINCT person_id FROM identity.person_version WHERE case_id = $1";
    STEP_BACK = "UPDATE identity.person SET (version, iin, document_number) = \
        (SELECT v.version, v.iin, v.document_number FROM identity.person_version v \
         WHERE v.person_id = $1 ORDER BY v.version DESC LIMIT 1) WHERE id = $1";
    FORGET_VERSIONS = "DELETE FROM identity.person_version WHERE person_id = $1";
    FORGET_OPENINGS = "DELETE FROM identity.opening WHERE owner_kind = 'person' AND owner_id = $1";
    FORGET_PERSON = "DELETE FROM identity.person WHERE id = $1";
}

/// One person.
pub(crate) async fn person(db: &mut Db<'_>, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
    let row = PERSON.query().bind(&id.as_bytes()[..]).fetch_optional(db).await.map_err(error::of)?;
    row.as_ref().map(read).transpose()
}

/// The person with this IIN.
pub(crate) async fn by_iin(db: &mut Db<'_>, iin: &str) -> Result<Option<PersonRecord>, StoreError> {
    let row = PERSON_BY_IIN.query().bind(iin.to_owned()).fetch_optional(db).await.map_err(error::of)?;
    row.as_ref().map(read).transpose()
}

/// Everyone whose newest details hold this document number, known longest first.
pub(crate) async fn by_document(db: &mut Db<'_>, number: &str) -> Result<Vec<PersonRecord>, StoreError> {
    let query = PERSONS_BY_DOCUMENT.query().bind(number.to_owned());
    query.fetch_all(db).await.map_err(error::of)?.iter().map(read).collect()
}

pub(crate) fn read(row: &RawRow) -> Result<PersonRecord, StoreError> {
    let row = Row::of("identity.person_version", row);
    let details = IdentityDetails {
        family_name: row.text("family_name")?,
        given_name: row.text("given_name")?,
        patronymic: row.maybe("patronymic", Row::text)?,
        sex: row.code("sex")?,
        born: row.read("born", BirthDate::parse(&row.text("born")?))?,
        citizenship: row.code("citizenship")?,
        nationality: row.maybe("nationality", Row::text)?,
        iin: row.maybe("iin", |row, column| row.read(column, Iin::parse(&row.text(column)?)))?,
        document_number: row.maybe("document_number", Row::text)?,
    };
    Ok(PersonRecord { id: row.id("id", PersonId::from_random_bytes)?, details })
}

/// A person not known before.
pub(crate) async fn add(
    db: &mut Db<'_>,
    sequence: u64,
    id: PersonId,
    details: &IdentityDetails,
) -> Result<(), StoreError> {
    INSERT_PERSON
        .query()
        .bind(&id.as_bytes()[..])
        .bind(details.iin.as_ref().map(Iin::as_str))
        .bind(details.document_number.as_deref())
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
    UPDATE_PERSON
        .query()
        .bind(&id.as_bytes()[..])
        .bind(version)
        .bind(details.iin.as_ref().map(Iin::as_str))
        .bind(details.document_number.as_deref())
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
    INSERT_VERSION
        .query()
        .bind(&id.as_bytes()[..])
        .bind(version)
        .bind(case.as_ref().map(|case| &case.as_bytes()[..]))
        .bind(details.family_name.as_str())
        .bind(details.given_name.as_str())
        .bind(details.patronymic.as_deref())
        .bind(code(&details.sex)?)
        .bind(details.born.to_string())
        .bind(details.citizenship.code())
        .bind(details.nationality.as_deref())
        .bind(details.iin.as_ref().map(Iin::as_str))
        .bind(details.document_number.as_deref())
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
    for statement in [FORGET_VERSIONS, FORGET_OPENINGS, FORGET_PERSON] {
        statement.query().bind(&id[..]).execute(&mut *db).await.map_err(error::conflict("person"))?;
    }
    Ok(())
}
