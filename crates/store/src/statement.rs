//! SQL as constants: each statement stands beside its use and is listed, so that one test prepares all of
//! them on both engines. One text serves both.

use std::borrow::Cow;

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe};

use crate::db::{Db, RawRow, Wire};

/// One SQL text with `$1…` parameters, fixed at compile time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement(&'static str);

impl Statement {
    /// For the macro [`statements`] only.
    pub(crate) const fn new(sql: &'static str) -> Self {
        Self(sql)
    }

    /// The text, for the test that prepares every statement.
    #[cfg(test)]
    pub(crate) fn text(self) -> &'static str {
        self.0
    }

    /// A query to bind values to.
    pub(crate) fn query<'q>(self) -> Query<'q> {
        Query { sql: Cow::Borrowed(self.0), values: Vec::new() }
    }
}

/// A query whose text was put together here from names of stores and tables, never from input.
pub(crate) fn composed<'q>(sql: String) -> Query<'q> {
    Query { sql: Cow::Owned(sql), values: Vec::new() }
}

/// A value for a parameter; the empty ones still say what they would be, as PostgreSQL wants to know.
pub(crate) enum Value<'q> {
    Integer(Option<i64>),
    Real(Option<f64>),
    Text(Option<Cow<'q, str>>),
    Bytes(Option<Cow<'q, [u8]>>),
}

/// What can be bound to a parameter.
pub(crate) trait Bind<'q>: Sized {
    /// The value, or the empty one of its kind.
    fn value(this: Option<Self>) -> Value<'q>;
}

macro_rules! bind {
    ($($kind:ident: $($type:ty => $into:expr),+;)+) => { $($(
        impl<'q> Bind<'q> for $type {
            fn value(this: Option<Self>) -> Value<'q> {
                Value::$kind(this.map($into))
            }
        }
    )+)+ };
}

bind! {
    Integer: i64 => |n| n, u32 => i64::from, u16 => i64::from, u8 => i64::from, bool => i64::from;
    Real: f64 => |n| n;
    Text: &'q str => Cow::Borrowed, &'q String => |s| Cow::Borrowed(s.as_str()), String => Cow::Owned;
    Bytes: &'q [u8] => Cow::Borrowed, &'q Vec<u8> => |b| Cow::Borrowed(b.as_slice()), Vec<u8> => Cow::Owned;
}

impl<'q, T: Bind<'q>> Bind<'q> for Option<T> {
    fn value(this: Option<Self>) -> Value<'q> {
        T::value(this.flatten())
    }
}

/// A statement with its values.
pub(crate) struct Query<'q> {
    sql: Cow<'static, str>,
    values: Vec<Value<'q>>,
}

/// What a statement that gives no rows did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done(u64);

impl Done {
    pub(crate) fn rows_affected(self) -> u64 {
        self.0
    }
}

/// Has either engine do something with the query.
macro_rules! on {
    ($query:ident, $db:ident, $method:ident, $sqlite:expr, $postgres:expr) => {
        match &mut $db.wire {
            Wire::Sqlite(connection) => {
                let arguments = arguments::<SqliteArguments>($query.values)?;
                let query = sqlx::query_with(AssertSqlSafe($query.sql), arguments);
                query.$method(&mut **connection).await.map($sqlite)
            }
            Wire::Postgres(connection) => {
                let arguments = arguments::<PgArguments>($query.values)?;
                let query = sqlx::query_with(AssertSqlSafe($query.sql), arguments);
                query.$method(&mut **connection).await.map($postgres)
            }
        }
    };
}

impl<'q> Query<'q> {
    /// Binds the next parameter.
    pub(crate) fn bind(mut self, value: impl Bind<'q>) -> Self {
        self.values.push(Bind::value(Some(value)));
        self
    }

    /// Every row.
    pub(crate) async fn fetch_all(self, db: &mut Db<'_>) -> Result<Vec<RawRow>, sqlx::Error> {
        fn all<R>(rows: Vec<R>, raw: fn(R) -> RawRow) -> Vec<RawRow> {
            rows.into_iter().map(raw).collect()
        }
        on!(self, db, fetch_all, |rows| all(rows, RawRow::Sqlite), |rows| all(rows, RawRow::Postgres))
    }

    /// The first row, if there is one.
    pub(crate) async fn fetch_optional(self, db: &mut Db<'_>) -> Result<Option<RawRow>, sqlx::Error> {
        on!(self, db, fetch_optional, |row| row.map(RawRow::Sqlite), |row| row.map(RawRow::Postgres))
    }

    /// The one row.
    pub(crate) async fn fetch_one(self, db: &mut Db<'_>) -> Result<RawRow, sqlx::Error> {
        self.fetch_optional(db).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// Does it.
    pub(crate) async fn execute(self, db: &mut Db<'_>) -> Result<Done, sqlx::Error> {
        on!(self, db, execute, |done| Done(done.rows_affected()), |done| Done(done.rows_affected()))
    }
}

/// Several statements without parameters, as migrations are.
pub(crate) async fn run_script(db: &mut Db<'_>, sql: String) -> Result<(), sqlx::Error> {
    match &mut db.wire {
        Wire::Sqlite(connection) => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **connection).await.map(drop)
        }
        Wire::Postgres(connection) => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **connection).await.map(drop)
        }
    }
}

/// The values as one engine takes them.
fn arguments<A>(values: Vec<Value<'_>>) -> Result<A, sqlx::Error>
where
    A: Arguments,
    for<'e> Option<i64>: sqlx::Encode<'e, A::Database> + sqlx::Type<A::Database>,
    for<'e> Option<f64>: sqlx::Encode<'e, A::Database> + sqlx::Type<A::Database>,
    for<'e> Option<&'e str>: sqlx::Encode<'e, A::Database> + sqlx::Type<A::Database>,
    for<'e> Option<&'e [u8]>: sqlx::Encode<'e, A::Database> + sqlx::Type<A::Database>,
{
    let mut arguments = A::default();
    for value in &values {
        let added = match value {
            Value::Integer(number) => arguments.add(*number),
            Value::Real(number) => arguments.add(*number),
            Value::Text(text) => arguments.add(text.as_deref()),
            Value::Bytes(bytes) => arguments.add(bytes.as_deref()),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// Declares statements and the list `STATEMENTS` of their names and texts.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* const $name: $crate::statement::Statement = $crate::statement::Statement::new($sql);)*
        /// Every statement of this module, for the test that prepares them.
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[(&str, $crate::statement::Statement)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use statements;
