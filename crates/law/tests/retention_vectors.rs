//! Terms of retention: the test vectors TV-1 to TV-10 of law.md section 3, table 6.4, and what the events do.
//! (TV-11 and TV-12 are about ages: see `eligibility_rows`.)
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

use law::{RetentionAnswer, RetentionCase, retention};
use serde_json::{Value, json};

fn ask(
    basis: &str,
    object: &str,
    born: Value,
    registered: &str,
    as_of: &str,
    events: &[(&str, &str)],
) -> RetentionAnswer {
    let events: Vec<_> = events.iter().map(|(kind, date)| json!({"kind": kind, "date": date})).collect();
    let text = json!({"basis": basis, "object": object, "born": born, "registered": registered, "as_of": as_of, "events": events});
    retention(&RetentionCase::from_json(&text.to_string()).unwrap())
}

/// `state | last day in the database | last day in the archive | first day of destruction | requirement`
fn line(answer: &RetentionAnswer) -> String {
    let day = |date: Option<jiff::civil::Date>| date.map_or("-".into(), |date| date.to_string());
    format!(
        "{} | {} | {} | {} | {}",
        answer.state,
        day(answer.in_database_until),
        day(answer.archive_until),
        day(answer.destroy_from),
        answer.requirement
    )
}

fn check(answer: RetentionAnswer, expected: &str) {
    assert_eq!(line(&answer), expected, "{:#?}", answer.trace);
    assert!(!answer.trace.is_empty() && !answer.articles.is_empty());
}

fn says(answer: &RetentionAnswer, words: &str) -> bool {
    answer.trace.iter().any(|step| step.text.contains(words))
}

fn articles(answer: &RetentionAnswer) -> Vec<&str> {
    answer.articles.iter().map(|article| article.as_str()).collect()
}

fn info(basis: &str, born: &str, registered: &str, as_of: &str, events: &[(&str, &str)]) -> RetentionAnswer {
    ask(basis, "information", json!(born), registered, as_of, events)
}

#[test]
fn tv_1_foreigner_ten_years_then_forty_in_the_archive() {
    for basis in ["B2", "B3", "B4", "B5", "B6", "B7", "B8"] {
        let at = |as_of| ask(basis, "information", Value::Null, "2024-01-01", as_of, &[]);
        check(at("2024-01-01"), "kept | 2034-01-01 | 2074-01-01 | 2074-01-02 | R15.1.4");
        check(at("2034-01-01"), "kept | 2034-01-01 | 2074-01-01 | 2074-01-02 | R15.1.4");
        check(at("2034-01-02"), "archive | 2034-01-01 | 2074-01-01 | 2074-01-02 | R15.1.4");
        check(at("2074-01-01"), "archive | 2034-01-01 | 2074-01-01 | 2074-01-02 | R15.1.4");
        check(at("2074-01-02"), "due | 2034-01-01 | 2074-01-01 | 2074-01-02 | R15.1.4");
    }
}

#[test]
fn tv_2_leap_day_clamps_once_and_chains_from_the_clamped_day() {
    check(
        ask("B3", "information", Value::Null, "2024-02-29", "2030-01-01", &[]),
        "kept | 2034-02-28 | 2074-02-28 | 2074-03-01 | R15.1.4",
    );
}

#[test]
fn tv_3_citizen_dead_before_a_hundred() {
    let at = |as_of| info("B1", "1984-03-15", "2024-05-05", as_of, &[("death-established", "2050-01-20")]);
    check(at("2050-01-19"), "open | - | - | - | R15.1.1");
    check(at("2050-01-20"), "kept | 2084-03-14 | - | 2084-03-15 | R15.1.1");
    check(at("2084-03-14"), "kept | 2084-03-14 | - | 2084-03-15 | R15.1.1");
    check(at("2084-03-15"), "due | 2084-03-14 | - | 2084-03-15 | R15.1.1");
}

#[test]
fn tv_4_citizenship_renounced_born_on_a_leap_day() {
    check(
        info("B1f", "2000-02-29", "2024-05-05", "2031-01-01", &[("citizenship-lost", "2030-06-01")]),
        "kept | 2100-02-27 | - | 2100-02-28 | R15.1.1",
    );
}

#[test]
fn tv_5_death_established_after_a_hundred_is_due_at_once() {
    check(
        info("B1", "1920-05-10", "2024-02-01", "2024-06-01", &[("death-established", "2024-06-01")]),
        "due | 2024-05-31 | - | 2024-06-01 | R15.1.1",
    );
}

