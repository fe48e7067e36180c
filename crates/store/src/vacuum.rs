//! Free parts of the tables that people are found by, emptied: each engine has its own words for it.

use registry::StoreError;

use crate::db::{Db, Wire};
use crate::error;
use crate::statement::composed;

/// Writes the tables anew without what their free parts hold. SQLite overwrites what is deleted, but pages that were
/// split and joined keep copies; PostgreSQL keeps old rows until they are vacuumed, and its log for as long as
/// it is kept: there the erased key alone makes the values worthless.
pub(crate) async fn replaced_index(db: &mut Db<'_>) -> Result<(), StoreError> {
    let statements: &[&str] = match &db.wire {
        // Page by page, and not as one write that is held in memory.
        Wire::Sqlite(_) => &["PRAGMA cache_spill = ON", "VACUUM identity", "PRAGMA cache_spill = OFF"],
        Wire::Postgres(_) => &["VACUUM (FULL) identity.person", "VACUUM (FULL) identity.person_version"],
    };
    let mut done = Ok(());
    for (at, statement) in statements.iter().enumerate() {
        // The last one of SQLite is due whatever came of the others.
        if done.is_ok() || at + 1 == statements.len() {
            let ran = composed((*statement).to_owned()).execute(&mut *db).await;
            done = done.and(ran.map(|_| ()).map_err(error::of));
        }
    }
    done
}
