//! Report of oversight of a month (R5.1.2) or a year (R31.1.1, users.md section 7).

use vocabulary::{Basis, Body, Purpose};

use super::{ColumnName, Form, ReportTableName};
use crate::kit::{Column, Sheet, Table, Template};
use crate::people::{LINE_CHARS_MAX, NAME_CHARS_MAX, PARAGRAPH_CHARS_MAX, signatures};
use crate::words::grouped;
use crate::{Issue, Language, PaperError, Signatory};

const TABLES: std::ops::RangeInclusive<usize> = 1..=40;
const ROWS: std::ops::RangeInclusive<usize> = 1..=500;
const COLUMNS: std::ops::RangeInclusive<usize> = 1..=8;
/// A positive count below this is not published (users.md section 7).
const COUNT_MIN: u64 = 10;

/// What a report covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month {
        /// Year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A year.
    Year(i16),
}

/// Aggregate figures without personal data. Small cells are suppressed by whoever knows the sums; the form refuses a
/// count that should have been.
#[derive(Debug, Clone)]
pub struct OversightReport {
    /// Number of the report, at most 64 characters.
    pub number: String,
    /// The period.
    pub period: Period,
    /// Size and root of the ledger at the end of the period, at most 300 characters.
    pub ledger: String,
    /// 1 to 40 tables.
    pub tables: Vec<ReportTable>,
    /// Who answers for the figures.
    pub signed_by: Signatory,
}

/// One table.
#[derive(Debug, Clone)]
pub struct ReportTable {
    /// What it counts.
    pub name: ReportTableName,
    /// Columns of figures, 1 to 8.
    pub columns: Vec<ColumnName>,
    /// Rows, 1 to 500, each with as many cells as there are columns.
    pub rows: Vec<ReportRow>,
    /// A definition or remark, at most 2,000 characters.
    pub note: Option<String>,
}

/// One row.
#[derive(Debug, Clone)]
pub struct ReportRow {
    /// What the row is about.
    pub name: RowName,
    /// Its figures.
    pub cells: Vec<Cell>,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowName {
    /// A basis.
    Basis(Basis),
    /// A purpose and the body that acted for it.
    Purpose(Purpose, Body),
    /// A month, 1 to 12.
    Month(i8),
    /// A place, state, reason or set in the language of the paper; at most 160 characters.
    Text(String),
    /// The sum of the table.
    Total,
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A count: 0, or 10 and more.
    Count(u64),
    /// A count of 1 to 9, shown as `<10`.
    BelowTen,
    /// A larger count from which a small one could be computed, shown as `*`.
    Withheld,
    /// A share in hundredths of a per cent: 6480 is 64.80 %.
    BasisPoints(u32),
    /// Days.
    Days(u32),
    /// Not counted here.
    None,
}

impl Cell {
    fn words(self, language: Language) -> String {
        match self {
            Self::Count(count) => grouped(count),
            Self::BelowTen => "<10".to_owned(),
            Self::Withheld => "*".to_owned(),
            Self::BasisPoints(points) => {
                let mark = if language == Language::En { '.' } else { ',' };
                format!("{}{mark}{:02}\u{A0}%", points / 100, points % 100)
            }
            Self::Days(days) => grouped(u64::from(days)),
            Self::None => String::new(),
        }
    }
}

impl Form for OversightReport {
    fn template(&self) -> Template {
        match self.period {
            Period::Month { .. } => Template { code: "oversight-month", version: 1, articles: "5, 36" },
            Period::Year(_) => Template { code: "oversight-year", version: 1, articles: "5, 31, 36" },
        }
    }

    fn title(&self) -> String {
        format!("{}-title", self.template().code)
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("tables", self.tables.len(), TABLES)?;
        let facts = vec![
            (sheet.say("report-period"), self.period(sheet)?),
            (sheet.say("report-ledger"), sheet.text("ledger", &self.ledger, LINE_CHARS_MAX)?),
        ];
        sheet.facts(facts);
        sheet.note(sheet.say("report-suppressed"));
        for (at, table) in self.tables.iter().enumerate() {
            table.write(sheet, &format!("tables[{at}]"))?;
        }
        signatures(sheet, "report-signed", "signed_by", std::slice::from_ref(&self.signed_by))
    }
}

impl OversightReport {
    fn period(&self, sheet: &Sheet) -> Result<String, PaperError> {
        let year_of = |year: i16| {
            if (2021..=2300).contains(&year) {
                return Ok(year.to_string());
            }
            let problem = "the Law is in force from 2021; years to 2300 are accepted";
            Err(PaperError::Value { field: "period".to_owned(), problem })
        };
        match self.period {
            Period::Year(year) => Ok(sheet.say_with("period-year", &[("year", year_of(year)?.into())])),
            Period::Month { year, month } => {
                let values =
                    [("month", month_of(sheet, "period", month)?.into()), ("year", year_of(year)?.into())];
                Ok(sheet.say_with("period-month", &values))
            }
        }
    }
}

fn month_of(sheet: &Sheet, field: &str, month: i8) -> Result<String, PaperError> {
    if (1..=12).contains(&month) {
        return Ok(sheet.say(&format!("month-{month}")));
    }
    Err(PaperError::Value { field: field.to_owned(), problem: "months are 1 to 12" })
}

impl ReportTable {
    fn write(&self, sheet: &mut Sheet, field: &str) -> Result<(), PaperError> {
        sheet.count(&format!("{field}.columns"), self.columns.len(), COLUMNS)?;
        sheet.count(&format!("{field}.rows"), self.rows.len(), ROWS)?;
        sheet.heading(self.name.key());
        if let Some(note) = &self.note {
            let note = sheet.text(&format!("{field}.note"), note, PARAGRAPH_CHARS_MAX)?;
            sheet.note(note);
        }
        let mut columns = vec![Column::left(sheet.say("column-what"), 4.0)];
        columns.extend(self.columns.iter().map(|column| Column::right(sheet.say(column.key()), 1.6)));
        let mut rows = Vec::with_capacity(self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            let field = format!("{field}.rows[{at}]");
            sheet.count(
                &format!("{field}.cells"),
                row.cells.len(),
                self.columns.len()..=self.columns.len(),
            )?;
            if row.cells.iter().any(|cell| matches!(cell, Cell::Count(1..COUNT_MIN))) {
                let problem = "holds a count below ten: suppress it, and what it could be computed from";
                return Err(PaperError::Value { field: format!("{field}.cells"), problem });
            }
            let mut cells = vec![row.name.words(sheet, &field)?];
            cells.extend(row.cells.iter().map(|cell| cell.words(sheet.language)));
            rows.push(cells);
        }
        sheet.table(Table { columns, rows });
        Ok(())
    }
}

impl RowName {
    fn words(&self, sheet: &mut Sheet, field: &str) -> Result<String, PaperError> {
        Ok(match self {
            Self::Basis(basis) => format!("{basis} · {}", sheet.say(&format!("basis-{basis}"))),
            Self::Purpose(purpose, body) => {
                let purpose = sheet.say(&format!("purpose-{purpose}"));
                format!("{purpose} · {}", sheet.say(&format!("body-{body}")))
            }
            Self::Month(month) => month_of(sheet, &format!("{field}.name"), *month)?,
            Self::Text(text) => sheet.text(&format!("{field}.name"), text, NAME_CHARS_MAX)?,
            Self::Total => sheet.say("row-total"),
        })
    }
}
