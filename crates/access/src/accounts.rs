//! What sign-in needs from the register, as a trait, so that it is tested without one.

use async_trait::async_trait;
use jiff::Timestamp;
use registry::{CommandError, Officer, OfficerCredential, Registry, Session, SignInOutcome, StoreError};
use vocabulary::{Actor, OfficerId};

/// Officers, sessions, the clock and the ledger entry of a sign-in. Implemented by [`Registry`].
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
    /// Officer with hash, by login.
    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError>;
    /// Officer by id.
    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError>;
    /// Remembers how the last password check ended.
    async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError>;
    /// Saves or refreshes a session.
    async fn put_session(&self, session: &Session) -> Result<(), StoreError>;
    /// Session by token hash.
    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError>;
    /// Writes the ledger entry of a sign-in, its failure or a sign-out.
    async fn note_sign_in(&self, actor: Actor, outcome: SignInOutcome) -> Result<(), CommandError>;
}

#[async_trait]
impl Accounts for Registry {
    fn now(&self) -> Timestamp {
        self.clock().now()
    }
    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError> {
        self.store().credential(login).await
    }
    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError> {
        self.store().officer(id).await
    }
    async fn note_password_check(
        &self,
        officer: OfficerId,
        failures: u32,
        locked_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.store().note_password_check(officer, failures, locked_until).await
    }
    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.store().put_session(session).await
    }
    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        self.store().session(token_hash).await
    }
    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.store().end_session(token_hash).await
    }
    async fn note_sign_in(&self, actor: Actor, outcome: SignInOutcome) -> Result<(), CommandError> {
        Registry::note_sign_in(self, actor, outcome).await.map(|_| ())
    }
}
