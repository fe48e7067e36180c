//! The terms, one function a kind of record (law.md 6.4). All arithmetic is T-2 to T-4, T-8, T-9, T-11.

use jiff::ToSpan;
use jiff::civil::Date;
use vocabulary::{Basis, BirthDate, add_years};

use super::case::{Event, EventKind, RecordObject, RetentionCase};
use super::history::History;
use crate::decision::TraceStep;
use crate::requirement::{Article, Requirement, art, r};

/// Years in the database, B2–B8 (Art. 15(1)).
const DATABASE_YEARS: i16 = 10;
/// Years in the archive, B2–B8 (Art. 15(2)).
const ARCHIVE_YEARS: i16 = 40;
/// Years after the death of a convict was established, of traces and of corpses (Art. 29).
const GENOMIC_YEARS: i16 = 25;
/// Age a person would reach (Art. 15(1), 29(1)).
const CENTURY_YEARS: i16 = 100;
/// Least years after an acquittal (Art. 23(3)).
const ACQUITTAL_YEARS: i16 = 1;

/// The last lawful days of a record; `None` where no end is known, or where the Law has no archive.
pub(super) struct Term {
    pub(super) in_database_until: Option<Date>,
    pub(super) archive_until: Option<Date>,
    pub(super) requirement: Requirement,
    pub(super) articles: Vec<Article>,
    pub(super) trace: Vec<TraceStep>,
}

impl Term {
    fn new(requirement: Requirement, articles: &[Article]) -> Self {
        Self {
            in_database_until: None,
            archive_until: None,
            requirement,
            articles: articles.to_vec(),
            trace: Vec::new(),
        }
    }

    fn until(self, last_day: Date) -> Self {
        Self { in_database_until: Some(last_day), ..self }
    }

    /// Ends on the day a withdrawal of the consent of this article was granted.
    fn withdrawn_on(self, event: Event, consent: Article) -> Self {
        let mut term = self.until(day_before(event.date));
        term.trace.push(TraceStep::by(
            format!("withdrawal of consent granted on {}: destroyed from that day (C-30)", event.date),
            consent,
        ));
        term
    }

    fn because(mut self, text: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        self.trace.push(TraceStep::by(text, self.articles.first().copied().unwrap_or(art("15(1)"))));
        self
    }
}

/// The row of 6.4 for this record.
pub(super) fn term(case: &RetentionCase, history: &History) -> Term {
    match (case.basis, case.object) {
        (Basis::G1, RecordObject::Material) => convict_material(history),
        (Basis::G3, RecordObject::Material) => relative_material(history),
        (Basis::G2 | Basis::G4, RecordObject::Material) => evidence_material(history),
        (Basis::B1 | Basis::B1f, _) => citizen(case, history),
        (Basis::G1, _) => convict(case, history),
        (Basis::G2, _) => trace(case),
        (Basis::G3, _) => relative(history),
        (Basis::G4, _) => corpse(case, history),
        (Basis::B8, _) => child(case, history),
        _ => ten_years(case),
    }
}

/// The kinds of events a record's term looks at.
pub(super) fn counts(case: &RetentionCase, kind: EventKind) -> bool {
    use EventKind::*;
    let kinds: &[EventKind] = match (case.basis, case.object) {
        (_, RecordObject::Material) => &[ProfileObtained],
        (Basis::B1 | Basis::B1f, _) => {
            &[DeathEstablished, DeclaredDead, Missing, CitizenshipLost, ConsentWithdrawalGranted]
        }
        (Basis::B8, _) => &[ConsentWithdrawalGranted],
        (Basis::G1, _) => &[DeathEstablished, DeclaredDead, AcquittalFinal],
        (Basis::G3, _) => &[Located, CaseClosed, ConsentWithdrawalGranted],
        (Basis::G4, _) => &[Identified],
        _ => &[],
    };
    kinds.contains(&kind)
}

/// B1, B1f. Living: open. After the event: to the day before the 100th birthday, or at once when that has
/// passed (C-13, T-11). No archive (R15.2.5). A granted withdrawal of consent ends it earlier (C-30).
fn citizen(case: &RetentionCase, history: &History) -> Term {
    let by_event = citizen_by_event(case, history);
    match history.first(&[EventKind::ConsentWithdrawalGranted]) {
        Some(event) if by_event.in_database_until.is_none_or(|last| event.date <= last) => {
            withdrawn(event, art("10(1)"))
        }
        _ => by_event,
    }
}

