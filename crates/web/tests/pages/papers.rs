//! Papers handed out by the pages: certificates, acts, destructions. What each says is read back from the PDF.

use axum::http::StatusCode;
use ledger::Entry;

use crate::client::{Answer, Client, PASSPHRASE, World};
use crate::keeping::{due, registered, speaking};
use crate::{CITIZEN, LANGUAGES, in_three_languages, register};

/// The text of a PDF; each word is on it whatever the line it stands on.
fn text_of(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/pdf");
    assert_eq!(answer.headers["cache-control"], "no-store");
    let disposition = answer.headers["content-disposition"].to_str().unwrap();
    assert!(
        disposition.starts_with("inline; filename=\"") && disposition.ends_with(".pdf\""),
        "{disposition}"
    );
    assert!(answer.bytes.starts_with(b"%PDF-"));
    let text = pdf_extract::extract_text_from_mem(&answer.bytes).unwrap();
    assert!(!text.contains('⟦'), "{text}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entries after the first `from`.
async fn entries(world: &World, from: usize) -> Vec<Entry> {
    let prosecutor = world.actor("prosecutor").await;
    let page = world.registry.ledger_page(prosecutor, None, 50).await.unwrap();
    let mut entries: Vec<Entry> = page.entries.into_iter().map(|shown| shown.entry).collect();
    entries.reverse();
    entries.into_iter().filter(|entry| entry.sequence >= from as u64).collect()
}

/// How many entries there are; asking is one of them.
async fn size(world: &World) -> usize {
    entries(world, 0).await.last().map_or(0, |entry| entry.sequence as usize + 1)
}

fn operations(entries: &[Entry]) -> Vec<(&str, &str)> {
    entries.iter().map(|entry| (entry.operation.as_str(), entry.requirement.as_str())).collect()
}

#[tokio::test]
async fn a_certificate_is_a_pdf_in_each_language_and_each_look_is_an_entry() {
    let world = World::new().await;
    let mut operator = world.signed_in("operator").await;
    operator.speak("en");
    let (case, number) = register(&mut operator, &CITIZEN, 1).await;
    let path = format!("{case}/certificate.pdf");
    let page = in_three_languages(&mut operator, &format!("{case}/certificate")).await;
    for language in LANGUAGES {
        assert!(page.body.contains(&format!("href=\"{path}?language={language}\"")), "{}", page.body);
    }
    for (language, title) in [
        ("kk", "Дактилоскопиялық тіркеу туралы куәлік"),
        ("ru", "Свидетельство о дактилоскопической регистрации"),
        ("en", "Certificate of dactyloscopic registration"),
    ] {
        let before = size(&world).await;
        let text = text_of(&operator.get(&format!("{path}?language={language}")).await);
        assert!(text.contains(title) && text.contains(&number), "{text}");
        assert!(text.contains("Сыналатын Әлия") && text.contains("15.03.1984"), "{text}");
        let seen = entries(&world, before).await;
        assert_eq!(seen.iter().filter(|entry| entry.operation == "view-case").count(), 2, "{seen:?}");
        assert!(seen.iter().any(|entry| entry.operation == "search-person"), "{seen:?}");
    }
    operator.speak("kk");
    assert!(text_of(&operator.get(&path).await).contains("куәлік"), "the language of the page");
    assert_eq!(operator.get(&format!("{path}?language=xx")).await.status, StatusCode::NOT_FOUND);
    for login in ["archivist", "administrator"] {
        let mut other = world.signed_in(login).await;
        assert_eq!(other.get(&path).await.status, StatusCode::FORBIDDEN, "{login}");
    }
}

/// An act over a record, signed by everybody; its address.
async fn approved(world: &World, number: &str) -> String {
    let signatories = ["member1", "member2", "member3", "head"];
    world.register_keys(&signatories).await;
    let mut archivist = speaking(world, "archivist").await;
    let mut fields = vec![("kind", "destruction"), ("record", number), ("method", "erasure of keys")];
    let mut members = Vec::new();
    for login in &signatories[..3] {
        members.push(world.officer(login).await.to_string());
    }
    fields.extend(members.iter().map(|member| ("member", member.as_str())));
    let act = archivist.post("/acts/new", &fields).await.location;
    let early = archivist.get(&format!("{act}/act.pdf")).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    assert!(!archivist.get(&act).await.body.contains("act.pdf"), "no link before the approval");
    for login in signatories {
        let mut signatory = speaking(world, login).await;
        signatory.get(&act).await;
        let what = if login == "head" { "approve" } else { "sign" };
        let done = signatory.post(&format!("{act}/{what}"), &[("secret", PASSPHRASE)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{login}: {}", done.body);
    }
    act
}

#[tokio::test]
async fn an_approved_act_is_a_pdf_that_names_numbers_and_signatures_and_nobody() {
    let world = World::new().await;
    let number = due(&world).await;
    let act = approved(&world, &number).await;
    let mut archivist = speaking(&world, "archivist").await;
    let page = in_three_languages(&mut archivist, &act).await;
    assert!(page.body.contains(&format!("href=\"{act}/act.pdf?language=kk\"")), "{}", page.body);
    assert!(!page.body.contains("/keeping/destroyed"), "nothing is destroyed yet");
    let head = world.officer("head").await.to_string();
    for (language, title) in [
        ("kk", "жою туралы акт"),
        ("ru", "Акт об уничтожении"),
        ("en", "Act of destruction of dactyloscopic information"),
    ] {
        let before = size(&world).await;
        let text = text_of(&archivist.get(&format!("{act}/act.pdf?language={language}")).await);
        let whole = text.to_lowercase();
        assert!(whole.contains(&title.to_lowercase()), "{text}");
        let unbroken: String = text.split(' ').collect();
        assert!(unbroken.contains(&number) && unbroken.contains(&head), "{text}");
        assert!(!text.contains("Officer member1") && !text.contains("Сыналатын"), "{text}");
        let seen = entries(&world, before).await;
        assert!(operations(&seen).contains(&("view-act", "R17.3.1")), "{seen:?}");
    }
    for login in ["operator", "administrator"] {
        let mut other = world.signed_in(login).await;
        assert_eq!(other.get(&format!("{act}/act.pdf")).await.status, StatusCode::FORBIDDEN, "{login}");
    }
}

/// The form of a destruction, filled in.
fn asked<'a>(number: &'a str, name: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("number", number),
        ("reference", "REQ-9"),
        ("name", name),
        ("document", "N00000001"),
        ("language", "en"),
    ]
}

#[tokio::test]
async fn a_destruction_is_certified_by_the_archivist_to_who_asks() {
    let world = World::new().await;
    let number = due(&world).await;
    let act = approved(&world, &number).await;
    let mut archivist = speaking(&world, "archivist").await;
    let early = archivist.post("/keeping/destroyed", &asked(&number, "Сыналатын Әлия")).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    assert!(early.body.contains("was not destroyed"), "{}", early.body);
    archivist.get(&act).await;
    archivist.post(&format!("{act}/execute"), &[("sure", "yes")]).await;
    let page = archivist.get(&act).await;
    let link = format!("/keeping/destroyed?number={number}");
    assert!(page.body.contains(&format!("href=\"{link}\"")), "{}", page.body);
    let form = in_three_languages(&mut archivist, &link).await;
    assert!(form.body.contains(&format!("value=\"{number}\"")), "{}", form.body);

    let before = size(&world).await;
    let answer = archivist.post("/keeping/destroyed", &asked(&number, "Сыналатын Әлия")).await;
    let text = text_of(&answer);
    let unbroken: String = text.split(' ').collect();
    assert!(text.contains("Certificate of destruction") && text.contains("Сыналатын Әлия"), "{text}");
    assert!(unbroken.contains(&number) && text.contains("10.01.2090"), "{text}");
    let seen = entries(&world, before).await;
    let issued = seen.iter().find(|entry| entry.operation == "certify-destruction").expect("its entry");
    assert_eq!(issued.requirement, "R17.3.4");
    assert!(unbroken.contains(&format!("{}-", issued.sequence)), "the code begins with the entry: {text}");
    let ledger = seen.iter().map(|entry| String::from_utf8_lossy(&entry.to_bytes()).into_owned());
    assert!(ledger.into_iter().all(|entry| !entry.contains("Сыналатын")), "the name is kept nowhere");
}

#[tokio::test]
async fn a_destruction_that_was_not_or_that_another_asks_for_is_refused() {
    let world = World::new().await;
    let number = registered(&world).await;
    let unknown = "6f1e0a52-3c1b-4d0e-9a57-0a1b2c3d4e5f";
    let mut archivist = speaking(&world, "archivist").await;
    let nobody = archivist.post("/keeping/destroyed", &asked(unknown, "Әлия")).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "{}", nobody.body);
    for (fields, wrong) in [
        (asked("7", "Әлия"), "number"),
        (asked(unknown, ""), "name"),
        (asked(unknown, &"ә".repeat(161)), "name"),
        (asked(unknown, "Ә\u{202E}лия"), "name"),
        (
            [("number", unknown), ("reference", "REF*"), ("name", "Ә"), ("document", ""), ("language", "kk")],
            "reference",
        ),
        (
            [
                ("number", unknown),
                ("reference", "R-1"),
                ("name", "Ә"),
                ("document", &"9".repeat(161)),
                ("language", "kk"),
            ],
            "document",
        ),
    ] {
        let before = size(&world).await;
        let answer = archivist.post("/keeping/destroyed", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}: {}", answer.body);
        assert!(answer.body.contains(&format!("href=\"#{wrong}\"")), "{fields:?}: {}", answer.body);
        let seen = entries(&world, before).await;
        assert!(seen.iter().all(|entry| entry.operation != "certify-destruction"), "nothing is looked up");
    }
    for login in ["operator", "examiner", "head", "supervisor", "prosecutor", "administrator"] {
        let mut other: Client = world.signed_in(login).await;
        let refused = other.post("/keeping/destroyed", &asked(&number, "Әлия")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}: {}", refused.body);
        assert!(refused.body.contains("law law-refused"), "{login}");
    }
}
