//! Subject extract: what is held about a person and who looked (Art. 7(1)(1), R7.1.3, R7.1.4).

use std::sync::Arc;

use jiff::civil::Date;
use vocabulary::{Basis, Body, FingerPosition, Purpose};

use super::{Form, Information, Kept, basis_words};
use crate::issue::articles;
use crate::kit::{Column, Picture, Sheet, Table, Template};
use crate::people::{LINE_CHARS_MAX, NAME_CHARS_MAX, NUMBER_CHARS_MAX, signatures};
use crate::words::day;
use crate::{Issue, PaperError, Person, Signatory};

const HOLDINGS: std::ops::RangeInclusive<usize> = 0..=50;
const ROWS: std::ops::RangeInclusive<usize> = 0..=5_000;
const PRINTS: std::ops::RangeInclusive<usize> = 0..=20;
/// Longest side of a thumbnail: 100 points at 300 ppi are 417 pixels; a full print belongs elsewhere.
const SIDE_PX_MAX: u32 = 600;

/// What is held about one person, until when, how it was used and who looked.
#[derive(Debug, Clone)]
pub struct SubjectExtract {
    /// Number of the extract, at most 64 characters.
    pub number: String,
    /// Who it is about.
    pub person: Person,
    /// Who receives it in the person's place, if somebody does (R7.1.2).
    pub representative: Option<Representative>,
    /// Date of the request.
    pub asked: Date,
    /// How identity was proved before delivery, at most 300 characters.
    pub proof: String,
    /// What is held; empty says that nothing is.
    pub holdings: Vec<Holding>,
    /// How it was used.
    pub uses: Vec<Use>,
    /// Who looked; entries under a withholding order come when it ends.
    pub looks: Vec<Look>,
    /// Thumbnails of prints, at most twenty.
    pub prints: Vec<Print>,
    /// The officer who issues it.
    pub issued_by: Signatory,
}

/// Who acts for the person.
#[derive(Debug, Clone)]
pub struct Representative {
    /// Name, at most 160 characters.
    pub name: String,
    /// The relation and the document that proves it, at most 300 characters.
    pub ground: String,
}

/// One registration.
#[derive(Debug, Clone)]
pub struct Holding {
    /// What is held.
    pub information: Information,
    /// Basis.
    pub basis: Basis,
    /// Date of registration.
    pub registered: Date,
    /// Who registered.
    pub body: Body,
    /// Until when it is kept.
    pub kept: Kept,
    /// Whether its use is blocked (Art. 9(2)).
    pub blocked: bool,
}

/// One use: a verification, a search in which it was reached, a transfer.
#[derive(Debug, Clone)]
pub struct Use {
    /// Legal date.
    pub date: Date,
    /// Purpose.
    pub purpose: Purpose,
    /// What came of it, in the language of the paper; at most 300 characters and nothing about others.
    pub outcome: String,
}

/// One look: date, body, unit, purpose, article (R7.1.4).
#[derive(Debug, Clone)]
pub struct Look {
    /// Legal date.
    pub date: Date,
    /// Body.
    pub body: Body,
    /// Unit, at most 160 characters.
    pub unit: String,
    /// Purpose.
    pub purpose: Purpose,
    /// Article of the Law, as `16(1)`; at most 64 characters.
    pub article: String,
}

/// A thumbnail of a print.
#[derive(Debug, Clone)]
pub struct Print {
    /// Which finger.
    pub finger: FingerPosition,
    /// Width, 1 to 600 pixels.
    pub width_px: u32,
    /// Height, 1 to 600 pixels.
    pub height_px: u32,
    /// One byte a pixel, row by row, 0 black.
    pub grey: Arc<[u8]>,
}

impl Form for SubjectExtract {
    fn template(&self) -> Template {
        Template { code: "subject-extract", version: 1, articles: "7(1), 37" }
    }

    fn title(&self) -> String {
        "subject-extract-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("holdings", self.holdings.len(), HOLDINGS)?;
        sheet.count("uses", self.uses.len(), ROWS)?;
        sheet.count("looks", self.looks.len(), ROWS)?;
        sheet.count("prints", self.prints.len(), PRINTS)?;
        self.who(sheet)?;
        self.held(sheet);
        self.used(sheet)?;
        self.looked(sheet)?;
        self.shown(sheet)?;
        super::letters::appeal(sheet);
        signatures(sheet, "issued-by", "issued_by", std::slice::from_ref(&self.issued_by))
    }
}

