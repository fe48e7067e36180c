//! The shape of the tables: one row a step.

use vocabulary::{Basis, Body, Role};

use super::field::MatterField;
use super::kind::MatterKind;
use crate::reason::Reason;
use crate::requirement::{Article, Requirement};

/// Who may take a step: a role of one of these bodies.
pub(super) type By = &'static [(Role, &'static [Body])];

/// A fact a step needs, and the reason it is refused for without it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need(pub(super) Check, pub(super) &'static Reason);

/// A fact about a matter, what is given with a step, and the day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// Another officer than who took this step.
    Other(&'static str),
    /// An officer of another unit than who took this step.
    OtherUnit(&'static str),
    /// The officer named in the field acts.
    IsActor(MatterField),
    /// The officer named in the field is another than the one who acts.
    IsNotActor(MatterField),
    /// The officer named in the field is of the body that acts.
    OfficerOfBody,
    /// The unit named in the field is the unit that acts.
    OwnUnit(MatterField),
    /// An officer of the body that took this step.
    SameBody(&'static str),
    /// A record is named.
    NamesRecord,
    /// When the field holds this, a record is named.
    NamesRecordWhen(MatterField, &'static str),
    /// The field, when it is known, holds one of these.
    Is(MatterField, &'static [&'static str]),
    /// Every code of the field, when it is known, is one of these for an officer of this body.
    BodyLimits(MatterField, Body, &'static [&'static str]),
    /// The field does not hold this.
    Not(MatterField, &'static str),
    /// When the first field holds one of these, the second is known.
    When(MatterField, &'static [&'static str], MatterField),
    /// When the first field holds one of these, the second holds one of those.
    WhenIs(MatterField, &'static [&'static str], MatterField, &'static [&'static str]),
    /// The field is not given.
    Absent(MatterField),
    /// The day is today or earlier.
    Past(MatterField),
    /// The day, when it is given, is today or later.
    Future(MatterField),
    /// The day is before this one.
    Before(MatterField, i16, i8, i8),
    /// The day is this one or later.
    Since(MatterField, i16, i8, i8),
    /// The second day, when both are known, is not before the first.
    Ordered(MatterField, MatterField),
    /// From the first day, or from today, to the second at most so many days.
    Within(Option<MatterField>, MatterField, i64),
    /// The code of the first field stands in its list not after that of the second.
    AtMost(MatterField, MatterField),
    /// Two fields hold the same.
    Same(MatterField, MatterField),
    /// Two fields hold different things; when the second is not known, nothing is held against it.
    Differs(MatterField, MatterField),
    /// The field holds what was given with this step.
    SameAsGiven(&'static str, MatterField),
    /// The count of the field is at least this.
    AtLeast(MatterField, u32),
    /// The first count is at least this share of the second: one in so many, rounded up.
    OneIn(MatterField, MatterField, u32),
    /// The matter named in the field is of this kind, in one of these states, on this day.
    Linked(MatterField, MatterKind, &'static [&'static str]),
    /// The field holds what the matter named in the first field says of it.
    AsLinked(MatterField, MatterField),
    /// This step was taken.
    Taken(&'static str),
    /// When this step was taken more often than so, the field is known.
    UnlessMany(&'static str, usize, MatterField),
    /// The material goes to the laboratory of the officer's body.
    LaboratoryIsActors,
    /// Blood of a relative or a minor only with this field.
    BloodOnlyBy(MatterField),
    /// Each part that was asked for was done.
    EveryPart,
    /// The record is blocked, when the field holds this.
    BlockedWhen(MatterField, &'static str),
    /// The record, if one is named, is not blocked.
    NotBlocked,
    /// The record is withheld from searches or blocked.
    Restricted,
    /// A record of one of these bases names its person's state.
    OfBasisNames(&'static [Basis], MatterField),
    /// The person the record is of is under eighteen, when a representative asks.
    MinorWhen(MatterField, &'static str),
    /// The recipient owes no confirmation whose day is over.
    NothingOwed,
    /// Everybody who was given the information was told.
    RecipientsTold,
}

/// One step of one kind of matter.
#[derive(Debug, Clone, Copy)]
pub(super) struct StepRow {
    pub(super) kind: MatterKind,
    pub(super) step: &'static str,
    /// States it is taken in; `""` before the matter is opened.
    pub(super) from: &'static [&'static str],
    pub(super) to: &'static str,
    pub(super) by: By,
    pub(super) requirement: Requirement,
    pub(super) articles: &'static [Article],
    /// Fields that are given.
    pub(super) asks: &'static [MatterField],
    /// Fields that may be given.
    pub(super) may: &'static [MatterField],
    pub(super) needs: &'static [Need],
}

macro_rules! steps {
    ($name:ident { $($kind:ident { $(
        $step:literal $from:tt => $to:literal, by $by:ident, $requirement:literal [$($article:literal),+],
        asks [$($asks:ident),*], may [$($may:ident),*], needs [$(($check:expr, $why:ident)),* $(,)?];
    )* })* }) => {
        pub(super) const $name: &[$crate::matters::row::StepRow] = &[$($(
            $crate::matters::row::StepRow {
                kind: $crate::matters::kind::MatterKind::$kind,
                step: $step,
                from: &$from,
                to: $to,
                by: $by,
                requirement: $crate::requirement::r($requirement),
                articles: &[$($crate::requirement::art($article)),+],
                asks: &[$($crate::matters::field::MatterField::$asks),*],
                may: &[$($crate::matters::field::MatterField::$may),*],
                needs: &[$($crate::matters::row::Need($check, &$crate::matters::reasons::$why)),*],
            }
        ),*),*];
    };
}

pub(super) use steps;