#[test]
fn tv_6_convict_dead_before_a_hundred_is_kept_beyond_it() {
    check(
        info("G1", "1950-07-01", "2022-01-01", "2050-07-02", &[("death-established", "2045-01-20")]),
        "kept | 2070-01-20 | - | 2070-01-21 | R29.1.1",
    );
}

#[test]
fn tv_7_convict_without_information_on_death() {
    let at = |as_of| info("G1", "1950-07-01", "2022-01-01", as_of, &[]);
    check(at("2050-06-30"), "kept | 2050-06-30 | - | 2050-07-01 | R29.1.2");
    check(at("2050-07-01"), "due | 2050-06-30 | - | 2050-07-01 | R29.1.2");
}

#[test]
fn a_later_establishment_of_death_never_revives_a_due_record() {
    for date in ["2050-07-01", "2051-01-01"] {
        check(
            info("G1", "1950-07-01", "2022-01-01", "2052-01-01", &[("declared-dead", date)]),
            "due | 2050-06-30 | - | 2050-07-01 | R29.1.3",
        );
    }
    check(
        info("G1", "1950-07-01", "2022-01-01", "2052-01-01", &[("declared-dead", "2050-06-30")]),
        "kept | 2075-06-30 | - | 2075-07-01 | R29.1.1",
    );
}

#[test]
fn tv_8_trace_twenty_five_years() {
    let at =
        |as_of| ask("G2", "information", Value::Null, "2024-02-29", as_of, &[("identified", "2030-01-01")]);
    check(at("2049-02-28"), "kept | 2049-02-28 | - | 2049-03-01 | R29.2.1");
    check(at("2049-03-01"), "due | 2049-02-28 | - | 2049-03-01 | R29.2.1");
}

#[test]
fn tv_9_corpse_until_identified_at_most_twenty_five_years() {
    let at =
        |events: &[(&str, &str)]| ask("G4", "information", Value::Null, "2026-11-21", "2052-01-01", events);
    check(at(&[("identified", "2030-02-03")]), "due | 2030-02-02 | - | 2030-02-03 | R29.4.1");
    check(at(&[]), "due | 2051-11-21 | - | 2051-11-22 | R29.4.1");
    check(at(&[("identified", "2051-12-01")]), "due | 2051-11-21 | - | 2051-11-22 | R29.4.1");
    check(at(&[("identified", "2051-11-21")]), "due | 2051-11-20 | - | 2051-11-21 | R29.4.1");
}

#[test]
fn tv_10_acquittal_is_a_floor_of_one_year_and_overrides_other_ends() {
    let at = |as_of| {
        let events = [("death-established", "2023-01-01"), ("acquittal-final", "2024-02-29")];
        info("G1", "1950-07-01", "2022-01-01", as_of, &events)
    };
    check(at("2025-02-28"), "kept | 2025-02-28 | - | 2025-03-01 | R23.3.1");
    check(at("2025-03-01"), "due | 2025-02-28 | - | 2025-03-01 | R23.3.1");
    let reversed = [("acquittal-final", "2024-02-29"), ("annulled", "2024-09-01")];
    check(
        info("G1", "1950-07-01", "2022-01-01", "2025-03-01", &reversed),
        "kept | 2050-06-30 | - | 2050-07-01 | R29.1.2",
    );
}

#[test]
fn relatives_are_kept_until_the_missing_person_is_found_or_the_case_is_closed() {
    let at =
        |events: &[(&str, &str)]| ask("G3", "information", Value::Null, "2026-01-01", "2090-01-01", events);
    check(at(&[]), "open | - | - | - | R29.3.1");
    check(
        at(&[("identified", "2030-01-01"), ("death-established", "2031-01-01")]),
        "open | - | - | - | R29.3.1",
    );
    for end in ["located", "case-closed-no-event-or-crime", "consent-withdrawal-granted"] {
        check(at(&[(end, "2040-05-05")]), "due | 2040-05-04 | - | 2040-05-05 | R29.3.1");
    }
    let withdrawn = at(&[("consent-withdrawal-granted", "2040-05-05")]);
    assert_eq!(articles(&withdrawn), ["29(3)", "18(2)"]);
    assert!(says(&withdrawn, "withdrawal of consent granted on 2040-05-05: destroyed from that day (C-30)"));
    let located = at(&[("located", "2040-05-05"), ("consent-withdrawal-granted", "2041-01-01")]);
    assert!(articles(&located) == ["29(3)"] && !says(&located, "C-30"));
    check(
        at(&[("located", "2041-01-01"), ("case-closed-no-event-or-crime", "2040-05-05")]),
        "due | 2040-05-04 | - | 2040-05-05 | R29.3.1",
    );
}

