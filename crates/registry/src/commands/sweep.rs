//! The daily sweep: each record's term is counted, what ended is marked, what a person must look at is listed
//! (R17.2.1, R15.1.x, R23.x). Nothing is destroyed by it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use law::{
    Duty, DutyDates, Grant, KeyHolder, KeyHolders, Operation, RecordObject, RecordState, Request, Retained,
    Stage, Standing, Step, TermTable, WorkCalendar,
};
use vocabulary::{
    Actor, Basis, Body, OfficerId, Purpose, RegistryNumber, Role, Territory, Unit, legal_date_kz,
};

use super::keeping::{granted_state, ground, move_to};
use super::terms::{self, Rules};
use super::wrong_state;
use crate::Registry;
use crate::act::About;
use crate::error::CommandError;
use crate::model::{Document, DocumentKind, DueRecord, ProposalKind, RecordLife, SweepMark, SweepReport};
use crate::sequencer::{Change, Transaction};

/// Marks handed to the write path before the first is waited for: they share commits.
const AT_ONCE: usize = 256;

/// The register itself, acting for the body that keeps the records of a basis.
pub(crate) fn system(basis: Option<Basis>) -> Actor {
    let body = basis.and_then(law::terms_kept_by).unwrap_or(Body::Iab);
    Actor { officer: OfficerId::from_random_bytes([0; 16]), body, role: Role::System, unit: Unit::CENTRAL }
}

/// Goes over every record, computing its term once.
struct Sweeping {
    day: Date,
    table: TermTable,
    calendar: WorkCalendar,
    unblocked: Unblocked,
    /// Used again for each record.
    retained: Retained,
    report: SweepReport,
}

impl Sweeping {
    fn new(day: Date, table: TermTable, unblocked: Unblocked) -> Self {
        let retained = Retained {
            basis: Basis::B1,
            object: RecordObject::Information,
            born: None,
            registered: day,
            events: Vec::new(),
        };
        let calendar = WorkCalendar::default();
        Self { day, table, calendar, unblocked, retained, report: SweepReport::default() }
    }

    /// Counts one record and says what is to be done with it.
    fn look(&mut self, life: &Arc<RecordLife>) -> Option<(Arc<RecordLife>, Step<'static>)> {
        life.retained_into(self.day, &mut self.retained);
        let standing = law::due_under(&self.retained, self.day, &self.table);
        let report = &mut self.report;
        report.records += 1;
        report.reviews += u64::from(standing.review.is_some());
        report.blocks_overdue += u64::from(is_block_overdue(life, self.day));
        let duty = still_to_do(life, &standing, &self.calendar, &self.unblocked);
        report.due_blocked += u64::from(duty.is_some() && life.state.is_blocked());
        report.overdue += u64::from(is_overdue(life.state, duty, self.day));
        wanted(life, &standing, self.day).map(|step| (Arc::clone(life), step))
    }
}

/// What the sweep does with one record.
fn wanted(life: &RecordLife, standing: &Standing, day: Date) -> Option<Step<'static>> {
    let stage = life.state.stage();
    let step = match (standing.duty.map(|(duty, _)| duty), stage) {
        (
            Some(Duty::Destroy),
            Stage::Registered | Stage::Withheld | Stage::DueForArchive | Stage::Archived,
        ) => Some(Step::EndForDestruction),
        (Some(Duty::Archive), Stage::Registered | Stage::Withheld) => Some(Step::EndForArchive),
        (Some(Duty::Archive), Stage::Due | Stage::ArchivedDue)
        | (None, Stage::Due | Stage::DueForArchive | Stage::ArchivedDue) => Some(Step::Reopen),
        (None | Some(Duty::Return), Stage::Registered) if standing.withheld.is_some() => Some(Step::Withhold),
        _ => None,
    };
    step.or_else(|| cut_again(life, day))
}

/// A link that was joined for a limited time is cut again the day after (R9.1.2).
fn cut_again(life: &RecordLife, day: Date) -> Option<Step<'static>> {
    life.joined_until.filter(|last| *last < day)?;
    let holder = |number| {
        let unit = Unit::new(Territory::REPUBLIC, number).unwrap_or(Unit::CENTRAL);
        KeyHolder { officer: OfficerId::from_random_bytes([number as u8; 16]), unit }
    };
    // The two who joined it agreed to the end of it as well.
    Some(Step::Depersonalise(KeyHolders { first: holder(0), second: holder(1) }))
}

