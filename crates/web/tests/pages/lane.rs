//! The lane through the pages: one answer, its reason, the next step; the second line; requests that exempt.

use axum::http::StatusCode;
use registry::{CaptureInput, IdentityDetails, NewCase, Sex};
use vocabulary::{Basis, BirthDate, Citizenship, FingerPosition};

use crate::client::{Answer, Client, World, print_png};
use crate::{check_page, go_on, in_three_languages};

/// Person 1 as a passport shows them.
const TRAVELLER: [(&str, &str); 9] = [
    ("document_number", "N00000001"),
    ("born_day", "15"),
    ("born_month", "3"),
    ("born_year", "1984"),
    ("document", "passport"),
    ("citizenship", "foreigner"),
    ("visa", "none"),
    ("hands", "whole"),
    ("point", "ALA-1"),
];

fn capture(person: u64, position: FingerPosition) -> CaptureInput {
    let original = print_png(person, position, 1);
    let decoded = interchange::decode_image(&original, None).unwrap();
    let media_type = decoded.format.media_type().to_owned();
    CaptureInput::Image { image: decoded.image, ppi: decoded.ppi, original, media_type }
}

/// A foreigner registered for a visa, whose fingers are those of person 1.
async fn visitor(world: &World) {
    let (registry, consul) = (&world.registry, world.actor("consul").await);
    let new = NewCase {
        basis: Basis::B7,
        person: IdentityDetails {
            family_name: "Сыналатын".to_owned(),
            given_name: "Әлия".to_owned(),
            patronymic: None,
            sex: Sex::Female,
            born: BirthDate::parse("1984-03-15").unwrap(),
            citizenship: Citizenship::Foreigner,
            nationality: Some("UZB".to_owned()),
            iin: None,
            document_number: Some("N00000001".to_owned()),
        },
        incapable: false,
        hands: law::Hands::Whole,
        palms_recordable: true,
        circumstances: law::Circumstances::default(),
        reference: "VISA-1".to_owned(),
    };
    let case = registry.open_case(consul, new).await.unwrap().case.id;
    for position in FingerPosition::ALL {
        registry.capture(consul, case, *position, capture(1, *position)).await.unwrap();
    }
    registry.check_duplicates(consul, case).await.unwrap();
    registry.register(consul, case).await.unwrap();
}

async fn lane(world: &World, login: &str) -> Client {
    let mut client = world.signed_in(login).await;
    client.speak("en");
    client
}

/// The traveller with some fields changed, as the lane answers.
async fn answered(client: &mut Client, changed: &[(&str, &str)]) -> (String, Answer) {
    let value =
        |name: &str, value| changed.iter().find(|(other, _)| *other == name).map_or(value, |(_, new)| *new);
    let fields: Vec<_> = TRAVELLER.iter().map(|(name, old)| (*name, value(name, *old))).collect();
    client.get("/lane").await;
    let answer = client.post("/lane", &fields).await;
    (answer.location.clone(), go_on(client, answer).await)
}

async fn finger(client: &mut Client, place: &str, person: u64, position: FingerPosition) -> (String, Answer) {
    let code = position.to_string();
    let file = [("print".to_owned(), "finger.png".to_owned(), print_png(person, position, 2))];
    let answer = client.upload(&format!("{place}/finger"), &[("position", code.as_str())], &file).await;
    (answer.location.clone(), go_on(client, answer).await)
}

