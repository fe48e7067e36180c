//! Every word that an officer enters beside codes and numbers: refused by the name of its field when it is none, and then
//! nothing is written.

use law::{EventKind, QueryKind};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::*;

/// None of these names a document: empty, free text, a line break, too long.
fn wrong() -> [String; 4] {
    [String::new(), "<because>".to_owned(), "A\n1".to_owned(), "1".repeat(65)]
}

/// Holds an act to a refusal by the name of its field, without an entry.
macro_rules! refused {
    ($office:ident, $field:literal, $act:expr) => {{
        let before = $office.world.size().await;
        let answer = $act.await;
        assert!(matches!(answer, Err(CommandError::Invalid { field: $field, .. })), "{}: {answer:?}", $field);
        assert_eq!($office.world.size().await, before, "{}: nothing is written", $field);
    }};
}

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn the_ground_of_every_act_of_keeping_is_the_number_of_a_document() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let r = office.registry();
    let (archivist, supervisor, protector) = (office.archivist, office.supervisor, office.protector);
    let event = r.note_event(archivist, number, EventKind::Missing, date("2026-03-01"), "E-1").await.unwrap();
    let day = date("2026-03-20");
    for text in &wrong() {
        refused!(office, "reference", r.block(protector, number, text, day));
        refused!(office, "reference", r.withhold(supervisor, number, text));
        refused!(office, "reference", r.restore(supervisor, number, text));
        let kind = EventKind::DeathEstablished;
        refused!(office, "reference", r.note_event(archivist, number, kind, date("2026-03-01"), text));
        refused!(office, "reference", r.annul_event(archivist, number, event.id, text));
        refused!(office, "reference", r.record_life(archivist, number, text));
        let new = NewProposal { reference: text.clone(), ..NewProposal::default() };
        refused!(office, "reference", r.propose(supervisor, number, ProposalKind::Depersonalise, new));
        let result = Some(text.clone());
        let new = NewProposal { reference: "O-1".to_owned(), result, ..NewProposal::default() };
        refused!(office, "result", r.propose(protector, number, ProposalKind::Unblock, new));
        let change =
            DetailsChange { patronymic: Some("Ерланқызы".to_owned()), ..DetailsChange::default() };
        let (kind, ground) = (CorrectionKind::Supplement, CorrectionGround::Document);
        let new = NewCorrection { kind, ground, reference: text.clone(), change };
        refused!(office, "reference", r.correct_person(supervisor, number, new));
        let thumb = FingerPosition::RightThumb;
        let prints = vec![(thumb, image_of_quality(1, thumb, FIRST + 30, 95))];
        let new = NewSupplement { reference: text.clone(), prints };
        refused!(office, "reference", r.supplement_prints(operator(), number, new));
        refused!(office, "label", r.enter_carrier(archivist, text, "Vault 3", archivist.officer));
        refused!(office, "place", r.enter_carrier(archivist, "SHELF-1", text, archivist.officer));
        let new = NewAct { method: text.clone(), ..office.new_act(ActKind::Destruction, &[number]) };
        refused!(office, "method", r.draw_up_act(archivist, new));
    }
    office.world.audited().await;
}

#[tokio::test]
async fn the_reason_of_every_look_is_the_number_of_a_document() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    let r = office.registry();
    let print = office.world.store.held_prints(number).await.unwrap()[0].impression;
    for text in wrong() {
        let why = ViewReason { purpose: Purpose::Confirm, reference: text, identity: None };
        refused!(office, "reason.reference", r.view_record(operator(), number, why.clone()));
        refused!(office, "reason.reference", r.fingers_of_record(operator(), number, &why));
        refused!(office, "reason.reference", r.find_record(operator(), iin(1).as_str(), why.clone()));
        refused!(office, "reason.reference", r.impression(operator(), print, &why));
        refused!(office, "reason.reference", r.prints_of(operator(), number, &why));
        refused!(office, "reason.reference", r.superseded(office.archivist, number, &why));
    }
}

