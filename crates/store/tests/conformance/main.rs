//! What every [`registry::ports::Store`] must do. Another engine is one more line at the end.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "../engines/mod.rs"]
mod engines;
#[path = "../samples/mod.rs"]
mod samples;

mod cases;
mod ledger;
mod officers;
mod people;
mod prints;
mod searches;
mod supplements;
mod transactions;

use std::any::Any;
use std::sync::Arc;

use engines::Place;
use registry::StoreError;
use registry::ports::Store;

/// A new, empty store and what must live as long as it.
type Fixture = (Arc<dyn Store>, Box<dyn Any + Send>);

/// One test for each function of the suite.
macro_rules! store_conformance {
    ($engine:ident, $factory:path) => {
        store_conformance! { $engine, $factory,
            people: found_by_iin_and_document, newest_details_count, two_people_never_share_an_iin,
                people_are_indexed_anew, corrections_are_versions, superseded_versions_go_with_their_keys;
            cases: read_back_whole, a_version_is_written_once, newest_are_listed_first, a_reference_of_64_letters_fits,
                declining_leaves_a_tombstone_only, a_known_person_survives_a_declined_case,
                a_discarded_draft_leaves_its_case;
            prints: ten_positions, later_attempts_supersede, only_registered_templates_are_listed,
                a_registration_joins_once, candidates_wait_until_decided;
            supplements: the_best_print_that_counts_is_read, what_is_turned_down_leaves_its_key_to_be_erased,
                a_supplement_is_of_a_registered_number_and_decided_once;
            searches: relatives_are_read_by_the_query_of_a_corpse_only, a_query_reads_its_galleries_page_by_page,
                the_table_of_searches_is_the_laws;
            officers: accounts, sessions;
            ledger: entries_and_checkpoints, openings_come_back_in_order, every_row_has_its_entry,
                a_document_names_the_entry_of_its_newest_version;
            transactions: dropped_leaves_nothing, a_conflict_undoes_its_command_only, readers_see_committed_state,
                begin_waits_for_the_transaction_before, readers_never_see_half_a_commit;
        }
    };
    ($engine:ident, $factory:path, $($suite:ident: $($test:ident),+;)+) => {
        mod $engine { $(mod $suite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let test = concat!(stringify!($engine), "::", stringify!($suite), "::", stringify!($test));
                let Some((store, _keep)) = $factory(test).await else { return };
                crate::$suite::$test(store).await;
            }
        )+ })+ }
    };
}

/// Whether a conflict was reported and named.
fn is_conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict { what }) if !what.is_empty())
}

async fn opened(place: Place) -> Option<Fixture> {
    let store = place.location().open(registry::testing::stable_keys()).await.unwrap();
    Some((store, Box::new(place)))
}

async fn new_sqlite(_test: &str) -> Option<Fixture> {
    opened(Place::folder()).await
}

/// None without a server.
async fn new_postgres(test: &str) -> Option<Fixture> {
    opened(Place::database(test)?).await
}

async fn new_memory(_test: &str) -> Option<Fixture> {
    Some((Arc::new(registry::testing::MemoryStore::new()), Box::new(())))
}

store_conformance!(sqlite, crate::new_sqlite);
store_conformance!(postgres, crate::new_postgres);
store_conformance!(memory, crate::new_memory);
