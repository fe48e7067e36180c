//! No template that nobody renders.

use super::{Finding, Sources};

const FOLDER: &str = "crates/web/templates/";

/// Every template is named by a page (`path = "…"`) or by another template (extends, include, import).
pub(crate) fn orphans(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for template in sources.below(FOLDER, "") {
        let name = format!("\"{}\"", &template.path[FOLDER.len()..]);
        let used = sources.0.iter().any(|source| {
            let page = source.path.starts_with("crates/web/src/") && source.path.ends_with(".rs");
            let template = source.path.starts_with(FOLDER) && source.path != template.path;
            (page || template) && source.text.contains(&name)
        });
        if !used {
            let message = "no page or template names it: use it or remove it";
            findings.push(Finding::new("templates", template.path.as_str(), message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    #[test]
    fn a_template_nobody_names_is_found() {
        let sources = Sources(vec![
            Source::new("crates/web/src/pages/a.rs", "#[template(path = \"a.html\")]"),
            Source::new("crates/web/templates/a.html", "{% extends \"base.html\" %}"),
            Source::new("crates/web/templates/base.html", ""),
            Source::new("crates/web/templates/old/b.html", "{% include \"old/b.html\" %}"),
        ]);
        let found = orphans(&sources);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "crates/web/templates/old/b.html");
    }
}
