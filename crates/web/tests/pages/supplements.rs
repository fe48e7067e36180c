//! Better prints of a record through the pages: taken by one, looked at and decided by another.

use axum::http::StatusCode;
use vocabulary::FingerPosition;

use crate::client::{World, between, print_png};
use crate::keeping::{place, registered, speaking};
use crate::{check_page, in_three_languages};

const INDEX: FingerPosition = FingerPosition::RightIndex;

fn file(person: u64, impression: u64) -> (String, String, Vec<u8>) {
    ("many".to_owned(), "right-index.png".to_owned(), print_png(person, INDEX, impression))
}

#[tokio::test]
async fn better_prints_are_taken_by_one_and_decided_by_another_who_sees_both() {
    let world = World::new().await;
    let number = registered(&world).await;
    let mut supervisor = speaking(&world, "supervisor").await;
    let page = supervisor.get(&place(&number)).await;
    let form = format!("/supplements/new?number={number}&amp;reference=CHECK-1");
    assert!(
        page.body.contains(&form) || page.body.contains(&form.replace("&amp;", "&#38;")),
        "{}",
        page.body
    );
    let mut operator = speaking(&world, "operator").await;
    let form = format!("/supplements/new?number={number}&reference=REPORT-1");
    let page = in_three_languages(&mut operator, &form).await;
    assert!(page.body.contains(&format!("value=\"{number}\"")) && page.body.contains("value=\"REPORT-1\""));

    let fields = |number: &str| {
        vec![
            ("number", number.to_owned()),
            ("reference", "REPORT-1".to_owned()),
            ("position", INDEX.to_string()),
        ]
    };
    let mut upload = async |number: &str, files: &[(String, String, Vec<u8>)]| {
        let fields = fields(number);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        operator.upload("/supplements", &fields, files).await
    };
    for (number, files, field) in [
        ("7", vec![file(1, 3)], "number"),
        (number.as_str(), vec![], "files"),
        (number.as_str(), vec![file(5, 3)], "files"),
        (number.as_str(), vec![("many".to_owned(), "a.png".to_owned(), b"no image".to_vec())], "files"),
    ] {
        let wrong = upload(number, &files).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", wrong.body);
        assert!(wrong.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", wrong.body);
        check_page("/supplements", "en", &wrong);
    }
    let taken = upload(&number, &[file(1, 3)]).await;
    assert!(taken.location.starts_with("/supplements/"), "{}", taken.body);
    let at = taken.location;
    let mine = in_three_languages(&mut operator, &at).await;
    assert!(mine.body.contains("Yours: another officer answers") && !mine.body.contains("value=\"agree\""));

    let listed = in_three_languages(&mut supervisor, "/keeping").await;
    assert!(listed.body.contains(&format!("href=\"{at}\"")), "{}", listed.body);
    let page = in_three_languages(&mut supervisor, &at).await;
    assert!(page.body.contains("agrees with the one held") && page.body.contains("class=\"pair\""));
    assert!(!page.body.contains("Сыналатын"), "no name");
    let image = between(&page.body, "<image href=\"", "\"").unwrap();
    assert_eq!(supervisor.get(&image).await.status, StatusCode::OK);
    let answer = format!("{at}/answer");
    assert_eq!(supervisor.post(&answer, &[("answer", "perhaps")]).await.status, StatusCode::BAD_REQUEST);
    let own = operator.post(&answer, &[("answer", "agree")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert!(own.body.contains("Art. 13"), "{}", own.body);
    let done = supervisor.post(&answer, &[("answer", "agree")]).await;
    assert_eq!(done.location, at);
    let page = in_three_languages(&mut supervisor, &at).await;
    assert!(page.body.contains("the best prints are compared") && !page.body.contains("class=\"pair\""));
}

#[tokio::test]
async fn what_is_turned_down_is_said_to_be_destroyed_and_nobody_else_sees_it() {
    let world = World::new().await;
    let number = registered(&world).await;
    let mut operator = speaking(&world, "operator").await;
    operator.get("/supplements/new").await;
    let fields = [("number", number.as_str()), ("reference", "REPORT-1"), ("position", "right-index")];
    let at = operator.upload("/supplements", &fields, &[file(1, 4)]).await.location;
    for login in ["archivist", "examiner", "protector"] {
        let mut other = speaking(&world, login).await;
        let asked = other.get("/supplements/new").await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND, "{login}");
        assert_eq!(other.get(&at).await.status, StatusCode::FORBIDDEN, "{login}");
    }
    let mut supervisor = speaking(&world, "supervisor").await;
    supervisor.get(&at).await;
    supervisor.post(&format!("{at}/answer"), &[("answer", "turn-down")]).await;
    let page = in_three_languages(&mut supervisor, &at).await;
    assert!(page.body.contains("their key are destroyed"), "{}", page.body);
}
