//! Which galleries a search by fingers is about, before the law is asked, and the table of it that the store holds
//! beside the records (law.md 6.3).

use std::collections::BTreeSet;

use law::{Access, QueryKind, may_search};
use vocabulary::{Basis, Body};

use crate::error::StoreError;
use crate::ports::Store;

/// A row of the store's table: query, basis of the gallery, and whether it is allowed or gated.
pub type SearchRow = (String, String, String);

/// The galleries of fingers that a query is made over: those it may always reach, and once it is opened those it
/// is gated from. Where nothing is left, what the law then refuses by name. The store of seafarers and the other
/// are checked and verified each by their own body (Art. 14 para 2).
pub(crate) fn galleries(query: QueryKind, body: Body, opened: bool) -> Vec<Basis> {
    let of = |access: Access| -> Vec<Basis> {
        let fit =
            |basis: &&Basis| fingers_of(query, body, **basis) && may_search(query, **basis).access == access;
        Basis::ALL.iter().filter(fit).copied().collect()
    };
    let (allowed, gated) = (of(Access::Allowed), of(Access::Gated));
    let reached = if opened { [allowed, gated.clone()].concat() } else { allowed };
    match (reached.is_empty(), gated.is_empty()) {
        (false, _) => reached,
        (true, false) => gated,
        (true, true) => of(Access::Refused),
    }
}

/// The galleries of fingers that a query is gated from.
pub(crate) fn gated(query: QueryKind, body: Body) -> Vec<Basis> {
    let fit = |basis: &&Basis| {
        fingers_of(query, body, **basis) && may_search(query, **basis).access == Access::Gated
    };
    Basis::ALL.iter().filter(fit).copied().collect()
}

fn fingers_of(query: QueryKind, body: Body, basis: Basis) -> bool {
    let own_store = matches!(query, QueryKind::Verification | QueryKind::DuplicateCheck);
    law::is_prints(basis) && basis != Basis::BV && (!own_store || keeps(body, basis))
}

/// Whether records on a basis lie in the store a body works in: seafarers in that of the body for transport, all
/// others in the other (Art. 14).
pub(crate) fn keeps(body: Body, basis: Basis) -> bool {
    (basis == Basis::B2) == (body == Body::Trb)
}

/// The table as the law says it, in order.
pub fn search_rows() -> Vec<SearchRow> {
    let mut rows = Vec::new();
    for &query in QueryKind::ALL {
        for &basis in Basis::ALL {
            let access = may_search(query, basis).access;
            if access != Access::Refused {
                rows.push((query.code().to_owned(), basis.code().to_owned(), access.code().to_owned()));
            }
        }
    }
    rows.sort();
    rows
}

/// Holds the store's table against the law's.
///
/// # Errors
/// `Damaged`, naming the first row that differs.
pub(crate) async fn check(store: &dyn Store) -> Result<(), StoreError> {
    let (is, must) = (store.search_rows().await?, search_rows());
    let (there, law): (BTreeSet<_>, BTreeSet<_>) = (is.iter().collect(), must.iter().collect());
    let why = match (there.difference(&law).next(), law.difference(&there).next()) {
        _ if is.len() == must.len() && there == law => return Ok(()),
        (Some((query, basis, access)), _) => format!("it lets a search by {query} reach {basis} ({access})"),
        (None, Some((query, basis, access))) => {
            format!("it keeps a search by {query} from {basis} ({access})")
        }
        (None, None) => "a row stands there twice".to_owned(),
    };
    Err(StoreError::Damaged {
        what: "the table of searches (links.search_rule)".to_owned(),
        why: format!("{why}, which the Law does not: it was changed past the register; restore a backup"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_made_over_what_it_may_reach_and_once_opened_over_what_is_gated() {
        use Basis::*;
        let corpse = QueryKind::UnidentifiedCorpseFingers;
        assert_eq!(galleries(corpse, Body::Iab, false), [B1, B1f, B3, B4, B5, B6, B7, B8]);
        assert_eq!(galleries(corpse, Body::Iab, true), [B1, B1f, B3, B4, B5, B6, B7, B8, B2]);
        assert_eq!(galleries(QueryKind::ForeignerControl, Body::Iab, true), [B3, B4, B5, B6, B7]);
        assert_eq!(gated(QueryKind::CrimeSceneMark, Body::Iab), [B1, B1f, B3, B4, B5, B6, B7]);
        let all = gated(QueryKind::UnknownLiving, Body::Iab);
        assert_eq!(all.len(), 9, "{all:?}");
        assert_eq!(
            galleries(QueryKind::UnknownLiving, Body::Iab, false),
            all,
            "for the law to refuse by its gate"
        );
        assert_eq!(galleries(QueryKind::DuplicateCheck, Body::Trb, false), [B2]);
        assert_eq!(galleries(QueryKind::DuplicateCheck, Body::Mfa, false), [B1, B1f, B3, B4, B5, B6, B7, B8]);
        for genomic in [QueryKind::G1, QueryKind::G2, QueryKind::G3, QueryKind::G4, QueryKind::NamedPair] {
            let galleries = galleries(genomic, Body::Iab, true);
            assert!(galleries.iter().all(|basis| may_search(genomic, *basis).access == Access::Refused));
            assert!(!galleries.is_empty(), "for the law to refuse by name: {genomic}");
        }
    }
}
