//! The link store: which case, encounter, registry number and person belong together. Nothing else joins
//! them.

use registry::sequencer::KeyName;
use registry::{Domain, QueryKind, SearchRow, StoreError};
use vocabulary::{Basis, CaseId, EncounterId, LinkId, PersonId, RegistryNumber};

use crate::db::Db;
use crate::error;
use crate::row::{Row, integer};
use crate::seal::Sealing;
use crate::searching;
use crate::statement::{Statement, statements};

statements! {
    INSERT_ENCOUNTER = "INSERT INTO links.encounter (case_id, encounter_id, number, ledger_sequence) \
        VALUES ($1, $2, $3, $4)";
    /// Only for the number that was drafted in that case.
    INSERT_REGISTRATION = "INSERT INTO links.registration (number, id, person_id, case_id, basis, ledger_sequence) \
        SELECT number, $2, $3, case_id, $5, $6 FROM links.encounter WHERE number = $1 AND case_id = $4";
    NUMBERS_OF = "SELECT number FROM links.registration WHERE person_id = $1 ORDER BY ledger_sequence, number";
    PERSON_OF = "SELECT person_id FROM links.registration WHERE number = $1 AND person_id IS NOT NULL";
    CASE_OF = "SELECT case_id FROM links.encounter WHERE number = $1";
    DRAFT_OF = "SELECT number FROM links.encounter WHERE case_id = $1";
    /// Only what the table of searches gives the query.
    BASES = "SELECT r.number, r.basis FROM links.registration r WHERE r.number > $1 AND EXISTS (\
        SELECT 1 FROM links.search_rule s WHERE s.query = $3 AND s.basis = r.basis) ORDER BY r.number LIMIT $2";
    SEARCH_ROWS = "SELECT query, basis, access FROM links.search_rule ORDER BY query, basis, access";
    CUT = "SELECT sealed FROM links.cut WHERE number = $1";
    CUTS = "SELECT number, sealed FROM links.cut ORDER BY number";
    INSERT_CUT = "INSERT INTO links.cut (number, sealed, ledger_sequence) VALUES ($1, $2, $3)";
    EMPTY_PERSON = "UPDATE links.registration SET person_id = NULL WHERE number = $1 AND person_id IS NOT NULL";
    FILL_PERSON = "UPDATE links.registration SET person_id = $2 WHERE number = $1 AND person_id IS NULL";
    FORGET_CUT = "DELETE FROM links.cut WHERE number = $1";
    FORGET_REGISTRATION = "DELETE FROM links.registration WHERE number = $1";
    FORGET_ENCOUNTER_OF_RECORD = "DELETE FROM links.encounter WHERE number = $1";
    FORGET_RECORD_OPENINGS = "DELETE FROM links.opening WHERE owner_kind = 'record' AND owner_id = $1";
    FORGET_ENCOUNTER = "DELETE FROM links.encounter WHERE case_id = $1";
    FORGET_OPENINGS = "DELETE FROM links.opening WHERE owner_id = $1";
}

/// Joins a case to its encounter and draft number.
pub(crate) async fn open_encounter(
    db: &mut Db<'_>,
    sequence: u64,
    case: CaseId,
    encounter: EncounterId,
    number: RegistryNumber,
) -> Result<(), StoreError> {
    INSERT_ENCOUNTER
        .query()
        .bind(&case.as_bytes()[..])
        .bind(&encounter.as_bytes()[..])
        .bind(&number.as_bytes()[..])
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("encounter of the case"))
}

/// A registration to be joined.
pub(crate) struct Registration {
    pub(crate) link: LinkId,
    pub(crate) person: PersonId,
    pub(crate) number: RegistryNumber,
    pub(crate) case: CaseId,
    pub(crate) basis: Basis,
}

