//! Reading for a search: on PostgreSQL as a role that sees no relatives' rows, whatever the statement asks.

use registry::{QueryKind, StoreError};

use crate::db::{Db, Wire};
use crate::error;
use crate::statement::run_script;

/// Until the end of the reader's transaction.
const AS_ANY: &str = "SET LOCAL ROLE tanba_search";
const AS_CORPSE: &str = "SET LOCAL ROLE tanba_search_corpses";

/// Makes the rest of this read that of a search by `query`. SQLite has no roles: there the statements' join with
/// the table of searches is the wall.
pub(crate) async fn read_as(db: &mut Db<'_>, query: QueryKind) -> Result<(), StoreError> {
    let role = if query == QueryKind::G4 { AS_CORPSE } else { AS_ANY };
    match &db.wire {
        Wire::Sqlite(_) => Ok(()),
        Wire::Postgres(_) => run_script(db, role.to_owned()).await.map_err(|e| {
            StoreError::Engine(format!(
                "the register's role may not read for searches: {}; grant it tanba_search and \
                 tanba_search_corpses",
                error::words(&e)
            ))
        }),
    }
}
