//! Any bytes: a record whose templates are written and read back the same, or an error.
#![no_main]

use dactyloscopy::Ppi;
use interchange::fmr;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(record) = fmr::parse(bytes) else { return };
    for view in record.views {
        let once = fmr::read(&fmr::write(&view.template, Ppi::STANDARD)).expect("what was written reads back");
        let twice = fmr::read(&fmr::write(&once, Ppi::STANDARD)).expect("what was written reads back");
        assert_eq!(once, twice);
    }
});
