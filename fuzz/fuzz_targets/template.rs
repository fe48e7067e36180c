//! Any bytes: a template that writes the same bytes again, or an error.
#![no_main]

use dactyloscopy::Template;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(template) = Template::from_bytes(bytes) {
        let again = Template::from_bytes(&template.to_bytes()).expect("what was written reads back");
        assert_eq!(again, template);
    }
});
