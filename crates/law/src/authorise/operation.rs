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
        /// Stop all processing of a record (Art. 9(2)).
        BlockRecord = "block-record",
        /// Prolong a block after its review (R9.2.3).
        ReviewBlock = "review-block",
        /// Ask for the end of a block, and as a second person end it (R9.2.2).
        UnblockRecord = "unblock-record",
        /// Ask for the link to the person to be cut, and as a second key holder cut it (Art. 9(1)).
        DepersonaliseRecord = "depersonalise-record",
        /// Ask for the link to be joined again, and as a second key holder join it (R9.1.2).
        RepersonaliseRecord = "repersonalise-record",
        /// Withhold a record from searches (R10.1.4, R23.3.1).
        WithholdRecord = "withhold-record",
        /// End the withholding by a recorded decision (R23.3.2).
        RestoreRecord = "restore-record",
        /// Note an event of civil status, citizenship, a court or a case that moves a term (Art. 15, 29).
        NoteEvent = "note-event",
        /// Annul such an event (R15.1.3).
        AnnulEvent = "annul-event",
        /// Take in the signed feed of civil-status events.
        ReceiveEvents = "receive-events",
        /// The daily sweep: mark what is due, every record by its term (R17.2.1).
        Sweep = "sweep",
        /// See the terms, states and due lists: registry numbers, no names.
        ViewTerms = "view-terms",
        /// Sign the report on a change of the terms (R3.1.1, T-10).
        SignTerms = "sign-terms",
        /// Confirm it, as another officer: from then on the new terms count.
        ConfirmTerms = "confirm-terms",
        /// Correct or supplement personal data (R13.1.1).
        CorrectPerson = "correct-person",
        /// See what personal data said before they were corrected (R13.1.4).
        ViewSuperseded = "view-superseded",
        /// Add a better print to a record (R13.1.2).
        SupplementPrint = "supplement-print",
        /// Draw up an act of destruction or of transfer to the archive (R17.3.1, R15.2.1).
        DrawUpAct = "draw-up-act",
        /// Sign an act as a member of its commission.
        SignAct = "sign-act",
        /// Approve an act as the head (Art. 17(3), 23(4)).
        ApproveAct = "approve-act",
        /// Withdraw an act that was not executed.
        WithdrawAct = "withdraw-act",
        /// Execute an approved act.
        ExecuteAct = "execute-act",
        /// See acts and their receipts.
        ViewAct = "view-act",
        /// Certify to a person that their record was destroyed (R17.3.4, R23.4.2).
        CertifyDestruction = "certify-destruction",
        /// Enter a carrier of the archive (R1.13.1).
        RegisterCarrier = "register-carrier",
        /// Record the review or reading test of a carrier (R15.2.4).
        CheckCarrier = "check-carrier",
        /// Ask for one record out of the archive, and as a second person take it out (R15.2.2).
        RetrieveRecord = "retrieve-record",
        /// Ask for a search that is off by default (C-24 to C-26).
        AskSearch = "ask-search",
        /// Agree, as a second person of another unit, to a search that is off by default (C-24 to C-26).
        ApproveSearch = "approve-search",
        /// See which such searches were asked for, agreed to and made.
        ViewSearches = "view-searches",
        /// Take a step of a matter: a request, an order, a finding, an agreement, a piece of material. Who takes it in
        /// which state stands in the tables of [`crate::MatterKind`].
        StepMatter = "step-matter",
        /// See matters of a kind.
        ViewMatters = "view-matters",
        /// Begin a new epoch of key-encryption keys, rewrap, retire the old one.
        RotateKeys = "rotate-keys",
        /// Answer a traveller at the lane where no finger is compared: exempt, not applicable, unavailable, or that a
        /// finger is to be taken (R16.4.1).
        CheckTraveller = "check-traveller",
        /// Decide at the second line of the border about a traveller the lane sent there (R16.4.2).
        DecideSecondLine = "decide-second-line",
        /// See who waits at the second line, and the requests and findings that exempt travellers.
        ViewLane = "view-lane",
        /// Enter a written request that exempts a traveller (R10-1.3.3).
        EnterLaneRequest = "enter-lane-request",
        /// Confirm it, turn it down or end it, as another officer.
        ConfirmLaneRequest = "confirm-lane-request",
        /// Enter the finding that all fingers or both hands of a traveller are missing (R10-1.4.5).
        EnterHandsFinding = "enter-hands-finding",
        /// Confirm it, turn it down or end it, as another officer.
        ConfirmHandsFinding = "confirm-hands-finding",
    }
}
