//! Any bytes as a table, and behind the headings of the usual ones: profiles that are written and read back the same, or
//! errors.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../dna.rs"]
mod dna;

const HEADINGS: [&[u8]; 3] = [
    b"Sample Name\tMarker\tAllele 1\tAllele 2\tAllele 3\n",
    b"Sample Name\tSpecimen Category\tUD1\tUD2\tMarker\tAllele 1\tAllele 2\n",
    b"specimen;kind;category;TH01;FGA_1;FGA_2;AMEL\n",
];

fuzz_target!(|bytes: &[u8]| {
    dna::read_and_write(bytes);
    for heading in HEADINGS {
        dna::read_and_write(&[heading, bytes].concat());
    }
});
