//! `tanba record`: terms, blocks, events and their feeds, what takes two, the archive.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use law::EventKind;
use registry::{CorrectionKind, DueRecord, NewProposal, Proposal, ProposalKind, RecordLife};
use serde_json::{Value, json};
use vocabulary::{EventId, OfficerId, ProposalId, RegistryNumber};

use super::correct::{self, ChangeArgs};
use super::desk::{self, DeskArgs};
use super::papers::{self, CertificateArgs, DestroyedArgs};
use super::prints::{self, PrintsCommand};
use super::terms::{self, TermsCommand};
use super::view::{self, WhyArgs};
use crate::failure::Failure;
use crate::feed::{self, SignArgs};
use crate::premises::PremisesArgs;

/// Arguments of `tanba record`.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    #[command(subcommand)]
    what: RecordCommand,
}

/// A record and the ground of what is done.
#[derive(Debug, Args)]
pub(super) struct Named {
    #[command(flatten)]
    pub(super) desk: DeskArgs,
    /// Registry number of the record.
    pub(super) number: RegistryNumber,
    /// Order, finding, decision or act that is the ground.
    #[arg(long)]
    pub(super) reference: String,
}

#[derive(Debug, Subcommand)]
enum RecordCommand {
    /// The daily sweep: counts every term and marks what ended. Destroys nothing. Needs no officer.
    Sweep {
        #[command(flatten)]
        place: PremisesArgs,
        /// One JSON object on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Takes in what the configured feeds of civil-status and citizenship events sent since the last time; each
    /// message once (format: docs/feed.md). Needs no officer.
    Feed {
        #[command(flatten)]
        place: PremisesArgs,
        /// This feed only.
        #[arg(long)]
        name: Option<String>,
        /// One JSON object on standard output.
        #[arg(long)]
        json: bool,
    },
    /// A sender for trials: signs one message and prints the line that belongs into the file of a feed. Opens no
    /// register.
    SignEvent {
        #[command(flatten)]
        message: SignArgs,
    },
    /// What is due, what must be looked at, what is blocked.
    Due {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// The rules by which terms are counted, and the report that a change of them needs (R3.1.1).
    Terms {
        #[command(subcommand)]
        what: TermsCommand,
    },
    /// State, events and term of a record; no name.
    Show {
        #[command(flatten)]
        named: Named,
    },
    /// A record with its name, for a purpose of the Law; people see their own on proof of identity (Art. 7(1)).
    View {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        why: WhyArgs,
    },
    /// Writes the certificate of a registration as PDF, as a search and a view of the record.
    Certificate {
        #[command(flatten)]
        args: CertificateArgs,
    },
    /// Writes a certificate of destruction as PDF, for a person who asks about a destroyed record (R17.3.4).
    Destroyed {
        #[command(flatten)]
        args: DestroyedArgs,
    },
    /// Stops all processing until a review, at most thirty days off (Art. 9(2)).
    Block {
        #[command(flatten)]
        named: Named,
        /// Day of the review.
        #[arg(long, value_name = "YYYY-MM-DD")]
        review_by: Date,
    },
    /// Prolongs a block after its review.
    ReviewBlock {
        #[command(flatten)]
        named: Named,
        /// Day of the next review.
        #[arg(long, value_name = "YYYY-MM-DD")]
        review_by: Date,
    },
    /// Withholds a record from searches.
    Withhold {
        #[command(flatten)]
        named: Named,
    },
    /// Ends the withholding by a recorded decision.
    Restore {
        #[command(flatten)]
        named: Named,
    },
    /// Notes an event that moves terms.
    Event {
        #[command(flatten)]
        named: Named,
        /// Its code, e.g. death-established.
        kind: EventKind,
        /// Its legal date.
        date: Date,
    },
    /// Annuls an event.
    Annul {
        #[command(flatten)]
        named: Named,
        /// The event, as `show` names it.
        event: EventId,
    },
    /// Corrects personal data (Art. 13, 26): a new version; the old one stays for oversight.
    Correct {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Adds personal data that were not known, such as the IIN; replaces nothing.
    Supplement {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Every version of the personal data of a record: for the archivist, the head and the prosecutor.
    Superseded {
        #[command(flatten)]
        named: Named,
    },
    /// The prints of a record, and better ones that take their place once two agree (Art. 13).
    Prints {
        #[command(subcommand)]
        what: PrintsCommand,
    },
    /// Proposes what takes two officers: unblock, depersonalise, repersonalise, retrieve.
    Propose {
        #[command(flatten)]
        named: Named,
        /// What.
        #[arg(value_parser = proposal_kind)]
        kind: ProposalKind,
        /// Number of the recorded result (unblock).
        #[arg(long)]
        result: Option<String>,
        /// Officer who violated the conditions (unblock).
        #[arg(long)]
        violator: Option<OfficerId>,
        /// Last day the link is joined (repersonalise).
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<Date>,
    },
    /// Proposals that wait for a second person.
    Proposals {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Agrees to a proposal as the second person, or turns it down.
    Answer {
        #[command(flatten)]
        desk: DeskArgs,
        /// The proposal.
        proposal: ProposalId,
        /// Turns it down.
        #[arg(long)]
        refuse: bool,
    },
    /// Takes one record out of the archive, once two agreed: its prints into a new folder.
    Retrieve {
        #[command(flatten)]
        desk: DeskArgs,
        /// The proposal both agreed to.
        proposal: ProposalId,
        /// Folder to make.
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
    },
}

fn proposal_kind(text: &str) -> Result<ProposalKind, String> {
    let known = || ProposalKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    ProposalKind::ALL
        .iter()
        .copied()
        .find(|kind| kind.code() == text)
        .ok_or_else(|| format!("one of {}", known()))
}

impl RecordArgs {
    pub(crate) fn json(&self) -> bool {
        match &self.what {
            RecordCommand::Sweep { json, .. } | RecordCommand::Feed { json, .. } => *json,
            RecordCommand::SignEvent { .. } => true,
            RecordCommand::Terms { what } => what.json(),
            RecordCommand::Prints { what } => what.json(),
            RecordCommand::Due { desk }
            | RecordCommand::Proposals { desk }
            | RecordCommand::Answer { desk, .. }
            | RecordCommand::Retrieve { desk, .. } => desk.json,
            RecordCommand::Certificate { args } => args.desk.json,
            RecordCommand::Destroyed { args } => args.named.desk.json,
            RecordCommand::Show { named }
            | RecordCommand::View { named, .. }
            | RecordCommand::Block { named, .. }
            | RecordCommand::ReviewBlock { named, .. }
            | RecordCommand::Withhold { named }
            | RecordCommand::Restore { named }
            | RecordCommand::Event { named, .. }
            | RecordCommand::Annul { named, .. }
            | RecordCommand::Correct { named, .. }
            | RecordCommand::Supplement { named, .. }
            | RecordCommand::Superseded { named }
            | RecordCommand::Propose { named, .. } => named.desk.json,
        }
    }
}

pub(super) fn run(args: &RecordArgs) -> Result<Value, Failure> {
    match &args.what {
        RecordCommand::Sweep { place, .. } => {
            desk::alone(place, async |house| Ok(json!(house.registry.sweep().await?)))
        }
        RecordCommand::Feed { place, name, .. } => read_feeds(place, name.as_deref()),
        RecordCommand::SignEvent { message } => feed::sign(message),
        RecordCommand::Terms { what } => terms::run(what),
        RecordCommand::Prints { what } => prints::run(what),
        RecordCommand::Due { desk } => desk::at(desk, async |house, actor| {
            let due = house.registry.due_list(actor).await?;
            Ok(due.iter().map(due_json).collect())
        }),
        RecordCommand::Show { named } => desk::at(&named.desk, async |house, actor| {
            let (life, due) = house.registry.record_life(actor, named.number, &named.reference).await?;
            Ok(json!({ "record": life_json(&life), "term": due_json(&due) }))
        }),
        RecordCommand::View { named, why } => view::run(named, why),
        RecordCommand::Certificate { args } => papers::certificate(args),
        RecordCommand::Destroyed { args } => papers::destroyed(args),
        RecordCommand::Block { named, review_by } => desk::at(&named.desk, async |house, actor| {
            let (number, reference) = (named.number, &named.reference);
            Ok(life_json(&house.registry.block(actor, number, reference, *review_by).await?))
        }),
        RecordCommand::ReviewBlock { named, review_by } => desk::at(&named.desk, async |house, actor| {
            let (number, reference) = (named.number, &named.reference);
            Ok(life_json(&house.registry.review_block(actor, number, reference, *review_by).await?))
        }),
        RecordCommand::Withhold { named } => desk::at(&named.desk, async |house, actor| {
            Ok(life_json(&house.registry.withhold(actor, named.number, &named.reference).await?))
        }),
        RecordCommand::Restore { named } => desk::at(&named.desk, async |house, actor| {
            Ok(life_json(&house.registry.restore(actor, named.number, &named.reference).await?))
        }),
        RecordCommand::Event { named, kind, date } => desk::at(&named.desk, async |house, actor| {
            let noted =
                house.registry.note_event(actor, named.number, *kind, *date, &named.reference).await?;
            Ok(json!({ "event": noted.id.to_string(), "kind": noted.kind, "date": noted.date }))
        }),
        RecordCommand::Annul { named, event } => desk::at(&named.desk, async |house, actor| {
            house.registry.annul_event(actor, named.number, *event, &named.reference).await?;
            Ok(json!({ "annulled": event.to_string() }))
        }),
        RecordCommand::Correct { named, change } => correct::run(named, change, CorrectionKind::Correction),
        RecordCommand::Supplement { named, change } => {
            correct::run(named, change, CorrectionKind::Supplement)
        }
        RecordCommand::Superseded { named } => correct::superseded(named),
        other => run_two(other),
    }
}

/// Reads the configured feeds, or the one of a name.
fn read_feeds(place: &PremisesArgs, name: Option<&str>) -> Result<Value, Failure> {
    let (_, config) = place.read()?;
    let mut feeds = feed::open_all(&config.feeds)?;
    feeds.retain(|feed| name.is_none_or(|name| feed.name() == name));
    if feeds.is_empty() {
        let wanted = name.map_or(String::new(), |name| format!(" named {name:?}"));
        let why =
            format!("no feed{wanted} is configured: add [[feed]] to the file of --config (docs/feed.md)");
        return Err(Failure::new("feed", why));
    }
    desk::alone(place, async |house| feed::read_all(&house.registry, &feeds).await)
}

/// What takes two.
fn run_two(command: &RecordCommand) -> Result<Value, Failure> {
    match command {
        RecordCommand::Propose { named, kind, result, violator, until } => {
            desk::at(&named.desk, async |house, actor| {
                let new = NewProposal {
                    reference: named.reference.clone(),
                    result: result.clone(),
                    violator: *violator,
                    until: *until,
                };
                Ok(proposal_json(&house.registry.propose(actor, named.number, *kind, new).await?))
            })
        }
        RecordCommand::Proposals { desk } => desk::at(desk, async |house, actor| {
            Ok(house.registry.open_proposals(actor).await?.iter().map(proposal_json).collect())
        }),
        RecordCommand::Answer { desk, proposal, refuse } => desk::at(desk, async |house, actor| {
            Ok(proposal_json(&house.registry.answer_proposal(actor, *proposal, !refuse).await?))
        }),
        RecordCommand::Retrieve { desk, proposal, output } => desk::at(desk, async |house, actor| {
            let record = house.registry.retrieve(actor, *proposal).await?;
            write_out(&record, output)?;
            Ok(json!({ "number": record.head.number.to_string(), "prints": record.prints.len(),
                       "folder": output.display().to_string() }))
        }),
        _ => Err(Failure::new("record", "this command is done elsewhere".to_owned())),
    }
}

fn write_out(record: &registry::RetrievedRecord, folder: &std::path::Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new("output", format!("{}: {error}", folder.display()));
    std::fs::create_dir(folder).map_err(failed)?;
    let head = serde_json::to_vec_pretty(&record.head)
        .map_err(|error| Failure::new("output", format!("the record: {error}")))?;
    std::fs::write(folder.join("record.json"), head).map_err(failed)?;
    for (place, (print, (image, template))) in record.head.prints.iter().zip(&record.prints).enumerate() {
        let ending = print.media_type.rsplit('/').next().unwrap_or("bin");
        // Of a finger that was supplemented there are several.
        let name = match print.superseded {
            true => format!("{}-superseded-{}", print.position, place + 1),
            false => print.position.to_string(),
        };
        std::fs::write(folder.join(format!("{name}.{ending}")), image).map_err(failed)?;
        std::fs::write(folder.join(format!("{name}.template")), template).map_err(failed)?;
    }
    Ok(())
}

fn life_json(life: &RecordLife) -> Value {
    let events: Vec<Value> = life
        .events
        .iter()
        .map(|event| {
            json!({ "event": event.id.to_string(), "kind": event.kind, "date": event.date,
                    "reference": event.reference, "annulled_on": event.annulled_on })
        })
        .collect();
    json!({ "number": life.number.to_string(), "basis": life.basis, "registered_on": life.registered_on,
            "state": life.state.to_string(), "version": life.version, "events": events,
            "joined_until": life.joined_until })
}

fn due_json(due: &DueRecord) -> Value {
    json!({ "number": due.number.to_string(), "basis": due.basis, "registered_on": due.registered_on,
            "state": due.state.to_string(), "in_database_until": due.term.in_database_until,
            "archive_until": due.term.archive_until, "destroy_from": due.term.destroy_from,
            "requirement": due.term.requirement.to_string(),
            "duty": due.duty.map(|duty| duty.duty.code()), "since": due.duty.map(|duty| duty.since),
            "execute_by": due.duty.map(|duty| duty.execute_by),
            "review": due.review.map(|review| review.code()), "block_overdue": due.block_overdue,
            "overdue": due.overdue, "due_blocked": due.duty.is_some() && due.state.is_blocked() })
}

fn proposal_json(proposal: &Proposal) -> Value {
    json!({ "proposal": proposal.id.to_string(), "kind": proposal.kind.code(),
            "number": proposal.number.to_string(), "by": proposal.by.to_string(), "at": proposal.at,
            "reference": proposal.reference, "until": proposal.until,
            "agreed": proposal.settled.map(|settled| settled.agreed) })
}
