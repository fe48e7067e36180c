use std::sync::Arc;

use registry::ports::Store;
use registry::sequencer::Change;
use registry::{NewOfficer, Session};
use vocabulary::Role;

use crate::is_conflict;
use crate::samples::*;

pub(crate) async fn accounts(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    assert!(store.officers().await.unwrap().is_empty());
    let second = NewOfficer { role: Role::Examiner, ..new_officer(2) };
    hand.act(vec![Change::OfficerAdded { id: officer_id(1), officer: new_officer(1) }]).await.unwrap();
    hand.act(vec![Change::OfficerAdded { id: officer_id(2), officer: second }]).await.unwrap();
    let same_login = Change::OfficerAdded { id: officer_id(3), officer: new_officer(1) };
    assert!(is_conflict(&hand.act(vec![same_login]).await));

    let officer = store.officer(officer_id(2)).await.unwrap().unwrap();
    assert_eq!((officer.login.as_str(), officer.role, officer.active), ("officer-2", Role::Examiner, true));
    assert_eq!(officer.display_name, "Қызметкер 2");
    let all = store.officers().await.unwrap();
    assert_eq!(all.iter().map(|o| o.id).collect::<Vec<_>>(), [officer_id(1), officer_id(2)], "oldest first");

    let credential = store.credential("officer-1").await.unwrap().unwrap();
    assert_eq!(credential.password_hash, new_officer(1).password_hash);
    assert_eq!((credential.failures, credential.locked_until), (0, None));
    assert!(store.credential("nobody").await.unwrap().is_none());
    store.note_password_check(officer_id(1), 3, Some(at(60))).await.unwrap();
    let credential = store.credential("officer-1").await.unwrap().unwrap();
    assert_eq!((credential.failures, credential.locked_until), (3, Some(at(60))));
    store.note_password_check(officer_id(1), 0, None).await.unwrap();
    assert_eq!(store.credential("officer-1").await.unwrap().unwrap().locked_until, None);

    hand.act(vec![Change::OfficerClosed { id: officer_id(1) }]).await.unwrap();
    assert!(!store.officer(officer_id(1)).await.unwrap().unwrap().active);
    assert!(!store.credential("officer-1").await.unwrap().unwrap().officer.active);
    assert!(is_conflict(&hand.act(vec![Change::OfficerClosed { id: officer_id(1) }]).await), "closed once");
    assert!(
        is_conflict(&hand.act(vec![Change::OfficerClosed { id: officer_id(9) }]).await),
        "no such officer"
    );
    let reused = Change::OfficerAdded { id: officer_id(4), officer: new_officer(1) };
    assert!(is_conflict(&hand.act(vec![reused]).await), "a login names one officer for ever");
}

pub(crate) async fn sessions(store: Arc<dyn Store>) {
    let mut hand = Hand::new(store.clone());
    hand.act(vec![Change::OfficerAdded { id: officer_id(1), officer: new_officer(1) }]).await.unwrap();
    let session = Session {
        token_hash: [1; 32],
        officer: officer_id(1),
        csrf: "c".repeat(64),
        started_at: at(1),
        seen_at: at(1),
    };
    store.put_session(&session).await.unwrap();
    store.put_session(&Session { token_hash: [2; 32], ..session.clone() }).await.unwrap();
    store.put_session(&Session { seen_at: at(9), ..session.clone() }).await.unwrap();
    let read = store.session(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(
        (read.officer, read.csrf, read.started_at, read.seen_at),
        (officer_id(1), session.csrf, at(1), at(9))
    );
    assert!(store.session(&[3; 32]).await.unwrap().is_none());
    store.end_session(&[1; 32]).await.unwrap();
    assert!(store.session(&[1; 32]).await.unwrap().is_none());
    assert!(store.session(&[2; 32]).await.unwrap().is_some());
    hand.act(vec![Change::OfficerClosed { id: officer_id(1) }]).await.unwrap();
    assert!(store.session(&[2; 32]).await.unwrap().is_none(), "closing an account ends its sessions");
}
