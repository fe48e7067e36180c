//! Every term by basis and event: the reviewed table, the days around each end, several registrations of one
//! person, the sweep, a hundred years, a change of the Law.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::golden;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::RetentionState::{Archive, Due, Kept, Open};
use law::{
    Duty, Event, EventKind, OpenGround, RecordObject, Retained, RetentionCase, Review, TermTable,
    WorkCalendar, differences, due_on, image_term, retention, sweep,
};
use proptest::prelude::*;
use vocabulary::{Basis, BirthDate, parse_date};

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn record(basis: &str, born: &str, registered: &str, events: &[(&str, &str)]) -> Retained {
    Retained {
        basis: basis.parse().unwrap(),
        object: RecordObject::Information,
        born: (!born.is_empty()).then(|| BirthDate::parse(born).unwrap()),
        registered: day(registered),
        events: events
            .iter()
            .map(|(kind, on)| Event { kind: kind.parse().unwrap(), date: day(on) })
            .collect(),
    }
}

fn material(basis: &str, events: &[(&str, &str)]) -> Retained {
    Retained { object: RecordObject::Material, ..record(basis, "", "2026-01-01", events) }
}

fn case(record: &Retained, as_of: Date) -> RetentionCase {
    let Retained { basis, object, born, registered, ref events } = *record;
    RetentionCase { basis, object, born, registered, as_of, events: events.clone() }
}

/// What is kept, in the order of 6.4.
fn kinds() -> impl Iterator<Item = (Basis, RecordObject)> {
    let bases = Basis::ALL.iter().copied().filter(|basis| *basis != Basis::BV);
    bases.flat_map(|basis| {
        let genomic = basis.code().starts_with('G');
        RecordObject::ALL
            .iter()
            .filter(move |object| genomic || **object == RecordObject::Information)
            .map(move |object| (basis, *object))
    })
}

fn one(basis: Basis, object: RecordObject, registered: Date, events: Vec<Event>) -> Retained {
    Retained { basis, object, born: Some(BirthDate::Day(date(1984, 3, 15))), registered, events }
}

#[test]
fn the_table_of_terms_is_the_one_reviewed() {
    let mut text = String::from(
        "Terms: what law::retention answers on 2027-01-01 for a record of a person born 1984-03-15, registered\n\
         2024-02-29, with one event of 2026-06-06: state, last day in the database, last day in the archive, requirement.\n\
         Events that change nothing are left out.\n\n",
    );
    for (basis, object) in kinds() {
        let cell = |events: Vec<Event>| {
            let record = one(basis, object, date(2024, 2, 29), events);
            let answer = retention(&case(&record, date(2027, 1, 1)));
            let day = |date: Option<Date>| date.map_or("-".into(), |date| date.to_string());
            let (database, archive) = (day(answer.in_database_until), day(answer.archive_until));
            format!("{:<7} {database:<10} {archive:<10} {}", answer.state.code(), answer.requirement)
        };
        let plain = cell(Vec::new());
        text += &format!("{basis} {object}\n  {:<30}  {plain}\n", "no event");
        for kind in EventKind::ALL {
            let with = cell(vec![Event { kind: *kind, date: date(2026, 6, 6) }]);
            if with != plain {
                text += &format!("  {:<30}  {with}\n", kind.code());
            }
        }
        text.push('\n');
    }
    golden::check("retention.txt", &(text.trim_end().to_owned() + "\n"));
}

/// Every end of every kind of record under every event: kept on the last day and the day before, over on the day
/// after; the same for the archive.
#[test]
fn every_term_on_the_day_before_on_and_after_its_end() {
    let (mut ends, mut archives) = (0, 0);
    for (basis, object) in kinds() {
        for registered in [date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1), date(2096, 2, 29)] {
            let events = EventKind::ALL
                .iter()
                .map(|kind| vec![Event { kind: *kind, date: registered.saturating_add(700.days()) }]);
            for events in events.chain([Vec::new()]) {
                let record = one(basis, object, registered, events);
                let last_event = record.events.first().map_or(registered, |event| event.date);
                let term = due_on(&record, last_event).term;
                let Some(last) = term.in_database_until else {
                    assert!(term.open.is_some(), "{basis} {object}: no end and no ground");
                    continue;
                };
                ends += 1;
                let state = |day: Date| due_on(&record, day).state;
                // Days before the event know nothing of it.
                if last >= last_event {
                    assert_eq!((state(last.yesterday().unwrap().max(last_event)), state(last)), (Kept, Kept));
                }
                let after = last.tomorrow().unwrap().max(last_event);
                let Some(end) = term.archive_until else {
                    assert_eq!(state(after), Due, "{basis} {object} {registered}");
                    assert_eq!(due_on(&record, after).duty, Some((Duty::Destroy, last.tomorrow().unwrap())));
                    continue;
                };
                archives += 1;
                assert_eq!((state(after), state(end)), (Archive, Archive));
                assert_eq!(due_on(&record, after).duty, Some((Duty::Archive, last.tomorrow().unwrap())));
                assert_eq!(state(end.yesterday().unwrap()), Archive);
                assert_eq!(due_on(&record, end.tomorrow().unwrap()).state, Due);
            }
        }
    }
    assert!(ends > 500 && archives > 200, "{ends} ends, {archives} archives");
}