impl SubjectExtract {
    fn who(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        let mut facts = self.person.facts(sheet, "person", "person-name")?;
        if let Some(representative) = &self.representative {
            let name = sheet.text("representative.name", &representative.name, NAME_CHARS_MAX)?;
            facts.push((sheet.say("representative-name"), name));
            let ground = sheet.text("representative.ground", &representative.ground, LINE_CHARS_MAX)?;
            facts.push((sheet.say("representative-ground"), ground));
        }
        facts.push((sheet.say("asked-on"), day(self.asked)));
        facts.push((sheet.say("identity-proof"), sheet.text("proof", &self.proof, LINE_CHARS_MAX)?));
        sheet.facts(facts);
        Ok(())
    }

    fn held(&self, sheet: &mut Sheet) {
        sheet.heading("extract-held");
        if self.holdings.is_empty() {
            sheet.paragraph(sheet.say("extract-held-nothing"));
        }
        for holding in &self.holdings {
            let mut facts = vec![
                (sheet.say("extract-what"), sheet.say(holding.information.key())),
                (sheet.say("registration-basis"), basis_words(sheet, holding.basis)),
                (sheet.say("registered-on"), day(holding.registered)),
                (sheet.say("registered-by"), sheet.say(&format!("body-{}", holding.body))),
            ];
            facts.extend(holding.kept.facts(sheet));
            if holding.blocked {
                facts.push((sheet.say("extract-state"), sheet.say("extract-blocked")));
            }
            sheet.facts(facts);
        }
    }

    fn used(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        sheet.heading("extract-uses");
        if self.uses.is_empty() {
            sheet.paragraph(sheet.say("extract-uses-none"));
            return Ok(());
        }
        let columns = vec![
            Column::left(sheet.say("column-date"), 2.2),
            Column::left(sheet.say("column-purpose"), 5.0),
            Column::left(sheet.say("column-outcome"), 7.0),
        ];
        let mut rows = Vec::with_capacity(self.uses.len());
        for (at, used) in self.uses.iter().enumerate() {
            rows.push(vec![
                day(used.date),
                sheet.say(&format!("purpose-{}", used.purpose)),
                sheet.text(&format!("uses[{at}].outcome"), &used.outcome, LINE_CHARS_MAX)?,
            ]);
        }
        sheet.table(Table { columns, rows });
        Ok(())
    }

    fn looked(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        sheet.heading("extract-looks");
        if self.looks.is_empty() {
            sheet.paragraph(sheet.say("extract-looks-none"));
        } else {
            let columns = vec![
                Column::left(sheet.say("column-date"), 2.2),
                Column::left(sheet.say("column-body"), 4.2),
                Column::left(sheet.say("column-unit"), 4.0),
                Column::left(sheet.say("column-purpose"), 4.2),
                Column::left(sheet.say("column-article"), 2.3),
            ];
            let mut rows = Vec::with_capacity(self.looks.len());
            for (at, look) in self.looks.iter().enumerate() {
                let article = sheet.text(&format!("looks[{at}].article"), &look.article, NUMBER_CHARS_MAX)?;
                rows.push(vec![
                    day(look.date),
                    sheet.say(&format!("body-{}", look.body)),
                    sheet.text(&format!("looks[{at}].unit"), &look.unit, NAME_CHARS_MAX)?,
                    sheet.say(&format!("purpose-{}", look.purpose)),
                    articles(sheet, &article),
                ]);
            }
            sheet.table(Table { columns, rows });
        }
        sheet.note(sheet.say("extract-looks-note"));
        Ok(())
    }

    fn shown(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        let mut pictures = Vec::with_capacity(self.prints.len());
        for (at, print) in self.prints.iter().enumerate() {
            let sides = [print.width_px, print.height_px];
            let bytes = u64::from(print.width_px) * u64::from(print.height_px);
            if sides.iter().any(|side| !(1..=SIDE_PX_MAX).contains(side)) || bytes != print.grey.len() as u64
            {
                let problem = "a thumbnail has sides of 1 to 600 pixels and one byte a pixel";
                return Err(PaperError::Value { field: format!("prints[{at}]"), problem });
            }
            pictures.push(Picture {
                caption: sheet.say(&format!("finger-{}", print.finger)),
                width_px: print.width_px,
                height_px: print.height_px,
                grey: Arc::clone(&print.grey),
            });
        }
        if !pictures.is_empty() {
            sheet.heading("extract-prints");
            sheet.pictures(pictures);
        }
        Ok(())
    }
}
