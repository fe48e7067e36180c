//! Corrections and supplements of personal data through the pages.

use axum::http::StatusCode;

use crate::client::{Client, World};
use crate::keeping::{place, registered, speaking};
use crate::{check_page, go_on, in_three_languages};

/// The fields of the form, all empty but these.
fn form<'a>(filled: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("looked", "CHECK-1"), ("ground", "document"), ("reference", "ID-77")];
    for name in
        ["family_name", "given_name", "patronymic", "sex", "born", "nationality", "document_number", "iin"]
    {
        fields.push((name, ""));
    }
    for (name, value) in filled {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields
}

async fn wrong(client: &mut Client, path: &str, filled: &[(&str, &str)], field: &str) {
    let answer = client.post(path, &form(filled)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{filled:?}: {}", answer.body);
    assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{filled:?}: {field}");
    check_page(path, "en", &answer);
}

#[tokio::test]
async fn personal_data_are_corrected_and_supplemented_and_their_versions_read_by_oversight() {
    let world = World::new().await;
    let number = registered(&world).await;
    let mut supervisor = speaking(&world, "supervisor").await;
    let page = in_three_languages(&mut supervisor, &place(&number)).await;
    assert!(page.body.contains("Correct personal data") && page.body.contains("Supplement personal data"));
    assert!(!page.body.contains("/superseded"), "versions are for oversight");
    let (correct, supplement) =
        (format!("/keeping/record/{number}/correct"), format!("/keeping/record/{number}/supplement"));
    wrong(&mut supervisor, &correct, &[], "correct-patronymic").await;
    wrong(&mut supervisor, &correct, &[("family_name", "7")], "correct-family_name").await;
    wrong(&mut supervisor, &correct, &[("born", "1984-02-30")], "correct-born").await;
    wrong(&mut supervisor, &correct, &[("iin", "1")], "correct-iin").await;
    wrong(&mut supervisor, &correct, &[("nationality", "UZB")], "correct-nationality").await;
    wrong(&mut supervisor, &correct, &[("family_name", "Ә"), ("reference", "")], "correct-reference").await;
    wrong(&mut supervisor, &supplement, &[("document_number", "N2")], "supplement-patronymic").await;
    let foreign = supervisor.post(&correct, &form(&[("ground", "whim")])).await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);

    let done = supervisor.post(&correct, &form(&[("family_name", "Жаңатегі")])).await;
    go_on(&mut supervisor, done).await;
    let done = supervisor.post(&supplement, &form(&[("patronymic", "Ерланқызы")])).await;
    go_on(&mut supervisor, done).await;

    // Whoever sees the record sees that it was corrected, and not what was there before.
    let mut operator = speaking(&world, "operator").await;
    operator.get("/record").await;
    let fields = [("claim", number.as_str()), ("purpose", "registration"), ("reference", "REQ-1")];
    let answer = operator.post("/record", &fields).await;
    let at = answer.location.clone();
    go_on(&mut operator, answer).await;
    let page = in_three_languages(&mut operator, &at).await;
    assert!(page.body.contains("Жаңатегі") && page.body.contains("Ерланқызы"));
    assert!(!page.body.contains("Сыналатын"), "what was there before is not shown");
    assert!(page.body.contains("Corrections and supplements") && page.body.contains("ID-77"));

    let versions = format!("/keeping/record/{number}/superseded?reference=CHECK-1");
    let mut archivist = speaking(&world, "archivist").await;
    let page = archivist.get(&place(&number)).await;
    assert!(page.body.contains(&versions), "{}", page.body);
    assert!(!page.body.contains("Correct personal data"), "an archivist corrects nothing");
    let page = in_three_languages(&mut archivist, &versions).await;
    assert!(page.body.contains("Сыналатын") && page.body.contains("Жаңатегі"));
    let without = archivist.get(&format!("/keeping/record/{number}/superseded")).await;
    assert!(without.location.starts_with("/keeping?number="), "a reference is asked first");
    for login in ["supervisor", "operator", "examiner"] {
        let mut other = speaking(&world, login).await;
        let answer = other.get(&versions).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login}");
        assert!(!answer.body.contains("Сыналатын"), "{login}");
    }
    let asked = archivist.post(&correct, &form(&[("family_name", "Басқа")])).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
}
