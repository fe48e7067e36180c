//! The file of one table: a line of JSON that names its columns, then its rows, then their count.
//!
//! A row is the byte 1 and its values; the byte 0 and the count, eight bytes, end the file. A value is a byte
//! for its kind (0 none, 1 whole number, 2 floating point, 3 text, 4 bytes) and eight bytes, or a length of
//! four bytes and so many. Numbers are big-endian.

use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};

use super::BackupError;
use super::catalog::{Column, Kind, Table, quoted};
use crate::db::{Db, RawRow};
use crate::statement::{Query, composed};

/// Rows read at once: each may hold an image.
const PAGE: usize = 32;
/// Longest text or bytes of a value.
const VALUE_BYTES_MAX: u32 = 64 << 20;
/// Longest first line.
const HEAD_BYTES_MAX: u64 = 64 << 10;
const ROW: u8 = 1;
const END: u8 = 0;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    None,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    table: String,
    columns: Vec<(String, String)>,
}

impl Cell {
    fn of(row: &RawRow, column: &Column) -> Result<Self, sqlx::Error> {
        let name = column.name.as_str();
        if row.is_null(name)? {
            return Ok(Self::None);
        }
        Ok(match column.kind {
            Kind::Integer => Self::Integer(row.integer(name)?),
            Kind::Real => Self::Real(row.real(name)?),
            Kind::Text => Self::Text(row.text(name)?.to_owned()),
            Kind::Bytes => Self::Bytes(row.bytes(name)?.to_owned()),
        })
    }

    /// Binds it to a parameter of a column of this kind.
    pub(super) fn bind<'q>(&'q self, kind: Kind, query: Query<'q>) -> Query<'q> {
        match (self, kind) {
            (Self::Integer(number), _) => query.bind(*number),
            (Self::Real(number), _) => query.bind(*number),
            (Self::Text(text), _) => query.bind(text),
            (Self::Bytes(bytes), _) => query.bind(bytes),
            (Self::None, Kind::Integer) => query.bind(None::<i64>),
            (Self::None, Kind::Real) => query.bind(None::<f64>),
            (Self::None, Kind::Text) => query.bind(None::<String>),
            (Self::None, Kind::Bytes) => query.bind(None::<Vec<u8>>),
        }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut sized = |tag: u8, bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            out.write_all(&[tag])?;
            out.write_all(&length.to_be_bytes())?;
            out.write_all(bytes)
        };
        match self {
            Self::Text(text) => sized(3, text.as_bytes()),
            Self::Bytes(bytes) => sized(4, bytes),
            Self::None => out.write_all(&[0]),
            Self::Integer(number) => out.write_all(&[1]).and_then(|()| out.write_all(&number.to_be_bytes())),
            Self::Real(number) => {
                out.write_all(&[2]).and_then(|()| out.write_all(&number.to_bits().to_be_bytes()))
            }
        }
    }

    fn read(input: &mut impl Read) -> io::Result<Self> {
        let [tag] = array(input)?;
        Ok(match tag {
            0 => Self::None,
            1 => Self::Integer(i64::from_be_bytes(array(input)?)),
            2 => Self::Real(f64::from_bits(u64::from_be_bytes(array(input)?))),
            3 => Self::Text(String::from_utf8(sized(input)?).map_err(io::Error::other)?),
            4 => Self::Bytes(sized(input)?),
            other => return Err(io::Error::other(format!("{other} is no kind of value"))),
        })
    }

    fn is_of(&self, kind: Kind) -> bool {
        match self {
            Self::None => true,
            Self::Integer(_) => kind == Kind::Integer,
            Self::Real(_) => kind == Kind::Real,
            Self::Text(_) => kind == Kind::Text,
            Self::Bytes(_) => kind == Kind::Bytes,
        }
    }
}

fn array<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes).map(|()| bytes)
}

