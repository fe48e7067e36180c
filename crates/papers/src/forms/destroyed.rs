//! Certificate of destruction for the person concerned (R17.3.4, R23.4.2).

use jiff::civil::Date;
use vocabulary::{Basis, RegistryNumber};

use super::{Form, basis_words};
use crate::kit::{Column, Sheet, Table, Template};
use crate::people::{NUMBER_CHARS_MAX, signatures};
use crate::words::{day, grouped};
use crate::{Issue, PaperError, Person, Signatory};

/// Kinds of information and material one certificate lists at most.
const ITEMS: std::ops::RangeInclusive<usize> = 1..=60;

/// What was destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Information {
    /// Fingerprints or palms.
    Dactyloscopic,
    /// A DNA profile.
    Genomic,
    /// A sample.
    Material,
}

impl Information {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Dactyloscopic => "information-dactyloscopic",
            Self::Genomic => "information-genomic",
            Self::Material => "information-material",
        }
    }
}

/// Tells a person what of theirs was destroyed, by which act, and how that can be verified.
#[derive(Debug, Clone)]
pub struct DestructionCertificate {
    /// Number of the certificate, at most 64 characters.
    pub number: String,
    /// Who asked, as they identified themselves: the register no longer knows their name.
    pub person: Person,
    /// What was destroyed, 1 to 60 items.
    pub items: Vec<DestroyedItem>,
    /// The officer who issues it.
    pub issued_by: Signatory,
}

/// One thing that was destroyed.
#[derive(Debug, Clone)]
pub struct DestroyedItem {
    /// What it was.
    pub information: Information,
    /// Basis of the registration.
    pub basis: Basis,
    /// The record's random number, where the information was a record of the register.
    pub registry_number: Option<RegistryNumber>,
    /// Date of its registration.
    pub registered: Option<Date>,
    /// Number of the act, at most 64 characters.
    pub act: String,
    /// Date on which the head approved the act.
    pub approved: Date,
    /// Date on which the last store confirmed.
    pub executed: Date,
    /// Receipts of stores.
    pub receipts: u32,
    /// Entry of the ledger that proves the execution.
    pub ledger_entry: u64,
}

impl DestroyedItem {
    /// What it was, on what basis, and of which record, where it is known.
    fn words(&self, sheet: &Sheet) -> String {
        let what = sheet.say(self.information.key());
        let mut words = format!("{what}: {}", basis_words(sheet, self.basis));
        if let Some(number) = self.registry_number {
            words += &format!(" · {} {number}", sheet.say("registry-number"));
        }
        if let Some(registered) = self.registered {
            words += &format!(" · {} {}", sheet.say("registered-on"), day(registered));
        }
        words
    }
}

impl Form for DestructionCertificate {
    fn template(&self) -> Template {
        Template { code: "destruction-certificate", version: 1, articles: "17, 23, 37" }
    }

    fn title(&self) -> String {
        "destruction-certificate-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("items", self.items.len(), ITEMS)?;
        let facts = self.person.facts(sheet, "person", "given-to")?;
        sheet.facts(facts);
        sheet.paragraph(sheet.say("destruction-certificate-lead"));
        let columns = vec![
            Column::left(sheet.say("column-destroyed"), 11.0),
            Column::left(sheet.say("column-act"), 3.8),
            Column::left(sheet.say("column-approved"), 4.0),
            Column::left(sheet.say("column-executed"), 4.0),
            Column::right(sheet.say("column-receipts"), 4.0),
            Column::right(sheet.say("column-entry"), 3.2),
        ];
        let mut rows = Vec::with_capacity(self.items.len());
        for (at, item) in self.items.iter().enumerate() {
            rows.push(vec![
                item.words(sheet),
                sheet.text(&format!("items[{at}].act"), &item.act, NUMBER_CHARS_MAX)?,
                day(item.approved),
                day(item.executed),
                grouped(u64::from(item.receipts)),
                grouped(item.ledger_entry),
            ]);
        }
        sheet.table(Table { columns, rows });
        sheet.heading("destruction-certificate-remains");
        let kept = ["remains-number", "remains-act", "remains-ledger"];
        sheet.list(kept.map(|key| sheet.say(key)).to_vec());
        sheet.note(sheet.say("destruction-certificate-note"));
        super::letters::appeal(sheet);
        signatures(sheet, "issued-by", "issued_by", std::slice::from_ref(&self.issued_by))
    }
}
