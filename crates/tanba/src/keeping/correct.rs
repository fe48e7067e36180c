//! `tanba record correct`, `supplement` and `superseded`: personal data in versions (Art. 13, 26).

use clap::Args;
use registry::{
    Correction, CorrectionGround, CorrectionKind, DetailsChange, IdentityDetails, NewCorrection,
    PersonVersion, Sex, ViewReason,
};
use serde_json::{Value, json};
use vocabulary::{BirthDate, Iin, Purpose};

use super::desk;
use super::record::Named;
use crate::failure::Failure;

/// What replaces what is recorded, or is added to it; what is not given stays.
#[derive(Debug, Args)]
pub(super) struct ChangeArgs {
    /// Why: document (a new name, document or IIN), error (an error was made), decision (of a court or an appeal).
    /// The document that shows it is --reference.
    #[arg(long)]
    ground: CorrectionGround,
    /// Family name.
    #[arg(long)]
    family_name: Option<String>,
    /// Given name.
    #[arg(long)]
    given_name: Option<String>,
    /// Patronymic.
    #[arg(long)]
    patronymic: Option<String>,
    /// Sex: female or male.
    #[arg(long, value_parser = sex)]
    sex: Option<Sex>,
    /// Birth date: YYYY-MM-DD, YYYY-MM or YYYY.
    #[arg(long, value_parser = born)]
    born: Option<BirthDate>,
    /// State of citizenship of a person who is no citizen: three letters of ISO 3166-1.
    #[arg(long)]
    nationality: Option<String>,
    /// IIN, twelve digits.
    #[arg(long, value_parser = iin)]
    iin: Option<Iin>,
    /// Number of the document.
    #[arg(long)]
    document_number: Option<String>,
}

fn sex(text: &str) -> Result<Sex, String> {
    match text {
        "female" => Ok(Sex::Female),
        "male" => Ok(Sex::Male),
        _ => Err("female or male".to_owned()),
    }
}

fn born(text: &str) -> Result<BirthDate, String> {
    BirthDate::parse(text).map_err(|error| error.to_string())
}

fn iin(text: &str) -> Result<Iin, String> {
    Iin::parse(text).map_err(|error| error.to_string())
}

/// Corrects, or supplements.
pub(super) fn run(named: &Named, args: &ChangeArgs, kind: CorrectionKind) -> Result<Value, Failure> {
    let change = DetailsChange {
        family_name: args.family_name.clone(),
        given_name: args.given_name.clone(),
        patronymic: args.patronymic.clone(),
        sex: args.sex,
        born: args.born,
        nationality: args.nationality.clone(),
        iin: args.iin.clone(),
        document_number: args.document_number.clone(),
    };
    let new = NewCorrection { kind, ground: args.ground, reference: named.reference.clone(), change };
    desk::at(&named.desk, async |house, actor| {
        Ok(correction_json(&house.registry.correct_person(actor, named.number, new).await?))
    })
}

/// Every version, for oversight.
pub(super) fn superseded(named: &Named) -> Result<Value, Failure> {
    let reason = ViewReason::new(Purpose::Keeping, named.reference.clone());
    desk::at(&named.desk, async |house, actor| {
        let versions = house.registry.superseded(actor, named.number, &reason).await?;
        Ok(versions.iter().map(version_json).collect())
    })
}

fn correction_json(correction: &Correction) -> Value {
    json!({ "kind": correction.kind.code(), "ground": correction.ground.code(),
            "reference": correction.reference, "officer": correction.officer.to_string(),
            "role": correction.role, "body": correction.body, "at": correction.at })
}

fn version_json(version: &PersonVersion) -> Value {
    let IdentityDetails {
        family_name,
        given_name,
        patronymic,
        sex,
        born,
        citizenship,
        nationality,
        iin,
        document_number,
    } = &version.details;
    json!({ "version": version.version, "family_name": family_name, "given_name": given_name,
            "patronymic": patronymic, "sex": sex, "born": born, "citizenship": citizenship,
            "nationality": nationality, "iin": iin, "document_number": document_number,
            "correction": version.correction.as_ref().map(correction_json) })
}
