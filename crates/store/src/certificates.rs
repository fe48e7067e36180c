//! Certificates of registration, in the identity store.

use registry::{Certificate, StoreError};
use vocabulary::{CaseId, CertificateNumber, PersonId};

use crate::db::{Db, RawRow};
use crate::error;
use crate::row::{Row, integer, json};
use crate::statement::statements;

macro_rules! select_certificate {
    ($where:literal) => {
        concat!(
            "SELECT number, person_id, basis, body, registered_on, in_database_until, articles, \
             fingers_recorded, ledger_sequence FROM identity.certificate WHERE ",
            $where
        )
    };
}

statements! {
    CERTIFICATE = select_certificate!("number = $1");
    CERTIFICATES_OF = select_certificate!("person_id = $1 ORDER BY ledger_sequence, number");
    INSERT_CERTIFICATE = "INSERT INTO identity.certificate (number, person_id, case_id, basis, body, registered_on, \
        in_database_until, articles, fingers_recorded, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

/// A certificate and whose it is.
pub(crate) async fn certificate(
    db: &mut Db<'_>,
    number: &CertificateNumber,
) -> Result<Option<(Certificate, PersonId)>, StoreError> {
    let query = CERTIFICATE.query().bind(number.as_str().to_owned());
    let row = query.fetch_optional(db).await.map_err(error::of)?;
    row.map(|row| {
        Ok((read(&row)?, Row::of("identity.certificate", &row).id("person_id", PersonId::from_random_bytes)?))
    })
    .transpose()
}

/// Certificates of a person, oldest first.
pub(crate) async fn of_person(db: &mut Db<'_>, person: PersonId) -> Result<Vec<Certificate>, StoreError> {
    let query = CERTIFICATES_OF.query().bind(&person.as_bytes()[..]);
    query.fetch_all(db).await.map_err(error::of)?.iter().map(read).collect()
}

pub(crate) fn read(row: &RawRow) -> Result<Certificate, StoreError> {
    let row = Row::of("identity.certificate", row);
    let number = CertificateNumber::parse(&row.text("number")?).ok_or("the check digits do not match");
    Ok(Certificate {
        number: row.read("number", number)?,
        basis: row.code("basis")?,
        body: row.code("body")?,
        registered_on: row.date("registered_on")?,
        in_database_until: row.maybe("in_database_until", Row::date)?,
        articles: row.json("articles")?,
        fingers_recorded: row.number("fingers_recorded")?,
        ledger_sequence: row.number("ledger_sequence")?,
    })
}

/// Issues a certificate; a conflict when its number is taken.
pub(crate) async fn issue(
    db: &mut Db<'_>,
    sequence: u64,
    person: PersonId,
    case: CaseId,
    certificate: &Certificate,
) -> Result<(), StoreError> {
    INSERT_CERTIFICATE
        .query()
        .bind(certificate.number.as_str())
        .bind(&person.as_bytes()[..])
        .bind(&case.as_bytes()[..])
        .bind(certificate.basis.code())
        .bind(certificate.body.code())
        .bind(certificate.registered_on.to_string())
        .bind(certificate.in_database_until.map(|date| date.to_string()))
        .bind(json(&certificate.articles)?)
        .bind(certificate.fingers_recorded)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("certificate"))
}
