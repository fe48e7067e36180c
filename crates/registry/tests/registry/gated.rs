//! Searches that are off by default: asked for, agreed to by another of another unit, made once.

use std::collections::BTreeSet;

use registry::*;
use vocabulary::*;

use crate::galleries::peopled;
use crate::support::*;

const INDEX: FingerPosition = FingerPosition::RightIndex;
const UNKNOWN: QueryKind = QueryKind::UnknownLiving;

fn supervisor(unit: u16, number: u8) -> Actor {
    let unit = Unit::new(Territory::REPUBLIC, unit).unwrap();
    Actor { unit, ..officer(Body::Iab, Role::Supervisor, number) }
}

fn request(query: QueryKind) -> NewSearchRequest {
    NewSearchRequest {
        query,
        case_reference: "HOSPITAL-7".to_owned(),
        document: "ORDER-12".to_owned(),
        article: "240(2) CPC".to_owned(),
    }
}

async fn switched_on() -> World {
    let mut world = peopled().await;
    world.registry = world.registry.with_searches(BTreeSet::from([UNKNOWN, QueryKind::CrimeSceneMark]));
    world
}

async fn asked(world: &World) -> GatedSearch {
    world.registry.ask_search(examiner(1), request(UNKNOWN), &mark(3, INDEX)).await.unwrap()
}

fn made(asked: &GatedSearch) -> SearchFor {
    SearchFor::new(UNKNOWN, "HOSPITAL-7").under(asked.id)
}

/// The refusal's code.
async fn code<T: std::fmt::Debug>(
    world: &World,
    act: impl Future<Output = Result<T, CommandError>>,
) -> &'static str {
    let (answer, entry) = world.check(act).await;
    assert_eq!(entry.outcome, ledger::Outcome::Refused);
    match answer {
        Err(CommandError::Refused { refusal, .. }) => refusal.code,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test]
async fn a_search_that_another_unit_agreed_to_reaches_the_gated_galleries_once() {
    let world = switched_on().await;
    let r = &world.registry;
    let (asked, entry) = world.check(r.ask_search(examiner(1), request(UNKNOWN), &mark(3, INDEX))).await;
    let asked = asked.unwrap();
    assert_eq!((entry.operation.as_str(), asked.galleries.len()), ("ask-search", 9));
    assert_eq!(asked.standing(asked.asked_on), SearchStanding::Waiting);
    let find = |asked: &GatedSearch| r.identify(examiner(1), made(asked), mark(3, INDEX));
    assert_eq!(code(&world, find(&asked)).await, "search-approver", "nobody agreed yet");
    let (agreed, entry) = world.check(r.answer_search(supervisor(4, 1), asked.id, None)).await;
    assert_eq!(entry.operation, "approve-search");
    assert_eq!(agreed.unwrap().standing(asked.asked_on), SearchStanding::Agreed);
    let (found, entry) = world.check(find(&asked)).await;
    let found = found.unwrap();
    assert_eq!((found.searched, found.hits.len()), (4, 1), "the seafarer was reached");
    let openings = world.store.openings(entry.sequence).await.unwrap();
    let payloads: Vec<_> =
        openings.iter().map(|o| String::from_utf8_lossy(&o.payload).into_owned()).collect();
    let named = format!(r#""opened":"{}""#, asked.id);
    assert!(payloads.iter().any(|payload| payload.contains(&named)), "{payloads:?}");
    assert_eq!(code(&world, find(&asked)).await, "search-used");
    let (listed, counts) = r.gated_searches(supervisor(4, 1)).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].made.map(|made| (made.searched, made.found)), Some((4, 1)));
    assert_eq!(counts[&UNKNOWN][&SearchStanding::Made], 1, "counted apart");
    world.audited().await;
}

#[tokio::test]
async fn nobody_asks_for_what_is_off_or_without_its_ground() {
    let world = peopled().await;
    let ask = |new| async { world.registry.ask_search(examiner(1), new, &mark(3, INDEX)).await };
    assert_eq!(code(&world, ask(request(UNKNOWN))).await, "search-off");
    let world = switched_on().await;
    let ask = |new| async { world.registry.ask_search(examiner(1), new, &mark(3, INDEX)).await };
    let no_document = NewSearchRequest { document: String::new(), ..request(UNKNOWN) };
    assert_eq!(code(&world, ask(no_document)).await, "search-ground");
    let no_article = NewSearchRequest { article: String::new(), ..request(UNKNOWN) };
    assert_eq!(code(&world, ask(no_article)).await, "search-article");
    let no_case = NewSearchRequest { case_reference: String::new(), ..request(UNKNOWN) };
    assert_eq!(code(&world, ask(no_case)).await, "case-reference");
    assert_eq!(code(&world, ask(request(QueryKind::ForeignRequest))).await, "search-off");
    assert_eq!(code(&world, ask(request(QueryKind::G4))).await, "search-refused");
    let operator = world.registry.ask_search(operator(), request(UNKNOWN), &[]);
    assert!(matches!(operator.await, Err(CommandError::Invalid { field: "fingers", .. })));
    let free = NewSearchRequest { article: "because\nI say so".to_owned(), ..request(UNKNOWN) };
    assert!(matches!(ask(free).await, Err(CommandError::Invalid { field: "article", .. })));
    world.audited().await;
}

