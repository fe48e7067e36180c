//! Licences and sources of everything we build on, by the lists of `deny.toml`.
//!
//! `cargo deny` checks more (advisories, duplicates) when it is installed; this much is checked always.

use serde_json::Value;

use super::{Finding, Sources};

const DENY: &str = "deny.toml";

/// Every external crate comes from an allowed registry under an allowed licence and is not banned.
pub(crate) fn check(sources: &Sources, metadata: &Value) -> Vec<Finding> {
    let Some(deny) = sources.0.iter().find(|source| source.path == DENY) else {
        return vec![Finding::new("licences", DENY, "the file is missing")];
    };
    let allowed = strings(&deny.text, "allow = [");
    let registries = strings(&deny.text, "allow-registry = [");
    let banned: Vec<&str> =
        deny.text.split("{ crate = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let Some(source) = package["source"].as_str() else { continue };
        let name = package["name"].as_str().unwrap_or_default();
        let place = format!("{name} {}", package["version"].as_str().unwrap_or_default());
        if !registries.iter().any(|registry| source == format!("registry+{registry}")) {
            findings.push(Finding::new("licences", &place, format!("comes from {source}")));
        }
        if banned.contains(&name) {
            findings.push(Finding::new("licences", &place, format!("is banned: the reason is in {DENY}")));
        }
        let licence = package["license"].as_str().unwrap_or_default();
        if !Expression::new(licence).holds(&allowed) {
            findings.push(Finding::new(
                "licences",
                &place,
                format!("licence {licence:?} is not allowed by {DENY}"),
            ));
        }
    }
    findings
}

/// The strings of the list that begins with `start` on a line of its own.
fn strings<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let begin = text.match_indices(start).find(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
    let list = begin.and_then(|(at, _)| text[at + start.len()..].split(']').next()).unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

/// An SPDX licence expression, token by token. The old `/` between licences means `OR`.
struct Expression<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

impl<'a> Expression<'a> {
    fn new(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        for word in text.split_inclusive(['(', ')', '/', ' ']) {
            let (word, mark) = match word.char_indices().next_back() {
                Some((at, c)) if "()/".contains(c) => (&word[..at], &word[at..]),
                _ => (word, ""),
            };
            tokens.extend([word.trim(), mark].into_iter().filter(|token| !token.is_empty()));
        }
        Self { tokens, at: 0 }
    }

    /// Whether a choice of allowed licences satisfies the whole expression.
    fn holds(mut self, allowed: &[&str]) -> bool {
        !self.tokens.is_empty() && self.any(allowed) && self.at == self.tokens.len()
    }

    fn any(&mut self, allowed: &[&str]) -> bool {
        let mut holds = self.all(allowed);
        while self.take("OR") || self.take("/") {
            holds |= self.all(allowed);
        }
        holds
    }

    fn all(&mut self, allowed: &[&str]) -> bool {
        let mut holds = self.one(allowed);
        while self.take("AND") {
            holds &= self.one(allowed);
        }
        holds
    }

    fn one(&mut self, allowed: &[&str]) -> bool {
        if self.take("(") {
            let holds = self.any(allowed);
            return self.take(")") && holds;
        }
        let mut name = self.next().to_owned();
        if self.take("WITH") {
            name = format!("{name} WITH {}", self.next());
        }
        allowed.contains(&name.as_str())
    }

    fn next(&mut self) -> &'a str {
        self.at += 1;
        self.tokens.get(self.at - 1).copied().unwrap_or_default()
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.tokens.get(self.at) == Some(&token);
        self.at += usize::from(found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;
    use serde_json::json;

    const RULES: &str = "allow = [\n  \"MIT\",\n  \"A WITH B\",\n  \"U\",\n]\ndeny = [\n  { crate = \"bad\", reason = \"r\" },\n]\n\
                         allow-registry = [\"https://r\"]\n";

    fn found(name: &str, licence: &str, source: &str) -> usize {
        let sources = Sources(vec![Source::new(DENY, RULES)]);
        let package = json!({"name": name, "version": "1.0.0", "license": licence, "source": source});
        let own = json!({"name": "law", "version": "0.1.0", "license": "secret", "source": null});
        check(&sources, &json!({"packages": [package, own]})).len()
    }

    #[test]
    fn a_choice_of_allowed_licences_is_good() {
        let good = [
            "MIT",
            "MIT OR GPL",
            "GPL/MIT",
            "(GPL OR MIT) AND U",
            "A WITH B",
            "GPL OR A WITH B OR X",
            "U AND MIT",
        ];
        for licence in good {
            assert_eq!(found("a", licence, "registry+https://r"), 0, "{licence}");
        }
    }

    #[test]
    fn a_licence_source_or_crate_that_is_not_allowed_is_found() {
        for licence in ["GPL", "", "MIT AND GPL", "A", "A WITH C", "(MIT", "MIT GPL", "(GPL OR X) AND U"] {
            assert_eq!(found("a", licence, "registry+https://r"), 1, "{licence}");
        }
        assert_eq!(found("a", "MIT", "git+https://r"), 1);
        assert_eq!(found("bad", "MIT", "registry+https://r"), 1);
        assert_eq!(check(&Sources::default(), &json!({})).len(), 1);
    }
}
