use super::CapturedFinger;
use jiff::Timestamp;
use vocabulary::{CandidateId, CaseId, FingerPosition, OfficerId, RegistryNumber, SearchId};

/// One person found by a search: a registry number and scores, never a name.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// Whose prints.
    pub registry_number: RegistryNumber,
    /// Fused score over the fingers.
    pub score: f32,
    /// log10 of the likelihood ratio, summed over the fingers.
    pub log10_lr: f32,
    /// Per finger: position in the gallery and score.
    pub fingers: Vec<(FingerPosition, f32)>,
}

/// What an examiner decides of a candidate. A score proposes; named people decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adjudication {
    /// The same person.
    Same,
    /// Different people.
    Different,
    /// Cannot be told from these prints.
    Inconclusive,
}

/// Where a candidate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CandidateState {
    /// Waits for examiners; `decided` opinions are in (the second examiner does not see the first).
    Waiting {
        /// How many opinions are recorded.
        decided: u8,
    },
    /// Two examiners agreed.
    Decided(Adjudication),
    /// Two examiners disagreed: a third decides.
    Disputed,
}

impl CandidateState {
    /// The state that opinions (in the order given) lead to: two that agree decide; when they differ, a
    /// third decides by majority, and three different opinions tell nothing.
    pub fn of(opinions: &[Adjudication]) -> Self {
        match opinions {
            [] | [_] => Self::Waiting { decided: opinions.len() as u8 },
            [first, second] if first == second => Self::Decided(*first),
            [_, _] => Self::Disputed,
            [first, second, third, ..] if third == first || third == second => Self::Decided(*third),
            _ => Self::Decided(Adjudication::Inconclusive),
        }
    }
}

/// The prints an examiner compares: fingers only, no identity.
#[derive(Debug, Clone)]
pub struct CandidateFingers {
    /// The fingers of the case.
    pub case: Vec<CapturedFinger>,
    /// The fingers of the registered record the candidate points to.
    pub candidate: Vec<CapturedFinger>,
}

/// A candidate of a duplicate check, in the link store.
#[derive(Debug, Clone)]
pub struct CandidateRecord {
    /// Identifier.
    pub id: CandidateId,
    /// Search that found it.
    pub search: SearchId,
    /// Case it was found in.
    pub case: CaseId,
    /// Whom it points to.
    pub hit: SearchHit,
    /// Opinions so far: who, what, when.
    pub opinions: Vec<(OfficerId, Adjudication, Timestamp)>,
    /// State derived from the opinions.
    pub state: CandidateState,
}

/// Answer to a duplicate check.
#[derive(Debug, Clone)]
pub struct DuplicateCheck {
    /// The search.
    pub search: SearchId,
    /// How many registered people were compared.
    pub searched: usize,
    /// False when some partition did not answer: the check must be repeated.
    pub complete: bool,
    /// Candidates at or above the threshold.
    pub candidates: Vec<CandidateRecord>,
}
