//! Every page over a register in memory, as officers of each role, in three languages, and as a stranger.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod client;
mod corrections;
mod endings;
mod keeping;
mod lane;
mod matters;
mod papers;
mod searches;
mod supplements;
mod terms;

use axum::http::StatusCode;
use client::{Answer, Client, World, between, ten_files};

const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];

const CITIZEN: [(&str, &str); 12] = [
    ("family_name", "Сыналатын"),
    ("given_name", "Әлия"),
    ("patronymic", ""),
    ("sex", "female"),
    ("born_day", "15"),
    ("born_month", "3"),
    ("born_year", "1984"),
    ("citizenship", "citizen"),
    ("nationality", "KAZ"),
    ("document_number", "N00000001"),
    ("document", "identity-card"),
    ("reference", "DOC-2026/1"),
];

/// A page in three languages: complete, marked with its language, nothing inline.
async fn in_three_languages(client: &mut Client, path: &str) -> Answer {
    let mut last = None;
    for language in LANGUAGES {
        client.speak(language);
        let answer = client.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        check_page(path, language, &answer);
        last = Some(answer);
    }
    last.unwrap()
}

fn check_page(path: &str, language: &str, answer: &Answer) {
    let body = &answer.body;
    assert!(!body.contains('⟦'), "{path} in {language} lacks {:?}", between(body, "⟦", "⟧"));
    assert!(body.contains(&format!("<html lang=\"{language}\">")), "{path} in {language}");
    for inline in [" style=\"", "<style", "<script>", " onclick", "javascript:"] {
        assert!(!body.contains(inline), "{path} holds {inline}");
    }
    assert_eq!(body.matches("<h1").count(), 1, "{path}: one heading");
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.headers["cache-control"], "no-store");
}

/// Opens a case by its forms and gives its address.
async fn open_case(operator: &mut Client, fields: &[(&str, &str)]) -> String {
    operator.get("/cases/new/B1").await;
    let check = operator.post("/cases/new/B1", fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.body);
    assert!(check.body.contains("law-sentence"), "the law's answer is shown before anything is written");
    let mut fields = fields.to_vec();
    fields.push(("step", "open"));
    let opened = operator.post("/cases/new/B1", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    opened.location
}

async fn go_on(client: &mut Client, answer: Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    client.follow(&answer.location).await
}

/// Registers a person through the pages; gives the case's address and the certificate number.
async fn register(operator: &mut Client, fields: &[(&str, &str)], person: u64) -> (String, String) {
    let case = open_case(operator, fields).await;
    let consent = operator.post(&format!("{case}/evidence"), &[("evidence", "consent")]).await;
    go_on(operator, consent).await;
    let sheet = operator.upload(&format!("{case}/capture"), &[], &ten_files(person, 1)).await;
    let sheet = go_on(operator, sheet).await;
    assert_eq!(
        sheet.body.matches("class=\"fp-minutiae\"").count(),
        10,
        "ten prints with minutiae drawn over"
    );
    let checked = operator.post(&format!("{case}/check"), &[]).await;
    go_on(operator, checked).await;
    let done = operator.post(&format!("{case}/register"), &[]).await;
    let certificate = go_on(operator, done).await;
    let number = between(&certificate.body, "paper-number num\">", "<").expect("a certificate number");
    (case, number)
}

#[tokio::test]
async fn a_person_is_registered_verified_identified_and_the_ledger_proves_it() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    in_three_languages(&mut operator, "/cases").await;
    in_three_languages(&mut operator, "/cases/new").await;
    in_three_languages(&mut operator, "/cases/new/B1").await;
    in_three_languages(&mut operator, "/cases/new/B7").await;
    let (case, number) = register(&mut operator, &CITIZEN, 1).await;
    for page in ["", "/capture", "/prints", "/fingers/right-index", "/certificate", "/decline"] {
        in_three_languages(&mut operator, &format!("{case}{page}")).await;
    }
    let finger = operator.get(&format!("{case}/fingers/right-index")).await;
    let image = operator.get(&between(&finger.body, "<image href=\"", "\"").unwrap()).await;
    assert_eq!(
        (image.status, image.headers["content-type"].to_str().unwrap()),
        (StatusCode::OK, "image/png")
    );
    let image_path = between(&finger.body, "<image href=\"", "\"").unwrap();

    verify(&mut operator, &number).await;
    view_record(&mut operator, &number).await;
    check_certificate(&mut operator, &number).await;

    let mut examiner = world.signed_in("examiner").await;
    assert_eq!(examiner.get(&image_path).await.status, StatusCode::GONE, "a print is its officer's alone");
    identify(&mut examiner).await;
    read_ledger(&world).await;
}

