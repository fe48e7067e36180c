//! Officers' accounts and sessions, in the identity store.

use jiff::Timestamp;
use registry::{NewOfficer, Officer, OfficerCredential, Session, StoreError};
use vocabulary::{OfficerId, Unit};

use crate::db::{Db, RawRow};
use crate::error;
use crate::row::{Row, integer, nanoseconds};
use crate::statement::statements;

macro_rules! select_officer {
    ($where:literal) => {
        concat!(
            "SELECT o.id, o.login, o.display_name, o.body, o.role, o.unit, o.password_hash, o.failures, \
             o.locked_until_ns, c.officer_id AS closed FROM identity.officer o \
             LEFT JOIN identity.officer_closed c ON c.officer_id = o.id WHERE ",
            $where
        )
    };
}

statements! {
    OFFICER = select_officer!("o.id = $1");
    OFFICERS = select_officer!("1 = 1 ORDER BY o.ledger_sequence, o.login");
    CREDENTIAL = select_officer!("o.login = $1");
    INSERT_OFFICER = "INSERT INTO identity.officer \
        (id, login, display_name, body, role, unit, password_hash, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    CLOSE_OFFICER = "INSERT INTO identity.officer_closed (officer_id, ledger_sequence) VALUES ($1, $2)";
    END_SESSIONS = "DELETE FROM identity.session WHERE officer_id = $1";
    NOTE_PASSWORD_CHECK = "UPDATE identity.officer SET failures = $2, locked_until_ns = $3 WHERE id = $1";
    PUT_SESSION = "INSERT INTO identity.session (token_hash, officer_id, csrf, started_at_ns, seen_at_ns) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (token_hash) DO UPDATE SET seen_at_ns = excluded.seen_at_ns, \
        csrf = excluded.csrf";
    SESSION = "SELECT token_hash, officer_id, csrf, started_at_ns, seen_at_ns FROM identity.session \
        WHERE token_hash = $1";
    END_SESSION = "DELETE FROM identity.session WHERE token_hash = $1";
}

/// Officer by id.
pub(crate) async fn officer(db: &mut Db<'_>, id: OfficerId) -> Result<Option<Officer>, StoreError> {
    let row = OFFICER.query().bind(&id.as_bytes()[..]).fetch_optional(db).await.map_err(error::of)?;
    row.as_ref().map(read).transpose()
}

/// Every officer, oldest first.
pub(crate) async fn all(db: &mut Db<'_>) -> Result<Vec<Officer>, StoreError> {
    OFFICERS.query().fetch_all(db).await.map_err(error::of)?.iter().map(read).collect()
}

/// Officer with hash.
pub(crate) async fn credential(
    db: &mut Db<'_>,
    login: &str,
) -> Result<Option<OfficerCredential>, StoreError> {
    let row = CREDENTIAL.query().bind(login.to_owned()).fetch_optional(db).await.map_err(error::of)?;
    let Some(row) = row else { return Ok(None) };
    let officer = read(&row)?;
    let row = Row::of("identity.officer", &row);
    Ok(Some(OfficerCredential {
        officer,
        password_hash: row.text("password_hash")?,
        failures: row.number("failures")?,
        locked_until: row.maybe("locked_until_ns", Row::time)?,
    }))
}

fn read(row: &RawRow) -> Result<Officer, StoreError> {
    let row = Row::of("identity.officer", row);
    Ok(Officer {
        id: row.id("id", OfficerId::from_random_bytes)?,
        login: row.text("login")?,
        display_name: row.text("display_name")?,
        body: row.code("body")?,
        role: row.code("role")?,
        unit: row.read("unit", row.text("unit")?.parse::<Unit>())?,
        active: row.maybe("closed", Row::bytes)?.is_none(),
    })
}

/// Opens an account; a conflict when the login is taken, by a closed account too.
pub(crate) async fn add(
    db: &mut Db<'_>,
    sequence: u64,
    id: OfficerId,
    officer: &NewOfficer,
) -> Result<(), StoreError> {
    INSERT_OFFICER
        .query()
        .bind(&id.as_bytes()[..])
        .bind(officer.login.as_str())
        .bind(officer.display_name.as_str())
        .bind(officer.body.code())
        .bind(officer.role.code())
        .bind(officer.unit.to_string())
        .bind(officer.password_hash.as_str())
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("login"))
}

/// Closes an account and ends its sessions; a conflict when it is closed or unknown.
pub(crate) async fn close(db: &mut Db<'_>, sequence: u64, id: OfficerId) -> Result<(), StoreError> {
    let query = CLOSE_OFFICER.query().bind(&id.as_bytes()[..]).bind(integer(sequence)?);
    query.execute(&mut *db).await.map_err(error::conflict("account"))?;
    END_SESSIONS.query().bind(&id.as_bytes()[..]).execute(db).await.map(|_| ()).map_err(error::of)
}

/// Records a password check.
pub(crate) async fn note_password_check(
    db: &mut Db<'_>,
    officer: OfficerId,
    failures: u32,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    NOTE_PASSWORD_CHECK
        .query()
        .bind(&officer.as_bytes()[..])
        .bind(failures)
        .bind(locked_until.map(nanoseconds).transpose()?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::of)
}

/// Saves or refreshes a session; a conflict for an officer that does not exist.
pub(crate) async fn put_session(db: &mut Db<'_>, session: &Session) -> Result<(), StoreError> {
    PUT_SESSION
        .query()
        .bind(&session.token_hash[..])
        .bind(&session.officer.as_bytes()[..])
        .bind(session.csrf.as_str())
        .bind(nanoseconds(session.started_at)?)
        .bind(nanoseconds(session.seen_at)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("officer of the session"))
}

/// Session by the hash of its token.
pub(crate) async fn session(db: &mut Db<'_>, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    let row = SESSION.query().bind(&token_hash[..]).fetch_optional(db).await.map_err(error::of)?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("identity.session", &row);
    Ok(Some(Session {
        token_hash: row.array("token_hash")?,
        officer: row.id("officer_id", OfficerId::from_random_bytes)?,
        csrf: row.text("csrf")?,
        started_at: row.time("started_at_ns")?,
        seen_at: row.time("seen_at_ns")?,
    }))
}

/// Ends a session.
pub(crate) async fn end_session(db: &mut Db<'_>, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    END_SESSION.query().bind(&token_hash[..]).execute(db).await.map(|_| ()).map_err(error::of)
}