/// Joins a registered number to its person.
pub(crate) async fn register(
    db: &mut Db<'_>,
    sequence: u64,
    registration: &Registration,
) -> Result<(), StoreError> {
    let done = INSERT_REGISTRATION
        .query()
        .bind(&registration.number.as_bytes()[..])
        .bind(&registration.link.as_bytes()[..])
        .bind(&registration.person.as_bytes()[..])
        .bind(&registration.case.as_bytes()[..])
        .bind(registration.basis.code())
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map_err(error::conflict("registration"))?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "registration".into() }),
    }
}

async fn ids<T>(
    db: &mut Db<'_>,
    statement: Statement,
    key: &[u8; 16],
    column: &str,
    make: fn([u8; 16]) -> T,
) -> Result<Vec<T>, StoreError> {
    let rows = statement.query().bind(&key[..]).fetch_all(db).await.map_err(error::of)?;
    rows.iter().map(|row| Row::of("links", row).id(column, make)).collect()
}

/// Registered numbers of a person, oldest first.
pub(crate) async fn numbers_of(db: &mut Db<'_>, person: PersonId) -> Result<Vec<RegistryNumber>, StoreError> {
    ids(db, NUMBERS_OF, person.as_bytes(), "number", RegistryNumber::from_random_bytes).await
}

/// The person of a registered number.
pub(crate) async fn person_of(
    db: &mut Db<'_>,
    number: RegistryNumber,
) -> Result<Option<PersonId>, StoreError> {
    let found = ids(db, PERSON_OF, number.as_bytes(), "person_id", PersonId::from_random_bytes).await?;
    Ok(found.into_iter().next())
}

/// The column that the person of a cut link is sealed for.
const CUT_PERSON: &str = "cut-person";

/// The key of a cut link: of the identity store, apart from every other key of the record (Art. 1(9)).
fn cut_key(number: RegistryNumber) -> KeyName {
    KeyName { domain: Domain::Identity, id: *number.as_bytes() }
}

/// The person of a cut link.
pub(crate) fn open_cut(
    sealing: Sealing<'_>,
    number: RegistryNumber,
    sealed: &[u8],
) -> Result<PersonId, StoreError> {
    let id = sealing.open(cut_key(number), CUT_PERSON, sealed)?;
    let id = <[u8; 16]>::try_from(id.as_slice())
        .map_err(|_| StoreError::Damaged { what: "links.cut".into(), why: "it is no person".into() })?;
    Ok(PersonId::from_random_bytes(id))
}

/// Cuts the link: what joins it again is kept apart.
pub(crate) async fn cut(db: &mut Db<'_>, sequence: u64, number: RegistryNumber) -> Result<(), StoreError> {
    let conflict = || StoreError::Conflict { what: "link".into() };
    let person = person_of(db, number).await?.ok_or_else(conflict)?;
    let sealed = db.sealing.seal(cut_key(number), CUT_PERSON, person.as_bytes())?;
    let id = &number.as_bytes()[..];
    let query = INSERT_CUT.query().bind(id).bind(sealed).bind(integer(sequence)?);
    query.execute(&mut *db).await.map_err(error::conflict("link"))?;
    let done = EMPTY_PERSON.query().bind(id).execute(db).await.map_err(error::of)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(conflict()) }
}

/// Joins the link again.
pub(crate) async fn join(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let conflict = || StoreError::Conflict { what: "link".into() };
    let person = cut_person(db, number).await?.ok_or_else(conflict)?;
    let id = &number.as_bytes()[..];
    let query = FILL_PERSON.query().bind(id).bind(&person.as_bytes()[..]);
    let done = query.execute(&mut *db).await.map_err(error::of)?;
    if done.rows_affected() != 1 {
        return Err(conflict());
    }
    FORGET_CUT.query().bind(id).execute(db).await.map(|_| ()).map_err(error::of)
}

pub(crate) async fn cut_person(
    db: &mut Db<'_>,
    number: RegistryNumber,
) -> Result<Option<PersonId>, StoreError> {
    let row = CUT.query().bind(&number.as_bytes()[..]).fetch_optional(&mut *db).await.map_err(error::of)?;
    row.map(|row| open_cut(db.sealing, number, &Row::of("links.cut", &row).bytes("sealed")?)).transpose()
}

