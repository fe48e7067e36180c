//! Prints of the biometric store: drafts, encounters, impressions, templates. Only random numbers here.

use std::collections::BTreeMap;

use dactyloscopy::{Ppi, Quality, Template};
use registry::sequencer::{Change, KeyName, supplement_key};
use registry::{
    CapturedFinger, FingerStatus, Impression, ImpressionImage, QueryKind, StoreError, causes_from_text,
    is_better,
};
use vocabulary::{EncounterId, FingerPosition, ImpressionId, MissingReason, RegistryNumber};

use crate::db::{Db, RawRow};
use crate::error;
use crate::mark;
use crate::row::Row;
use crate::seal::{self, Sealing};
use crate::statement::statements;
use crate::{searching, supplements};

/// The fingers of an encounter that count: the last attempt at each position.
macro_rules! current_finger {
    () => {
        "f.attempt = (SELECT max(g.attempt) FROM biometrics.finger g \
         WHERE g.encounter_id = f.encounter_id AND g.position = f.position)"
    };
}

statements! {
    INSERT_RECORD = "INSERT INTO biometrics.record (number, mark) VALUES ($1, $2)";
    INSERT_ENCOUNTER = "INSERT INTO biometrics.encounter (id, number, mark) VALUES ($1, $2, $3)";
    /// Only into an encounter of that number that is not registered: a registration's prints never change.
    IS_DRAFT = "SELECT count(*) AS drafts FROM biometrics.encounter e WHERE e.id = $1 AND e.number = $2 \
        AND NOT EXISTS (SELECT 1 FROM biometrics.registration r WHERE r.number = e.number)";
    INSERT_IMPRESSION = "INSERT INTO biometrics.impression \
        (id, encounter_id, position, template, quality_score, quality_causes, mark) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    INSERT_IMAGE = "INSERT INTO biometrics.image (impression_id, media_type, ppi, original) VALUES ($1, $2, $3, $4)";
    INSERT_FINGER = "INSERT INTO biometrics.finger \
        (encounter_id, position, attempt, impression_id, missing_reason, mark) \
        SELECT $1, $2, coalesce(max(attempt), 0) + 1, $3, $4, $5 FROM biometrics.finger \
        WHERE encounter_id = $1 AND position = $2";
    /// Of registration and supplements, in the order of [`best`].
    FINGERS = concat!(
        "SELECT f.position, f.impression_id, f.missing_reason, i.quality_score FROM biometrics.encounter e \
         JOIN biometrics.finger f ON f.encounter_id = e.id \
         LEFT JOIN biometrics.impression i ON i.id = f.impression_id \
         WHERE e.number = $1 AND ", current_finger!(), " ORDER BY e.supplement, e.id");
    TEMPLATES = concat!(
        "SELECT f.position, i.template, i.quality_score, e.id AS encounter_id, e.supplement \
         FROM biometrics.encounter e JOIN biometrics.finger f ON f.encounter_id = e.id \
         JOIN biometrics.impression i ON i.id = f.impression_id \
         WHERE e.number = $1 AND ", current_finger!(), " ORDER BY e.supplement, e.id");
    IMPRESSION = "SELECT i.id, i.position, i.template, i.quality_score, i.quality_causes, e.number, \
        e.id AS encounter_id, e.supplement, m.media_type, m.ppi, m.original FROM biometrics.impression i \
        JOIN biometrics.encounter e ON e.id = i.encounter_id \
        JOIN biometrics.image m ON m.impression_id = i.id WHERE i.id = $1";
    REGISTERED_TEMPLATES = concat!(
        "SELECT r.number, t.position, t.template, t.quality_score, t.encounter_id, t.supplement FROM \
         (SELECT b.number FROM biometrics.registration b WHERE b.number > $1 AND EXISTS (\
         SELECT 1 FROM links.registration l JOIN links.search_rule s ON s.basis = l.basis \
         WHERE l.number = b.number AND s.query = $3) ORDER BY b.number LIMIT $2) AS r \
         LEFT JOIN (SELECT e.number, f.position, i.template, i.quality_score, e.id AS encounter_id, e.supplement \
         FROM biometrics.encounter e \
         JOIN biometrics.finger f ON f.encounter_id = e.id \
         JOIN biometrics.impression i ON i.id = f.impression_id \
         WHERE ", current_finger!(), ") AS t ON t.number = r.number \
         ORDER BY r.number, t.supplement, t.encounter_id");
    INSERT_REGISTRATION = "INSERT INTO biometrics.registration (number, mark) VALUES ($1, $2)";
    FORGET_REGISTRATION = "DELETE FROM biometrics.registration WHERE number = $1";
    TRACES = "SELECT (SELECT count(*) FROM biometrics.record WHERE number = $1) \
        + (SELECT count(*) FROM biometrics.registration WHERE number = $1) \
        + (SELECT count(*) FROM biometrics.encounter WHERE number = $1) \
        + (SELECT count(*) FROM biometrics.impression i JOIN biometrics.encounter e ON e.id = i.encounter_id \
           WHERE e.number = $1) \
        + (SELECT count(*) FROM biometrics.image m JOIN biometrics.impression i ON i.id = m.impression_id \
           JOIN biometrics.encounter e ON e.id = i.encounter_id WHERE e.number = $1) \
        + (SELECT count(*) FROM biometrics.finger f JOIN biometrics.encounter e ON e.id = f.encounter_id \
           WHERE e.number = $1) AS traces";
    FORGET_FINGERS = "DELETE FROM biometrics.finger WHERE encounter_id IN \
        (SELECT id FROM biometrics.encounter WHERE number = $1)";
    FORGET_IMAGES = "DELETE FROM biometrics.image WHERE impression_id IN (SELECT i.id FROM biometrics.impression i \
        JOIN biometrics.encounter e ON e.id = i.encounter_id WHERE e.number = $1)";
    FORGET_IMPRESSIONS = "DELETE FROM biometrics.impression WHERE encounter_id IN \
        (SELECT id FROM biometrics.encounter WHERE number = $1)";
    FORGET_ENCOUNTERS = "DELETE FROM biometrics.encounter WHERE number = $1";
    FORGET_RECORD = "DELETE FROM biometrics.record WHERE number = $1";
}

