//! Any bytes: an image within the limits or an error, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(decoded) = interchange::decode_image(bytes, None) {
        let png = interchange::encode_png(&decoded.image, decoded.ppi);
        let again = interchange::decode_image(&png, None).expect("what was written reads back");
        assert_eq!(again.image, decoded.image);
    }
});