/// The person of a number, their link cut or not.
pub(crate) async fn linked_person(
    db: &mut Db<'_>,
    number: RegistryNumber,
) -> Result<Option<PersonId>, StoreError> {
    match person_of(db, number).await? {
        Some(person) => Ok(Some(person)),
        None => cut_person(db, number).await,
    }
}

/// The numbers of a person, those whose link is cut included.
pub(crate) async fn linked_numbers(
    db: &mut Db<'_>,
    person: PersonId,
) -> Result<Vec<RegistryNumber>, StoreError> {
    let mut numbers = numbers_of(db, person).await?;
    for row in &CUTS.query().fetch_all(&mut *db).await.map_err(error::of)? {
        let row = Row::of("links.cut", row);
        let number = row.id("number", RegistryNumber::from_random_bytes)?;
        if open_cut(db.sealing, number, &row.bytes("sealed")?)? == person {
            numbers.push(number);
        }
    }
    Ok(numbers)
}

/// Removes every join of a registered number.
pub(crate) async fn end(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let in_order = [FORGET_CUT, FORGET_REGISTRATION, FORGET_ENCOUNTER_OF_RECORD, FORGET_RECORD_OPENINGS];
    for statement in in_order {
        let query = statement.query().bind(&number.as_bytes()[..]);
        query.execute(&mut *db).await.map_err(error::conflict("link"))?;
    }
    Ok(())
}

/// The case a number was drafted in.
pub(crate) async fn case_of(db: &mut Db<'_>, number: RegistryNumber) -> Result<Option<CaseId>, StoreError> {
    let found = ids(db, CASE_OF, number.as_bytes(), "case_id", CaseId::from_random_bytes).await?;
    Ok(found.into_iter().next())
}

/// The number drafted in a case.
pub(crate) async fn draft_of(db: &mut Db<'_>, case: CaseId) -> Result<Option<RegistryNumber>, StoreError> {
    let found = ids(db, DRAFT_OF, case.as_bytes(), "number", RegistryNumber::from_random_bytes).await?;
    Ok(found.into_iter().next())
}

/// The table of searches as it stands.
pub(crate) async fn search_rows(db: &mut Db<'_>) -> Result<Vec<SearchRow>, StoreError> {
    let rows = SEARCH_ROWS.query().fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("links.search_rule", row);
        Ok((row.text("query")?, row.text("basis")?, row.text("access")?))
    };
    rows.iter().map(read).collect()
}

/// Registered numbers with their bases, in order of number.
pub(crate) async fn bases(
    db: &mut Db<'_>,
    query: QueryKind,
    after: Option<RegistryNumber>,
    limit: u32,
) -> Result<Vec<(RegistryNumber, Basis)>, StoreError> {
    let after = after.map_or_else(Vec::new, |number| number.as_bytes().to_vec());
    searching::read_as(db, query).await?;
    let query = BASES.query().bind(after).bind(limit).bind(query.code());
    let rows = query.fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("links.registration", row);
        Ok((row.id("number", RegistryNumber::from_random_bytes)?, row.code("basis")?))
    };
    rows.iter().map(read).collect()
}

/// Removes the join of a declined case; a conflict when it is registered.
pub(crate) async fn forget_case(db: &mut Db<'_>, case: CaseId) -> Result<(), StoreError> {
    let id = &case.as_bytes()[..];
    FORGET_ENCOUNTER.query().bind(id).execute(&mut *db).await.map_err(error::conflict("registration"))?;
    FORGET_OPENINGS.query().bind(id).execute(db).await.map(|_| ()).map_err(error::of)
}

/// Removes the openings owned by a draft record.
pub(crate) async fn forget_record(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let query = FORGET_OPENINGS.query().bind(&number.as_bytes()[..]);
    query.execute(db).await.map(|_| ()).map_err(error::of)
}
