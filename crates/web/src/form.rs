//! Forms: fields by name, the secret that proves the form is ours, and what is wrong with a field.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};

use crate::app::AppState;
use crate::desk::Desk;
use crate::fail::Fail;

/// Largest form without files.
pub const FORM_BYTES_MAX: usize = 64 * 1024;
/// Most fields of a form.
const FIELDS_MAX: usize = 200;

/// Fields of a form in the order sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        if body.len() > FORM_BYTES_MAX {
            return None;
        }
        let text = std::str::from_utf8(body).ok()?;
        let mut fields = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            fields.push((decode(name)?, decode(value)?));
            if fields.len() > FIELDS_MAX {
                return None;
            }
        }
        Some(Self(fields))
    }

    /// The value of a field without spaces around it; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim())
    }

    /// The value of a field, unless it is empty.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Every value of a field that was sent more than once.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim()).collect()
    }

    /// The value of a field exactly as typed: for passwords and passphrases.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether a field was sent with this value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).contains(&value)
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }
}

/// Undoes `+` and `%XX`; `None` when it is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, tail) = rest.split_at_checked(2)?;
                bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
                rest = tail;
            }
            other => bytes.push(other),
        }
    }
    // A NUL or another control sign has no place in a field; line ends have (reasons of an examiner).
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(|c| c.is_control() && !matches!(c, '\r' | '\n' | '\t'))).then_some(text)
}

/// A form without files, from a signed-in officer, with the secret of the session.
pub(crate) struct Posted {
    pub(crate) desk: Desk,
    pub(crate) fields: Fields,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let desk =
            <Desk as axum::extract::FromRequestParts<_>>::from_request_parts(&mut parts, state).await?;
        let fields = read(Request::from_parts(parts, body), state).await?;
        if !desk.signed_in.form_is_ours(fields.get("csrf")) {
            return Err(Fail::Csrf.into_response());
        }
        Ok(Self { desk, fields })
    }
}

/// Reads the fields of a form of anybody.
pub(crate) async fn read(request: Request, state: &AppState) -> Result<Fields, Response> {
    let is_form = request.headers().get("content-type").is_some_and(|kind| {
        kind.to_str().is_ok_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
    });
    if !is_form {
        return Err(Fail::Csrf.into_response());
    }
    let body = Bytes::from_request(request, state).await.map_err(|_| Fail::TooLarge.into_response())?;
    Fields::parse(&body).ok_or_else(|| Fail::BadForm.into_response())
}

/// What is wrong with the fields of a form: shown at the top and at the field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors(pub(crate) Vec<FieldError>);

/// One field's error.
#[derive(Debug, Clone)]
pub(crate) struct FieldError {
    pub(crate) field: String,
    pub(crate) text: String,
}

impl Errors {
    /// One error.
    pub(crate) fn one(field: &str, text: String) -> Self {
        let mut errors = Self::default();
        errors.add(field, text);
        errors
    }
    /// Adds an error.
    pub(crate) fn add(&mut self, field: &str, text: String) {
        self.0.push(FieldError { field: field.to_owned(), text });
    }
    /// The error of a field, or an empty text.
    pub(crate) fn of(&self, field: &str) -> &str {
        self.0.iter().find(|e| e.field == field).map_or("", |e| e.text.as_str())
    }
    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_in_any_script() {
        let fields = Fields::parse("a=1&name=%D3%98%D0%BB%D0%B8%D1%8F+%26&empty=&a=2".as_bytes()).unwrap();
        assert_eq!(fields.get("name"), "Әлия &");
        assert_eq!(fields.get("a"), "1");
        assert_eq!(fields.some("empty"), None);
        assert!(fields.ticked("a") && !fields.ticked("b"));
    }

    #[test]
    fn refuses_what_is_no_form() {
        for bad in ["a=%", "a=%zz", "a=%ff", "a=%00", &"a=1&".repeat(201)] {
            assert!(Fields::parse(bad.as_bytes()).is_none(), "{bad}");
        }
        assert!(Fields::parse(&vec![b'a'; FORM_BYTES_MAX + 1]).is_none());
    }
}
