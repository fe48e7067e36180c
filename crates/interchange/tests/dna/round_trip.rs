//! What is written is read back the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{good, options, read, write};
use genomics::profile::{Genotype, Profile, ProfileKind};
use genomics::{Locus, LocusKind};
use interchange::dna::{
    CMF_CATEGORIES, DnaFormat, DnaTarget, ImportedProfile, ProfileWriter, ReadOptions, Reading, WriteOptions,
};
use proptest::prelude::*;

fn call() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (1u16..60).prop_map(|repeats| repeats.to_string()),
        2 => (1u16..60, 1u16..4).prop_map(|(repeats, bases)| format!("{repeats}.{bases}")),
        1 => (1u16..60).prop_map(|repeats| format!("{repeats}.x")),
        1 => (1u16..60).prop_map(|repeats| format!(">{repeats}")),
        1 => (1u16..60).prop_map(|repeats| format!("<{repeats}")),
    ]
}

fn genotype(locus: Locus, kind: ProfileKind) -> BoxedStrategy<Genotype> {
    let read = move |names: Vec<String>| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match kind {
            ProfileKind::Single => Genotype::single(locus, &names),
            ProfileKind::Mixture => Genotype::mixture(locus, &names),
        }
        .ok()
    };
    let several = move |range| proptest::collection::vec(call(), range).prop_filter_map("not one", read);
    match (locus.kind(), kind) {
        (LocusKind::Sex, _) => any::<bool>().prop_map(|y| Genotype::Sex { y }).boxed(),
        (LocusKind::Y, _) => several(1..=1).boxed(),
        (_, ProfileKind::Mixture) => several(1..=8).boxed(),
        (LocusKind::YSeveral, _) => several(1..=4).boxed(),
        _ => prop_oneof![
            4 => several(2..=2),
            1 => several(3..=3),
            1 => call().prop_filter_map("not one", move |name| read(vec![name, "F".into()])),
        ]
        .boxed(),
    }
}

/// A profile of loci that every format has a name for.
fn profile(kind: ProfileKind) -> impl Strategy<Value = Profile> {
    let names = [
        "TH01",
        "FGA",
        "vWA",
        "SE33",
        "Penta E",
        "AMEL",
        "Yindel",
        "DYS391",
        "DYS385",
        "DYS389II",
        "Y-GATA-H4",
    ];
    let loci: Vec<Locus> = names.iter().map(|name| Locus::named(name).unwrap()).collect();
    proptest::sample::subsequence(loci, 1..=names.len())
        .prop_flat_map(move |loci| {
            loci.into_iter().map(|locus| (Just(locus), genotype(locus, kind))).collect::<Vec<_>>()
        })
        .prop_filter_map("empty", move |loci| Profile::of(kind, loci.into_iter().collect()).ok())
}

/// Up to 24 characters that are no blank at the ends, with those that formats must write with care.
fn number() -> impl Strategy<Value = String> {
    "[A-Z0-9ҚЖ][A-Z0-9#&<>\"',;/ ҚЖ-]{0,20}[A-Z0-9ҚЖ]"
}

fn specimen(kind: ProfileKind) -> impl Strategy<Value = ImportedProfile> {
    let text = || proptest::option::of(number());
    (number(), text(), text(), any::<bool>(), profile(kind)).prop_map(
        move |(specimen, kit, case, partial, profile)| {
            let by_kind = if kind == ProfileKind::Mixture { "Forensic Mixture" } else { "Suspect, Known" };
            let reading = Reading { by: "R&1".into(), at: "2026-01-02T03:04:05".into() };
            ImportedProfile {
                specimen,
                category: Some(by_kind.into()),
                agency: Some("KZ0000001".into()),
                kit,
                case,
                partial,
                readings: profile.loci().map(|(locus, _)| (locus, reading.clone())).collect(),
                profile,
                line: 0,
                sensors_left_out: 0,
            }
        },
    )
}

fn specimens() -> impl Strategy<Value = Vec<ImportedProfile>> {
    let one = prop_oneof![specimen(ProfileKind::Single), specimen(ProfileKind::Mixture)];
    let unique = |all: &Vec<ImportedProfile>| {
        all.iter().map(|own| &own.specimen).collect::<BTreeSet<_>>().len() == all.len()
    };
    proptest::collection::vec(one, 1..6).prop_filter("numbers stand once", unique)
}

/// Without what the format does not keep.
fn kept(profiles: &[ImportedProfile], target: DnaTarget) -> Vec<ImportedProfile> {
    let keep = |own: &ImportedProfile| {
        let mut own = own.clone();
        own.line = 0;
        if target != DnaTarget::Cmf {
            own.readings = BTreeMap::new();
        }
        if matches!(target, DnaTarget::Genis | DnaTarget::GeneMapper | DnaTarget::GeneMapperWide) {
            (own.agency, own.case, own.partial) = (None, None, false);
        }
        if matches!(target, DnaTarget::GeneMapper | DnaTarget::GeneMapperWide) {
            (own.category, own.kit) = (None, None);
        }
        own
    };
    profiles.iter().map(keep).collect()
}

