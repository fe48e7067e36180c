//! The tests that the map of requirements names have to have run: names are read from its files and held against what
//! the runner printed.

use std::collections::BTreeSet;
use std::path::Path;

const FOLDER: &str = "crates/tanba/src/law_map";

/// The tests named in the map that did not run and pass, as `requirement: test`.
pub(crate) fn not_run(root: &Path, printed: &str) -> Result<Vec<String>, String> {
    let ran = passed(printed);
    let mut missing = Vec::new();
    let folder = root.join(FOLDER);
    let files = std::fs::read_dir(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
    for file in files {
        let path = file.map_err(|error| format!("{FOLDER}: {error}"))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text =
                std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            missing.extend(
                named(&text)
                    .into_iter()
                    .filter(|(_, test)| !ran.contains(test))
                    .map(|(id, test)| format!("{id}: {test}")),
            );
        }
    }
    missing.sort();
    missing.dedup();
    Ok(missing)
}

/// `PASS [   0.816s] ( 34/206) law::search the_table` as `law::search::the_table`.
fn passed(printed: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let rest = line.trim_start().strip_prefix("PASS [")?.split_once(']')?.1.trim_start();
        let rest = if rest.starts_with('(') { rest.split_once(')')?.1.trim_start() } else { rest };
        let (binary, test) = rest.split_once(' ')?;
        Some(format!("{binary}::{}", test.trim()))
    };
    printed.lines().filter_map(name).collect()
}

/// The requirement and name of each test of `tests = [ … ]` and `refuses = [ … ]`.
fn named(text: &str) -> Vec<(String, String)> {
    let (mut id, mut inside, mut all) = (String::new(), false, Vec::new());
    for line in text.lines() {
        if let Some(found) = line.strip_prefix("id = \"") {
            id = found.trim_end_matches('"').to_owned();
        }
        inside |= line.starts_with("tests = [") || line.starts_with("refuses = [");
        if inside {
            let quoted = line.split('"').skip(1).step_by(2);
            all.extend(quoted.map(|test| (id.clone(), test.to_owned())));
            inside = !line.trim_end().ends_with(']');
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_the_map_and_from_what_the_runner_printed() {
        let map = "id = \"R1\"\nrule = \"a \\\"b\\\" c\"\ntests = [\n  \"law::x::y\",\n  \"web::pages::z\",\n]\nrefuses = [\"law::x::n\"]\n";
        let pairs = |test: &str| ("R1".to_owned(), test.to_owned());
        assert_eq!(named(map), [pairs("law::x::y"), pairs("web::pages::z"), pairs("law::x::n")]);
        let printed = "        PASS [   0.2s] (  3/206) law::x y\n        FAIL [   0.2s] web::pages z\n        PASS [   1.0s] law::x n\n";
        assert_eq!(passed(printed).into_iter().collect::<Vec<_>>(), ["law::x::n", "law::x::y"]);
    }
}
