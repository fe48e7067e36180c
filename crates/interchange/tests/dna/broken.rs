//! Any bytes: a value or an error, never a panic.

use super::{read_with, samples};
use interchange::dna::ReadOptions;
use proptest::prelude::*;

#[test]
fn a_file_cut_off_anywhere_never_panics_and_cmf_is_refused_as_cut() {
    for (name, text) in samples() {
        for length in 0..text.len() {
            let read = read_with(&text.as_bytes()[..length], ReadOptions::default());
            // Behind the last tag only a line end is left.
            if name == "cmf" && length < text.trim_end().len() {
                assert!(read.is_err(), "read from {length} bytes of {}", text.len());
            }
        }
    }
}

#[test]
fn no_changed_byte_makes_a_table_or_cmf_panic() {
    let mut readable = 0;
    for (_, text) in samples() {
        for at in 0..text.len() {
            for change in [0x00, 0x09, 0x0a, 0x22, 0x26, 0x2c, 0x3c, 0x3e, 0x80, 0xff] {
                let mut changed = text.clone().into_bytes();
                changed[at] = change;
                readable += usize::from(read_with(&changed, ReadOptions::default()).is_ok());
            }
        }
    }
    assert!(readable > 1_000, "{readable} changed files could still be read");
}

proptest! {
    #[test]
    fn random_bytes_never_panic_as_profiles(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for head in [&b""[..], b"<CODISImportFile>", b"sample,TH01,FGA\n", b"Sample Name\tMarker\tAllele 1\n"] {
            let _ = read_with(&[head, &bytes].concat(), ReadOptions::default());
        }
    }

    #[test]
    fn text_of_the_formats_own_characters_never_panics(text in "[-<>/&;\"',\tA-Z0-9. \n]{0,300}") {
        for head in ["<CODISImportFile>", "sample;TH01;FGA\n", "Sample Name\tMarker\tAllele 1\tAllele 2\n"] {
            let _ = read_with(format!("{head}{text}").as_bytes(), ReadOptions::default());
        }
    }
}