pub(crate) async fn run(registry: &Registry) -> Result<SweepReport, CommandError> {
    let _one = registry.keeping.lock().await;
    let day = registry.today();
    let last = match registry.store.document(DocumentKind::Sweep, Document::sweep_id()).await? {
        Some(Document::Sweep(mark)) => Some(mark),
        _ => None,
    };
    if let Some(mark) = last.as_ref().filter(|mark| day < mark.day) {
        let why = format!(
            "the day {} was swept already and the clock says {day}: set the clock of this machine right",
            mark.day
        );
        return Err(wrong_state(why));
    }
    let actor = system(None);
    let request = registry.keeping_in_general(actor, Operation::Sweep);
    let grant = registry.allow(&request, About::Nothing).await?;
    let (rules, first) = match Rules::of(registry).await? {
        Rules::Settled(rules) => (rules, None),
        Rules::First(rules) => (rules.clone(), Some(Document::Terms(rules))),
        changed => return unconfirmed(registry, grant, changed).await,
    };
    let unblocked = unblocked(registry).await?;
    let report = mark_all(registry, Sweeping::new(day, rules.rules.table, unblocked)).await?;
    let version = last.map_or(1, |mark| mark.version + 1);
    let mark = SweepMark { day, report: report.clone(), terms: Some(rules.fingerprint), version };
    let mut transaction = Transaction::granted(grant).change(documented(Document::Sweep(mark)));
    if let Some(first) = first {
        transaction = transaction.change(documented(first));
    }
    registry.submit(transaction).await?;
    super::lane_exemptions::forget_over(registry).await?;
    Ok(report)
}

fn documented(document: Document) -> Change {
    Change::Documented(Box::new(document))
}

async fn mark_all(registry: &Registry, mut sweeping: Sweeping) -> Result<SweepReport, CommandError> {
    let (mut marks, mut after) = (Vec::new(), None);
    loop {
        after = registry.lives.find_after(after, |life| sweeping.look(life), &mut marks);
        while marks.len() >= AT_ONCE || (after.is_none() && !marks.is_empty()) {
            let rest = marks.split_off(marks.len().min(AT_ONCE));
            apply(registry, std::mem::replace(&mut marks, rest), &mut sweeping.report).await?;
        }
        if after.is_none() {
            return Ok(sweeping.report);
        }
        tokio::task::yield_now().await;
    }
}

/// While a change of the rules waits no term marks anything; a link joined for a limited time is cut all the same.
async fn unconfirmed(registry: &Registry, grant: Grant, rules: Rules) -> Result<SweepReport, CommandError> {
    let day = registry.today();
    let cut = registry.lives.find(|life| Some((Arc::clone(life), cut_again(life, day)?)));
    let mut report = SweepReport::default();
    for marks in cut.chunks(AT_ONCE) {
        apply(registry, marks.to_vec(), &mut report).await?;
    }
    let why = rules.wait().unwrap_or_default();
    let error = match rules {
        Rules::Changed(change) => {
            let waiting = terms::waiting(registry, &change).await?;
            let (number, differing) = (waiting.text.number, waiting.text.totals.differing);
            wrong_state(format!(
                "{why}: report {number} of {differing} records must be signed by the data-protection officer and \
                 confirmed by the head before any term is counted by the new rules; nothing was marked"
            ))
        }
        _ => wrong_state(format!("{why}; nothing was marked")),
    };
    registry.ended(grant, About::Nothing, error).await
}

fn is_block_overdue(life: &RecordLife, day: Date) -> bool {
    life.state.review_by().is_some_and(|by| by < day)
}

/// The last day a block of each record ended, where one did.
type Unblocked = HashMap<RegistryNumber, Date>;

/// From the proposals that two agreed to: a block ends in no other way (R9.2.2).
async fn unblocked(registry: &Registry) -> Result<Unblocked, CommandError> {
    let ended = |document| match document {
        Document::Proposal(proposal) if proposal.kind == ProposalKind::Unblock => {
            let settled = proposal.settled.filter(|settled| settled.agreed)?;
            Some((proposal.number, legal_date_kz(settled.at)))
        }
        _ => None,
    };
    let mut last = Unblocked::new();
    for (number, day) in registry.gather(DocumentKind::Proposal, ended).await? {
        last.entry(number).and_modify(|known| *known = day.max(*known)).or_insert(day);
    }
    Ok(last)
}

/// Whether a duty should have been done by now. Under a block nothing may be done and nothing is overdue (R9.2.4).
fn is_overdue(state: RecordState, duty: Option<DutyDates>, day: Date) -> bool {
    !state.is_blocked() && duty.is_some_and(|duty| duty.execute_by < day)
}

