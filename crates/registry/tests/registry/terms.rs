//! A change of the rules of retention: a report of every record whose term differs, signed by one officer and confirmed
//! by another, before the new rules mark anything (R3.1.1, T-10).

use jiff::civil::Date;
use law::{EventKind, Stage, TermCatalogue, TermRules, TermTable};
use ledger::{ENTRY_VERSION, Entry, EntryFields, Frontier, Outcome, SignedCheckpoint, SigningKey};
use registry::sequencer::Change;
use registry::*;
use vocabulary::*;

use crate::keeping_support::Office;

/// What the rules of the Law answer for the probes of `law::terms_text`. When this changes, the terms of records
/// change under the same name: add the change as a new version of the rules, so that the old answers are kept.
const FINGERPRINT_T1: &str = "315792e3cc4f3b03dc3d9ad7fa7158f63ce7b0838c899cf5da325cbca0c2c836";

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

const CHANGE: &str = "2031-03-05";

/// The Law, and from a day on five years in the database instead of ten.
fn five_years() -> TermCatalogue {
    let law = TermCatalogue::of_the_law().on(date("2026-01-01")).unwrap().clone();
    let table = TermTable { database_years: 5, ..law.table };
    let act = "Law No. 1 of 2031: Art. 15(1)".to_owned();
    let new = TermRules { version: "T2".to_owned(), act, in_force: date(CHANGE), table };
    TermCatalogue::new(vec![law, new]).unwrap()
}

async fn stage(office: &Office, number: RegistryNumber) -> Stage {
    office.world.store.life(number).await.unwrap().unwrap().state.stage()
}

async fn refused_sweep(office: &Office) -> String {
    let answer = office.registry().sweep().await;
    assert!(matches!(answer, Err(CommandError::WrongState { .. })), "{answer:?}");
    answer.unwrap_err().to_string()
}

/// The report that waits.
async fn waiting(office: &Office) -> TermReport {
    let status = office.registry().term_rules(office.archivist).await.unwrap();
    assert_eq!(status.waits, Some(TermsWait::Changed));
    let open: Vec<_> = status.reports.into_iter().filter(TermReport::is_open).collect();
    assert_eq!(open.len(), 1, "{open:?}");
    open.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_change_of_the_rules_marks_nothing_before_its_report_is_signed_and_confirmed() {
    let office = Office::new().await;
    let (_, foreigner) = office.foreigner(1).await;
    let (_, other) = office.foreigner(2).await;
    let (_, citizen) = office.citizen(3).await;
    let (_, ordered) = office.foreigner(4).await;
    let registry = office.registry();
    assert_eq!(registry.term_rules(office.archivist).await.unwrap().in_force, None, "nothing was counted");
    registry.sweep().await.unwrap();
    let first = registry.term_rules(office.archivist).await.unwrap();
    let noted = first.in_force.clone().unwrap();
    assert_eq!((noted.rules.version.as_str(), noted.since, noted.report), ("T1", date("2026-03-02"), None));
    assert_eq!((first.waits, first.reports.len()), (None, 0), "the first rules need no report");

    let office = office.opened_with(five_years()).await;
    office.set_day("2031-03-04");
    let order = EventKind::DestructionOrdered;
    let at = date("2031-03-01");
    office.registry().note_event(office.archivist, ordered, order, at, "COURT-1").await.unwrap();
    let swept = office.registry().sweep().await.unwrap();
    assert_eq!((swept.due, swept.due_for_archive), (1, 0), "the day before, the old rules count");
    let act = office.approved(office.new_act(ActKind::Destruction, &[ordered])).await;

    office.set_day(CHANGE);
    let said = refused_sweep(&office).await;
    assert!(said.contains("from T1 to T2") && said.contains("must be signed"), "{said}");
    assert_eq!(stage(&office, foreigner).await, Stage::Registered, "nothing was marked");
    let due = office.registry().due_list(office.archivist).await.unwrap();
    assert_eq!(due.iter().map(|due| due.number).collect::<Vec<_>>(), [ordered], "lists go by the old rules");
    // Nothing is destroyed by rules that may not be those any more.
    let executed = office.registry().execute_act(office.archivist, act.text.id).await.unwrap_err();
    assert!(executed.to_string().contains("signed and confirmed"), "{executed}");
    let drawn = office.new_act(ActKind::Destruction, &[ordered]);
    let drawn = office.registry().draw_up_act(office.archivist, drawn).await.unwrap_err();
    assert!(drawn.to_string().contains("signed and confirmed"), "{drawn}");

    let report = waiting(&office).await;
    assert!(said.contains(&report.text.number));
    differs(&office, &report, [foreigner, other], citizen).await;
    refused_sweep(&office).await;
    assert_eq!(waiting(&office).await, report, "the same report goes on waiting");
    signed_by_two(&office, &report).await;

    let swept = office.registry().sweep().await.unwrap();
    assert_eq!((swept.due_for_archive, swept.records), (2, 4));
    assert_eq!(stage(&office, foreigner).await, Stage::DueForArchive);
    assert_eq!(stage(&office, citizen).await, Stage::Registered);
    let after = office.registry().term_rules(office.archivist).await.unwrap();
    let now = after.in_force.unwrap();
    assert_eq!((now.rules.version.as_str(), now.report, after.waits), ("T2", Some(report.text.id), None));
    let mark = office.world.store.document(DocumentKind::Sweep, Document::sweep_id()).await.unwrap();
    assert!(matches!(mark, Some(Document::Sweep(mark)) if mark.terms == Some(report.text.new_fingerprint)));
    office.registry().execute_act(office.archivist, act.text.id).await.unwrap();
    office.world.audited().await;
}

/// The report says of each record both terms, and of no other.
async fn differs(
    office: &Office,
    report: &TermReport,
    foreigners: [RegistryNumber; 2],
    citizen: RegistryNumber,
) {
    let text = &report.text;
    let (registry, totals) = (office.registry(), &text.totals);
    assert_eq!((totals.records, totals.differing, totals.sooner, totals.later), (4, 2, 2, 0));
    assert_eq!(totals.by_basis.iter().collect::<Vec<_>>(), [(&Basis::B3, &2)]);
    assert_eq!((text.old.version.as_str(), text.new.version.as_str()), ("T1", "T2"));
    assert_eq!((text.drawn_up_on, text.pages, report.state), (date(CHANGE), 1, ReportState::DrawnUp));
    let page = registry.term_report_page(office.archivist, text.id, 0).await.unwrap();
    let mut numbers: Vec<_> = page.lines.iter().map(|line| line.number).collect();
    numbers.sort_unstable();
    let mut expected = foreigners.to_vec();
    expected.sort_unstable();
    assert_eq!(numbers, expected, "neither citizen {citizen} nor the record a court ended");
    // What a store on disk keeps reads back.
    for document in [Document::TermReport(report.clone()), Document::TermPage(page.clone())] {
        let kept = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&kept).unwrap(), document, "{kept}");
    }
    let line = &page.lines[0];
    assert_eq!(line.old.in_database_until, Some(date("2036-03-02")));
    assert_eq!(line.new.in_database_until, Some(date("2031-03-02")));
    assert_eq!(
        (line.old.destroy_from, line.new.destroy_from),
        (Some(date("2076-03-03")), Some(date("2071-03-03")))
    );
    assert_eq!((line.old.state, line.new.state), (law::RetentionState::Kept, law::RetentionState::Archive));
    assert_eq!((line.new.requirement.as_str(), line.new.articles[0].as_str()), ("R15.1.4", "15(1)"));
    assert!(registry.term_report_page(office.archivist, text.id, 1).await.is_err(), "one page");
}

