//! The operations of the registry. A new one gets a name here and rows in the policy.

use crate::codes::codes;

codes! {
    /// What an actor asks the registry to do.
    Operation ("operation") {
        /// Open a case on a basis.
        OpenCase = "open-case",
        /// Add evidence to a case.
        GiveEvidence = "give-evidence",
        /// Read fingers or palms for a registration.
        Capture = "capture",
        /// Search the permitted galleries for the same person, 1:N, before registering (R11.4.6).
        CheckDuplicates = "check-duplicates",
        /// Decide on a candidate a search proposed.
        AdjudicateCandidate = "adjudicate-candidate",
        /// Register: accumulate and store.
        Register = "register",
        /// Record that the person declines (R10.1.2) or refuses (R7.2.2).
        Decline = "decline",
        /// Close a case with outcome and reason.
        CloseCase = "close-case",
        /// Compare with the person's own record, 1:1.
        Verify = "verify",
        /// Find an unknown person, 1:N.
        Identify = "identify",
        /// See a person's record.
        ViewRecord = "view-record",
        /// See a case or the list of cases.
        ViewCase = "view-case",
        /// See prints under random numbers for an examination: candidates that wait, and the fingers of
        /// either side. No name, no case.
        ViewPrints = "view-prints",
        /// Find a person in the identity store by document, number or name.
        SearchPerson = "search-person",
        /// See or export the ledger.
        ViewLedger = "view-ledger",
        /// Create, change or close officers' accounts.
        ManageOfficers = "manage-officers",
        /// Begin a session.
        SignIn = "sign-in",
    }
}
