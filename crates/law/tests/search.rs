//! Law.md 6.3: the reviewed table, the wall around relatives, and the gate.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::calls::{actor, another, call, officer, unit};
use common::day;
use common::golden::{check, table};
use law::{
    Access, KeyHolder, OPEN_DAYS, Operation, QueryKind, Request, Requirement, Search, Unfit, authorise,
    may_search, open_until,
};
use vocabulary::Basis::{self, *};
use vocabulary::{Body, Purpose, Role};

#[test]
fn the_table_of_searches_is_the_one_reviewed() {
    let head: Vec<_> = Basis::ALL.iter().map(|basis| basis.code().to_owned()).collect();
    let rows: Vec<_> = QueryKind::ALL
        .iter()
        .map(|&query| {
            let cells = Basis::ALL.iter().map(|&gallery| {
                let rule = may_search(query, gallery);
                let sign = match rule.access {
                    Access::Allowed => '✔',
                    Access::Gated => '◐',
                    Access::Refused => '✘',
                };
                format!("{sign} {} {}", rule.requirement, rule.article)
            });
            (query.code().to_owned(), cells.collect())
        })
        .collect();
    let text = table(
        "Who may be searched with what (law.md 6.3): query × gallery by basis.\n\
         ✔ allowed, ◐ off by default: a ground document and an approver of another unit, ✘ never.",
        &head,
        &rows,
    );
    check("search.txt", &(text.trim_end().to_owned() + "\n"));
}

/// Art. 28(2), C-24; the same is proven while the crate compiles.
#[test]
fn relatives_meet_corpses_only() {
    for &query in QueryKind::ALL {
        for &gallery in Basis::ALL {
            let rule = may_search(query, gallery);
            assert!(Requirement::parse(rule.requirement.as_str()).is_some(), "{}", rule.requirement);
            let relatives = query == QueryKind::G3 || gallery == G3;
            let the_pair = (query, gallery) == (QueryKind::G3, G4) || (query, gallery) == (QueryKind::G4, G3);
            if relatives {
                assert_eq!(rule.access == Access::Allowed, the_pair, "{query} {gallery}");
                assert!(rule.access != Access::Gated, "no gate opens the wall");
            }
        }
    }
}

#[test]
fn children_seafarers_and_the_border_are_in_no_search_for_crime_or_abroad() {
    for query in [QueryKind::CrimeSceneMark, QueryKind::ForeignRequest, QueryKind::ForeignerControl] {
        for gallery in [B8, B2, BV] {
            assert_eq!(may_search(query, gallery).access, Access::Refused, "{query} {gallery}");
        }
    }
}

const GATED: Search<'static> = Search::new(QueryKind::UnknownLiving, &[B1, B3]);

/// With everything but whose agreement it is.
const OPENED: Search<'static> = Search {
    switched_on: true,
    ground_document: Some("2026-5"),
    ground_article: Some("240"),
    asked_on: Some(jiff::civil::date(2026, 3, 1)),
    ..GATED
};

