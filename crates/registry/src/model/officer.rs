use jiff::Timestamp;
use vocabulary::{Actor, Body, OfficerId, Role, Unit};

/// An officer's account.
#[derive(Debug, Clone)]
pub struct Officer {
    /// Identifier, the only thing the ledger names.
    pub id: OfficerId,
    /// Sign-in name: lower-case letters, digits, `.-`, 3–40 characters.
    pub login: String,
    /// Name shown on pages.
    pub display_name: String,
    /// Body.
    pub body: Body,
    /// Role.
    pub role: Role,
    /// Unit and through it territory.
    pub unit: Unit,
    /// False once the account was closed.
    pub active: bool,
}

/// An open account as officers of the same body see it: who may be named in an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Identifier.
    pub id: OfficerId,
    /// Name shown on pages.
    pub display_name: String,
    /// Role.
    pub role: Role,
    /// Unit.
    pub unit: Unit,
}

impl Officer {
    /// The actor this officer is.
    pub fn actor(&self) -> Actor {
        Actor { officer: self.id, body: self.body, role: self.role, unit: self.unit }
    }
}

/// What an administrator enters to add an officer; `access` makes the hash.
#[derive(Debug, Clone)]
pub struct NewOfficer {
    /// Sign-in name.
    pub login: String,
    /// Name shown.
    pub display_name: String,
    /// Body.
    pub body: Body,
    /// Role.
    pub role: Role,
    /// Unit and through it territory.
    pub unit: Unit,
    /// Argon2id hash in PHC form; never a password.
    pub password_hash: String,
}

/// An officer with the hash, for sign-in only.
#[derive(Debug, Clone)]
pub struct OfficerCredential {
    /// The officer.
    pub officer: Officer,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// Failed sign-ins in a row.
    pub failures: u32,
    /// Locked until, after too many failures.
    pub locked_until: Option<Timestamp>,
}

/// A server-side session. The browser holds the token, the store its SHA-256.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose.
    pub officer: OfficerId,
    /// Value every form must send back.
    pub csrf: String,
    /// When it began.
    pub started_at: Timestamp,
    /// Last use.
    pub seen_at: Timestamp,
}