async fn verify(operator: &mut Client, number: &str) {
    in_three_languages(operator, "/verify").await;
    let probe = |person| {
        vec![(
            "many".to_owned(),
            "right-index.png".to_owned(),
            client::print_png(person, vocabulary::FingerPosition::RightIndex, 2),
        )]
    };
    let fields = [("claim", number), ("purpose", "P1")];
    let answer = operator.upload("/verify", &fields, &probe(1)).await;
    let (place, shown) = (answer.location.clone(), go_on(operator, answer).await);
    assert!(shown.body.contains("Confirmed") && !shown.body.contains("Not confirmed"), "{}", shown.body);
    in_three_languages(operator, &place).await;
    let pair = in_three_languages(operator, &format!("{place}/compare/right-index")).await;
    assert!(pair.body.matches("class=\"numbered\"").count() >= 10, "corresponding minutiae are numbered");
    let answer = operator.upload("/verify", &fields, &probe(5)).await;
    let shown = go_on(operator, answer).await;
    assert!(shown.body.contains("Not confirmed") && !shown.body.to_lowercase().contains("suspect"));
}

async fn view_record(operator: &mut Client, number: &str) {
    in_three_languages(operator, "/record").await;
    let fields = [("claim", number), ("purpose", "P1"), ("reference", "REQ-1")];
    let answer = operator.post("/record", &fields).await;
    let place = answer.location.clone();
    let record = go_on(operator, answer).await;
    assert!(record.body.contains("Сыналатын"), "{}", record.body);
    in_three_languages(operator, &place).await;
    in_three_languages(operator, &format!("{place}/fingers/right-thumb")).await;
}

