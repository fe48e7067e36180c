//! Every article that a table of this crate relies on: what is repealed, or was never in force, must be in none of them.

use std::collections::BTreeSet;

use vocabulary::Basis;

use crate::authorise::articles_of_calls;
use crate::competence::COMPETENCES;
use crate::eligibility::articles_of_rows;
use crate::lifecycle::articles_of_lives;
use crate::requirement::Article;
use crate::search::{QueryKind, may_search};

/// The articles cited by the rows of eligibility, by competence, by the rules and refusals of calls, by the refusals of
/// steps of a record and by the cells of searches. Terms cite theirs in [`crate::terms_text`].
pub fn cited_articles() -> BTreeSet<Article> {
    let searches = QueryKind::ALL
        .iter()
        .flat_map(|&query| Basis::ALL.iter().map(move |&gallery| may_search(query, gallery).article));
    articles_of_rows()
        .chain(COMPETENCES.iter().map(|row| row.article))
        .chain(articles_of_calls())
        .chain(articles_of_lives())
        .chain(searches)
        .collect()
}
