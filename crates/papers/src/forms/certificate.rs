//! Certificate of registration (Art. 11(4), R11.4.5): what a registered person takes home.

use jiff::civil::Date;
use vocabulary::{Basis, CertificateNumber};

use super::{Form, basis_words, registration_type};
use crate::kit::{Sheet, Template};
use crate::people::signatures;
use crate::words::day;
use crate::{Issue, PaperError, Person, Signatory};

/// Certificate of dactyloscopic or genomic registration. It holds no print and no profile; its authenticity code is its
/// number and says nothing about the person.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The number.
    pub number: CertificateNumber,
    /// Who is registered.
    pub holder: Person,
    /// On what basis. Border verification is no registration, a trace and a corpse receive no certificate.
    pub basis: Basis,
    /// Legal date of registration.
    pub registered: Date,
    /// Until when it is kept (R15.1.4).
    pub kept: Kept,
    /// The officer who issues the certificate.
    pub issued_by: Signatory,
}

/// Until when information is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// To a date.
    Until {
        /// Last lawful day in the database.
        database: Date,
        /// Last lawful day in the archive, where the Law sends it there (Art. 15(2)).
        archive: Option<Date>,
    },
    /// No date yet: the term begins with an event the Law names (Art. 15(1), 29).
    Open,
}

impl Kept {
    pub(crate) fn facts(self, sheet: &Sheet) -> Vec<(String, String)> {
        match self {
            Self::Until { database, archive } => {
                let mut facts = vec![(sheet.say("kept-database"), day(database))];
                facts.extend(archive.map(|date| (sheet.say("kept-archive"), day(date))));
                facts
            }
            Self::Open => vec![(sheet.say("kept-database"), sheet.say("kept-open"))],
        }
    }
}

impl Form for Certificate {
    fn template(&self) -> Template {
        let articles = if self.genomic() { "7, 18, 29" } else { "7, 10, 11(4), 15" };
        Template { code: "certificate", version: 1, articles }
    }

    fn title(&self) -> String {
        (if self.genomic() { "certificate-title-genomic" } else { "certificate-title" }).to_owned()
    }

    fn number(&self) -> String {
        self.number.to_string()
    }

    fn write(&self, sheet: &mut Sheet, issue: &Issue) -> Result<(), PaperError> {
        let Some(kind) = registration_type(self.basis) else {
            let problem = "nobody receives a certificate on this basis";
            return Err(PaperError::Value { field: "basis".to_owned(), problem });
        };
        let mut facts = self.holder.facts(sheet, "holder", "certificate-holder")?;
        facts.push((sheet.say("registration-kind"), sheet.say(&format!("kind-{kind}"))));
        facts.push((sheet.say("registration-basis"), basis_words(sheet, self.basis)));
        facts.push((sheet.say("registered-on"), day(self.registered)));
        facts.push((sheet.say("registered-by"), sheet.say(&format!("body-{}", issue.body))));
        facts.extend(self.kept.facts(sheet));
        sheet.facts(facts);
        sheet.heading("rights-heading");
        let rights = ["right-know", "right-looked", "right-correct", "right-protect", "right-appeal"];
        sheet.list(rights.map(|key| sheet.say(key)).to_vec());
        sheet.note(sheet.say("certificate-note"));
        signatures(sheet, "issued-by", "issued_by", std::slice::from_ref(&self.issued_by))
    }
}

impl Certificate {
    fn genomic(&self) -> bool {
        matches!(self.basis, Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4)
    }
}
