//! Closed lists of the law contracts, each member with its code as written in JSON.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident ($list:literal) { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every member, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as written in files.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }

        impl std::str::FromStr for $name {
            type Err = vocabulary::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|m| m.code() == text).ok_or_else(|| vocabulary::UnknownCode {
                    list: $list,
                    text: text.chars().take(80).collect(),
                    known: Self::ALL.iter().map(|m| m.code()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.code()) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use codes;

codes! {
    /// The legal answer of [`crate::decide`].
    Outcome ("outcome") {
        /// Register: voluntarily or by duty, see the type.
        Register = "register",
        /// Compare 1:1 with the person's own live record; not a new registration (Art. 10(3), 16(4)).
        Verify = "verify",
        /// Register the palms: expulsion or readmission without recordable fingers (Art. 10-1(4)).
        Palms = "palms",
        /// The Law exempts the person (Art. 10-1).
        Exempt = "exempt",
        /// The Law has no registration for this case.
        NotApplicable = "not-applicable",
        /// The duty does not exist at this date or for this person any more.
        NotRequired = "not-required",
        /// The record exists but may not be used now; an officer decides.
        Unavailable = "unavailable",
        /// Unlawful: must be refused.
        Refuse = "refuse",
    }
}

codes! {
    /// What was given to the case. Missing evidence never changes the outcome: it holds the capture.
    Evidence ("evidence") {
        /// The person's own consent, separate from the document application (R10.1.1).
        Consent = "consent",
        /// The child's (or minor relative's) own consent (R11.2.1, R21.2.2).
        ChildConsent = "child-consent",
        /// Written application of the legal representative (R11.2.1, R21.2.2).
        RepresentativeApplication = "representative-application",
        /// Presence of the legal representative (R11.2.1, R21.2.2).
        RepresentativePresent = "representative-present",
        /// Written application of the guardian of a person declared incapable (R11.3.1, R21.2.3).
        GuardianApplication = "guardian-application",
        /// Presence of that guardian (R11.3.1, R21.2.3).
        GuardianPresent = "guardian-present",
        /// Decision: seafarer's document (R10.2.1), expulsion or readmission (R10.2.5).
        Decision = "decision",
        /// Judgment of conviction (R18.1.1).
        Judgment = "judgment",
        /// Written application of the relative of a missing citizen (R21.2.1).
        WrittenApplication = "written-application",
        /// Criminal case (R18.1.3) or case of an unidentified corpse (R1.14.1, R18.1.5) opened.
        CaseOpened = "case-opened",
    }
}

codes! {
    /// What the hands of the person allow (Art. 10-1(4)).
    Hands ("hands") {
        /// At least one finger can be recorded.
        Whole = "whole",
        /// Fingers are there, but no pattern of any finger can be recorded.
        FingersUnrecordable = "fingers-unrecordable",
        /// All fingers of both hands are missing.
        NoFingers = "no-fingers",
        /// Both hands are missing.
        NoHands = "no-hands",
    }
}

codes! {
    /// The document of the case, or at the border the document shown.
    Document ("document") {
        /// Identity card of a citizen of Kazakhstan.
        IdentityCard = "identity-card",
        /// Passport (of a citizen of Kazakhstan in bases B1, B1f, B8).
        Passport = "passport",
        /// Diplomatic passport.
        DiplomaticPassport = "diplomatic-passport",
    }
}

codes! {
    /// Categories of Art. 10-1(2), exempt from registration for visas on reciprocity.
    Exemption ("exemption") {
        /// Heads of states, governments, international organisations; family.
        Heads = "10-1(2)(1)",
        /// Members of parliaments, governments, organisations with diplomatic passports; delegations.
        Members = "10-1(2)(2)",
        /// Honorary consuls of Kazakhstan; family.
        HonoraryConsuls = "10-1(2)(3)",
        /// Diplomatic passports and equated passports, on official business.
        OfficialBusiness = "10-1(2)(4)",
        /// Diplomatic couriers with mail and a courier's letter.
        Couriers = "10-1(2)(5)",
        /// Invited by the bodies named there.
        Invited = "10-1(2)(6)",
    }
}

codes! {
    /// Who may ask in writing that a traveller is not verified (Art. 10-1(3)(3)).
    RequestingBody ("requesting body") {
        /// A special state body of Kazakhstan.
        SpecialStateBody = "special-state-body",
        /// The Ministry of Defence.
        MinistryOfDefence = "ministry-of-defence",
        /// The body for foreign policy.
        ForeignPolicyBody = "foreign-policy-body",
    }
}
