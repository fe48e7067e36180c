//! Lives of records and the events that move their terms, in the link store.

use std::collections::HashMap;

use registry::sequencer::Change;
use registry::{EventScope, LifeGround, NotedEvent, RecordLife, RecordState, StoreError};
use vocabulary::{Basis, EventId, OfficerId, PersonId, RegistryNumber, Territory};

use crate::db::{Db, RawRow};
use crate::row::{Row, integer, json, nanoseconds};
use crate::seal::{self, Sealing};
use crate::statement::{Query, statements};
use crate::{error, links, people};

macro_rules! select_life {
    ($page:literal) => {
        concat!(
            "SELECT h.number, h.basis, h.registered_on, h.territory, h.registered_entry, h.version, h.state, \
             h.joined_until, r.person_id, v.sealed AS details, v.key_id, c.sealed AS cut FROM ",
            $page,
            " AS h LEFT JOIN links.registration r ON r.number = h.number \
             LEFT JOIN links.cut c ON c.number = h.number \
             LEFT JOIN identity.person p ON p.id = r.person_id \
             LEFT JOIN identity.person_version v ON v.person_id = p.id AND v.version = p.version \
             ORDER BY h.number"
        )
    };
}

macro_rules! select_event {
    ($where:literal) => {
        concat!(
            "SELECT e.id, e.person_id, e.number, e.kind, e.event_date, e.reference, e.noted_by, e.noted_at_ns, \
             a.annulled_on FROM links.event e LEFT JOIN links.annulment a ON a.event_id = e.id WHERE ",
            $where,
            " ORDER BY e.ledger_sequence, e.id"
        )
    };
}

statements! {
    LIFE = select_life!("(SELECT * FROM links.life_head WHERE number = $1)");
    LIVES = select_life!("(SELECT * FROM links.life_head WHERE number > $1 ORDER BY number LIMIT $2)");
    EVENTS_OF_RECORDS = select_event!(
        "e.number IN (SELECT number FROM links.life_head WHERE number > $1 ORDER BY number LIMIT $2)");
    EVENTS_OF_RECORD = select_event!("e.number = $1");
    EVENTS_OF_PERSONS = select_event!(
        "e.person_id IN (SELECT r.person_id FROM links.registration r WHERE r.number IN \
         (SELECT number FROM links.life_head WHERE number > $1 ORDER BY number LIMIT $2))");
    EVENTS_OF_PERSON = select_event!("e.person_id = $1");
    BEGIN_LIFE = "INSERT INTO links.life_head \
        (number, basis, registered_on, territory, registered_entry, version, state) VALUES ($1, $2, $3, $4, $5, 1, $6)";
    MOVE_LIFE = "UPDATE links.life_head SET version = $2, state = $3, joined_until = $4 \
        WHERE number = $1 AND version = $5";
    INSERT_LIFE = "INSERT INTO links.life (number, version, state, joined_until, ground, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    INSERT_EVENT = "INSERT INTO links.event \
        (id, person_id, number, kind, event_date, reference, noted_by, noted_at_ns, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SCOPE_OF = "SELECT person_id, number FROM links.event WHERE id = $1";
    INSERT_ANNULMENT = "INSERT INTO links.annulment (event_id, annulled_on, annulled_by, reference, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5)";
    FORGET_ANNULMENTS_OF_RECORD = "DELETE FROM links.annulment WHERE event_id IN \
        (SELECT id FROM links.event WHERE number = $1)";
    FORGET_EVENTS_OF_RECORD = "DELETE FROM links.event WHERE number = $1";
    FORGET_ANNULMENTS_OF_PERSON = "DELETE FROM links.annulment WHERE event_id IN \
        (SELECT id FROM links.event WHERE person_id = $1)";
    FORGET_EVENTS_OF_PERSON = "DELETE FROM links.event WHERE person_id = $1";
    FORGET_LIFE = "DELETE FROM links.life WHERE number = $1";
    FORGET_HEAD = "DELETE FROM links.life_head WHERE number = $1";
}

/// The columns that references are sealed for.
const EVENT_REFERENCE: &str = "event-reference";
const ANNULMENT_REFERENCE: &str = "annulment-reference";

/// A registration begins a life.
pub(crate) async fn begin(
    db: &mut Db<'_>,
    sequence: u64,
    number: RegistryNumber,
    (territory, state): (Territory, RecordState),
    certificate: &registry::Certificate,
) -> Result<(), StoreError> {
    BEGIN_LIFE
        .query()
        .bind(&number.as_bytes()[..])
        .bind(certificate.basis.code())
        .bind(certificate.registered_on.to_string())
        .bind(territory.number())
        .bind(integer(sequence)?)
        .bind(state.to_string())
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("record"))
}