fn again(profiles: &[ImportedProfile], target: DnaTarget) -> (DnaFormat, Vec<ImportedProfile>) {
    let text = write(profiles, target).unwrap();
    let read = read(&text).unwrap();
    assert_eq!(read.refused, [""; 0], "{text}");
    (read.format, kept(&read.profiles, target))
}

proptest! {
    #[test]
    fn csv_cmf_and_genis_give_back_what_was_written(profiles in specimens()) {
        for (target, format) in
            [(DnaTarget::Csv, DnaFormat::Csv), (DnaTarget::Cmf, DnaFormat::Cmf), (DnaTarget::Genis, DnaFormat::Genis)]
        {
            prop_assert_eq!(again(&profiles, target), (format, kept(&profiles, target)));
        }
    }

    #[test]
    fn genemapper_gives_back_what_was_written_of_one_person(
        mut profiles in proptest::collection::vec(specimen(ProfileKind::Single), 1..6)
    ) {
        for (number, profile) in profiles.iter_mut().enumerate() {
            profile.specimen = format!("S {number}\"");
        }
        for target in [DnaTarget::GeneMapper, DnaTarget::GeneMapperWide] {
            let text = write(&profiles, target).unwrap();
            let options = ReadOptions { contents: interchange::dna::Contents::Single, ..ReadOptions::default() };
            let read = super::read_with(text.as_bytes(), options).unwrap();
            prop_assert_eq!(read.format, DnaFormat::GeneMapper);
            prop_assert_eq!(kept(&read.profiles, target), kept(&profiles, target));
        }
    }
}

#[test]
fn the_version_of_cmf_is_that_of_its_loci() {
    let narrow = good("sample,category,TH01\nA,\"Suspect, Known\",\"6,7\"\n");
    let wide = good("sample,category,SE33\nA,\"Suspect, Known\",\"16,17\"\n");
    assert!(write(&narrow, DnaTarget::Cmf).unwrap().contains("<HEADERVERSION>3.2<"));
    assert!(write(&wide, DnaTarget::Cmf).unwrap().contains("<HEADERVERSION>3.3<"));
}

#[test]
fn what_a_format_cannot_hold_is_refused_by_line_and_locus() {
    let words = |row: &str, target| {
        let profiles = good(&format!("sample,category,agency,TH01,LPL\n{row}\n"));
        write(&profiles, target).unwrap_err().to_string()
    };
    let checks = [
        ("A,,,\"6,7\",", DnaTarget::Cmf, "the profile at line 2: no category: name one"),
        (
            "A,SIMPLE,,\"6,7\",",
            DnaTarget::Cmf,
            "line 2: its category is none of the format, such as Convicted",
        ),
        ("A,Staff,,,\"9,10\"", DnaTarget::Cmf, "line 2, locus LPL: CMF has no name for it: take it out"),
        ("A,Staff,OTHER,\"6,7\",", DnaTarget::Cmf, "line 2: it is of another laboratory"),
        ("1234567890123456789012345,Staff,,\"6,7\",", DnaTarget::Cmf, "line 2: specimen number: at most 24"),
        ("A,,,\"6,7\",", DnaTarget::Genis, "line 2: no category"),
        (
            "A,M,,\"1,2,3,4,5,6,7,8,9\",",
            DnaTarget::Genis,
            "line 2, locus TH01: 9 alleles, the format holds at most 8",
        ),
        ("=1+1,,,\"6,7\",", DnaTarget::Csv, "line 2: specimen number: begins with =, +, - or @"),
    ];
    for (row, target, expected) in checks {
        let found = words(row, target);
        assert!(found.contains(expected), "{row}: {found}");
    }
}

#[test]
fn options_that_are_missing_are_named() {
    let none = WriteOptions::default();
    let words = |target| ProfileWriter::new(Vec::new(), target, &none).unwrap_err().to_string();
    assert!(words(DnaTarget::Cmf).contains("CMF needs a head"));
    assert!(words(DnaTarget::Genis).contains("GENis needs a user"));
    let mut wrong = options(&[]);
    wrong.cmf.as_mut().unwrap().source = "LONGER-THAN-TEN".into();
    let error = ProfileWriter::new(Vec::new(), DnaTarget::Cmf, &wrong).unwrap_err().to_string();
    assert_eq!(error, "SOURCELAB: 1 to 10 characters, none of them a control character");
    assert!(CMF_CATEGORIES.contains(&"Forensic, Unknown"));
}