fn citizen_by_event(case: &RetentionCase, history: &History) -> Term {
    let armed = history.first(&[
        EventKind::DeathEstablished,
        EventKind::DeclaredDead,
        EventKind::Missing,
        EventKind::CitizenshipLost,
    ]);
    let term = |id| Term::new(r(id), &[art("15(1)")]);
    match (armed, century(case.born)) {
        (Some(event), Some(century)) => {
            term("R15.1.1").until(day_before(event.date.max(century))).because(format!(
                "{} on {}; would turn 100 on {century}: destroyed from the later day",
                event.kind, event.date
            ))
        }
        (None, Some(century)) if case.as_of >= century => term("R15.1.2").because(format!(
            "no ending event; turned 100 on {century}: yearly review, no automatic destruction"
        )),
        _ if history.has_annulled() => {
            term("R15.1.3").because("the event that armed the end was annulled: no end date")
        }
        _ => term("R15.1.1").because("living citizen: no end date"),
    }
}

/// C-30: a granted withdrawal of consent ends the storage on its day, without archive.
fn withdrawn(event: Event, consent: Article) -> Term {
    Term::new(r("R10.1.4"), &[consent, art("17(2)")]).withdrawn_on(event, consent)
}

/// B2–B7: ten years from registration, then forty in the archive (Art. 15(1)–(2), T-3, T-8).
fn ten_years(case: &RetentionCase) -> Term {
    let last = add_years(case.registered, DATABASE_YEARS);
    let archive = add_years(last, ARCHIVE_YEARS);
    let mut term = Term::new(r("R15.1.4"), &[art("15(1)"), art("15(2)")]).until(last).because(format!(
        "ten years from the registration of {}: last day in the database {last}",
        case.registered
    ));
    term.archive_until = Some(archive);
    term.trace.push(TraceStep::by(format!("forty years in the archive: last day {archive}"), art("15(2)")));
    term
}

/// B8: as B2–B7, and voluntary, so that a granted withdrawal of consent ends it earlier, in the database
/// or in the archive (C-30).
fn child(case: &RetentionCase, history: &History) -> Term {
    let mut term = ten_years(case);
    let Some(event) = history.first(&[EventKind::ConsentWithdrawalGranted]) else {
        return term;
    };
    if term.in_database_until.is_some_and(|last| event.date <= last) {
        return withdrawn(event, art("10(4)"));
    }
    if term.archive_until.is_some_and(|last| event.date <= last) {
        let ended = withdrawn(event, art("10(4)"));
        // Withdrawn on the first day after the database: the archive never begins.
        let archived = term.trace.pop();
        term.archive_until = ended.in_database_until.filter(|last| Some(*last) > term.in_database_until);
        term.trace.extend(archived.filter(|_| term.archive_until.is_some()));
        term.trace.extend(ended.trace);
        return Term { requirement: ended.requirement, articles: ended.articles, ..term };
    }
    term
}

/// G1 information: 25 years after the death was established, else to the day before the 100th birthday; a
/// final acquittal overrides both with its floor of one year (Art. 23(3), 29(1)).
fn convict(case: &RetentionCase, history: &History) -> Term {
    if let Some(event) = history.first(&[EventKind::AcquittalFinal]) {
        let floor = add_years(event.date, ACQUITTAL_YEARS);
        return Term::new(r("R23.3.1"), &[art("23(3)")]).until(floor).because(format!(
            "acquittal final on {}: withheld from searches at once, kept through {floor}, destroyed within 30 days after",
            event.date
        ));
    }
    let Some(century) = century(case.born) else {
        return Term::new(r("R29.1.2"), &[art("29(1)")]).because("no birth date: the end cannot be counted");
    };
    match history.first(&[EventKind::DeathEstablished, EventKind::DeclaredDead]) {
        Some(death) if death.date < century => Term::new(r("R29.1.1"), &[art("29(1)")])
            .until(add_years(death.date, GENOMIC_YEARS))
            .because(format!("{} on {}: twenty-five years after", death.kind, death.date)),
        Some(death) => Term::new(r("R29.1.3"), &[art("29(1)")]).until(day_before(century)).because(format!(
            "{} on {}, after the 100th birthday {century}: a record already due is not revived",
            death.kind, death.date
        )),
        None => Term::new(r("R29.1.2"), &[art("29(1)")])
            .until(day_before(century))
            .because(format!("no information on death: to the day before the 100th birthday {century}")),
    }
}

