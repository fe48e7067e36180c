//! `tanba border`: the lane at the state border (Art. 16(4), 35, 10-1(3)): what it answers about a traveller, who waits at
//! the second line, and the written requests and findings that exempt.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dactyloscopy::Ppi;
use jiff::civil::Date;
use law::{Document, Hands, RequestingBody};
use registry::{
    ExemptionGround, LaneExemption, LaneResult, NewLaneExemption, SecondLine, SecondLineReason, Traveller,
    VisaShown,
};
use serde_json::{Value, json};
use vocabulary::{BirthDate, Citizenship, ExemptionId, FingerPosition, ReferralId};

use super::desk::{self, DeskArgs};
use super::given;
use crate::failure::Failure;
use crate::fingerprint::parse_ppi;

/// Arguments of `tanba border`.
#[derive(Debug, Args)]
pub(crate) struct BorderArgs {
    #[command(subcommand)]
    what: BorderCommand,
}

#[derive(Debug, Subcommand)]
enum BorderCommand {
    /// What the lane answers about a traveller; with a print, and only when the Law says so, a comparison with the
    /// traveller's own record.
    Check(CheckArgs),
    /// The second line: who waits, and what an officer decides.
    #[command(subcommand)]
    SecondLine(SecondLineCommand),
    /// Written requests and findings that exempt travellers: entered by one officer, confirmed by another.
    #[command(subcommand)]
    Request(RequestCommand),
}

#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    desk: DeskArgs,
    /// Number of the document shown.
    document: String,
    /// Birth date in the document: YYYY-MM-DD, YYYY-MM or YYYY.
    #[arg(long, value_parser = born)]
    born: BirthDate,
    /// citizen, foreigner, stateless or unknown, as the document shows.
    #[arg(long)]
    citizenship: Citizenship,
    /// identity-card, passport or diplomatic-passport.
    #[arg(long, default_value = "passport")]
    kind: Document,
    /// none, ordinary, diplomatic or service.
    #[arg(long, default_value = "none", value_parser = visa)]
    visa: VisaShown,
    /// Code of the crossing point.
    #[arg(long)]
    point: String,
    /// What the hands allow: whole, fingers-unrecordable, no-fingers or no-hands.
    #[arg(long, default_value = "whole")]
    hands: Hands,
    /// A finger and its image, such as right-index=FILE.
    #[arg(long = "print", value_name = "FINGER=FILE", value_parser = given::print)]
    prints: Vec<(FingerPosition, PathBuf)>,
    /// Resolution of images that do not say theirs, pixels per inch.
    #[arg(long, value_parser = parse_ppi)]
    ppi: Option<Ppi>,
}

#[derive(Debug, Subcommand)]
enum SecondLineCommand {
    /// Who waits.
    List {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// An officer decides, with a reason.
    Decide {
        #[command(flatten)]
        desk: DeskArgs,
        /// The traveller, as the list names them.
        traveller: ReferralId,
        /// The reason.
        #[arg(long, value_parser = reason)]
        reason: SecondLineReason,
    },
    /// Records a decision made while the register was not reached.
    Note {
        #[command(flatten)]
        desk: DeskArgs,
        /// Code of the crossing point.
        #[arg(long)]
        point: String,
        /// The reason.
        #[arg(long, value_parser = reason)]
        reason: SecondLineReason,
    },
}

#[derive(Debug, Subcommand)]
enum RequestCommand {
    /// Enters a written request (with --body) or a finding that fingers are missing (with --hands).
    Enter(EnterArgs),
    /// Confirms as another officer.
    Answer {
        #[command(flatten)]
        desk: DeskArgs,
        /// The request or finding.
        request: ExemptionId,
        /// Turns it down, or ends one that was confirmed.
        #[arg(long)]
        refuse: bool,
    },
    /// Those that wait or are in force.
    List {
        #[command(flatten)]
        desk: DeskArgs,
    },
}

#[derive(Debug, Args)]
struct EnterArgs {
    #[command(flatten)]
    desk: DeskArgs,
    /// Who asks: special-state-body, ministry-of-defence or foreign-policy-body.
    #[arg(long, conflicts_with = "hands", required_unless_present = "hands")]
    body: Option<RequestingBody>,
    /// What two officers found: no-fingers or no-hands.
    #[arg(long)]
    hands: Option<Hands>,
    /// Number of the traveller's document; kept sealed.
    #[arg(long)]
    document: String,
    /// Number of the letter or finding.
    #[arg(long)]
    reference: String,
    /// First day, YYYY-MM-DD; today when it is left out.
    #[arg(long)]
    from: Option<Date>,
    /// Last day of a request.
    #[arg(long)]
    until: Option<Date>,
    /// Code of the crossing point of a request.
    #[arg(long)]
    point: Option<String>,
}

fn born(text: &str) -> Result<BirthDate, String> {
    BirthDate::parse(text).map_err(|error| error.to_string())
}

fn visa(text: &str) -> Result<VisaShown, String> {
    let known = || VisaShown::ALL.iter().map(|visa| visa.code()).collect::<Vec<_>>().join(", ");
    VisaShown::from_code(text).ok_or_else(|| format!("one of {}", known()))
}

fn reason(text: &str) -> Result<SecondLineReason, String> {
    let known = || SecondLineReason::ALL.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(", ");
    SecondLineReason::from_code(text).ok_or_else(|| format!("one of {}", known()))
}

impl BorderArgs {
    fn desk(&self) -> &DeskArgs {
        match &self.what {
            BorderCommand::Check(args) => &args.desk,
            BorderCommand::SecondLine(
                SecondLineCommand::List { desk }
                | SecondLineCommand::Decide { desk, .. }
                | SecondLineCommand::Note { desk, .. },
            ) => desk,
            BorderCommand::Request(RequestCommand::Enter(args)) => &args.desk,
            BorderCommand::Request(RequestCommand::Answer { desk, .. } | RequestCommand::List { desk }) => {
                desk
            }
        }
    }

