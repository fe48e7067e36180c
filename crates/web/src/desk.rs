//! Who asks, in which language, for which page: found once a request, by [`crate::fail::dress`].

use std::convert::Infallible;

use access::{SignedIn, Token, cookie_name, read_cookie};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use registry::Registry;
use vocabulary::Actor;

use crate::app::AppState;
use crate::bench::Item;
use crate::fail::Fail;
use crate::i18n::Lang;
use crate::shell::Shell;

/// Cookie of the chosen language.
pub(crate) const LANGUAGE_COOKIE: &str = "tanba-language";

/// A request, as far as every page wants to know it.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) lang: Lang,
    pub(crate) signed_in: Option<SignedIn>,
    pub(crate) token: Option<Token>,
    /// Path and query, to come back to after the language was changed.
    pub(crate) path: String,
    pub(crate) demo: bool,
}

impl Visit {
    /// Reads cookies and headers and resumes the session.
    pub(crate) async fn of(state: &AppState, headers: &HeaderMap, uri: &Uri) -> Result<Self, Fail> {
        let lang = language(headers);
        let token = cookie(headers, cookie_name(state.options.tls)).and_then(|text| Token::parse(&text));
        let signed_in = match &token {
            Some(token) => state.access.resume(token).await?,
            None => None,
        };
        let path = uri.path_and_query().map_or("/", |p| p.as_str()).chars().take(500).collect();
        Ok(Self { lang, signed_in, token, path, demo: !state.options.demo.is_empty() })
    }

    /// A visit of nobody known, for pages of failure.
    pub(crate) fn stranger(headers: &HeaderMap, path: &str) -> Self {
        Self { lang: language(headers), signed_in: None, token: None, path: path.to_owned(), demo: false }
    }
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|value| read_cookie(value, name))
        .map(str::to_owned)
}

fn language(headers: &HeaderMap) -> Lang {
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    cookie(headers, LANGUAGE_COOKIE)
        .and_then(|code| Lang::from_code(&code))
        .unwrap_or_else(|| Lang::from_accept_language(accepted()))
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Infallible> {
        let found = parts.extensions.get::<Visit>().cloned();
        Ok(found.unwrap_or_else(|| Self::stranger(&parts.headers, parts.uri.path())))
    }
}

/// A signed-in officer's request. A stranger is sent to sign in.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) state: AppState,
    pub(crate) visit: Visit,
    pub(crate) signed_in: SignedIn,
}

impl Desk {
    /// Who acts.
    pub(crate) fn actor(&self) -> Actor {
        self.signed_in.actor()
    }
    /// The language of the page.
    pub(crate) fn lang(&self) -> Lang {
        self.visit.lang
    }
    /// The register.
    pub(crate) fn registry(&self) -> &Registry {
        &self.state.registry
    }
    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.state.registry.clock().now()
    }
    /// The legal date.
    pub(crate) fn today(&self) -> Date {
        vocabulary::legal_date_kz(self.now())
    }
    /// Lays something on this officer's bench.
    pub(crate) fn lay(&self, item: Item) -> Result<String, Fail> {
        let laid = self.state.bench.lay(self.actor().officer, self.now(), item);
        laid.ok_or_else(|| Fail::Internal("the system gave no random bytes".into()))
    }
    /// Finds something on this officer's bench.
    pub(crate) fn find(&self, id: &str) -> Result<std::sync::Arc<Item>, Fail> {
        self.state.bench.find(self.actor().officer, self.now(), id).ok_or(Fail::Gone)
    }
    /// What the frame of the page shows; `active` names the menu item.
    pub(crate) fn shell(&self, active: &'static str) -> Shell {
        Shell::new(&self.visit, active)
    }
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        match visit.signed_in.clone() {
            Some(signed_in) => Ok(Self { state: state.clone(), visit, signed_in }),
            None => Err(Redirect::to("/sign-in").into_response()),
        }
    }
}