/// G1 material: from selection until the profile is obtained (Art. 22(2)).
fn convict_material(history: &History) -> Term {
    let term = Term::new(r("R22.2.1"), &[art("22(2)"), art("23(4)")]);
    match history.first(&[EventKind::ProfileObtained]) {
        Some(event) => term
            .until(day_before(event.date))
            .because(format!("genomic information obtained on {}: destroyed from that day", event.date)),
        None => term.because("kept until genomic information is obtained"),
    }
}

/// G2–G4 material is evidence: the criminal case decides, and it is returned, never destroyed by the
/// laboratory (Art. 22(1), 23(1)).
fn evidence_material(history: &History) -> Term {
    match history.first(&[EventKind::ProfileObtained]) {
        Some(event) => Term::new(r("R23.1.1"), &[art("23(1)")]).because(format!(
            "genomic information obtained on {}: to be returned to the body of inquiry or investigation, not destroyed",
            event.date
        )),
        None => Term::new(r("R22.1.1"), &[art("22(1)")])
            .because("term by Art. 118 of the Criminal Procedure Code, decided in the criminal case"),
    }
}

/// G3 material: as that of G2 and G4 when it is evidence; the record does not say whether it is.
fn relative_material(history: &History) -> Term {
    let mut term = evidence_material(history);
    term.trace.push(TraceStep::by(
        "if voluntary and not evidence: to be destroyed once the profile is obtained (C-29, R22.2.3)",
        art("22(2)"),
    ));
    term
}

/// G2 information: 25 years from registration (Art. 29(2)).
fn trace(case: &RetentionCase) -> Term {
    let last = add_years(case.registered, GENOMIC_YEARS);
    Term::new(r("R29.2.1"), &[art("29(2)")])
        .until(last)
        .because(format!("twenty-five years from the registration of {}", case.registered))
}

/// G3 information: until the missing person is found or the case is closed for lack of an event or a
/// crime (Art. 29(3)), or a withdrawal of consent is granted (C-30).
fn relative(history: &History) -> Term {
    let ends = [EventKind::Located, EventKind::CaseClosed, EventKind::ConsentWithdrawalGranted];
    match history.first(&ends) {
        Some(event) if event.kind == EventKind::ConsentWithdrawalGranted => {
            let consent = art("18(2)");
            Term::new(r("R29.3.1"), &[art("29(3)"), consent]).withdrawn_on(event, consent)
        }
        Some(event) => Term::new(r("R29.3.1"), &[art("29(3)")])
            .until(day_before(event.date))
            .because(format!("{} on {}: destroyed from that day", event.kind, event.date)),
        None => Term::new(r("R29.3.1"), &[art("29(3)")])
            .because("kept until the missing person is found or the case is closed: no end date"),
    }
}

/// G4 information: until identified, at most 25 years from registration (Art. 29(4)).
fn corpse(case: &RetentionCase, history: &History) -> Term {
    let ceiling = add_years(case.registered, GENOMIC_YEARS);
    let term = Term::new(r("R29.4.1"), &[art("29(4)")]);
    match history.first(&[EventKind::Identified]) {
        Some(event) if event.date <= ceiling => term
            .until(day_before(event.date))
            .because(format!("identified on {}: destroyed from that day", event.date)),
        _ => term.until(ceiling).because(format!(
            "not identified: twenty-five years from the registration of {}",
            case.registered
        )),
    }
}

/// B of T-4: the day the person would turn 100, by the latest possible birth date (T-6).
fn century(born: Option<BirthDate>) -> Option<Date> {
    born.map(|born| add_years(born.latest(), CENTURY_YEARS))
}

pub(super) fn day_before(date: Date) -> Date {
    date.saturating_sub(1.day())
}

pub(super) fn day_after(date: Date) -> Date {
    date.saturating_add(1.day())
}
