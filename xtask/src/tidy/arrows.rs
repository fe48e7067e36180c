//! The arrows of the house: which room may lean on which, and what no pure room may pull in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Finding;

/// Our rooms and the rooms each may depend on (dev-dependencies aside). A new room gets its row here
/// and in `ARCHITECTURE.md`.
const ROOMS: [(&str, &[&str]); 18] = [
    ("vocabulary", &[]),
    ("law", &["vocabulary"]),
    ("dactyloscopy", &["vocabulary"]),
    ("genomics", &["vocabulary"]),
    ("ledger", &["vocabulary"]),
    ("keyring", &["vocabulary"]),
    ("gallery", &["vocabulary", "dactyloscopy"]),
    ("synthetic", &["vocabulary", "dactyloscopy", "genomics"]),
    ("interchange", &["vocabulary", "dactyloscopy", "genomics"]),
    ("papers", &["vocabulary"]),
    ("registry", &["vocabulary", "law", "dactyloscopy", "genomics", "gallery", "ledger", "keyring"]),
    ("store", &["vocabulary", "registry", "ledger", "dactyloscopy"]),
    ("cluster", &["vocabulary", "registry", "gallery"]),
    ("access", &["vocabulary", "registry"]),
    (
        "api",
        &["vocabulary", "registry", "access", "interchange", "law", "ledger", "dactyloscopy", "genomics"],
    ),
    (
        "web",
        &[
            "vocabulary",
            "registry",
            "access",
            "interchange",
            "law",
            "ledger",
            "dactyloscopy",
            "genomics",
            "papers",
        ],
    ),
    (
        "tanba",
        &[
            "vocabulary",
            "law",
            "dactyloscopy",
            "genomics",
            "ledger",
            "keyring",
            "gallery",
            "synthetic",
            "interchange",
            "papers",
            "registry",
            "store",
            "cluster",
            "access",
            "api",
            "web",
        ],
    ),
    ("xtask", &[]),
];

/// Async runtimes, databases, web servers and sockets: in a pure room not even through another crate.
const RUNTIMES: [&str; 9] =
    ["tokio", "async-std", "smol", "sqlx", "rusqlite", "axum", "hyper", "reqwest", "async-nats"];
/// What a room may not name itself, besides.
const RANDOM: [&str; 3] = ["getrandom", "rand", "tempfile"];

/// Rooms and the external crates they may not reach, at all or by name.
const FORBIDDEN: [(&[&str], &[&str], Reach); 5] = [
    (
        &["vocabulary", "law", "dactyloscopy", "genomics", "ledger", "interchange", "papers"],
        &RUNTIMES,
        Reach::Transitive,
    ),
    (&["gallery", "synthetic"], &RUNTIMES, Reach::Transitive),
    (
        &["vocabulary", "law", "dactyloscopy", "genomics", "ledger", "interchange", "papers"],
        &RANDOM,
        Reach::Direct,
    ),
    (&["registry"], &["sqlx", "axum", "async-nats", "askama", "tera"], Reach::Transitive),
    (&["api", "web", "access"], &["sqlx", "rusqlite"], Reach::Transitive),
];

#[derive(Clone, Copy, PartialEq)]
enum Reach {
    Direct,
    Transitive,
}

/// `cargo metadata` of the repository at `root`, dependencies resolved.
pub(crate) fn metadata(root: &Path) -> Result<Value, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// Compares the packages with the tables above.
pub(crate) fn check(metadata: &Value) -> Result<Vec<Finding>, String> {
    let graph = Graph::read(metadata).ok_or("cargo metadata has not the expected form")?;
    let mut findings = Vec::new();
    for room in &graph.rooms {
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
            let message = "a room without a row in the table of arrows: add it there and in ARCHITECTURE.md";
            findings.push(Finding::new("arrows", room.as_str(), message));
            continue;
        };
        for dependency in graph.direct(room).filter(|d| graph.rooms.contains(*d)) {
            if !allowed.contains(&dependency.as_str()) {
                let message = format!("may not depend on {dependency}; allowed: {}", allowed.join(", "));
                findings.push(Finding::new("arrows", room.as_str(), message));
            }
        }
    }
    for (rooms, crates, reach) in FORBIDDEN {
        for room in rooms.iter().filter(|room| graph.rooms.contains(**room)) {
            let reached = graph.reached(room, reach);
            for external in crates.iter().filter(|external| reached.contains(**external)) {
                let how = if reach == Reach::Direct { "name" } else { "reach" };
                findings.push(Finding::new("arrows", *room, format!("may not {how} {external}")));
            }
        }
    }
    Ok(findings)
}