async fn check_certificate(operator: &mut Client, number: &str) {
    in_three_languages(operator, "/certificate").await;
    let genuine = operator.post("/certificate/check", &[("number", number)]).await;
    assert!(genuine.body.contains("Genuine") && !genuine.body.contains("Сыналатын"), "no name in the answer");
    let wrong = operator.post("/certificate/check", &[("number", "TB-2026-1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("error-summary"));
}

async fn identify(examiner: &mut Client) {
    in_three_languages(examiner, "/candidates").await;
    in_three_languages(examiner, "/identify").await;
    let print = client::print_png(1, vocabulary::FingerPosition::RightIndex, 3);
    let files = [("many".to_owned(), "unknown.png".to_owned(), print)];
    let fields =
        [("reference", "MORGUE-7"), ("query", "unidentified-corpse-fingers"), ("positions", "unknown")];
    let answer = examiner.upload("/identify", &fields, &files).await;
    let (place, shown) = (answer.location.clone(), go_on(examiner, answer).await);
    let compare = between(&shown.body, "btn-small\" href=\"", "\"").expect("a candidate");
    in_three_languages(examiner, &place).await;
    let pair = in_three_languages(examiner, &compare).await;
    assert!(!pair.body.contains("Сыналатын"), "comparing shows no name");
}

async fn read_ledger(world: &World) {
    let mut prosecutor = world.signed_in("prosecutor").await;
    let page = in_three_languages(&mut prosecutor, "/ledger").await;
    assert!(!page.body.contains("Сыналатын"), "the ledger names nobody");
    let entry = in_three_languages(&mut prosecutor, "/ledger/3").await;
    assert!(entry.body.contains("Verified just now"));
    let audit = prosecutor.post("/ledger/audit", &[]).await;
    assert!(audit.body.contains("The ledger is whole"), "{}", audit.body);
    let text = prosecutor.get("/ledger/checkpoint.txt").await;
    assert!(text.body.starts_with("tanba.test/ledger\n"));
    in_three_languages(&mut prosecutor, "/cases").await;
    let mut administrator = world.signed_in("administrator").await;
    in_three_languages(&mut administrator, "/officers").await;
}

#[tokio::test]
async fn two_examiners_decide_a_candidate_and_the_operator_sees_no_score() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    operator.speak("en");
    register(&mut operator, &CITIZEN, 1).await;
    let mut other = CITIZEN.to_vec();
    other[0].1 = "Басқа";
    other[9].1 = "N00000002";
    other[11].1 = "DOC-2026/2";
    let case = open_case(&mut operator, &other).await;
    operator.post(&format!("{case}/evidence"), &[("evidence", "consent")]).await;
    operator.upload(&format!("{case}/capture"), &[], &ten_files(1, 2)).await;
    let checked = operator.post(&format!("{case}/check"), &[]).await;
    assert_eq!(checked.status, StatusCode::SEE_OTHER, "{}", checked.body);
    let page = operator.get(&case).await;
    assert!(page.body.contains("similar record was found"), "{}", page.body);
    assert!(!page.body.contains("/register\""), "nothing is registered while a candidate waits");
    for login in ["examiner", "examiner2"] {
        let mut examiner = world.signed_in(login).await;
        let list = examiner.get("/candidates").await;
        let candidate = between(&list.body, "row-link num\" href=\"", "\"").expect("a waiting candidate");
        let shown = in_three_languages(&mut examiner, &candidate).await;
        assert!(!shown.body.contains("Сыналатын") && !shown.body.contains("Басқа"), "no identity is joined");
        let silent = examiner.post(&candidate, &[("opinion", "same"), ("reason", "")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said =
            examiner.post(&candidate, &[("opinion", "same"), ("reason", "twelve minutiae agree")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    }
    let page = operator.get(&case).await;
    assert!(page.body.contains("Stopped"), "{}", page.body);
}

#[tokio::test]
async fn declining_takes_one_page_and_leaves_nothing() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    operator.speak("en");
    let case = open_case(&mut operator, &CITIZEN).await;
    let page = operator.get(&case).await;
    assert_eq!(page.body.matches("btn-equal").count(), 2, "accepting and declining look the same");
    let declined = operator.post(&format!("{case}/decline"), &[]).await;
    check_page("declined", "en", &declined);
    assert!(!operator.get("/cases").await.body.contains("Сыналатын"));
}

#[tokio::test]
async fn the_law_refuses_on_a_page_that_names_the_article() {
    let world = World::new().await;
    let pages = [
        ("operator", "/ledger"),
        ("operator", "/officers"),
        ("administrator", "/cases"),
        ("operator", "/keeping"),
        ("operator", "/searches"),
        ("archivist", "/searches"),
        ("administrator", "/keeping"),
        ("operator", "/keeping/terms"),
        ("operator", "/acts"),
        ("examiner", "/acts/new"),
        ("administrator", "/carriers"),
        ("operator", "/lane/requests"),
    ];
    for (login, path) in pages {
        let mut client = world.signed_in(login).await;
        for language in LANGUAGES {
            client.speak(language);
            let refused = client.get(path).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login} {path}");
            check_page(path, language, &refused);
            assert!(refused.body.contains("law law-refused"), "{login} {path}: a law card");
            assert!(refused.body.contains("№"), "the entry is named");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_in_a_form_is_said_at_the_top_and_at_the_field() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    for language in LANGUAGES {
        operator.speak(language);
        operator.get("/cases/new/B1").await;
        let wrong = operator
            .post(
                "/cases/new/B1",
                &[("born_year", "2024"), ("born_month", "2"), ("born_day", "30"), ("iin", "123")],
            )
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        check_page("/cases/new/B1", language, &wrong);
        assert!(wrong.body.matches("class=\"field-error\"").count() >= 5, "{}", wrong.body);
        assert!(
            wrong.body.contains("href=\"#iin\"") && wrong.body.contains("value=\"123\""),
            "what was typed stays"
        );
    }
    let case = open_case(&mut operator, &CITIZEN).await;
    operator.post(&format!("{case}/evidence"), &[("evidence", "consent")]).await;
    let broken = [("many".to_owned(), "right-thumb.png".to_owned(), b"not an image".to_vec())];
    let wrong = operator.upload(&format!("{case}/capture"), &[], &broken).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert!(wrong.body.contains("right-thumb.png") && wrong.body.contains("error-summary"));
    let nothing = operator.upload(&format!("{case}/capture"), &[], &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Every route of the router with something in place of its parameters, read from the source.
fn routes() -> Vec<(String, bool)> {
    let source = include_str!("../../src/app.rs");
    let uuid = "6f1e0a52-3c1b-4d0e-9a57-0a1b2c3d4e5f";
    let parameters = [
        ("{case}", uuid),
        ("{report}", uuid),
        ("{candidate}", uuid),
        ("{officer}", uuid),
        ("{event}", uuid),
        ("{proposal}", uuid),
        ("{supplement}", uuid),
        ("{act}", uuid),
        ("{carrier}", uuid),
        ("{kind}", "transfer"),
        ("{matter}", uuid),
        ("{referral}", uuid),
        ("{exemption}", uuid),
        ("{step}", "block"),
        ("{number}", uuid),
        ("{basis}", "B1"),
        ("{position}", "right-thumb"),
        ("{result}", "0123"),
        ("{reason}", "0123"),
        ("{print}", "0123"),
        ("{sequence}", "1"),
        ("{code}", "en"),
        ("{*path}", "tanba.css"),
    ];
    let routes: Vec<(String, bool)> = source
        .lines()
        .filter_map(|line| {
            let mut path = between(line, ".route(\"", "\"")?;
            for (name, value) in parameters {
                path = path.replace(name, value);
            }
            Some((path, line.contains("post(")))
        })
        .collect();
    assert!(routes.len() >= 30, "{routes:?}");
    routes
}

#[tokio::test]
async fn a_stranger_sees_nothing_behind_any_door() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    for (path, posts) in routes() {
        assert!(!path.contains('{'), "{path}: a parameter this sweep does not know");
        if ["/sign-in", "/language/en", "/assets/tanba.css"].contains(&path.as_str()) {
            continue;
        }
        let got = stranger.get(&path).await;
        let refused = (got.status == StatusCode::SEE_OTHER && got.location == "/sign-in")
            || got.status.is_client_error();
        assert!(refused, "GET {path}: {}", got.status);
        if posts {
            for answer in [stranger.post(&path, &[]).await, stranger.upload(&path, &[], &[]).await] {
                let refused = answer.location == "/sign-in" || answer.status.is_client_error();
                assert!(refused, "POST {path}: {}", answer.status);
            }
        }
        assert!(!got.body.contains("Officer "), "{path} tells about officers");
    }
}

#[tokio::test]
async fn no_form_is_taken_without_the_secret_of_the_session() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    for (path, _) in routes().into_iter().filter(|(_, posts)| *posts) {
        for csrf in ["", "0123", &"0".repeat(64)] {
            let answer = operator
                .post_with(&path, csrf, &[("login", "operator"), ("password", client::PASSWORD)])
                .await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {csrf:?}");
        }
        operator.csrf = String::new();
        let files = [("many".to_owned(), "right-thumb.png".to_owned(), vec![1])];
        assert_eq!(
            operator.upload(&path, &[], &files).await.status,
            StatusCode::FORBIDDEN,
            "{path} with files"
        );
    }
    assert_eq!(operator.get("/cases").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_and_a_language_switch_keeps_the_page() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    let switch = stranger.get("/language/kk?back=/sign-in").await;
    assert_eq!((switch.status, switch.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
    let page = stranger.get("/sign-in").await;
    check_page("/sign-in", "kk", &page);
    assert_eq!(stranger.get("/language/kk?back=//evil.example").await.location, "/");
    assert_eq!(stranger.get("/language/xx").await.status, StatusCode::NOT_FOUND);
    let missing = stranger.get("/no/such/page").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    check_page("/no/such/page", "kk", &missing);
    stranger.get("/sign-in").await;
    for _ in 0..2 {
        let wrong = stranger.post("/sign-in", &[("login", "operator"), ("password", "wrong")]).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        check_page("/sign-in", "kk", &wrong);
    }
    assert_eq!(world.registry.gallery_len(), 0);
}
