//! DNA profiles in and out: what is read, what is refused and in which words, that writing gives back what was read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test helpers")]

mod broken;
mod large;
mod read;
mod refuse;
mod round_trip;
mod shared_files;

use genomics::Locus;
use interchange::dna::{
    CmfHeader, DnaFormat, DnaTarget, Entry, FileError, ImportedProfile, ProfileWriter, ReadOptions,
    WriteError, WriteOptions, read as open,
};

/// A whole file read: its format, what stands, what does not (in words).
struct Read {
    format: DnaFormat,
    profiles: Vec<ImportedProfile>,
    refused: Vec<String>,
}

fn read_with(bytes: &[u8], options: ReadOptions) -> Result<Read, FileError> {
    let reader = open(bytes, options)?;
    let mut all = Read { format: reader.format(), profiles: Vec::new(), refused: Vec::new() };
    for entry in reader {
        match entry? {
            Entry::Profile(profile) => all.profiles.push(*profile),
            Entry::Refused(refusal) => all.refused.extend(refusal.errors.iter().map(ToString::to_string)),
        }
    }
    Ok(all)
}

fn read(text: &str) -> Result<Read, FileError> {
    read_with(text.as_bytes(), ReadOptions::default())
}

/// Reads a file that has to stand wholly.
fn good(text: &str) -> Vec<ImportedProfile> {
    let read = read(text).unwrap();
    assert_eq!(read.refused, [""; 0]);
    read.profiles
}

fn genotype(profile: &ImportedProfile, locus: &str) -> String {
    profile.profile.get(Locus::named(locus).unwrap()).map(ToString::to_string).unwrap_or_default()
}

/// Options that suit every format.
fn options(profiles: &[ImportedProfile]) -> WriteOptions {
    WriteOptions {
        loci: profiles.iter().flat_map(|own| own.profile.loci().map(|(locus, _)| locus)).collect(),
        cmf: Some(CmfHeader {
            destination: "KZ0000000".into(),
            source: "KZ0000001".into(),
            user: "USER1".into(),
            at: "2026-03-02T09:30:00".into(),
        }),
        category: None,
        assignee: Some("setup".into()),
    }
}

fn write(profiles: &[ImportedProfile], target: DnaTarget) -> Result<String, WriteError> {
    let mut writer = ProfileWriter::new(Vec::new(), target, &options(profiles))?;
    for profile in profiles {
        writer.write(profile)?;
    }
    Ok(String::from_utf8(writer.finish()?).unwrap())
}

/// A small good file of each kind.
fn samples() -> Vec<(&'static str, String)> {
    let csv = "specimen,kit,TH01,FGA,AMEL\nS1,GlobalFiler,\"6, 9.3\",\"20,22\",\"X,Y\"\nS2,,\"7,7\",22,X\n";
    let profiles = good(csv);
    let mut with_category = profiles.clone();
    for profile in &mut with_category {
        profile.category = Some("Forensic, Unknown".into());
    }
    vec![
        ("csv", csv.to_owned()),
        ("semicolons", "sample;TH01_1;TH01_2;vWA\nS1;6;9.3;16/17\n".to_owned()),
        ("genemapper", write(&profiles, DnaTarget::GeneMapper).unwrap()),
        ("genemapper wide", write(&profiles, DnaTarget::GeneMapperWide).unwrap()),
        ("genis", write(&with_category, DnaTarget::Genis).unwrap()),
        ("cmf", write(&with_category, DnaTarget::Cmf).unwrap()),
    ]
}