#[test]
fn an_order_ends_every_term_but_the_floor_of_an_acquittal() {
    let ordered = [("destruction-ordered", "2030-05-05")];
    for (basis, born) in [
        ("B1", "1984-03-15"),
        ("B3", ""),
        ("B8", ""),
        ("G1", "1984-03-15"),
        ("G2", ""),
        ("G3", ""),
        ("G4", ""),
    ] {
        let at = |on| due_on(&record(basis, born, "2026-01-01", &ordered), day(on));
        assert_ne!(at("2030-05-04").state, Due, "{basis}");
        assert_eq!(at("2030-05-05").duty, Some((Duty::Destroy, day("2030-05-05"))), "{basis}");
        assert_eq!(at("2030-05-05").term.requirement.as_str(), "R37.1.2");
    }
    let archived = record("B3", "", "2015-01-01", &ordered);
    let term = due_on(&archived, day("2030-05-05")).term;
    assert_eq!(
        (term.in_database_until, term.archive_until),
        (Some(day("2025-01-01")), Some(day("2030-05-04")))
    );
    let acquitted = [("acquittal-final", "2030-01-01"), ("destruction-ordered", "2030-05-05")];
    let acquitted = record("G1", "1984-03-15", "2026-01-01", &acquitted);
    assert_eq!(due_on(&acquitted, day("2031-01-01")).state, Kept);
    assert_eq!(due_on(&acquitted, day("2031-01-02")).state, Due);
    let late = record("B3", "", "1960-01-01", &ordered);
    assert_eq!(due_on(&late, day("2030-06-06")).term.requirement.as_str(), "R15.1.4", "it was due already");
    let evidence = material("G2", &[("destruction-ordered", "2030-05-05")]);
    assert_eq!(due_on(&evidence, day("2031-01-01")).state, Open, "the criminal case decides");
}

#[test]
fn what_a_person_must_look_at_comes_once_on_its_day() {
    let days = |record: &Retained, from: &str, to: &str| -> Vec<(String, Review)> {
        let (mut at, mut found) = (day(from), Vec::new());
        while at <= day(to) {
            found.extend(due_on(record, at).review.map(|review| (at.to_string(), review)));
            at = at.tomorrow().unwrap();
        }
        found
    };
    let old = record("B1", "1925-05-10", "2024-05-05", &[]);
    let yearly = |year: i16| (format!("{year}-05-10"), Review::LivingPastHundred);
    assert_eq!(days(&old, "2024-05-05", "2027-12-31"), [yearly(2025), yearly(2026), yearly(2027)]);
    let relative = record("G3", "", "2026-02-01", &[("consent-confirmed", "2031-03-01")]);
    let silent = |on: &str| (on.to_owned(), Review::RelativeSilent);
    assert_eq!(
        days(&relative, "2026-02-01", "2042-01-01"),
        [silent("2031-02-01"), silent("2036-03-01"), silent("2041-03-01")]
    );
    let solved = record("G2", "", "2026-02-01", &[("case-solved", "2027-01-01")]);
    assert_eq!(days(&solved, "2026-02-01", "2028-01-01"), [("2027-01-01".into(), Review::CaseSolved)]);
    let changed = record("G1", "1984", "2026-02-01", &[("conviction-changed", "2027-01-01")]);
    assert_eq!(
        days(&changed, "2026-02-01", "2028-01-01"),
        [("2026-02-01".into(), Review::BirthIncomplete), ("2027-01-01".into(), Review::ConvictionChanged)]
    );
}

