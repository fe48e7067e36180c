//! Every language says everything.

use std::collections::{BTreeMap, BTreeSet};

use super::source::lines;
use super::{Finding, Source, Sources};

/// The languages of the pages, the first being the one others are compared with.
const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];
/// Where words stand: those of the pages and those of the papers.
const FOLDERS: [&str; 2] = ["crates/web/locales/", "crates/papers/locales/"];

/// A message's key (`key` or `key.attribute`) with the variables its text uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// The same files, keys and variables in Kazakh, Russian and English, no key twice.
pub(crate) fn parity(sources: &Sources) -> Vec<Finding> {
    FOLDERS.iter().flat_map(|folder| parity_in(folder, sources)).collect()
}

fn parity_in(root: &str, sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_file: BTreeMap<&str, BTreeMap<&str, Messages>> = BTreeMap::new();
    for language in LANGUAGES {
        let folder = format!("{root}{language}/");
        for source in sources.0.iter().filter(|s| s.path.starts_with(&folder) && s.path.ends_with(".ftl")) {
            let messages = messages(source, &mut findings);
            by_file.entry(&source.path[folder.len()..]).or_default().insert(language, messages);
        }
    }
    for (file, languages) in &by_file {
        for language in LANGUAGES.iter().filter(|language| !languages.contains_key(**language)) {
            findings.push(Finding::new("locales", format!("{root}{language}/{file}"), "file is missing"));
        }
        let keys: BTreeSet<&String> = languages.values().flat_map(BTreeMap::keys).collect();
        for key in keys {
            compare(root, file, key, languages, &mut findings);
        }
    }
    findings
}

fn compare(
    root: &str,
    file: &str,
    key: &str,
    languages: &BTreeMap<&str, Messages>,
    findings: &mut Vec<Finding>,
) {
    let mut expected: Option<&BTreeSet<String>> = None;
    for (language, messages) in languages {
        let place = format!("{root}{language}/{file}");
        match (messages.get(key), expected) {
            (None, _) => findings.push(Finding::new("locales", place, format!("{key} is missing"))),
            (Some(variables), None) => expected = Some(variables),
            (Some(variables), Some(others)) if variables != others => {
                let message = format!("{key} uses {variables:?}, another language {others:?}");
                findings.push(Finding::new("locales", place, message));
            }
            (Some(_), Some(_)) => {}
        }
    }
}

/// Reads the keys of a Fluent file; terms (`-term`) may differ between languages and are left out.
fn messages(source: &Source, findings: &mut Vec<Finding>) -> Messages {
    let mut messages = Messages::new();
    let (mut message, mut current) = (String::new(), None);
    for (line, text) in lines(&source.text) {
        if text.starts_with('#') || text.trim().is_empty() {
            continue;
        }
        let key = text.split_once('=').map(|(key, _)| key.trim());
        let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
        let attribute = text.trim_start().starts_with('.') && text.starts_with(' ');
        if let Some(key) = key.filter(|_| starts || attribute) {
            let name = if starts { key.to_owned() } else { format!("{message}{key}") };
            if starts {
                message = key.to_owned();
            }
            if messages.insert(name.clone(), BTreeSet::new()).is_some() {
                findings.push(Finding::at("locales", source, line, format!("{name} stands here twice")));
            }
            current = Some(name);
        } else if text.starts_with('-') {
            current = None;
        }
        if let Some(found) = current.as_ref().and_then(|name| messages.get_mut(name)) {
            found.extend(variables(text));
        }
    }
    messages
}

/// Names after `$`.
fn variables(text: &str) -> impl Iterator<Item = String> {
    text.split('$').skip(1).filter_map(|rest| {
        let name: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        (!name.is_empty()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(texts: [&str; 3]) -> Vec<String> {
        let file = |(language, text)| Source::new(format!("{}{language}/a.ftl", FOLDERS[1]), text);
        let sources = Sources(LANGUAGES.into_iter().zip(texts).map(file).collect());
        parity(&sources).into_iter().map(|f| format!("{} {}", f.place, f.message)).collect()
    }

    #[test]
    fn equal_keys_and_variables_are_good() {
        let text = "# c\na = x { $n }\n    .b = y\n-term = only here\nmany = { $n ->\n   [one] x\n  *[other] { $n }\n }\n";
        assert_eq!(findings([text, text, "a = z { $n }\n    .b = w\nmany = { $n }\n"]), [""; 0]);
    }

    #[test]
    fn a_missing_key_attribute_variable_or_a_double_is_found() {
        for (text, expected) in [
            ("a = x\n    .b = y\n", "en/a.ftl c is missing"),
            ("a = x\nc = z { $n }\n", "en/a.ftl a.b is missing"),
            ("a = x\n    .b = y\nc = z\n", "c uses"),
            ("a = x\n    .b = y\nc = z { $n }\na = x\n", "a stands here twice"),
        ] {
            let good = "a = x\n    .b = y\nc = z { $n }\n";
            let found = findings([good, good, text]);
            assert!(found.iter().any(|finding| finding.contains(expected)), "{expected}: {found:?}");
        }
    }

    #[test]
    fn a_missing_file_is_found() {
        let sources = Sources(vec![Source::new(format!("{}kk/a.ftl", FOLDERS[0]), "a = x\n")]);
        assert_eq!(parity(&sources).len(), 2);
    }
}
