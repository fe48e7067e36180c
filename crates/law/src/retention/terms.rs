//! The terms, one function a kind of record (law.md 6.4). All arithmetic is T-2 to T-4, T-8, T-9, T-11.

use jiff::civil::Date;
use vocabulary::{Basis, add_years};

use super::case::{Event, EventKind, RecordObject};
use super::facts::Facts;
use super::ground::OpenGround;
use super::history::History;
use super::term::{Term, day_before};
use crate::requirement::{Article, art, r};

/// The row of 6.4 for this record.
pub(super) fn term(facts: &Facts<'_>, history: &History) -> Term {
    let material = facts.object == RecordObject::Material;
    let term = match facts.basis {
        Basis::G1 if material => convict_material(facts, history),
        Basis::G2 | Basis::G4 if material => return evidence_material(facts, history),
        Basis::G3 if material => return relative_material(facts, history),
        Basis::G1 => convict(facts, history),
        Basis::G2 => trace(facts, history),
        Basis::G3 => relative(facts, history),
        Basis::G4 => corpse(facts, history),
        Basis::B1 | Basis::B1f => citizen(facts, history),
        Basis::B8 => child(facts, history),
        Basis::B2 | Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7 => ten_years(facts),
        // Keeps no record: `RetentionCase` refuses it. Whatever is there has no ground and goes.
        Basis::BV => ten_years(facts),
    };
    ordered(facts, history, term)
}

/// The kinds of events a record's term looks at.
pub(super) fn counts(facts: &Facts<'_>, kind: EventKind) -> bool {
    use EventKind::*;
    let kinds: &[EventKind] = match (facts.object, facts.basis) {
        (RecordObject::Material, Basis::G1) => &[ProfileObtained, SampleFailed, DestructionOrdered],
        (RecordObject::Material, _) => &[ProfileObtained],
        (_, Basis::B1 | Basis::B1f) => &[
            DeathEstablished,
            DeclaredDead,
            Missing,
            CitizenshipLost,
            ConsentWithdrawalGranted,
            DestructionOrdered,
        ],
        (_, Basis::B8) => &[ConsentWithdrawalGranted, DestructionOrdered],
        (_, Basis::G1) => {
            &[DeathEstablished, DeclaredDead, AcquittalFinal, ConvictionChanged, DestructionOrdered]
        }
        (_, Basis::G2) => &[CaseSolved, DestructionOrdered],
        (_, Basis::G3) => {
            &[Located, CaseClosed, ConsentWithdrawalGranted, ConsentConfirmed, DestructionOrdered]
        }
        (_, Basis::G4) => &[Identified, DestructionOrdered],
        (_, Basis::B2 | Basis::B3 | Basis::B4 | Basis::B5 | Basis::B6 | Basis::B7 | Basis::BV) => {
            &[DestructionOrdered]
        }
    };
    kinds.contains(&kind)
}

/// A court, the prosecutor or an unlawful basis ends any term (R17.2.1, R37.1.2), but for the floor after an
/// acquittal, which the Law itself sets (R23.3.1).
fn ordered(facts: &Facts<'_>, history: &History, term: Term) -> Term {
    let Some(event) = history.first(&[EventKind::DestructionOrdered]) else { return term };
    if term.requirement == r("R23.3.1") {
        return term.because(|| format!("destruction ordered on {}: not before the floor", event.date));
    }
    let articles: &[Article] = match facts.basis {
        Basis::G1 | Basis::G2 | Basis::G3 | Basis::G4 => const { &[art("37"), art("23(2)")] },
        _ => const { &[art("37"), art("17(2)")] },
    };
    term.ended_by(event, r("R37.1.2"), articles, art("37"), || {
        format!("destruction ordered on {}: destroyed from that day", event.date)
    })
}

/// B1, B1f. Living: open. After the event: to the day before the 100th birthday, or at once when that has
/// passed (C-13, T-11). No archive (R15.2.5). A granted withdrawal of consent ends it earlier (C-30).
fn citizen(facts: &Facts<'_>, history: &History) -> Term {
    const CONSENT: &[Article] = &[art("10(1)"), art("17(2)")];
    withdrawn(history, citizen_by_event(facts, history), CONSENT)
}