#[test]
fn an_acquitted_or_changed_conviction_is_withheld_from_its_day_until_annulled() {
    for (event, requirement) in [("acquittal-final", "R23.3.1"), ("conviction-changed", "R23.3.3")] {
        let events = [(event, "2027-01-01"), ("annulled", "2027-06-01")];
        let record = record("G1", "1984-03-15", "2026-02-01", &events);
        let withheld = |on| due_on(&record, day(on)).withheld.map(|requirement| requirement.as_str());
        assert_eq!(withheld("2026-12-31"), None);
        assert_eq!(withheld("2027-01-01"), Some(requirement));
        assert_eq!((withheld("2027-05-31"), withheld("2027-06-01")), (Some(requirement), None));
    }
}

#[test]
fn material_ends_with_the_profile_or_the_last_failure_and_evidence_goes_back() {
    let failed = material("G1", &[("sample-failed", "2026-06-06")]);
    assert_eq!(due_on(&failed, day("2026-06-05")).state, Open);
    assert_eq!(due_on(&failed, day("2026-06-06")).term.requirement.as_str(), "R22.2.2");
    assert_eq!(due_on(&failed, day("2026-06-06")).state, Due);
    let back = material("G4", &[("profile-obtained", "2026-06-06")]);
    assert_eq!(due_on(&back, day("2026-06-05")).duty, None);
    assert_eq!(due_on(&back, day("2026-07-01")).duty, Some((Duty::Return, day("2026-06-06"))));
}

#[test]
fn an_image_is_kept_as_long_as_the_longest_live_registration_that_covers_it() {
    let visa = record("B7", "", "2024-02-29", &[]);
    let consent = |events: &[(&str, &str)]| record("B1", "1984-03-15", "2031-06-01", events);
    let at = |covering: &[Retained], on| image_term(covering, day(on)).unwrap();
    assert_eq!(image_term(&[], day("2030-01-01")), None);

    let alone = at(std::slice::from_ref(&visa), "2034-03-01");
    assert_eq!((alone.state, alone.kept_by), (Archive, Some(0)));
    // A citizen by consent: open, so the image stays when the ten years of the visa are over.
    let both = [visa.clone(), consent(&[])];
    let before = at(&both, "2031-05-31");
    assert_eq!((before.kept_by, before.in_database_until), (Some(0), Some(day("2034-02-28"))), "not yet");
    let living = at(&both, "2034-03-01");
    assert_eq!((living.state, living.kept_by), (Open, Some(1)));
    assert_eq!((living.in_database_until, living.destroy_from), (None, None));
    assert_eq!(living.each[0].in_database_until, Some(day("2034-02-28")), "each act keeps its own term");
    // The consent withdrawn: the visa alone covers it, and what has run out is not revived.
    let withdrawn = [visa.clone(), consent(&[("consent-withdrawal-granted", "2033-01-01")])];
    assert_eq!((at(&withdrawn, "2033-01-01").state, at(&withdrawn, "2033-01-01").kept_by), (Kept, Some(0)));
    assert_eq!(at(&withdrawn, "2034-03-01").state, Archive);
    assert_eq!(at(&withdrawn, "2074-03-01").kept_by, None);
    assert_eq!(at(&withdrawn, "2074-03-01").state, Due);
    // Two ten-year acts: the later end holds, then its archive.
    let second = record("B6", "", "2030-01-01", &[]);
    let two = at(&[visa, second.clone()], "2035-01-01");
    assert_eq!((two.state, two.kept_by, two.in_database_until), (Kept, Some(1), Some(day("2040-01-01"))));
    assert_eq!((two.archive_until, two.destroy_from), (Some(day("2080-01-01")), Some(day("2080-01-02"))));
    assert_eq!(at(&[second.clone(), second], "2035-01-01").kept_by, Some(0));
    // The archive of one ends on the last day in the database of the other: there is no archive.
    let dead = record("B1", "1974-03-01", "2030-01-01", &[("death-established", "2031-01-01")]);
    let level = at(&[record("B7", "", "2024-02-29", &[]), dead], "2035-01-01");
    assert_eq!((level.in_database_until, level.archive_until), (Some(day("2074-02-28")), None));
    // A relative of two missing people ends with the last case (R29.3.2).
    let case = |end| record("G3", "", "2026-01-01", &[("located", end)]);
    let cases = [case("2030-01-01"), case("2033-03-03")];
    assert_eq!((at(&cases, "2030-01-01").state, at(&cases, "2033-03-02").state), (Open, Open));
    assert_eq!(at(&cases, "2033-03-03").state, Due);
}

