//! Records kept to their end, through the pages: blocks ended by two, terms, acts, carriers, signing keys.

use axum::http::StatusCode;

use crate::client::{Client, PASSPHRASE, World, between};
use crate::{CITIZEN, check_page, go_on, in_three_languages, register};

/// Registers a person and gives the number of their record.
pub(crate) async fn registered(world: &World) -> String {
    let mut operator = world.signed_in("operator").await;
    operator.speak("en");
    let (_, certificate) = register(&mut operator, &CITIZEN, 1).await;
    operator.get("/record").await;
    let fields = [("claim", certificate.as_str()), ("purpose", "P1"), ("reference", "REQ-1")];
    let answer = operator.post("/record", &fields).await;
    let page = go_on(&mut operator, answer).await;
    between(&page.body, "Registry number <span class=\"num\">", "<").expect("the number of the record")
}

pub(crate) async fn speaking(world: &World, login: &str) -> Client {
    let mut client = world.signed_in(login).await;
    client.speak("en");
    client.get("/keeping").await;
    client
}

pub(crate) fn place(number: &str) -> String {
    format!("/keeping/record/{number}?reference=CHECK-1")
}

#[tokio::test]
async fn a_block_is_set_reviewed_and_ended_by_two_through_the_pages() {
    let world = World::new().await;
    let number = registered(&world).await;
    let mut protector = speaking(&world, "protector").await;
    assert!(protector.follow("/").await.body.contains("To be done"), "the first page of the role");
    in_three_languages(&mut protector, "/keeping").await;
    let unknown = protector.get("/keeping/record?number=7&reference=").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("href=\"#number\"") && unknown.body.contains("href=\"#reference\""));
    let found = protector.get(&format!("/keeping/record?number={number}&reference=CHECK-1")).await;
    assert_eq!(found.location, place(&number));
    let without = protector.get(&format!("/keeping/record/{number}")).await;
    assert!(without.location.starts_with("/keeping?number="), "a reference is asked first");
    let page = in_three_languages(&mut protector, &place(&number)).await;
    assert!(!page.body.contains("Сыналатын"), "no name");
    assert!(page.body.contains("value=\"2026-04-01\""), "thirty days from the legal date");
    assert!(!page.body.contains("/event\""), "a data-protection officer notes no event");

    let block = format!("/keeping/record/{number}/block");
    let fields = [("looked", "CHECK-1"), ("reference", "F*1"), ("review_by", "2026-04-01")];
    let wrong = protector.post(&block, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert!(wrong.body.contains("href=\"#block-reference\"") && wrong.body.contains("value=\"F*1\""));
    let late = [("looked", "CHECK-1"), ("reference", "F-1"), ("review_by", "2026-04-02")];
    let refused = protector.post(&block, &late).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("law law-refused") && refused.body.contains("Art. 9(2)"));
    let right = [("looked", "CHECK-1"), ("reference", "F-1"), ("review_by", "2026-04-01")];
    let done = protector.post(&block, &right).await;
    let blocked = go_on(&mut protector, done).await;
    assert!(blocked.body.contains("blocked, review by 01.04.2026"), "{}", blocked.body);
    in_three_languages(&mut protector, &place(&number)).await;
    let review = format!("/keeping/record/{number}/review");
    let prolonged = [("looked", "CHECK-1"), ("reference", "F-2"), ("review_by", "2026-03-20")];
    let reviewed = protector.post(&review, &prolonged).await;
    assert!(go_on(&mut protector, reviewed).await.body.contains("review by 20.03.2026"));
    end_block(&world, &mut protector, &number).await;
}

