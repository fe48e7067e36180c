//! `tanba act`: acts of destruction and of transfer to the archive.

use clap::{Args, Subcommand, ValueEnum};
use registry::{Act, ActKind, Carrier, NewAct};
use serde_json::{Value, json};
use vocabulary::{ActId, CarrierId, OfficerId, RegistryNumber};

use super::desk::{self, DeskArgs};
use super::papers::{self, PaperArgs};
use crate::failure::Failure;

/// Arguments of `tanba act`.
#[derive(Debug, Args)]
pub(crate) struct ActArgs {
    #[command(subcommand)]
    what: ActCommand,
}

/// What an act orders.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Destroys records whose term ended.
    Destruction,
    /// Moves records to the archive on a carrier.
    Archive,
}

#[derive(Debug, Args)]
struct One {
    #[command(flatten)]
    desk: DeskArgs,
    /// The act.
    act: ActId,
}

#[derive(Debug, Subcommand)]
enum ActCommand {
    /// Draws up an act over records that are due.
    DrawUp {
        #[command(flatten)]
        desk: DeskArgs,
        /// What it orders.
        #[arg(long, value_enum)]
        kind: Kind,
        /// A record; repeat for each.
        #[arg(long = "record", required = true)]
        records: Vec<RegistryNumber>,
        /// An officer of the commission, at least three; repeat for each.
        #[arg(long = "member", required = true)]
        members: Vec<OfficerId>,
        /// How.
        #[arg(long, default_value = "erasure of keys and rows")]
        method: String,
        /// The carrier of a transfer.
        #[arg(long)]
        carrier: Option<CarrierId>,
    },
    /// Every act, newest first.
    List {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// One act with its signatures and receipts.
    Show {
        #[command(flatten)]
        one: One,
    },
    /// Writes an approved act as PDF: registry numbers, no names.
    Print {
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        paper: PaperArgs,
    },
    /// Signs as a member of the commission; the passphrase is the second line of standard input.
    Sign {
        #[command(flatten)]
        one: One,
    },
    /// Approves as the head; the passphrase is the second line of standard input.
    Approve {
        #[command(flatten)]
        one: One,
    },
    /// Withdraws an act that was not executed.
    Withdraw {
        #[command(flatten)]
        one: One,
    },
    /// Executes an approved act, or brings the receipts of one that was stopped.
    Execute {
        #[command(flatten)]
        one: One,
    },
    /// Enters a carrier of the archive.
    EnterCarrier {
        #[command(flatten)]
        desk: DeskArgs,
        /// Label on it.
        label: String,
        /// Where it is kept.
        place: String,
    },
    /// Reads every container on a carrier.
    CheckCarrier {
        #[command(flatten)]
        desk: DeskArgs,
        /// The carrier.
        carrier: CarrierId,
        /// As the review of every ten years.
        #[arg(long)]
        review: bool,
    },
    /// Every carrier.
    Carriers {
        #[command(flatten)]
        desk: DeskArgs,
    },
}

impl ActArgs {
    pub(crate) fn json(&self) -> bool {
        match &self.what {
            ActCommand::DrawUp { desk, .. }
            | ActCommand::List { desk }
            | ActCommand::EnterCarrier { desk, .. }
            | ActCommand::CheckCarrier { desk, .. }
            | ActCommand::Carriers { desk } => desk.json,
            ActCommand::Show { one }
            | ActCommand::Print { one, .. }
            | ActCommand::Sign { one }
            | ActCommand::Approve { one }
            | ActCommand::Withdraw { one }
            | ActCommand::Execute { one } => one.desk.json,
        }
    }
}

pub(super) fn run(args: &ActArgs) -> Result<Value, Failure> {
    match &args.what {
        ActCommand::DrawUp { desk, kind, records, members, method, carrier } => {
            desk::at(desk, async |house, actor| {
                let kind = match kind {
                    Kind::Destruction => ActKind::Destruction,
                    Kind::Archive => ActKind::Archive,
                };
                let (records, commission) = (records.clone(), members.clone());
                let new = NewAct { kind, records, commission, method: method.clone(), carrier: *carrier };
                Ok(act_json(&house.registry.draw_up_act(actor, new).await?))
            })
        }
        ActCommand::List { desk } => desk::at(desk, async |house, actor| {
            Ok(house.registry.list_acts(actor).await?.iter().map(act_json).collect())
        }),
        ActCommand::Show { one } => desk::at(&one.desk, async |house, actor| {
            Ok(act_json(&house.registry.view_act(actor, one.act).await?))
        }),
        ActCommand::Print { one, paper } => papers::act(&one.desk, one.act, paper),
        ActCommand::Sign { one } => sign(one, false),
        ActCommand::Approve { one } => sign(one, true),
        ActCommand::Withdraw { one } => desk::at(&one.desk, async |house, actor| {
            Ok(act_json(&house.registry.withdraw_act(actor, one.act).await?))
        }),
        ActCommand::Execute { one } => desk::at(&one.desk, async |house, actor| {
            Ok(act_json(&house.registry.execute_act(actor, one.act).await?))
        }),
        ActCommand::EnterCarrier { desk, label, place } => desk::at(desk, async |house, actor| {
            Ok(carrier_json(&house.registry.enter_carrier(actor, label, place, actor.officer).await?))
        }),
        ActCommand::CheckCarrier { desk, carrier, review } => desk::at(desk, async |house, actor| {
            let (carrier, unreadable) = house.registry.check_carrier(actor, *carrier, *review).await?;
            Ok(json!({ "carrier": carrier_json(&carrier), "unreadable": unreadable }))
        }),
        ActCommand::Carriers { desk } => desk::at(desk, async |house, actor| {
            Ok(house.registry.list_carriers(actor).await?.iter().map(carrier_json).collect())
        }),
    }
}

fn sign(one: &One, approve: bool) -> Result<Value, Failure> {
    desk::at(&one.desk, async |house, actor| {
        let secret = desk::line("passphrase")?;
        Ok(act_json(&house.registry.sign_act_here(actor, one.act, approve, &secret).await?))
    })
}

fn act_json(act: &Act) -> Value {
    let records: Vec<Value> = act
        .text
        .records
        .iter()
        .map(|record| {
            json!({ "number": record.number.to_string(), "basis": record.basis,
                    "registered_on": record.registered_on, "destroy_from": record.destroy_from,
                    "requirement": record.requirement })
        })
        .collect();
    let signed: Vec<String> = act.members.iter().map(|given| given.officer.to_string()).collect();
    json!({ "act": act.text.id.to_string(), "number": act.text.number, "kind": act.text.kind.code(),
            "body": act.text.body, "state": act.state, "drawn_up_on": act.text.drawn_up_on,
            "author": act.text.author.to_string(), "method": act.text.method, "records": records,
            "commission": act.text.commission.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "signed": signed, "approved": act.approval.as_ref().map(|given| given.officer.to_string()),
            "executed_at": act.executed_at, "receipts": act.receipts })
}

fn carrier_json(carrier: &Carrier) -> Value {
    json!({ "carrier": carrier.id.to_string(), "label": carrier.label, "place": carrier.place,
            "since": carrier.since, "test_by": carrier.test_by(), "review_by": carrier.review_by(),
            "checks": carrier.checks.len() })
}
