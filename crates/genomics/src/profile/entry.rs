//! Quality on entry: what speaks against a profile before it is accepted, with reasons.

use super::genotype::Genotype;
use super::versions::{Profile, ProfileKind};
use crate::kit::Kit;
use crate::locus::{Locus, LocusKind};

/// What a category of profiles must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRules {
    /// Loci that may be stored at all: nothing else is accepted.
    pub accepted: Vec<Locus>,
    /// Least number of autosomal loci.
    pub autosomal_min: usize,
    /// Most alleles a locus of a mixture may show.
    pub mixture_alleles_max: usize,
}

/// Something to say about a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where; `None` for the whole profile.
    pub locus: Option<Locus>,
    /// What.
    pub kind: RemarkKind,
}

/// What may be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemarkKind {
    /// Refused: the locus is not configured.
    #[error("not among the accepted identity loci: take it out of the profile")]
    NotAccepted,
    /// Refused: too little to search with.
    #[error("{typed} autosomal loci, at least {least} are needed: type again")]
    TooFewLoci {
        /// How many there are.
        typed: usize,
        /// How many must be.
        least: usize,
    },
    /// Refused: too many people to search for.
    #[error("{alleles} alleles, at most {most} are accepted in a mixture")]
    TooManyAlleles {
        /// How many there are.
        alleles: usize,
        /// How many may be.
        most: usize,
    },
    /// To check: the kit does not type the locus.
    #[error("the kit {kit} does not type this locus: check the kit or the locus")]
    NotOfKit {
        /// The kit.
        kit: String,
    },
    /// To check: outside what the ladder calibrates.
    #[error("allele {allele} lies outside the ladder of {kit} ({least} to {greatest}): confirm it")]
    OffLadder {
        /// The designation.
        allele: String,
        /// The kit.
        kit: String,
        /// Least allele of the ladder.
        least: String,
        /// Greatest allele of the ladder.
        greatest: String,
    },
    /// To check: three alleles.
    #[error("three alleles: confirm that it is one person; the locus enters no likelihood")]
    ThreeAlleles,
    /// To check: only one allele is certain.
    #[error("one allele may have dropped out: type again if material is left")]
    OneAllele,
    /// To check: the sex marker contradicts the Y loci.
    #[error("Y loci are typed but amelogenin shows no Y: deletion or mixed samples, confirm")]
    YWithoutSexMarker,
}

impl RemarkKind {
    /// Whether the profile cannot be accepted; the rest a reviewer confirms.
    pub fn refuses(&self) -> bool {
        matches!(self, Self::NotAccepted | Self::TooFewLoci { .. } | Self::TooManyAlleles { .. })
    }
}

/// Everything to say about a profile; empty = accepted without remarks.
pub fn check_entry(profile: &Profile, kit: Option<&Kit>, rules: &EntryRules) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (locus, genotype) in profile.loci() {
        let mut say = |kind| remarks.push(Remark { locus: Some(locus), kind });
        if !rules.accepted.contains(&locus) {
            say(RemarkKind::NotAccepted);
        }
        match genotype {
            Genotype::Three(..) => say(RemarkKind::ThreeAlleles),
            Genotype::OneAllele(_) => say(RemarkKind::OneAllele),
            Genotype::Mixture(calls) if calls.len() > rules.mixture_alleles_max => {
                say(RemarkKind::TooManyAlleles { alleles: calls.len(), most: rules.mixture_alleles_max });
            }
            _ => {}
        }
        if let Some(kit) = kit {
            against_kit(kit, locus, genotype, &mut say);
        }
    }
    let typed = profile.loci().filter(|(locus, _)| locus.kind() == LocusKind::Autosomal).count();
    if typed < rules.autosomal_min {
        let kind = RemarkKind::TooFewLoci { typed, least: rules.autosomal_min };
        remarks.push(Remark { locus: None, kind });
    }
    let of_y = |kind| matches!(kind, LocusKind::Y | LocusKind::YSeveral);
    let no_y = profile.loci().any(|(_, genotype)| matches!(genotype, Genotype::Sex { y: false }));
    if profile.kind() == ProfileKind::Single && no_y && profile.loci().any(|(locus, _)| of_y(locus.kind())) {
        remarks.push(Remark { locus: None, kind: RemarkKind::YWithoutSexMarker });
    }
    remarks
}

