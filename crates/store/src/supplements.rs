//! Supplements of registered records by better prints (Art. 13): encounters of their own in the biometric store, under
//! keys of their own. Their prints wait until the table of fingers names them.

use registry::sequencer::supplement_key;
use registry::{HeldPrint, PrintStanding, StoreError, is_better};
use vocabulary::{EncounterId, ImpressionId, RegistryNumber};

use crate::db::Db;
use crate::row::Row;
use crate::statement::statements;
use crate::{documents, error, fingers, mark};

/// The supplements none of whose prints count yet.
macro_rules! waiting {
    () => {
        "e.supplement = 1 AND NOT EXISTS (SELECT 1 FROM biometrics.finger f WHERE f.encounter_id = e.id)"
    };
}

statements! {
    INSERT = "INSERT INTO biometrics.encounter (id, number, mark, supplement) \
        SELECT $1, r.number, $3, 1 FROM biometrics.registration r WHERE r.number = $2";
    WAITING_OF = concat!(
        "SELECT count(*) AS waiting FROM biometrics.encounter e WHERE e.number = $1 AND ", waiting!());
    WAITS = concat!(
        "SELECT count(*) AS waiting FROM biometrics.encounter e WHERE e.id = $1 AND e.number = $2 AND ", waiting!());
    PRINTS_OF = "SELECT id, position FROM biometrics.impression WHERE encounter_id = $1 ORDER BY position";
    OF_NUMBER = "SELECT id FROM biometrics.encounter WHERE number = $1 AND supplement = 1";
    FORGET_FINGERS = "DELETE FROM biometrics.finger WHERE encounter_id = $1";
    FORGET_IMAGES = "DELETE FROM biometrics.image WHERE impression_id IN \
        (SELECT id FROM biometrics.impression WHERE encounter_id = $1)";
    FORGET_IMPRESSIONS = "DELETE FROM biometrics.impression WHERE encounter_id = $1";
    FORGET_ENCOUNTER = "DELETE FROM biometrics.encounter WHERE id = $1";
    FORGET_OPENING = "DELETE FROM links.opening WHERE owner_kind = 'supplement' AND owner_id = $1";
    /// What was said last of each finger in each encounter, and what waits.
    HELD = "SELECT i.id, i.position, i.quality_score, e.id AS encounter_id, e.supplement, \
        (SELECT count(*) FROM biometrics.finger f WHERE f.impression_id = i.id AND f.attempt = \
         (SELECT max(g.attempt) FROM biometrics.finger g WHERE g.encounter_id = f.encounter_id \
          AND g.position = f.position)) AS counts \
        FROM biometrics.registration r JOIN biometrics.encounter e ON e.number = r.number \
        JOIN biometrics.impression i ON i.encounter_id = e.id WHERE r.number = $1 \
        ORDER BY e.supplement, e.id";
}

/// Opens a supplement of a registered number; a conflict while another waits.
pub(crate) async fn take(
    db: &mut Db<'_>,
    sequence: u64,
    number: RegistryNumber,
    encounter: EncounterId,
) -> Result<(), StoreError> {
    let conflict = || StoreError::Conflict { what: "supplement".into() };
    let number = &number.as_bytes()[..];
    let row = WAITING_OF.query().bind(number).fetch_one(&mut *db).await.map_err(error::of)?;
    if Row::of("biometrics.encounter", &row).number::<u64>("waiting")? > 0 {
        return Err(conflict());
    }
    let mark = mark::of(db, sequence).await?;
    let query = INSERT.query().bind(&encounter.as_bytes()[..]).bind(number).bind(&mark[..]);
    let done = query.execute(db).await.map_err(error::conflict("supplement"))?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(conflict()) }
}

