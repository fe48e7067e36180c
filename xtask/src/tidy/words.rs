//! Words that may not stand in the repository.

use super::source::lines;
use super::{Finding, Sources};

/// Modules that may hold `unsafe`, each with its reason: calls of functions compiled for processor features
/// found at run time, and vector loads from arrays of known length.
const UNSAFE_MODULES: [&str; 8] = [
    "crates/dactyloscopy/src/matching/wide.rs",
    "crates/dactyloscopy/src/network/wide.rs",
    "crates/gallery/src/kernel/avx2.rs",
    "crates/gallery/src/kernel/avx512.rs",
    "crates/gallery/src/kernel/mod.rs",
    "crates/genomics/src/search/kernel/avx2.rs",
    "crates/genomics/src/search/kernel/avx512.rs",
    "crates/genomics/src/search/kernel/mod.rs",
];

/// Marks of unfinished work, written apart so that this list does not find itself.
const UNFINISHED_TEXT: [&str; 2] = [concat!("FIX", "ME"), concat!("XX", "X")];
const UNFINISHED_CODE: [&str; 2] = ["todo!", "unimplemented!"];

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tmp/ba", "sh_jobs"), concat!("/ho", "me/")];

/// `unsafe` only in listed modules.
pub(crate) fn stray_unsafe(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.rust().filter(|source| !UNSAFE_MODULES.contains(&source.path.as_str())) {
        for (line, code) in lines(&source.code) {
            if has_word(code, "unsafe") {
                findings.push(Finding::at("unsafe", source, line, "unsafe outside the listed modules"));
            }
        }
    }
    findings
}

/// Nothing left unfinished: no such macro in code, no such mark in any text.
pub(crate) fn unfinished(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &sources.0 {
        for (line, text) in lines(&source.text) {
            for mark in UNFINISHED_TEXT.iter().filter(|mark| has_word(text, mark)) {
                findings.push(Finding::at(
                    "unfinished",
                    source,
                    line,
                    format!("{mark}: finish it or open an issue"),
                ));
            }
        }
        for (line, code) in lines(&source.code) {
            for call in UNFINISHED_CODE.iter().filter(|call| code.contains(**call)) {
                findings.push(Finding::at("unfinished", source, line, format!("{call} in code")));
            }
        }
    }
    findings
}

/// A test is left out of `cargo xtask test` only when `cargo xtask nightly` runs it, and says so.
pub(crate) fn silent_ignores(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.rust() {
        for ((line, code), text) in lines(&source.code).zip(source.text.lines()) {
            if code.trim_start().starts_with("#[ignore") && !text.contains("nightly") {
                let message = "write #[ignore = \"why: nightly\"], or let the test run";
                findings.push(Finding::at("ignored-tests", source, line, message));
            }
        }
    }
    findings
}

/// No path of somebody's machine.
pub(crate) fn machine_paths(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &sources.0 {
        for (line, text) in lines(&source.text) {
            for path in MACHINE_PATHS.iter().filter(|path| has_path(text, path)) {
                findings.push(Finding::at(
                    "machine-paths",
                    source,
                    line,
                    format!("{path} exists on one machine only"),
                ));
            }
        }
    }
    findings
}

/// Whether `word` stands in `text` with no letter, digit or underscore beside it.
fn has_word(text: &str, word: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        !part_of_word(text[..at].chars().next_back()) && !part_of_word(text[at + word.len()..].chars().next())
    })
}

/// Whether a path begins with `beginning`, as opposed to a part of a longer path or address.
fn has_path(text: &str, beginning: &str) -> bool {
    text.match_indices(beginning)
        .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-/}~".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    fn of(path: &str, text: &str) -> Sources {
        Sources(vec![Source::new(path, text)])
    }

    #[test]
    fn unsafe_is_found_as_a_word_in_code_only() {
        assert_eq!(stray_unsafe(&of("crates/a/src/b.rs", "let a = unsafe { b() };")).len(), 1);
        assert_eq!(stray_unsafe(&of("crates/a/src/b.rs", "#![forbid(unsafe_code)] // unsafe")), []);
    }

    #[test]
    fn unfinished_work_is_found() {
        for text in ["fn a() { todo!() }", "fn a() { unimplemented!(\"b\") }", concat!("// FIX", "ME later")]
        {
            assert_eq!(unfinished(&of("crates/a/src/b.rs", text)).len(), 1, "{text}");
        }
        assert_eq!(unfinished(&of("docs/a.md", concat!("XX", "X"))).len(), 1);
        assert_eq!(unfinished(&of("crates/a/src/b.rs", "let s = \"todo!\"; // a todo!")), []);
    }

    #[test]
    fn a_test_left_out_without_reason_is_found() {
        assert_eq!(silent_ignores(&of("crates/a/src/b.rs", "#[test]\n#[ignore]\nfn c() {}")).len(), 1);
        assert_eq!(silent_ignores(&of("crates/a/src/b.rs", "#[ignore = \"flaky\"]")).len(), 1);
        assert_eq!(silent_ignores(&of("crates/a/src/b.rs", "#[ignore = \"an hour: nightly\"]")), []);
    }

    #[test]
    fn a_machine_path_is_found_and_an_address_is_not() {
        let path = format!("cp a {}b", MACHINE_PATHS[0]);
        assert_eq!(machine_paths(&of("docs/a.md", &path)).len(), 1);
        let address = format!("https://example.org{}b", MACHINE_PATHS[0]);
        assert_eq!(machine_paths(&of("docs/a.md", &address)), []);
    }
}