/// By a data-protection officer, then by the head, in this order only.
async fn signed_by_two(office: &Office, report: &TermReport) {
    let (registry, id) = (office.registry(), report.text.id);
    let here = |actor, confirm| registry.sign_term_report_here(actor, id, confirm, "open");
    office.world.refused("R3.1.1", here(office.register_head, true)).await;
    office.world.refused("R3.1.1", here(office.supervisor, false)).await;
    office.world.refused("R6.1.1", here(office.head, true)).await;
    let wrong = registry.sign_term_report_here(office.protector, id, false, "shut").await;
    assert!(matches!(wrong, Err(CommandError::Invalid { field: "secret", .. })), "{wrong:?}");
    let signed = here(office.protector, false).await.unwrap();
    assert_eq!(signed.state, ReportState::Signed);
    office.world.refused("R3.1.1", here(office.protector, false)).await;
    refused_sweep(office).await;
    // The first signature does not do for the second.
    let copied = signed.signed.unwrap().signed;
    let copied = registry.confirm_term_report(office.register_head, id, copied).await;
    assert!(matches!(copied, Err(CommandError::Invalid { field: "signature", .. })), "{copied:?}");
    let confirmed = here(office.register_head, true).await.unwrap();
    assert_eq!((confirmed.state, &confirmed.text), (ReportState::Confirmed, &report.text));
    office.world.refused("R3.1.1", here(office.register_head, true)).await;
}

