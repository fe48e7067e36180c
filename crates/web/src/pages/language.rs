//! The language switch: remembers the choice and comes back to the same page.

use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{Answer, go};
use crate::desk::LANGUAGE_COOKIE;
use crate::fail::Fail;
use crate::i18n::Lang;

/// `?back=/path`
#[derive(serde::Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

pub(crate) async fn choose(Path(code): Path<String>, Query(back): Query<Back>) -> Answer {
    let lang = Lang::from_code(&code).ok_or(Fail::NotFound)?;
    let path = if is_local(&back.back) { back.back.as_str() } else { "/" };
    Ok(remember(lang, go(path)?))
}

/// Adds the cookie that remembers the language for a year.
pub(crate) fn remember(lang: Lang, response: Response) -> Response {
    let cookie =
        format!("{LANGUAGE_COOKIE}={}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000", lang.code());
    ([(header::SET_COOKIE, cookie)], response).into_response()
}

/// A path of this site: `/…`, never `//host` or `/\host`.
fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/language/")
        && path.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leaves_the_site() {
        assert!(is_local("/cases?page=2"));
        for bad in [
            "",
            "cases",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb: c",
            "/language/kk",
        ] {
            assert!(!is_local(bad), "{bad}");
        }
    }
}
