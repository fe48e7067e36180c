//! What happens to a record, with the facts each step needs.

use jiff::civil::Date;
use vocabulary::{OfficerId, Unit, Verb};

use crate::codes::codes;

codes! {
    /// The kind of a step.
    StepKind ("step") {
        /// Take a print or a sample for the draft.
        Collect = "collect",
        /// Register the draft: accumulate and store.
        Register = "register",
        /// Drop a draft that becomes no registration.
        Discard = "discard",
        /// Change personal data (Art. 13, 26).
        Change = "change",
        /// Add a better print or a re-typed profile (Art. 13, 26).
        Supplement = "supplement",
        /// Search, verify, view for a purpose of use (Art. 16, 28).
        Use = "use",
        /// Give to another body (Art. 9(4)–(5)).
        Transfer = "transfer",
        /// View by the prosecutor, the data-protection officer, a court, the subject or a representative.
        Oversee = "oversee",
        /// Cut the link to the person (Art. 9(1)).
        Depersonalise = "depersonalise",
        /// Join the link again (Art. 9(1)).
        Repersonalise = "repersonalise",
        /// Stop all processing (Art. 9(2)).
        Block = "block",
        /// Prolong the block after a review.
        ReviewBlock = "review-block",
        /// End the block.
        Unblock = "unblock",
        /// Withhold from searches.
        Withhold = "withhold",
        /// End the withholding.
        Restore = "restore",
        /// The term in the database ended and an archive follows.
        EndForArchive = "end-for-archive",
        /// The term ended and destruction follows.
        EndForDestruction = "end-for-destruction",
        /// The end was annulled or computed anew.
        Reopen = "reopen",
        /// Move to the archive by an approved act.
        Archive = "archive",
        /// Take one record out of the archive by order.
        Retrieve = "retrieve",
        /// Destroy by an approved act.
        Destroy = "destroy",
    }
}

/// An officer who holds one half of a key, and the unit they serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyHolder {
    /// The officer.
    pub officer: OfficerId,
    /// Their unit.
    pub unit: Unit,
}

/// Two who act together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyHolders {
    /// Who asks.
    pub first: KeyHolder,
    /// Who agrees.
    pub second: KeyHolder,
}

/// The proof that a block may end (R9.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unblocking {
    /// Who ends it.
    pub officer: OfficerId,
    /// The second person.
    pub second: OfficerId,
    /// Who violated the conditions, when the finding names an officer.
    pub violator: Option<OfficerId>,
    /// The verification ended with a recorded result.
    pub result_recorded: bool,
}

/// A signed act of archive or destruction (R15.2.1, R17.3.1, R23.4.1). Whether the signatures hold is proven
/// before: here only who signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedAct<'a> {
    /// Who drew it up.
    pub author: OfficerId,
    /// The members of the commission who signed.
    pub commission: &'a [OfficerId],
    /// The head who approved it; `None` before.
    pub head: Option<OfficerId>,
}

/// One step with its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// See [`StepKind::Collect`].
    Collect,
    /// See [`StepKind::Register`].
    Register,
    /// See [`StepKind::Discard`].
    Discard,
    /// See [`StepKind::Change`].
    Change,
    /// See [`StepKind::Supplement`]: who takes it and who agrees.
    Supplement(KeyHolders),
    /// See [`StepKind::Use`].
    Use,
    /// See [`StepKind::Transfer`].
    Transfer,
    /// See [`StepKind::Oversee`].
    Oversee,
    /// See [`StepKind::Depersonalise`].
    Depersonalise(KeyHolders),
    /// See [`StepKind::Repersonalise`].
    Repersonalise(KeyHolders),
    /// See [`StepKind::Block`].
    Block {
        /// Day of the block.
        on: Date,
        /// Day by which it is reviewed: within thirty days.
        review_by: Date,
    },
    /// See [`StepKind::ReviewBlock`].
    ReviewBlock {
        /// Day of the review.
        on: Date,
        /// Day of the next: within thirty days.
        review_by: Date,
    },
    /// See [`StepKind::Unblock`].
    Unblock(Unblocking),
    /// See [`StepKind::Withhold`].
    Withhold,
    /// See [`StepKind::Restore`].
    Restore {
        /// The new judgment or the decision on the withdrawal is recorded (R23.3.2).
        decision_recorded: bool,
    },
    /// See [`StepKind::EndForArchive`]. Comes from [`crate::due_on`], never from an officer.
    EndForArchive,
    /// See [`StepKind::EndForDestruction`]. Comes from [`crate::due_on`], never from an officer.
    EndForDestruction,
    /// See [`StepKind::Reopen`]. Comes from [`crate::due_on`], never from an officer.
    Reopen,
    /// See [`StepKind::Archive`].
    Archive(SignedAct<'a>),
    /// See [`StepKind::Retrieve`].
    Retrieve(KeyHolders),
    /// See [`StepKind::Destroy`].
    Destroy(SignedAct<'a>),
}

impl Step<'_> {
    /// Its kind.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Collect => StepKind::Collect,
            Self::Register => StepKind::Register,
            Self::Discard => StepKind::Discard,
            Self::Change => StepKind::Change,
            Self::Supplement(_) => StepKind::Supplement,
            Self::Use => StepKind::Use,
            Self::Transfer => StepKind::Transfer,
            Self::Oversee => StepKind::Oversee,
            Self::Depersonalise(_) => StepKind::Depersonalise,
            Self::Repersonalise(_) => StepKind::Repersonalise,
            Self::Block { .. } => StepKind::Block,
            Self::ReviewBlock { .. } => StepKind::ReviewBlock,
            Self::Unblock(_) => StepKind::Unblock,
            Self::Withhold => StepKind::Withhold,
            Self::Restore { .. } => StepKind::Restore,
            Self::EndForArchive => StepKind::EndForArchive,
            Self::EndForDestruction => StepKind::EndForDestruction,
            Self::Reopen => StepKind::Reopen,
            Self::Archive(_) => StepKind::Archive,
            Self::Retrieve(_) => StepKind::Retrieve,
            Self::Destroy(_) => StepKind::Destroy,
        }
    }
}

impl StepKind {
    /// The verb of Art. 1(7) that a block stops; `None` for what a block leaves standing: oversight, the block
    /// itself, and marks of the law on the record.
    pub const fn stopped_verb(self) -> Option<Verb> {
        match self {
            Self::Collect => Some(Verb::Collect),
            Self::Register => Some(Verb::Store),
            Self::Change => Some(Verb::Change),
            Self::Supplement => Some(Verb::Supplement),
            Self::Use | Self::Repersonalise | Self::Retrieve => Some(Verb::Use),
            Self::Transfer | Self::Archive => Some(Verb::Transfer),
            Self::Depersonalise => Some(Verb::Depersonalise),
            Self::Destroy | Self::Discard => Some(Verb::Destroy),
            Self::Oversee
            | Self::Block
            | Self::ReviewBlock
            | Self::Unblock
            | Self::Withhold
            | Self::Restore
            | Self::EndForArchive
            | Self::EndForDestruction
            | Self::Reopen => None,
        }
    }
}