#[test]
fn service_deadlines_count_working_days_and_never_move_an_end() {
    let mut calendar = WorkCalendar::default();
    // Friday 20 November 2026.
    assert_eq!(calendar.add(day("2026-11-20"), 1), day("2026-11-23"));
    assert_eq!(calendar.add(day("2026-11-20"), 10), day("2026-12-04"));
    assert_eq!(calendar.add(day("2026-11-20"), 0), day("2026-11-20"));
    calendar.holidays.insert(day("2026-11-23"));
    calendar.worked.insert(day("2026-11-22"));
    assert_eq!(calendar.add(day("2026-11-20"), 1), day("2026-11-22"));
    assert_eq!(calendar.add(day("2026-11-20"), 2), day("2026-11-24"));

    let records = [
        record("B7", "", "2024-01-06", &[]), // last day Friday 6 January 2034
        record("B7", "", "1980-01-01", &[]),
        record("G1", "1984-03-15", "2026-01-01", &[("acquittal-final", "2033-01-06")]),
        record("B1", "1984-03-15", "2026-01-01", &[]),
    ];
    let list = |on, last: Option<&str>| {
        sweep(records.iter().enumerate(), day(on), last.map(day), &WorkCalendar::default())
    };
    let due = list("2034-01-07", Some("2034-01-06")).unwrap();
    let shown: Vec<_> = due
        .iter()
        .map(|due| {
            let dates = due.duty.unwrap();
            format!("{} {} {} {} {}", due.key, dates.duty, dates.since, dates.execute_by, due.requirement)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0 archive 2034-01-07 2034-01-20 R15.1.4",
            "1 destroy 2030-01-02 2030-01-16 R15.1.4",
            "2 destroy 2034-01-07 2034-02-05 R23.3.1"
        ]
    );
    let keys: Vec<_> = list("2034-01-06", None).unwrap().into_iter().map(|due| due.key).collect();
    assert_eq!(keys, [1], "one day earlier");
    let back = list("2034-01-06", Some("2034-01-07")).unwrap_err();
    assert!(back.to_string().contains("2034-01-07") && back.to_string().contains("set the clock right"));
    assert!(list("2034-01-07", Some("2034-01-07")).is_ok(), "the same day again");
}

#[test]
fn a_change_of_the_law_is_a_list_of_differences() {
    let records = [
        record("B7", "", "2024-02-29", &[]),
        record("B1", "1984-03-15", "2024-02-29", &[]),
        record("G2", "", "2024-02-29", &[]),
    ];
    let old = TermTable::IN_FORCE;
    let list = |new: &TermTable| -> Vec<String> {
        let changed = differences(records.iter().enumerate(), day("2030-01-01"), &old, new);
        changed.iter().map(ToString::to_string).collect()
    };
    assert!(list(&old).is_empty());
    assert_eq!(
        list(&TermTable { database_years: 5, ..old }),
        ["0 2034-02-28 2074-02-28 2074-03-01 2029-02-28 2069-02-28 2069-03-01"]
    );
    assert_eq!(list(&TermTable { archive_years: 41, ..old }).len(), 1);
    assert_eq!(
        list(&TermTable { genomic_years: 30, ..old }),
        ["2 2049-02-28 - 2049-03-01 2054-02-28 - 2054-03-01"]
    );
    let dead = [record("B1", "1984-03-15", "2024-02-29", &[("death-established", "2029-01-01")])];
    let older = TermTable { century_years: 110, ..old };
    assert_eq!(differences(dead.iter().map(|r| ("a", r)), day("2030-01-01"), &old, &older).len(), 1);
    let acquitted = [record("G1", "1984-03-15", "2024-02-29", &[("acquittal-final", "2029-06-01")])];
    let longer = TermTable { acquittal_years: 2, ..old };
    assert_eq!(differences(acquitted.iter().map(|r| ("a", r)), day("2030-01-01"), &old, &longer).len(), 1);
}

fn any_date() -> impl Strategy<Value = Date> {
    (0i32..80_000).prop_map(|days| date(1950, 1, 1).saturating_add(days.days()))
}

