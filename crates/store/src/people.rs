//! People of the identity store: details in append-only versions, the newest of which counts.

use std::collections::BTreeSet;

use registry::sequencer::{Change, KeyName, version_key};
use registry::{Correction, Domain, IdentityDetails, PersonRecord, PersonVersion, StoreError};
use serde::de::DeserializeOwned;
use vocabulary::{CaseId, PersonId};

use crate::db::{Db, RawRow};
use crate::found_by::{self, FoundBy};
use crate::row::{Row, integer};
use crate::seal::{self, Sealing};
use crate::statement::{Query, statements};
use crate::{documents, error};

macro_rules! select_person {
    ($where:literal) => {
        concat!(
            "SELECT p.id, v.sealed, v.key_id FROM identity.person p \
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
        (person_id, version, case_id, sealed, iin_index, document_index, ledger_sequence, key_id, correction) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    VERSIONS = "SELECT person_id AS id, version, key_id, sealed, correction FROM identity.person_version \
        WHERE person_id = $1 ORDER BY version";
    /// Versions that a declined case added go; an older one becomes the newest again.
    VERSIONS_OF_CASE = "SELECT person_id, version, key_id, ledger_sequence FROM identity.person_version \
        WHERE case_id = $1";
    ALL_VERSIONS = "SELECT person_id, version, key_id, ledger_sequence FROM identity.person_version \
        WHERE person_id = $1";
    SUPERSEDED = "SELECT v.person_id, v.version, v.key_id, v.ledger_sequence FROM identity.person_version v \
        WHERE v.person_id = $1 AND EXISTS (SELECT 1 FROM identity.person_version n \
        WHERE n.person_id = v.person_id AND n.version > v.version AND n.ledger_sequence <= $2)";
    FORGET_VERSION = "DELETE FROM identity.person_version WHERE person_id = $1 AND version = $2";
    FORGET_OPENING = "DELETE FROM identity.opening WHERE owner_kind = 'person' AND owner_id = $1 \
        AND ledger_sequence = $2 AND subject = 'rows'";
    KEY_USES = "SELECT count(*) AS uses FROM identity.person_version WHERE person_id = $1 AND key_id = $2";
    STEP_BACK = "UPDATE identity.person SET (version, iin_index, document_index) = \
        (SELECT v.version, v.iin_index, v.document_index FROM identity.person_version v \
         WHERE v.person_id = $1 ORDER BY v.version DESC LIMIT 1) WHERE id = $1";
    FORGET_OPENINGS = "DELETE FROM identity.opening WHERE owner_kind = 'person' AND owner_id = $1";
    FORGET_LINKS_OPENINGS = "DELETE FROM links.opening WHERE owner_kind = 'person' AND owner_id = $1";
    FORGET_PERSON = "DELETE FROM identity.person WHERE id = $1";
}

/// The column that the details are sealed for.
const DETAILS: &str = "person-details";
/// The column that a correction is sealed for.
const CORRECTION: &str = "person-correction";

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

/// A person from the columns `id`, `sealed` and `key_id`.
pub(crate) fn read(sealing: Sealing<'_>, row: &RawRow) -> Result<PersonRecord, StoreError> {
    let row = Row::of("identity.person_version", row);
    let id = row.id("id", PersonId::from_random_bytes)?;
    Ok(PersonRecord { id, details: details(sealing, id, &row, "sealed")? })
}

/// The details of a person from a column, under the key that the column `key_id` names.
pub(crate) fn details(
    sealing: Sealing<'_>,
    id: PersonId,
    row: &Row<'_>,
    column: &str,
) -> Result<IdentityDetails, StoreError> {
    opened(sealing, key_of(id, row)?, DETAILS, &row.bytes(column)?)
}

fn key_of(id: PersonId, row: &Row<'_>) -> Result<KeyName, StoreError> {
    let own = row.maybe("key_id", Row::array::<16>)?;
    Ok(own.map_or(seal::of_person(id), |id| KeyName { domain: Domain::Identity, id }))
}

fn opened<T: DeserializeOwned>(
    sealing: Sealing<'_>,
    key: KeyName,
    column: &'static str,
    sealed: &[u8],
) -> Result<T, StoreError> {
    let text = sealing.open(key, column, sealed)?;
    serde_json::from_slice(&text).map_err(|e| StoreError::Damaged {
        what: format!("identity.person_version, {column}"),
        why: e.to_string(),
    })
}

/// Every version of a person's details, oldest first.
pub(crate) async fn versions(db: &mut Db<'_>, id: PersonId) -> Result<Vec<PersonVersion>, StoreError> {
    let query = VERSIONS.query().bind(&id.as_bytes()[..]);
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    rows.iter().map(|row| version(db.sealing, row)).collect()
}

/// A version from its columns, that of the person named `id`.
pub(crate) fn version(sealing: Sealing<'_>, row: &RawRow) -> Result<PersonVersion, StoreError> {
    let row = Row::of("identity.person_version", row);
    let id = row.id("id", PersonId::from_random_bytes)?;
    let correction = match row.maybe("correction", Row::bytes)? {
        Some(sealed) => Some(opened(sealing, key_of(id, &row)?, CORRECTION, &sealed)?),
        None => None,
    };
    let details = details(sealing, id, &row, "sealed")?;
    Ok(PersonVersion { version: row.number("version")?, details, correction })
}

/// A version of details as a change makes it.
struct NewVersion<'c> {
    person: PersonId,
    version: i64,
    case: Option<CaseId>,
    details: &'c IdentityDetails,
    correction: Option<&'c Correction>,
    key: KeyName,
}

/// A person not known before.
pub(crate) async fn add(db: &mut Db<'_>, sequence: u64, change: &Change) -> Result<(), StoreError> {
    let (Change::PersonAdded { id, details }, Some(key)) = (change, version_key(change)) else {
        return Err(not_of_a_person());
    };
    let found = FoundBy::of(db.sealing, details)?;
    found.refuse_other_holder(db, *id).await?;
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
    let first = NewVersion { person: *id, version: 1, case: None, details, correction: None, key };
    insert_version(db, sequence, &first, &found).await
}

fn not_of_a_person() -> StoreError {
    StoreError::Engine("this change is not of a person".into())
}

/// New details of a known person: shown in a case, or by a correction, which names its version.
pub(crate) async fn change(db: &mut Db<'_>, sequence: u64, change: &Change) -> Result<(), StoreError> {
    let (person, wanted, case, details, correction) = match change {
        Change::PersonChanged { id, case, details } => (*id, None, Some(*case), details, None),
        Change::PersonCorrected { id, version, details, correction } => {
            (*id, Some(i64::from(*version)), None, details, Some(correction))
        }
        _ => return Err(not_of_a_person()),
    };
    let key = version_key(change).ok_or_else(not_of_a_person)?;
    let query = VERSION_OF.query().bind(&person.as_bytes()[..]);
    let conflict = || StoreError::Conflict { what: "person".into() };
    let row = query.fetch_optional(&mut *db).await.map_err(error::of)?.ok_or_else(conflict)?;
    let row = Row::of("identity.person", &row);
    let version = row.number::<i64>("version")? + 1;
    if wanted.is_some_and(|wanted| wanted != version) {
        return Err(conflict());
    }
    let new = NewVersion { person, version, case, details, correction, key };
    let found = FoundBy::of(db.sealing, details)?;
    found.refuse_other_holder(db, person).await?;
    if row.number::<u32>("index_epoch")? != found.epoch {
        // Every row of a person is under one key.
        found_by::reindex(db, found.epoch, &[person]).await?;
    }
    insert_version(db, sequence, &new, &found).await?;
    UPDATE_PERSON
        .query()
        .bind(&person.as_bytes()[..])
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
    new: &NewVersion<'_>,
    found: &FoundBy,
) -> Result<(), StoreError> {
    let sealed = db.sealing.seal(new.key, DETAILS, &text(new.details)?)?;
    let correction = match new.correction {
        Some(correction) => Some(db.sealing.seal(new.key, CORRECTION, &text(correction)?)?),
        None => None,
    };
    INSERT_VERSION
        .query()
        .bind(&new.person.as_bytes()[..])
        .bind(new.version)
        .bind(new.case.as_ref().map(|case| &case.as_bytes()[..]))
        .bind(sealed)
        .bind(found.iin.as_ref())
        .bind(found.document.as_ref())
        .bind(integer(sequence)?)
        .bind(&new.key.id[..])
        .bind(correction)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("person"))
}

