//! Candidates of duplicate checks and what examiners said of them; kept by the link store.

use jiff::Timestamp;
use registry::{Adjudication, CandidateRecord, CandidateState, SearchHit, StoreError};
use vocabulary::{CandidateId, CaseId, FingerPosition, OfficerId, RegistryNumber, SearchId};

use crate::db::{Db, RawRow};
use crate::error;
use crate::row::{Row, code, integer, json, nanoseconds};
use crate::seal::{self, Sealing};
use crate::statement::statements;

macro_rules! select_candidate {
    ($where:literal) => {
        concat!(
            "SELECT id, search_id, case_id, number, score, log10_lr, fingers FROM links.candidate WHERE ",
            $where
        )
    };
}

statements! {
    CANDIDATE = select_candidate!("id = $1");
    CANDIDATES_OF = select_candidate!("case_id = $1 ORDER BY ledger_sequence, ordinal");
    WAITING = select_candidate!("decided = 0 ORDER BY ledger_sequence, ordinal LIMIT $1");
    OPINIONS = "SELECT officer_id, adjudication, at_ns FROM links.opinion WHERE candidate_id = $1 ORDER BY ordinal";
    INSERT_CANDIDATE = "INSERT INTO links.candidate \
        (id, search_id, ordinal, case_id, number, score, log10_lr, fingers, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_OPINION = "INSERT INTO links.opinion \
        (candidate_id, officer_id, ordinal, adjudication, reason, at_ns, ledger_sequence) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    CASE_OF = "SELECT case_id FROM links.candidate WHERE id = $1";
    /// The case they were found in keeps them and its examiners' opinions; whose record it was is gone.
    BLANK_CANDIDATES = "UPDATE links.candidate SET number = $2, fingers = '[]', decided = 1 WHERE number = $1";
    SET_DECIDED = "UPDATE links.candidate SET decided = $2 WHERE id = $1";
    FORGET_OPINIONS = "DELETE FROM links.opinion WHERE candidate_id IN \
        (SELECT id FROM links.candidate WHERE case_id = $1)";
    FORGET_CANDIDATES = "DELETE FROM links.candidate WHERE case_id = $1";
}

/// The column that an examiner's reason is sealed for.
const REASON: &str = "opinion-reason";

async fn case_of(db: &mut Db<'_>, candidate: CandidateId) -> Result<CaseId, StoreError> {
    let row = CASE_OF.query().bind(&candidate.as_bytes()[..]).fetch_optional(db).await.map_err(error::of)?;
    let Some(row) = row else { return Err(StoreError::Conflict { what: "candidate".into() }) };
    Row::of("links.candidate", &row).id("case_id", CaseId::from_random_bytes)
}

/// The reason of an opinion.
pub(crate) fn reason(sealing: Sealing<'_>, case: CaseId, sealed: &[u8]) -> Result<String, StoreError> {
    let text = sealing.open(seal::of_case_links(case), REASON, sealed)?;
    String::from_utf8(text)
        .map_err(|e| StoreError::Damaged { what: "links.opinion.reason".into(), why: e.to_string() })
}

/// Takes a record out of the candidates that name it.
pub(crate) async fn forget_record(db: &mut Db<'_>, number: RegistryNumber) -> Result<(), StoreError> {
    let nobody = registry::sequencer::nobodys_number();
    let query = BLANK_CANDIDATES.query().bind(&number.as_bytes()[..]).bind(&nobody.as_bytes()[..]);
    query.execute(db).await.map(|_| ()).map_err(error::of)
}

/// One candidate.
pub(crate) async fn candidate(
    db: &mut Db<'_>,
    id: CandidateId,
) -> Result<Option<CandidateRecord>, StoreError> {
    let row = CANDIDATE.query().bind(&id.as_bytes()[..]).fetch_optional(&mut *db).await.map_err(error::of)?;
    match row {
        Some(row) => read(db, &row).await.map(Some),
        None => Ok(None),
    }
}

/// Candidates of a case, in the order they were found.
pub(crate) async fn of_case(db: &mut Db<'_>, case: CaseId) -> Result<Vec<CandidateRecord>, StoreError> {
    let query = CANDIDATES_OF.query().bind(&case.as_bytes()[..]);
    let rows = query.fetch_all(&mut *db).await.map_err(error::of)?;
    read_all(db, &rows).await
}

/// Candidates without a decision, oldest first.
pub(crate) async fn waiting(db: &mut Db<'_>, limit: u32) -> Result<Vec<CandidateRecord>, StoreError> {
    let rows = WAITING.query().bind(limit).fetch_all(&mut *db).await.map_err(error::of)?;
    read_all(db, &rows).await
}

