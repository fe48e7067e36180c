//! One face for both engines: a connection to run statements on, the rows they give.
//!
//! What a module of tables sees is [`Db`] and [`RawRow`], never an engine. Statements are one SQL text for
//! both (see [`crate::statement`]): whole numbers are 64 bits wide, yes and no are 1 and 0.

use registry::ports::Keys;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row as _, TypeInfo as _, ValueRef as _};

use crate::seal::Sealing;

/// A connection borrowed for some statements, with the keys of records where rows are sealed or opened.
#[derive(Debug)]
pub(crate) struct Db<'c> {
    pub(crate) wire: Wire<'c>,
    pub(crate) sealing: Sealing<'c>,
}

impl<'c> Db<'c> {
    /// To the files of a data folder, without keys.
    pub(crate) fn sqlite(connection: &'c mut SqliteConnection) -> Self {
        Self { wire: Wire::Sqlite(connection), sealing: Sealing::none() }
    }

    /// To a database of a server, without keys.
    pub(crate) fn postgres(connection: &'c mut PgConnection) -> Self {
        Self { wire: Wire::Postgres(connection), sealing: Sealing::none() }
    }

    /// With the keys of records.
    pub(crate) fn with_keys(self, keys: &'c dyn Keys) -> Self {
        Self { sealing: Sealing::with(keys), ..self }
    }
}

/// The connection itself.
#[derive(Debug)]
pub(crate) enum Wire<'c> {
    /// To the files of a data folder.
    Sqlite(&'c mut SqliteConnection),
    /// To a database of a server.
    Postgres(&'c mut PgConnection),
}

/// A connection of its own.
#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Connection {
    /// Borrows it for statements.
    pub(crate) fn db(&mut self) -> Db<'_> {
        match self {
            Self::Sqlite(connection) => Db::sqlite(connection),
            Self::Postgres(connection) => Db::postgres(connection),
        }
    }
}

/// A row as the engine gave it; read it through [`crate::row::Row`].
pub(crate) enum RawRow {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// Reads a column of either engine.
macro_rules! get {
    ($self:ident, $column:ident) => {
        match $self {
            Self::Sqlite(row) => row.try_get($column),
            Self::Postgres(row) => row.try_get($column),
        }
    };
}

impl RawRow {
    /// A text.
    pub(crate) fn text(&self, column: &str) -> Result<&str, sqlx::Error> {
        get!(self, column)
    }

    /// Bytes.
    pub(crate) fn bytes(&self, column: &str) -> Result<&[u8], sqlx::Error> {
        get!(self, column)
    }

    /// A floating-point number.
    pub(crate) fn real(&self, column: &str) -> Result<f64, sqlx::Error> {
        get!(self, column)
    }

    /// A whole number. Literals and comparisons of PostgreSQL are narrower than its columns.
    pub(crate) fn integer(&self, column: &str) -> Result<i64, sqlx::Error> {
        let row = match self {
            Self::Sqlite(row) => return row.try_get(column),
            Self::Postgres(row) => row,
        };
        let value = row.try_get_raw(column)?;
        match value.type_info().name() {
            "INT4" => row.try_get::<i32, _>(column).map(i64::from),
            "BOOL" => row.try_get::<bool, _>(column).map(i64::from),
            _ => row.try_get(column),
        }
    }

    /// Whether a column is empty.
    pub(crate) fn is_null(&self, column: &str) -> Result<bool, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get_raw(column).map(|value| value.is_null()),
            Self::Postgres(row) => row.try_get_raw(column).map(|value| value.is_null()),
        }
    }
}