fn text(value: &impl serde::Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|e| StoreError::Damaged { what: DETAILS.into(), why: e.to_string() })
}

/// Removes what a declined case said of people.
pub(crate) async fn forget_case(db: &mut Db<'_>, case: CaseId) -> Result<(), StoreError> {
    let query = VERSIONS_OF_CASE.query().bind(&case.as_bytes()[..]);
    for person in forget_versions(db, query).await? {
        STEP_BACK.query().bind(person).execute(&mut *db).await.map_err(error::conflict("person"))?;
    }
    Ok(())
}

/// Removes versions of a person that stays that were superseded by an entry or before.
pub(crate) async fn forget_superseded(
    db: &mut Db<'_>,
    person: PersonId,
    entry: u64,
) -> Result<(), StoreError> {
    let query = SUPERSEDED.query().bind(&person.as_bytes()[..]).bind(integer(entry)?);
    forget_versions(db, query).await.map(drop)
}

/// How many versions [`forget_superseded`] would remove.
pub(crate) async fn superseded(db: &mut Db<'_>, person: PersonId, entry: u64) -> Result<u64, StoreError> {
    let query = SUPERSEDED.query().bind(&person.as_bytes()[..]).bind(integer(entry)?);
    Ok(query.fetch_all(db).await.map_err(error::of)?.len() as u64)
}

