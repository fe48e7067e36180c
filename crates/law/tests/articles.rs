//! Which articles the tables rely on. Repealed ones, and those that never came into force, are in none.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod common;

use std::collections::BTreeSet;

use common::day;
use law::{ClosingOutcome, ClosingReason, TermTable, cited_articles, terms_text};

/// Excluded by later laws or provisional until them (R10.5.1, R24.1.1, R30.1.1, R31.2.1).
const IN_NO_TABLE: [&str; 4] = ["10(5)", "24", "30", "31(2)"];

/// The article itself or a part of it.
fn is_within(cited: &str, article: &str) -> bool {
    cited.strip_prefix(article).is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
}

/// The articles of the terms: what follows the requirement in each line.
fn of_terms() -> BTreeSet<String> {
    let text = terms_text(TermTable::on(day("2026-03-02")));
    let after = |line: &str| {
        let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
        let at = words.iter().rposition(|word| word.starts_with('R')).unwrap();
        words[at + 1..].to_vec()
    };
    text.lines().flat_map(after).collect()
}

#[test]
fn no_table_cites_an_article_that_is_not_in_force() {
    let mut cited: BTreeSet<String> = cited_articles().iter().map(ToString::to_string).collect();
    let of_terms = of_terms();
    for known in ["15(1)", "15(2)"] {
        assert!(of_terms.contains(known), "terms are read: {of_terms:?}");
    }
    cited.extend(of_terms);
    // One of each table, so that an empty one would be noticed.
    for known in ["10(1)", "11(1)(3)", "36", "7(2)", "9(2)", "28(2)", "17(3)", "23(4)"] {
        assert!(cited.contains(known), "{known} is cited: {cited:?}");
    }
    for article in IN_NO_TABLE {
        let found: Vec<_> = cited.iter().filter(|cited| is_within(cited, article)).collect();
        assert!(found.is_empty(), "{article} is relied on: {found:?}");
    }
    assert!(is_within("24(1)", "24") && !is_within("2", "24") && !is_within("240", "24"));
}

#[test]
fn every_reason_of_closing_leads_to_one_outcome_and_each_outcome_has_one() {
    let reached: BTreeSet<_> = ClosingReason::ALL.iter().map(|reason| reason.outcome()).collect();
    assert_eq!(reached, ClosingOutcome::ALL.iter().copied().collect());
    assert!("done".parse::<ClosingOutcome>().is_err() && "no".parse::<ClosingReason>().is_err());
}
