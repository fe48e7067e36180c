//! The files a rule sees, and Rust text without its comments and strings.

use std::fs;
use std::path::Path;

/// Folders and files at the root that belong to the project's own text.
const ROOTS: [&str; 15] = [
    "crates",
    "xtask",
    "docs",
    "training",
    "e2e",
    "fuzz",
    ".ci",
    ".cargo",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "Cargo.toml",
    "deny.toml",
    "LICENSE",
];
/// Folders that hold what others wrote or what was built.
const SKIPPED: [&str; 5] = ["target", "node_modules", "out", "corpus", "artifacts"];
/// Endings of text files.
const TEXT: [&str; 17] = [
    "rs", "md", "py", "toml", "html", "css", "js", "mjs", "ts", "sh", "ftl", "sql", "json", "yml", "yaml",
    "txt", "svg",
];
/// Longer files are data, not text that someone reads.
const BYTES_MAX: u64 = 4 << 20;

/// One text file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path from the repository's root, with `/`.
    pub(crate) path: String,
    /// The text.
    pub(crate) text: String,
    /// For Rust: the text with comments, strings and characters blanked, line for line.
    pub(crate) code: String,
}

/// Every text file of the repository.
#[derive(Debug, Default)]
pub(crate) struct Sources(pub Vec<Source>);

impl Source {
    /// A file with this path and text.
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let code = if path.ends_with(".rs") { code_only(&text) } else { String::new() };
        Self { path, text, code }
    }

    /// Whether the whole file is tests, benchmarks or examples.
    pub(crate) fn is_test_file(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        ["/tests/", "/benches/", "/examples/", "/support/"].iter().any(|folder| self.path.contains(folder))
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
    }

    /// The code lines outside tests, numbered from 1: everything before the file's test module.
    pub(crate) fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = if self.is_test_file() { Some(0) } else { self.code.find("#[cfg(test)]\nmod tests {") };
        lines(&self.code[..end.unwrap_or(self.code.len())])
    }
}

impl Sources {
    /// Reads the repository at `root`.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let mut sources = Vec::new();
        for name in ROOTS {
            walk(root, &root.join(name), &mut sources)?;
        }
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self(sources))
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.0.iter().filter(|source| source.path.ends_with(".rs"))
    }

    /// The files below `folder` with this ending.
    pub(crate) fn below<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a Source> {
        self.0.iter().filter(move |source| source.path.starts_with(folder) && source.path.ends_with(ending))
    }
}

/// Lines numbered from 1.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

fn walk(root: &Path, path: &Path, sources: &mut Vec<Source>) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if path.is_dir() {
        if SKIPPED.contains(&name.as_ref()) {
            return Ok(());
        }
        for entry in fs::read_dir(path).map_err(said)? {
            walk(root, &entry.map_err(said)?.path(), sources)?;
        }
    } else if path.is_file() {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let is_text = TEXT.contains(&ending.as_ref())
            || path.parent().and_then(Path::file_name).is_some_and(|folder| folder == ".ci");
        let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        if !is_text || path.metadata().map_err(said)?.len() > BYTES_MAX {
            // An image or a data file: known by its name only.
            sources.push(Source::new(relative, String::new()));
        } else {
            let text = String::from_utf8(fs::read(path).map_err(said)?);
            sources
                .push(Source::new(relative, text.map_err(|_| format!("{} is not UTF-8", path.display()))?));
        }
    }
    Ok(())
}

/// Rust text with comments, strings and characters replaced by spaces, line for line.
pub(crate) fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = at + blank_len(&bytes[at..], at.checked_sub(1).map(|before| bytes[before]));
        if end == at {
            at += 1;
            continue;
        }
        out[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        at = end;
    }
    // Blanks are whole characters, so what is left is UTF-8.
    String::from_utf8_lossy(&out).into_owned()
}

/// Length of the comment, string or character that begins here; 0 when none does.
fn blank_len(rest: &[u8], before: Option<u8>) -> usize {
    let after_a_name = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match rest {
        [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment_len(rest),
        [b'"', ..] => quoted_len(rest),
        [b'r', b'"' | b'#', ..] if !after_a_name => raw_string_len(rest),
        [b'b', b'r', b'"' | b'#', ..] if !after_a_name => 1 + raw_string_len(&rest[1..]),
        [b'\'', ..] => character_len(rest),
        _ => 0,
    }
}

fn block_comment_len(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

/// Length of `"…"`, escapes respected.
fn quoted_len(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Length of `r#"…"#`; 0 for a raw name such as `r#type`.
fn raw_string_len(rest: &[u8]) -> usize {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let end = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
    let body = &rest[2 + hashes..];
    body.windows(end.len()).position(|w| w == end).map_or(rest.len(), |at| 2 + hashes + at + end.len())
}

/// Length of `'x'`, `'\n'`, `'ә'`; 0 for a lifetime.
fn character_len(rest: &[u8]) -> usize {
    let text = &rest[1..rest.len().min(16)];
    match text {
        [b'\\', _, tail @ ..] => tail.iter().position(|byte| *byte == b'\'').map_or(0, |at| at + 4),
        _ => {
            let width = match text.first() {
                Some(0..=0x7F) => 1,
                Some(0xC0..=0xDF) => 2,
                Some(0xE0..=0xEF) => 3,
                _ => 4,
            };
            if text.get(width) == Some(&b'\'') { width + 2 } else { 0 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let code = code_only(text);
        assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{text}");
        assert_eq!(code.lines().count(), text.lines().count());
    }

    #[test]
    fn comments_strings_and_characters_are_blanked() {
        check("a // b\nc", "a c");
        check("a /* b /* c */ d */ e", "a e");
        check(r#"let s = "x \" // y"; z"#, "let s = ; z");
        check("let s = r#\"a \" b\"#; z", "let s = ; z");
        check("let s = br\"a\\\"; z", "let s = ; z");
        check("let c = '\"'; let d = '\\''; let e = 'ә'; f", "let c = ; let d = ; let e = ; f");
    }

    #[test]
    fn lifetimes_and_raw_names_stay() {
        check("fn a<'a>(b: &'a str, r#type: u8) {}", "fn a<'a>(b: &'a str, r#type: u8) {}");
        check("for r in x {}", "for r in x {}");
    }

    #[test]
    fn test_code_is_told_from_product_code() {
        let source = Source::new("crates/a/src/b.rs", "one\n#[cfg(test)]\nmod tests {\n two\n}\n");
        assert_eq!(source.product_lines().collect::<Vec<_>>(), [(1, "one")]);
        assert_eq!(Source::new("crates/a/tests/b.rs", "one").product_lines().count(), 0);
        assert_eq!(Source::new("crates/a/src/b_tests.rs", "one").product_lines().count(), 0);
    }
}
