//! Issuing a paper: who, when, and the code that verifies it.

use jiff::civil::Date;
use vocabulary::Body;

use crate::forms::{Form, Paper};
use crate::kit::{About, CodePanel, Faces, Frame, Sheet, lay_out, write_pdf};
use crate::words::{Value, day};
use crate::{Language, PaperError};

/// Longest authenticity code and longest address, characters.
const CODE_CHARS_MAX: usize = 120;
const ADDRESS_CHARS_MAX: usize = 200;
const UNIT_CHARS_MAX: usize = 160;

/// Who issues a paper, and when.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The body that issues.
    pub body: Body,
    /// Its unit, by name and place; at most 160 characters.
    pub unit: String,
    /// Legal date of issue.
    pub issued: Date,
    /// What verifies the paper.
    pub authenticity: Authenticity,
}

/// What verifies a paper. It says nothing about a person (R11.4.5): the number of a certificate, or the number of the
/// ledger entry with a short digest.
#[derive(Debug, Clone)]
pub struct Authenticity {
    /// The code as printed: visible ASCII, at most 120 characters.
    pub code: String,
    /// Beginning of an address to which the code is added in the QR code, as
    /// `https://register.example/certificate?number=`; without it the QR code holds the code alone. Visible ASCII, at
    /// most 200 characters.
    pub address: Option<String>,
}

/// A paper that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters that the embedded faces do not have and that the paper shows as `�`, in order of their code; it says so
    /// itself. Empty in the languages of the register.
    pub replaced: Vec<char>,
}

/// Makes the PDF of a paper in one language.
///
/// # Errors
/// A [`PaperError`] that names the field, for texts that are empty, too long or invisible, lists of another length and
/// values that the form cannot hold.
pub fn render(paper: &Paper, language: Language, issue: &Issue) -> Result<Rendered, PaperError> {
    let faces = Faces::load()?;
    let form = paper.form();
    let mut sheet = Sheet::new(language, &faces);
    let frame = frame(&mut sheet, form, issue)?;
    form.write(&mut sheet, issue)?;
    if !sheet.replaced.is_empty() {
        sheet.note(sheet.say("replaced-note"));
    }
    let about = About {
        title: format!("{} · {}", frame.title, frame.number),
        language,
        issued: issue.issued,
        id: issue.authenticity.code.clone(),
    };
    let replaced = sheet.replaced.into_iter().collect();
    let laid = lay_out(&faces, &frame, &sheet.blocks)?;
    let pdf = write_pdf(&faces, &laid, &about)?;
    Ok(Rendered { pdf, pages: laid.pages.len(), replaced })
}

fn frame(sheet: &mut Sheet, form: &dyn Form, issue: &Issue) -> Result<Frame, PaperError> {
    let template = form.template();
    let code = ascii("authenticity.code", &issue.authenticity.code, CODE_CHARS_MAX)?;
    let square = match &issue.authenticity.address {
        Some(address) => format!("{}{code}", ascii("authenticity.address", address, ADDRESS_CHARS_MAX)?),
        None => code.clone(),
    };
    let unit = sheet.text("issue.unit", &issue.unit, UNIT_CHARS_MAX)?;
    let number = sheet.text("number", &form.number(), crate::people::NUMBER_CHARS_MAX)?;
    let sample = sheet.say("sample");
    let values: [(&str, Value); 2] = [("number", number.into()), ("date", day(issue.issued).into())];
    let version = template.version.to_string();
    Ok(Frame {
        title: sheet.say(&form.title()),
        number: sheet.say_with("number-line", &values),
        issuer: vec![sheet.say(&format!("body-{}", issue.body)), unit],
        foot: vec![
            sheet.say_with("law-line", &[("articles", articles(sheet, template.articles).into())]),
            sheet.say_with("template-line", &[("code", template.code.into()), ("version", version.into())]),
        ],
        sample,
        code: CodePanel {
            heading: sheet.say("code-heading"),
            alternative: sheet.say_with("code-square", &[("code", code.clone().into())]),
            code,
            how: sheet.say(if template.code == "certificate" {
                "code-how-certificate"
            } else {
                "code-how-paper"
            }),
            square,
        },
    })
}

/// Articles in the language: `Art. 7, 11(4)`.
pub(crate) fn articles(sheet: &Sheet, list: &str) -> String {
    let count = list.split(", ").count() as u64;
    let list = list.replace(", ", ",\u{A0}");
    sheet.say_with("articles", &[("list", list.into()), ("n", Value::Count(count))])
}

/// A code of visible ASCII, so that it can be typed and scanned everywhere.
fn ascii(field: &str, text: &str, chars_max: usize) -> Result<String, PaperError> {
    if text.is_empty() {
        return Err(PaperError::Empty { field: field.to_owned() });
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let problem = "only visible ASCII characters without spaces: a code is typed and scanned";
        return Err(PaperError::Value { field: field.to_owned(), problem });
    }
    if text.len() > chars_max {
        return Err(PaperError::TooLong { field: field.to_owned(), chars: text.len(), chars_max });
    }
    Ok(text.to_owned())
}
