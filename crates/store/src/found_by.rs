//! What people are found by: keyed values of IIN and document number, under the newest index key and, while it is
//! rotated, under the one before. Every row of one person is under the same key, which `identity.person` names.

use registry::ports::IndexValue;
use registry::{IdentityDetails, StoreError};
use vocabulary::PersonId;

use crate::db::{Db, RawRow};
use crate::error;
use crate::people;
use crate::row::Row;
use crate::seal::Sealing;
use crate::statement::{Statement, statements};

statements! {
    OTHER_HOLDER = "SELECT id FROM identity.person WHERE iin_index = $1 AND id <> $2";
    VERSIONS = "SELECT version, sealed, key_id FROM identity.person_version WHERE person_id = $1 ORDER BY version";
    UPDATE_VERSION = "UPDATE identity.person_version SET iin_index = $3, document_index = $4 \
        WHERE person_id = $1 AND version = $2";
    UPDATE_PERSON = "UPDATE identity.person SET iin_index = $2, document_index = $3, index_epoch = $4 WHERE id = $1";
    EPOCHS = "SELECT index_epoch, count(*) AS people FROM identity.person GROUP BY index_epoch ORDER BY index_epoch";
    INDEXED_BEFORE = "SELECT id FROM identity.person WHERE index_epoch < $1 LIMIT $2";
}

/// The columns that people are found by.
pub(crate) const IIN: &str = "iin";
pub(crate) const DOCUMENT: &str = "document-number";

/// A keyed value; none for a person without the number.
type Value = Option<Vec<u8>>;

/// What a person is found by, under the newest index key.
pub(crate) struct FoundBy {
    pub(crate) epoch: u32,
    pub(crate) iin: Value,
    pub(crate) document: Value,
    /// The IIN under the key before, while there is one.
    older_iin: Value,
}

impl FoundBy {
    pub(crate) fn of(sealing: Sealing<'_>, details: &IdentityDetails) -> Result<Self, StoreError> {
        let iin = details.iin.as_ref().map(|iin| sealing.index(IIN, iin.as_str())).transpose()?;
        let document = details.document_number.as_ref().map(|number| sealing.index(DOCUMENT, number));
        let document = document.transpose()?;
        let epoch = match iin.as_ref().or(document.as_ref()) {
            Some(values) => newest(values)?.epoch,
            None => sealing.index_epochs()?.first().copied().ok_or_else(no_key)?,
        };
        let of_epoch = |values: &Option<Vec<IndexValue>>| {
            let value = values.iter().flatten().find(|value| value.epoch == epoch);
            value.map(|value| value.value.to_vec())
        };
        let older = iin.iter().flatten().find(|value| value.epoch < epoch);
        let older_iin = older.map(|value| value.value.to_vec());
        Ok(Self { epoch, iin: of_epoch(&iin), document: of_epoch(&document), older_iin })
    }

    /// Refuses an IIN that somebody else is found by under the older key: the column keeps apart only what is
    /// under one key.
    pub(crate) async fn refuse_other_holder(&self, db: &mut Db<'_>, id: PersonId) -> Result<(), StoreError> {
        let Some(older) = &self.older_iin else { return Ok(()) };
        let query = OTHER_HOLDER.query().bind(older).bind(&id.as_bytes()[..]);
        match query.fetch_optional(db).await.map_err(error::of)? {
            None => Ok(()),
            Some(_) => Err(StoreError::Conflict { what: "person".into() }),
        }
    }
}

fn no_key() -> StoreError {
    StoreError::Engine("there is no index key".into())
}

fn newest(values: &[IndexValue]) -> Result<&IndexValue, StoreError> {
    values.first().ok_or_else(no_key)
}

/// The rows that a text finds. `statement` takes two values: under the newest key and under the oldest there is.
pub(crate) async fn rows(
    db: &mut Db<'_>,
    statement: Statement,
    column: &str,
    text: &str,
) -> Result<Vec<RawRow>, StoreError> {
    loop {
        let values = db.sealing.index(column, text)?;
        let (newest, oldest) = (newest(&values)?, values.last().ok_or_else(no_key)?);
        let query = statement.query().bind(newest.value.to_vec()).bind(oldest.value.to_vec());
        let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
        // A rotation that began meanwhile may have put somebody under a key that was not asked for.
        if db.sealing.index_epochs()?.into_iter().eq(values.iter().map(|value| value.epoch)) {
            return Ok(rows);
        }
    }
}

/// Indexes people anew under the newest key, which must be of this epoch. Who is gone is left out.
pub(crate) async fn reindex(db: &mut Db<'_>, epoch: u32, people: &[PersonId]) -> Result<(), StoreError> {
    for id in people {
        let versions = VERSIONS.query().bind(&id.as_bytes()[..]).fetch_all(&mut *db).await;
        let mut last = None;
        for row in &versions.map_err(error::of)? {
            let row = Row::of("identity.person_version", row);
            let details = people::details(db.sealing, *id, &row, "sealed")?;
            let found = FoundBy::of(db.sealing, &details)?;
            if found.epoch != epoch {
                return Err(StoreError::Conflict { what: "index key".into() });
            }
            let update = UPDATE_VERSION.query().bind(&id.as_bytes()[..]).bind(row.number::<i64>("version")?);
            let update = update.bind(found.iin.clone()).bind(found.document.clone());
            update.execute(&mut *db).await.map_err(error::of)?;
            last = Some(found);
        }
        if let Some(found) = last {
            let update = UPDATE_PERSON.query().bind(&id.as_bytes()[..]).bind(found.iin);
            let update = update.bind(found.document).bind(epoch);
            update.execute(&mut *db).await.map_err(error::conflict("person"))?;
        }
    }
    Ok(())
}

/// How many people are found under each index key.
pub(crate) async fn epochs(db: &mut Db<'_>) -> Result<Vec<(u32, u64)>, StoreError> {
    let rows = EPOCHS.query().fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("identity.person", row);
        Ok((row.number("index_epoch")?, row.number("people")?))
    };
    rows.iter().map(read).collect()
}

/// People found under a key older than that of `epoch`.
pub(crate) async fn before(db: &mut Db<'_>, epoch: u32, limit: u32) -> Result<Vec<PersonId>, StoreError> {
    let rows = INDEXED_BEFORE.query().bind(epoch).bind(limit).fetch_all(db).await.map_err(error::of)?;
    rows.iter().map(|row| Row::of("identity.person", row).id("id", PersonId::from_random_bytes)).collect()
}
