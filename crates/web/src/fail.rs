//! Failures as pages: every one says what happened, on what ground and what can be done.

use std::any::Any;
use std::sync::Arc;

use access::AccessError;
use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use registry::{CommandError, StoreError};

use crate::app::AppState;
use crate::desk::Visit;
use crate::i18n::Lang;
use crate::labels;
use crate::law_card::LawCard;
use crate::prints;
use crate::shell::Shell;

/// Why a page is not what was asked for.
#[derive(Debug)]
pub(crate) enum Fail {
    /// The register did not do it.
    Command(CommandError),
    /// Access could not be decided.
    Access(AccessError),
    /// The form does not carry the secret of the session.
    Csrf,
    /// No such page or thing.
    NotFound,
    /// It lay on the bench and was cleared away.
    Gone,
    /// More bytes or files than allowed.
    TooLarge,
    /// The form does not read.
    BadForm,
    /// Something of ours is broken; the text goes to the log, not to the page.
    Internal(String),
}

impl From<CommandError> for Fail {
    fn from(error: CommandError) -> Self {
        Self::Command(error)
    }
}

impl From<AccessError> for Fail {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl Fail {
    /// What went wrong, for the log.
    fn words(&self) -> String {
        match self {
            Self::Command(error) => error.to_string(),
            Self::Access(error) => error.to_string(),
            Self::Internal(words) => words.clone(),
            other => format!("{other:?}"),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Command(CommandError::Refused { .. }) | Self::Csrf => StatusCode::FORBIDDEN,
            Self::Command(
                CommandError::Invalid { .. } | CommandError::Capture(_) | CommandError::Mirrored { .. },
            ) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Command(CommandError::NotFound { .. }) | Self::NotFound => StatusCode::NOT_FOUND,
            Self::Command(
                CommandError::WrongState { .. } | CommandError::Store(StoreError::Conflict { .. }),
            ) => StatusCode::CONFLICT,
            Self::Command(CommandError::Store(StoreError::DiskFull)) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Gone => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadForm => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Answer to a panic in a handler; [`dress`] makes the page.
pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Fail::Internal(format!("panic: {words}")).into_response()
}

/// Finds out who asks, runs the handler, and turns a failure into a page in the language of the visitor.
pub(crate) async fn dress(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let visit = match Visit::of(&state, request.headers(), request.uri()).await {
        Ok(visit) => visit,
        Err(fail) => return page(&Visit::stranger(request.headers(), request.uri().path()), &fail),
    };
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    if let Some(fail) = response.extensions().get::<Arc<Fail>>() {
        return page(&visit, fail);
    }
    // What the framework refuses by itself: a wrong method, an id that does not read, too long a body.
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST if is_plain(&response) => {
            page(&visit, &Fail::NotFound)
        }
        StatusCode::METHOD_NOT_ALLOWED => page(&visit, &Fail::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE => page(&visit, &Fail::TooLarge),
        _ => response,
    }
}

fn is_plain(response: &Response) -> bool {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| *kind != html)
}

#[derive(Template)]
#[template(path = "fail.html")]
struct FailPage {
    s: Shell,
    status: u16,
    title: String,
    lead: String,
    todo: String,
    /// The register's own English words, when there are any.
    detail: String,
    card: Option<LawCard>,
    entry: Option<u64>,
}

fn page(visit: &Visit, fail: &Fail) -> Response {
    let status = fail.status();
    if status.is_server_error() {
        tracing::error!(fail = fail.words(), path = %visit.path.split('?').next().unwrap_or_default(), "a page failed");
    }
    let lang = visit.lang;
    let kind = kind(fail);
    let (card, entry) = match fail {
        Fail::Command(CommandError::Refused { refusal, ledger_sequence }) => {
            (Some(LawCard::of_refusal(lang, refusal)), Some(*ledger_sequence))
        }
        _ => (None, None),
    };
    let page = FailPage {
        s: Shell::new(visit, ""),
        status: status.as_u16(),
        title: lang.t(&format!("fail-{kind}-title")),
        lead: lead(lang, fail, kind),
        todo: lang.t(&format!("fail-{kind}-todo")),
        detail: detail(fail),
        card,
        entry,
    };
    let html = page.render().unwrap_or_else(|e| format!("{status}: {e}"));
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn kind(fail: &Fail) -> &'static str {
    match fail {
        Fail::Command(CommandError::Refused { .. }) => "refused",
        Fail::Command(CommandError::Invalid { .. }) | Fail::BadForm => "form",
        Fail::Command(CommandError::Capture(_)) => "print",
        Fail::Command(CommandError::Mirrored { .. }) => "mirrored",
        Fail::Command(CommandError::NotFound { .. }) | Fail::NotFound => "missing",
        Fail::Command(CommandError::WrongState { .. }) => "state",
        Fail::Command(CommandError::Store(StoreError::Conflict { .. })) => "conflict",
        Fail::Command(CommandError::Store(StoreError::DiskFull)) => "disk",
        Fail::Csrf => "csrf",
        Fail::Gone => "gone",
        Fail::TooLarge => "large",
        _ => "broken",
    }
}

fn lead(lang: Lang, fail: &Fail, kind: &str) -> String {
    match fail {
        Fail::Command(CommandError::Capture(error)) => prints::extract_words(lang, error),
        Fail::Command(CommandError::Mirrored { fingers }) => {
            let names: Vec<String> = fingers.iter().map(|finger| labels::finger(lang, *finger)).collect();
            format!("{} {}", lang.t("fail-mirrored-lead"), names.join(", "))
        }
        _ => lang.t(&format!("fail-{kind}-lead")),
    }
}

/// Words of the register that have no translation: shown, marked as English, where they help to act.
fn detail(fail: &Fail) -> String {
    match fail {
        Fail::Command(error @ (CommandError::Invalid { .. } | CommandError::WrongState { .. })) => {
            error.to_string()
        }
        Fail::Command(error @ CommandError::Store(StoreError::Conflict { .. })) => error.to_string(),
        _ => String::new(),
    }
}
