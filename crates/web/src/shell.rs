//! The frame of every page: language, officer, menu.

use vocabulary::{Body, Role};

use crate::desk::Visit;
use crate::i18n::Lang;
use crate::labels;

/// One item of the menu.
pub(crate) struct MenuItem {
    pub(crate) href: &'static str,
    pub(crate) key: &'static str,
    pub(crate) is_active: bool,
}

/// One language of the switch.
pub(crate) struct LanguageItem {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) is_active: bool,
}

/// Who is signed in, for the top right corner.
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) body: String,
}

/// See the module.
pub(crate) struct Shell {
    pub(crate) lang: Lang,
    pub(crate) csrf: String,
    /// Where the language switch comes back to, encoded for a query.
    pub(crate) back: String,
    pub(crate) who: Option<Who>,
    pub(crate) menu: Vec<MenuItem>,
    pub(crate) demo: bool,
}

impl Shell {
    pub(crate) fn new(visit: &Visit, active: &'static str) -> Self {
        let officer = visit.signed_in.as_ref().map(|s| &s.officer);
        Self {
            lang: visit.lang,
            csrf: visit.signed_in.as_ref().map_or_else(String::new, |s| s.csrf.clone()),
            back: encode(&visit.path),
            who: officer.map(|o| Who {
                name: o.display_name.clone(),
                role: labels::role(visit.lang, o.role),
                body: labels::body(visit.lang, o.body),
            }),
            menu: officer.map_or_else(Vec::new, |o| menu(o.role, o.body, active)),
            demo: visit.demo,
        }
    }

    /// The words of a message.
    pub(crate) fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    /// The words of a message about `n` things.
    pub(crate) fn n(&self, key: &str, n: impl std::borrow::Borrow<usize>) -> String {
        self.lang.n(key, i64::try_from(*n.borrow()).unwrap_or(i64::MAX))
    }

    /// The switch of languages.
    pub(crate) fn languages(&self) -> [LanguageItem; 3] {
        Lang::ALL.map(|lang| LanguageItem {
            code: lang.code(),
            name: lang.own_name(),
            is_active: lang == self.lang,
        })
    }
}

fn menu(role: Role, body: Body, active: &'static str) -> Vec<MenuItem> {
    let mut keys: Vec<&'static str> = match role {
        // A service firm collects and hands over; it reads nothing back (R33.4.2).
        Role::Operator if body == Body::Svc => vec!["cases"],
        Role::Operator => vec!["cases", "verify", "record", "certificate"],
        Role::Examiner => vec!["candidates", "identify", "searches", "record", "certificate"],
        Role::Prosecutor => vec!["ledger", "cases", "keeping", "acts", "searches", "record", "certificate"],
        Role::Administrator => vec!["officers", "ledger", "certificate"],
        Role::DataProtection => vec!["keeping", "acts", "record", "certificate"],
        Role::Supervisor | Role::Head => vec!["keeping", "acts", "carriers", "searches", "certificate"],
        Role::Archivist => vec!["keeping", "acts", "carriers", "certificate"],
        Role::System => Vec::new(),
    };
    // Where acts are drawn up, operators and examiners may sit in a commission.
    let signs = matches!(role, Role::Operator | Role::Examiner);
    if signs && matches!(body, Body::Add | Body::Agd | Body::Trb) {
        keys.push("acts");
    }
    if crate::pages::lane::is_for(role, body) {
        keys.retain(|key| *key == "cases" || *key == "certificate");
        keys.insert(0, "lane");
    }
    if role != Role::System {
        keys.insert(keys.len().saturating_sub(1), "matters");
    }
    let item = |key: &&'static str| MenuItem { href: href(key), key, is_active: *key == active };
    keys.iter().map(item).collect()
}

fn href(key: &str) -> &'static str {
    match key {
        "cases" => "/cases",
        "candidates" => "/candidates",
        "verify" => "/verify",
        "identify" => "/identify",
        "searches" => "/searches",
        "record" => "/record",
        "certificate" => "/certificate",
        "ledger" => "/ledger",
        "officers" => "/officers",
        "keeping" => "/keeping",
        "acts" => "/acts",
        "carriers" => "/carriers",
        "matters" => "/matters",
        "lane" => "/lane",
        _ => "/",
    }
}

/// Percent-encodes everything that is not plain in a query value.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