#[tokio::test]
async fn agreement_is_another_officers_of_another_unit_in_time_and_for_these_fingers_only() {
    let world = switched_on().await;
    let r = &world.registry;
    let request = asked(&world).await;
    assert_eq!(code(&world, r.answer_search(examiner(1), request.id, None)).await, "search-needs-supervisor");
    let own = Actor { role: Role::Supervisor, ..examiner(1) };
    assert_eq!(code(&world, r.answer_search(own, request.id, None)).await, "search-own-approval");
    let near = supervisor(Unit::CENTRAL.number(), 2);
    assert_eq!(code(&world, r.answer_search(near, request.id, None)).await, "search-same-unit");
    r.answer_search(supervisor(4, 1), request.id, None).await.unwrap();
    let again = world.check(r.answer_search(supervisor(5, 3), request.id, None)).await.0;
    assert!(matches!(again, Err(CommandError::WrongState { .. })), "{again:?}");
    let find = |who, search, fingers| r.identify(who, search, fingers);
    let other = find(examiner(1), made(&request), mark(1, INDEX));
    assert_eq!(code(&world, other).await, "search-other-fingers");
    let unplaced = vec![(None, image(3, INDEX, FIRST + 2))];
    assert_eq!(code(&world, find(examiner(1), made(&request), unplaced)).await, "search-other-fingers");
    let case = SearchFor { case_reference: "HOSPITAL-8".to_owned(), ..made(&request) };
    assert_eq!(code(&world, find(examiner(1), case, mark(3, INDEX))).await, "search-other");
    let mark_query = SearchFor { query: QueryKind::CrimeSceneMark, ..made(&request) };
    assert_eq!(code(&world, find(examiner(1), mark_query, mark(3, INDEX))).await, "search-other");
    let someone = find(examiner(2), made(&request), mark(3, INDEX));
    assert_eq!(code(&world, someone).await, "search-other-officer");
    let missing = made(&GatedSearch { id: ProposalId::from_random_bytes([9; 16]), ..request.clone() });
    let nothing = find(examiner(1), missing, mark(3, INDEX)).await;
    assert!(matches!(nothing, Err(CommandError::NotFound { .. })));
    // Asked on 2 March: the last day is 5 March.
    world.clock.set("2026-03-05T18:00:00Z".parse().unwrap());
    assert_eq!(
        r.gated_searches(examiner(1)).await.unwrap().0[0].standing(request.until()),
        SearchStanding::Agreed
    );
    world.clock.set("2026-03-06T06:00:00Z".parse().unwrap());
    let late = find(examiner(1), made(&request), mark(3, INDEX));
    assert_eq!(code(&world, late).await, "search-expired");
    let (_, counts) = r.gated_searches(prosecutor()).await.unwrap();
    assert_eq!(counts[&UNKNOWN][&SearchStanding::Expired], 1);
    world.audited().await;
}

#[tokio::test]
async fn who_declines_says_why_and_the_search_is_not_made() {
    let world = switched_on().await;
    let r = &world.registry;
    let request = asked(&world).await;
    let declined =
        r.answer_search(supervisor(4, 1), request.id, Some(DeclineReason::Necessity)).await.unwrap();
    assert_eq!(declined.standing(request.asked_on), SearchStanding::Declined);
    let find = r.identify(examiner(1), made(&request), mark(3, INDEX));
    assert_eq!(code(&world, find).await, "search-approver");
    assert!(r.gated_searches(examiner(2)).await.unwrap().0.is_empty(), "an examiner sees their own");
    assert_eq!(code(&world, r.gated_searches(operator())).await, "searches-not-yours");
    world.audited().await;
}

#[tokio::test]
async fn an_agreement_used_twice_at_the_same_moment_is_used_once() {
    let world = switched_on().await;
    let r = &world.registry;
    let request = asked(&world).await;
    r.answer_search(supervisor(4, 1), request.id, None).await.unwrap();
    let find = || r.identify(examiner(1), made(&request), mark(3, INDEX));
    let (one, two, three) = tokio::join!(find(), find(), find());
    let answers = [one, two, three];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for answer in answers.into_iter().filter_map(Result::err) {
        assert!(
            matches!(&answer, CommandError::Refused { refusal, .. } if refusal.code == "search-used"),
            "{answer:?}"
        );
    }
    world.audited().await;
}

#[tokio::test]
async fn a_search_switched_off_again_is_not_made_under_an_old_agreement() {
    let mut world = switched_on().await;
    let request = asked(&world).await;
    world.registry.answer_search(supervisor(4, 1), request.id, None).await.unwrap();
    world.registry = world.registry.with_searches(BTreeSet::new());
    let find = world.registry.identify(examiner(1), made(&request), mark(3, INDEX));
    assert_eq!(code(&world, find).await, "search-off");
}
