//! `tanba search`: who is this? One among all that the Law lets the query reach, with a case; and searches that are off by
//! default, which another officer of another unit has to agree to (Art. 16).

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dactyloscopy::Ppi;
use law::QueryKind;
use registry::{CaptureInput, DeclineReason, GatedSearch, Identification, NewSearchRequest, SearchFor};
use serde_json::{Value, json};
use vocabulary::{FingerPosition, ProposalId};

use super::desk::{self, DeskArgs};
use super::given;
use crate::failure::Failure;
use crate::fingerprint::parse_ppi;

/// Arguments of `tanba search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    #[command(subcommand)]
    what: SearchCommand,
}

#[derive(Debug, Subcommand)]
enum SearchCommand {
    /// Searches: candidates for an examiner, never an answer about a person.
    Make {
        #[command(flatten)]
        probe: Probe,
        /// The request that another officer agreed to, with the same prints.
        #[arg(long)]
        opened: Option<ProposalId>,
    },
    /// Asks for a search that is off by default; another officer of another unit has to agree.
    Ask {
        #[command(flatten)]
        probe: Probe,
        /// Number of the legal document that is its ground.
        #[arg(long)]
        document: String,
        /// The article the document rests on, such as 16(1).
        #[arg(long)]
        article: String,
    },
    /// The searches asked for, newest first; an examiner sees their own.
    List {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Agrees to a search as the second officer, or declines it with a reason.
    Answer {
        #[command(flatten)]
        desk: DeskArgs,
        /// The request.
        request: ProposalId,
        /// Declines it: ground, article, necessity or case.
        #[arg(long, value_parser = reason)]
        decline: Option<DeclineReason>,
    },
}

/// What is searched, and with what.
#[derive(Debug, Args)]
struct Probe {
    #[command(flatten)]
    desk: DeskArgs,
    /// The query, such as unidentified-corpse-fingers, unknown-living, crime-scene-mark.
    query: QueryKind,
    /// Number of the case that is the ground.
    #[arg(long)]
    reference: String,
    /// An image, as FINGER=FILE or, of an unknown finger, FILE; up to ten.
    #[arg(long = "print", required = true, value_name = "[FINGER=]FILE", value_parser = print)]
    prints: Vec<(Option<FingerPosition>, PathBuf)>,
    /// Resolution of images that do not say theirs, pixels per inch.
    #[arg(long, value_parser = parse_ppi)]
    ppi: Option<Ppi>,
}

type Inputs = Vec<(Option<FingerPosition>, CaptureInput)>;

impl Probe {
    /// Read before the officer signs in: a file that is not there opens nothing.
    fn inputs(&self) -> Result<Inputs, Failure> {
        let read =
            |(finger, file): &(Option<FingerPosition>, PathBuf)| Ok((*finger, given::image(file, self.ppi)?));
        self.prints.iter().map(read).collect()
    }
}

impl SearchArgs {
    pub(crate) fn json(&self) -> bool {
        match &self.what {
            SearchCommand::Make { probe, .. } | SearchCommand::Ask { probe, .. } => probe.desk.json,
            SearchCommand::List { desk } | SearchCommand::Answer { desk, .. } => desk.json,
        }
    }
}

fn print(text: &str) -> Result<(Option<FingerPosition>, PathBuf), String> {
    match text.contains('=') {
        true => given::print(text).map(|(finger, file)| (Some(finger), file)),
        false => Ok((None, PathBuf::from(text))),
    }
}

fn reason(text: &str) -> Result<DeclineReason, String> {
    let known = || DeclineReason::ALL.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(", ");
    DeclineReason::from_code(text).ok_or_else(|| format!("one of {}", known()))
}

pub(super) fn run(args: &SearchArgs) -> Result<Value, Failure> {
    match &args.what {
        SearchCommand::Make { probe, opened } => {
            let search = SearchFor::new(probe.query, &probe.reference);
            let search = SearchFor { opened: *opened, ..search };
            let inputs = probe.inputs()?;
            desk::at(&probe.desk, async |house, actor| {
                Ok(found_json(&house.registry.identify(actor, search, inputs).await?))
            })
        }
        SearchCommand::Ask { probe, document, article } => {
            let new = NewSearchRequest {
                query: probe.query,
                case_reference: probe.reference.clone(),
                document: document.clone(),
                article: article.clone(),
            };
            let inputs = probe.inputs()?;
            desk::at(&probe.desk, async |house, actor| {
                Ok(asked_json(&house.registry.ask_search(actor, new, &inputs).await?))
            })
        }
        SearchCommand::List { desk } => desk::at(desk, async |house, actor| {
            let (asked, _) = house.registry.gated_searches(actor).await?;
            Ok(asked.iter().map(asked_json).collect())
        }),
        SearchCommand::Answer { desk, request, decline } => desk::at(desk, async |house, actor| {
            Ok(asked_json(&house.registry.answer_search(actor, *request, *decline).await?))
        }),
    }
}

fn found_json(found: &Identification) -> Value {
    let hits: Vec<Value> = found
        .hits
        .iter()
        .map(|hit| {
            json!({ "number": hit.registry_number.to_string(), "score": hit.score, "log10_lr": hit.log10_lr,
                    "fingers": hit.fingers.iter().map(|(finger, _)| finger.code()).collect::<Vec<_>>() })
        })
        .collect();
    json!({ "search": found.search.to_string(), "query": found.query.to_string(), "galleries": found.galleries,
            "searched": found.searched, "complete": found.complete, "threshold": found.threshold,
            "candidates": hits, "ledger_entry": found.ledger_sequence })
}

fn asked_json(asked: &GatedSearch) -> Value {
    json!({ "request": asked.id.to_string(), "query": asked.query.to_string(), "galleries": asked.galleries,
            "reference": asked.case_reference, "document": asked.document, "article": asked.article,
            "prints": asked.fingers, "asked_on": asked.asked_on, "until": asked.until(),
            "agreed": asked.answer.map(|answer| answer.declined.is_none()),
            "declined": asked.answer.and_then(|answer| answer.declined).map(DeclineReason::code),
            "found": asked.made.map(|made| made.found) })
}
