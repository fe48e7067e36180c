//! Names of the tables and columns of oversight reports (users.md section 7), each with its words in three languages.

macro_rules! names {
    ($(#[$doc:meta])* $name:ident ($prefix:literal) { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub(crate) fn key(self) -> &'static str {
                match self { $(Self::$variant => concat!($prefix, $code),)* }
            }
        }
    };
}

names! {
    /// A table of a report.
    ReportTableName ("table-") {
        /// What is held and what flowed in.
        Flow = "flow",
        /// By basis of registration.
        ByBasis = "by-basis",
        /// By month.
        ByMonth = "by-month",
        /// By region or mission.
        ByPlace = "by-place",
        /// Uses by purpose and body (R5.1.2).
        Uses = "uses",
        /// Searches off by default, each by itself.
        GatedSearches = "gated-searches",
        /// Hits, confirmed and rejected.
        Hits = "hits",
        /// Missing persons and corpses identified.
        Missing = "missing",
        /// Transfers by state and treaty.
        Transfers = "transfers",
        /// Destructions due, done, overdue, blocked.
        Destructions = "destructions",
        /// Reading tests of the archive.
        Archive = "archive",
        /// Blocks by reason.
        Blocks = "blocks",
        /// Requests of subjects and how long they took.
        Requests = "requests",
        /// Complaints, court cases, their outcomes.
        Complaints = "complaints",
        /// Breaches.
        Breaches = "breaches",
        /// Yearly attestation of users.
        Attestation = "attestation",
        /// Accuracy of the matcher on public test sets.
        Accuracy = "accuracy",
    }
}

names! {
    /// A column of figures.
    ColumnName ("figure-") {
        /// At the end of the period.
        Held = "held",
        /// Registered.
        Registered = "registered",
        /// Verified.
        Verified = "verified",
        /// Declined.
        Declined = "declined",
        /// Exempt.
        Exempt = "exempt",
        /// Postponed.
        Postponed = "postponed",
        /// Duty refused.
        Refused = "refused",
        /// Count.
        Count = "count",
        /// Hits.
        Hits = "hits",
        /// Confirmed by two examiners.
        Confirmed = "confirmed",
        /// Rejected.
        Rejected = "rejected",
        /// Due.
        Due = "due",
        /// Done.
        Done = "done",
        /// Overdue.
        Overdue = "overdue",
        /// Blocked.
        Blocked = "blocked",
        /// In.
        Incoming = "incoming",
        /// Out.
        Outgoing = "outgoing",
        /// Upheld.
        Upheld = "upheld",
        /// Median, days.
        MedianDays = "median-days",
        /// Share.
        Share = "share",
    }
}