#[test]
fn material_of_convicts_until_the_profile_material_of_cases_is_returned() {
    let at = |basis: &str, events: &[(&str, &str)]| {
        ask(basis, "material", Value::Null, "2026-01-01", "2026-06-01", events)
    };
    check(at("G1", &[]), "open | - | - | - | R22.2.1");
    check(at("G1", &[("profile-obtained", "2026-03-01")]), "due | 2026-02-28 | - | 2026-03-01 | R22.2.1");
    check(at("G1", &[("profile-obtained", "2026-06-02")]), "open | - | - | - | R22.2.1");
    for basis in ["G2", "G3", "G4"] {
        check(at(basis, &[]), "open | - | - | - | R22.1.1");
        let profiled = at(basis, &[("profile-obtained", "2026-03-01")]);
        for answer in [&profiled, &at(basis, &[])] {
            assert_eq!(says(answer, "if voluntary and not evidence: to be destroyed once"), basis == "G3");
        }
        check(profiled, "open | - | - | - | R23.1.1");
    }
}

#[test]
fn an_annulment_cancels_the_event_before_it_and_only_from_its_own_day() {
    let events = [
        ("missing", "2030-01-01"),
        ("declared-dead", "2033-01-01"),
        ("annulled", "2034-01-01"),
        ("annulled", "2035-01-01"),
    ];
    let at = |as_of| info("B1", "1984-03-15", "2024-05-05", as_of, &events);
    let armed = "kept | 2084-03-14 | - | 2084-03-15 | R15.1.1";
    check(at("2033-06-01"), armed);
    check(at("2034-01-01"), armed); // the declaration is annulled, the recognition as missing stands
    check(at("2035-01-01"), "open | - | - | - | R15.1.3");
    let alone = info("B1", "1984-03-15", "2024-05-05", "2030-01-01", &[("annulled", "2029-01-01")]);
    check(alone, "open | - | - | - | R15.1.1");
}

/// The list of kinds that count, held against what they do: an event the trace calls idle changes nothing,
/// any other changes the answer or at least the words.
#[test]
fn an_event_called_idle_changes_no_date_and_every_other_is_used() {
    for basis in ["B1", "B1f", "B2", "B3", "B8", "G1", "G2", "G3", "G4"] {
        for object in ["information", "material"] {
            if object == "material" && basis.starts_with('B') {
                continue;
            }
            let at = |events: &[(&str, &str)]| {
                ask(basis, object, json!("1984-03-15"), "2024-05-05", "2027-01-01", events)
            };
            for kind in law::EventKind::ALL.iter().filter(|kind| kind.code() != "annulled") {
                let answer = at(&[(kind.code(), "2026-06-06")]);
                let idle = answer.trace.iter().any(|step| step.text.contains("no effect"));
                let words = |answer: &RetentionAnswer| -> Vec<String> {
                    let spoken = answer.trace.iter().map(ToString::to_string);
                    spoken.filter(|step| !step.contains("no effect")).collect()
                };
                let same = line(&answer) == line(&at(&[])) && words(&answer) == words(&at(&[]));
                assert_eq!(idle, same, "{basis} {object} {kind}: {:?}", answer.trace);
            }
        }
    }
}

#[test]
fn events_count_in_order_of_date_whatever_their_order_in_the_file() {
    let shuffled = [("annulled", "2034-01-01"), ("missing", "2030-01-01")];
    check(info("B1", "1984-03-15", "2024-05-05", "2040-01-01", &shuffled), "open | - | - | - | R15.1.3");
}

#[test]
fn a_living_citizen_past_a_hundred_is_reviewed_not_destroyed() {
    let at = |as_of| info("B1", "1920-05-10", "2024-05-05", as_of, &[]);
    check(at("2024-05-05"), "open | - | - | - | R15.1.2");
    check(info("B1", "1984-03-15", "2024-05-05", "2084-03-14", &[]), "open | - | - | - | R15.1.1");
    check(info("B1", "1984-03-15", "2024-05-05", "2084-03-15", &[]), "open | - | - | - | R15.1.2");
}

