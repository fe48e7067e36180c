//! Which query may reach which gallery (law.md 6.3, R5-1.1): allowed, gated or refused, each with requirement and
//! article. Relatives' information meets unidentified corpses only (Art. 28(2), R28.2.1, C-24): proven at the end.

use jiff::ToSpan;
use jiff::civil::Date;
use vocabulary::Basis;

use crate::codes::codes;
use crate::lifecycle::KeyHolder;
use crate::requirement::{Article, Requirement, art, r};

codes! {
    /// What is searched with (law.md 6.3, its rows).
    QueryKind ("query") {
        /// Verification of the same person, 1:1 (R1.12.1).
        Verification = "verification",
        /// Duplicate check at registration (R11.4.6).
        DuplicateCheck = "duplicate-check",
        /// An unknown living person, such as one without memory (R16.1.1).
        UnknownLiving = "unknown-living",
        /// The fingers of an unidentified corpse (R16.1.1).
        UnidentifiedCorpseFingers = "unidentified-corpse-fingers",
        /// A mark of a crime scene (C-25).
        CrimeSceneMark = "crime-scene-mark",
        /// Control of foreigners and stateless persons (R16.2.1).
        ForeignerControl = "foreigner-control",
        /// The profile of a convicted person (R21.5.1, R28.1.1).
        G1 = "g1",
        /// The profile of a trace (R28.1.1).
        G2 = "g2",
        /// The profile of a relative of a missing citizen (R28.2.1).
        G3 = "g3",
        /// The profile of an unidentified corpse (R28.1.2, R28.1.3).
        G4 = "g4",
        /// Family relation of two named persons, by decision (R28.1.4, C-26).
        NamedPair = "named-pair",
        /// The request of a foreign state under a treaty (R9.5.1, R9.5.2).
        ForeignRequest = "foreign-request",
    }
}

codes! {
    /// Whether a query may reach a gallery.
    Access ("access") {
        /// Allowed.
        Allowed = "allowed",
        /// Off by default: switched on, it needs a ground document and an approver of another unit (C-24 to C-26).
        Gated = "gated",
        /// Never; also where the Law knows no such comparison, as of fingers with DNA.
        Refused = "refused",
    }
}

/// One cell of the table, with the requirement and article that say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchRule {
    /// Whether the query may reach the gallery.
    pub access: Access,
    /// The requirement.
    pub requirement: Requirement,
    /// Its article.
    pub article: Article,
}

codes! {
    /// Why an agreement that is there does not open the search that is made.
    Unfit ("reason against an approval") {
        /// A search was made under it already.
        Used = "used",
        /// It was given for other fingers.
        OtherFingers = "other-fingers",
        /// It was given for another query, case or ground.
        OtherSearch = "other-search",
    }
}

/// Days after the day of asking on which a gated search may be agreed to and made. A Friday's question is answered on
/// Monday; longer, the ground may have fallen away unseen, and agreements in stock would be a standing permission.
pub const OPEN_DAYS: i32 = 3;

/// The last day on which a search that was asked for on a day may be agreed to and made.
pub fn open_until(asked_on: Date) -> Date {
    asked_on.saturating_add(OPEN_DAYS.days())
}

/// A search to be authorised, with the facts a gated one needs.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// What is searched with.
    pub query: QueryKind,
    /// Every gallery it reaches, by the basis of its records.
    pub galleries: &'a [Basis],
    /// The rule catalogue has switched this gated search on; default off (C-24 to C-26).
    pub switched_on: bool,
    /// Number of the legal document that is the ground of this one search.
    pub ground_document: Option<&'a str>,
    /// The article of the Law or of another law that the document rests on (R16.3.1).
    pub ground_article: Option<&'a str>,
    /// Who asked, when the call is the approval or the search made under one.
    pub asked_by: Option<KeyHolder>,
    /// The day it was asked for: [`open_until`].
    pub asked_on: Option<Date>,
    /// Who agreed, when the call is the search.
    pub approved_by: Option<KeyHolder>,
    /// Why the agreement is not for this search; `None` when it is.
    pub unfit: Option<Unfit>,
}

impl<'a> Search<'a> {
    /// A search that nobody has switched on, grounded or approved.
    pub const fn new(query: QueryKind, galleries: &'a [Basis]) -> Self {
        Self {
            query,
            galleries,
            switched_on: false,
            ground_document: None,
            ground_article: None,
            asked_by: None,
            asked_on: None,
            approved_by: None,
            unfit: None,
        }
    }
}

/// What a granted search may reach. Its fields are private: only a [`crate::Grant`] of a search makes one, and whoever
/// compares anything takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPass {
    pub(crate) query: QueryKind,
    pub(crate) galleries: Vec<Basis>,
}

impl SearchPass {
    /// What is searched with.
    pub fn query(&self) -> QueryKind {
        self.query
    }

    /// The galleries, by the basis of their records.
    pub fn galleries(&self) -> &[Basis] {
        &self.galleries
    }

    /// Whether a record on this basis may be compared.
    pub fn reaches(&self, basis: Basis) -> bool {
        self.galleries.contains(&basis)
    }
}

/// The answer of law.md 6.3 for a query and a gallery. Verifications and duplicate checks of seafarers are the body for
/// transport's, in its own store, and theirs only there ([`crate::authorise`] holds the body against it).
pub const fn may_search(query: QueryKind, gallery: Basis) -> SearchRule {
    let [citizens, foreigners, seafarers, children, convicts, traces, relatives, corpses] = row(query);
    match gallery {
        Basis::B1 | Basis::B1f => citizens,
        Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7 => foreigners,
        Basis::B2 => seafarers,
        Basis::B8 => children,
        Basis::G1 => convicts,
        Basis::G2 => traces,
        Basis::G3 => relatives,
        Basis::G4 => corpses,
        // A border verification keeps no record (C-12).
        Basis::BV => no("R16.4.1", "16(4)"),
    }
}

