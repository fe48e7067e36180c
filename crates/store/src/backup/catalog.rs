//! Which tables and columns there are, asked of the engine: a new table is saved without a word here.

use std::collections::BTreeMap;

use super::BackupError;
use crate::db::{Db, Wire};
use crate::folder::STORES;
use crate::row::Row;
use crate::statement::composed;

/// What is not saved: versions, and with them the table of searches, are those of the program that restores;
/// whoever was signed in signs in again.
const LEFT_OUT: [&str; 3] = ["schema_version", "search_rule", "session"];

/// The kinds of value that both engines have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Real,
    Text,
    Bytes,
}

impl Kind {
    const CODES: [(Self, &'static str, &'static str, &'static str); 4] = [
        (Self::Integer, "integer", "INTEGER", "bigint"),
        (Self::Real, "real", "REAL", "double precision"),
        (Self::Text, "text", "TEXT", "text"),
        (Self::Bytes, "bytes", "BLOB", "bytea"),
    ];

    /// As files say it.
    pub(super) fn code(self) -> &'static str {
        Self::CODES.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, ..)| code)
    }

    /// As files or one of the engines say it.
    pub(super) fn read(said: &str) -> Option<Self> {
        let same = |(_, code, sqlite, postgres): &&(_, &str, &str, &str)| {
            [*code, *sqlite, *postgres].contains(&said)
        };
        Self::CODES.iter().find(same).map(|(kind, ..)| *kind)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table with its columns in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// `store.table`.
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The primary key's columns, in its order: rows are saved in the order of their keys.
    pub(super) key: Vec<String>,
}

impl Table {
    /// Names of its columns, quoted, as a list.
    pub(super) fn column_list(&self) -> String {
        quoted(self.columns.iter().map(|column| &column.name))
    }
}

/// Quoted names as a list.
pub(super) fn quoted<'n>(names: impl Iterator<Item = &'n String>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn sql(db: &Db<'_>, store: &str) -> String {
    match &db.wire {
        Wire::Sqlite(_) => format!(
            "SELECT m.name AS tab, c.name AS col, c.type AS kind, c.pk AS key \
             FROM {store}.sqlite_schema m, pragma_table_info(m.name, '{store}') c \
             WHERE m.type = 'table' ORDER BY m.name, c.name"
        ),
        Wire::Postgres(_) => format!(
            "SELECT c.relname::text AS tab, a.attname::text AS col, format_type(a.atttypid, NULL) AS kind, \
             coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint AS key \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
             WHERE n.nspname = '{store}' AND c.relkind = 'r' ORDER BY c.relname, a.attname"
        ),
    }
}

/// The columns of a table, and those of its key with their places.
type Found = (Vec<Column>, Vec<(i64, String)>);

/// Every table that is saved, store by store.
pub(super) async fn tables(db: &mut Db<'_>) -> Result<Vec<Table>, BackupError> {
    let mut tables = Vec::new();
    for store in STORES {
        let rows = composed(sql(db, store)).fetch_all(db).await?;
        let mut found: BTreeMap<String, Found> = BTreeMap::new();
        for row in &rows {
            let row = Row::of("the list of tables", row);
            let (table, name, kind) = (row.text("tab")?, row.text("col")?, row.text("kind")?);
            if LEFT_OUT.contains(&&*table) {
                continue;
            }
            let place = row.number("key")?;
            let Some(kind) = Kind::read(&kind) else {
                return Err(BackupError::damaged(
                    format!("{store}.{table}.{name}"),
                    format!("its kind is {kind}"),
                ));
            };
            let (columns, key) = found.entry(table).or_default();
            if place > 0 {
                key.push((place, name.clone()));
            }
            columns.push(Column { name, kind });
        }
        tables.extend(found.into_iter().map(|(name, (columns, mut key))| {
            key.sort();
            let key = key.into_iter().map(|(_, name)| name).collect();
            Table { name: format!("{store}.{name}"), columns, key }
        }));
    }
    Ok(tables)
}