#[test]
fn a_granted_withdrawal_ends_what_rests_on_consent_and_nothing_else() {
    let withdrawn = [("consent-withdrawal-granted", "2027-07-07")];
    check(
        info("B1", "1984-03-15", "2024-05-05", "2027-07-07", &withdrawn),
        "due | 2027-07-06 | - | 2027-07-07 | R10.1.4",
    );
    let child = |as_of: &str, events: &[(&str, &str)]| {
        ask("B8", "information", Value::Null, "2024-05-05", as_of, events)
    };
    check(child("2027-07-07", &withdrawn), "due | 2027-07-06 | - | 2027-07-07 | R10.1.4");
    check(
        child("2040-01-01", &[("consent-withdrawal-granted", "2039-01-01")]),
        "due | 2034-05-05 | 2038-12-31 | 2039-01-01 | R10.1.4",
    );
    let around = |day| child(day, &[("consent-withdrawal-granted", day)]);
    check(around("2034-05-05"), "due | 2034-05-04 | - | 2034-05-05 | R10.1.4");
    // The first day after the database: the archive never begins.
    check(around("2034-05-06"), "due | 2034-05-05 | - | 2034-05-06 | R10.1.4");
    assert!(
        !says(&around("2034-05-06"), "archive") && says(&around("2034-05-07"), "forty years in the archive")
    );
    check(around("2034-05-07"), "due | 2034-05-05 | 2034-05-06 | 2034-05-07 | R10.1.4");
    check(
        ask("B7", "information", Value::Null, "2024-05-05", "2028-01-01", &withdrawn),
        "kept | 2034-05-05 | 2074-05-05 | 2074-05-06 | R15.1.4",
    );
    let late = [("death-established", "2025-01-01"), ("consent-withdrawal-granted", "2090-01-01")];
    check(
        info("B1", "1984-03-15", "2024-05-05", "2090-01-01", &late),
        "due | 2084-03-14 | - | 2084-03-15 | R15.1.1",
    );
}

#[test]
fn an_ending_event_before_the_registration_or_the_birth_counts_and_is_pointed_out() {
    const EARLY: &str = "dated before the registration: check the date";
    const UNBORN: &str = "dated before the birth: check the date";
    let dead = |date| info("B1", "1984-03", "2024-06-01", "2030-01-01", &[("death-established", date)]);
    let found = |date| (says(&dead(date), EARLY), says(&dead(date), UNBORN));
    assert_eq!(found("2024-06-01"), (false, false));
    assert_eq!(found("2024-05-31"), (true, false));
    assert_eq!(found("1984-03-01"), (true, false), "the earliest possible birth date");
    assert_eq!(found("1984-02-29"), (true, true));
    check(dead("1980-01-01"), "kept | 2084-03-30 | - | 2084-03-31 | R15.1.1");
    let corpse =
        ask("G4", "information", Value::Null, "2026-11-21", "2030-02-03", &[("identified", "2020-02-03")]);
    assert!(says(&corpse, EARLY));
    check(corpse, "due | 2020-02-02 | - | 2020-02-03 | R29.4.1");
    let idle = info("B3", "1984", "2024-06-01", "2030-01-01", &[("death-established", "2020-01-01")]);
    assert!(!says(&idle, EARLY), "it ends nothing");
}

#[test]
fn the_end_of_a_convicts_material_says_why() {
    let with = |kind| {
        ask("G1", "material", json!("1990-05-09"), "2026-01-01", "2026-06-06", &[(kind, "2026-06-01")])
    };
    assert!(says(&with("sample-failed"), "no profile in the end on 2026-06-01"));
    assert!(says(&with("profile-obtained"), "genomic information obtained on 2026-06-01"));
}

#[test]
fn an_incomplete_birth_date_counts_from_its_latest_day_and_asks_for_review() {
    let answer = info("G1", "1950", "2022-01-01", "2023-01-01", &[]);
    assert!(answer.review && answer.trace.iter().any(|step| step.text.contains("review")));
    check(answer, "kept | 2050-12-30 | - | 2050-12-31 | R29.1.2");
    assert!(!info("G1", "1950-07-01", "2022-01-01", "2023-01-01", &[]).review);
    assert!(!info("B3", "1950", "2024-06-01", "2025-01-01", &[]).review, "its term asks for no birth date");
    check(
        info("G1", "1950-02", "2022-01-01", "2023-01-01", &[]),
        "kept | 2050-02-27 | - | 2050-02-28 | R29.1.2",
    );
}