/// Removes versions with what opens their entries, and notes their keys for erasure; says whose they were.
async fn forget_versions(db: &mut Db<'_>, versions: Query<'_>) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    let rows = versions.fetch_all(&mut *db).await.map_err(error::of)?;
    let mut people = BTreeSet::new();
    for row in &rows {
        let row = Row::of("identity.person_version", row);
        let person = row.bytes("person_id")?;
        let version = row.number::<i64>("version")?;
        FORGET_VERSION
            .query()
            .bind(person.clone())
            .bind(version)
            .execute(&mut *db)
            .await
            .map_err(error::of)?;
        let query = FORGET_OPENING.query().bind(person.clone()).bind(row.number::<i64>("ledger_sequence")?);
        query.execute(&mut *db).await.map_err(error::of)?;
        if let Some(id) = row.maybe("key_id", Row::array::<16>)? {
            let query = KEY_USES.query().bind(person.clone()).bind(&id[..]);
            let uses = query.fetch_one(&mut *db).await.map_err(error::of)?;
            if Row::of("identity.person_version", &uses).number::<i64>("uses")? == 0 {
                documents::note_erasures(db, &[KeyName { domain: Domain::Identity, id }]).await?;
            }
        }
        people.insert(person);
    }
    Ok(people)
}

/// Removes a person; a conflict when something still holds them.
pub(crate) async fn forget(db: &mut Db<'_>, id: PersonId) -> Result<(), StoreError> {
    let id = id.as_bytes();
    forget_versions(db, ALL_VERSIONS.query().bind(&id[..])).await?;
    for statement in [FORGET_OPENINGS, FORGET_LINKS_OPENINGS, FORGET_PERSON] {
        statement.query().bind(&id[..]).execute(&mut *db).await.map_err(error::conflict("person"))?;
    }
    Ok(())
}
