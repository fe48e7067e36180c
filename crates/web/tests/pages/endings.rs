//! The pages of cases that end without a registration, of a service firm, and of people's own information.

use axum::http::StatusCode;

use crate::client::{Client, World, between, ten_files};
use crate::{CITIZEN, check_page, go_on, in_three_languages, register};

const FOREIGNER: [(&str, &str); 11] = [
    ("family_name", "Rahimova"),
    ("given_name", "Gulnora"),
    ("sex", "female"),
    ("born_day", "3"),
    ("born_month", "5"),
    ("born_year", "1990"),
    ("citizenship", "foreigner"),
    ("nationality", "UZB"),
    ("document_number", "AB1234567"),
    ("document", "passport"),
    ("reference", "DOC-2026/7"),
];

/// Opens a case of a foreigner on a basis; gives its address.
async fn opened(operator: &mut Client, basis: &str, more: &[(&str, &str)]) -> String {
    let fields = [&FOREIGNER[..], more, &[("step", "open")]].concat();
    let address = format!("/cases/new/{basis}");
    operator.get(&address).await;
    let answer = operator.post(&address, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location
}

/// No sum of money, in no unit that a fine is named in.
fn names_no_amount(body: &str) {
    for unit in ["₸", "тенге", "теңге", "tenge", "МРП", "АЕК", "MCI"] {
        assert!(!body.contains(unit), "{unit} on the page");
    }
}

#[tokio::test]
async fn a_refused_duty_is_recorded_and_shown_in_three_languages() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    let case = opened(&mut operator, "B3", &[]).await;
    let page = operator.get(&case).await;
    assert!(page.body.contains(&format!("{case}/refuse")) && page.body.contains(&format!("{case}/close")));
    let form = format!("{case}/refuse");
    names_no_amount(&in_three_languages(&mut operator, &form).await.body);
    let fields = [
        ("reference", "PROTOCOL-7"),
        ("language", "kk"),
        ("signed", "witnesses"),
        ("first_witness", "Оспанов Асқар"),
    ];
    let wrong = operator.post(&form, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "one witness is not two");
    check_page(&form, "en", &wrong);
    let fields = [&fields[..], &[("second_witness", "Сәрсенова Бота")]].concat();
    let done = operator.post(&form, &fields).await;
    go_on(&mut operator, done).await;
    let shown = in_three_languages(&mut operator, &case).await;
    for text in ["PROTOCOL-7", "Оспанов Асқар, Сәрсенова Бота", "Қазақша"] {
        assert!(shown.body.contains(text), "{text}");
    }
    names_no_amount(&shown.body);
    assert!(!shown.body.contains(&format!("{case}/refuse")), "once");
    in_three_languages(&mut operator, "/cases").await;
    let late = operator.upload(&format!("{case}/capture"), &[], &ten_files(1, 1)).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(late.body.contains("R7.2.2"), "{}", late.body);
}

#[tokio::test]
async fn a_case_is_closed_by_its_page() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    let case = opened(&mut operator, "B3", &[]).await;
    let form = format!("{case}/close");
    in_three_languages(&mut operator, &form).await;
    let unwarned = [("reason", "temporary-damage"), ("reference", "CLOSE-1"), ("warned_in", "")];
    let wrong = operator.post(&form, &unwarned).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let early = [("reason", "temporary-damage"), ("reference", "CLOSE-1"), ("warned_in", "kk")];
    assert_eq!(operator.post(&form, &early).await.status, StatusCode::CONFLICT, "no finger is recorded");
    assert_eq!(operator.post(&form, &[("reason", "whim")]).await.status, StatusCode::BAD_REQUEST);
    let done = operator.post(&form, &[("reason", "did-not-return"), ("reference", "CLOSE-1")]).await;
    go_on(&mut operator, done).await;
    let shown = in_three_languages(&mut operator, &case).await;
    assert!(shown.body.contains("CLOSE-1") && !shown.body.contains(&form), "{}", shown.body);
}

#[tokio::test]
async fn a_postponed_case_is_told_at_the_next_one() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    let case = opened(&mut operator, "B7", &[]).await;
    let reasons: Vec<(String, &str)> = vocabulary::FingerPosition::ALL
        .iter()
        .map(|position| (format!("reason-{position}"), "temporary-damage"))
        .collect();
    let reasons: Vec<(&str, &str)> = reasons.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let taken = operator.upload(&format!("{case}/capture"), &reasons, &[]).await;
    go_on(&mut operator, taken).await;
    let warned = [("reason", "temporary-damage"), ("reference", "CLOSE-1"), ("warned_in", "ru")];
    let done = operator.post(&format!("{case}/close"), &warned).await;
    go_on(&mut operator, done).await;
    let shown = in_three_languages(&mut operator, &case).await;
    assert!(shown.body.contains("When they have healed"), "the warning text: {}", shown.body);
    let next = opened(&mut operator, "B7", &[]).await;
    let next = in_three_languages(&mut operator, &next).await;
    assert!(next.body.contains("postponed until the fingers have healed"), "{}", next.body);
}

#[tokio::test]
async fn a_service_firm_hands_over_by_its_pages_and_reads_nothing() {
    let world = World::new().await;
    let mut firm = world.signed_in("firm").await;
    in_three_languages(&mut firm, "/cases").await;
    let case = opened(&mut firm, "B7", &[("service_agreement", "yes")]).await;
    let shown = in_three_languages(&mut firm, &case).await;
    let id = case.strip_prefix("/cases/").unwrap();
    assert!(shown.body.contains(id) && !shown.body.contains("Rahimova"), "{}", shown.body);
    let form = in_three_languages(&mut firm, &format!("{case}/capture")).await;
    assert!(!form.body.contains("DOC-2026/7"));
    in_three_languages(&mut firm, &format!("{case}/refuse")).await;
    let taken = firm.upload(&format!("{case}/capture"), &[], &ten_files(1, 1)).await;
    assert_eq!(
        (taken.status, taken.location.as_str()),
        (StatusCode::SEE_OTHER, case.as_str()),
        "{}",
        taken.body
    );
    for page in ["prints", "fingers/right-index", "certificate"] {
        let refused = firm.get(&format!("{case}/{page}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
        assert!(refused.body.contains("R33.4.2"), "{page}: {}", refused.body);
    }
}

#[tokio::test]
async fn own_information_asks_for_the_document_and_every_view_for_a_purpose() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    let (_, number) = register(&mut operator, &CITIZEN, 1).await;
    in_three_languages(&mut operator, "/record").await;
    let ask = |more: &[(&'static str, &'static str)]| {
        [&[("reference", "REQ-1"), ("claim", "N00000001")], more].concat()
    };
    // R1.10.1, R5.1.1: no purpose, and none of the list.
    for wrong in [ask(&[]), ask(&[("purpose", "marketing")])] {
        let answer = operator.post("/record", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(between(&answer.body, "id=\"purpose-error\">", "<").is_some(), "{wrong:?}");
    }
    let unproven = operator.post("/record", &ask(&[("purpose", "subject-access")])).await;
    assert_eq!(unproven.status, StatusCode::FORBIDDEN);
    assert!(unproven.body.contains("R7.1.1"), "{}", unproven.body);
    let document = ("identity_document", "N00000001");
    let late = ask(&[("purpose", "subject-access"), document, ("identity_seen_on", "2026-01-01")]);
    assert_eq!(operator.post("/record", &late).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let found = operator.post("/record", &ask(&[("purpose", "subject-access"), document])).await;
    let shown = go_on(&mut operator, found).await;
    assert!(shown.body.contains(&number), "{}", shown.body);
}