/// Every end answers with the same arithmetic: destruction begins the day after the last lawful day, and
/// asking on the days around each end moves the state by exactly one step.
#[test]
fn the_day_before_on_and_after_each_end() {
    use jiff::ToSpan;
    use law::RetentionState::*;
    let bases = ["B1", "B1f", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "G1", "G2", "G3", "G4"];
    let events =
        [("death-established", "2026-05-05"), ("located", "2027-01-01"), ("identified", "2028-02-29")];
    for basis in bases {
        for registered in ["2024-02-29", "2024-12-31", "2025-06-30"] {
            let at =
                |as_of: jiff::civil::Date| info(basis, "1950-02-28", registered, &as_of.to_string(), &events);
            let end = at(jiff::civil::date(2300, 1, 1));
            assert_eq!(end.state, Due, "{basis}");
            let (last, first) = (end.in_database_until.unwrap(), end.destroy_from.unwrap());
            assert_eq!(at(first).state, Due, "{basis} {registered}");
            let after_database = if end.archive_until.is_some() { Archive } else { Due };
            if let Some(archive) = end.archive_until {
                assert_eq!(archive + 1.day(), first);
                assert_eq!(at(archive).state, Archive);
                assert_eq!(at(last).state, Kept);
            } else {
                assert_eq!(last + 1.day(), first, "{basis}");
            }
            assert_eq!(at(last + 1.day()).state, after_database, "{basis} {registered}");
        }
    }
}

/// The code of the error, what it must name, and how the good request is spoiled.
type Wrong<'a> = (&'a str, &'a str, &'a dyn Fn(&mut Value));

#[test]
fn what_cannot_be_read_names_its_reason() {
    let good = json!({"basis": "B1", "object": "information", "born": "1984", "registered": "2024-02-29", "as_of": "2034-03-01", "events": []});
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        RetentionCase::from_json(&value.to_string()).unwrap_err()
    };
    assert!(RetentionCase::from_json(&good.to_string()).is_ok());
    let many = json!(vec![json!({"kind": "missing", "date": "2030-01-01"}); 1_001]);
    let checks: [Wrong<'_>; 21] = [
        ("missing-field", "born: missing", &|v| v["born"] = Value::Null),
        ("impossible-date", "born", &|v| v["born"] = json!("2025")),
        ("impossible-date", "as_of", &|v| v["as_of"] = json!("2024-02-28")),
        ("impossible-date", "registered: \"2024-02-30\"", &|v| v["registered"] = json!("2024-02-30")),
        ("impossible-date", "events[1].date: \"2024-02-30\"", &|v| {
            v["events"] =
                json!([{"kind": "missing", "date": "2024-02-28"}, {"kind": "annulled", "date": "2024-02-30"}])
        }),
        ("wrong-value", "as_of: null", &|v| v["as_of"] = Value::Null),
        ("wrong-value", "object: null", &|v| v["object"] = Value::Null),
        ("wrong-value", "events: an object where a list", &|v| v["events"] = json!({})),
        ("wrong-value", "events[0]: a list where an object", &|v| {
            v["events"] = json!([["missing", "2030-01-01"]])
        }),
        ("wrong-value", "events[0]: the text \"missing\" where an object", &|v| {
            v["events"] = json!(["missing"])
        }),
        ("wrong-value", "events[0].kind: null", &|v| {
            v["events"] = json!([{"kind": null, "date": "2030-01-01"}])
        }),
        ("wrong-value", "the request: a list where", &|v| {
            *v = json!(["B3", "information", null, "2024-02-29", "2030-01-01", []])
        }),
        ("missing-field", "events[0].date: missing", &|v| v["events"] = json!([{"kind": "missing"}])),
        ("unknown-field", "events[0].note: unknown field; known: kind, date (line", &|v| {
            v["events"] = json!([{"kind": "missing", "date": "2030-01-01", "note": "?"}])
        }),
        ("unknown-code", "events[0].kind: unknown event \"died\"", &|v| {
            v["events"] = json!([{"kind": "died", "date": "2030-01-01"}])
        }),
        ("too-many", "events: too many: 1001; the limit is 1000", &|v| v["events"] = many.clone()),
        ("too-many", "the limit", &|v| v["events"] = json!(vec![many[0].clone(); 5_000])),
        ("unknown-field", "extra", &|v| v["extra"] = json!(1)),
        ("unknown-code", "B9", &|v| v["basis"] = json!("B9")),
        ("wrong-value", "basis: wrong value: BV", &|v| v["basis"] = json!("BV")),
        ("wrong-value", "object: wrong value: material", &|v| v["object"] = json!("material")),
    ];
    for (code, named, change) in checks {
        let error = wrong(change);
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(named), "{error}");
    }
}
