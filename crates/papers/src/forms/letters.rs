//! Answers to people: access requests and complaints, each with the text on appeal (Art. 37, R37.1.1).

use jiff::civil::Date;

use super::Form;
use crate::kit::{Sheet, Template};
use crate::people::{LINE_CHARS_MAX, NAME_CHARS_MAX, NUMBER_CHARS_MAX, PARAGRAPH_CHARS_MAX, signatures};
use crate::words::day;
use crate::{Issue, PaperError, Signatory};

const REASONS: std::ops::RangeInclusive<usize> = 1..=20;
const ENCLOSURES: std::ops::RangeInclusive<usize> = 0..=20;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// To know what is held (Art. 7(1)(1)).
    Access,
    /// To correct or supplement (Art. 13, 26).
    Correction,
    /// To block (Art. 9(2)).
    Block,
    /// To destroy (Art. 17, 23).
    Destruction,
    /// A complaint about an action or inaction (Art. 7(1)(2)).
    Complaint,
}

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Granted.
    Granted,
    /// Granted in part.
    Partly,
    /// Refused.
    Refused,
}

/// A decision on a request, in words for the person.
#[derive(Debug, Clone)]
pub struct DecisionLetter {
    /// Number of the letter, at most 64 characters.
    pub number: String,
    /// To whom, at most 160 characters.
    pub addressee: String,
    /// Number of the request, at most 64 characters.
    pub request_number: String,
    /// Date of the request.
    pub requested: Date,
    /// What was asked for.
    pub request: RequestKind,
    /// What was decided.
    pub outcome: Outcome,
    /// Articles of the Law on which it was decided, as `7(1), 9(2)`; at most 64 characters.
    pub articles: String,
    /// Reasons in plain words, 1 to 20 paragraphs of at most 2,000 characters.
    pub reasons: Vec<String>,
    /// What is enclosed, at most 20 lines of 300 characters.
    pub enclosures: Vec<String>,
    /// Who decided: a named human.
    pub decided_by: Signatory,
}

impl Form for DecisionLetter {
    fn template(&self) -> Template {
        Template { code: "decision-letter", version: 1, articles: "7, 37" }
    }

    fn title(&self) -> String {
        "decision-letter-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        sheet.count("reasons", self.reasons.len(), REASONS)?;
        sheet.count("enclosures", self.enclosures.len(), ENCLOSURES)?;
        let request = match self.request {
            RequestKind::Access => "request-access",
            RequestKind::Correction => "request-correction",
            RequestKind::Block => "request-block",
            RequestKind::Destruction => "request-destruction",
            RequestKind::Complaint => "request-complaint",
        };
        let outcome = match self.outcome {
            Outcome::Granted => "outcome-granted",
            Outcome::Partly => "outcome-partly",
            Outcome::Refused => "outcome-refused",
        };
        let articles = sheet.text("articles", &self.articles, NUMBER_CHARS_MAX)?;
        let facts = vec![
            (sheet.say("addressee"), sheet.text("addressee", &self.addressee, NAME_CHARS_MAX)?),
            (sheet.say("request"), sheet.say(request)),
            (
                sheet.say("request-number"),
                sheet.text("request_number", &self.request_number, NUMBER_CHARS_MAX)?,
            ),
            (sheet.say("asked-on"), day(self.requested)),
            (sheet.say("decision"), sheet.say(outcome)),
            (sheet.say("decision-articles"), crate::issue::articles(sheet, &articles)),
        ];
        sheet.facts(facts);
        sheet.heading("decision-reasons");
        for (at, reason) in self.reasons.iter().enumerate() {
            let reason = sheet.text(&format!("reasons[{at}]"), reason, PARAGRAPH_CHARS_MAX)?;
            sheet.paragraph(reason);
        }
        let mut enclosures = Vec::with_capacity(self.enclosures.len());
        for (at, enclosure) in self.enclosures.iter().enumerate() {
            enclosures.push(sheet.text(&format!("enclosures[{at}]"), enclosure, LINE_CHARS_MAX)?);
        }
        if !enclosures.is_empty() {
            sheet.heading("decision-enclosures");
            sheet.list(enclosures);
        }
        appeal(sheet);
        signatures(sheet, "decided-by", "decided_by", std::slice::from_ref(&self.decided_by))
    }
}

/// How to appeal: stands on every paper that decides something about a person (R37.1.1).
pub(crate) fn appeal(sheet: &mut Sheet) {
    sheet.heading("appeal-heading");
    sheet.paragraph(sheet.say("appeal-text"));
}
