//! The biometric store names nobody: no column of it could.

use super::source::lines;
use super::{Finding, Source, Sources};

/// Words that may not be part of a name in the biometric store's schema.
const IDENTITY: [&str; 21] = [
    "name",
    "names",
    "surname",
    "patronymic",
    "iin",
    "document",
    "documents",
    "passport",
    "born",
    "birth",
    "birthday",
    "citizenship",
    "nationality",
    "address",
    "phone",
    "email",
    "sex",
    "gender",
    "person",
    "photo",
    "officer",
];

/// No migration of the biometric store holds a name, an IIN, a document or anything else of identity.
pub(crate) fn biometrics_hold_no_identity(sources: &Sources) -> Vec<Finding> {
    let is_biometric = |source: &&Source| source.path.to_lowercase().contains("biometric");
    let mut findings = Vec::new();
    for source in sources.below("crates/store/migrations/", ".sql").filter(is_biometric) {
        for (line, text) in lines(&source.text) {
            let code = text.split("--").next().unwrap_or_default().to_lowercase();
            let mut words = code.split(|c: char| !c.is_alphanumeric());
            if let Some(word) = words.find(|word| IDENTITY.contains(word)) {
                let message =
                    format!("{word:?} in the biometric store: identity belongs to the identity store");
                findings.push(Finding::at("biometrics-schema", source, line, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        biometrics_hold_no_identity(&Sources(vec![Source::new(path, text)])).len()
    }

    #[test]
    fn a_column_of_identity_is_found_in_the_biometric_store_only() {
        let path = "crates/store/migrations/biometrics/0001.sql";
        for column in
            ["family_name TEXT", "iin TEXT", "document_number TEXT", "\"Born\" TEXT", "person_id BLOB"]
        {
            assert_eq!(found(path, &format!("CREATE TABLE a (\n  {column}\n)")), 1, "{column}");
        }
        assert_eq!(found(path, "registry_number BLOB, -- never a name\n template BLOB"), 0);
        assert_eq!(found("crates/store/migrations/identity/0001.sql", "family_name TEXT"), 0);
    }
}
