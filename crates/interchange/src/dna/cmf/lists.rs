//! Closed lists of CMF: categories, names of loci.

use genomics::Locus;
use genomics::profile::ProfileKind;

/// Categories of specimens: those of 3.2 and the ones added since.
pub const CATEGORIES: [&str; 35] = [
    "Alleged Father",
    "Alleged Mother",
    "Arrestee",
    "Biological Child",
    "Biological Father",
    "Biological Mother",
    "Biological Sibling",
    "CO Duplicate",
    "Convicted Offender",
    "Deceased",
    "Deduced Missing Person",
    "Deduced Suspect",
    "Deduced Victim Known",
    "Detainee",
    "Elimination, Known",
    "Forensic Mixture",
    "Forensic Partial",
    "Forensic Targeted",
    "Forensic, Unknown",
    "Juvenile",
    "Legal",
    "Maternal Relative",
    "Missing Person",
    "Multi-allelic Offender",
    "Other",
    "Paternal Relative",
    "Population",
    "Proficiency",
    "Spouse",
    "Staff",
    "Suspect, Known",
    "Unidentified Person",
    "Unreviewed Offender",
    "Victim, Known",
    "Volunteer",
];

/// Categories that may be anybody's or several people's: the alleles decide.
const UNDECIDED: [&str; 6] = [
    "Forensic Partial",
    "Forensic Targeted",
    "Forensic, Unknown",
    "Other",
    "Proficiency",
    "Unidentified Person",
];

/// Whose alleles a profile of this category shows; `None` = the category does not say, or is none of CMF.
pub(in crate::dna) fn kind_of_category(category: &str) -> Option<ProfileKind> {
    match category {
        "Forensic Mixture" => Some(ProfileKind::Mixture),
        _ if UNDECIDED.contains(&category) || !CATEGORIES.contains(&category) => None,
        _ => Some(ProfileKind::Single),
    }
}

/// Catalogue name, name in CMF, whether 3.2 has it.
const LOCI: [(&str, &str, bool); 52] = [
    ("AMEL", "Amelogenin", true),
    ("CSF1PO", "CSF1PO", true),
    ("D13S317", "D13S317", true),
    ("D16S539", "D16S539", true),
    ("D18S51", "D18S51", true),
    ("D19S433", "D19S433", true),
    ("D21S11", "D21S11", true),
    ("D2S1338", "D2S1338", true),
    ("D3S1358", "D3S1358", true),
    ("D5S818", "D5S818", true),
    ("D7S820", "D7S820", true),
    ("D8S1179", "D8S1179", true),
    ("FGA", "FGA", true),
    ("Penta D", "Penta D", true),
    ("Penta E", "Penta E", true),
    ("TH01", "TH01", true),
    ("TPOX", "TPOX", true),
    ("vWA", "vWA", true),
    ("D10S1248", "D10S1248", false),
    ("D12S391", "D12S391", false),
    ("D1S1656", "D1S1656", false),
    ("D22S1045", "D22S1045", false),
    ("D2S441", "D2S441", false),
    ("SE33", "SE33", false),
    ("DYF387S1", "DYF387S1", false),
    ("DYS19", "DYS19", false),
    ("DYS385", "DYS385", false),
    ("DYS389I", "DYS389 I", false),
    ("DYS389II", "DYS389 II", false),
    ("DYS390", "DYS390", false),
    ("DYS391", "DYS391", false),
    ("DYS392", "DYS392", false),
    ("DYS393", "DYS393", false),
    ("DYS437", "DYS437", false),
    ("DYS438", "DYS438", false),
    ("DYS439", "DYS439", false),
    ("DYS448", "DYS448", false),
    ("DYS449", "DYS449", false),
    ("DYS456", "DYS456", false),
    ("DYS458", "DYS458", false),
    ("DYS460", "DYS460", false),
    ("DYS481", "DYS481", false),
    ("DYS518", "DYS518", false),
    ("DYS533", "DYS533", false),
    ("DYS549", "DYS549", false),
    ("DYS570", "DYS570", false),
    ("DYS576", "DYS576", false),
    ("DYS627", "DYS627", false),
    ("DYS635", "DYS635", false),
    ("DYS643", "DYS643", false),
    ("Y-GATA-H4", "YGATAH4", false),
    ("Yindel", "Yindel", false),
];

/// Name of a locus in CMF and whether 3.2 has it; `None` = CMF has no such locus.
pub(super) fn name_of(locus: Locus) -> Option<(&'static str, bool)> {
    LOCI.iter().find(|(own, ..)| *own == locus.name()).map(|(_, name, is_32)| (*name, *is_32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locus_of_the_list_is_of_the_catalogue_and_read_back_by_its_name() {
        for (own, name, _) in LOCI {
            let locus = Locus::named(own).unwrap();
            assert_eq!((locus.name(), Locus::named(name).unwrap()), (*own, locus));
        }
    }

    #[test]
    fn categories_are_in_order_and_say_whose_alleles() {
        assert!(CATEGORIES.is_sorted());
        assert_eq!(kind_of_category("Forensic Mixture"), Some(ProfileKind::Mixture));
        assert_eq!(kind_of_category("Convicted Offender"), Some(ProfileKind::Single));
        assert_eq!((kind_of_category("Forensic, Unknown"), kind_of_category("SIMPLE")), (None, None));
        assert!(UNDECIDED.iter().all(|category| CATEGORIES.contains(category)));
    }
}
