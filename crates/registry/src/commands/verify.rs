//! 1:1: is this the person they claim to be? (Art. 16(1), 16(4); R10.3.1 instead of a second enrolment.)

use dactyloscopy::{MATCH_THRESHOLD, Prepared, Template, log10_likelihood_ratio};
use law::{Grant, Operation, QueryKind, Request, Search, SearchPass};
use serde::Serialize;
use vocabulary::{
    Actor, Basis, Body, CaseId, FingerPosition, PersonId, Purpose, RegistryNumber, Role, SearchId,
};

use super::prints::{extract_all, pass_of};
use super::wrong_state;
use crate::act::{About, is_own_case};
use crate::error::CommandError;
use crate::model::{CaptureInput, CaseRecord, CaseState, OtherVersion, Verification, VerificationAnswer};
use crate::sequencer::{Change, Keeper, Owner, Transaction};
use crate::validate::{self, invalid};
use crate::{Registry, facts, random, reach};

/// Verifications of one case that may end "not confirmed" before an expert compares (R10.3.2).
pub(crate) const ATTEMPTS_MAX: u8 = 3;

#[derive(Serialize)]
pub(super) struct Compared {
    search: SearchId,
    query: QueryKind,
    gallery: Basis,
    record: RegistryNumber,
    answer: VerificationAnswer,
    /// As text: floating-point numbers have no single JSON form.
    score: String,
    /// The least score that confirms, and the version that scored (R1.12.1).
    threshold: String,
    algorithm: String,
    /// Each finger compared, with its score (R10.3.1).
    fingers: Vec<(FingerPosition, String)>,
}

impl Compared {
    pub(super) fn of(search: SearchId, record: RegistryNumber, gallery: Basis, result: &Match) -> Self {
        let text = |score: f32| format!("{score:.6}");
        Self {
            search,
            query: QueryKind::Verification,
            gallery,
            record,
            answer: result.answer,
            score: text(result.score),
            threshold: text(MATCH_THRESHOLD),
            algorithm: dactyloscopy::ALGORITHM.to_string(),
            fingers: result.fingers.iter().map(|(position, score)| (*position, text(*score))).collect(),
        }
    }
}

const NO_RECORD: CommandError = CommandError::NotFound { what: "record" };

/// One comparison of fresh prints with a record.
pub(crate) struct Match {
    pub(crate) score: f32,
    pub(crate) log10_lr: f32,
    pub(crate) fingers: Vec<(FingerPosition, f32)>,
    pub(crate) answer: VerificationAnswer,
    /// Fingers compared across algorithm versions.
    pub(crate) other_versions: Vec<OtherVersion>,
    /// Positions that agree in a mirror, when the prints as given do not and the mirrored ones would confirm.
    pub(crate) mirrored: Vec<FingerPosition>,
}

impl Match {
    /// A mirrored image says nothing about the person: it is neither an answer nor an attempt.
    pub(crate) fn unless_mirrored(self) -> Result<Self, CommandError> {
        if self.mirrored.is_empty() {
            Ok(self)
        } else {
            Err(CommandError::Mirrored { fingers: self.mirrored })
        }
    }
}

pub(crate) async fn run(
    registry: &Registry,
    actor: Actor,
    claim: &str,
    purpose: Purpose,
    case: Option<CaseId>,
    fingers: Vec<(FingerPosition, CaptureInput)>,
) -> Result<Verification, CommandError> {
    validate::claim(claim)?;
    let case = match case {
        Some(id) => {
            let case = registry.case_record(id).await?;
            Some(facts::refreshed(registry, case, registry.today())?)
        }
        None => None,
    };
    // Who may not verify hears nothing of the stores: the law answers to the form before the look-up.
    let asked = may_ask(registry, actor, purpose, case.as_ref()).await?;
    let of_case =
        |case: &Option<CaseRecord>| case.as_ref().map_or(About::Nothing, |case| About::Case(case.id));
    let (person, number, basis) = match registry.claimed_record(actor, claim).await {
        Ok(Some(target)) => target,
        // Somebody asked for a record that is not there: that is an act as well.
        Ok(None) => return registry.ended(asked, of_case(&case), NO_RECORD).await,
        Err(error) => return registry.ended(asked, of_case(&case), error).await,
    };
    let open = open_verifications(registry, actor, purpose, person).await?;
    let attempts = open.iter().map(|case| case.verification_attempts).fold(0, u8::saturating_add);
    // Attempts count, and a confirmed answer closes the case, also when the form names none.
    let case = case.or_else(|| open.into_iter().next());
    let mut request = request(registry, actor, purpose, case.as_ref());
    request.basis = request.basis.or(Some(basis));
    request.life = registry.settled_life(number).await?.map(|life| life.state);
    request.own_case |= registry.is_own(actor, person).await?;
    request.search = Some(Search::new(QueryKind::Verification, std::slice::from_ref(&basis)));
    let grant = registry.allow(&request, About::Record(number, "verify")).await?;
    let compared = match case.as_ref().map_or(Ok(()), |case| check_case(case, person, attempts)) {
        Ok(()) => compare_with(registry, &pass_of(&grant)?, (number, basis), fingers).await,
        Err(error) => Err(error),
    };
    let result = match compared {
        Ok(result) => result,
        Err(error) => return registry.ended(grant, About::Record(number, "verify"), error).await,
    };
    let search = SearchId::from_random_bytes(random::bytes()?);
    let compared = Compared::of(search, number, basis, &result);
    let transaction =
        Transaction::granted(grant).about("comparison", Keeper::Links, Owner::Record(number), &compared)?;
    let receipt = registry.submit(with_case(registry, transaction, case, result.answer).await?).await?;
    Ok(Verification {
        search,
        registry_number: number,
        answer: result.answer,
        score: result.score,
        threshold: MATCH_THRESHOLD,
        log10_lr: result.other_versions.is_empty().then_some(result.log10_lr),
        other_versions: result.other_versions,
        fingers: result.fingers,
        ledger_sequence: receipt.sequence,
        at: receipt.at,
    })
}

