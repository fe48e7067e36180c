//! A case as JSON and its answer: the contract of `tanba dna lr`.

mod answer;
mod error;
mod family;
mod rarity;
mod raw;

pub use answer::{Answer, FamilyAnswer, LinkedAnswer, LocusAnswer, RarityAnswer};
pub use error::CaseError;
pub use raw::CASE_BYTES_MAX;

use std::collections::BTreeMap;

use crate::allele::{Allele, shown};
use crate::frequency::AlleleFrequencies;
use raw::{Once, RawCase};

/// Reads a case and computes it.
///
/// What kind it is follows from its fields: `profile` = match probability of one profile; `recombination_rate` =
/// likelihood ratio at two linked loci; otherwise likelihood ratios of pedigrees.
///
/// # Errors
/// [`CaseError`] naming the field, or the hypothesis, locus, person and allele, and what to do.
pub fn answer(text: &str) -> Result<Answer, CaseError> {
    let case = raw::read(text)?;
    let tables = tables(&case.frequencies)?;
    if case.profile.is_some() {
        return rarity::answer(&case, &tables).map(Answer::Rarity);
    }
    refuse(case.minimum_allele_frequency.is_some(), "minimum_allele_frequency", "a match probability")?;
    if case.recombination_rate.is_some() {
        return family::linked(&case, &tables).map(Answer::Linked);
    }
    refuse(case.loci.is_some(), "loci", "linked loci")?;
    family::answer(&case, &tables).map(Answer::Family)
}

/// The frequency tables by locus.
fn tables(frequencies: &Once<Once<f64>>) -> Result<BTreeMap<String, AlleleFrequencies>, CaseError> {
    if frequencies.0.is_empty() {
        return Err(CaseError::new(
            "missing-field",
            "frequencies: no locus; give the table of every locus typed",
        ));
    }
    let mut tables = BTreeMap::new();
    for (locus, entries) in &frequencies.0 {
        let wrong = |words: String| CaseError::new("wrong-value", format!("locus {}: {words}", shown(locus)));
        let mut table = BTreeMap::new();
        for (name, &frequency) in &entries.0 {
            let allele: Allele = name.parse().map_err(|error| wrong(format!("frequencies: {error}")))?;
            if table.insert(allele, frequency).is_some() {
                return Err(wrong(format!(
                    "frequencies: allele {allele} stands twice (as `{}`)",
                    shown(name)
                )));
            }
        }
        let table = AlleleFrequencies::new(table).map_err(|error| wrong(error.to_string()))?;
        tables.insert(locus.clone(), table);
    }
    Ok(tables)
}

/// Refuses a field that means nothing in this kind of case.
fn refuse(given: bool, field: &str, only: &str) -> Result<(), CaseError> {
    if given {
        let message = format!("`{field}` belongs to a case of {only}; leave it out");
        return Err(CaseError::new("wrong-value", message));
    }
    Ok(())
}

/// A field this kind of case needs.
fn needed<'a, T>(field: &'a Option<T>, name: &str, why: &str) -> Result<&'a T, CaseError> {
    field.as_ref().ok_or_else(|| CaseError::new("missing-field", format!("missing field `{name}`: {why}")))
}

impl RawCase {
    /// The table of a locus a profile names.
    fn table<'a>(
        tables: &'a BTreeMap<String, AlleleFrequencies>,
        locus: &str,
        person: &str,
    ) -> Result<&'a AlleleFrequencies, CaseError> {
        tables.get(locus).ok_or_else(|| {
            let message = format!(
                "person `{}`: locus `{}` has no frequencies; add its table or leave the locus out",
                shown(person),
                shown(locus)
            );
            CaseError::new("unknown-locus", message)
        })
    }
}
