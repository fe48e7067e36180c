//! Papers of the register: its values as PDF, for the pages and for the command line alike. One file a paper; words
//! and layout of the forms are those of the room `papers`.

mod act;
mod certificate;
mod destroyed;

use jiff::Timestamp;
use jiff::civil::Date;
use papers::{Authenticity, Issue, Language, Paper, PaperError, Signatory, Signature};
use registry::Officer;
use registry::signing::Signed;
use sha2::{Digest, Sha256};
use vocabulary::{Body, RegistryNumber, Unit, legal_date_kz};

use crate::i18n::Lang;
use crate::labels;

pub use destroyed::Asking;

/// Hex digits of a digest in an authenticity code: 128 bits, short enough to type.
const CODE_DIGITS: usize = 32;

/// Why a paper was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrintError {
    /// A field of the form.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The signed text has no canonical form.
    #[error("the signed text of an act cannot be written: {0}")]
    Text(#[from] serde_json::Error),
    /// An act names no last lawful day of a record.
    #[error("record {number} of the act has no last lawful day: draw up another act")]
    NoLastDay {
        /// The record.
        number: RegistryNumber,
    },
    /// An act without the head's signature.
    #[error("the act is not approved: it is printed once the head has signed it")]
    NotApproved,
}

/// Who issues a paper, when, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Issuing<'a> {
    /// The officer.
    pub officer: &'a Officer,
    /// The legal date.
    pub on: Date,
    /// The language of the paper.
    pub lang: Lang,
}

impl Issuing<'_> {
    /// The officer as the one who issues, with a line to sign on.
    fn signatory(&self) -> Signatory {
        Signatory {
            post: post(self.lang, &labels::role(self.lang, self.officer.role), self.officer.body),
            name: self.officer.display_name.clone(),
            signature: None,
        }
    }

    /// Issue by a body and a unit, verified by a code.
    fn issue(&self, body: Body, unit: Unit, code: String) -> Issue {
        let unit = self.lang.with("paper-unit", &[("unit", unit.to_string().into())]);
        Issue { body, unit, issued: self.on, authenticity: Authenticity { code, address: None } }
    }

    fn render(&self, paper: &Paper, issue: &Issue) -> Result<Vec<u8>, PrintError> {
        let language = match self.lang {
            Lang::Kk => Language::Kk,
            Lang::Ru => Language::Ru,
            Lang::En => Language::En,
        };
        Ok(papers::render(paper, language, issue)?.pdf)
    }
}

fn post(lang: Lang, part: &str, body: Body) -> String {
    format!("{part}, {}", labels::body(lang, body))
}

/// An entry of the ledger and the beginning of the SHA-256 of what is on record.
fn code(entry: u64, bytes: &[u8]) -> String {
    let digest = hex::encode(Sha256::digest(bytes));
    format!("{entry}-{}", &digest[..CODE_DIGITS])
}

/// An electronic signature as a paper shows it: its legal day and its SHA-256.
fn signature(signed: &Signed) -> Signature {
    Signature { signed: day(signed.at), digest: Sha256::digest(&signed.bytes).into() }
}

fn day(at: Timestamp) -> Date {
    legal_date_kz(at)
}
