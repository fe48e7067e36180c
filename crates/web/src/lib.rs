//! The web pages of the register: real forms and links that work without script, in Kazakh, Russian and English.
//!
//! A page is `pages/<x>.rs` (handlers), `templates/<x>.html` and words in `locales/<language>/*.ftl`. Nothing here
//! decides law or writes a store: every act goes through [`registry::Registry`].

mod app;
mod assets;
mod bench;
mod capture_names;
mod desk;
mod draw;
mod fail;
mod form;
mod i18n;
mod labels;
mod law_card;
mod may;
mod pages;
pub mod printed;
mod prints;
mod security;
mod shell;
mod upload;

pub use app::{AppState, DemoAccount, Options, router};
pub use form::FORM_BYTES_MAX;
pub use i18n::Lang;
pub use upload::{UPLOAD_BYTES_MAX, UPLOAD_FILES_MAX};
