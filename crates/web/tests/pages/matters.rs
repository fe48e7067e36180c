//! Matters through the pages: every form is made from the tables of the Law, and a step is a page that can be reloaded.

use axum::http::StatusCode;
use law::{MatterKind, matter_steps};

use crate::client::World;
use crate::keeping::{registered, speaking};
use crate::{check_page, in_three_languages};

#[tokio::test]
async fn a_request_for_ones_information_is_received_and_followed() {
    let world = World::new().await;
    let number = registered(&world).await;
    let mut operator = speaking(&world, "operator").await;
    let kinds = in_three_languages(&mut operator, "/matters").await;
    assert!(kinds.body.contains("/matters/access-request") && !kinds.body.contains("/matters/rule-bundle"));
    let empty = in_three_languages(&mut operator, "/matters/access-request").await;
    assert!(empty.body.contains("/matters/access-request/new/receive"), "{}", empty.body);
    let form = in_three_languages(&mut operator, "/matters/access-request/new/receive").await;
    for name in ["number", "asker", "proof", "document", "relation-document"] {
        assert!(form.body.contains(&format!("name=\"{name}\"")), "{name}");
    }
    let at = "/matters/access-request/new/receive";
    let fields = |proof: &'static str, number: &str| {
        vec![
            ("number", number.to_owned()),
            ("asker", "subject".to_owned()),
            ("proof", proof.to_owned()),
            ("document", "Q-1".to_owned()),
        ]
    };
    let mut post = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        operator.post(at, &fields).await
    };
    let wrong = post(fields("passport", "7")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#number\""), "{}", wrong.body);
    check_page(at, "en", &wrong);
    let unread = post(vec![("number", number.clone()), ("asker", "friend".to_owned())]).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.body.contains("href=\"#asker\""), "{}", unread.body);
    let refused = post(fields("none", &number)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("R7.1.1"), "{}", refused.body);
    let taken = post(fields("passport", &number)).await;
    assert!(taken.location.starts_with("/matters/access-request/"), "{}", taken.body);
    let shown = in_three_languages(&mut operator, &taken.location).await;
    assert!(shown.body.contains("/draw-extract") && shown.body.contains("Q-1"), "{}", shown.body);
    let drawing = format!("{}/draw-extract", taken.location);
    let ask = in_three_languages(&mut operator, &drawing).await;
    assert!(ask.body.contains("name=\"language\"") && !ask.body.contains("name=\"digest\""), "{}", ask.body);
    let file = operator.post(&drawing, &[("language", "kk")]).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body.contains("\"looks\":[{") && file.body.contains(&number), "{}", file.body);
    let mut prosecutor = speaking(&world, "prosecutor").await;
    let seen = prosecutor.get(&taken.location).await;
    assert!(seen.status == StatusCode::OK && !seen.body.contains("/draw-extract"), "{}", seen.body);
    let other = operator.get(&taken.location.replace("access-request", "transfer")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

/// Each kind, step, state, field and code has words in each language: a key without words is shown as itself.
#[tokio::test]
async fn every_form_of_every_step_has_its_words() {
    let world = World::new().await;
    let mut operator = speaking(&world, "operator").await;
    for kind in MatterKind::ALL {
        for step in matter_steps(*kind) {
            let at = format!("/matters/{kind}/new/{}", step.step);
            for language in ["kk", "ru", "en"] {
                operator.get(&format!("/language/{language}?back=/matters")).await;
                let page = operator.get(&at).await;
                assert_eq!(page.status, StatusCode::OK, "{at}");
                for list in ["kind", "step", "state", "field", "code"] {
                    let bare = format!(">matter-{list}-");
                    assert!(!page.body.contains(&bare), "{at} {language}: a {list} without words");
                }
            }
        }
    }
}
