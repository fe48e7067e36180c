//! Biological material: receipts of hand-overs (R19.4.1), returns (Art. 23(1)) and its destruction (Art. 22(2), 23(4)).

use jiff::civil::Date;
use vocabulary::Basis;

use super::acts::COMMISSION;
use super::{Form, basis_words};
use crate::kit::{Column, Sheet, Table, Template};
use crate::people::{LINE_CHARS_MAX, NUMBER_CHARS_MAX, PARAGRAPH_CHARS_MAX, signatures};
use crate::words::{day, grouped};
use crate::{Issue, PaperError, Signatory};

const ITEMS: std::ops::RangeInclusive<usize> = 1..=500;

/// Kind of material.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// Cells from inside the cheek.
    Buccal,
    /// Blood.
    Blood,
    /// Bone or tooth.
    Bone,
    /// Tissue.
    Tissue,
    /// Hair.
    Hair,
    /// A trace on an object or a swab of one.
    Trace,
}

impl Material {
    fn key(self) -> &'static str {
        match self {
            Self::Buccal => "material-buccal",
            Self::Blood => "material-blood",
            Self::Bone => "material-bone",
            Self::Tissue => "material-tissue",
            Self::Hair => "material-hair",
            Self::Trace => "material-trace",
        }
    }
}

/// One item, named by its number and seal; no name of a person.
#[derive(Debug, Clone)]
pub struct MaterialItem {
    /// Number of the item, at most 64 characters.
    pub item: String,
    /// Number of the seal, at most 64 characters.
    pub seal: String,
    /// What it is.
    pub material: Material,
    /// Basis of the genomic registration.
    pub basis: Basis,
    /// Date of selection or seizure.
    pub selected: Date,
    /// Date on which the genomic information was obtained from it.
    pub profile_obtained: Option<Date>,
}

/// Which hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustodyStep {
    /// To the laboratory or between keepers.
    Receipt,
    /// Evidence back to the body of inquiry or investigation (Art. 23(1)).
    Return,
}

/// Receipt of a hand-over, signed by both sides.
#[derive(Debug, Clone)]
pub struct Custody {
    /// Which hand-over.
    pub step: CustodyStep,
    /// Number of the receipt, at most 64 characters.
    pub number: String,
    /// Where, at most 300 characters.
    pub place: String,
    /// Order or decision on which it rests, at most 300 characters.
    pub ground: String,
    /// The items, 1 to 500.
    pub items: Vec<MaterialItem>,
    /// What was not as it should be, at most 2,000 characters; `None`: seals whole, numbers agree.
    pub discrepancy: Option<String>,
    /// Who handed over.
    pub from: Signatory,
    /// Who received.
    pub to: Signatory,
}

impl Form for Custody {
    fn template(&self) -> Template {
        match self.step {
            CustodyStep::Receipt => Template { code: "material-receipt", version: 1, articles: "19, 21, 22" },
            CustodyStep::Return => Template { code: "material-return", version: 1, articles: "22(1), 23(1)" },
        }
    }

    fn title(&self) -> String {
        format!("{}-title", self.template().code)
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("items", self.items.len(), ITEMS)?;
        let facts = vec![
            (sheet.say("place"), sheet.text("place", &self.place, LINE_CHARS_MAX)?),
            (sheet.say("custody-ground"), sheet.text("ground", &self.ground, LINE_CHARS_MAX)?),
            (sheet.say("custody-items"), grouped(self.items.len() as u64)),
        ];
        sheet.facts(facts);
        sheet.heading("custody-list");
        list(sheet, &self.items)?;
        sheet.heading("custody-condition");
        match &self.discrepancy {
            Some(text) => {
                let text = sheet.text("discrepancy", text, PARAGRAPH_CHARS_MAX)?;
                sheet.paragraph(text);
                sheet.paragraph(sheet.say("custody-quarantine"));
            }
            None => sheet.paragraph(sheet.say("custody-whole")),
        }
        if self.step == CustodyStep::Return {
            sheet.note(sheet.say("custody-return-note"));
        }
        signatures(sheet, "custody-from", "from", std::slice::from_ref(&self.from))?;
        signatures(sheet, "custody-to", "to", std::slice::from_ref(&self.to))
    }
}

/// Act of destruction of material of convicted persons; information has an act of its own: [`crate::RecordAct`].
#[derive(Debug, Clone)]
pub struct MaterialAct {
    /// Number of the act, at most 64 characters.
    pub number: String,
    /// How it is destroyed, at most 300 characters.
    pub method: String,
    /// The items, 1 to 500.
    pub items: Vec<MaterialItem>,
    /// Who drew it up: three to fifteen.
    pub commission: Vec<Signatory>,
    /// The head of the authorised division who approves it; none of the commission.
    pub head: Signatory,
}

impl Form for MaterialAct {
    fn template(&self) -> Template {
        Template { code: "material-destruction-act", version: 1, articles: "22(2), 23(4)" }
    }

    fn title(&self) -> String {
        "material-destruction-act-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("items", self.items.len(), ITEMS)?;
        sheet.count("commission", self.commission.len(), COMMISSION)?;
        sheet.paragraph(sheet.say("material-act-lead"));
        let facts = vec![
            (sheet.say("custody-items"), grouped(self.items.len() as u64)),
            (sheet.say("act-method"), sheet.text("method", &self.method, LINE_CHARS_MAX)?),
        ];
        sheet.facts(facts);
        sheet.heading("custody-list");
        list(sheet, &self.items)?;
        sheet.note(sheet.say("material-act-after"));
        signatures(sheet, "act-commission", "commission", &self.commission)?;
        signatures(sheet, "act-approved", "head", std::slice::from_ref(&self.head))
    }
}

fn list(sheet: &mut Sheet, items: &[MaterialItem]) -> Result<(), PaperError> {
    let columns = vec![
        Column::right(sheet.say("column-row"), 1.3),
        Column::left(sheet.say("column-item"), 4.6),
        Column::left(sheet.say("column-seal"), 4.0),
        Column::left(sheet.say("column-material"), 5.0),
        Column::left(sheet.say("column-basis-words"), 6.6),
        Column::left(sheet.say("column-selected"), 3.5),
        Column::left(sheet.say("column-profile"), 3.5),
    ];
    let mut rows = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        rows.push(vec![
            grouped(at as u64 + 1),
            sheet.text(&format!("items[{at}].item"), &item.item, NUMBER_CHARS_MAX)?,
            sheet.text(&format!("items[{at}].seal"), &item.seal, NUMBER_CHARS_MAX)?,
            sheet.say(item.material.key()),
            basis_words(sheet, item.basis),
            day(item.selected),
            item.profile_obtained.map(day).unwrap_or_default(),
        ]);
    }
    sheet.table(Table { columns, rows });
    Ok(())
}
