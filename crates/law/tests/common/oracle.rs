//! A second reading of law.md 6.1 and 6.2, written as one plain chain and sharing nothing with the tables
//! but the facts: the grid tests hold both readings against each other.

use law::{Case, Document, Hands};
use vocabulary::{Body, Citizenship};

const V3: &str = "2025-07-12";

/// `outcome requirement`.
pub fn answer(case: &Case) -> (&'static str, &'static str) {
    match case.basis.code() {
        "G1" | "G2" | "G3" | "G4" => genomic(case),
        "BV" => border(case),
        _ => prints(case),
    }
}

fn before(case: &Case, date: &str) -> bool {
    case.event_date.to_string().as_str() < date
}

fn age(case: &Case) -> i16 {
    case.person.born.map_or(-1, |born| born.age_on(case.event_date))
}

fn service_ok(case: &Case) -> bool {
    case.circumstances.service_agreement
        && case.basis.code() == "B7"
        && case.person.citizenship != Citizenship::Citizen
        && !case.circumstances.visa.at_airport
}

fn prints(case: &Case) -> (&'static str, &'static str) {
    let basis = case.basis.code();
    let body = case.body;
    if before(case, "2024-01-01") {
        return ("refuse", "R39.1.1");
    }
    if body == Body::Svc {
        if !service_ok(case) {
            return ("refuse", "R33.4.1");
        }
    } else {
        let (allowed, requirement): (&[Body], _) = match basis {
            "B1" => (&[Body::Iab], "R11.1.1"),
            "B1f" => (&[Body::Mfa], "R11.1.1"),
            "B8" => (&[Body::Iab, Body::Mfa], "R11.1.1"),
            "B2" => (&[Body::Trb], "R11.1.2"),
            "B6" => (&[Body::Iab, Body::Nsb], "R11.1.4"),
            "B7" => (&[Body::Iab, Body::Mfa], "R11.1.5"),
            _ => (&[Body::Iab], "R11.1.3"),
        };
        if !allowed.contains(&body) {
            return ("refuse", requirement);
        }
    }
    let firm_or_institution = body == Body::Svc || body == Body::Mfa;
    if case.circumstances.service_agreement && !(firm_or_institution && service_ok(case)) {
        return ("refuse", "R33.4.1");
    }
    let citizenship = case.person.citizenship;
    let alien = citizenship == Citizenship::Foreigner || citizenship == Citizenship::Stateless;
    let in_scope = match basis {
        "B1" | "B1f" | "B8" => citizenship == Citizenship::Citizen,
        "B2" => citizenship != Citizenship::Unknown,
        _ => alien,
    };
    if !in_scope {
        return ("refuse", "R2.1.1");
    }
    let document = case.circumstances.document;
    match basis {
        "B1" if document != Some(Document::Passport) && document != Some(Document::IdentityCard) => {
            return ("refuse", "R10.1.3");
        }
        "B1f" if document != Some(Document::Passport) => return ("refuse", "R10.1.3"),
        "B8" if document != Some(Document::Passport) => return ("refuse", "R10.4.1"),
        _ => {}
    }
    eligible(case)
}

