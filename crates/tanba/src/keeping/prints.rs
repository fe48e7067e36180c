//! `tanba record prints`: the prints of a record, and better ones that take their place once two agree (Art. 13).

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dactyloscopy::Ppi;
use registry::{HeldPrint, NewSupplement, PrintStanding, Supplement, ViewReason};
use serde_json::{Value, json};
use vocabulary::{EncounterId, FingerPosition, Purpose};

use super::desk::{self, DeskArgs};
use super::given;
use super::record::Named;
use crate::failure::Failure;
use crate::fingerprint::parse_ppi;

#[derive(Debug, Subcommand)]
pub(super) enum PrintsCommand {
    /// Every print of a record: which is compared, which a better one superseded, which waits.
    Show {
        #[command(flatten)]
        named: Named,
    },
    /// Takes better prints of a record's person; they are compared once another officer agrees. At least one has to
    /// agree with what the record holds of the same finger.
    Supplement(SupplementArgs),
    /// Supplements that wait for another officer.
    Waiting {
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Agrees to a supplement as another officer, or turns it down: then its prints are destroyed.
    Answer {
        #[command(flatten)]
        desk: DeskArgs,
        /// The supplement.
        supplement: EncounterId,
        /// Turns it down.
        #[arg(long)]
        refuse: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct SupplementArgs {
    #[command(flatten)]
    named: Named,
    /// A finger and its image, such as right-index=FILE; up to ten.
    #[arg(long = "print", required = true, value_name = "FINGER=FILE", value_parser = given::print)]
    prints: Vec<(FingerPosition, PathBuf)>,
    /// Resolution of images that do not say theirs, pixels per inch.
    #[arg(long, value_parser = parse_ppi)]
    ppi: Option<Ppi>,
}

impl PrintsCommand {
    pub(super) fn json(&self) -> bool {
        match self {
            Self::Show { named } => named.desk.json,
            Self::Supplement(args) => args.named.desk.json,
            Self::Waiting { desk } | Self::Answer { desk, .. } => desk.json,
        }
    }
}

pub(super) fn run(command: &PrintsCommand) -> Result<Value, Failure> {
    match command {
        PrintsCommand::Show { named } => {
            let reason = ViewReason::new(Purpose::Keeping, named.reference.clone());
            desk::at(&named.desk, async |house, actor| {
                let prints = house.registry.prints_of(actor, named.number, &reason).await?;
                Ok(prints.iter().map(print_json).collect())
            })
        }
        PrintsCommand::Supplement(args) => {
            // Read before the officer signs in: a file that is not there opens nothing.
            let read =
                |(finger, file): &(FingerPosition, PathBuf)| Ok((*finger, given::image(file, args.ppi)?));
            let prints = args.prints.iter().map(read).collect::<Result<_, Failure>>()?;
            let new = NewSupplement { reference: args.named.reference.clone(), prints };
            desk::at(&args.named.desk, async |house, actor| {
                let taken = house.registry.supplement_prints(actor, args.named.number, new).await?;
                Ok(supplement_json(&taken))
            })
        }
        PrintsCommand::Waiting { desk } => desk::at(desk, async |house, actor| {
            Ok(house.registry.open_supplements(actor).await?.iter().map(supplement_json).collect())
        }),
        PrintsCommand::Answer { desk, supplement, refuse } => desk::at(desk, async |house, actor| {
            Ok(supplement_json(&house.registry.answer_supplement(actor, *supplement, !refuse).await?))
        }),
    }
}

fn print_json(print: &HeldPrint) -> Value {
    let standing = match print.standing {
        PrintStanding::Used => "compared",
        PrintStanding::Kept => "superseded",
        PrintStanding::Waiting => "waiting",
    };
    json!({ "finger": print.position.code(), "standing": standing, "quality": print.quality,
            "impression": print.impression.to_string(),
            "supplement": print.supplement.map(|supplement| supplement.to_string()) })
}

fn supplement_json(supplement: &Supplement) -> Value {
    let prints: Vec<Value> = supplement
        .prints
        .iter()
        .map(|print| {
            json!({ "finger": print.position.code(), "quality": print.quality,
                    "held_quality": print.held_quality, "agrees": print.agrees })
        })
        .collect();
    json!({ "supplement": supplement.id.to_string(), "number": supplement.number.to_string(),
            "by": supplement.by.to_string(), "at": supplement.at, "reference": supplement.reference,
            "prints": prints, "agreed": supplement.settled.map(|settled| settled.agreed) })
}