    pub(crate) fn json(&self) -> bool {
        self.desk().json
    }
}

pub(super) fn run(args: &BorderArgs) -> Result<Value, Failure> {
    match &args.what {
        BorderCommand::Check(check) => checked(check),
        BorderCommand::SecondLine(command) => second_line(args.desk(), command),
        BorderCommand::Request(command) => request(args.desk(), command),
    }
}

fn checked(args: &CheckArgs) -> Result<Value, Failure> {
    // Read before the officer signs in: a file that is not there opens nothing.
    let prints = given::undecoded(&args.prints, args.ppi)?;
    let traveller = Traveller {
        document_number: args.document.clone(),
        document: args.kind,
        born: args.born,
        citizenship: args.citizenship,
        visa: args.visa,
        point: args.point.clone(),
        hands: args.hands,
    };
    desk::at(&args.desk, async |house, actor| {
        Ok(answer_json(&house.registry.verify_at_border(actor, traveller, prints).await?))
    })
}

fn second_line(desk: &DeskArgs, command: &SecondLineCommand) -> Result<Value, Failure> {
    desk::at(desk, async |house, actor| {
        let registry = &house.registry;
        match command {
            SecondLineCommand::List { .. } => {
                Ok(registry.second_line(actor).await?.iter().map(second_json).collect())
            }
            SecondLineCommand::Decide { traveller, reason, .. } => {
                Ok(second_json(&registry.decide_second_line(actor, *traveller, *reason).await?))
            }
            SecondLineCommand::Note { point, reason, .. } => {
                Ok(second_json(&registry.note_second_line(actor, point, *reason).await?))
            }
        }
    })
}

fn request(desk: &DeskArgs, command: &RequestCommand) -> Result<Value, Failure> {
    desk::at(desk, async |house, actor| {
        let registry = &house.registry;
        match command {
            RequestCommand::Enter(args) => {
                let today = vocabulary::legal_date_kz(registry.clock().now());
                let new = entered(args, today)?;
                Ok(exemption_json(&registry.enter_lane_exemption(actor, new).await?))
            }
            RequestCommand::Answer { request, refuse, .. } => {
                Ok(exemption_json(&registry.answer_lane_exemption(actor, *request, !refuse).await?))
            }
            RequestCommand::List { .. } => {
                Ok(registry.lane_exemptions(actor).await?.iter().map(exemption_json).collect())
            }
        }
    })
}

fn entered(args: &EnterArgs, today: Date) -> Result<NewLaneExemption, Failure> {
    let ground = match (args.body, args.hands) {
        (Some(body), _) => ExemptionGround::Request(body),
        (None, Some(hands)) => ExemptionGround::Hands(hands),
        (None, None) => return Err(Failure::new("ground", "give --body or --hands".to_owned())),
    };
    Ok(NewLaneExemption {
        ground,
        document_number: args.document.clone(),
        reference: args.reference.clone(),
        from: args.from.unwrap_or(today),
        until: args.until,
        point: args.point.clone(),
    })
}

fn answer_json(result: &LaneResult) -> Value {
    json!({ "answer": result.answer.code(), "next": result.next.code(), "requirement": result.requirement,
            "articles": result.articles, "rule_version": result.rule_version,
            "second_line": result.second_line.map(|id| id.to_string()), "at": result.at,
            "ledger_entry": result.ledger_sequence })
}

/// Without the registry number: the second line needs none.
fn second_json(second: &SecondLine) -> Value {
    json!({ "traveller": second.id.to_string(), "cause": second.cause.code(), "point": second.point, "at": second.at,
            "fingers": second.fingers, "decided": second.decided.map(|decided| decided.reason.code()),
            "established": second.decided.map(|decided| decided.reason.is_established()) })
}

/// Without the document: it is sealed.
fn exemption_json(exemption: &LaneExemption) -> Value {
    let ground = match exemption.ground {
        ExemptionGround::Request(body) => body.code(),
        ExemptionGround::Hands(hands) => hands.code(),
    };
    json!({ "request": exemption.id.to_string(), "ground": ground, "reference": exemption.reference,
            "from": exemption.from, "until": exemption.until, "point": exemption.point,
            "confirmed": exemption.settled.map(|settled| settled.agreed), "ended": exemption.ended.is_some() })
}
