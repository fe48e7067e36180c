//! How a case ends that made no record: by an outcome and a reason, each of a closed list (R6.2.2).

use crate::codes::codes;

codes! {
    /// How a case ended without a registration, a verification or a refusal.
    ClosingOutcome ("closing outcome") {
        /// The duty stays and the person comes again (R10-1.4.2): no refusal.
        Postponed = "postponed",
        /// The application fell away, or there never was one.
        Withdrawn = "withdrawn",
        /// Another body or an inquiry goes on.
        PassedOn = "passed-on",
    }
}

codes! {
    /// Why a case was closed so.
    ClosingReason ("closing reason") {
        /// Every finger that is there is damaged for a time: the person was warned to come after healing (R10-1.4.2).
        TemporaryDamage = "temporary-damage",
        /// The application for the document, visa or permit was withdrawn.
        ApplicationWithdrawn = "application-withdrawn",
        /// The person did not come back.
        DidNotReturn = "did-not-return",
        /// Opened by mistake, or twice.
        OpenedInError = "opened-in-error",
        /// Another body is competent.
        OtherBody = "other-body",
        /// Identity and prints do not belong together: people inquire.
        Inquiry = "inquiry",
    }
}

impl ClosingReason {
    /// The one outcome this reason leads to.
    pub const fn outcome(self) -> ClosingOutcome {
        match self {
            Self::TemporaryDamage => ClosingOutcome::Postponed,
            Self::ApplicationWithdrawn | Self::DidNotReturn | Self::OpenedInError => {
                ClosingOutcome::Withdrawn
            }
            Self::OtherBody | Self::Inquiry => ClosingOutcome::PassedOn,
        }
    }
}
