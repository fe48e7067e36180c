//! Officers' accounts, for administrators.

use access::AccessError;
use askama::Template;
use axum::extract::Path;
use registry::signing::SignatureForm;
use registry::{CommandError, NewOfficer, SigningKeyRecord};
use vocabulary::{Body, OfficerId, Role, Unit};

use super::{Answer, Choice, go, page, page_with_errors};
use crate::desk::Desk;
use crate::fail::Fail;
use crate::form::{Errors, Fields, Posted};
use crate::i18n::Lang;
use crate::labels;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "officers.html")]
struct OfficersPage {
    s: Shell,
    errors: Errors,
    f: Fields,
    rows: Vec<Row>,
    bodies: Vec<Choice>,
    roles: Vec<Choice>,
}

struct Row {
    id: String,
    login: String,
    name: String,
    body: String,
    role: String,
    active: bool,
    is_me: bool,
    /// The key the officer signs with: its form, the key in hex, since when; empty when there is none.
    key_form: String,
    key: String,
    key_since: String,
    key_error: String,
}

pub(crate) async fn list(desk: Desk) -> Answer {
    page(&officers_page(&desk, Errors::default(), Fields::default()).await?)
}

async fn officers_page(desk: &Desk, errors: Errors, f: Fields) -> Result<OfficersPage, Fail> {
    let lang = desk.lang();
    let officers = desk.registry().list_officers(desk.actor()).await?;
    let keys = desk.registry().signing_keys(desk.actor()).await?;
    let row = |o: registry::Officer| {
        with_key(
            lang,
            &keys,
            &errors,
            Row {
                id: o.id.to_string(),
                body: labels::body(lang, o.body),
                role: labels::role(lang, o.role),
                is_me: o.id == desk.actor().officer,
                login: o.login,
                name: o.display_name,
                active: o.active,
                key_form: String::new(),
                key: String::new(),
                key_since: String::new(),
                key_error: String::new(),
            },
        )
    };
    Ok(OfficersPage {
        s: desk.shell("officers"),
        rows: officers.into_iter().map(row).collect(),
        errors,
        f,
        bodies: Body::ALL.iter().map(|b| Choice::new(b, labels::body(lang, *b))).collect(),
        roles: accounts().map(|r| Choice::new(r, labels::role(lang, *r))).collect(),
    })
}

fn with_key(lang: Lang, keys: &[SigningKeyRecord], errors: &Errors, row: Row) -> Row {
    let key_error = errors.of(&format!("key-{}", row.id)).to_owned();
    match keys.iter().find(|key| key.officer.to_string() == row.id) {
        None => Row { key_error, ..row },
        Some(known) => Row {
            key_form: lang.t(form_key(known.form)),
            key: known.key.clone(),
            key_since: labels::instant(known.from),
            key_error,
            ..row
        },
    }
}

fn form_key(form: SignatureForm) -> &'static str {
    match form {
        SignatureForm::Ed25519 => "key-ed25519",
        SignatureForm::Cms => "key-cms",
    }
}

/// Roles of accounts: the register itself has none.
fn accounts() -> impl Iterator<Item = &'static Role> {
    Role::ALL.iter().filter(|role| **role != Role::System)
}

pub(crate) async fn add(Posted { desk, fields }: Posted) -> Answer {
    let lang = desk.lang();
    let mut errors = Errors::default();
    let login = fields.get("login").to_lowercase();
    let is_plain =
        login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
    if !(3..=40).contains(&login.len()) || !is_plain {
        errors.add("login", lang.t("need-login"));
    }
    if fields.get("name").is_empty() || fields.get("name").chars().count() > 120 {
        errors.add("name", lang.t("need-officer-name"));
    }
    let (body, role) = (fields.get("body").parse::<Body>(), fields.get("role").parse::<Role>());
    if body.is_err() {
        errors.add("body", lang.t("need-body"));
    }
    if role.is_err() {
        errors.add("role", lang.t("need-role"));
    }
    let password = fields.0.iter().find(|(name, _)| name == "password").map_or("", |(_, value)| value);
    if access::check_password_rule(&login, password).is_err() {
        errors.add("password", lang.t("need-password"));
    }
    let unit = match fields.get("unit").trim() {
        "" => Ok(Unit::CENTRAL),
        text => text.parse::<Unit>(),
    };
    if unit.is_err() {
        errors.add("unit", lang.t("need-unit"));
    }
    let (Ok(body), Ok(role), Ok(unit), true) = (body, role, unit, errors.is_empty()) else {
        return page_with_errors(&officers_page(&desk, errors, fields).await?);
    };
    let password_hash = match desk.state.access.hash_new_password(&login, password).await {
        Ok(hash) => hash,
        Err(AccessError::Password(_)) => return Err(Fail::BadForm),
        Err(other) => return Err(other.into()),
    };
    let display_name = fields.get("name").to_owned();
    let new = NewOfficer { login, display_name, body, role, unit, password_hash };
    match desk.registry().add_officer(desk.actor(), new).await {
        Ok(_) => go("/officers"),
        Err(CommandError::Invalid { field, message }) => {
            page_with_errors(&officers_page(&desk, Errors::one(field, message), fields).await?)
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn close(Path(id): Path<OfficerId>, Posted { desk, .. }: Posted) -> Answer {
    desk.registry().close_officer(desk.actor(), id).await?;
    go("/officers")
}

/// Registers what an officer signs with from now on.
pub(crate) async fn set_key(Path(id): Path<OfficerId>, Posted { desk, fields }: Posted) -> Answer {
    let form = match fields.get("form") {
        "ed25519" => SignatureForm::Ed25519,
        "cms" => SignatureForm::Cms,
        _ => return Err(Fail::BadForm),
    };
    let key = fields.get("key").to_lowercase();
    match desk.registry().set_signing_key(desk.actor(), id, form, &key).await {
        Ok(_) => go("/officers"),
        Err(CommandError::Invalid { field, message }) => {
            let words = labels::wrong_field(desk.lang(), field, message);
            let errors = Errors::one(&format!("key-{id}"), words);
            page_with_errors(&officers_page(&desk, errors, Fields::default()).await?)
        }
        Err(other) => Err(other.into()),
    }
}
