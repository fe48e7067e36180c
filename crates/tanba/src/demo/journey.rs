//! The journey of a population through the register: every step is the same command real work uses.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use law::Outcome;
use registry::{
    Adjudication, CandidateRecord, CandidateState, CaptureInput, Certificate, CommandError, FingerStatus,
    Registry, Verification, VerificationAnswer, ViewReason,
};
use synthetic::Person;
use tokio::task::JoinSet;
use vocabulary::{Actor, CaseId, Citizenship, FingerPosition, Purpose};

use super::applicant::Applicant;
use super::gated;
use super::keeping::{self, Kept};
use super::officers::Staff;
use super::prints::{Prints, Visit};
use crate::failure::Failure;
use crate::house::House;

/// A poor print is taken again at most this often.
const RECAPTURES_MAX: u64 = 2;
/// A duplicate check is repeated at most this often.
const CHECKS_MAX: u32 = 5;
/// Applicants at the desks at once: two cores, and one waiting.
const DESKS: usize = 3;
/// Seed of people who never applied.
const STRANGERS_SEED: u64 = 77;

/// What happened, counted.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    applied: u32,
    registered: u32,
    declined: u32,
    not_registered: u32,
    refused_by_law: u32,
    refusals_shown: u32,
    fingers: u32,
    fingers_missing: u32,
    recaptures: u32,
    unusable_images: u32,
    duplicates_found: u32,
    duplicates_missed: u32,
    false_candidates: u32,
    verified_own: (u32, u32),
    verified_other: (u32, u32),
    identified: (u32, u32),
    strangers: (u32, u32),
    /// Searches that another unit agreed to.
    gated: u32,
    records_viewed: u32,
    kept: Kept,
    synthetic: bool,
    /// What a reader should know.
    pub(crate) notes: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.applied += other.applied;
        self.registered += other.registered;
        self.declined += other.declined;
        self.not_registered += other.not_registered;
        self.refused_by_law += other.refused_by_law;
        self.refusals_shown += other.refusals_shown;
        self.fingers += other.fingers;
        self.fingers_missing += other.fingers_missing;
        self.recaptures += other.recaptures;
        self.unusable_images += other.unusable_images;
        self.false_candidates += other.false_candidates;
        self.notes.extend(other.notes);
    }

    /// Rows of the table.
    pub(crate) fn rows(&self, rows: &mut Vec<(String, String)>) {
        let mut row = |what: &str, value: String| rows.push((what.to_owned(), value));
        let of = |(part, whole): (u32, u32)| format!("{part} of {whole}");
        row("people who applied", self.applied.to_string());
        row("registered, certificate issued", self.registered.to_string());
        row("declined a voluntary registration, nothing kept", self.declined.to_string());
        row("not registered: the law exempts or asks for nothing", self.not_registered.to_string());
        row("refused by the law at opening", self.refused_by_law.to_string());
        row("attempts outside the law, each refused and logged", self.refusals_shown.to_string());
        row("finger images taken", self.fingers.to_string());
        row("finger positions with a reason instead", self.fingers_missing.to_string());
        row("images taken again for quality", self.recaptures.to_string());
        row("images that could not be used", self.unusable_images.to_string());
        if self.synthetic {
            row("second registration under other papers, found", self.duplicates_found.to_string());
        }
        row("other people proposed as duplicates, sent to examiners", self.false_candidates.to_string());
        row("verified 1:1 against their own record, confirmed", of(self.verified_own));
        row("verified 1:1 against another's record, confirmed", of(self.verified_other));
        row("registered people identified 1:N at rank 1", of(self.identified));
        if self.synthetic {
            row("strangers searched 1:N, with a candidate", of(self.strangers));
        }
        row("searches off by default, made with another unit's agreement", self.gated.to_string());
        row("records viewed by the prosecutor", self.records_viewed.to_string());
        row("records blocked, and set free by two", self.kept.blocked.to_string());
        row("records destroyed by an act with five signatures", self.kept.destroyed.to_string());
        row("rows and keys removed with them; left", format!("{}; {}", self.kept.removed, self.kept.left));
    }

    /// What the journey is for and did not do, in words. Error rates are printed, not judged here.
    pub(crate) fn missed(&self) -> Vec<&'static str> {
        let checks = [
            (self.registered > 0, "nobody was registered"),
            (self.refusals_shown > 0 || self.registered == 0, "no attempt outside the law was refused"),
            (self.kept.left == 0, "something of a destroyed record was left"),
            (
                self.kept.destroyed > 0 || self.registered < 3,
                "no record was destroyed after its consent was withdrawn",
            ),
            (self.duplicates_missed == 0, "a second registration under other papers was not found"),
            (
                self.verified_own.0 > 0 || self.registered == 0,
                "nobody was verified: no second impression of a registered finger could be used",
            ),
        ];
        checks.into_iter().filter(|(held, _)| !held).map(|(_, words)| words).collect()
    }
}

