//! What both targets of profiles check.

use interchange::dna::{DnaTarget, Entry, ImportedProfile, ProfileWriter, ReadOptions, WriteError, WriteOptions, read};

/// Profiles that stand, as CSV, are read back the same, but for what CSV does not keep.
pub fn read_and_write(bytes: &[u8]) {
    let mut profiles = all(bytes);
    for profile in &mut profiles {
        (profile.line, profile.sensors_left_out) = (0, 0);
        profile.readings.clear();
    }
    let loci = profiles.iter().flat_map(|own| own.profile.loci().map(|(locus, _)| locus)).collect();
    let options = WriteOptions { loci, ..WriteOptions::default() };
    let mut writer = ProfileWriter::new(Vec::new(), DnaTarget::Csv, &options).expect("CSV needs no option");
    let mut written = Vec::new();
    for profile in profiles {
        match writer.write(&profile) {
            Ok(()) => written.push(profile),
            Err(WriteError::Profile { .. }) => {}
            Err(error) => panic!("memory can be written to: {error}"),
        }
    }
    let text = writer.finish().expect("memory can be written to");
    let mut again = all(&text);
    again.iter_mut().for_each(|profile| profile.line = 0);
    assert_eq!(again, written, "{}", String::from_utf8_lossy(&text));
}

fn all(bytes: &[u8]) -> Vec<ImportedProfile> {
    let Ok(reader) = read(bytes, ReadOptions::default()) else { return Vec::new() };
    let profiles = reader.filter_map(Result::ok).filter_map(|entry| match entry {
        Entry::Profile(profile) => Some(*profile),
        Entry::Refused(refusal) => {
            assert!(!refusal.errors.is_empty());
            assert!(refusal.errors.iter().all(|error| !error.to_string().is_empty()));
            None
        }
    });
    profiles.collect()
}
