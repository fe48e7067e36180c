//! Sign-in, lock-out and the two time limits of a session, on a register of one officer.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use access::{ABSOLUTE_HOURS, Access, Accounts, FAILURES_MAX, IDLE_MIN, LOCKED_MIN, SignInError, Token};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use registry::{CommandError, Officer, OfficerCredential, Session, SignInOutcome, StoreError};
use vocabulary::{Actor, Body, Clock, ManualClock, OfficerId, Role};

const PASSWORD: &str = "correct horse battery";

struct House {
    clock: ManualClock,
    credential: Mutex<OfficerCredential>,
    sessions: Mutex<HashMap<[u8; 32], Session>>,
    noted: Mutex<Vec<SignInOutcome>>,
}

#[async_trait]
impl Accounts for House {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }
    async fn credential(&self, login: &str) -> Result<Option<OfficerCredential>, StoreError> {
        let credential = self.credential.lock().unwrap().clone();
        Ok((credential.officer.login == login).then_some(credential))
    }
    async fn officer(&self, id: OfficerId) -> Result<Option<Officer>, StoreError> {
        let officer = self.credential.lock().unwrap().officer.clone();
        Ok((officer.id == id).then_some(officer))
    }
    async fn note_password_check(
        &self,
        _: OfficerId,
        n: u32,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut credential = self.credential.lock().unwrap();
        credential.failures = n;
        credential.locked_until = until;
        Ok(())
    }
    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.sessions.lock().unwrap().insert(session.token_hash, session.clone());
        Ok(())
    }
    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        Ok(self.sessions.lock().unwrap().get(token_hash).cloned())
    }
    async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.sessions.lock().unwrap().remove(token_hash);
        Ok(())
    }
    async fn note_sign_in(&self, _: Actor, outcome: SignInOutcome) -> Result<(), CommandError> {
        self.noted.lock().unwrap().push(outcome);
        Ok(())
    }
}

impl House {
    fn pass(&self, span: SignedDuration) {
        self.clock.set(self.clock.now().checked_add(span).unwrap());
    }
}

async fn house() -> (Arc<House>, Access) {
    let officer = Officer {
        id: OfficerId::from_random_bytes([1; 16]),
        login: "operator".into(),
        display_name: "Operator One".into(),
        body: Body::Iab,
        role: Role::Operator,
        unit: vocabulary::Unit::CENTRAL,
        active: true,
    };
    let credential =
        OfficerCredential { officer, password_hash: String::new(), failures: 0, locked_until: None };
    let house = Arc::new(House {
        clock: ManualClock::at("2026-03-02T06:00:00Z".parse().unwrap()),
        credential: Mutex::new(credential),
        sessions: Mutex::default(),
        noted: Mutex::default(),
    });
    let access = Access::new(house.clone()).unwrap();
    let hash = access.hash_new_password("operator", PASSWORD).await.unwrap();
    house.credential.lock().unwrap().password_hash = hash;
    (house, access)
}

async fn refused(access: &Access, login: &str, password: &str) -> String {
    match access.sign_in(login, password).await {
        Err(SignInError::NotAccepted) => SignInError::NotAccepted.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("{login} was signed in"),
    }
}

#[tokio::test]
async fn the_right_password_gives_the_actor_and_a_session_the_store_cannot_use() {
    let (house, access) = house().await;
    let (token, signed_in) = access.sign_in(" Operator ", PASSWORD).await.unwrap();
    assert_eq!(signed_in.actor().role, Role::Operator);
    let again = access.resume(&token).await.unwrap().unwrap();
    assert_eq!(again.csrf, signed_in.csrf);
    assert!(again.form_is_ours(&signed_in.csrf) && !again.form_is_ours("") && !again.form_is_ours("x"));
    let stored = house.sessions.lock().unwrap().values().next().unwrap().clone();
    let forged = Token::from_random_bytes(stored.token_hash);
    assert!(access.resume(&forged).await.unwrap().is_none(), "the hash in the store is no token");
    assert_eq!(*house.noted.lock().unwrap(), [SignInOutcome::Done]);
}