/// The columns that prints are sealed for.
const TEMPLATE: &str = "template";
const IMAGE: &str = "image";

/// The key of a print: the record's, or that of its supplement. From the columns `encounter_id` and `supplement`.
pub(crate) fn key_of(row: &Row<'_>, number: RegistryNumber) -> Result<KeyName, StoreError> {
    Ok(match row.number::<u8>("supplement")? {
        0 => seal::of_record(number),
        _ => supplement_key(row.id("encounter_id", EncounterId::from_random_bytes)?),
    })
}

/// A template as it was made.
pub(crate) fn template(sealing: Sealing<'_>, key: KeyName, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    sealing.open(key, TEMPLATE, sealed)
}

/// An image as it was received.
pub(crate) fn image(sealing: Sealing<'_>, key: KeyName, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    sealing.open(key, IMAGE, sealed)
}

/// Of each position the best of what counts, a print before a reason, of equals the first; by position. Rows come in
/// the order registration, supplements.
fn best<T>(
    rows: impl IntoIterator<Item = (FingerPosition, Option<u8>, T)>,
) -> impl Iterator<Item = (FingerPosition, T)> {
    let mut hand: BTreeMap<u8, (FingerPosition, Option<u8>, T)> = BTreeMap::new();
    for (position, quality, row) in rows {
        let place = position.number();
        if hand.get(&place).is_none_or(|(_, before, _)| is_better(quality, *before)) {
            hand.insert(place, (position, quality, row));
        }
    }
    hand.into_values().map(|(position, _, row)| (position, row))
}

/// A draft record with its encounter.
pub(crate) async fn open_encounter(
    db: &mut Db<'_>,
    sequence: u64,
    encounter: EncounterId,
    number: RegistryNumber,
) -> Result<(), StoreError> {
    let mark = mark::of(db, sequence).await?;
    let (number, id) = (number.as_bytes(), encounter.as_bytes());
    let record = INSERT_RECORD.query().bind(&number[..]).bind(&mark[..]);
    record.execute(&mut *db).await.map_err(error::conflict("registry number"))?;
    let encounter = INSERT_ENCOUNTER.query().bind(&id[..]).bind(&number[..]).bind(&mark[..]);
    encounter.execute(db).await.map(|_| ()).map_err(error::conflict("encounter"))
}

async fn is_draft(db: &mut Db<'_>, encounter: EncounterId, number: RegistryNumber) -> Result<(), StoreError> {
    let query = IS_DRAFT.query().bind(&encounter.as_bytes()[..]).bind(&number.as_bytes()[..]);
    let row = query.fetch_one(db).await.map_err(error::of)?;
    match Row::of("biometrics.encounter", &row).number("drafts")? {
        1_i64 => Ok(()),
        _ => Err(StoreError::Conflict { what: "encounter".into() }),
    }
}

