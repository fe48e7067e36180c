//! The commands of keeping and of gated searches: each is one act with one entry; the list is held against the source.

use std::collections::BTreeSet;

use law::{EventKind, QueryKind};
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;
use crate::support::{FIRST, examiner, image_of_quality, mark, operator, reason};

/// Of these the entries are counted where they are tested: they write several, or none, or need what only that test
/// makes.
const ELSEWHERE: [&str; 13] = [
    "check_index",
    "check_carrier",
    "confirm_term_report",
    "execute_act",
    "receive_events",
    "retrieve",
    "rotate_index",
    "sign_act",
    "sign_term_report",
    "sign_term_report_here",
    "sweep",
    "term_report",
    "term_report_page",
];

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn proposal() -> NewProposal {
    NewProposal {
        reference: "ORDER-1".to_owned(),
        result: Some("RESULT-1".to_owned()),
        ..NewProposal::default()
    }
}

/// One act of a part: its name is noted, its entry says that it was done.
macro_rules! act {
    ($office:ident, $seen:ident, $command:ident($($argument:expr),*)) => {{
        let (answer, entry) = $office.world.check($office.registry().$command($($argument),*)).await;
        assert_eq!(entry.outcome, ledger::Outcome::Done, stringify!($command));
        $seen.insert(stringify!($command));
        answer.unwrap()
    }};
}

type Seen = BTreeSet<&'static str>;

async fn lives(office: &Office, number: RegistryNumber, seen: &mut Seen) {
    let (supervisor, archivist, protector) = (office.supervisor, office.archivist, office.protector);
    assert!(act!(office, seen, due_list(archivist)).is_empty());
    act!(office, seen, record_life(archivist, number, "CHECK-1"));
    act!(office, seen, term_rules(archivist));
    act!(office, seen, block(protector, number, "F-1", date("2026-04-01")));
    act!(office, seen, review_block(protector, number, "F-2", date("2026-04-01")));
    let asked = act!(office, seen, propose(protector, number, ProposalKind::Unblock, proposal()));
    assert_eq!(act!(office, seen, open_proposals(archivist)), std::slice::from_ref(&asked));
    act!(office, seen, answer_proposal(supervisor, asked.id, true));
    act!(office, seen, withhold(supervisor, number, "W-1"));
    act!(office, seen, restore(supervisor, number, "W-2"));
    let noted = act!(
        office,
        seen,
        note_event(archivist, number, EventKind::DeathEstablished, date("2026-03-01"), "D-1")
    );
    act!(office, seen, annul_event(archivist, number, noted.id, "COURT-1"));
    let change =
        DetailsChange { patronymic: Some("Ерланқызы".to_owned()), ..DetailsChange::default() };
    let (kind, ground) = (CorrectionKind::Supplement, CorrectionGround::Document);
    let new = NewCorrection { kind, ground, reference: "ID-7".to_owned(), change };
    act!(office, seen, correct_person(supervisor, number, new));
    act!(office, seen, superseded(archivist, number, &reason(Purpose::Keeping)));
}

async fn prints(office: &Office, number: RegistryNumber, seen: &mut Seen) {
    let supervisor = office.supervisor;
    let thumb = FingerPosition::RightThumb;
    let print = (thumb, image_of_quality(1, thumb, FIRST + 30, 95));
    let new = NewSupplement { reference: "R-1".to_owned(), prints: vec![print] };
    let taken = act!(office, seen, supplement_prints(operator(), number, new));
    act!(office, seen, view_supplement(supervisor, taken.id));
    assert_eq!(act!(office, seen, open_supplements(supervisor)).len(), 1);
    act!(office, seen, answer_supplement(supervisor, taken.id, true));
    for actor in [supervisor, operator()] {
        assert_eq!(act!(office, seen, prints_of(actor, number, &reason(Purpose::Confirm))).len(), 11);
    }
}

async fn keys_and_carriers(office: &Office, seen: &mut Seen) {
    let archivist = office.archivist;
    let colleagues = act!(office, seen, officers_of_body(archivist));
    assert!(colleagues.iter().any(|colleague| colleague.id == archivist.officer), "{colleagues:?}");
    let keys = act!(office, seen, signing_keys(office.administrator));
    assert!(keys.len() > 5, "{keys:?}");
    act!(
        office,
        seen,
        set_signing_key(
            office.administrator,
            archivist.officer,
            signing::SignatureForm::Ed25519,
            &"ab".repeat(32)
        )
    );
    act!(office, seen, note_rotation(office.administrator));
    act!(office, seen, enter_carrier(archivist, "SHELF-1", "Vault 3", archivist.officer));
    assert_eq!(act!(office, seen, list_carriers(archivist)).len(), 1);
}

