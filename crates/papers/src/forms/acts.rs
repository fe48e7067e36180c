//! Acts by which records end: destruction (Art. 17, 23) and transfer to the archive (Art. 15(2)).

use std::collections::BTreeMap;

use jiff::civil::Date;
use vocabulary::{Basis, RegistryNumber};

use super::{Form, basis_words};
use crate::kit::{Column, Sheet, Table, Template};
use crate::people::{LINE_CHARS_MAX, NUMBER_CHARS_MAX, signatures};
use crate::words::{Value, day, grouped};
use crate::{Issue, PaperError, Signatory};

/// Fewest members of a commission [D of R17.3.1], and most that fit.
pub(crate) const COMMISSION: std::ops::RangeInclusive<usize> = 3..=15;
/// Records of one act: what one head reads before approving.
const RECORDS: std::ops::RangeInclusive<usize> = 1..=5_000;

/// What an act does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActKind {
    /// Destroys dactyloscopic information (Art. 17(3)).
    DestroyDactyloscopic,
    /// Destroys genomic information (Art. 23(4)). Material has an act of its own: [`crate::MaterialAct`].
    DestroyGenomic,
    /// Moves dactyloscopic information to a carrier of the archive for forty years (Art. 15(2)).
    TransferToArchive {
        /// The carrier, at most 64 characters.
        carrier: String,
    },
}

/// An act over records, which it names by registry number only (R17.3.1).
#[derive(Debug, Clone)]
pub struct RecordAct {
    /// What it does.
    pub kind: ActKind,
    /// Number of the act, at most 64 characters.
    pub number: String,
    /// How it is done, at most 300 characters.
    pub method: String,
    /// The records, 1 to 5,000, in the order of the act.
    pub records: Vec<ActRecord>,
    /// Who drew it up: three to fifteen.
    pub commission: Vec<Signatory>,
    /// The head who approves it; none of the commission.
    pub head: Signatory,
}

/// One record of an act, with the computation of its term.
#[derive(Debug, Clone)]
pub struct ActRecord {
    /// The random number; an act holds no name.
    pub registry_number: RegistryNumber,
    /// Basis of the registration.
    pub basis: Basis,
    /// Date of registration.
    pub registered: Date,
    /// The day from which the term runs: registration or an event; a dash where the signed text does not say it.
    pub counted_from: Option<Date>,
    /// Requirement by which the term was computed, as `R15.1.4`; at most 64 characters.
    pub requirement: String,
    /// Last lawful day of keeping.
    pub last_day: Date,
}

impl Form for RecordAct {
    fn template(&self) -> Template {
        match self.kind {
            ActKind::DestroyDactyloscopic => {
                Template { code: "destruction-act", version: 1, articles: "15, 17" }
            }
            ActKind::DestroyGenomic => {
                Template { code: "genomic-destruction-act", version: 1, articles: "23, 29" }
            }
            ActKind::TransferToArchive { .. } => {
                Template { code: "archive-act", version: 1, articles: "15(1), 15(2)" }
            }
        }
    }

    fn title(&self) -> String {
        format!("{}-title", self.template().code)
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("records", self.records.len(), RECORDS)?;
        sheet.count("commission", self.commission.len(), COMMISSION)?;
        let archive = matches!(self.kind, ActKind::TransferToArchive { .. });
        let lead = if archive { "act-lead-archive" } else { "act-lead-destroy" };
        sheet.paragraph(sheet.say_with(lead, &[("n", Value::Count(self.records.len() as u64))]));
        let mut facts = vec![(sheet.say("act-records"), grouped(self.records.len() as u64))];
        if let ActKind::TransferToArchive { carrier } = &self.kind {
            facts.push((sheet.say("act-carrier"), sheet.text("kind.carrier", carrier, NUMBER_CHARS_MAX)?));
        }
        facts.push((sheet.say("act-method"), sheet.text("method", &self.method, LINE_CHARS_MAX)?));
        sheet.facts(facts);
        self.by_basis(sheet);
        self.list(sheet)?;
        sheet.note(sheet.say(if archive { "act-after-archive" } else { "act-after-destroy" }));
        signatures(sheet, "act-commission", "commission", &self.commission)?;
        signatures(sheet, "act-approved", "head", std::slice::from_ref(&self.head))
    }
}

impl RecordAct {
    fn by_basis(&self, sheet: &mut Sheet) {
        let mut counts: BTreeMap<Basis, u64> = BTreeMap::new();
        for record in &self.records {
            *counts.entry(record.basis).or_default() += 1;
        }
        sheet.heading("act-by-basis");
        let columns = vec![
            Column::left(sheet.say("column-basis"), 1.0),
            Column::left(sheet.say("column-basis-words"), 8.0),
            Column::right(sheet.say("act-records"), 1.6),
        ];
        let rows = counts
            .into_iter()
            .map(|(basis, count)| vec![basis.to_string(), basis_words(sheet, basis), grouped(count)])
            .collect();
        sheet.table(Table { columns, rows });
    }

    fn list(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        sheet.heading("act-list");
        sheet.note(sheet.say("act-list-note"));
        let columns = vec![
            Column::right(sheet.say("column-row"), 3.2),
            Column::left(sheet.say("registry-number"), 20.0),
            Column::left(sheet.say("column-basis"), 4.4),
            Column::left(sheet.say("column-registered"), 6.0),
            Column::left(sheet.say("column-counted-from"), 6.0),
            Column::left(sheet.say("column-requirement"), 5.4),
            Column::left(sheet.say("column-last-day"), 6.0),
        ];
        let mut rows = Vec::with_capacity(self.records.len());
        for (at, record) in self.records.iter().enumerate() {
            let field = format!("records[{at}].requirement");
            rows.push(vec![
                grouped(at as u64 + 1),
                record.registry_number.to_string(),
                record.basis.to_string(),
                day(record.registered),
                record.counted_from.map_or_else(|| "–".to_owned(), day),
                sheet.text(&field, &record.requirement, NUMBER_CHARS_MAX)?,
                day(record.last_day),
            ]);
        }
        sheet.table(Table { columns, rows });
        Ok(())
    }
}
