//! Slips at the desk: medical exemption (R10-1.4.1) and postponement for temporary damage (R10-1.4.2).

use jiff::civil::Date;
use vocabulary::{Basis, FingerPosition};

use super::{Form, basis_words};
use crate::kit::{Sheet, Template};
use crate::people::{LINE_CHARS_MAX, NAME_CHARS_MAX, NUMBER_CHARS_MAX, signatures};
use crate::words::day;
use crate::{Issue, PaperError, Person, Signatory};

/// Why fingers are not recorded today.
#[derive(Debug, Clone)]
pub enum MedicalGround {
    /// A conclusion of the medical advisory commission exempts (Art. 10-1(4), first part).
    Exempt {
        /// Number of the conclusion, at most 64 characters.
        conclusion: String,
        /// Its date.
        concluded: Date,
        /// Who issued it, at most 160 characters.
        issuer: String,
        /// Code in the list of diseases, at most 64 characters.
        code: String,
        /// Last day of the exemption; `None` is for good.
        until: Option<Date>,
    },
    /// The fingers are hurt and will heal: the person comes again at the next application for a document.
    Postponed {
        /// The mark on the damage, at most 300 characters.
        mark: String,
        /// Which fingers, 1 to 10.
        fingers: Vec<FingerPosition>,
    },
}

/// What a person takes home instead of a certificate.
#[derive(Debug, Clone)]
pub struct MedicalSlip {
    /// Number of the slip, at most 64 characters.
    pub number: String,
    /// Whose.
    pub person: Person,
    /// The basis on which the person would have been registered.
    pub basis: Basis,
    /// Why not.
    pub ground: MedicalGround,
    /// The officer who issues it.
    pub issued_by: Signatory,
}

impl Form for MedicalSlip {
    fn template(&self) -> Template {
        let code = match self.ground {
            MedicalGround::Exempt { .. } => "exemption-slip",
            MedicalGround::Postponed { .. } => "postponement-slip",
        };
        Template { code, version: 1, articles: "10-1(4), 37" }
    }

    fn title(&self) -> String {
        format!("{}-title", self.template().code)
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        if matches!(self.ground, MedicalGround::Exempt { .. })
            && !matches!(self.basis, Basis::B2 | Basis::B4 | Basis::B5)
        {
            let problem = "a medical conclusion exempts on bases B2, B4 and B5 only";
            return Err(PaperError::Value { field: "basis".to_owned(), problem });
        }
        let mut facts = self.person.facts(sheet, "person", "person-name")?;
        facts.push((sheet.say("registration-basis"), basis_words(sheet, self.basis)));
        let after = match &self.ground {
            MedicalGround::Exempt { conclusion, concluded, issuer, code, until } => {
                let number = sheet.text("ground.conclusion", conclusion, NUMBER_CHARS_MAX)?;
                let values = [("number", number.into()), ("date", day(*concluded).into())];
                facts.push((sheet.say("slip-conclusion"), sheet.say_with("number-line", &values)));
                let issuer = sheet.text("ground.issuer", issuer, NAME_CHARS_MAX)?;
                facts.push((sheet.say("slip-issuer"), issuer));
                facts.push((sheet.say("slip-code"), sheet.text("ground.code", code, NUMBER_CHARS_MAX)?));
                let until = until.map_or_else(|| sheet.say("slip-for-good"), day);
                facts.push((sheet.say("slip-until"), until));
                ["slip-exempt-document", "slip-exempt-again"]
            }
            MedicalGround::Postponed { mark, fingers } => {
                sheet.count("ground.fingers", fingers.len(), 1..=FingerPosition::ALL.len())?;
                let names: Vec<String> =
                    fingers.iter().map(|finger| sheet.say(&format!("finger-{finger}"))).collect();
                facts.push((sheet.say("slip-fingers"), names.join(", ")));
                facts.push((sheet.say("slip-mark"), sheet.text("ground.mark", mark, LINE_CHARS_MAX)?));
                ["slip-postponed-document", "slip-postponed-again"]
            }
        };
        sheet.facts(facts);
        sheet.heading("slip-means");
        sheet.list(after.map(|key| sheet.say(key)).to_vec());
        super::letters::appeal(sheet);
        signatures(sheet, "issued-by", "issued_by", std::slice::from_ref(&self.issued_by))
    }
}
