//! Files of other programs and laboratories, when they are beside the repository (names and licences: its SOURCES.md).

use std::path::PathBuf;

use super::{DnaFormat, Read, genotype, read_with, write};
use genomics::profile::ProfileKind;
use interchange::dna::{DnaTarget, FileError, ReadOptions};

fn folder(test: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/genomic"));
    if !folder.is_dir() {
        println!("SKIPPED: {test}: no ../shared/data/genomic beside the repository");
        return None;
    }
    Some(folder)
}

fn read_file(path: PathBuf, ignored: &[&str]) -> Result<Read, FileError> {
    let ignored_columns = ignored.iter().map(|name| (*name).to_owned()).collect();
    read_with(&std::fs::read(path).unwrap(), ReadOptions { ignored_columns, ..ReadOptions::default() })
}

#[test]
fn good_files_of_other_programs_are_read() {
    let Some(folder) = folder("good_files_of_other_programs_are_read") else { return };
    let checks: [(&str, DnaFormat, usize, &[&str]); 11] = [
        ("cmf/CODIS-32.AppendixA-example.xml", DnaFormat::Cmf, 2, &[]),
        ("cmf/Codis-Single-Profile.xml", DnaFormat::Cmf, 1, &[]),
        ("profiles/genis_Autosomal_sample.txt", DnaFormat::Genis, 1, &[]),
        ("profiles/euroformix_databaseESX17.txt", DnaFormat::GeneMapper, 77, &[]),
        ("profiles/smartrank_GeneMapperExample.txt", DnaFormat::GeneMapper, 4, &[]),
        ("profiles/smartrank_suspect.csv", DnaFormat::Csv, 1, &[]),
        ("profiles/nist1036_genotypes_shared.csv", DnaFormat::Csv, 726, &[]),
        ("profiles/straf_exampleSTRAFdiplo.txt", DnaFormat::Csv, 29, &[]),
        ("profiles/strprofiler_jax_database.csv", DnaFormat::Csv, 433, &["Center", "Passage"]),
        ("ystr/south_australia_shared.csv", DnaFormat::Csv, 795, &[]),
        ("mixture/euroformix_stain.txt", DnaFormat::GeneMapper, 1, &[]),
    ];
    for (name, format, profiles, ignored) in checks {
        let read = read_file(folder.join(name), ignored).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!(
            "{name}: {} profiles, {} errors {:?}",
            read.profiles.len(),
            read.refused.len(),
            read.refused.first()
        );
        assert_eq!((read.format, read.profiles.len()), (format, profiles), "{name}");
    }
}

#[test]
fn the_example_of_codis_keeps_ranges_mixtures_and_readings() {
    let Some(folder) = folder("the_example_of_codis_keeps_ranges_mixtures_and_readings") else { return };
    let read = read_file(folder.join("cmf/CODIS-32.AppendixA-example.xml"), &[]).unwrap();
    let stain = &read.profiles[1];
    assert_eq!((stain.category.as_deref(), stain.partial), (Some("Forensic, Unknown"), true));
    assert_eq!((genotype(stain, "CSF1PO"), genotype(stain, "Penta D")), ("8.2,<6".into(), "7.3,>17".into()));
    assert_eq!(stain.profile.kind(), ProfileKind::Mixture, "four alleles at D16S539");
    let again = write(&read.profiles, DnaTarget::Cmf);
    let words = again.unwrap_err().to_string();
    assert!(words.contains("of another laboratory"), "its SOURCELAB is not the writer's: {words}");
}

#[test]
fn broken_files_are_refused_by_line_and_locus() {
    let Some(folder) = folder("broken_files_are_refused_by_line_and_locus") else { return };
    let refused = |name: &str| read_file(folder.join(name), &[]).unwrap().refused;
    let words = refused("cmf/broken-allele.xml");
    assert!(words[0].starts_with("line 39, locus D21S11: an allele without a value"), "{words:?}");
    let words = refused("cmf/broken-locus.xml");
    assert!(words[0].starts_with("line 35: a locus without a name"), "{words:?}");
    let words = refused("profiles/smartrank_GeneMapperExampleWithHeightsAndOL.txt");
    assert!(words[0].starts_with("line 2, locus vWA: off-ladder without a side"), "{words:?}");
    let error = |name: &str| read_file(folder.join(name), &[]).err().unwrap().to_string();
    assert_eq!(error("cmf/no-profiles.xml"), "the file holds no profile: nothing to import");
    assert!(error("cmf/not-a-codis-file.xml").contains("element `rootnode` inside the file"));
    assert!(error("mtdna/genis_Mitocondrial_sample.txt").contains("mitochondrial"));
    assert!(error("cmf/CODIS-32.AppendixB.xsd").contains("element `schema`"));
}

#[test]
fn every_text_file_of_the_folder_is_read_or_refused_without_a_panic() {
    let Some(folder) = folder("every_text_file_of_the_folder_is_read_or_refused_without_a_panic") else {
        return;
    };
    let mut waiting = vec![folder];
    let (mut files, mut readable) = (0, 0);
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        files += 1;
        readable += usize::from(read_file(path, &[]).is_ok());
    }
    println!("{readable} of {files} files are tables of profiles or CMF");
    assert!(files > 100 && readable >= 40, "{readable} of {files}");
}
