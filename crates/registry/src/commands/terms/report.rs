//! The report of every record whose term differs: drawn up in pages, held against the register again before it is
//! signed.

use jiff::civil::Date;
use law::{Operation, TermTable};
use vocabulary::{RegistryNumber, ReportId};

use super::Change;
use crate::act::About;
use crate::commands::sweep::system;
use crate::error::{CommandError, StoreError};
use crate::model::{
    Document, DocumentKind, RecordLife, ReportState, ReportText, TermDifference, TermPage, TermReport,
    TermShown, TermTotals,
};
use crate::sequencer::{self, Transaction};
use crate::{Registry, random};

/// Records of one page.
pub(crate) const PAGE_LINES: usize = 1000;
/// Most reports that are read.
pub(super) const REPORTS_MAX: u32 = 1000;

/// The open report on a change: the one that waits when it still says what differs, else a new one.
pub(crate) async fn waiting(registry: &Registry, change: &Change) -> Result<TermReport, CommandError> {
    let mut current = None;
    for report in all(registry).await?.into_iter().filter(TermReport::is_open) {
        let is_of_this = report.text.old_fingerprint == change.old.fingerprint
            && report.text.new_fingerprint == change.new_fingerprint;
        if current.is_none() && is_of_this && moved(registry, &report).await? == 0 {
            current = Some(report);
        } else {
            supersede(registry, report).await?;
        }
    }
    match current {
        Some(report) => Ok(report),
        None => draw_up(registry, change).await,
    }
}

/// Every report, newest first.
pub(super) async fn all(registry: &Registry) -> Result<Vec<TermReport>, StoreError> {
    let documents = registry.store.documents(DocumentKind::TermReport, None, REPORTS_MAX).await?;
    let reports = documents.into_iter().filter_map(|document| match document {
        Document::TermReport(report) => Some(report),
        _ => None,
    });
    let mut reports: Vec<TermReport> = reports.collect();
    reports.sort_by(|a, b| {
        b.text.drawn_up_on.cmp(&a.text.drawn_up_on).then_with(|| b.is_open().cmp(&a.is_open()))
    });
    Ok(reports)
}

async fn write(registry: &Registry, document: Document) -> Result<(), CommandError> {
    let request = registry.keeping_in_general(system(None), Operation::Sweep);
    let grant = registry.allow(&request, About::Nothing).await?;
    let change = sequencer::Change::Documented(Box::new(document));
    registry.submit(Transaction::granted(grant).change(change)).await?;
    Ok(())
}

async fn supersede(registry: &Registry, mut report: TermReport) -> Result<(), CommandError> {
    report.state = ReportState::Superseded;
    report.version += 1;
    write(registry, Document::TermReport(report)).await
}

/// What differs about one record as of a day.
fn line(life: &RecordLife, day: Date, old: &TermTable, new: &TermTable) -> Option<TermDifference> {
    let (old, new) = law::difference(&life.retained(day), day, old, new)?;
    Some(TermDifference {
        number: life.number,
        basis: life.basis,
        registered_on: life.registered_on,
        old: TermShown::of(&old, day),
        new: TermShown::of(&new, day),
    })
}

fn count(totals: &mut TermTotals, line: &TermDifference) {
    totals.differing += 1;
    *totals.by_basis.entry(line.basis).or_default() += 1;
    let end = |term: &TermShown| term.destroy_from.unwrap_or(Date::MAX);
    match end(&line.new).cmp(&end(&line.old)) {
        std::cmp::Ordering::Less => totals.sooner += 1,
        std::cmp::Ordering::Greater => totals.later += 1,
        std::cmp::Ordering::Equal => totals.otherwise += 1,
    }
}

/// Draws up a report. Its pages are written first: without the report that names them they say nothing.
async fn draw_up(registry: &Registry, change: &Change) -> Result<TermReport, CommandError> {
    let (day, old, new) = (registry.today(), change.old.rules.table, change.new.table);
    let id = ReportId::from_random_bytes(random::bytes()?);
    let mut totals = TermTotals::default();
    let (mut digests, mut lines, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let mut looked = 0;
        let find = |life: &std::sync::Arc<RecordLife>| {
            looked += 1;
            line(life, day, &old, &new)
        };
        after = registry.lives.find_after(after, find, &mut lines);
        totals.records += looked;
        while lines.len() >= PAGE_LINES || (after.is_none() && !lines.is_empty()) {
            let rest = lines.split_off(lines.len().min(PAGE_LINES));
            lines.iter().for_each(|line| count(&mut totals, line));
            let page = TermPage {
                report: id,
                page: digests.len() as u32,
                lines: std::mem::replace(&mut lines, rest),
            };
            digests.push(digest_of(&page)?);
            write(registry, Document::TermPage(page)).await?;
        }
        if after.is_none() {
            break;
        }
        tokio::task::yield_now().await;
    }
    let serial = u32::from_be_bytes(random::bytes()?) % 100_000_000;
    let text = ReportText {
        id,
        number: format!("T-{}-{serial:08}", day.year()),
        drawn_up_on: day,
        old: change.old.rules.clone(),
        old_fingerprint: change.old.fingerprint.clone(),
        new: change.new.clone(),
        new_fingerprint: change.new_fingerprint.clone(),
        totals,
        pages: digests.len() as u32,
        digest: digest_of_all(&digests),
    };
    let report = TermReport { text, state: ReportState::DrawnUp, signed: None, confirmed: None, version: 1 };
    write(registry, Document::TermReport(report.clone())).await?;
    Ok(report)
}