async fn read_all(db: &mut Db<'_>, rows: &[RawRow]) -> Result<Vec<CandidateRecord>, StoreError> {
    let mut candidates = Vec::with_capacity(rows.len());
    for row in rows {
        candidates.push(read(db, row).await?);
    }
    Ok(candidates)
}

async fn read(db: &mut Db<'_>, row: &RawRow) -> Result<CandidateRecord, StoreError> {
    let row = Row::of("links.candidate", row);
    let id = row.id("id", CandidateId::from_random_bytes)?;
    let opinions = opinions(db, id).await?;
    let hit = SearchHit {
        registry_number: row.id("number", RegistryNumber::from_random_bytes)?,
        score: row.score("score")?,
        log10_lr: row.score("log10_lr")?,
        fingers: row.json::<Vec<(FingerPosition, f32)>>("fingers")?,
    };
    Ok(CandidateRecord {
        id,
        search: row.id("search_id", SearchId::from_random_bytes)?,
        case: row.id("case_id", CaseId::from_random_bytes)?,
        hit,
        state: state(&opinions),
        opinions,
    })
}

type Opinion = (OfficerId, Adjudication, Timestamp);

async fn opinions(db: &mut Db<'_>, id: CandidateId) -> Result<Vec<Opinion>, StoreError> {
    let rows = OPINIONS.query().bind(&id.as_bytes()[..]).fetch_all(db).await.map_err(error::of)?;
    let read = |row| {
        let row = Row::of("links.opinion", row);
        let officer = row.id("officer_id", OfficerId::from_random_bytes)?;
        Ok((officer, row.code("adjudication")?, row.time("at_ns")?))
    };
    rows.iter().map(read).collect()
}

fn state(opinions: &[Opinion]) -> CandidateState {
    CandidateState::of(&opinions.iter().map(|(_, adjudication, _)| *adjudication).collect::<Vec<_>>())
}

/// Candidates of one search, best first.
pub(crate) async fn found(
    db: &mut Db<'_>,
    sequence: u64,
    case: CaseId,
    search: SearchId,
    candidates: &[(CandidateId, SearchHit)],
) -> Result<(), StoreError> {
    for (ordinal, (id, hit)) in (0_i64..).zip(candidates) {
        INSERT_CANDIDATE
            .query()
            .bind(&id.as_bytes()[..])
            .bind(&search.as_bytes()[..])
            .bind(ordinal)
            .bind(&case.as_bytes()[..])
            .bind(&hit.registry_number.as_bytes()[..])
            .bind(f64::from(hit.score))
            .bind(f64::from(hit.log10_lr))
            .bind(json(&hit.fingers)?)
            .bind(integer(sequence)?)
            .execute(&mut *db)
            .await
            .map_err(error::conflict("candidate"))?;
    }
    Ok(())
}

/// An examiner's opinion.
pub(crate) struct GivenOpinion<'a> {
    pub(crate) candidate: CandidateId,
    pub(crate) officer: OfficerId,
    pub(crate) adjudication: Adjudication,
    pub(crate) reason: &'a str,
    pub(crate) at: Timestamp,
}

/// Records an opinion; a conflict when that officer gave one already or the candidate is not there.
pub(crate) async fn give_opinion(
    db: &mut Db<'_>,
    sequence: u64,
    opinion: &GivenOpinion<'_>,
) -> Result<(), StoreError> {
    let mut opinions = opinions(db, opinion.candidate).await?;
    let candidate = &opinion.candidate.as_bytes()[..];
    let case = case_of(db, opinion.candidate).await?;
    let reason = db.sealing.seal(seal::of_case_links(case), REASON, opinion.reason.as_bytes())?;
    INSERT_OPINION
        .query()
        .bind(candidate)
        .bind(&opinion.officer.as_bytes()[..])
        .bind(opinions.len() as i64)
        .bind(code(&opinion.adjudication)?)
        .bind(reason)
        .bind(nanoseconds(opinion.at)?)
        .bind(integer(sequence)?)
        .execute(&mut *db)
        .await
        .map_err(error::conflict("opinion on the candidate"))?;
    opinions.push((opinion.officer, opinion.adjudication, opinion.at));
    let decided = matches!(state(&opinions), CandidateState::Decided(_));
    SET_DECIDED.query().bind(candidate).bind(decided).execute(db).await.map(|_| ()).map_err(error::of)
}

/// Removes the candidates of a declined case.
pub(crate) async fn forget_case(db: &mut Db<'_>, case: CaseId) -> Result<(), StoreError> {
    for statement in [FORGET_OPINIONS, FORGET_CANDIDATES] {
        statement.query().bind(&case.as_bytes()[..]).execute(&mut *db).await.map_err(error::of)?;
    }
    Ok(())
}
