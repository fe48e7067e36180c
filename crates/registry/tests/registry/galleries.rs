//! A search compares the galleries its query may reach and nothing else (law.md 6.3).

use std::collections::BTreeSet;
use std::sync::Arc;

use law::{Document, Evidence};
use registry::testing::MemoryStore;
use registry::*;
use vocabulary::*;

use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;

/// One record in each of four galleries; the fingers of a record grow from its place here.
pub(crate) async fn peopled() -> World {
    let mut world = World::new().await;
    let child = |n| {
        let mut new = citizen(n);
        new.basis = Basis::B8;
        new.person.born = BirthDate::parse("2012-05-01").unwrap();
        new.circumstances.document = Some(Document::Passport);
        new
    };
    let seafarer = |n| NewCase { basis: Basis::B2, ..citizen(n) };
    let trb = officer(Body::Trb, Role::Operator, 1);
    register(&world, operator(), citizen(1), 1).await;
    register(&world, operator(), foreigner(2, Basis::B3), 2).await;
    register(&world, trb, seafarer(3), 3).await;
    register(&world, operator(), child(4), 4).await;
    world.registry = world.registry.with_searches(BTreeSet::from([QueryKind::ForeignerControl]));
    world
}

async fn register(world: &World, actor: Actor, new: NewCase, fingers: u64) {
    let r = &world.registry;
    let opened = r.open_case(actor, new).await.unwrap();
    let (case, missing) = (opened.case.id, opened.case.decision.missing_evidence.clone());
    for evidence in missing {
        let document = if evidence == Evidence::Consent { "text 2" } else { "decision 7" };
        r.give_evidence(actor, case, evidence, "ru", document).await.unwrap();
    }
    world.capture_ten(actor, case, fingers, FIRST).await;
    let check = r.check_duplicates(actor, case).await.unwrap();
    assert!(check.complete && check.candidates.is_empty(), "{check:?}");
    r.register(actor, case).await.unwrap();
}

/// How many records a search compared, and whose of the four it found.
async fn reached(world: &World, query: QueryKind) -> (usize, Vec<u64>) {
    let (mut searched, mut found) = (0, Vec::new());
    for mate in 1..=4 {
        let search = SearchFor::new(query, "CASE-1");
        let answer = world.registry.identify(examiner(1), search, mark(mate, INDEX)).await.unwrap();
        assert_eq!(answer.query, query);
        searched = answer.searched;
        if !answer.hits.is_empty() {
            found.push(mate);
        }
    }
    (searched, found)
}

#[tokio::test]
async fn a_record_of_a_gallery_that_is_not_reached_is_never_compared() {
    let world = peopled().await;
    // Seafarers are gated, and this search was not opened.
    assert_eq!(reached(&world, QueryKind::UnidentifiedCorpseFingers).await, (3, vec![1, 2, 4]));
    assert_eq!(reached(&world, QueryKind::ForeignerControl).await, (1, vec![2]));
    let search = SearchFor::new(QueryKind::UnidentifiedCorpseFingers, "CASE-1");
    let (answer, entry) = world.check(world.registry.identify(examiner(1), search, mark(1, INDEX))).await;
    let answer = answer.unwrap();
    use Basis::{B1, B1f, B3, B4, B5, B6, B7, B8};
    assert_eq!(answer.galleries, [B1, B1f, B3, B4, B5, B6, B7, B8]);
    assert_eq!(entry.purpose, Purpose::Identify);
    let openings = world.store.openings(entry.sequence).await.unwrap();
    let payload = String::from_utf8(openings[0].payload.clone()).unwrap();
    for said in [
        r#""query":"unidentified-corpse-fingers""#,
        r#""galleries":["B1","B1f","B3","B4","B5","B6","B7","B8"]"#,
        r#""switched_on":["foreigner-control"]"#,
        r#""searched":3"#,
        r#""opened":null"#,
    ] {
        assert!(payload.contains(said), "{said} in {payload}");
    }
    world.audited().await;
}

#[tokio::test]
async fn a_gated_search_is_refused_while_nobody_opened_it_and_a_refused_one_by_name() {
    let world = peopled().await;
    let ask = |query| world.registry.identify(examiner(1), SearchFor::new(query, "CASE-1"), mark(1, INDEX));
    let entry = world.refused("R16.1.1", ask(QueryKind::UnknownLiving)).await;
    assert_eq!((entry.operation.as_str(), entry.purpose), ("identify", Purpose::Identify));
    world.refused("R16.3.1", ask(QueryKind::CrimeSceneMark)).await;
    world.refused("R9.5.2", ask(QueryKind::ForeignRequest)).await;
    // Fingers are not compared under a query by DNA.
    for query in [QueryKind::G1, QueryKind::G2, QueryKind::G3, QueryKind::G4, QueryKind::NamedPair] {
        world.refused("R27.1.1", ask(query)).await;
    }
    for query in [QueryKind::Verification, QueryKind::DuplicateCheck] {
        world.refused("R5-1.1", ask(query)).await;
    }
    world.audited().await;
}

#[tokio::test]
async fn a_table_of_searches_that_is_not_the_laws_is_noticed_at_opening() {
    let row = |query: &str, basis: &str| (query.to_owned(), basis.to_owned(), "allowed".to_owned());
    let opened = async |change: &dyn Fn(&mut Vec<SearchRow>)| {
        let store = MemoryStore::new();
        store.change_search_rows(change);
        let clock = Arc::new(ManualClock::at(start()));
        open(Arc::new(store), clock).await.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(opened(&|_| {}).await, Ok(()));
    let more = opened(&|rows| rows.push(row("g2", "G3"))).await.unwrap_err();
    assert!(more.contains("links.search_rule") && more.contains("g2 reach G3"), "{more}");
    let fewer = opened(&|rows| rows.retain(|(query, basis, _)| (&**query, &**basis) != ("g4", "G3"))).await;
    assert!(fewer.unwrap_err().contains("keeps a search by g4 from G3"));
    let opener = |rows: &mut Vec<SearchRow>| {
        rows.iter_mut().filter(|row| row.2 == "gated").for_each(|row| row.2 = "allowed".to_owned());
    };
    assert!(opened(&opener).await.unwrap_err().contains("(allowed)"), "a gate is not taken away");
    let twice = opened(&|rows| rows.push(rows[0].clone())).await.unwrap_err();
    assert!(twice.contains("twice"), "{twice}");
}