prop_compose! {
    fn any_record()(
        kind in 0usize..17,
        born in any_date(),
        precision in 0u8..4,
        registered in any_date(),
        events in proptest::collection::vec((0usize..EventKind::ALL.len(), any_date()), 0..6),
    ) -> Retained {
        let (basis, object) = kinds().nth(kind).unwrap();
        let born = born.min(registered);
        let born = match precision {
            0 => BirthDate::Year(born.year() - 1),
            1 if born.month() > 1 => BirthDate::Month(born.year(), born.month() - 1),
            _ => BirthDate::Day(born),
        };
        let events = events.into_iter().map(|(kind, date)| Event { kind: EventKind::ALL[kind], date }).collect();
        Retained { basis, object, born: Some(born), registered, events }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sweep_and_the_explained_answer_agree(record in any_record(), on in any_date()) {
        let on = on.max(record.registered);
        let (answer, standing) = (retention(&case(&record, on)), due_on(&record, on));
        let term = standing.term;
        prop_assert_eq!(
            (answer.in_database_until, answer.archive_until, answer.destroy_from, answer.state, answer.requirement),
            (term.in_database_until, term.archive_until, term.destroy_from, standing.state, term.requirement)
        );
        prop_assert_eq!(term.open.is_some(), term.in_database_until.is_none());
        prop_assert_eq!(case(&record, on).retained(), record);
    }

    /// Without an annulment nothing that is due comes back, and destruction never comes before the end.
    #[test]
    fn what_is_due_stays_due(record in any_record(), on in any_date(), later in 0i32..40_000) {
        let mut record = record;
        record.events.retain(|event| event.kind != EventKind::Annulled);
        let on = on.max(record.registered);
        let later = on.saturating_add(later.days());
        let (now, then) = (due_on(&record, on), due_on(&record, later));
        if now.state == Due && due_on(&record, on).withheld.is_none() {
            // An acquittal found later sets the floor anew.
            prop_assert!(then.state == Due || then.withheld.is_some(), "{:?} then {:?}", now, then);
        }
    }
}

/// A hundred years day by day: every record has an end or an open ground on every day, the duties come in
/// their order, and at the end nothing is kept without a ground.
#[test]
fn a_hundred_years_leave_no_record_without_an_end_or_a_ground() {
    let mut records = Vec::new();
    for (at, (basis, object)) in kinds().enumerate() {
        for (number, kind) in EventKind::ALL.iter().enumerate() {
            let (at, number) = (i32::try_from(at).unwrap(), i32::try_from(number).unwrap());
            let registered = date(2024, 2, 29).saturating_add((at * 211 + number * 37).days());
            let on = registered.saturating_add((number * 1_777 + at * 97).days());
            records.push(one(basis, object, registered, vec![Event { kind: *kind, date: on }]));
        }
    }
    let mut seen: BTreeMap<usize, BTreeSet<Duty>> = BTreeMap::new();
    let (mut today, mut asked) = (date(2024, 1, 1), 0u64);
    while today < date(2124, 1, 1) {
        for (number, record) in records.iter().enumerate().filter(|(_, record)| record.registered <= today) {
            let standing = due_on(record, today);
            asked += 1;
            let term = standing.term;
            assert_eq!(term.destroy_from.is_some(), term.open.is_none(), "{record:?} on {today}");
            if let Some((duty, since)) = standing.duty {
                assert!(since <= today, "{record:?}");
                let order = seen.entry(number).or_default();
                assert!(
                    duty != Duty::Archive || !order.contains(&Duty::Destroy),
                    "{record:?}: archived after destruction"
                );
                order.insert(duty);
            }
        }
        today = today.tomorrow().unwrap();
    }
    let open: BTreeSet<_> = records.iter().filter_map(|record| due_on(record, today).term.open).collect();
    println!("{} records, {asked} answers", records.len());
    assert!(asked > 7_000_000, "{asked}");
    let every: BTreeSet<_> = OpenGround::ALL.iter().copied().collect();
    let never: BTreeSet<_> =
        [OpenGround::EventAnnulled, OpenGround::BirthUnknown, OpenGround::LivingCitizen].into();
    assert_eq!(open, &every - &never, "grounds still open after a hundred years");
    assert!(seen.values().any(|duties| duties.len() == 2), "archived, then destroyed");
}

#[test]
fn a_record_without_the_birth_date_its_term_needs_is_open_for_review() {
    let unknown = record("G1", "", "2026-01-01", &[]);
    let standing = due_on(&unknown, day("2026-01-01"));
    assert_eq!((standing.state, standing.term.open), (Open, Some(OpenGround::BirthUnknown)));
    assert_eq!(standing.review, Some(Review::BirthUnknown));
    let dead = record("B1", "", "2026-01-01", &[("death-established", "2027-01-01")]);
    assert_eq!(due_on(&dead, day("2028-01-01")).term.open, Some(OpenGround::BirthUnknown));
}