#[tokio::test]
async fn the_lane_says_one_thing_and_the_next_step_and_shows_no_image_and_no_name() {
    let world = World::new().await;
    visitor(&world).await;
    let mut officer = lane(&world, "lane").await;
    assert_eq!(officer.get("/").await.location, "/lane", "the first page of the officer");
    in_three_languages(&mut officer, "/lane").await;
    let (place, page) = answered(&mut officer, &[]).await;
    assert!(page.body.contains("Take a finger") && page.body.contains("Art. 16(4)"), "{}", page.body);
    in_three_languages(&mut officer, &place).await;
    let nothing = officer.upload(&format!("{place}/finger"), &[("position", "right-index")], &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_page(&place, "en", &nothing);
    let broken = [("print".to_owned(), "finger.png".to_owned(), b"no image".to_vec())];
    let broken = officer.upload(&format!("{place}/finger"), &[("position", "right-index")], &broken).await;
    assert!(broken.status == StatusCode::UNPROCESSABLE_ENTITY && broken.body.contains("finger.png"));

    let (yes, page) = finger(&mut officer, &place, 1, FingerPosition::RightIndex).await;
    assert!(
        page.body.contains("Confirmed") && page.body.contains("go on with the other checks"),
        "{}",
        page.body
    );
    in_three_languages(&mut officer, &yes).await;
    for hidden in ["<image", "<img", "/prints/", "Сыналатын", "log₁₀", "UZB"] {
        assert!(!page.body.contains(hidden), "{hidden}");
    }
    let exempt: [(&[(&str, &str)], &str); 4] = [
        (&[("born_year", "2020")], "Art. 10-1(1)(2)"),
        (&[("document", "diplomatic-passport")], "Art. 10-1(3)(1)"),
        (&[("visa", "service")], "Art. 10-1(3)(2)"),
        (&[("hands", "no-hands")], "Art. 10-1(4)"),
    ];
    for (changed, article) in exempt {
        let (_, page) = answered(&mut officer, changed).await;
        assert!(page.body.contains("Exempt") && page.body.contains(article), "{article}: {}", page.body);
        assert!(!page.body.contains("type=\"file\""), "no finger is asked for: {article}");
    }
    let (_, page) = answered(&mut officer, &[("document_number", "N00000002")]).await;
    assert!(page.body.contains("Not applicable"), "{}", page.body);
    let wrong = officer.post("/lane", &[("document_number", "")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.matches("class=\"field-error\"").count() >= 5, "{}", wrong.body);
}

#[tokio::test]
async fn two_fingers_not_confirmed_lead_to_an_officer_who_gives_a_reason() {
    let world = World::new().await;
    visitor(&world).await;
    let mut officer = lane(&world, "lane").await;
    let (place, _) = answered(&mut officer, &[]).await;
    let (place, page) = finger(&mut officer, &place, 5, FingerPosition::RightIndex).await;
    assert!(
        page.body.contains("Not confirmed") && page.body.contains("another finger, once"),
        "{}",
        page.body
    );
    in_three_languages(&mut officer, &place).await;
    let (place, page) = finger(&mut officer, &place, 5, FingerPosition::LeftIndex).await;
    assert!(page.body.contains("an officer decides there") && !page.body.contains("type=\"file\""));
    in_three_languages(&mut officer, &place).await;

    let mut second = lane(&world, "lane2").await;
    let list = in_three_languages(&mut second, "/lane/second-line").await;
    let decide = crate::between(&list.body, "action=\"/lane/second-line/", "\"").unwrap();
    let decide = format!("/lane/second-line/{decide}");
    assert_eq!(second.post(&decide, &[("reason", "")]).await.status, StatusCode::BAD_REQUEST, "no reason");
    let done = second.post(&decide, &[("reason", "document-and-face")]).await;
    let list = go_on(&mut second, done).await;
    assert!(list.body.contains("Nobody waits"), "{}", list.body);
    let noted = [("point", "ALA-1"), ("reason", "without-register")];
    assert_eq!(second.post("/lane/second-line", &noted).await.location, "/lane/second-line");
    let wrong = second.post("/lane/second-line", &[("point", "*"), ("reason", "without-register")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for login in ["operator", "administrator"] {
        let refused = lane(&world, login).await.get("/lane/second-line").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}");
        assert!(refused.body.contains("law law-refused"));
    }
}

#[tokio::test]
async fn a_written_request_exempts_once_another_officer_confirmed_it() {
    let world = World::new().await;
    visitor(&world).await;
    let mut officer = lane(&world, "lane").await;
    in_three_languages(&mut officer, "/lane/requests").await;
    let request = [
        ("ground", "ministry-of-defence"),
        ("reference", "LETTER-7"),
        ("document_number", "N00000001"),
        ("from", "2026-03-02"),
        ("until", "2026-03-04"),
        ("point", "ALA-1"),
    ];
    let mut wrong = request.to_vec();
    wrong[4].1 = "2026-02-30";
    assert_eq!(officer.post("/lane/requests", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong[4].1 = "2026-03-01";
    let late = officer.post("/lane/requests", &wrong).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("href=\"#until\""));
    let mut oral = request.to_vec();
    oral[1].1 = "";
    let oral = officer.post("/lane/requests", &oral).await;
    assert!(oral.status == StatusCode::FORBIDDEN && oral.body.contains("R10-1.3.3"), "{}", oral.body);
    officer.get("/lane/requests").await;
    let entered = officer.post("/lane/requests", &request).await;
    let list = go_on(&mut officer, entered).await;
    assert!(list.body.contains("LETTER-7") && !list.body.contains("N00000001"), "whose it is is not shown");
    assert!(!list.body.contains("/answer\""), "an operator confirms nothing");
    let (_, page) = answered(&mut officer, &[]).await;
    assert!(page.body.contains("Take a finger"), "nobody has confirmed it");

    let mut supervisor = lane(&world, "lane2").await;
    let list = in_three_languages(&mut supervisor, "/lane/requests").await;
    let answer = crate::between(&list.body, "action=\"/lane/requests/", "\"").unwrap();
    let agreed = supervisor.post(&format!("/lane/requests/{answer}"), &[("answer", "agree")]).await;
    let list = go_on(&mut supervisor, agreed).await;
    assert!(list.body.contains("Confirmed") && list.body.contains("End it"), "{}", list.body);
    let (_, page) = answered(&mut officer, &[]).await;
    assert!(page.body.contains("Exempt") && page.body.contains("Art. 10-1(3)(3)"), "{}", page.body);
    let (_, page) = answered(&mut officer, &[("point", "KHG-2")]).await;
    assert!(page.body.contains("Take a finger"), "another point");
}