fn citizen_by_event(facts: &Facts<'_>, history: &History) -> Term {
    const ARTICLES: &[Article] = &[art("15(1)")];
    let armed = history.first(&[
        EventKind::DeathEstablished,
        EventKind::DeclaredDead,
        EventKind::Missing,
        EventKind::CitizenshipLost,
    ]);
    let open = |ground, id| Term::open(ground, r(id), ARTICLES, facts.explain);
    match (armed, century(facts)) {
        (Some(event), Some(century)) => {
            let last = day_before(event.date.max(century));
            Term::until(last, r("R15.1.1"), ARTICLES, facts.explain).because(|| {
                format!(
                    "{} on {}; would turn 100 on {century}: destroyed from the later day",
                    event.kind, event.date
                )
            })
        }
        (Some(event), None) => open(OpenGround::BirthUnknown, "R15.1.1").because(|| {
            format!("{} on {}: no birth date, the end cannot be counted", event.kind, event.date)
        }),
        (None, Some(century)) if facts.as_of >= century => open(OpenGround::LivingPastHundred, "R15.1.2")
            .because(|| {
                format!("no ending event; turned 100 on {century}: yearly review, no automatic destruction")
            }),
        _ if history.has_annulled() => open(OpenGround::EventAnnulled, "R15.1.3")
            .because(|| "the event that armed the end was annulled: no end date"),
        _ => open(OpenGround::LivingCitizen, "R15.1.1").because(|| "living citizen: no end date"),
    }
}

/// C-30: a granted withdrawal of consent ends the storage on its day, without archive.
fn withdrawn(history: &History, term: Term, consent: &'static [Article]) -> Term {
    match history.first(&[EventKind::ConsentWithdrawalGranted]) {
        Some(event) => {
            let article = consent.first().copied().unwrap_or(art("10(1)"));
            term.ended_by(event, r("R10.1.4"), consent, article, || withdrawal_words(event))
        }
        None => term,
    }
}

fn withdrawal_words(event: Event) -> String {
    format!("withdrawal of consent granted on {}: destroyed from that day (C-30)", event.date)
}

/// B2–B7: ten years from registration, then forty in the archive (Art. 15(1)–(2), T-3, T-8).
fn ten_years(facts: &Facts<'_>) -> Term {
    const ARTICLES: &[Article] = &[art("15(1)"), art("15(2)")];
    let last = add_years(facts.registered, facts.table.database_years);
    Term::until(last, r("R15.1.4"), ARTICLES, facts.explain)
        .because(|| {
            format!(
                "ten years from the registration of {}: last day in the database {last}",
                facts.registered
            )
        })
        .then_archive(add_years(last, facts.table.archive_years))
}

/// B8: as B2–B7, and voluntary, so that a granted withdrawal of consent ends it earlier, in the database
/// or in the archive (C-30).
fn child(facts: &Facts<'_>, history: &History) -> Term {
    const CONSENT: &[Article] = &[art("10(4)"), art("17(2)")];
    withdrawn(history, ten_years(facts), CONSENT)
}

/// G1 information: 25 years after the death was established, else to the day before the 100th birthday; a
/// final acquittal overrides both with its floor of one year (Art. 23(3), 29(1)).
fn convict(facts: &Facts<'_>, history: &History) -> Term {
    const ACQUITTED: &[Article] = &[art("23(3)")];
    if let Some(event) = history.first(&[EventKind::AcquittalFinal]) {
        let floor = add_years(event.date, facts.table.acquittal_years);
        return Term::until(floor, r("R23.3.1"), ACQUITTED, facts.explain).because(|| {
            format!(
                "acquittal final on {}: withheld from searches at once, kept through {floor}, destroyed within 30 days after",
                event.date
            )
        });
    }
    let term = convict_by_death(facts, history);
    match history.last(EventKind::ConvictionChanged) {
        Some(event) => term.says(art("23(3)"), || {
            format!(
                "{} on {}: a decision is due, the prosecutor is told, withheld from searches until then (C-27, R23.3.3)",
                event.kind, event.date
            )
        }),
        None => term,
    }
}

fn convict_by_death(facts: &Facts<'_>, history: &History) -> Term {
    const ARTICLES: &[Article] = &[art("29(1)")];
    let until = |last, id| Term::until(last, r(id), ARTICLES, facts.explain);
    let Some(century) = century(facts) else {
        return Term::open(OpenGround::BirthUnknown, r("R29.1.2"), ARTICLES, facts.explain)
            .because(|| "no birth date: the end cannot be counted");
    };
    match history.first(&[EventKind::DeathEstablished, EventKind::DeclaredDead]) {
        Some(death) if death.date < century => {
            until(add_years(death.date, facts.table.genomic_years), "R29.1.1")
                .because(|| format!("{} on {}: twenty-five years after", death.kind, death.date))
        }
        Some(death) => until(day_before(century), "R29.1.3").because(|| {
            format!(
                "{} on {}, after the 100th birthday {century}: a record already due is not revived",
                death.kind, death.date
            )
        }),
        None => until(day_before(century), "R29.1.2")
            .because(|| format!("no information on death: to the day before the 100th birthday {century}")),
    }
}

