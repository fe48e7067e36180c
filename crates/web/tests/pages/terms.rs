//! A change of the rules of retention through the pages: read, signed by one officer, confirmed by another.

use axum::http::StatusCode;
use law::{EventKind, TermCatalogue, TermRules, TermTable};

use crate::client::{Client, PASSPHRASE, World, between};
use crate::keeping::{registered, speaking};
use crate::{go_on, in_three_languages};

/// The Law, and from a day on ninety years of age instead of a hundred.
fn ninety_years() -> TermCatalogue {
    let day = |text: &str| text.parse().unwrap();
    let law = TermCatalogue::of_the_law().on(day("2026-01-01")).unwrap().clone();
    let table = TermTable { century_years: 90, ..law.table };
    let new = TermRules {
        version: "T2".to_owned(),
        act: "Law No. 1 of 2031".to_owned(),
        in_force: day("2031-03-05"),
        table,
    };
    TermCatalogue::new(vec![law, new]).unwrap()
}

async fn sign(client: &mut Client, path: &str, secret: &str) -> crate::client::Answer {
    client.post(path, &[("secret", secret)]).await
}

#[tokio::test]
async fn a_change_of_the_rules_is_read_signed_and_confirmed_through_the_pages() {
    let world = World::with(ninety_years()).await;
    let number = registered(&world).await;
    let mut protector = speaking(&world, "protector").await;
    let before = in_three_languages(&mut protector, "/keeping/terms").await;
    assert!(before.body.contains("No term was counted yet") && before.body.contains("have not changed"));
    let archivist = world.actor("archivist").await;
    let (death, on) = (EventKind::DeathEstablished, "2026-03-01".parse().unwrap());
    world.registry.note_event(archivist, number.parse().unwrap(), death, on, "DEATH-1").await.unwrap();
    world.registry.sweep().await.unwrap();
    world.set_day("2031-03-05");
    assert!(world.registry.sweep().await.is_err());
    world.register_keys(&["protector", "head-iab"]).await;

    let mut protector = speaking(&world, "protector").await;
    let keeping = in_three_languages(&mut protector, "/keeping").await;
    assert!(
        keeping.body.contains("The rules of retention changed") && keeping.body.contains("/keeping/terms")
    );
    let list = in_three_languages(&mut protector, "/keeping/terms").await;
    assert!(list.body.contains("T1 → T2") && list.body.contains("Law No. 1 of 2031"), "{}", list.body);
    let report = between(&list.body, "href=\"/keeping/terms/", "\"").expect("a report waits");
    let report = format!("/keeping/terms/{report}");
    let page = in_three_languages(&mut protector, &report).await;
    for shown in [number.as_str(), "14.03.2084", "14.03.2074", "Waits for the data-protection officer"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains("Сыналатын"), "no name");
    assert!(!page.body.contains("/confirm\""), "who signs does not confirm");
    assert_eq!(protector.get(&format!("{report}?page=2")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(protector.get(&format!("{report}?page=0")).await.status, StatusCode::NOT_FOUND);
    for wrong in ["", "another passphrase"] {
        let again = sign(&mut protector, &format!("{report}/sign"), wrong).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(again.body.contains("href=\"#secret\""), "{}", again.body);
    }
    let early = sign(&mut protector, &format!("{report}/confirm"), PASSPHRASE).await;
    assert_eq!(early.status, StatusCode::FORBIDDEN);
    let signed = sign(&mut protector, &format!("{report}/sign"), PASSPHRASE).await;
    assert!(go_on(&mut protector, signed).await.body.contains("Signed, waits for the head"));
    let mut head = speaking(&world, "head-iab").await;
    assert!(in_three_languages(&mut head, &report).await.body.contains("/confirm\""));
    let confirmed = sign(&mut head, &format!("{report}/confirm"), PASSPHRASE).await;
    assert!(go_on(&mut head, confirmed).await.body.contains("Confirmed, the new rules count"));
    let list = in_three_languages(&mut head, "/keeping/terms").await;
    assert!(!list.body.contains("The rules of retention changed"));
    world.registry.sweep().await.unwrap();
}
