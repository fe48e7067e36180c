//! Relations of two persons that a search may ask for.

use crate::kinship::{Member, Pedigree, PedigreeError, Sex};

/// What the candidate would be of the person searched with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relationship {
    /// A child.
    Child,
    /// A parent.
    Parent,
    /// Of the same two parents.
    FullSibling,
    /// With one parent in common.
    HalfSibling,
    /// A grandparent or grandchild.
    Grandparent,
    /// An uncle, aunt, nephew or niece.
    Avuncular,
    /// A child of a parent's full sibling.
    FirstCousin,
}

/// Identifier of the person searched with.
pub(crate) const QUERY: &str = "query";
/// Identifier of the person found.
pub(crate) const CANDIDATE: &str = "candidate";

impl Relationship {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Child,
        Self::Parent,
        Self::FullSibling,
        Self::HalfSibling,
        Self::Grandparent,
        Self::Avuncular,
        Self::FirstCousin,
    ];

    /// Chances of 0, 1 and 2 alleles identical by descent at a locus (Cotterman's coefficients; Thompson 1975, Ann
    /// Hum Genet 39:173).
    pub const fn kappa(self) -> [f64; 3] {
        match self {
            Self::Child | Self::Parent => [0.0, 1.0, 0.0],
            Self::FullSibling => [0.25, 0.5, 0.25],
            Self::HalfSibling | Self::Grandparent | Self::Avuncular => [0.5, 0.5, 0.0],
            Self::FirstCousin => [0.75, 0.25, 0.0],
        }
    }

    /// Whether a mutation may stand between the two and no other meiosis.
    pub const fn is_parent_and_child(self) -> bool {
        matches!(self, Self::Child | Self::Parent)
    }

    /// The family, for the engine. `mother`: the parent of parent and child is the mother.
    ///
    /// # Errors
    /// Never for these families; the type is that of any pedigree.
    pub(crate) fn pedigree(self, mother: bool) -> Result<Pedigree, PedigreeError> {
        let members: &[(&str, &str, &str)] = match (self, mother) {
            (Self::Child, false) => &[(QUERY, "", ""), (CANDIDATE, QUERY, "")],
            (Self::Child, true) => &[(QUERY, "", ""), (CANDIDATE, "", QUERY)],
            (Self::Parent, false) => &[(CANDIDATE, "", ""), (QUERY, CANDIDATE, "")],
            (Self::Parent, true) => &[(CANDIDATE, "", ""), (QUERY, "", CANDIDATE)],
            (Self::FullSibling, _) => {
                &[("f", "", ""), ("m", "", ""), (QUERY, "f", "m"), (CANDIDATE, "f", "m")]
            }
            (Self::HalfSibling, _) => &[("f", "", ""), (QUERY, "f", ""), (CANDIDATE, "f", "")],
            (Self::Grandparent, _) => &[(CANDIDATE, "", ""), ("f", CANDIDATE, ""), (QUERY, "f", "")],
            (Self::Avuncular, _) => &[
                ("gf", "", ""),
                ("gm", "", ""),
                ("f", "gf", "gm"),
                (CANDIDATE, "gf", "gm"),
                (QUERY, "f", ""),
            ],
            (Self::FirstCousin, _) => &[
                ("gf", "", ""),
                ("gm", "", ""),
                ("f", "gf", "gm"),
                ("u", "gf", "gm"),
                (CANDIDATE, "u", ""),
                (QUERY, "f", ""),
            ],
        };
        let is_mother = |id: &str| members.iter().any(|(_, _, mother)| *mother == id);
        let parent = |id: &str| (!id.is_empty()).then(|| id.to_owned());
        let member = |&(id, father, mother): &(&str, &str, &str)| Member {
            id: id.to_owned(),
            father: parent(father),
            mother: parent(mother),
            sex: if is_mother(id) { Sex::Female } else { Sex::Male },
        };
        Pedigree::new(&members.iter().map(member).collect::<Vec<_>>())
    }

    /// The two as strangers.
    ///
    /// # Errors
    /// As [`Relationship::pedigree`].
    pub(crate) fn strangers() -> Result<Pedigree, PedigreeError> {
        let stranger = |id: &str| Member { id: id.to_owned(), father: None, mother: None, sex: Sex::Unknown };
        Pedigree::new(&[stranger(QUERY), stranger(CANDIDATE)])
    }
}