/// An impression. Takes the change whole; any other change is a mistake of the caller.
pub(crate) async fn capture(db: &mut Db<'_>, sequence: u64, change: &Change) -> Result<(), StoreError> {
    let Change::ImpressionCaptured {
        number,
        encounter,
        id,
        position,
        original,
        media_type,
        ppi,
        template,
        quality_score,
        quality_causes,
    } = change
    else {
        return Err(StoreError::Engine("this change is not a capture".into()));
    };
    let waits = supplements::waits(db, *encounter, *number).await?;
    if !waits {
        is_draft(db, *encounter, *number).await?;
    }
    let mark = mark::of(db, sequence).await?;
    let id = &id.as_bytes()[..];
    let key = if waits { supplement_key(*encounter) } else { seal::of_record(*number) };
    let template = db.sealing.seal(key, TEMPLATE, template)?;
    let original = db.sealing.seal(key, IMAGE, original)?;
    INSERT_IMPRESSION
        .query()
        .bind(id)
        .bind(&encounter.as_bytes()[..])
        .bind(position.number())
        .bind(template)
        .bind(*quality_score)
        .bind(quality_causes.as_str())
        .bind(&mark[..])
        .execute(&mut *db)
        .await
        .map_err(error::conflict("impression"))?;
    INSERT_IMAGE
        .query()
        .bind(id)
        .bind(media_type.as_str())
        .bind(*ppi)
        .bind(original)
        .execute(&mut *db)
        .await
        .map_err(error::conflict("impression"))?;
    if waits {
        return Ok(());
    }
    insert_finger(db, *encounter, *position, Some(id), None, mark).await
}

/// A reason instead of an image.
pub(crate) async fn missing(
    db: &mut Db<'_>,
    sequence: u64,
    (number, encounter): (RegistryNumber, EncounterId),
    position: FingerPosition,
    reason: MissingReason,
) -> Result<(), StoreError> {
    is_draft(db, encounter, number).await?;
    let mark = mark::of(db, sequence).await?;
    insert_finger(db, encounter, position, None, Some(reason), mark).await
}

pub(crate) async fn insert_finger(
    db: &mut Db<'_>,
    encounter: EncounterId,
    position: FingerPosition,
    impression: Option<&[u8]>,
    reason: Option<MissingReason>,
    mark: [u8; 16],
) -> Result<(), StoreError> {
    INSERT_FINGER
        .query()
        .bind(&encounter.as_bytes()[..])
        .bind(position.number())
        .bind(impression)
        .bind(reason.map(MissingReason::code))
        .bind(&mark[..])
        .execute(db)
        .await
        .map(|_| ())
        .map_err(error::conflict("finger"))
}

/// The draft becomes a registration.
pub(crate) async fn register(
    db: &mut Db<'_>,
    sequence: u64,
    number: RegistryNumber,
) -> Result<(), StoreError> {
    let mark = mark::of(db, sequence).await?;
    let query = INSERT_REGISTRATION.query().bind(&number.as_bytes()[..]).bind(&mark[..]);
    query.execute(db).await.map(|_| ()).map_err(error::conflict("registry number"))
}

/// Removes a draft with everything under its number; a conflict when it is registered.
pub(crate) async fn forget(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let in_order = [FORGET_FINGERS, FORGET_IMAGES, FORGET_IMPRESSIONS, FORGET_ENCOUNTERS, FORGET_RECORD];
    for statement in in_order {
        let query = statement.query().bind(&number.as_bytes()[..]);
        query.execute(&mut *db).await.map_err(error::conflict("registry number"))?;
    }
    Ok(())
}

/// Removes a registered record with everything under its number.
pub(crate) async fn end(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let query = FORGET_REGISTRATION.query().bind(&number.as_bytes()[..]);
    query.execute(&mut *db).await.map_err(error::of)?;
    supplements::forget_of(db, number).await?;
    forget(db, number).await
}

/// Rows that hold anything of a number.
pub(crate) async fn traces(db: &mut Db<'_>, number: RegistryNumber) -> Result<u64, StoreError> {
    let row = TRACES.query().bind(&number.as_bytes()[..]).fetch_one(db).await.map_err(error::of)?;
    Row::of("biometrics", &row).number("traces")
}

/// The ten positions of a number, in order; all empty for a number without fingers.
pub(crate) async fn fingers(
    db: &mut Db<'_>,
    number: RegistryNumber,
) -> Result<Vec<CapturedFinger>, StoreError> {
    let empty = |position: &FingerPosition| CapturedFinger {
        position: *position,
        status: FingerStatus::Empty,
        impression: None,
    };
    let mut hand: Vec<_> = FingerPosition::ALL.iter().map(empty).collect();
    let rows = FINGERS.query().bind(&number.as_bytes()[..]).fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("biometrics.finger", row);
        let position = position(&row)?;
        let impression = row.maybe("impression_id", |r, c| r.id(c, ImpressionId::from_random_bytes))?;
        let quality = row.maybe("quality_score", Row::number)?;
        let status = match quality {
            Some(quality) => FingerStatus::captured(quality),
            None => FingerStatus::Missing(row.code("missing_reason")?),
        };
        Ok((position, quality, CapturedFinger { position, status, impression }))
    };
    let rows: Vec<_> = rows.iter().map(read).collect::<Result<_, StoreError>>()?;
    for (position, finger) in best(rows) {
        hand[usize::from(position.number()) - 1] = finger;
    }
    Ok(hand)
}

