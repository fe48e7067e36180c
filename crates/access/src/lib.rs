//! Who is at the keyboard: passwords, sign-in with lock-out, server-side sessions, and the [`Actor`] they yield.
//!
//! The browser holds an opaque random token; the store holds its SHA-256. A session ends by sign-out, after
//! [`IDLE_MIN`] minutes without use, or [`ABSOLUTE_HOURS`] hours after it began, whichever is first. All time
//! comes from the register's [`vocabulary::Clock`].
//!
//! [`Actor`]: vocabulary::Actor

mod accounts;
mod cookie;
mod password;
mod session;
mod sign_in;

pub use accounts::Accounts;
pub use cookie::{
    SESSION_COOKIE_PLAIN, SESSION_COOKIE_TLS, clear_cookie, cookie_name, read_cookie, set_cookie,
};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordError, check_password_rule};
pub use session::{ABSOLUTE_HOURS, IDLE_MIN, SignedIn, Token, same_secret};
pub use sign_in::{Access, AccessError, FAILURES_MAX, LOCKED_MIN, SignInError};