fn against_kit(kit: &Kit, locus: Locus, genotype: &Genotype, say: &mut impl FnMut(RemarkKind)) {
    let Some(own) = kit.locus(locus) else {
        return say(RemarkKind::NotOfKit { kit: kit.name.to_owned() });
    };
    let Some((least, greatest)) = own.range() else { return };
    for call in genotype.calls() {
        if call.named().is_none_or(|allele| allele < least || allele > greatest) {
            say(RemarkKind::OffLadder {
                allele: call.to_string(),
                kit: kit.name.to_owned(),
                least: least.to_string(),
                greatest: greatest.to_string(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::kit;

    fn rules(kit: &Kit) -> EntryRules {
        EntryRules {
            accepted: kit.loci.iter().map(|own| own.locus).collect(),
            autosomal_min: 2,
            mixture_alleles_max: 4,
        }
    }

    fn remarks(kind: ProfileKind, rows: &[(&str, &str)]) -> Vec<(Option<&'static str>, bool, String)> {
        let kit = kit("COrDIS Plus").unwrap();
        let rows: Vec<(&str, Vec<&str>)> =
            rows.iter().map(|(name, text)| (*name, text.split(',').collect())).collect();
        let profile = Profile::read(kind, &rows).unwrap();
        check_entry(&profile, Some(&kit), &rules(&kit))
            .into_iter()
            .map(|remark| (remark.locus.map(Locus::name), remark.kind.refuses(), remark.kind.to_string()))
            .collect()
    }

    #[test]
    fn a_clean_profile_has_no_remarks() {
        let rows = [("TH01", "6,9.3"), ("FGA", "20,22"), ("AMEL", "X,Y")];
        assert_eq!(remarks(ProfileKind::Single, &rows), []);
    }

    #[test]
    fn every_reason_names_its_locus() {
        let rows = [
            ("TH01", "3,9.3"),
            ("D2S1338", "17,20"),
            ("FGA", "20,F"),
            ("D18S51", "14,15,16"),
            ("vWA", "16,>22"),
        ];
        let remarks = remarks(ProfileKind::Single, &rows);
        let of = |locus: &str| -> Vec<&str> {
            remarks.iter().filter(|(own, ..)| *own == Some(locus)).map(|(.., words)| words.as_str()).collect()
        };
        assert!(of("TH01")[0].contains("allele 3 lies outside the ladder of COrDIS Plus (4 to 13.3)"));
        assert!(of("D2S1338")[0].contains("not among") && of("D2S1338")[1].contains("does not type"));
        assert!(of("FGA")[0].contains("dropped out") && of("D18S51")[0].contains("three alleles"));
        assert!(of("vWA")[0].contains(">22"));
        assert_eq!(remarks.iter().filter(|(_, refuses, _)| *refuses).count(), 1);
    }

    #[test]
    fn too_few_loci_and_too_many_alleles_are_refused() {
        let few = remarks(ProfileKind::Single, &[("TH01", "6,7")]);
        assert!(few[0].1 && few[0].2.contains("1 autosomal loci, at least 2"));
        let many = remarks(ProfileKind::Mixture, &[("TH01", "6,7,8,9,9.3"), ("FGA", "20")]);
        assert!(many[0].1 && many[0].2.contains("5 alleles, at most 4"));
    }

    #[test]
    fn a_y_locus_without_y_is_remarked() {
        let kit = kit("GlobalFiler").unwrap();
        let rows = [
            ("AMEL", vec!["X", "X"]),
            ("DYS391", vec!["10"]),
            ("TH01", vec!["6", "7"]),
            ("FGA", vec!["20", "21"]),
        ];
        let profile = Profile::read(ProfileKind::Single, &rows).unwrap();
        let remarks = check_entry(&profile, Some(&kit), &rules(&kit));
        assert_eq!(remarks, [Remark { locus: None, kind: RemarkKind::YWithoutSexMarker }]);
    }
}
