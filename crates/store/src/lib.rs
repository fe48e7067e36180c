//! The register's memory: four stores that commit all or nothing, on SQLite or PostgreSQL.
//!
//! * `identity`: people, cases, certificates, officers, sessions.
//! * `biometrics`: prints under random registry numbers; nothing in it names anybody, orders rows by time
//!   or repeats an identifier of another store.
//! * `links`: which case, encounter, registry number and person belong together.
//! * `ledger`: entries, leaf hashes, signed checkpoints.
//!
//! On SQLite they are four files attached to one connection with a rollback journal, so that a commit over
//! them is atomic through kill and loss of power; on PostgreSQL four schemas of one database. Everything
//! between (statements, rows, changes, reads) is the same code: [`SqlStore`]. The store keeps facts and
//! decides nothing: what may be written is the business of `registry` and `law`.

mod audit;
pub mod backup;
mod candidates;
mod cases;
mod certificates;
mod changes;
mod connection;
mod db;
mod documents;
mod engine;
mod entries;
mod error;
mod fingers;
mod folder;
mod found_by;
mod links;
mod lives;
mod location;
mod mark;
mod officers;
mod people;
mod postgres;
mod removal;
mod row;
mod schema;
mod seal;
mod searching;
mod server;
mod sql_store;
mod sqlite;
mod statement;
mod supplements;
mod transaction;
mod vacuum;

pub use location::Location;
pub use sql_store::SqlStore;

// Helpers of tests are shared with those outside, which name the crate.
#[cfg(test)]
extern crate self as store;
#[cfg(test)]
mod tests;
