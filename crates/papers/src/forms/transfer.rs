//! Answer to a request for transfer (Art. 9(4), R9.4.1 to R9.4.3).

use jiff::civil::Date;
use vocabulary::RegistryNumber;

use super::Form;
use crate::kit::{Sheet, Template};
use crate::people::{LINE_CHARS_MAX, NAME_CHARS_MAX, NUMBER_CHARS_MAX, signatures, spaced};
use crate::words::day;
use crate::{Issue, PaperError, Signatory};

/// What is transferred; the least that serves is the rule (R9.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Match or no match.
    Answer,
    /// The registry number.
    RegistryNumber,
    /// Personal data.
    PersonalData,
    /// Images of prints.
    Images,
    /// The DNA profile.
    Profile,
}

impl Scope {
    fn key(self) -> &'static str {
        match self {
            Self::Answer => "scope-answer",
            Self::RegistryNumber => "scope-registry-number",
            Self::PersonalData => "scope-personal-data",
            Self::Images => "scope-images",
            Self::Profile => "scope-profile",
        }
    }
}

/// What the register answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Two examiners found a match.
    Match {
        /// The record.
        registry_number: RegistryNumber,
    },
    /// Every partition answered and there is none.
    NoMatch,
    /// Not confirmed: not everything could be searched.
    Partial,
    /// Refused.
    Refused,
}

/// The order of a court or the sanction of a prosecutor.
#[derive(Debug, Clone)]
pub struct Order {
    /// Number, at most 64 characters.
    pub number: String,
    /// Date.
    pub date: Date,
    /// Who made it, at most 160 characters.
    pub issuer: String,
}

/// Answer to the body that asked.
#[derive(Debug, Clone)]
pub struct TransferAnswer {
    /// Number of the answer, at most 64 characters.
    pub number: String,
    /// The body that asked, at most 160 characters.
    pub addressee: String,
    /// Its official, at most 160 characters.
    pub official: String,
    /// Number of the request, at most 64 characters.
    pub request_number: String,
    /// Date of the request.
    pub requested: Date,
    /// Number of the case, at most 64 characters.
    pub case_number: String,
    /// The law and article on which it was asked, at most 300 characters.
    pub ground: String,
    /// The order, where the ground needs one.
    pub order: Option<Order>,
    /// What the request may receive, without repeats; empty for a refusal.
    pub scope: Vec<Scope>,
    /// The answer.
    pub answer: Answer,
    /// Reasons or remarks, at most 300 characters.
    pub remark: Option<String>,
    /// Last day on which what was transferred may be used.
    pub expires: Date,
    /// SHA-256 of the package that goes with the answer.
    pub package: Option<[u8; 32]>,
    /// Who answers.
    pub answered_by: Signatory,
}

impl Form for TransferAnswer {
    fn template(&self) -> Template {
        Template { code: "transfer-answer", version: 1, articles: "8, 9(4), 16" }
    }

    fn title(&self) -> String {
        "transfer-answer-title".to_owned()
    }

    fn number(&self) -> String {
        self.number.clone()
    }

    fn write(&self, sheet: &mut Sheet, _: &Issue) -> Result<(), PaperError> {
        self.check(sheet)?;
        self.asked(sheet)?;
        sheet.heading("transfer-answer-heading");
        let mut facts = vec![(sheet.say("transfer-answer-is"), sheet.say(self.answer_key()))];
        if let Answer::Match { registry_number } = self.answer {
            facts.push((sheet.say("registry-number"), registry_number.to_string()));
        }
        if let Some(remark) = &self.remark {
            facts.push((sheet.say("transfer-remark"), sheet.text("remark", remark, LINE_CHARS_MAX)?));
        }
        if !self.scope.is_empty() {
            let scope: Vec<String> = self.scope.iter().map(|scope| sheet.say(scope.key())).collect();
            facts.push((sheet.say("transfer-scope"), scope.join("; ")));
            facts.push((sheet.say("transfer-expires"), day(self.expires)));
        }
        if let Some(package) = &self.package {
            facts.push((sheet.say("transfer-package"), spaced(package)));
        }
        sheet.facts(facts);
        if !self.scope.is_empty() {
            sheet.heading("transfer-conditions");
            let conditions =
                ["transfer-condition-use", "transfer-condition-receipt", "transfer-condition-return"];
            sheet.list(conditions.map(|key| sheet.say(key)).to_vec());
        }
        signatures(sheet, "answered-by", "answered_by", std::slice::from_ref(&self.answered_by))
    }
}

impl TransferAnswer {
    fn answer_key(&self) -> &'static str {
        match self.answer {
            Answer::Match { .. } => "answer-match",
            Answer::NoMatch => "answer-no-match",
            Answer::Partial => "answer-partial",
            Answer::Refused => "answer-refused",
        }
    }

    fn check(&self, sheet: &Sheet) -> Result<(), PaperError> {
        let refused = self.answer == Answer::Refused;
        sheet.count("scope", self.scope.len(), if refused { 0..=0 } else { 1..=5 })?;
        if self.scope.iter().enumerate().any(|(at, scope)| self.scope[..at].contains(scope)) {
            let problem = "names the same twice: name each once";
            return Err(PaperError::Value { field: "scope".to_owned(), problem });
        }
        if matches!(self.answer, Answer::Match { .. }) && !self.scope.contains(&Scope::RegistryNumber) {
            let problem = "a match prints the registry number, which the scope does not name";
            return Err(PaperError::Value { field: "scope".to_owned(), problem });
        }
        Ok(())
    }

    fn asked(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        let number = sheet.text("request_number", &self.request_number, NUMBER_CHARS_MAX)?;
        let request = [("number", number.into()), ("date", day(self.requested).into())];
        let mut facts = vec![
            (sheet.say("addressee"), sheet.text("addressee", &self.addressee, NAME_CHARS_MAX)?),
            (sheet.say("transfer-official"), sheet.text("official", &self.official, NAME_CHARS_MAX)?),
            (sheet.say("transfer-request"), sheet.say_with("number-line", &request)),
            (sheet.say("transfer-case"), sheet.text("case_number", &self.case_number, NUMBER_CHARS_MAX)?),
            (sheet.say("transfer-ground"), sheet.text("ground", &self.ground, LINE_CHARS_MAX)?),
        ];
        if let Some(order) = &self.order {
            let number = sheet.text("order.number", &order.number, NUMBER_CHARS_MAX)?;
            let issuer = sheet.text("order.issuer", &order.issuer, NAME_CHARS_MAX)?;
            let values = [("number", number.into()), ("date", day(order.date).into())];
            let line = sheet.say_with("number-line", &values);
            facts.push((sheet.say("transfer-order"), format!("{issuer}, {line}")));
        }
        sheet.facts(facts);
        Ok(())
    }
}
