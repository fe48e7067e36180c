//! A search that is off by default on the pages: asked for, answered by another unit, made once.

use axum::http::StatusCode;

use crate::client::{self, World, between};
use crate::{CITIZEN, go_on, in_three_languages, register};

#[tokio::test]
async fn a_search_off_by_default_is_asked_for_agreed_to_and_made_once_on_the_pages() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    register(&mut operator, &CITIZEN, 1).await;
    let print = client::print_png(1, vocabulary::FingerPosition::RightIndex, 3);
    let files = [("many".to_owned(), "unknown.png".to_owned(), print)];
    let fields = [("reference", "WARD-7"), ("query", "unknown-living"), ("positions", "unknown")];

    let mut examiner = world.signed_in("examiner").await;
    let page = in_three_languages(&mut examiner, "/identify").await;
    for said in ["B1 B1f", "An unknown living person", "Switched on", "Art. 16(1)", "Art. 14", "Never"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let refused = examiner.upload("/identify", &fields, &files).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("law law-refused"), "{}", refused.body);
    examiner.get("/identify").await;
    let ask =
        |document| [&fields[..], &[("do", "ask"), ("document", document), ("article", "16(1)")]].concat();
    let wrong = examiner.upload("/identify", &ask("<b>"), &files).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert!(
        wrong.body.contains("<details open") && wrong.body.contains("href=\"#document\""),
        "{}",
        wrong.body
    );
    let asked = examiner.upload("/identify", &ask("ORDER-12"), &files).await;
    assert_eq!(
        (asked.status, asked.location.as_str()),
        (StatusCode::SEE_OTHER, "/searches"),
        "{}",
        asked.body
    );
    let listed = in_three_languages(&mut examiner, "/searches").await;
    assert!(
        listed.body.contains("Waits for an answer") && !listed.body.contains("/answer\""),
        "{}",
        listed.body
    );

    let mut supervisor = world.signed_in("supervisor").await;
    let waiting = in_three_languages(&mut supervisor, "/searches").await;
    let answer = between(&waiting.body, "action=\"/searches/", "\"").expect("a request to answer");
    let answer = format!("/searches/{answer}");
    let nonsense = supervisor.post(&answer, &[("answer", "decline"), ("reason", "mood")]).await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST, "{}", nonsense.body);
    supervisor.get("/searches").await;
    let agreed = supervisor.post(&answer, &[("answer", "agree")]).await;
    go_on(&mut supervisor, agreed).await;

    let listed = examiner.get("/searches").await;
    let make = between(&listed.body, "btn btn-small\" href=\"", "\"").expect("the search can be made");
    let make = make.replace("&#38;", "&").replace("&amp;", "&");
    let form = in_three_languages(&mut examiner, &make).await;
    let opened = between(&form.body, "name=\"opened\" value=\"", "\"").expect("the agreement is named");
    assert!(form.body.contains("value=\"WARD-7\"") && !form.body.contains("<details"), "{}", form.body);
    let fields = [&fields[..], &[("do", "search"), ("opened", &opened)]].concat();
    let made = examiner.upload("/identify", &fields, &files).await;
    let place = made.location.clone();
    let shown = go_on(&mut examiner, made).await;
    assert!(shown.body.contains("An unknown living person") && shown.body.contains("B2"), "{}", shown.body);
    in_three_languages(&mut examiner, &place).await;
    examiner.get("/identify").await;
    let again = examiner.upload("/identify", &fields, &files).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN, "used once");
    let listed = in_three_languages(&mut supervisor, "/searches").await;
    assert!(listed.body.contains("Compared: 1") && listed.body.contains("Candidates: 1"), "{}", listed.body);
    in_three_languages(&mut world.signed_in("prosecutor").await, "/searches").await;
}