fn sized(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = u32::from_be_bytes(array(input)?);
    if length > VALUE_BYTES_MAX {
        return Err(io::Error::other(format!(
            "a value of {length} bytes; at most {VALUE_BYTES_MAX} are read"
        )));
    }
    let mut bytes = Vec::new();
    match input.take(length.into()).read_to_end(&mut bytes)? == length as usize {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Writes a table as it stands in the store; how many rows.
pub(super) async fn dump(
    db: &mut Db<'_>,
    table: &Table,
    out: &mut (impl Write + Send),
) -> Result<u64, BackupError> {
    let failed = |e: io::Error| BackupError::Store(crate::error::file(table.name.as_ref(), "save", &e));
    let columns = table.columns.iter().map(|c| (c.name.clone(), c.kind.code().to_owned())).collect();
    let head = Head { table: table.name.clone(), columns };
    let head = serde_json::to_string(&head).map_err(|e| failed(io::Error::other(e)))?;
    out.write_all(head.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(failed)?;
    let (mut count, mut last): (u64, Option<Vec<Cell>>) = (0, None);
    loop {
        let page = page(db, table, last.as_deref()).await?;
        for row in &page {
            out.write_all(&[ROW]).map_err(failed)?;
            for cell in row {
                cell.write(out).map_err(failed)?;
            }
        }
        count += page.len() as u64;
        let more = page.len() == PAGE && !table.key.is_empty();
        last = page.into_iter().next_back();
        if !more {
            break;
        }
    }
    out.write_all(&[END]).and_then(|()| out.write_all(&count.to_be_bytes())).map_err(failed)?;
    Ok(count)
}

/// The next rows after `last`, in the order of the key. A table without a key has one row.
async fn page(db: &mut Db<'_>, table: &Table, last: Option<&[Cell]>) -> Result<Vec<Vec<Cell>>, BackupError> {
    let mut sql = format!("SELECT {} FROM {}", table.column_list(), table.name);
    let place = |name: &String| table.columns.iter().position(|column| column.name == *name);
    let places: Vec<usize> = table.key.iter().filter_map(place).collect();
    let key = quoted(table.key.iter());
    if last.is_some() {
        let parameters: Vec<_> = (1..=places.len()).map(|n| format!("${n}")).collect();
        sql += &format!(" WHERE ({key}) > ({})", parameters.join(", "));
    }
    if !key.is_empty() {
        sql += &format!(" ORDER BY {key}");
    }
    let mut query = composed(format!("{sql} LIMIT {PAGE}"));
    for (cell, place) in last.iter().flat_map(|last| places.iter().map(|place| (&last[*place], *place))) {
        query = cell.bind(table.columns[place].kind, query);
    }
    let rows = query.fetch_all(db).await?;
    let cells = |row: &RawRow| table.columns.iter().map(|column| Cell::of(row, column)).collect();
    Ok(rows.iter().map(cells).collect::<Result<_, sqlx::Error>>()?)
}

/// A file being read.
pub(super) struct Reader<R> {
    input: R,
    pub(super) table: Table,
    rows: u64,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    pub(super) fn new(mut input: R) -> io::Result<Self> {
        let mut line = Vec::new();
        (&mut input).take(HEAD_BYTES_MAX).read_until(b'\n', &mut line)?;
        let head: Head = serde_json::from_slice(&line).map_err(io::Error::other)?;
        let named =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !head.table.split_once('.').is_some_and(|(store, table)| named(store) && named(table)) {
            return Err(io::Error::other("it names no table"));
        }
        let column = |(name, kind): (String, String)| match (named(&name), Kind::read(&kind)) {
            (true, Some(kind)) => Ok(Column { name, kind }),
            _ => Err(io::Error::other("a column has no name or kind")),
        };
        let columns = head.columns.into_iter().map(column).collect::<io::Result<_>>()?;
        Ok(Self { input, table: Table { name: head.table, columns, key: Vec::new() }, rows: 0 })
    }

    /// The next row; `None` at the end, whose count is compared.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<Cell>>> {
        let [tag] = array(&mut self.input)?;
        match tag {
            ROW => self.rows += 1,
            END => {
                let count = u64::from_be_bytes(array(&mut self.input)?);
                return match count == self.rows {
                    true => Ok(None),
                    false => Err(io::Error::other(format!("{} rows where {count} are said", self.rows))),
                };
            }
            other => return Err(io::Error::other(format!("{other} begins no row"))),
        }
        let mut row = Vec::with_capacity(self.table.columns.len());
        for column in &self.table.columns {
            let cell = Cell::read(&mut self.input)?;
            if !cell.is_of(column.kind) {
                return Err(io::Error::other(format!("a value of {} is of another kind", column.name)));
            }
            row.push(cell);
        }
        Ok(Some(row))
    }
}

impl<R: BufRead> Reader<R> {
    /// What was read from, when nothing follows the end.
    pub(super) fn into_end(mut self) -> io::Result<R> {
        match self.input.fill_buf()?.is_empty() {
            true => Ok(self.input),
            false => Err(io::Error::other("something follows its end")),
        }
    }
}
