//! How long an answer of the lane takes (R16.4.1): the whole way from an image file to the durable entry, on SQLite with
//! real keyrings: `cargo test --release -p store --test lane -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod journey;
mod samples;

use std::sync::Arc;
use std::time::{Duration, Instant};

use law::{Document, Hands, RequestingBody};
use registry::*;
use store::SqlStore;
use synthetic::Conditions;
use vocabulary::{
    Actor, Basis, BirthDate, Body, Citizenship, FingerPosition, ManualClock, OfficerId, Role, Unit,
};

const TRAVELLERS: u64 = 5;
const ANSWERS: u64 = 200;
/// Requests in force, each of which a lane opens.
const REQUESTS: u64 = 20;
const POINT: &str = "ALA-1";

fn officer(body: Body, role: Role, number: u8) -> Actor {
    Actor { officer: OfficerId::from_random_bytes([number; 16]), body, role, unit: Unit::CENTRAL }
}

fn file(person: u64, position: FingerPosition, impression: u64) -> Vec<u8> {
    let finger = synthetic::Person::nth(1, person).finger(position);
    let image = finger.impression(impression, &Conditions::good(impression));
    interchange::encode_png(&image, dactyloscopy::Ppi::STANDARD)
}

fn decoded(bytes: Vec<u8>) -> CaptureInput {
    let decoded = interchange::decode_image(&bytes, None).unwrap();
    let media_type = decoded.format.media_type().to_owned();
    CaptureInput::Image { image: decoded.image, ppi: decoded.ppi, original: bytes, media_type }
}

fn document(person: u64) -> String {
    format!("N{person:08}")
}

async fn registered(registry: &Registry, person: u64) {
    let consul = officer(Body::Mfa, Role::Operator, 1);
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
            document_number: Some(document(person)),
        },
        incapable: false,
        hands: Hands::Whole,
        palms_recordable: true,
        circumstances: law::Circumstances::default(),
        reference: format!("VISA-{person}"),
    };
    let case = registry.open_case(consul, new).await.unwrap().case.id;
    for position in FingerPosition::ALL {
        registry.capture(consul, case, *position, decoded(file(person, *position, 1))).await.unwrap();
    }
    registry.check_duplicates(consul, case).await.unwrap();
    registry.register(consul, case).await.unwrap();
}

async fn request_in_force(registry: &Registry, n: u64) {
    let new = NewLaneExemption {
        ground: ExemptionGround::Request(RequestingBody::MinistryOfDefence),
        document_number: format!("D{n:08}"),
        reference: format!("LETTER-{n}"),
        from: "2026-03-02".parse().unwrap(),
        until: Some("2026-04-02".parse().unwrap()),
        point: Some(POINT.to_owned()),
    };
    let entered = registry.enter_lane_exemption(officer(Body::Nsb, Role::Operator, 2), new).await.unwrap();
    registry.answer_lane_exemption(officer(Body::Nsb, Role::Supervisor, 3), entered.id, true).await.unwrap();
}

/// The answer by which `share` of all were given.
fn quantile(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_lane_is_given_within_its_target() {
    let place = tempfile::tempdir().unwrap();
    let vault = journey::vault(&place.path().join("keys"));
    let store = Arc::new(SqlStore::open(&place.path().join("data"), Arc::clone(&vault)).await.unwrap());
    let clock = Arc::new(ManualClock::at("2026-03-02T06:00:00Z".parse().unwrap()));
    let key = samples::signing_key();
    let origin = key.verifying_key().name().to_owned();
    let registry = Registry::open(store, clock, key, &origin, vault).await.unwrap();
    for person in 1..=TRAVELLERS {
        registered(&registry, person).await;
    }
    for n in 1..=REQUESTS {
        request_in_force(&registry, n).await;
    }
    let lane = officer(Body::Nsb, Role::Operator, 2);
    let finger = FingerPosition::RightIndex;
    let (mut took, mut yes) = (Vec::new(), 0);
    for n in 0..ANSWERS {
        let person = 1 + n % TRAVELLERS;
        let bytes = file(person, finger, 2 + n);
        let traveller = Traveller {
            document_number: document(person),
            document: Document::Passport,
            born: BirthDate::parse("1984-03-15").unwrap(),
            citizenship: Citizenship::Foreigner,
            visa: VisaShown::Ordinary,
            point: POINT.to_owned(),
            hands: Hands::Whole,
        };
        let began = Instant::now();
        let prints: LanePrints = Box::new(move || Ok(vec![(finger, decoded(bytes))]));
        let result = registry.verify_at_border(lane, traveller, Some(prints)).await.unwrap();
        took.push(began.elapsed());
        assert!(matches!(result.answer, LaneAnswer::Yes | LaneAnswer::No), "{result:?}");
        assert!(result.ledger_sequence.is_some());
        yes += u64::from(result.answer == LaneAnswer::Yes);
    }
    took.sort();
    let [median, p95, worst] = [0.5, 0.95, 1.0].map(|share| quantile(&took, share).as_millis());
    println!(
        "{ANSWERS} answers of the lane, SQLite, {REQUESTS} requests in force: median {median} ms, p95 {p95} ms, \
         longest {worst} ms; {yes} of {ANSWERS} confirmed; target {LANE_ANSWER_MS_MAX} ms"
    );
    assert!(
        yes * 100 >= ANSWERS * 95,
        "impressions of the traveller's own finger: {yes} of {ANSWERS} confirmed"
    );
    assert!(p95 <= u128::from(LANE_ANSWER_MS_MAX), "p95 {p95} ms");
}