pub(crate) fn position(row: &Row<'_>) -> Result<FingerPosition, StoreError> {
    let number: u8 = row.number("position")?;
    row.read("position", FingerPosition::from_number(number).ok_or("not a finger position"))
}

/// The templates of one number, draft or registered, by position.
pub(crate) async fn templates(
    db: &mut Db<'_>,
    number: RegistryNumber,
) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError> {
    let query = TEMPLATES.query().bind(&number.as_bytes()[..]);
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    open_best(db.sealing, number, &rows)
}

/// The best templates among rows of one number.
fn open_best<'r>(
    sealing: Sealing<'_>,
    number: RegistryNumber,
    rows: impl IntoIterator<Item = &'r RawRow>,
) -> Result<Vec<(FingerPosition, Vec<u8>)>, StoreError> {
    let read = |row| {
        let row = Row::of("biometrics.impression", row);
        Ok((position(&row)?, Some(row.number("quality_score")?), row))
    };
    let rows: Vec<_> = rows.into_iter().map(read).collect::<Result<_, StoreError>>()?;
    let open = |(position, row): (FingerPosition, Row<'_>)| {
        Ok((position, template(sealing, key_of(&row, number)?, &row.bytes("template")?)?))
    };
    best(rows).map(open).collect()
}

/// One impression with its image and whose it is.
pub(crate) async fn impression(
    db: &mut Db<'_>,
    id: ImpressionId,
) -> Result<Option<(RegistryNumber, ImpressionImage)>, StoreError> {
    let query = IMPRESSION.query().bind(&id.as_bytes()[..]);
    let row = query.fetch_optional(&mut *db).await.map_err(error::of)?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("biometrics.impression", &row);
    let number = row.id("number", RegistryNumber::from_random_bytes)?;
    let causes = causes_from_text(&row.text("quality_causes")?).ok_or("unknown quality cause");
    let quality =
        Quality { score: row.number("quality_score")?, causes: row.read("quality_causes", causes)? };
    let key = key_of(&row, number)?;
    let template = self::template(db.sealing, key, &row.bytes("template")?)?;
    let template = row.read("template", Template::from_bytes(&template))?;
    let impression = Impression {
        id: row.id("id", ImpressionId::from_random_bytes)?,
        position: position(&row)?,
        quality,
        template,
    };
    let shown = ImpressionImage {
        impression,
        original: image(db.sealing, key, &row.bytes("original")?)?,
        media_type: row.text("media_type")?,
        ppi: row.read("ppi", Ppi::new(row.number("ppi")?))?,
    };
    Ok(Some((number, shown)))
}

/// A registry number with its templates by position.
type Templates = (RegistryNumber, Vec<(FingerPosition, Vec<u8>)>);

/// Templates of the next `limit` registered numbers after one that a query may reach, in order; a person of whom
/// every finger is missing stands there without templates.
pub(crate) async fn registered_templates(
    db: &mut Db<'_>,
    query: QueryKind,
    after: Option<RegistryNumber>,
    limit: u32,
) -> Result<Vec<Templates>, StoreError> {
    // The empty text of bytes stands before every number.
    let after = after.map_or_else(Vec::new, |number| number.as_bytes().to_vec());
    searching::read_as(db, query).await?;
    let query = REGISTERED_TEMPLATES.query().bind(after).bind(limit).bind(query.code());
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    let mut found: Vec<(RegistryNumber, Vec<&RawRow>)> = Vec::new();
    for raw in &rows {
        let row = Row::of("biometrics.registration", raw);
        let number = row.id("number", RegistryNumber::from_random_bytes)?;
        if found.last().is_none_or(|(last, _)| *last != number) {
            found.push((number, Vec::new()));
        }
        let holds = row.maybe("template", Row::bytes)?.is_some();
        if let (true, Some((_, prints))) = (holds, found.last_mut()) {
            prints.push(raw);
        }
    }
    let open = |(number, prints): (RegistryNumber, Vec<&RawRow>)| {
        Ok((number, open_best(db.sealing, number, prints)?))
    };
    found.into_iter().map(open).collect()
}