#[tokio::test]
async fn a_stranger_a_wrong_password_and_a_closed_account_get_one_answer() {
    let (house, access) = house().await;
    let stranger = refused(&access, "nobody", PASSWORD).await;
    let wrong = refused(&access, "operator", "another password").await;
    house.credential.lock().unwrap().officer.active = false;
    let closed = refused(&access, "operator", PASSWORD).await;
    assert_eq!(stranger, wrong);
    assert_eq!(stranger, closed);
}

#[tokio::test]
async fn five_failures_lock_for_five_minutes_even_against_the_right_password() {
    let (house, access) = house().await;
    for _ in 0..FAILURES_MAX {
        refused(&access, "operator", "wrong password").await;
    }
    refused(&access, "operator", PASSWORD).await;
    house.pass(SignedDuration::from_secs(LOCKED_MIN * 60 - 1));
    refused(&access, "operator", PASSWORD).await;
    house.pass(SignedDuration::from_secs(1));
    refused(&access, "operator", "wrong password").await;
    assert!(access.sign_in("operator", PASSWORD).await.is_ok(), "counting began anew after the lock");
    let noted = house.noted.lock().unwrap();
    assert_eq!(noted.iter().filter(|o| **o == SignInOutcome::Locked).count(), 2);
    assert_eq!(noted.iter().filter(|o| **o == SignInOutcome::WrongPassword).count(), 6);
}

#[tokio::test]
async fn parallel_guesses_are_counted_one_after_another() {
    let (house, access) = house().await;
    let access = Arc::new(access);
    let guesses = (0..8).map(|_| {
        let access = access.clone();
        tokio::spawn(async move { access.sign_in("operator", "wrong password").await.is_err() })
    });
    for guess in guesses.collect::<Vec<_>>() {
        assert!(guess.await.unwrap());
    }
    assert_eq!(house.credential.lock().unwrap().failures, FAILURES_MAX);
    refused(&access, "operator", PASSWORD).await;
}

#[tokio::test]
async fn a_session_ends_after_fifteen_idle_minutes() {
    let (house, access) = house().await;
    let (token, _) = access.sign_in("operator", PASSWORD).await.unwrap();
    house.pass(SignedDuration::from_secs(IDLE_MIN * 60 - 1));
    assert!(access.resume(&token).await.unwrap().is_some(), "used in time: lives on");
    house.pass(SignedDuration::from_secs(IDLE_MIN * 60 - 1));
    assert!(access.resume(&token).await.unwrap().is_some());
    house.pass(SignedDuration::from_secs(IDLE_MIN * 60));
    assert!(access.resume(&token).await.unwrap().is_none());
    assert!(house.sessions.lock().unwrap().is_empty(), "an ended session leaves the store");
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_of_use() {
    let (house, access) = house().await;
    let (token, _) = access.sign_in("operator", PASSWORD).await.unwrap();
    for _ in 0..ABSOLUTE_HOURS * 6 - 1 {
        house.pass(SignedDuration::from_mins(10));
        assert!(access.resume(&token).await.unwrap().is_some());
    }
    house.pass(SignedDuration::from_mins(10));
    assert!(access.resume(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_out_and_closing_the_account_end_the_session_at_once() {
    let (house, access) = house().await;
    let (token, _) = access.sign_in("operator", PASSWORD).await.unwrap();
    access.sign_out(&token).await.unwrap();
    assert!(access.resume(&token).await.unwrap().is_none());
    assert_eq!(house.noted.lock().unwrap().last(), Some(&SignInOutcome::SignedOut));
    let (token, _) = access.sign_in("operator", PASSWORD).await.unwrap();
    house.credential.lock().unwrap().officer.active = false;
    assert!(access.resume(&token).await.unwrap().is_none());
}
