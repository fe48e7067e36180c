//! The session cookie: `__Host-` prefix under TLS (RFC 6265bis), HttpOnly, SameSite=Strict, Path=/. Without TLS
//! (a demonstration on 127.0.0.1) browsers refuse that prefix, so the cookie carries a plain name.

use crate::session::Token;

/// Name under TLS: browsers accept it only with Secure, Path=/ and no Domain.
pub const SESSION_COOKIE_TLS: &str = "__Host-tanba";
/// Name without TLS.
pub const SESSION_COOKIE_PLAIN: &str = "tanba-session";

/// The cookie's name.
pub fn cookie_name(tls: bool) -> &'static str {
    if tls { SESSION_COOKIE_TLS } else { SESSION_COOKIE_PLAIN }
}

/// `Set-Cookie` value that hands the token to the browser, until the browser closes.
pub fn set_cookie(token: &Token, tls: bool) -> String {
    let secure = if tls { "; Secure" } else { "" };
    format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", cookie_name(tls), token.reveal())
}

/// `Set-Cookie` value that takes the token away.
pub fn clear_cookie(tls: bool) -> String {
    let secure = if tls { "; Secure" } else { "" };
    format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}", cookie_name(tls))
}

/// Finds the value of cookie `name` in a `Cookie` header.
pub fn read_cookie<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let token = Token::from_random_bytes([7; 32]);
        let tls = set_cookie(&token, true);
        assert!(tls.starts_with("__Host-tanba=") && tls.ends_with("; Secure"), "{tls}");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
            assert!(tls.contains(part) && set_cookie(&token, false).contains(part));
        }
        assert!(!set_cookie(&token, false).contains("Secure"));
        assert!(!tls.contains("Domain"));
        assert!(clear_cookie(true).contains("Max-Age=0"));
    }

    #[test]
    fn reads_its_own_cookie_and_no_other() {
        assert_eq!(read_cookie("a=1; tanba-session=x; b=2", "tanba-session"), Some("x"));
        assert_eq!(read_cookie("xtanba-session=x", "tanba-session"), None);
        assert_eq!(read_cookie("", "tanba-session"), None);
    }
}