/// Names of packages and what each needs to run (neither dev- nor build-dependencies).
struct Graph {
    rooms: BTreeSet<String>,
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read(metadata: &Value) -> Option<Self> {
        let mut names = BTreeMap::new();
        for package in metadata["packages"].as_array()? {
            names.insert(package["id"].as_str()?, package["name"].as_str()?);
        }
        let members = metadata["workspace_members"].as_array()?.iter();
        let rooms = members.filter_map(|id| names.get(id.as_str()?).map(|name| (*name).to_owned())).collect();
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array()? {
            let needed = needs.entry((*names.get(node["id"].as_str()?)?).to_owned()).or_default();
            for dependency in node["deps"].as_array()? {
                let mut kinds = dependency["dep_kinds"].as_array()?.iter();
                if kinds.any(|kind| kind["kind"].is_null()) {
                    needed.insert((*names.get(dependency["pkg"].as_str()?)?).to_owned());
                }
            }
        }
        Some(Self { rooms, needs })
    }

    fn direct(&self, name: &str) -> impl Iterator<Item = &String> {
        self.needs.get(name).into_iter().flatten()
    }

    fn reached(&self, name: &str, reach: Reach) -> BTreeSet<&str> {
        let mut reached: BTreeSet<&str> = self.direct(name).map(String::as_str).collect();
        let mut waiting: Vec<&str> = reached.iter().copied().collect();
        while let Some(next) = waiting.pop().filter(|_| reach == Reach::Transitive) {
            for needed in self.direct(next) {
                if reached.insert(needed) {
                    waiting.push(needed);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Metadata of packages given as (name, needs, needs for tests); names in `ours` are rooms.
    fn sample(ours: &[&str], packages: &[(&str, &[&str], &[&str])]) -> Value {
        let edges = |names: &[&str], kind: Value| -> Vec<Value> {
            names.iter().map(|name| json!({"pkg": name, "dep_kinds": [{"kind": kind}]})).collect()
        };
        json!({
            "packages": packages.iter().map(|(name, ..)| json!({"id": name, "name": name})).collect::<Vec<_>>(),
            "workspace_members": ours,
            "resolve": {"nodes": packages.iter().map(|(name, needs, tests)| {
                let deps = [edges(needs, Value::Null), edges(tests, json!("dev"))].concat();
                json!({"id": name, "deps": deps})
            }).collect::<Vec<_>>()},
        })
    }

    fn found(ours: &[&str], packages: &[(&str, &[&str], &[&str])]) -> Vec<String> {
        let findings = check(&sample(ours, packages)).unwrap();
        findings.into_iter().map(|f| format!("{}: {}", f.place, f.message)).collect()
    }

    #[test]
    fn arrows_along_the_table_are_good() {
        let packages: &[(&str, &[&str], &[&str])] = &[
            ("law", &["vocabulary", "jiff"], &["tokio"]),
            ("vocabulary", &[], &[]),
            ("jiff", &[], &[]),
            ("tokio", &[], &[]),
        ];
        assert_eq!(found(&["law", "vocabulary"], packages), [""; 0]);
    }

    #[test]
    fn an_arrow_against_the_table_is_found() {
        let found =
            found(&["law", "dactyloscopy"], &[("law", &["dactyloscopy"], &[]), ("dactyloscopy", &[], &[])]);
        assert!(found.len() == 1 && found[0].starts_with("law: may not depend on dactyloscopy"), "{found:?}");
    }

    #[test]
    fn a_runtime_behind_another_crate_is_found() {
        let packages: &[(&str, &[&str], &[&str])] =
            &[("ledger", &["helper"], &[]), ("helper", &["tokio"], &[]), ("tokio", &[], &[])];
        assert_eq!(found(&["ledger"], packages), ["ledger: may not reach tokio"]);
    }

    #[test]
    fn a_random_source_is_refused_by_name_only() {
        let direct: &[(&str, &[&str], &[&str])] = &[("ledger", &["getrandom"], &[]), ("getrandom", &[], &[])];
        assert_eq!(found(&["ledger"], direct), ["ledger: may not name getrandom"]);
        let behind: &[(&str, &[&str], &[&str])] =
            &[("ledger", &["uuid"], &[]), ("uuid", &["getrandom"], &[]), ("getrandom", &[], &[])];
        assert_eq!(found(&["ledger"], behind), [""; 0]);
    }

    #[test]
    fn a_room_without_a_row_is_found() {
        assert!(found(&["attic"], &[("attic", &[], &[])])[0].starts_with("attic: a room without a row"));
    }
}
