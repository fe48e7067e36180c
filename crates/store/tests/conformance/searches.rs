//! What a store reads for a search: nothing the query may not reach (law.md 6.3), relatives first of all.

use std::collections::BTreeSet;
use std::sync::Arc;

use law::{Access, may_search};
use registry::ports::Store;
use registry::sequencer::Change;
use registry::*;
use vocabulary::*;

use crate::samples::*;

/// One record on each basis, numbered by its place; each with prints, as if every gallery held them.
async fn one_of_each(store: &Arc<dyn Store>) {
    let numbers: Vec<u64> = (1..=Basis::ALL.len() as u64).collect();
    let mut hand = Hand::new(Arc::clone(store));
    for (number, basis) in numbers.into_iter().zip(Basis::ALL) {
        let mut changes = registration(number, hand.next(), 100);
        for change in &mut changes {
            if let Change::Registered { certificate, .. } = change {
                certificate.basis = *basis;
            }
        }
        hand.act(changes).await.unwrap();
    }
}

fn numbers(read: impl Iterator<Item = RegistryNumber>) -> BTreeSet<RegistryNumber> {
    read.collect()
}

fn number_on(basis: Basis) -> RegistryNumber {
    let place = Basis::ALL.iter().position(|known| *known == basis).unwrap();
    registry_number(place as u64 + 1)
}

pub(crate) async fn relatives_are_read_by_the_query_of_a_corpse_only(store: Arc<dyn Store>) {
    one_of_each(&store).await;
    let relative = number_on(Basis::G3);
    for &query in QueryKind::ALL {
        let bases = store.registered_bases(query, None, 100).await.unwrap();
        let templates = store.registered_templates(query, None, 100).await.unwrap();
        let sees = query == QueryKind::G4;
        assert_eq!(bases.iter().any(|(number, _)| *number == relative), sees, "{query}");
        assert_eq!(bases.iter().any(|(_, basis)| *basis == Basis::G3), sees, "{query}");
        assert_eq!(templates.iter().any(|(number, _)| *number == relative), sees, "{query}");
    }
    // A relative's query reads corpses and nothing else.
    let read = store.registered_bases(QueryKind::G3, None, 100).await.unwrap();
    assert_eq!(read, [(number_on(Basis::G4), Basis::G4)]);
    // Whoever keeps the record still reaches it.
    assert!(store.person_of(relative).await.unwrap().is_some());
    assert!(!store.templates(relative).await.unwrap().is_empty());
}

pub(crate) async fn a_query_reads_its_galleries_page_by_page(store: Arc<dyn Store>) {
    one_of_each(&store).await;
    for &query in QueryKind::ALL {
        let reached = |basis: &&Basis| may_search(query, **basis).access != Access::Refused;
        let expected = numbers(Basis::ALL.iter().filter(reached).map(|basis| number_on(*basis)));
        let (mut bases, mut templates) = (Vec::new(), Vec::new());
        let mut after = None;
        loop {
            let page = store.registered_bases(query, after, 2).await.unwrap();
            let Some((last, _)) = page.last() else { break };
            assert!(page.len() <= 2 && page.is_sorted_by_key(|(number, _)| *number));
            let same = store.registered_templates(query, after, 2).await.unwrap();
            assert!(
                same.iter().map(|(number, _)| number).eq(page.iter().map(|(number, _)| number)),
                "{query}"
            );
            after = Some(*last);
            bases.extend(page);
            templates.extend(same);
        }
        assert_eq!(numbers(bases.iter().map(|(number, _)| *number)), expected, "{query}");
        assert_eq!(bases.len(), expected.len(), "{query}: each once");
        assert!(bases.iter().all(|(number, basis)| *number == number_on(*basis)), "{query}");
        assert!(templates.iter().all(|(_, fingers)| fingers.len() == 10), "{query}");
    }
}

pub(crate) async fn the_table_of_searches_is_the_laws(store: Arc<dyn Store>) {
    let rows = store.search_rows().await.unwrap();
    assert_eq!(rows, search_rows());
    assert_eq!(rows.len(), 72);
    for (query, basis, access) in rows {
        let rule = may_search(query.parse().unwrap(), basis.parse().unwrap());
        assert_eq!(rule.access.code(), access, "{query} {basis}");
    }
}