async fn end_block(world: &World, protector: &mut Client, number: &str) {
    let unblock = format!("/keeping/record/{number}/unblock");
    let silent = [("looked", "CHECK-1"), ("reference", "ORDER-4"), ("result", "")];
    let wrong = protector.post(&unblock, &silent).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#unblock-result\""), "{}", wrong.body);
    let full = [("looked", "CHECK-1"), ("reference", "ORDER-4"), ("result", "REPORT-9")];
    let proposed = protector.post(&unblock, &full).await;
    go_on(protector, proposed).await;
    let own = in_three_languages(protector, "/keeping").await;
    assert!(own.body.contains("Yours: another officer answers") && !own.body.contains("value=\"agree\""));
    let mut supervisor = speaking(world, "supervisor").await;
    let list = in_three_languages(&mut supervisor, "/keeping").await;
    let answer = between(&list.body, "action=\"/keeping/proposals/", "\"").expect("a proposal waits");
    let answer = format!("/keeping/proposals/{answer}");
    let nothing = supervisor.post(&answer, &[("answer", "perhaps")]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    let own = protector.post(&answer, &[("answer", "agree")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody agrees to their own");
    let agreed = supervisor.post(&answer, &[("answer", "agree")]).await;
    go_on(&mut supervisor, agreed).await;
    let page = supervisor.get(&place(number)).await;
    let state = between(&page.body, "class=\"state-line\">", "</p>").expect("the state");
    assert!(state.ends_with("Registered"), "{state}");
    let again = supervisor.post(&answer, &[("answer", "agree")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    check_page("settled", "en", &again);
}

/// A record whose term ended: the death is noted by the archivist, and the register swept the day.
pub(crate) async fn due(world: &World) -> String {
    let number = registered(world).await;
    world.set_day("2090-01-10");
    let mut archivist = speaking(world, "archivist").await;
    let event = format!("/keeping/record/{number}/event");
    let death = |date: &'static str| {
        [("looked", "CHECK-1"), ("kind", "death-established"), ("date", date), ("reference", "DEATH-1")]
    };
    let future = archivist.post(&event, &death("2090-01-11")).await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(future.body.contains("href=\"#event-date\""), "{}", future.body);
    for round in 0..2 {
        let noted = archivist.post(&event, &death("2089-12-30")).await;
        let page = go_on(&mut archivist, noted).await;
        assert!(page.body.contains("DEATH-1") && page.body.contains("Death established"));
        if round == 0 {
            let annul = between(&page.body, "/annul/", "\"").expect("an annul form");
            let annul = format!("/keeping/record/{number}/annul/{annul}");
            let wrong = archivist.post(&annul, &[("looked", "CHECK-1"), ("reference", "")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let done = archivist.post(&annul, &[("looked", "CHECK-1"), ("reference", "COURT-1")]).await;
            assert!(go_on(&mut archivist, done).await.body.contains("annulled on"));
        }
    }
    world.registry.sweep().await.unwrap();
    in_three_languages(&mut archivist, &place(&number)).await;
    number
}

#[tokio::test]
async fn an_act_is_drawn_up_signed_approved_and_executed_with_receipts() {
    let world = World::new().await;
    let number = due(&world).await;
    let signatories = ["member1", "member2", "member3", "head"];
    world.register_keys(&signatories).await;
    let mut archivist = speaking(&world, "archivist").await;
    let list = in_three_languages(&mut archivist, "/keeping").await;
    assert!(list.body.contains(&number) && list.body.contains("Destroy, by an act"));
    in_three_languages(&mut archivist, "/acts/new?kind=archive").await;
    let form = in_three_languages(&mut archivist, "/acts/new?kind=destruction").await;
    assert!(!form.body.contains(" checked"), "nothing is ticked beforehand");
    assert!(!form.body.contains("Officer head"), "who approves is no member");
    let nothing = archivist.post("/acts/new", &[("kind", "destruction")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["#records", "#commission", "#method"] {
        assert!(nothing.body.contains(&format!("href=\"{field}\"")), "{field}");
    }
    let mut members = Vec::new();
    for login in &signatories[..3] {
        members.push(world.officer(login).await.to_string());
    }
    let mut fields = vec![("kind", "destruction"), ("record", &number), ("method", "erasure of keys")];
    fields.extend(members.iter().map(|member| ("member", member.as_str())));
    let withdrawn = archivist.post("/acts/new", &fields).await.location;
    let unsure = archivist.post(&format!("{withdrawn}/withdraw"), &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = archivist.post(&format!("{withdrawn}/withdraw"), &[("sure", "yes")]).await;
    assert!(go_on(&mut archivist, done).await.body.contains("Withdrawn"));

    let act = archivist.post("/acts/new", &fields).await.location;
    let page = in_three_languages(&mut archivist, &act).await;
    assert!(page.body.contains("signatures of 3 members") && page.body.contains("Officer member1"));
    assert!(!page.body.contains("name=\"secret\"") && !page.body.contains("/execute\""));
    others_are_refused(&world, &act).await;
    sign(&world, &act).await;
    let execute = format!("{act}/execute");
    let ready = in_three_languages(&mut archivist, &act).await;
    assert!(ready.body.contains("1 record is destroyed and cannot be brought back"), "{}", ready.body);
    for login in ["operator", "administrator"] {
        let mut client = world.signed_in(login).await;
        let got = client.post(&execute, &[("sure", "yes")]).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{login} executes");
    }
    let unsure = archivist.post(&execute, &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.body.contains("href=\"#execute-sure\""));
    let done = archivist.post(&execute, &[("sure", "yes")]).await;
    let executed = go_on(&mut archivist, done).await;
    assert!(executed.body.matches("left: 0").count() >= 4, "{}", executed.body);
    in_three_languages(&mut archivist, &act).await;
    in_three_languages(&mut archivist, "/acts").await;
    let gone = archivist.get(&place(&number)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let mut prosecutor = world.signed_in("prosecutor").await;
    let read = in_three_languages(&mut prosecutor, &act).await;
    assert!(!read.body.contains("Officer member1") && !read.body.contains("name=\"sure\""));
    let mut ledger = world.signed_in("prosecutor").await;
    ledger.get("/ledger").await;
    ledger.speak("en");
    assert!(ledger.post("/ledger/audit", &[]).await.body.contains("The ledger is whole"));
}

/// Who has no part in acts neither reads nor moves one.
async fn others_are_refused(world: &World, act: &str) {
    for login in ["operator", "administrator"] {
        let mut client = world.signed_in(login).await;
        assert_eq!(client.get(act).await.status, StatusCode::FORBIDDEN, "{login}");
        let got = client.post(&format!("{act}/withdraw"), &[("sure", "yes")]).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{login} withdraws");
        for step in ["sign", "approve"] {
            // No key of theirs lies here: the law is asked once there is a signature.
            let got = client.post(&format!("{act}/{step}"), &[("secret", PASSPHRASE)]).await;
            assert!(got.status.is_client_error(), "{login} {step}: {}", got.status);
        }
    }
}

/// Every member signs, the head approves last.
async fn sign(world: &World, act: &str) {
    let mut head = speaking(world, "head").await;
    let early = head.post(&format!("{act}/approve"), &[("secret", PASSPHRASE)]).await;
    assert!(matches!(early.status, StatusCode::CONFLICT | StatusCode::FORBIDDEN), "the head approves last");
    for login in ["member1", "member2", "member3"] {
        let mut member = speaking(world, login).await;
        let page = in_three_languages(&mut member, act).await;
        assert!(page.body.contains("type=\"password\""), "{login}");
        for secret in ["", "not the passphrase"] {
            let wrong = member.post(&format!("{act}/sign"), &[("secret", secret)]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
            assert!(wrong.body.contains("href=\"#secret\"") && !wrong.body.contains("not the passphrase"));
        }
        let signed = member.post(&format!("{act}/sign"), &[("secret", PASSPHRASE)]).await;
        let page = go_on(&mut member, signed).await;
        assert!(!page.body.contains("name=\"secret\""), "{login} has signed");
    }
    in_three_languages(&mut head, act).await;
    let approved = head.post(&format!("{act}/approve"), &[("secret", PASSPHRASE)]).await;
    assert!(go_on(&mut head, approved).await.body.contains("Approved, may be executed"));
}

#[tokio::test]
async fn officers_of_a_body_are_listed_for_its_acts_and_for_nobody_else() {
    let world = World::new().await;
    let archivist = world.actor("archivist").await;
    let before = world.registry.officers_of_body(archivist).await.unwrap();
    assert_eq!(before.len(), 5, "of the archivist's body only");
    let administrator = world.actor("administrator").await;
    world.registry.close_officer(administrator, world.officer("member3").await).await.unwrap();
    assert_eq!(world.registry.officers_of_body(archivist).await.unwrap().len(), 4, "open accounts only");
    for login in ["operator", "examiner", "administrator"] {
        let listed = world.registry.officers_of_body(world.actor(login).await).await;
        assert!(matches!(listed, Err(registry::CommandError::Refused { .. })), "{login}: {listed:?}");
    }
}

#[tokio::test]
async fn carriers_are_entered_and_read() {
    let world = World::new().await;
    let mut archivist = speaking(&world, "archivist").await;
    in_three_languages(&mut archivist, "/carriers").await;
    let custodian = world.officer("archivist").await.to_string();
    let wrong = [("label", ""), ("place", "Vault 2"), ("custodian", custodian.as_str())];
    let wrong = archivist.post("/carriers", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#label\"") && wrong.body.contains("value=\"Vault 2\""));
    let fields = [("label", "SHELF-1"), ("place", "Vault 2"), ("custodian", custodian.as_str())];
    let entered = archivist.post("/carriers", &fields).await;
    let page = go_on(&mut archivist, entered).await;
    assert!(page.body.contains("SHELF-1") && page.body.contains("02.03.2028"), "two years on");
    let check = between(&page.body, "action=\"/carriers/", "\"").unwrap();
    let read = archivist.post(&format!("/carriers/{check}"), &[("review", "yes")]).await;
    assert!(read.body.contains("every container was read"), "{}", read.body);
    in_three_languages(&mut archivist, "/carriers").await;
    let mut head = speaking(&world, "head").await;
    assert!(!in_three_languages(&mut head, "/carriers").await.body.contains("name=\"label\""));
}

#[tokio::test]
async fn an_administrator_registers_signing_keys() {
    let world = World::new().await;
    let mut administrator = world.signed_in("administrator").await;
    administrator.speak("en");
    administrator.get("/officers").await;
    let (head, public) = world.keys_of(&["head"]).await.remove(0);
    let address = format!("/officers/{head}/key");
    let short = administrator.post(&address, &[("form", "ed25519"), ("key", "abc")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains(&format!("href=\"#key-{head}\"")));
    let done = administrator.post(&address, &[("form", "ed25519"), ("key", &public)]).await;
    assert!(go_on(&mut administrator, done).await.body.contains(&public));
    in_three_languages(&mut administrator, "/officers").await;
}

#[tokio::test]
async fn whoever_keeps_no_records_is_refused_at_every_address_of_keeping() {
    let world = World::new().await;
    let number = registered(&world).await;
    let mut archivist = speaking(&world, "archivist").await;
    let custodian = world.officer("archivist").await.to_string();
    let fields = [("label", "SHELF-1"), ("place", "Vault 2"), ("custodian", custodian.as_str())];
    archivist.post("/carriers", &fields).await;
    let carriers = archivist.get("/carriers").await;
    let carrier = format!("/carriers/{}", between(&carriers.body, "action=\"/carriers/", "\"").unwrap());
    let supervisor = world.actor("supervisor").await;
    let new = registry::NewProposal { reference: "O-1".to_owned(), ..registry::NewProposal::default() };
    let kind = registry::ProposalKind::Depersonalise;
    let proposal = world.registry.propose(supervisor, number.parse().unwrap(), kind, new).await.unwrap();
    let answer = format!("/keeping/proposals/{}/answer", proposal.id);
    let (reads, read) = (["/keeping", "/keeping/terms", "/acts", "/acts/new", "/carriers"], place(&number));
    let steps: Vec<String> = ["block", "review", "withhold", "restore", "event", "unblock", "depersonalise"]
        .into_iter()
        .chain(["repersonalise", "retrieve"])
        .map(|step| format!("/keeping/record/{number}/{step}"))
        .collect();
    for login in ["operator", "examiner", "administrator"] {
        let mut client = world.signed_in(login).await;
        for path in reads.iter().copied().chain([read.as_str()]) {
            assert_eq!(client.get(path).await.status, StatusCode::FORBIDDEN, "{login} {path}");
        }
        let whole = [
            ("reference", "R-1"),
            ("review_by", "2026-03-20"),
            ("kind", "missing"),
            ("date", "2026-03-01"),
            ("until", "2026-03-20"),
            ("result", "R-2"),
            ("answer", "agree"),
            ("label", "SHELF-2"),
            ("place", "Vault 3"),
            ("custodian", custodian.as_str()),
        ];
        let posts = [answer.clone(), carrier.clone(), "/carriers".to_owned()];
        for path in steps.iter().cloned().chain(posts) {
            let got = client.post(&path, &whole).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{login} {path}: {}", got.body);
        }
        let page = format!("/keeping/proposals/{}", proposal.id);
        assert_eq!(client.get(&page).await.status, StatusCode::NOT_FOUND, "{login} {page}");
    }
}
