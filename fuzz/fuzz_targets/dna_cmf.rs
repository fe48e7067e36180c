//! Any bytes behind the head of a CMF file, and any bytes as one: profiles that are written and read back the same, or errors.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../dna.rs"]
mod dna;

const HEAD: &[u8] = b"<CODISImportFile><HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE>\
    <SOURCELAB>L</SOURCELAB><SPECIMEN><SPECIMENID>A</SPECIMENID><SPECIMENCATEGORY>Other</SPECIMENCATEGORY>";

fuzz_target!(|bytes: &[u8]| {
    dna::read_and_write(bytes);
    dna::read_and_write(&[HEAD, bytes].concat());
});
