//! What is put into a database comes out of it, or is refused.

use proptest::prelude::*;

use super::people::{Chance, loci, person, population, typed};
use crate::locus::Locus;
use crate::profile::{Profile, ProfileKind};
use crate::search::{DatabaseError, Mixtures, MixturesError, ProfileDatabase, ProfileNumber};

fn profile(kind: ProfileKind, rows: &[(&str, &str)]) -> Profile {
    let rows: Vec<(&str, Vec<&str>)> =
        rows.iter().map(|(name, text)| (*name, text.split(',').collect())).collect();
    Profile::read(kind, &rows).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn profiles_come_out_as_they_went_in_and_go_without_trace(seed in any::<u64>(), blemishes in 0usize..60) {
        let loci = loci(9);
        let population = population(seed, &loci);
        let mut chance = Chance::new(seed);
        let mut database = ProfileDatabase::new(&loci, &population).unwrap();
        let profiles: Vec<Profile> = (0..60)
            .map(|_| typed(&person(&population, &loci, &mut chance), &loci, blemishes, &mut chance))
            .collect();
        for (number, profile) in profiles.iter().enumerate() {
            database.push(ProfileNumber(number as u64), profile, None).unwrap();
        }
        let check = |database: &ProfileDatabase, gone: Option<usize>| {
            for (place, profile) in profiles.iter().enumerate() {
                for (number, locus) in database.loci().enumerate() {
                    let expected = profile.get(locus).filter(|_| gone != Some(place));
                    assert_eq!(database.genotype(place as u32, number).as_ref(), expected);
                }
            }
        };
        check(&database, None);
        let gone = chance.below(profiles.len());
        prop_assert!(database.remove(ProfileNumber(gone as u64)));
        prop_assert!(!database.remove(ProfileNumber(gone as u64)));
        prop_assert_eq!(database.len(), 59);
        prop_assert!(!database.irregular().contains(&(gone as u32)));
        check(&database, Some(gone));
    }

    #[test]
    fn pairs_are_packed_like_profiles(seed in any::<u64>()) {
        let loci = loci(9);
        let population = population(seed, &loci);
        let mut chance = Chance::new(seed);
        let [mut one, mut other] = [(); 2].map(|()| ProfileDatabase::new(&loci, &population).unwrap());
        let foreign = crate::Allele::from_tenths(1507).unwrap();
        for number in (0..40).map(ProfileNumber) {
            let mut person = person(&population, &loci, &mut chance);
            if chance.below(4) == 0 {
                person[3].0 = foreign;
            }
            let pairs: Vec<_> = person.iter().copied().map(Some).collect();
            one.push_pairs(number, &pairs).unwrap();
            other.push(number, &typed(&person, &loci, 0, &mut chance), None).unwrap();
        }
        prop_assert_eq!(one.irregular(), other.irregular());
        prop_assert!(one.columns().eq(other.columns()));
        for place in 0..40 {
            for locus in 0..loci.len() {
                prop_assert_eq!(one.genotype(place, locus), other.genotype(place, locus));
            }
        }
    }
}

#[test]
fn what_nothing_could_find_is_refused() {
    let loci = loci(3);
    let population = population(1, &loci);
    let mut database = ProfileDatabase::new(&loci, &population).unwrap();
    let number = ProfileNumber(1);
    let elsewhere = profile(ProfileKind::Single, &[("DYS391", "10"), ("AMEL", "X,Y")]);
    assert_eq!(database.push(number, &elsewhere, None), Err(DatabaseError::Empty));
    let mixture = profile(ProfileKind::Mixture, &[(loci[0].name(), "6,7,8")]);
    assert_eq!(database.push(number, &mixture, None), Err(DatabaseError::Mixture));
    assert_eq!(database.push_pairs(number, &[None, None, None]), Err(DatabaseError::Empty));
    assert_eq!(database.push_pairs(number, &[None]), Err(DatabaseError::Pairs { given: 1, loci: 3 }));
    assert!(database.is_empty() && database.column_bytes() == 0);
    let of = |loci: &[Locus]| ProfileDatabase::new(loci, &population).err().unwrap();
    assert_eq!(of(&[]), DatabaseError::Loci { loci: 0 });
    let y = Locus::named("DYS391").unwrap();
    assert_eq!(of(&[y]), DatabaseError::NotAutosomal { locus: y });
    let rare = Locus::named("Penta C").unwrap();
    assert_eq!(of(&[rare]), DatabaseError::NoTable { locus: rare });
    let mut mixtures = Mixtures::default();
    assert_eq!(mixtures.push(number, elsewhere), Err(MixturesError::NotAMixture));
    let empty = profile(ProfileKind::Mixture, &[("DYS391", "10,11")]);
    assert_eq!(mixtures.push(number, empty), Err(MixturesError::Empty));
    assert!(mixtures.is_empty() && !mixtures.remove(number));
}
