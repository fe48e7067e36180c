//! The register's memory on SQLite: four files that commit all or nothing.
//!
//! * `identity.sqlite`: people, cases, certificates, officers, sessions.
//! * `biometrics.sqlite`: prints under random registry numbers; nothing in it names anybody, orders rows
//!   by time or repeats an identifier of another store.
//! * `links.sqlite`: which case, encounter, registry number and person belong together.
//! * `ledger.sqlite`: entries, leaf hashes, signed checkpoints.
//!
//! [`SqliteStore`] attaches them to one connection with a rollback journal, so that a commit over them is
//! atomic through kill and loss of power. It stores facts and decides nothing: what may be written is the
//! business of `registry` and `law`.

mod audit;
mod candidates;
mod cases;
mod certificates;
mod changes;
mod connection;
mod entries;
mod error;
mod fingers;
mod folder;
mod links;
mod mark;
mod officers;
mod people;
mod row;
mod schema;
mod sqlite;
mod statement;
mod transaction;

pub use sqlite::SqliteStore;

#[cfg(test)]
mod tests;