async fn matters(office: &Office, number: RegistryNumber, seen: &mut Seen) {
    let step = NewMatterStep {
        kind: law::MatterKind::Corpse,
        matter: None,
        number: None,
        step: "open".to_owned(),
        given: [
            (law::MatterField::CaseReference, "K-1".to_owned()),
            (law::MatterField::Day, "2026-03-01".to_owned()),
            (law::MatterField::Place, "P-1".to_owned()),
            (law::MatterField::IdentityKnown, "no".to_owned()),
        ]
        .into(),
    };
    let matter = act!(office, seen, step_matter(office.supervisor, step));
    act!(office, seen, view_matter(office.supervisor, matter.id));
    let ask = NewMatterStep {
        kind: law::MatterKind::AccessRequest,
        matter: None,
        number: Some(number),
        step: "receive".to_owned(),
        given: [
            (law::MatterField::Asker, "subject".to_owned()),
            (law::MatterField::Proof, "passport".to_owned()),
            (law::MatterField::Document, "Q-1".to_owned()),
        ]
        .into(),
    };
    let asked = office.registry().step_matter(office.supervisor, ask).await.unwrap();
    act!(office, seen, draw_extract(office.supervisor, asked.id, "kk"));
    assert_eq!(act!(office, seen, list_matters(office.supervisor, matter.kind)).len(), 1);
}

async fn acts(office: &Office, seen: &mut Seen) {
    let archivist = office.archivist;
    let (_, due) = office.citizen(2).await;
    office.set_day("2090-01-01");
    let at = date("2089-12-30");
    office.registry().note_event(archivist, due, EventKind::DeathEstablished, at, "D-2").await.unwrap();
    office.registry().sweep().await.unwrap();
    assert_eq!(act!(office, seen, due_list(archivist)).len(), 1);
    let act = act!(office, seen, draw_up_act(archivist, office.new_act(ActKind::Destruction, &[due])));
    act!(office, seen, view_act(archivist, act.text.id));
    assert_eq!(act!(office, seen, list_acts(archivist)).len(), 1);
    act!(office, seen, sign_act_here(office.members[0], act.text.id, false, "open"));
    act!(office, seen, withdraw_act(archivist, act.text.id));
    let act = office.approved(office.new_act(ActKind::Destruction, &[due])).await;
    act!(office, seen, printed_act(archivist, act.text.id));
    office.registry().execute_act(archivist, act.text.id).await.unwrap();
    act!(office, seen, destroyed(archivist, due, "REQ-1"));
}

async fn searches(office: &Office, seen: &mut Seen) {
    let thumb = FingerPosition::RightThumb;
    let new = NewSearchRequest {
        query: QueryKind::UnknownLiving,
        case_reference: "CASE-7".to_owned(),
        document: "ORDER-7".to_owned(),
        article: "16(1)".to_owned(),
    };
    let asked = act!(office, seen, ask_search(examiner(1), new, &mark(1, thumb)));
    assert_eq!(act!(office, seen, gated_searches(examiner(1))).0.len(), 1);
    act!(office, seen, answer_search(office.other_supervisor, asked.id, None));
}

async fn lane(office: &Office, seen: &mut Seen) {
    let officer = office.joined("lane", Body::Nsb, Role::Operator, "00-0010").await;
    let supervisor = office.joined("lane-2", Body::Nsb, Role::Supervisor, "00-0011").await;
    let (_, number) = office.foreigner(9).await;
    let traveller = Traveller {
        document_number: "N00000009".to_owned(),
        document: law::Document::Passport,
        born: BirthDate::parse("1984-03-15").unwrap(),
        citizenship: Citizenship::Foreigner,
        visa: VisaShown::Ordinary,
        point: "ALA-1".to_owned(),
        hands: law::Hands::Whole,
    };
    act!(office, seen, verify_at_border(officer, traveller.clone(), None));
    let protector = office.protector;
    let review_by = office.registry().clock().now() + jiff::SignedDuration::from_hours(24 * 20);
    office.registry().block(protector, number, "F-9", legal_date_kz(review_by)).await.unwrap();
    let sent = act!(office, seen, verify_at_border(officer, traveller, None));
    assert_eq!(act!(office, seen, second_line(supervisor)).len(), 1);
    act!(
        office,
        seen,
        decide_second_line(supervisor, sent.second_line.unwrap(), SecondLineReason::DocumentAndFace)
    );
    act!(office, seen, note_second_line(officer, "ALA-1", SecondLineReason::WithoutRegister));
    let new = NewLaneExemption {
        ground: ExemptionGround::Hands(law::Hands::NoHands),
        document_number: "N00000009".to_owned(),
        reference: "FINDING-9".to_owned(),
        from: legal_date_kz(office.registry().clock().now()),
        until: None,
        point: None,
    };
    let entered = act!(office, seen, enter_lane_exemption(officer, new));
    act!(office, seen, answer_lane_exemption(supervisor, entered.id, true));
    assert_eq!(act!(office, seen, lane_exemptions(supervisor)).len(), 1);
}

#[tokio::test]
async fn every_command_of_keeping_writes_exactly_one_entry() {
    let mut office = Office::new().await;
    office.world.registry = office.world.registry.with_searches([QueryKind::UnknownLiving].into());
    let (_, number) = office.citizen(1).await;
    let mut seen = Seen::new();
    lives(&office, number, &mut seen).await;
    matters(&office, number, &mut seen).await;
    prints(&office, number, &mut seen).await;
    keys_and_carriers(&office, &mut seen).await;
    acts(&office, &mut seen).await;
    searches(&office, &mut seen).await;
    lane(&office, &mut seen).await;
    let sources = [include_str!("../../src/keeping.rs"), include_str!("../../src/searches.rs")].concat()
        + include_str!("../../src/lane.rs");
    let commands: BTreeSet<&str> =
        sources.split("pub async fn ").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    seen.extend(ELSEWHERE);
    assert_eq!(seen, commands);
}
