//! Rows as values: every column read is checked, and what does not read names its table and column.

use jiff::Timestamp;
use jiff::civil::Date;
use registry::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::RawRow;

/// A row of a table.
pub(crate) struct Row<'r> {
    table: &'static str,
    row: &'r RawRow,
}

impl<'r> Row<'r> {
    /// `table` is the qualified name that errors give.
    pub(crate) fn of(table: &'static str, row: &'r RawRow) -> Self {
        Self { table, row }
    }

    fn damaged(&self, column: &str, why: impl ToString) -> StoreError {
        StoreError::Damaged { what: format!("{}.{column}", self.table), why: why.to_string() }
    }

    fn got<T>(&self, column: &str, value: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        value.map_err(|e| self.damaged(column, e))
    }

    fn str(&self, column: &str) -> Result<&'r str, StoreError> {
        self.got(column, self.row.text(column))
    }

    fn integer(&self, column: &str) -> Result<i64, StoreError> {
        self.got(column, self.row.integer(column))
    }

    /// A text.
    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.str(column).map(str::to_owned)
    }

    /// Bytes.
    pub(crate) fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.got(column, self.row.bytes(column)).map(<[u8]>::to_vec)
    }

    /// Bytes of a fixed length.
    pub(crate) fn array<const N: usize>(&self, column: &str) -> Result<[u8; N], StoreError> {
        let bytes = self.got(column, self.row.bytes(column))?;
        bytes.try_into().map_err(|_| self.damaged(column, format!("{} bytes, not {N}", bytes.len())))
    }

    /// A whole number in the range of `T`.
    pub(crate) fn number<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        let number = self.integer(column)?;
        T::try_from(number).map_err(|_| self.damaged(column, format!("{number} is out of range")))
    }

    /// A score; stored as a double, so that the single-precision value comes back exactly.
    pub(crate) fn score(&self, column: &str) -> Result<f32, StoreError> {
        self.got(column, self.row.real(column)).map(|score| score as f32)
    }

    /// A typed identifier.
    pub(crate) fn id<T>(&self, column: &str, make: fn([u8; 16]) -> T) -> Result<T, StoreError> {
        self.array(column).map(make)
    }

    /// An instant.
    pub(crate) fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        let nanoseconds = self.integer(column)?;
        Timestamp::from_nanosecond(nanoseconds.into()).map_err(|e| self.damaged(column, e))
    }

    /// A civil date.
    pub(crate) fn date(&self, column: &str) -> Result<Date, StoreError> {
        vocabulary::parse_date(self.str(column)?).map_err(|e| self.damaged(column, e))
    }

    /// A member of a closed list, by its code.
    pub(crate) fn code<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        let code = serde_json::Value::String(self.text(column)?);
        serde_json::from_value(code).map_err(|e| self.damaged(column, e))
    }

    /// A value kept as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        serde_json::from_str(self.str(column)?).map_err(|e| self.damaged(column, e))
    }

    /// A value that another crate reads from text or bytes.
    pub(crate) fn read<T, E: ToString>(&self, column: &str, value: Result<T, E>) -> Result<T, StoreError> {
        value.map_err(|e| self.damaged(column, e.to_string()))
    }

    /// A column that may be empty.
    pub(crate) fn maybe<T>(
        &self,
        column: &str,
        read: impl FnOnce(&Self, &str) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match self.got(column, self.row.is_null(column))? {
            true => Ok(None),
            false => read(self, column).map(Some),
        }
    }
}

/// Nanoseconds since 1970-01-01 UTC; the years 1677 to 2262 fit.
pub(crate) fn nanoseconds(at: Timestamp) -> Result<i64, StoreError> {
    i64::try_from(at.as_nanosecond())
        .map_err(|_| StoreError::Engine(format!("the instant {at} is outside the years 1678 to 2261")))
}

/// A sequence number or size as the engine's integer.
pub(crate) fn integer(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Engine(format!("the number {number} is too large")))
}

/// The code of a member of a closed list.
pub(crate) fn code<T: Serialize>(member: &T) -> Result<String, StoreError> {
    match serde_json::to_value(member) {
        Ok(serde_json::Value::String(code)) => Ok(code),
        other => Err(StoreError::Engine(format!("a closed list gave {other:?} instead of a code"))),
    }
}

/// A value as JSON text.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Engine(format!("a value has no JSON form: {e}")))
}