/// Role, body and purpose, before anything is looked up. At the border a verification rests on the law's decision about
/// the traveller: it is made there (see [`super::lane`]), and without one the law refuses.
async fn may_ask(
    registry: &Registry,
    actor: Actor,
    purpose: Purpose,
    case: Option<&CaseRecord>,
) -> Result<Grant, CommandError> {
    let mut asked = request(registry, actor, purpose, case);
    asked.basis = asked.basis.or(usual_basis(actor.body));
    registry.allow(&asked, case.map_or(About::Nothing, |case| About::Case(case.id))).await
}

/// The open cases of the actor's body that wait for a verification of this person.
async fn open_verifications(
    registry: &Registry,
    actor: Actor,
    purpose: Purpose,
    person: PersonId,
) -> Result<Vec<CaseRecord>, CommandError> {
    let mut open = Vec::new();
    if purpose != Purpose::Confirm {
        return Ok(open);
    }
    for case in registry.store.cases_of(person).await? {
        if case.state != CaseState::Open || !is_own_case(actor, &case) {
            continue;
        }
        let case = facts::refreshed(registry, case, registry.today())?;
        if case.decision.outcome == law::Outcome::Verify && case.decision.may_capture {
            open.push(case);
        }
    }
    Ok(open)
}

pub(super) async fn compare_with(
    registry: &Registry,
    pass: &SearchPass,
    (number, basis): (RegistryNumber, Basis),
    fingers: Vec<(FingerPosition, CaptureInput)>,
) -> Result<Match, CommandError> {
    if !pass.reaches(basis) {
        return Err(NO_RECORD);
    }
    let probes = extract_all(registry, fingers).await?;
    compare(&probes, &registry.templates(number).await?)?.unless_mirrored()
}

/// What the answer does to the case: a confirmed person's new details become those of the record.
async fn with_case(
    registry: &Registry,
    transaction: Transaction,
    case: Option<CaseRecord>,
    answer: VerificationAnswer,
) -> Result<Transaction, CommandError> {
    let Some(case) = case else { return Ok(transaction) };
    let mut transaction = transaction.about("case", Keeper::Identity, Owner::Case(case.id), &case.id)?;
    if answer == VerificationAnswer::Confirmed
        && let Some(change) = facts::proven_details(&*registry.store, &case).await?
    {
        transaction = transaction.change(change);
    }
    Ok(transaction.change(Change::CaseUpdated(Box::new(after(case, answer)))))
}

fn request<'a>(
    registry: &Registry,
    actor: Actor,
    purpose: Purpose,
    case: Option<&'a CaseRecord>,
) -> Request<'a> {
    let mut request = Request::new(actor, Operation::Verify, purpose, registry.today());
    if let Some(case) = case {
        request = request
            .with_decision(&case.decision)
            .on_case(case.id, is_own_case(actor, case))
            .with_case_reference(&case.reference);
        request.duty_refused = case.state == CaseState::Refused;
    }
    request
}

/// The basis on which a body asks for a record that turns out not to be there.
fn usual_basis(body: Body) -> Option<Basis> {
    match body {
        Body::Trb => Some(Basis::B2),
        Body::Mfa => Some(Basis::B7),
        _ => None,
    }
}

/// `attempts`: of all open verifications of the person, so that a second case does not start anew.
fn check_case(case: &CaseRecord, person: PersonId, attempts: u8) -> Result<(), CommandError> {
    super::must_be_open(case)?;
    if case.decision.outcome != law::Outcome::Verify {
        return Err(wrong_state("the decision on this case is not a verification: register the person"));
    }
    if case.person != Some(person) {
        return Err(invalid("claim", "names another person than the one of the case"));
    }
    if attempts >= ATTEMPTS_MAX {
        return Err(wrong_state(format!(
            "{ATTEMPTS_MAX} verifications were not confirmed: the supervisor has an expert compare (R10.3.2)"
        )));
    }
    Ok(())
}