/// Whether an encounter is a supplement of this number that nobody decided yet.
pub(crate) async fn waits(
    db: &mut Db<'_>,
    encounter: EncounterId,
    number: RegistryNumber,
) -> Result<bool, StoreError> {
    let query = WAITS.query().bind(&encounter.as_bytes()[..]).bind(&number.as_bytes()[..]);
    let row = query.fetch_one(db).await.map_err(error::of)?;
    Ok(Row::of("biometrics.encounter", &row).number::<u64>("waiting")? == 1)
}

/// Makes the prints of a supplement count, or removes them.
pub(crate) async fn settle(
    db: &mut Db<'_>,
    sequence: u64,
    number: RegistryNumber,
    encounter: EncounterId,
    agreed: bool,
) -> Result<(), StoreError> {
    if !waits(db, encounter, number).await? {
        return Err(StoreError::Conflict { what: "supplement".into() });
    }
    if !agreed {
        return forget(db, encounter).await;
    }
    let rows =
        PRINTS_OF.query().bind(&encounter.as_bytes()[..]).fetch_all(&mut *db).await.map_err(error::of)?;
    let mark = mark::of(db, sequence).await?;
    for row in &rows {
        let row = Row::of("biometrics.impression", row);
        let (id, position) = (row.bytes("id")?, fingers::position(&row)?);
        fingers::insert_finger(db, encounter, position, Some(&id), None, mark).await?;
    }
    Ok(())
}

/// Removes a supplement with what opens its entry, and notes its key for erasure.
async fn forget(db: &mut Db<'_>, encounter: EncounterId) -> Result<(), StoreError> {
    documents::note_erasures(db, &[supplement_key(encounter)]).await?;
    let in_order = [FORGET_OPENING, FORGET_FINGERS, FORGET_IMAGES, FORGET_IMPRESSIONS, FORGET_ENCOUNTER];
    for statement in in_order {
        let query = statement.query().bind(&encounter.as_bytes()[..]);
        query.execute(&mut *db).await.map_err(error::conflict("supplement"))?;
    }
    Ok(())
}

/// Removes every supplement of a number.
pub(crate) async fn forget_of(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let rows = OF_NUMBER.query().bind(&number.as_bytes()[..]).fetch_all(&mut *db).await.map_err(error::of)?;
    for row in &rows {
        let id = Row::of("biometrics.encounter", row).id("id", EncounterId::from_random_bytes)?;
        forget(db, id).await?;
    }
    Ok(())
}

/// Every print of a registered number: those compared, those kept beside better ones, those that wait.
pub(crate) async fn held(db: &mut Db<'_>, number: RegistryNumber) -> Result<Vec<HeldPrint>, StoreError> {
    let rows = HELD.query().bind(&number.as_bytes()[..]).fetch_all(db).await.map_err(error::of)?;
    let mut prints: Vec<HeldPrint> = Vec::new();
    for row in &rows {
        let row = Row::of("biometrics.impression", row);
        let is_supplement = row.number::<u8>("supplement")? == 1;
        let counts = row.number::<u64>("counts")? > 0;
        // An earlier attempt of the registration never counted.
        if !counts && !is_supplement {
            continue;
        }
        let encounter = row.id("encounter_id", EncounterId::from_random_bytes)?;
        let mut print = HeldPrint {
            position: fingers::position(&row)?,
            impression: row.id("id", ImpressionId::from_random_bytes)?,
            quality: row.number("quality_score")?,
            supplement: is_supplement.then_some(encounter),
            standing: if counts { PrintStanding::Kept } else { PrintStanding::Waiting },
        };
        if counts {
            let same = |held: &&mut HeldPrint| {
                held.position == print.position && held.standing == PrintStanding::Used
            };
            let used = prints.iter_mut().find(same);
            if is_better(Some(print.quality), used.as_ref().map(|held| held.quality)) {
                print.standing = PrintStanding::Used;
                if let Some(used) = used {
                    used.standing = PrintStanding::Kept;
                }
            }
        }
        prints.push(print);
    }
    prints.sort_by_key(HeldPrint::place);
    Ok(prints)
}
