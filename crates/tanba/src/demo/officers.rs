//! The officers of the demonstration: one account for every role.

use registry::{NewOfficer, Officer};
use vocabulary::{Actor, Body, Role, Unit};

use crate::failure::Failure;
use crate::house::House;

/// The password of every demonstration account. The demonstration listens on 127.0.0.1 only and holds no
/// real person unless its user brings images.
pub(super) const PASSWORD: &str = "tanba-demo-2030";

/// login, display name, body, role, unit
const ACCOUNTS: [(&str, &str, Body, Role, &str); 17] = [
    ("administrator", "Administrator", Body::Iab, Role::Administrator, "00-0001"),
    ("operator", "Operator, internal affairs", Body::Iab, Role::Operator, "00-0001"),
    ("consul", "Operator, foreign institution", Body::Mfa, Role::Operator, "00-0001"),
    ("border", "Operator, border control", Body::Nsb, Role::Operator, "00-0001"),
    ("examiner", "First examiner", Body::Iab, Role::Examiner, "00-0001"),
    ("examiner2", "Second examiner", Body::Iab, Role::Examiner, "00-0001"),
    ("examiner3", "Third examiner", Body::Iab, Role::Examiner, "00-0001"),
    ("prosecutor", "Prosecutor", Body::Pro, Role::Prosecutor, "00-0001"),
    ("supervisor", "Supervisor", Body::Iab, Role::Supervisor, "00-0002"),
    ("supervisor2", "Supervisor of another unit", Body::Iab, Role::Supervisor, "00-0003"),
    ("protector", "Data-protection officer", Body::Iab, Role::DataProtection, "00-0004"),
    ("archivist", "Archivist", Body::Add, Role::Archivist, "00-0005"),
    ("member1", "First member of the commission", Body::Add, Role::Archivist, "00-0005"),
    ("member2", "Second member of the commission", Body::Add, Role::Archivist, "00-0005"),
    ("member3", "Third member of the commission", Body::Add, Role::Archivist, "00-0005"),
    ("head", "Head of the division", Body::Add, Role::Head, "00-0006"),
    ("border2", "Supervisor, border control", Body::Nsb, Role::Supervisor, "00-0008"),
];

/// Members of the commission and the head.
const SIGNATORIES: std::ops::RangeInclusive<usize> = 12..=15;

/// Who works in the demonstration.
pub(crate) struct Staff {
    pub(crate) operator: Actor,
    pub(crate) consul: Actor,
    pub(crate) examiner: Actor,
    pub(crate) second_examiner: Actor,
    pub(crate) prosecutor: Actor,
    pub(crate) supervisor: Actor,
    pub(crate) protector: Actor,
    pub(crate) archivist: Actor,
    pub(crate) members: [Actor; 3],
    pub(crate) head: Actor,
}

/// Adds every officer; the administrator first, as in an empty register.
pub(crate) async fn found(house: &House) -> Result<Staff, Failure> {
    let hash = house.hash_password(ACCOUNTS[0].0, PASSWORD).await?;
    let new = |(login, name, body, role, unit): (&str, &str, Body, Role, &str)| NewOfficer {
        login: login.to_owned(),
        display_name: name.to_owned(),
        body,
        role,
        unit: unit.parse().unwrap_or(Unit::CENTRAL),
        password_hash: hash.clone(),
    };
    let mut officers: Vec<Officer> = vec![house.registry.found(new(ACCOUNTS[0])).await?];
    let administrator = officers[0].actor();
    for account in &ACCOUNTS[1..] {
        officers.push(house.registry.add_officer(administrator, new(*account)).await?);
    }
    // Who signs acts has a key, opened by the same words as the account: a demonstration.
    for signatory in &officers[SIGNATORIES] {
        let public = house.officer_keys.create(signatory.id, PASSWORD)?;
        let form = registry::signing::SignatureForm::Ed25519;
        house.registry.set_signing_key(administrator, signatory.id, form, &public).await?;
    }
    let actor = |index: usize| officers[index].actor();
    Ok(Staff {
        operator: actor(1),
        consul: actor(2),
        examiner: actor(4),
        second_examiner: actor(5),
        prosecutor: actor(7),
        supervisor: actor(8),
        protector: actor(10),
        archivist: actor(11),
        members: [actor(12), actor(13), actor(14)],
        head: actor(15),
    })
}

/// The accounts as the sign-in page and the terminal show them.
pub(crate) fn accounts() -> Vec<web::DemoAccount> {
    let account = |(login, _, body, role, _): &(&str, &str, Body, Role, &str)| web::DemoAccount {
        login: (*login).to_owned(),
        password: PASSWORD.to_owned(),
        role: *role,
        body: *body,
    };
    ACCOUNTS.iter().map(account).collect()
}
