use jiff::Timestamp;
use vocabulary::OfficerId;

use crate::error::StoreError;
use crate::model::{Officer, OfficerCredential, Session};
use crate::ports::Store;

/// The part of the store that `access` works with: accounts and sessions, no person, no print, no write
/// path. Sessions and password counters are no acts on personal data; the sign-in itself is an entry
/// ([`crate::Registry::note_sign_in`]).
#[derive(Clone, Copy)]
pub struct Accounts<'a>(&'a dyn Store);

impl<'a> Accounts<'a> {
    pub(crate) fn new(store: &'a dyn Store) -> Self {
        Self(store)
    }

    /// Officer by id.
    pub async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError> {
        self.0.officer(id).await
    }

    /// Every officer.
    pub async fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        self.0.officers().await
    }

    /// Officer with hash, by login.
    pub async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError> {
        self.0.credential(login).await
    }

    /// Records a failed (`failures` > 0) or successful (0) password check.
    pub async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.0.note_password_check(officer, failures, locked_until).await
    }

    /// Saves or refreshes a session.
    pub async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.0.put_session(session).await
    }

    /// Session by token hash.
    pub async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        self.0.session(token_hash).await
    }

    /// Ends a session.
    pub async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.0.end_session(token_hash).await
    }
}