/// G1 material: from selection until the profile is obtained, or the last repeat has failed (Art. 22(2)).
fn convict_material(facts: &Facts<'_>, history: &History) -> Term {
    const ARTICLES: &[Article] = &[art("22(2)"), art("23(4)")];
    match history.first(&[EventKind::ProfileObtained, EventKind::SampleFailed]) {
        Some(event) => {
            let failed = event.kind == EventKind::SampleFailed;
            let id = if failed { "R22.2.2" } else { "R22.2.1" };
            Term::until(day_before(event.date), r(id), ARTICLES, facts.explain).because(|| {
                let what = if failed { "no profile in the end" } else { "genomic information obtained" };
                format!("{what} on {}: destroyed from that day", event.date)
            })
        }
        None => Term::open(OpenGround::UntilProfile, r("R22.2.1"), ARTICLES, facts.explain)
            .because(|| "kept until genomic information is obtained"),
    }
}

/// G2–G4 material is evidence: the criminal case decides, and it is returned, never destroyed by the
/// laboratory (Art. 22(1), 23(1)).
fn evidence_material(facts: &Facts<'_>, history: &History) -> Term {
    const RETURNED: &[Article] = &[art("23(1)")];
    const KEPT: &[Article] = &[art("22(1)")];
    match history.first(&[EventKind::ProfileObtained]) {
        Some(event) => Term::open(OpenGround::ToBeReturned, r("R23.1.1"), RETURNED, facts.explain).because(|| {
            format!(
                "genomic information obtained on {}: to be returned to the body of inquiry or investigation, not destroyed",
                event.date
            )
        }),
        None => Term::open(OpenGround::CriminalCase, r("R22.1.1"), KEPT, facts.explain)
            .because(|| "term by Art. 118 of the Criminal Procedure Code, decided in the criminal case"),
    }
}

/// G3 material: as that of G2 and G4 when it is evidence; the record does not say whether it is.
fn relative_material(facts: &Facts<'_>, history: &History) -> Term {
    evidence_material(facts, history).says(
        art("22(2)"),
        || "if voluntary and not evidence: to be destroyed once the profile is obtained (C-29, R22.2.3)",
    )
}

/// G2 information: 25 years from registration (Art. 29(2)); a solved case asks for a review.
fn trace(facts: &Facts<'_>, history: &History) -> Term {
    const ARTICLES: &[Article] = &[art("29(2)")];
    let last = add_years(facts.registered, facts.table.genomic_years);
    let term = Term::until(last, r("R29.2.1"), ARTICLES, facts.explain)
        .because(|| format!("twenty-five years from the registration of {}", facts.registered));
    match history.last(EventKind::CaseSolved) {
        Some(event) => term.because(|| format!("case solved on {}: review; the term stays", event.date)),
        None => term,
    }
}

/// G3 information: until the missing person is found or the case is closed for lack of an event or a
/// crime (Art. 29(3)), or a withdrawal of consent is granted (C-30).
fn relative(facts: &Facts<'_>, history: &History) -> Term {
    const ARTICLES: &[Article] = &[art("29(3)")];
    const WITHDRAWN: &[Article] = &[art("29(3)"), art("18(2)")];
    let ends = [EventKind::Located, EventKind::CaseClosed, EventKind::ConsentWithdrawalGranted];
    let until =
        |event: Event, articles| Term::until(day_before(event.date), r("R29.3.1"), articles, facts.explain);
    let term = match history.first(&ends) {
        Some(event) if event.kind == EventKind::ConsentWithdrawalGranted => {
            until(event, WITHDRAWN).says(art("18(2)"), || withdrawal_words(event))
        }
        Some(event) => until(event, ARTICLES)
            .because(|| format!("{} on {}: destroyed from that day", event.kind, event.date)),
        None => Term::open(OpenGround::MissingPerson, r("R29.3.1"), ARTICLES, facts.explain)
            .because(|| "kept until the missing person is found or the case is closed: no end date"),
    };
    match history.last(EventKind::ConsentConfirmed) {
        Some(event) => term.says(art("18(2)"), || {
            format!("consent confirmed on {}: asked again after five silent years (R29.3.3)", event.date)
        }),
        None => term,
    }
}

/// G4 information: until identified, at most 25 years from registration (Art. 29(4)).
fn corpse(facts: &Facts<'_>, history: &History) -> Term {
    const ARTICLES: &[Article] = &[art("29(4)")];
    let ceiling = add_years(facts.registered, facts.table.genomic_years);
    let until = |last| Term::until(last, r("R29.4.1"), ARTICLES, facts.explain);
    match history.first(&[EventKind::Identified]) {
        Some(event) if event.date <= ceiling => until(day_before(event.date))
            .because(|| format!("identified on {}: destroyed from that day", event.date)),
        _ => until(ceiling).because(|| {
            format!("not identified: twenty-five years from the registration of {}", facts.registered)
        }),
    }
}

/// B of T-4: the day the person would turn 100, by the latest possible birth date (T-6).
pub(super) fn century(facts: &Facts<'_>) -> Option<Date> {
    facts.born.map(|born| add_years(born.latest(), facts.table.century_years))
}