/// A record moves to another state.
pub(crate) async fn change(db: &mut Db<'_>, sequence: u64, change: &Change) -> Result<(), StoreError> {
    let Change::LifeChanged { number, version, state, joined_until, ground } = change else {
        return Err(StoreError::Engine("this change is not of a life".into()));
    };
    let until = joined_until.map(|day| day.to_string());
    let moved = MOVE_LIFE
        .query()
        .bind(&number.as_bytes()[..])
        .bind(*version)
        .bind(state.to_string())
        .bind(until.clone())
        .bind(i64::from(*version) - 1)
        .execute(&mut *db)
        .await
        .map_err(error::conflict("record"))?;
    if moved.rows_affected() != 1 {
        return Err(StoreError::Conflict { what: "record".into() });
    }
    INSERT_LIFE
        .query()
        .bind(&number.as_bytes()[..])
        .bind(*version)
        .bind(state.to_string())
        .bind(until)
        .bind(json(ground)?)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("record"))
}

/// The key of what an event says.
fn key_of(scope: EventScope) -> registry::sequencer::KeyName {
    match scope {
        EventScope::Person(person) => seal::of_person(person),
        EventScope::Record(number) => seal::of_record_links(number),
    }
}

/// An event is noted.
pub(crate) async fn note(db: &mut Db<'_>, sequence: u64, event: &NotedEvent) -> Result<(), StoreError> {
    let (person, number) = match &event.scope {
        EventScope::Person(person) => (Some(&person.as_bytes()[..]), None),
        EventScope::Record(number) => (None, Some(&number.as_bytes()[..])),
    };
    let reference = db.sealing.seal(key_of(event.scope), EVENT_REFERENCE, event.reference.as_bytes())?;
    INSERT_EVENT
        .query()
        .bind(&event.id.as_bytes()[..])
        .bind(person)
        .bind(number)
        .bind(event.kind.code())
        .bind(event.date.to_string())
        .bind(reference)
        .bind(event.noted_by.as_ref().map(|officer| &officer.as_bytes()[..]))
        .bind(nanoseconds(event.noted_at)?)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("event"))
}

/// An event is annulled; a conflict when it is unknown or annulled already.
pub(crate) async fn annul(db: &mut Db<'_>, sequence: u64, change: &Change) -> Result<(), StoreError> {
    let Change::EventAnnulled { event, scope, on, by, reference } = change else {
        return Err(StoreError::Engine("this change is not of an event".into()));
    };
    let known = SCOPE_OF.query().bind(&event.as_bytes()[..]).fetch_optional(&mut *db).await;
    if known.map_err(error::of)?.is_none() {
        return Err(StoreError::Conflict { what: "event".into() });
    }
    let reference = db.sealing.seal(key_of(*scope), ANNULMENT_REFERENCE, reference.as_bytes())?;
    INSERT_ANNULMENT
        .query()
        .bind(&event.as_bytes()[..])
        .bind(on.to_string())
        .bind(by.as_ref().map(|officer| &officer.as_bytes()[..]))
        .bind(reference)
        .bind(integer(sequence)?)
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("event"))
}

/// An event from its columns.
pub(crate) fn read_event(sealing: Sealing<'_>, row: &RawRow) -> Result<NotedEvent, StoreError> {
    let row = Row::of("links.event", row);
    let person = row.maybe("person_id", |r, c| r.id(c, PersonId::from_random_bytes))?;
    let scope = match person {
        Some(person) => EventScope::Person(person),
        None => EventScope::Record(row.id("number", RegistryNumber::from_random_bytes)?),
    };
    let reference = sealing.open(key_of(scope), EVENT_REFERENCE, &row.bytes("reference")?)?;
    Ok(NotedEvent {
        id: row.id("id", EventId::from_random_bytes)?,
        scope,
        kind: row.code("kind")?,
        date: row.date("event_date")?,
        reference: row.read("reference", String::from_utf8(reference))?,
        noted_by: row.maybe("noted_by", |r, c| r.id(c, OfficerId::from_random_bytes))?,
        noted_at: row.time("noted_at_ns")?,
        annulled_on: row.maybe("annulled_on", Row::date)?,
    })
}

/// The reference of an annulment.
pub(crate) fn annulment_reference(
    sealing: Sealing<'_>,
    scope: EventScope,
    sealed: &[u8],
) -> Result<String, StoreError> {
    let text = sealing.open(key_of(scope), ANNULMENT_REFERENCE, sealed)?;
    String::from_utf8(text)
        .map_err(|e| StoreError::Damaged { what: "links.annulment.reference".into(), why: e.to_string() })
}

async fn events(db: &mut Db<'_>, query: Query<'_>, into: &mut Vec<NotedEvent>) -> Result<(), StoreError> {
    for row in &query.fetch_all(&mut *db).await.map_err(error::of)? {
        into.push(read_event(db.sealing, row)?);
    }
    Ok(())
}

