//! Signing in and out.

use access::{SignInError, Token, clear_cookie, same_secret, set_cookie};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Answer, go, page};
use crate::app::AppState;
use crate::desk::{Visit, cookie};
use crate::fail::Fail;
use crate::form::{self, Errors, Posted};
use crate::labels;
use crate::shell::Shell;

/// Cookie that ties the sign-in form to the browser before there is a session.
const FORM_COOKIE: &str = "tanba-form";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    s: Shell,
    errors: Errors,
    login: String,
    accounts: Vec<Account>,
}

struct Account {
    login: String,
    password: String,
    role: String,
    body: String,
}

pub(crate) async fn ask(State(state): State<AppState>, visit: Visit, headers: HeaderMap) -> Answer {
    if visit.signed_in.is_some() {
        return go("/");
    }
    let secret = form_secret(&headers)?;
    with_secret(&secret, page(&sign_in_page(&state, &visit, &secret, Errors::default(), String::new())))
}

pub(crate) async fn enter(
    State(state): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Response> {
    let fields = form::read(request, &state).await?;
    let secret = cookie(&headers, FORM_COOKIE).unwrap_or_default();
    if !same_secret(&secret, fields.get("csrf")) {
        return Err(Fail::Csrf.into_response());
    }
    let password = fields.0.iter().find(|(name, _)| name == "password").map_or("", |(_, value)| value);
    match state.access.sign_in(fields.get("login"), password).await {
        Ok((token, _)) => {
            let cookie = set_cookie(&token, state.options.tls);
            Ok(([(header::SET_COOKIE, cookie)], go("/").map_err(IntoResponse::into_response)?)
                .into_response())
        }
        Err(SignInError::NotAccepted) => {
            let errors = Errors::one("login", visit.lang.t("sign-in-not-accepted"));
            let again = sign_in_page(&state, &visit, &secret, errors, fields.get("login").to_owned());
            let mut response = page(&again).map_err(IntoResponse::into_response)?;
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            Ok(response)
        }
        Err(SignInError::Access(error)) => Err(Fail::Access(error).into_response()),
    }
}

pub(crate) async fn leave(Posted { desk, .. }: Posted) -> Answer {
    desk.state.bench.clear(desk.actor().officer);
    if let Some(token) = &desk.visit.token {
        desk.state.access.sign_out(token).await?;
    }
    Ok(([(header::SET_COOKIE, clear_cookie(desk.state.options.tls))], go("/sign-in")?).into_response())
}

fn sign_in_page(state: &AppState, visit: &Visit, secret: &str, errors: Errors, login: String) -> SignInPage {
    let lang = visit.lang;
    let accounts = state.options.demo.iter().map(|demo| Account {
        login: demo.login.clone(),
        password: demo.password.clone(),
        role: labels::role(lang, demo.role),
        body: labels::body(lang, demo.body),
    });
    let mut s = Shell::new(visit, "");
    s.csrf = secret.to_owned();
    SignInPage { s, errors, login, accounts: accounts.collect() }
}

/// The secret of the form cookie, or a new one.
fn form_secret(headers: &HeaderMap) -> Result<String, Fail> {
    if let Some(secret) = cookie(headers, FORM_COOKIE).filter(|text| Token::parse(text).is_some()) {
        return Ok(secret);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| Fail::Internal(e.to_string()))?;
    Ok(Token::from_random_bytes(bytes).reveal())
}

fn with_secret(secret: &str, answer: Answer) -> Answer {
    let cookie = format!("{FORM_COOKIE}={secret}; Path=/sign-in; HttpOnly; SameSite=Strict");
    Ok(([(header::SET_COOKIE, cookie)], answer?).into_response())
}