/// The case after the answer: confirmed closes it, otherwise the attempt is counted.
fn after(mut case: CaseRecord, answer: VerificationAnswer) -> CaseRecord {
    match answer {
        VerificationAnswer::Confirmed => case.state = CaseState::Verified,
        VerificationAnswer::NotConfirmed => {
            case.verification_attempts = case.verification_attempts.saturating_add(1);
        }
    }
    case.version += 1;
    case
}

/// Finger by finger against the same position of the record. Confirmed when the best finger reaches the
/// threshold and the fingers together speak at least as strongly as one finger at the threshold, so that
/// offering many fingers does not make a chance agreement easier.
pub(crate) fn compare(
    probes: &[(FingerPosition, Template)],
    record: &[(FingerPosition, Template)],
) -> Result<Match, CommandError> {
    let (mut pairs, mut other_versions) = (Vec::new(), Vec::new());
    for (position, probe) in probes {
        if pairs.iter().any(|(seen, _, _)| seen == position) {
            return Err(invalid("fingers", format!("{position} was given twice")));
        }
        if let Some((_, enrolled)) = record.iter().find(|(at, _)| at == position) {
            other_versions.extend(OtherVersion::of(*position, probe, enrolled));
            pairs.push((*position, probe, Prepared::new(enrolled)));
        }
    }
    if pairs.is_empty() {
        return Err(invalid("fingers", "the record holds none of these fingers: present another one"));
    }
    let scores = |probe_of: fn(&Template) -> Prepared| -> Vec<(FingerPosition, f32)> {
        let of = |(position, probe, enrolled): &(FingerPosition, &Template, Prepared)| {
            (*position, dactyloscopy::score(&probe_of(probe), enrolled))
        };
        pairs.iter().map(of).collect()
    };
    let fingers = scores(Prepared::new);
    let (score, log10_lr) = together(&fingers);
    if confirms(score, log10_lr) {
        let answer = VerificationAnswer::Confirmed;
        return Ok(Match { score, log10_lr, fingers, answer, other_versions, mirrored: Vec::new() });
    }
    let turned = scores(|probe| Prepared::new(&probe.mirrored()));
    let (best, weight) = together(&turned);
    let mirrored =
        turned.into_iter().filter(|(_, score)| confirms(best, weight) && *score >= MATCH_THRESHOLD);
    let mirrored = mirrored.map(|(position, _)| position).collect();
    let answer = VerificationAnswer::NotConfirmed;
    Ok(Match { score, log10_lr, fingers, answer, other_versions, mirrored })
}

/// The best finger's score, and what all fingers weigh together.
fn together(fingers: &[(FingerPosition, f32)]) -> (f32, f32) {
    let score = fingers.iter().map(|(_, score)| *score).fold(0.0, f32::max);
    (score, fingers.iter().map(|(_, score)| log10_likelihood_ratio(*score)).sum())
}

fn confirms(score: f32, log10_lr: f32) -> bool {
    score >= MATCH_THRESHOLD && log10_lr >= log10_likelihood_ratio(MATCH_THRESHOLD)
}

impl Registry {
    /// Whom a claim names: a certificate number, an IIN or a document number.
    async fn claimed_person(&self, claim: &str) -> Result<Option<PersonId>, CommandError> {
        let claim = claim.trim();
        if let Some(number) = vocabulary::CertificateNumber::parse(claim) {
            return Ok(self.store.certificate(&number).await?.map(|(_, person)| person));
        }
        if let Ok(iin) = vocabulary::Iin::parse(claim)
            && let Some(person) = self.store.person_by_iin(iin.as_str()).await?
        {
            return Ok(Some(person.id));
        }
        let mut holders = self.store.persons_by_document(claim).await?;
        if holders.len() > 1 {
            let why = "several persons hold documents of this number: use the IIN or the certificate number";
            return Err(invalid("claim", why));
        }
        Ok(holders.pop().map(|person| person.id))
    }

    /// Whom a claim names, with their newest record in the domain the actor may touch.
    pub(crate) async fn claimed_record(
        &self,
        actor: Actor,
        claim: &str,
    ) -> Result<Option<(PersonId, RegistryNumber, Basis)>, CommandError> {
        let Some(person) = self.claimed_person(claim).await? else { return Ok(None) };
        let record = self.newest_record(actor, person).await?;
        Ok(record.map(|(number, basis)| (person, number, basis)))
    }

    /// The person's newest record in the domain the actor may touch.
    async fn newest_record(
        &self,
        actor: Actor,
        person: PersonId,
    ) -> Result<Option<(RegistryNumber, Basis)>, CommandError> {
        let mut newest = None;
        for number in self.store.registry_numbers_of(person).await? {
            let readable = |basis: &Basis| reach::keeps(actor.body, *basis) || actor.role == Role::Prosecutor;
            if let Some(basis) = self.index.basis_of(number).filter(readable) {
                newest = Some((number, basis));
            }
        }
        Ok(newest)
    }
}