fn eligible(case: &Case) -> (&'static str, &'static str) {
    let basis = case.basis.code();
    let age = age(case);
    let (circumstances, person) = (&case.circumstances, &case.person);
    if age < 12 {
        return ("exempt", "R10-1.1.1");
    }
    if basis == "B7" {
        if circumstances.visa.electronic && circumstances.visa.without_visit {
            return if before(case, V3) {
                ("not-required", "R39.2.1")
            } else {
                ("not-applicable", "R10.2.6")
            };
        }
        if circumstances.visa.at_airport && before(case, "2025-07-01") {
            return ("not-required", "R10.2.7");
        }
        if let (Some(category), true) = (circumstances.exemption, circumstances.reciprocity) {
            let ids = ["R10-1.2.1", "R10-1.2.2", "R10-1.2.3", "R10-1.2.4", "R10-1.2.5", "R10-1.2.6"];
            return ("exempt", ids[category as usize]);
        }
    }
    let fingers = person.hands == Hands::Whole;
    let hands = person.hands != Hands::NoHands;
    if basis == "B6" && age >= 16 && hands && !fingers && person.palms_recordable {
        return ("palms", "R10-1.4.4");
    }
    let gone = person.hands == Hands::NoFingers || person.hands == Hands::NoHands;
    if gone || basis == "B6" && !fingers && !person.palms_recordable {
        return ("exempt", "R10-1.4.5");
    }
    if ["B2", "B4", "B5"].contains(&basis) && circumstances.medical_conclusion {
        return ("exempt", "R10-1.4.1");
    }
    let live = |codes: &[&str]| person.live_registrations.iter().any(|b| codes.contains(&b.code()));
    let again = match basis {
        "B1" | "B1f" => live(&["B1", "B1f"]),
        "B3" | "B4" | "B5" | "B7" => live(&["B3", "B4", "B5", "B7"]),
        _ => false,
    };
    if age >= 16 && again {
        return ("verify", "R10.3.1");
    }
    match (basis, age) {
        ("B8", ..16) => ("register", "R11.2.1"),
        (_, ..16) => ("not-applicable", "R10.2.0"),
        ("B1" | "B1f", _) => ("register", "R10.1.1"),
        ("B2", _) => ("register", "R10.2.1"),
        ("B3", _) => ("register", "R10.2.2"),
        ("B4", _) => ("register", "R10.2.3"),
        ("B5", _) => ("register", "R10.2.4"),
        ("B6", _) => ("register", "R10.2.5"),
        ("B7", _) => ("register", "R10.2.6"),
        _ => ("refuse", "R2.1.1"),
    }
}

fn border(case: &Case) -> (&'static str, &'static str) {
    let (circumstances, person) = (&case.circumstances, &case.person);
    let registered = person.live_registrations.iter().any(|b| b.code().starts_with('B') && b.code() != "BV");
    if before(case, "2024-01-01") {
        return ("refuse", "R39.1.1");
    }
    match (case.body, person.citizenship) {
        (Body::Svc, _) => ("refuse", "R33.4.1"),
        (Body::Nsb, Citizenship::Citizen) if registered => ("exempt", "R10-1.3.4"),
        (Body::Nsb, Citizenship::Citizen) => ("not-applicable", "R10-1.3.4"),
        (Body::Nsb, _) if age(case) < 12 => ("exempt", "R10-1.1.2"),
        (Body::Nsb, _) if circumstances.document == Some(Document::DiplomaticPassport) => {
            ("exempt", "R10-1.3.1")
        }
        (Body::Nsb, _) if circumstances.visa.diplomatic_or_service => ("exempt", "R10-1.3.2"),
        (Body::Nsb, _) if circumstances.written_request => ("exempt", "R10-1.3.3"),
        (Body::Nsb, _) if matches!(person.hands, Hands::NoFingers | Hands::NoHands) => {
            ("exempt", "R10-1.4.5")
        }
        (Body::Nsb, _) if circumstances.record_blocked => ("unavailable", "R1.7.1"),
        (Body::Nsb, Citizenship::Unknown) => ("refuse", "R2.1.1"),
        (Body::Nsb, _) if registered => ("verify", "R16.4.1"),
        (Body::Nsb, _) => ("not-applicable", "R16.4.1"),
        _ => ("refuse", "R6.1.1"),
    }
}

fn genomic(case: &Case) -> (&'static str, &'static str) {
    let right_body = if case.basis.code() == "G2" { Body::Inv } else { Body::Iab };
    if before(case, "2021-01-01") {
        return ("refuse", "R39.1.2");
    }
    if case.body != right_body {
        return ("refuse", "R6.1.1");
    }
    match case.basis.code() {
        "G1" if case.person.earlier_genomic_profile => ("not-required", "R21.5.1"),
        "G1" => ("register", "R18.1.1"),
        "G2" => ("register", "R18.1.3"),
        "G4" => ("register", "R18.1.5"),
        _ if case.person.incapable => ("register", "R21.2.3"),
        _ if age(case) < 18 => ("register", "R21.2.2"),
        _ => ("register", "R18.2.1"),
    }
}
