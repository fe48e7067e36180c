//! Loci: what they are for, and the one name each has here however a laboratory writes it.

use std::fmt;

use crate::allele::shown;

/// What a locus may be used for. Kits mix kinds: DYS391 and sensors of quality sit inside autosomal kits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocusKind {
    /// Autosomal STR: two alleles, one from each parent; enters likelihoods.
    Autosomal,
    /// Y-chromosomal STR: one haplotype from the father; never multiplied per locus.
    Y,
    /// Y-chromosomal STR that stands on the chromosome more than once: an unordered set.
    YSeveral,
    /// X-chromosomal STR: other formulas; not in the autosomal product.
    X,
    /// Tells sex (amelogenin, Y indel): checked, never in a likelihood.
    Sex,
    /// Tells whether the amplification went well.
    Sensor,
}

/// A locus of the catalogue. Two are equal when they are the same locus.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locus(u8);

/// Canonical name, kind, other spellings (besides case, blanks, `-` and `_`, which do not count).
/// Identity markers only: the catalogue holds no locus known to tell of illness or appearance.
const CATALOGUE: &[(&str, LocusKind, &[&str])] = {
    use LocusKind::{Autosomal as A, Sensor, Sex, X, Y, YSeveral};
    &[
        ("D1S1656", A, &[]),
        ("TPOX", A, &["TP0X", "HUMTPOX"]),
        ("D2S441", A, &[]),
        ("D2S1338", A, &[]),
        ("D3S1358", A, &[]),
        ("FGA", A, &["HUMFIBRA", "FIBRA"]),
        ("D5S818", A, &[]),
        ("CSF1PO", A, &["CSF", "CSF1P0", "HUMCSF1PO"]),
        ("SE33", A, &["ACTBP2", "HUMACTBP2"]),
        ("D6S1043", A, &[]),
        ("D7S820", A, &[]),
        ("D8S1179", A, &[]),
        ("D10S1248", A, &[]),
        ("TH01", A, &["THO1", "TC11", "HUMTH01"]),
        ("vWA", A, &["VWF", "HUMVWFA31", "HUMVWFA31A"]),
        ("D12S391", A, &[]),
        ("D13S317", A, &[]),
        ("Penta E", A, &[]),
        ("D16S539", A, &[]),
        ("D18S51", A, &[]),
        ("D19S433", A, &[]),
        ("D21S11", A, &[]),
        ("Penta D", A, &[]),
        ("D22S1045", A, &[]),
        ("F13A01", A, &["F13A1"]),
        ("F13B", A, &[]),
        ("FESFPS", A, &["FES/FPS", "FES"]),
        ("LPL", A, &[]),
        ("Penta C", A, &[]),
        ("D2S1360", A, &[]),
        ("D3S1744", A, &[]),
        ("D4S2366", A, &[]),
        ("D4S2408", A, &[]),
        ("D5S2500", A, &[]),
        ("D5S2800", A, &[]),
        ("D6S474", A, &[]),
        ("D7S1517", A, &[]),
        ("D7S3048", A, &[]),
        ("D8S1132", A, &[]),
        ("D9S1122", A, &[]),
        ("D10S2325", A, &[]),
        ("D11S2368", A, &[]),
        ("D13S325", A, &[]),
        ("D14S1434", A, &[]),
        ("D15S659", A, &[]),
        ("D17S1301", A, &[]),
        ("D18S1364", A, &[]),
        ("D19S253", A, &[]),
        ("D20S482", A, &[]),
        ("D21S2055", A, &[]),
        ("D22GATA198B05", A, &[]),
        ("AMEL", Sex, &["AMELOGENIN", "AM"]),
        ("Yindel", Sex, &["Y INDEL"]),
        ("QS1", Sensor, &[]),
        ("QS2", Sensor, &[]),
        ("DYS19", Y, &["DYS394"]),
        ("DYS385", YSeveral, &["DYS385AB", "DYS385A/B"]),
        ("DYS389I", Y, &[]),
        ("DYS389II", Y, &[]),
        ("DYS390", Y, &[]),
        ("DYS391", Y, &[]),
        ("DYS392", Y, &[]),
        ("DYS393", Y, &[]),
        ("DYS437", Y, &[]),
        ("DYS438", Y, &[]),
        ("DYS439", Y, &[]),
        ("DYS444", Y, &[]),
        ("DYS447", Y, &[]),
        ("DYS448", Y, &[]),
        ("DYS449", Y, &[]),
        ("DYS456", Y, &[]),
        ("DYS458", Y, &[]),
        ("DYS460", Y, &[]),
        ("DYS481", Y, &[]),
        ("DYS518", Y, &[]),
        ("DYS527", YSeveral, &[]),
        ("DYS533", Y, &[]),
        ("DYS549", Y, &[]),
        ("DYS557", Y, &[]),
        ("DYS570", Y, &[]),
        ("DYS576", Y, &[]),
        ("DYS627", Y, &[]),
        ("DYS635", Y, &["Y GATA C4"]),
        ("DYS643", Y, &[]),
        ("DYF387S1", YSeveral, &["DYF387S1AB"]),
        ("Y-GATA-H4", Y, &["GATA H4", "Y GATA H4.1", "GATA H4.1"]),
        ("DXS7132", X, &[]),
        ("DXS7423", X, &[]),
        ("DXS8378", X, &[]),
        ("DXS10074", X, &[]),
        ("DXS10079", X, &[]),
        ("DXS10101", X, &[]),
        ("DXS10103", X, &[]),
        ("DXS10134", X, &[]),
        ("DXS10135", X, &[]),
        ("DXS10146", X, &[]),
        ("DXS10148", X, &[]),
        ("HPRTB", X, &[]),
    ]
};