fn identify(search: Search<'_>) -> Request<'_> {
    let request = call(actor(Body::Iab, Role::Examiner), Operation::Identify, Purpose::Identify, None, None);
    request.with_search(search)
}

fn refused(request: Request<'_>) -> (&'static str, String, String) {
    let refusal = authorise(&request).expect_err("must be refused");
    (refusal.code, refusal.requirement.to_string(), refusal.articles[0].to_string())
}

#[test]
fn a_gated_search_is_off_until_switched_on_grounded_and_agreed_to_by_another_unit() {
    let me = actor(Body::Iab, Role::Examiner);
    let why = |search| refused(identify(search)).0;
    assert_eq!(refused(identify(GATED)), ("search-off", "R16.1.1".into(), "16(1)".into()));
    let on = Search { switched_on: true, ..GATED };
    for ground_document in [None, Some(""), Some(" \t")] {
        assert_eq!(why(Search { ground_document, ..on }), "search-ground");
    }
    let named = Search { ground_document: Some("2026-5"), ..on };
    for ground_article in [None, Some(""), Some(" ")] {
        assert_eq!(why(Search { ground_article, ..named }), "search-article");
    }
    let grounded = Search { ground_article: Some("240"), asked_on: Some(day("2026-03-01")), ..named };
    assert_eq!(why(grounded), "search-approver");
    let by = |officer, unit| Search { approved_by: Some(KeyHolder { officer, unit }), ..grounded };
    assert_eq!(why(by(me.officer, unit(0, 2))), "search-own-approval", "the same person in another unit");
    assert_eq!(why(by(another().officer, me.unit)), "search-same-unit");
    let good = by(another().officer, another().unit);
    let grant = authorise(&identify(good)).unwrap();
    let articles: Vec<_> = grant.articles().iter().map(|article| article.as_str()).collect();
    assert_eq!(articles, ["16(1)"], "each article once");
    let more = Search { galleries: &[B1, B2, B3, B2], ..good };
    let grant = authorise(&identify(more)).unwrap();
    let articles: Vec<_> = grant.articles().iter().map(|article| article.as_str()).collect();
    assert_eq!(articles, ["16(1)", "14"]);
    assert_eq!(why(Search { switched_on: false, ..good }), "search-off", "no approval switches it on");
    assert_eq!(refused(Request { case_reference: None, ..identify(good) }).0, "case-reference");
}

#[test]
fn an_agreement_is_for_one_search_of_one_officer_and_for_three_days() {
    let me = actor(Body::Iab, Role::Examiner);
    let good = Search { approved_by: Some(another()), ..OPENED };
    let why = |search| refused(identify(search)).0;
    let on = |search, text: &str| Request { on: day(text), ..identify(search) };
    assert_eq!((OPEN_DAYS, open_until(day("2026-03-01"))), (3, day("2026-03-04")));
    for text in ["2026-03-01", "2026-03-02", "2026-03-04"] {
        assert!(authorise(&on(good, text)).is_ok(), "{text}");
    }
    for text in ["2026-03-05", "2026-02-28", "2027-03-01"] {
        assert_eq!(refused(on(good, text)).0, "search-expired", "{text}");
    }
    assert_eq!(why(Search { asked_on: None, ..good }), "search-expired");
    for (unfit, code) in [
        (Unfit::Used, "search-used"),
        (Unfit::OtherFingers, "search-other-fingers"),
        (Unfit::OtherSearch, "search-other"),
    ] {
        assert_eq!(why(Search { unfit: Some(unfit), ..good }), code);
    }
    let by = |officer| Search { asked_by: Some(KeyHolder { officer, unit: me.unit }), ..good };
    assert_eq!(why(by(officer(9))), "search-other-officer");
    assert!(authorise(&identify(by(me.officer))).is_ok());
}

#[test]
fn a_gated_search_is_asked_for_by_an_examiner_with_its_ground() {
    let ask = |search| {
        let who = actor(Body::Iab, Role::Examiner);
        call(who, Operation::AskSearch, Purpose::Identify, None, None).with_search(search)
    };
    assert!(authorise(&ask(OPENED)).unwrap().search().is_none(), "to ask is not to search");
    let why = |search| refused(ask(search)).0;
    assert_eq!(why(GATED), "search-off");
    assert_eq!(why(Search { ground_document: None, ..OPENED }), "search-ground");
    assert_eq!(why(Search { ground_article: None, ..OPENED }), "search-article");
    assert_eq!(why(Search { galleries: &[B1, G3], ..OPENED }), "search-refused");
    let corpse = Search { query: QueryKind::UnidentifiedCorpseFingers, ..OPENED };
    assert_eq!(why(corpse), "search-needs-no-approval");
    let operator = Request { actor: actor(Body::Iab, Role::Operator), ..ask(OPENED) };
    assert_eq!(refused(operator).0, "identify-needs-examiner");
}

/// What may be compared follows from the grant: kind and galleries are those the law was asked about.
#[test]
fn a_pass_reaches_the_galleries_of_its_grant_only() {
    let corpse = Search::new(QueryKind::UnidentifiedCorpseFingers, &[B1, B3]);
    let pass = authorise(&identify(corpse)).unwrap().search().unwrap();
    assert_eq!((pass.query(), pass.galleries()), (QueryKind::UnidentifiedCorpseFingers, &[B1, B3][..]));
    for &basis in Basis::ALL {
        assert_eq!(pass.reaches(basis), [B1, B3].contains(&basis), "{basis}");
    }
    let unnamed = Request { search: None, ..identify(corpse) };
    assert!(authorise(&unnamed).unwrap().search().is_none(), "what names no gallery reaches none");
    let supervisor =
        call(actor(Body::Iab, Role::Supervisor), Operation::ApproveSearch, Purpose::Identify, None, None);
    assert!(authorise(&supervisor).unwrap().search().is_none(), "to agree is not to search");
}

#[test]
fn one_forbidden_gallery_refuses_the_whole_search() {
    let search = Search { approved_by: Some(another()), galleries: &[B1, G3], ..OPENED };
    assert_eq!(refused(identify(search)), ("search-refused", "R28.2.1".into(), "28(2)".into()));
    let message = authorise(&identify(search)).unwrap_err().message;
    assert!(message.contains("unknown-living") && message.contains("G3"), "{message}");
    let relative = Search::new(QueryKind::G3, &[G4, G1]);
    assert_eq!(refused(identify(relative)).1, "R28.2.1");
    assert!(authorise(&identify(Search { galleries: &[G4], ..relative })).is_ok());
    assert_eq!(refused(identify(Search { galleries: &[], ..search })).0, "search-no-gallery");
}

#[test]
fn an_allowed_search_needs_no_gate_and_an_approval_only_where_there_is_one() {
    let corpse = Search::new(QueryKind::UnidentifiedCorpseFingers, &[B1, B3, B8]);
    assert!(authorise(&identify(corpse)).is_ok());
    let seafarers = Search { galleries: &[B1, B2], ..corpse };
    assert_eq!(refused(identify(seafarers)), ("search-off", "R14.2.1".into(), "14".into()));
    let supervisor =
        call(actor(Body::Iab, Role::Supervisor), Operation::ApproveSearch, Purpose::Identify, None, None);
    assert!(authorise(&supervisor).is_ok());
    assert_eq!(refused(supervisor.with_search(corpse)).0, "search-needs-no-approval");
    let asked = |asked_by| {
        let search = Search { asked_by, approved_by: None, ..OPENED };
        supervisor.with_search(search)
    };
    let me = KeyHolder { officer: supervisor.actor.officer, unit: supervisor.actor.unit };
    assert!(authorise(&asked(Some(another()))).is_ok());
    assert_eq!(refused(asked(None)).0, "search-missing");
    assert_eq!(refused(asked(Some(me))).0, "search-own-approval");
    assert_eq!(refused(asked(Some(KeyHolder { unit: me.unit, ..another() }))).0, "search-same-unit");
    assert_eq!(refused(Request { search: None, ..supervisor }).0, "search-missing");
}

#[test]
fn each_search_has_its_purpose() {
    let examiner = actor(Body::Iab, Role::Examiner);
    let by = |purpose, query, galleries| {
        let search = Search { query, galleries, approved_by: Some(another()), ..OPENED };
        authorise(&call(examiner, Operation::Identify, purpose, None, None).with_search(search))
            .map(|grant| grant.requirement().to_string())
            .map_err(|refusal| refusal.code)
    };
    assert_eq!(by(Purpose::ForeignerControl, QueryKind::ForeignerControl, &[B3, B7]), Ok("R16.2.1".into()));
    assert_eq!(by(Purpose::ForeignerControl, QueryKind::ForeignerControl, &[B3, B1]), Err("search-refused"));
    assert_eq!(by(Purpose::ForeignerControl, QueryKind::UnknownLiving, &[B3]), Err("search-other-purpose"));
    assert_eq!(by(Purpose::Safety, QueryKind::CrimeSceneMark, &[B3]), Ok("R16.3.1".into()));
    assert_eq!(by(Purpose::Safety, QueryKind::CrimeSceneMark, &[B3, B8]), Err("search-refused"));
    assert_eq!(by(Purpose::Identify, QueryKind::CrimeSceneMark, &[B3]), Err("search-other-purpose"));
    assert_eq!(by(Purpose::Identify, QueryKind::Verification, &[B3]), Err("search-other-purpose"));
    let off = call(examiner, Operation::Identify, Purpose::Safety, None, None);
    assert_eq!(refused(Request { search: None, ..off }).0, "safety-off");
    assert_eq!(refused(Request { case_reference: None, ..off }).0, "case-reference");
}

#[test]
fn seafarers_are_checked_and_verified_in_their_own_store_only() {
    let check = |body, basis, galleries| {
        let decision = common::calls::decision(basis, body);
        let who = actor(body, Role::Operator);
        let request =
            call(who, Operation::CheckDuplicates, Purpose::Registration, Some(basis), Some(decision));
        authorise(&request.with_search(Search::new(QueryKind::DuplicateCheck, galleries)))
            .map(|_| ())
            .map_err(|refusal| refusal.code)
    };
    assert_eq!(check(Body::Iab, B3, &[B1, B3, B8]), Ok(()));
    assert_eq!(check(Body::Trb, B2, &[B2]), Ok(()));
    assert_eq!(check(Body::Iab, B3, &[B3, B2]), Err("separate-store"));
    assert_eq!(check(Body::Trb, B2, &[B2, B3]), Err("separate-store"));
    assert_eq!(check(Body::Iab, B3, &[G1]), Err("search-refused"));
}
