//! People on papers: who the paper is about, who signs.

use jiff::civil::Date;
use vocabulary::{BirthDate, Iin};

use crate::PaperError;
use crate::kit::{Faces, Sheet, SignatureLine, SignedMark};
use crate::words::{Language, birth, day};

/// Longest texts of the papers, characters.
pub(crate) const NAME_CHARS_MAX: usize = 160;
pub(crate) const NUMBER_CHARS_MAX: usize = 64;
pub(crate) const LINE_CHARS_MAX: usize = 300;
pub(crate) const PARAGRAPH_CHARS_MAX: usize = 2_000;

/// Who a paper is about.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// Full name, at most 160 characters.
    pub name: String,
    /// Date of birth, as far as known.
    pub born: Option<BirthDate>,
    /// Individual identification number; a foreigner may have none.
    pub iin: Option<Iin>,
    /// Kind and number of a document, at most 160 characters.
    pub document: Option<String>,
}

impl Person {
    /// Whether a paper can hold this person: for a form, before anything is done.
    ///
    /// # Errors
    /// As [`crate::render`], with the fields `person.name` and `person.document`.
    pub fn check(&self) -> Result<(), PaperError> {
        let faces = Faces::load()?;
        self.facts(&mut Sheet::new(Language::En, &faces), "person", "given-to").map(|_| ())
    }

    pub(crate) fn facts(
        &self,
        sheet: &mut Sheet,
        field: &str,
        label: &str,
    ) -> Result<Vec<(String, String)>, PaperError> {
        let name = sheet.text(&format!("{field}.name"), &self.name, NAME_CHARS_MAX)?;
        let mut facts = vec![(sheet.say(label), name)];
        if let Some(born) = self.born {
            facts.push((sheet.say("person-born"), birth(born)));
        }
        if let Some(iin) = &self.iin {
            facts.push((sheet.say("person-iin"), iin.as_str().to_owned()));
        }
        if let Some(document) = &self.document {
            let document = sheet.text(&format!("{field}.document"), document, NAME_CHARS_MAX)?;
            facts.push((sheet.say("person-document"), document));
        }
        Ok(facts)
    }
}

/// Who signs a paper.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// Post and unit, in the language of the paper; at most 160 characters.
    pub post: String,
    /// Name, at most 160 characters.
    pub name: String,
    /// The electronic signature; without it a line to sign on is left.
    pub signature: Option<Signature>,
}

/// An electronic signature that was made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Legal date of signing.
    pub signed: Date,
    /// SHA-256 of the signature, so that the paper can be compared with it.
    pub digest: [u8; 32],
}

impl Signatory {
    pub(crate) fn line(&self, sheet: &mut Sheet, field: &str) -> Result<SignatureLine, PaperError> {
        let post = sheet.text(&format!("{field}.post"), &self.post, NAME_CHARS_MAX)?;
        let name = sheet.text(&format!("{field}.name"), &self.name, NAME_CHARS_MAX)?;
        let signed = self.signature.map(|signature| SignedMark {
            when: sheet.say_with("signed-on", &[("date", day(signature.signed).into())]),
            digest: sheet.say_with("signature-digest", &[("digest", spaced(&signature.digest).into())]),
        });
        Ok(SignatureLine { post, name, signed, room: sheet.say("signature-room") })
    }
}

/// A digest in groups of eight digits, so that two can be compared by eye.
pub(crate) fn spaced(digest: &[u8; 32]) -> String {
    digest.chunks(4).map(hex::encode).collect::<Vec<_>>().join(" ")
}

/// The heading and lines of people who sign.
pub(crate) fn signatures(
    sheet: &mut Sheet,
    heading: &str,
    field: &str,
    people: &[Signatory],
) -> Result<(), PaperError> {
    let mut lines = Vec::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        let field = if people.len() == 1 { field.to_owned() } else { format!("{field}[{at}]") };
        lines.push(person.line(sheet, &field)?);
    }
    sheet.heading(heading);
    sheet.signatures(lines);
    Ok(())
}
