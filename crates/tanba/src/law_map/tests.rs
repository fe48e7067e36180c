#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use super::*;

/// How many requirements may not be wholly kept or proven: this number only goes down.
const OPEN_MAX: usize = 126;

#[test]
fn every_requirement_stands_in_the_map_once_in_order() {
    let all = read().unwrap();
    let ids: Vec<&str> = all.iter().map(|kept| kept.id.as_str()).collect();
    assert_eq!(ids, law::REQUIREMENTS);
    assert_eq!(ids.len(), 237);
}

#[test]
fn what_is_said_to_be_kept_has_a_keeper_a_test_and_where_it_must_refuse_a_refusal() {
    let mut open = 0;
    for kept in read().unwrap() {
        let id = &kept.id;
        assert!(!kept.rule.is_empty() && kept.rule.chars().count() <= 140, "{id}: {}", kept.rule);
        assert!(!kept.articles.is_empty(), "{id} names no article");
        if !kept.missing.is_empty() {
            open += 1;
            continue;
        }
        assert_ne!(kept.keeper(), "nothing yet", "{id}: nothing keeps it, and nothing is said to be missing");
        assert!(!kept.tests.is_empty(), "{id}: no test proves it");
        assert_eq!(kept.must_refuse, !kept.refuses.is_empty(), "{id}: what must be refused and its tests");
    }
    assert!(open <= OPEN_MAX, "{open} requirements are not wholly kept, {OPEN_MAX} may be");
}

/// By their functions in the sources; `cargo xtask test` holds the whole names against the tests that passed.
#[test]
fn every_test_the_map_names_exists() {
    let sources = sources();
    for kept in read().unwrap() {
        for name in kept.every_test() {
            let function = name.rsplit("::").next().unwrap();
            assert!(sources.contains(function), "{}: there is no test {name}", kept.id);
        }
    }
}

/// Names of all functions in the sources of the workspace.
fn sources() -> BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().parent().unwrap();
    let mut names = BTreeSet::new();
    let mut folders = vec![root.join("crates"), root.join("xtask")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for part in text.split("fn ").skip(1) {
                    names.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
                }
            }
        }
    }
    names
}
