//! One file a page: handlers and what its template shows.

pub(crate) mod act;
pub(crate) mod acts;
pub(crate) mod candidates;
pub(crate) mod capture;
pub(crate) mod carriers;
pub(crate) mod case;
pub(crate) mod certificate;
pub(crate) mod destroyed;
pub(crate) mod endings;
pub(crate) mod finger;
pub(crate) mod handed_over;
pub(crate) mod identify;
pub(crate) mod keeping;
pub(crate) mod keeping_deeds;
pub(crate) mod keeping_record;
pub(crate) mod lane;
pub(crate) mod lane_requests;
pub(crate) mod language;
pub(crate) mod ledger;
pub(crate) mod matters;
pub(crate) mod new_case;
pub(crate) mod officers;
pub(crate) mod paper;
pub(crate) mod proposals;
pub(crate) mod record;
pub(crate) mod searches;
pub(crate) mod second_line;
pub(crate) mod sign_in;
pub(crate) mod superseded;
pub(crate) mod supplements;
pub(crate) mod terms;
pub(crate) mod verify;
pub(crate) mod work;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use vocabulary::{Purpose, Role};

use crate::fail::Fail;
use crate::i18n::Lang;
use crate::labels;

/// What a handler gives.
pub(crate) type Answer = Result<Response, Fail>;

/// A page.
pub(crate) fn page(template: &impl Template) -> Answer {
    let html = template.render().map_err(|e| Fail::Internal(format!("template: {e}")))?;
    Ok(Html(html).into_response())
}

/// A page that shows a form again, with what is wrong in it.
pub(crate) fn page_with_errors(template: &impl Template) -> Answer {
    let mut response = page(template)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// After a form: on to a page that can be reloaded.
pub(crate) fn go(to: &str) -> Answer {
    Ok(Redirect::to(to).into_response())
}

/// Everything that is no page.
pub(crate) async fn not_found() -> Fail {
    Fail::NotFound
}

/// A choice of a list in a form.
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) label: String,
}

impl Choice {
    pub(crate) fn new(code: impl ToString, label: String) -> Self {
        Self { code: code.to_string(), label }
    }
}

/// The purposes a role may give for looking at a record; the law decides in the end.
pub(crate) fn view_purposes(lang: Lang, role: Role) -> Vec<Choice> {
    let purposes: &[Purpose] = match role {
        Role::Prosecutor => &[Purpose::Supervision],
        Role::Examiner => &[Purpose::Identify],
        Role::DataProtection => &[Purpose::Keeping],
        _ => &[Purpose::Confirm, Purpose::SubjectAccess],
    };
    purposes.iter().map(|p| Choice::new(p, labels::purpose(lang, *p))).collect()
}
