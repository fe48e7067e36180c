//! What `access` works with: accounts, counters of wrong passwords, sessions.

use jiff::ToSpan;
use registry::*;
use vocabulary::*;

use crate::support::*;

#[tokio::test]
async fn accounts_and_their_counters_are_read_as_they_were_written() {
    let world = World::new().await;
    let new = NewOfficer {
        login: "chief".to_owned(),
        display_name: "First officer".to_owned(),
        body: Body::Iab,
        role: Role::Administrator,
        unit: Unit::CENTRAL,
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
    };
    let chief = world.registry.found(new.clone()).await.unwrap();
    let accounts = world.registry.store();
    let read = accounts.officer(chief.id).await.unwrap().unwrap();
    assert_eq!(
        (read.login.as_str(), read.display_name.as_str(), read.active),
        ("chief", "First officer", true)
    );
    assert_eq!(accounts.officers().await.unwrap().iter().map(|o| o.id).collect::<Vec<_>>(), [chief.id]);
    let credential = accounts.credential("chief").await.unwrap().unwrap();
    assert_eq!((credential.officer.id, credential.password_hash), (chief.id, new.password_hash));
    assert!(accounts.credential("nobody").await.unwrap().is_none());

    let until = start() + 15.minutes();
    accounts.note_password_check(chief.id, 5, Some(until)).await.unwrap();
    let locked = accounts.credential("chief").await.unwrap().unwrap();
    assert_eq!((locked.failures, locked.locked_until), (5, Some(until)));
    accounts.note_password_check(chief.id, 0, None).await.unwrap();
    let free = accounts.credential("chief").await.unwrap().unwrap();
    assert_eq!((free.failures, free.locked_until), (0, None));
}

#[tokio::test]
async fn a_session_is_there_until_it_ends_and_says_when_it_was_used_last() {
    let world = World::new().await;
    let chief = NewOfficer {
        login: "chief".to_owned(),
        display_name: "First officer".to_owned(),
        body: Body::Iab,
        role: Role::Administrator,
        unit: Unit::CENTRAL,
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
    };
    let (token_hash, officer) = ([7; 32], world.registry.found(chief).await.unwrap().id);
    let accounts = world.registry.store();
    let (csrf, seen_at) = ("form".to_owned(), start() + 5.minutes());
    let session = Session { token_hash, officer, csrf, started_at: start(), seen_at: start() };
    accounts.put_session(&session).await.unwrap();
    accounts.put_session(&Session { seen_at, ..session }).await.unwrap();
    let read = accounts.session(&token_hash).await.unwrap().unwrap();
    assert_eq!((read.officer, read.csrf.as_str(), read.seen_at), (officer, "form", seen_at));
    assert!(accounts.session(&[8; 32]).await.unwrap().is_none());
    accounts.end_session(&token_hash).await.unwrap();
    assert!(accounts.session(&token_hash).await.unwrap().is_none());
}
