//! The versions of the rules of retention, and the text that tells whether two programs count alike.
#![allow(clippy::unwrap_used)] // helpers of tests

mod common;

use common::day;
use law::{
    CatalogueError, Duty, EventKind, OpenGround, TermCatalogue, TermRules, TermTable, destroyed_by,
    terms_kept_by, terms_text,
};
use vocabulary::Basis;

#[test]
fn a_catalogue_of_rules_has_names_acts_and_days_in_order() {
    let rules = |version: &str, act: &str, from: &str| TermRules {
        version: version.to_owned(),
        act: act.to_owned(),
        in_force: day(from),
        table: TermTable::IN_FORCE,
    };
    let of = |rules: &[TermRules]| TermCatalogue::new(rules.to_vec());
    let (first, second) = (rules("T1", "Law", "2021-01-01"), rules("T2", "No. 1", "2030-01-01"));
    let both = of(&[first.clone(), second.clone()]).unwrap();
    let on = |date: &str| both.on(day(date)).unwrap().version.as_str();
    assert_eq!(
        [on("2020-12-31"), on("2029-12-31"), on("2030-01-01"), on("2099-01-01")],
        ["T1", "T1", "T2", "T2"]
    );
    assert_eq!(of(&[]), Err(CatalogueError::Empty));
    for wrong in ["", "T 1", "T1", "a-name-much-too-long-to-cite"] {
        let refused = of(&[first.clone(), rules(wrong, "Law", "2030-01-01")]).unwrap_err();
        assert_eq!(refused, CatalogueError::Version { version: wrong.to_owned() });
    }
    let silent = of(&[rules("T1", " ", "2021-01-01")]).unwrap_err();
    assert!(silent.to_string().contains("act that set it"), "{silent}");
    let early = of(&[second, rules("T3", "No. 2", "2030-01-01")]).unwrap_err();
    assert!(early.to_string().contains("T3") && early.to_string().contains("2030-01-01"));
    let law = TermCatalogue::of_the_law();
    for date in ["2016-01-01", "2021-01-01", "2026-03-02", "2099-01-01"] {
        assert_eq!(law.on(day(date)).unwrap().table, *TermTable::on(day(date)), "{date}");
    }
}

#[test]
fn the_text_of_the_terms_tells_any_two_tables_apart() {
    let table = TermTable::IN_FORCE;
    let text = terms_text(&table);
    assert_eq!(text, terms_text(&table));
    assert!(text.lines().count() > 20_000, "{}", text.lines().count());
    let others = [
        TermTable { database_years: 11, ..table },
        TermTable { archive_years: 39, ..table },
        TermTable { genomic_years: 26, ..table },
        TermTable { century_years: 99, ..table },
        TermTable { acquittal_years: 2, ..table },
    ];
    for (at, other) in others.iter().enumerate() {
        let other = terms_text(other);
        assert_ne!(text, other, "table {at}");
        assert_eq!(text.lines().count(), other.lines().count());
    }
    // Every kind of event, every ground, duty and article of the terms stands in it somewhere.
    for ground in OpenGround::ALL {
        assert!(text.contains(ground.code()), "{ground}");
    }
    for duty in Duty::ALL {
        assert!(text.contains(duty.code()), "{duty}");
    }
    for kind in EventKind::ALL {
        assert!(text.contains(kind.code()), "{kind}");
    }
}

#[test]
fn one_table_says_who_ends_a_record_and_in_whose_name_the_register_keeps_its_term() {
    use vocabulary::Body::{Add, Agd, Iab, Trb};
    for basis in Basis::ALL {
        let (ends, keeps) = match basis {
            Basis::BV => (None, None),
            Basis::B2 => (Some(Trb), Some(Trb)),
            Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4 => (Some(Agd), Some(Agd)),
            _ => (Some(Add), Some(Iab)),
        };
        assert_eq!((destroyed_by(*basis), terms_kept_by(*basis)), (ends, keeps), "{basis}");
    }
}
