//! Forms with files: fields first, then at most [`UPLOAD_FILES_MAX`] files, [`UPLOAD_BYTES_MAX`] in all.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::response::{IntoResponse, Response};
use interchange::IMAGE_BYTES_MAX;

use crate::app::AppState;
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{FORM_BYTES_MAX, Fields};

/// Largest form with files: ten images and room to spare.
pub const UPLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Most files of a form.
pub const UPLOAD_FILES_MAX: usize = 20;
/// Most fields of a form.
const FIELDS_MAX: usize = 100;

/// One file as the browser sent it.
pub(crate) struct SentFile {
    /// Name of the form field.
    pub(crate) field: String,
    /// Name of the file, at most 200 characters; for people and for guessing the finger only.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A form with files, from a signed-in officer. The secret of the session stands before the first file: without it no
/// file is read.
pub(crate) struct Upload {
    pub(crate) desk: Desk,
    pub(crate) fields: Fields,
    pub(crate) files: Vec<SentFile>,
}

impl FromRequest<AppState> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, state).await?;
        let form = Multipart::from_request(Request::from_parts(parts, body), state).await;
        let form = form.map_err(|_| Fail::Csrf.into_response())?;
        let (fields, files) = read(form, &desk).await.map_err(IntoResponse::into_response)?;
        Ok(Self { desk, fields, files })
    }
}

async fn read(mut form: Multipart, desk: &Desk) -> Result<(Fields, Vec<SentFile>), Fail> {
    let (mut fields, mut files) = (Fields::default(), Vec::new());
    let is_ours = |fields: &Fields| desk.signed_in.form_is_ours(fields.get("csrf"));
    while let Some(field) = form.next_field().await.map_err(fail)? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_none() {
            let value = field.text().await.map_err(fail)?;
            if fields.0.len() >= FIELDS_MAX || value.len() > FORM_BYTES_MAX {
                return Err(Fail::TooLarge);
            }
            fields.0.push((name, value));
            continue;
        }
        if !is_ours(&fields) {
            return Err(Fail::Csrf);
        }
        if let Some(file) = file(field, name).await? {
            files.push(file);
        }
        if files.len() > UPLOAD_FILES_MAX {
            return Err(Fail::TooLarge);
        }
    }
    if is_ours(&fields) { Ok((fields, files)) } else { Err(Fail::Csrf) }
}

/// Reads one file; `None` for a file field left empty.
async fn file(mut field: Field<'_>, name: String) -> Result<Option<SentFile>, Fail> {
    let file_name: String = field.file_name().unwrap_or_default().chars().take(200).collect();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(fail)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > IMAGE_BYTES_MAX {
            return Err(Fail::TooLarge);
        }
    }
    let is_empty = bytes.is_empty() && file_name.is_empty();
    Ok((!is_empty).then_some(SentFile { field: name, name: file_name, bytes }))
}

fn fail(error: MultipartError) -> Fail {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { Fail::TooLarge } else { Fail::BadForm }
}
