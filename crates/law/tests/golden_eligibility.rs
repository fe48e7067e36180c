//! The eligibility matrix as a readable file: `golden/eligibility.txt`. A change of law is a change there.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests

mod common;

use common::golden::{check, table};
use common::{born, case, day, lawful};
use law::{Case, Document, Evidence, Exemption, Hands, Outcome, decide};
use vocabulary::Basis::*;
use vocabulary::{Basis, Body, Citizenship};

const PRINTS: &[Basis] = &[B1, B1f, B2, B3, B4, B5, B6, B7, B8];

fn cell(case: &Case) -> String {
    let decision = decide(case);
    let kind = decision.registration_type.map_or("", |kind| &kind.code()[..1]);
    let kind = if kind.is_empty() { String::new() } else { format!("/{kind}") };
    format!("{}{kind} {}", decision.outcome, decision.requirement)
}

type Change = Box<dyn Fn(&mut Case)>;
type Variant<'a> = (&'a str, &'a dyn Fn(&mut Case));

/// One line a variant, one column a basis.
fn by_basis(title: &str, bases: &[Basis], variants: &[Variant<'_>]) -> String {
    let head: Vec<_> = bases.iter().map(|basis| basis.code().to_owned()).collect();
    let rows: Vec<_> = variants
        .iter()
        .map(|(name, change)| {
            ((*name).to_owned(), bases.iter().map(|basis| cell(&case(*basis, change))).collect())
        })
        .collect();
    table(title, &head, &rows)
}

fn competence() -> String {
    let svc = "Competence: who may collect (SVC with a service agreement, abroad)";
    let all = "Competence: who may collect under a service agreement, abroad";
    competence_table(svc, |body| body == Body::Svc) + &competence_table(all, |_| true)
}

fn competence_table(title: &str, agreement: impl Fn(Body) -> bool) -> String {
    let head: Vec<_> = Body::ALL.iter().map(|body| body.code().to_owned()).collect();
    let rows: Vec<_> = Basis::ALL
        .iter()
        .map(|&basis| {
            let cells = Body::ALL.iter().map(|&body| {
                let decision = decide(&case(basis, |c| {
                    c.body = body;
                    c.circumstances.service_agreement = agreement(body);
                }));
                let refused = decision.outcome == Outcome::Refuse;
                if refused { format!("✘ {}", decision.requirement) } else { "✔".to_owned() }
            });
            (basis.code().to_owned(), cells.collect())
        })
        .collect();
    table(title, &head, &rows)
}

fn evidence() -> String {
    let state = |change: &dyn Fn(&mut Case)| -> Vec<String> {
        Basis::ALL
            .iter()
            .map(|&basis| {
                let mut case = lawful(basis);
                change(&mut case);
                let decision = decide(&case);
                let missing: Vec<_> = decision.missing_evidence.iter().map(|e: &Evidence| e.code()).collect();
                let capture = if decision.may_capture { "✔" } else { "✘" };
                format!("{capture} {}", missing.join(", ")).trim_end().to_owned()
            })
            .collect()
    };
    let columns = [
        state(&|_| {}),
        state(&|c| c.person.incapable = true),
        state(&|c| c.person.born = born("2012")),
        state(&|c| c.evidence = Evidence::ALL.to_vec()),
    ];
    let head = ["adult (B8: 14)", "declared incapable", "aged 14", "all evidence given"].map(str::to_owned);
    let rows: Vec<_> = Basis::ALL
        .iter()
        .enumerate()
        .map(|(i, basis)| (basis.code().to_owned(), columns.iter().map(|column| column[i].clone()).collect()))
        .collect();
    table("Evidence capture waits for (✔: fingers may be read, ✘: not yet or not at all)", &head, &rows)
}

fn born_years_ago(years: &'static str) -> impl Fn(&mut Case) {
    move |case| case.person.born = born(years)
}

#[test]
fn the_eligibility_matrix_is_the_one_reviewed() {
    let mut text = String::from(
        "Eligibility: answers of law::decide. Unless said: 2026-03-02, born 1990-05-09 (B8: 2012-01-01), a competent body, the\n\
         citizenship and document of the basis, no evidence. `/v` voluntary, `/m` mandatory.\n\n\n",
    );
    text += &competence();
    let citizenships: Vec<Change> = Citizenship::ALL
        .iter()
        .map(|&c| Box::new(move |case: &mut Case| case.person.citizenship = c) as Box<_>)
        .collect();
    let named: Vec<_> = Citizenship::ALL.iter().zip(&citizenships).map(|(c, f)| (c.code(), &**f)).collect();
    text += &by_basis("Citizenship", PRINTS, &named);
    text += &by_basis(
        "Document of the case",
        &[B1, B1f, B8],
        &[
            ("none", &|c| c.circumstances.document = None),
            ("identity card", &|c| c.circumstances.document = Some(Document::IdentityCard)),
            ("passport", &|c| c.circumstances.document = Some(Document::Passport)),
            ("diplomatic passport", &|c| c.circumstances.document = Some(Document::DiplomaticPassport)),
        ],
    );
    text += &by_basis(
        "Age on the event date",
        PRINTS,
        &[
            ("12 tomorrow", &born_years_ago("2014-03-03")),
            ("12 today", &born_years_ago("2014-03-02")),
            ("16 tomorrow", &born_years_ago("2010-03-03")),
            ("16 today", &born_years_ago("2010-03-02")),
            ("born in 2010, day unknown", &born_years_ago("2010")),
            ("born in 2009, day unknown", &born_years_ago("2009")),
            ("99", &born_years_ago("1926-05-05")),
        ],
    );
    text += &hands();
    text += &live();
    text += &visas();
    text += &dates();
    text += &evidence();
    text += &border();
    text += &by_basis(
        "Genomic: age, capacity, earlier profile",
        &[G1, G2, G3, G4],
        &[
            ("adult", &|_| {}),
            ("18 tomorrow", &born_years_ago("2008-03-03")),
            ("18 today", &born_years_ago("2008-03-02")),
            ("declared incapable", &|c| c.person.incapable = true),
            ("earlier profile", &|c| c.person.earlier_genomic_profile = true),
        ],
    );
    check("eligibility.txt", &(text.trim_end().to_owned() + "\n"));
}

fn hands() -> String {
    let mut names = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    for &hands in Hands::ALL {
        for palms in [true, false] {
            for (age, birth) in [("16 and over", "1990"), ("aged 15", "2010-12")] {
                names.push(format!("{hands}, palms {}, {age}", if palms { "yes" } else { "no" }));
                changes.push(Box::new(move |c| {
                    (c.person.hands, c.person.palms_recordable) = (hands, palms);
                    c.person.born = born(birth);
                }));
            }
        }
    }
    names.push("whole, medical conclusion".into());
    changes.push(Box::new(|c| c.circumstances.medical_conclusion = true));
    let variants: Vec<_> = names.iter().map(String::as_str).zip(changes.iter().map(|f| &**f)).collect();
    by_basis("Hands", PRINTS, &variants)
}

fn live() -> String {
    let changes: Vec<Change> = Basis::ALL
        .iter()
        .map(|&live| Box::new(move |c: &mut Case| c.person.live_registrations = vec![live]) as Box<_>)
        .collect();
    let variants: Vec<_> = Basis::ALL.iter().map(|b| b.code()).zip(changes.iter().map(|f| &**f)).collect();
    by_basis("A live registration (line) and the basis now (column)", PRINTS, &variants)
}

fn visas() -> String {
    const DATES: [&str; 5] = ["2024-01-01", "2025-06-30", "2025-07-01", "2025-07-11", "2025-07-12"];
    let mut variants: Vec<(String, Change)> = vec![
        ("ordinary".into(), Box::new(|_| {})),
        (
            "electronic, without visit".into(),
            Box::new(|c| {
                (c.circumstances.visa.electronic, c.circumstances.visa.without_visit) = (true, true);
            }),
        ),
        ("electronic, with a visit".into(), Box::new(|c| c.circumstances.visa.electronic = true)),
        ("at an airport".into(), Box::new(|c| c.circumstances.visa.at_airport = true)),
        (
            "diplomatic or service visa".into(),
            Box::new(|c| c.circumstances.visa.diplomatic_or_service = true),
        ),
    ];
    for &exemption in Exemption::ALL {
        for reciprocity in [true, false] {
            let name = format!("{exemption}, reciprocity {}", if reciprocity { "yes" } else { "no" });
            variants.push((
                name,
                Box::new(move |c| {
                    (c.circumstances.exemption, c.circumstances.reciprocity) = (Some(exemption), reciprocity);
                }),
            ));
        }
    }
    let head = DATES.map(str::to_owned);
    let rows: Vec<_> = variants
        .iter()
        .map(|(name, change)| {
            let on = |date: &&str| {
                cell(&case(B7, |c| {
                    change(c);
                    c.event_date = day(date);
                }))
            };
            (name.clone(), DATES.iter().map(on).collect())
        })
        .collect();
    table("Visas (B7) by event date", &head, &rows)
}

fn dates() -> String {
    let days =
        ["2016-12-30", "2020-12-31", "2021-01-01", "2023-12-31", "2024-01-01", "2025-07-11", "2025-07-12"];
    let head: Vec<_> =
        std::iter::once("version").chain(Basis::ALL.iter().map(|b| b.code())).map(str::to_owned).collect();
    let rows: Vec<_> = days
        .iter()
        .map(|date| {
            let on = |basis: Basis| case(basis, |c| c.event_date = day(date));
            let version = decide(&on(B1)).rule_version.to_string();
            let cells = std::iter::once(version).chain(Basis::ALL.iter().map(|&basis| cell(&on(basis))));
            ((*date).to_owned(), cells.collect())
        })
        .collect();
    table("Event dates", &head, &rows)
}

fn border() -> String {
    let variants: [Variant<'_>; 8] = [
        ("nothing special", &|_| {}),
        ("aged 11", &|c| c.person.born = born("2014-03-03")),
        ("diplomatic passport", &|c| c.circumstances.document = Some(Document::DiplomaticPassport)),
        ("diplomatic or service visa", &|c| c.circumstances.visa.diplomatic_or_service = true),
        ("written request", &|c| c.circumstances.written_request = true),
        ("no fingers", &|c| c.person.hands = Hands::NoFingers),
        ("fingers unrecordable", &|c| c.person.hands = Hands::FingersUnrecordable),
        ("record blocked", &|c| c.circumstances.record_blocked = true),
    ];
    let mut head = Vec::new();
    for citizenship in Citizenship::ALL {
        head.extend([format!("{citizenship}, registered"), format!("{citizenship}, not")]);
    }
    let rows: Vec<_> = variants
        .iter()
        .map(|(name, change)| {
            let mut cells = Vec::new();
            for &citizenship in Citizenship::ALL {
                for live in [vec![B3], vec![]] {
                    cells.push(cell(&case(BV, |c| {
                        c.person.citizenship = citizenship;
                        c.person.live_registrations = live.clone();
                        change(c);
                    })));
                }
            }
            ((*name).to_owned(), cells)
        })
        .collect();
    table("Border verification (BV, NSB)", &head, &rows)
}
