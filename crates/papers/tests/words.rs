//! What every paper says, in every language, read back from the PDF.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[allow(dead_code, reason = "shared with the other tests and the example")]
mod samples;

use papers::{Language, render};

/// The text of a PDF as a reader without eyes for layout gets it: words in the order of the content.
fn text_of(pdf: &[u8]) -> String {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap();
    let lines = |page: &str| -> Vec<String> {
        page.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect()
    };
    pages.iter().map(|page| lines(page).join("\n")).collect::<Vec<_>>().join("\n--- page ---\n")
}

#[test]
fn every_paper_says_what_was_reviewed_in_every_language() {
    for language in Language::ALL {
        for (name, paper) in samples::samples(language) {
            let rendered = render(&paper, language, &samples::issue(name, &paper, language)).unwrap();
            let text = text_of(&rendered.pdf);
            assert!(!text.contains('⟦'), "{name} {}: a word is missing: {text}", language.code());
            assert_eq!(rendered.replaced, [], "{name} {}: the faces lack a character", language.code());
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("{name}.{}", language.code()), text);
            });
        }
    }
}
