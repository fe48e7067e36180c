//! The officers of the demonstration: one account for every role.

use registry::{NewOfficer, Officer};
use vocabulary::{Actor, Body, Role};

use crate::failure::Failure;
use crate::house::House;

/// The password of every demonstration account. The demonstration listens on 127.0.0.1 only and holds no
/// real person unless its user brings images.
const PASSWORD: &str = "tanba-demo-2030";

/// login, display name, body, role
const ACCOUNTS: [(&str, &str, Body, Role); 8] = [
    ("administrator", "Administrator", Body::Iab, Role::Administrator),
    ("operator", "Operator, internal affairs", Body::Iab, Role::Operator),
    ("consul", "Operator, foreign institution", Body::Mfa, Role::Operator),
    ("border", "Operator, border control", Body::Nsb, Role::Operator),
    ("examiner", "First examiner", Body::Iab, Role::Examiner),
    ("examiner2", "Second examiner", Body::Iab, Role::Examiner),
    ("examiner3", "Third examiner", Body::Iab, Role::Examiner),
    ("prosecutor", "Prosecutor", Body::Pro, Role::Prosecutor),
];

/// Who works in the demonstration.
pub(crate) struct Staff {
    pub(crate) operator: Actor,
    pub(crate) consul: Actor,
    pub(crate) examiner: Actor,
    pub(crate) second_examiner: Actor,
    pub(crate) prosecutor: Actor,
}

/// Adds every officer; the administrator first, as in an empty register.
pub(crate) async fn found(house: &House) -> Result<Staff, Failure> {
    let hash = house.hash_password(ACCOUNTS[0].0, PASSWORD).await?;
    let new = |(login, name, body, role): (&str, &str, Body, Role)| NewOfficer {
        login: login.to_owned(),
        display_name: name.to_owned(),
        body,
        role,
        password_hash: hash.clone(),
    };
    let mut officers: Vec<Officer> = vec![house.registry.found(new(ACCOUNTS[0])).await?];
    let administrator = officers[0].actor();
    for account in &ACCOUNTS[1..] {
        officers.push(house.registry.add_officer(administrator, new(*account)).await?);
    }
    let actor = |index: usize| officers[index].actor();
    Ok(Staff {
        operator: actor(1),
        consul: actor(2),
        examiner: actor(4),
        second_examiner: actor(5),
        prosecutor: actor(7),
    })
}

/// The accounts as the sign-in page and the terminal show them.
pub(crate) fn accounts() -> Vec<web::DemoAccount> {
    let account = |(login, _, body, role): &(&str, &str, Body, Role)| web::DemoAccount {
        login: (*login).to_owned(),
        password: PASSWORD.to_owned(),
        role: *role,
        body: *body,
    };
    ACCOUNTS.iter().map(account).collect()
}
