//! How a record leaves the database (Art. 15, 17): every row that holds anything of it, in one transaction.

use registry::StoreError;
use registry::sequencer::Removal;
use vocabulary::{CaseId, PersonId};

use crate::db::Db;
use crate::row::{Row, integer};
use crate::statement::statements;
use crate::{candidates, cases, documents, error, fingers, links, lives, people};

statements! {
    FORGET_CERTIFICATE = "DELETE FROM identity.certificate WHERE ledger_sequence = $1";
    FORGET_CERTIFICATES_OF = "DELETE FROM identity.certificate WHERE person_id = $1";
    TRACES_OF_CASE = "SELECT (SELECT count(*) FROM identity.evidence WHERE case_id = $1) \
        + (SELECT count(*) FROM identity.opening WHERE owner_kind = 'case' AND owner_id = $1) \
        + (SELECT count(*) FROM identity.certificate WHERE case_id = $1) \
        + (SELECT count(*) FROM identity.case_version WHERE case_id = $1 AND state <> 'ended') AS traces";
    TRACES_OF_PERSON = "SELECT (SELECT count(*) FROM identity.person WHERE id = $1) \
        + (SELECT count(*) FROM identity.person_version WHERE person_id = $1) \
        + (SELECT count(*) FROM identity.opening WHERE owner_kind = 'person' AND owner_id = $1) AS traces";
    TRACES_OF_RECORD = "SELECT (SELECT count(*) FROM links.encounter WHERE number = $1) \
        + (SELECT count(*) FROM links.registration WHERE number = $1) \
        + (SELECT count(*) FROM links.cut WHERE number = $1) \
        + (SELECT count(*) FROM links.candidate WHERE number = $1) \
        + (SELECT count(*) FROM links.opening WHERE owner_kind = 'record' AND owner_id = $1) AS traces";
    /// What opens entries of an archived record's life stays.
    TRACES_OF_ARCHIVED = "SELECT (SELECT count(*) FROM links.encounter WHERE number = $1) \
        + (SELECT count(*) FROM links.registration WHERE number = $1) \
        + (SELECT count(*) FROM links.cut WHERE number = $1) \
        + (SELECT count(*) FROM links.candidate WHERE number = $1) AS traces";
}

/// Removes a record as its act orders.
pub(crate) async fn remove(db: &mut Db<'_>, sequence: u64, removal: &Removal) -> Result<(), StoreError> {
    let number = removal.number;
    if lives::life(db, number).await?.is_none() {
        return Err(StoreError::Conflict { what: "record".into() });
    }
    documents::note_erasures(db, &removal.keys()).await?;
    candidates::forget_record(db, number).await?;
    if let Some(entry) = removal.registered_entry {
        let query = FORGET_CERTIFICATE.query().bind(integer(entry)?);
        query.execute(&mut *db).await.map_err(error::of)?;
    }
    links::end(db, number).await?;
    fingers::end(db, number).await?;
    for tombstone in &removal.cases {
        cases::decline(db, sequence, tombstone).await?;
        candidates::forget_case(db, tombstone.id).await?;
        links::forget_case(db, tombstone.id).await?;
    }
    if !removal.archived {
        documents::forget(db, number).await?;
        lives::forget(db, number).await?;
    }
    if let Some((person, entry)) = removal.superseded {
        people::forget_superseded(db, person, entry).await?;
    }
    match removal.forget_person {
        Some(person) => {
            lives::forget_person(db, person).await?;
            let query = FORGET_CERTIFICATES_OF.query().bind(&person.as_bytes()[..]);
            query.execute(&mut *db).await.map_err(error::of)?;
            people::forget(db, person).await
        }
        None => Ok(()),
    }
}

async fn count(
    db: &mut Db<'_>,
    statement: crate::statement::Statement,
    id: &[u8; 16],
) -> Result<u64, StoreError> {
    let row = statement.query().bind(&id[..]).fetch_one(db).await.map_err(error::of)?;
    Row::of("traces", &row).number("traces")
}

/// Rows of each store that hold anything of what is, or was, removed.
pub(crate) async fn traces(
    db: &mut Db<'_>,
    removal: &Removal,
) -> Result<Vec<(&'static str, u64)>, StoreError> {
    let mut identity = 0;
    for case in removal.cases.iter().map(|case| case.id) {
        identity += of_case(db, case).await?;
    }
    if let Some(person) = removal.forget_person {
        identity += of_person(db, person).await?;
    }
    if let Some((person, entry)) = removal.superseded {
        identity += people::superseded(db, person, entry).await?;
    }
    let biometrics = fingers::traces(db, removal.number).await?;
    let links = of_record(db, removal).await?;
    Ok(vec![("identity", identity), ("biometrics", biometrics), ("links", links)])
}

async fn of_case(db: &mut Db<'_>, case: CaseId) -> Result<u64, StoreError> {
    count(db, TRACES_OF_CASE, case.as_bytes()).await
}

async fn of_person(db: &mut Db<'_>, person: PersonId) -> Result<u64, StoreError> {
    count(db, TRACES_OF_PERSON, person.as_bytes()).await
}

async fn of_record(db: &mut Db<'_>, removal: &Removal) -> Result<u64, StoreError> {
    let statement = if removal.archived { TRACES_OF_ARCHIVED } else { TRACES_OF_RECORD };
    count(db, statement, removal.number.as_bytes()).await
}