/// What is to be done with a record on a day.
fn due(
    life: &RecordLife,
    day: Date,
    table: &TermTable,
    calendar: &WorkCalendar,
    unblocked: &Unblocked,
) -> DueRecord {
    let standing = life.standing(day, table);
    let duty = still_to_do(life, &standing, calendar, unblocked);
    DueRecord {
        number: life.number,
        basis: life.basis,
        registered_on: life.registered_on,
        state: life.state,
        term: standing.term,
        duty,
        overdue: is_overdue(life.state, duty, day),
        review: standing.review,
        block_overdue: is_block_overdue(life, day),
    }
}

/// What is to be done, and by when. The duty to archive lasts as long as the archive: in the archive it is done.
fn still_to_do(
    life: &RecordLife,
    standing: &Standing,
    calendar: &WorkCalendar,
    unblocked: &Unblocked,
) -> Option<DutyDates> {
    let archived = matches!(life.state.stage(), Stage::Archived | Stage::ArchivedDue);
    let unblocked = unblocked.get(&life.number).copied();
    standing.duty_dates(calendar, unblocked).filter(|duty| !(archived && duty.duty == Duty::Archive))
}

async fn apply(
    registry: &Registry,
    marks: Vec<(Arc<RecordLife>, Step<'static>)>,
    report: &mut SweepReport,
) -> Result<(), CommandError> {
    let marked = marks.iter().map(|(life, step)| mark(registry, life, *step));
    for (answer, (life, step)) in futures(marked).await.into_iter().zip(&marks) {
        match answer {
            Ok(()) => note(report, *step),
            // Changed meanwhile by an officer, or stopped by a block: the next sweep looks again.
            Err(CommandError::Store(crate::StoreError::Conflict { .. }) | CommandError::Refused { .. }) => {
                tracing::info!(number = %life.number, "left to the next sweep");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Runs all at once, so that they share commits.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        let mut open = false;
        for (future, answer) in &mut waiting {
            if answer.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *answer = Some(value),
                    std::task::Poll::Pending => open = true,
                }
            }
        }
        if open { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    waiting.into_iter().filter_map(|(_, answer)| answer).collect()
}

fn note(report: &mut SweepReport, step: Step<'_>) {
    match step {
        Step::EndForArchive => report.due_for_archive += 1,
        Step::EndForDestruction => report.due += 1,
        Step::Reopen => report.reopened += 1,
        Step::Withhold => report.withheld += 1,
        _ => report.cut_again += 1,
    }
}

async fn mark(registry: &Registry, life: &RecordLife, step: Step<'static>) -> Result<(), CommandError> {
    let about = About::Record(life.number, "sweep");
    let request =
        Request::new(system(Some(life.basis)), Operation::Sweep, Purpose::Keeping, registry.today())
            .on_record(life.basis, life.state)
            .with_step(step);
    let grant = registry.allow(&request, about).await?;
    let state = granted_state(&grant)?;
    let mut transaction = about.of(Transaction::granted(grant))?;
    let mut joined_until = life.joined_until;
    if matches!(step, Step::Depersonalise(_)) {
        joined_until = None;
        transaction = transaction.change(Change::LinkCut { number: life.number });
    }
    let ground = ground(step.kind(), "", &[]);
    registry.submit(move_to(transaction, life, state, joined_until, ground)).await?;
    Ok(())
}

/// What is due on the legal date, by registry number: no names (R17.2.1).
pub(crate) async fn due_list(registry: &Registry, actor: Actor) -> Result<Vec<DueRecord>, CommandError> {
    registry.note(&registry.keeping_in_general(actor, Operation::ViewTerms), About::Nothing).await?;
    let (day, table, calendar) =
        (registry.today(), terms::in_force(registry).await?, WorkCalendar::default());
    let unblocked = unblocked(registry).await?;
    let is_listed = |due: &DueRecord| due.duty.is_some() || due.review.is_some() || due.state.is_blocked();
    let due = |life: &Arc<RecordLife>| due(life, day, &table, &calendar, &unblocked);
    let mut list = registry.lives.find(|life| Some(due(life)).filter(|due| is_listed(due)));
    list.sort_by_key(|due| (due.duty.map(|duty| duty.execute_by), due.number));
    Ok(list)
}

/// The life of one record: its state, events and term; no name (R17.2.1).
pub(crate) async fn life(
    registry: &Registry,
    actor: Actor,
    number: RegistryNumber,
    reference: &str,
) -> Result<(RecordLife, DueRecord), CommandError> {
    crate::validate::reference("reference", reference)?;
    let life = registry.life_of(number)?;
    let request = registry.keeping_request(actor, Operation::ViewTerms, &life);
    registry.note(&request, About::Record(number, reference)).await?;
    let table = terms::in_force(registry).await?;
    let unblocked = unblocked(registry).await?;
    let due = due(&life, registry.today(), &table, &WorkCalendar::default(), &unblocked);
    Ok((RecordLife::clone(&life), due))
}