/// The cells of a query, in the order of the columns of law.md 6.3.
#[rustfmt::skip]
const fn row(query: QueryKind) -> [SearchRule; 8] {
    // Fingers are compared with fingers and DNA with DNA: two subsystems (R27.1.1).
    const NONE: SearchRule = no("R27.1.1", "27");
    // Relatives' information serves Art. 28(1)(3) only.
    const WALL: SearchRule = no("R28.2.1", "28(2)");
    match query {
        //                                     citizens                 foreigners               seafarers                children
        QueryKind::Verification =>            [ok("R16.1.1", "16(1)"),   ok("R16.1.1", "16(1)"),   ok("R14.2.1", "14"),     ok("R16.1.1", "16(1)"),   NONE, NONE, NONE, NONE],
        QueryKind::DuplicateCheck =>          [ok("R11.4.6", "11(4)"),   ok("R11.4.6", "11(4)"),   ok("R14.2.1", "14"),     ok("R11.4.6", "11(4)"),   NONE, NONE, NONE, NONE],
        QueryKind::UnknownLiving =>           [gate("R16.1.1", "16(1)"), gate("R16.1.1", "16(1)"), gate("R14.2.1", "14"),   gate("R16.1.1", "16(1)"),
        //                                     convicts                 traces                   relatives                corpses
                                               no("R28.1.1", "28(1)"),  no("R28.1.1", "28(1)"),  WALL,                    no("R28.1.1", "28(1)")],
        QueryKind::UnidentifiedCorpseFingers => [ok("R16.1.1", "16(1)"), ok("R16.1.1", "16(1)"),   gate("R14.2.1", "14"),   ok("R16.1.1", "16(1)"),   NONE, NONE, NONE, NONE],
        QueryKind::CrimeSceneMark =>          [gate("R16.3.1", "16(3)"), gate("R16.3.1", "16(3)"), no("R16.3.1", "16(3)"),  no("R16.3.1", "16(3)"),   NONE, NONE, NONE, NONE],
        QueryKind::ForeignerControl =>        [no("R16.2.1", "16(2)"),   ok("R16.2.1", "16(2)"),   no("R16.2.1", "16(2)"),  no("R16.2.1", "16(2)"),   NONE, NONE, NONE, NONE],
        QueryKind::G1 =>        [NONE, NONE, NONE, NONE, ok("R21.5.1", "21(5)"),      ok("R28.1.1", "28(1)(1)"),   WALL,                      ok("R28.1.3", "28(1)(3)")],
        QueryKind::G2 =>        [NONE, NONE, NONE, NONE, ok("R28.1.1", "28(1)(1)"),   ok("R28.1.1", "28(1)(1)"),   WALL,                      ok("R28.1.1", "28(1)(1)")],
        QueryKind::G3 =>        [NONE, NONE, NONE, NONE, WALL,                        WALL,                        WALL,                      ok("R28.1.3", "28(1)(3)")],
        QueryKind::G4 =>        [NONE, NONE, NONE, NONE, ok("R28.1.3", "28(1)(3)"),   ok("R28.1.1", "28(1)(1)"),   ok("R28.1.3", "28(1)(3)"), ok("R28.1.2", "28(1)(2)")],
        QueryKind::NamedPair => [NONE, NONE, NONE, NONE, gate("R28.1.4", "28(1)(4)"), gate("R28.1.4", "28(1)(4)"), WALL,                      gate("R28.1.4", "28(1)(4)")],
        QueryKind::ForeignRequest =>          [gate("R9.5.2", "9(5)"),   gate("R9.5.2", "9(5)"),   no("R9.5.1", "9(5)"),    no("R9.5.1", "9(5)"),
                                               gate("R9.5.2", "9(5)"),   gate("R9.5.2", "9(5)"),   WALL,                    gate("R9.5.2", "9(5)")],
    }
}

const fn cell(access: Access, requirement: &'static str, article: &'static str) -> SearchRule {
    SearchRule { access, requirement: r(requirement), article: art(article) }
}

const fn ok(requirement: &'static str, article: &'static str) -> SearchRule {
    cell(Access::Allowed, requirement, article)
}

const fn gate(requirement: &'static str, article: &'static str) -> SearchRule {
    cell(Access::Gated, requirement, article)
}

const fn no(requirement: &'static str, article: &'static str) -> SearchRule {
    cell(Access::Refused, requirement, article)
}

/// The wall of Art. 28(2), proven while compiling: relatives' profiles are searched against corpses only, and nothing
/// but a corpse's profile is searched against them. Another table does not compile.
const _: () = {
    let mut i = 0;
    while i < QueryKind::ALL.len() {
        let mut j = 0;
        while j < Basis::ALL.len() {
            let (query, gallery) = (QueryKind::ALL[i], Basis::ALL[j]);
            let reached = !matches!(may_search(query, gallery).access, Access::Refused);
            let by_relatives = matches!(query, QueryKind::G3);
            let of_relatives = matches!(gallery, Basis::G3);
            assert!(!(reached && by_relatives) || matches!(gallery, Basis::G4));
            assert!(!(reached && of_relatives) || matches!(query, QueryKind::G4));
            j += 1;
        }
        i += 1;
    }
};