#[tokio::test]
async fn a_report_is_drawn_up_anew_when_a_term_moved_and_new_registrations_count_by_the_new_rules() {
    let office = Office::new().await;
    let (_, foreigner) = office.foreigner(1).await;
    office.foreigner(2).await;
    office.registry().sweep().await.unwrap();
    let office = office.opened_with(five_years()).await;
    office.set_day(CHANGE);
    refused_sweep(&office).await;
    let first = waiting(&office).await;
    let (order, at) = (EventKind::DestructionOrdered, date("2031-03-01"));
    office.registry().note_event(office.archivist, foreigner, order, at, "COURT-1").await.unwrap();
    let late = office.registry().sign_term_report_here(office.protector, first.text.id, false, "open").await;
    assert!(late.unwrap_err().to_string().contains("1 records moved"));
    refused_sweep(&office).await;
    let second = waiting(&office).await;
    assert_eq!((first.text.totals.differing, second.text.totals.differing), (2, 1));
    let old = office.registry().term_report(office.archivist, first.text.id).await.unwrap();
    assert_eq!(old.state, ReportState::Superseded);
    let gone = office.registry().sign_term_report_here(office.protector, first.text.id, false, "open").await;
    assert!(gone.unwrap_err().to_string().contains("another report"));

    // A certificate of the day of force is by the rules of that day; the report has nothing to say of it.
    let (_, new) = office.foreigner(3).await;
    let person = office.world.store.person_of(new).await.unwrap().unwrap();
    let certificate = office.world.store.certificates_of(person).await.unwrap().remove(0);
    assert_eq!(certificate.in_database_until, Some(date("2036-03-05")));
    for (actor, confirm) in [(office.protector, false), (office.register_head, true)] {
        office.registry().sign_term_report_here(actor, second.text.id, confirm, "open").await.unwrap();
    }
    let swept = office.registry().sweep().await.unwrap();
    assert_eq!((swept.due, swept.due_for_archive), (1, 1), "the ordered one, and the old one of five years");
    office.world.audited().await;
}

#[tokio::test]
async fn rules_that_were_changed_in_place_mark_nothing_and_no_report_can_be_drawn_up() {
    let office = Office::new().await;
    let (_, foreigner) = office.foreigner(1).await;
    office.registry().sweep().await.unwrap();
    let status = office.registry().term_rules(office.archivist).await.unwrap();
    let noted = status.in_force.unwrap();
    // What a program wrote whose code answered otherwise by the same table.
    let other = TermsInForce { fingerprint: "00".repeat(32), version: noted.version + 1, ..noted };
    let store = &office.world.store;
    let mut tree = Frontier::new();
    for (_, leaf) in store.ledger_entries(0, u32::MAX).await.unwrap() {
        tree.push(leaf);
    }
    let entry = Entry::new(EntryFields {
        version: ENTRY_VERSION,
        sequence: tree.len(),
        at_ms: 1_772_433_000_000,
        actor: office.protector.officer.to_string(),
        body: Some(Body::Iab),
        role: Some(Role::System),
        operation: "sweep".to_owned(),
        verb: Verb::Store,
        purpose: Purpose::Keeping,
        outcome: Outcome::Done,
        requirement: "R17.2.1".to_owned(),
        articles: vec!["17(2)".to_owned()],
        rule_version: "V3".to_owned(),
        commitments: Vec::new(),
    });
    let entry = entry.unwrap();
    let mut write = store.begin(&testing::write_pass()).await.unwrap();
    write.apply(tree.len(), &[Change::Documented(Box::new(Document::Terms(other)))]).await.unwrap();
    write.append(&entry, entry.leaf_hash(), &[]).await.unwrap();
    tree.push(entry.leaf_hash());
    let key = SigningKey::from_random_bytes(crate::support::ORIGIN, [7; 32]).unwrap();
    write.put_checkpoint(&SignedCheckpoint::sign(&key, tree.len(), tree.root())).await.unwrap();
    write.commit().await.unwrap();

    let office = office.opened_with(TermCatalogue::of_the_law()).await;
    office.set_day("2036-03-03");
    let said = refused_sweep(&office).await;
    assert!(said.contains("T1") && said.contains("new version"), "{said}");
    assert_eq!(stage(&office, foreigner).await, Stage::Registered);
    let status = office.registry().term_rules(office.archivist).await.unwrap();
    assert_eq!((status.waits, status.reports.len()), (Some(TermsWait::Rewritten), 0));
}

#[tokio::test]
async fn a_joined_link_is_cut_again_while_a_change_of_the_rules_waits() {
    let office = Office::new().await;
    let (_, number) = office.citizen(1).await;
    office.registry().sweep().await.unwrap();
    let new =
        |until: Option<Date>| NewProposal { reference: "ORDER-1".to_owned(), until, ..Default::default() };
    let two = async |kind, until| {
        let asked = office.registry().propose(office.supervisor, number, kind, new(until)).await.unwrap();
        office.registry().answer_proposal(office.other_supervisor, asked.id, true).await.unwrap();
    };
    two(ProposalKind::Depersonalise, None).await;
    office.set_day("2031-03-01");
    two(ProposalKind::Repersonalise, Some(date("2031-03-04"))).await;
    let store = &office.world.store;
    assert!(store.person_of(number).await.unwrap().is_some(), "joined");
    let office = office.opened_with(five_years()).await;
    office.set_day(CHANGE);
    refused_sweep(&office).await;
    assert!(office.world.store.person_of(number).await.unwrap().is_none(), "cut again");
}

#[test]
fn the_rules_of_the_law_answer_as_when_they_were_reviewed() {
    let law = TermCatalogue::of_the_law();
    let rules = law.on(date("2026-01-01")).unwrap();
    let fingerprint = ledger::leaf_hash(law::terms_text(&rules.table).as_bytes()).to_string();
    assert_eq!((rules.version.as_str(), fingerprint.as_str()), ("T1", FINGERPRINT_T1));
}
