//! Signing in and out.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use registry::{CommandError, OfficerCredential, Session, SignInOutcome, StoreError};
use tokio::sync::{Mutex, Semaphore};

use crate::accounts::Accounts;
use crate::password::{self, PASSWORD_CHARS_MAX, PasswordError, check_password_rule};
use crate::session::{SignedIn, Token, is_stale, lives};

/// Wrong passwords in a row after which an account is locked.
pub const FAILURES_MAX: u32 = 5;
/// Minutes an account stays locked.
pub const LOCKED_MIN: i64 = 5;
/// Password checks at once: each takes 19 MiB and a core.
const CHECKS_AT_ONCE: usize = 2;
/// Locks by login or token: parallel guesses at one account are counted one after another, and a sign-out is not
/// undone by a request beside it.
const STRIPES: usize = 64;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown name, wrong password, closed account or locked account: deliberately not told apart.
    #[error(
        "the sign-in name or the password is not right, or the account waits {LOCKED_MIN} minutes after {FAILURES_MAX} wrong passwords"
    )]
    NotAccepted,
    /// The register did not answer.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// Why access could not be decided at all.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ledger entry could not be written; without it nobody signs in.
    #[error(transparent)]
    Ledger(#[from] CommandError),
    /// A new password breaks the rule.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Hashing failed or its thread ended.
    #[error("the password could not be checked: {0}")]
    Hashing(String),
    /// The system gave no random bytes.
    #[error("the system gave no random bytes: {0}")]
    Random(String),
}

/// Signs officers in and keeps their sessions.
pub struct Access {
    accounts: Arc<dyn Accounts>,
    stranger_hash: String,
    checks: Semaphore,
    stripes: Vec<Mutex<()>>,
}

impl Access {
    /// Access to the register. Makes one hash, which blocks for tens of milliseconds.
    ///
    /// # Errors
    /// [`AccessError::Hashing`] when the system gives no random salt.
    pub fn new(accounts: Arc<dyn Accounts>) -> Result<Self, AccessError> {
        let stranger_hash =
            password::hash("nobody has this account").map_err(|e| AccessError::Hashing(e.to_string()))?;
        let stripes = (0..STRIPES).map(|_| Mutex::new(())).collect();
        Ok(Self { accounts, stranger_hash, checks: Semaphore::new(CHECKS_AT_ONCE), stripes })
    }

