//! Tables as text: GeneMapper, GENis, CSV; one row a specimen, or one row a marker.

mod heading;
mod split;

use std::io::BufRead;

use super::draft::Draft;
use super::error::{FileError, RowError, RowProblem};
use super::profile::Entry;
use super::reader::Shared;
use super::sniff::{self, DnaFormat};
use super::source::Lines;
use genomics::profile::ProfileKind;
use heading::{Column, Heading, Layout};
use split::{Cells, delimiter_of};

/// Profiles of a table.
#[derive(Debug)]
pub(super) struct TableReader<R> {
    lines: Lines<R>,
    heading: Heading,
    /// One row a marker: the specimen whose rows are being read.
    open: Option<Draft>,
    cells: Cells,
    is_over: bool,
}

impl<R: BufRead> TableReader<R> {
    /// Reads the heading.
    pub(super) fn new(source: R, shared: &mut Shared) -> Result<Self, FileError> {
        let mut lines = Lines::new(source);
        loop {
            if !lines.advance()? {
                return Err(FileError::Empty);
            }
            if !lines.bytes().trim_ascii().is_empty() {
                break;
            }
        }
        let line = lines.line();
        let text = std::str::from_utf8(lines.bytes())
            .map_err(|_| FileError::Encoding { found: "bytes that are no text".into() })?;
        let delimiter = delimiter_of(text);
        let mut cells = Cells::new(delimiter);
        cells.split(text).map_err(|_| sniff::no_table(text))?;
        let heading = Heading::read(&cells, line, text, shared)?;
        Ok(Self { lines, heading, open: None, cells, is_over: false })
    }

    pub(super) fn format(&self) -> DnaFormat {
        self.heading.format
    }

    /// Number of the line read last.
    pub(super) fn line(&self) -> u64 {
        self.lines.line()
    }

    /// The next profile or refusal.
    pub(super) fn next_entry(&mut self, shared: &mut Shared) -> Result<Option<Entry>, FileError> {
        while !self.is_over {
            if !self.lines.advance()? {
                self.is_over = true;
                break;
            }
            let done = match self.heading.layout {
                Layout::Specimens => self.specimen_row(),
                Layout::Markers => self.marker_row(shared),
            };
            if let Some(draft) = done {
                return Ok(Some(shared.finish(draft)));
            }
        }
        Ok(self.open.take().map(|draft| shared.finish(draft)))
    }

    /// Splits the line; `Err` = what is wrong with it as a whole.
    fn split(&mut self) -> Result<(), RowProblem> {
        let text = std::str::from_utf8(self.lines.bytes()).map_err(|_| RowProblem::NotUtf8)?;
        self.cells.split(text)?;
        let expected = self.heading.columns.len();
        let found = self.cells.len();
        let surplus_is_blank = (expected..found).all(|place| self.cells.get(place).trim().is_empty());
        // Programs add blank fields at the end of a line; a line with too few may have been cut off.
        if !surplus_is_blank || found < self.heading.needed {
            return Err(RowProblem::Fields { found, expected });
        }
        Ok(())
    }

    /// One row, one specimen.
    fn specimen_row(&mut self) -> Option<Draft> {
        let line = self.lines.line();
        if self.lines.bytes().trim_ascii().is_empty() {
            return None;
        }
        if let Err(problem) = self.split() {
            let mut draft = Draft::new("", line);
            draft.specimen_is_unreadable(RowError::new(line, problem));
            return Some(draft);
        }
        if self.cells.are_blank() {
            return None;
        }
        let mut draft = Draft::new(self.text(self.heading.specimen), line);
        self.describe(&mut draft);
        for (place, column) in self.heading.columns.iter().enumerate() {
            let Column::Locus { locus, is_list } = column else { continue };
            let cell = self.cells.get(place);
            if *is_list {
                draft.append(*locus, line, self.cells.list(cell));
            } else {
                draft.append(*locus, line, [cell]);
            }
        }
        Some(draft)
    }

    /// One row, one marker: gives the specimen before when another begins.
    fn marker_row(&mut self, shared: &mut Shared) -> Option<Draft> {
        let line = self.lines.line();
        if self.lines.bytes().trim_ascii().is_empty() {
            return None;
        }
        if let Err(problem) = self.split() {
            let error = RowError::new(line, problem);
            // Whose row it is cannot be told: the specimen around it does not stand without it.
            let open = self.open.get_or_insert_with(|| Draft::new("", line));
            if open.specimen.is_empty() {
                open.specimen_is_unreadable(error);
            } else {
                open.error(error);
            }
            return None;
        }
        if self.cells.are_blank() {
            return None;
        }
        let open = self.open.take();
        let specimen = self.text(self.heading.specimen).trim();
        let (mut draft, done) = match open {
            Some(open) if open.specimen == specimen => (open, None),
            before => {
                let mut draft = Draft::new(specimen, line);
                self.describe(&mut draft);
                (draft, before)
            }
        };
        self.marker(&mut draft, line, shared);
        self.open = Some(draft);
        done
    }

    fn marker(&self, draft: &mut Draft, line: u64, shared: &mut Shared) {
        let name = self.text(self.heading.marker).trim();
        if name.is_empty() {
            return draft.error(RowError::new(line, RowProblem::NoLocusName));
        }
        match shared.names.find(name) {
            Ok(locus) => {
                let alleles = self.heading.alleles.iter().map(|place| self.cells.get(*place));
                draft.add(locus, line, alleles, None);
            }
            Err(unknown) => {
                let locus = Some(unknown.name.clone());
                draft.error(RowError { line, locus, problem: RowProblem::Locus(unknown) });
            }
        }
    }

    fn describe(&self, draft: &mut Draft) {
        let said = |place: Option<usize>| {
            Some(self.text(place).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        draft.category = said(self.heading.category);
        draft.agency = said(self.heading.agency);
        draft.kit = said(self.heading.kit);
        draft.case = said(self.heading.case);
        let line = self.lines.line();
        match self.text(self.heading.partial).trim() {
            "" | "no" => {}
            "yes" => draft.partial = true,
            _ => draft.error(RowError::new(line, RowProblem::Word { field: "partial", known: "yes or no" })),
        }
        match self.text(self.heading.kind).trim() {
            "" => {}
            "single" => draft.kind = Some(ProfileKind::Single),
            "mixture" => draft.kind = Some(ProfileKind::Mixture),
            _ => {
                let problem = RowProblem::Word { field: "kind", known: "single or mixture" };
                draft.error(RowError::new(line, problem));
            }
        }
    }

    fn text(&self, place: Option<usize>) -> &str {
        place.map_or("", |place| self.cells.get(place))
    }
}
