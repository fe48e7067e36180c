//! Why a record has no known end, what a person must look at, and what falls due.

use crate::codes::codes;

codes! {
    /// Why a record is kept without a known end. Every open record has one.
    OpenGround ("open ground") {
        /// A living citizen registered by consent (Art. 15(1)).
        LivingCitizen = "living-citizen",
        /// The same, past the hundredth birthday: reviewed yearly (R15.1.2).
        LivingPastHundred = "living-past-hundred",
        /// The event that had armed the end was annulled (R15.1.3).
        EventAnnulled = "event-annulled",
        /// A relative's profile while the person is missing and the case open (Art. 29(3)).
        MissingPerson = "missing-person",
        /// A convict's material until the profile is obtained (Art. 22(2)).
        UntilProfile = "until-profile",
        /// Material that is evidence: the criminal case decides (Art. 22(1)).
        CriminalCase = "criminal-case",
        /// Material that is evidence and has been profiled: to be returned (Art. 23(1)).
        ToBeReturned = "to-be-returned",
        /// No birth date where the term is counted from it: to be established.
        BirthUnknown = "birth-unknown",
    }
}

codes! {
    /// What is to be done with a record from some day on.
    Duty ("duty") {
        /// Move from the database to the archive on carriers, with an act of transfer (R15.2.1).
        Archive = "archive",
        /// Destroy, with an approved act (R17.2.1, R23.2.1).
        Destroy = "destroy",
        /// Return the material to the body of inquiry or investigation (R23.1.1).
        Return = "return",
    }
}

codes! {
    /// What a person must decide or look at; nothing is destroyed by it.
    Review ("review") {
        /// The birth date is incomplete and the term is counted from it (T-6).
        BirthIncomplete = "birth-incomplete",
        /// A living citizen past a hundred, on each birthday (R15.1.2).
        LivingPastHundred = "living-past-hundred",
        /// The crime of a trace is solved (R29.2.1).
        CaseSolved = "case-solved",
        /// A conviction changed otherwise than by acquittal: decision, notice to the prosecutor (R23.3.3).
        ConvictionChanged = "conviction-changed",
        /// A relative's case silent for five years: does the consent stand (R29.3.3).
        RelativeSilent = "relative-silent",
        /// No birth date: the end cannot be counted.
        BirthUnknown = "birth-unknown",
    }
}
