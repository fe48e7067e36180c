//! SQL as constants: each statement stands beside its use and is listed, so that one test prepares all.

use sqlx::Sqlite;
use sqlx::sqlite::SqliteArguments;

/// A statement to bind values to.
pub(crate) type Query = sqlx::query::Query<'static, Sqlite, SqliteArguments>;

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
    pub(crate) fn query(self) -> Query {
        sqlx::query(self.0)
    }
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
