//! What the pages of papers share: the language asked for, and the answer that is a PDF.

use axum::http::header;
use axum::response::IntoResponse;
use registry::CommandError;

use super::Answer;
use crate::desk::Desk;
use crate::fail::Fail;
use crate::i18n::Lang;
use crate::printed::{Issuing, PrintError};

/// `?language=…`: the language of the paper, that of the page when it is not named.
#[derive(serde::Deserialize, Default)]
pub(crate) struct InLanguage {
    #[serde(default)]
    language: String,
}

impl InLanguage {
    /// Issued by the officer of the desk, today.
    pub(super) fn by<'a>(&self, desk: &'a Desk) -> Result<Issuing<'a>, Fail> {
        issuing(desk, &self.language)
    }
}

/// Issued by the officer of the desk, today, in the language of a code; of the page when there is none.
pub(super) fn issuing<'a>(desk: &'a Desk, code: &str) -> Result<Issuing<'a>, Fail> {
    let lang = match code {
        "" => desk.lang(),
        code => Lang::from_code(code).ok_or(Fail::NotFound)?,
    };
    Ok(Issuing { officer: &desk.signed_in.officer, on: desk.today(), lang })
}

/// A PDF to be looked at, or kept under this name: letters, digits and hyphens.
pub(super) fn pdf(name: &str, bytes: Vec<u8>) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}

impl From<PrintError> for Fail {
    fn from(error: PrintError) -> Self {
        match error {
            // The values are on record and the paper has no room for them: the officer hears which field it is.
            PrintError::Paper(error) => {
                Self::Command(CommandError::Invalid { field: "paper", message: error.to_string() })
            }
            other => Self::Internal(other.to_string()),
        }
    }
}