/// A life without its events, and the person it belongs to, their link cut or not.
async fn read(db: &mut Db<'_>, row: &RawRow) -> Result<(RecordLife, Option<PersonId>), StoreError> {
    let row = Row::of("links.life_head", row);
    let number = row.id("number", RegistryNumber::from_random_bytes)?;
    let mut person = row.maybe("person_id", |r, c| r.id(c, PersonId::from_random_bytes))?;
    let joined = person;
    let mut born = None;
    if let Some(person) = person {
        born = Some(people::details(db.sealing, person, &row, "details")?.born);
    } else if let Some(cut) = row.maybe("cut", Row::bytes)? {
        // The term of a depersonalised record runs on.
        let of = links::open_cut(db.sealing, number, &cut)?;
        born = people::person(db, of).await?.map(|person| person.details.born);
        person = Some(of);
    }
    let territory: u8 = row.number("territory")?;
    let life = RecordLife {
        number,
        person: joined,
        basis: row.code::<Basis>("basis")?,
        registered_on: row.date("registered_on")?,
        born,
        state: row.read("state", row.text("state")?.parse::<RecordState>())?,
        version: row.number("version")?,
        events: Vec::new(),
        territory: row.read("territory", Territory::new(territory).ok_or("no territory"))?,
        registered_entry: row.number("registered_entry")?,
        joined_until: row.maybe("joined_until", Row::date)?,
    };
    Ok((life, person))
}

/// One life.
pub(crate) async fn life(db: &mut Db<'_>, number: RegistryNumber) -> Result<Option<RecordLife>, StoreError> {
    let id = &number.as_bytes()[..];
    let row = LIFE.query().bind(id).fetch_optional(&mut *db).await.map_err(error::of)?;
    let Some(row) = row else { return Ok(None) };
    let (mut life, person) = read(db, &row).await?;
    events(db, EVENTS_OF_RECORD.query().bind(id), &mut life.events).await?;
    if let Some(person) = person {
        let query = EVENTS_OF_PERSON.query().bind(&person.as_bytes()[..]);
        events(db, query, &mut life.events).await?;
    }
    life.events.sort_by_key(|event| event.noted_at);
    Ok(Some(life))
}

/// The next lives after a number.
pub(crate) async fn lives(
    db: &mut Db<'_>,
    after: Option<RegistryNumber>,
    limit: u32,
) -> Result<Vec<RecordLife>, StoreError> {
    let after = after.map_or_else(Vec::new, |number| number.as_bytes().to_vec());
    let rows = LIVES.query().bind(after.clone()).bind(limit).fetch_all(&mut *db).await.map_err(error::of)?;
    let mut noted = Vec::new();
    for statement in [EVENTS_OF_RECORDS, EVENTS_OF_PERSONS] {
        events(db, statement.query().bind(after.clone()).bind(limit), &mut noted).await?;
    }
    let mut by_scope: HashMap<EventScope, Vec<NotedEvent>> = HashMap::new();
    for event in noted {
        by_scope.entry(event.scope).or_default().push(event);
    }
    let mut lives = Vec::with_capacity(rows.len());
    for row in &rows {
        let (mut life, person) = read(db, row).await?;
        if life.person.is_none()
            && let Some(person) = person
        {
            // Few: those whose link is cut.
            let query = EVENTS_OF_PERSON.query().bind(&person.as_bytes()[..]);
            events(db, query, &mut life.events).await?;
        }
        let scopes = [Some(EventScope::Record(life.number)), life.person.map(EventScope::Person)];
        for scope in scopes.into_iter().flatten() {
            life.events.extend(by_scope.get(&scope).into_iter().flatten().cloned());
        }
        life.events.sort_by_key(|event| event.noted_at);
        lives.push(life);
    }
    Ok(lives)
}

/// Removes what is known of a record's life and of its own events.
pub(crate) async fn forget(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    for statement in [FORGET_ANNULMENTS_OF_RECORD, FORGET_EVENTS_OF_RECORD, FORGET_LIFE, FORGET_HEAD] {
        statement.query().bind(&number.as_bytes()[..]).execute(&mut *db).await.map_err(error::of)?;
    }
    Ok(())
}

/// Removes the events of a person.
pub(crate) async fn forget_person(db: &mut Db<'_>, person: PersonId) -> Result<(), StoreError> {
    for statement in [FORGET_ANNULMENTS_OF_PERSON, FORGET_EVENTS_OF_PERSON] {
        statement.query().bind(&person.as_bytes()[..]).execute(&mut *db).await.map_err(error::of)?;
    }
    Ok(())
}

/// The ground of a state, from its column.
pub(crate) fn ground(row: &Row<'_>) -> Result<LifeGround, StoreError> {
    row.json("ground")
}
