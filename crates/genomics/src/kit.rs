//! Kits: which loci each types, and the alleles of its ladder.

use crate::allele::Allele;
use crate::locus::Locus;

/// The table; its head names the source.
const TABLE: &str = include_str!("../data/kits.txt");

/// A commercial kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit {
    /// Its name, as in the table.
    pub name: &'static str,
    /// Its loci in the order of the kit.
    pub loci: Vec<KitLocus>,
}

/// A locus of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitLocus {
    /// The locus.
    pub locus: Locus,
    /// Alleles of the ladder in order; none for amelogenin and sensors.
    pub ladder: Vec<Allele>,
}

/// Every kit of the table.
///
/// # Errors
/// The first line that cannot be read; a test reads the whole table.
pub fn kits() -> Result<Vec<Kit>, String> {
    let mut kits: Vec<Kit> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("kit ") {
            kits.push(Kit { name, loci: Vec::new() });
            continue;
        }
        let (Some(kit), Some((name, alleles))) = (kits.last_mut(), line.split_once(':')) else {
            return Err(format!("kits: `{line}` is neither a kit nor a locus"));
        };
        let locus = Locus::named(name).map_err(|error| error.to_string())?;
        let ladder = alleles.split_whitespace().map(str::parse).collect::<Result<Vec<Allele>, _>>();
        kit.loci.push(KitLocus { locus, ladder: ladder.map_err(|error| format!("{name}: {error}"))? });
    }
    Ok(kits)
}

/// The kit of a name; case, blanks, `-`, `_` and `+` (for "Plus") do not count.
pub fn kit(name: &str) -> Option<Kit> {
    let folded = |name: &str| -> String {
        let name = name.replace('+', "plus");
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let wanted = folded(name);
    kits().ok()?.into_iter().find(|kit| folded(kit.name) == wanted)
}

impl Kit {
    /// The locus as this kit types it.
    pub fn locus(&self, locus: Locus) -> Option<&KitLocus> {
        self.loci.iter().find(|own| own.locus == locus)
    }
}

impl KitLocus {
    /// Least and greatest allele of the ladder; an allele outside was measured beyond what the kit calibrates.
    pub fn range(&self) -> Option<(Allele, Allele)> {
        Some((*self.ladder.first()?, *self.ladder.last()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locus::LocusKind;

    #[test]
    fn the_whole_table_is_read_and_ladders_are_in_order() {
        let kits = kits().unwrap();
        assert_eq!(kits.len(), 16);
        for kit in &kits {
            for own in &kit.loci {
                assert!(own.ladder.is_sorted(), "{} {}", kit.name, own.locus);
                let has_repeats = !matches!(own.locus.kind(), LocusKind::Sex | LocusKind::Sensor);
                assert_eq!(!own.ladder.is_empty(), has_repeats, "{} {}", kit.name, own.locus);
            }
        }
    }

    #[test]
    fn cordis_plus_shares_nineteen_loci_with_globalfiler() {
        let (cordis, globalfiler) = (kit("COrDIS Plus").unwrap(), kit("GLOBALFILER").unwrap());
        let autosomal = |kit: &Kit| -> Vec<Locus> {
            let loci = kit.loci.iter().map(|own| own.locus);
            loci.filter(|locus| locus.kind() == LocusKind::Autosomal).collect()
        };
        let shared = autosomal(&cordis).iter().filter(|locus| globalfiler.locus(**locus).is_some()).count();
        assert_eq!((autosomal(&cordis).len(), autosomal(&globalfiler).len(), shared), (19, 21, 19));
        assert!(cordis.locus(Locus::named("D2S1338").unwrap()).is_none());
        assert!(kit("Yfiler+").is_some() && kit("nothing").is_none());
    }

    #[test]
    fn a_ladder_has_a_range() {
        let kit = kit("COrDIS Plus").unwrap();
        let range = kit.locus(Locus::named("TH01").unwrap()).unwrap().range().unwrap();
        assert_eq!((range.0.to_string(), range.1.to_string()), ("4".to_owned(), "13.3".to_owned()));
    }
}