impl Locus {
    /// The locus of a name, in any usual spelling.
    ///
    /// # Errors
    /// [`UnknownLocus`] with the name.
    pub fn named(name: &str) -> Result<Self, UnknownLocus> {
        let wanted = folded(name);
        let spells = |(canonical, _, others): &(&str, LocusKind, &[&str])| {
            folded(canonical) == wanted || others.iter().any(|other| folded(other) == wanted)
        };
        let place = CATALOGUE.iter().position(spells).and_then(|place| u8::try_from(place).ok());
        place.map(Self).ok_or_else(|| UnknownLocus { name: shown(name) })
    }

    /// Every locus of the catalogue.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..CATALOGUE.len()).filter_map(|place| u8::try_from(place).ok().map(Self))
    }

    /// Its canonical name.
    pub fn name(self) -> &'static str {
        CATALOGUE[usize::from(self.0)].0
    }

    /// What it may be used for.
    pub fn kind(self) -> LocusKind {
        CATALOGUE[usize::from(self.0)].1
    }
}

/// Spelling without case, blanks, `-` and `_`.
fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).map(|c| c.to_ascii_uppercase()).collect()
}

impl fmt::Display for Locus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Locus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name the catalogue does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "locus `{name}` is not in the catalogue: check the spelling; only configured identity loci are accepted"
)]
pub struct UnknownLocus {
    /// The name, shortened.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn usual_spellings_are_one_locus() {
        for (spelling, name) in [
            ("THO1", "TH01"),
            ("th01", "TH01"),
            ("TP0X", "TPOX"),
            ("VWA", "vWA"),
            ("PENTAE", "Penta E"),
            ("Penta_D", "Penta D"),
            ("amelogenin", "AMEL"),
            ("DYS385 a/b", "DYS385"),
            ("Y_GATA_H4", "Y-GATA-H4"),
            ("ACTBP2", "SE33"),
        ] {
            assert_eq!(Locus::named(spelling).unwrap().name(), name);
        }
        let error = Locus::named("CCR5").unwrap_err().to_string();
        assert!(error.contains("`CCR5`") && error.contains("identity loci"), "{error}");
    }

    #[test]
    fn no_spelling_stands_for_two_loci() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (name, _, others) in CATALOGUE {
            for spelling in std::iter::once(name).chain(*others) {
                let before = seen.insert(folded(spelling), name);
                assert!(before.is_none_or(|before| before == *name), "{spelling}");
            }
        }
        assert!(CATALOGUE.len() <= 256);
    }

    #[test]
    fn what_is_not_autosomal_is_told_apart() {
        let kind = |name: &str| Locus::named(name).unwrap().kind();
        assert_eq!(kind("DYS391"), LocusKind::Y);
        assert_eq!(kind("DYF387S1"), LocusKind::YSeveral);
        assert_eq!(kind("QS1"), LocusKind::Sensor);
        assert_eq!(kind("Yindel"), LocusKind::Sex);
        assert_eq!(Locus::all().filter(|locus| locus.kind() == LocusKind::Autosomal).count(), 51);
    }
}