fn digest_of(page: &TermPage) -> Result<ledger::Hash, StoreError> {
    let damaged =
        |e: serde_json::Error| StoreError::Damaged { what: "the page".to_owned(), why: e.to_string() };
    Ok(ledger::leaf_hash(&serde_json::to_vec(page).map_err(damaged)?))
}

fn digest_of_all(pages: &[ledger::Hash]) -> String {
    let all: Vec<u8> = pages.iter().flat_map(|digest| digest.0).collect();
    ledger::leaf_hash(&all).to_string()
}

/// One page of a report.
pub(super) async fn page_of(registry: &Registry, id: ReportId, page: u32) -> Result<TermPage, CommandError> {
    match registry.store.document(DocumentKind::TermPage, Document::term_page_id(id, page)).await? {
        Some(Document::TermPage(page)) => Ok(page),
        _ => Err(CommandError::NotFound { what: "page of the report" }),
    }
}

/// The lines of a report in order, page by page.
struct Told<'a> {
    registry: &'a Registry,
    text: &'a ReportText,
    next: Option<TermDifference>,
    lines: std::vec::IntoIter<TermDifference>,
    digests: Vec<ledger::Hash>,
}

impl<'a> Told<'a> {
    async fn of(registry: &'a Registry, text: &'a ReportText) -> Result<Self, CommandError> {
        let lines = Vec::new().into_iter();
        let mut told = Self { registry, text, next: None, lines, digests: Vec::new() };
        told.advance().await?;
        Ok(told)
    }

    /// The next line; after the last one none, and an error when the pages are not those whose digest is signed.
    async fn advance(&mut self) -> Result<(), CommandError> {
        let text = self.text;
        self.next = self.lines.next();
        while self.next.is_none() && self.digests.len() < text.pages as usize {
            let page = page_of(self.registry, text.id, self.digests.len() as u32).await?;
            self.digests.push(digest_of(&page)?);
            self.lines = page.lines.into_iter();
            self.next = self.lines.next();
        }
        if self.next.is_some() || digest_of_all(&self.digests) == text.digest {
            return Ok(());
        }
        let why = "its pages are not those it was drawn up with".to_owned();
        Err(StoreError::Damaged { what: format!("report {}", text.number), why }.into())
    }

    /// The line about a record, when there is one: records are asked for in order of number. Lines of records that
    /// are gone are passed over.
    async fn about(&mut self, number: RegistryNumber) -> Result<Option<TermDifference>, CommandError> {
        while self.next.as_ref().is_some_and(|line| line.number < number) {
            self.advance().await?;
        }
        let found = self.next.take_if(|line| line.number == number);
        if found.is_some() {
            self.advance().await?;
        }
        Ok(found)
    }
}

/// How many records the report does not say the truth about any more: their term moved since by an event or a
/// correction. Records that are gone, and those registered after it, whose term was the new one from the beginning,
/// do not count.
pub(super) async fn moved(registry: &Registry, report: &TermReport) -> Result<u64, CommandError> {
    let text = &report.text;
    let mut told = Told::of(registry, text).await?;
    let (day, old, new) = (registry.today(), text.old.table, text.new.table);
    let (mut moved, mut after) = (0, None);
    loop {
        let look = |life: &std::sync::Arc<RecordLife>| {
            Some((life.number, life.registered_on, line(life, day, &old, &new)))
        };
        let mut looked = Vec::new();
        after = registry.lives.find_after(after, look, &mut looked);
        for (number, registered_on, now) in looked {
            let is_told = match (now, told.about(number).await?) {
                (None, None) => true,
                (Some(now), Some(then)) => now.old.is_term_of(&then.old) && now.new.is_term_of(&then.new),
                (Some(_), None) => registered_on >= text.drawn_up_on,
                (None, Some(_)) => false,
            };
            moved += u64::from(!is_told);
        }
        if after.is_none() {
            break;
        }
        tokio::task::yield_now().await;
    }
    while told.next.is_some() {
        told.advance().await?;
    }
    Ok(moved)
}
