//! `tanba matter`: requests, orders, findings, agreements, pieces of material, step by step.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use law::{FieldShape, MatterField, MatterKind, matter_steps};
use registry::{Matter, NewMatterStep};
use serde_json::{Value, json};
use vocabulary::{MatterId, RegistryNumber};

use super::desk::{self, DeskArgs};
use crate::failure::Failure;

/// Arguments of `tanba matter`.
#[derive(Debug, Args)]
pub(crate) struct MatterArgs {
    #[command(subcommand)]
    what: MatterCommand,
}

#[derive(Debug, Subcommand)]
enum MatterCommand {
    /// The steps of a kind of matter: who takes them, in which state, with what; without a register.
    Steps {
        /// The kind, such as transfer, access-request, material.
        kind: MatterKind,
        /// One JSON object on standard output.
        #[arg(long)]
        json: bool,
    },
    /// The matters of a kind, overdue ones first.
    List {
        #[command(flatten)]
        desk: DeskArgs,
        /// The kind.
        kind: MatterKind,
    },
    /// One matter with its steps.
    Show {
        #[command(flatten)]
        desk: DeskArgs,
        /// The matter.
        matter: MatterId,
    },
    /// Draws the extract of an access request: what is held of the person, until when, and who did what with it.
    Extract {
        #[command(flatten)]
        desk: DeskArgs,
        /// The access request.
        request: MatterId,
        /// Language of the paper: kk, ru or en.
        #[arg(long, default_value = "kk")]
        language: String,
    },
    /// Takes a step; without `--matter` the first one, which opens a matter.
    Take {
        #[command(flatten)]
        desk: DeskArgs,
        /// The kind.
        kind: MatterKind,
        /// The step, as `tanba matter steps KIND` lists them.
        step: String,
        /// The matter.
        #[arg(long)]
        matter: Option<MatterId>,
        /// The record a new matter is about.
        #[arg(long)]
        number: Option<RegistryNumber>,
        /// What is given, as FIELD=VALUE.
        #[arg(value_name = "FIELD=VALUE", value_parser = given)]
        given: Vec<(MatterField, String)>,
    },
}

impl MatterArgs {
    pub(crate) fn json(&self) -> bool {
        match &self.what {
            MatterCommand::Steps { json, .. } => *json,
            MatterCommand::List { desk, .. }
            | MatterCommand::Show { desk, .. }
            | MatterCommand::Extract { desk, .. }
            | MatterCommand::Take { desk, .. } => desk.json,
        }
    }
}

fn given(text: &str) -> Result<(MatterField, String), String> {
    let (field, value) = text.split_once('=').ok_or("expected FIELD=VALUE")?;
    let field: MatterField = field.parse().map_err(|error| format!("{error}"))?;
    field.check(value).map_err(|error| error.to_string())?;
    Ok((field, value.to_owned()))
}

pub(super) fn run(args: &MatterArgs) -> Result<Value, Failure> {
    match &args.what {
        MatterCommand::Steps { kind, .. } => Ok(steps_json(*kind)),
        MatterCommand::List { desk, kind } => desk::at(desk, async |house, actor| {
            Ok(house.registry.list_matters(actor, *kind).await?.iter().map(matter_json).collect())
        }),
        MatterCommand::Show { desk, matter } => desk::at(desk, async |house, actor| {
            Ok(matter_json(&house.registry.view_matter(actor, *matter).await?))
        }),
        MatterCommand::Extract { desk, request, language } => desk::at(desk, async |house, actor| {
            let (_, extract) = house.registry.draw_extract(actor, *request, language).await?;
            serde_json::to_value(&extract).map_err(|error| Failure::new("extract", error.to_string()))
        }),
        MatterCommand::Take { desk, kind, step, matter, number, given } => {
            let given: BTreeMap<MatterField, String> = given.iter().cloned().collect();
            let new =
                NewMatterStep { kind: *kind, matter: *matter, number: *number, step: step.clone(), given };
            desk::at(desk, async |house, actor| {
                Ok(matter_json(&house.registry.step_matter(actor, new).await?))
            })
        }
    }
}

fn matter_json(matter: &Matter) -> Value {
    let steps: Vec<Value> = matter
        .steps
        .iter()
        .map(|step| {
            json!({ "step": step.step, "state": step.state, "by": step.by.to_string(), "body": step.body.code(),
                    "unit": step.unit.to_string(), "on": step.on, "given": step.given })
        })
        .collect();
    json!({ "matter": matter.id.to_string(), "kind": matter.kind, "state": matter.state(),
            "number": matter.number.map(|number| number.to_string()), "due": matter.due(), "steps": steps })
}

fn steps_json(kind: MatterKind) -> Value {
    let field = |field: &MatterField| match field.shape() {
        FieldShape::Code(list) | FieldShape::Codes(list) => format!("{field}: {}", list.join(", ")),
        _ => field.to_string(),
    };
    matter_steps(kind)
        .map(|step| {
            let by: Vec<String> = step
                .by
                .iter()
                .flat_map(|(role, bodies)| bodies.iter().map(move |body| format!("{role} {body}")))
                .collect();
            json!({ "step": step.step, "from": step.from, "to": step.to, "by": by,
                    "asks": step.asks.iter().map(field).collect::<Vec<_>>(),
                    "may": step.may.iter().map(field).collect::<Vec<_>>(),
                    "requirement": step.requirement, "articles": step.articles })
        })
        .collect()
}