/// Someone on record, for the later visits.
struct OnRecord {
    index: usize,
    person: Person,
    certificate: Certificate,
}

/// Everyone applies, then comes back.
pub(crate) async fn travel(house: &House, staff: &Staff, prints: Prints) -> Result<Tally, Failure> {
    let registry = &house.registry;
    let today = vocabulary::legal_date_kz(registry.clock().now());
    let seed = match &prints {
        Prints::Synthetic { seed, .. } => *seed,
        Prints::Real { .. } => 1,
    };
    let mut tally = Tally { synthetic: prints.folder().is_none(), ..Tally::default() };
    let mut on_record = Vec::new();
    let bar = progress("registering", prints.len() as u64);
    let mut desks = JoinSet::new();
    for index in 0..prints.len() {
        let applicant = match prints.folder() {
            None => Applicant::new(index, Person::nth(seed, index as u64), staff, today),
            Some(_) => Applicant::for_real_finger(index, seed, staff, today),
        };
        if desks.len() >= DESKS {
            collect(desks.join_next().await, &mut tally, &mut on_record)?;
            bar.inc(1);
        }
        let (registry, prints, examiners) =
            (registry.clone(), prints.clone(), [staff.examiner, staff.second_examiner]);
        desks.spawn(async move { apply(&registry, &prints, &applicant, examiners).await });
    }
    while let Some(done) = desks.join_next().await {
        collect(Some(done), &mut tally, &mut on_record)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    on_record.sort_by_key(|someone| someone.index);

    outside_the_law(registry, staff, &on_record, &mut tally).await?;
    if tally.synthetic {
        second_registration(registry, staff, &prints, &on_record, &mut tally).await?;
    }
    later_visits(registry, staff, &prints, &on_record, &mut tally).await?;
    if tally.synthetic {
        strangers(registry, staff, &mut tally).await?;
    }
    for someone in on_record.iter().take(3) {
        let reason = ViewReason::new(Purpose::Supervision, "DEMO-SUPERVISION");
        let claim = someone.certificate.number.as_str();
        let number = registry.find_record(staff.prosecutor, claim, reason.clone()).await?;
        registry.view_record(staff.prosecutor, number, reason).await?;
        tally.records_viewed += 1;
    }
    let certificates = on_record.iter().rev().map(|someone| &someone.certificate);
    tally.kept = keeping::keep(registry, staff, certificates).await?;
    Ok(tally)
}

type Applied = Result<(Tally, Option<OnRecord>), Failure>;

fn collect(
    done: Option<Result<Applied, tokio::task::JoinError>>,
    tally: &mut Tally,
    on_record: &mut Vec<OnRecord>,
) -> Result<(), Failure> {
    if let Some(done) = done {
        let (counted, someone) = done.map_err(|error| Failure::new("demo", error.to_string()))??;
        tally.add(counted);
        on_record.extend(someone);
    }
    Ok(())
}

/// One applicant from the first question to the certificate.
async fn apply(
    registry: &Arc<Registry>,
    prints: &Prints,
    applicant: &Applicant,
    examiners: [Actor; 2],
) -> Applied {
    let mut tally = Tally { applied: 1, ..Tally::default() };
    let officer = applicant.officer;
    let opened = match registry.open_case(officer, applicant.case.clone()).await {
        Ok(opened) => opened.case,
        Err(CommandError::Refused { .. }) => {
            tally.refused_by_law = 1;
            return Ok((tally, None));
        }
        Err(error) => return Err(error.into()),
    };
    match opened.decision.outcome {
        Outcome::Register => {}
        _ => {
            tally.not_registered = 1;
            return Ok((tally, None));
        }
    }
    if applicant.declines {
        registry.decline(officer, opened.id).await?;
        tally.declined = 1;
        return Ok((tally, None));
    }
    for evidence in &opened.decision.missing_evidence {
        registry.give_evidence(officer, opened.id, *evidence, "kk", "DEMO-FORM-1").await?;
    }
    let captured = capture_all(registry, prints, applicant, opened.id, &mut tally).await?;
    if captured == 0 {
        return Ok((tally, None));
    }
    let certificate = check_and_register(registry, officer, opened.id, examiners, &mut tally).await?;
    tally.registered = 1;
    Ok((tally, Some(OnRecord { index: applicant.index, person: applicant.person.clone(), certificate })))
}

/// The duplicate check and the registration. Somebody alike may be registered between the two at another
/// desk: then the check is repeated, as an operator would.
async fn check_and_register(
    registry: &Registry,
    officer: Actor,
    case: CaseId,
    examiners: [Actor; 2],
    tally: &mut Tally,
) -> Result<Certificate, Failure> {
    let mut checks = 0;
    loop {
        checks += 1;
        for candidate in &registry.check_duplicates(officer, case).await?.candidates {
            tally.false_candidates += 1;
            judge(registry, examiners, candidate, Adjudication::Different).await?;
        }
        match registry.register(officer, case).await {
            Err(CommandError::WrongState { .. }) if checks < CHECKS_MAX => {}
            done => return Ok(done?),
        }
    }
}

/// Ten positions, each an image or a reason; a poor print is taken again.
async fn capture_all(
    registry: &Arc<Registry>,
    prints: &Prints,
    applicant: &Applicant,
    case: CaseId,
    tally: &mut Tally,
) -> Result<u32, Failure> {
    let mut captured = 0;
    for position in FingerPosition::ALL {
        for attempt in 0..=RECAPTURES_MAX {
            let (source, person) = (prints.clone(), applicant.person.clone());
            let (index, position) = (applicant.index, *position);
            let given = blocking(move || source.at_registration(index, &person, position, attempt)).await?;
            let input = match given {
                Ok(input) => input,
                Err(message) => {
                    tally.unusable_images += 1;
                    tally.notes.push(message);
                    break;
                }
            };
            let status = match registry.capture(applicant.officer, case, position, input).await {
                Ok(finger) => finger.status,
                Err(CommandError::Capture(error)) => {
                    tally.unusable_images += 1;
                    let name = prints.finger_name(index).unwrap_or("a synthetic finger");
                    tally.notes.push(format!("{name}: {error}"));
                    if prints.folder().is_some() {
                        break;
                    }
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            match status {
                FingerStatus::Captured { below_minimum: true, .. }
                    if attempt < RECAPTURES_MAX && prints.folder().is_none() =>
                {
                    tally.recaptures += 1;
                }
                FingerStatus::Captured { .. } => {
                    tally.fingers += 1;
                    captured += 1;
                    break;
                }
                FingerStatus::Missing(_) | FingerStatus::Empty => {
                    tally.fingers_missing += 1;
                    break;
                }
            }
        }
    }
    Ok(captured)
}

/// Two examiners, neither seeing the other's opinion.
async fn judge(
    registry: &Registry,
    examiners: [Actor; 2],
    candidate: &CandidateRecord,
    adjudication: Adjudication,
) -> Result<CandidateState, Failure> {
    let mut state = candidate.state.clone();
    for examiner in examiners {
        state =
            registry.adjudicate(examiner, candidate.id, adjudication, "compared side by side").await?.state;
    }
    Ok(state)
}

/// What must not work: each attempt is refused by the law and leaves its entry.
async fn outside_the_law(
    registry: &Registry,
    staff: &Staff,
    on_record: &[OnRecord],
    tally: &mut Tally,
) -> Result<(), Failure> {
    let Some(someone) = on_record.first() else { return Ok(()) };
    let claim = someone.certificate.number.as_str().to_owned();
    let curious = ViewReason::new(Purpose::Safety, "DEMO-CURIOUS");
    let supervision = ViewReason::new(Purpose::Supervision, "DEMO-X");
    let today = vocabulary::legal_date_kz(registry.clock().now());
    let mut errand = Applicant::new(0, someone.person.clone(), staff, today).case;
    errand.basis = vocabulary::Basis::B3;
    errand.person.citizenship = Citizenship::Foreigner;
    errand.person.nationality = Some("UZB".to_owned());
    let attempts = [
        ("a view for no lawful purpose", registry.find_record(staff.operator, &claim, curious).await.err()),
        (
            "an operator in the prosecutor's role",
            registry.find_record(staff.operator, &claim, supervision).await.err(),
        ),
        ("a permit case by a foreign institution", registry.open_case(staff.consul, errand).await.err()),
    ];
    for (what, error) in attempts {
        match error {
            Some(CommandError::Refused { .. }) => tally.refusals_shown += 1,
            Some(error) => tally.notes.push(format!("{what} ended otherwise: {error}")),
            None => tally.notes.push(format!("{what} was not refused")),
        }
    }
    Ok(())
}

/// A registered citizen applies once more under other papers.
async fn second_registration(
    registry: &Arc<Registry>,
    staff: &Staff,
    prints: &Prints,
    on_record: &[OnRecord],
    tally: &mut Tally,
) -> Result<(), Failure> {
    let today = vocabulary::legal_date_kz(registry.clock().now());
    let Some(someone) = on_record.iter().find(|s| s.person.citizenship == Citizenship::Citizen) else {
        return Ok(());
    };
    let other = Applicant::for_real_finger(0, STRANGERS_SEED, staff, today).person;
    let first = Applicant::new(someone.index, someone.person.clone(), staff, today);
    let applicant = Applicant { officer: staff.operator, ..first.under_other_papers(&other) };
    let case = registry.open_case(applicant.officer, applicant.case.clone()).await?.case;
    for evidence in &case.decision.missing_evidence {
        registry.give_evidence(applicant.officer, case.id, *evidence, "kk", "DEMO-FORM-1").await?;
    }
    let mut unnoticed = Tally::default();
    capture_all(registry, prints, &applicant, case.id, &mut unnoticed).await?;
    tally.fingers += unnoticed.fingers;
    let check = registry.check_duplicates(applicant.officer, case.id).await?;
    let mut found = false;
    for candidate in &check.candidates {
        let state =
            judge(registry, [staff.examiner, staff.second_examiner], candidate, Adjudication::Same).await?;
        found |= state == CandidateState::Decided(Adjudication::Same);
    }
    match found {
        true => tally.duplicates_found += 1,
        false => tally.duplicates_missed += 1,
    }
    Ok(())
}

/// Everyone on record comes back: verified against their own record and another's, then identified.
async fn later_visits(
    registry: &Arc<Registry>,
    staff: &Staff,
    prints: &Prints,
    on_record: &[OnRecord],
    tally: &mut Tally,
) -> Result<(), Failure> {
    let bar = progress("verifying and identifying", on_record.len() as u64);
    for (place, someone) in on_record.iter().enumerate() {
        for visit in prints.later_visits(someone.index, &someone.person) {
            let fingers = match blocking(move || fingers_of(&visit)).await? {
                Ok(fingers) => fingers,
                Err(message) => {
                    tally.unusable_images += 1;
                    tally.notes.push(message);
                    continue;
                }
            };
            let own = someone.certificate.number.as_str();
            let other = on_record[(place + 1) % on_record.len()].certificate.number.as_str();
            let number = match verify(registry, staff.operator, own, &fingers).await? {
                Ok(done) => {
                    count(&mut tally.verified_own, done.answer == VerificationAnswer::Confirmed);
                    done.registry_number
                }
                Err(message) => {
                    tally.unusable_images += 1;
                    tally.notes.push(message);
                    continue;
                }
            };
            if other != own {
                let answer = verify(registry, staff.operator, other, &fingers).await?.map(|done| done.answer);
                count(&mut tally.verified_other, answer == Ok(VerificationAnswer::Confirmed));
            }
            let unknown = fingers.into_iter().map(|(position, input)| (Some(position), input)).collect();
            let found = gated::identify(registry, staff, &mut tally.gated, unknown).await;
            let best = found?.hits.first().map(|hit| hit.registry_number);
            count(&mut tally.identified, best == Some(number));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// People who never applied are searched with a case; nobody should be proposed.
async fn strangers(registry: &Arc<Registry>, staff: &Staff, tally: &mut Tally) -> Result<(), Failure> {
    for index in 0..10 {
        let visit = Visit::Synthetic(0, Person::nth(STRANGERS_SEED, 500 + index));
        let Ok(fingers) = blocking(move || fingers_of(&visit)).await? else { continue };
        let unknown = fingers.into_iter().map(|(position, input)| (Some(position), input)).collect();
        if let Ok(found) = gated::corpse(registry, staff, unknown).await {
            count(&mut tally.strangers, !found.hits.is_empty());
        }
    }
    Ok(())
}

/// The inner error is an image that could not be used, in words.
async fn verify(
    registry: &Registry,
    officer: Actor,
    claim: &str,
    fingers: &[(FingerPosition, CaptureInput)],
) -> Result<Result<Verification, String>, Failure> {
    match registry.verify(officer, claim, Purpose::Confirm, None, fingers.to_vec()).await {
        Ok(done) => Ok(Ok(done)),
        Err(CommandError::Capture(error)) => Ok(Err(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

fn fingers_of(visit: &Visit) -> Result<Vec<(FingerPosition, CaptureInput)>, String> {
    visit.fingers()
}

fn count((part, whole): &mut (u32, u32), hit: bool) {
    *part += u32::from(hit);
    *whole += 1;
}

/// Work on images leaves the runtime's threads free.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure::new("demo", error.to_string()))
}

fn progress(what: &'static str, steps: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(steps).with_style(style).with_message(what)
}
