//! Refusal of a mandatory duty: the protocol and the notice to the competent body (Art. 7(2), 38, R7.2.2).

use jiff::civil::Date;
use vocabulary::{Basis, Body, RegistrationType};

use super::{Form, basis_words, registration_type};
use crate::kit::{Sheet, SignatureLine, Template};
use crate::people::{LINE_CHARS_MAX, NAME_CHARS_MAX, NUMBER_CHARS_MAX, PARAGRAPH_CHARS_MAX, signatures};
use crate::words::day;
use crate::{Issue, Language, PaperError, Person, Signatory};

/// Records that a person refused a mandatory registration. Nothing is captured afterwards, and the protocol fines nobody.
#[derive(Debug, Clone)]
pub struct RefusalProtocol {
    /// Number of the protocol, at most 64 characters.
    pub number: String,
    /// Where it was drawn up, at most 300 characters.
    pub place: String,
    /// Who refused.
    pub person: Person,
    /// The duty; a mandatory basis.
    pub basis: Basis,
    /// In which language duty and consequences were explained.
    pub explained_in: Language,
    /// What the person said, at most 2,000 characters.
    pub statement: Option<String>,
    /// Who confirms the refusal.
    pub confirmation: Confirmation,
    /// The officer who drew it up.
    pub officer: Signatory,
}

/// Who confirms a refusal: the person, or two witnesses when the person does not sign.
#[derive(Debug, Clone)]
pub enum Confirmation {
    /// The person signs.
    Person,
    /// Two witnesses sign.
    Witnesses(Box<[Witness; 2]>),
}

/// A witness.
#[derive(Debug, Clone)]
pub struct Witness {
    /// Name, at most 160 characters.
    pub name: String,
    /// Document or address, at most 160 characters.
    pub document: String,
}

impl Form for RefusalProtocol {
    fn template(&self) -> Template {
        Template { code: "refusal-protocol", version: 1, articles: "7(2), 10(2), 37, 38" }
    }

    fn title(&self) -> String {
        "refusal-protocol-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        mandatory(self.basis)?;
        let mut facts = vec![(sheet.say("place"), sheet.text("place", &self.place, LINE_CHARS_MAX)?)];
        facts.extend(self.person.facts(sheet, "person", "person-name")?);
        facts.push((sheet.say("refusal-duty"), basis_words(sheet, self.basis)));
        let language = sheet.say(&format!("language-{}", self.explained_in.code()));
        facts.push((sheet.say("refusal-language"), language));
        sheet.facts(facts);
        sheet.heading("refusal-what");
        sheet.paragraph(sheet.say("refusal-text"));
        sheet.heading("refusal-explained");
        let explained = ["refusal-explained-duty", "refusal-explained-liability", "refusal-explained-later"];
        sheet.list(explained.map(|key| sheet.say(key)).to_vec());
        sheet.heading("refusal-statement");
        match &self.statement {
            Some(statement) => {
                let statement = sheet.text("statement", statement, PARAGRAPH_CHARS_MAX)?;
                sheet.paragraph(statement);
            }
            None => sheet.paragraph(sheet.say("refusal-statement-none")),
        }
        super::letters::appeal(sheet);
        self.confirmed(sheet)?;
        signatures(sheet, "drawn-up-by", "officer", std::slice::from_ref(&self.officer))
    }
}

impl RefusalProtocol {
    fn confirmed(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        let room = sheet.say("signature-room");
        let line =
            |post: String, name: String| SignatureLine { post, name, signed: None, room: room.clone() };
        let lines = match &self.confirmation {
            Confirmation::Person => {
                let name = sheet.text("person.name", &self.person.name, NAME_CHARS_MAX)?;
                vec![line(sheet.say("refusal-person-signs"), name)]
            }
            Confirmation::Witnesses(witnesses) => {
                let mut lines = Vec::with_capacity(2);
                for (at, witness) in witnesses.iter().enumerate() {
                    let field = format!("confirmation.witnesses[{at}]");
                    let name = sheet.text(&format!("{field}.name"), &witness.name, NAME_CHARS_MAX)?;
                    let document = format!("{field}.document");
                    let document = sheet.text(&document, &witness.document, NAME_CHARS_MAX)?;
                    lines.push(line(
                        sheet.say_with("refusal-witness", &[("number", (at + 1).to_string().into())]),
                        format!("{name}, {document}"),
                    ));
                }
                lines
            }
        };
        sheet.heading(match self.confirmation {
            Confirmation::Person => "refusal-confirmed",
            Confirmation::Witnesses(_) => "refusal-witnessed",
        });
        sheet.signatures(lines);
        Ok(())
    }
}

/// Tells the body that may act on a refusal that there was one.
#[derive(Debug, Clone)]
pub struct RefusalNotice {
    /// Number of the notice, at most 64 characters.
    pub number: String,
    /// The competent body.
    pub to: Body,
    /// Its unit, at most 160 characters.
    pub to_unit: String,
    /// Number of the protocol, at most 64 characters.
    pub protocol_number: String,
    /// Date of the protocol.
    pub protocol_date: Date,
    /// Who refused.
    pub person: Person,
    /// The duty; a mandatory basis.
    pub basis: Basis,
    /// Who sends it.
    pub sent_by: Signatory,
}

impl Form for RefusalNotice {
    fn template(&self) -> Template {
        Template { code: "refusal-notice", version: 1, articles: "7(2), 38" }
    }

    fn title(&self) -> String {
        "refusal-notice-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        mandatory(self.basis)?;
        let body = sheet.say(&format!("body-{}", self.to));
        let unit = sheet.text("to_unit", &self.to_unit, NAME_CHARS_MAX)?;
        let protocol = sheet.text("protocol_number", &self.protocol_number, NUMBER_CHARS_MAX)?;
        let mut facts = vec![(sheet.say("addressee"), format!("{body}, {unit}"))];
        facts.extend(self.person.facts(sheet, "person", "person-name")?);
        facts.push((sheet.say("refusal-duty"), basis_words(sheet, self.basis)));
        let values = [("number", protocol.into()), ("date", day(self.protocol_date).into())];
        facts.push((sheet.say("refusal-protocol"), sheet.say_with("number-line", &values)));
        sheet.facts(facts);
        sheet.paragraph(sheet.say("refusal-notice-text"));
        sheet.paragraph(sheet.say("refusal-notice-limits"));
        signatures(sheet, "sent-by", "sent_by", std::slice::from_ref(&self.sent_by))
    }
}

fn mandatory(basis: Basis) -> Result<(), PaperError> {
    if registration_type(basis) == Some(RegistrationType::Mandatory) {
        return Ok(());
    }
    let problem = "not a mandatory basis of a person: who declines a voluntary registration refuses no duty";
    Err(PaperError::Value { field: "basis".to_owned(), problem })
}
