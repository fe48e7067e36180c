//! Marks: random names of ledger entries for the rows of the biometric store.
//!
//! A ledger sequence number in that store would join each print to the row of the identity store made by
//! the same entry, past the link. Its rows carry a mark instead; the link store knows whose it is.

use registry::StoreError;

use crate::db::Db;
use crate::error;
use crate::row::{Row, integer};
use crate::statement::statements;

statements! {
    MARK_OF = "SELECT mark FROM links.mark WHERE ledger_sequence = $1";
    INSERT_MARK = "INSERT INTO links.mark (ledger_sequence, mark) VALUES ($1, $2)";
}

/// 16 random bytes.
pub(crate) fn random() -> Result<[u8; 16], StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| StoreError::Engine(format!("the system gave no random bytes: {e}")))?;
    Ok(bytes)
}

/// The mark of an entry, if it has one.
pub(crate) async fn find(db: &mut Db<'_>, sequence: u64) -> Result<Option<[u8; 16]>, StoreError> {
    let row = MARK_OF.query().bind(integer(sequence)?).fetch_optional(db).await.map_err(error::of)?;
    row.map(|row| Row::of("links.mark", &row).array("mark")).transpose()
}

/// The mark of an entry, made at its first use.
pub(crate) async fn of(db: &mut Db<'_>, sequence: u64) -> Result<[u8; 16], StoreError> {
    if let Some(mark) = find(db, sequence).await? {
        return Ok(mark);
    }
    let mark = random()?;
    INSERT_MARK.query().bind(integer(sequence)?).bind(&mark[..]).execute(db).await.map_err(error::of)?;
    Ok(mark)
}