#[tokio::test]
async fn what_a_search_is_asked_with_is_read_before_anything_else() {
    let mut office = Office::new().await;
    office.world.registry = office.world.registry.with_searches([QueryKind::UnknownLiving].into());
    let r = office.registry();
    let thumb = FingerPosition::RightThumb;
    // What is empty is for the law to refuse.
    for text in wrong().into_iter().skip(1) {
        let new = NewSearchRequest {
            query: QueryKind::UnknownLiving,
            case_reference: "CASE-7".to_owned(),
            document: "ORDER-7".to_owned(),
            article: "16(1)".to_owned(),
        };
        let ask = |new| r.ask_search(examiner(1), new, PRINTS.get_or_init(|| mark(1, thumb)));
        refused!(office, "reference", ask(NewSearchRequest { case_reference: text.clone(), ..new.clone() }));
        refused!(office, "document", ask(NewSearchRequest { document: text.clone(), ..new.clone() }));
        refused!(office, "article", ask(NewSearchRequest { article: text.clone(), ..new }));
        let search = SearchFor::new(QueryKind::UnidentifiedCorpseFingers, &text);
        refused!(office, "case_reference", r.identify(examiner(1), search, mark(1, thumb)));
    }
    let new = || NewSearchRequest {
        query: QueryKind::UnknownLiving,
        case_reference: "CASE-7".to_owned(),
        document: "ORDER-7".to_owned(),
        article: "16(1)".to_owned(),
    };
    let CaptureInput::Image { image, ppi, .. } = image(1, thumb, FIRST) else { panic!("an image") };
    let strange =
        CaptureInput::Image { image, ppi, original: Vec::new(), media_type: "image/png".to_owned() };
    let strange = [(None, strange)];
    refused!(office, "original", r.ask_search(examiner(1), new(), &strange));
    let reason_only = [(Some(thumb), CaptureInput::Missing(MissingReason::Amputated))];
    refused!(office, "fingers", r.ask_search(examiner(1), new(), &reason_only));
    let eleven = vec![mark(1, thumb).remove(0); 11];
    refused!(office, "fingers", r.ask_search(examiner(1), new(), &eleven));
    assert!(r.gated_searches(examiner(1)).await.unwrap().0.is_empty());
}

/// Prints that outlive the requests made with them.
static PRINTS: std::sync::OnceLock<Vec<(Option<FingerPosition>, CaptureInput)>> = std::sync::OnceLock::new();

/// The law card answers to a form that could be handed in, and to no other.
#[tokio::test]
async fn a_form_with_a_mistake_has_no_law_card() {
    let world = World::new().await;
    let mut new = citizen(1);
    world.registry.preview(operator(), &new).unwrap();
    new.person.family_name = "<b>".to_owned();
    let card = world.registry.preview(operator(), &new);
    assert!(matches!(card, Err(CommandError::Invalid { field: "person.family_name", .. })), "{card:?}");
    new = NewCase { basis: Basis::BV, ..citizen(1) };
    assert!(matches!(
        world.registry.preview(operator(), &new),
        Err(CommandError::Invalid { field: "basis", .. })
    ));
}

/// An account whose words are none is not made.
#[tokio::test]
async fn every_word_of_an_account_is_read() {
    let office = Office::new().await;
    let r = office.registry();
    let good = NewOfficer {
        login: "desk-9".to_owned(),
        display_name: "Officer nine".to_owned(),
        body: Body::Iab,
        role: Role::Operator,
        unit: Unit::CENTRAL,
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
    };
    for login in ["", "ab", "Desk-9", "desk 9", &"d".repeat(41)] {
        let new = NewOfficer { login: login.to_owned(), ..good.clone() };
        refused!(office, "login", r.add_officer(office.administrator, new));
    }
    for name in ["", "   ", "A\u{7}b", &"я".repeat(81)] {
        let new = NewOfficer { display_name: name.to_owned(), ..good.clone() };
        refused!(office, "display_name", r.add_officer(office.administrator, new));
    }
    for hash in ["", "secret", "$argon2i$v=19$", &format!("$argon2id${}", "a".repeat(300))] {
        let new = NewOfficer { password_hash: hash.to_owned(), ..good.clone() };
        refused!(office, "password_hash", r.add_officer(office.administrator, new));
    }
    // A role the body has not.
    let new = NewOfficer { body: Body::Svc, role: Role::Prosecutor, ..good.clone() };
    refused!(office, "role", r.add_officer(office.administrator, new));
    r.add_officer(office.administrator, good).await.unwrap();
}