    /// Signs in. An unknown name costs the same check of a password as a known one.
    ///
    /// # Errors
    /// [`SignInError::NotAccepted`], or what kept the register from answering.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<(Token, SignedIn), SignInError> {
        let login = login.trim().to_lowercase();
        let _one_at_a_time = self.stripe(&login).lock().await;
        let credential = self.accounts.credential(&login).await.map_err(AccessError::from)?;
        let phc = credential.as_ref().map_or(&self.stranger_hash, |c| &c.password_hash);
        let right = self.check(phc.clone(), password.to_owned()).await?;
        let now = self.accounts.now();
        match credential {
            Some(known) if known.officer.active => self.decide(known, right, now).await,
            _ => Err(SignInError::NotAccepted),
        }
    }

    async fn decide(
        &self,
        known: OfficerCredential,
        right: bool,
        now: Timestamp,
    ) -> Result<(Token, SignedIn), SignInError> {
        let OfficerCredential { officer, failures, locked_until, .. } = known;
        if locked_until.is_some_and(|until| now < until) {
            self.note(officer.actor(), SignInOutcome::Locked).await?;
            return Err(SignInError::NotAccepted);
        }
        if !right {
            // After a lock has run out, counting begins anew.
            let failures = if locked_until.is_some() { 1 } else { failures + 1 };
            let locked = (failures >= FAILURES_MAX)
                .then(|| now.saturating_add(SignedDuration::from_mins(LOCKED_MIN)).unwrap_or(Timestamp::MAX));
            self.accounts
                .note_password_check(officer.id, failures, locked)
                .await
                .map_err(AccessError::from)?;
            self.note(officer.actor(), SignInOutcome::WrongPassword).await?;
            return Err(SignInError::NotAccepted);
        }
        self.accounts.note_password_check(officer.id, 0, None).await.map_err(AccessError::from)?;
        self.note(officer.actor(), SignInOutcome::Done).await?;
        let token = Token::from_random_bytes(random()?);
        let session = Session {
            token_hash: token.hash(),
            officer: officer.id,
            csrf: hex::encode(random::<32>()?),
            started_at: now,
            seen_at: now,
        };
        self.accounts.put_session(&session).await.map_err(AccessError::from)?;
        Ok((token, SignedIn::new(officer, &session)))
    }

    /// The officer behind a token, and notes that it was used. `None` when the session ended or the account was
    /// closed.
    ///
    /// # Errors
    /// The store.
    pub async fn resume(&self, token: &Token) -> Result<Option<SignedIn>, AccessError> {
        let Some(mut session) = self.accounts.session(&token.hash()).await? else { return Ok(None) };
        let now = self.accounts.now();
        let officer = match self.accounts.officer(session.officer).await? {
            Some(officer) if officer.active && lives(&session, now) => officer,
            _ => {
                self.accounts.end_session(&token.hash()).await?;
                return Ok(None);
            }
        };
        if is_stale(&session, now) {
            self.refresh(&mut session, now).await?;
        }
        Ok(Some(SignedIn::new(officer, &session)))
    }

    /// Writes back the last use, unless the session was ended meanwhile: a refresh must not revive it.
    async fn refresh(&self, session: &mut Session, now: Timestamp) -> Result<(), AccessError> {
        let _one_at_a_time = self.stripe(session.token_hash).lock().await;
        if self.accounts.session(&session.token_hash).await?.is_some() {
            session.seen_at = now;
            self.accounts.put_session(session).await?;
        }
        Ok(())
    }

    /// Ends a session; a second time it does nothing.
    ///
    /// # Errors
    /// The store or the ledger.
    pub async fn sign_out(&self, token: &Token) -> Result<(), AccessError> {
        let signed_in = self.resume(token).await?;
        let hash = token.hash();
        {
            let _one_at_a_time = self.stripe(hash).lock().await;
            self.accounts.end_session(&hash).await?;
        }
        if let Some(signed_in) = signed_in {
            self.note(signed_in.actor(), SignInOutcome::SignedOut).await?;
        }
        Ok(())
    }

    /// Hash of a new officer's password, on a blocking thread.
    ///
    /// # Errors
    /// The rule for new passwords, or hashing itself.
    pub async fn hash_new_password(&self, login: &str, password: &str) -> Result<String, AccessError> {
        check_password_rule(login, password)?;
        let _permit = self.permit().await?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || password::hash(&password))
            .await
            .map_err(|e| AccessError::Hashing(e.to_string()))?
            .map_err(|e| AccessError::Hashing(e.to_string()))
    }

    async fn check(&self, phc: String, password: String) -> Result<bool, AccessError> {
        // A longer text than any password is not worth hashing, but costs the same time.
        let too_long = password.chars().count() > PASSWORD_CHARS_MAX;
        let _permit = self.permit().await?;
        let password = if too_long { String::new() } else { password };
        let opened = tokio::task::spawn_blocking(move || password::opens(&phc, &password))
            .await
            .map_err(|e| AccessError::Hashing(e.to_string()))?;
        Ok(opened && !too_long)
    }

    async fn permit(&self) -> Result<tokio::sync::SemaphorePermit<'_>, AccessError> {
        self.checks.acquire().await.map_err(|e| AccessError::Hashing(e.to_string()))
    }

    async fn note(&self, actor: vocabulary::Actor, outcome: SignInOutcome) -> Result<(), AccessError> {
        Ok(self.accounts.note_sign_in(actor, outcome).await?)
    }

    fn stripe(&self, key: impl Hash) -> &Mutex<()> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        &self.stripes[hasher.finish() as usize % STRIPES]
    }
}

fn random<const N: usize>() -> Result<[u8; N], AccessError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| AccessError::Random(e.to_string()))?;
    Ok(bytes)
}
